#include "gamma_sum.h"

#include <float.h>
#include <sched.h>
#include <string.h>

#include "bits.h"
#include "missing.h"
#include "numbers.h"

#if BLOCK > BINS_TERMS
#error "the bins of an element must be able to take in a block"
#endif

/* ---- Memory --------------------------------------------------------------------------------- */

/* Bins, held, terms and special, and an accumulator. */
#define ELEMENT_BYTES (BINS * sizeof(double) + sizeof(uint32_t) + sizeof(int16_t) + 1)
#define WITH_ACCUMULATOR (ELEMENT_BYTES + sizeof(accumulator))

/* Elements a pass: all but their accumulators, which few need, fit a second-level cache of 1 MB. */
#define MOST_ELEMENTS 16384

/* Terms for each element from which on it pays to collect them from two threads. */
#define ENOUGH_TO_SHARE 1024

static size_t at_most(size_t n, size_t limit)
{
    return n < limit ? n : limit;
}

/* A multiple of 8. */
static size_t share_bytes(size_t n)
{
    return sizeof(gamma_share) + (n * WITH_ACCUMULATOR + 7) / 8 * 8;
}

static size_t rounded_bytes(const gamma_sum *sum)
{
    return at_most(sum->all, MOST_ELEMENTS) * sizeof(double);
}

static gamma_share *share_of(const gamma_sum *sum, int i)
{
    return (gamma_share *) (sum->memory + (size_t) i * sum->bytes);
}

size_t lrelu_gamma_sum_plan(gamma_sum *sum, const layout *along, size_t all, size_t length, int threads)
{
    *sum = (gamma_sum){.all = all, .shares = 1, .bytes = share_bytes(at_most(all, MOST_ELEMENTS))};
    size_t elements = 1;
    if (length == 0) lrelu_layout_append(&sum->places, all, 1); /* gamma may run along nothing then */
    for (int k = 0; length > 0 && k < along->rank; k++) {
        lrelu_layout_append(&sum->along, along->extent[k], along->stride[k] ? elements : 0);
        if (!along->stride[k]) continue;
        lrelu_layout_append(&sum->places, along->extent[k], along->stride[k]);
        elements *= along->extent[k];
    }
    if (all > 0 && length / all >= ENOUGH_TO_SHARE)
        while (sum->shares < threads && (size_t) (sum->shares + 1) * sum->bytes <= GAMMA_SUM_BYTES) sum->shares++;
    return rounded_bytes(sum) + (size_t) sum->shares * sum->bytes;
}

static void start_share(gamma_share *share, size_t n)
{
    *share = (gamma_share){.store = (accumulator *) (share + 1)};
    share->bins = (bins){(double *) (share->store + n), n};
    share->held = (uint32_t *) (share->bins.at + BINS * n);
    share->terms = (int16_t *) (share->held + n);
    share->special = (unsigned char *) (share->terms + n);
    memset(share->held, 0, n * (ELEMENT_BYTES - BINS * sizeof(double)));
    share->grid = lrelu_grid_for(0);
    lrelu_bins_start(share->bins, &share->grid);
}

void lrelu_gamma_sum_start(gamma_sum *sum, void *memory, size_t from)
{
    sum->rounded = memory;
    sum->memory = (char *) memory + rounded_bytes(sum);
    sum->from = from;
    sum->n = at_most(sum->all - from, MOST_ELEMENTS);
    for (int i = 0; i < sum->shares; i++) start_share(share_of(sum, i), sum->n);
}

/* ---- Threads -------------------------------------------------------------------------------- */

/* Of as many as threads, one is free; with more threads, those that find none let the others go on. */
gamma_share *lrelu_gamma_sum_take(const gamma_sum *sum)
{
    for (;;) {
        for (int i = 0; i < sum->shares; i++) {
            gamma_share *share = share_of(sum, i);
            if (!__atomic_exchange_n(&share->is_taken, 1, __ATOMIC_ACQUIRE)) return share;
        }
        sched_yield();
    }
}

