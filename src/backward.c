/* mx.nd.LeakyReLU.backward() and .double.backward(): the gradients of sum(out.grad * y), and those of sums over these
 * gradients. */
#include "arguments.h"
#include "compute.h"
#include "core/rectifier.h"
#include "kinds.h"
#include "margin.h"
#include "messages.h"
#include "routines.h"
#include "threads.h"

/* A gradient that arrives: a number for each element of data, or one for all. */
typedef struct {
    input each;
    double one;
    int is_one;
} gradient;

static gradient read_gradient(SEXP object, const char *name, const input *data)
{
    gradient g = {.each = input_of(object, name)};
    g.is_one = g.each.length == 1;
    if (g.is_one)
        g.one = input_one(&g.each);
    else
        require_shape(&g.each, data);
    return g;
}

static void read_along(cursor *at, gradient *g, numbers *to)
{
    if (g->is_one)
        *to = (numbers){.type = &lrelu_doubles, .at = &g->one, .is_one = 1};
    else
        cursor_read(at, &g->each, to);
}

/* Data's elements, and the slopes of a mask where the first term reads them. */
static cursor cursor_over(const input *data, job *j, arguments *a)
{
    cursor at = {.length = data->length, .most = STRIP};
    cursor_read(&at, data, &j->x);
    if (a->has_mask && j->terms[0].slopes == &a->slopes) cursor_read(&at, &a->mask, &a->slopes.each);
    return at;
}

/* Where the mask has a negative slope, y does not tell x > 0. */
static void refuse_negative_mask(const arguments *a, const input *out)
{
    double y_buffer[BLOCK], mask_buffer[BLOCK];
    numbers y, mask;
    cursor at = {.length = out->length, .most = BLOCK};
    cursor_read(&at, out, &y);
    cursor_read(&at, &a->mask, &mask);
    while (cursor_next(&at)) {
        const double *values = lrelu_numbers_load(&y, 0, (size_t) at.n, y_buffer);
        const double *slopes = lrelu_numbers_load(&mask, 0, (size_t) at.n, mask_buffer);
        for (R_xlen_t i = 0; i < at.n; i++)
            if (values[i] <= 0 && slopes[i] < 0)
                Rf_error("`out` must be NULL where `mask` has negative slopes, not with a slope of %s: pass `data`.",
                         describe_number(slopes[i]));
    }
}

/* An error unless the derivative follows from y. */
static void require_invertible(const arguments *a, const input *out)
{
    const char *name = a->act->name;
    if (!a->act->from_out)
        Rf_error(
            "`out` must be NULL for act.type = \"%s\", whose derivative does not follow from it, not %s: pass `data`.",
            name, describe(out->object));
    if (a->has_mask)
        refuse_negative_mask(a, out);
    else if (a->c.slope < 0)
        Rf_error(
            "`out` must be NULL where act.type = \"%s\" has a negative slope, not with a slope of %s: pass `data`.",
            name, describe_number(a->c.slope));
}

/* A double vector with gamma's attributes: the sums of the products of the two gradients, or of the first with x. */
static SEXP sum_along(arguments *a, const input *data, gradient *grad, gradient *weight)
{
    SEXP result = PROTECT(result_like(&a->gamma));
    const size_t n = (size_t) a->gamma.length;
    gamma_sum sum;
    job j = {.sum = &sum};
    const int threads = threads_for(&j, data->length, data->length);
    void *memory = R_alloc(lrelu_gamma_sum_plan(&sum, &a->slopes.along, n, (size_t) data->length, threads), 1);
    for (size_t from = 0; from < n; from += sum.n) {
        lrelu_gamma_sum_start(&sum, memory, from);
        cursor at = cursor_over(data, &j, a);
        read_along(&at, grad, &j.terms[0].grad);
        if (weight) read_along(&at, weight, &j.terms[0].weight);
        compute(&j, &at);
        lrelu_gamma_sum_finish(&sum, REAL(result));
    }
    UNPROTECT(1);
    return result;
}

