# mx.nd.LeakyReLU.backward(): the derivative, how exact it is, gamma's gradient, `out` in place of
# `data`, and linearity.

backward <- mx.nd.LeakyReLU.backward
exact <- read_exact()
exact$slope[is.na(exact$slope)] <- 0.25
cases <- split(exact, paste(exact$op, exact$slope))

for (case in cases) local({
  act.type <- case$op[1]
  slope <- case$slope[1]
  test_that(sprintf("the derivative of %s with slope %g is within its bound of the correctly rounded one",
                    act.type, slope), {
    derivative <- backward(1, case$x, act.type = act.type, slope = slope)$data
    scale <- derivative_scale(act.type, case$dx, case$y, case$x)
    expect_within_bound(derivative, case$dx, error_bound(act.type, "first"), case$x, scale)
  })
})

test_that("the derivative of prelu and rrelu is 1 above zero and the slope elsewhere, to the bit", {
  leaky <- exact[exact$op == "leaky", ]
  expect_same_bits(backward(1, leaky$x, leaky$slope, act.type = "prelu")$data, leaky$dx)
  expect_same_bits(backward(1, leaky$x, act.type = "rrelu", mask = leaky$slope)$data, leaky$dx)
  for (case in split(leaky, leaky$slope)) {
    expect_same_bits(derivative_of(case$x, "prelu", case$slope[1]), case$dx)
    expect_same_bits(derivative_of(case$x, "rrelu", case$slope[1]), case$dx)
  }
})

for (act.type in with_slope_from("none")) local({
  act.type <- act.type
  test_that(paste("the derivative of", act.type, "is within its bound of the formula in 300 bits at random points"), {
    skip_on_cran()
    skip_if_not_installed("Rmpfr")
    x <- with_fixed_seed(points_everywhere(400))
    precise <- many_digits(x)
    derivative <- derivative_formula(act.type, precise)
    scale <- derivative_scale(act.type, derivative, forward_formula(act.type, precise), precise)
    actual <- backward(1, x, act.type = act.type)$data
    expect_within_bound(actual, derivative, error_bound(act.type, "first"), x, scale)
  })
})

for (act.type in setdiff(with_slope_from("argument"), "leaky")) local({
  act.type <- act.type
  test_that(paste("the derivative of", act.type,
                  "is within its bound of the formula in 300 bits, for slopes of every size"), {
    skip_on_cran()
    skip_if_not_installed("Rmpfr")
    x <- with_fixed_seed(-abs(points_everywhere(100)))
    slopes <- c(0.25, 1, 1.67, 1e-300, 1e300, .Machine$double.xmax, 2^-1022, 1e-310, 2^-1074) %o% c(1, -1)
    for (slope in slopes_for(act.type, slopes)) {
      precise <- many_digits(x)
      derivative <- derivative_formula(act.type, precise, slope)
      scale <- derivative_scale(act.type, derivative, forward_formula(act.type, precise, slope), precise)
      actual <- backward(1, x, act.type = act.type, slope = slope)$data
      expect_within_bound(actual, derivative, error_bound(act.type, "first"), x, scale)
    }
  })
})

test_that("the derivative is the one that differences of the function extrapolate to", {
  x <- setdiff(seq(-9, 9, by = 0.37), 0)
  x <- x[abs(x) > 0.06]
  for (act.type in act_types) for (slope in slopes_for(act.type, c(0.25, 0, -0.7, 2))) {
    numerical <- richardson(function(x) forward_of(x, act.type, slope), x)
    expect_lt(max(abs(derivative_of(x, act.type, slope) - numerical)), 1e-11)
  }
})

# ---- Other libraries -----------------------------------------------------------------------------

# The largest error, in eps of the library's number type. In double, MXNet's gelu is computed in
# single precision, and TensorFlow's gelu and gelu_tanh have constants of single precision. tanh and
# log1p of JAX and TensorFlow cost the rest.
peer_error <- function(library, op, dtype) {
  in_single <- dtype == "float64" &
    (library == "mxnet" & op == "gelu" | library == "tensorflow" & op %in% c("gelu", "gelu_tanh"))
  error <- c(leaky = 0, elu = 1, selu = 2, gelu = 2, gelu_tanh = 32, mish = 32)[op]
  error[library == "torch" & op %in% c("gelu_tanh", "mish")] <- 5
  error * ifelse(dtype == "float32" | in_single, 2^-23, 2^-52)
}

