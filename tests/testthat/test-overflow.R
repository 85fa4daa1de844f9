# An infinite gradient times 0 is 0 where the help says so.

backward <- mx.nd.LeakyReLU.backward
double_backward <- mx.nd.LeakyReLU.double.backward

# The same from each vector unit.
on_each_unit <- function(code) {
  expr <- substitute(code)
  frame <- parent.frame()
  use <- function(level) .Call(leakyrelu:::leakyrelu_simd, level)
  best <- use(2L)
  on.exit(use(best))
  results <- lapply(seq(0L, best), function(level) {
    use(level)
    eval(expr, frame)
  })
  for (result in results[-1]) expect_same_bits(result, results[[1]])
  results[[1]]
}

# ---- A slope of 0 ----------------------------------------------------------------------------------------------------

test_that("a slope of 0 gives 0 below 0 from an infinite gradient too", {
  x <- rep(c(-2, 0, -0, -Inf, 2^-1074, 3), each = 2)
  grad <- rep(c(Inf, -Inf), 6)
  expected <- c(rep(0, 8), Inf, -Inf, Inf, -Inf)
  for (zero in c(0, -0)) {
    expect_identical(on_each_unit(backward(grad, x, slope = zero)$data), expected)
    expect_identical(on_each_unit(backward(grad, x, zero, "prelu")$data), expected)
    expect_identical(on_each_unit(backward(grad, x, rep(zero, 12), "prelu")$data), expected)
    expect_identical(on_each_unit(backward(grad, x, act.type = "rrelu", mask = rep(zero, 12))$data), expected)
    expect_identical(double_backward(grad, 1, x, slope = zero)$out.grad, expected)
  }
  expect_identical(backward(grad, out = pmax(x, 0), slope = 0)$data, expected)
  expect_identical(backward(grad, x, act.type = "rrelu", lower.bound = 0, upper.bound = 0)$data, expected)
})

test_that("among several slopes only those of 0 make 0 of an infinite gradient", {
  slopes <- c(0, 0.5, -0, -2, NaN, NA)
  at <- function(x, grad) if (x > 0) rep(grad, 6) else c(0, grad, 0, -grad, NaN, NA)
  for (grad in c(Inf, -Inf)) for (x in c(-1, 0, 1)) {
    expect_identical(on_each_unit(backward(grad, rep(x, 6), slopes, "prelu")$data), at(x, grad))
    # slopes along rows, and in runs of 40
    expect_identical(backward(grad, matrix(x, 6, 40), slopes, "prelu", margin = 1)$data, matrix(at(x, grad), 6, 40))
    expect_identical(on_each_unit(backward(grad, matrix(x, 40, 6), slopes, "prelu")$data),
                     matrix(at(x, grad), 40, 6, byrow = TRUE))
    finite <- slopes[1:4]
    expect_identical(on_each_unit(backward(grad, rep(x, 4), act.type = "rrelu", mask = finite)$data), at(x, grad)[1:4])
  }
  expect_same_bits(backward(c(NA, NaN), c(-1, -1), slope = 0)$data, c(NA, NaN))
  expect_same_bits(backward(c(NA, NaN), c(-1, -1), c(0, NA), "prelu")$data, c(NA, NaN))
  expect_same_bits(backward(Inf, c(NA, NaN), slope = 0)$data, c(NA, NaN))
})
