/* y = positive x for x > 0, slope expm1(x) elsewhere, and its derivatives: what elu and selu are made of, and celu with
 * x/slope for x.
 *
 * Error: expm1(x) = (2^k - 1) + 2^k p is kept as a sum of two doubles and the leading 26 bits of slope and sum are
 * multiplied exactly, so that most of the error is the last rounding. Half an ulp is that one; where k = 0 or -1, the
 * rounding of r^2/2 + r^3 q(r), a fifth of the result at most, adds up to 0.3. */
#ifndef LEAKYRELU_EXP_LINEAR_H
#define LEAKYRELU_EXP_LINEAR_H

#include <math.h>

#include "activation.h"
#include "exp.h"

/* The slope is slope + slope_low. */
INLINE void exp_linear_coefficients(coefficients *c, double slope, double slope_low, double positive)
{
    c->slope = slope;
    c->positive = positive;
    /* A slope among the subnormals, or so large that a product with 2^100 overflows, comes nearer to 1 meanwhile. */
    int exponent = 0;
    frexp(slope, &exponent);
    exponent = exponent < -899 ? -900 : exponent > 901 ? 900 : exponent - 1;
    c->unit = ldexp(1, exponent);
    c->scaled = ldexp(slope, -exponent);
    c->head = leading_26_bits(c->scaled);
    c->rest = (c->scaled - c->head) + ldexp(slope_low, -exponent);
    c->least = -37.5; /* as a literal in the kernel, gcc 12 would compute with both x and it */
    c->linear_above = slope == 0 ? -HUGE_VAL : -0x1p-60;
}

/* slope (high + low), where high is about 1 and low far smaller, in units of c.unit */
INLINE double times_slope(coefficients c, double high, double low)
{
    double head = leading_26_bits(high);
    return c.head * head + (c.rest * head + c.scaled * ((high - head) + low));
}

/* expm1(x) = high + low, where x <= 0 */
typedef struct {
    double high, low;
} expm1_parts;

INLINE expm1_parts expm1_of(coefficients c, double x)
{
    double bounded = x > c.least ? x : c.least;
    exponential e = exp_parts(bounded, 0, 0);
    double p = e.r + e.rest, p_low = (e.r - p) + e.rest;
    double whole = e.scale - 1, part = e.scale * p;
    expm1_parts parts;
    parts.high = whole + part;
    parts.low = (part - (parts.high - whole)) + e.scale * p_low;
    return parts;
}

INLINE double exp_linear(int has_fma, coefficients c, double x)
{
    expm1_parts parts = expm1_of(c, x);
    double bent = times_slope(c, parts.high, parts.low) * c.unit;
    double factor = x > 0 ? c.positive : c.slope;
    double straight = factor * x;
    return x <= c.linear_above ? bent : straight;
}

/* slope exp(x), where x <= 0; may end subnormal. Below -760 it is 0, though with a huge slope it could be told from
 * 0. */
INLINE double slope_exp(int has_fma, coefficients c, double x)
{
    exponential e = exp_parts(-magnitude(x, 760), 0, SCALE_UP);
    double high = 1 + e.r;
    double low = (e.r - (high - 1)) + e.rest;
    double y = times_slope(c, high, low) * e.scale * (SCALE_DOWN * c.unit);
    return x < -760 ? 0 : y;
}

INLINE double exp_linear_derivative(int has_fma, coefficients c, double x)
{
    double left = slope_exp(has_fma, c, x);
    return x <= 0 ? left : c.positive;
}

INLINE double exp_linear_second_derivative(int has_fma, coefficients c, double x)
{
    double left = slope_exp(has_fma, c, x);
    return x <= 0 ? left : 0;
}

/* slope exp(x) = slope expm1(x) + slope */
INLINE double exp_linear_derivative_of_out(int has_fma, coefficients c, double y)
{
    double left = y + c.slope;
    return y > 0 ? c.positive : left;
}

#endif
