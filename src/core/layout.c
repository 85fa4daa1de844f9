#include "layout.h"

void layout_append(layout *along, size_t extent, size_t stride)
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

int layout_has_long_runs(const layout *along)
{
    return along->rank > 0 && along->extent[0] >= 256;
}

size_t layout_period(const layout *along)
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

void layout_start(const layout *along, size_t start, size_t n, layout_run *run)
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

void layout_next(const layout *along, layout_run *run)
{
    run->done += run->size;
    if (along->rank) {
        run->digit[0] += run->size;
        run->at += run->size * run->stride;
    }
    for (int k = 0; k + 1 < along->rank && run->digit[k] == along->extent[k]; k++) {
        run->at -= run->digit[k] * along->stride[k];
        run->digit[k] = 0;
        run->digit[k + 1]++;
        run->at += along->stride[k + 1];
    }
    set_size(along, run);
}

void layout_slopes(const layout *along, const double *gamma, size_t start, size_t n, double *slopes)
{
    layout_run run;
    for (layout_start(along, start, n, &run); run.size; layout_next(along, &run)) {
        double *to = slopes + run.done;
        const double *from = gamma + run.at;
        for (size_t i = 0; i < run.size; i++) to[i] = from[i * run.stride];
    }
}
