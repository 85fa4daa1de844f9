#include "core/simd.h"
#include "entry.h"
#include "threads.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

SEXP leakyrelu_simd(SEXP level)
{
    simd_use((simd_level) Rf_asInteger(level));
    return Rf_ScalarInteger(simd_in_use);
}

static const R_CallMethodDef routines[] = {
    {"leakyrelu_forward", (DL_FUNC) &leakyrelu_forward, 10},
    {"leakyrelu_backward", (DL_FUNC) &leakyrelu_backward, 10},
    {"leakyrelu_double_backward", (DL_FUNC) &leakyrelu_double_backward, 11},
    {"leakyrelu_check", (DL_FUNC) &leakyrelu_check, 6},
    {"leakyrelu_set_threads", (DL_FUNC) &leakyrelu_set_threads, 1},
    {"leakyrelu_simd", (DL_FUNC) &leakyrelu_simd, 1},
    {NULL, NULL, 0},
};

attribute_visible void R_init_leakyrelu(DllInfo *dll)
{
    simd_use(SIMD_AVX512F);
    threads_load();
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