SEXP leakyrelu_backward(SEXP out_grad, SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                        SEXP upper_bound, SEXP margin, SEXP mask, SEXP out)
{
    if (data == R_NilValue && out == R_NilValue) Rf_error("`data` must be given, or else `out`, not NULL.");
    if (data != R_NilValue && out != R_NilValue)
        Rf_error("`out` must be NULL where `data` is given, not %s.", describe(out));
    R_CheckStack2(BLOCK_STACK);
    const int from_out = data == R_NilValue;
    input x = from_out ? input_data(out, "out") : input_data(data, "data");
    if (x.kind != R_NilValue)
        return call_of_kind(
            x.kind, "mx.nd.LeakyReLU.backward", 10,
            (SEXP[]){out_grad, data, gamma, act_type, slope, lower_bound, upper_bound, margin, mask, out});
    arguments a;
    read_arguments(&a, &x, gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    if (from_out) require_invertible(&a, &x);
    gradient grad = read_gradient(out_grad, "out.grad", &x);

    const char *names[] = {"data", "gamma", ""};
    SEXP answer = PROTECT(Rf_mkNamed(VECSXP, names));
    if (a.act->slope_from == SLOPE_GAMMA) SET_VECTOR_ELT(answer, 1, sum_along(&a, &x, &grad, NULL));
    SET_VECTOR_ELT(answer, 0, result_like(&x));

    job j = {.terms = {term_of(&a, from_out ? a.act->from_out : a.act->backward)}, .is_cheap = a.act->is_cheap};
    cursor at = cursor_over(&x, &j, &a);
    read_along(&at, &grad, &j.terms[0].grad);
    cursor_write(&at, VECTOR_ELT(answer, 0), &x, &j.y);
    compute(&j, &at);
    UNPROTECT(1);
    return answer;
}

/* What arrives at gamma's gradient: slopes of their own, one for all or one for each of gamma's. */
typedef struct {
    coefficients c;
    slopes slopes;
    int is_given;
} gamma_gradient;

static void read_gamma_grad(gamma_gradient *g, const arguments *a, const input *data, SEXP gamma_grad)
{
    g->is_given = gamma_grad != R_NilValue;
    if (!g->is_given) return;
    if (a->act->slope_from != SLOPE_GAMMA)
        Rf_error("`gamma.grad` must be NULL for act.type = \"%s\", not %s.", a->act->name, describe(gamma_grad));
    input values = input_vector(gamma_grad, "gamma.grad");
    R_xlen_t length = a->gamma.length;
    if (values.length != 1 && values.length != length)
        Rf_error("`gamma.grad` must have length 1 or the length of `gamma` (%lld), not %lld.", (long long) length,
                 (long long) values.length);
    if (values.length > 1) require_extents(&values, &a->gamma);
    lrelu_rectifier_coefficients(&g->c, values.length == 1 ? input_one(&values) : 0);
    g->slopes = a->slopes;
    g->slopes.gamma = g->slopes.table = NULL;
    if (values.length > 1) set_slopes(&g->slopes, &values, data);
}

/* What a gradient that arrived at gamma's adds to a job. */
static term term_of_gamma(const gamma_gradient *g)
{
    return (term){.apply = g->is_given ? lrelu_rectifier_term : NULL, .c = &g->c, .slopes = &g->slopes};
}

/* data.grad f'(x), and for prelu gamma.grad x where x <= 0 */
static void compute_out_grad(SEXP result, const input *data, arguments *a, const gamma_gradient *gamma_grad,
                             gradient *data_grad)
{
    job j = {.terms = {term_of(a, a->act->backward), term_of_gamma(gamma_grad)}, .is_cheap = a->act->is_cheap};
    cursor at = cursor_over(data, &j, a);
    read_along(&at, data_grad, &j.terms[0].grad);
    if (gamma_grad->is_given) cursor_read(&at, data, &j.terms[1].grad);
    cursor_write(&at, result, data, &j.y);
    compute(&j, &at);
}

/* out.grad data.grad f''(x), which depends on no slope of an element's own, and for prelu out.grad gamma.grad where x
 * <= 0 */
static void compute_data(SEXP result, const input *data, arguments *a, const gamma_gradient *gamma_grad,
                         gradient *data_grad, gradient *out_grad)
{
    static const slopes none;
    job j = {.terms = {{.apply = a->act->double_backward, .c = &a->c, .slopes = &none}, term_of_gamma(gamma_grad)},
             .is_cheap = a->act->is_cheap};
    cursor at = cursor_over(data, &j, a);
    read_along(&at, out_grad, &j.terms[0].grad);
    read_along(&at, data_grad, &j.terms[0].weight);
    if (gamma_grad->is_given) read_along(&at, out_grad, &j.terms[1].grad);
    cursor_write(&at, result, data, &j.y);
    compute(&j, &at);
}

SEXP leakyrelu_double_backward(SEXP data_grad, SEXP out_grad, SEXP data, SEXP gamma_grad, SEXP gamma, SEXP act_type,
                               SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP margin, SEXP mask)
{
    R_CheckStack2(BLOCK_STACK);
    input x = input_data(data, "data");
    if (x.kind != R_NilValue)
        return call_of_kind(x.kind, "mx.nd.LeakyReLU.double.backward", 11,
                            (SEXP[]){data_grad, out_grad, data, gamma_grad, gamma, act_type, slope, lower_bound,
                                     upper_bound, margin, mask});
    arguments a;
    read_arguments(&a, &x, gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    gradient of_out = read_gradient(out_grad, "out.grad", &x), of_data = read_gradient(data_grad, "data.grad", &x);
    gamma_gradient of_gamma;
    read_gamma_grad(&of_gamma, &a, &x, gamma_grad);

    const char *names[] = {"out.grad", "data", "gamma", ""};
    SEXP answer = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(answer, 0, result_like(&x));
    compute_out_grad(VECTOR_ELT(answer, 0), &x, &a, &of_gamma, &of_data);
    SET_VECTOR_ELT(answer, 1, result_like(&x));
    compute_data(VECTOR_ELT(answer, 1), &x, &a, &of_gamma, &of_data, &of_out);
    if (a.act->slope_from == SLOPE_GAMMA) SET_VECTOR_ELT(answer, 2, sum_along(&a, &x, &of_out, &of_data));
    UNPROTECT(1);
    return answer;
}
