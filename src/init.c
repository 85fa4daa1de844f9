#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

#include "core/simd.h"
#include "routines.h"
#include "threads.h"

SEXP leakyrelu_simd(SEXP level)
{
    lrelu_simd_use((simd_level) Rf_asInteger(level));
    return Rf_ScalarInteger(lrelu_simd_in_use);
}

#define ROUTINE(name, arguments)          \
    {                                     \
#name, (DL_FUNC) &name, arguments \
    }

/* clang-format off */
static const R_CallMethodDef routines[] = {
    ROUTINE(leakyrelu_forward, 10),
    ROUTINE(leakyrelu_backward, 10),
    ROUTINE(leakyrelu_double_backward, 11),
    ROUTINE(leakyrelu_check, 6),
    ROUTINE(leakyrelu_activations, 0),
    ROUTINE(leakyrelu_set_threads, 1),
    ROUTINE(leakyrelu_simd, 1),
    ROUTINE(leakyrelu_on_raw, 6),
    ROUTINE(leakyrelu_write_sum, 2),
    ROUTINE(leakyrelu_read_sums, 1),
    {NULL, NULL, 0},
};
/* clang-format on */

attribute_visible void R_init_leakyrelu(DllInfo *dll)
{
    lrelu_simd_use(SIMD_AVX512F);
    threads_load();
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
