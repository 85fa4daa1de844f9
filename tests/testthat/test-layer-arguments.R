# What a layer takes: every error in one line and in the user's call, after which the layer is as it
# was; and what print says.

forget_messages()

contents <- function(layer) mget(ls(layer, all.names = TRUE, sorted = TRUE), envir = layer)

test_that("a layer that cannot be is an error when it is made", {
  expect_error_line(activation_layer("tanh"), paste0("`act.type` must be one of ", any_act_type, ", not \"tanh\"."))
  expect_error_line(activation_layer("leaky", gamma = 0.5),
    "`gamma` must be NULL for act.type = \"leaky\", not 0.5: did you mean slope = 0.5?")
  expect_error_line(activation_layer("prelu", gamma = "a"), "`gamma` must be a numeric or logical vector, not \"a\".")
  expect_error_line(activation_layer(slope = NA), "`slope` must be one finite number, not NA.")
  expect_error_line(activation_layer("rrelu", lower.bound = 1),
    "`lower.bound` must be at most `upper.bound` (0.334), not 1.")
})

test_that("unknown names in ... are errors", {
  expect_error(activation_layer(alpha = 1), "did you mean `slope`?", fixed = TRUE)
  expect_error(activation_layer("elu", NULL, 1), "not an unnamed argument.", fixed = TRUE)
  expect_error(activation_layer(mask = 1), "not `mask`.", fixed = TRUE)
  expect_error(activation_layer(is.train = TRUE), "not `is.train`.", fixed = TRUE)
  expect_error_line(activation_layer("elu", act_type = "elu"),
    "`act_type` must not be given together with `act.type`, which is the same argument.")
  expect_error(activation_layer("rrelu", lower.bound = 0, lower_bound = 0))
  layer <- activation_layer()
  expect_error(predict(layer, 1, is.train = TRUE), "not `is.train`.", fixed = TRUE)
  expect_error(forward(layer, 1, alpha = 1), "not `alpha`.", fixed = TRUE)
  expect_error(forward(layer, 1, is.train = FALSE, is_train = FALSE),
    "`is_train` must not be given together", fixed = TRUE)
  forward(layer, 1)
  expect_error(backward(layer, 1, alpha = 1), "not `alpha`.", fixed = TRUE)
  expect_error(coef(layer, alpha = 1), "not `alpha`.", fixed = TRUE)
  expect_error(predict(layer, 1, a = 1), "`...` must be empty, not `a`.", fixed = TRUE)
  expect_error(print(layer, alpha = 1), "not `alpha`.", fixed = TRUE)
})

test_that("MXNet's spellings serve as the arguments do", {
  layer <- activation_layer(act_type = "rrelu", lower_bound = 0, upper_bound = 1)
  expect_identical(forward(layer, c(-2, 2)), c(-1, 2))
  expect_identical(predict(activation_layer(act_type = "prelu"), -1), -0.25)
})

test_that("unknown fields are errors, to read and to set", {
  layer <- activation_layer("prelu")
  before <- contents(layer)
  expect_error(layer$alpha, "`layer` has no field \"alpha\": use `act.type`, `gamma`", fixed = TRUE)
  expect_error(layer[["alpha"]], "`layer` has no field \"alpha\": use `act.type`, `gamma`", fixed = TRUE)
  expect_error(layer$alpha <- 1, "not .alpha.[.]$")
  expect_error(layer[["alpha"]] <- 1, "not .alpha.[.]$")
  expect_error(layer$slope <- 1, "not \"slope\": use update(layer, slope = ).", fixed = TRUE)
  expect_error(layer$act.type <- "elu", "not \"act.type\": use update(layer, act.type = ).", fixed = TRUE)
  expect_identical(contents(layer), before)
})

test_that("backward before forward is an error, also after predict and after a failed forward", {
  for (act.type in act_types) {
    layer <- activation_layer(act.type)
    expect_error(backward(layer, 1), "forward()", fixed = TRUE)
    predict(layer, 1)
    expect_error(backward(layer, 1), "forward()", fixed = TRUE)
    expect_error(forward(layer, "a"))
    expect_error(backward(layer, 1), "forward()", fixed = TRUE)
  }
})

