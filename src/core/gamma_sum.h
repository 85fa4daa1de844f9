/* The gradient of prelu's gamma: for each of its elements, the sum of a b over the x <= 0 that it is the slope of.
 *
 * Products and sums carry their rounding errors along (Ogita, Rump & Oishi 2005, Accurate sum and dot product,
 * algorithm Dot2): the error of a sum s of n terms is at most u |s| + 2 (n u)^2 sum |a b|, u = 2^-53, as if it had been
 * summed in twice the precision and rounded once. The order of the terms is fixed by the layout alone. */
#ifndef LEAKYRELU_GAMMA_SUM_H
#define LEAKYRELU_GAMMA_SUM_H

#include "layout.h"

/* One element each for each of gamma's, zero at first, and along which dimensions of the data they run. */
typedef struct {
    const layout *along;
    double *high, *low;
    double *missing_x, *missing_other; /* an NA or else a NaN among the x, and among a and b */
} gamma_sum;

/* Adds the n terms from element `start` of the data on. A missing x, a or b counts for x > 0 too, as NA times 0 is
 * NA. */
void lrelu_gamma_sum_add(const gamma_sum *sum, size_t start, const double *x, const double *a, const double *b,
                         size_t n);

/* The sum for element i of gamma. */
double lrelu_gamma_sum_of(const gamma_sum *sum, size_t i);

#endif
