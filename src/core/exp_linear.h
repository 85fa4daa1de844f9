/* y = positive x for x > 0, slope expm1(x) elsewhere, and its derivatives: what elu and selu are made of, and celu with
 * x/slope for x.
 *
 * Error: expm1(x) = (2^k - 1) + 2^k (r + rest) is a sum of two doubles, the first of which is multiplied by the slope
 * exactly, so that most of the error is the last rounding. Half an ulp is that one; where k = 0 or -1, the rounding of
 * `rest`, a fifth of the result at most, adds up to 0.3. */
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
    /* A slope among the subnormals, or so large that a product with 2^300 overflows, comes nearer to 1 meanwhile. */
    int exponent = 0;
    frexp(slope, &exponent);
    exponent = exponent < -699 ? -700 : exponent > 701 ? 700 : exponent - 1;
    c->unit = ldexp(1, exponent);
    c->scaled = ldexp(slope, -exponent);
    c->scaled_low = ldexp(slope_low, -exponent);
    c->least = -37.5;
    c->linear_above = -0x1p-60;
}

/* slope (high + low), where high is about 1 and low smaller, in units of c.unit */
INLINE double times_slope(int has_fma, coefficients c, double high, double low)
{
    double product = c.scaled * high;
    return product + (c.scaled * low + (product_error(has_fma, c.scaled, high, product) + c.scaled_low * high));
}

/* exp(x) where x <= 0, for expm1: no less than exp(-37.5) */
INLINE exponential exp_above_least(int has_fma, coefficients c, double x)
{
    return exp_parts(has_fma, x > c.least ? x : c.least, 0, 0);
}

/* expm1(x), x <= 0 */
INLINE double_double expm1_of(int has_fma, exponential e)
{
    double whole = e.scale - 1;
    double high = exact_product_plus(has_fma, e.scale, e.r, whole);
    double low = exact_product_plus(has_fma, e.scale, e.r, whole - high);
    return (double_double){high, exact_product_plus(has_fma, e.scale, e.rest, low)};
}

INLINE double exp_linear(int has_fma, coefficients c, double x, exponential e)
{
    double_double bent_part = expm1_of(has_fma, e);
    double bent = times_slope(has_fma, c, bent_part.high, bent_part.low) * c.unit;
    double factor = x > 0 ? c.positive : c.slope;
    double straight = factor * x;
    return x <= c.linear_above ? bent : straight;
}

/* exp(x) where x <= 0. Below -760 it is as good as 0, though with a huge slope it could be told from 0. */
INLINE exponential exp_of_negative(int has_fma, coefficients c, double x)
{
    (void) c;
    return exp_parts(has_fma, -magnitude(x, 760), 0, SCALE_UP);
}

/* slope exp(x), where x <= 0; may end subnormal */
INLINE double slope_exp(int has_fma, coefficients c, double x, exponential e)
{
    double high = 1 + e.r;
    double low = (e.r - (high - 1)) + e.rest;
    double y = times_slope(has_fma, c, high, low) * e.scale * (SCALE_DOWN * c.unit);
    return x < -760 ? 0 : y;
}

INLINE double exp_linear_derivative(int has_fma, coefficients c, double x, exponential e)
{
    double left = slope_exp(has_fma, c, x, e);
    return x <= 0 ? left : c.positive;
}

INLINE double exp_linear_second_derivative(int has_fma, coefficients c, double x, exponential e)
{
    double left = slope_exp(has_fma, c, x, e);
    return x <= 0 ? left : 0;
}

/* slope exp(x) = slope expm1(x) + slope */
INLINE double exp_linear_derivative_of_out(int has_fma, coefficients c, double y)
{
    (void) has_fma;
    double left = y + c.slope;
    return y > 0 ? c.positive : left;
}

#endif
