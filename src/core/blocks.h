/* From numbers in memory to numbers in memory, block by block: load, apply the kernel, store. */
#ifndef LEAKYRELU_BLOCKS_H
#define LEAKYRELU_BLOCKS_H

#include "activation.h"
#include "gamma_sum.h"
#include "numbers.h"
#include "slopes.h"

/* kernel(x, grad weight), with these slopes; a kernel that takes no grad has none, and where there is no weight it
 * is 1. */
typedef struct {
    kernel *apply;
    float_kernel *apply_to_floats; /* the same for floats, or NULL: used where x and y are floats and this is all */
    const coefficients *c;
    const slopes *slopes;
    numbers grad, weight;
} term;

/* y is the first term, or the sum of both. Where there is a sum for gamma, there is no y: what is added up are the
 * products of the first term's grad with its weight, or else with x. */
typedef struct {
    numbers x, y;
    term terms[2];
    const gamma_sum *sum;
    int is_in_place; /* whether y is where an operand lies: none is overwritten then before its block is done */
    int is_cheap;    /* whether memory takes longer than the kernel */
} job;

/* The n elements of the job, the first of which is element `start` of the whole array, by that many threads, but no
 * more than a sum is planned for. The bits do not depend on their number. */
void lrelu_job_do(const job *j, size_t start, size_t n, int threads);

#endif
