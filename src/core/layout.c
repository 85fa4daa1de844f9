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

size_t layout_period(const layout *along)
{
    size_t period = 1, product = 1;
    for (int k = 0; k < along->rank; k++) {
        product *= along->extent[k];
        if (along->stride[k]) period = product;
    }
    return period;
}

void layout_slopes(const layout *along, const double *gamma, size_t start, size_t n, double *slopes)
{
    size_t digit[LAYOUT_MAX_RANK + 1] = {0}, at = 0;
    for (int k = 0; k < along->rank; k++) {
        digit[k] = start % along->extent[k];
        start /= along->extent[k];
        at += digit[k] * along->stride[k];
    }

    const size_t stride = along->rank ? along->stride[0] : 0;
    const size_t extent = along->rank ? along->extent[0] : n;
    for (size_t done = 0; done < n;) {
        size_t run = extent - digit[0] < n - done ? extent - digit[0] : n - done;
        for (size_t i = 0; i < run; i++) slopes[done + i] = gamma[at + i * stride];
        done += run;
        digit[0] += run;
        at += run * stride;
        for (int k = 0; k < along->rank && digit[k] == along->extent[k]; k++) {
            at -= digit[k] * along->stride[k];
            digit[k] = 0;
            if (k + 1 < along->rank) {
                digit[k + 1]++;
                at += along->stride[k + 1];
            }
        }
    }
}
