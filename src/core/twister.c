#include "twister.h"

#include <stdint.h>

#include "simd.h"

#define SHIFT 397

INLINE uint32_t twist(uint32_t upper, uint32_t lower)
{
    uint32_t y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
    return (y >> 1) ^ ((0u - (y & 1u)) & 0x9908b0dfu);
}

/* The words from `first` to before `last` are made of later ones, and of those `shift` away, all of them read before
 * they are written. */
INLINE void make_words_between(uint32_t *words, int first, int last, int shift)
{
    VECTORISED for (int i = first; i < last; i++) words[i] = words[i + shift] ^ twist(words[i], words[i + 1]);
}

/* A word is made of one that was made 227 words before: so many are made at once. */
#define AT_ONCE (TWISTER_SIZE - SHIFT)

INLINE void make_words_loop(int has_fma, uint32_t *words)
{
    (void) has_fma;
    make_words_between(words, 0, AT_ONCE, SHIFT);
    make_words_between(words, AT_ONCE, 2 * AT_ONCE, -AT_ONCE);
    make_words_between(words, 2 * AT_ONCE, TWISTER_SIZE - 1, -AT_ONCE);
    words[TWISTER_SIZE - 1] = words[SHIFT - 1] ^ twist(words[TWISTER_SIZE - 1], words[0]);
}

/* In (0, 1): R puts half of 1/(2^32 - 1) in the place of what would be 0, and 1 less that in the place of 1. */
INLINE double uniform(uint32_t y)
{
    const double half_step = 0.5 * 2.328306437080797e-10;
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    y ^= y >> 18;
    double u = y * 2.3283064365386963e-10;
    u = u <= 0 ? half_step : u;
    return 1 - u <= 0 ? 1 - half_step : u;
}

#define TEMPER_PARAMETERS int fused, const uint32_t *words, double lower, double width, double *numbers, size_t n

INLINE void temper_loop(int has_fma, TEMPER_PARAMETERS)
{
    (void) has_fma;
    if (TARGET_HAS_FMA && fused)
        VECTORISED for (size_t i = 0; i < n; i++) numbers[i] = __builtin_fma(width, uniform(words[i]), lower);
    else
        VECTORISED for (size_t i = 0; i < n; i++) numbers[i] = lower + width * uniform(words[i]);
}

static void make_words(uint32_t *words);
static void temper(TEMPER_PARAMETERS);
CLONED(make_words, make_words_loop, (uint32_t * words), words)
CLONED(temper, temper_loop, (TEMPER_PARAMETERS), fused, words, lower, width, numbers, n)

void lrelu_twister_draw(leakyrelu_generator *t, double lower, double upper, double *numbers, size_t n)
{
    const double width = upper - lower;
    for (size_t done = 0; done < n;) {
        if (t->position < 0 || t->position >= TWISTER_SIZE) {
            make_words(t->words);
            t->position = 0;
        }
        size_t left = (size_t) (TWISTER_SIZE - t->position);
        size_t size = n - done < left ? n - done : left;
        temper(t->fused, t->words + t->position, lower, width, numbers + done, size);
        t->position += (int) size;
        done += size;
    }
}
