/* What an argument may hold, and how its numbers are read: piece by piece. A vector is one piece; a data frame is a
 * piece a column. Nothing here owns memory. */
#ifndef LEAKYRELU_INPUT_H
#define LEAKYRELU_INPUT_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

#include "api.h"
#include "holder.h"

/* The most elements that are read at once of what is not in memory. */
#define MOST_AT_ONCE 1536

typedef struct {
    SEXP object; /* a double, integer or logical vector, or a data frame of such, or an object that holds numbers */
    const char *name; /* the argument that it was */
    R_xlen_t length;  /* the number of elements in all */
    R_xlen_t piece;   /* the number of elements of each piece */
    double *buffer;   /* for a block of what is not in memory */
    SEXP kind;        /* NULL, or R's function that does the call where this is `data`; then there may be no numbers */
    const holder_class *holder; /* the class of an object that holds numbers, or NULL */
    SEXP shape;                 /* NULL, or what shape_of() of R/kinds.R gave: there is only a shape, and no numbers */
} input;

/* Checks that `object` holds numbers, or is a shape, or is of a kind that R/kinds.R has, and is an error that names it
 * otherwise. */
input input_data(SEXP object, const char *name);

/* The same, but C must be able to read the numbers, unless it is a shape. */
input input_of(SEXP object, const char *name);

/* The same, but a data frame or a shape is an error too. */
input input_vector(SEXP object, const char *name);

/* An error where an operand is a shape and data is not. */
void refuse_shape(const input *other, const input *data);

/* What dim() gives, NULL for a plain vector; the caller protects it. */
SEXP input_dim(const input *in);

/* `object`, or the column of it where element `start` is: object is that of `in`, or another of its shape. */
SEXP input_piece(const input *in, SEXP object, R_xlen_t start);

/* How many elements from `start` on input_read() gives at once. */
R_xlen_t input_reach(const input *in, R_xlen_t start);

/* The n elements from `start` on, n at most input_reach(). What is not in memory is read into the buffer, as doubles;
 * the next call reads into it again. */
leakyrelu_array input_read(const input *in, R_xlen_t start, R_xlen_t n);

/* The only number of an input of length 1. */
double input_one(const input *in);

/* All of them as doubles, where they lie, or in memory of R_alloc(). */
const double *input_doubles(const input *in);

#endif
