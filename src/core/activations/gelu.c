/* gelu: y = x Phi(x), Phi the normal distribution function.
 *
 * Hendrycks & Gimpel (2016), Gaussian error linear units. Phi(-t) is computed for t = |x| with a small relative error
 * down to where it underflows, so the left tail is right too; on the right y = x - x Phi(-x).
 * y' = Phi(x) + x phi(x), y'' = (2 - x^2) phi(x), phi(x) = exp(-x^2/2)/sqrt(2 pi).
 *
 * Error: the leading 17 bits of t, of S and of 1/(t + 5/4) are multiplied exactly, and t^2/2 is split exactly, so that
 * what is left is u (its three roundings, times less than 0.4 for the slope of S), S (its coefficients' rounding,
 * 2^-55), 1 + p and the last product. Worst of 10^6 points in ulp of the bounds that the help states: y 1.8, y' 2.4,
 * y'' 2.8. */
#include "../exp.h"
#include "../kernel.h"

/* Beyond this x Phi(-x) and all its derivatives are less than half the least subnormal number. */
#define FURTHEST 39

/* Phi(-t) 2^SCALE_UP = e.scale (1 + p) (high + low), p = e.r + e.rest, for t in [0, 39]. high has at most 34 bits. */
typedef struct {
    exponential e;
    double high, low;
} normal_tail;

INLINE normal_tail normal_tail_parts(double t)
{
    normal_tail tail;
    double t_head = leading_17_bits(t);
    tail.e = exp_parts(-0.5 * t_head * t_head, -0.5 * (t - t_head) * (t + t_head), SCALE_UP);

    /* One division for both quotients: v is 1/(t + 5/4) but for its relative error, which is then made good. */
    double a = t + 1.25, a_low = t - (a - 1.25);
    double v = 1 / a, u = (t - 6) / (t + 6);
    double error = inverse_error(v, a, a_low);

    double u2 = u * u, u4 = u2 * u2, u8 = u4 * u4;
    const double *s = NORMAL_TAIL_S;
#define FOUR(i) ((s[i] + s[i + 1] * u) + (s[i + 2] + s[i + 3] * u) * u2)
    double upper = (FOUR(8) + FOUR(12) * u4) + (FOUR(16) + (s[20] + s[21] * u + s[22] * u2) * u4) * u8;
    double lower = (s[1] * u + (s[2] + s[3] * u) * u2) + FOUR(4) * u4;
#undef FOUR
    double sum = NORMAL_TAIL_S_LOW + (lower + upper * u8);
    double s_high = leading_17_bits(s[0] + sum), s_low = (s[0] - s_high) + sum;

    double v_head = leading_17_bits(v);
    tail.high = s_high * v_head;
    tail.low = (s_high * (v - v_head) + s_low * v) + tail.high * error;
    return tail;
}

INLINE double gelu(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    normal_tail tail = normal_tail_parts(t);
    double p = tail.e.r + tail.e.rest;
    double head = leading_17_bits(t);
    double exact = head * tail.high, rest = head * tail.low + (t - head) * (tail.high + tail.low);
    double lost = (exact + (exact * p + (rest + rest * p))) * tail.e.scale * SCALE_DOWN;
    double right = x - lost; /* for 0 and NaN too */
    return x < 0 ? -lost : right;
}

INLINE double gelu_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    normal_tail tail = normal_tail_parts(t);
    double p = tail.e.r + tail.e.rest;
    /* Phi(-t) - t phi(t), in units of exp(-t^2/2) */
    double head = leading_17_bits(t);
    double exact = tail.high - head * ONE_OVER_SQRT_2PI_HEAD;
    double sum = exact + (tail.low - (head * ONE_OVER_SQRT_2PI_REST + (t - head) * ONE_OVER_SQRT_2PI));
    double left = (sum + sum * p) * tail.e.scale * SCALE_DOWN;
    return x > 0 ? 1 - left : left;
}

INLINE double gelu_second_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    double head = leading_26_bits(t);
    exponential e = exp_parts(-0.5 * head * head, -0.5 * (t - head) * (t + head), SCALE_UP);
    double p = e.r + e.rest;
    double factor = ONE_OVER_SQRT_2PI * (2 - t * t);
    return (factor + factor * p) * e.scale * SCALE_DOWN;
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
    .coefficients = lrelu_no_coefficients,
    .forward = gelu_forward,
    .forward_float = gelu_float,
    .backward = gelu_backward,
    .double_backward = gelu_double_backward,
    .error = {.y = {.ulp = 2, .subnormal = 1},
              .first = {.ulp = 3, .subnormal = 1},
              .second = {.ulp = 4, .subnormal = 1}},
};
