/* mish: y = x tanh(log1p(exp(x))) = x n/(n + 2), n = e (e + 2), e = exp(x).
 *
 * Misra (2019), Mish: a self regularized non-monotonic activation function. In g = exp(-|x|), so that nothing
 * overflows, and with D = 1 + 2 g + 2 g^2 where x > 0, D = 2 + 2 g + g^2 elsewhere:
 *     x > 0: y = x (1 - 2 g^2/D)        t' = 4 g^2 (1 + g)/D^2    t'' = 4 g^2 (2 g^3 + 2 g^2 - 3 g - 2)/D^3
 *     else:  y = x g (2 + g)/D          t' = 4 g (1 + g)/D^2      t'' = 4 g (2 + 2 g - 3 g^2 - 2 g^3)/D^3
 * for t = y/x, y' = t + x t', y'' = 2 t' + x t''.
 *
 * Error: the roundings of g, D and the quotient count for at most 2/5 on the right; near 0, where they count for more,
 * y/x is 3/5 and a small fraction. The derivatives take 1/D with its own error, and sum up their numerators with the
 * rounding errors. Worst of 10^6 points in ulp of the bounds that the help states: y 1.9, y' 2.8, y'' 3.8. */
#include "../exp.h"
#include "../kernel.h"

/* Beyond this x exp(-|x|) is 0. */
#define FURTHEST 760

/* Below this k = 0. */
#define NEAR 0.3465

/* 3/5 less the double 0.6 */
#define THREE_FIFTHS_LOW 0x1.999999999999ap-56

INLINE double mish(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    exponential e = exp_parts(-t, 0, SCALE_UP);
    double p = e.r + e.rest;
    double s = e.scale * SCALE_DOWN;
    double g = s + s * p;

    /* 1 - y/x on the right, 1 - y/(x g) on the left */
    double b = 1 + g;
    double q = x > 0 ? 2 * g : b;
    double far_numerator = g * q, far_denominator = 1 + b * q;

    /* Near 0 these would lose digits: there y/x = 3/5 + p (8/5 + 2 p/5)/D on the left,
     * 3/5 - p (8/5 + 6 p/5)/D on the right. */
    double linear = x > 0 ? -1.6 : 1.6, square = x > 0 ? -1.2 : 0.4;
    double near_numerator = p * (linear + square * p);
    double fraction = (t < NEAR ? near_numerator : far_numerator) / far_denominator;

    double middle = x * (0.6 + (THREE_FIFTHS_LOW + fraction));
    double right = x - t * fraction; /* t, as Inf times 0 is NaN */
    double shortfall = e.r - (fraction - (e.rest - fraction * p));
    double left = -(t + t * shortfall) * e.scale * SCALE_DOWN;
    double far = x > 0 ? right : left;
    double y = t < NEAR ? middle : far;
    return x != x ? x : y;
}

/* What both derivatives need: scale = s 2^SCALE_UP, g + g_low = s (1 + p), q + q_low = g - 1,
 * and 1/D = inverse (1 + error). */
typedef struct {
    double scale, s, p;
    double g, g_low;
    double q, q_low;
    double inverse, error;
} mish_parts;

INLINE mish_parts mish_parts_of(double x)
{
    mish_parts m;
    exponential e = exp_parts(-magnitude(x, FURTHEST), 0, SCALE_UP);
    m.scale = e.scale;
    m.s = e.scale * SCALE_DOWN;
    m.p = e.r + e.rest;
    double part = m.s * m.p, part_low = m.s * ((e.r - m.p) + e.rest);
    m.g = m.s + part;
    m.g_low = ((m.s - m.g) + part) + part_low;
    m.q = two_sum(m.s - 1, part, &m.q_low);
    m.q_low = m.q_low + part_low;

    double whole = x > 0 ? 1 : 2, squares = x > 0 ? 2 : 1;
    double rest = m.g * (2 + squares * m.g);
    double d_low, d = two_sum(whole, rest, &d_low);
    d_low = d_low + 2 * m.g_low * (1 + squares * m.g);
    m.inverse = 1 / d;
    m.error = inverse_error(m.inverse, d, d_low);
    return m;
}

