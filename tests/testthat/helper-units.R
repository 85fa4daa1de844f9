# What the results must not depend on: the vector unit and the number of threads.

# From here on the unit of that level, from 0, the baseline, or the best there is where that is less; says which.
use_vector_unit <- function(level) .Call(leakyrelu:::leakyrelu_simd, as.integer(level))
best_vector_unit <- function() use_vector_unit(2)

# What the function gives on each of them.
from_each_vector_unit <- function(run) {
  best <- best_vector_unit()
  on.exit(use_vector_unit(best))
  lapply(seq(0, best), function(level) {
    use_vector_unit(level)
    run()
  })
}

# What the code gives, evaluated on each of them, and expected to be the same from all.
on_each_vector_unit <- function(code) {
  expr <- substitute(code)
  frame <- parent.frame()
  results <- from_each_vector_unit(function() eval(expr, frame))
  for (result in results[-1]) expect_same_bits(result, results[[1]])
  results[[1]]
}

with_threads <- function(n, code) {
  before <- leakyrelu_threads(n)
  on.exit(leakyrelu_threads(before))
  code
}

skip_without_threads <- function() {
  skip_on_cran()
  most <- with_threads(2, leakyrelu_threads())
  if (most < 2) skip("only one thread is to be had here")
}
