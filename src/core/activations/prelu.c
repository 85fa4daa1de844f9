/* prelu: y = x for x > 0, gamma x elsewhere; y' = 1 or gamma; y'' = 0; the gradient of gamma is the sum of grad x over
 * x <= 0 (gamma_sum.h).
 *
 * He, Zhang, Ren & Sun (2015), Delving deep into rectifiers. The derivative at 0 is gamma, as in MXNet and PyTorch.
 * Exact but for the product's rounding. From y nothing follows, as gamma may be negative. */
#include "../rectifier.h"

const activation lrelu_prelu = {
    .name = "prelu",
    .formula = "x",
    .otherwise = "gamma x",
    .slope_from = SLOPE_GAMMA,
    .coefficients = lrelu_rectifier_coefficients,
    .forward = lrelu_rectifier_forward,
    .forward_float = lrelu_rectifier_forward_float,
    .backward = lrelu_rectifier_backward,
    .double_backward = lrelu_rectifier_double_backward,
    .is_cheap = 1,
    .error = {.y = 0.5, .first = 0.5, .second = 0.5},
};
