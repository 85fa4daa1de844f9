/* Sums and products of doubles without their rounding errors, or with these as a second double.
 *
 * Dekker (1971), A floating-point technique for extending the available precision; Knuth, The Art of Computer
 * Programming, volume 2, 4.2.2, for the sum. */
#ifndef LEAKYRELU_EXACT_H
#define LEAKYRELU_EXACT_H

#include <stdint.h>
#include <string.h>

#include "simd.h"

/* The 26 leading bits of x: a product of two such numbers is exact. */
INLINE double leading_26_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits &= UINT64_C(0xfffffffff8000000);
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The 17 leading bits of x: a product of three such numbers is exact. */
INLINE double leading_17_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits &= UINT64_C(0xfffffff000000000);
    memcpy(&x, &bits, sizeof x);
    return x;
}

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

/* The 26 leading bits of x, rounded, which leaves 26 bits and a sign. */
INLINE double upper_half(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = (bits + UINT64_C(0x4000000)) & UINT64_C(0xfffffffff8000000);
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* What a b is more than product, which is a b rounded: exactly, where nothing over- or underflows (Dekker). */
INLINE double product_error(int has_fma, double a, double b, double product)
{
    if (has_fma) return __builtin_fma(a, b, -product);
    double a_head = upper_half(a), b_head = upper_half(b), a_rest = a - a_head, b_rest = b - b_head;
    /* in this order each sum is exact */
    return (((a_head * b_head - product) + a_head * b_rest) + a_rest * b_head) + a_rest * b_rest;
}

/* a b + c, where c is far smaller than a b: rounded nearly once. */
INLINE double product_plus_small(int has_fma, double a, double b, double c)
{
    double product = a * b;
    return product + (product_error(has_fma, a, b, product) + c);
}

/* The error e of inverse = 1/d rounded: 1/(d + d_low) = inverse (1 + e). */
INLINE double inverse_error(double inverse, double d, double d_low)
{
    double inverse_head = leading_26_bits(inverse), d_head = leading_26_bits(d);
    double left = (1 - inverse_head * d_head) - inverse_head * (d - d_head);
    return left - (inverse - inverse_head) * d - inverse * d_low;
}

/* |x|, but at most `limit`, which is also what a NaN becomes. */
INLINE double magnitude(double x, double limit)
{
    double t = __builtin_fabs(x);
    return t < limit ? t : limit;
}

#endif
