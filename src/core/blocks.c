#include "blocks.h"

#include <limits.h>

#include "simd.h"
#include "workers.h"

const double *numbers_load(const numbers *from, size_t start, size_t n, double *buffer)
{
    switch (from->kind) {
    case DOUBLES:
        return (const double *) from->at + start;
    case INTEGERS: {
        const int *integers = (const int *) from->at + start;
        for (size_t i = 0; i < n; i++) buffer[i] = integers[i] == INT_MIN ? from->value : integers[i];
        return buffer;
    }
    case ONE_NUMBER:
        for (size_t i = 0; i < n; i++) buffer[i] = from->value;
        return buffer;
    case NO_NUMBERS:
        break;
    }
    return NULL;
}

/* A missing grad wins over a missing weight. */
static void multiply(const double *grad, const double *weight, double *product, size_t n)
{
    VECTORISED for (size_t i = 0; i < n; i++) {
        double known = passed_on(weight[i], grad[i] * weight[i]);
        product[i] = grad[i] != grad[i] ? grad[i] : known;
    }
}

/* prelu where the slope is the same all along the first dimension: whole runs of it at once, and what is left of one at either end. */
static void run_along_runs(const job *j, size_t start, size_t n, const double *x, const double *grad, double *y)
{
    const size_t length = j->along->extent[0];
    layout outer;
    outer.rank = j->along->rank - 1;
    for (int k = 0; k < outer.rank; k++) {
        outer.extent[k] = j->along->extent[k + 1];
        outer.stride[k] = j->along->stride[k + 1];
    }
    for (size_t done = 0, size; done < n; done += size) {
        double slopes[BLOCK / SHORTEST_RUN];
        coefficients c = *j->c;
        size_t first = (start + done) / length, skipped = (start + done) % length, rest = n - done;
        size_t runs = skipped ? 0 : rest / length;
        layout_slopes(&outer, j->gamma, first, runs ? runs : 1, slopes);
        if (runs) {
            size = runs * length;
            c.run = length;
        } else {
            size = length - skipped < rest ? length - skipped : rest;
            c.slope = slopes[0];
        }
        j->run(&c, runs ? slopes : NULL, x + done, grad ? grad + done : NULL, y + done, size);
    }
}

/* prelu, without a table: with the slopes as they lie in gamma where they do so for long, else laid out for the block, in the buffer. */
static void run_along(const job *j, size_t start, size_t n, const double *x, const double *grad, double *y, double *buffer)
{
    const layout *along = j->along;
    if (layout_has_long_runs(along) && along->stride[0] == 0) {
        run_along_runs(j, start, n, x, grad, y);
    } else if (layout_has_long_runs(along) && along->stride[0] == 1) {
        layout_run run;
        for (layout_start(along, start, n, &run); run.size; layout_next(along, &run))
            j->run(j->c, j->gamma + run.at, x + run.done, grad ? grad + run.done : NULL, y + run.done, run.size);
    } else {
        layout_slopes(along, j->gamma, start, n, buffer);
        j->run(j->c, buffer, x, grad, y, n);
    }
}

/* The n elements from `done` on of a strip that begins at element `start`; n is at most BLOCK. */
static void run_block(const job *j, size_t start, size_t done, size_t n)
{
    double x_buffer[BLOCK], grad_buffer[BLOCK], weight_buffer[BLOCK], slopes_buffer[BLOCK];
    const double *x = numbers_load(&j->x, done, n, x_buffer);
    const double *grad = numbers_load(&j->grad, done, n, grad_buffer);
    const double *weight = numbers_load(&j->weight, done, n, weight_buffer);
    if (j->sum) {
        gamma_sum_add(j->sum, j->along, start + done, x, grad, weight ? weight : x, n);
        return;
    }
    if (weight) {
        multiply(grad, weight, grad_buffer, n);
        grad = grad_buffer;
    }
    double *y = j->y + done;
    if (j->table)
        j->run(j->c, j->table + (start + done) % j->period, x, grad, y, n);
    else if (j->gamma)
        run_along(j, start + done, n, x, grad, y, slopes_buffer);
    else
        j->run(j->c, numbers_load(&j->slopes, done, n, slopes_buffer), x, grad, y, n);
}

static size_t at_most(size_t n, size_t limit)
{
    return n < limit ? n : limit;
}

/* A part of a strip, which a thread takes at once. */
typedef struct {
    const job *j;
    size_t start, n;
} strip;

#define PART (16 * BLOCK)

static void run_part(const void *context, size_t i)
{
    const strip *s = context;
    const size_t end = at_most(s->n, (i + 1) * PART);
    for (size_t done = i * PART; done < end; done += BLOCK) run_block(s->j, s->start, done, at_most(end - done, BLOCK));
}

void job_run(const job *j, size_t start, size_t n, int threads)
{
    const strip s = {j, start, n};
    /* Sums are added up in order. */
    workers_run(run_part, &s, (n + PART - 1) / PART, j->sum ? 1 : threads);
}
