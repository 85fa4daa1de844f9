# No number on the way to a gradient over- or underflows where the gradient itself is a number, and an infinite gradient
# times 0 is 0 where the help says so.

backward <- mx.nd.LeakyReLU.backward
double_backward <- mx.nd.LeakyReLU.double.backward
largest <- .Machine$double.xmax

# n numbers of any sign and size between these powers of two.
of_size <- function(n, least, most) sample(c(-1, 1), n, replace = TRUE) * runif(n, 1, 2) * 2^sample(least:most, n, TRUE)

# ---- The product of both gradients and the second derivative ---------------------------------------------------------

test_that("two gradients whose product overflows give 0 where the second derivative is 0", {
  far <- c(1e4, largest, Inf, -1e4, -largest, -Inf)
  for (act.type in act_types) for (size in c(1e200, largest, Inf)) for (other in c(1e200, -largest, Inf)) {
    both <- on_each_vector_unit(with_slope(double_backward, size, other, far, act.type = act.type)$data)
    expect_identical(both, rep(0, length(far)), label = paste(act.type, size, other))
  }
})

test_that("a gradient of 0 times an infinite one is 0 in $data of double.backward", {
  for (act.type in act_types) {
    x <- c(-3, -0.5, 0, 0.5, 3)
    expect_identical(with_slope(double_backward, 0 * x, Inf + x, x, act.type = act.type)$data, rep(0, 5))
    expect_identical(with_slope(double_backward, -Inf, 0, x, act.type = act.type)$data, rep(0, 5))
  }
})

test_that("a missing gradient stays missing beside one that is infinite or 0", {
  for (act.type in act_types) for (missing in c(NA, NaN)) for (other in c(Inf, -Inf, 0, largest, 2^-1074)) {
    x <- c(-30, -1, 0, 2, -1e4, 1e4)
    expected <- rep(as.double(missing), length(x))
    expect_same_bits(with_slope(double_backward, missing, other + 0 * x, x, act.type = act.type)$data, expected)
    expect_same_bits(with_slope(double_backward, other, missing + 0 * x, x, act.type = act.type)$data, expected)
    expect_same_bits(with_slope(double_backward, other, other, expected, act.type = act.type)$data, expected)
  }
})

test_that("where the product of the gradients over- or underflows, the result is that of powers of two", {
  # elu'' (0) is the slope, celu''(0) its inverse.
  of_elu <- function(one, other, slope) double_backward(one, other, 0, act.type = "elu", slope = slope)$data
  expect_identical(of_elu(2^1000, 2^1000, 2^-1000), 2^1000)
  expect_identical(of_elu(2^1000, -2^1023, 2^-1023), -2^1000)
  expect_identical(of_elu(2^1023, 2^1023, -2^-1074), -2^972)
  expect_identical(of_elu(2^-600, 2^-600, 2^1000), 2^-200)
  expect_identical(of_elu(2^-1074, -2^-1074, 2^1023), 0)
  expect_identical(of_elu(2^-1060, 3 * 2^-1000, 2^1000), 3 * 2^-1060)
  expect_identical(of_elu(2^600, 2^600, 2^-176), Inf)
  expect_identical(of_elu(2^600, 2^600, 2^-177), 2^1023)
  of_celu <- function(one, other, slope) double_backward(one, other, 0, act.type = "celu", slope = slope)$data
  expect_identical(of_celu(2^-600, 2^-600, 2^-1000), 2^-200)
  expect_identical(of_celu(2^700, 2^700, 2^1023), 2^377)
})

test_that("where the product of the gradients over- or underflows, the result is rounded once, subnormal ones too", {
  skip_on_cran()
  skip_if_not_installed("Rmpfr")
  exactly <- function(...) Reduce(`*`, lapply(list(...), Rmpfr::mpfr, precBits = 200))
  with_fixed_seed(for (round in 1:60) {
    slope <- of_size(1, -1022, 1023)
    one <- of_size(300, -1074, 1023)
    # so that most results are near the limits or among the subnormals
    other <- pmin(pmax(2^round(c(-1060, 1000, 0) - log2(abs(one)) - log2(abs(slope))), 2^-1074), 2^1023) *
      of_size(300, -14, 14)
    other[is.infinite(other)] <- largest
    lost <- one * other == 0 | abs(one * other) < 2^-1022 | is.infinite(one * other)
    if (!any(lost)) next
    actual <- on_each_vector_unit(double_backward(one[lost], other[lost], rep(0, sum(lost)), act.type = "elu",
                                                  slope = slope)$data)
    expect_identical(actual, Rmpfr::asNumeric(exactly(one[lost], other[lost], slope)))
  })
})

