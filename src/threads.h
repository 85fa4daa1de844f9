/* How many threads a call uses. */
#ifndef LEAKYRELU_THREADS_H
#define LEAKYRELU_THREADS_H

#include "storage.h"

/* The number set by leakyrelu_threads(), or two, but no more than OMP_NUM_THREADS, OMP_THREAD_LIMIT and the CPUs allow, and one in a
 * forked child, for n elements; one where the work is too little to share. */
int threads_for(int is_cheap, R_xlen_t n);

/* Called when the package is loaded: reads OpenMP's variables, and what later runs in another process is a forked child. */
void threads_load(void);

#endif
