/* The functions of inst/include/leakyrelu.h: each checks its call, makes a job of it, and does it. */
#include <string.h>

#include "accumulator.h"
#include "blocks.h"
#include "half.h"
#include "plan.h"
#include "rectifier.h"
#include "simd.h"
#include "twister.h"

/* ---- Words ------------------------------------------------------------------------------------------------------ */

static const char *explain(int status)
{
    switch (status) {
    case LEAKYRELU_OK:
        return "all went well";
    case LEAKYRELU_AGAIN:
        return "all of the data is to be added once more";
    case LEAKYRELU_NO_PLAN:
        return "the plan, or the sum, must have been made before";
    case LEAKYRELU_NO_MEMORY:
        return "memory must be given, not NULL";
    case LEAKYRELU_UNKNOWN_ACT_TYPE:
        return "act_type must be the name of an activation";
    case LEAKYRELU_UNKNOWN_TYPE:
        return "a type must be a leakyrelu_type; LEAKYRELU_INTEGER can only be read from";
    case LEAKYRELU_SLOPE_NOT_FINITE:
        return "slope must be finite";
    case LEAKYRELU_SLOPE_NOT_POSITIVE:
        return "slope must be greater than 0 for this activation";
    case LEAKYRELU_LOWER_BOUND_NOT_FINITE:
        return "lower_bound must be finite";
    case LEAKYRELU_UPPER_BOUND_NOT_FINITE:
        return "upper_bound must be finite";
    case LEAKYRELU_BOUNDS_NOT_ORDERED:
        return "lower_bound must be at most upper_bound";
    case LEAKYRELU_BOUNDS_TOO_FAR_APART:
        return "upper_bound must be a finite distance above lower_bound";
    case LEAKYRELU_NO_GAMMA_HERE:
        return "only a plan for prelu has gammas, and a table only one with several";
    case LEAKYRELU_NO_MASK_HERE:
        return "only a plan for rrelu takes a mask";
    case LEAKYRELU_LAYOUT:
        return "extents and strides must stay within gamma";
    case LEAKYRELU_LENGTH:
        return "an operand must have the length of data, a gradient that or 1, and all must lie in the array of the "
               "plan";
    case LEAKYRELU_OVERLAP:
        return "a result may only be the memory of an operand as a whole, with numbers of the same size";
    case LEAKYRELU_NOT_FROM_OUT:
        return "the derivative of this activation does not follow from its output";
    case LEAKYRELU_NOT_FROM_OUT_OF_SLOPE:
        return "the derivative does not follow from the output where the slope is negative";
    default:
        return "no such status";
    }
}

/* Of each source of a slope, the same in the header. */
typedef char sources_agree[(int) SLOPE_NONE == LEAKYRELU_SLOPE_OF_NONE
                                   && (int) SLOPE_ARGUMENT == LEAKYRELU_SLOPE_OF_ARGUMENT
                                   && (int) SLOPE_GAMMA == LEAKYRELU_SLOPE_OF_GAMMA
                                   && (int) SLOPE_BOUNDS == LEAKYRELU_SLOPE_OF_BOUNDS
                               ? 1
                               : -1];

static int describe(int number, leakyrelu_activation *about)
{
    if (number < 0 || number >= lrelu_activation_count || !about) return 0;
    const activation *row = lrelu_activations[number];
    const leakyrelu_activation all = {.size = about->size,
                                      .name = row->name,
                                      .formula = row->formula,
                                      .otherwise = row->otherwise,
                                      .letters = row->letters,
                                      .slope_from = row->slope_from,
                                      .is_slope_positive = row->slope_domain == POSITIVE,
                                      .is_from_out = row->from_out != NULL,
                                      .is_cheap = row->is_cheap,
                                      .error = {row->error.y, row->error.first, row->error.second}};
    memcpy(about, &all, about->size < sizeof all ? about->size : sizeof all);
    return 1;
}

static int find(const char *act_type)
{
    for (int i = 0; act_type && i < lrelu_activation_count; i++)
        if (strcmp(lrelu_activations[i]->name, act_type) == 0) return i;
    return -1;
}

/* ---- Numbers ---------------------------------------------------------------------------------------------------- */

static leakyrelu_array array(int type, const void *at, size_t length)
{
    const leakyrelu_array a = {type, length, at};
    return a;
}

static const number_type *type_of(int type)
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

static const number_type *type_of_result(leakyrelu_array data)
{
    return data.type == LEAKYRELU_INTEGER ? &lrelu_doubles : type_of(data.type);
}

/* ---- A call: what is checked, and the job that is made of it ---------------------------------------------------- */

#define MOST_ONES 2

typedef struct {
    job job;
    size_t start, n;
    int threads, status;
    double ones[MOST_ONES]; /* operands that are one number for all */
    int used;
    slopes masked;
} call;

