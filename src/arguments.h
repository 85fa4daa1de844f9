/* The arguments of the R functions, read and checked once. */
#ifndef LEAKYRELU_ARGUMENTS_H
#define LEAKYRELU_ARGUMENTS_H

#include "input.h"
#include "margin.h"

/* What tells which function is applied to the data. */
typedef struct {
    leakyrelu_activation act;
    leakyrelu_plan plan;
    input gamma;        /* prelu: as given */
    gamma_layout along; /* and how several run along the data */
    int has_mask;       /* rrelu: the mask gives a slope for each element */
    input mask;
    double lower, upper; /* rrelu: the bounds */
} arguments;

/* Errors name the argument, what it must be and what it was. */
void read_arguments(arguments *a, const input *data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                    SEXP upper_bound, SEXP margin, SEXP mask);

/* Gives a plan several gammas along this layout, with a table of them where that is quicker for the data. */
void set_gamma(leakyrelu_plan *plan, const input *gamma, const gamma_layout *along, const input *data);

int read_flag(SEXP value, const char *name);

#endif
