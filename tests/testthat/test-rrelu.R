# rrelu: its slopes are those of runif() under the same seed, and the generator is left as runif() leaves it.

uniform_kinds <- c("Wichmann-Hill", "Marsaglia-Multicarry", "Super-Duper", "Mersenne-Twister", "Knuth-TAOCP",
                   "Knuth-TAOCP-2002", "L'Ecuyer-CMRG")

train <- function(data, ..., return.mask = TRUE) {
  mx.nd.LeakyReLU(data, act.type = "rrelu", is.train = TRUE, return.mask = return.mask, ...)
}

# `restore` puts the generator into some state. From there runif() and training give the same numbers and state.
expect_slopes_of_runif <- function(restore, n, lower = 0.125, upper = 0.334) {
  data <- as.double(rep_len(c(-1, 2, -4, NA, 0), n))
  restore()
  slopes <- runif(n, lower, upper)
  after <- random_seed()

  restore()
  trained <- train(data, lower.bound = lower, upper.bound = upper)
  expect_same_bits(trained$mask, slopes)
  expect_identical(random_seed(), after)
  expect_same_bits(trained$out, by_sign(data, data, slopes * data))

  restore()
  expect_same_bits(train(data, lower.bound = lower, upper.bound = upper, return.mask = FALSE), trained$out)
  expect_identical(random_seed(), after)
}

# R warns that Marsaglia-Multicarry is a poor generator.
from_seed <- function(kind, seed = 42) function() suppressWarnings(set.seed(seed, kind))

# ---- Every generator -----------------------------------------------------------------------------

for (kind in uniform_kinds) local({
  kind <- kind
  test_that(paste("with", kind, "the slopes are those of runif(), and the generator is left as runif() leaves it"), {
    keep_generator({
      for (n in c(1, 2, 3, 7, 100, 623, 624, 625, 1248, 5000, 300000)) expect_slopes_of_runif(from_seed(kind), n)
      expect_slopes_of_runif(from_seed(kind, 1), 20, -1, 2)
      expect_slopes_of_runif(from_seed(kind, 2), 20, 0, 1)
      expect_slopes_of_runif(from_seed(kind, 3), 20, -8e307, 8e307)
      expect_slopes_of_runif(from_seed(kind, 4), 20, 2^-1074, 2^-1060)
    })
  })

  test_that(paste("with", kind, "training goes on in the stream where others left it"), {
    stream <- function(draw) {
      suppressWarnings(set.seed(7, kind, "Box-Muller"))
      c(runif(10), draw(5), rnorm(1), draw(700), sample(100, 3), rnorm(1), draw(2), runif(1))
    }
    keep_generator(expect_same_bits(
      stream(function(n) train(rep(-1, n))$mask),
      stream(function(n) runif(n, 0.125, 0.334))
    ))
  })
})

test_that("the slopes are those of runif() from every position of the Mersenne-Twister's state", {
  keep_generator({
    set.seed(1, "Mersenne-Twister")
    start <- random_seed()
    # 625 and what is not positive are repaired by R before it draws.
    for (position in c(0:3, 100, 622:625, -1)) {
      start[2] <- as.integer(position)
      restore <- function() assign(".Random.seed", start, envir = globalenv())
      for (n in c(1, 5, 624, 1300)) expect_slopes_of_runif(restore, n)
    }
  })
})

test_that("a user-supplied generator serves too, its exact zeros and ones redrawn as runif() redraws them", {
  skip_on_cran()
  build <- tempfile("generator")
  dir.create(build)
  source <- file.path(build, "counter.c")
  writeLines(c(
    "static double value;",
    "static int state[1] = {0}, length = 1;",
    # 0, 1/16, ..., 1, 0, ...: both ends, which a generator of R's own never gives
    "double *user_unif_rand(void) { value = (state[0]++ % 17) / 16.0; return &value; }",
    "void user_unif_init(unsigned int seed) { state[0] = (int) (seed % 17); }",
    "int *user_unif_nseed(void) { return &length; }",
    "int *user_unif_seedloc(void) { return state; }"
  ), source)
  library <- file.path(build, paste0("counter", .Platform$dynlib.ext))
  log <- suppressWarnings(system2(
    file.path(R.home("bin"), "R"), c("CMD", "SHLIB", "-o", shQuote(library), shQuote(source)),
    stdout = TRUE, stderr = TRUE
  ))
  skip_if_not(file.exists(library), "R CMD SHLIB cannot compile here: no generator of the user's can be made")

  # The library stays loaded until the session's own generator is back.
  keep_generator({
    dyn.load(library)
    for (n in c(1, 16, 17, 18, 1000)) for (seed in 1:3) expect_slopes_of_runif(from_seed("user-supplied", seed), n)
  })
  dyn.unload(library)
})