/* The first thing that is wrong is what the call says. */
static void refuse(call *k, int status)
{
    if (!k->status) k->status = status;
}

static numbers read_array(call *k, leakyrelu_array a)
{
    const numbers in = {.type = type_of(a.type), .at = (void *) a.at};
    if (!in.type) refuse(k, LEAKYRELU_UNKNOWN_TYPE);
    if (!a.at && a.length > 0) refuse(k, LEAKYRELU_NO_MEMORY);
    return in;
}

/* Where there is a result, it may be this memory, but not a part of it. */
static void keep_apart(call *k, const void *from, size_t bytes, size_t size)
{
    const char *y = k->job.y.at, *x = from;
    if (k->status || !y || !x) return;
    const size_t y_bytes = k->n * k->job.y.type->size;
    if (y == x && y_bytes == bytes && k->job.y.type->size == size)
        k->job.is_in_place = 1;
    else if (y < x + bytes && x < y + y_bytes)
        refuse(k, LEAKYRELU_OVERLAP);
}

static numbers read_operand(call *k, leakyrelu_array a)
{
    const numbers in = read_array(k, a);
    if (a.length != k->n) refuse(k, LEAKYRELU_LENGTH);
    if (!k->status) keep_apart(k, a.at, k->n * in.type->size, in.type->size);
    return in;
}

static numbers read_gradient(call *k, leakyrelu_array a)
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

/* Begins a call for this data; a result of no type is none. */
static void begin(call *k, const plan *p, leakyrelu_array data, const number_type *type, void *result,
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
    if (!p) {
        refuse(k, LEAKYRELU_NO_PLAN);
        return;
    }
    if (k->start > p->elements || k->n > p->elements - k->start) refuse(k, LEAKYRELU_LENGTH);
    k->job.x = read_array(k, data);
    if (!type) return;
    k->job.y = (numbers){.type = type, .at = result};
    if (!result && k->n > 0) refuse(k, LEAKYRELU_NO_MEMORY);
    if (!k->status) keep_apart(k, data.at, k->n * k->job.x.type->size, k->job.x.type->size);
    keep_gamma_apart(k, p);
}

static term plain_term(const plan *p, kernel *apply)
{
    return (term){.apply = apply, .c = &p->c, .slopes = &p->slopes};
}

/* The term of a kernel that takes slopes, those of a mask where there is one. */
static term masked_term(call *k, const plan *p, kernel *apply, const leakyrelu_piece *piece)
{
    term t = plain_term(p, apply);
    if (k->status || !piece || piece->mask.length == 0) return t;
    if (p->act->slope_from != SLOPE_BOUNDS) refuse(k, LEAKYRELU_NO_MASK_HERE);
    k->masked = (slopes){.each = read_operand(k, piece->mask)};
    t.slopes = &k->masked;
    return t;
}

/* What a gradient that arrived at gamma's, that of this activation, adds. */
static term gamma_term(call *k, const activation *act, const leakyrelu_plan *hidden)
{
    const plan *p = lrelu_plan_in(hidden);
    if (!hidden) return (term){.apply = NULL};
    if (!p || k->status) {
        refuse(k, LEAKYRELU_NO_PLAN);
        return (term){.apply = NULL};
    }
    if (act->slope_from != SLOPE_GAMMA || p->act->slope_from != SLOPE_GAMMA) refuse(k, LEAKYRELU_NO_GAMMA_HERE);
    if (k->start > p->elements || k->n > p->elements - k->start) refuse(k, LEAKYRELU_LENGTH);
    keep_gamma_apart(k, p);
    return plain_term(p, lrelu_rectifier_term);
}

static int finish(call *k)
{
    if (k->status || k->n == 0) return k->status;
    /* A kernel reads an element of each operand before it writes that of y; what comes after it may read again. */
    k->job.is_in_place &= k->job.terms[0].weight.type || k->job.terms[1].apply;
    lrelu_job_do(&k->job, k->start, k->n, k->threads);
    return LEAKYRELU_OK;
}

/* ---- The activations and their gradients ------------------------------------------------------------------------ */

static int convert(leakyrelu_array from, int type, void *to)
{
    leakyrelu_plan same;
    const leakyrelu_parameters parameters = {sizeof parameters, 1, 0, 0};
    lrelu_plan_make(&same, "leaky", &parameters);
    const plan *p = lrelu_plan_in(&same);
    call k;
    if (type == LEAKYRELU_INTEGER || !type_of(type)) return LEAKYRELU_UNKNOWN_TYPE;
    begin(&k, p, from, type_of(type), to, NULL);
    k.job.terms[0] = plain_term(p, p->act->forward);
    return finish(&k);
}

