/* The loops around a formula: what every file with kernels includes. */
#ifndef LEAKYRELU_KERNEL_H
#define LEAKYRELU_KERNEL_H

#include "simd.h"

#include "activation.h"
#include "vmath.h"

#define KERNEL_PARAMETERS (const coefficients *c, const double *slopes, const double *x, const double *grad, double *y, size_t n)
#define KERNEL_ARGUMENTS (c, slopes, x, grad, y, n)
#define KERNEL(name, loop) CLONED(name, loop, KERNEL_PARAMETERS, KERNEL_ARGUMENTS)

/* A missing operand is selected, not computed with, as there are units (riscv64) whose arithmetic makes any NaN the same one. */

/* y = formula(c, x) */
#define FORWARD_KERNEL(name, formula)                                          \
    INLINE void name##_loop KERNEL_PARAMETERS                                  \
    {                                                                          \
        const coefficients constants = *c;                                     \
        (void) slopes, (void) grad;                                            \
        VECTORISED for (size_t i = 0; i < n; i++) {                            \
            double value = formula(constants, x[i]);                           \
            y[i] = x[i] != x[i] ? x[i] : value;                                \
        }                                                                      \
    }                                                                          \
    KERNEL(name, name##_loop)

/* y = grad formula(c, x); a missing x wins over a missing grad */
#define BACKWARD_KERNEL(name, formula)                                         \
    INLINE void name##_loop KERNEL_PARAMETERS                                  \
    {                                                                          \
        const coefficients constants = *c;                                     \
        (void) slopes;                                                         \
        VECTORISED for (size_t i = 0; i < n; i++) {                            \
            double product = grad[i] * formula(constants, x[i]);               \
            double value = grad[i] != grad[i] ? grad[i] : product;             \
            y[i] = x[i] != x[i] ? x[i] : value;                                \
        }                                                                      \
    }                                                                          \
    KERNEL(name, name##_loop)

#endif
