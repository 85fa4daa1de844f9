/* The truth that the kernels are held against: the activations as their definitions say them, in MPFR. Nothing here
 * comes from the package; tests/testthat/helper-reference.R has the same formulas. */
#ifndef EXACTNESS_REFERENCE_H
#define EXACTNESS_REFERENCE_H

#include <mpfr.h>

/* y, y' and y'' at a point, and the numbers in whose ulp the errors of each are stated: y, the larger of |y'| and
 * |t|, the larger of |2 t'| and |x t''|, t = y/x. */
typedef struct {
    mpfr_t value[3], measure[3], scratch;
} truth;

typedef void formula(truth *at, double x, double slope);

/* The formula of that activation, or NULL. */
formula *reference_of(const char *name);

void truth_init(truth *at);

#endif