test_that("a bad call is an error in the user's call and leaves the layer as it was", {
  layer <- activation_layer("prelu", gamma = c(1, 2, 3))
  x <- matrix(-(1:6), 2)
  forward(layer, x)
  before <- contents(layer)
  gradient <- backward(layer, 1)
  seed <- random_seed()
  call_of <- function(expr, message) conditionCall(expect_error(expr, message, fixed = TRUE))[[1]]
  expect_match(deparse(call_of(forward(layer, "a"), "`data` must be numeric or logical")), "^forward")
  expect_match(deparse(call_of(forward(layer, 1:4), "`gamma` must have length 1 or 4 (the length of `data`), not 3.")),
               "^forward")
  expect_match(deparse(call_of(forward(layer, t(x)), "`gamma` must have length 1 or 2")), "^forward")
  expect_match(deparse(call_of(forward(layer, x, is.train = NA), "`is.train` must be TRUE or FALSE, not NA.")),
               "^forward")
  expect_match(deparse(call_of(backward(layer, "a"), "`out.grad` must be")), "^backward")
  expect_match(deparse(call_of(backward(layer, 1:4), "`out.grad` must have the length of")), "^backward")
  expect_match(deparse(call_of(predict(layer, 1:4), "`gamma` must have length")), "^predict")
  expect_error(forward(layer), "missing")
  expect_error(backward(layer), "missing")
  expect_identical(contents(layer), before)
  expect_identical(backward(layer, 1), gradient)
  expect_identical(random_seed(), seed)
})

test_that("a gamma that does not fit is an error at the next forward, and one that fits then serves", {
  layer <- activation_layer("prelu")
  forward(layer, matrix(-1, 2, 3))
  layer$gamma <- 1:5
  expect_error(forward(layer, matrix(-1, 2, 3)), "`gamma` must have length 1 or 3", fixed = TRUE)
  expect_error(layer$gamma <- "a", "`gamma` must be a numeric or logical vector", fixed = TRUE)
  expect_identical(layer$gamma, 1:5)
  expect_identical(backward(layer, 1)$gamma, -6)
  layer$gamma <- c(1, 2, 3)
  expect_identical(forward(layer, matrix(-1, 1, 3)), matrix(-c(1, 2, 3), 1))
})

test_that("gamma belongs to prelu: NULL is an error there at once, and numbers are elsewhere", {
  layer <- activation_layer("prelu", gamma = 1:3)
  expect_error(layer$gamma <- NULL, "`gamma` must be one number, or one for each index of `margin`", fixed = TRUE)
  expect_error(layer[["gamma"]] <- NULL, "`gamma` must be one number, or one for each index of `margin`", fixed = TRUE)
  expect_identical(layer$gamma, 1:3)
  layer$gamma <- numeric()
  expect_identical(forward(layer, matrix(0, 2, 0)), matrix(0, 2, 0))
  other <- activation_layer("elu")
  expect_error(other$gamma <- 0.5,
    "`gamma` must be NULL for act.type = \"elu\", not 0.5: did you mean slope = 0.5?", fixed = TRUE)
  expect_error(other$gamma <- 1:2, "`gamma` must be NULL for act.type = \"elu\"", fixed = TRUE)
  for (nothing in list(NULL, numeric(), logical())) {
    other$gamma <- nothing
    expect_null(other$gamma)
  }
  expect_identical(forward(other, 1), 1)
})

test_that("margin is checked when a prelu layer is made", {
  wrong <- function(margin, described) {
    expect_error(activation_layer("prelu", gamma = 1:2, margin = margin),
                 paste0("`margin` must be distinct whole numbers of at least 1, not ", described, "."), fixed = TRUE)
  }
  wrong(sum, "a function")
  wrong(NULL, "NULL")
  wrong("2", "\"2\"")
  wrong(integer(), "an integer vector of length 0")
  wrong(0, "0")
  wrong(1.5, "1.5")
  wrong(NA_real_, "NA")
  wrong(c(2, 2), "2 twice")
  wrong(factor(1), "an object of class \"factor\"")
  expect_identical(activation_layer("prelu", gamma = 1:2, margin = c(3, 1))$margin, c(3, 1))
})

test_that("what only says that it is a layer is an error in the user's call", {
  fakes <- list(structure(list(act.type = "elu"), class = "activation_layer"),
                structure(list(), class = "activation_layer"),
                structure(new.env(), class = "activation_layer"),
                structure(1, class = "activation_layer"))
  for (fake in fakes) {
    calls <- list(quote(forward(fake, 1)), quote(backward(fake, 1)), quote(predict(fake, 1)), quote(coef(fake)),
                  quote(print(fake)), quote(summary(fake)), quote(plot(fake)), quote(update(fake)),
                  quote(update(fake, slope = 1)), quote(fake$gamma), quote(fake[["gamma"]]), quote(fake$gamma <- 1))
    for (call in calls) {
      error <- expect_error(eval(call), "`layer` must be made by activation_layer().", fixed = TRUE)
      expect_match(deparse(conditionCall(error)[[1]]),
                   "activation_layer$|^(print|forward|backward|predict|coef|summary|plot|update)")
    }
  }
})

