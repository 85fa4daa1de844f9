#include "messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LONGEST 200

static const char *text(const char *format, ...)
{
    char *result = R_alloc(LONGEST, 1);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(result, LONGEST, format, arguments);
    va_end(arguments);
    return result;
}

/* A string between quotes, short and on one line. */
static const char *quoted(SEXP string)
{
    if (string == NA_STRING) return "NA";
    const int is_bytes = Rf_getCharCE(string) == CE_BYTES;
    const char *from = is_bytes ? CHAR(string) : Rf_translateChar(string);
    char *result = R_alloc(LONGEST, 1);
    size_t n = 0, longest = 60;
    result[n++] = '"';
    for (; *from && n <= longest; from++) {
        unsigned char c = (unsigned char) *from;
        result[n++] = c < ' ' || c == 127 ? ' ' : is_bytes && c > 127 ? '?' : *from;
    }
    if (*from) {
        /* The last character may have been cut in two: without its bytes the string is valid UTF-8. */
        while (((unsigned char) result[n - 1] & 0xC0) == 0x80) n--;
        if ((unsigned char) result[n - 1] >= 0xC0) n--;
        for (int dots = 0; dots < 3; dots++) result[n++] = '.';
    }
    result[n++] = '"';
    result[n] = 0;
    return result;
}

const char *describe_number(double value)
{
    if (R_IsNA(value)) return "NA";
    if (R_IsNaN(value)) return "NaN";
    if (!R_FINITE(value)) return value > 0 ? "Inf" : "-Inf";
    return text("%.15g", value);
}

const char *describe(SEXP object)
{
    if (object == R_NilValue) return "NULL";
    if (Rf_isFunction(object)) return "a function";
    if (Rf_isObject(object)) {
        if (Rf_inherits(object, "data.frame")) return "a data frame";
        SEXP class = Rf_getAttrib(object, R_ClassSymbol);
        return text("an object of class %s", quoted(STRING_ELT(class, 0)));
    }
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
    if (dim != R_NilValue) return text("%s %s of %s", kind, Rf_length(dim) == 2 ? "matrix" : "array", describe_dim(dim));
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
