/* Runs a job over R objects strip by strip, and lets the user interrupt it in between. */
#ifndef LEAKYRELU_STRIPS_H
#define LEAKYRELU_STRIPS_H

#include "random.h"
#include "storage.h"

/* The operands of a job as R objects; those that it does not have are NULL. */
typedef struct {
    const storage *x, *grad, *weight, *slopes;
    SEXP result; /* from storage_result(x), or R_NilValue for a sum */

    /* rrelu in training: draw a slope between these for each element, and keep them in drawn unless that is R_NilValue */
    generator *random; /* open, or NULL */
    double lower, upper;
    SEXP drawn; /* from storage_result(x) */
} operands;

void run_strips(job j, const operands *o);

#endif
