#include "messages.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "kinds.h"
#include "routines.h"

#define LONGEST 400

static const char *text(const char *format, ...)
{
    char *result = R_alloc(LONGEST, 1);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(result, LONGEST, format, arguments);
    va_end(arguments);
    return result;
}

static const char *quoted(SEXP string)
{
    if (string == NA_STRING) return "NA";
    SEXP one = PROTECT(Rf_ScalarString(string));
    const char *result = ask("quoted", one, NULL);
    UNPROTECT(1);
    return result;
}

static const char *describe_class(SEXP object)
{
    SEXP class = Rf_getAttrib(object, R_ClassSymbol);
    int is_frame = TYPEOF(object) == VECSXP && Rf_inherits(object, "data.frame");
    const char *kind = is_frame ? "a data frame" : "an object";
    if (TYPEOF(class) != STRSXP || Rf_xlength(class) == 0) return kind;
    if (is_frame && strcmp(CHAR(STRING_ELT(class, 0)), "data.frame") == 0) return kind;
    return text("%s of class %s", kind, quoted(STRING_ELT(class, 0)));
}

const char *describe_number(double value)
{
    if (R_IsNA(value)) return "NA";
    if (R_IsNaN(value)) return "NaN";
    if (!R_FINITE(value)) return value > 0 ? "Inf" : "-Inf";
    return text("%.15g", value);
}

const char *describe_1_or(double n)
{
    return n == 1 ? "1" : text("1 or %.0f", n);
}

const char *describe_range(int rank)
{
    return rank == INT_MAX ? "of at least 1" : text("from 1 to %d (the dimensions of `data`)", rank);
}

const char *describe_margin(SEXP margin)
{
    char *result = R_alloc(LONGEST, 1);
    size_t n = 0;
    R_xlen_t margins = Rf_xlength(margin);
    for (R_xlen_t i = 0; i < margins && n + 20 < LONGEST; i++) {
        const char *before = i == 0 ? "" : i + 1 < margins ? ", " : " and ";
        n += (size_t) snprintf(result + n, LONGEST - n, "%s%d", before, (int) REAL_ELT(margin, i));
    }
    return result;
}

const char *describe_margin_meant(int dimension)
{
    return text(": did you mean margin = %d?", dimension);
}

const char *describe(SEXP object)
{
    if (object == R_NilValue) return "NULL";
    if (Rf_isFunction(object)) return "a function";
    if (is_shape(object)) object = VECTOR_ELT(object, SHAPE_OBJECT);
    if (Rf_isObject(object)) return describe_class(object);
    const char *kind;
    switch (TYPEOF(object)) {
    case REALSXP:
        if (Rf_xlength(object) == 1) return describe_number(REAL_ELT(object, 0));
        kind = "a numeric";
        break;
    case INTSXP:
        if (Rf_xlength(object) == 1) return describe_number(Rf_asReal(object));
        kind = "an integer";
        break;
    case LGLSXP:
        if (Rf_xlength(object) == 1) {
            int value = LOGICAL_ELT(object, 0);
            return value == NA_LOGICAL ? "NA" : value ? "TRUE" : "FALSE";
        }
        kind = "a logical";
        break;
    case STRSXP:
        if (Rf_xlength(object) == 1) return quoted(STRING_ELT(object, 0));
        kind = "a character";
        break;
    case CPLXSXP:
        kind = "a complex";
        break;
    case RAWSXP:
        kind = "a raw";
        break;
    case VECSXP:
        return "a list";
    default:
        return text("an object of type \"%s\"", Rf_type2char(TYPEOF(object)));
    }
    SEXP dim = Rf_getAttrib(object, R_DimSymbol);
    if (dim != R_NilValue)
        return text("%s %s of %s", kind, Rf_length(dim) == 2 ? "matrix" : "array", describe_dim(dim));
    return text("%s vector of length %lld", kind, (long long) Rf_xlength(object));
}

const char *describe_column(SEXP data_frame, R_xlen_t j)
{
    SEXP names = Rf_getAttrib(data_frame, R_NamesSymbol);
    if (names == R_NilValue) return text("%lld", (long long) j + 1);
    return quoted(STRING_ELT(names, j));
}

const char *describe_dim(SEXP dim)
{
    char *result = R_alloc(LONGEST, 1);
    size_t n = 0;
    result[0] = 0;
    for (int k = 0; k < Rf_length(dim) && n + 20 < LONGEST; k++)
        n += (size_t) snprintf(result + n, LONGEST - n, k ? " x %d" : "%d", INTEGER_ELT(dim, k));
    return result;
}

SEXP leakyrelu_describe(SEXP object)
{
    return Rf_mkString(describe(object));
}
