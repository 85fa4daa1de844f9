# The gradient of prelu's gamma is the exact sum, rounded once: against sums in as many bits as it takes.

gradient <- function(head, x, gamma = 0.5, ...) mx.nd.LeakyReLU.backward(head, x, gamma, "prelu", ...)$gamma

exact_products <- function(head, x) every_bit(head) * every_bit(ifelse(x <= 0, x, 0))

# Terms of all sizes, and to each but a few one that it cancels with; shuffled.
cancelling <- function(n, spread) {
  x <- c(-abs(random_numbers(n, spread)), -1e-9, 3)
  head <- rev(random_numbers(n + 2, spread))
  order <- with_fixed_seed(sample(2 * n + 2))
  list(x = c(x, x[seq_len(n)])[order], head = c(head, -head[seq_len(n)])[order])
}

test_that("the sum is the exact one, rounded once, wherever its terms lie among all doubles", {
  skip_on_cran()
  skip_if_not_installed("Rmpfr")
  for (n in c(1, 2, 7, 8, 9, 30, 400, 3000)) for (spread in c(0, 1, 20, 28, 60, 500)) {
    x <- with_fixed_seed(sample(c(-1, -1, 1), n, TRUE)) * abs(random_numbers(n, spread))
    head <- rev(random_numbers(n, spread, middle = 5))
    expected <- rounded_sum(exact_products(head, x))
    on_each_vector_unit(expect_same_bits(gradient(head, x), expected))
    terms <- cancelling(n, spread)
    expected <- rounded_sum(exact_products(terms$head, terms$x))
    on_each_vector_unit(expect_same_bits(gradient(terms$head, terms$x), expected))
  }
})

test_that("the sum is exact where thousands of terms are as large, or as small, as fits beside the first ones", {
  skip_on_cran()
  skip_if_not_installed("Rmpfr")
  for (size in c(-34:-28, 23:28)) {
    x <- -c(rep(1, 1536), rep((2 - 2^-52) * 2^(size - 1), 4100), 2^-30)
    head <- -c(rep(1, 1536), rep(1 + 2^-27 + 2^-52, 4100), 2^-31 + 2^-80)
    expected <- rounded_sum(exact_products(head, x))
    on_each_vector_unit({
      expect_same_bits(gradient(head, x), expected)
      along <- function(x) rbind(x, rev(x))
      expect_same_bits(gradient(along(head), along(x), c(0.5, 0.5), margin = 1), c(expected, expected))
    })
  }
})

test_that("each of many sums is the exact one, in every layout", {
  skip_on_cran()
  skip_if_not_installed("Rmpfr")
  dim <- c(3, 40, 5, 20)
  for (spread in c(2, 40, 500)) {
    x <- array(-abs(random_numbers(prod(dim), spread)), dim)
    head <- array(rev(random_numbers(prod(dim), spread)), dim)
    products <- exact_products(c(head), c(x))
    for (margin in list(1, 2, 3, 4, 1:2, 2:1, c(1, 3), c(4, 1), c(3, 2))) {
      extents <- dim[margin]
      places <- as.matrix(expand.grid(lapply(dim, seq_len)))[, margin, drop = FALSE]
      element <- 1 + c((places - 1) %*% cumprod(c(1, extents))[seq_along(margin)])
      chosen <- unique(c(1, prod(extents), with_fixed_seed(sample(prod(extents), 5, TRUE))))
      expected <- vapply(chosen, function(i) rounded_sum(products[element == i]), 0)
      gamma <- array(0.5, extents)
      on_each_vector_unit(expect_same_bits(c(gradient(head, x, gamma, margin = margin))[chosen], expected))
    }
  }
})

# Terms in three orders: as they are, whole columns in another order, and turned round.
sums_in_any_order <- function(x, head, rows) {
  use <- seq_len(length(x) %/% rows * rows)
  along <- function(x, use) matrix(x[use], rows)
  of_rows <- function(use) gradient(along(head, use), along(x, use), rep(0.5, rows), margin = 1)
  of_columns <- function(use) gradient(t(along(head, use)), t(along(x, use)), rep(0.5, rows), margin = 2)
  shuffled <- c(along(seq_along(x), use)[, with_fixed_seed(sample(length(use) / rows))])
  list(of_rows(use), of_rows(shuffled), of_columns(use), of_columns(shuffled))
}

many_terms <- function(n = 2^19) {
  terms <- list(x = -abs(random_numbers(n, 30)), head = rev(random_numbers(n, 30)))
  terms$x[7] <- -1e-300
  terms
}

