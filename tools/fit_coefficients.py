#!/usr/bin/env python3
"""Fit the polynomials of src/core and write src/core/constants.h.

    python3 tools/fit_coefficients.py > src/core/constants.h

needs mpmath (Debian: python3-mpmath). Each polynomial interpolates its function at Chebyshev nodes in 320-bit
arithmetic, which is within a small factor of the best polynomial of that degree; the coefficients are then
rounded to double and the relative error of the rounded polynomial is measured and written beside it.
"""

from mpmath import mp, mpf, chebyfit, cos, erfc, exp, expm1, log, pi, polyval, sqrt

mp.prec = 320


def literal(value):
    return float(value).hex()


def defined(name, value):
    """The value as the sum of two doubles."""
    return f"#define {name} {literal(value)}\n#define {name}_LOW {literal(value - mpf(float(value)))}"


def fit(function, low, high, degree):
    """Coefficients of the powers 0 to degree, rounded to double."""
    highest_first = chebyfit(function, [low, high], degree + 1)
    return [float(c) for c in reversed(highest_first)]


def error_bits(approximation, function, low, high, points=2000):
    """log2 of the largest relative error, over Chebyshev-spaced points that avoid an exact 0."""
    worst = mpf(0)
    for i in range(points):
        x = low + (high - low) * (1 - cos(pi * (i + mpf(1) / 3) / points)) / 2
        worst = max(worst, abs(approximation(x) / function(x) - 1))
    return mp.nstr(log(worst, 2), 4)


def table(name, coefficients):
    rows = ",\n".join("    " + literal(c) for c in coefficients)
    return f"static const double {name}[{len(coefficients)}] = {{\n{rows}\n}};"


# expm1(r) = r + r^2/2 + r^3 q(r) for |r| <= ln(2)/2, a little more for the rounding of k
reach = log(2) / 2 * (1 + mpf(2) ** -12)


def expm1_rest(r):
    return (expm1(r) - r - r * r / 2) / r**3


q = fit(expm1_rest, -reach, reach, 9)
q_bits = error_bits(lambda r: r + r * r / 2 + r**3 * polyval(q[::-1], r), expm1, -reach, reach)

# Phi(-t) = exp(-t^2/2) S(u) / (t + 5/4), u = (t - 6)/(t + 6), for 0 <= t <= 39. S is nearly flat at t = 0, where u is
# least exact, because 5/4 is nearly sqrt(pi/2).
furthest = mpf(39 - 6) / (39 + 6)


def scaled_tail(u):
    t = 6 * (1 + u) / (1 - u)
    return erfc(t / sqrt(mpf(2))) / 2 * exp(t * t / 2) * (t + mpf(5) / 4)


s = fit(scaled_tail, mpf(-1), furthest, 22)
s_low = float(scaled_tail(mpf(0)) - s[0])
s_bits = error_bits(lambda u: polyval(s[::-1], u) + s_low, scaled_tail, mpf(-1), furthest)

# ln 2 in two parts: with 42 bits, the product with any exponent k of a double is exact
ln2_high = mp.floor(log(2) * mpf(2) ** 42) / mpf(2) ** 42

normal_density = 1 / sqrt(2 * pi)

# gelu_tanh: 2 u = x (a + b x^2)
tanh_a = 2 * sqrt(2 / pi)
tanh_a_head = mp.floor(tanh_a * mpf(2) ** 25) / mpf(2) ** 25
tanh_b = tanh_a * mpf("0.044715")

alpha = mpf("1.6732632423543772848170429916717")
scale = mpf("1.0507009873554804934193349852946")

# float_kernel.h: expm1(r) = r + r^2 q(r), and the tail of gelu as above, up to where x Phi(-x) is 0 as a float. 2^-46
# is enough there.
def float_expm1_rest(r):
    return (expm1(r) - r) / r**2 if r else mpf(1) / 2


float_q = fit(float_expm1_rest, -reach, reach, 8)
float_q_bits = error_bits(lambda r: r + r**2 * polyval(float_q[::-1], r), expm1, -reach, reach)

float_furthest = (mpf('14.5') - 5) / (mpf('14.5') + 5)


def float_scaled_tail(u):
    t = 5 * (1 + u) / (1 - u)
    return erfc(t / sqrt(mpf(2))) / 2 * exp(t * t / 2) * (t + 5)


float_s = fit(float_scaled_tail, mpf(-1), float_furthest, 17)
float_s_bits = error_bits(lambda u: polyval(float_s[::-1], u), float_scaled_tail, mpf(-1), float_furthest)

print(f"""/* Made by tools/fit_coefficients.py; change that file, not this one. */
#ifndef LEAKYRELU_CONSTANTS_H
#define LEAKYRELU_CONSTANTS_H

#define ONE_OVER_LN2 {literal(1 / log(2))}
#define LN2_HIGH {literal(ln2_high)}
#define LN2_LOW {literal(log(2) - ln2_high)}

/* X + X_LOW is the sum of two doubles. */
{defined("ONE_OVER_SQRT_2PI", normal_density)}

/* gelu_tanh: 2 u = x (a + b x^2), a = 2 sqrt(2/pi), whose head has 26 bits, b = 0.044715 a */
#define GELU_TANH_A {literal(tanh_a)}
#define GELU_TANH_A_HEAD {literal(tanh_a_head)}
#define GELU_TANH_A_REST {literal(tanh_a - tanh_a_head)}
{defined("GELU_TANH_B", tanh_b)}
{defined("GELU_TANH_3B", 3 * tanh_b)}

/* selu: lambda, lambda alpha */
#define SELU_LAMBDA {literal(scale)}
{defined("SELU_LAMBDA_ALPHA", scale * alpha)}

/* expm1(r) = r + r^2/2 + r^3 q(r), |r| <= ln(2)/2: relative error 2^{q_bits} */
{table("EXPM1_Q", q)}

/* Phi(-t) exp(t^2/2) (t + 5/4) = S(u), u = (t - 6)/(t + 6), 0 <= t <= 39: relative error 2^{s_bits} */
{table("NORMAL_TAIL_S", s)}
#define NORMAL_TAIL_S_LOW {literal(s_low)}

/* float kernels */
#define FLOAT_LN2 {literal(log(2))}

/* expm1(r) = r + r^2 q(r), |r| <= ln(2)/2: relative error 2^{float_q_bits} */
{table("FLOAT_EXPM1_Q", float_q)}

/* Phi(-t) exp(t^2/2) (t + 5) = S(u), u = (t - 5)/(t + 5), 0 <= t <= 14.5: relative error 2^{float_s_bits} */
{table("FLOAT_NORMAL_TAIL_S", float_s)}

#endif""")
