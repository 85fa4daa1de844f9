# What is accepted beside the plain call: other spellings, abbreviations, numbers of other types, classes of the user's.

test_that("a class with methods for other generics only stays", {
  print.test_plain <- function(x, ...) NULL
  Ops.test_plain <- function(e1, e2) stop("not to be called")
  Summary.test_plain <- function(...) stop("not to be called")
  log.test_plain <- function(x, ...) stop("not to be called")
  data <- structure(c(-1, 2), class = "test_plain")
  expect_identical(mx.nd.LeakyReLU(data), structure(c(-0.25, 2), class = "test_plain"))
})

test_that("slope may be an integer, negative, or above 1", {
  expect_identical(mx.nd.LeakyReLU(c(-2, 2), slope = 3L), c(-6, 2))
  expect_identical(mx.nd.LeakyReLU(c(-2, 2), slope = -3), c(6, 2))
  expect_identical(mx.nd.LeakyReLU(c(-2, 2), slope = 1.5), c(-3, 2))
})

test_that("slope, bounds and margin are not read where the act.type has no use for them", {
  nonsense <- list(slope = "unread", lower.bound = NULL, upper.bound = NaN, margin = sum)
  read <- list(argument = "slope", bounds = c("lower.bound", "upper.bound"))
  for (act.type in act_types) {
    plain <- list(c(-1, 2), act.type = act.type, gamma = if (act.type == "prelu") 0.5)
    unread <- nonsense[setdiff(names(nonsense), read[[said_of(act.type)$slope_from]])]
    expect_identical(do.call(mx.nd.LeakyReLU, c(plain, unread)), do.call(mx.nd.LeakyReLU, plain))
  }
})

test_that("MXNet's own spellings serve as the arguments do", {
  expect_same_bits(mx.nd.LeakyReLU(c(-1, 2), act_type = "elu"), mx.nd.LeakyReLU(c(-1, 2), act.type = "elu"))
  expect_same_bits(mx.nd.LeakyReLU(c(-1, 2), act_type = "prelu", gamma = 0.5), c(-0.5, 2))
  expect_same_bits(mx.nd.LeakyReLU(c(-1, 2), act_type = "rrelu", lower_bound = 0, upper_bound = 1), c(-0.5, 2))
  keep_generator({
    set.seed(1)
    drawn <- mx.nd.LeakyReLU(c(-1, 2), act_type = "rrelu", is_train = TRUE)
    set.seed(1)
    expect_same_bits(drawn, mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu", is.train = TRUE))
  })
})

test_that("abbreviated arguments match as everywhere in R", {
  expect_same_bits(mx.nd.LeakyReLU(c(-1, 2), slo = 0.5), c(-0.5, 2))
  expect_same_bits(mx.nd.LeakyReLU(dat = c(-1, 2), gam = 0.5, act = "prelu"), c(-0.5, 2))
})
