#include "rectifier.h"

#include <float.h>

#include "kernel.h"

/* A comparison that is false for NaN passes x on as it is: NA stays NA. */
INLINE double rectify(double slope, double lowest, double x)
{
    double bounded = x < lowest ? lowest : x;
    double left = passed_on(slope, slope * bounded);
    return x <= 0 ? left : x;
}

/* 0 times -Inf is to be 0, the limit; any other slope keeps -Inf. */
INLINE double lowest_for(double slope)
{
    return slope == 0 ? -DBL_MAX : -__builtin_inf();
}

/* Of an infinite gradient too, a slope of 0 is to make 0. */
INLINE double bounded_for(double factor, double grad)
{
    double most = factor == 0 ? DBL_MAX : __builtin_inf();
    return __builtin_fabs(grad) > most ? 0 : grad;
}

/* A missing x wins over a missing grad, and that over a missing slope, where there may be one. */
INLINE double rectify_gradient(double slope, int may_be_zero, int may_be_missing, double x, double grad)
{
    double factor = x > 0 ? 1 : slope;
    if (may_be_zero) grad = bounded_for(factor, grad);
    if (may_be_missing) factor = grad != grad ? 1 : factor;
    double product = passed_on(grad, passed_on(factor, grad * factor));
    return x != x ? x : product;
}

INLINE void rectify_run(double slope, const double *x, double *y, size_t n)
{
    const double lowest = lowest_for(slope);
    VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify(slope, lowest, x[i]);
}

INLINE void rectify_forward_loop LOOP_PARAMETERS
{
    (void) has_fma, (void) grad;
    const double *slope = slopes->at;
    const size_t run = slopes->run;
    if (!slope)
        rectify_run(c->slope, x, y, n);
    else if (run > 1)
        for (size_t i = 0; i < n; i += run) rectify_run(slope[i / run], x + i, y + i, run);
    else if (!slopes->may_be_zero)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify(slope[i], -__builtin_inf(), x[i]);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify(slope[i], lowest_for(slope[i]), x[i]);
}

INLINE void rectify_gradient_run(double slope, const double *x, const double *grad, double *y, size_t n)
{
    if (slope != slope)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope, 0, 1, x[i], grad[i]);
    else if (slope == 0)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope, 1, 0, x[i], grad[i]);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope, 0, 0, x[i], grad[i]);
}

INLINE void rectify_backward_loop LOOP_PARAMETERS
{
    (void) has_fma;
    const double *slope = slopes->at;
    const size_t run = slopes->run;
    if (!slope)
        rectify_gradient_run(c->slope, x, grad, y, n);
    else if (run > 1)
        for (size_t i = 0; i < n; i += run) rectify_gradient_run(slope[i / run], x + i, grad + i, y + i, run);
    else if (slopes->may_be_missing)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope[i], 1, 1, x[i], grad[i]);
    else if (slopes->may_be_zero)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope[i], 1, 0, x[i], grad[i]);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope[i], 0, 0, x[i], grad[i]);
}

/* 0 wherever nothing is missing */
INLINE void rectify_double_backward_loop LOOP_PARAMETERS
{
    (void) has_fma, (void) c, (void) slopes;
    VECTORISED for (size_t i = 0; i < n; i++)
    {
        double missing = grad[i] != grad[i] ? grad[i] : 0;
        y[i] = x[i] != x[i] ? x[i] : missing;
    }
}

/* 0 times -Inf is to be 0 here too, and a missing grad wins over a missing slope. -0 is what changes no sum. */
INLINE double rectify_term(double slope, double x, double grad)
{
    double known = passed_on(slope, slope * grad);
    double product = grad != grad ? grad : known;
    double term = slope == 0 && grad == grad ? 0 : product;
    return x <= 0 ? term : -0.0;
}

INLINE void rectify_term_run(double slope, const double *x, const double *grad, double *y, size_t n)
{
    VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_term(slope, x[i], grad[i]);
}

INLINE void rectify_term_loop LOOP_PARAMETERS
{
    (void) has_fma;
    const double *slope = slopes->at;
    const size_t run = slopes->run;
    if (!slope)
        rectify_term_run(c->slope, x, grad, y, n);
    else if (run > 1)
        for (size_t i = 0; i < n; i += run) rectify_term_run(slope[i / run], x + i, grad + i, y + i, run);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_term(slope[i], x[i], grad[i]);
}

/* The product is a double's, so that the result is that of the doubles, rounded. */
INLINE float rectify_float(double slope, float lowest, float x)
{
    float bounded = x < lowest ? lowest : x;
    float left = (float) (slope * bounded);
    return x <= 0 ? left : x;
}

INLINE float lowest_float_for(double slope)
{
    return slope == 0 ? -FLT_MAX : -__builtin_inff();
}

INLINE void rectify_float_run(double slope, const float *x, float *y, size_t n)
{
    const float lowest = lowest_float_for(slope);
    VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_float(slope, lowest, x[i]);
}

INLINE void rectify_float_loop(int has_fma, FLOAT_PARAMETERS)
{
    (void) has_fma;
    const double *slope = slopes->at;
    const size_t run = slopes->run;
    if (!slope)
        rectify_float_run(c->slope, x, y, n);
    else if (run > 1)
        for (size_t i = 0; i < n; i += run) rectify_float_run(slope[i / run], x + i, y + i, run);
    else if (!slopes->may_be_zero)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_float(slope[i], -__builtin_inff(), x[i]);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_float(slope[i], lowest_float_for(slope[i]), x[i]);
}

KERNEL(lrelu_rectifier_forward, rectify_forward_loop)
CLONED(lrelu_rectifier_forward_float, rectify_float_loop, (FLOAT_PARAMETERS), c, slopes, x, y, n)
KERNEL(lrelu_rectifier_backward, rectify_backward_loop)
KERNEL(lrelu_rectifier_double_backward, rectify_double_backward_loop)
KERNEL(lrelu_rectifier_term, rectify_term_loop)

void lrelu_rectifier_coefficients(coefficients *c, double slope)
{
    *c = (coefficients){.slope = slope, .positive = 1};
}
