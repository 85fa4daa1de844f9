#include "core/simd.h" /* no contraction here either */
#include "random.h"

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Random.h>
#include <Rmath.h>
#include <Rversion.h>

/* Matsumoto & Nishimura (1998), Mersenne twister: a 623-dimensionally equidistributed uniform pseudo-random number generator. Drawn in
 * bulk from the state in .Random.seed the numbers are the same as from unif_rand(), several times quicker. */
#define MT_SHIFT 397

/* Rmath's runif() rounds a + (b - a) u twice here, as this file does; elsewhere a compiler may have contracted it. */
#if defined(__x86_64__) || defined(_M_X64)
#define BULK 1
#else
#define BULK 0
#endif

static SEXP random_seed(void)
{
#if R_VERSION >= R_Version(4, 5, 0)
    return R_getVarEx(R_SeedsSymbol, R_GlobalEnv, FALSE, R_NilValue);
#else
    return Rf_findVarInFrame(R_GlobalEnv, R_SeedsSymbol);
#endif
}

void generator_open(generator *g)
{
    GetRNGstate();
    SEXP seed = random_seed();
    g->is_twister = BULK && TYPEOF(seed) == INTSXP && Rf_xlength(seed) == MT_SIZE + 2;
    if (!g->is_twister) return;
    const int *state = INTEGER_RO(seed);
    g->kind = state[0];
    g->position = state[1];
    g->is_twister = g->kind % 100 == 3 && g->position >= 1 && g->position <= MT_SIZE;
    uint32_t any = 0; /* R seeds anew where all are 0 */
    for (int i = 0; i < MT_SIZE; i++) any |= g->words[i] = (uint32_t) state[i + 2];
    if (any == 0) g->is_twister = 0;
}

static uint32_t twist(uint32_t upper, uint32_t lower)
{
    uint32_t y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
    return (y >> 1) ^ (y & 1u ? 0x9908b0dfu : 0u);
}

static void make_words(uint32_t *words)
{
    for (int i = 0; i < MT_SIZE - MT_SHIFT; i++) words[i] = words[i + MT_SHIFT] ^ twist(words[i], words[i + 1]);
    for (int i = MT_SIZE - MT_SHIFT; i < MT_SIZE - 1; i++) words[i] = words[i + MT_SHIFT - MT_SIZE] ^ twist(words[i], words[i + 1]);
    words[MT_SIZE - 1] = words[MT_SHIFT - 1] ^ twist(words[MT_SIZE - 1], words[0]);
}

/* In (0, 1): R replaces what would be 0 by half the smallest step, and 1 likewise. */
static double uniform(uint32_t y)
{
    const double step = 2.328306437080797e-10;
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    y ^= y >> 18;
    double u = y * 2.3283064365386963e-10;
    if (u <= 0) u = 0.5 * step;
    if (1 - u <= 0) u = 1 - 0.5 * step;
    return u;
}

static size_t draw_words(generator *g, double lower, double width, double *numbers, size_t n)
{
    size_t left = (size_t) (MT_SIZE - g->position);
    size_t size = n < left ? n : left;
    const uint32_t *words = g->words + g->position;
    for (size_t i = 0; i < size; i++) numbers[i] = lower + width * uniform(words[i]);
    g->position += (int) size;
    return size;
}

void generator_draw(generator *g, double lower, double upper, double *numbers, size_t n)
{
    if (!g->is_twister || lower == upper) {
        for (size_t i = 0; i < n; i++) numbers[i] = runif(lower, upper);
        return;
    }
    for (size_t done = 0; done < n;) {
        if (g->position == MT_SIZE) {
            make_words(g->words);
            g->position = 0;
        }
        done += draw_words(g, lower, upper - lower, numbers + done, n - done);
    }
}

void generator_close(generator *g)
{
    if (!g->is_twister) {
        PutRNGstate();
        return;
    }
    SEXP seed = PROTECT(Rf_allocVector(INTSXP, MT_SIZE + 2));
    INTEGER(seed)[0] = g->kind;
    INTEGER(seed)[1] = g->position;
    for (int i = 0; i < MT_SIZE; i++) INTEGER(seed)[i + 2] = (int) g->words[i];
    Rf_defineVar(R_SeedsSymbol, seed, R_GlobalEnv);
    UNPROTECT(1);
}
