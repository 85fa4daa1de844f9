/* For the tests: sums of products written down and read again, as a sum over files or machines will need it. */
#include "core/accumulator.h"

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