test_that("the derivative agrees with the other libraries to their own precision", {
  peers <- read_peers()
  peers <- peers[!is.na(peers$dx) & is.finite(peers$x), ]
  peers$slope[peers$op == "rrelu"] <- (0.125 + 0.334) / 2
  peers$slope[is.na(peers$slope)] <- 0.25
  peers$op[peers$op == "rrelu"] <- "leaky"
  peers$library <- sub("-.*", "", peers$source)
  single <- peers$dtype == "float32"

  # JAX's leaky and TensorFlow's selu have the derivative from the right at 0, and in single
  # precision TensorFlow's selu has it at -1e-8 and MXNet's elu the one from the left at 1e-8, as
  # far as they can tell these from 0.
  small <- abs(peers$x) < 1e-7
  from_right <- with(peers, library == "jax" & op == "leaky" & x == 0 |
    library == "tensorflow" & op == "selu" & x <= 0 & small & (x == 0 | single))
  from_left <- with(peers, library == "mxnet" & op == "elu" & x > 0 & small & single & slope != 1)
  expect_lt(max(abs(peers$dx - ifelse(peers$op == "selu", 1.0507009873554805, 1))[from_right]), 1e-7)
  expect_identical(peers$dx[from_left], peers$slope[from_left])
  expect_identical(c(sum(from_right), sum(from_left)), c(9L, 1L))
  other_side <- from_right | from_left

  # MXNet and TensorFlow round the slope of leaky to single precision in double too.
  round_slope <- single | peers$library %in% c("mxnet", "tensorflow") & peers$op == "leaky"
  x <- ifelse(single, to_float(peers$x), peers$x)
  slope <- ifelse(round_slope, to_float(peers$slope), peers$slope)
  derivative <- mapply(function(x, op, slope) backward(1, x, act.type = op, slope = slope)$data, x, peers$op, slope)
  error <- abs(peers$dx - ifelse(single & peers$op == "leaky", to_float(derivative), derivative))
  beyond <- !other_side & error > peer_error(peers$library, peers$op, peers$dtype)
  expect_identical(nrow(peers[beyond, ]), 0L)
  expect_gt(length(error), 3000)
})

# ---- gamma's gradient ----------------------------------------------------------------------------

test_that("every layout of MXNet and PyTorch gives their gradients", {
  layouts <- read_layouts()
  expect_length(layouts, 55)
  for (layout in layouts) {
    data <- array(layout$data, layout$dim)
    gamma <- array(layout$gamma, layout$gamma_dim)
    head <- array(layout$head, layout$dim)
    along <- layout$margin[layout$margin > 0]
    g <- if (length(along)) {
      backward(head, data, gamma, "prelu", margin = along)
    } else {
      backward(head, data, gamma, "prelu")
    }
    eps <- c(float32 = 2^-24, float64 = 2^-53)[[layout$dtype]]
    if (layout$dtype == "float32") g$data[] <- to_float(g$data)
    expect_same_bits(g$data, array(layout$d_data, layout$dim))
    terms <- abs(head * pmin(data, 0))
    terms <- if (length(along)) apply(terms, along, sum) else sum(terms)
    expect_identical(dim(g$gamma), dim(gamma))
    expect_true(all(abs(g$gamma - layout$d_gamma) <= length(data) * eps * as.vector(terms)))
  }
})

test_that("gamma's gradient is the sum over its own elements along any margins, in their order", {
  dim <- c(3, 4, 5)
  data <- with_fixed_seed(array(sample(-8:8, 60, replace = TRUE), dim))
  head <- with_fixed_seed(array(sample(-8:8, 61, replace = TRUE)[-1], dim))
  # Whole numbers: every sum is exact.
  terms <- head * pmin(data, 0)
  for (margin in list(1, 2, 3, 1:2, 2:1, c(1, 3), c(3, 1), 2:3, 3:2, 1:3, c(3, 1, 2))) {
    gamma <- array(0.5, dim[margin])
    g <- backward(head, data, gamma, "prelu", margin = margin)
    expect_equal(g$gamma, array(apply(terms, margin, sum), dim[margin]), tolerance = 0)
  }
  expect_equal(backward(head, data, 0.5, "prelu")$gamma, sum(terms), tolerance = 0)
  expect_equal(backward(2, data, 0.5, "prelu")$gamma, sum(2 * pmin(data, 0)), tolerance = 0)
  expect_equal(backward(2, data, rep(0.5, 4), "prelu")$gamma, apply(2 * pmin(data, 0), 2, sum), tolerance = 0)
  expect_equal(backward(c(head), c(data), c(terms), "prelu")$gamma, c(terms), tolerance = 0)
})

test_that("gamma's gradient overflows to an infinity and not to NaN, and takes in infinite data as a limit", {
  gamma_gradient <- function(head, x) backward(head, x, 0.25, "prelu")$gamma
  expect_identical(gamma_gradient(1, -1.5e308), -1.5e308)
  expect_identical(gamma_gradient(1, c(-1.5e308, -1.5e308)), -Inf)
  expect_identical(gamma_gradient(c(-1, -1, 1), c(-1.5e308, -1.5e308, -1)), Inf)
  expect_identical(gamma_gradient(1e10, c(-1e300, -1, 2)), -Inf)
  expect_identical(gamma_gradient(1, c(-Inf, -1, Inf)), -Inf)
  expect_identical(gamma_gradient(1, c(-1, Inf)), -1)
})