static int forward(const leakyrelu_plan *hidden, leakyrelu_array data, void *out, const leakyrelu_piece *piece)
{
    const plan *p = lrelu_plan_in(hidden);
    call k;
    begin(&k, p, data, type_of_result(data), out, piece);
    if (k.status) return k.status;
    k.job.terms[0] = masked_term(&k, p, p->act->forward, piece);
    /* A slope that is NA is one as a float too by way of a double only. */
    if (!lrelu_plan_may_miss(p)) k.job.terms[0].apply_to_floats = p->act->forward_float;
    return finish(&k);
}

static int make_gradient(const plan *p, kernel *apply, leakyrelu_array grad, leakyrelu_array data, void *result,
                         const leakyrelu_piece *piece)
{
    call k;
    begin(&k, p, data, type_of_result(data), result, piece);
    if (k.status) return k.status;
    k.job.terms[0] = masked_term(&k, p, apply, piece);
    k.job.terms[0].grad = read_gradient(&k, grad);
    return finish(&k);
}

static int backward(const leakyrelu_plan *hidden, leakyrelu_array out_grad, leakyrelu_array data, void *data_grad,
                    const leakyrelu_piece *piece)
{
    const plan *p = lrelu_plan_in(hidden);
    return p ? make_gradient(p, p->act->backward, out_grad, data, data_grad, piece) : LEAKYRELU_NO_PLAN;
}

static int backward_from_out(const leakyrelu_plan *hidden, leakyrelu_array out_grad, leakyrelu_array out,
                             void *data_grad, const leakyrelu_piece *piece)
{
    const plan *p = lrelu_plan_in(hidden);
    if (!p) return LEAKYRELU_NO_PLAN;
    if (!p->act->from_out) return LEAKYRELU_NOT_FROM_OUT;
    if (p->c.slope < 0 && !(piece && piece->mask.length > 0)) return LEAKYRELU_NOT_FROM_OUT_OF_SLOPE;
    return make_gradient(p, p->act->from_out, out_grad, out, data_grad, piece);
}

static int double_backward_out_grad(const leakyrelu_plan *hidden, const leakyrelu_plan *gamma_grad,
                                    leakyrelu_array data_grad, leakyrelu_array data, void *result,
                                    const leakyrelu_piece *piece)
{
    const plan *p = lrelu_plan_in(hidden);
    call k;
    begin(&k, p, data, type_of_result(data), result, piece);
    if (k.status) return k.status;
    k.job.terms[0] = masked_term(&k, p, p->act->backward, piece);
    k.job.terms[0].grad = read_gradient(&k, data_grad);
    k.job.terms[1] = gamma_term(&k, p->act, gamma_grad);
    k.job.terms[1].grad = k.job.x;
    return finish(&k);
}

/* f'' depends on no slope of an element's own. */
static int double_backward_data(const leakyrelu_plan *hidden, const leakyrelu_plan *gamma_grad,
                                leakyrelu_array data_grad, leakyrelu_array out_grad, leakyrelu_array data, void *result,
                                const leakyrelu_piece *piece)
{
    static const slopes none;
    const plan *p = lrelu_plan_in(hidden);
    call k;
    begin(&k, p, data, type_of_result(data), result, piece);
    if (k.status) return k.status;
    k.job.terms[0] = masked_term(&k, p, p->act->double_backward, piece);
    k.job.terms[0].slopes = &none;
    k.job.terms[0].grad = read_gradient(&k, out_grad);
    k.job.terms[0].weight = read_gradient(&k, data_grad);
    k.job.terms[1] = gamma_term(&k, p->act, gamma_grad);
    k.job.terms[1].grad = k.job.terms[0].grad;
    return finish(&k);
}

/* ---- The gradient of gamma -------------------------------------------------------------------------------------- */

/* What a leakyrelu_sum holds. */
typedef struct {
    unsigned made;
    gamma_sum sum;
    plan plan;
    size_t length;
    void *memory;
} HIDDEN hidden_sum;

#define SUM_MADE 0x73756d6du

typedef char sum_fits[sizeof(hidden_sum) <= sizeof(leakyrelu_sum) ? 1 : -1];

static hidden_sum *sum_in(const leakyrelu_sum *hidden)
{
    hidden_sum *s = (hidden_sum *) hidden;
    return s && s->made == SUM_MADE ? s : NULL;
}

/* The gammas that are the slope of an element. */
static size_t gammas_in_use(const plan *p)
{
    size_t n = p->elements > 0;
    for (int k = 0; k < p->slopes.along.rank; k++)
        if (p->slopes.along.stride[k]) n *= p->slopes.along.extent[k];
    return n;
}

