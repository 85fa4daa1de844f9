/* The loops around a formula: what every file with kernels includes. */
#ifndef LEAKYRELU_KERNEL_H
#define LEAKYRELU_KERNEL_H

#include "simd.h"

#include "activation.h"
#include "vmath.h"

/* y = formula(c, x) */
#define FORWARD_KERNEL(name, formula)                                                                                           \
    CLONES void name(const coefficients *coefficients_, const double *slopes, const double *x, const double *grad, double *y, size_t n) \
    {                                                                                                                           \
        const coefficients c = *coefficients_;                                                                                  \
        (void) slopes, (void) grad, (void) c;                                                                                   \
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = formula(c, x[i]);                                                      \
    }

/* y = grad formula(c, x); a missing x wins over a missing grad */
#define BACKWARD_KERNEL(name, formula)                                                                                          \
    CLONES void name(const coefficients *coefficients_, const double *slopes, const double *x, const double *grad, double *y, size_t n) \
    {                                                                                                                           \
        const coefficients c = *coefficients_;                                                                                  \
        (void) slopes, (void) c;                                                                                                \
        VECTORISED for (size_t i = 0; i < n; i++) {                                                                             \
            double product = grad[i] * formula(c, x[i]);                                                                        \
            y[i] = x[i] != x[i] ? x[i] : product;                                                                               \
        }                                                                                                                       \
    }

#endif
