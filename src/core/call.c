#include "call.h"

#include "half.h"
#include "rectifier.h"

const number_type *lrelu_type_of(int type)
{
    switch (type) {
    case LEAKYRELU_DOUBLE:
        return &lrelu_doubles;
    case LEAKYRELU_FLOAT:
        return &lrelu_floats;
    case LEAKYRELU_FLOAT16:
        return &lrelu_float16;
    case LEAKYRELU_BFLOAT16:
        return &lrelu_bfloat16;
    case LEAKYRELU_INTEGER:
        return &lrelu_integers;
    default:
        return NULL;
    }
}

const number_type *lrelu_type_of_result(leakyrelu_array data)
{
    return data.type == LEAKYRELU_INTEGER ? &lrelu_doubles : lrelu_type_of(data.type);
}

void lrelu_call_refuse(call *k, int status)
{
    if (!k->status) k->status = status;
}

static numbers read_array(call *k, leakyrelu_array a)
{
    const numbers in = {.type = lrelu_type_of(a.type), .at = (void *) a.at};
    if (!in.type) lrelu_call_refuse(k, LEAKYRELU_UNKNOWN_TYPE);
    if (!a.at && a.length > 0) lrelu_call_refuse(k, LEAKYRELU_NO_MEMORY);
    return in;
}

/* Where there is a result, it may be this memory, but not a part of it. */
static void keep_apart(call *k, const void *from, size_t bytes, size_t size)
{
    if (k->status || !k->job.y.at) return;
    const size_t y_bytes = k->n * k->job.y.type->size;
    if (k->job.y.at == from && y_bytes == bytes && k->job.y.type->size == size)
        k->job.is_in_place = 1;
    else if (lrelu_overlap(k->job.y.at, y_bytes, from, bytes))
        lrelu_call_refuse(k, LEAKYRELU_OVERLAP);
}

static numbers read_operand(call *k, leakyrelu_array a)
{
    const numbers in = read_array(k, a);
    if (a.length != k->n) lrelu_call_refuse(k, LEAKYRELU_LENGTH);
    if (!k->status) keep_apart(k, a.at, k->n * in.type->size, in.type->size);
    return in;
}

numbers lrelu_call_gradient(call *k, leakyrelu_array a)
{
    if (a.length != 1 || k->n == 1) return read_operand(k, a);
    const numbers in = read_array(k, a);
    if (k->status) return in;
    double *one = &k->ones[k->used++];
    lrelu_numbers_copy(&in, 0, 1, one);
    return (numbers){.type = &lrelu_doubles, .at = one, .is_one = 1};
}

/* None of gamma's memory may be a result's. */
static void keep_gamma_apart(call *k, const plan *p)
{
    if (!p->slopes.gamma || p->elements == 0) return;
    keep_apart(k, p->slopes.gamma, p->gammas * sizeof(double), 0);
    if (p->slopes.table) keep_apart(k, p->slopes.table, (p->slopes.period + BLOCK) * sizeof(double), 0);
}

void lrelu_call_begin(call *k, const plan *p, leakyrelu_array data, const number_type *type, void *result,
                      const leakyrelu_piece *piece)
{
    static const leakyrelu_piece whole = LEAKYRELU_PIECE;
    if (!piece) piece = &whole;
    k->job = (job){.is_cheap = p ? p->act->is_cheap : 0};
    k->start = piece->start;
    k->n = data.length;
    k->threads = piece->threads;
    k->status = LEAKYRELU_OK;
    k->used = 0;
    if (!p) lrelu_call_refuse(k, LEAKYRELU_NO_PLAN);
    if (piece->size < sizeof *piece) lrelu_call_refuse(k, LEAKYRELU_NO_SIZE);
    if (k->status) return;
    if (k->start > p->elements || k->n > p->elements - k->start) lrelu_call_refuse(k, LEAKYRELU_LENGTH);
    k->job.x = read_array(k, data);
    if (!type) return;
    k->job.y = (numbers){.type = type, .at = result};
    if (!result && k->n > 0) lrelu_call_refuse(k, LEAKYRELU_NO_MEMORY);
    if (!k->status) keep_apart(k, data.at, k->n * k->job.x.type->size, k->job.x.type->size);
    keep_gamma_apart(k, p);
}

term lrelu_call_term(const plan *p, kernel *apply)
{
    return (term){.apply = apply, .c = &p->c, .slopes = &p->slopes};
}

term lrelu_call_masked_term(call *k, const plan *p, kernel *apply, const leakyrelu_piece *piece)
{
    term t = lrelu_call_term(p, apply);
    if (k->status || !piece || piece->mask.length == 0) return t;
    if (p->act->slope_from != SLOPE_BOUNDS) lrelu_call_refuse(k, LEAKYRELU_NO_MASK_HERE);
    k->masked = (slopes){.each = read_operand(k, piece->mask)};
    t.slopes = &k->masked;
    return t;
}

term lrelu_call_gamma_term(call *k, const activation *act, const leakyrelu_plan *hidden)
{
    const plan *p = lrelu_plan_in(hidden);
    if (!hidden) return (term){.apply = NULL};
    if (!p || k->status) {
        lrelu_call_refuse(k, LEAKYRELU_NO_PLAN);
        return (term){.apply = NULL};
    }
    if (act->slope_from != SLOPE_GAMMA || p->act->slope_from != SLOPE_GAMMA)
        lrelu_call_refuse(k, LEAKYRELU_NO_GAMMA_HERE);
    if (k->start > p->elements || k->n > p->elements - k->start) lrelu_call_refuse(k, LEAKYRELU_LENGTH);
    keep_gamma_apart(k, p);
    return lrelu_call_term(p, lrelu_rectifier_term);
}

int lrelu_call_finish(call *k)
{
    if (k->status || k->n == 0) return k->status;
    /* A kernel reads an element of each operand before it writes that of y; what comes after it may read again. */
    k->job.is_in_place &= k->job.terms[0].weight.type || k->job.terms[1].apply;
    lrelu_job_do(&k->job, k->start, k->n, k->threads);
    return LEAKYRELU_OK;
}
