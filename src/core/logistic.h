/* The logistic function s = h/(1 + h), h = exp(z), and 1 - s = 1/(1 + h): what silu and gelu_tanh are made of. One
 * formula serves both signs of z.
 *
 * Error: h, 1 + h and the quotient are sums of two doubles, so that s is known to about 2^-57. */
#ifndef LEAKYRELU_LOGISTIC_H
#define LEAKYRELU_LOGISTIC_H

#include "exp.h"

/* 1 + h, h < 2^53 */
INLINE double_double one_plus_exp(int has_fma, exponential e)
{
    return scaled_plus_whole(has_fma, e.scale * SCALE_DOWN, significand_of(e), 1);
}

/* x s, h < 2^53 */
INLINE double times_logistic(int has_fma, double x, exponential e)
{
    double_double s = quotient_of(has_fma, significand_of(e), one_plus_exp(has_fma, e));
    double scaled = x * e.scale;
    double y = product_plus_small(has_fma, scaled, s.high, scaled * s.low) * SCALE_DOWN;
    return __builtin_copysign(y, x); /* for -0 */
}

/* s (1 + change (1 - s)): the derivative of x s, where change is x z' */
INLINE double times_logistic_derivative(int has_fma, double_double change, exponential e)
{
    double_double h = significand_of(e);
    inverse rest = inverse_of(has_fma, scaled_plus(has_fma, e.scale * SCALE_DOWN, h, 1));
    double_double s = times_inverse(has_fma, h, rest);
    double_double factor = whole_plus(1, times_inverse(has_fma, change, rest));
    return rounded_product(has_fma, s, factor) * e.scale * SCALE_DOWN;
}

/* s (1 - s) (linear + square (1 - 2 s)), where z <= 0: the second derivative of x s, where linear is 2 z' + x z'' and
 * square is x z'^2. As 1 - s lies in [1/2, 1], 1 - 2 s is exact but for the error of 1 - s. */
INLINE double times_logistic_second_derivative(int has_fma, double linear, double_double square, exponential e)
{
    inverse rest = inverse_of(has_fma, one_plus_exp(has_fma, e));
    double difference = 2 * rest.v - 1;
    double_double factor = exact_sum(linear, square.high * difference);
    factor.low = factor.low + (square.low * difference + 2 * square.high * (rest.v * rest.error));
    double_double s = times_inverse(has_fma, significand_of(e), rest);
    double_double product = times_inverse(has_fma, s, rest);
    return rounded_product(has_fma, product, factor) * e.scale * SCALE_DOWN;
}

#endif
