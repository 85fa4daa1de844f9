# activation_layer(): forward and backward, what is kept between them, gamma that learns, and how a layer fails.

layer_of <- function(act.type, ...) activation_layer(act.type, gamma = if (act.type == "prelu") 0.25, ...)
x <- with_fixed_seed(matrix(rnorm(12, sd = 2), 3, dimnames = list(NULL, letters[1:4])))
head <- with_fixed_seed(matrix(rnorm(24)[13:24], 3))

# All that a layer holds, to see that it did not change.
contents <- function(layer) mget(ls(layer, all.names = TRUE, sorted = TRUE), envir = layer)

# ---- forward, backward, predict ------------------------------------------------------------------

test_that("forward gives the function and backward its gradients, for every act.type", {
  for (act.type in act_types) for (slope in slopes_for(act.type, c(0.25, 0, -0.5))) {
    layer <- layer_of(act.type, slope = slope)
    slope <- if (act.type == "prelu") 0.25 else if (act.type == "rrelu") (0.125 + 0.334) / 2 else slope
    y <- forward(layer, x)
    expect_equal(as.vector(y), forward_formula(act.type, as.vector(x), slope), tolerance = 1e-14)
    expect_identical(attributes(y), attributes(x))
    g <- backward(layer, head)
    expect_named(g, c("data", "gamma"))
    expect_identical(attributes(g$data), attributes(x))
    expect_lt(max(abs(g$data - head * derivative_formula(act.type, x, slope))), 1e-14)
    if (act.type == "prelu") expect_equal(g$gamma, sum(head * pmin(x, 0)), tolerance = 1e-14) else expect_null(g$gamma)
    expect_identical(predict(layer, x), y)
  }
})

test_that("backward gives the same again, and another head gradient goes through the same forward", {
  for (act.type in act_types) {
    layer <- layer_of(act.type)
    forward(layer, x)
    before <- contents(layer)
    first <- backward(layer, head)
    expect_identical(backward(layer, head), first)
    expect_identical(backward(layer, 2 * head)$data, 2 * first$data)
    expect_identical(contents(layer), before)
  }
})

test_that("predict and print leave what is kept alone, and forward replaces it", {
  for (act.type in act_types) {
    layer <- layer_of(act.type)
    forward(layer, x)
    before <- contents(layer)
    predict(layer, c(1, -2, 3))
    capture.output(print(layer))
    coef(layer)
    expect_identical(contents(layer), before)
    forward(layer, c(1, -2))
    expect_length(backward(layer, 1)$data, 2)
  }
})

test_that("rrelu in training draws what runif draws, keeps it for backward, and is the mean slope in predict", {
  layer <- activation_layer("rrelu", lower.bound = 0.1, upper.bound = 0.9)
  keep_generator({
    set.seed(7)
    y <- forward(layer, x, is.train = TRUE)
    state <- random_seed()
    set.seed(7)
    mask <- array(runif(12, 0.1, 0.9), dim(x))
    expect_identical(random_seed(), state)
    expect_same_bits(y, ifelse(x > 0, x, mask * x))
    expect_same_bits(backward(layer, head)$data, ifelse(x > 0, 1, mask) * head + 0 * x)
    expect_same_bits(predict(layer, x), ifelse(x > 0, x, 0.5 * x))
    expect_identical(random_seed(), state)
    forward(layer, x)
    expect_same_bits(backward(layer, 1)$data, ifelse(x > 0, 1, 0.5) + 0 * x)
    set.seed(7)
    expect_same_bits(forward(layer, x, is_train = TRUE), y)
  })
})

test_that("rrelu with negative slopes goes back through its data", {
  layer <- activation_layer("rrelu", lower.bound = -0.9, upper.bound = 0.1)
  keep_generator({
    set.seed(7)
    forward(layer, x, is.train = TRUE)
    set.seed(7)
    expect_same_bits(backward(layer, 1)$data, ifelse(x > 0, 1, array(runif(12, -0.9, 0.1), dim(x))) + 0 * x)
  })
})

