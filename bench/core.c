/* What the benchmark times in C: the package's core and its random slopes into memory that has been
 * touched, and memcpy. Compiled by race.R with the package's own files and flags; the times come
 * back in nanoseconds a call. */
#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

#include <string.h>
#include <time.h>

#include "core/activations.h"
#include "core/blocks.h"
#include "core/simd.h"
#include "leakyrelu.h"
#include "random.h"

const leakyrelu_functions *leakyrelu; /* through which random.c draws */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec * 1e9 + (double) t.tv_nsec;
}

SEXP bench_now(void)
{
    return Rf_ScalarReal(now());
}

typedef struct {
    job j;
    slopes s;
    size_t n;
    int threads;
    double *mask; /* rrelu in training: where the slopes go */
} work;

static numbers doubles(SEXP vector)
{
    return (numbers){.type = &lrelu_doubles, .at = REAL(vector)};
}

static void copy(work *w)
{
    memcpy(w->j.y.at, w->j.x.at, w->n * sizeof(double));
}

static void compute(work *w)
{
    lrelu_job_do(&w->j, 0, w->n, w->threads);
}

/* As the package does it: draw a block, use it while it is in the cache. */
static void draw_and_compute(work *w)
{
    job j = w->j;
    generator random;
    generator_open(&random);
    for (size_t start = 0; start < w->n; start += BLOCK) {
        size_t n = w->n - start < BLOCK ? w->n - start : BLOCK;
        generator_draw(&random, 0.125, 0.334, w->mask + start, n);
        w->s.each.at = w->mask + start;
        j.x.at = (double *) w->j.x.at + start;
        j.y.at = (double *) w->j.y.at + start;
        lrelu_job_do(&j, start, n, 1);
    }
    generator_close(&random);
}

static double nanoseconds_a_call(void (*call)(work *), work *w, double seconds)
{
    double start = now();
    call(w); /* warms up, and tells how often to repeat it */
    double once = now() - start;
    if (once > seconds * 1e9) return once;
    int repetitions = (int) (seconds * 1e9 / once);
    start = now();
    for (int i = 0; i < repetitions; i++) call(w);
    return (now() - start) / repetitions;
}

SEXP bench_copy(SEXP x, SEXP y, SEXP seconds)
{
    work w = {.j = {.x = doubles(x), .y = doubles(y)}, .n = (size_t) XLENGTH(x)};
    return Rf_ScalarReal(nanoseconds_a_call(copy, &w, Rf_asReal(seconds)));
}

static kernel *kernel_of(const activation *act, int order)
{
    return order == 0 ? act->forward : order == 1 ? act->backward : act->double_backward;
}

/* Writes into y, and into mask. order is 0 for y, 1 for backward, 2 for double.backward; a slope of gamma is that of
 * `inner` neighbours; grad is the gradient that arrives; those that a call does not have are NULL. race.R knows what
 * arguments this had in earlier revisions, by their number: an argument that is added needs a line there. */
SEXP bench_core(SEXP name, SEXP order, SEXP slope, SEXP x, SEXP grad, SEXP gamma, SEXP inner, SEXP mask, SEXP y,
                SEXP threads, SEXP seconds)
{
    const activation *act = lrelu_activation_named(CHAR(STRING_ELT(name, 0)));
    if (!act) Rf_error("no such act.type");
    coefficients c;
    act->coefficients(&c, Rf_asReal(slope));

    work w = {.n = (size_t) XLENGTH(x), .threads = Rf_asInteger(threads)};
    w.j = (job){.x = doubles(x), .y = doubles(y), .is_cheap = act->is_cheap};
    w.j.terms[0] = (term){.apply = kernel_of(act, Rf_asInteger(order)), .c = &c, .slopes = &w.s};
    if (grad != R_NilValue) w.j.terms[0].grad = doubles(grad);
    if (gamma != R_NilValue) {
        size_t channels = (size_t) XLENGTH(gamma), run = (size_t) Rf_asInteger(inner);
        lrelu_layout_append(&w.s.along, run, 0);
        lrelu_layout_append(&w.s.along, channels, 1);
        lrelu_layout_append(&w.s.along, w.n / run / channels, 0);
        lrelu_slopes_along(&w.s, REAL(gamma), channels);
        size_t size = lrelu_slopes_table_size(&w.s, w.n);
        if (size) lrelu_slopes_tabulate(&w.s, (double *) R_alloc(size, sizeof(double)));
    }
    if (mask != R_NilValue) {
        w.mask = REAL(mask);
        w.s.each = doubles(mask);
    }
    return Rf_ScalarReal(nanoseconds_a_call(w.mask ? draw_and_compute : compute, &w, Rf_asReal(seconds)));
}

/* From here on this vector unit, or the best that the CPU has where that is less; returns which. */
SEXP bench_unit(SEXP level)
{
    lrelu_simd_use((simd_level) Rf_asInteger(level));
    return Rf_ScalarInteger((int) lrelu_simd_in_use);
}

/* What any .Call with ten arguments costs. */
SEXP bench_bare(SEXP a, SEXP b, SEXP c, SEXP d, SEXP e, SEXP f, SEXP g, SEXP h, SEXP i, SEXP j)
{
    (void) b, (void) c, (void) d, (void) e, (void) f, (void) g, (void) h, (void) i, (void) j;
    return Rf_ScalarReal(REAL_ELT(a, 0));
}

static const R_CallMethodDef routines[] = {
    {"bench_now", (DL_FUNC) &bench_now, 0},    {"bench_copy", (DL_FUNC) &bench_copy, 3},
    {"bench_core", (DL_FUNC) &bench_core, 11}, {"bench_unit", (DL_FUNC) &bench_unit, 1},
    {"bench_bare", (DL_FUNC) &bench_bare, 10}, {NULL, NULL, 0},
};

attribute_visible void R_init_leakyrelu_bench(DllInfo *dll)
{
    leakyrelu = leakyrelu_init(LEAKYRELU_VERSION);
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
}
