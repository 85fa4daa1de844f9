# NA, NaN, the infinities, -0 and subnormals: the answers alone, and the same answers at every place of a vector.

specials <- c(NA, NaN, Inf, -Inf, 0, -0, 2^-1074, -2^-1074, 2^-1022, -2^-1022, -(2^-1022 - 2^-1074),
              .Machine$double.xmax, -.Machine$double.xmax)

# prelu and rrelu with 0.25 too, so that one table of answers serves the four that multiply by a slope.
with_quarter <- function(x, act.type) {
  switch(act.type,
    prelu = mx.nd.LeakyReLU(x, 0.25, act.type = "prelu"),
    rrelu = mx.nd.LeakyReLU(x, act.type = "rrelu", lower.bound = 0, upper.bound = 0.5),
    mx.nd.LeakyReLU(x, act.type = act.type)
  )
}

test_that("NA stays NA and NaN stays NaN", {
  for (act.type in act_types) {
    expect_same_bits(with_quarter(c(NA, NaN, -1, NA), act.type)[-3], c(NA, NaN, NA))
    expect_same_bits(with_quarter(c(NA_integer_, -1L), act.type)[1], NA_real_)
    expect_same_bits(with_quarter(NA, act.type), NA_real_)
  }
})

test_that("a missing value stays what it is under a slope of 0 and under a mask", {
  x <- c(NA, NaN)
  expect_same_bits(mx.nd.LeakyReLU(x, slope = 0), x)
  expect_same_bits(mx.nd.LeakyReLU(x, act.type = "elu", slope = 0), x)
  expect_same_bits(mx.nd.LeakyReLU(x, c(0, 0), act.type = "prelu"), x)
  expect_same_bits(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = c(0, 0)), x)
})

test_that("the infinities give the limits", {
  for (act.type in act_types) {
    y <- with_quarter(c(Inf, -Inf), act.type)
    limits <- reference[[act.type]]$limits(0.25)$y
    expect_within_bound(y, rev(limits), 1, c(Inf, -Inf))
  }
})

test_that("a slope of 0 gives 0 at -Inf, and a negative one gives Inf", {
  expect_identical(mx.nd.LeakyReLU(-Inf, slope = 0), 0)
  expect_identical(mx.nd.LeakyReLU(-Inf, slope = -0), 0)
  expect_identical(mx.nd.LeakyReLU(-Inf, 0, act.type = "prelu"), 0)
  expect_identical(mx.nd.LeakyReLU(c(-Inf, -Inf), c(0, 1), act.type = "prelu"), c(0, -Inf))
  expect_identical(mx.nd.LeakyReLU(-Inf, act.type = "rrelu", lower.bound = 0, upper.bound = 0), 0)
  expect_identical(mx.nd.LeakyReLU(c(-Inf, -Inf), act.type = "rrelu", mask = c(0, 1)), c(0, -Inf))
  expect_identical(mx.nd.LeakyReLU(-Inf, slope = -0.5), Inf)
  expect_identical(mx.nd.LeakyReLU(-Inf, act.type = "elu", slope = 0), 0)
  expect_identical(mx.nd.LeakyReLU(-Inf, act.type = "elu", slope = -2), 2)
})

test_that("-0 stays -0 and subnormals are kept", {
  tiny <- 2^-1074
  for (act.type in act_types) expect_same_bits(with_quarter(c(-0, 0), act.type), c(-0, 0))
  for (act.type in c("leaky", "prelu", "rrelu", "elu")) {
    expect_same_bits(with_quarter(c(tiny, -4 * tiny, -12 * tiny), act.type), c(tiny, -tiny, -3 * tiny))
  }
  expect_same_bits(mx.nd.LeakyReLU(c(-0, 0), slope = -1), c(0, -0))
  expect_same_bits(mx.nd.LeakyReLU(c(-0, 0), act.type = "elu", slope = -1), c(0, -0))
  # Half of the argument, to a multiple of 2^-1074
  for (act.type in c("gelu", "gelu_tanh")) {
    expect_same_bits(with_quarter(c(8, -8) * tiny, act.type), c(4, -4) * tiny)
  }
})

for (act.type in act_types) local({
  act.type <- act.type

  test_that(paste(act.type, "answers as alone at every place of a vector of every length from 1 to 67"), {
    around <- with_fixed_seed(rnorm(67, sd = 3))
    plain <- vapply(around, with_quarter, 0, act.type)
    alone <- vapply(specials, with_quarter, 0, act.type)
    wrong <- character()
    for (n in 1:67) {
      expected <- plain[seq_len(n)]
      for (place in seq_len(n)) for (s in seq_along(specials)) {
        x <- around[seq_len(n)]
        x[place] <- specials[s]
        expected[place] <- alone[s]
        if (!same_bits(with_quarter(x, act.type), expected)) {
          wrong <- c(wrong, sprintf("%g at %d of %d", specials[s], place, n))
        }
        expected[place] <- plain[place]
      }
    }
    expect_identical(wrong, character())
  })

  test_that(paste(act.type, "answers as alone in vectors that hold nothing but special values"), {
    alone <- vapply(specials, with_quarter, 0, act.type)
    wrong <- character()
    for (n in 1:67) {
      picked <- with_fixed_seed(replicate(20, sample(length(specials), n, replace = TRUE), simplify = FALSE))
      for (i in picked) {
        if (!same_bits(with_quarter(specials[i], act.type), alone[i])) wrong <- c(wrong, deparse_line(specials[i]))
      }
    }
    expect_identical(wrong, character())
  })
})
