/* R's data as the core sees it: numbers in memory, piece by piece, and results that keep what surrounds the numbers.
 *
 * A vector is one piece; a data frame is a piece a column. Nothing here owns memory: results are R objects, to be protected by
 * the caller. */
#ifndef LEAKYRELU_STORAGE_H
#define LEAKYRELU_STORAGE_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

#include "core/blocks.h"

typedef struct {
    SEXP object;      /* a double, integer or logical vector, or a data frame of such */
    const char *name; /* the argument that it was */
    R_xlen_t length;  /* the number of elements in all */
    R_xlen_t piece;   /* the number of elements of each piece */
    double *buffer;   /* for a block of what is not in memory */
    int is_ordinary;  /* not a data frame of another class than "data.frame" and "tbl_df" */
} storage;

/* Checks that `object` holds numbers, and is an error that names it otherwise. */
storage storage_of(SEXP object, const char *name);

/* The same, but a data frame is an error too. */
storage storage_of_vector(SEXP object, const char *name);

/* What dim() gives, NULL for a plain vector; the caller protects it. */
SEXP storage_dim(const storage *s);

/* How many elements from `start` on storage_read() gives at once. */
R_xlen_t storage_reach(const storage *s, R_xlen_t start);

/* The n elements from `start` on, n at most storage_reach(). What is not in memory is read into the buffer, as doubles; the next call
 * reads into it again. */
numbers storage_read(const storage *s, R_xlen_t start, R_xlen_t n);

/* All elements of a vector, in its own memory or in memory of R_alloc(). */
const double *storage_doubles(const storage *s);

/* A new object of doubles with the attributes of `like`, and the place of its element `start`. A data frame of a class that may have
 * keys or groups is a bare list until storage_finish() gives the object to return; that may raise an error. */
SEXP storage_result(const storage *like);
SEXP storage_finish(SEXP result, const storage *like);
double *storage_write(SEXP result, const storage *like, R_xlen_t start);

#endif