# ---- out in place of data ------------------------------------------------------------------------

from_out <- function(x, act.type, slope, ...) {
  y <- mx.nd.LeakyReLU(x, act.type = act.type, slope = slope, ...)
  backward(1, out = y, act.type = act.type, slope = slope, ...)
}
xs <- c(exact$x[exact$op == "leaky" & exact$slope == 0.25], NA, NaN, Inf, -Inf, with_fixed_seed(rnorm(3000)))

test_that("from out the derivative of leaky and rrelu is that from data, to the bit", {
  for (slope in c(0, 0.25, 1, 3, 1e-310)) {
    expect_same_bits(from_out(xs, "leaky", slope)$data, backward(1, xs, slope = slope)$data)
  }
  expect_same_bits(from_out(xs, "rrelu", 1)$data, backward(1, xs, act.type = "rrelu")$data)
  mask <- with_fixed_seed(runif(length(xs)))
  expect_same_bits(from_out(xs, "rrelu", 1, mask = mask)$data, backward(1, xs, act.type = "rrelu", mask = mask)$data)
})

for (act.type in Filter(function(act.type) !is.null(reference[[act.type]]$from_out), act_types)) local({
  act.type <- act.type
  test_that(paste("from out the derivative of", act.type, "is within 2 ulp of its largest value, at least 1"), {
    has_slope <- said_of(act.type)$slope_from == "argument"
    for (slope in slopes_for(act.type, if (has_slope) c(0, 0.25, 1, 2.5, 1e-310, 1e300) else 0.25)) {
      from_out <- from_out(xs, act.type, slope)$data
      from_data <- backward(1, xs, act.type = act.type, slope = slope)$data
      unit <- ulp_unit(max(1, derivative_formula(act.type, 0, slope)))
      expect_identical(is.na(from_out), is.na(xs))
      expect_lte(max(abs(from_out - from_data), na.rm = TRUE), 2 * unit)
      # The formula in double is itself off by an ulp of exp().
      expect_lte(max(abs(from_out - derivative_formula(act.type, xs, slope)), na.rm = TRUE), 3 * unit)
    }
  })
})

test_that("out keeps its own attributes, and negative slopes are allowed where no out is at or below zero", {
  out <- ts(c(a = -0.5, b = 2), start = 2001)
  expect_same_bits(backward(1, out = out, act.type = "leaky")$data, replace(out, 1:2, c(0.25, 1)))
  expect_same_bits(backward(1, out = c(2, -1), act.type = "rrelu", mask = c(-0.5, 0.5))$data, c(1, 0.5))
})

# ---- Linearity -----------------------------------------------------------------------------------

test_that("the gradient is linear in out.grad: exactly for powers of two, and a product rounded once", {
  x <- with_fixed_seed(rnorm(500, sd = 3))
  head <- with_fixed_seed(rnorm(501)[-1])
  for (act.type in act_types) {
    gradient <- function(head) with_slope(backward, head, x, act.type = act.type)
    of_head <- gradient(head)
    for (k in c(-60, -1, 1, 60)) {
      expect_same_bits(gradient(head * 2^k)$data, of_head$data * 2^k)
      if (act.type == "prelu") expect_same_bits(gradient(head * 2^k)$gamma, of_head$gamma * 2^k)
    }
    if (R_rounds_once) expect_same_bits(of_head$data, head * derivative_of(x, act.type))
    expect_same_bits(gradient(-head)$data, -of_head$data)
    expect_equal(gradient(head + 3)$data, of_head$data + gradient(3)$data, tolerance = 1e-14)
    expect_same_bits(gradient(3)$data, gradient(rep(3, 500))$data)
  }
})

test_that("of the missing values in a sum for gamma NA wins over NaN, and data's over the gradient's, in any order", {
  gamma_of <- function(grad, data) mx.nd.LeakyReLU.backward(grad, data, 0.5, "prelu")$gamma
  for (data in list(c(NA, NaN, -1), c(NaN, NA, -1), c(-1, NaN, NA))) expect_same_bits(gamma_of(1, data), NA_real_)
  for (grad in list(c(NA, NaN, 1), c(NaN, NA, 1), c(1, NaN, NA))) {
    expect_same_bits(gamma_of(grad, c(-1, -1, -1)), NA_real_)
    expect_same_bits(gamma_of(grad, c(-1, -1, NaN)), NaN)
    second <- function(grad, data.grad) {
      mx.nd.LeakyReLU.double.backward(data.grad, grad, c(-1, -1, -1), NULL, 0.5, "prelu")$gamma
    }
    expect_same_bits(second(grad, 1), NA_real_)
    expect_same_bits(second(1, grad), NA_real_)
    expect_same_bits(second(rev(grad), grad), NA_real_)
  }
})
