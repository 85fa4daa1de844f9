/* elu and selu: y = slope expm1(x) for x <= 0; for x > 0, y = x (elu) or lambda x (selu, where the slope is lambda alpha).
 *
 * Clevert, Unterthiner & Hochreiter (2015), Fast and accurate deep network learning by exponential linear units (elu); Klambauer,
 * Unterthiner, Mayr & Hochreiter (2017), Self-normalizing neural networks (selu). The derivative at 0 is that of x <= 0.
 *
 * Error: expm1(x) = (2^k - 1) + 2^k p is kept as a sum of two doubles and the leading 26 bits of slope and sum are multiplied exactly, so
 * that most of the error is the last rounding. Half an ulp is that one; where k = 0 or -1, the rounding of r^2/2 + r^3 q(r), a fifth of the
 * result at most, adds up to 0.3. Worst of 10^7 points, in ulp: y 0.82 (selu 0.85, of which 0.34 are lambda's own rounding), y' and y'' 0.78. */
#include "kernel.h"

/* slope (high + low), where high is about 1 and low far smaller, in units of c.unit */
INLINE double times_slope(coefficients c, double high, double low)
{
    double head = leading_bits(high);
    return c.head * head + (c.rest * head + c.scaled * ((high - head) + low));
}

INLINE double elu(coefficients c, double x)
{
    double bounded = x > c.least ? x : c.least;
    exponential e = exp_parts(bounded, 0, 0);
    double p = e.r + e.rest, p_low = (e.r - p) + e.rest;
    double whole = e.scale - 1, part = e.scale * p;
    double high = whole + part;
    double low = (part - (high - whole)) + e.scale * p_low;
    double bent = times_slope(c, high, low) * c.unit;
    double factor = x > 0 ? c.positive : c.slope;
    double straight = factor * x;
    return x <= c.linear_above ? bent : straight;
}

/* slope exp(x), where x <= 0; may end subnormal. Below -760 it is 0, though with a huge slope it could be told from 0. */
INLINE double slope_exp(coefficients c, double x)
{
    exponential e = exp_parts(-magnitude(x, 760), 0, SCALE_UP);
    double high = 1 + e.r;
    double low = (e.r - (high - 1)) + e.rest;
    double y = times_slope(c, high, low) * e.scale * (SCALE_DOWN * c.unit);
    return x < -760 ? 0 : y;
}

INLINE double elu_derivative(coefficients c, double x)
{
    double left = slope_exp(c, x);
    return x <= 0 ? left : c.positive;
}

INLINE double elu_second_derivative(coefficients c, double x)
{
    double left = slope_exp(c, x);
    return x <= 0 ? left : 0;
}

/* slope exp(x) = slope expm1(x) + slope */
INLINE double elu_derivative_of_out(coefficients c, double y)
{
    double left = y + c.slope;
    return y > 0 ? c.positive : left;
}

FORWARD_KERNEL(elu_forward, elu)
BACKWARD_KERNEL(elu_backward, elu_derivative)
BACKWARD_KERNEL(elu_second, elu_second_derivative)
BACKWARD_KERNEL(elu_from_out, elu_derivative_of_out)
