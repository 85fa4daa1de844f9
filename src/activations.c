/* The rows of the activations, for R/activations.R. */
#include <string.h>

#include "core/activations.h"

#include "routines.h"

static SEXP text_or_na(const char *text)
{
    return text ? Rf_mkChar(text) : NA_STRING;
}

/* Adds a vector to the list, which protects it. */
static SEXP new_field(SEXP list, int i, SEXPTYPE type)
{
    return SET_VECTOR_ELT(list, i, Rf_allocVector(type, lrelu_activation_count));
}

static void require_whole(void)
{
    for (int i = 0; i < lrelu_activation_count; i++) {
        const activation *row = lrelu_activations[i];
        const char *lacks = lrelu_activation_lacks(row);
        if (lacks)
            Rf_error("The row in src/core/activations/%s.c must have `.%s`.", row->name ? row->name : "?", lacks);
        if (lrelu_activation_named(row->name) != row)
            Rf_error("Two rows in src/core/activations/ have the name \"%s\".", row->name);
    }
}

SEXP leakyrelu_activations(void)
{
    require_whole();
    static const char *const sources[] = {
        [SLOPE_NONE] = "none", [SLOPE_ARGUMENT] = "argument", [SLOPE_GAMMA] = "gamma", [SLOPE_BOUNDS] = "bounds"};
    const char *names[] = {"name",           "formula",  "otherwise", "letters", "slope_from",
                           "slope_positive", "from_out", "error",     ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    SEXP name = new_field(list, 0, STRSXP), formula = new_field(list, 1, STRSXP),
         otherwise = new_field(list, 2, STRSXP);
    SEXP letters = new_field(list, 3, STRSXP), slope_from = new_field(list, 4, STRSXP);
    SEXP slope_positive = new_field(list, 5, LGLSXP), from_out = new_field(list, 6, LGLSXP);
    SEXP error = SET_VECTOR_ELT(list, 7, Rf_allocMatrix(REALSXP, 3, lrelu_activation_count)); /* of y, y' and y'' */
    for (int i = 0; i < lrelu_activation_count; i++) {
        const activation *row = lrelu_activations[i];
        SET_STRING_ELT(name, i, Rf_mkChar(row->name));
        SET_STRING_ELT(formula, i, Rf_mkChar(row->formula));
        SET_STRING_ELT(otherwise, i, text_or_na(row->otherwise));
        SET_STRING_ELT(letters, i, text_or_na(row->letters));
        SET_STRING_ELT(slope_from, i, Rf_mkChar(sources[row->slope_from]));
        LOGICAL(slope_positive)[i] = row->slope_domain == POSITIVE;
        LOGICAL(from_out)[i] = row->from_out != NULL;
        const double bounds[] = {row->error.y, row->error.first, row->error.second};
        memcpy(REAL(error) + 3 * i, bounds, sizeof bounds);
    }
    UNPROTECT(1);
    return list;
}
