#include "random.h"

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Random.h>
#include <Rmath.h>
#include <Rversion.h>

/* runif() rounds a + (b - a) u twice where R is built for plain x86-64, as the twister here does; elsewhere the compiler of R may have
 * contracted it. */
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
    g->is_twister = 0;
    SEXP seed = random_seed();
    if (!BULK || TYPEOF(seed) != INTSXP || Rf_xlength(seed) != TWISTER_SIZE + 2) return;
    const int *integers = INTEGER_RO(seed);
    g->kind = integers[0];
    g->state.position = integers[1];
    if (g->kind % 100 != 3 || g->state.position < 1 || g->state.position > TWISTER_SIZE) return;
    uint32_t any = 0; /* R seeds anew where all are 0 */
    for (int i = 0; i < TWISTER_SIZE; i++) any |= g->state.words[i] = (uint32_t) integers[i + 2];
    g->is_twister = any != 0;
}

void generator_draw(generator *g, double lower, double upper, double *numbers, size_t n)
{
    if (g->is_twister && lower != upper)
        twister_draw(&g->state, lower, upper - lower, numbers, n);
    else
        for (size_t i = 0; i < n; i++) numbers[i] = runif(lower, upper);
}

void generator_close(generator *g)
{
    if (!g->is_twister) {
        PutRNGstate();
        return;
    }
    SEXP seed = PROTECT(Rf_allocVector(INTSXP, TWISTER_SIZE + 2));
    int *integers = INTEGER(seed);
    integers[0] = g->kind;
    integers[1] = g->state.position;
    for (int i = 0; i < TWISTER_SIZE; i++) integers[i + 2] = (int) g->state.words[i];
    Rf_defineVar(R_SeedsSymbol, seed, R_GlobalEnv);
    UNPROTECT(1);
}
