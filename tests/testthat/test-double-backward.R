# mx.nd.LeakyReLU.double.backward(): second derivatives, how exact they are, prelu with gamma.grad, and what it takes.

double_backward <- mx.nd.LeakyReLU.double.backward
exact <- read_exact()
exact$slope[is.na(exact$slope)] <- 0.25

# ---- Second derivatives --------------------------------------------------------------------------

for (case in split(exact, paste(exact$op, exact$slope))) local({
  act.type <- case$op[1]
  slope <- case$slope[1]
  test_that(sprintf("the second derivative of %s with slope %g is within its bound of the correctly rounded one",
                    act.type, slope), {
    if (!is.null(reference[[act.type]]$largest_part)) skip_if_not_installed("Rmpfr")
    second <- double_backward(1, 1, case$x, act.type = act.type, slope = slope)$data
    scale <- second_derivative_scale(act.type, case$dxx, many_digits(case$x), slope)
    expect_within_bound(second, case$dxx, error_bound(act.type, "second"), case$x, scale)
  })
})

for (act.type in with_slope_from("none")) local({
  act.type <- act.type
  test_that(paste("the second derivative of", act.type,
                  "is within its bound of the formula in 300 bits at random points"), {
    skip_on_cran()
    skip_if_not_installed("Rmpfr")
    x <- with_fixed_seed(points_everywhere(400))
    precise <- many_digits(x)
    second <- second_derivative_formula(act.type, precise)
    scale <- second_derivative_scale(act.type, second, precise)
    actual <- double_backward(1, 1, x, act.type = act.type)$data
    expect_within_bound(actual, second, error_bound(act.type, "second"), x, scale)
  })
})

for (act.type in setdiff(with_slope_from("argument"), "leaky")) local({
  act.type <- act.type
  test_that(paste("the second derivative of", act.type,
                  "is within its bound of the formula in 300 bits, for slopes of every size"), {
    skip_on_cran()
    skip_if_not_installed("Rmpfr")
    x <- with_fixed_seed(-abs(points_everywhere(200)))
    for (slope in slopes_for(act.type, c(0.25, 1, -1.67, 1e-300, 1e300))) {
      second <- second_derivative_formula(act.type, many_digits(x), slope)
      scale <- second_derivative_scale(act.type, second, many_digits(x), slope)
      actual <- double_backward(1, 1, x, act.type = act.type, slope = slope)$data
      expect_within_bound(actual, second, error_bound(act.type, "second"), x, scale)
    }
  })
})

test_that("the second derivative is the one that differences of the derivative extrapolate to", {
  x <- seq(-9, 9, by = 0.37)
  x <- x[abs(x) > 0.06]
  for (act.type in act_types) for (slope in slopes_for(act.type, c(0.25, 0, -0.7, 2))) {
    numerical <- richardson(function(x) derivative_of(x, act.type, slope), x)
    expect_lt(max(abs(second_derivative_of(x, act.type, slope) - numerical)), 1e-11)
  }
})

test_that("the second derivative at the infinities is 0, and no NaN comes from a branch that is not taken", {
  far <- c(800, 1e5, 1e100, 1e155, 1e300, .Machine$double.xmax, Inf)
  for (act.type in act_types) {
    at <- c(far, -far)
    expected <- far_out(second_derivative_formula, act.type, at, c(0, 0))
    expect_lte(max(abs(second_derivative_of(at, act.type) - expected)), 2^-52 * max(abs(expected)))
    expect_equal(with_slope(double_backward, 1, 1, c(Inf, -Inf), act.type = act.type)$out.grad,
                 derivative_of(c(Inf, -Inf), act.type), tolerance = 0)
    expect_true(all(is.finite(second_derivative_of(c(0, -0, 2^-1074, -2^-1074), act.type))))
  }
  expect_identical(second_derivative_of(c(0, -0), "elu", 0.25), c(0.25, 0.25))
  expect_equal(second_derivative_of(0, "gelu"), sqrt(2 / pi), tolerance = 2^-51)
})

# ---- The three gradients -------------------------------------------------------------------------

x <- with_fixed_seed(matrix(rnorm(13, sd = 2)[-1], 3))
x[abs(x) < 0.1] <- 0.7
head <- with_fixed_seed(matrix(rnorm(25)[14:25], 3))
data.grad <- with_fixed_seed(matrix(rnorm(37)[26:37], 3))

