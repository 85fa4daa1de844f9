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
    SEXP object;     /* a double, integer or logical vector, or a data frame of such */
    R_xlen_t length; /* the number of elements in all */
    R_xlen_t piece;  /* the number of elements of each piece */
} storage;

/* Checks that `object` holds numbers, and is an error that names it otherwise. */
storage storage_of(SEXP object, const char *name);

/* The same, but a data frame is an error too. */
storage storage_of_vector(SEXP object, const char *name);

/* What dim() gives, NULL for a plain vector; the caller protects it. */
SEXP storage_dim(const storage *s);

/* How many elements from `start` on storage_read() gives at once. */
R_xlen_t storage_reach(const storage *s, R_xlen_t start);

/* The n elements from `start` on, n at most storage_reach(). What is not in memory is read into the buffer, as doubles. */
numbers storage_read(const storage *s, R_xlen_t start, R_xlen_t n, double *buffer);

/* All elements of a vector, in its own memory (where a compact sequence is expanded) or in memory of R_alloc(). */
const double *storage_doubles(const storage *s);

/* Whether nothing but the running call can see the object, and it is large, so that it may be overwritten: no variable, list or promise
 * of the user's holds it, and nothing will run when the caller ends. This can be told in a .Call from an ordinary closure that uses the argument once, and last; a method behind a generic
 * cannot tell. */
int storage_is_temporary(const storage *s);

/* A new object of doubles with the attributes of `like`, and the place of its element `start`. */
SEXP storage_result(const storage *like);
double *storage_write(SEXP result, const storage *like, R_xlen_t start);

#endif
