/* gelu_tanh: y = x (1 + tanh u)/2, u = sqrt(2/pi) (x + 0.044715 x^3), the approximation of gelu in
 * Hendrycks & Gimpel (2016), Gaussian error linear units.
 *
 * (1 + tanh u)/2 is the logistic function of w = 2 u: so, nothing cancels in the left tail. With s = logistic(w):
 *     y' = s + x w' s (1 - s)        y'' = s (1 - s) (2 w' + x (w'' + w'^2 (1 - 2 s)))
 *
 * Error: w and its derivatives are sums of two doubles, as the last bit of w alone would cost |w| ulp of the result;
 * for the rest see logistic.h. */
#include "../kernel.h"
#include "../logistic.h"

/* Below -22 s underflows; exp(w) is nearly 2^53 at 7.088: see logistic.h. */
static void set_coefficients(coefficients *c, double slope)
{
    (void) slope;
    *c = (coefficients){.least = -22, .most = 7.088};
}

INLINE exponential exp_of_w(int has_fma, double x)
{
    const double_double b = {GELU_TANH_B, GELU_TANH_B_LOW};
    double_double sum = whole_plus(GELU_TANH_A_HEAD, product_of(has_fma, b, exact_square(has_fma, x)));
    sum.low = sum.low + GELU_TANH_A_REST;
    double_double w = multiple_of(has_fma, x, sum);
    return exp_parts(has_fma, w.high, w.low, SCALE_UP);
}

INLINE exponential exp_of_w_for_y(int has_fma, coefficients c, double x)
{
    return exp_of_w(has_fma, bounded_for_y(c, x));
}

INLINE double gelu_tanh(int has_fma, coefficients c, double x, exponential e)
{
    double y = times_logistic(has_fma, bounded_for_y(c, x), e);
    return x <= c.most ? y : x;
}

INLINE exponential exp_of_w_for_derivative(int has_fma, coefficients c, double x)
{
    return exp_of_w(has_fma, bounded_for_derivative(c, x));
}

/* w' = a + 3 b x^2, but for the rounding of one product */
INLINE double_double slope_of_w(int has_fma, double x)
{
    double_double square = exact_square(has_fma, x);
    double low = GELU_TANH_A_REST + (GELU_TANH_3B * square.low + GELU_TANH_3B_LOW * square.high);
    return whole_plus(GELU_TANH_A_HEAD, (double_double){GELU_TANH_3B * square.high, low});
}

INLINE double gelu_tanh_derivative(int has_fma, coefficients c, double x, exponential e)
{
    double bounded = bounded_for_derivative(c, x);
    double_double change = multiple_of(has_fma, bounded, slope_of_w(has_fma, bounded));
    double y = times_logistic_derivative(has_fma, change, e);
    return x <= bounded ? y : 1;
}

/* y'' is the same for -x */
INLINE exponential exp_of_minus_abs_w(int has_fma, coefficients c, double x)
{
    return exp_of_w(has_fma, -magnitude(x, -c.least));
}

/* 2 w' + x w'' = 2 a + 12 b x^2 */
INLINE double gelu_tanh_second_derivative(int has_fma, coefficients c, double x, exponential e)
{
    double bounded = -magnitude(x, -c.least);
    double_double slope = slope_of_w(has_fma, bounded), change = multiple_of(has_fma, bounded, slope);
    double_double square = product_of(has_fma, change, slope);
    double linear = 2 * GELU_TANH_A + 12 * GELU_TANH_B * (bounded * bounded);
    return times_logistic_second_derivative(has_fma, linear, square, e);
}

/* Floats: t^2 is exact; below -10.9 y is less than half the least of them, from 10.9 on it is x. */
INLINE double gelu_tanh_of_float(coefficients c, double furthest, double x)
{
    (void) c;
    double bounded = at_least(-furthest, x), t = at_most(furthest, bounded);
    plain_exp e = plain_exp_of(-t * (GELU_TANH_A + GELU_TANH_B * (t * t)));
    return bounded / (one_beside_exp(x) + (e.scale + e.scale * e.p));
}
FLOAT_KERNEL(gelu_tanh_float, gelu_tanh_of_float, 10.9)

FORWARD_KERNEL_OF_EXP(gelu_tanh_forward, exp_of_w_for_y, gelu_tanh)
BACKWARD_KERNEL_OF_EXP(gelu_tanh_backward, exp_of_w_for_derivative, gelu_tanh_derivative)
BACKWARD_KERNEL_OF_EXP(gelu_tanh_double_backward, exp_of_minus_abs_w, gelu_tanh_second_derivative)

const activation lrelu_gelu_tanh = {
    .name = "gelu_tanh",
    .formula = "x (1 + tanh(u))/2",
    .letters = "u = sqrt(2/pi) (x + 0.044715 x^3)",
    .slope_from = SLOPE_NONE,
    .coefficients = set_coefficients,
    .forward = gelu_tanh_forward,
    .forward_float = gelu_tanh_float,
    .backward = gelu_tanh_backward,
    .double_backward = gelu_tanh_double_backward,
    .error = {.y = 1, .first = 2, .second = 3},
};