void lrelu_gamma_sum_give_back(gamma_share *share)
{
    __atomic_store_n(&share->is_taken, 0, __ATOMIC_RELEASE);
}

/* ---- Accumulators --------------------------------------------------------------------------- */

accumulator *lrelu_gamma_sum_accumulator(gamma_share *share, size_t i)
{
    if (!share->held[i]) {
        lrelu_accumulator_start(&share->store[share->stored]);
        share->held[i] = ++share->stored;
    }
    return &share->store[share->held[i] - 1];
}

static void add_bins(const gamma_share *share, size_t i, accumulator *to)
{
    for (int j = 0; j < BINS; j++)
        lrelu_accumulator_add(to, share->bins.at[j * share->bins.n + i] - share->grid.start[j]);
}

static void empty_bins(gamma_share *share, size_t i)
{
    add_bins(share, i, lrelu_gamma_sum_accumulator(share, i));
    for (int j = 0; j < BINS; j++) share->bins.at[j * share->bins.n + i] = share->grid.start[j];
    share->terms[i] = 0;
}

/* A term that does not fit the bins, or has something missing. */
static void add_alone(void *context, size_t i, double x, double a, double b)
{
    gamma_share *share = context;
    unsigned special = 0;
    if (x != x) special |= is_na(x) ? DATA_NA : DATA_NAN;
    if (a != a) special |= is_na(a) ? OTHER_NA : OTHER_NAN;
    if (b != b) special |= is_na(b) ? OTHER_NA : OTHER_NAN;
    if (!special) {
        const double infinity = __builtin_inf();
        if (__builtin_fabs(a) < infinity && __builtin_fabs(b) < infinity) {
            lrelu_accumulator_add_product(lrelu_gamma_sum_accumulator(share, i), a, b);
            share->left++;
            return;
        }
        special |= a * b > 0 ? PLUS_INFINITY : MINUS_INFINITY; /* neither is 0, as bins take such a term */
    }
    share->special[i] |= (unsigned char) special;
}

/* ---- The grid ------------------------------------------------------------------------------- */

/* The mean exponent of about 64 of the terms; 0 where there are none, and `any` says so. */
static int usual_exponent(terms t, int *any)
{
    long total = 0, count = 0;
    for (size_t k = 0; k < t.n; k += t.n / 64 + 1) {
        const double product = t.a[k] * t.b[k], size = __builtin_fabs(product);
        if (!(t.x[k] <= 0) || !(size >= DBL_MIN) || size > DBL_MAX) continue;
        total += parts_of(product).exponent + 52;
        count++;
    }
    *any = count > 0;
    return count ? (int) (total / count) : 0;
}

static void choose_grid(gamma_share *share, terms t)
{
    int any;
    const grid chosen = lrelu_grid_for(usual_exponent(t, &any));
    share->has_grid |= any;
    share->left = 0;
    if (!any || chosen.unit == share->grid.unit) return;
    for (size_t i = 0; i < share->bins.n; i++)
        if (share->terms[i]) empty_bins(share, i);
    share->grid = chosen;
    lrelu_bins_start(share->bins, &share->grid);
}

/* ---- Terms ---------------------------------------------------------------------------------- */

/* Elements that are quicker to count one by one. */
#define SHORT 16

static void count_run(gamma_share *share, size_t i, size_t n)
{
    if ((size_t) share->terms[i] + n > BINS_TERMS) empty_bins(share, i);
    share->terms[i] = (int16_t) ((size_t) share->terms[i] + n);
}

static void count_each(gamma_share *share, size_t i, size_t n)
{
    int16_t *terms = share->terms + i;
    int any_full = 0;
    VECTORISED for (size_t k = 0; k < n; k++) any_full |= terms[k] == BINS_TERMS;
    for (size_t k = 0; any_full && k < n; k++)
        if (terms[k] == BINS_TERMS) empty_bins(share, i + k);
    VECTORISED for (size_t k = 0; k < n; k++) terms[k]++;
}

