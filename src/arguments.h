/* The arguments of the R functions, read and checked once. */
#ifndef LEAKYRELU_ARGUMENTS_H
#define LEAKYRELU_ARGUMENTS_H

#include "core/activations.h"
#include "core/blocks.h"
#include "input.h"

/* What tells which function is applied to the data. Terms point into it. */
typedef struct {
    const activation *act;
    coefficients c;
    slopes slopes; /* gamma's along the data; room for those of a mask, or that are drawn */
    input gamma;   /* SLOPE_GAMMA: as given */
    int has_mask;  /* SLOPE_BOUNDS: the mask gives a slope for each element */
    input mask;
    double lower, upper; /* SLOPE_BOUNDS: the bounds */
} arguments;

/* Errors name the argument, what it must be and what it was. */
void read_arguments(arguments *a, const input *data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                    SEXP upper_bound, SEXP margin, SEXP mask);

/* Those along whose layout is known become gamma's elements, with a table of them where that is quicker. */
void set_slopes(slopes *s, const input *gamma, const input *data);

int read_flag(SEXP value, const char *name);

/* The kernel with these arguments; its operands are still missing. */
term term_of(arguments *a, kernel *apply);

#endif
