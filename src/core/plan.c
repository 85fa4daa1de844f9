#include "plan.h"

#include <stdint.h>

#include "bits.h"

typedef char plan_fits[sizeof(plan) <= sizeof(leakyrelu_plan) ? 1 : -1];

const plan *lrelu_plan_in(const leakyrelu_plan *hidden)
{
    const plan *p = (const plan *) hidden;
    return p && p->made == PLAN_MADE ? p : NULL;
}

int lrelu_overlap(const void *a, size_t a_bytes, const void *b, size_t b_bytes)
{
    const uintptr_t x = (uintptr_t) a, y = (uintptr_t) b;
    return a && b && x < y + b_bytes && y < x + a_bytes;
}

static int check_bounds(double lower, double upper)
{
    if (!is_finite(lower)) return LEAKYRELU_LOWER_BOUND_NOT_FINITE;
    if (!is_finite(upper)) return LEAKYRELU_UPPER_BOUND_NOT_FINITE;
    if (lower > upper) return LEAKYRELU_BOUNDS_NOT_ORDERED;
    return is_finite(upper - lower) ? LEAKYRELU_OK : LEAKYRELU_BOUNDS_TOO_FAR_APART;
}

/* The one slope that the parameters make. */
static int read_slope(const activation *act, const leakyrelu_parameters *p, double *slope)
{
    *slope = p->slope;
    switch (act->slope_from) {
    case SLOPE_ARGUMENT:
        if (!is_finite(p->slope)) return LEAKYRELU_SLOPE_NOT_FINITE;
        return act->slope_domain == POSITIVE && p->slope <= 0 ? LEAKYRELU_SLOPE_NOT_POSITIVE : LEAKYRELU_OK;
    case SLOPE_BOUNDS:
        *slope = lrelu_mean_slope(p->lower_bound, p->upper_bound);
        return check_bounds(p->lower_bound, p->upper_bound);
    case SLOPE_GAMMA:
        return LEAKYRELU_OK;
    default:
        *slope = 0;
        return LEAKYRELU_OK;
    }
}

int lrelu_plan_make(leakyrelu_plan *hidden, const char *act_type, const leakyrelu_parameters *parameters)
{
    static const leakyrelu_parameters defaults = LEAKYRELU_DEFAULTS;
    plan *p = (plan *) hidden;
    if (!p) return LEAKYRELU_NO_PLAN;
    p->made = 0;
    p->act = act_type ? lrelu_activation_named(act_type) : NULL;
    if (!p->act) return LEAKYRELU_UNKNOWN_ACT_TYPE;
    if (parameters && parameters->size < sizeof *parameters) return LEAKYRELU_NO_SIZE;
    double slope;
    const int status = read_slope(p->act, parameters ? parameters : &defaults, &slope);
    if (status) return status;
    p->act->coefficients(&p->c, slope);
    p->slopes.each.type = NULL;
    p->slopes.gamma = p->slopes.table = NULL;
    p->slopes.along.rank = 0;
    p->gammas = 1;
    p->elements = SIZE_MAX;
    p->made = PLAN_MADE;
    return LEAKYRELU_OK;
}

/* Whether each index of these dimensions has a gamma of its own: then each stride is longer than all that the shorter
 * ones reach, as in an array. */
static int is_one_to_one(const layout *along)
{
    for (int k = 0; k < along->rank; k++) {
        size_t reach = 0;
        for (int i = 0; i < along->rank; i++)
            if (i != k && along->stride[i] <= along->stride[k]) reach += (along->extent[i] - 1) * along->stride[i];
        if (along->stride[k] && along->stride[k] <= reach) return 0;
    }
    return 1;
}

/* Whether each gamma is that of an index, and no other index has it. In an array without elements none is. */
static int lay_out(layout *along, size_t *elements, size_t length, int rank, const size_t *extent, const size_t *stride)
{
    size_t reach = 0, gammas = 1;
    *elements = 1;
    along->rank = 0;
    for (int k = 0; k < rank; k++)
        if (extent[k] == 0) *elements = 0;
    if (*elements == 0) return 1;
    if (length == 0) return 0;
    for (int k = 0; k < rank; k++) {
        if (extent[k] == 1) continue;
        if (*elements > SIZE_MAX / extent[k] || along->rank == LAYOUT_MAX_RANK) return 0;
        *elements *= extent[k];
        if (stride[k]) {
            if (extent[k] - 1 > (length - 1 - reach) / stride[k]) return 0;
            reach += (extent[k] - 1) * stride[k];
            gammas *= extent[k];
        }
        lrelu_layout_append(along, extent[k], stride[k]);
    }
    return gammas == length && is_one_to_one(along);
}

int lrelu_plan_gamma(leakyrelu_plan *hidden, const double *gamma, size_t length, int rank, const size_t *extent,
                     const size_t *stride)
{
    plan *p = (plan *) lrelu_plan_in(hidden);
    if (!p) return LEAKYRELU_NO_PLAN;
    if (p->act->slope_from != SLOPE_GAMMA) return LEAKYRELU_NO_GAMMA_HERE;
    if (!gamma && length > 0) return LEAKYRELU_NO_MEMORY;
    if (rank < 0 || (rank > 0 && (!extent || !stride))) return LEAKYRELU_LAYOUT;
    layout along;
    size_t elements;
    if (!lay_out(&along, &elements, length, rank, extent, stride)) return LEAKYRELU_LAYOUT;
    p->slopes.along = along;
    p->slopes.table = NULL;
    p->elements = elements;
    p->gammas = length;
    lrelu_slopes_along(&p->slopes, gamma, length);
    return LEAKYRELU_OK;
}

double lrelu_plan_slope(const leakyrelu_plan *hidden)
{
    const plan *p = lrelu_plan_in(hidden);
    if (!p) return __builtin_nan("");
    return p->act->slope_from == SLOPE_NONE ? 0 : p->c.slope;
}

size_t lrelu_plan_table_bytes(const leakyrelu_plan *hidden, size_t length)
{
    const plan *p = lrelu_plan_in(hidden);
    return p ? lrelu_slopes_table_size(&p->slopes, length) * sizeof(double) : 0;
}

int lrelu_plan_table(leakyrelu_plan *hidden, size_t length, void *memory)
{
    plan *p = (plan *) lrelu_plan_in(hidden);
    if (!p) return LEAKYRELU_NO_PLAN;
    if (!p->slopes.gamma) return LEAKYRELU_NO_GAMMA_HERE;
    const size_t bytes = lrelu_plan_table_bytes(hidden, length);
    if (bytes == 0) return LEAKYRELU_OK;
    if (!memory) return LEAKYRELU_NO_MEMORY;
    if (lrelu_overlap(memory, bytes, p->slopes.gamma, p->gammas * sizeof(double))) return LEAKYRELU_OVERLAP;
    lrelu_slopes_tabulate(&p->slopes, memory);
    return LEAKYRELU_OK;
}

int lrelu_plan_may_miss(const plan *p)
{
    return p->slopes.gamma ? p->slopes.may_be_missing : p->c.slope != p->c.slope;
}
