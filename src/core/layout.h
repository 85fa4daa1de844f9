/* Where a slope stands for each element: gamma along some dimensions of an array.
 *
 * Element i of the data, in R's order, has the digits of i in the mixed radix of the extents; its slope is
 * gamma[sum of digit times stride]. A dimension along which gamma does not run has the stride 0. */
#ifndef LEAKYRELU_LAYOUT_H
#define LEAKYRELU_LAYOUT_H

#include <stddef.h>

/* Dimensions of extent 1 are dropped, so 63 of them would be more elements than fit a memory. */
#define LAYOUT_MAX_RANK 63

typedef struct {
    int rank;
    size_t extent[LAYOUT_MAX_RANK], stride[LAYOUT_MAX_RANK];
} layout;

/* Appends a dimension, merging it with the one before where both are one run through gamma. */
void lrelu_layout_append(layout *along, size_t extent, size_t stride);

/* The number of elements after which the slopes repeat. */
size_t lrelu_layout_period(const layout *along);

/* A run of elements whose places in gamma are `at`, `at + stride`, `at + 2 stride` ... */
typedef struct {
    size_t done, size; /* its first element, counted from where the walk began, and the number of its elements */
    size_t at, stride;
    size_t n;
    size_t digit[LAYOUT_MAX_RANK];
} layout_run;

/* Walks over the n elements from `start` on, run by run; the last one is followed by one of size 0. */
void lrelu_layout_start(const layout *along, size_t start, size_t n, layout_run *run);
void lrelu_layout_next(const layout *along, layout_run *run);

/* Between which places in gamma those of the n elements, at least one, from `start` on are. */
void lrelu_layout_reach(const layout *along, size_t start, size_t n, size_t *least, size_t *most);

/* The slopes of the n elements from `start` on. */
void lrelu_layout_slopes(const layout *along, const double *gamma, size_t start, size_t n, double *slopes);

#endif
