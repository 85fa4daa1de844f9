/* What each activation is, for R/activations.R. */
#include <string.h>

#include "api.h"
#include "routines.h"

static SEXP text_or_na(const char *text)
{
    return text ? Rf_mkChar(text) : NA_STRING;
}

/* Adds a vector to the list, which protects it. */
static SEXP new_field(SEXP list, int i, SEXPTYPE type, int n)
{
    return SET_VECTOR_ELT(list, i, Rf_allocVector(type, n));
}

SEXP leakyrelu_activations(void)
{
    static const char *const sources[] = {[LEAKYRELU_SLOPE_OF_NONE] = "none",
                                          [LEAKYRELU_SLOPE_OF_ARGUMENT] = "argument",
                                          [LEAKYRELU_SLOPE_OF_GAMMA] = "gamma",
                                          [LEAKYRELU_SLOPE_OF_BOUNDS] = "bounds"};
    const char *names[] = {"name",           "formula",  "otherwise", "letters", "slope_from",
                           "slope_positive", "from_out", "error",     ""};
    leakyrelu_activation row = {.size = sizeof row};
    int n = 0;
    while (leakyrelu->activation(n, &row)) n++;
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    SEXP name = new_field(list, 0, STRSXP, n), formula = new_field(list, 1, STRSXP, n);
    SEXP otherwise = new_field(list, 2, STRSXP, n), letters = new_field(list, 3, STRSXP, n);
    SEXP slope_from = new_field(list, 4, STRSXP, n);
    SEXP slope_positive = new_field(list, 5, LGLSXP, n), from_out = new_field(list, 6, LGLSXP, n);
    SEXP error = SET_VECTOR_ELT(list, 7, Rf_allocMatrix(REALSXP, 3, n)); /* of y, y' and y'' */
    for (int i = 0; leakyrelu->activation(i, &row); i++) {
        SET_STRING_ELT(name, i, Rf_mkChar(row.name));
        SET_STRING_ELT(formula, i, text_or_na(row.formula));
        SET_STRING_ELT(otherwise, i, text_or_na(row.otherwise));
        SET_STRING_ELT(letters, i, text_or_na(row.letters));
        SET_STRING_ELT(slope_from, i, text_or_na(sources[row.slope_from]));
        LOGICAL(slope_positive)[i] = row.is_slope_positive;
        LOGICAL(from_out)[i] = row.is_from_out;
        memcpy(REAL(error) + 3 * i, row.error, sizeof row.error);
    }
    UNPROTECT(1);
    return list;
}
