# The gradient of gamma for delayed data: blocks that are summed each for itself, by workers or not. The truth is the
# call in memory, whose sums are exact.

# Terms of all sizes, which cancel.
spread_numbers <- function(n) with_fixed_seed(rnorm(n) * 2^sample(-300:300, n, replace = TRUE))

sums_by_blocks <- function(block, data, ...) {
  data <- DelayedArray::DelayedArray(data)
  with_blocks_of(block, mx.nd.LeakyReLU.backward(data, data, ...)$gamma)
}

test_that("the grid of blocks changes no bit of gamma's gradient", {
  skip_without_packages("DelayedArray")
  x <- array(-abs(spread_numbers(600)), c(12, 10, 5))
  x[seq(1, 600, 7)] <- 0.5
  grad <- array(spread_numbers(600), dim(x))
  for (margin in list(1, 2, 3, c(3, 1), 1:3)) {
    gamma <- array(0.25, dim(x)[margin])
    if (length(margin) == 1) gamma <- c(gamma)
    expected <- mx.nd.LeakyReLU.backward(grad, x, gamma, "prelu", margin = margin)$gamma
    given <- DelayedArray::DelayedArray(x)
    for (block in c(40, 130, 1e4)) {
      g <- with_blocks_of(block, mx.nd.LeakyReLU.backward(grad, given, gamma, "prelu", margin = margin))
      expect_same_bits_of(g$gamma, expected, "margin", margin, "block", block)
    }
  }
  expect_same_bits(sums_by_blocks(100, x, 0.5, "prelu"), mx.nd.LeakyReLU.backward(x, x, 0.5, "prelu")$gamma)
})

test_that("terms that cancel, overflow or are missing in different blocks make the sum that they make in one", {
  skip_without_packages("DelayedArray")
  x <- matrix(-1, 4, 6)
  gradients <- list(
    cbind(c(1e308, 1e308, 1e-300, 1), 1e308, c(-1e308, -1e308, 0, 0), -1e308, 2^-1074, c(0, 0, 3, 0)),
    replace(x, c(3, 20), c(Inf, -Inf)), replace(x, 5, NA), replace(x, c(2, 24), c(NaN, Inf)), x * 1e308
  )
  for (grad in gradients) for (margin in 1:2) {
    gamma <- rep(0.5, dim(x)[margin])
    expected <- mx.nd.LeakyReLU.backward(grad, x, gamma, "prelu", margin = margin)$gamma
    data <- DelayedArray::DelayedArray(x)
    g <- with_blocks_of(8, mx.nd.LeakyReLU.backward(grad, data, gamma, "prelu", margin = margin))
    expect_same_bits(g$gamma, expected)
  }
})

test_that("gamma's gradient has gamma's type and attributes, whatever the blocks", {
  skip_without_packages("DelayedArray")
  x <- matrix(spread_numbers(40) / 2^300, 8)
  for (gamma in list(setNames(1:5, letters[1:5]), array(1:5, c(1, 5, 1)), as_float16(1:5), as_bfloat16(3), TRUE)) {
    expect_identical(sums_by_blocks(20, x, gamma, "prelu"), mx.nd.LeakyReLU.backward(x, x, gamma, "prelu")$gamma)
  }
})

# Two workers take seconds to start: for all tests of them.
workers <- local({
  started <- NULL
  function() {
    if (is.null(started)) started <<- BiocParallel::bpstart(BiocParallel::SnowParam(2, progressbar = TRUE))
    started
  }
})

with_workers <- function(code, block = 30) {
  keep_delayed_options({
    DelayedArray::setAutoBPPARAM(workers())
    force(code)
  }, block)
}

test_that("workers give the same bits, show their progress, and read results", {
  skip_on_cran()
  skip_without_packages("HDF5Array", "BiocParallel")
  x <- matrix(spread_numbers(120), 12)
  given <- to_HDF5(x)
  for (margin in 1:2) {
    gamma <- rep(0.25, dim(x)[margin])
    expected <- mx.nd.LeakyReLU.backward(x, x, gamma, "prelu", margin = margin)
    shown <- capture.output(
      g <- with_workers(mx.nd.LeakyReLU.backward(given, given, gamma, "prelu", margin = margin))
    )
    expect_match(paste(shown, collapse = ""), "100%", fixed = TRUE)
    expect_same_bits(g$gamma, expected$gamma)
    expect_delayed(g$data, expected$data)
  }
  capture.output(blocks <- with_workers(DelayedArray::blockApply(mx.nd.LeakyReLU(given, 0.5, "prelu"), identity)))
  y <- mx.nd.LeakyReLU(x, 0.5, "prelu")
  expect_identical(sort(unlist(blocks)), sort(as.vector(y)))
})

test_that("an error of a worker is one line that names the argument, in the user's call, and it can be called again", {
  skip_on_cran()
  skip_without_packages("HDF5Array", "BiocParallel")
  x <- matrix(spread_numbers(120), 12)
  given <- to_HDF5(x)
  grad <- to_HDF5(x) + 0
  good <- grad
  grad@seed@OPS <- c(grad@seed@OPS, function(a) if (length(a)) stop("no more\nof this") else a)
  call <- quote(mx.nd.LeakyReLU.backward(grad, given, 0.5, "prelu"))
  capture.output(error <- with_workers(expect_error(eval(call))))
  expect_identical(conditionMessage(error), "`out.grad` cannot be read: no more of this")
  expect_identical(conditionCall(error), call)
  grad <- good
  capture.output(g <- with_workers(eval(call)))
  expect_same_bits(g$gamma, mx.nd.LeakyReLU.backward(x, x, 0.5, "prelu")$gamma)
})

if (requireNamespace("BiocParallel", quietly = TRUE) && !is.null(environment(workers)$started)) {
  BiocParallel::bpstop(workers())
}
