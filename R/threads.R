#' The number of threads
#'
#' Large data is shared among threads, which are started for the call and end with it. The results
#' are the same to the bit for any number.
#'
#' By default there are two, or as many as `options(leakyrelu.threads = )` says. The environment
#' variables `OMP_NUM_THREADS` and `OMP_THREAD_LIMIT`, as they were when the package was loaded, and
#' the number of CPUs that the process may use are upper limits in any case. A variable that does
#' not hold a whole number of at least 1 (or a list that begins with one, such as `4,2`) is not
#' read.
#'
#' One thread is used
#' * for less than 131,072 elements, or, by leaky, prelu and rrelu, for less than 524,288 or more
#'   than 4,194,304: there the time goes into memory, not into the processor (for the sums for gamma
#'   131,072 is the only limit);
#' * where random slopes are drawn;
#' * for the sums for gamma, where it has more than one element for 1,024 of the data;
#' * in a child process that was forked after the package was loaded (as by [parallel::mclapply()]),
#'   as its siblings use the other CPUs;
#' * where the system grants no other, for instance under a limit on processes or memory.
#'
#' @param n the number of threads from now on: a whole number of at least 1.
#' @return The number of threads that large data gets, which may be less than was asked for; with
#'   `n`, the one before, invisibly.
#' @examples
#' before <- leakyrelu_threads(1)
#' leakyrelu_threads()
#' leakyrelu_threads(before)
#' @export
leakyrelu_threads <- function(n = NULL) {
  before <- .Call(leakyrelu_set_threads, n)
  if (is.null(n)) before else invisible(before)
}
