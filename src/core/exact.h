/* Sums and products of doubles without their rounding errors, or with these as a second double.
 *
 * Dekker (1971), A floating-point technique for extending the available precision; Knuth, The Art of Computer
 * Programming, volume 2, 4.2.2, for the sum. */
#ifndef LEAKYRELU_EXACT_H
#define LEAKYRELU_EXACT_H

#include "bits.h"
#include "simd.h"

/* a + b = sum + *low exactly (Knuth) */
INLINE double two_sum(double a, double b, double *low)
{
    double sum = a + b;
    double b_part = sum - a;
    *low = (a - (sum - b_part)) + (b - b_part);
    return sum;
}

/* a b + c, where a b is exact: then a fused multiply-add gives the same bits. */
INLINE double exact_product_plus(int has_fma, double a, double b, double c)
{
    return has_fma ? __builtin_fma(a, b, c) : a * b + c;
}

/* The 26 leading bits of x, rounded: 26 bits and a sign are left. */
INLINE double rounded_half(double x)
{
    return double_of((bits_of(x) + UINT64_C(0x4000000)) & UINT64_C(0xfffffffff8000000));
}

/* The 26 leading bits of x: 27 are left. */
INLINE double leading_half(double x)
{
    return double_of(bits_of(x) & UINT64_C(0xfffffffff8000000));
}

/* What a b is more than product, which is a b rounded: exactly, where nothing over- or underflows (Dekker). No partial
 * product has more than 53 bits, and in this order each sum is exact. */
INLINE double product_error(int has_fma, double a, double b, double product)
{
    if (has_fma) return __builtin_fma(a, b, -product);
    double a_head = rounded_half(a), b_head = leading_half(b), a_rest = a - a_head, b_rest = b - b_head;
    return (((a_head * b_head - product) + a_head * b_rest) + a_rest * b_head) + a_rest * b_rest;
}

/* c - a b, where a b is nearly c: rounded once. */
INLINE double remainder_of(int has_fma, double c, double a, double b)
{
    if (has_fma) return __builtin_fma(-a, b, c);
    double product = a * b;
    return (c - product) - product_error(0, a, b, product);
}

/* a b + c, where c is far smaller than a b: rounded nearly once. */
INLINE double product_plus_small(int has_fma, double a, double b, double c)
{
    double product = a * b;
    return product + (product_error(has_fma, a, b, product) + c);
}

/* An unevaluated sum, |low| <= 2^-52 |high| or little more. */
typedef struct {
    double high, low;
} double_double;

INLINE double_double exact_product(int has_fma, double a, double b)
{
    double high = a * b;
    return (double_double){high, product_error(has_fma, a, b, high)};
}

INLINE double_double exact_square(int has_fma, double a)
{
    double high = a * a;
    if (has_fma) return (double_double){high, __builtin_fma(a, a, -high)};
    double head = rounded_half(a), rest = a - head;
    return (double_double){high, ((head * head - high) + 2 * head * rest) + rest * rest};
}

INLINE double_double exact_sum(double a, double b)
{
    double_double sum;
    sum.high = two_sum(a, b, &sum.low);
    return sum;
}

/* a b, to about 2^-104 */
INLINE double_double product_of(int has_fma, double_double a, double_double b)
{
    double_double product = exact_product(has_fma, a.high, b.high);
    product.low = product.low + (a.high * b.low + a.low * b.high);
    return product;
}

INLINE double_double multiple_of(int has_fma, double a, double_double b)
{
    double_double product = exact_product(has_fma, a, b.high);
    product.low = product.low + a * b.low;
    return product;
}

/* a + b, to about 2^-104 of the larger */
INLINE double_double sum_of(double a, double_double b)
{
    double_double sum = exact_sum(a, b.high);
    sum.low = sum.low + b.low;
    return sum;
}

/* whole + b, where whole has so few bits that its last one is no less than the sum's: then whichever is larger, the
 * difference of the sum to it is exact, and half of two_sum() is enough. */
INLINE double_double whole_plus(double whole, double_double b)
{
    double sum = whole + b.high;
    return (double_double){sum, (b.high - (sum - whole)) + b.low};
}

/* a b rounded nearly once */
INLINE double rounded_product(int has_fma, double_double a, double_double b)
{
    return product_plus_small(has_fma, a.high, b.high, a.high * b.low + a.low * b.high);
}

/* x, but no less than `least` and no more than `most`, which is also what a NaN becomes. */
INLINE double between(double least, double x, double most)
{
    double bounded = x < most ? x : most;
    return bounded > least ? bounded : least;
}

/* 1/d = v (1 + error) */
typedef struct {
    double v, error;
} inverse;

INLINE inverse inverse_of(int has_fma, double_double d)
{
    double v = 1 / d.high;
    return (inverse){v, remainder_of(has_fma, 1, v, d.high) - v * d.low};
}

/* a/d */
INLINE double_double quotient_of(int has_fma, double_double a, double_double d)
{
    double v = 1 / d.high, high = a.high * v;
    return (double_double){high, (remainder_of(has_fma, a.high, high, d.high) + (a.low - high * d.low)) * v};
}

/* a/d, given 1/d */
INLINE double_double times_inverse(int has_fma, double_double a, inverse d)
{
    double_double quotient = exact_product(has_fma, a.high, d.v);
    quotient.low = quotient.low + (a.low * d.v + quotient.high * d.error);
    return quotient;
}

/* |x|, but at most `limit`, which is also what a NaN becomes. */
INLINE double magnitude(double x, double limit)
{
    double t = __builtin_fabs(x);
    return t < limit ? t : limit;
}

#endif