test_that("the order of the terms changes no bit", {
  terms <- many_terms()
  order <- with_fixed_seed(sample(length(terms$x)))
  with_threads(1, for (rows in c(1, 100)) {
    sums <- sums_in_any_order(terms$x, terms$head, rows)
    for (other in sums[-1]) expect_same_bits(other, sums[[1]])
  })
  expect_same_bits(gradient(terms$head[order], terms$x[order]), gradient(terms$head, terms$x))
})

test_that("the number of threads changes no bit of a sum", {
  skip_without_threads()
  terms <- many_terms()
  for (rows in c(1, 100)) {
    run <- function() sums_in_any_order(terms$x, terms$head, rows)
    expected <- with_threads(1, run())
    for (threads in 2:3) {
      sums <- with_threads(threads, run())
      for (i in seq_along(sums)) expect_same_bits(sums[[i]], expected[[i]])
    }
  }
})

test_that("terms cancel over the whole range of exponents", {
  largest <- .Machine$double.xmax
  least <- 2^-1074
  on_each_vector_unit({
    expect_identical(gradient(c(1, -1, 1), c(-largest, -largest, -least)), -least)
    expect_identical(gradient(c(largest, 1, -largest), c(-largest, -1, -largest)), -1)
    # products that are neither doubles nor have doubles as errors
    expect_identical(gradient(c(largest, least, -largest), c(-largest, -2^60, -largest)), -2^-1014)
    expect_identical(gradient(c(1 + 2^-52, -1), c(-1 - 2^-52, -1 - 2^-51)), -2^-104)
    expect_identical(gradient(c(1, -1, 1), c(-largest, -2^1023, -2^971)), -2^1023)
    # a sum of all exponents, and its opposite
    powers <- 2^(-1074:1023)
    expect_identical(gradient(c(powers, -rev(powers), 3), c(rep(-1, 2 * length(powers)), -1)), -3)
  })
})

test_that("partial sums that overflow do no harm, and only a sum that rounds beyond the largest double is infinite", {
  largest <- .Machine$double.xmax
  on_each_vector_unit({
    expect_identical(gradient(c(1, 1, -1), rep(-largest, 3)), -largest)
    expect_identical(gradient(c(-1, -1, 1), rep(-largest, 3)), largest)
    expect_identical(gradient(c(1e200, -1e200, 2), c(-1e200, -1e200, -1)), -2)
    expect_identical(gradient(rep(c(1, -1), each = 5000), rep(-largest, 10000)), 0)
    expect_identical(gradient(1e200, -1e200), -Inf)
    expect_identical(gradient(c(1e200, 1e200, -1e200), rep(-1e200, 3)), -Inf)
    # halfway to 2^1024 is a tie, and goes there; any less does not
    half <- 2^970
    expect_identical(gradient(c(1, 1), c(-largest, -half)), -Inf)
    expect_identical(gradient(c(1, 1, -2^-1074), c(-largest, -half, -2^-1074)), -largest)
  })
})

test_that("products that underflow count in full, and a subnormal sum is rounded once", {
  least <- 2^-1074
  many <- 2^20
  on_each_vector_unit({
    expect_identical(gradient(rep(-2^-540, many), rep(-2^-540, many)), 2^-1060)
    expect_same_bits(gradient(rep(1e-200, many), rep(-1e-200, many)), -0)
    expect_identical(gradient(c(2^-537, 2^-1074), c(-2^-538, -2^-1074)), -least)
    expect_same_bits(gradient(2^-537, -2^-538), -0) # half the least double is a tie
    expect_same_bits(gradient(c(2^-537, -2^-1074), c(-2^-538, -2^-1074)), -0)
    expect_identical(gradient(c(2^-537, 2^-537, 2^-537), rep(-2^-538, 3)), -2 * least)
    expect_identical(gradient(c(1, -1, 3), c(-2^-1000, -2^-1000, -least)), -3 * least)
    expect_same_bits(gradient(2^-600, -2^-600), -0)
    expect_same_bits(gradient(-2^-600, -2^-600), 0)
  })
})

test_that("ties go to even, and the least bit of all decides", {
  u <- 2^-53
  on_each_vector_unit({
    expect_identical(gradient(c(-1, -u), c(-1, -1)), 1)
    expect_identical(gradient(c(-1, -3 * u), c(-1, -1)), 1 + 4 * u)
    expect_identical(gradient(c(-1, -u, -2^-1074), c(-1, -1, -2^-1074)), 1 + 2 * u)
    expect_identical(gradient(c(-1, -3 * u, 2^-1074), c(-1, -1, -2^-1074)), 1 + 2 * u)
    expect_identical(gradient(c(-1, u / 2), c(-1, -1)), 1)
    expect_identical(gradient(c(-1, u / 2, 2^-1074), c(-1, -1, -2^-1074)), 1 - u)
  })
})