test_that("where the product of the gradients overflows, $data is within the bound of the second derivative", {
  skip_on_cran()
  skip_if_not_installed("Rmpfr")
  for (act.type in setdiff(act_types, with_slope_from("gamma", "bounds", "argument"))) {
    x <- with_fixed_seed(c(runif(300, -740, 740), runif(300, -40, 40)))
    second <- second_derivative_formula(act.type, many_digits(x))
    size <- abs(to_double(second))
    chosen <- size > 2^-1000 & size < 2^-200
    x <- x[chosen]
    expect_gt(length(x), 20)
    scale <- second_derivative_scale(act.type, second[chosen], many_digits(x))
    actual <- on_each_vector_unit(double_backward(2^600, 2^600, x, act.type = act.type)$data)
    expect_within_bound(actual * 2^-600 * 2^-600, second[chosen], error_bound(act.type, "second"), x, scale)
  }
})

test_that("what an element gives does not depend on its neighbours, nor on how many there are", {
  n <- 4000
  with_fixed_seed({
    x <- rnorm(n, sd = 3)
    one <- ifelse(runif(n) < 0.9, rnorm(n), of_size(n, -1074, 1023))
    other <- ifelse(runif(n) < 0.9, sample(c(0, 1), n, replace = TRUE), of_size(n, -1074, 1023))
  })
  one[sample(n, 20)] <- c(NA, NaN, Inf, -Inf)
  for (act.type in act_types) {
    together <- on_each_vector_unit(with_slope(double_backward, one, other, x, act.type = act.type)$data)
    alone <- vapply(seq_len(n), function(i) {
      with_slope(double_backward, one[i], other[i], x[i], act.type = act.type)$data
    }, 0)
    expect_same_bits(together, alone)
  }
})

# ---- The sum of two terms in prelu's $out.grad -----------------------------------------------------------------------

out_grad_of <- function(data.grad, x, gamma.grad, gamma, ...) {
  double_backward(data.grad, 1, x, gamma.grad, gamma, "prelu", ...)$out.grad
}

test_that("where one or both terms of $out.grad overflow but their sum does not, it is the sum", {
  # 2^1024 - 2^1023, 2^1024 - 2^1024, 2^1024 - 3 2^1023, 2^1024 - 2^1022, 2^1024 - 2^1025, and 2^1023 for x > 0
  sums <- on_each_vector_unit(out_grad_of(2^1023, c(-1, -2, -3, -0.5, -4, 1), 2^1023, 2))
  expect_same_bits(sums, c(2^1023, 0, -2^1023, 3 * 2^1022, -Inf, 2^1023))
  along <- out_grad_of(2^1023, matrix(c(-1, -3, -2, -1, -4, 5), 2), c(2^1023, 2^1022), c(2, 1), margin = 1)
  expect_same_bits(along, matrix(c(2^1023, -2^1022, 0, 2^1022, -Inf, 2^1023), 2))
  each <- out_grad_of(rep(2^1023, 3), c(-1, -3, -2), rep(2^1023, 3), c(2, 2, 3))
  expect_same_bits(each, c(2^1023, -2^1023, 2^1023))
})

test_that("a term that is infinite or missing in itself makes $out.grad so", {
  expect_same_bits(out_grad_of(c(Inf, 1, NA, 1, largest), c(-1, -Inf, -1, NaN, -1), largest, 2),
                   c(Inf, -Inf, NA, NaN, largest))
  expect_same_bits(out_grad_of(c(1, 1), c(-1, -1), c(Inf, NaN), c(2, 2)), c(-Inf, NaN))
  expect_same_bits(out_grad_of(c(largest, largest), c(-1, -1), 1, c(2, -2)), c(Inf, -Inf))
})

