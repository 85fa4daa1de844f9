/* leaky: y = x for x > 0, slope x elsewhere; y' = 1 or slope, which tells x > 0 from y where slope >= 0; y'' = 0.
 *
 * Maas, Hannun & Ng (2013), Rectifier nonlinearities improve neural network acoustic models. The derivative at 0 is the
 * slope, as in MXNet, PyTorch and Chainer. Exact but for the product's rounding. */
#include "../rectifier.h"

const activation lrelu_leaky = {
    .name = "leaky",
    .formula = "x",
    .otherwise = "slope x",
    .slope_from = SLOPE_ARGUMENT,
    .coefficients = lrelu_rectifier_coefficients,
    .forward = lrelu_rectifier_forward,
    .forward_float = lrelu_rectifier_forward_float,
    .backward = lrelu_rectifier_backward,
    .double_backward = lrelu_rectifier_double_backward,
    .from_out = lrelu_rectifier_backward,
    .is_cheap = 1,
    .error = {.y = 0.5, .first = 0.5, .second = 0.5},
};
