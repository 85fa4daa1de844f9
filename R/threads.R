#' The number of threads
#'
#' Large data is shared among threads, which are started for the call and end with it. The results are the same to the bit for any number.
#'
#' By default there are two, or as many as `options(leakyrelu.threads = )` says. The environment variables `OMP_NUM_THREADS` and
#' `OMP_THREAD_LIMIT`, as they were when the package was loaded, and the number of CPUs that the process may use are upper limits in any case. There is one thread where data is small, for the
#' rectifiers also where it has more than four million elements, as memory and not the processor is the limit there, where random
#' numbers are drawn, in sums for gamma, and in a forked child process (as of [parallel::mclapply()]) of one that had loaded the package, as its
#' siblings use the other CPUs. Where the system grants no thread, for instance under a limit on processes or memory, the call does without.
#'
#' @param n the number of threads from now on: a whole number of at least 1.
#' @return The number of threads for large data; with `n`, the one before, invisibly.
#' @examples
#' before <- leakyrelu_threads(1)
#' leakyrelu_threads()
#' leakyrelu_threads(before)
#' @export
leakyrelu_threads <- function(n = NULL) {
  before <- .Call(leakyrelu_set_threads, n)
  if (is.null(n)) before else invisible(before)
}
