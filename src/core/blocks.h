/* From numbers in memory to numbers in memory: load a block, run a kernel on it, store it. */
#ifndef LEAKYRELU_BLOCKS_H
#define LEAKYRELU_BLOCKS_H

#include "activation.h"
#include "layout.h"

/* Elements a block: three buffers of it fit a first-level cache of 48 KB, with the data that passes by. */
#define BLOCK 1024

/* Numbers as they lie in memory. A new kind of storage is a new loader here. */
typedef struct {
    enum { NO_NUMBERS, DOUBLES, INTEGERS, ONE_NUMBER } kind;
    const void *at;
    double value; /* the number itself, or what a missing integer becomes */
} numbers;

/* A pointer to n of the numbers from `start` on: into memory where they are doubles, else to the buffer they were put into. */
const double *numbers_load(const numbers *from, size_t start, size_t n, double *buffer);

/* What a kernel is run on: y from x, from grad where there is one, with one slope, a slope an element, or gamma along some
 * dimensions. */
typedef struct {
    kernel *run;
    coefficients c;
    numbers x, grad, slopes;
    const double *gamma; /* or NULL */
    const layout *along;
    double *y;
} job;

/* The n elements of the job, the first of which is element `start` of the whole array. */
void job_run(const job *j, size_t start, size_t n);

#endif
