/* Errors in ulp, and the worst of many. */
#ifndef EXACTNESS_TALLY_H
#define EXACTNESS_TALLY_H

#include "core/activation.h"
#include "reference.h"

/* The worst error of some points, in ulp: of the number that the bound is stated in, and of the value itself. */
typedef struct {
    double worst, at, own_worst, own_at;
    long points, beyond; /* beyond: the bound */
} tally;

/* Measures the result at x for y, y' or y'' (`which` is 0, 1 or 2), and counts it in `normal`, or in `subnormal` where
 * the exact value is that. */
void tally_result(tally *normal, tally *subnormal, int which, double x, double result, truth *exact, double bound);

void tally_add(tally *to, const tally *from);

#endif
