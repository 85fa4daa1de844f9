# How exact the functions are: against correctly rounded values, and at random points against the formulas in high
# precision. The bounds are those that the help states.

exact <- read_exact()

for (case in split(exact, paste(exact$op, exact$slope))) local({
  act.type <- case$op[1]
  has_slope <- said_of(act.type)$slope_from == "argument"
  slope <- if (has_slope) case$slope[1] else 0.25
  label <- if (has_slope) sprintf("%s with slope %g", act.type, slope) else act.type
  y <- function() mx.nd.LeakyReLU(case$x, act.type = act.type, slope = slope)

  test_that(paste(label, "is within its bound of the correctly rounded values"), {
    expect_within_bound(y(), case$y, error_bound(act.type, "y"), case$x)
  })

  test_that(paste(label, "gives zeros the sign that its formula gives them"), {
    expect_true(any(y() == 0))
    expect_sign_of_zero(y(), case$y, case$x)
  })
})

leaky <- exact[exact$op == "leaky", ]

test_that("prelu gives the rounded product and its sign of zero, with one gamma and with many", {
  for (case in split(leaky, leaky$slope)) {
    expect_same_bits(mx.nd.LeakyReLU(case$x, case$slope[1], act.type = "prelu"), case$y)
  }
  expect_same_bits(mx.nd.LeakyReLU(leaky$x, leaky$slope, act.type = "prelu"), leaky$y)
})

test_that("rrelu gives the rounded product and its sign of zero, with the mean of its bounds and with a mask", {
  for (case in split(leaky, leaky$slope)) {
    bounds <- sort(c(0, 2 * case$slope[1]))
    y <- mx.nd.LeakyReLU(case$x, act.type = "rrelu", lower.bound = bounds[1], upper.bound = bounds[2])
    expect_same_bits(y, case$y)
  }
  expect_same_bits(mx.nd.LeakyReLU(leaky$x, act.type = "rrelu", mask = leaky$slope), leaky$y)
})

test_that("the mean of rrelu's bounds neither overflows nor underflows", {
  mean_slope <- function(lower, upper) {
    -mx.nd.LeakyReLU(-1, act.type = "rrelu", lower.bound = lower, upper.bound = upper)
  }
  expect_identical(mean_slope(1.5e308, 1.5e308), 1.5e308)
  expect_identical(mean_slope(2^-1074, 2^-1074), 2^-1074)
  expect_identical(mean_slope(2^-1074, 3 * 2^-1074), 2 * 2^-1074)
})

# ---- Random points -------------------------------------------------------------------------------

# Everywhere: the middle, both tails, every order of magnitude, and closely around the points where a computation by
# powers of two changes its branch.
# From 2^53 on an exponential hides what is added to it: gelu_tanh's near 7, mish's near 18.5, silu's near 37.
sweep_points <- function(n) {
  steps <- outer(c(-1e-9, -2^-52, 0, 2^-52, 1e-9), seq(-1080, 40) * log(2) / 2, function(shift, x) x * (1 + shift))
  c(runif(n, -40, 10), runif(n / 2, -750, 50), rnorm(n / 2),
    runif(n / 2, 7, 8), runif(n / 2, 18, 20), runif(n / 2, 36, 42),
    sample(c(-1, 1), n, replace = TRUE) * 2^runif(n, -1074, 1023.9),
    sample(steps, n / 2, replace = TRUE),
    sample(outer(c(-1, 1), 2^(-1074:1023)), n / 4, replace = TRUE))
}

precise <- function(x) Rmpfr::mpfr(x, 200)

for (act.type in with_slope_from("none")) local({
  act.type <- act.type
  test_that(paste(act.type, "is within its bound of the formula in 200 bits at random points"), {
    skip_on_cran()
    skip_if_not_installed("Rmpfr")
    tiny <- reference[[act.type]]$tiny
    x <- with_fixed_seed(c(sweep_points(2000), runif(1000, tiny[1], tiny[2])))
    y <- forward_formula(act.type, precise(x))
    expect_within_bound(mx.nd.LeakyReLU(x, act.type = act.type), y, error_bound(act.type, "y"), x)
    expect_sign_of_zero(mx.nd.LeakyReLU(x, act.type = act.type), to_double(y), x)
  })
})

for (act.type in setdiff(with_slope_from("argument"), "leaky")) local({
  act.type <- act.type
  test_that(paste(act.type,
                  "is within its bound of the formula in 200 bits at random points, for slopes of every size"), {
    skip_if_not(R_rounds_once, "R's own products are rounded twice here")
    skip_on_cran()
    skip_if_not_installed("Rmpfr")
    slopes <- c(0.25, 1, 1.6732632423543772, 2^-1074, 1e-310, 2^-1022, 1e-300, 1e300, 1e308, .Machine$double.xmax)
    slopes <- with_fixed_seed(c(slopes, -slopes, sample(c(-1, 1), 40, replace = TRUE) * 10^runif(40, -310, 308)))
    tiny <- reference[[act.type]]$tiny
    for (slope in slopes_for(act.type, slopes)) {
      x <- with_fixed_seed({
        skipped <- runif(match(slope, slopes))
        -abs(c(sweep_points(40), runif(40, tiny[1], tiny[2])))
      })
      y <- forward_formula(act.type, precise(x), slope)
      expect_within_bound(mx.nd.LeakyReLU(x, act.type = act.type, slope = slope), y, error_bound(act.type, "y"), x)
      expect_sign_of_zero(mx.nd.LeakyReLU(x, act.type = act.type, slope = slope), to_double(y), x)
    }
  })
})

test_that("leaky is R's own product at random points, for slopes of every size and sign", {
  skip_if_not(R_rounds_once, "R's own products are rounded twice here")
  x <- with_fixed_seed(sweep_points(2000))
  for (slope in c(0, 0.01, 0.25, 1, 3, 1e-310, 1e308, .Machine$double.xmax, 2^-1074) %o% c(1, -1)) {
    expect_same_bits(mx.nd.LeakyReLU(x, slope = slope), ifelse(x > 0, x, slope * x))
  }
})

test_that("far from zero gelu_tanh is x on one side and a negative zero on the other", {
  x <- c(40, 1e3, 1e100, 1e200, .Machine$double.xmax)
  expect_same_bits(mx.nd.LeakyReLU(x, act.type = "gelu_tanh"), x)
  expect_same_bits(mx.nd.LeakyReLU(-x, act.type = "gelu_tanh"), rep(-0, length(x)))
})

# ---- The same everywhere -------------------------------------------------------------------------

test_that("an element's bits do not depend on the length of the vector or on its place in it", {
  x <- with_fixed_seed(sample(sweep_points(20000)))
  n <- length(x)
  places <- with_fixed_seed(sample(n, 1000))
  for (act.type in act_types) {
    gamma <- if (act.type == "prelu") seq(-1, 1, length.out = n)
    y <- mx.nd.LeakyReLU(x, gamma, act.type = act.type)
    alone <- vapply(places, function(i) mx.nd.LeakyReLU(x[i], gamma[i], act.type = act.type), 0)
    expect_same_bits(y[places], alone)
    for (shift in 1:9) {
      behind <- -seq_len(shift)
      expect_same_bits(mx.nd.LeakyReLU(x[behind], gamma[behind], act.type = act.type), y[behind])
    }
    expect_same_bits(rev(mx.nd.LeakyReLU(rev(x), rev(gamma), act.type = act.type)), y)
  }
})
