/* For the tests: what no function of the package shows. This file alone looks into core. */
#include "core/accumulator.h"
#include "core/activations.h"
#include "core/simd.h"
#include "routines.h"

SEXP leakyrelu_write_sum(SEXP a, SEXP b)
{
    accumulator sum;
    lrelu_accumulator_start(&sum);
    for (R_xlen_t i = 0; i < Rf_xlength(a); i++) lrelu_accumulator_add_product(&sum, REAL_RO(a)[i], REAL_RO(b)[i]);
    SEXP written = Rf_allocVector(RAWSXP, ACCUMULATOR_BYTES);
    lrelu_accumulator_write(&sum, RAW(written));
    return written;
}

SEXP leakyrelu_read_sums(SEXP sums)
{
    accumulator all, one;
    lrelu_accumulator_start(&all);
    for (R_xlen_t i = 0; i < Rf_xlength(sums); i++) {
        SEXP written = VECTOR_ELT(sums, i);
        if (Rf_xlength(written) != ACCUMULATOR_BYTES || !lrelu_accumulator_read(&one, RAW_RO(written)))
            Rf_error("`sums` must be written by leakyrelu_write_sum.");
        lrelu_accumulator_merge(&all, &one);
    }
    return Rf_ScalarReal(lrelu_accumulator_round(&all));
}

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
