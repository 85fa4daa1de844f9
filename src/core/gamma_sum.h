/* The gradient of prelu's gamma: for each of its elements, the sum of a b over the x <= 0 that it is the slope of.
 *
 * It is the exact sum, rounded once, so that its bits depend on no order, no blocks and no threads. Terms of about the
 * size that is usual among the first ones go to bins (bins.h); all others, and what bins can no longer hold, to an
 * accumulator (accumulator.h) for the element, which is taken from a store when it is first needed. A large gamma is
 * summed in parts, each in a pass over the data. */
#ifndef LEAKYRELU_GAMMA_SUM_H
#define LEAKYRELU_GAMMA_SUM_H

#include "accumulator.h"
#include "bins.h"
#include "layout.h"

/* The most bytes that bins and accumulators may take. */
#define GAMMA_SUM_BYTES 67108864

/* What one thread adds up; the sum is that of all of them. */
typedef struct {
    bins bins;
    grid grid;
    accumulator *store; /* one for each element, so that none can be lacking */
    uint32_t stored;    /* how many of them are taken */
    uint32_t *held;     /* for each element, the number of its accumulator, from 1 on; 0 where it has none */
    int16_t *terms;     /* in its bins */
    unsigned char *special;
    int has_grid; /* chosen, since there were terms */
    size_t left;  /* terms that did not fit since then */
    int is_taken; /* by a thread */
} gamma_share;

/* Gamma's elements are counted in the order in which they come along the data, so that they are always the same for a
 * run of the data or next to each other. */
typedef struct {
    layout along;   /* for the data, an element of gamma's in this order */
    layout places;  /* for this order, where it stands in gamma */
    size_t all;     /* elements of gamma */
    size_t from, n; /* those that are summed in this pass over the data; as many as fit the memory */
    int shares;
    double *rounded; /* the sums of a pass, in the end */
    char *memory;    /* of the shares */
    size_t bytes;    /* a share */
} gamma_sum;

/* Plans the sums for the `all` elements of gamma, over so many elements of the data, by as many of the threads as are
 * of use; says how many bytes it needs. */
size_t lrelu_gamma_sum_plan(gamma_sum *sum, const layout *along, size_t all, size_t length, int threads);

/* Begins the pass for the elements from `from` on, in that memory. */
void lrelu_gamma_sum_start(gamma_sum *sum, void *memory, size_t from);

/* For a thread, a share that no other one has. */
gamma_share *lrelu_gamma_sum_take(const gamma_sum *sum);
void lrelu_gamma_sum_give_back(gamma_share *share);

/* Adds the n terms, at most BLOCK, from element `start` of the data on. A missing x, a or b counts for x > 0 too, as NA
 * times 0 is NA; 0 times an infinite b is to be 0, the limit. */
void lrelu_gamma_sum_add(const gamma_sum *sum, gamma_share *share, size_t start, const double *x, const double *a,
                         const double *b, size_t n);

/* Whether this pass has any of gamma's elements for these elements of the data. */
int lrelu_gamma_sum_reaches(const gamma_sum *sum, size_t start, size_t n);

/* How many of the first of these elements this pass has no use for. */
size_t lrelu_gamma_sum_skips(const gamma_sum *sum, size_t start, size_t n);

/* Puts the sums of this pass where they belong in gamma. */
void lrelu_gamma_sum_finish(const gamma_sum *sum, double *gamma);

/* The exact sum of element i of this pass, in the order along the data; and where a share adds to it. */
void lrelu_gamma_sum_collect(const gamma_sum *sum, size_t i, accumulator *to);
accumulator *lrelu_gamma_sum_accumulator(gamma_share *share, size_t i);

#endif
