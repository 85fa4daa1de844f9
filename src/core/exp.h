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

/* scale = 2^(k + up), k = round(x/ln 2) */
typedef struct {
    double k, scale;
} whole_part;

INLINE whole_part whole_part_of(double x, int up)
{
    /* Adding 1.5 2^52 rounds to a whole number, which then stands in the lowest bits; the bias of the exponent is added
     * with it, so that a shift alone makes 2^k. */
    const double magic = 0x1.8p52 + 1023 + up;
    double shifted = x * ONE_OVER_LN2 + magic;
    return (whole_part){shifted - magic, double_of(bits_of(shifted) << 52)};
}

/* 2^up exp(x + x_low) for x in [-800, 160] and |x_low| < 1e-4; `up` is 0, and then x > -700, or SCALE_UP.
 * r + rest has an error of about 2^-57, r none. */
INLINE exponential exp_parts(int has_fma, double x, double x_low, int up)
{
    whole_part whole = whole_part_of(x, up);
    double exact = exact_product_plus(has_fma, whole.k, -LN2_HIGH, x);
    double tail = whole.k * LN2_LOW - x_low;
    double r = exact - tail;
    double r2 = r * r, r3 = r2 * r, r4 = r2 * r2;
    const double *q = EXPM1_Q;
    double first = (q[0] + q[1] * r) + (q[2] + q[3] * r) * r2;
    double second = (q[4] + q[5] * r) + (q[6] + q[7] * r) * r2;
    double third = q[8] + q[9] * r;
    double rest = 0.5 * r2 + (r3 * (first + (second + third * r4) * r4) - tail);
    return (exponential){whole.scale, exact, rest};
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
