/* The bits of doubles and floats: taken apart, and put together. */
#ifndef LEAKYRELU_BITS_H
#define LEAKYRELU_BITS_H

#include <stdint.h>
#include <string.h>

#include "simd.h"

INLINE uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE double double_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE float float_of(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE uint32_t bits_of_float(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE int is_finite(double x)
{
    return x - x == 0;
}

/* A finite number: integer, of at most 53 bits, times 2^exponent, at least -1074. */
typedef struct {
    uint64_t integer;
    int exponent, is_negative;
} parts;

INLINE parts parts_of(double x)
{
    const uint64_t bits = bits_of(x);
    const int field = (int) (bits >> 52 & 0x7ff);
    const uint64_t fraction = bits & UINT64_C(0xfffffffffffff);
    return (parts){field ? fraction | UINT64_C(1) << 52 : fraction, (field ? field : 1) - 1075, (int) (bits >> 63)};
}

/* The 2^exponent that is a double, -1074 to 1023. */
INLINE double power_of_two(int exponent)
{
    return double_of(exponent < -1022 ? UINT64_C(1) << (exponent + 1074) : (uint64_t) (exponent + 1023) << 52);
}

#endif
