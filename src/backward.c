/* mx.nd.LeakyReLU.backward() and .double.backward(): the gradients of sum(out.grad * y), and those of sums over these
 * gradients. Of a shape, the arguments are checked, and the result is NULL. */
#include "arguments.h"
#include "compute.h"
#include "gradient.h"
#include "kinds.h"
#include "messages.h"
#include "routines.h"
#include "sums.h"

/* Where the mask has a negative slope, y does not tell x > 0. */
static void refuse_negative_mask(const arguments *a, const input *out)
{
    double values[MOST_AT_ONCE], slopes[MOST_AT_ONCE];
    leakyrelu_array y, mask;
    cursor at = {.length = out->length, .most = MOST_AT_ONCE};
    cursor_read(&at, out, &y);
    cursor_read(&at, &a->mask, &mask);
    while (cursor_next(&at)) {
        require_ok(leakyrelu->convert(y, LEAKYRELU_DOUBLE, values));
        require_ok(leakyrelu->convert(mask, LEAKYRELU_DOUBLE, slopes));
        for (R_xlen_t i = 0; i < at.n; i++)
            if (values[i] <= 0 && slopes[i] < 0)
                Rf_error("`out` must be NULL if `mask` has negative slopes (%s): pass `data`.",
                         describe_number(slopes[i]));
    }
}

/* An error unless the derivative follows from y. */
static void require_invertible(const arguments *a, const input *out)
{
    const double slope = leakyrelu->slope(&a->plan);
    if (!a->act.is_from_out)
        Rf_error(
            "`out` must be NULL for act.type = \"%s\", not %s: pass `data`, as the derivative does not follow from "
            "`out`.",
            a->act.name, describe(out->object));
    const int is_read = out->shape == R_NilValue;
    if (a->has_mask && is_read)
        refuse_negative_mask(a, out);
    else if (!a->has_mask && slope < 0)
        Rf_error("`out` must be NULL if %s is negative (%s): pass `data`.",
                 a->act.slope_from == LEAKYRELU_SLOPE_OF_BOUNDS ? "the mean of `lower.bound` and `upper.bound`"
                                                                : "`slope`",
                 describe_number(slope));
}

/* grad f'(x), of data or of out, and gamma_grad x where x <= 0; without gamma_grad the first of the second gradients is
 * that of backward */
static void compute_gradient(SEXP result, const input *in, int is_out, const arguments *a, const gradient *grad,
                             const leakyrelu_plan *gamma_grad)
{
    leakyrelu_piece piece = LEAKYRELU_PIECE;
    leakyrelu_array x, g;
    void *y;
    cursor at = {.length = in->length, .most = STRIP};
    cursor_read(&at, in, &x);
    cursor_read(&at, a->has_mask ? &a->mask : NULL, &piece.mask);
    read_along(&at, grad, &g);
    cursor_write(&at, result, in, &y);
    while (cursor_next(&at)) {
        piece_at(&piece, &at, a->act.is_cheap);
        require_ok(is_out ? leakyrelu->backward_from_out(&a->plan, g, x, y, &piece)
                          : leakyrelu->double_backward_out_grad(&a->plan, gamma_grad, g, x, y, &piece));
    }
}

