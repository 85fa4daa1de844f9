#include "arguments.h"

#include "ask.h"
#include "cursor.h"
#include "messages.h"
#include "routines.h"

static SEXP act_type_names(void)
{
    leakyrelu_activation row = {.size = sizeof row};
    int n = 0;
    while (leakyrelu->activation(n, &row)) n++;
    SEXP names = PROTECT(Rf_allocVector(STRSXP, n));
    for (int i = 0; leakyrelu->activation(i, &row); i++) SET_STRING_ELT(names, i, Rf_mkChar(row.name));
    UNPROTECT(1);
    return names;
}

static int is_string(SEXP value)
{
    return TYPEOF(value) == STRSXP && !Rf_isObject(value) && Rf_xlength(value) == 1;
}

/* Where gamma, the argument before it, is the name of a function, that was meant. */
static leakyrelu_activation read_act_type(SEXP value, SEXP gamma)
{
    leakyrelu_activation act = {.size = sizeof act};
    if (TYPEOF(value) == STRSXP && Rf_xlength(value) == 1 && STRING_ELT(value, 0) != NA_STRING
        && leakyrelu->activation(leakyrelu->find(CHAR(STRING_ELT(value, 0))), &act))
        return act;
    SEXP names = PROTECT(act_type_names());
    const char *hint = is_string(value)   ? ask("act_type_hint", value, names)
                       : is_string(gamma) ? ask("name_hint", gamma, names)
                                          : ".";
    Rf_error("`act.type` must be one of %s, not %s%s", ask("any_of", names, NULL), describe(value), hint);
}

static int is_number(SEXP value)
{
    return (TYPEOF(value) == REALSXP || TYPEOF(value) == INTSXP) && !Rf_isObject(value) && Rf_xlength(value) == 1;
}

/* NaN where it is no number, which no argument may be. */
static double number_of(SEXP value)
{
    return is_number(value) ? Rf_asReal(value) : R_NaN;
}

int read_flag(SEXP value, const char *name)
{
    if (TYPEOF(value) != LGLSXP || Rf_isObject(value) || Rf_xlength(value) != 1 || LOGICAL_ELT(value, 0) == NA_LOGICAL)
        Rf_error("`%s` must be TRUE or FALSE, not %s.", name, describe(value));
    return LOGICAL_ELT(value, 0);
}

void set_gamma(leakyrelu_plan *plan, const input *gamma, const gamma_layout *along, const input *data)
{
    require_ok(leakyrelu->gamma(plan, input_doubles(gamma), (size_t) gamma->length, along->rank, along->extent,
                                along->stride));
    const int is_read = data->shape == R_NilValue;
    const size_t bytes = is_read ? leakyrelu->table_bytes(plan, (size_t) data->length) : 0;
    if (bytes) require_ok(leakyrelu->table(plan, (size_t) data->length, R_alloc(bytes, 1)));
}

static void read_gamma(arguments *a, const input *data, SEXP gamma, SEXP margin)
{
    if (gamma == R_NilValue)
        Rf_error("`gamma` must be one number, or one for each index of `margin`, for act.type = \"%s\", not NULL.",
                 a->act.name);
    a->gamma = input_vector(gamma, "gamma");
    leakyrelu_parameters parameters = LEAKYRELU_DEFAULTS;
    if (a->gamma.length == 1) parameters.slope = input_one(&a->gamma);
    require_ok(leakyrelu->plan(&a->plan, a->act.name, &parameters));
    if (a->gamma.length == 1) return;
    a->along = read_margin(&a->gamma, data, margin);
    set_gamma(&a->plan, &a->gamma, &a->along, data);
}

/* As PyTorch's second argument is the slope, and that of others the name of the function. */
static const char *hint_at_argument(const leakyrelu_activation *act, SEXP gamma)
{
    int is_slope = act->slope_from == LEAKYRELU_SLOPE_OF_ARGUMENT && is_number(gamma) && R_FINITE(Rf_asReal(gamma));
    return is_slope           ? ask("slope_hint", gamma, NULL)
           : is_string(gamma) ? ask("name_hint", gamma, act_type_names())
                              : ".";
}

static void refuse_number(SEXP value, const char *name)
{
    Rf_error("`%s` must be one finite number, not %s%s", name, describe(value),
             holder_class_of(value) ? ask("advice_on", value, NULL) : ".");
}

