#include "threads.h"

#include <limits.h>

#include "entry.h"
#include "messages.h"

#ifdef _OPENMP
#include <omp.h>
#endif
#ifndef _WIN32
#include <sys/types.h>
#include <unistd.h>
#endif

/* 0 until the user says a number. CRAN's rule is two at most unless told otherwise. */
static int wanted = 0;
#define DEFAULT_THREADS 2

/* Elements from which on two threads were not slower than one, measured on a virtual machine with two cores: to wake a thread took some
 * 30 microseconds there. */
#define ENOUGH_TO_SHARE 131072
#define ENOUGH_TO_SHARE_CHEAP 262144

#ifndef _WIN32
static pid_t loaded_by = 0;
#endif

/* libgomp hangs in the forked child of a process that had threads (parallel::mclapply). */
void threads_remember_process(void)
{
#ifndef _WIN32
    loaded_by = getpid();
#endif
}

#ifdef _OPENMP
static int is_forked_child(void)
{
#ifndef _WIN32
    return getpid() != loaded_by;
#else
    return 0;
#endif
}
#endif

static int threads(void)
{
#ifdef _OPENMP
    SEXP option = Rf_GetOption1(Rf_install("leakyrelu.threads"));
    int is_number = TYPEOF(option) == INTSXP || TYPEOF(option) == REALSXP;
    double asked = wanted ? wanted : is_number ? Rf_asReal(option) : DEFAULT_THREADS;
    int n = asked >= 1 && asked <= INT_MAX ? (int) asked : 1;
    int limits[] = {omp_get_max_threads(), omp_get_thread_limit(), omp_get_num_procs()};
    for (int i = 0; i < 3; i++)
        if (n > limits[i]) n = limits[i];
    return n < 1 || is_forked_child() ? 1 : n;
#else
    return 1;
#endif
}

int threads_for(int is_cheap, R_xlen_t n)
{
    return n < (is_cheap ? ENOUGH_TO_SHARE_CHEAP : ENOUGH_TO_SHARE) ? 1 : threads();
}

SEXP leakyrelu_set_threads(SEXP n)
{
    SEXP before = Rf_ScalarInteger(threads());
    if (n == R_NilValue) return before;
    double value = (TYPEOF(n) == INTSXP || TYPEOF(n) == REALSXP) && !Rf_isObject(n) && Rf_xlength(n) == 1 ? Rf_asReal(n) : NA_REAL;
    if (!(value >= 1 && value <= 1e6 && value == (int) value))
        Rf_error("`n` must be one whole number of at least 1, not %s.", describe(n));
    wanted = (int) value;
    return before;
}
