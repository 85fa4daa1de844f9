#include "twister.h"

#include "simd.h"

#define SHIFT 397

INLINE uint32_t twist(uint32_t upper, uint32_t lower)
{
    uint32_t y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
    return (y >> 1) ^ ((0u - (y & 1u)) & 0x9908b0dfu);
}

/* Each word is made of later ones not yet made anew, and of one that was made 227 words before. */
INLINE void make_words_loop(uint32_t *words)
{
    VECTORISED for (int i = 0; i < TWISTER_SIZE - SHIFT; i++) words[i] = words[i + SHIFT] ^ twist(words[i], words[i + 1]);
    VECTORISED_UP_TO(64) for (int i = TWISTER_SIZE - SHIFT; i < TWISTER_SIZE - 1; i++)
        words[i] = words[i + SHIFT - TWISTER_SIZE] ^ twist(words[i], words[i + 1]);
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

INLINE void temper_loop(const uint32_t *words, double lower, double width, double *numbers, size_t n)
{
    VECTORISED for (size_t i = 0; i < n; i++) numbers[i] = lower + width * uniform(words[i]);
}

static void make_words(uint32_t *words);
static void temper(const uint32_t *words, double lower, double width, double *numbers, size_t n);
CLONED(make_words, make_words_loop, (uint32_t *words), (words))
CLONED(temper, temper_loop, (const uint32_t *words, double lower, double width, double *numbers, size_t n),
       (words, lower, width, numbers, n))

void twister_draw(twister *t, double lower, double width, double *numbers, size_t n)
{
    for (size_t done = 0; done < n;) {
        if (t->position == TWISTER_SIZE) {
            make_words(t->words);
            t->position = 0;
        }
        size_t left = (size_t) (TWISTER_SIZE - t->position);
        size_t size = n - done < left ? n - done : left;
        temper(t->words + t->position, lower, width, numbers + done, size);
        t->position += (int) size;
        done += size;
    }
}
