/* The exponential in the shape that vector units like: no branch, no table, no call.
 *
 * exp(x) = 2^k (1 + p), with k = round(x / ln 2) and p = expm1(x - k ln 2) as an unevaluated sum of two doubles.
 * Source: Cody & Waite (1980), Software Manual for the Elementary Functions, for the reduction. The polynomials are
 * made by tools/fit_coefficients.py, which also states their errors. */
#ifndef LEAKYRELU_EXP_H
#define LEAKYRELU_EXP_H

#include "constants.h"
#include "exact.h"

/* scale (1 + p), p = r + rest with |rest| far below |r|, but where p is as good as 0 */
typedef struct {
    double scale, r, rest;
} exponential;

/* A result that may end subnormal carries a factor 2^100 until its last product, so that it is rounded once. */
#define SCALE_UP 100
#define SCALE_DOWN 0x1p-100

/* 2^up exp(x + x_low) for x in [-800, 0] and |x_low| < 1e-4; `up` is 0, and then x > -700, or SCALE_UP.
 * r + rest has an error of about 2^-57, r none. */
INLINE exponential exp_parts(double x, double x_low, int up)
{
    /* Adding 1.5 2^52 rounds to a whole number, which then stands in the lowest bits; the bias of the exponent is added
     * with it, so that a shift alone makes 2^k. */
    const double magic = 0x1.8p52 + 1023 + up;
    double shifted = x * ONE_OVER_LN2 + magic;
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits <<= 52;
    exponential e;
    memcpy(&e.scale, &bits, sizeof bits);
    double k = shifted - magic;

    double exact = x - k * LN2_HIGH;
    double tail = k * LN2_LOW - x_low;
    double r = exact - tail;
    double r2 = r * r, r3 = r2 * r, r4 = r2 * r2, r8 = r4 * r4;
    const double *q = EXPM1_Q;
    double first = (q[0] + q[1] * r) + (q[2] + q[3] * r) * r2;
    double second = (q[4] + q[5] * r) + (q[6] + q[7] * r) * r2;
    double third = q[8] + q[9] * r;
    e.r = exact;
    e.rest = (0.5 * r2 - tail) + r3 * ((first + second * r4) + third * r8);
    return e;
}

#endif
