/* The kernels of leaky, prelu and rrelu: y = x for x > 0, slope x elsewhere; y' = 1 or slope; y'' = 0. They take a
 * slope for all elements, or for each, or for each run of them. */
#ifndef LEAKYRELU_RECTIFIER_H
#define LEAKYRELU_RECTIFIER_H

#include "activation.h"

kernel lrelu_rectifier_forward, lrelu_rectifier_backward, lrelu_rectifier_double_backward;
float_kernel lrelu_rectifier_forward_float;

/* slope grad where x <= 0, else what changes no sum: what a gradient that arrives at the slopes adds to those of
 * out.grad (with x for grad) and of x. */
kernel lrelu_rectifier_term;

void lrelu_rectifier_coefficients(coefficients *c, double slope);

#endif
