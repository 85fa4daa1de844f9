#include "half.h"

#include "bits.h"
#include "simd.h"

/* What is stored is made as words of 32 bits first, as many as this: gcc 12 has no vectors of 64 bytes where 16-bit
 * numbers are among what a loop computes, unless the CPU has more than AVX-512F. */
#define PIECE 256

#define FLOAT16_FRACTION 10
#define FLOAT16_BIAS 15
#define BFLOAT16_FRACTION 7
#define BFLOAT16_BIAS 127
#define FLOAT_FRACTION 23
#define FLOAT_BIAS 127
/* of the upper word */
#define DOUBLE_FRACTION 20
#define DOUBLE_BIAS 1023

/* Exactly, as a float has all that float16 has. */
INLINE float float_of_float16(uint16_t number)
{
    const int32_t hidden_bit = 1 << FLOAT_FRACTION, infinity = 31 << FLOAT_FRACTION;
    const uint32_t rebias = (uint32_t) (FLOAT_BIAS - FLOAT16_BIAS) << FLOAT_FRACTION;
    const int32_t size = (number & 0x7fff) << (FLOAT_FRACTION - FLOAT16_FRACTION);
    uint32_t normal = (uint32_t) size + (size < infinity ? rebias : 2 * rebias);
    uint32_t subnormal = bits_of_float(float_of((uint32_t) (size + hidden_bit) + rebias) - 0x1p-14f);
    uint32_t sign = (uint32_t) (number & 0x8000) << 16;
    return float_of(sign | (size < hidden_bit ? subnormal : normal));
}

INLINE float float_of_bfloat16(uint16_t number)
{
    return float_of((uint32_t) number << 16);
}

/* The upper word of a double, with the last bit set where something follows: that is as good as the whole double, as
 * it is rounded far above. */
INLINE uint32_t upper_word(double x)
{
    const uint64_t bits = bits_of(x);
    return (uint32_t) (bits >> 32) | ((uint32_t) bits != 0);
}

/* The double with this upper word, rounded to so many bits of fraction and an exponent of this bias. Sizes are compared
 * as signed numbers, as SSE2 can. */
INLINE uint32_t rounded(uint32_t word, int fraction, int bias)
{
    const int dropped = DOUBLE_FRACTION - fraction;
    const int32_t least_normal = (DOUBLE_BIAS + 1 - bias) << DOUBLE_FRACTION;
    const int32_t too_large = (DOUBLE_BIAS + 1 + bias) << DOUBLE_FRACTION, double_infinity = 0x7ff << DOUBLE_FRACTION;
    const uint32_t infinity = (2 * (uint32_t) bias + 1) << fraction, quiet = (uint32_t) 1 << (fraction - 1);
    const uint32_t bits = word & INT32_MAX;
    const int32_t size = (int32_t) bits;

    /* Half of what is dropped is added, but a little less where the last bit that stays is 0: to even. */
    uint32_t half = ((uint32_t) 1 << (dropped - 1)) - 1 + (bits >> dropped & 1);
    uint32_t normal = ((bits + half) >> dropped) - ((uint32_t) (DOUBLE_BIAS - bias) << fraction);

    /* In units of the least normal number, as a float: a sum with 2^(23 - fraction) is rounded as wished, and has the
     * number of least subnormal numbers in its lowest bits. What is less than 1/8 of one counts as that. */
    const int32_t tiny = least_normal - ((fraction + 3) << DOUBLE_FRACTION);
    uint32_t small = (uint32_t) (size > tiny ? size : tiny) - (uint32_t) least_normal;
    float ratio = float_of((small << (FLOAT_FRACTION - DOUBLE_FRACTION)) + ((uint32_t) FLOAT_BIAS << FLOAT_FRACTION));
    uint32_t subnormal = bits_of_float(ratio + (float) (1 << (FLOAT_FRACTION - fraction))) & 0xffff;

    uint32_t nan = infinity | quiet | (bits >> dropped & (quiet - 1));
    uint32_t finite = size < least_normal ? subnormal : normal;
    uint32_t number = size < too_large ? finite : infinity;
    return (word >> 16 & 0x8000) | (size > double_infinity ? nan : number);
}

INLINE void store_rounded(const double *from, uint16_t *to, size_t n, int fraction, int bias)
{
    uint32_t words[PIECE];
    for (size_t done = 0, some; done < n; done += some) {
        const double *x = from + done;
        uint16_t *y = to + done;
        some = n - done < PIECE ? n - done : PIECE;
        VECTORISED for (size_t i = 0; i < some; i++) words[i] = rounded(upper_word(x[i]), fraction, bias);
        VECTORISED for (size_t i = 0; i < some; i++) y[i] = (uint16_t) words[i];
    }
}

#define FORMAT(name, widen, fraction, bias)                                                          \
    INLINE void load_##name##_loop(int has_fma, const uint16_t *from, double *to, size_t n)          \
    {                                                                                                \
        (void) has_fma;                                                                              \
        VECTORISED for (size_t i = 0; i < n; i++) to[i] = widen(from[i]);                            \
    }                                                                                                \
    INLINE void store_##name##_loop(int has_fma, const double *from, uint16_t *to, size_t n)         \
    {                                                                                                \
        (void) has_fma;                                                                              \
        store_rounded(from, to, n, fraction, bias);                                                  \
    }                                                                                                \
    static void load_##name(const void *from, double *to, size_t n);                                 \
    static void store_##name(const double *from, void *to, size_t n);                                \
    CLONED(load_##name, load_##name##_loop, (const void *from, double *to, size_t n), from, to, n)   \
    CLONED(store_##name, store_##name##_loop, (const double *from, void *to, size_t n), from, to, n) \
    const number_type lrelu_##name = {.size = sizeof(uint16_t), .load = load_##name, .store = store_##name};

FORMAT(float16, float_of_float16, FLOAT16_FRACTION, FLOAT16_BIAS)
FORMAT(bfloat16, float_of_bfloat16, BFLOAT16_FRACTION, BFLOAT16_BIAS)
