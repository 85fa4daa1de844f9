/* leaky, prelu and rrelu: y = x for x > 0, slope x otherwise.
 *
 * Maas, Hannun & Ng (2013), Rectifier nonlinearities improve neural network acoustic models (leaky); He, Zhang, Ren & Sun (2015),
 * Delving deep into rectifiers (prelu); Xu, Wang, Chen & Li (2015), Empirical evaluation of rectified activations in convolutional
 * network (rrelu). The derivative at 0 is the slope, as in MXNet, PyTorch and Chainer. */
#include "kernel.h"

#include <float.h>

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

/* A missing x wins over a missing grad, and that over a missing slope, where there may be one. */
INLINE double rectify_gradient(double slope, int may_be_missing, double x, double grad)
{
    double factor = x > 0 ? 1 : slope;
    if (may_be_missing) factor = grad != grad ? 1 : factor;
    double product = passed_on(grad, passed_on(factor, grad * factor));
    return x != x ? x : product;
}

INLINE void rectify_run(double slope, const double *x, double *y, size_t n)
{
    const double lowest = lowest_for(slope);
    VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify(slope, lowest, x[i]);
}

INLINE void rectify_forward_loop KERNEL_PARAMETERS
{
    (void) grad;
    if (!slopes)
        rectify_run(c->slope, x, y, n);
    else if (c->run)
        for (size_t i = 0; i < n; i += c->run) rectify_run(slopes[i / c->run], x + i, y + i, c->run);
    else if (c->no_zero)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = x[i] <= 0 ? passed_on(slopes[i], slopes[i] * x[i]) : x[i];
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify(slopes[i], lowest_for(slopes[i]), x[i]);
}

INLINE void rectify_gradient_run(double slope, const double *x, const double *grad, double *y, size_t n)
{
    if (slope != slope)
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope, 1, x[i], grad[i]);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slope, 0, x[i], grad[i]);
}

INLINE void rectify_backward_loop KERNEL_PARAMETERS
{
    if (!slopes)
        rectify_gradient_run(c->slope, x, grad, y, n);
    else if (c->run)
        for (size_t i = 0; i < n; i += c->run) rectify_gradient_run(slopes[i / c->run], x + i, grad + i, y + i, c->run);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_gradient(slopes[i], 1, x[i], grad[i]);
}

/* 0 wherever nothing is missing */
INLINE void rectify_second_loop KERNEL_PARAMETERS
{
    (void) c, (void) slopes;
    VECTORISED for (size_t i = 0; i < n; i++) {
        double missing = grad[i] != grad[i] ? grad[i] : 0;
        y[i] = x[i] != x[i] ? x[i] : missing;
    }
}

/* 0 times -Inf is to be 0 here too; what is missing already stays so, and a missing grad wins over a missing slope. */
INLINE double rectify_added(double y, double slope, double x, double grad)
{
    double known = passed_on(slope, slope * grad);
    double product = grad != grad ? grad : known;
    double term = slope == 0 && grad == grad ? 0 : product;
    double added = passed_on(term, y + term);
    double sum = y != y ? y : added;
    return x <= 0 ? sum : y;
}

INLINE void rectify_add_run(double slope, const double *x, const double *grad, double *y, size_t n)
{
    VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_added(y[i], slope, x[i], grad[i]);
}

/* y += slope grad where x <= 0: what a gradient that arrives at the slopes adds to those of out.grad (with x for grad) and of x. */
INLINE void rectify_add_loop KERNEL_PARAMETERS
{
    if (!slopes)
        rectify_add_run(c->slope, x, grad, y, n);
    else if (c->run)
        for (size_t i = 0; i < n; i += c->run) rectify_add_run(slopes[i / c->run], x + i, grad + i, y + i, c->run);
    else
        VECTORISED for (size_t i = 0; i < n; i++) y[i] = rectify_added(y[i], slopes[i], x[i], grad[i]);
}

KERNEL(rectify_forward, rectify_forward_loop)
KERNEL(rectify_backward, rectify_backward_loop)
KERNEL(rectify_second, rectify_second_loop)
KERNEL(rectify_add, rectify_add_loop)