# ---- What draws nothing --------------------------------------------------------------------------

test_that("no elements, and equal bounds, leave the generator as runif() does", {
  keep_generator(for (kind in uniform_kinds) {
    expect_slopes_of_runif(from_seed(kind), 0)
    expect_slopes_of_runif(from_seed(kind), 9, 0.2, 0.2)
  })
})

test_that("without a .Random.seed training makes one exactly where runif() makes one", {
  keep_generator({
    for (bounds in list(c(0.1, 0.3), c(0.2, 0.2))) for (n in c(0, 3)) {
      forget_seed()
      runif(n, bounds[1], bounds[2])
      made <- !is.null(random_seed())
      forget_seed()
      mask <- train(rep(-1, n), lower.bound = bounds[1], upper.bound = bounds[2])$mask
      expect_identical(!is.null(random_seed()), made)
      expect_true(all(mask >= bounds[1] & mask <= bounds[2]))
    }
  })
})

test_that("inference and a mask neither touch .Random.seed nor make one", {
  quiet <- function() {
    mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu")
    mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu", return.mask = TRUE)
    mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu", mask = c(0.1, 0.2))
    train(c(-1, 2), mask = c(0.1, 0.2))
    for (act.type in setdiff(act_types, c("prelu", "rrelu"))) {
      mx.nd.LeakyReLU(c(-1, 2), act.type = act.type, is.train = TRUE)
    }
    mx.nd.LeakyReLU(c(-1, 2), 0.25, act.type = "prelu", is.train = TRUE)
  }
  keep_generator({
    set.seed(1)
    before <- random_seed()
    quiet()
    expect_identical(random_seed(), before)
    forget_seed()
    quiet()
    expect_null(random_seed())
  })
})

# ---- The mask ------------------------------------------------------------------------------------

test_that("return.mask gives out and mask, the mask with the dim of data and a slope for positive elements too", {
  keep_generator({
    for (data in list(c(-1, 2, NA), matrix(c(-1, 2, NA, 4), 2), array(-1, c(2, 3, 2)))) {
      set.seed(5)
      slopes <- runif(length(data), 0.125, 0.334)
      set.seed(5)
      trained <- train(data)
      expect_named(trained, c("out", "mask"))
      expect_identical(dim(trained$mask), dim(data))
      expect_same_bits(as.vector(trained$mask), slopes)
    }
  })
})

test_that("at inference the mask is the mean of the bounds everywhere", {
  data <- matrix(c(-1, 2, NA, 4, -5, 6), 2)
  inferred <- mx.nd.LeakyReLU(data, act.type = "rrelu", lower.bound = 0.5, upper.bound = 1, return.mask = TRUE)
  expect_named(inferred, c("out", "mask"))
  expect_same_bits(inferred$out, ifelse(data > 0, data, 0.75 * data))
  expect_same_bits(as.vector(inferred$mask), rep(0.75, 6))
  expect_identical(dim(inferred$mask), dim(data))
})

test_that("a mask gives the slopes, in training and at inference", {
  data <- matrix(c(-1, 2, NA, NaN, -Inf, -0), 2)
  mask <- matrix(c(0.5, 0.5, 1, 1, 0, 3), 2)
  expected <- matrix(c(-0.5, 2, NA, NaN, 0, -0), 2)
  for (is.train in c(TRUE, FALSE)) {
    y <- mx.nd.LeakyReLU(data, act.type = "rrelu", mask = mask, is.train = is.train)
    expect_same_bits(y[-5], expected[-5])
    expect_identical(y[5], 0)
    both <- mx.nd.LeakyReLU(data, act.type = "rrelu", mask = mask, is.train = is.train, return.mask = TRUE)
    expect_same_bits(both$out, y)
    expect_same_bits(as.vector(both$mask), as.vector(mask))
  }
  expect_same_bits(mx.nd.LeakyReLU(c(-1, -2), act.type = "rrelu", mask = 2:3), c(-2, -6))
})

