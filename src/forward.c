/* mx.nd.LeakyReLU(): arguments -> pieces -> blocks -> kernel -> result. Of a shape, the arguments are checked, and the
 * result is NULL. */
#include "arguments.h"
#include "compute.h"
#include "kinds.h"
#include "messages.h"
#include "random.h"
#include "routines.h"

/* The slopes that were used, where they were not drawn: the mask as given, or the slope of inference everywhere. */
static void fill_mask(SEXP result, const input *like, const arguments *a)
{
    leakyrelu_array given;
    void *to;
    cursor at = {.length = like->length, .most = MOST_AT_ONCE};
    cursor_read(&at, a->has_mask ? &a->mask : NULL, &given);
    cursor_write(&at, result, like, &to);
    const double slope = leakyrelu->slope(&a->plan);
    while (cursor_next(&at)) {
        double *slopes = to;
        for (R_xlen_t i = 0; !a->has_mask && i < at.n; i++) slopes[i] = slope;
        if (a->has_mask) require_ok(leakyrelu->convert(given, LEAKYRELU_DOUBLE, slopes));
    }
}

/* Draws a slope for each element, block by block, into the mask, or where that is NULL, into a block. */
static void draw_and_compute(const arguments *a, cursor *at, const leakyrelu_array *x, void **y, SEXP mask,
                             const input *data)
{
    leakyrelu_piece piece = LEAKYRELU_PIECE;
    void *drawn = NULL;
    if (mask == R_NilValue)
        drawn = R_alloc(MOST_AT_ONCE, sizeof(double));
    else
        cursor_write(at, mask, data, &drawn);
    at->most = MOST_AT_ONCE;
    generator random;
    generator_open(&random);
    while (cursor_next(at)) {
        generator_draw(&random, a->lower, a->upper, drawn, (size_t) at->n);
        piece_at(&piece, at, a->act.is_cheap);
        piece.mask = leakyrelu->array(LEAKYRELU_DOUBLE, drawn, (size_t) at->n);
        require_ok(leakyrelu->forward(&a->plan, *x, *y, &piece));
    }
    /* Last of all, so that neither an interrupt nor an error changes .Random.seed. */
    generator_close(&random);
}

static void compute(const arguments *a, cursor *at, const leakyrelu_array *x, void **y)
{
    leakyrelu_piece piece = LEAKYRELU_PIECE;
    cursor_read(at, a->has_mask ? &a->mask : NULL, &piece.mask);
    while (cursor_next(at)) {
        piece_at(&piece, at, a->act.is_cheap);
        require_ok(leakyrelu->forward(&a->plan, *x, *y, &piece));
    }
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
    R_CheckStack2(LEAKYRELU_STACK);
    input in = input_data(data, "data");
    if (in.kind != R_NilValue)
        return call_of_kind(
            in.kind, "mx.nd.LeakyReLU", 10,
            (SEXP[]){data, gamma, act_type, slope, lower_bound, upper_bound, is_train, margin, mask, return_mask});
    arguments a;
    read_arguments(&a, &in, gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    const int train = read_flag(is_train, "is.train"), keep_mask = read_flag(return_mask, "return.mask");
    if (keep_mask && a.act.slope_from != LEAKYRELU_SLOPE_OF_BOUNDS)
        Rf_error("`return.mask` must be FALSE for act.type = \"%s\", not TRUE.", a.act.name);
    if (in.shape != R_NilValue) return R_NilValue;
    const int draw = train && a.act.slope_from == LEAKYRELU_SLOPE_OF_BOUNDS && !a.has_mask && in.length > 0;

    SEXP out = PROTECT(result_like(&in));
    SEXP used = PROTECT(keep_mask ? doubles_like(&in) : R_NilValue);
    SEXP answer = PROTECT(keep_mask ? out_and_mask(out, used) : out);
    leakyrelu_array x;
    void *y;
    cursor at = {.length = in.length, .most = STRIP};
    cursor_read(&at, &in, &x);
    cursor_write(&at, out, &in, &y);
    if (draw)
        draw_and_compute(&a, &at, &x, &y, used, &in);
    else
        compute(&a, &at, &x, &y);
    if (keep_mask && !draw) fill_mask(used, &in, &a);
    UNPROTECT(3);
    return answer;
}
