/* The list of the activations. */
#ifndef LEAKYRELU_ACTIVATIONS_H
#define LEAKYRELU_ACTIVATIONS_H

#include "activation.h"

/* Each is the row at the end of activations/NAME.c. Users see them in this order, and R/activations.R has the same. */
/* clang-format off */
#define EACH_ACTIVATION(row) \
    row(leaky) \
    row(prelu) \
    row(rrelu) \
    row(elu) \
    row(selu) \
    row(gelu) \
    row(gelu_tanh) \
    row(mish) \
    row(silu) \
    row(celu)
/* clang-format on */

extern const activation *const lrelu_activations[];
extern const int lrelu_activation_count;

/* The one that is called so, or NULL. */
const activation *lrelu_activation_named(const char *name);

/* What a row lacks: the field's name, or NULL where it is whole. */
const char *lrelu_activation_lacks(const activation *row);

/* rrelu's slope in inference; no overflow on the way */
double lrelu_mean_slope(double lower, double upper);

#endif
