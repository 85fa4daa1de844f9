/* celu: y = x for x > 0, slope expm1(x/slope) elsewhere, slope > 0; y' = exp(x/slope) = y/slope + 1 and
 * y'' = exp(x/slope)/slope there.
 *
 * Barron (2017), Continuously differentiable exponential linear units; his alpha is the slope here. The derivative at 0
 * is 1 from either side, the second derivative there is that of x <= 0.
 *
 * Error: x/slope is known with its remainder; for the rest see exp_linear.h. The worst of 3 million points was off by
 * 0.91 ulp. */
#include "../exp_linear.h"
#include "../kernel.h"

static void set_coefficients(coefficients *c, double slope)
{
    exp_linear_coefficients(c, slope, 0, 1);
    c->linear_above = -0x1p-60 * slope;
}

/* x/slope in two doubles, or `least` where that is more */
INLINE double_double ratio_of(int has_fma, coefficients c, double x, double least)
{
    double over_slope = 1 / c.scaled, scaled_x = x * (1 / c.unit);
    double z = scaled_x * over_slope;
    double z_low = remainder_of(has_fma, scaled_x, z, c.scaled) * over_slope;
    int is_inside = z > least;
    return (double_double){is_inside ? z : least, is_inside ? z_low : 0};
}

INLINE exponential exp_above_least_ratio(int has_fma, coefficients c, double x)
{
    return exp_parts(has_fma, ratio_of(has_fma, c, x, c.least).high, 0, 0);
}

/* expm1(z + z_low) = expm1(z) + z_low exp(z), as far as can be seen; that term is small enough to be added to the error
 * of the product, where its rounding does not count. */
INLINE double celu(int has_fma, coefficients c, double x, exponential e)
{
    double_double ratio = ratio_of(has_fma, c, x, c.least), part = expm1_of(has_fma, e);
    double product = c.scaled * part.high;
    double rest = product_error(has_fma, c.scaled, part.high, product) + c.scaled * ratio.low * (1 + part.high);
    double bent = (product + (c.scaled * part.low + rest)) * c.unit;
    return x < c.linear_above ? bent : x;
}

INLINE exponential exp_of_any_ratio(int has_fma, coefficients c, double x)
{
    double_double ratio = ratio_of(has_fma, c, x, -760);
    return exp_parts(has_fma, ratio.high, ratio.low, SCALE_UP);
}

INLINE double celu_derivative(int has_fma, coefficients c, double x, exponential e)
{
    (void) has_fma, (void) c;
    double left = (1 + (e.r + e.rest)) * e.scale * SCALE_DOWN;
    return x <= 0 ? left : 1;
}

/* Where x/slope < -760 it is 0, though with a tiny slope it could be told from 0.
 * With a slope below 2^-1024 it overflows near 0. */
INLINE double celu_second_derivative(int has_fma, coefficients c, double x, exponential e)
{
    (void) has_fma;
    double exact = (1 + (e.r + e.rest)) / c.scaled * e.scale * (SCALE_DOWN / c.unit);
    double left = x * (1 / c.unit) * (1 / c.scaled) > -760 ? exact : 0;
    return x <= 0 ? left : 0;
}

/* exp(x/slope) = y/slope + 1 */
INLINE double celu_derivative_of_out(int has_fma, coefficients c, double y)
{
    (void) has_fma;
    double left = y / c.slope + 1;
    return y > 0 ? 1 : left;
}

/* Floats: the error of x/slope is far below what can be seen. Where 1/slope is infinite, 0 times that is NaN. */
INLINE double celu_of_float(coefficients c, double least, double x)
{
    double z = x * (1 / c.slope);
    double bent = plain_expm1(z, least) * c.slope;
    return z < -0x1p-60 ? bent : x;
}
FLOAT_KERNEL(celu_float, celu_of_float, FLOAT_EXPM1_LEAST)

FORWARD_KERNEL_OF_EXP(celu_forward, exp_above_least_ratio, celu)
BACKWARD_KERNEL_OF_EXP(celu_backward, exp_of_any_ratio, celu_derivative)
BACKWARD_KERNEL_OF_EXP(celu_double_backward, exp_of_any_ratio, celu_second_derivative)
BACKWARD_KERNEL(celu_from_out, celu_derivative_of_out)

const activation lrelu_celu = {
    .name = "celu",
    .formula = "x",
    .otherwise = "slope (exp(x/slope) - 1)",
    .slope_from = SLOPE_ARGUMENT,
    .slope_domain = POSITIVE,
    .coefficients = set_coefficients,
    .forward = celu_forward,
    .forward_float = celu_float,
    .backward = celu_backward,
    .double_backward = celu_double_backward,
    .from_out = celu_from_out,
    .error = {.y = 1, .first = 1, .second = 2},
};
