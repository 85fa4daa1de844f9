/* The arguments of the R functions, read and checked once. */
#ifndef LEAKYRELU_ARGS_H
#define LEAKYRELU_ARGS_H

#include "storage.h"

/* What tells which function is applied to the data. Jobs point into it. */
typedef struct {
    act_type type;
    coefficients c;
    storage gamma;         /* prelu: as given */
    const double *slopes;  /* prelu with several: gamma's elements, in memory of R_alloc where they were no doubles */
    layout along;          /* ... and along which dimensions of data they run */
    int has_mask;          /* rrelu: the mask gives a slope for each element */
    storage mask;
    double lower, upper;   /* rrelu: the bounds */
} arguments;

/* Errors name the argument, what it must be and what it was; data by the name it has there. */
void read_arguments(arguments *a, const storage *data, const char *data_name, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                         SEXP upper_bound, SEXP margin, SEXP mask);

int read_flag(SEXP value, const char *name);

/* An error unless `other` has the length of `data`, and its dimensions where both have some. */
void require_shape(const storage *other, const char *name, const storage *data, const char *data_name);

/* An error where both have dimensions, and not the same ones, but for those of extent 1. */
void require_extents(const storage *other, const char *name, const storage *gamma);

/* The job of the kernel with these arguments; operands and result are still missing. */
job job_of(const arguments *a, kernel *run);

#endif
