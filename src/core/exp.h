/* The exponential in the shape that vector units like: no branch, no table, no call.
 *
 * exp(x) = 2^k (1 + p), with k = round(x / ln 2) and p = expm1(x - k ln 2) as an unevaluated sum of two doubles.
 * Source: Cody & Waite (1980), Software Manual for the Elementary Functions, for the reduction. The polynomials are
 * made by tools/fit_coefficients.py, which also states their errors. */
#ifndef LEAKYRELU_EXP_H
#define LEAKYRELU_EXP_H

#include "constants.h"
#include "exact.h"

/* scale (1 + r + rest), |rest| far below |r| but where both are as good as 0 */
typedef struct {
    double scale, r, rest;
} exponential;

/* A result that may end subnormal carries a factor 2^300 until its last product, so that it is rounded once, and so
 * that no rounding error underflows on the way. */
#define SCALE_UP 300
#define SCALE_DOWN 0x1p-300

/* 2^up exp(x + x_low) for x in [-800, 160] and |x_low| < 1e-4; `up` is 0, and then x > -700, or SCALE_UP.
 * r + rest has an error of about 2^-57, r none. */
INLINE exponential exp_parts(int has_fma, double x, double x_low, int up)
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

    double exact = exact_product_plus(has_fma, k, -LN2_HIGH, x);
    double tail = k * LN2_LOW - x_low;
    double r = exact - tail;
    double r2 = r * r, r3 = r2 * r, r4 = r2 * r2;
    const double *q = EXPM1_Q;
    double first = (q[0] + q[1] * r) + (q[2] + q[3] * r) * r2;
    double second = (q[4] + q[5] * r) + (q[6] + q[7] * r) * r2;
    double third = q[8] + q[9] * r;
    e.r = exact;
    e.rest = 0.5 * r2 + (r3 * (first + (second + third * r4) * r4) - tail);
    return e;
}

/* 1 + r + rest */
INLINE double_double significand_of(exponential e)
{
    double p = e.r + e.rest, p_low = (e.r - p) + e.rest;
    double high = 1 + p;
    return (double_double){high, (p - (high - 1)) + p_low};
}

/* whole + factor a, where the factor is a power of two. Where it is so small that a product with it is subnormal, that
 * is lost beside the whole. */
INLINE double_double scaled_plus(int has_fma, double factor, double_double a, double whole)
{
    double_double sum = exact_sum(factor * a.high, whole);
    sum.low = exact_product_plus(has_fma, factor, a.low, sum.low);
    return sum;
}

/* The same in half the operations, where whole is as for whole_plus(). */
INLINE double_double scaled_plus_whole(int has_fma, double factor, double_double a, double whole)
{
    double_double sum;
    sum.high = exact_product_plus(has_fma, factor, a.high, whole);
    double rest = exact_product_plus(has_fma, factor, a.high, whole - sum.high);
    sum.low = exact_product_plus(has_fma, factor, a.low, rest);
    return sum;
}

#endif