test_that("a sum of no terms, of zeros, or of terms that cancel is +0", {
  for (head in list(1, -1, 0, -0)) {
    expect_same_bits(gradient(head, c(0, -0, 0)), 0)
    expect_same_bits(gradient(head, c(1, 2)), 0)
    expect_same_bits(gradient(head, double()), 0)
  }
  expect_same_bits(gradient(matrix(c(1, -1), 2, 3), matrix(-c(0.1, 0.1), 2, 3), 1:3), c(0, 0, 0))
  expect_same_bits(gradient(0, c(-1e300, -1e-300)), 0)
})

test_that("infinite terms give an infinity, of both signs NaN, and 0 times one is 0, among terms of any size", {
  finite <- -abs(random_numbers(3000, 400))
  of <- function(head, x) gradient(c(rep(1e-300, 3000), head), c(finite, x))
  on_each_vector_unit({
    expect_identical(of(1, -Inf), -Inf)
    expect_identical(of(-1, -Inf), Inf)
    expect_identical(of(c(Inf, 2), c(-2, -Inf)), -Inf)
    expect_same_bits(of(c(1, -1), c(-Inf, -Inf)), NaN)
    expect_same_bits(of(c(1, -1, NA), c(-Inf, -Inf, 1)), NA_real_)
    expect_same_bits(of(c(1, -1, NA), c(-Inf, NaN, 1)), NaN)
    expect_identical(of(c(0, 1), c(-Inf, Inf)), of(0, 1))
  })
})

test_that("double.backward's sum for gamma is exact too", {
  skip_on_cran()
  skip_if_not_installed("Rmpfr")
  terms <- cancelling(500, 400)
  n <- length(terms$x)
  side <- rep_len(c(-1, -1, 2), n)
  on_each_vector_unit({
    sums <- mx.nd.LeakyReLU.double.backward(terms$head, terms$x, side, NULL, 0.5, "prelu")$gamma
    expect_same_bits(sums, rounded_sum((every_bit(terms$head) * every_bit(terms$x))[side <= 0]))
  })
})

test_that("a gamma of more elements than are summed at a time gets the sums of its own elements", {
  n <- 20000
  # Whole numbers, whose sums no double rounds; of three elements, terms that cancel, far from all others.
  whole <- function(shift) array((seq_len(3 * n) * 7919 + shift) %% 101 - 50, c(n, 3))
  x <- whole(0)
  head <- whole(31)
  x[c(17, n - 1, n), 1:2] <- -rep(2^c(500, -500, 1000), 2)
  head[c(17, n - 1, n), 1:2] <- rep(c(-1, 1), each = 3)
  expected <- rowSums(head * pmin(x, 0))
  rows <- function(x) matrix(x, n)
  expect_same_bits(gradient(rows(head), rows(x), rep(0.5, n), margin = 1), expected)
  expect_same_bits(gradient(t(rows(head)), t(rows(x)), rep(0.5, n), margin = 2), expected)
  boxes <- function(x) array(x, c(200, 100, 3))
  expect_same_bits(c(gradient(boxes(head), boxes(x), matrix(0.5, 200, 100), margin = 1:2)), expected)
  expect_same_bits(c(t(gradient(boxes(head), boxes(x), matrix(0.5, 100, 200), margin = 2:1))), expected)
  turned <- function(x) aperm(boxes(x), c(3, 2, 1))
  expect_same_bits(c(gradient(turned(head), turned(x), matrix(0.5, 200, 100), margin = c(3, 2))), expected)
  # each element its own, and numbers that are read as doubles block by block
  expect_same_bits(gradient(c(head), c(x), c(x)), c(ifelse(x <= 0 & head != 0 & x != 0, head * x, 0)))
  integers <- matrix(-seq_len(3L * n), n)
  expect_identical(gradient(2, integers, rep(0.5, n), margin = 1), 2 * rowSums(integers))
})

test_that("a gamma of many elements gets the sums of data that is not in memory, or is in columns", {
  n <- 40000
  expect_same_bits(gradient(3, seq(-n, n - 1), numeric(2 * n)), 3 * c(seq(-n, -1), numeric(n)))
  compact <- as.data.frame(list(a = seq(-n, -1), b = seq_len(n), c = seq(-n - 1, -2)))
  expect_same_bits(gradient(3, compact, numeric(n), margin = 1), -3 * (2 * (n:1) + 1))
  expect_same_bits(gradient(3, compact, matrix(0, n, 3), margin = 1:2)[n + 1:(2 * n)], c(numeric(n), -3 * ((n:1) + 1)))
})
