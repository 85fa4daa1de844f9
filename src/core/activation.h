/* The activations: what the rest of the package knows of them.
 *
 * Each family has a file of its own (rectify.c, elu.c, gelu.c, gelu_tanh.c, mish.c) with its formula, its derivative and its
 * second derivative, and activation.c has a row of the table for each act.type. Nothing in this folder knows of R. */
#ifndef LEAKYRELU_ACTIVATION_H
#define LEAKYRELU_ACTIVATION_H

#include <stddef.h>

/* The constants that a kernel reads; activation_coefficients() fills them from the slope. */
typedef struct {
    size_t run;      /* rectifiers: where not 0, slopes holds one slope for each run of so many elements */
    int no_zero;     /* rectifiers: none of slopes is 0 */
    double slope;    /* the factor of x, or of expm1(x), where x <= 0 */
    double positive; /* the factor of x where x > 0 */
    /* elu and selu: slope = unit * scaled, unit a power of two; scaled = head + rest, head of 26 bits */
    double scaled, head, rest, unit;
    double linear_above; /* above this, y is a factor of x: expm1(x) is x near 0 */
    double least;        /* below this, expm1(x) rounds to -1 */
} coefficients;

/* y[i] = f(x[i]), or grad[i] f'(x[i]), or grad[i] f''(x[i]). `slopes` holds a slope for each element, or each run of
 * elements, or is NULL for the one in the coefficients; only the rectifiers look at it. y may be x or grad itself. */
typedef void kernel(const coefficients *c, const double *slopes, const double *x, const double *grad, double *y, size_t n);

typedef enum { ACT_LEAKY, ACT_PRELU, ACT_RRELU, ACT_ELU, ACT_SELU, ACT_GELU, ACT_GELU_TANH, ACT_MISH, ACT_COUNT } act_type;

typedef struct {
    const char *name; /* as act.type spells it */
    kernel *forward, *backward, *second;
    kernel *from_out; /* backward with y in place of x, or NULL where y does not tell the derivative */
    int reads_slope;  /* whether the argument `slope` has a meaning */
    int is_cheap;     /* whether memory takes longer than the kernel */
} activation;

extern const activation activations[ACT_COUNT];

/* rrelu's slope in inference; no overflow on the way */
double mean_slope(double lower, double upper);

void activation_coefficients(coefficients *c, act_type type, double slope);

kernel rectify_forward, rectify_backward, rectify_second, rectify_add;
kernel elu_forward, elu_backward, elu_second, elu_from_out;
kernel gelu_forward, gelu_backward, gelu_second;
kernel gelu_tanh_forward, gelu_tanh_backward, gelu_tanh_second;
kernel mish_forward, mish_backward, mish_second;

#endif
