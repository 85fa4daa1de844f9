#include "slopes.h"

/* Where the slope stays the same for so many elements, they are seen as a run: shorter ones are quicker as slopes laid
 * out in a row. Where it changes with each element, they are read as they lie in gamma from so many on. */
#define SHORTEST_RUN 16
#define SHORTEST_ROW 256

/* A table of more slopes would push the data out of the second-level cache. */
#define LARGEST_TABLE 32768

/* Where the same slope goes on for LONG_RUN elements, to go from run to run is quicker than a table of more than fits
 * the first-level cache, and from VERY_LONG_RUN on than any. */
#define LONG_RUN 32
#define VERY_LONG_RUN 256
#define LARGEST_TABLE_OF_LONG_RUNS 4096

static int has_runs(const layout *along)
{
    return along->rank > 0 && along->stride[0] == 0 && along->extent[0] >= SHORTEST_RUN;
}

static int has_rows(const layout *along)
{
    return along->rank > 0 && along->stride[0] == 1 && along->extent[0] >= SHORTEST_ROW;
}

static size_t largest_table(const layout *along)
{
    if (has_rows(along)) return 0;
    if (!has_runs(along) || along->extent[0] < LONG_RUN) return LARGEST_TABLE;
    return along->extent[0] < VERY_LONG_RUN ? LARGEST_TABLE_OF_LONG_RUNS : 0;
}

void lrelu_slopes_along(slopes *s, const double *gamma, size_t n)
{
    s->gamma = gamma;
    s->may_be_zero = 0;
    for (size_t i = 0; i < n; i++) s->may_be_zero |= gamma[i] == 0;
}

size_t lrelu_slopes_table_size(const slopes *s, size_t n)
{
    if (!s->gamma) return 0;
    size_t period = lrelu_layout_period(&s->along);
    return period > largest_table(&s->along) || n / 2 < period + BLOCK ? 0 : period + BLOCK;
}

void lrelu_slopes_tabulate(slopes *s, double *memory)
{
    s->table = memory;
    s->period = lrelu_layout_period(&s->along);
    lrelu_layout_slopes(&s->along, s->gamma, 0, s->period, s->table);
    for (size_t i = s->period; i < s->period + BLOCK; i++) s->table[i] = s->table[i - s->period];
}

/* A block of elements, on its way to the kernel. */
typedef struct {
    kernel *apply;
    const coefficients *c;
    const double *x, *grad;
    double *y;
} block;

static void apply_from(const block *b, size_t done, size_t n, slopes_of_run slopes)
{
    b->apply(b->c, &slopes, b->x + done, b->grad ? b->grad + done : NULL, b->y + done, n);
}

/* Whole runs at once, and what is left of one at either end. */
static void apply_to_runs(const slopes *s, size_t start, size_t n, const block *b)
{
    const size_t length = s->along.extent[0];
    layout outer;
    outer.rank = s->along.rank - 1;
    for (int k = 0; k < outer.rank; k++) {
        outer.extent[k] = s->along.extent[k + 1];
        outer.stride[k] = s->along.stride[k + 1];
    }
    for (size_t done = 0, size; done < n; done += size) {
        double each[BLOCK / SHORTEST_RUN];
        size_t first = (start + done) / length, skipped = (start + done) % length, rest = n - done;
        size_t runs = skipped ? 0 : rest / length;
        lrelu_layout_slopes(&outer, s->gamma, first, runs ? runs : 1, each);
        if (runs)
            size = runs * length;
        else
            size = length - skipped < rest ? length - skipped : rest;
        apply_from(b, done, size, (slopes_of_run){each, runs ? length : size, s->may_be_zero});
    }
}

/* As the slopes lie in gamma, which goes on for long. */
static void apply_to_rows(const slopes *s, size_t start, size_t n, const block *b)
{
    layout_run run;
    for (lrelu_layout_start(&s->along, start, n, &run); run.size; lrelu_layout_next(&s->along, &run))
        apply_from(b, run.done, run.size, (slopes_of_run){s->gamma + run.at, 1, s->may_be_zero});
}

void lrelu_slopes_apply(const slopes *s, size_t start, size_t done, size_t n, kernel *apply, const coefficients *c,
                        const double *x, const double *grad, double *y)
{
    const block b = {apply, c, x, grad, y};
    if (s->table) {
        apply_from(&b, 0, n, (slopes_of_run){s->table + start % s->period, 1, s->may_be_zero});
    } else if (s->gamma && has_runs(&s->along)) {
        apply_to_runs(s, start, n, &b);
    } else if (s->gamma && has_rows(&s->along)) {
        apply_to_rows(s, start, n, &b);
    } else {
        double laid_out[BLOCK];
        slopes_of_run each = {.run = 1, .may_be_zero = s->gamma ? s->may_be_zero : 1};
        if (s->gamma) lrelu_layout_slopes(&s->along, s->gamma, start, n, laid_out);
        each.at = s->gamma ? laid_out : lrelu_numbers_load(&s->each, done, n, laid_out);
        apply_from(&b, 0, n, each);
    }
}