static size_t sum_bytes(const leakyrelu_plan *hidden, size_t length, int threads)
{
    const plan *p = lrelu_plan_in(hidden);
    gamma_sum sum;
    return p ? lrelu_gamma_sum_plan(&sum, &p->slopes.along, gammas_in_use(p), length, threads) : 0;
}

static int sum_start(leakyrelu_sum *hidden, const leakyrelu_plan *of, size_t length, int threads, void *memory)
{
    const plan *p = lrelu_plan_in(of);
    hidden_sum *s = (hidden_sum *) hidden;
    if (!s) return LEAKYRELU_NO_PLAN;
    s->made = 0;
    if (!p) return LEAKYRELU_NO_PLAN;
    if (p->act->slope_from != SLOPE_GAMMA) return LEAKYRELU_NO_GAMMA_HERE;
    if (length > p->elements) return LEAKYRELU_LENGTH;
    if (!memory) return LEAKYRELU_NO_MEMORY;
    lrelu_gamma_sum_plan(&s->sum, &p->slopes.along, gammas_in_use(p), length, threads);
    lrelu_gamma_sum_start(&s->sum, memory, 0);
    s->plan = *p;
    s->length = length;
    s->memory = memory;
    s->made = SUM_MADE;
    return LEAKYRELU_OK;
}

static int sum_add(leakyrelu_sum *hidden, leakyrelu_array out_grad, const leakyrelu_array *data_grad,
                   leakyrelu_array data, const leakyrelu_piece *piece)
{
    const hidden_sum *s = sum_in(hidden);
    if (!s) return LEAKYRELU_NO_PLAN;
    call k;
    begin(&k, &s->plan, data, NULL, NULL, piece);
    if (k.start > s->length || k.n > s->length - k.start) refuse(&k, LEAKYRELU_LENGTH);
    if (piece && piece->mask.length > 0) refuse(&k, LEAKYRELU_NO_MASK_HERE);
    k.job.terms[0].grad = read_gradient(&k, out_grad);
    if (data_grad) k.job.terms[0].weight = read_gradient(&k, *data_grad);
    k.job.sum = &s->sum;
    return finish(&k);
}

static int sum_finish(leakyrelu_sum *hidden, double *gamma_grad)
{
    hidden_sum *s = sum_in(hidden);
    if (!s) return LEAKYRELU_NO_PLAN;
    if (!gamma_grad && s->plan.gammas > 0) return LEAKYRELU_NO_MEMORY;
    /* A gamma that no element has is in no part. */
    if (s->sum.from == 0 && s->sum.all < s->plan.gammas) memset(gamma_grad, 0, s->plan.gammas * sizeof *gamma_grad);
    if (s->sum.all > 0) lrelu_gamma_sum_finish(&s->sum, gamma_grad);
    const size_t next = s->sum.from + s->sum.n;
    if (next == s->sum.all) {
        s->made = 0;
        return LEAKYRELU_OK;
    }
    lrelu_gamma_sum_start(&s->sum, s->memory, next);
    return LEAKYRELU_AGAIN;
}

static size_t sum_skip(const leakyrelu_sum *hidden, size_t start, size_t length)
{
    const hidden_sum *s = sum_in(hidden);
    return s ? lrelu_gamma_sum_skips(&s->sum, start, length) : 0;
}

/* ---- All of them ------------------------------------------------------------------------------------------------ */

/* Says that the linker shows it to others, where that is wished: R passes on the address instead. */
#ifndef LEAKYRELU_EXPORT
#define LEAKYRELU_EXPORT
#endif

LEAKYRELU_EXPORT const leakyrelu_functions *leakyrelu_init(int version)
{
    static const leakyrelu_functions all = {.version = LEAKYRELU_VERSION,
                                            .explain = explain,
                                            .activation = describe,
                                            .find = find,
                                            .plan = lrelu_plan_make,
                                            .slope = lrelu_plan_slope,
                                            .gamma = lrelu_plan_gamma,
                                            .table_bytes = lrelu_plan_table_bytes,
                                            .table = lrelu_plan_table,
                                            .array = array,
                                            .convert = convert,
                                            .forward = forward,
                                            .backward = backward,
                                            .backward_from_out = backward_from_out,
                                            .double_backward_out_grad = double_backward_out_grad,
                                            .double_backward_data = double_backward_data,
                                            .sum_bytes = sum_bytes,
                                            .sum_start = sum_start,
                                            .sum_add = sum_add,
                                            .sum_finish = sum_finish,
                                            .sum_skip = sum_skip,
                                            .draw = lrelu_twister_draw};
    if (version > LEAKYRELU_VERSION) return NULL;
    static int is_ready = 0;
    if (!is_ready) lrelu_simd_use(SIMD_AVX512F);
    is_ready = 1;
    return &all;
}
