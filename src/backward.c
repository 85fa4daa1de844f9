/* mx.nd.LeakyReLU.backward() and .double.backward(): the gradients of sum(out.grad * y), and those of sums over these gradients. */
#include "args.h"
#include "entry.h"
#include "messages.h"
#include "strips.h"

/* A gradient that arrives: a number for each element of data, or one for all. */
typedef struct {
    storage each;
    int one;
    numbers value;
} incoming;

static incoming read_incoming(SEXP object, const char *name, const storage *data, const char *data_name)
{
    incoming g = {.each = storage_of(object, name)};
    g.one = g.each.length == 1;
    if (g.one)
        g.value = (numbers){ONE_NUMBER, NULL, Rf_asReal(TYPEOF(object) == VECSXP ? VECTOR_ELT(object, 0) : object)};
    else
        require_shape(&g.each, name, data, data_name);
    return g;
}

static const storage *each_of(const incoming *g)
{
    return g->one ? NULL : &g->each;
}

/* An error unless the derivative follows from y. */
static void require_invertible(const arguments *a, const storage *out)
{
    const char *name = activations[a->type].name;
    if (!activations[a->type].from_out)
        Rf_error("`out` must be NULL for act.type = \"%s\", whose derivative does not follow from it, not %s: pass `data`.", name,
                 describe(out->object));
    if (a->c.slope < 0 && !a->has_mask)
        Rf_error("`out` must be NULL where act.type = \"%s\" has a negative slope, not with a slope of %s: pass `data`.", name,
                 describe_number(a->c.slope));
    if (!a->has_mask) return;
    double out_values[BLOCK], mask_values[BLOCK];
    for (R_xlen_t start = 0; start < out->length;) {
        R_xlen_t n = storage_reach(out, start), mask_n = storage_reach(&a->mask, start);
        if (mask_n < n) n = mask_n;
        if (n > BLOCK) n = BLOCK;
        numbers out_block = storage_read(out, start, n), mask_block = storage_read(&a->mask, start, n);
        const double *y = numbers_load(&out_block, 0, (size_t) n, out_values);
        const double *slopes = numbers_load(&mask_block, 0, (size_t) n, mask_values);
        for (R_xlen_t i = 0; i < n; i++)
            if (y[i] <= 0 && slopes[i] < 0)
                Rf_error("`out` must be NULL where `mask` has negative slopes, not with a slope of %s: pass `data`.",
                         describe_number(slopes[i]));
        start += n;
    }
}

/* A double vector with gamma's attributes, of the sums that the job adds up. */
static SEXP sum_along(const arguments *a, job j, const operands *o)
{
    SEXP result = PROTECT(storage_result(&a->gamma));
    size_t n = (size_t) a->gamma.length;
    double *all = (double *) R_alloc(n, 4 * sizeof *all);
    for (size_t i = 0; i < 4 * n; i++) all[i] = 0;
    gamma_sum sum = {all, all + n, all + 2 * n, all + 3 * n};
    j.sum = &sum;
    run_strips(j, o);
    for (size_t i = 0; i < n; i++) REAL(result)[i] = gamma_sum_of(&sum, i);
    UNPROTECT(1);
    return result;
}