SEXP leakyrelu_backward(SEXP out_grad, SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                        SEXP upper_bound, SEXP margin, SEXP mask, SEXP out)
{
    if (data == R_NilValue && out == R_NilValue) Rf_error("`data` or `out` must be given, but both are NULL.");
    if (data != R_NilValue && out != R_NilValue)
        Rf_error("`out` must be NULL if `data` is given, not %s.", describe(out));
    R_CheckStack2(LEAKYRELU_STACK);
    const int from_out = data == R_NilValue;
    input in = from_out ? input_data(out, "out") : input_data(data, "data");
    if (in.kind != R_NilValue)
        return call_of_kind(
            in.kind, "mx.nd.LeakyReLU.backward", 10,
            (SEXP[]){out_grad, data, gamma, act_type, slope, lower_bound, upper_bound, margin, mask, out});
    arguments a;
    read_arguments(&a, &in, gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    if (from_out) require_invertible(&a, &in);
    const gradient grad = read_gradient(out_grad, "out.grad", &in);
    if (in.shape != R_NilValue) return R_NilValue;

    const char *names[] = {"data", "gamma", ""};
    SEXP answer = PROTECT(Rf_mkNamed(VECSXP, names));
    if (a.act.slope_from == LEAKYRELU_SLOPE_OF_GAMMA) SET_VECTOR_ELT(answer, 1, sum_along(&a, &in, &grad, NULL));
    SET_VECTOR_ELT(answer, 0, result_like(&in));
    compute_gradient(VECTOR_ELT(answer, 0), &in, from_out, &a, &grad, NULL);
    UNPROTECT(1);
    return answer;
}

/* What arrives at gamma's gradient, one number for all or one for each of gamma's: a plan whose gammas these are, made
 * in that place; or NULL. */
static const leakyrelu_plan *read_gamma_grad(leakyrelu_plan *plan, const arguments *a, const input *data,
                                             SEXP gamma_grad)
{
    if (gamma_grad == R_NilValue) return NULL;
    if (a->act.slope_from != LEAKYRELU_SLOPE_OF_GAMMA)
        Rf_error("`gamma.grad` must be NULL for act.type = \"%s\", not %s.", a->act.name, describe(gamma_grad));
    input values = input_vector(gamma_grad, "gamma.grad");
    R_xlen_t length = a->gamma.length;
    if (values.length != 1 && values.length != length)
        Rf_error("`gamma.grad` must have length 1 or the length of `gamma` (%lld), not %lld.", (long long) length,
                 (long long) values.length);
    if (values.length > 1) require_extents(&values, &a->gamma);
    leakyrelu_parameters parameters = LEAKYRELU_DEFAULTS;
    if (values.length == 1) parameters.slope = input_one(&values);
    require_ok(leakyrelu->plan(plan, a->act.name, &parameters));
    if (values.length > 1) set_gamma(plan, &values, &a->along, data);
    return plan;
}

/* out.grad data.grad f''(x), and for prelu out.grad gamma.grad where x <= 0 */
static void compute_data(SEXP result, const input *data, const arguments *a, const leakyrelu_plan *gamma_grad,
                         const gradient *data_grad, const gradient *out_grad)
{
    leakyrelu_piece piece = LEAKYRELU_PIECE;
    leakyrelu_array x, of_data, of_out;
    void *y;
    cursor at = {.length = data->length, .most = STRIP};
    cursor_read(&at, data, &x);
    read_along(&at, data_grad, &of_data);
    read_along(&at, out_grad, &of_out);
    cursor_write(&at, result, data, &y);
    while (cursor_next(&at)) {
        piece_at(&piece, &at, a->act.is_cheap);
        require_ok(leakyrelu->double_backward_data(&a->plan, gamma_grad, of_data, of_out, x, y, &piece));
    }
}

SEXP leakyrelu_double_backward(SEXP data_grad, SEXP out_grad, SEXP data, SEXP gamma_grad, SEXP gamma, SEXP act_type,
                               SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP margin, SEXP mask)
{
    R_CheckStack2(LEAKYRELU_STACK);
    input in = input_data(data, "data");
    if (in.kind != R_NilValue)
        return call_of_kind(in.kind, "mx.nd.LeakyReLU.double.backward", 11,
                            (SEXP[]){data_grad, out_grad, data, gamma_grad, gamma, act_type, slope, lower_bound,
                                     upper_bound, margin, mask});
    arguments a;
    read_arguments(&a, &in, gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    const gradient of_out = read_gradient(out_grad, "out.grad", &in),
                   of_data = read_gradient(data_grad, "data.grad", &in);
    leakyrelu_plan memory;
    const leakyrelu_plan *of_gamma = read_gamma_grad(&memory, &a, &in, gamma_grad);
    if (in.shape != R_NilValue) return R_NilValue;

    const char *names[] = {"out.grad", "data", "gamma", ""};
    SEXP answer = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(answer, 0, result_like(&in));
    compute_gradient(VECTOR_ELT(answer, 0), &in, 0, &a, &of_data, of_gamma);
    SET_VECTOR_ELT(answer, 1, result_like(&in));
    compute_data(VECTOR_ELT(answer, 1), &in, &a, of_gamma, &of_data, &of_out);
    if (a.act.slope_from == LEAKYRELU_SLOPE_OF_GAMMA) SET_VECTOR_ELT(answer, 2, sum_along(&a, &in, &of_out, &of_data));
    UNPROTECT(1);
    return answer;
}
