/* The table of activations, and the constants that their kernels read. */
#include "activation.h"

#include <math.h>

#include "vmath.h"

const activation activations[ACT_COUNT] = {
    [ACT_LEAKY] = {"leaky", rectify_forward, rectify_backward, rectify_second, rectify_backward, 1, 1},
    [ACT_PRELU] = {"prelu", rectify_forward, rectify_backward, rectify_second, NULL, 0, 1},
    [ACT_RRELU] = {"rrelu", rectify_forward, rectify_backward, rectify_second, rectify_backward, 0, 1},
    [ACT_ELU] = {"elu", elu_forward, elu_backward, elu_second, elu_from_out, 1, 0},
    [ACT_SELU] = {"selu", elu_forward, elu_backward, elu_second, elu_from_out, 0, 0},
    [ACT_GELU] = {"gelu", gelu_forward, gelu_backward, gelu_second, NULL, 0, 0},
    [ACT_GELU_TANH] = {"gelu_tanh", gelu_tanh_forward, gelu_tanh_backward, gelu_tanh_second, NULL, 0, 0},
    [ACT_MISH] = {"mish", mish_forward, mish_backward, mish_second, NULL, 0, 0},
};

double mean_slope(double lower, double upper)
{
    double sum = lower + upper;
    return sum - sum == 0 ? sum / 2 : lower / 2 + upper / 2;
}

void activation_coefficients(coefficients *c, act_type type, double slope)
{
    c->run = 0;
    c->no_zero = 0;
    c->slope = slope;
    c->positive = 1;
    if (type != ACT_ELU && type != ACT_SELU) return;

    double slope_low = 0;
    if (type == ACT_SELU) {
        c->slope = SELU_LAMBDA_ALPHA;
        c->positive = SELU_LAMBDA;
        slope_low = SELU_LAMBDA_ALPHA_LOW;
    }
    /* A slope among the subnormals, or so large that a product with 2^100 overflows, is brought near 1 meanwhile. */
    int exponent = 0;
    frexp(c->slope, &exponent);
    exponent = exponent < -900 ? -900 : exponent - 1;
    c->unit = ldexp(1, exponent);
    c->scaled = ldexp(c->slope, -exponent);
    c->head = leading_bits(c->scaled);
    c->rest = (c->scaled - c->head) + ldexp(slope_low, -exponent);
    c->least = -37.5; /* as a literal in the kernel, gcc 12 would compute with both x and it */
    c->linear_above = c->slope == 0 ? -HUGE_VAL : -0x1p-60;
}
