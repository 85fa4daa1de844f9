#include "margin.h"

#include <limits.h>
#include <string.h>

#include "ask.h"
#include "messages.h"

static int same_dim(SEXP dim, SEXP other)
{
    const int n = Rf_length(dim);
    return n == Rf_length(other) && memcmp(INTEGER_RO(dim), INTEGER_RO(other), (size_t) n * sizeof(int)) == 0;
}

void require_shape(const input *other, const input *data)
{
    SEXP dim = PROTECT(input_dim(other)), data_dim = PROTECT(input_dim(data));
    if (dim != R_NilValue && data_dim != R_NilValue && !same_dim(dim, data_dim))
        Rf_error("`%s` must have the dimensions of `%s` (%s), not %s.", other->name, data->name, describe_dim(data_dim),
                 describe_dim(dim));
    if (other->length != data->length)
        Rf_error("`%s` must have the length of `%s` (%lld), not %lld.", other->name, data->name,
                 (long long) data->length, (long long) other->length);
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

void require_extents(const input *other, const input *gamma)
{
    SEXP dim = PROTECT(input_dim(other)), gamma_dim = PROTECT(input_dim(gamma));
    if (dim != R_NilValue && gamma_dim != R_NilValue && !same_extents(dim, gamma_dim))
        Rf_error("`%s` must have the dimensions of `gamma` (%s), not %s.", other->name, describe_dim(gamma_dim),
                 describe_dim(dim));
    UNPROTECT(2);
}

static void require_numbers_of_margin(SEXP margin, int rank)
{
    if ((TYPEOF(margin) == INTSXP || TYPEOF(margin) == REALSXP) && !Rf_isObject(margin) && Rf_xlength(margin) > 0)
        return;
    Rf_error("`margin` must be distinct whole numbers %s, not %s.", describe_range(rank), describe(margin));
}

/* Dimension i of margin, counted from 0; `taken` marks those before it, or is NULL. */
static int read_dimension(SEXP margin, R_xlen_t i, int rank, const size_t *taken)
{
    double value = REAL_ELT(margin, i);
    int dimension = value >= 1 && value <= rank ? (int) value : 0;
    int repeated = dimension > 0 && dimension == value && taken && taken[dimension - 1];
    if (dimension == 0 || dimension != value || repeated)
        Rf_error("`margin` must be distinct whole numbers %s, not %s%s.", describe_range(rank), describe_number(value),
                 repeated ? " twice" : "");
    return dimension - 1;
}

void require_margin(SEXP margin)
{
    require_numbers_of_margin(margin, INT_MAX);
    SEXP numbers = PROTECT(Rf_coerceVector(margin, REALSXP));
    for (R_xlen_t i = 0; i < Rf_xlength(numbers); i++) read_dimension(numbers, i, INT_MAX, NULL);
    const int repeated = Rf_asInteger(ask_for("anyDuplicated", numbers, NULL));
    if (repeated > 0)
        Rf_error("`margin` must be distinct whole numbers %s, not %s twice.", describe_range(INT_MAX),
                 describe_number(REAL_ELT(numbers, repeated - 1)));
    UNPROTECT(1);
}

/* gamma's own dimensions are those of data along margin, but for extents of 1. */
static void require_extents_of_margin(SEXP own, SEXP dim, SEXP margin)
{
    R_xlen_t margins = Rf_xlength(margin);
    SEXP extents = PROTECT(Rf_allocVector(INTSXP, margins));
    for (R_xlen_t i = 0; i < margins; i++) INTEGER(extents)[i] = INTEGER_ELT(dim, (int) REAL_ELT(margin, i) - 1);
    if (!same_extents(own, extents))
        Rf_error("`gamma` must be a vector or have the extents of dimension%s %s of `data` (%s), not %s.",
                 margins > 1 ? "s" : "", describe_margin(margin), describe_dim(extents), describe_dim(own));
    UNPROTECT(1);
}

static gamma_layout new_layout(int rank)
{
    gamma_layout new = {.rank = rank};
    new.extent = (size_t *) R_alloc((size_t) rank, sizeof *new.extent);
    new.stride = (size_t *) R_alloc((size_t) rank, sizeof *new.stride);
    memset(new.stride, 0, (size_t) rank * sizeof *new.stride);
    return new;
}

static gamma_layout read_whole(const input *gamma, const input *data)
{
    if (gamma->length != data->length)
        Rf_error("`gamma` must have length %s (the length of `data`), not %lld.", describe_1_or((double) data->length),
                 (long long) gamma->length);
    gamma_layout along = new_layout(1);
    along.extent[0] = (size_t) gamma->length;
    along.stride[0] = 1;
    return along;
}

/* How the error for a gamma that does not fit ends: the only dimension of data that it fits, or nothing. */
static const char *hint_at_margin(const input *gamma, SEXP dim)
{
    SEXP own = input_dim(gamma);
    int longer = 0, fitting = 0, margin = 0;
    for (int k = 0; k < Rf_length(own); k++) longer += INTEGER_ELT(own, k) != 1;
    for (int k = 0; k < Rf_length(dim); k++) {
        if (INTEGER_ELT(dim, k) != gamma->length) continue;
        fitting++;
        margin = k + 1;
    }
    return longer < 2 && fitting == 1 ? describe_margin_meant(margin) : ".";
}

gamma_layout read_margin(const input *gamma, const input *data, SEXP margin)
{
    SEXP dim = PROTECT(input_dim(data));
    int rank = Rf_length(dim);
    if (rank < 2) {
        UNPROTECT(1);
        return read_whole(gamma, data);
    }

    require_numbers_of_margin(margin, rank);
    gamma_layout along = new_layout(rank);
    for (int k = 0; k < rank; k++) along.extent[k] = (size_t) INTEGER_ELT(dim, k);
    margin = PROTECT(Rf_coerceVector(margin, REALSXP));
    R_xlen_t margins = Rf_xlength(margin);
    double expected = 1;
    for (R_xlen_t i = 0; i < margins; i++) {
        int dimension = read_dimension(margin, i, rank, along.stride);
        /* Without data, the product may be 0, or more than any gamma has: then no stride is used, but it marks the
         * dimension. */
        along.stride[dimension] = expected >= 1 && expected < 1e15 ? (size_t) expected : 1;
        expected *= INTEGER_ELT(dim, dimension);
    }
    if (expected != (double) gamma->length)
        Rf_error("`gamma` must have length %s (the %s %s of `data`), not %lld%s", describe_1_or(expected),
                 margins > 1 ? "product of the extents of dimensions" : "extent of dimension", describe_margin(margin),
                 (long long) gamma->length, hint_at_margin(gamma, dim));
    SEXP own = PROTECT(input_dim(gamma));
    if (own != R_NilValue) require_extents_of_margin(own, dim, margin);
    UNPROTECT(3);
    return along;
}
