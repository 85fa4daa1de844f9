#include "blocks.h"

#include "missing.h"
#include "simd.h"
#include "workers.h"

/* A missing grad wins over a missing weight. */
static void multiply(const double *grad, const double *weight, double *product, size_t n)
{
    VECTORISED for (size_t i = 0; i < n; i++)
    {
        double known = passed_on(weight[i], grad[i] * weight[i]);
        product[i] = grad[i] != grad[i] ? grad[i] : known;
    }
}

/* A missing y wins over a missing term. */
static void add(const double *added, double *y, size_t n)
{
    VECTORISED for (size_t i = 0; i < n; i++)
    {
        double sum = passed_on(added[i], y[i] + added[i]);
        y[i] = y[i] != y[i] ? y[i] : sum;
    }
}

/* The n elements from `done` on of a strip that begins at element `start`; n is at most BLOCK. */
static void make_term(const term *t, size_t start, size_t done, size_t n, const double *x, double *y)
{
    double grad_buffer[BLOCK];
    const double *grad = lrelu_numbers_load(&t->grad, done, n, grad_buffer);
    if (t->weight.type) {
        double weight_buffer[BLOCK];
        multiply(grad, lrelu_numbers_load(&t->weight, done, n, weight_buffer), grad_buffer, n);
        grad = grad_buffer;
    }
    lrelu_slopes_apply(t->slopes, start + done, done, n, t->apply, t->c, x, grad, y);
}

static void add_up(const job *j, size_t start, size_t done, size_t n, const double *x)
{
    double grad_buffer[BLOCK], weight_buffer[BLOCK];
    const double *grad = lrelu_numbers_load(&j->terms[0].grad, done, n, grad_buffer);
    const double *weight = lrelu_numbers_load(&j->terms[0].weight, done, n, weight_buffer);
    lrelu_gamma_sum_add(j->sum, start + done, x, grad, weight ? weight : x, n);
}

static void make_y(const job *j, size_t start, size_t done, size_t n, const double *x)
{
    double y_buffer[BLOCK], added[BLOCK];
    double *y = lrelu_numbers_place(&j->y, done, y_buffer);
    make_term(&j->terms[0], start, done, n, x, y);
    if (j->terms[1].apply) {
        make_term(&j->terms[1], start, done, n, x, added);
        add(added, y, n);
    }
    lrelu_numbers_store(&j->y, done, n, y);
}

static void do_block(const job *j, size_t start, size_t done, size_t n)
{
    double x_buffer[BLOCK];
    const double *x = lrelu_numbers_load(&j->x, done, n, x_buffer);
    if (j->sum)
        add_up(j, start, done, n, x);
    else
        make_y(j, start, done, n, x);
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

static void do_part(const void *context, size_t i)
{
    const strip *s = context;
    const size_t end = at_most(s->n, (i + 1) * PART);
    for (size_t done = i * PART; done < end; done += BLOCK) do_block(s->j, s->start, done, at_most(end - done, BLOCK));
}

void lrelu_job_do(const job *j, size_t start, size_t n, int threads)
{
    const strip s = {j, start, n};
    lrelu_workers_share(do_part, &s, (n + PART - 1) / PART, threads);
}
