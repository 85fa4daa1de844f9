/* Threads for the time of one call: they are created for it and gone after it, so that a fork, an unloading or the end
 * of the process never meets one. */
#ifndef LEAKYRELU_WORKERS_H
#define LEAKYRELU_WORKERS_H

#include "leakyrelu.h"

#define MOST_WORKERS LEAKYRELU_MOST_THREADS

/* Bytes: nearly three times what a block needs (blocks.h), as thread-local data lies there too. */
#define WORKER_STACK 262144

/* Calls work(context, i) once for each i below n, by that many threads, of which the calling one is the first. Threads
 * that the system does not grant are done without. All are joined on return; work must not call R, nor jump out. */
void lrelu_workers_share(void (*work)(const void *context, size_t i), const void *context, size_t n, int threads);

#endif
