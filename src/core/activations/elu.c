/* elu: y = x for x > 0, slope expm1(x) elsewhere; y' = slope exp(x) = y + slope and y'' = slope exp(x) there.
 *
 * Clevert, Unterthiner & Hochreiter (2015), Fast and accurate deep network learning by exponential linear units. The
 * derivative at 0 is that of x <= 0.
 *
 * Error: see exp_linear.h. */
#include "../exp_linear.h"
#include "../kernel.h"
#include "../rectifier.h"

static void set_coefficients(coefficients *c, double slope)
{
    exp_linear_coefficients(c, slope, 0, 1);
}

FLOAT_KERNEL(elu_bent_float, exp_linear_of_float, FLOAT_EXPM1_LEAST)

FORWARD_KERNEL_OF_EXP(elu_bent_forward, exp_above_least, exp_linear)
BACKWARD_KERNEL_OF_EXP(elu_bent_backward, exp_of_negative, exp_linear_derivative)
BACKWARD_KERNEL_OF_EXP(elu_double_backward, exp_of_negative, exp_linear_second_derivative)
BACKWARD_KERNEL(elu_bent_from_out, exp_linear_derivative_of_out)

/* With slope 0 elu is relu, which makes -0 of -Inf, and 0 of an infinite gradient. */
static void elu_forward(KERNEL_PARAMETERS)
{
    kernel *forward = c->slope == 0 ? lrelu_rectifier_forward : elu_bent_forward;
    forward(c, slopes, x, grad, y, n);
}

static void elu_float(FLOAT_PARAMETERS)
{
    float_kernel *forward = c->slope == 0 ? lrelu_rectifier_forward_float : elu_bent_float;
    forward(c, slopes, x, y, n);
}

static void elu_backward(KERNEL_PARAMETERS)
{
    kernel *backward = c->slope == 0 ? lrelu_rectifier_backward : elu_bent_backward;
    backward(c, slopes, x, grad, y, n);
}

static void elu_from_out(KERNEL_PARAMETERS)
{
    kernel *backward = c->slope == 0 ? lrelu_rectifier_backward : elu_bent_from_out;
    backward(c, slopes, x, grad, y, n);
}

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
    .error = {.y = 1, .first = 1, .second = 1},
};
