/* How many threads a call uses. */
#ifndef LEAKYRELU_THREADS_H
#define LEAKYRELU_THREADS_H

#include "input.h"

#include "core/blocks.h"

/* How many are to do n elements of the job, of `length` in all: the number set by leakyrelu_threads(), or two, but no
 * more than OMP_NUM_THREADS, OMP_THREAD_LIMIT and the CPUs allow, and one in a forked child, and where sharing
 * does not pay. */
int threads_for(const job *j, R_xlen_t length, R_xlen_t n);

/* Called when the package is loaded: reads OpenMP's variables, and what later runs in another process is a forked
 * child. */
void threads_load(void);

#endif
