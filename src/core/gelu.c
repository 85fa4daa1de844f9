/* gelu: y = x Phi(x), Phi the normal distribution function.
 *
 * Hendrycks & Gimpel (2016), Gaussian error linear units. Phi(-t) is computed for t = |x| with a small relative error down to where
 * it underflows, so the left tail is right too; on the right y = x - x Phi(-x).
 * y' = Phi(x) + x phi(x), y'' = (2 - x^2) phi(x), phi(x) = exp(-x^2/2)/sqrt(2 pi).
 *
 * Error: the leading 17 bits of t, of S and of 1/(t + 5/4) are multiplied exactly, and t^2/2 is split exactly, so that what is left is u (its
 * three roundings, times less than 0.4 for the slope of S), S (its coefficients' rounding, 2^-55), 1 + p and the last product. Worst of 10^6
 * points in ulp of the bounds that the help states: y 1.8, y' 2.4, y'' 2.8. */
#include "kernel.h"

/* Beyond this x Phi(-x) and all its derivatives are less than half the least subnormal number. */
#define FURTHEST 39

INLINE double gelu(coefficients c, double x)
{
    (void) c;
    double t = magnitude(x, FURTHEST);
    normal_tail tail = normal_tail_parts(t);
    double p = tail.e.r + tail.e.rest;
    double head = head_bits(t);
    double exact = head * tail.high, rest = head * tail.low + (t - head) * (tail.high + tail.low);
    double lost = (exact + (exact * p + (rest + rest * p))) * tail.e.scale * SCALE_DOWN;
    double right = x - lost; /* for 0 and NaN too */
    return x < 0 ? -lost : right;
}

INLINE double gelu_derivative(coefficients c, double x)
{
    (void) c;
    double t = magnitude(x, FURTHEST);
    normal_tail tail = normal_tail_parts(t);
    double p = tail.e.r + tail.e.rest;
    /* Phi(-t) - t phi(t), in units of exp(-t^2/2) */
    double head = head_bits(t);
    double exact = tail.high - head * ONE_OVER_SQRT_2PI_HEAD;
    double sum = exact + (tail.low - (head * ONE_OVER_SQRT_2PI_REST + (t - head) * ONE_OVER_SQRT_2PI));
    double left = (sum + sum * p) * tail.e.scale * SCALE_DOWN;
    return x > 0 ? 1 - left : left;
}

INLINE double gelu_second_derivative(coefficients c, double x)
{
    (void) c;
    double t = magnitude(x, FURTHEST);
    double head = leading_bits(t);
    exponential e = exp_parts(-0.5 * head * head, -0.5 * (t - head) * (t + head), SCALE_UP);
    double p = e.r + e.rest;
    double factor = ONE_OVER_SQRT_2PI * (2 - t * t);
    return (factor + factor * p) * e.scale * SCALE_DOWN;
}

FORWARD_KERNEL(gelu_forward, gelu)
BACKWARD_KERNEL(gelu_backward, gelu_derivative)
BACKWARD_KERNEL(gelu_second, gelu_second_derivative)
