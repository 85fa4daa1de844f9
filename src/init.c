#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

#include "api.h"
#include "routines.h"
#include "threads.h"

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
    ROUTINE(leakyrelu_describe, 1),
    ROUTINE(leakyrelu_simd, 1),
    ROUTINE(leakyrelu_to_bytes, 2),
    ROUTINE(leakyrelu_to_doubles, 1),
    ROUTINE(leakyrelu_held, 1),
    ROUTINE(leakyrelu_write_sums, 6),
    ROUTINE(leakyrelu_read_sums, 2),
    ROUTINE(leakyrelu_expand, 1),
    ROUTINE(leakyrelu_pick, 2),
    ROUTINE(leakyrelu_rectify, 4),
    ROUTINE(leakyrelu_split, 2),
    ROUTINE(leakyrelu_union, 2),
    ROUTINE(leakyrelu_values_at, 3),
    ROUTINE(leakyrelu_draw_at, 4),
    ROUTINE(leakyrelu_sum_runs, 4),
    ROUTINE(leakyrelu_lacking, 0),
    {NULL, NULL, 0},
};
/* clang-format on */

attribute_visible void R_init_leakyrelu(DllInfo *dll)
{
    api_load();
    threads_load();
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