test_that("update(layer) is a copy, and with arguments a new layer that keeps nothing", {
  layer <- activation_layer("prelu", gamma = c(0.5, 2), margin = 1)
  forward(layer, -diag(2))
  copy <- update(layer)
  expect_identical(contents(copy), contents(layer))
  copy$gamma <- c(1, 1)
  expect_identical(layer$gamma, c(0.5, 2))
  expect_identical(backward(copy, 1), backward(layer, 1))
  before <- contents(layer)
  other <- update(layer, margin = 2)
  expect_identical(contents(layer), before)
  expect_identical(mget(names(other), envir = other),
                   c(mget(setdiff(names(layer), "margin"), envir = layer), margin = 2))
  expect_error(backward(other, 1), "forward()", fixed = TRUE)
  expect_identical(predict(update(activation_layer(), slope = 3), -1), -3)
  expect_identical(predict(update(activation_layer("rrelu"), lower_bound = 0, upper_bound = 1), -1), -0.5)
  expect_identical(update(layer, act.type = "elu")$gamma, NULL)
  expect_identical(update(activation_layer(), act.type = "prelu")$gamma, 0.25)
  expect_error(update(layer, slope = 1, alpha = 2), "did you mean `slope`?", fixed = TRUE)
  expect_error(update(layer, 3), "not an unnamed argument", fixed = TRUE)
  error <- expect_error(update(layer, gamma = "a"),
    "`gamma` must be a numeric or logical vector, not \"a\".", fixed = TRUE)
  expect_match(deparse(conditionCall(error)[[1]]), "^update")
})

test_that("names() lists what can be read", {
  layer <- activation_layer("rrelu")
  keep_generator(forward(layer, -1, is.train = TRUE))
  expect_identical(names(layer), c("act.type", "gamma", "slope", "lower.bound", "upper.bound", "margin"))
  for (name in names(layer)) expect_identical(layer[[name]], eval(call("$", layer, name)))
})

test_that("predict takes the data as newdata or as data, but not as both", {
  layer <- activation_layer()
  expect_identical(predict(layer, newdata = -1), -0.25)
  expect_identical(predict(layer, data = -1), -0.25)
  expect_identical(predict(layer, -1), -0.25)
  expect_error(predict(layer, -1, data = -1),
    "`data` must not be given together with `newdata`, which is the same argument.", fixed = TRUE)
  expect_error(predict(layer), "`newdata` must be given.", fixed = TRUE)
  expect_error(predict(layer, newdata = "a"), "`data` must be numeric", fixed = TRUE)
})

test_that("a failed forward of rrelu in training leaves the generator as it was", {
  layer <- activation_layer("rrelu")
  keep_generator({
    set.seed(1)
    before <- random_seed()
    expect_error(forward(layer, "a", is.train = TRUE))
    expect_error(forward(layer, 1, is.train = "yes"))
    expect_identical(random_seed(), before)
  })
})

test_that("print says the formula, the parameters and what is kept, and gives the layer invisibly", {
  layers <- c(lapply(act_types, activation_layer), activation_layer("elu", slope = 1),
              activation_layer("prelu", gamma = 1:3 / 4), activation_layer("prelu", gamma = 1:30 / 8, margin = 3))
  out <- capture.output(for (layer in layers) print(layer))
  expect_lte(length(out), 4 * length(layers))
  x <- array(-1, c(2, 3, 30))
  keep_generator(for (layer in layers) forward(layer, x, is.train = TRUE))
  expect_snapshot_output(cat(out, capture.output(for (layer in layers) print(layer)), sep = "\n"))
  capture.output(shown <- withVisible(print(layers[[1]])))
  expect_false(shown$visible)
  expect_identical(shown$value, layers[[1]])
})

test_that("print says the type of a gamma that holds no doubles", {
  shown <- function(gamma) capture.output(print(activation_layer("prelu", gamma = gamma)))[2]
  expect_identical(shown(as_float16(0.1)), "  gamma 0.09998 (float16)")
  expect_identical(shown(as_bfloat16(1:3 / 4)), "  gamma 0.25, 0.50, 0.75 (bfloat16), along margin 2 of data")
  # As the package float makes it, which need not be there.
  float32 <- asS4(structure(list(), Data = 0x3f000000L, class = structure("float32", package = "float")))
  expect_identical(shown(float32), "  gamma 0.5 (float32)")
})

# Last: it shows what the tests above have seen.
test_that("all messages of a layer, one beside the other, read alike", {
  expect_snapshot_output(show_messages())
})

test_that("an environment with an act.type that is no name is not a layer", {
  layer <- activation_layer()
  assign("act.type", structure(function(x) x, class = "a"), envir = layer)
  expect_error(predict(layer, 1), "`layer` must be made by activation_layer().", fixed = TRUE)
})
