/* The table of functions of leakyrelu.h, and those that say what there is. */
#include "functions.h"

#include <string.h>

#include "plan.h"
#include "simd.h"
#include "twister.h"

/* ---- Words ------------------------------------------------------------------------------------------------------ */

static const char *explain(int status)
{
    switch (status) {
    case LEAKYRELU_OK:
        return "all went well";
    case LEAKYRELU_AGAIN:
        return "all of the data is to be added once more";
    case LEAKYRELU_NO_PLAN:
        return "the plan, or the sum, must have been made before";
    case LEAKYRELU_NO_MEMORY:
        return "memory must be given, not NULL";
    case LEAKYRELU_UNKNOWN_ACT_TYPE:
        return "act_type must be the name of an activation";
    case LEAKYRELU_UNKNOWN_TYPE:
        return "a type must be a leakyrelu_type; LEAKYRELU_INTEGER can only be read from";
    case LEAKYRELU_SLOPE_NOT_FINITE:
        return "slope must be finite";
    case LEAKYRELU_SLOPE_NOT_POSITIVE:
        return "slope must be greater than 0 for this activation";
    case LEAKYRELU_LOWER_BOUND_NOT_FINITE:
        return "lower_bound must be finite";
    case LEAKYRELU_UPPER_BOUND_NOT_FINITE:
        return "upper_bound must be finite";
    case LEAKYRELU_BOUNDS_NOT_ORDERED:
        return "lower_bound must be at most upper_bound";
    case LEAKYRELU_BOUNDS_TOO_FAR_APART:
        return "upper_bound must be a finite distance above lower_bound";
    case LEAKYRELU_NO_GAMMA_HERE:
        return "only a plan for prelu has gammas, and a table only one with several";
    case LEAKYRELU_NO_MASK_HERE:
        return "only a plan for rrelu takes a mask";
    case LEAKYRELU_LAYOUT:
        return "extents and strides must lead to each gamma, and each stride be longer than all that shorter ones "
               "reach";
    case LEAKYRELU_LENGTH:
        return "an operand must have the length of data, a gradient that or 1, and all must lie in the array of the "
               "plan";
    case LEAKYRELU_OVERLAP:
        return "a result may only be the memory of an operand as a whole, with numbers of the same size";
    case LEAKYRELU_NOT_FROM_OUT:
        return "the derivative of this activation does not follow from its output";
    case LEAKYRELU_NOT_FROM_OUT_OF_SLOPE:
        return "the derivative does not follow from the output where the slope is negative";
    case LEAKYRELU_NO_SIZE:
        return "a struct must begin with its size: begin with LEAKYRELU_DEFAULTS, or LEAKYRELU_PIECE";
    case LEAKYRELU_NOT_WRITTEN:
        return "bytes must be what sum_write() wrote, of gammas that there are";
    default:
        return "no such status";
    }
}

/* Of each source of a slope, the same in the header. */
typedef char sources_agree[(int) SLOPE_NONE == LEAKYRELU_SLOPE_OF_NONE
                                   && (int) SLOPE_ARGUMENT == LEAKYRELU_SLOPE_OF_ARGUMENT
                                   && (int) SLOPE_GAMMA == LEAKYRELU_SLOPE_OF_GAMMA
                                   && (int) SLOPE_BOUNDS == LEAKYRELU_SLOPE_OF_BOUNDS
                               ? 1
                               : -1];

static int describe(int number, leakyrelu_activation *about)
{
    if (number < 0 || number >= lrelu_activation_count || !about || about->size < sizeof *about) return 0;
    const activation *row = lrelu_activations[number];
    const leakyrelu_activation all = {.size = about->size,
                                      .name = row->name,
                                      .formula = row->formula,
                                      .otherwise = row->otherwise,
                                      .letters = row->letters,
                                      .slope_from = row->slope_from,
                                      .is_slope_positive = row->slope_domain == POSITIVE,
                                      .is_from_out = row->from_out != NULL,
                                      .is_cheap = row->is_cheap,
                                      .error = {row->error.y, row->error.first, row->error.second}};
    *about = all;
    return 1;
}

static int find(const char *act_type)
{
    for (int i = 0; act_type && i < lrelu_activation_count; i++)
        if (strcmp(lrelu_activations[i]->name, act_type) == 0) return i;
    return -1;
}

static leakyrelu_array array(int type, const void *at, size_t length)
{
    const leakyrelu_array a = {type, length, at};
    return a;
}

/* ---- All of them ------------------------------------------------------------------------------------------------ */

/* Says that the linker shows it to others, where that is wished: R passes on the address instead. */
#ifndef LEAKYRELU_EXPORT
#define LEAKYRELU_EXPORT
#endif

LEAKYRELU_EXPORT const leakyrelu_functions *leakyrelu_init(int version)
{
    static const leakyrelu_functions all = {.version = LEAKYRELU_VERSION,
                                            .explain = explain,
                                            .activation = describe,
                                            .find = find,
                                            .plan = lrelu_plan_make,
                                            .slope = lrelu_plan_slope,
                                            .gamma = lrelu_plan_gamma,
                                            .table_bytes = lrelu_plan_table_bytes,
                                            .table = lrelu_plan_table,
                                            .array = array,
                                            .convert = lrelu_convert,
                                            .forward = lrelu_forward,
                                            .backward = lrelu_backward,
                                            .backward_from_out = lrelu_backward_from_out,
                                            .double_backward_out_grad = lrelu_double_backward_out_grad,
                                            .double_backward_data = lrelu_double_backward_data,
                                            .sum_bytes = lrelu_sum_bytes,
                                            .sum_start = lrelu_sum_start,
                                            .sum_add = lrelu_sum_add,
                                            .sum_finish = lrelu_sum_finish,
                                            .sum_skip = lrelu_sum_skip,
                                            .draw = lrelu_twister_draw,
                                            .sum_written_bytes = lrelu_sum_written_bytes,
                                            .sum_write = lrelu_sum_write,
                                            .sum_read = lrelu_sum_read};
    if (version > LEAKYRELU_VERSION) return NULL;
    static int is_ready = 0;
    if (!is_ready) lrelu_simd_use(SIMD_AVX512F);
    is_ready = 1;
    return &all;
}
