/* The gradient with respect to gamma, added up piece by piece. */
#include <string.h>

#include "functions.h"
#include "call.h"
#include "written.h"

/* What a leakyrelu_sum holds. */
typedef struct {
    unsigned made;
    gamma_sum sum;
    plan plan;
    size_t length, bytes;
    void *memory;
} HIDDEN hidden_sum;

#define SUM_MADE 0x73756d6du

typedef char sum_fits[sizeof(hidden_sum) <= sizeof(leakyrelu_sum) ? 1 : -1];

static hidden_sum *sum_in(const leakyrelu_sum *hidden)
{
    hidden_sum *s = (hidden_sum *) hidden;
    return s && s->made == SUM_MADE ? s : NULL;
}

/* In an array without elements, no gamma is the slope of any. */
static size_t gammas_in_use(const plan *p)
{
    return p->elements > 0 ? p->gammas : 0;
}

size_t lrelu_sum_bytes(const leakyrelu_plan *hidden, size_t length, int threads)
{
    const plan *p = lrelu_plan_in(hidden);
    gamma_sum sum;
    return p ? lrelu_gamma_sum_plan(&sum, &p->slopes.along, gammas_in_use(p), length, threads) : 0;
}

int lrelu_sum_start(leakyrelu_sum *hidden, const leakyrelu_plan *of, size_t length, int threads, void *memory)
{
    const plan *p = lrelu_plan_in(of);
    hidden_sum *s = (hidden_sum *) hidden;
    if (!s) return LEAKYRELU_NO_PLAN;
    s->made = 0;
    if (!p) return LEAKYRELU_NO_PLAN;
    if (p->act->slope_from != SLOPE_GAMMA) return LEAKYRELU_NO_GAMMA_HERE;
    if (length > p->elements) return LEAKYRELU_LENGTH;
    if (!memory) return LEAKYRELU_NO_MEMORY;
    s->bytes = lrelu_gamma_sum_plan(&s->sum, &p->slopes.along, gammas_in_use(p), length, threads);
    lrelu_gamma_sum_start(&s->sum, memory, 0);
    s->plan = *p;
    s->length = length;
    s->memory = memory;
    s->made = SUM_MADE;
    return LEAKYRELU_OK;
}

int lrelu_sum_add(leakyrelu_sum *hidden, leakyrelu_array out_grad, const leakyrelu_array *data_grad,
                  leakyrelu_array data, const leakyrelu_piece *piece)
{
    const hidden_sum *s = sum_in(hidden);
    if (!s) return LEAKYRELU_NO_PLAN;
    call k;
    lrelu_call_begin(&k, &s->plan, data, NULL, NULL, piece);
    if (k.start > s->length || k.n > s->length - k.start) lrelu_call_refuse(&k, LEAKYRELU_LENGTH);
    if (piece && piece->mask.length > 0) lrelu_call_refuse(&k, LEAKYRELU_NO_MASK_HERE);
    k.job.terms[0].grad = lrelu_call_gradient(&k, out_grad);
    if (data_grad) k.job.terms[0].weight = lrelu_call_gradient(&k, *data_grad);
    k.job.sum = &s->sum;
    return lrelu_call_finish(&k);
}

static int next_part(hidden_sum *s)
{
    const size_t next = s->sum.from + s->sum.n;
    if (next == s->sum.all) {
        s->made = 0;
        return LEAKYRELU_OK;
    }
    lrelu_gamma_sum_start(&s->sum, s->memory, next);
    return LEAKYRELU_AGAIN;
}

int lrelu_sum_finish(leakyrelu_sum *hidden, double *gamma_grad)
{
    hidden_sum *s = sum_in(hidden);
    if (!s) return LEAKYRELU_NO_PLAN;
    const size_t bytes = s->plan.gammas * sizeof *gamma_grad;
    if (!gamma_grad && bytes > 0) return LEAKYRELU_NO_MEMORY;
    if (lrelu_overlap(gamma_grad, bytes, s->plan.slopes.gamma, bytes)
        || lrelu_overlap(gamma_grad, bytes, s->memory, s->bytes))
        return LEAKYRELU_OVERLAP;
    if (s->sum.all == 0 && bytes > 0) memset(gamma_grad, 0, bytes);
    if (s->sum.all > 0) lrelu_gamma_sum_finish(&s->sum, gamma_grad);
    return next_part(s);
}

size_t lrelu_sum_written_bytes(const leakyrelu_sum *hidden)
{
    const hidden_sum *s = sum_in(hidden);
    return s ? lrelu_written_bytes(&s->sum) : 0;
}

int lrelu_sum_write(leakyrelu_sum *hidden, const size_t *index, void *bytes)
{
    hidden_sum *s = sum_in(hidden);
    if (!s) return LEAKYRELU_NO_PLAN;
    if (!bytes && lrelu_written_bytes(&s->sum) > 0) return LEAKYRELU_NO_MEMORY;
    if (s->sum.all > 0) lrelu_write(&s->sum, index, bytes);
    return next_part(s);
}

int lrelu_sum_read(leakyrelu_sum *hidden, const void *bytes, size_t length)
{
    const hidden_sum *s = sum_in(hidden);
    if (!s) return LEAKYRELU_NO_PLAN;
    if (!bytes && length > 0) return LEAKYRELU_NO_MEMORY;
    if (!lrelu_is_written(&s->sum, bytes, length)) return LEAKYRELU_NOT_WRITTEN;
    lrelu_read(&s->sum, bytes, length);
    return LEAKYRELU_OK;
}

size_t lrelu_sum_skip(const leakyrelu_sum *hidden, size_t start, size_t length)
{
    const hidden_sum *s = sum_in(hidden);
    return s ? lrelu_gamma_sum_skips(&s->sum, start, length) : 0;
}
