/* A double taken apart into integers, and a power of two put together. */
#ifndef LEAKYRELU_BITS_H
#define LEAKYRELU_BITS_H

#include <stdint.h>
#include <string.h>

#include "simd.h"

/* A finite number: integer, of at most 53 bits, times 2^exponent, at least -1074. */
typedef struct {
    uint64_t integer;
    int exponent, is_negative;
} parts;

INLINE parts parts_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const int field = (int) (bits >> 52 & 0x7ff);
    const uint64_t fraction = bits & UINT64_C(0xfffffffffffff);
    return (parts){field ? fraction | UINT64_C(1) << 52 : fraction, (field ? field : 1) - 1075, (int) (bits >> 63)};
}

/* The 2^exponent that is a double, -1074 to 1023. */
INLINE double power_of_two(int exponent)
{
    const uint64_t bits = exponent < -1022 ? UINT64_C(1) << (exponent + 1074) : (uint64_t) (exponent + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

#endif
