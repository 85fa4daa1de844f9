# prelu: which gamma belongs to which element, and what unusual gammas do.

prelu <- function(data, gamma, ...) mx.nd.LeakyReLU(data, gamma, act.type = "prelu", ...)

# ---- Layouts of other libraries ------------------------------------------------------------------

test_that("every layout of MXNet and PyTorch gives their answers to the bit", {
  layouts <- read_layouts()
  expect_length(layouts, 55)
  for (layout in layouts) {
    data <- array(layout$data, layout$dim)
    gamma <- array(layout$gamma, layout$gamma_dim)
    out <- if (identical(layout$margin, 0)) prelu(data, gamma) else prelu(data, gamma, margin = layout$margin)
    # Single-precision factors: their product in double is exact, and rounded once here.
    if (layout$dtype == "float32") out[] <- to_float(out)
    expect_same_bits(out, array(layout$out, layout$dim))
  }
})

# ---- Margins -------------------------------------------------------------------------------------

expect_along_margin <- function(dim, margin) {
  data <- few_bits(with_fixed_seed(array(rnorm(prod(dim)), dim)))
  gamma <- few_bits(with_fixed_seed(array(runif(prod(dim[margin]), -1, 2), dim[margin])))
  slopes <- along_margin(gamma, dim, margin)
  expect_same_bits(prelu(data, gamma, margin = margin), ifelse(data > 0, data, slopes * data))
}

permutations <- function(x) {
  if (length(x) < 2) return(list(x))
  do.call(c, lapply(seq_along(x), function(i) lapply(permutations(x[-i]), function(rest) c(x[i], rest))))
}

test_that("gamma runs along any margins, gaps and any order included", {
  for (dim in list(c(4, 3), c(3, 2, 4), c(2, 3, 4, 5), c(5, 1, 3, 1), c(1, 7, 1, 2, 3))) {
    for (count in seq_along(dim)) {
      for (margin in utils::combn(seq_along(dim), count, simplify = FALSE)) {
        for (order in permutations(margin)) expect_along_margin(dim, order)
      }
    }
  }
})

test_that("gamma runs along any margin of arrays larger than a block", {
  for (dim in list(c(1000, 7, 30), c(1, 5000, 3), c(70000, 3), c(3, 70000), c(2, 3, 20000), c(20000, 3, 2),
                   c(257, 3, 129))) {
    for (margin in seq_along(dim)) expect_along_margin(dim, margin)
  }
  for (margin in list(c(1, 3), c(3, 1), c(1, 2), c(2, 1), c(2, 3), c(3, 2))) {
    expect_along_margin(c(301, 5, 67), margin)
    expect_along_margin(c(5, 301, 67), margin)
  }
})

test_that("gamma runs along every extent from 1 to 20 with every run length from 1 to 20", {
  for (inner in 1:20) for (extent in 1:20) expect_along_margin(c(inner, extent, 3), 2)
})

test_that("gamma runs along the margins of arrays of many dimensions", {
  dim <- rep(1, 22)
  dim[c(1, 9, 22)] <- c(3, 4, 2)
  for (margin in list(1, 9, 22, c(22, 1), c(9, 22, 1), 1:22, 22:1)) expect_along_margin(dim, margin)
})

test_that("margin = c(3, 1) takes the transpose of what margin = c(1, 3) takes", {
  data <- with_fixed_seed(array(rnorm(60), c(3, 4, 5)))
  gamma <- with_fixed_seed(array(rnorm(15), c(3, 5)))
  expect_same_bits(prelu(data, t(gamma), margin = c(3, 1)), prelu(data, gamma, margin = c(1, 3)))
})

test_that("all margins permuted take gamma as aperm() does", {
  data <- with_fixed_seed(array(rnorm(60), c(3, 4, 5)))
  gamma <- with_fixed_seed(array(rnorm(60), c(5, 3, 4)))
  slopes <- aperm(gamma, order(c(3, 1, 2)))
  expect_same_bits(prelu(data, gamma, margin = c(3, 1, 2)), ifelse(data > 0, data, slopes * data))
})

test_that("the default margin is the second dimension", {
  data <- with_fixed_seed(array(rnorm(24), 2:4))
  gamma <- c(-1, 0.5, 2)
  expect_same_bits(prelu(data, gamma), prelu(data, gamma, margin = 2))
  negative <- pmin(data, 0)
  expect_same_bits(prelu(data, gamma), pmax(data, 0) + sweep(negative, 2, gamma, "*"))
})

test_that("margin may be a double or an integer", {
  data <- matrix(c(-1, -2, -3, -4, -5, -6), 2)
  expect_same_bits(prelu(data, 1:2, margin = 1), prelu(data, 1:2, margin = 1L))
})

test_that("gamma's own extents of 1 are not read", {
  data <- with_fixed_seed(matrix(rnorm(12), 3))
  gamma <- c(1, 2, 3, 4)
  expect_same_bits(prelu(data, array(gamma, c(1, 4, 1))), prelu(data, gamma))
})

test_that("the names of gamma do not reach the answer", {
  expect_same_bits(prelu(c(-1, 2), c(a = 0.5)), c(-0.5, 2))
  expect_same_bits(prelu(c(-1, -2), c(a = 0.5, b = 0.25)), c(-0.5, -0.5))
})

# ---- One gamma, and vectors ----------------------------------------------------------------------

