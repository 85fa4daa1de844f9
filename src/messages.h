/* What an argument was, in the words of an error message. The strings live until the .Call ends. */
#ifndef LEAKYRELU_MESSAGES_H
#define LEAKYRELU_MESSAGES_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

/* "NULL", "3", "\"relu\"", "a numeric vector of length 2", "an object of class \"factor\"" ... */
const char *describe(SEXP object);

/* A number as R prints it: NA, NaN, Inf, 0.25 */
const char *describe_number(double value);

/* Column j of a data frame, by name where it has one. */
const char *describe_column(SEXP data_frame, R_xlen_t j);

/* "1", or "1 or 3": the lengths that there may be */
const char *describe_1_or(double n);

/* "from 1 to 3 (the dimensions of `data`)", or, for INT_MAX, "of at least 1" */
const char *describe_range(int rank);

/* "2", "1 and 3", "3, 1 and 2", for doubles */
const char *describe_margin(SEXP margin);

/* ": did you mean margin = 2?" */
const char *describe_margin_meant(int dimension);

/* "2 x 3", for a value of dim() */
const char *describe_dim(SEXP dim);

#endif
