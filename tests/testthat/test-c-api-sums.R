# The gradient of gamma by the functions of inst/include/leakyrelu.h: in one call, in pieces, in parts.

# For each list of a_sum(): list(c(status, parts, skipped), gradient), the same from C and C++.
sums_of <- function(...) {
  results <- in_process(
    lapply(c("C", "C++"), function(language) {
      lapply(sums, function(arguments) do.call(call_client, c("sum_up", arguments, language = language)))
    }),
    sums = list(...)
  )
  expect_identical(results[[2]], results[[1]])
  results[[1]]
}

a_sum <- function(plan, operands, threads = 1, starts = NULL) {
  call <- a_call("forward", plan, operands, type = "double")$arguments
  list(call[[2]], call[[4]], call[[5]], threads, starts, if (is.null(plan$gamma)) 1 else plan$gamma$length)
}

test_that("the gradient of gamma is R's, for a margin in the middle and every type of number", {
  skip_without_client()
  dims <- c(5, 4, 3, 6)
  gamma <- spread(12)
  plan <- layout(dims, 2:3, gamma)
  sums <- expected <- list()
  add <- function(truth, ...) {
    sums[[length(sums) + 1]] <<- a_sum(...)
    expected[[length(sums)]] <<- truth
  }
  for (type in names(number_types)) {
    x <- array(nearest_number(spread(prod(dims)), type), dims)
    g <- array(nearest_number(spread(prod(dims), 2), type), dims)
    h <- g / 2
    x[3] <- if (type == "integer") NA else NaN
    operands <- list(numbers(g, type), numbers(x, type))
    add(mx.nd.LeakyReLU.backward(g, x, gamma, "prelu", margin = 2:3)$gamma, plan, operands)
    add(mx.nd.LeakyReLU.double.backward(h, g, x, NULL, gamma, "prelu", margin = 2:3)$gamma,
        plan, c(operands, list(numbers(h))))
  }
  add(mx.nd.LeakyReLU.backward(0.1, x, 1, "prelu")$gamma, plan_for("prelu"), list(numbers(0.1), numbers(x)))
  results <- do.call(sums_of, sums)
  for (i in seq_along(sums)) {
    expect_identical(results[[i]][[1]], c(0, 1, 0))
    expect_same_bits_of(results[[i]][[2]], expected[[i]], "sum", i)
  }
})

test_that("very many gammas are summed in parts, which skip what they do not need", {
  skip_without_client()
  x <- matrix(spread(60000), 20000)
  g <- matrix(spread(60000, 2), 20000)
  gamma <- spread(20000, 3)
  expected <- mx.nd.LeakyReLU.backward(g, x, gamma, "prelu", margin = 1)$gamma
  plan <- layout(dim(x), 1, gamma)
  operands <- list(numbers(g), numbers(x))
  results <- sums_of(a_sum(plan, operands),
                     a_sum(plan, operands, threads = 4, starts = c(0, 1, 17000, 33333, 60000)))
  for (result in results) {
    expect_identical(result[[1]][1:2], c(0, 2))
    expect_same_bits(result[[2]], expected)
  }
  expect_gt(results[[2]][[1]][3], 0)
})

test_that("threads share a sum of enough terms for each gamma", {
  skip_without_client()
  x <- matrix(spread(120000), 60000)
  plan <- layout(dim(x), 2, c(0.5, 1))
  result <- sums_of(a_sum(plan, list(numbers(0.3), numbers(x)), threads = 4, starts = seq(0, 120000, by = 30000)))
  expect_same_bits(result[[1]][[2]], mx.nd.LeakyReLU.backward(0.3, x, c(0.5, 1), "prelu")$gamma)
})

test_that("without elements, each gamma gets a gradient of 0", {
  skip_without_client()
  sum_along <- function(gamma) {
    a_sum(list(act.type = "prelu", gamma = gamma, extent = c(0, 4), stride = c(0, 1)), list(numbers(1), numbers(0[0])))
  }
  results <- sums_of(sum_along(numbers(1:6)), sum_along(numbers(double())))
  expect_identical(results[[1]][[2]], numeric(6))
  expect_identical(results[[2]], list(c(0, 1, 0), double()))
})

# For each plan and starts of pieces: list(c(status, bytes), gradient), where each piece is added by another one.
shares_of <- function(plan, operands, starts) {
  call <- a_call("forward", plan, operands, type = "double")$arguments
  results <- in_process(
    lapply(c("C", "C++"), function(language) do.call(call_client, c("share_sums", arguments, language = language))),
    arguments = list(call[[2]], call[[4]], call[[5]], starts, plan$gamma$length,
                     raw(60 * length(starts) * plan$gamma$length))
  )
  expect_identical(results[[2]], results[[1]])
  results[[1]]
}

test_that("what each of several wrote down adds up to the same bits", {
  skip_without_client()
  dims <- c(5, 4, 3, 6)
  x <- array(spread(prod(dims)), dims)
  g <- array(spread(prod(dims), 2) * 10^seq(-150, 150, length.out = prod(dims)), dims)
  for (margin in list(2, 2:3, c(3, 1), c(4, 2))) {
    gamma <- spread(prod(dims[margin]))
    result <- shares_of(layout(dims, margin, gamma), list(numbers(g), numbers(x)), c(0, 1, 100, 101, 300, 360))
    expect_identical(result[[1]][1], 0)
    expect_same_bits(result[[2]], c(mx.nd.LeakyReLU.backward(g, x, gamma, "prelu", margin = margin)$gamma))
  }
})

test_that("very many gammas are written and read in parts, and those without a sum take no bytes", {
  skip_without_client()
  n <- 20000
  x <- matrix(spread(3 * n), n)
  g <- matrix(spread(3 * n, 2), n)
  gamma <- spread(n, 3)
  expected <- mx.nd.LeakyReLU.backward(g, x, gamma, "prelu", margin = 1)$gamma
  operands <- list(numbers(g), numbers(x))
  result <- shares_of(layout(dim(x), 1, gamma), operands, c(0, n - 1, 2 * n, 3 * n))
  expect_identical(result[[1]][1], 0)
  expect_same_bits(result[[2]], expected)
  few <- shares_of(layout(dim(x), 1, gamma), operands, c(0, 100))
  expect_lt(few[[1]][2], 40 * 100)
})