test_that("one gamma serves data of any shape, and margin is then not read", {
  for (data in list(c(-1, 2), matrix(c(-1, 2), 1), array(c(-1, 2), c(1, 2, 1)), matrix(c(-1, 2), 2))) {
    expected <- data
    expected[1] <- -0.5
    expect_same_bits(prelu(data, 0.5), expected)
    expect_same_bits(prelu(data, 0.5, margin = 99), expected)
    expect_same_bits(prelu(data, 0.5, margin = "none"), expected)
    expect_same_bits(prelu(data, 0.5, margin = NULL), expected)
  }
})

test_that("a vector takes a gamma for every element", {
  x <- with_fixed_seed(rnorm(1000))
  gamma <- with_fixed_seed(runif(1000))
  expect_same_bits(prelu(x, gamma), ifelse(x > 0, x, gamma * x))
})

test_that("an array of one dimension takes a gamma for every element", {
  expect_same_bits(prelu(array(c(-1, -2, 3), 3), c(1, 2, 3)), array(c(-1, -4, 3), 3))
  expect_same_bits(prelu(array(c(-1, -2, 3), 3), c(1, 2, 3), margin = 1), array(c(-1, -4, 3), 3))
})

test_that("gamma may be of integers", {
  expect_same_bits(prelu(c(-1, -2), 2:3), c(-2, -6))
  expect_same_bits(prelu(c(-1, 2), c(NA, 1L)), c(NA, 2))
})

# ---- Unusual gammas ------------------------------------------------------------------------------

test_that("a gamma that is missing or infinite reaches only elements that are not above zero", {
  x <- c(2, -2)
  expect_same_bits(prelu(x, NA_real_), c(2, NA))
  expect_same_bits(prelu(x, NaN), c(2, NaN))
  expect_same_bits(prelu(x, Inf), c(2, -Inf))
  expect_same_bits(prelu(x, -Inf), c(2, Inf))
  expect_same_bits(prelu(c(0, -0), NA_real_), c(NA_real_, NA))
  expect_same_bits(prelu(c(-Inf, -Inf), c(Inf, -Inf)), c(-Inf, Inf))
})

test_that("gammas of 0 and -0 give zeros with the sign of the product, and 0 at -Inf", {
  expect_same_bits(prelu(c(-2, -2, 0, -0), c(0, -0, -0, 0)), c(-0, 0, -0, -0))
  expect_identical(prelu(c(-Inf, -Inf), c(0, -0)), c(0, 0))
})

test_that("where data and gamma are both missing, data's kind wins", {
  expect_same_bits(prelu(c(NA, NaN), c(NaN, NA)), c(NA, NaN))
  expect_same_bits(prelu(NaN, NA_real_), NaN)
  expect_same_bits(prelu(NA_real_, NaN), NA_real_)
})

test_that("a missing gamma reaches its own slice only", {
  data <- matrix(-1, 3, 4)
  for (margin in 1:2) {
    for (place in seq_len(dim(data)[margin])) {
      gamma <- replace(rep(2, dim(data)[margin]), place, NA)
      expect_same_bits(prelu(data, gamma, margin = margin), -along_margin(gamma, dim(data), margin))
    }
  }
})

test_that("missing data under a gamma stays what it is in every layout", {
  data <- matrix(c(NA, NaN, -1, NA, NaN, -2), 3)
  for (margin in 1:2) {
    y <- prelu(data, rep(0, dim(data)[margin]), margin = margin)
    expect_same_bits(y, matrix(c(NA, NaN, -0, NA, NaN, -0), 3))
  }
})

# ---- Empty data, data frames ---------------------------------------------------------------------

test_that("empty data takes an empty gamma or one gamma", {
  expect_identical(prelu(double(), double()), double())
  expect_identical(prelu(double(), 0.5), double())
  expect_identical(prelu(matrix(0, 0, 3), 1:3), matrix(0, 0, 3))
  expect_identical(prelu(matrix(0, 3, 0), double()), matrix(0, 3, 0))
  expect_identical(prelu(array(0, c(2, 0, 3)), 1:3, margin = 3), array(0, c(2, 0, 3)))
  expect_identical(prelu(array(0, c(2, 0, 3)), matrix(0, 2, 3), margin = c(1, 3)), array(0, c(2, 0, 3)))
})

test_that("a data frame is a matrix to margin: a gamma for each column, row or cell", {
  data <- data.frame(a = c(-1, 2, -3, 0.5), b = c(-4L, 5L, NA, -6L), c = c(TRUE, FALSE, NA, TRUE))
  cells <- unname(as.matrix(data))
  of_matrix <- function(y) data.frame(a = y[, 1], b = y[, 2], c = y[, 3])
  expect_prelu <- function(gamma, margin) {
    y <- ifelse(cells > 0, cells, along_margin(gamma, dim(cells), margin) * cells)
    expect_same_bits(prelu(data, gamma, margin = margin), of_matrix(y))
  }
  expect_prelu(c(0.5, -1, 2), 2)
  expect_prelu(c(0.5, -1, 2, 3), 1)
  expect_prelu(matrix(1:12, 4), 1:2)
  expect_prelu(matrix(1:12, 3), 2:1)
  expect_same_bits(prelu(data, c(0.5, -1, 2)), prelu(data, c(0.5, -1, 2), margin = 2))
  expect_same_bits(prelu(data, 0.5, margin = 99), of_matrix(ifelse(cells > 0, cells, 0.5 * cells)))
})
