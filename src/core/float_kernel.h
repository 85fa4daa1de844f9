/* Kernels over floats: computed in double and rounded to a float once.
 *
 * A double has 29 bits more than a float, so nothing need be compensated, and products and sums alone, none fused, give
 * the same bits on every vector unit. Of all floats, so many have a y that is not the float next to the exact value, by
 * 0.50000003 ulp at most: elu and celu with slope 1 none, selu and gelu_tanh 1, mish and silu 2, gelu 9
 * (tools/exactness/floats). */
#ifndef LEAKYRELU_FLOAT_KERNEL_H
#define LEAKYRELU_FLOAT_KERNEL_H

#include "activation.h"
#include "exp.h"
#include "missing.h"
#include "simd.h"

#define FLOAT_PARAMETERS const coefficients *c, const slopes_of_run *slopes, const float *x, float *y, size_t n

/* Where the bound of a select is a literal, gcc 12 computes both arms and what follows from each, in 8 % more time. */
INLINE double not_a_literal(double bound)
{
    const volatile double memory = bound;
    return memory;
}

/* y = formula(c, bound, x), which passes a missing x on where arithmetic does */
#define FLOAT_KERNEL(name, formula, bound)                               \
    static float_kernel name;                                            \
    INLINE void name##_loop(int has_fma, FLOAT_PARAMETERS)               \
    {                                                                    \
        const coefficients constants = *c;                               \
        const double limit = not_a_literal(bound);                       \
        (void) has_fma, (void) slopes;                                   \
        VECTORISED for (size_t i = 0; i < n; i++)                        \
        {                                                                \
            const float value = (float) formula(constants, limit, x[i]); \
            y[i] = KEEPS_NAN || x[i] == x[i] ? value : x[i];             \
        }                                                                \
    }                                                                    \
    CLONED(name, name##_loop, (FLOAT_PARAMETERS), c, slopes, x, y, n)

/* x between a lower bound, which lets a NaN pass, and an upper bound, which a NaN becomes */
INLINE double at_least(double bound, double x)
{
    return bound > x ? bound : x;
}

INLINE double at_most(double bound, double x)
{
    return x < bound ? x : bound;
}

/* 1, for y = x/(1 + exp(-x)) and its like, which is x/2 and a little more: where x is an odd number of the least
 * subnormal floats, x/2 lies in the middle between two floats, and the little decides, though it is lost beside 1. */
INLINE double one_beside_exp(double x)
{
    double little = __builtin_copysign(0x1p-51, x);
    return 1 - (__builtin_fabs(x) < 0x1p-120 ? little : 0);
}

/* exp(x) = scale (1 + p), scale a power of two, |p| < 1/2 */
typedef struct {
    double scale, p;
} plain_exp;

/* For x in [-700, 700]. The relative error is 2^-48, that of p itself, and 2^-53 |x|, as k ln 2 is rounded. */
INLINE plain_exp plain_exp_of(double x)
{
    whole_part whole = whole_part_of(x, 0);
    double r = x - whole.k * FLOAT_LN2;
    double r2 = r * r, r4 = r2 * r2;
    const double *q = FLOAT_EXPM1_Q;
    double first = (q[0] + q[1] * r) + (q[2] + q[3] * r) * r2;
    double second = (q[4] + q[5] * r) + (q[6] + q[7] * r + q[8] * r2) * r2;
    return (plain_exp){whole.scale, r * (1 + r * (first + second * r4))};
}

/* Below this expm1(x) is -1 as a float. */
#define FLOAT_EXPM1_LEAST (-20)

/* So written, -0 is kept. */
INLINE double plain_expm1(double x, double least)
{
    plain_exp e = plain_exp_of(x > least ? x : least);
    return e.scale * e.p - (1 - e.scale);
}

/* What elu and selu are. */
INLINE double exp_linear_of_float(coefficients c, double least, double x)
{
    double bent = plain_expm1(x, least) * c.slope;
    double straight = c.positive * x;
    return x <= 0 ? bent : straight;
}

#endif
