/* The exponential and the normal tail in the shape that vector units like: no branch, no table, no call.
 *
 * exp(x) = 2^k (1 + p), with k = round(x / ln 2) and p = expm1(x - k ln 2) as an unevaluated sum of two doubles.
 * Sources: Cody & Waite (1980), Software Manual for the Elementary Functions, for the reduction; Dekker (1971), A
 * floating-point technique for extending the available precision, for the exact sums and products. The polynomials are made
 * by tools/fit_coefficients.py, which also states their errors. */
#ifndef LEAKYRELU_VMATH_H
#define LEAKYRELU_VMATH_H

#include <stdint.h>
#include <string.h>

#include "coefficients.h"
#include "simd.h"

/* The 26 leading bits of x: a product of two such numbers is exact. */
INLINE double leading_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits &= UINT64_C(0xfffffffff8000000);
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The 17 leading bits of x: a product of three such numbers is exact. */
INLINE double head_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits &= UINT64_C(0xfffffff000000000);
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* a + b = sum + *low exactly (Knuth) */
INLINE double two_sum(double a, double b, double *low)
{
    double sum = a + b;
    double b_part = sum - a;
    *low = (a - (sum - b_part)) + (b - b_part);
    return sum;
}

/* The error e of inverse = 1/d rounded: 1/(d + d_low) = inverse (1 + e). */
INLINE double inverse_error(double inverse, double d, double d_low)
{
    double inverse_head = leading_bits(inverse), d_head = leading_bits(d);
    double left = (1 - inverse_head * d_head) - inverse_head * (d - d_head);
    return left - (inverse - inverse_head) * d - inverse * d_low;
}

/* |x|, but at most `limit`, which is also what a NaN becomes. */
INLINE double magnitude(double x, double limit)
{
    double t = __builtin_fabs(x);
    return t < limit ? t : limit;
}

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
    /* Adding 1.5 2^52 rounds to a whole number, which then stands in the lowest bits; the bias of the exponent is added with
     * it, so that a shift alone makes 2^k. */
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

/* Phi(-t) 2^SCALE_UP = e.scale (1 + p) (high + low), p = e.r + e.rest, for t in [0, 39]. high has at most 34 bits. */
typedef struct {
    exponential e;
    double high, low;
} normal_tail;

INLINE normal_tail normal_tail_parts(double t)
{
    normal_tail tail;
    double t_head = head_bits(t);
    tail.e = exp_parts(-0.5 * t_head * t_head, -0.5 * (t - t_head) * (t + t_head), SCALE_UP);

    /* one division for both quotients: v is 1/(t + 5/4) but for its relative error, which is then known and made good */
    double a = t + 1.25, a_low = t - (a - 1.25);
    double v = 1 / a, u = (t - 6) / (t + 6);
    double error = inverse_error(v, a, a_low);

    double u2 = u * u, u4 = u2 * u2, u8 = u4 * u4;
    const double *s = NORMAL_TAIL_S;
#define FOUR(i) ((s[i] + s[i + 1] * u) + (s[i + 2] + s[i + 3] * u) * u2)
    double upper = (FOUR(8) + FOUR(12) * u4) + (FOUR(16) + (s[20] + s[21] * u + s[22] * u2) * u4) * u8;
    double lower = (s[1] * u + (s[2] + s[3] * u) * u2) + FOUR(4) * u4;
#undef FOUR
    double sum = NORMAL_TAIL_S_LOW + (lower + upper * u8);
    double s_high = head_bits(s[0] + sum), s_low = (s[0] - s_high) + sum;

    double v_head = head_bits(v);
    tail.high = s_high * v_head;
    tail.low = (s_high * (v - v_head) + s_low * v) + tail.high * error;
    return tail;
}

#endif
