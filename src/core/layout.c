#include "layout.h"

void lrelu_layout_append(layout *along, size_t extent, size_t stride)
{
    if (extent == 1) return;
    int last = along->rank - 1;
    if (last >= 0 && stride == along->stride[last] * along->extent[last]) {
        along->extent[last] *= extent;
        return;
    }
    along->extent[along->rank] = extent;
    along->stride[along->rank] = stride;
    along->rank++;
}

size_t lrelu_layout_period(const layout *along)
{
    size_t period = 1, product = 1;
    for (int k = 0; k < along->rank; k++) {
        product *= along->extent[k];
        if (along->stride[k]) period = product;
    }
    return period;
}

static void set_size(const layout *along, layout_run *run)
{
    size_t rest = run->n - run->done, extent = along->rank ? along->extent[0] - run->digit[0] : rest;
    run->size = extent < rest ? extent : rest;
}

void lrelu_layout_start(const layout *along, size_t start, size_t n, layout_run *run)
{
    run->done = run->at = 0;
    run->n = n;
    run->stride = along->rank ? along->stride[0] : 0;
    for (int k = 0; k < along->rank; k++) {
        run->digit[k] = start % along->extent[k];
        run->at += run->digit[k] * along->stride[k];
        start /= along->extent[k];
    }
    set_size(along, run);
}

/* Goes on by `count` in dimension k, `size` elements each. */
static void advance(const layout *along, layout_run *run, int k, size_t count, size_t size)
{
    run->done += count * size;
    if (along->rank) {
        run->digit[k] += count;
        run->at += count * along->stride[k];
    }
    for (; k + 1 < along->rank && run->digit[k] == along->extent[k]; k++) {
        run->at -= run->digit[k] * along->stride[k];
        run->digit[k] = 0;
        run->digit[k + 1]++;
        run->at += along->stride[k + 1];
    }
    set_size(along, run);
}

void lrelu_layout_next(const layout *along, layout_run *run)
{
    advance(along, run, 0, run->size, 1);
}

/* Where the elements differ in a digit, the digits before it run through all their values. */
void lrelu_layout_reach(const layout *along, size_t start, size_t n, size_t *least, size_t *most)
{
    size_t first = start, last = start + n - 1, all = 0;
    *least = *most = 0;
    for (int k = 0; k < along->rank; k++) {
        const size_t extent = along->extent[k], stride = along->stride[k];
        if (first != last) {
            *least = 0;
            *most = all;
        }
        const int is_same_round = first / extent == last / extent;
        *least += is_same_round ? first % extent * stride : 0;
        *most += is_same_round ? last % extent * stride : (extent - 1) * stride;
        all += (extent - 1) * stride;
        first /= extent;
        last /= extent;
    }
}

void lrelu_layout_slopes(const layout *along, const double *gamma, size_t start, size_t n, double *slopes)
{
    layout_run run;
    lrelu_layout_start(along, start, n, &run);
    while (run.size) {
        double *to = slopes + run.done;
        const double *from = gamma + run.at;
        if (along->rank < 2 || run.size < along->extent[0]) {
            for (size_t i = 0; i < run.size; i++) to[i] = from[i * run.stride];
            lrelu_layout_next(along, &run);
            continue;
        }
        /* whole runs along the second dimension in one go */
        size_t rest = (n - run.done) / run.size, runs = along->extent[1] - run.digit[1];
        if (runs > rest) runs = rest;
        for (size_t k = 0; k < runs; k++)
            for (size_t i = 0; i < run.size; i++) to[k * run.size + i] = from[k * along->stride[1] + i * run.stride];
        advance(along, &run, 1, runs, run.size);
    }
}
