/* silu, also called swish: y = x s, s = 1/(1 + exp(-x)) the logistic function.
 *
 * Elfwing, Uchibe & Doya (2017), Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning. y' = s + x s (1 - s), y'' = s (1 - s) (2 + x (1 - 2 s)). In g = exp(-|x|), so that nothing
 * overflows:
 *     x > 0: y = x/(1 + g)      y' = (1 + g (1 + x))/(1 + g)^2
 *     else:  y = x g/(1 + g)    y' = g (1 + g + x)/(1 + g)^2
 *     both:  y'' = g (2 - |x| + g (2 + |x|))/(1 + g)^3
 *
 * Error: g, 1/(1 + g) and the products are kept with their rounding errors, so that most of the error is the last
 * rounding. Worst of 10^6 points in ulp of the bounds that the help states: y 0.85, y' 1.6, y'' 2.1. */
#include "../exp.h"
#include "../kernel.h"

/* Beyond this x exp(-|x|) is 0. */
#define FURTHEST 760

/* g + g_low = s (1 + p + p_low), scale = s 2^SCALE_UP, 1/(1 + g) = inverse (1 + error) */
typedef struct {
    double scale, p, p_low, g, g_low;
    double inverse, error;
} logistic_parts;

INLINE logistic_parts logistic_parts_of(double t)
{
    logistic_parts l;
    exponential e = exp_parts(-t, 0, SCALE_UP);
    l.scale = e.scale;
    l.p = e.r + e.rest;
    l.p_low = (e.r - l.p) + e.rest;
    double s = e.scale * SCALE_DOWN, part = s * l.p;
    l.g = s + part;
    l.g_low = ((s - l.g) + part) + s * l.p_low;
    double d = 1 + l.g, d_low = (l.g - (d - 1)) + l.g_low;
    l.inverse = 1 / d;
    l.error = inverse_error(l.inverse, d, d_low);
    return l;
}

INLINE double silu(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    logistic_parts l = logistic_parts_of(t);
    /* the numerator: x on the right, x (1 + p) on the left, where y is still to be scaled */
    double bounded = __builtin_copysign(t, x), part = bounded * l.p;
    double sum = bounded + part;
    double sum_low = ((bounded - sum) + part) + bounded * l.p_low;
    double n = x > 0 ? bounded : sum, n_low = x > 0 ? 0 : sum_low;
    double quotient = n * l.inverse, quotient_low = product_error(has_fma, n, l.inverse, quotient);
    double corrected = quotient + (quotient_low + (n_low * l.inverse + quotient * l.error));
    double y = t < 0x1p-900 ? quotient : corrected; /* which keeps the sign of 0 */
    double scaled = y * l.scale * SCALE_DOWN;
    double near = x > 0 ? y : scaled;
    return x > 40 || x != x ? x : near;
}

INLINE double silu_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    logistic_parts l = logistic_parts_of(t);
    double square = l.inverse * l.inverse;
    double square_low = product_error(has_fma, l.inverse, l.inverse, square) + 2 * l.error * square;
    double first_low, second_low;
    double numerator = two_sum(two_sum(1, -t, &first_low), l.g, &second_low);
    double quotient = numerator * square;
    double lost = product_error(has_fma, numerator, square, quotient)
                  + (numerator * square_low + (first_low + second_low) * square);
    double left = (quotient + (quotient * l.p + (lost + (lost * l.p + quotient * l.p_low)))) * l.scale * SCALE_DOWN;
    double right = l.inverse + (l.inverse * l.error + l.g * t * square);
    return x > 0 ? right : left;
}

INLINE double silu_second_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    logistic_parts l = logistic_parts_of(t);
    double square = l.inverse * l.inverse, cube = square * l.inverse;
    double cube_low = product_error(has_fma, l.inverse, l.inverse, square) * l.inverse
                      + product_error(has_fma, square, l.inverse, cube);
    double first_low, second_low;
    double product = l.g * (2 + t), product_low = product_error(has_fma, l.g, 2 + t, product) + l.g_low * (2 + t);
    double numerator = two_sum(two_sum(2, -t, &first_low), product, &second_low);
    double quotient = numerator * cube;
    double low = first_low + second_low + product_low;
    double lost = numerator * cube_low + low * cube + 3 * l.error * quotient;
    return (quotient + (quotient * l.p + (lost + lost * l.p))) * l.scale * SCALE_DOWN;
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

FORWARD_KERNEL(silu_forward, silu)
BACKWARD_KERNEL(silu_backward, silu_derivative)
BACKWARD_KERNEL(silu_double_backward, silu_second_derivative)

const activation lrelu_silu = {
    .name = "silu",
    .formula = "x/(1 + exp(-x))",
    .slope_from = SLOPE_NONE,
    .coefficients = lrelu_no_coefficients,
    .forward = silu_forward,
    .forward_float = silu_float,
    .backward = silu_backward,
    .double_backward = silu_double_backward,
    .error = {.y = {.ulp = 1, .subnormal = 1},
              .first = {.ulp = 2, .subnormal = 1},
              .second = {.ulp = 3, .subnormal = 1}},
};
