#include "random.h"

#include <stdint.h>

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Random.h>
#include <Rmath.h>
#include <Rversion.h>

#include "api.h"

#define WORDS 624

static SEXP random_seed(void)
{
#if R_VERSION >= R_Version(4, 5, 0)
    return R_getVarEx(R_SeedsSymbol, R_GlobalEnv, FALSE, R_NilValue);
#else
    return Rf_findVarInFrame(R_GlobalEnv, R_SeedsSymbol);
#endif
}

/* How runif() rounds a + (b - a) u depends on the compiler of R: twice, or once, or, on an x87, in another way that
 * shows in one number of ten thousand. So its numbers are compared with the twister's once a session, which takes some
 * milliseconds. .Random.seed stays what it is, as nothing is put back. */
enum { TWICE, ONCE, OTHER, UNKNOWN };

/* Whether the twister's next numbers are those of R's generator, which has the same state. */
static int rounds_as(const leakyrelu_generator *from, int fused)
{
    leakyrelu_generator t = *from;
    t.fused = fused;
    int same = 1;
    for (int draws = 0; same && draws < 100000; draws += 100) {
        double numbers[100];
        leakyrelu->draw(&t, 0.125, 0.334, numbers, 100);
        for (int i = 0; i < 100; i++) same &= numbers[i] == runif(0.125, 0.334);
    }
    GetRNGstate();
    return same;
}

static int find_rounding(const leakyrelu_generator *from)
{
    static int rounding = UNKNOWN;
    if (rounding == UNKNOWN) rounding = rounds_as(from, 0) ? TWICE : rounds_as(from, 1) ? ONCE : OTHER;
    return rounding;
}

void generator_open(generator *g)
{
    GetRNGstate();
    g->is_twister = 0;
    SEXP seed = random_seed();
    if (TYPEOF(seed) != INTSXP || Rf_xlength(seed) != WORDS + 2) return;
    const int *integers = INTEGER_RO(seed);
    g->kind = integers[0];
    g->state.position = integers[1];
    /* R seeds anew where the kinds for normal numbers and samples are none. */
    const int is_known = g->kind % 100 == 3 && g->kind % 10000 / 100 <= 5 && g->kind / 10000 <= 1;
    if (!is_known || g->state.position < 1 || g->state.position > WORDS) return;
    uint32_t any = 0; /* R seeds anew where all are 0 */
    for (int i = 0; i < WORDS; i++) any |= g->state.words[i] = (uint32_t) integers[i + 2];
    if (!any) return;
    const int rounding = find_rounding(&g->state);
    g->state.fused = rounding == ONCE;
    g->is_twister = rounding != OTHER;
}

void generator_draw(generator *g, double lower, double upper, double *numbers, size_t n)
{
    if (g->is_twister && lower != upper)
        leakyrelu->draw(&g->state, lower, upper, numbers, n);
    else
        for (size_t i = 0; i < n; i++) numbers[i] = runif(lower, upper);
}

void generator_close(generator *g)
{
    if (!g->is_twister) {
        PutRNGstate();
        return;
    }
    SEXP seed = PROTECT(Rf_allocVector(INTSXP, WORDS + 2));
    int *integers = INTEGER(seed);
    integers[0] = g->kind;
    integers[1] = g->state.position;
    for (int i = 0; i < WORDS; i++) integers[i + 2] = (int) g->state.words[i];
    Rf_defineVar(R_SeedsSymbol, seed, R_GlobalEnv);
    UNPROTECT(1);
}
