/* How many threads a call uses. */
#ifndef LEAKYRELU_THREADS_H
#define LEAKYRELU_THREADS_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

/* How many are to do n elements, of `length` in all, of an activation that is cheap or not (leakyrelu.h): the number
 * set by leakyrelu_threads(), or two, but no more than OMP_NUM_THREADS, OMP_THREAD_LIMIT and the CPUs allow, and one in
 * a forked child, and where sharing does not pay. */
int threads_for(int is_cheap, R_xlen_t length, R_xlen_t n);

/* Called when the package is loaded: reads OpenMP's variables, and what later runs in another process is a forked
 * child. */
void threads_load(void);

#endif
