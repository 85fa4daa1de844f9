#include "args.h"

#include <stdio.h>
#include <string.h>

#include "messages.h"

static act_type read_act_type(SEXP value)
{
    if (TYPEOF(value) == STRSXP && Rf_xlength(value) == 1) {
        const char *name = CHAR(STRING_ELT(value, 0));
        for (int type = 0; type < ACT_COUNT; type++)
            if (STRING_ELT(value, 0) != NA_STRING && strcmp(name, activations[type].name) == 0) return (act_type) type;
    }
    char names[200] = "";
    for (int type = 0; type < ACT_COUNT; type++) {
        strcat(strcat(strcat(names, "\""), activations[type].name), "\"");
        strcat(names, type + 2 < ACT_COUNT ? ", " : type + 1 < ACT_COUNT ? " or " : "");
    }
    int is_relu = TYPEOF(value) == STRSXP && Rf_xlength(value) == 1 && strcmp(CHAR(STRING_ELT(value, 0)), "relu") == 0;
    Rf_error("`act.type` must be one of %s, not %s%s.", names, describe(value), is_relu ? ", which is \"leaky\" with slope = 0" : "");
}

static double read_finite(SEXP value, const char *name)
{
    int is_number = (TYPEOF(value) == REALSXP || TYPEOF(value) == INTSXP) && !Rf_isObject(value) && Rf_xlength(value) == 1;
    double number = is_number ? Rf_asReal(value) : NA_REAL;
    if (!R_FINITE(number)) Rf_error("`%s` must be one finite number, not %s.", name, describe(value));
    return number;
}

int read_flag(SEXP value, const char *name)
{
    if (TYPEOF(value) != LGLSXP || Rf_xlength(value) != 1 || LOGICAL_ELT(value, 0) == NA_LOGICAL)
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

/* The dimension, counted from 0, that element i of margin names; `taken` marks those before it. */
static int read_margin(SEXP margin, R_xlen_t i, int rank, const size_t *taken)
{
    double value = REAL_ELT(margin, i);
    int dimension = value >= 1 && value <= rank ? (int) value : 0;
    int repeated = dimension > 0 && dimension == value && taken[dimension - 1];
    if (dimension == 0 || dimension != value || repeated)
        Rf_error("`margin` must have distinct whole numbers from 1 to %d (the dimensions of `data`), not %s.", rank,
                 repeated ? "the same twice" : describe_number(value));
    return dimension - 1;
}

/* "2", "1 and 3", "3, 1 and 2" */
static const char *describe_margin(SEXP margin)
{
    char *result = R_alloc(200, 1);
    size_t n = 0;
    R_xlen_t margins = Rf_xlength(margin);
    for (R_xlen_t i = 0; i < margins && n < 180; i++) {
        const char *before = i == 0 ? "" : i + 1 < margins ? ", " : " and ";
        n += (size_t) snprintf(result + n, 200 - n, "%s%d", before, (int) REAL_ELT(margin, i));
    }
    return result;
}

/* gamma has `size` elements, one for each index of the dimensions of data that margin names, in gamma's own order. */
static void read_layout(layout *along, R_xlen_t size, const storage *data, SEXP margin)
{
    SEXP dim = PROTECT(storage_dim(data));
    int rank = Rf_length(dim);
    along->rank = 0;
    if (rank < 2) {
        if (size != data->length)
            Rf_error("`gamma` must have length 1 or %lld (the length of `data`), not %lld.", (long long) data->length, (long long) size);
        layout_append(along, (size_t) size, 1);
        UNPROTECT(1);
        return;
    }

    R_xlen_t margins = Rf_xlength(margin);
    if ((TYPEOF(margin) != INTSXP && TYPEOF(margin) != REALSXP) || Rf_isObject(margin) || margins == 0)
        Rf_error("`margin` must have distinct whole numbers from 1 to %d (the dimensions of `data`), not %s.", rank, describe(margin));
    size_t *stride = (size_t *) R_alloc((size_t) rank, sizeof *stride);
    memset(stride, 0, (size_t) rank * sizeof *stride);
    margin = PROTECT(Rf_coerceVector(margin, REALSXP));
    double expected = 1;
    for (R_xlen_t i = 0; i < margins; i++) {
        int dimension = read_margin(margin, i, rank, stride);
        /* Without data, the product may be 0, or more than any gamma has: then no stride is used, but it marks the dimension. */
        stride[dimension] = expected >= 1 && expected < 1e15 ? (size_t) expected : 1;
        expected *= INTEGER_ELT(dim, dimension);
    }
    if (expected != (double) size)
        Rf_error("`gamma` must have length 1 or %.0f (the extent of dimension%s %s of `data`), not %lld.", expected,
                 margins > 1 ? "s" : "", describe_margin(margin), (long long) size);
    /* Without data there may be more dimensions than a layout holds. */
    for (int k = 0; k < rank && data->length > 0; k++) layout_append(along, (size_t) INTEGER_ELT(dim, k), stride[k]);
    UNPROTECT(2);
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
    read_layout(&a->along, values.length, data, margin);
    a->slopes = storage_doubles(&values);
    a->c.no_zero = 1;
    for (R_xlen_t i = 0; i < values.length; i++) a->c.no_zero &= a->slopes[i] != 0;
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
    double buffer[BLOCK], slopes[BLOCK];
    for (R_xlen_t start = 0; start < a->mask.length;) {
        R_xlen_t n = storage_reach(&a->mask, start);
        if (n > BLOCK) n = BLOCK;
        numbers block = storage_read(&a->mask, start, n, buffer);
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
        Rf_error("`gamma` must be NULL for act.type = \"%s\", not %s.", name, describe(gamma));
    if (mask != R_NilValue && a->type != ACT_RRELU)
        Rf_error("`mask` must be NULL for act.type = \"%s\", not %s.", name, describe(mask));

    double factor = 0;
    if (activations[a->type].reads_slope) factor = read_finite(slope, "slope");
    if (a->type == ACT_RRELU) {
        read_bounds(a, lower_bound, upper_bound);
        read_mask(a, data, data_name, mask);
        factor = (a->lower + a->upper) / 2;
        if (!R_FINITE(factor)) factor = a->lower / 2 + a->upper / 2;
    }
    activation_coefficients(&a->c, a->type, factor);
    if (a->type == ACT_PRELU) read_gamma(a, data, gamma, margin);
}

job job_of(const arguments *a, kernel *run)
{
    return (job){.run = run, .is_cheap = activations[a->type].is_cheap, .c = &a->c, .gamma = a->slopes, .along = &a->along};
}
