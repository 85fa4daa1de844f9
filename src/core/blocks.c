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

/* Room for a block of each operand that is not in memory as doubles, of its slopes, and of a second term. */
typedef struct {
    double x[BLOCK], y[BLOCK], grad[BLOCK], weight[BLOCK], slopes[BLOCK], added[BLOCK];
} workspace;

/* n elements, at most BLOCK: those from `done` on of a strip, from `start` on of the whole array. */
typedef struct {
    size_t start, done, n;
} place;

static void make_term(const term *t, place at, const double *x, double *y, workspace *w)
{
    const double *grad = lrelu_numbers_load(&t->grad, at.done, at.n, w->grad);
    if (t->weight.type) {
        multiply(grad, lrelu_numbers_load(&t->weight, at.done, at.n, w->weight), w->grad, at.n);
        grad = w->grad;
    }
    const operands o = {.apply = t->apply, .c = t->c, .x = x, .grad = grad, .y = y};
    lrelu_slopes_apply(t->slopes, at.start, at.done, at.n, &o, w->slopes);
}

static void add_up(const job *j, place at, const double *x, workspace *w)
{
    const double *grad = lrelu_numbers_load(&j->terms[0].grad, at.done, at.n, w->grad);
    const double *weight = lrelu_numbers_load(&j->terms[0].weight, at.done, at.n, w->weight);
    lrelu_gamma_sum_add(j->sum, at.start, x, grad, weight ? weight : x, at.n);
}

static int is_of_floats(const job *j)
{
    return j->terms[0].apply_to_floats && !j->terms[1].apply && j->x.type == &lrelu_floats && !j->x.is_one
           && j->y.type == &lrelu_floats;
}

static void do_floats(const job *j, place at, workspace *w)
{
    const term *t = &j->terms[0];
    const operands o = {.apply_to_floats = t->apply_to_floats,
                        .c = t->c,
                        .float_x = (const float *) j->x.at + at.done,
                        .float_y = (float *) j->y.at + at.done};
    lrelu_slopes_apply(t->slopes, at.start, at.done, at.n, &o, w->slopes);
}

static void do_block(const job *j, place at, workspace *w)
{
    if (is_of_floats(j)) {
        do_floats(j, at, w);
        return;
    }
    const double *x = lrelu_numbers_load(&j->x, at.done, at.n, w->x);
    if (j->sum) {
        add_up(j, at, x, w);
        return;
    }
    double *y = lrelu_numbers_place(&j->y, at.done, w->y);
    make_term(&j->terms[0], at, x, y, w);
    if (j->terms[1].apply) {
        make_term(&j->terms[1], at, x, w->added, w);
        add(w->added, y, at.n);
    }
    lrelu_numbers_store(&j->y, at.done, at.n, y);
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
    workspace w;
    for (size_t done = i * PART; done < end; done += BLOCK)
        do_block(s->j, (place){s->start + done, done, at_most(end - done, BLOCK)}, &w);
}

void lrelu_job_do(const job *j, size_t start, size_t n, int threads)
{
    const strip s = {j, start, n};
    lrelu_workers_share(do_part, &s, (n + PART - 1) / PART, threads);
}
