/* mish: y = x tanh(log1p(exp(x))) = x n/(n + 2), n = h (2 + h), h = exp(x).
 *
 * Misra (2019), Mish: a self regularized non-monotonic activation function. With h = exp(x), D = n + 2 = 2 + 2 h + h^2
 * and t = y/x: t' = 4 h (1 + h)/D^2, t'' = 4 h (2 + 2 h - 3 h^2 - 2 h^3)/D^3, y' = t + x t', y'' = 2 t' + x t''.
 *
 * Error: n, D and the quotient are sums of two doubles, so that most of the error is the last rounding. */
#include "../kernel.h"

/* Below -760 exp(x) is as good as 0; n is nearly 2^54 at 18.7, so that y can be a sum with 2 in few operations, and
 * above, x. */
static void set_coefficients(coefficients *c, double slope)
{
    (void) slope;
    *c = (coefficients){.least = -760, .most = 18.7};
}

INLINE double mish(int has_fma, coefficients c, double x, exponential e)
{
    double power = e.scale * SCALE_DOWN;
    double_double h = significand_of(e);
    double_double n = product_of(has_fma, h, scaled_plus_whole(has_fma, power, h, 2));
    double_double ratio = quotient_of(has_fma, n, scaled_plus_whole(has_fma, power, n, 2));
    double scaled = bounded_for_y(c, x) * e.scale;
    double y = product_plus_small(has_fma, scaled, ratio.high, scaled * ratio.low) * SCALE_DOWN;
    return x <= c.most ? __builtin_copysign(y, x) : x; /* for -0 */
}

/* y' = h/D (2 + h + 4 x (1 + h)/D) */
INLINE double mish_derivative(int has_fma, coefficients c, double x, exponential e)
{
    double bounded = bounded_for_derivative(c, x), power = e.scale * SCALE_DOWN;
    double_double h = significand_of(e), two_plus_h = scaled_plus(has_fma, power, h, 2);
    double_double d = scaled_plus(has_fma, power, product_of(has_fma, h, two_plus_h), 2);
    inverse over_d = inverse_of(has_fma, d);
    double_double one_plus_h = {two_plus_h.high - 1, two_plus_h.low};
    double_double change = multiple_of(has_fma, 4 * bounded, times_inverse(has_fma, one_plus_h, over_d));
    double_double factor = sum_of(two_plus_h.high, change);
    factor.low = factor.low + two_plus_h.low;
    double y = rounded_product(has_fma, times_inverse(has_fma, h, over_d), factor) * e.scale * SCALE_DOWN;
    return x <= bounded ? y : 1;
}

/* In g = exp(-|x|), so that nothing overflows:
 *     left:  D = 2 + 2 g + g^2,    y'' = 4 g/D^3 (2 (1 + g) D - |x| (2 + 2 g - 3 g^2 - 2 g^3))
 *     right: D = 1 + 2 g + 2 g^2,  y'' = 4 g^2/D^3 (2 (1 + g) D - |x| (2 + 3 g - 2 g^2 - 2 g^3)) */
INLINE double mish_second_derivative(int has_fma, coefficients c, double x, exponential e)
{
    double t = magnitude(x, -c.least), power = e.scale * SCALE_DOWN;
    int right = x > 0;
    double whole = right ? 1 : 2, squares = right ? 2 : 1, linear = right ? 3 : 2;
    double_double h = significand_of(e), g = {power * h.high, power * h.low};
    double_double one_plus_g = scaled_plus_whole(has_fma, power, h, 1);

    double_double d = whole_plus(whole, (double_double){2 * g.high, 2 * g.low});
    double_double rest = exact_sum(d.high, squares * (g.high * g.high));
    d = (double_double){rest.high, rest.low + (d.low + 2 * squares * (g.high * g.low))};
    double polynomial = 2 + g.high * (linear - g.high * ((5 - linear) + 2 * g.high));
    double_double sum = exact_sum(2 * (one_plus_g.high * d.high), -t * polynomial);
    sum.low = sum.low + 2 * (one_plus_g.high * d.low + one_plus_g.low * d.high);

    inverse over_d = inverse_of(has_fma, d);
    double_double quotient = times_inverse(has_fma, h, over_d);
    double_double factor = {right ? 4 * g.high : 4, right ? 4 * g.low : 0};
    quotient = product_of(has_fma, times_inverse(has_fma, quotient, over_d), factor);
    return rounded_product(has_fma, times_inverse(has_fma, quotient, over_d), sum) * e.scale * SCALE_DOWN;
}

/* Floats: y = x n/(n + 2) on both sides; below -109 y is less than half the least of them, from 109 on it is x. */
INLINE double mish_of_float(coefficients c, double furthest, double x)
{
    (void) c;
    double bounded = at_least(-furthest, x);
    plain_exp e = plain_exp_of(at_most(furthest, bounded));
    double h = e.scale + e.scale * e.p, n = h * (2 + h);
    return bounded * (n / (n + 2));
}
FLOAT_KERNEL(mish_float, mish_of_float, 109)

FORWARD_KERNEL_OF_EXP(mish_forward, exp_for_y, mish)
BACKWARD_KERNEL_OF_EXP(mish_backward, exp_for_derivative, mish_derivative)
BACKWARD_KERNEL_OF_EXP(mish_double_backward, exp_of_minus_abs, mish_second_derivative)

const activation lrelu_mish = {
    .name = "mish",
    .formula = "x tanh(log(1 + exp(x)))",
    .slope_from = SLOPE_NONE,
    .coefficients = set_coefficients,
    .forward = mish_forward,
    .forward_float = mish_float,
    .backward = mish_backward,
    .double_backward = mish_double_backward,
    .error = {.y = 1, .first = 1, .second = 3},
};
