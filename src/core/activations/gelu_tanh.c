/* gelu_tanh: y = x (1 + tanh u)/2, u = sqrt(2/pi) (x + 0.044715 x^3), the approximation of gelu in
 * Hendrycks & Gimpel (2016), Gaussian error linear units.
 *
 * (1 + tanh u)/2 is the logistic function of w = 2 u: so, nothing cancels in the left tail. With s = logistic(w):
 *     y' = s + x w' s (1 - s)        y'' = s (1 - s) (2 w' + x (w'' + w'^2 (1 - 2 s)))
 *
 * Error: w is kept as a sum of two doubles, or its last bit would cost abs(w) ulp of the result. */
#include "../exp.h"
#include "../kernel.h"

/* Beyond this the logistic function of w is 0 or 1. */
#define FURTHEST 30

/* What the function and its derivatives need: 1 + p and scale make g = exp(-|w|); 1/(1 + g) = inverse (1 + error). */
typedef struct {
    double scale, p, g;
    double inverse, error;
    double square, square_low; /* b t^2 */
} tanh_parts;

INLINE tanh_parts tanh_parts_of(double t)
{
    tanh_parts parts;
    /* w = t (a + b t^2): the leading bits of each product exactly, the rest rounded */
    double head = leading_26_bits(t);
    double square = head * head, square_low = (t - head) * (t + head);
    double square_head = leading_26_bits(square);
    parts.square = GELU_TANH_B_HEAD * square_head;
    parts.square_low =
        GELU_TANH_B_HEAD * ((square - square_head) + square_low) + GELU_TANH_B_REST * (square + square_low);
    double sum_low, sum = two_sum(GELU_TANH_A, parts.square, &sum_low);
    sum_low = sum_low + (parts.square_low + GELU_TANH_A_LOW);
    double sum_head = leading_26_bits(sum);
    double exact = head * sum_head, rest = head * ((sum - sum_head) + sum_low) + (t - head) * (sum + sum_low);
    double w = exact + rest, w_low = (exact - w) + rest;

    double bounded = w < 760 ? w : 760;
    exponential e = exp_parts(-bounded, -w_low, SCALE_UP);
    parts.scale = e.scale;
    parts.p = e.r + e.rest;
    double s = e.scale * SCALE_DOWN, part = s * parts.p;
    parts.g = s + part;
    double d = 1 + parts.g;
    double d_low = (parts.g - (d - 1)) + ((s - parts.g) + part);
    parts.inverse = 1 / d;
    parts.error = inverse_error(parts.inverse, d, d_low);
    return parts;
}

INLINE double gelu_tanh(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    tanh_parts parts = tanh_parts_of(t);
    double right = x * parts.inverse + t * parts.inverse * parts.error; /* t, as Inf times 0 is NaN */
    double logistic = parts.inverse + parts.inverse * (parts.p + parts.error * (1 + parts.p));
    double left = -(t * parts.scale * logistic) * SCALE_DOWN;
    double y = x > 0 ? right : left;
    return x == 0 || x != x ? x : y;
}

/* left: y' = g (1 + g - t w')/(1 + g)^2;  right: y' = 1/(1 + g) + g t w'/(1 + g)^2;  w' = a + 3 b x^2 */
INLINE double gelu_tanh_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    tanh_parts parts = tanh_parts_of(t);
    double p = parts.p, g = parts.g;
    double slope_low, slope = two_sum(GELU_TANH_A, 3 * parts.square, &slope_low);
    slope_low = slope_low + (3 * parts.square_low + GELU_TANH_A_LOW);
    double head = leading_26_bits(t), slope_head = leading_26_bits(slope);
    double exact = head * slope_head;
    double rest = head * ((slope - slope_head) + slope_low) + (t - head) * slope;

    double square = parts.inverse * parts.inverse;
    double numerator = (1 - exact) + (g - rest);
    double quotient = numerator * square;
    double left = (quotient + quotient * (p + 2 * parts.error * (1 + p))) * parts.scale * SCALE_DOWN;
    double right = parts.inverse + (parts.inverse * parts.error + g * (exact + rest) * square);
    return x > 0 ? right : left;
}

/* y'' = g (2 w' + t (w'' - w'^2 (1 - g)/(1 + g)))/(1 + g)^2, w'' = 6 b t, on both sides: logistic(-w) = 1 - s */
INLINE double gelu_tanh_second_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    tanh_parts parts = tanh_parts_of(t);
    double p = parts.p, g = parts.g;
    double rest = 3 * parts.square + (3 * parts.square_low + GELU_TANH_A_LOW);
    double slope = GELU_TANH_A + rest;
    double ratio = (1 - g) * parts.inverse;
    double sum = 2 * slope + (6 * (parts.square + parts.square_low) - t * (slope * slope * ratio));
    double quotient = sum * (parts.inverse * parts.inverse);
    return (quotient + quotient * (p + 2 * parts.error * (1 + p))) * parts.scale * SCALE_DOWN;
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

FORWARD_KERNEL(gelu_tanh_forward, gelu_tanh)
BACKWARD_KERNEL(gelu_tanh_backward, gelu_tanh_derivative)
BACKWARD_KERNEL(gelu_tanh_double_backward, gelu_tanh_second_derivative)

const activation lrelu_gelu_tanh = {
    .name = "gelu_tanh",
    .formula = "x (1 + tanh(u))/2",
    .letters = "u = sqrt(2/pi) (x + 0.044715 x^3)",
    .slope_from = SLOPE_NONE,
    .coefficients = lrelu_no_coefficients,
    .forward = gelu_tanh_forward,
    .forward_float = gelu_tanh_float,
    .backward = gelu_tanh_backward,
    .double_backward = gelu_tanh_double_backward,
    .error = {.y = {.ulp = 3, .of_u = 4},
              .first = {.ulp = 3, .of_u = 4, .subnormal = 1},
              .second = {.ulp = 4, .of_u = 8, .subnormal = 1}},
};