test_that("$out.grad is data.grad times the derivative, and $data is both gradients times the second one", {
  for (act.type in setdiff(act_types, with_slope_from("gamma"))) {
    g <- with_slope(double_backward, data.grad, head, x, act.type = act.type)
    expect_named(g, c("out.grad", "data", "gamma"))
    expect_null(g$gamma)
    expect_equal(g$out.grad, data.grad * derivative_of(x, act.type), tolerance = 1e-15)
    expect_equal(g$data, data.grad * head * second_derivative_of(x, act.type), tolerance = 1e-15)
  }
  mask <- with_fixed_seed(matrix(runif(12), 3))
  g <- double_backward(data.grad, head, x, act.type = "rrelu", mask = mask)
  expect_same_bits(g$out.grad, data.grad * ifelse(x > 0, 1, mask))
  expect_equal(g$data, 0 * x)
})

test_that("prelu's three gradients are those of its formulas along any margins", {
  dim <- c(3, 4, 5)
  whole <- function(skipped) {
    with_fixed_seed(array(sample(-8:8, 60 * (skipped + 1), replace = TRUE)[60 * skipped + 1:60], dim))
  }
  # Whole numbers: every product and sum is exact.
  data <- whole(0)
  below <- data <= 0
  for (margin in list(1, 2, 3, 1:2, 2:1, c(3, 1), 3:2, 1:3, c(3, 1, 2))) {
    n <- prod(dim[margin])
    gamma <- array(whole(3)[seq_len(n)], dim[margin])
    gamma.grad <- array(whole(4)[seq_len(n)], dim[margin])
    for (given in list(gamma.grad, 3, NULL)) {
      g <- double_backward(whole(1), whole(2), data, given, gamma, "prelu", margin = margin)
      along <- if (is.null(given)) 0 else along_margin(rep_len(given, n), dim, margin)
      slopes <- along_margin(gamma, dim, margin)
      expect_equal(g$out.grad, whole(1) * ifelse(below, slopes, 1) + along * data * below, tolerance = 0)
      expect_equal(g$data, whole(2) * along * below, tolerance = 0)
      expect_equal(g$gamma, array(apply(whole(1) * whole(2) * below, margin, sum), dim[margin]), tolerance = 0)
    }
  }
  g <- double_backward(whole(1), whole(2), data, 5, 0.5, "prelu")
  expect_equal(g$out.grad, whole(1) * ifelse(below, 0.5, 1) + 5 * data * below, tolerance = 0)
  expect_equal(g$gamma, sum(whole(1) * whole(2) * below), tolerance = 0)
})

test_that("all three are the numerical gradients of sum(data.grad * g$data) + sum(gamma.grad * g$gamma)", {
  gamma <- c(0.3, -0.5, 1.7, 0.2)
  gamma.grad <- c(1.5, -2, 0.5, 3)
  for (act.type in act_types) {
    prelu <- act.type == "prelu"
    total <- function(head, x, gamma) {
      g <- mx.nd.LeakyReLU.backward(head, x, if (prelu) gamma, act.type)
      sum(data.grad * g$data) + if (prelu) sum(gamma.grad * g$gamma) else 0
    }
    g <- double_backward(data.grad, head, x, if (prelu) gamma.grad, if (prelu) gamma, act.type)
    expect_lt(max(abs(g$out.grad - numerical_gradient(function(head) total(head, x, gamma), head))), 1e-9)
    expect_lt(max(abs(g$data - numerical_gradient(function(x) total(head, x, gamma), x))), 1e-9)
    if (prelu) expect_lt(max(abs(g$gamma - numerical_gradient(function(gamma) total(head, x, gamma), gamma))), 1e-9)
  }
})

test_that("one number stands for a gradient that is the same everywhere", {
  for (act.type in act_types) {
    of_one <- with_slope(double_backward, 2, -3, x, act.type = act.type)
    expect_same_bits(of_one, with_slope(double_backward, 0 * x + 2, 0 * x - 3, x, act.type = act.type))
    expect_same_bits(with_slope(double_backward, 2L, -3L, x, act.type = act.type), of_one)
    expect_same_bits(with_slope(double_backward, 2, c(0 * x - 3), x, act.type = act.type), of_one)
  }
})

test_that("$out.grad and $data have the attributes of data, $gamma those of gamma, and nothing given changes", {
  data <- ts(matrix(c(-1, 2, -3, 4), 2, dimnames = list(NULL, c("u", "v"))), start = 2001)
  given <- list(c(a = 1, b = 2, c = 3, d = 4) + 0, c(4, 3, 2, 1) + 0, data, c(g = 1, h = 2) + 0, c(u = 0.5, v = 2) + 0)
  before <- serialize(given, NULL)
  g <- do.call(double_backward, c(given, act.type = "prelu"))
  expect_identical(attributes(g$out.grad), attributes(data))
  expect_identical(attributes(g$data), attributes(data))
  expect_identical(names(g$gamma), c("u", "v"))
  for (act.type in setdiff(act_types, with_slope_from("gamma"))) {
    g <- double_backward(given[[1]], given[[2]], data, act.type = act.type)
    expect_identical(attributes(g$data), attributes(data))
  }
  expect_identical(serialize(given, NULL), before)
})

