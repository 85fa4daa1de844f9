#include "gamma_sum.h"

#include "exact.h"
#include "missing.h"

/* Partial sums of a run: a fixed number, so that the order of the terms is the same whatever the vector unit. */
#define LANES 8

/* high + low += a b, where x <= 0; 0 times an infinite b is to be 0, the limit */
INLINE void add_product(int has_fma, double x, double a, double b, double *high, double *low)
{
    int counts = (x <= 0) & (a != 0);
    double product = a * b;
    double product_low = product_error(has_fma, a, b, product);
    double sum_low, sum = two_sum(*high, counts ? product : 0, &sum_low);
    *high = sum;
    *low = *low + (sum_low + (counts ? product_low : 0));
}

#define TERMS const double *x, const double *a, const double *b, size_t n, double *high, double *low

/* A run of n terms with the same slope. */
INLINE void add_run_loop(int has_fma, TERMS)
{
    double highs[LANES] = {0}, lows[LANES] = {0};
    size_t whole = n - n % LANES;
    for (size_t i = 0; i < whole; i += LANES)
        VECTORISED for (size_t lane = 0; lane < LANES; lane++)
            add_product(has_fma, x[i + lane], a[i + lane], b[i + lane], &highs[lane], &lows[lane]);
    for (size_t i = whole; i < n; i++) add_product(has_fma, x[i], a[i], b[i], &highs[i - whole], &lows[i - whole]);
    for (size_t lane = 0; lane < LANES; lane++) {
        double sum_low;
        *high = two_sum(*high, highs[lane], &sum_low);
        *low = *low + (sum_low + lows[lane]);
    }
}

/* A run of n terms with a slope each, which stand next to each other in gamma. */
INLINE void add_each_loop(int has_fma, TERMS)
{
    VECTORISED for (size_t i = 0; i < n; i++) add_product(has_fma, x[i], a[i], b[i], &high[i], &low[i]);
}

static void add_run(TERMS);
static void add_each(TERMS);
CLONED(add_run, add_run_loop, (TERMS), x, a, b, n, high, low)
CLONED(add_each, add_each_loop, (TERMS), x, a, b, n, high, low)

static int any_missing(const double *x, const double *a, const double *b, size_t n)
{
    int missing = 0;
    for (size_t i = 0; i < n; i++) missing |= (x[i] != x[i]) | (a[i] != a[i]) | (b[i] != b[i]);
    return missing;
}

/* A NaN takes the place of 0, and NA that of a NaN, so that the order of the terms does not count. */
static void note(double *missing, double x)
{
    if (x != x && (*missing == 0 || is_na(x))) *missing = x;
}

static void note_missing(const gamma_sum *sum, size_t at, double x, double a, double b)
{
    note(&sum->missing_x[at], x);
    note(&sum->missing_other[at], a);
    note(&sum->missing_other[at], b);
}

void lrelu_gamma_sum_add(const gamma_sum *sum, size_t start, const double *x, const double *a, const double *b,
                         size_t n)
{
    int missing = any_missing(x, a, b, n);
    layout_run run;
    for (lrelu_layout_start(sum->along, start, n, &run); run.size; lrelu_layout_next(sum->along, &run)) {
        const double *run_x = x + run.done, *run_a = a + run.done, *run_b = b + run.done;
        double *high = sum->high + run.at, *low = sum->low + run.at;
        if (run.stride == 0)
            add_run(run_x, run_a, run_b, run.size, high, low);
        else if (run.stride == 1)
            add_each(run_x, run_a, run_b, run.size, high, low);
        else
            for (size_t i = 0; i < run.size; i++)
                add_product(0, run_x[i], run_a[i], run_b[i], high + i * run.stride, low + i * run.stride);
        for (size_t i = 0; missing && i < run.size; i++)
            note_missing(sum, run.at + i * run.stride, run_x[i], run_a[i], run_b[i]);
    }
}

double lrelu_gamma_sum_of(const gamma_sum *sum, size_t i)
{
    if (sum->missing_x[i] != 0) return sum->missing_x[i];
    if (sum->missing_other[i] != 0) return sum->missing_other[i];
    /* Where the sum is infinite, its rounding errors are not numbers. */
    return sum->high[i] - sum->high[i] == 0 ? sum->high[i] + sum->low[i] : sum->high[i];
}
