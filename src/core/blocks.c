#include "blocks.h"

#include "bits.h"
#include "leakyrelu.h"
#include "products.h"
#include "simd.h"
#include "workers.h"

/* Room for a block of each operand that is not in memory as doubles, of its slopes, of grad weight, of a second term,
 * and of what a kernel multiplies gradients with. */
typedef struct {
    double x[BLOCK], y[BLOCK], grad[BLOCK], weight[BLOCK], slopes[BLOCK], product[BLOCK], added[BLOCK], factors[BLOCK];
} workspace;

typedef char stack_suffices[sizeof(workspace) + 16384 <= LEAKYRELU_STACK ? 1 : -1];

/* n elements, at most BLOCK: those from `done` on of a strip, from `start` on of the whole array. */
typedef struct {
    size_t start, done, n;
} place;

/* What the kernel multiplies the gradient of each element with. */
static const double *factors_of(const term *t, place at, const double *x, double *factors, workspace *w)
{
    for (size_t i = 0; i < at.n; i++) factors[i] = 1;
    const operands o = {.apply = t->apply, .c = t->c, .x = x, .grad = factors, .y = factors};
    lrelu_slopes_apply(t->slopes, at.start, at.done, at.n, &o, w->slopes);
    return factors;
}

/* Where grad weight over- or underflows, grad weight f''(x) may be a number all the same. */
static void mend_products(const term *t, place at, const double *x, const double *grad, const double *weight, double *y,
                          workspace *w)
{
    const double *factors = NULL;
    for (size_t i = 0; i < at.n; i++) {
        if (!lrelu_product_is_lost(grad[i], weight[i], w->product[i]) || x[i] != x[i]) continue;
        if (!factors) factors = factors_of(t, at, x, w->factors, w);
        if (factors[i] != 0 || y[i] != y[i]) y[i] = lrelu_product_of_three(grad[i], weight[i], factors[i]);
    }
}

static void make_term(const term *t, place at, const double *x, double *y, workspace *w)
{
    const double *grad = lrelu_numbers_load(&t->grad, at.done, at.n, w->grad);
    const double *weight = lrelu_numbers_load(&t->weight, at.done, at.n, w->weight);
    const int is_lost = weight && lrelu_products(grad, weight, w->product, at.n);
    const operands o = {.apply = t->apply, .c = t->c, .x = x, .grad = weight ? w->product : grad, .y = y};
    lrelu_slopes_apply(t->slopes, at.start, at.done, at.n, &o, w->slopes);
    if (is_lost) mend_products(t, at, x, grad, weight, y, w);
}

/* Where a term overflows, the sum may be a number all the same. Neither term has a weight, and the second is no longer
 * of use. */
static void mend_sums(const term *terms, place at, const double *x, double *y, workspace *w)
{
    const double *first = lrelu_numbers_load(&terms[0].grad, at.done, at.n, w->grad);
    const double *second = lrelu_numbers_load(&terms[1].grad, at.done, at.n, w->weight);
    const double *of_first = NULL, *of_second = NULL;
    for (size_t i = 0; i < at.n; i++) {
        if (is_finite(y[i]) || !is_finite(first[i]) || !is_finite(second[i])) continue;
        if (!of_first) {
            of_first = factors_of(&terms[0], at, x, w->factors, w);
            of_second = factors_of(&terms[1], at, x, w->added, w);
        }
        if (!is_finite(of_first[i]) || !is_finite(of_second[i])) continue;
        y[i] = lrelu_sum_of_products(of_first[i], first[i], of_second[i], second[i]);
    }
}

static void add_up(const job *j, gamma_share *share, place at, workspace *w)
{
    if (!lrelu_gamma_sum_reaches(j->sum, at.start, at.n)) return;
    const double *x = lrelu_numbers_load(&j->x, at.done, at.n, w->x);
    const double *grad = lrelu_numbers_load(&j->terms[0].grad, at.done, at.n, w->grad);
    const double *weight = lrelu_numbers_load(&j->terms[0].weight, at.done, at.n, w->weight);
    lrelu_gamma_sum_add(j->sum, share, at.start, x, grad, weight ? weight : x, at.n);
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
    lrelu_floats_same_na(o.float_y, at.n);
}

static void do_block(const job *j, place at, workspace *w)
{
    if (is_of_floats(j)) {
        do_floats(j, at, w);
        return;
    }
    const double *x = lrelu_numbers_load(&j->x, at.done, at.n, w->x);
    double *y = j->is_in_place ? w->y : lrelu_numbers_place(&j->y, at.done, w->y);
    make_term(&j->terms[0], at, x, y, w);
    if (j->terms[1].apply) {
        make_term(&j->terms[1], at, x, w->added, w);
        if (lrelu_sums(w->added, y, at.n) && !j->terms[0].weight.type) mend_sums(j->terms, at, x, y, w);
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
    gamma_share *share = s->j->sum ? lrelu_gamma_sum_take(s->j->sum) : NULL;
    ALIGNED_TO_LINES workspace w;
    /* The first block is shorter, so that the others begin with a line of the cache: elu takes 0.8 times as long. */
    size_t size = BLOCK - lrelu_numbers_past_line(&s->j->y, i * PART);
    for (size_t done = i * PART; done < end; done += size, size = BLOCK) {
        const place at = {s->start + done, done, at_most(end - done, size)};
        if (share)
            add_up(s->j, share, at, &w);
        else
            do_block(s->j, at, &w);
    }
    if (share) lrelu_gamma_sum_give_back(share);
}

void lrelu_job_do(const job *j, size_t start, size_t n, int threads)
{
    const strip s = {j, start, n};
    if (j->sum && threads > j->sum->shares) threads = j->sum->shares;
    lrelu_workers_share(do_part, &s, (n + PART - 1) / PART, threads);
}
