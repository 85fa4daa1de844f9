/* The loops around a formula: what every file with kernels includes. */
#ifndef LEAKYRELU_KERNEL_H
#define LEAKYRELU_KERNEL_H

#include "activation.h"
#include "exp.h"
#include "float_kernel.h"
#include "missing.h"
#include "simd.h"

#define KERNEL_PARAMETERS \
    const coefficients *c, const slopes_of_run *slopes, const double *x, const double *grad, double *y, size_t n
#define LOOP_PARAMETERS (int has_fma, KERNEL_PARAMETERS)
#define KERNEL(name, loop) CLONED(name, loop, (KERNEL_PARAMETERS), c, slopes, x, grad, y, n)

/* x for y, which is as good as x itself above c.most, and for y', which is as good as 1 only further on. */
INLINE double bounded_for_y(coefficients c, double x)
{
    return between(c.least, x, c.most);
}

INLINE double bounded_for_derivative(coefficients c, double x)
{
    return between(c.least, x, c.most + 5);
}

/* exp(x) for each of them, and for y'' where that, or what it is made of, is the same for -x. */
INLINE exponential exp_for_y(int has_fma, coefficients c, double x)
{
    return exp_parts(has_fma, bounded_for_y(c, x), 0, SCALE_UP);
}

INLINE exponential exp_for_derivative(int has_fma, coefficients c, double x)
{
    return exp_parts(has_fma, bounded_for_derivative(c, x), 0, SCALE_UP);
}

INLINE exponential exp_of_minus_abs(int has_fma, coefficients c, double x)
{
    return exp_parts(has_fma, -magnitude(x, -c.least), 0, SCALE_UP);
}

/* A missing x passes through arithmetic, and through a formula's last select. */
#define FORWARD_KERNEL(name, formula) KERNEL_OF_X(name, passed_on(x[i], formula(has_fma, constants, x[i])))

/* grad derivative; a missing x wins over a missing grad */
INLINE double chained(double x, double grad, double derivative)
{
    double value = passed_on(grad, grad * derivative);
    return x != x ? x : value;
}

#define BACKWARD_KERNEL(name, formula) KERNEL_OF_X(name, chained(x[i], grad[i], formula(has_fma, constants, x[i])))

#define KERNEL_OF_X(name, result)                                \
    static kernel name;                                          \
    INLINE void name##_loop LOOP_PARAMETERS                      \
    {                                                            \
        const coefficients constants = *c;                       \
        (void) slopes, (void) grad;                              \
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = result; \
    }                                                            \
    KERNEL(name, name##_loop)

/* The same for formulas of x and of an exponential, which is computed first, for so many elements that all stays in the
 * first-level cache. Two loops take less time than a long one, because the chains of instructions that wait for each
 * other are half as long: 0.84 times as long for mish without fma on AVX-512, 0.81 on SSE2. */
#define FORWARD_KERNEL_OF_EXP(name, exponential_of, formula) \
    KERNEL_OF_EXP(name, exponential_of, passed_on(x[i], formula(has_fma, constants, x[i], e)))

#define BACKWARD_KERNEL_OF_EXP(name, exponential_of, formula) \
    KERNEL_OF_EXP(name, exponential_of, chained(x[i], grad[i], formula(has_fma, constants, x[i], e)))

#define AT_ONCE 256

/* A vector of AVX-512 that crosses a line of the cache takes twice as long. */
typedef struct {
    double scale[AT_ONCE], r[AT_ONCE], rest[AT_ONCE];
} ALIGNED_TO_LINES exponentials;

#define KERNEL_OF_EXP(name, exponential_of, result)                                                     \
    static kernel name;                                                                                 \
    INLINE void name##_loop LOOP_PARAMETERS                                                             \
    {                                                                                                   \
        const coefficients constants = *c;                                                              \
        (void) slopes, (void) grad;                                                                     \
        exponentials parts;                                                                             \
        for (size_t done = 0, end; done < n; done = end) {                                              \
            end = n - done < AT_ONCE ? n : done + AT_ONCE;                                              \
            VECTORISED for (size_t i = done; i < end; i++)                                              \
            {                                                                                           \
                const exponential e = exponential_of(has_fma, constants, x[i]);                         \
                parts.scale[i - done] = e.scale;                                                        \
                parts.r[i - done] = e.r;                                                                \
                parts.rest[i - done] = e.rest;                                                          \
            }                                                                                           \
            VECTORISED for (size_t i = done; i < end; i++)                                              \
            {                                                                                           \
                const exponential e = {parts.scale[i - done], parts.r[i - done], parts.rest[i - done]}; \
                y[i] = result;                                                                          \
            }                                                                                           \
        }                                                                                               \
    }                                                                                                   \
    KERNEL(name, name##_loop)

#endif
