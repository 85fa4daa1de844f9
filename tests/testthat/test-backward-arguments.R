# What the gradients take: every error of mx.nd.LeakyReLU.backward(), its whole message, in the call
# that the user wrote.

forget_messages()

x <- matrix(c(-1, 2, -3, 4, -5, 6), 2)
frame <- data.frame(a = c(-1, 2), b = c(3, -4))

test_that("data or out is given, and not both", {
  expect_error_line(mx.nd.LeakyReLU.backward(1), "`data` or `out` must be given, but both are NULL.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, NULL), "`data` or `out` must be given, but both are NULL.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, out = -1), "`out` must be NULL if `data` is given, not -1.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, x, out = x),
    "`out` must be NULL if `data` is given, not a numeric matrix of 2 x 3.")
})

test_that("data and out hold plain numbers", {
  expect_error_line(mx.nd.LeakyReLU.backward(1, "a"),
    "`data` must be numeric or logical (a vector, matrix, array, data frame, Matrix or DelayedArray), not \"a\".")
  expect_error_line(mx.nd.LeakyReLU.backward(1, factor("a")), paste0(
    "`data` must be plain numbers, not an object of class \"factor\": ",
    "use as.numeric(as.character()), as that class has arithmetic of its own."))
  expect_error_line(mx.nd.LeakyReLU.backward(1, out = "a"),
    "`out` must be numeric or logical (a vector, matrix, array, data frame, Matrix or DelayedArray), not \"a\".")
  expect_error_line(mx.nd.LeakyReLU.backward(1, out = Sys.Date()[0]), paste0(
    "`out` must be plain numbers, not an object of class \"Date\": ",
    "use as.numeric(), as that class has arithmetic of its own."))
})

test_that("out.grad is one number, or has the length and dim of data", {
  expect_error_line(mx.nd.LeakyReLU.backward(1:4, x), "`out.grad` must have the length of `data` (6), not 4.")
  expect_error_line(mx.nd.LeakyReLU.backward(double(), x), "`out.grad` must have the length of `data` (6), not 0.")
  expect_error_line(mx.nd.LeakyReLU.backward(1:2, -1), "`out.grad` must have the length of `data` (1), not 2.")
  expect_error_line(mx.nd.LeakyReLU.backward(1:2, double()), "`out.grad` must have the length of `data` (0), not 2.")
  expect_error_line(mx.nd.LeakyReLU.backward(1:4, out = x), "`out.grad` must have the length of `out` (6), not 4.")
  expect_error_line(mx.nd.LeakyReLU.backward(t(x), x),
    "`out.grad` must have the dimensions of `data` (2 x 3), not 3 x 2.")
  expect_error_line(mx.nd.LeakyReLU.backward(array(x, c(2, 3, 1)), x),
    "`out.grad` must have the dimensions of `data` (2 x 3), not 2 x 3 x 1.")
  expect_error_line(mx.nd.LeakyReLU.backward(array(x, 6), x),
    "`out.grad` must have the dimensions of `data` (2 x 3), not 6.")
  expect_error_line(mx.nd.LeakyReLU.backward(t(x), out = x),
    "`out.grad` must have the dimensions of `out` (2 x 3), not 3 x 2.")
  expect_error_line(mx.nd.LeakyReLU.backward(frame, x[, 1:2, drop = FALSE][, 1]),
    "`out.grad` must have the length of `data` (2), not 4.")
  expect_error_line(mx.nd.LeakyReLU.backward(x, frame),
    "`out.grad` must have the dimensions of `data` (2 x 2), not 2 x 3.")
  expect_error_line(mx.nd.LeakyReLU.backward(matrix(0, 1, 4), frame),
    "`out.grad` must have the dimensions of `data` (2 x 2), not 1 x 4.")
})

test_that("out.grad holds plain numbers", {
  expect_error_line(mx.nd.LeakyReLU.backward(NULL, x),
    "`out.grad` must be numeric or logical (a vector, matrix, array or data frame), not NULL.")
  expect_error_line(mx.nd.LeakyReLU.backward("a", x),
    "`out.grad` must be numeric or logical (a vector, matrix, array or data frame), not \"a\".")
  expect_error_line(mx.nd.LeakyReLU.backward(list(1), x),
    "`out.grad` must be numeric or logical (a vector, matrix, array or data frame), not a list: use unlist().")
  expect_error_line(mx.nd.LeakyReLU.backward(as.difftime(1, units = "mins"), x), paste0(
    "`out.grad` must be plain numbers, not an object of class \"difftime\": ",
    "use as.numeric(), as that class has arithmetic of its own."))
  expect_error_line(mx.nd.LeakyReLU.backward(data.frame(a = 1:2, b = c("u", "v")), frame),
    "`out.grad` must have plain numeric or logical columns, but column \"b\" is a character vector of length 2.")
})

