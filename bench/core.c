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

#include "core/blocks.h"
#include "core/simd.h"
#include "random.h"

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
    size_t n;
    int threads;
    double *mask; /* rrelu in training: where the slopes go */
} work;

static void copy(work *w)
{
    memcpy(w->j.y, w->j.x.at, w->n * sizeof(double));
}

static void run(work *w)
{
    job_run(&w->j, 0, w->n, w->threads);
}

/* As the package does it: draw a block, use it while it is in the cache. */
static void draw_and_run(work *w)
{
    const double *x = w->j.x.at;
    double *y = w->j.y;
    job j = w->j;
    generator random;
    generator_open(&random);
    for (size_t start = 0; start < w->n; start += BLOCK) {
        size_t n = w->n - start < BLOCK ? w->n - start : BLOCK;
        generator_draw(&random, 0.125, 0.334, w->mask + start, n);
        j.x.at = x + start;
        j.slopes = (numbers){DOUBLES, w->mask + start, 0};
        j.y = y + start;
        job_run(&j, start, n, 1);
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
    work w = {.j.x = {DOUBLES, REAL(x), 0}, .j.y = REAL(y), .n = (size_t) XLENGTH(x)};
    return Rf_ScalarReal(nanoseconds_a_call(copy, &w, Rf_asReal(seconds)));
}

/* Writes into y, and into mask. slopes are a period of prelu's slopes as they stand along the data,
 * grad is the gradient that arrives; those that a call does not have are NULL. */
SEXP bench_core(SEXP name, SEXP slope, SEXP x, SEXP grad, SEXP slopes, SEXP mask, SEXP y, SEXP threads, SEXP seconds)
{
    int type = 0;
    while (type < ACT_COUNT && strcmp(activations[type].name, CHAR(STRING_ELT(name, 0))) != 0) type++;
    if (type == ACT_COUNT) Rf_error("no such act.type");
    coefficients c;
    activation_coefficients(&c, (act_type) type, Rf_asReal(slope));

    work w = {
        .j.c = &c,
        .j.x = {DOUBLES, REAL(x), 0},
        .j.y = REAL(y),
        .n = (size_t) XLENGTH(x),
        .threads = Rf_asInteger(threads),
    };
    w.j.run = grad == R_NilValue ? activations[type].forward : activations[type].backward;
    if (grad != R_NilValue) w.j.grad = (numbers){DOUBLES, REAL(grad), 0};
    if (slopes != R_NilValue) {
        w.j.period = (size_t) XLENGTH(slopes);
        double *table = (double *) R_alloc(w.j.period + BLOCK, sizeof *table);
        for (size_t i = 0; i < w.j.period + BLOCK; i++) table[i] = REAL(slopes)[i % w.j.period];
        c.no_zero = 1;
        for (size_t i = 0; i < w.j.period; i++) c.no_zero &= table[i] != 0;
        w.j.table = table;
    }
    if (mask != R_NilValue) w.mask = REAL(mask);
    return Rf_ScalarReal(nanoseconds_a_call(w.mask ? draw_and_run : run, &w, Rf_asReal(seconds)));
}

/* What any .Call with ten arguments costs. */
SEXP bench_bare(SEXP a, SEXP b, SEXP c, SEXP d, SEXP e, SEXP f, SEXP g, SEXP h, SEXP i, SEXP j)
{
    (void) b, (void) c, (void) d, (void) e, (void) f, (void) g, (void) h, (void) i, (void) j;
    return Rf_ScalarReal(REAL_ELT(a, 0));
}

static const R_CallMethodDef routines[] = {
    {"bench_now", (DL_FUNC) &bench_now, 0},
    {"bench_copy", (DL_FUNC) &bench_copy, 3},
    {"bench_core", (DL_FUNC) &bench_core, 9},
    {"bench_bare", (DL_FUNC) &bench_bare, 10},
    {NULL, NULL, 0},
};

attribute_visible void R_init_leakyrelu_bench(DllInfo *dll)
{
    simd_use(SIMD_AVX512F);
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
}
