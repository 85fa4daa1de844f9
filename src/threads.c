#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* CPU sets */
#endif
#include "threads.h"

#include <limits.h>
#include <stdlib.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <sched.h>
#include <sys/types.h>
#include <unistd.h>
#endif

#include "leakyrelu.h"
#include "messages.h"
#include "routines.h"

/* 0 until the user says a number. CRAN's rule is two at most unless told otherwise. */
static int wanted = 0;
#define DEFAULT_THREADS 2

/* Elements from which on two threads were not slower than one, measured on a virtual machine with two cores: to start
 * and to join a thread took some 30 microseconds there. */
#define ENOUGH_TO_SHARE 131072
#define ENOUGH_TO_SHARE_CHEAP 524288

/* Beyond some 30 MB a result is new memory, and its page faults are not quicker in two threads: 0.74 to 1.1 of the
 * time. */
#define TOO_LARGE_TO_SHARE_CHEAP 4194304

/* The least of what OpenMP's variables said when the package was loaded: OpenMP too reads them once, at the start. */
static int openmp_limit = INT_MAX;

/* The first number of a list such as "4,2"; where there is none, the variable is as good as not set. */
static int read_limit(const char *name)
{
    const char *value = getenv(name);
    if (!value) return INT_MAX;
    char *end;
    long n = strtol(value, &end, 10);
    while (*end == ' ' || *end == '\t') end++;
    return n >= 1 && n <= INT_MAX && (*end == 0 || *end == ',') ? (int) n : INT_MAX;
}

#ifdef _WIN32

static int is_forked_child(void)
{
    return 0;
}

static int count_cpus(void)
{
    DWORD_PTR process, system;
    return GetProcessAffinityMask(GetCurrentProcess(), &process, &system) ? __builtin_popcountll(process) : 1;
}

#else

static pid_t loaded_by = 0;

static int is_forked_child(void)
{
    return getpid() != loaded_by;
}

static int count_cpus(void)
{
#ifdef __linux__
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
#endif
    return (int) sysconf(_SC_NPROCESSORS_ONLN);
}

#endif

void threads_load(void)
{
    const int num_threads = read_limit("OMP_NUM_THREADS"), thread_limit = read_limit("OMP_THREAD_LIMIT");
    openmp_limit = num_threads < thread_limit ? num_threads : thread_limit;
#ifndef _WIN32
    loaded_by = getpid();
#endif
}

static int threads(void)
{
    SEXP option = Rf_GetOption1(Rf_install("leakyrelu.threads"));
    int is_number = TYPEOF(option) == INTSXP || TYPEOF(option) == REALSXP;
    double asked = wanted ? wanted : is_number ? Rf_asReal(option) : DEFAULT_THREADS;
    int n = asked >= 1 && asked <= INT_MAX ? (int) asked : 1;
    int limits[] = {openmp_limit, count_cpus(), LEAKYRELU_MOST_THREADS};
    for (int i = 0; i < 3; i++)
        if (n > limits[i]) n = limits[i];
    return n < 1 || is_forked_child() ? 1 : n;
}

int threads_for(int is_cheap, R_xlen_t length, R_xlen_t n)
{
    if (is_cheap && length > TOO_LARGE_TO_SHARE_CHEAP) return 1;
    return n < (is_cheap ? ENOUGH_TO_SHARE_CHEAP : ENOUGH_TO_SHARE) ? 1 : threads();
}

SEXP leakyrelu_set_threads(SEXP n)
{
    SEXP before = Rf_ScalarInteger(threads());
    if (n == R_NilValue) return before;
    double value =
        (TYPEOF(n) == INTSXP || TYPEOF(n) == REALSXP) && !Rf_isObject(n) && Rf_xlength(n) == 1 ? Rf_asReal(n) : NA_REAL;
    if (!(value >= 1 && value <= INT_MAX && value == (int) value))
        Rf_error("`n` must be one whole number of at least 1, not %s.", describe(n));
    wanted = (int) value;
    return before;
}
