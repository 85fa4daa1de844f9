/* The loops around a formula: what every file with kernels includes. */
#ifndef LEAKYRELU_KERNEL_H
#define LEAKYRELU_KERNEL_H

#include "activation.h"
#include "float_kernel.h"
#include "missing.h"
#include "simd.h"

#define KERNEL_PARAMETERS \
    const coefficients *c, const slopes_of_run *slopes, const double *x, const double *grad, double *y, size_t n
#define LOOP_PARAMETERS (int has_fma, KERNEL_PARAMETERS)
#define KERNEL(name, loop) CLONED(name, loop, (KERNEL_PARAMETERS), c, slopes, x, grad, y, n)

/* y = formula(c, x), which passes a missing x on where arithmetic does */
#define FORWARD_KERNEL(name, formula)                         \
    static kernel name;                                       \
    INLINE void name##_loop LOOP_PARAMETERS                   \
    {                                                         \
        const coefficients constants = *c;                    \
        (void) has_fma, (void) slopes, (void) grad;           \
        VECTORISED for (size_t i = 0; i < n; i++)             \
        {                                                     \
            double value = formula(has_fma, constants, x[i]); \
            y[i] = passed_on(x[i], value);                    \
        }                                                     \
    }                                                         \
    KERNEL(name, name##_loop)

/* y = grad formula(c, x); a missing x wins over a missing grad */
#define BACKWARD_KERNEL(name, formula)                                    \
    static kernel name;                                                   \
    INLINE void name##_loop LOOP_PARAMETERS                               \
    {                                                                     \
        const coefficients constants = *c;                                \
        (void) has_fma, (void) slopes;                                    \
        VECTORISED for (size_t i = 0; i < n; i++)                         \
        {                                                                 \
            double product = grad[i] * formula(has_fma, constants, x[i]); \
            double value = passed_on(grad[i], product);                   \
            y[i] = x[i] != x[i] ? x[i] : value;                           \
        }                                                                 \
    }                                                                     \
    KERNEL(name, name##_loop)

#endif