SEXP leakyrelu_backward(SEXP out_grad, SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound,
                        SEXP margin, SEXP mask, SEXP out)
{
    if (data == R_NilValue && out == R_NilValue) Rf_error("`data` must be given, or else `out`, not NULL.");
    if (data != R_NilValue && out != R_NilValue) Rf_error("`out` must be NULL where `data` is given, not %s.", describe(out));
    R_CheckStack2(BLOCK_STACK);
    int from_out = data == R_NilValue;
    const char *name = from_out ? "out" : "data";
    storage x = storage_of(from_out ? out : data, name);
    arguments a;
    read_arguments(&a, &x, name, gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    if (from_out) require_invertible(&a, &x);
    incoming grad = read_incoming(out_grad, "out.grad", &x, name);

    job j = job_of(&a, from_out ? activations[a.type].from_out : activations[a.type].backward);
    j.grad = grad.value;
    operands o = {.x = &x, .grad = each_of(&grad), .slopes = a.has_mask ? &a.mask : NULL};

    const char *names[] = {"data", "gamma", ""};
    SEXP answer = PROTECT(Rf_mkNamed(VECSXP, names));
    if (a.type == ACT_PRELU) SET_VECTOR_ELT(answer, 1, sum_along(&a, j, &o));
    o.result = storage_result(&x);
    SET_VECTOR_ELT(answer, 0, o.result);
    run_strips(j, &o);
    SET_VECTOR_ELT(answer, 0, storage_finish(o.result, &x));
    UNPROTECT(1);
    return answer;
}

/* The slopes of a job become the gradient that arrived at gamma: one number, or one for each of its elements. */
static int read_gamma_grad(const arguments *a, SEXP gamma_grad, job *j, coefficients *c)
{
    if (gamma_grad == R_NilValue) return 0;
    if (a->type != ACT_PRELU)
        Rf_error("`gamma.grad` must be NULL for act.type = \"%s\", not %s.", activations[a->type].name, describe(gamma_grad));
    storage values = storage_of_vector(gamma_grad, "gamma.grad");
    R_xlen_t length = a->gamma.length;
    if (values.length != 1 && values.length != length)
        Rf_error("`gamma.grad` must have length 1 or the length of `gamma` (%lld), not %lld.", (long long) length,
                 (long long) values.length);
    if (values.length > 1) require_extents(&values, "gamma.grad", &a->gamma);
    *j = job_of(a, rectify_add);
    j->gamma = values.length == 1 ? NULL : storage_doubles(&values);
    activation_coefficients(c, ACT_PRELU, values.length == 1 ? Rf_asReal(gamma_grad) : 0);
    j->c = c;
    return 1;
}

SEXP leakyrelu_double_backward(SEXP data_grad, SEXP out_grad, SEXP data, SEXP gamma_grad, SEXP gamma, SEXP act_type, SEXP slope,
                               SEXP lower_bound, SEXP upper_bound, SEXP margin, SEXP mask)
{
    R_CheckStack2(BLOCK_STACK);
    storage x = storage_of(data, "data");
    arguments a;
    read_arguments(&a, &x, "data", gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    incoming grad = read_incoming(out_grad, "out.grad", &x, "data"), second = read_incoming(data_grad, "data.grad", &x, "data");
    job add;
    coefficients add_c;
    int with_gamma_grad = read_gamma_grad(&a, gamma_grad, &add, &add_c);
    const storage *slopes = a.has_mask ? &a.mask : NULL;

    const char *names[] = {"out.grad", "data", "gamma", ""};
    SEXP answer = PROTECT(Rf_mkNamed(VECSXP, names));

    /* out.grad: data.grad f'(x), and for prelu gamma.grad x where x <= 0 */
    job j = job_of(&a, activations[a.type].backward);
    j.grad = second.value;
    operands to_out_grad = {.x = &x, .grad = each_of(&second), .slopes = slopes, .result = storage_result(&x)};
    SET_VECTOR_ELT(answer, 0, to_out_grad.result);
    run_strips(j, &to_out_grad);
    if (with_gamma_grad) {
        to_out_grad.grad = &x;
        run_strips(add, &to_out_grad);
    }

    /* data: out.grad data.grad f''(x), and for prelu out.grad gamma.grad where x <= 0 */
    j = job_of(&a, activations[a.type].second);
    j.grad = grad.value;
    j.weight = second.value;
    operands to_data = {.x = &x, .grad = each_of(&grad), .weight = each_of(&second), .result = storage_result(&x)};
    SET_VECTOR_ELT(answer, 1, to_data.result);
    run_strips(j, &to_data);
    if (with_gamma_grad) {
        add.grad = grad.value;
        operands added = {.x = &x, .grad = each_of(&grad), .result = to_data.result};
        run_strips(add, &added);
    }

    /* gamma: the sum of out.grad data.grad where x <= 0 */
    if (a.type == ACT_PRELU) {
        operands terms = {.x = &x, .grad = each_of(&grad), .weight = each_of(&second)};
        SET_VECTOR_ELT(answer, 2, sum_along(&a, j, &terms));
    }
    SET_VECTOR_ELT(answer, 0, storage_finish(to_out_grad.result, &x));
    SET_VECTOR_ELT(answer, 1, storage_finish(to_data.result, &x));
    UNPROTECT(1);
    return answer;
}