test_that("data may be integers, logicals, a data frame, a compact sequence or empty", {
  whole <- c(-9:9, NA)
  for (act.type in act_types) {
    gradients <- function(data) with_slope(double_backward, data, data, data, act.type = act.type)
    for (data in list(whole, whole > 0, -1500:1500, integer())) {
      expect_same_bits(gradients(data), gradients(as.double(data)))
    }
    frame <- data.frame(a = c(-1, 2), b = c(-3L, NA))
    of_matrix <- gradients(unname(as.matrix(frame)))
    expect_identical(gradients(frame)$data, data.frame(a = of_matrix$data[, 1], b = of_matrix$data[, 2]))
    expect_identical(gradients(frame)$out.grad, data.frame(a = of_matrix$out.grad[, 1], b = of_matrix$out.grad[, 2]))
  }
})

test_that("a missing value stays what it is, data's before those of the gradients", {
  for (act.type in act_types) for (missing in c(NA, NaN)) {
    other <- if (is.nan(missing)) NA else NaN
    for (g in list(with_slope(double_backward, 1, 1, c(missing, -1), act.type = act.type),
                   with_slope(double_backward, other, other, c(missing, -1), act.type = act.type))) {
      expect_same_bits(c(g$out.grad[1], g$data[1]), as.double(c(missing, missing)))
    }
    g <- with_slope(double_backward, c(missing, 1), c(missing, 1), c(-1, -1), act.type = act.type)
    expect_same_bits(c(g$out.grad[1], g$data[1]), as.double(c(missing, missing)))
    if (act.type == "prelu") expect_same_bits(g$gamma, as.double(missing))
  }
})

# ---- Errors --------------------------------------------------------------------------------------

test_that("what does not fit is an error that says so in one line", {
  forget_messages()
  x <- matrix(-(1:6), 2)
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, NULL),
    "`data` must be numeric or logical (a vector, matrix, array, data frame, Matrix or DelayedArray), not NULL.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1:2, 1, x),
    "`data.grad` must have the length of `data` (6), not 2.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(t(x), 1, x),
    "`data.grad` must have the dimensions of `data` (2 x 3), not 3 x 2.")
  expect_error_line(mx.nd.LeakyReLU.double.backward("a", 1, x),
    "`data.grad` must be numeric or logical (a vector, matrix, array or data frame), not \"a\".")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1:2, x), "`out.grad` must have the length of `data` (6), not 2.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, t(x), x),
    "`out.grad` must have the dimensions of `data` (2 x 3), not 3 x 2.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, 1),
    "`gamma.grad` must be NULL for act.type = \"leaky\", not 1.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, 1:2, 1:3, "prelu"),
    "`gamma.grad` must have length 1 or the length of `gamma` (3), not 2.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, "a", 1:3, "prelu"),
    "`gamma.grad` must be a numeric or logical vector, not \"a\".")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, 1, act.type = "prelu"),
    "`gamma` must be one number, or one for each index of `margin`, for act.type = \"prelu\", not NULL.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, gamma = 1),
    "`gamma` must be NULL for act.type = \"leaky\", not 1: did you mean slope = 1?")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, mask = 1),
    "`mask` must be NULL for act.type = \"leaky\", not 1.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, slope = Inf),
    "`slope` must be one finite number, not Inf.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, is_train = TRUE),
    "`...` must only contain `act_type`, `lower_bound` or `upper_bound`, not `is_train`.")
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, x, act.type = "elu", act_type = "elu"),
    "`act_type` must not be given together with `act.type`, which is the same argument.")
  expect_snapshot_output(show_messages())
})

test_that("MXNet's spellings serve as the arguments do", {
  expect_identical(double_backward(1, 1, -1, act_type = "rrelu", lower_bound = 0, upper_bound = 1)$out.grad, 0.5)
})

test_that("`out`, which would match out.grad, is an error", {
  expect_error_line(mx.nd.LeakyReLU.double.backward(1, 1, out = -1, act.type = "elu"),
    "`out` must not be given, as the second derivative does not follow from it: pass `data`.")
  expect_identical(mx.nd.LeakyReLU.double.backward(1, out.grad = 1, data = -1)$out.grad, 0.25)
})
