#include "entry.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

static const R_CallMethodDef routines[] = {
    {"leakyrelu_forward", (DL_FUNC) &leakyrelu_forward, 10},
    {"leakyrelu_backward", (DL_FUNC) &leakyrelu_backward, 10},
    {"leakyrelu_double_backward", (DL_FUNC) &leakyrelu_double_backward, 11},
    {NULL, NULL, 0},
};

attribute_visible void R_init_leakyrelu(DllInfo *dll)
{
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
