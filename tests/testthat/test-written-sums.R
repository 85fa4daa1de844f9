# Sums for gamma that are written down by one and read by another.

# The exact sum of the products a b, written down; and gamma's gradient from several such.
write_sum <- function(a, b) .Call(leakyrelu:::leakyrelu_write_sums, a, rep(-1, length(a)), b, 1, 2L, NULL)[[1]]
read_sums <- function(..., gamma = 1) .Call(leakyrelu:::leakyrelu_read_sums, list(...), gamma)

test_that("sums that are written down add up to the sum of all terms", {
  skip_if_not_installed("Rmpfr")
  for (spread in c(10, 500)) {
    a <- random_numbers(900, spread)
    b <- rev(random_numbers(900, spread))
    part <- rep_len(1:3, 900)
    sums <- lapply(1:3, function(i) write_sum(a[part == i], b[part == i]))
    expect_same_bits(do.call(read_sums, sums), rounded_sum(every_bit(a) * every_bit(b)))
    expect_same_bits(do.call(read_sums, rev(sums)), do.call(read_sums, sums))
    expect_same_bits(read_sums(do.call(c, sums)), do.call(read_sums, sums))
  }
  expect_same_bits(read_sums(), 0)
})

test_that("one sum is written down in one way: gamma's number, what is special, and an integer of 2^-2148", {
  # A part of one element, that of number 0.
  part <- function(...) as.raw(c(numeric(16), 8 + length(c(...)), numeric(7), numeric(8), ...))
  written <- function(special, first, ...) part(1, special, first, length(c(...)) / 4, ...)
  expect_identical(write_sum(double(), double()), raw())
  expect_identical(write_sum(c(0.1, -0.1), c(1, 1)), raw())
  # 2^-1074 squared is the unit
  expect_identical(write_sum(2^-1074, 2^-1074), written(0, 0, 1, 0, 0, 0))
  expect_identical(write_sum(2^-1074, -2^-1074), written(0, 0, 255, 255, 255, 255))
  expect_identical(write_sum(1, 3), written(0, 2148 %/% 32, 3 * 2^(2148 %% 32), 0, 0, 0))
  expect_identical(write_sum(2^(27 - 2148 %% 32), 1), written(0, 67, 0, 0, 0, 8))
  expect_identical(write_sum(2^27, 1), written(0, 67, 0, 0, 0, 128, 0, 0, 0, 0)) # the sign
  expect_identical(write_sum(-2^27, 1), written(0, 67, 0, 0, 0, 128))
  expect_identical(write_sum(c(2^1000, -1), c(2^1000, NA)), written(4, 129, 0, 0, 16, 0))
  a <- random_numbers(300, 500)
  expect_identical(write_sum(a, a), write_sum(rev(-a), rev(-a)))
  special <- function(bits) read_sums(replace(write_sum(1, 1), 34, as.raw(bits)))
  expect_same_bits(vapply(c(63, 62, 60, 56, 48, 16, 32, 0), special, 0), c(NA, NaN, NA, NaN, NaN, Inf, -Inf, 1))
})

test_that("every size and sign comes back from what was written", {
  powers <- 2^c(-1074, -1022, -500, -33, -32, -31, -1, 0, 1, 31, 32, 33, 500, 1023)
  for (x in c(powers, -powers, powers * (2 - 2^-52), -powers * (2 - 2^-52))) {
    if (!is.finite(x)) next
    expect_identical(read_sums(write_sum(x, 1)), x)
    expect_identical(read_sums(write_sum(x, 1), write_sum(-x, 1), write_sum(x, -1)), -x)
  }
})

test_that("what nobody wrote is an error, and nothing of it is added", {
  good <- write_sum(1, 1)
  changed <- function(at, to) replace(good, at, as.raw(to))
  broken <- list(good[-1], good[-length(good)], good[1:24], changed(33, 2), changed(34, 64), changed(35, 134),
                 changed(25, 1), changed(9, 1), changed(17, 255), changed(24, 255), c(good, as.raw(0)))
  for (bytes in broken) expect_error(read_sums(bytes), "must be what sum_write() wrote", fixed = TRUE)
})

test_that("blocks of an array write down their parts of the sums for all of gamma", {
  dims <- c(7, 30, 4, 5)
  x <- array(random_numbers(prod(dims), 30), dims)
  g <- array(rev(random_numbers(prod(dims), 30)), dims)
  x[c(5, 100)] <- c(NA, -Inf)
  g[200] <- NaN
  blocks <- list(list(1:3, 1:10, 1:4, 1:2), list(4:7, 1:10, 1:4, 1:2), list(1:7, 11:30, 1:4, 1:2),
                 list(1:7, 1:30, 1:4, 3:5))
  part <- function(a, index) do.call(`[`, c(list(a), index, drop = FALSE))
  for (margin in list(2, 2:3, c(3, 1), 1:4, c(4, 2, 1))) {
    gamma <- array(0, dims[margin])
    number <- array(seq_along(gamma), dims[margin])
    written <- lapply(blocks, function(block) {
      .Call(leakyrelu:::leakyrelu_write_sums, part(g, block), part(x, block), NULL, part(gamma, block[margin]), margin,
            c(part(number, block[margin])))
    })
    expected <- mx.nd.LeakyReLU.backward(g, x, gamma, "prelu", margin = margin)$gamma
    expect_same_bits(.Call(leakyrelu:::leakyrelu_read_sums, unlist(rev(written), FALSE), gamma), expected)
  }
})

test_that("data without elements writes nothing down, and nothing is read for no gamma", {
  for (dims in list(c(0, 3), c(3, 0), c(0, 0))) {
    x <- array(0, dims)
    for (margin in 1:2) {
      gamma <- numeric(dims[margin])
      written <- .Call(leakyrelu:::leakyrelu_write_sums, x, x, NULL, gamma, margin, NULL)
      expect_identical(written, list(raw()))
      expect_same_bits(do.call(read_sums, c(written, list(gamma = gamma))), gamma)
    }
  }
})

test_that("very many gammas are written and read in parts", {
  n <- 40000
  x <- matrix(random_numbers(2 * n, 10), n)
  g <- matrix(rev(random_numbers(2 * n, 10)), n)
  columns <- lapply(1:2, function(j) {
    .Call(leakyrelu:::leakyrelu_write_sums, g[, j, drop = FALSE], x[, j, drop = FALSE], NULL, numeric(n), 1, NULL)
  })
  expect_length(columns[[1]], 3)
  expect_same_bits(do.call(read_sums, c(columns[[1]], columns[[2]], list(gamma = numeric(n)))),
                   mx.nd.LeakyReLU.backward(g, x, numeric(n), "prelu", margin = 1)$gamma)
})
