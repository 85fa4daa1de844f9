/* The hook for data that C does not hold: R/kinds.R has a function for each kind. */
#ifndef LEAKYRELU_KINDS_H
#define LEAKYRELU_KINDS_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

/* What the function for this kind makes of the call of an exported function with these arguments. Its errors are those
 * of the user's call. */
SEXP call_of_kind(SEXP kind, const char *function, int n, SEXP *arguments);

/* What shape_of() of R/kinds.R gives, and what is in it. Who makes such an object by himself gets no numbers of it. */
enum { SHAPE_OBJECT, SHAPE_DIM, SHAPE_LENGTH };
int is_shape(SEXP object);

#endif
