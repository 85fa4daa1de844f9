# mx.nd.LeakyReLU.backward() on every kind of data: types, attributes, missing and infinite values.

backward <- mx.nd.LeakyReLU.backward

# ---- Missing and infinite values -----------------------------------------------------------------

# R's NA and NaN, by which the first missing one of the inputs wins.
first_missing <- function(..., otherwise) {
  for (value in c(...)) if (is.na(value)) return(value)
  otherwise
}

test_that("where several inputs are missing data's kind wins, then out.grad's, then gamma's", {
  values <- expand.grid(x = c(NA, NaN, -2, 3), head = c(NA, NaN, 0.5), gamma = c(NA, NaN, 4))
  expected <- mapply(function(x, head, gamma) {
    if (is.na(x) || x <= 0) {
      first_missing(x, head, gamma, otherwise = head * gamma)
    } else {
      first_missing(x, head, otherwise = head)
    }
  }, values$x, values$head, values$gamma)
  each <- mapply(function(x, head, gamma) backward(head, x, gamma, "prelu")$data, values$x, values$head, values$gamma)
  expect_same_bits(each, expected)
  expect_same_bits(with(values, backward(head, x, gamma, "prelu"))$data, expected)
  for (act.type in act_types) for (x in c(NA, NaN)) for (head in c(NA, NaN, 1)) {
    expect_same_bits(with_slope(backward, head, x, act.type = act.type)$data, as.double(x))
    expect_same_bits(with_slope(backward, head, c(x, -1, 1), act.type = act.type)$data[1], as.double(x))
  }
  for (act.type in act_types) for (head in c(NA, NaN)) {
    expect_same_bits(with_slope(backward, head, c(-1, 0, 1), act.type = act.type)$data, rep(as.double(head), 3))
    expect_same_bits(with_slope(backward, c(2, head), c(1, -40), act.type = act.type)$data[2], as.double(head))
  }
})

test_that("in gamma's sum too data's missing value wins, then out.grad's, and gamma's own does not matter", {
  sum_of <- function(head, x, gamma = 0.5) backward(head, x, gamma, "prelu")$gamma
  expect_same_bits(sum_of(c(1, 2, 3), c(-1, NA, -2)), NA_real_)
  expect_same_bits(sum_of(c(1, 2, 3), c(-1, NaN, -2)), NaN)
  expect_same_bits(sum_of(c(1, NA, 3), c(-1, -5, -2)), NA_real_)
  expect_same_bits(sum_of(c(1, NaN, 3), c(-1, -5, -2)), NaN)
  expect_same_bits(sum_of(c(NA, 1), c(NaN, -2)), NaN)
  expect_same_bits(sum_of(c(NA, 1), c(-1, NaN)), NaN)
  expect_same_bits(sum_of(c(1, NaN), c(NA, -2)), NA_real_)
  expect_same_bits(sum_of(c(NaN, 1), c(-1, NA)), NA_real_)
  expect_same_bits(sum_of(NA_real_, c(-1, NaN)), NaN)
  expect_same_bits(sum_of(1, c(-1, 2), NA_real_), -1)
  # As the help says: the term 0 of a positive element is not known either.
  expect_same_bits(sum_of(c(1, NA), c(-1, 2)), NA_real_)
})

test_that("a missing value reaches only the sum of its own element of gamma, at every place", {
  data <- matrix(-(1:12) / 8, 3)
  for (margin in 1:2) for (place in 1:12) for (missing in c(NA, NaN)) {
    expected <- apply(data, margin, sum)
    expected[slice.index(data, margin)[place]] <- missing
    gamma <- rep(0.5, length(expected))
    expect_same_bits(backward(1, replace(data, place, missing), gamma, "prelu", margin = margin)$gamma, expected)
    head <- replace(array(1, dim(data)), place, missing)
    expect_same_bits(backward(head, data, gamma, "prelu", margin = margin)$gamma, expected)
  }
  n <- 5000
  for (place in c(1, 8, 9, 1023:1025, n)) {
    expect_same_bits(backward(1, replace(rep(-1, n), place, NaN), 0.5, "prelu")$gamma, NaN)
    expect_same_bits(backward(replace(rep(1, n), place, NA), rep(-1, n), 0.5, "prelu")$gamma, NA_real_)
  }
})

