/* How each element gets its slope, in one place: all have one, each has its own, or gamma runs along some dimensions of
 * the data. Then, whichever is quickest: run by run of elements with the same slope, as the slopes lie in gamma, from a
 * table of them that repeats along the data, or laid out for the block. */
#ifndef LEAKYRELU_SLOPES_H
#define LEAKYRELU_SLOPES_H

#include "activation.h"
#include "layout.h"
#include "numbers.h"

typedef struct {
    numbers each;        /* one for each element, or none */
    const double *gamma; /* else several, which run along these dimensions, or NULL */
    layout along;
    int may_be_zero, may_be_missing; /* whether one of gamma is 0, is NaN */
    double *table; /* or NULL; a period of gamma's slopes as they stand along the data, and BLOCK more */
    size_t period;
} slopes;

/* The slopes are these of gamma, which has `n` elements along the layout that is filled in already. */
void lrelu_slopes_along(slopes *s, const double *gamma, size_t n);

/* The number of doubles that a table for n elements needs; 0 where the slopes are used without one. */
size_t lrelu_slopes_table_size(const slopes *s, size_t n);

/* Makes the table, in that memory. */
void lrelu_slopes_tabulate(slopes *s, double *memory);

/* A kernel and what it is applied to; or else a kernel for floats, and floats. */
typedef struct {
    kernel *apply;
    const coefficients *c;
    const double *x, *grad;
    double *y;
    float_kernel *apply_to_floats;
    const float *float_x;
    float *float_y;
} operands;

/* Applies the kernel to the n elements from `start` of the data on, with their slopes. Those in `each` are counted from
 * `done` on; the buffer has room for n, at most BLOCK. */
void lrelu_slopes_apply(const slopes *s, size_t start, size_t done, size_t n, const operands *o, double *buffer);

#endif