test_that("data in a variable never changes, and later changes of it do not reach the layer", {
  for (act.type in act_types) {
    layer <- layer_of(act.type)
    data <- x + 0
    y <- forward(layer, data)
    expect_identical(data, x)
    expected <- backward(layer, 1)
    data[] <- 99
    y[] <- 99
    expect_identical(backward(layer, 1), expected)
    head_before <- head + 0
    given <- head + 0
    g <- backward(layer, given)
    g$data[] <- 99
    expect_identical(given, head_before)
    expect_identical(backward(layer, 1), expected)
  }
})

test_that("a temporary may be forward's data, and what it gives stays right", {
  for (act.type in act_types) {
    layer <- layer_of(act.type)
    y <- forward(layer, x + 0)
    expect_same_bits(y, predict(layer, x))
    expect_equal(backward(layer, head + 0)$data, head * backward(layer, 1)$data, tolerance = 1e-15)
    expect_same_bits(y, predict(layer, x))
  }
})

# ---- What is kept --------------------------------------------------------------------------------

kept_line <- function(layer) sub(".*: ", "", utils::tail(capture.output(print(layer)), 1))

test_that("the output is kept where it is enough, else the data; and the mask that was drawn", {
  enough <- list(activation_layer(), activation_layer(slope = 0), activation_layer("elu", slope = 1),
                 activation_layer("selu"), activation_layer("rrelu"))
  for (layer in enough) {
    forward(layer, x)
    expect_match(kept_line(layer), "^out \\(3 x 4")
  }
  needed <- list(activation_layer(slope = -0.5), activation_layer("elu", slope = -1), activation_layer("gelu"),
                 activation_layer("gelu_tanh"), activation_layer("mish"))
  for (layer in needed) {
    forward(layer, x)
    expect_match(kept_line(layer), "^data \\(3 x 4")
  }
  prelu <- activation_layer("prelu")
  forward(prelu, x)
  expect_match(kept_line(prelu), "^data .*, gamma$")
  rrelu <- activation_layer("rrelu")
  keep_generator(forward(rrelu, x, is.train = TRUE))
  expect_match(kept_line(rrelu), "^out .*, mask$")
})

test_that("backward uses the gamma that forward used, also when another was set since", {
  layer <- activation_layer("prelu", gamma = c(1, 2, 3, 4) / 8)
  forward(layer, x)
  before <- backward(layer, head)
  layer$gamma <- 9
  expect_identical(backward(layer, head), before)
  expect_identical(coef(layer), 9)
  expect_same_bits(predict(layer, x), ifelse(x > 0, x, 9 * x))
})

test_that("saved with saveRDS a layer is small, and read in a new process it works on", {
  layer <- activation_layer("prelu", gamma = c(1, 2, 3, 4) / 8)
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(c(file, script, answer)))
  size_of <- function(layer) {
    saveRDS(layer, file)
    file.size(file)
  }
  expect_lt(size_of(layer), 1000)
  forward(layer, matrix(-1, 1000, 4))
  saveRDS(layer, file, compress = FALSE)
  # 4000 doubles of data
  expect_lt(file.size(file), 4000 * 8 + 2000)
  y <- forward(layer, x)
  expect_lt(size_of(layer), 1500)

  script <- tempfile(fileext = ".R")
  answer <- tempfile(fileext = ".rds")
  writeLines(c(sprintf(".libPaths(%s)", paste(deparse(.libPaths()), collapse = "")),
    "file <- commandArgs(TRUE)", "layer <- readRDS(file[1])", "library(leakyrelu)",
    "results <- list(backward(layer, 1), coef(layer), forward(layer, -1:-4), capture.output(print(layer)))",
    "saveRDS(results, file[2])"), script)
  system2(file.path(R.home("bin"), "Rscript"), shQuote(c(script, file, answer)), stdout = FALSE, stderr = FALSE)
  read <- readRDS(answer)
  expect_identical(read[[1]], backward(layer, 1))
  expect_identical(read[[2]], c(1, 2, 3, 4) / 8)
  expect_identical(read[[3]], -(1:4) * c(1, 2, 3, 4) / 8)
})

# ---- gamma ---------------------------------------------------------------------------------------