test_that("missing integers and logicals are NA", {
  for (act.type in act_types) {
    expect_same_bits(with_slope(backward, c(NA, 1L), c(-1, 1), act.type = act.type)$data[1], NA_real_)
    expect_same_bits(with_slope(backward, NA, c(-1, 1), act.type = act.type)$data, c(NA_real_, NA))
    expect_same_bits(with_slope(backward, 1, c(NA, -1L), act.type = act.type)$data[1], NA_real_)
  }
})

test_that("the derivative at the infinities is its limit", {
  for (act.type in act_types) for (slope in slopes_for(act.type, c(0, 0.25, -0.5))) {
    limits <- reference[[act.type]]$limits(slope)$first
    expect_equal(derivative_of(c(-Inf, Inf), act.type, slope), limits, tolerance = 0)
    expect_equal(derivative_of(Inf, act.type, slope), limits[2], tolerance = 0)
  }
})

test_that("no NaN comes from a branch that is not taken", {
  far <- c(710, 1000, 1e5, 1e100, 1e154, 1e155, 1e200, 1e300, .Machine$double.xmax)
  for (act.type in act_types) {
    limits <- reference[[act.type]]$limits(0.25)$first
    at <- c(far, -far[-1])
    expect_equal(derivative_of(at, act.type), far_out(derivative_formula, act.type, at, limits), tolerance = 2^-52)
    expect_true(all(is.finite(derivative_of(c(0, -0, 2^-1074, -2^-1074), act.type))))
  }
  expect_identical(derivative_of(c(0, -0), "gelu"), c(0.5, 0.5))
  expect_identical(derivative_of(c(0, -0), "gelu_tanh"), c(0.5, 0.5))
  expect_equal(derivative_of(0, "mish"), 0.6, tolerance = 2^-52)
  expect_identical(derivative_of(c(0, -0), "elu", 0.25), c(0.25, 0.25))
  expect_identical(derivative_of(1000, "elu", 0), 1)
})

# ---- Types and attributes ------------------------------------------------------------------------

described <- list(
  names = c(a = -1, b = 2, c = -3, d = 4),
  matrix = matrix(c(-1, 2, -3, 4), 2, dimnames = list(row = c("a", "b"), NULL)),
  array = array(c(-1, 2, -3, 4), c(1, 2, 1, 2)),
  ts = ts(c(-1, 2, -3, 4), start = c(2001, 2), frequency = 4),
  class = structure(c(-1, 2, -3, 4), class = "scores", unit = "cm"),
  integer = c(a = -1L, b = 2L, c = -3L, d = 4L),
  logical = matrix(c(TRUE, FALSE, FALSE, TRUE), 2)
)

for (kind in names(described)) local({
  data <- described[[kind]]
  test_that(paste("$data has data's attributes and no others:", kind), {
    plain <- as.double(data)
    for (act.type in act_types) {
      for (head in list(0.5, 3L, TRUE, c(0.5, 1, 1.5, 2), c(w = 1L, x = 2L, y = 3L, z = 4L),
                        c(TRUE, FALSE, TRUE, TRUE))) {
        g <- with_slope(backward, head, data, act.type = act.type)
        expect_named(g, c("data", "gamma"))
        expect_identical(attributes(g$data), attributes(data))
        expect_type(g$data, "double")
        expect_same_bits(as.vector(g$data), as.double(head) * derivative_of(plain, act.type))
        expect_identical(is.null(g$gamma), act.type != "prelu")
      }
      temporary <- with_slope(backward, c(w = 1, x = 2, y = 3, z = 4) + 0, data, act.type = act.type)
      expect_identical(attributes(temporary$data), attributes(data))
    }
  })
})

