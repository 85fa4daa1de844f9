/* The activations, and the gradients with respect to data. */
#include "functions.h"
#include "call.h"

int lrelu_convert(leakyrelu_array from, int type, void *to)
{
    leakyrelu_plan same;
    const leakyrelu_parameters parameters = {sizeof parameters, 1, 0, 0};
    lrelu_plan_make(&same, "leaky", &parameters);
    const plan *p = lrelu_plan_in(&same);
    call k;
    if (type == LEAKYRELU_INTEGER || !lrelu_type_of(type)) return LEAKYRELU_UNKNOWN_TYPE;
    lrelu_call_begin(&k, p, from, lrelu_type_of(type), to, NULL);
    k.job.terms[0] = lrelu_call_term(p, p->act->forward);
    return lrelu_call_finish(&k);
}

int lrelu_forward(const leakyrelu_plan *hidden, leakyrelu_array data, void *out, const leakyrelu_piece *piece)
{
    const plan *p = lrelu_plan_in(hidden);
    call k;
    lrelu_call_begin(&k, p, data, lrelu_type_of_result(data), out, piece);
    if (k.status) return k.status;
    k.job.terms[0] = lrelu_call_masked_term(&k, p, p->act->forward, piece);
    /* A slope that is NA is one as a float too by way of a double only. */
    if (!lrelu_plan_may_miss(p)) k.job.terms[0].apply_to_floats = p->act->forward_float;
    return lrelu_call_finish(&k);
}

/* grad f'(x), of x or of y, and what a gradient that arrived at gamma's adds, where there is one. */
static int make_gradient(const plan *p, kernel *apply, const leakyrelu_plan *gamma_grad, leakyrelu_array grad,
                         leakyrelu_array data, void *result, const leakyrelu_piece *piece)
{
    call k;
    lrelu_call_begin(&k, p, data, lrelu_type_of_result(data), result, piece);
    if (k.status) return k.status;
    k.job.terms[0] = lrelu_call_masked_term(&k, p, apply, piece);
    k.job.terms[0].grad = lrelu_call_gradient(&k, grad);
    k.job.terms[1] = lrelu_call_gamma_term(&k, p->act, gamma_grad);
    k.job.terms[1].grad = k.job.x;
    return lrelu_call_finish(&k);
}

int lrelu_double_backward_out_grad(const leakyrelu_plan *hidden, const leakyrelu_plan *gamma_grad,
                                   leakyrelu_array data_grad, leakyrelu_array data, void *result,
                                   const leakyrelu_piece *piece)
{
    const plan *p = lrelu_plan_in(hidden);
    return p ? make_gradient(p, p->act->backward, gamma_grad, data_grad, data, result, piece) : LEAKYRELU_NO_PLAN;
}

int lrelu_backward(const leakyrelu_plan *hidden, leakyrelu_array out_grad, leakyrelu_array data, void *data_grad,
                   const leakyrelu_piece *piece)
{
    return lrelu_double_backward_out_grad(hidden, NULL, out_grad, data, data_grad, piece);
}

int lrelu_backward_from_out(const leakyrelu_plan *hidden, leakyrelu_array out_grad, leakyrelu_array out,
                            void *data_grad, const leakyrelu_piece *piece)
{
    const plan *p = lrelu_plan_in(hidden);
    if (!p) return LEAKYRELU_NO_PLAN;
    if (!p->act->from_out) return LEAKYRELU_NOT_FROM_OUT;
    if (p->c.slope < 0 && !(piece && piece->mask.length > 0)) return LEAKYRELU_NOT_FROM_OUT_OF_SLOPE;
    return make_gradient(p, p->act->from_out, NULL, out_grad, out, data_grad, piece);
}

/* f'' depends on no slope of an element's own. */
int lrelu_double_backward_data(const leakyrelu_plan *hidden, const leakyrelu_plan *gamma_grad,
                               leakyrelu_array data_grad, leakyrelu_array out_grad, leakyrelu_array data, void *result,
                               const leakyrelu_piece *piece)
{
    static const slopes none;
    const plan *p = lrelu_plan_in(hidden);
    call k;
    lrelu_call_begin(&k, p, data, lrelu_type_of_result(data), result, piece);
    if (k.status) return k.status;
    k.job.terms[0] = lrelu_call_masked_term(&k, p, p->act->double_backward, piece);
    k.job.terms[0].slopes = &none;
    k.job.terms[0].grad = lrelu_call_gradient(&k, out_grad);
    k.job.terms[0].weight = lrelu_call_gradient(&k, data_grad);
    k.job.terms[1] = lrelu_call_gamma_term(&k, p->act, gamma_grad);
    k.job.terms[1].grad = k.job.terms[0].grad;
    return lrelu_call_finish(&k);
}
