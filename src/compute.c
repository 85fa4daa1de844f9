#include "compute.h"

#include "threads.h"

void compute_here(const job *j, const cursor *at)
{
    lrelu_job_do(j, (size_t) at->start, (size_t) at->n, threads_for(j, at->length, at->n));
}

/* A pass that sums a part of gamma reads nothing but that part's data. */
static int next(const job *j, cursor *at)
{
    const size_t start = (size_t) (at->start + at->n), rest = (size_t) at->length - start;
    if (j->sum) cursor_skip(at, (R_xlen_t) lrelu_gamma_sum_skips(j->sum, start, rest));
    return cursor_next(at);
}

void compute(const job *j, cursor *at)
{
    while (next(j, at)) compute_here(j, at);
}
