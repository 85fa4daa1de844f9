/* The gradient of gamma: the sums of the products of a gradient and x, or of two gradients, where x <= 0. */
#ifndef LEAKYRELU_SUMS_H
#define LEAKYRELU_SUMS_H

#include "arguments.h"
#include "gradient.h"

/* The products of grad and weight, or of grad and the data where weight is NULL. The result has gamma's attributes and
 * its type; the caller protects it. */
SEXP sum_along(const arguments *a, const input *data, const gradient *grad, const gradient *weight);

#endif