/* Terms for element i of this pass, or for elements i, i + 1, ... */
static void add_terms(gamma_share *share, terms t, size_t i, size_t stride)
{
    const elsewhere others = {add_alone, share};
    if (stride == 0) {
        count_run(share, i, t.n);
        lrelu_bins_add_run(share->bins, &share->grid, t, i, others);
    } else {
        if (t.n < SHORT)
            for (size_t k = 0; k < t.n; k++) count_run(share, i + k, 1);
        else
            count_each(share, i, t.n);
        lrelu_bins_add_each(share->bins, &share->grid, t, i, others);
    }
}

/* Makes a run what it has in the elements of this pass. */
static void clip(const gamma_sum *sum, terms *t, size_t *at, size_t stride)
{
    const size_t end = sum->from + sum->n;
    const size_t skipped = stride && *at < sum->from ? at_most(t->n, sum->from - *at) : 0;
    *at += skipped;
    size_t n = stride ? at_most(t->n - skipped, end - at_most(*at, end)) : t->n;
    if (*at < sum->from || *at >= end) n = 0;
    *t = (terms){t->x + skipped, t->a + skipped, t->b + skipped, n};
}

void lrelu_gamma_sum_add(const gamma_sum *sum, gamma_share *share, size_t start, const double *x, const double *a,
                         const double *b, size_t n)
{
    if (!share->has_grid || share->left > 4 * sum->n + 64) choose_grid(share, (terms){x, a, b, n});
    layout_run run;
    for (lrelu_layout_start(&sum->along, start, n, &run); run.size; lrelu_layout_next(&sum->along, &run)) {
        terms t = {x + run.done, a + run.done, b + run.done, run.size};
        size_t at = run.at;
        if (sum->n < sum->all) clip(sum, &t, &at, run.stride);
        if (t.n) add_terms(share, t, at - sum->from, run.stride);
    }
}

int lrelu_gamma_sum_reaches(const gamma_sum *sum, size_t start, size_t n)
{
    if (sum->n == sum->all) return 1;
    size_t least, most;
    lrelu_layout_reach(&sum->along, start, n, &least, &most);
    return most >= sum->from && least < sum->from + sum->n;
}

size_t lrelu_gamma_sum_skips(const gamma_sum *sum, size_t start, size_t n)
{
    if (n == 0 || lrelu_gamma_sum_reaches(sum, start, 1)) return 0;
    size_t least = 1, most = n;
    while (least < most) {
        const size_t middle = most - (most - least) / 2;
        if (lrelu_gamma_sum_reaches(sum, start, middle))
            most = middle - 1;
        else
            least = middle;
    }
    return least;
}

/* ---- Results -------------------------------------------------------------------------------- */

void lrelu_gamma_sum_collect(const gamma_sum *sum, size_t i, accumulator *to)
{
    lrelu_accumulator_start(to);
    for (int k = 0; k < sum->shares; k++) {
        const gamma_share *share = share_of(sum, k);
        if (share->held[i]) lrelu_accumulator_merge(to, &share->store[share->held[i] - 1]);
        add_bins(share, i, to);
        to->special |= share->special[i];
    }
}

static void round_sums(const gamma_sum *sum)
{
    double *rounded = sum->rounded;
    const gamma_share *first = share_of(sum, 0);
    lrelu_bins_round(first->bins, &first->grid, rounded);
    for (size_t i = 0; i < sum->n; i++) {
        const int is_in_bins = sum->shares == 1 && !first->held[i] && !first->special[i];
        if (is_in_bins && rounded[i] == rounded[i]) continue;
        accumulator all;
        lrelu_gamma_sum_collect(sum, i, &all);
        rounded[i] = lrelu_accumulator_round(&all);
    }
}

void lrelu_gamma_sum_finish(const gamma_sum *sum, double *gamma)
{
    round_sums(sum);
    layout_run run;
    for (lrelu_layout_start(&sum->places, sum->from, sum->n, &run); run.size; lrelu_layout_next(&sum->places, &run))
        for (size_t i = 0; i < run.size; i++) gamma[run.at + i * run.stride] = sum->rounded[run.done + i];
}
