/* selu: y = lambda x for x > 0, lambda alpha expm1(x) elsewhere; y' = lambda alpha exp(x) = y + lambda alpha and
 * y'' = lambda alpha exp(x) there.
 *
 * Klambauer, Unterthiner, Mayr & Hochreiter (2017), Self-normalizing neural networks; lambda and alpha from its
 * appendix, with the product in two doubles. The derivative at 0 is that of x <= 0.
 *
 * Error: see exp_linear.h; at x > 0 a third of an ulp is lambda's own rounding. */
#include "../exp_linear.h"
#include "../kernel.h"

static void set_coefficients(coefficients *c, double slope)
{
    (void) slope;
    exp_linear_coefficients(c, SELU_LAMBDA_ALPHA, SELU_LAMBDA_ALPHA_LOW, SELU_LAMBDA);
}

FLOAT_KERNEL(selu_float, exp_linear_of_float, FLOAT_EXPM1_LEAST)

FORWARD_KERNEL_OF_EXP(selu_forward, exp_above_least, exp_linear)
BACKWARD_KERNEL_OF_EXP(selu_backward, exp_of_negative, exp_linear_derivative)
BACKWARD_KERNEL_OF_EXP(selu_double_backward, exp_of_negative, exp_linear_second_derivative)
BACKWARD_KERNEL(selu_from_out, exp_linear_derivative_of_out)

const activation lrelu_selu = {
    .name = "selu",
    .formula = "lambda x",
    .otherwise = "lambda alpha (exp(x) - 1)",
    .letters = "lambda 1.0507010, alpha 1.6732632",
    .slope_from = SLOPE_NONE,
    .coefficients = set_coefficients,
    .forward = selu_forward,
    .forward_float = selu_float,
    .backward = selu_backward,
    .double_backward = selu_double_backward,
    .from_out = selu_from_out,
    .error = {.y = 1, .first = 1, .second = 1},
};
