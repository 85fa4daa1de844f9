/* gelu: y = x Phi(x), Phi the normal distribution function.
 *
 * Hendrycks & Gimpel (2016), Gaussian error linear units. Phi(-t) is computed for t = |x| with a small relative error
 * down to where it underflows, so the left tail is right too; on the right y = x - x Phi(-x).
 * y' = Phi(x) + x phi(x), y'' = (2 - x^2) phi(x), phi(x) = exp(-x^2/2)/sqrt(2 pi).
 *
 * Error: products and quotients are sums of two doubles where they count, t^2/2 is exact; what is left is u, S and the
 * last rounding. */
#include "../kernel.h"

/* Beyond this x Phi(-x) and all its derivatives are less than half the least subnormal number. */
static void set_coefficients(coefficients *c, double slope)
{
    (void) slope;
    *c = (coefficients){.most = 39};
}

/* exp(-t^2/2) */
INLINE exponential normal_part(int has_fma, double_double square)
{
    return exp_parts(has_fma, -0.5 * square.high, -0.5 * square.low, SCALE_UP);
}

/* S(u) = Phi(-t) exp(t^2/2) (t + 5/4), u = (t - 6)/(t + 6), t in [0, 39]; d is t + 6 */
INLINE double_double tail_polynomial(int has_fma, double d)
{
    double u = (d - 12) / d, u2 = u * u, u4 = u2 * u2, u8 = u4 * u4;
    const double *s = NORMAL_TAIL_S;
#define FOUR(i) ((s[i] + s[i + 1] * u) + (s[i + 2] + s[i + 3] * u) * u2)
    double upper = (FOUR(11) + FOUR(15) * u4) + FOUR(19) * u8;
    double third = (FOUR(3) + FOUR(7) * u4) + upper * u8;
#undef FOUR
    /* Horner's order here: at u = -1 the parts of another are larger than the result. */
    double_double rest = exact_product(has_fma, u, s[1] + u * (s[2] + u * third));
    double high = s[0] + rest.high;
    return (double_double){high, ((s[0] - high) + rest.high) + (rest.low + NORMAL_TAIL_S_LOW)};
}

/* Phi(-t) exp(t^2/2). S is that of t rounded with d; for what t is more, t + 5/4 makes good, times 1.09 because of the
 * slope of S, to 5 % of it. */
INLINE double_double normal_tail(int has_fma, double t)
{
    double d = t + 6, rounded = d - 6;
    double_double denominator = {rounded + 1.25, 1.09 * (t - rounded)};
    return quotient_of(has_fma, tail_polynomial(has_fma, d), denominator);
}

INLINE double gelu(int has_fma, coefficients c, double x)
{
    double t = magnitude(x, c.most);
    double_double tail = normal_tail(has_fma, t);
    exponential e = normal_part(has_fma, exact_square(has_fma, t));
    double high = 1 + e.r;
    double_double exp_part = {high, (e.r - (high - 1)) + e.rest};
    double_double part = product_of(has_fma, tail, exp_part);
    double scaled = t * e.scale;
    double lost = product_plus_small(has_fma, scaled, part.high, scaled * part.low) * SCALE_DOWN;
    double right = x - lost; /* for 0 and NaN too */
    return x < 0 ? -lost : right;
}

/* Phi(-t) - t phi(t) on the left, 1 less that on the right */
INLINE double gelu_derivative(int has_fma, coefficients c, double x)
{
    double t = magnitude(x, c.most);
    double_double tail = normal_tail(has_fma, t);
    exponential e = normal_part(has_fma, exact_square(has_fma, t));
    double p = e.r + e.rest;
    double_double density = exact_product(has_fma, t, -ONE_OVER_SQRT_2PI);
    double sum_low, sum = two_sum(tail.high, density.high, &sum_low);
    sum_low = sum_low + ((tail.low + density.low) - t * ONE_OVER_SQRT_2PI_LOW);
    double left = (sum + (sum * p + (sum_low + sum_low * p))) * e.scale * SCALE_DOWN;
    return x > 0 ? 1 - left : left;
}

/* 2 - x^2 is exact but for its last rounding, so that y'' is right near the square root of 2. */
INLINE double gelu_second_derivative(int has_fma, coefficients c, double x)
{
    double t = magnitude(x, c.most);
    double_double square = exact_square(has_fma, t);
    exponential e = normal_part(has_fma, square);
    double factor = ONE_OVER_SQRT_2PI * ((2 - square.high) - square.low);
    return (factor + factor * (e.r + e.rest)) * e.scale * SCALE_DOWN;
}

/* Floats: t^2 is exact; below -14.5 y is less than half the least of them. At t = 0 what is lost comes out as a little
 * less than t/2: so y of an odd number of the least subnormal floats is rounded to the right side. */
INLINE double gelu_of_float(coefficients c, double furthest, double x)
{
    (void) c;
    double t = at_most(furthest, __builtin_fabs(x));
    plain_exp e = plain_exp_of(-0.5 * (t * t));
    double inverse = 1 / (t + 5), u = 1 - 10 * inverse, u2 = u * u, u4 = u2 * u2, u8 = u4 * u4;
    const double *s = FLOAT_NORMAL_TAIL_S;
#define FOUR(i) ((s[i] + s[i + 1] * u) + (s[i + 2] + s[i + 3] * u) * u2)
    double sum = (FOUR(0) + FOUR(4) * u4) + ((FOUR(8) + FOUR(12) * u4) + (s[16] + s[17] * u) * u8) * u8;
#undef FOUR
    double lost = t * inverse * sum * (e.scale + e.scale * e.p);
    double right = x - lost; /* for 0 too */
    return x < 0 ? -lost : right;
}
FLOAT_KERNEL(gelu_float, gelu_of_float, 14.5)

FORWARD_KERNEL(gelu_forward, gelu)
BACKWARD_KERNEL(gelu_backward, gelu_derivative)
BACKWARD_KERNEL(gelu_double_backward, gelu_second_derivative)

const activation lrelu_gelu = {
    .name = "gelu",
    .formula = "x Phi(x)",
    .letters = "Phi the normal distribution function",
    .slope_from = SLOPE_NONE,
    .coefficients = set_coefficients,
    .forward = gelu_forward,
    .forward_float = gelu_float,
    .backward = gelu_backward,
    .double_backward = gelu_double_backward,
    .error = {.y = 1.5, .first = 2, .second = 3},
};