/* The slope and the bounds; what is wrong with them, the plan says. */
static void read_parameters(arguments *a, SEXP slope, SEXP lower_bound, SEXP upper_bound)
{
    leakyrelu_parameters parameters = LEAKYRELU_DEFAULTS;
    parameters.slope = number_of(slope);
    a->lower = parameters.lower_bound = number_of(lower_bound);
    a->upper = parameters.upper_bound = number_of(upper_bound);
    const int status = leakyrelu->plan(&a->plan, a->act.name, &parameters);
    switch (status) {
    case LEAKYRELU_SLOPE_NOT_FINITE:
        refuse_number(slope, "slope");
        break;
    case LEAKYRELU_LOWER_BOUND_NOT_FINITE:
        refuse_number(lower_bound, "lower.bound");
        break;
    case LEAKYRELU_UPPER_BOUND_NOT_FINITE:
        refuse_number(upper_bound, "upper.bound");
        break;
    case LEAKYRELU_SLOPE_NOT_POSITIVE:
        Rf_error("`slope` must be greater than 0 for act.type = \"%s\", not %s.", a->act.name,
                 describe_number(parameters.slope));
    case LEAKYRELU_BOUNDS_NOT_ORDERED:
        Rf_error("`lower.bound` must be at most `upper.bound` (%s), not %s.", describe_number(a->upper),
                 describe_number(a->lower));
    case LEAKYRELU_BOUNDS_TOO_FAR_APART:
        Rf_error("`upper.bound` must be a finite distance above `lower.bound` (%s), not %s.", describe_number(a->lower),
                 describe_number(a->upper));
    default:
        require_ok(status);
    }
}

static void read_mask(arguments *a, const input *data, SEXP mask)
{
    if (mask == R_NilValue) return;
    a->has_mask = 1;
    a->mask = input_of(mask, "mask");
    refuse_shape(&a->mask, data);
    require_shape(&a->mask, data);
    if (a->mask.shape != R_NilValue) return;
    double slopes[MOST_AT_ONCE];
    leakyrelu_array values;
    cursor at = {.length = a->mask.length, .most = MOST_AT_ONCE};
    cursor_read(&at, &a->mask, &values);
    while (cursor_next(&at)) {
        require_ok(leakyrelu->convert(values, LEAKYRELU_DOUBLE, slopes));
        for (R_xlen_t i = 0; i < at.n; i++)
            if (!R_FINITE(slopes[i]))
                Rf_error("`mask` must contain only finite numbers, not %s.", describe_number(slopes[i]));
    }
}

void read_arguments(arguments *a, const input *data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                    SEXP upper_bound, SEXP margin, SEXP mask)
{
    a->act = read_act_type(act_type, gamma);
    const int source = a->act.slope_from;
    a->has_mask = 0;
    if (gamma != R_NilValue && source != LEAKYRELU_SLOPE_OF_GAMMA)
        Rf_error("`gamma` must be NULL for act.type = \"%s\", not %s%s", a->act.name, describe(gamma),
                 hint_at_argument(&a->act, gamma));
    if (mask != R_NilValue && source != LEAKYRELU_SLOPE_OF_BOUNDS)
        Rf_error("`mask` must be NULL for act.type = \"%s\", not %s.", a->act.name, describe(mask));

    if (source == LEAKYRELU_SLOPE_OF_GAMMA) {
        read_gamma(a, data, gamma, margin);
    } else {
        read_parameters(a, slope, lower_bound, upper_bound);
        if (source == LEAKYRELU_SLOPE_OF_BOUNDS) read_mask(a, data, mask);
    }
}

static R_xlen_t length_of(SEXP object)
{
    const holder_class *of = holder_class_of(object);
    return of ? holder_length(of, object) : object == R_NilValue ? 1 : Rf_xlength(object);
}

SEXP leakyrelu_check(SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP margin)
{
    R_CheckStack2(LEAKYRELU_STACK);
    SEXP zeros = PROTECT(Rf_allocVector(REALSXP, length_of(gamma)));
    input data = input_of(zeros, "data");
    arguments a;
    read_arguments(&a, &data, gamma, act_type, slope, lower_bound, upper_bound, margin, R_NilValue);
    if (a.act.slope_from == LEAKYRELU_SLOPE_OF_GAMMA) require_margin(margin);
    UNPROTECT(1);
    return R_NilValue;
}
