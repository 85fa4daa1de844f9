#include "args.h"

#include <limits.h>
#include <string.h>

#include "ask.h"
#include "entry.h"
#include "messages.h"

static SEXP act_type_names(void)
{
    SEXP names = PROTECT(Rf_allocVector(STRSXP, ACT_COUNT));
    for (int type = 0; type < ACT_COUNT; type++) SET_STRING_ELT(names, type, Rf_mkChar(activations[type].name));
    UNPROTECT(1);
    return names;
}

static act_type read_act_type(SEXP value)
{
    if (TYPEOF(value) == STRSXP && Rf_xlength(value) == 1) {
        const char *name = CHAR(STRING_ELT(value, 0));
        for (int type = 0; type < ACT_COUNT; type++)
            if (STRING_ELT(value, 0) != NA_STRING && strcmp(name, activations[type].name) == 0) return (act_type) type;
    }
    SEXP names = PROTECT(act_type_names());
    const char *hint = Rf_xlength(value) == 1 && TYPEOF(value) == STRSXP && !Rf_isObject(value) ? ask("act_type_hint", value, names) : ".";
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

int read_flag(SEXP value, const char *name)
{
    if (TYPEOF(value) != LGLSXP || Rf_isObject(value) || Rf_xlength(value) != 1 || LOGICAL_ELT(value, 0) == NA_LOGICAL)
        Rf_error("`%s` must be TRUE or FALSE, not %s.", name, describe(value));
    return LOGICAL_ELT(value, 0);
}

static int same_dim(SEXP dim, SEXP other)
{
    return Rf_length(dim) == Rf_length(other) && memcmp(INTEGER_RO(dim), INTEGER_RO(other), (size_t) Rf_length(dim) * sizeof(int)) == 0;
}

void require_shape(const storage *other, const char *name, const storage *data, const char *data_name)
{
    if (other->length != data->length)
        Rf_error("`%s` must have the length of `%s` (%lld), not %lld.", name, data_name, (long long) data->length,
                 (long long) other->length);
    SEXP dim = PROTECT(storage_dim(other)), data_dim = PROTECT(storage_dim(data));
    if (dim != R_NilValue && data_dim != R_NilValue && !same_dim(dim, data_dim))
        Rf_error("`%s` must have the dimensions of `%s` (%s), not %s.", name, data_name, describe_dim(data_dim), describe_dim(dim));
    UNPROTECT(2);
}

/* The same, but for dimensions of extent 1. */
static int same_extents(SEXP dim, SEXP other)
{
    const int n = Rf_length(dim), other_n = Rf_length(other);
    for (int i = 0, j = 0;; i++, j++) {
        while (i < n && INTEGER_ELT(dim, i) == 1) i++;
        while (j < other_n && INTEGER_ELT(other, j) == 1) j++;
        if (i == n || j == other_n) return i == n && j == other_n;
        if (INTEGER_ELT(dim, i) != INTEGER_ELT(other, j)) return 0;
    }
}

void require_extents(const storage *other, const char *name, const storage *gamma)
{
    SEXP dim = PROTECT(storage_dim(other)), gamma_dim = PROTECT(storage_dim(gamma));
    if (dim != R_NilValue && gamma_dim != R_NilValue && !same_extents(dim, gamma_dim))
        Rf_error("`%s` must have the dimensions of `gamma` (%s), not %s.", name, describe_dim(gamma_dim), describe_dim(dim));
    UNPROTECT(2);
}

static void require_numbers_of_margin(SEXP margin, int rank)
{
    if ((TYPEOF(margin) == INTSXP || TYPEOF(margin) == REALSXP) && !Rf_isObject(margin) && Rf_xlength(margin) > 0) return;
    Rf_error("`margin` must have distinct whole numbers %s, not %s.", describe_range(rank), describe(margin));
}

/* Dimension i of margin, counted from 0; `taken` marks those before it, or is NULL. */
static int read_dimension(SEXP margin, R_xlen_t i, int rank, const size_t *taken)
{
    double value = REAL_ELT(margin, i);
    int dimension = value >= 1 && value <= rank ? (int) value : 0;
    int repeated = dimension > 0 && dimension == value && taken && taken[dimension - 1];
    if (dimension == 0 || dimension != value || repeated)
        Rf_error("`margin` must have distinct whole numbers %s, not %s.", describe_range(rank),
                 repeated ? "the same twice" : describe_number(value));
    return dimension - 1;
}

/* What can be said of a margin before there is data. */
static void require_margin(SEXP margin)
{
    require_numbers_of_margin(margin, INT_MAX);
    SEXP numbers = PROTECT(Rf_coerceVector(margin, REALSXP));
    for (R_xlen_t i = 0; i < Rf_xlength(numbers); i++) read_dimension(numbers, i, INT_MAX, NULL);
    if (Rf_asInteger(ask_for("anyDuplicated", numbers, NULL)) > 0)
        Rf_error("`margin` must have distinct whole numbers %s, not the same twice.", describe_range(INT_MAX));
    UNPROTECT(1);
}

/* gamma's own dimensions are those of data along margin, but for extents of 1. */
static void require_extents_of_margin(SEXP own, SEXP dim, SEXP margin)
{
    R_xlen_t margins = Rf_xlength(margin);
    SEXP extents = PROTECT(Rf_allocVector(INTSXP, margins));
    for (R_xlen_t i = 0; i < margins; i++) INTEGER(extents)[i] = INTEGER_ELT(dim, (int) REAL_ELT(margin, i) - 1);
    if (!same_extents(own, extents))
        Rf_error("`gamma` must be a vector or have the extents of dimension%s %s of `data` (%s), not %s.", margins > 1 ? "s" : "",
                 describe_margin(margin), describe_dim(extents), describe_dim(own));
    UNPROTECT(1);
}

/* gamma has one element for each index of the dimensions of data that margin names, in gamma's own order. */
static void read_layout(layout *along, const storage *gamma, const storage *data, SEXP margin)
{
    SEXP dim = PROTECT(storage_dim(data));
    int rank = Rf_length(dim);
    along->rank = 0;
    if (rank < 2) {
        if (gamma->length != data->length)
            Rf_error("`gamma` must have length %s (the length of `data`), not %lld.", describe_1_or((double) data->length),
                     (long long) gamma->length);
        layout_append(along, (size_t) gamma->length, 1);
        UNPROTECT(1);
        return;
    }

    require_numbers_of_margin(margin, rank);
    size_t *stride = (size_t *) R_alloc((size_t) rank, sizeof *stride);
    memset(stride, 0, (size_t) rank * sizeof *stride);
    margin = PROTECT(Rf_coerceVector(margin, REALSXP));
    R_xlen_t margins = Rf_xlength(margin);
    double expected = 1;
    for (R_xlen_t i = 0; i < margins; i++) {
        int dimension = read_dimension(margin, i, rank, stride);
        /* Without data, the product may be 0, or more than any gamma has: then no stride is used, but it marks the dimension. */
        stride[dimension] = expected >= 1 && expected < 1e15 ? (size_t) expected : 1;
        expected *= INTEGER_ELT(dim, dimension);
    }
    if (expected != (double) gamma->length)
        Rf_error("`gamma` must have length %s (the extent of dimension%s %s of `data`), not %lld.", describe_1_or(expected),
                 margins > 1 ? "s" : "", describe_margin(margin), (long long) gamma->length);
    SEXP own = PROTECT(storage_dim(gamma));
    if (own != R_NilValue) require_extents_of_margin(own, dim, margin);
    /* Without data there may be more dimensions than a layout holds. */
    for (int k = 0; k < rank && data->length > 0; k++) layout_append(along, (size_t) INTEGER_ELT(dim, k), stride[k]);
    UNPROTECT(3);
}

static void read_gamma(arguments *a, const storage *data, SEXP gamma, SEXP margin)
{
    if (gamma == R_NilValue)
        Rf_error("`gamma` must be one number, or one for each index of `margin`, for act.type = \"prelu\", not NULL.");
    storage values = storage_of_vector(gamma, "gamma");
    a->gamma = values;
    if (values.length == 1) {
        activation_coefficients(&a->c, ACT_PRELU, Rf_asReal(gamma));
        return;
    }
    read_layout(&a->along, &values, data, margin);
    a->slopes = storage_doubles(&values);
    a->c.no_zero = 1;
    for (R_xlen_t i = 0; i < values.length; i++) a->c.no_zero &= a->slopes[i] != 0;
}

/* As PyTorch's second argument is the slope, and that of others the name of the function. */
static const char *hint_at_argument(act_type type, SEXP gamma)
{
    int is_slope = activations[type].reads_slope && is_number(gamma) && R_FINITE(Rf_asReal(gamma));
    int is_name = TYPEOF(gamma) == STRSXP && !Rf_isObject(gamma) && Rf_xlength(gamma) == 1;
    return is_slope ? ask("slope_hint", gamma, NULL) : is_name ? ask("name_hint", gamma, act_type_names()) : ".";
}

static void read_bounds(arguments *a, SEXP lower_bound, SEXP upper_bound)
{
    a->lower = read_finite(lower_bound, "lower.bound");
    a->upper = read_finite(upper_bound, "upper.bound");
    if (a->lower > a->upper)
        Rf_error("`lower.bound` must be at most `upper.bound` (%s), not %s.", describe_number(a->upper), describe_number(a->lower));
    if (!R_FINITE(a->upper - a->lower))
        Rf_error("`upper.bound` must be a finite distance above `lower.bound` (%s), not %s.", describe_number(a->lower),
                 describe_number(a->upper));
}

static void read_mask(arguments *a, const storage *data, const char *data_name, SEXP mask)
{
    if (mask == R_NilValue) return;
    a->has_mask = 1;
    a->mask = storage_of(mask, "mask");
    require_shape(&a->mask, "mask", data, data_name);
    double slopes[BLOCK];
    for (R_xlen_t start = 0; start < a->mask.length;) {
        R_xlen_t n = storage_reach(&a->mask, start);
        if (n > BLOCK) n = BLOCK;
        numbers block = storage_read(&a->mask, start, n);
        const double *values = numbers_load(&block, 0, (size_t) n, slopes);
        for (R_xlen_t i = 0; i < n; i++)
            if (!R_FINITE(values[i])) Rf_error("`mask` must have finite elements only, not %s.", describe_number(values[i]));
        start += n;
    }
}

void read_arguments(arguments *a, const storage *data, const char *data_name, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                    SEXP upper_bound, SEXP margin, SEXP mask)
{
    a->type = read_act_type(act_type);
    a->slopes = NULL;
    a->along.rank = 0;
    a->has_mask = 0;
    a->lower = a->upper = 0;
    const char *name = activations[a->type].name;
    if (gamma != R_NilValue && a->type != ACT_PRELU)
        Rf_error("`gamma` must be NULL for act.type = \"%s\", not %s%s", name, describe(gamma), hint_at_argument(a->type, gamma));
    if (mask != R_NilValue && a->type != ACT_RRELU)
        Rf_error("`mask` must be NULL for act.type = \"%s\", not %s.", name, describe(mask));

    double factor = 0;
    if (activations[a->type].reads_slope) factor = read_finite(slope, "slope");
    if (a->type == ACT_RRELU) {
        read_bounds(a, lower_bound, upper_bound);
        read_mask(a, data, data_name, mask);
        factor = mean_slope(a->lower, a->upper);
    }
    activation_coefficients(&a->c, a->type, factor);
    if (a->type == ACT_PRELU) read_gamma(a, data, gamma, margin);
}

SEXP leakyrelu_check(SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP margin)
{
    SEXP zeros = PROTECT(Rf_allocVector(REALSXP, gamma == R_NilValue ? 1 : Rf_xlength(gamma)));
    storage data = storage_of(zeros, "data");
    arguments a;
    read_arguments(&a, &data, "data", gamma, act_type, slope, lower_bound, upper_bound, margin, R_NilValue);
    if (a.type == ACT_PRELU) require_margin(margin);
    UNPROTECT(1);
    return R_NilValue;
}

job job_of(const arguments *a, kernel *run)
{
    return (job){.run = run, .is_cheap = activations[a->type].is_cheap, .c = &a->c, .gamma = a->slopes, .along = &a->along};
}
