/* silu, also called swish: y = x s, s = 1/(1 + exp(-x)) the logistic function.
 *
 * Elfwing, Uchibe & Doya (2017), Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning. y' = s (1 + x (1 - s)), y'' = s (1 - s) (2 + x (1 - 2 s)).
 *
 * Error: see logistic.h. */
#include "../kernel.h"
#include "../logistic.h"

static void set_coefficients(coefficients *c, double slope)
{
    (void) slope;
    *c = (coefficients){.least = -760, .most = 36.7}; /* exp(36.7) is nearly 2^53: see logistic.h */
}

INLINE double silu(int has_fma, coefficients c, double x, exponential e)
{
    double y = times_logistic(has_fma, bounded_for_y(c, x), e);
    return x <= c.most ? y : x;
}

INLINE double silu_derivative(int has_fma, coefficients c, double x, exponential e)
{
    double bounded = bounded_for_derivative(c, x);
    double y = times_logistic_derivative(has_fma, (double_double){bounded, 0}, e);
    return x <= bounded ? y : 1;
}

/* y'' is the same for -x */
INLINE double silu_second_derivative(int has_fma, coefficients c, double x, exponential e)
{
    return times_logistic_second_derivative(has_fma, 2, (double_double){-magnitude(x, -c.least), 0}, e);
}

/* Floats: below -109 y is less than half the least of them, from 109 on it is x. */
INLINE double silu_of_float(coefficients c, double furthest, double x)
{
    (void) c;
    double bounded = at_least(-furthest, x);
    plain_exp e = plain_exp_of(-at_most(furthest, bounded));
    return bounded / (one_beside_exp(x) + (e.scale + e.scale * e.p));
}
FLOAT_KERNEL(silu_float, silu_of_float, 109)

FORWARD_KERNEL_OF_EXP(silu_forward, exp_for_y, silu)
BACKWARD_KERNEL_OF_EXP(silu_backward, exp_for_derivative, silu_derivative)
BACKWARD_KERNEL_OF_EXP(silu_double_backward, exp_of_minus_abs, silu_second_derivative)

const activation lrelu_silu = {
    .name = "silu",
    .formula = "x/(1 + exp(-x))",
    .slope_from = SLOPE_NONE,
    .coefficients = set_coefficients,
    .forward = silu_forward,
    .forward_float = silu_float,
    .backward = silu_backward,
    .double_backward = silu_double_backward,
    .error = {.y = 1, .first = 1, .second = 2},
};
