/* For the tests: what no function of the package shows. This file alone looks into core. */
#include "core/activations.h"
#include "core/simd.h"
#include "routines.h"

SEXP leakyrelu_simd(SEXP level)
{
    lrelu_simd_use((simd_level) Rf_asInteger(level));
    return Rf_ScalarInteger(lrelu_simd_in_use);
}

SEXP leakyrelu_lacking(void)
{
    SEXP lacking = PROTECT(Rf_allocVector(STRSXP, lrelu_activation_count));
    SEXP names = PROTECT(Rf_allocVector(STRSXP, lrelu_activation_count));
    for (int i = 0; i < lrelu_activation_count; i++) {
        const activation *row = lrelu_activations[i];
        const char *field = lrelu_activation_lacks(row);
        SET_STRING_ELT(names, i, Rf_mkChar(row->name ? row->name : ""));
        SET_STRING_ELT(lacking, i, field ? Rf_mkChar(field) : NA_STRING);
    }
    Rf_setAttrib(lacking, R_NamesSymbol, names);
    UNPROTECT(2);
    return lacking;
}