test_that("coef gives gamma: 0.25 where none was given, and nothing where the act.type has none", {
  expect_identical(coef(activation_layer("prelu")), 0.25)
  expect_identical(coef(activation_layer("prelu", gamma = c(a = 1, b = 2))), c(a = 1, b = 2))
  for (act.type in setdiff(act_types, "prelu")) expect_null(coef(layer_of(act.type)))
})

test_that("gamma can be set and read by `$` and `[[`, and is a gamma along margin", {
  layer <- activation_layer("prelu", gamma = c(1, 2, 3), margin = 1)
  expect_same_bits(forward(layer, x), ifelse(x > 0, x, c(1, 2, 3) * x))
  layer$gamma <- c(4, 5, 6)
  expect_identical(layer$gamma, c(4, 5, 6))
  layer[["gamma"]] <- c(7, 8, 9)
  expect_identical(layer[["gamma"]], c(7, 8, 9))
  expect_same_bits(forward(layer, x), ifelse(x > 0, x, c(7, 8, 9) * x))
})

test_that("a layer is one thing under all its names", {
  layer <- activation_layer("prelu")
  other <- layer
  other$gamma <- 3
  expect_identical(coef(layer), 3)
  set_in_function <- function(layer) layer$gamma <- 4
  set_in_function(layer)
  expect_identical(coef(other), 4)
  forward(other, x)
  expect_length(backward(layer, 1)$data, 12)
  expect_identical(environmentName(parent.env(layer)), "R_EmptyEnv")
  expect_s3_class(layer, "activation_layer", exact = TRUE)
})

test_that("gamma learns the slopes that made the data", {
  data <- with_fixed_seed(matrix(rnorm(3000), 1000))
  target <- mx.nd.LeakyReLU(data, c(0.1, 0.5, -0.3), "prelu")
  layer <- activation_layer("prelu", gamma = rep(0.25, 3))
  for (step in 1:60) {
    difference <- forward(layer, data) - target
    layer$gamma <- layer$gamma - 0.5 * backward(layer, 2 * difference / nrow(data))$gamma
  }
  expect_equal(coef(layer), c(0.1, 0.5, -0.3), tolerance = 1e-6)
})

# ---- All layers together -------------------------------------------------------------------------

test_that("the gradient of a network of all act.types is its numerical one", {
  n <- length(act_types)
  data <- with_fixed_seed(matrix(rnorm(10), 5))
  weights <- with_fixed_seed(replicate(n, matrix(rnorm(9) / 2, 3), simplify = FALSE))
  weights[[1]] <- weights[[1]][1:2, ]
  layers <- c(lapply(setdiff(act_types, "prelu"), activation_layer),
              activation_layer("prelu", gamma = c(0.2, -0.4, 0.6)))
  loss <- function(weights, gamma) {
    layers[[n]]$gamma <- gamma
    signal <- data
    for (i in seq_len(n)) {
      keep_generator({
        set.seed(i)
        signal <- forward(layers[[i]], signal %*% weights[[i]], is.train = TRUE)
      })
    }
    sum(signal^2) / 2
  }
  # Backward through all layers, from the loss at these weights.
  gamma <- c(0.2, -0.4, 0.6)
  inputs <- list(data)
  for (i in seq_len(n)) keep_generator({
    set.seed(i)
    inputs[[i + 1]] <- forward(layers[[i]], inputs[[i]] %*% weights[[i]], is.train = TRUE)
  })
  arriving <- inputs[[n + 1]]
  analytic <- list()
  for (i in n:1) {
    g <- backward(layers[[i]], arriving)
    if (i == n) {
      numerical <- numerical_gradient(function(gamma) loss(weights, gamma), gamma, h = 1e-3)
      expect_equal(g$gamma, numerical, tolerance = 1e-6)
    }
    analytic[[i]] <- crossprod(inputs[[i]], g$data)
    arriving <- g$data %*% t(weights[[i]])
  }
  for (i in seq_len(n)) {
    numerical <- numerical_gradient(function(w) loss(replace(weights, i, list(w)), gamma), weights[[i]], h = 1e-3)
    expect_gt(max(abs(numerical)), 1e-6)
    expect_lt(max(abs(analytic[[i]] - numerical)), 1e-6 * max(1, abs(numerical)))
  }
})