test_that("the mask of a training run gives its output again, whatever the data", {
  keep_generator({
    set.seed(3)
    frame <- data.frame(a = c(-1, 2), b = c(-3L, NA), c = c(FALSE, TRUE))
    datas <- list(c(a = -1, b = 2), -5:5, c(TRUE, FALSE, NA),
                  matrix(c(-1, 2, -3, 4), 2, dimnames = list(NULL, c("u", "v"))),
                  array(-1, 2:4), ts(c(-1, 2, -3), 2000), frame, double(), matrix(0, 0, 2))
    for (data in datas) {
      trained <- train(data)
      expect_same_bits(mx.nd.LeakyReLU(data, act.type = "rrelu", mask = trained$mask), trained$out)
    }
  })
})

test_that("a data frame draws column by column, for columns of every type", {
  keep_generator({
    data <- data.frame(a = c(-1, 2, -3), b = c(-4L, 5L, NA), c = c(TRUE, FALSE, NA))
    set.seed(8)
    slopes <- matrix(runif(9, 0.1, 0.9), 3)
    after <- random_seed()
    set.seed(8)
    y <- mx.nd.LeakyReLU(data, act.type = "rrelu", is.train = TRUE, lower.bound = 0.1, upper.bound = 0.9)
    expect_identical(random_seed(), after)
    cells <- unname(as.matrix(data))
    cells <- ifelse(cells > 0, cells, slopes * cells)
    expect_same_bits(y, data.frame(a = cells[, 1], b = cells[, 2], c = cells[, 3]))
    set.seed(8)
    expect_same_bits(unname(as.matrix(as.data.frame(train(data, lower.bound = 0.1, upper.bound = 0.9)$mask))), slopes)
  })
})

test_that("integers, logicals and compact sequences draw as doubles do", {
  keep_generator(for (data in list(-5:20000, c(TRUE, FALSE, NA), c(-3L, NA, 5L))) {
    set.seed(2)
    y <- train(data)
    set.seed(2)
    expect_same_bits(y, train(as.double(data)))
  })
})

# ---- Errors and interrupts -----------------------------------------------------------------------

test_that("an error leaves .Random.seed as it was, and makes none", {
  failing <- list(
    quote(train(-1, lower.bound = 2, upper.bound = 1)),
    quote(train(-1, lower.bound = NA)),
    quote(train(c(-1, 2), mask = 1:3)),
    quote(train("a")),
    quote(train(-1, gamma = 1)),
    quote(train(data.frame(a = c(-1, 2), b = c("u", "v")))),
    quote(train(data.frame(a = c(-1, 2), b = I(matrix(1:4, 2)))))
  )
  keep_generator(for (kind in uniform_kinds) for (call in failing) {
    from_seed(kind)()
    before <- random_seed()
    expect_error(eval(call))
    expect_identical(random_seed(), before)
    forget_seed()
    expect_error(eval(call))
    expect_null(random_seed())
  })
})

test_that("running out of memory leaves .Random.seed as it was", {
  skip_on_cran()
  keep_generator({
    set.seed(1)
    before <- random_seed()
    # Without a place in memory; where addresses have 32 bits R cannot count so far.
    skip_if(.Machine$sizeof.pointer < 8, "1:2^46 is more than this R can hold, even compactly")
    expect_error(train(1:2^46), "allocate")
    expect_identical(random_seed(), before)
  })
})

test_that("a call that is interrupted midway stops and leaves .Random.seed as it was", {
  skip_on_cran()
  # R looks at the time limit where it looks for the interrupt key.
  stopped_after <- function(kind, seconds) {
    set.seed(1, kind)
    before <- random_seed()
    on.exit(setTimeLimit())
    setTimeLimit(elapsed = seconds, transient = TRUE)
    stopped <- tryCatch(train(1:3e7, return.mask = FALSE), error = identity)
    setTimeLimit()
    expect_match(conditionMessage(stopped), "elapsed time limit")
    expect_identical(as.character(conditionCall(stopped)[[1]]), "mx.nd.LeakyReLU")
    expect_identical(random_seed(), before)
  }
  keep_generator(for (kind in c("Mersenne-Twister", "Wichmann-Hill")) stopped_after(kind, 0.01))
})