INLINE double mish_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    mish_parts m = mish_parts_of(x);
    double g = m.g, p = m.p;
    double square = m.inverse * m.inverse;

    /* left: y' = 4 g (1 - t + g (6 - 4 t + g (4 + g))/4)/D^2 */
    double first_low, second_low;
    double numerator = two_sum(two_sum(1, -t, &first_low), 0.25 * g * ((6 - 4 * t) + g * (4 + g)), &second_low);
    double quotient = 4 * numerator * square;
    double lost = 2 * m.error * quotient + 4 * (first_low + second_low) * square;
    double correction = quotient * p + (lost + lost * p);
    double left = (quotient + correction) * m.scale * SCALE_DOWN;

    /* right: y' = 1 - g^2 (2 D - 4 x (1 + g))/D^2 */
    double right = 1 - g * g * (2 * m.inverse - 4 * t * (1 + g) * square);

    /* near 0: t + x t', t = 3/5 + q (8/5 + 2 q/5)/D on the left, 3/5 - q (8/5 + 6 q/5)/D on the right */
    double q = m.q;
    double linear = x > 0 ? -1.6 : 1.6, squares = x > 0 ? -1.2 : 0.4;
    double once_more = x > 0 ? g : 1;
    double fraction = q * (linear + squares * q) * m.inverse, change = x * (4 * g * (1 + g) * square * once_more);
    double rest = fraction + change;
    double near = 0.6 + (rest + (THREE_FIFTHS_LOW + m.error * (rest + change)));

    double far = x > 0 ? right : left;
    return t < 0.45 ? near : far;
}

/* y'' = 8 g N/D^3 on the left, 8 g^2 N/D^3 on the right, where with v = g
 *     left: N = 2 - t + v (4 - t + v (3 + 3 t/2 + v (1 + t)))
 *     right: N = 1 - t + v (3 - 3 t/2 + v (4 + t + v (2 + t)))
 * and near 0, so that the larger part is exact, with v = g - 1
 *     left: N = 10 + t/2 + v (13 + 5 t + v (6 + 9 t/2 + v (1 + t)))
 *     right: N = 10 - t/2 + v (17 + 7 t/2 + v (10 + 4 t + v (2 + t))) */
INLINE double mish_second_derivative(int has_fma, coefficients c, double x)
{
    (void) has_fma, (void) c;
    double t = magnitude(x, FURTHEST);
    mish_parts m = mish_parts_of(x);
    double p = m.p;
    int right = x > 0, near = t < 0.6;
    double v = near ? m.q : m.g, v_low = near ? m.q_low : m.g_low;
    /* N = whole + a t + v (b + c t + v (d + v e)); whole, a t and nearly all of v b are exact */
    double near_a = right ? -0.5 : 0.5, near_b = right ? 17 : 13, near_c = right ? 3.5 : 5;
    double far_whole = right ? 1 : 2, far_b = right ? 3 : 4, far_c = right ? -1.5 : -1;
    double near_d = right ? 10 + 4 * t : 6 + 4.5 * t, far_d = right ? 4 + t : 3 + 1.5 * t;
    double whole = near ? 10 : far_whole;
    double a = near ? near_a : -1, b = near ? near_b : far_b, slope = near ? near_c * t : far_c * t;
    double d = near ? near_d : far_d, e = right ? 2 + t : 1 + t;

    double head = leading_26_bits(v);
    double first_low, second_low, third_low;
    double rest = b * (v - head) + v * (slope + v * (d + v * e));
    double numerator = two_sum(two_sum(two_sum(whole, a * t, &first_low), b * head, &second_low), rest, &third_low);
    double low = (first_low + second_low + third_low) + v_low * (b + slope + v * (2 * d + v * (3 * e)));
    double square = m.inverse * m.inverse, inverse_head = leading_26_bits(m.inverse);
    double inverse_low = m.inverse - inverse_head;
    double square_low =
        ((inverse_head * inverse_head - square) + 2 * inverse_head * inverse_low) + inverse_low * inverse_low;
    double cube = square * m.inverse;
    double quotient = 8 * numerator * cube;
    double lost = 3 * m.error * quotient + 8 * (low * cube + numerator * square_low * m.inverse);
    double powers = right ? p * (2 + p) : p; /* (1 + p)^2 or 1 + p, less 1 */
    double sum = quotient + (quotient * powers + (lost + lost * powers));
    double last = right ? sum * m.s : sum;
    return last * m.scale * SCALE_DOWN;
}

/* Floats: y = x n/(n + 2) on both sides; below -109 y is less than half the least of them, from 109 on it is x. */
INLINE double mish_of_float(coefficients c, double furthest, double x)
{
    (void) c;
    double bounded = at_least(-furthest, x);
    plain_exp e = plain_exp_of(at_most(furthest, bounded));
    double h = e.scale + e.scale * e.p, n = h * (2 + h);
    return bounded * (n / (n + 2));
}
FLOAT_KERNEL(mish_float, mish_of_float, 109)

FORWARD_KERNEL(mish_forward, mish)
BACKWARD_KERNEL(mish_backward, mish_derivative)
BACKWARD_KERNEL(mish_double_backward, mish_second_derivative)

const activation lrelu_mish = {
    .name = "mish",
    .formula = "x tanh(log(1 + exp(x)))",
    .slope_from = SLOPE_NONE,
    .coefficients = lrelu_no_coefficients,
    .forward = mish_forward,
    .forward_float = mish_float,
    .backward = mish_backward,
    .double_backward = mish_double_backward,
    .error = {.y = {.ulp = 2, .subnormal = 1},
              .first = {.ulp = 3, .subnormal = 1},
              .second = {.ulp = 4, .subnormal = 1}},
};