test_that("where a term of $out.grad overflows, the sum is exact to an ulp", {
  skip_on_cran()
  skip_if_not_installed("Rmpfr")
  n <- 2000
  with_fixed_seed({
    gamma <- of_size(n, 0, 1000)
    data.grad <- 2^1023 / abs(gamma) * of_size(n, 0, 2)
    gamma.grad <- of_size(n, 100, 1000)
    # so that most of what overflows is taken away again
    x <- -abs(gamma / gamma.grad * data.grad * ifelse(runif(n) < 0.5, runif(n), 1 + rnorm(n) * 2^-40))
    gamma.grad <- abs(gamma.grad) * sign(gamma) * sign(data.grad)
  })
  precisely <- function(x) Rmpfr::mpfr(x, 300)
  exact <- precisely(gamma) * precisely(data.grad) + precisely(gamma.grad) * precisely(x)
  overflows <- (is.infinite(gamma * data.grad) | is.infinite(gamma.grad * x)) & is.finite(Rmpfr::asNumeric(exact))
  expect_gt(sum(overflows), 500)
  actual <- on_each_vector_unit(out_grad_of(data.grad, x, gamma.grad, gamma))[overflows]
  expect_lte(max(Rmpfr::asNumeric(abs(actual / exact[overflows] - 1))), 2^-53 + 2^-80)
})

# ---- A slope of 0 ----------------------------------------------------------------------------------------------------

test_that("a slope of 0 gives 0 below 0 from an infinite gradient too", {
  x <- rep(c(-2, 0, -0, -Inf, 2^-1074, 3), each = 2)
  grad <- rep(c(Inf, -Inf), 6)
  expected <- c(rep(0, 8), Inf, -Inf, Inf, -Inf)
  for (zero in c(0, -0)) {
    expect_identical(on_each_vector_unit(backward(grad, x, slope = zero)$data), expected)
    expect_identical(on_each_vector_unit(backward(grad, x, act.type = "elu", slope = zero)$data), expected)
    expect_identical(on_each_vector_unit(backward(grad, x, zero, "prelu")$data), expected)
    expect_identical(on_each_vector_unit(backward(grad, x, rep(zero, 12), "prelu")$data), expected)
    expect_identical(on_each_vector_unit(backward(grad, x, act.type = "rrelu", mask = rep(zero, 12))$data), expected)
    expect_identical(double_backward(grad, 1, x, slope = zero)$out.grad, expected)
  }
  expect_identical(backward(grad, out = pmax(x, 0), slope = 0)$data, expected)
  expect_identical(backward(grad, out = pmax(x, 0), act.type = "elu", slope = 0)$data, expected)
  expect_identical(backward(grad, x, act.type = "rrelu", lower.bound = 0, upper.bound = 0)$data, expected)
})

test_that("among several slopes only those of 0 make 0 of an infinite gradient", {
  slopes <- c(0, 0.5, -0, -2, NaN, NA)
  at <- function(x, grad) if (x > 0) rep(grad, 6) else c(0, grad, 0, -grad, NaN, NA)
  for (grad in c(Inf, -Inf)) for (x in c(-1, 0, 1)) {
    expect_identical(on_each_vector_unit(backward(grad, rep(x, 6), slopes, "prelu")$data), at(x, grad))
    # slopes along rows, and in runs of 40
    expect_identical(backward(grad, matrix(x, 6, 40), slopes, "prelu", margin = 1)$data, matrix(at(x, grad), 6, 40))
    expect_identical(on_each_vector_unit(backward(grad, matrix(x, 40, 6), slopes, "prelu")$data),
                     matrix(at(x, grad), 40, 6, byrow = TRUE))
    finite <- slopes[1:4]
    of_mask <- on_each_vector_unit(backward(grad, rep(x, 4), act.type = "rrelu", mask = finite)$data)
    expect_identical(of_mask, at(x, grad)[1:4])
  }
  expect_same_bits(backward(c(NA, NaN), c(-1, -1), slope = 0)$data, c(NA, NaN))
  expect_same_bits(backward(c(NA, NaN), c(-1, -1), c(0, NA), "prelu")$data, c(NA, NaN))
  expect_same_bits(backward(Inf, c(NA, NaN), slope = 0)$data, c(NA, NaN))
})
