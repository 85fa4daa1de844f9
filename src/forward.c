/* mx.nd.LeakyReLU(): arguments -> pieces -> blocks -> kernel -> result */
#include "arguments.h"
#include "compute.h"
#include "kinds.h"
#include "messages.h"
#include "random.h"
#include "routines.h"

/* The slopes that were used, where they were not drawn: the mask as given, or the slope of inference everywhere. */
static void fill_mask(SEXP result, const input *like, const arguments *a)
{
    numbers from = {.type = &lrelu_doubles, .at = (double *) &a->c.slope, .is_one = 1}, to;
    cursor at = {.length = like->length, .most = BLOCK};
    cursor_read(&at, a->has_mask ? &a->mask : NULL, &from);
    cursor_write(&at, result, like, &to);
    while (cursor_next(&at)) lrelu_numbers_copy(&from, 0, (size_t) at.n, to.at);
}

/* Draws a slope for each element, block by block, into the mask, or where that is NULL, into a block. */
static void draw_and_compute(arguments *a, const job *j, cursor *at, SEXP mask, const input *data)
{
    numbers *drawn = &a->slopes.each;
    if (mask == R_NilValue)
        *drawn = (numbers){.type = &lrelu_doubles, .at = R_alloc(BLOCK, sizeof(double))};
    else
        cursor_write(at, mask, data, drawn);
    at->most = BLOCK;
    generator random;
    generator_open(&random);
    while (cursor_next(at)) {
        generator_draw(&random, a->lower, a->upper, drawn->at, (size_t) at->n);
        compute_here(j, at);
    }
    /* Last of all, so that neither an interrupt nor an error changes .Random.seed. */
    generator_close(&random);
}

static SEXP out_and_mask(SEXP out, SEXP mask)
{
    const char *names[] = {"out", "mask", ""};
    SEXP both = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(both, 0, out);
    SET_VECTOR_ELT(both, 1, mask);
    UNPROTECT(1);
    return both;
}

SEXP leakyrelu_forward(SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound,
                       SEXP is_train, SEXP margin, SEXP mask, SEXP return_mask)
{
    R_CheckStack2(BLOCK_STACK);
    input x = input_data(data, "data");
    if (x.kind != R_NilValue)
        return call_of_kind(
            x.kind, "mx.nd.LeakyReLU", 10,
            (SEXP[]){data, gamma, act_type, slope, lower_bound, upper_bound, is_train, margin, mask, return_mask});
    arguments a;
    read_arguments(&a, &x, gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    const int train = read_flag(is_train, "is.train"), keep_mask = read_flag(return_mask, "return.mask");
    if (keep_mask && a.act->slope_from != SLOPE_BOUNDS)
        Rf_error("`return.mask` must be FALSE for act.type = \"%s\", not TRUE.", a.act->name);
    const int draw = train && a.act->slope_from == SLOPE_BOUNDS && !a.has_mask && x.length > 0;

    SEXP out = PROTECT(result_like(&x));
    SEXP used = PROTECT(keep_mask ? result_like(&x) : R_NilValue);
    SEXP answer = PROTECT(keep_mask ? out_and_mask(out, used) : out);
    job j = {.terms = {term_of(&a, a.act->forward)}, .is_cheap = a.act->is_cheap};
    j.terms[0].apply_to_floats = a.act->forward_float;
    cursor at = {.length = x.length, .most = STRIP};
    cursor_read(&at, &x, &j.x);
    cursor_read(&at, a.has_mask ? &a.mask : NULL, &a.slopes.each);
    cursor_write(&at, out, &x, &j.y);
    if (draw)
        draw_and_compute(&a, &j, &at, used, &x);
    else
        compute(&j, &at);
    if (keep_mask && !draw) fill_mask(used, &x, &a);
    UNPROTECT(3);
    return answer;
}
