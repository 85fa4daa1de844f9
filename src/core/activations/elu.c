/* elu: y = x for x > 0, slope expm1(x) elsewhere; y' = slope exp(x) = y + slope and y'' = slope exp(x) there.
 *
 * Clevert, Unterthiner & Hochreiter (2015), Fast and accurate deep network learning by exponential linear units. The
 * derivative at 0 is that of x <= 0.
 *
 * Error: see exp_linear.h. Worst of 10^7 points, in ulp: y 0.82, y' and y'' 0.78. */
#include "../exp_linear.h"
#include "../kernel.h"

static void set_coefficients(coefficients *c, double slope)
{
    exp_linear_coefficients(c, slope, 0, 1);
}

FLOAT_KERNEL(elu_float, exp_linear_of_float, FLOAT_EXPM1_LEAST)

FORWARD_KERNEL(elu_forward, exp_linear)
BACKWARD_KERNEL(elu_backward, exp_linear_derivative)
BACKWARD_KERNEL(elu_double_backward, exp_linear_second_derivative)
BACKWARD_KERNEL(elu_from_out, exp_linear_derivative_of_out)

const activation lrelu_elu = {
    .name = "elu",
    .formula = "x",
    .otherwise = "slope (exp(x) - 1)",
    .slope_from = SLOPE_ARGUMENT,
    .coefficients = set_coefficients,
    .forward = elu_forward,
    .forward_float = elu_float,
    .backward = elu_backward,
    .double_backward = elu_double_backward,
    .from_out = elu_from_out,
    .error = {.y = {.ulp = 1}, .first = {.ulp = 1, .subnormal = 1}, .second = {.ulp = 1, .subnormal = 1}},
};
