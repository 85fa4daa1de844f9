#include "arguments.h"

#include "ask.h"
#include "cursor.h"
#include "margin.h"
#include "messages.h"
#include "routines.h"

static SEXP act_type_names(void)
{
    SEXP names = PROTECT(Rf_allocVector(STRSXP, lrelu_activation_count));
    for (int i = 0; i < lrelu_activation_count; i++) SET_STRING_ELT(names, i, Rf_mkChar(lrelu_activations[i]->name));
    UNPROTECT(1);
    return names;
}

static const activation *read_act_type(SEXP value)
{
    const int is_string = TYPEOF(value) == STRSXP && Rf_xlength(value) == 1;
    if (is_string && STRING_ELT(value, 0) != NA_STRING) {
        const activation *act = lrelu_activation_named(CHAR(STRING_ELT(value, 0)));
        if (act) return act;
    }
    SEXP names = PROTECT(act_type_names());
    const char *hint = is_string && !Rf_isObject(value) ? ask("act_type_hint", value, names) : ".";
    Rf_error("`act.type` must be one of %s, not %s%s", ask("any_of", names, NULL), describe(value), hint);
}

static int is_number(SEXP value)
{
    return (TYPEOF(value) == REALSXP || TYPEOF(value) == INTSXP) && !Rf_isObject(value) && Rf_xlength(value) == 1;
}

static double read_finite(SEXP value, const char *name)
{
    double number = is_number(value) ? Rf_asReal(value) : NA_REAL;
    if (!R_FINITE(number)) Rf_error("`%s` must be one finite number, not %s.", name, describe(value));
    return number;
}

static double read_slope(SEXP value, const activation *act)
{
    double slope = read_finite(value, "slope");
    if (act->slope_domain == POSITIVE && !(slope > 0))
        Rf_error("`slope` must be greater than 0 for act.type = \"%s\", not %s.", act->name, describe_number(slope));
    return slope;
}

int read_flag(SEXP value, const char *name)
{
    if (TYPEOF(value) != LGLSXP || Rf_isObject(value) || Rf_xlength(value) != 1 || LOGICAL_ELT(value, 0) == NA_LOGICAL)
        Rf_error("`%s` must be TRUE or FALSE, not %s.", name, describe(value));
    return LOGICAL_ELT(value, 0);
}

/* All elements of a vector, where they lie, or in memory of R_alloc(). */
static const double *doubles_of(const input *in)
{
    if (TYPEOF(in->object) == REALSXP && !in->buffer) return REAL_RO(in->object);
    double *all = (double *) R_alloc((size_t) in->length, sizeof *all);
    numbers values;
    cursor at = {.length = in->length, .most = BLOCK};
    cursor_read(&at, in, &values);
    while (cursor_next(&at)) lrelu_numbers_copy(&values, 0, (size_t) at.n, all + at.start);
    return all;
}

void set_slopes(slopes *s, const input *gamma, const input *data)
{
    lrelu_slopes_along(s, doubles_of(gamma), (size_t) gamma->length);
    size_t size = lrelu_slopes_table_size(s, (size_t) data->length);
    if (size) lrelu_slopes_tabulate(s, (double *) R_alloc(size, sizeof(double)));
}

static void read_gamma(arguments *a, const input *data, SEXP gamma, SEXP margin)
{
    if (gamma == R_NilValue)
        Rf_error("`gamma` must be one number, or one for each index of `margin`, for act.type = \"%s\", not NULL.",
                 a->act->name);
    a->gamma = input_vector(gamma, "gamma");
    if (a->gamma.length == 1) {
        a->act->coefficients(&a->c, Rf_asReal(gamma));
        return;
    }
    read_margin(&a->slopes.along, &a->gamma, data, margin);
    set_slopes(&a->slopes, &a->gamma, data);
}

/* As PyTorch's second argument is the slope, and that of others the name of the function. */
static const char *hint_at_argument(const activation *act, SEXP gamma)
{
    int is_slope = act->slope_from == SLOPE_ARGUMENT && is_number(gamma) && R_FINITE(Rf_asReal(gamma));
    int is_name = TYPEOF(gamma) == STRSXP && !Rf_isObject(gamma) && Rf_xlength(gamma) == 1;
    return is_slope ? ask("slope_hint", gamma, NULL) : is_name ? ask("name_hint", gamma, act_type_names()) : ".";
}

static void read_bounds(arguments *a, SEXP lower_bound, SEXP upper_bound)
{
    a->lower = read_finite(lower_bound, "lower.bound");
    a->upper = read_finite(upper_bound, "upper.bound");
    if (a->lower > a->upper)
        Rf_error("`lower.bound` must be at most `upper.bound` (%s), not %s.", describe_number(a->upper),
                 describe_number(a->lower));
    if (!R_FINITE(a->upper - a->lower))
        Rf_error("`upper.bound` must be a finite distance above `lower.bound` (%s), not %s.", describe_number(a->lower),
                 describe_number(a->upper));
}

static void read_mask(arguments *a, const input *data, SEXP mask)
{
    if (mask == R_NilValue) return;
    a->has_mask = 1;
    a->mask = input_of(mask, "mask");
    require_shape(&a->mask, data);
    double buffer[BLOCK];
    numbers values;
    cursor at = {.length = a->mask.length, .most = BLOCK};
    cursor_read(&at, &a->mask, &values);
    while (cursor_next(&at)) {
        const double *slopes = lrelu_numbers_load(&values, 0, (size_t) at.n, buffer);
        for (R_xlen_t i = 0; i < at.n; i++)
            if (!R_FINITE(slopes[i]))
                Rf_error("`mask` must have finite elements only, not %s.", describe_number(slopes[i]));
    }
}

void read_arguments(arguments *a, const input *data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                    SEXP upper_bound, SEXP margin, SEXP mask)
{
    const activation *act = a->act = read_act_type(act_type);
    a->slopes.each.type = NULL;
    a->slopes.gamma = a->slopes.table = NULL;
    a->slopes.along.rank = 0;
    a->has_mask = 0;
    a->lower = a->upper = 0;
    if (gamma != R_NilValue && act->slope_from != SLOPE_GAMMA)
        Rf_error("`gamma` must be NULL for act.type = \"%s\", not %s%s", act->name, describe(gamma),
                 hint_at_argument(act, gamma));
    if (mask != R_NilValue && act->slope_from != SLOPE_BOUNDS)
        Rf_error("`mask` must be NULL for act.type = \"%s\", not %s.", act->name, describe(mask));

    double one = 0;
    if (act->slope_from == SLOPE_ARGUMENT) one = read_slope(slope, act);
    if (act->slope_from == SLOPE_BOUNDS) {
        read_bounds(a, lower_bound, upper_bound);
        read_mask(a, data, mask);
        one = lrelu_mean_slope(a->lower, a->upper);
    }
    act->coefficients(&a->c, one);
    if (act->slope_from == SLOPE_GAMMA) read_gamma(a, data, gamma, margin);
}

SEXP leakyrelu_check(SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP margin)
{
    SEXP zeros = PROTECT(Rf_allocVector(REALSXP, gamma == R_NilValue ? 1 : Rf_xlength(gamma)));
    input data = input_of(zeros, "data");
    arguments a;
    read_arguments(&a, &data, gamma, act_type, slope, lower_bound, upper_bound, margin, R_NilValue);
    if (a.act->slope_from == SLOPE_GAMMA) require_margin(margin);
    UNPROTECT(1);
    return R_NilValue;
}

term term_of(arguments *a, kernel *apply)
{
    return (term){.apply = apply, .c = &a->c, .slopes = &a->slopes};
}
