#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* CPU sets */
#endif
#include "workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>

typedef struct {
    void (*work)(const void *context, size_t i);
    const void *context;
    size_t n, next;
} queue;

/* One at a time, so that a thread that has to share its core does not keep the others waiting. */
static void *work_off(void *shared)
{
    queue *q = shared;
    for (;;) {
        size_t i = __atomic_fetch_add(&q->next, 1, __ATOMIC_RELAXED);
        if (i >= q->n) return NULL;
        q->work(q->context, i);
    }
}

/* Linux starts a thread where the calling one runs, if that slept before, and takes milliseconds to move it: let it
 * start elsewhere. */
static void start_elsewhere(pthread_attr_t *attributes)
{
#if defined(__linux__) && defined(__GLIBC__)
    cpu_set_t cpus;
    const int here = sched_getcpu();
    if (here < 0 || sched_getaffinity(0, sizeof cpus, &cpus) != 0) return;
    CPU_CLR(here, &cpus);
    if (CPU_COUNT(&cpus) > 0) pthread_attr_setaffinity_np(attributes, sizeof cpus, &cpus);
#else
    (void) attributes;
#endif
}

/* Starts up to `wanted` threads, and says how many there are. Signals, such as the user's interrupt, are for the
 * calling thread. */
static int start(pthread_t *threads, int wanted, queue *q)
{
    int started = 0;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return 0;
    pthread_attr_setstacksize(&attributes, WORKER_STACK);
    start_elsewhere(&attributes);
#ifndef _WIN32
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
#endif
    while (started < wanted && pthread_create(&threads[started], &attributes, work_off, q) == 0) started++;
#ifndef _WIN32
    pthread_sigmask(SIG_SETMASK, &before, NULL);
#endif
    pthread_attr_destroy(&attributes);
    return started;
}

void lrelu_workers_share(void (*work)(const void *context, size_t i), const void *context, size_t n, int threads)
{
    if (threads <= 1 || n <= 1) {
        for (size_t i = 0; i < n; i++) work(context, i);
        return;
    }
    queue q = {work, context, n, 0};
    pthread_t others[MOST_WORKERS];
    if (threads > MOST_WORKERS) threads = MOST_WORKERS;
    if ((size_t) threads > n) threads = (int) n;
    int started = start(others, threads - 1, &q);
    work_off(&q);
    for (int i = 0; i < started; i++) pthread_join(others[i], NULL);
}
