/* The loops around a formula: what every file with kernels includes. */
#ifndef LEAKYRELU_KERNEL_H
#define LEAKYRELU_KERNEL_H

#include "activation.h"
#include "missing.h"
#include "simd.h"

#define KERNEL_PARAMETERS \
    (const coefficients *c, const slopes_of_run *slopes, const double *x, const double *grad, double *y, size_t n)
#define KERNEL_ARGUMENTS (c, slopes, x, grad, y, n)
#define KERNEL(name, loop) CLONED(name, loop, KERNEL_PARAMETERS, KERNEL_ARGUMENTS)

/* y = formula(c, x), which passes a missing x on where arithmetic does */
#define FORWARD_KERNEL(name, formula)                \
    static kernel name;                              \
    INLINE void name##_loop KERNEL_PARAMETERS        \
    {                                                \
        const coefficients constants = *c;           \
        (void) slopes, (void) grad;                  \
        VECTORISED for (size_t i = 0; i < n; i++)    \
        {                                            \
            double value = formula(constants, x[i]); \
            y[i] = passed_on(x[i], value);           \
        }                                            \
    }                                                \
    KERNEL(name, name##_loop)

/* y = grad formula(c, x); a missing x wins over a missing grad */
#define BACKWARD_KERNEL(name, formula)                           \
    static kernel name;                                          \
    INLINE void name##_loop KERNEL_PARAMETERS                    \
    {                                                            \
        const coefficients constants = *c;                       \
        (void) slopes;                                           \
        VECTORISED for (size_t i = 0; i < n; i++)                \
        {                                                        \
            double product = grad[i] * formula(constants, x[i]); \
            double value = passed_on(grad[i], product);          \
            y[i] = x[i] != x[i] ? x[i] : value;                  \
        }                                                        \
    }                                                            \
    KERNEL(name, name##_loop)

#endif
