/* From numbers in memory to numbers in memory: load a block, run a kernel on it, store it. */
#ifndef LEAKYRELU_BLOCKS_H
#define LEAKYRELU_BLOCKS_H

#include "activation.h"
#include "gamma_sum.h"

/* Elements a block: what it reads and writes, and a table of slopes, fit a first-level cache of 48 KB. */
#define BLOCK 1536

/* What a block needs of the C stack: room for the operands that are not in memory as doubles, and 16 KB for everything else. */
#define BLOCK_STACK (4 * BLOCK * sizeof(double) + 16384)

/* Numbers as they lie in memory. A new kind of storage is a new loader here. */
typedef struct {
    enum { NO_NUMBERS, DOUBLES, INTEGERS, ONE_NUMBER } kind;
    const void *at;
    double value; /* the number itself, or what a missing integer becomes */
} numbers;

/* A pointer to n of the numbers from `start` on: into memory where they are doubles, else to the buffer they were put into. */
const double *numbers_load(const numbers *from, size_t start, size_t n, double *buffer);

/* What is done with a block: the kernel gives y from x and grad, or, where there is a sum, its terms grad weight, or else grad x, are
 * added up. The slopes are one, one an element, or gamma along some dimensions. A weight is a second factor of grad. */
typedef struct {
    kernel *run;
    int is_cheap; /* whether memory takes longer than the kernel */
    const gamma_sum *sum;
    const coefficients *c;
    numbers x, grad, weight, slopes;
    const double *gamma; /* or NULL */
    const layout *along;
    const double *table; /* or NULL; a period of gamma's slopes as they stand along the data, and BLOCK more */
    size_t period;
    double *y;
} job;

/* The n elements of the job, the first of which is element `start` of the whole array, by that many threads. The bits do not
 * depend on their number. */
void job_run(const job *j, size_t start, size_t n, int threads);

#endif
