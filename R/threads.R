#' The number of threads
#'
#' Computations on large data are shared among several threads. `leakyrelu_threads()` returns their number, and
#' `leakyrelu_threads(n)` sets it. The results are the same, to the bit, for any number of threads.
#' Threads are started for a call and end with it.
#'
#' The default is two threads, or the number in `options(leakyrelu.threads = )`. Two limits always apply:
#' the number of CPUs that the process may use, and the environment variables `OMP_NUM_THREADS` and
#' `OMP_THREAD_LIMIT`, as they were when the package was loaded. A variable is ignored unless it holds a
#' whole number of at least 1, or a list that begins with one, such as `4,2`.
#'
#' A call uses only one thread
#' * if the data has fewer than 131,072 elements;
#' * for leaky, prelu and rrelu, if it has fewer than 524,288 or more than 4,194,304 elements, because
#'   their speed then depends on memory, not on the processor (for the gradient of gamma, 131,072 is the
#'   only limit);
#' * while it draws the random slopes of rrelu;
#' * for the gradient of gamma, if `gamma` has more than one element for each 1,024 elements of the data;
#' * in a child process that was forked after the package was loaded, as by [parallel::mclapply()],
#'   because the other child processes use the other CPUs;
#' * if the system does not allow another thread, for example because of a limit on memory or processes.
#'
#' @param n the new number of threads, a whole number of at least 1. `NULL` changes nothing.
#' @return The number of threads used for large data, which may be less than was asked for. With `n`, the
#'   number before the change, invisibly.
#' @examples
#' before <- leakyrelu_threads(1)
#' leakyrelu_threads()
#' leakyrelu_threads(before)
#' @export
leakyrelu_threads <- function(n = NULL) {
  before <- .Call(leakyrelu_set_threads, n)
  if (is.null(n)) before else invisible(before)
}
