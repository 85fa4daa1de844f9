/* rrelu: y = x for x > 0, m x elsewhere, m drawn for each element in training; y' = 1 or m, which tells x > 0 from y
 * where m >= 0; y'' = 0.
 *
 * Xu, Wang, Chen & Li (2015), Empirical evaluation of rectified activations in convolutional network. The derivative at
 * 0 is m, as in MXNet and PyTorch. Exact but for the product's rounding. */
#include "../rectifier.h"

const activation lrelu_rrelu = {
    .name = "rrelu",
    .formula = "x",
    .otherwise = "m x",
    .slope_from = SLOPE_BOUNDS,
    .coefficients = lrelu_rectifier_coefficients,
    .forward = lrelu_rectifier_forward,
    .forward_float = lrelu_rectifier_forward_float,
    .backward = lrelu_rectifier_backward,
    .double_backward = lrelu_rectifier_double_backward,
    .from_out = lrelu_rectifier_backward,
    .is_cheap = 1,
    .error = {.y = 0.5, .first = 0.5, .second = 0.5},
};
