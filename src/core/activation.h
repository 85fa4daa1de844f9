/* What an activation is: its kernels, what they are told, and what is said of it in print and in the help. Each file of
 * activations/ ends with one; nothing in this folder knows of R. */
#ifndef LEAKYRELU_ACTIVATION_H
#define LEAKYRELU_ACTIVATION_H

#include <stddef.h>

/* The constants that a kernel reads. */
typedef struct {
    double slope;                    /* the factor of x, or of expm1(x), where x <= 0 */
    double positive;                 /* the factor of x where x > 0 */
    double scaled, scaled_low, unit; /* exp_linear.h: slope = unit (scaled + scaled_low), unit a power of two */
    double linear_above;             /* above this, y is a factor of x: expm1(x) is x near 0 */
    double least, most; /* outside these, x counts as one of them. As a literal, gcc 12 would compute with both. */
} coefficients;

/* The slopes of the elements that a kernel is given, each of them for a run of so many. */
typedef struct {
    const double *at; /* or NULL: all have the slope of the coefficients */
    size_t run;
    int may_be_zero, may_be_missing; /* whether one of them is 0, is NaN */
} slopes_of_run;

/* y[i] = f(x[i]), or grad[i] f'(x[i]), or grad[i] f''(x[i]). Only the rectifiers have slopes that differ. y may be x or
 * grad itself, and is never read. */
typedef void kernel(const coefficients *c, const slopes_of_run *slopes, const double *x, const double *grad, double *y,
                    size_t n);

/* The same for floats: f(x[i]) is computed in double and rounded once. */
typedef void float_kernel(const coefficients *c, const slopes_of_run *slopes, const float *x, float *y, size_t n);

/* Where the slope comes from. Not zero, so that a row that does not say it is found. */
typedef enum { SLOPE_NONE = 1, SLOPE_ARGUMENT, SLOPE_GAMMA, SLOPE_BOUNDS } slope_source;

typedef enum { ANY_FINITE, POSITIVE } slope_domain;

typedef struct {
    const char *name;      /* as act.type spells it */
    const char *formula;   /* y, or where there is a second formula, y for x > 0 */
    const char *otherwise; /* y for all other x, or NULL */
    const char *letters;   /* what the letters in the formula mean, or NULL where that is plain */
    slope_source slope_from;
    slope_domain slope_domain; /* which values the argument `slope` may have */
    kernel *forward, *backward, *double_backward;
    float_kernel *forward_float;
    kernel *from_out; /* backward with y in place of x, or NULL; where it is not, it holds for slopes that are not
                         negative */
    void (*coefficients)(coefficients *c, double slope);
    int is_cheap;      /* whether memory takes longer than the kernel */
    struct {           /* bounds in units in the last place (ulp), of subnormal results too, */
        double y;      /* of y */
        double first;  /* of the larger of y' and y/x */
        double second; /* of the larger of 2 t' and x t'', t = y/x */
    } error;
} activation;

/* The coefficients of those that have none. */
void lrelu_no_coefficients(coefficients *c, double slope);

#endif
