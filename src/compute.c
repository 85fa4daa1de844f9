#include "compute.h"

#include "threads.h"

void compute_here(const job *j, const cursor *at)
{
    lrelu_job_do(j, (size_t) at->start, (size_t) at->n, threads_for(j, at->length, at->n));
}

void compute(const job *j, cursor *at)
{
    while (cursor_next(at)) compute_here(j, at);
}