test_that("$gamma is double with the attributes of gamma", {
  data <- matrix(-(1:6), 2)
  for (gamma in list(c(a = 1, b = 2, c = 3), matrix(1:3, 1, dimnames = list("r", NULL)), ts(c(1, 2, 3)),
                     c(TRUE, FALSE, NA), c(g = 1))) {
    g <- backward(1, data, gamma, "prelu")$gamma
    expect_type(g, "double")
    expect_identical(attributes(g), attributes(gamma))
  }
})

test_that("integers and logicals give the gradients of the doubles that they are", {
  whole <- c(-40:40, NA, .Machine$integer.max, -.Machine$integer.max)
  for (act.type in act_types) {
    for (data in list(whole, whole > 0, integer(), -5:5000)) {
      gradient <- function(head, data) with_slope(backward, head, data, act.type = act.type)
      expect_same_bits(gradient(data, data), gradient(as.double(data), as.double(data)))
      expect_same_bits(gradient(2L, data), gradient(2, as.double(data)))
    }
  }
})

test_that("a compact sequence serves as data and as out.grad", {
  n <- 3000L
  for (act.type in act_types) {
    gradient <- function(head, data) with_slope(backward, head, data, act.type = act.type)
    expect_same_bits(gradient(1:n, -1000:1999), gradient(1:n + 0, -1000:1999 + 0))
  }
})

test_that("empty data has an empty gradient, and 0 for gamma", {
  for (act.type in act_types) for (data in list(double(), integer(), matrix(0, 0, 3), array(0, c(2, 0)))) {
    for (head in list(1, double())) {
      g <- with_slope(backward, head, data, act.type = act.type)
      expect_identical(g$data, data + 0)
      if (act.type == "prelu") expect_identical(g$gamma, 0)
    }
  }
  expect_identical(backward(1, double(), double(), "prelu"), list(data = double(), gamma = double()))
  expect_identical(backward(1, matrix(0, 0, 3), 1:3, "prelu")$gamma, c(0, 0, 0))
})

test_that("a data frame gives a data frame, from a head gradient of any shape that fits", {
  frame <- data.frame(a = c(-1, 2, -3), b = c(-4L, NA, 6L), c = c(TRUE, FALSE, NA), row.names = c("u", "v", "w"))
  # Not by arithmetic, here and below, as there are processors (riscv64) that make NaN of NA.
  cells <- as.matrix(frame)
  storage.mode(cells) <- "double"
  head <- matrix(c(1:4, -(1:5)) / 4, 3)
  as_frame <- function(values) {
    frame[] <- lapply(1:3, function(j) as.vector(values[, j]))
    frame
  }
  mask <- cells
  mask[] <- 1:9 / 8
  for (act.type in act_types) {
    of_cells <- with_slope(backward, head, unname(cells), act.type = act.type)$data
    for (given in list(head, as.data.frame(head), c(head))) {
      expect_identical(with_slope(backward, given, frame, act.type = act.type)$data, as_frame(of_cells))
    }
    expect_identical(with_slope(backward, as.data.frame(head), cells, act.type = act.type)$data,
                     `dimnames<-`(of_cells, dimnames(cells)))
    expect_identical(with_slope(backward, 2, frame, act.type = act.type)$data,
                     as_frame(with_slope(backward, 2, unname(cells), act.type = act.type)$data))
  }
  expected <- head * ifelse(cells > 0, 1, mask)
  expected[is.na(cells)] <- NA
  expect_identical(backward(head, frame, act.type = "rrelu", mask = mask)$data, as_frame(expected))
  for (margin in 1:2) {
    of_cells <- backward(head, unname(cells), 1:3 / 2, "prelu", margin = margin)$gamma
    expect_same_bits(backward(head, frame, 1:3 / 2, "prelu", margin = margin)$gamma, of_cells)
  }
})

test_that("out.grad may have no dim where data has one, and a dim where data has none", {
  data <- matrix(c(-1, 2, -3, 4), 2)
  expect_identical(backward(c(1, 2, 3, 4), data)$data, matrix(c(0.25, 2, 0.75, 4), 2))
  g <- backward(matrix(c(1, 2, 3, 4), 2), c(-1, 2, -3, 4))$data
  expect_identical(g, c(0.25, 2, 0.75, 4))
})