test_that("out is an error that says to pass data where the derivative does not follow from it", {
  expect_error_line(mx.nd.LeakyReLU.backward(1, gamma = 0.5, act.type = "prelu", out = -1),
    "`out` must be NULL for act.type = \"prelu\", not -1: pass `data`, as the derivative does not follow from `out`.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, act.type = "gelu", out = x), paste0(
    "`out` must be NULL for act.type = \"gelu\", not a numeric matrix of 2 x 3: ",
    "pass `data`, as the derivative does not follow from `out`."))
  expect_error_line(mx.nd.LeakyReLU.backward(1, act.type = "gelu_tanh", out = -1),
    paste0("`out` must be NULL for act.type = \"gelu_tanh\", not -1: ",
           "pass `data`, as the derivative does not follow from `out`."))
  expect_error_line(mx.nd.LeakyReLU.backward(1, act.type = "mish", out = -1),
    "`out` must be NULL for act.type = \"mish\", not -1: pass `data`, as the derivative does not follow from `out`.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, slope = -0.5, out = -1),
    "`out` must be NULL if `slope` is negative (-0.5): pass `data`.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, act.type = "elu", slope = -1, out = -1),
    "`out` must be NULL if `slope` is negative (-1): pass `data`.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, act.type = "rrelu", lower.bound = -1, upper.bound = 0, out = -1),
    "`out` must be NULL if the mean of `lower.bound` and `upper.bound` is negative (-0.5): pass `data`.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, act.type = "rrelu", mask = c(0.5, -0.5), out = c(-1, -1)),
    "`out` must be NULL if `mask` has negative slopes (-0.5): pass `data`.")
  n <- 3000
  for (place in c(1, 1024, 1025, n)) {
    mask <- replace(rep(1, n), place, -1)
    expect_error(mx.nd.LeakyReLU.backward(1, act.type = "rrelu", mask = mask, out = rep(-1, n)), "pass `data`")
  }
})

test_that("the other arguments are checked as those of the function are", {
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, act.type = "tanh"),
    paste0("`act.type` must be one of ", any_act_type, ", not \"tanh\"."))
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, slope = NaN), "`slope` must be one finite number, not NaN.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, act.type = "rrelu", lower.bound = 1),
    "`lower.bound` must be at most `upper.bound` (0.334), not 1.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, x, act.type = "rrelu", mask = t(x)),
    "`mask` must have the dimensions of `data` (2 x 3), not 3 x 2.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, act.type = "rrelu", mask = 1, out = x),
    "`mask` must have the length of `out` (6), not 1.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, mask = 1), "`mask` must be NULL for act.type = \"leaky\", not 1.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, 0.5),
    "`gamma` must be NULL for act.type = \"leaky\", not 0.5: did you mean slope = 0.5?")
  expect_error_line(mx.nd.LeakyReLU.backward(1, x, act.type = "prelu"),
    "`gamma` must be one number, or one for each index of `margin`, for act.type = \"prelu\", not NULL.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, x, 1:4, "prelu"),
    "`gamma` must have length 1 or 3 (the extent of dimension 2 of `data`), not 4.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, x, 1:3, "prelu", margin = 3),
    "`margin` must be distinct whole numbers from 1 to 2 (the dimensions of `data`), not 3.")
})

test_that("`...` takes MXNet's spellings of the arguments that backward has, and nothing else", {
  expect_identical(mx.nd.LeakyReLU.backward(1, -1, act_type = "rrelu", lower_bound = 0, upper_bound = 1)$data, 0.5)
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, is_train = TRUE),
    "`...` must only contain `act_type`, `lower_bound` or `upper_bound`, not `is_train`.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, is.train = TRUE),
    "`...` must only contain `act_type`, `lower_bound` or `upper_bound`, not `is.train`.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, act.type = "elu", act_type = "elu"),
    "`act_type` must not be given together with `act.type`, which is the same argument.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, -1, NULL, "leaky", 0.25, 0, 1, 2, NULL, NULL, 7),
    "`...` must only contain `act_type`, `lower_bound` or `upper_bound`, not an unnamed argument.")
})

test_that("slope, bounds and margin are not read where the act.type has no use for them", {
  expect_identical(mx.nd.LeakyReLU.backward(1, 2, act.type = "gelu", slope = "a", lower.bound = NULL,
                                            margin = sum)$data,
                   mx.nd.LeakyReLU.backward(1, 2, act.type = "gelu")$data)
  expect_identical(mx.nd.LeakyReLU.backward(1, -2, 0.5, "prelu", slope = NA, upper.bound = NaN, margin = 9)$data, 0.5)
})

# Last: it shows what the tests above have seen.
test_that("all messages of the gradient, one beside the other, read alike", {
  expect_snapshot_output(show_messages())
})
