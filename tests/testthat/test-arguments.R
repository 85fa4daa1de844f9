# Every error: its whole message, on one line, in the call that the user wrote.

forget_messages()

x <- matrix(c(-1, 2, -3, 4, -5, 6), 2)
frame <- data.frame(a = c(-1, 2), b = c(3L, -4L))

# How the longer messages begin
want_data <- "`data` must be numeric or logical (a vector, matrix, array, data frame, Matrix or DelayedArray), not "
want_mask <- "`mask` must be numeric or logical (a vector, matrix, array or data frame), not "
want_columns <- "`data` must have plain numeric or logical columns, but column "
want_margin <- "`margin` must be distinct whole numbers from 1 to 2 (the dimensions of `data`), not "
want_spelling <- "`...` must only contain `act_type`, `lower_bound`, `upper_bound` or `is_train`, not "
own_arithmetic <- function(name, class, use = "as.numeric()") {
  sprintf("`%s` must be plain numbers, not an object of class \"%s\": use %s, as that class has arithmetic of its own.",
          name, class, use)
}

# ---- data ----------------------------------------------------------------------------------------

test_that("data that does not hold numbers is an error that says what it is", {
  expect_error_line(mx.nd.LeakyReLU(NULL), paste0(want_data, "NULL."))
  expect_error_line(mx.nd.LeakyReLU("a"), paste0(want_data, "\"a\"."))
  expect_error_line(mx.nd.LeakyReLU(c("a", "b")), paste0(want_data, "a character vector of length 2."))
  expect_error_line(mx.nd.LeakyReLU(character()), paste0(want_data, "a character vector of length 0."))
  expect_error_line(mx.nd.LeakyReLU(1i), paste0(want_data, "a complex vector of length 1."))
  expect_error_line(mx.nd.LeakyReLU(list(1, 2)), paste0(want_data, "a list: use unlist()."))
  expect_error_line(mx.nd.LeakyReLU(raw(3)), paste0(
    want_data, "a raw vector of length 3: use as_float16() or as_bfloat16() for numbers of two bytes."
  ))
  expect_error_line(mx.nd.LeakyReLU(sum), paste0(want_data, "a function."))
  expect_error_line(mx.nd.LeakyReLU(mean), paste0(want_data, "a function."))
  expect_error_line(mx.nd.LeakyReLU(quote(a)), paste0(want_data, "an object of type \"symbol\"."))
  expect_error_line(mx.nd.LeakyReLU(globalenv()), paste0(want_data, "an object of type \"environment\"."))
  expect_error_line(mx.nd.LeakyReLU(array("a", c(2, 3, 1))), paste0(want_data, "a character array of 2 x 3 x 1."))
})

test_that("data that is not given is an error in the user's call", {
  error <- expect_error(mx.nd.LeakyReLU(), "\"data\" is missing", fixed = TRUE)
  expect_identical(conditionCall(error), quote(mx.nd.LeakyReLU()))
})

test_that("a class with arithmetic of its own is an error that says which conversion works", {
  expect_error_line(mx.nd.LeakyReLU(factor("a")), own_arithmetic("data", "factor", "as.numeric(as.character())"))
  expect_error_line(mx.nd.LeakyReLU(as.Date("2020-02-29")), own_arithmetic("data", "Date"))
  expect_error_line(mx.nd.LeakyReLU(.POSIXct(0)), own_arithmetic("data", "POSIXct"))
  expect_error_line(mx.nd.LeakyReLU(as.difftime(1, units = "mins")), own_arithmetic("data", "difftime"))
  expect_error_line(mx.nd.LeakyReLU(structure(1, class = "integer64")),
    own_arithmetic("data", "integer64", "as.double()"))
})

test_that("what bit64 makes is an error that says which conversion works", {
  skip_if_not_installed("bit64")
  expect_error(mx.nd.LeakyReLU(bit64::as.integer64(-1)), "use as.double()", fixed = TRUE)
  expect_identical(mx.nd.LeakyReLU(as.double(bit64::as.integer64(-1))), -0.25)
})

test_that("what survival makes is an error that says which conversion works", {
  skip_if_not_installed("survival")
  # Not written with `::`, because survival comes with R and is not in Suggests.
  Surv <- getExportedValue("survival", "Surv")
  expect_error(mx.nd.LeakyReLU(Surv(c(1, 2), c(1, 0))), "use as.matrix()", fixed = TRUE)
})

test_that("a class of the user's with a Math or an exp method is an error, in any place of its class attribute", {
  Math.test_money <- function(x, ...) stop("not to be called")
  exp.test_decibel <- function(x) stop("not to be called")
  expect_error_line(mx.nd.LeakyReLU(structure(-1, class = "test_money")), own_arithmetic("data", "test_money"))
  expect_error_line(mx.nd.LeakyReLU(structure(-1, class = "test_decibel")), own_arithmetic("data", "test_decibel"))
  expect_error(mx.nd.LeakyReLU(structure(-1, class = c("first", "test_money"))), "use as.numeric()", fixed = TRUE)
  expect_error(mx.nd.LeakyReLU(structure(-1L, class = c("first", "test_decibel"))), "use as.numeric()", fixed = TRUE)
})

test_that("a class whose methods are registered by another package is an error too", {
  registerS3method("Math", "test_registered", function(x, ...) stop("not to be called"), envir = baseenv())
  expect_error(mx.nd.LeakyReLU(structure(-1, class = "test_registered")), "use as.numeric()", fixed = TRUE)
})

test_that("a column that is not plain numbers is an error that names it", {
  expect_error_line(mx.nd.LeakyReLU(data.frame(a = 1, b = "x")), paste0(want_columns, "\"b\" is \"x\"."))
  expect_error_line(mx.nd.LeakyReLU(data.frame(a = 1:2, b = c("x", "y"))),
    paste0(want_columns, "\"b\" is a character vector of length 2."))
  expect_error_line(mx.nd.LeakyReLU(data.frame(a = factor("x"))), paste0(want_columns,
    "\"a\" is an object of class \"factor\": use as.numeric(as.character()), as that class has arithmetic of its own."))
  expect_error_line(mx.nd.LeakyReLU(data.frame(a = 1, day = as.Date("2020-02-29"))), paste0(want_columns,
    "\"day\" is an object of class \"Date\": use as.numeric(), as that class has arithmetic of its own."))
  expect_error_line(mx.nd.LeakyReLU(list2DF(list(a = 1:2, b = list(1, 2)))),
    paste0(want_columns, "\"b\" is a list: use unlist()."))
  with_matrix <- with_narrow_matrix <- with_frame <- with_integer64 <- data.frame(a = 1:2)
  with_matrix$b <- matrix(1:4, 2)
  expect_error_line(mx.nd.LeakyReLU(with_matrix),
    paste0(want_columns, "\"b\" is an integer matrix of 2 x 2: use do.call(data.frame, data)."))
  with_narrow_matrix$b <- matrix(c(1, 2), 2)
  expect_error_line(mx.nd.LeakyReLU(with_narrow_matrix),
    paste0(want_columns, "\"b\" is a numeric matrix of 2 x 1: use do.call(data.frame, data)."))
  with_frame$b <- frame
  expect_error_line(mx.nd.LeakyReLU(with_frame),
    paste0(want_columns, "\"b\" is a data frame: use do.call(data.frame, data)."))
  with_integer64$b <- structure(c(1, 2), class = "integer64")
  expect_error_line(mx.nd.LeakyReLU(with_integer64), paste0(want_columns,
    "\"b\" is an object of class \"integer64\": use as.double(), as that class has arithmetic of its own."))
})

# ---- act.type ------------------------------------------------------------------------------------

test_that("act.type is one of the names, whole and in lower case", {
  expect_error_line(mx.nd.LeakyReLU(1, act.type = "tanh"),
    paste0("`act.type` must be one of ", any_act_type, ", not \"tanh\"."))
  not_a_name <- function(value, described) {
    expect_error(mx.nd.LeakyReLU(1, act.type = value),
      paste0(any_act_type, ", not ", described, "."), fixed = TRUE)
  }
  not_a_name("lea", "\"lea\"")
  not_a_name("gelu_", "\"gelu_\"")
  not_a_name(" elu", "\" elu\"")
  not_a_name("sigmoid", "\"sigmoid\"")
  not_a_name("", "\"\"")
  not_a_name(NA, "NA")
  not_a_name(NA_character_, "NA")
  not_a_name(NULL, "NULL")
  not_a_name(1, "1")
  not_a_name(c("leaky", "elu"), "a character vector of length 2")
  not_a_name(character(), "a character vector of length 0")
  not_a_name(factor("leaky"), "an object of class \"factor\"")
  not_a_name(list("leaky"), "a list")
  not_a_name(sum, "a function")
})

test_that("an act.type by another name gets the name that it has here", {
  hint <- function(value, hint) {
    expect_error(mx.nd.LeakyReLU(1, act.type = value),
      paste0(any_act_type, ", not ", encodeString(value, quote = "\""), hint), fixed = TRUE)
  }
  for (name in c("ELU", "Elu", "Leaky", "GELU", "gelu.tanh", "gelu-tanh", "Gelu_Tanh")) {
    hint(name, sprintf(": did you mean \"%s\"?", gsub("[.-]", "_", tolower(name))))
  }
  hint("relu", ", which is \"leaky\" with slope = 0.")
  hint("Relu", ", which is \"leaky\" with slope = 0.")
  hint("leaky_relu", ": did you mean \"leaky\"?")
  hint("gelu_erf", ": did you mean \"gelu\"?")
  hint("gelu_new", ": did you mean \"gelu_tanh\"?")
  for (act.type in act_types) for (name in leakyrelu:::activation_notes[[act.type]]$also) {
    hint(name, sprintf(": did you mean \"%s\"?", act.type))
  }
})

# ---- slope, bounds, flags ------------------------------------------------------------------------

test_that("slope is greater than 0 where the formula divides by it", {
  for (act.type in Filter(function(act.type) said_of(act.type)$slope_positive, act_types)) {
    said <- sprintf("`slope` must be greater than 0 for act.type = \"%s\", not ", act.type)
    for (slope in c(0, -1, -2^-1074)) {
      described <- paste0(said, format(slope, digits = 15), ".")
      expect_error(mx.nd.LeakyReLU(-1, act.type = act.type, slope = slope), described, fixed = TRUE)
      expect_error(mx.nd.LeakyReLU.backward(1, -1, act.type = act.type, slope = slope), said, fixed = TRUE)
      expect_error(activation_layer(act.type, slope = slope), said, fixed = TRUE)
    }
    expect_error(mx.nd.LeakyReLU(-1, act.type = act.type, slope = Inf), "`slope` must be one finite number, not Inf.",
                 fixed = TRUE)
    expect_identical(mx.nd.LeakyReLU(c(-1e300, 1), act.type = act.type, slope = 2^-1074), c(-2^-1074, 1))
  }
})

test_that("slope is one finite number for leaky and elu", {
  expect_error_line(mx.nd.LeakyReLU(-1, slope = NA), "`slope` must be one finite number, not NA.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = NA_real_), "`slope` must be one finite number, not NA.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = NA_integer_), "`slope` must be one finite number, not NA.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = NaN), "`slope` must be one finite number, not NaN.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = Inf), "`slope` must be one finite number, not Inf.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "elu", slope = -Inf), "`slope` must be one finite number, not -Inf.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = NULL), "`slope` must be one finite number, not NULL.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = "0.1"), "`slope` must be one finite number, not \"0.1\".")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = c(1, 2)),
    "`slope` must be one finite number, not a numeric vector of length 2.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "elu", slope = double()),
    "`slope` must be one finite number, not a numeric vector of length 0.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = 1:3),
    "`slope` must be one finite number, not an integer vector of length 3.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = 1i),
    "`slope` must be one finite number, not a complex vector of length 1.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = list(1)), "`slope` must be one finite number, not a list.")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = factor("1")),
    "`slope` must be one finite number, not an object of class \"factor\".")
  expect_error_line(mx.nd.LeakyReLU(-1, slope = sum), "`slope` must be one finite number, not a function.")
})

test_that("the bounds of rrelu are finite, in order, and a finite distance apart", {
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", lower.bound = NA),
    "`lower.bound` must be one finite number, not NA.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", upper.bound = NaN),
    "`upper.bound` must be one finite number, not NaN.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", lower.bound = -Inf),
    "`lower.bound` must be one finite number, not -Inf.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", upper.bound = Inf),
    "`upper.bound` must be one finite number, not Inf.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", lower.bound = NULL),
    "`lower.bound` must be one finite number, not NULL.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", upper.bound = "1"),
    "`upper.bound` must be one finite number, not \"1\".")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", lower.bound = c(0, 0)),
    "`lower.bound` must be one finite number, not a numeric vector of length 2.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", lower.bound = 2, upper.bound = 1),
    "`lower.bound` must be at most `upper.bound` (1), not 2.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", is.train = TRUE, lower.bound = 0.5),
    "`lower.bound` must be at most `upper.bound` (0.334), not 0.5.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", lower.bound = -1.5e308, upper.bound = 1.5e308),
    "`upper.bound` must be a finite distance above `lower.bound` (-1.5e+308), not 1.5e+308.")
})

test_that("is.train and return.mask are TRUE or FALSE", {
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", is.train = NA), "`is.train` must be TRUE or FALSE, not NA.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", is.train = NULL),
    "`is.train` must be TRUE or FALSE, not NULL.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", is.train = "yes"),
    "`is.train` must be TRUE or FALSE, not \"yes\".")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", is.train = c(TRUE, TRUE)),
    "`is.train` must be TRUE or FALSE, not a logical vector of length 2.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", return.mask = NA),
    "`return.mask` must be TRUE or FALSE, not NA.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", return.mask = "no"),
    "`return.mask` must be TRUE or FALSE, not \"no\".")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", return.mask = logical()),
    "`return.mask` must be TRUE or FALSE, not a logical vector of length 0.")
})

# ---- gamma and margin ----------------------------------------------------------------------------

test_that("gamma has length 1 or the extent of the margin", {
  expect_error_line(mx.nd.LeakyReLU(x, 1:4, "prelu"),
    "`gamma` must have length 1 or 3 (the extent of dimension 2 of `data`), not 4.")
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = 1),
    "`gamma` must have length 1 or 2 (the extent of dimension 1 of `data`), not 3: did you mean margin = 2?")
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = c(1, 2)),
    paste("`gamma` must have length 1 or 6 (the product of the extents of dimensions 1 and 2 of `data`), not 3:",
          "did you mean margin = 2?"))
  expect_error_line(mx.nd.LeakyReLU(x, matrix(0, 2, 2), "prelu", margin = c(2, 1)),
    "`gamma` must have length 1 or 6 (the product of the extents of dimensions 2 and 1 of `data`), not 4.")
  expect_error_line(mx.nd.LeakyReLU(array(0, 2:5), 1:6, "prelu", margin = c(4, 1, 2)),
    "`gamma` must have length 1 or 30 (the product of the extents of dimensions 4, 1 and 2 of `data`), not 6.")
  expect_error_line(mx.nd.LeakyReLU(x, double(), "prelu"),
    "`gamma` must have length 1 or 3 (the extent of dimension 2 of `data`), not 0.")
  expect_error_line(mx.nd.LeakyReLU(1:5, 1:3, "prelu"),
    "`gamma` must have length 1 or 5 (the length of `data`), not 3.")
  expect_error_line(mx.nd.LeakyReLU(array(0, 5), 1:3, "prelu"),
    "`gamma` must have length 1 or 5 (the length of `data`), not 3.")
  expect_error_line(mx.nd.LeakyReLU(frame, 1:3, "prelu"),
    "`gamma` must have length 1 or 2 (the extent of dimension 2 of `data`), not 3.")
})

test_that("a gamma that fits one other dimension alone gets that margin", {
  expect_error_line(mx.nd.LeakyReLU(x, c(0.1, 0.2), "prelu"),
    "`gamma` must have length 1 or 3 (the extent of dimension 2 of `data`), not 2: did you mean margin = 1?")
  hint <- function(data, gamma, hint, ...) {
    expect_error(mx.nd.LeakyReLU(data, gamma, "prelu", ...), paste0("not ", length(gamma), hint), fixed = TRUE)
    expect_error(mx.nd.LeakyReLU.backward(1, data, gamma, "prelu", ...), paste0("not ", length(gamma), hint),
                 fixed = TRUE)
  }
  hint(array(-1, c(2, 3, 4)), 1:4, ": did you mean margin = 3?")
  hint(array(-1, c(2, 3, 4)), array(1:4, c(4, 1, 1)), ": did you mean margin = 3?")
  hint(array(-1, c(2, 3, 4)), matrix(1:4, 2), ".")
  hint(array(-1, c(4, 3, 4)), 1:4, ".")
  hint(array(-1, c(2, 3, 4)), 1:6, ".")
  hint(matrix(0, 0, 3), double(), ": did you mean margin = 1?")
  hint(data.frame(a = 1:3, b = 4:6), 1:3, ": did you mean margin = 1?")
})

test_that("a length that can only be 1 is said once", {
  expect_error_line(mx.nd.LeakyReLU(-1, 1:2, "prelu"), "`gamma` must have length 1 (the length of `data`), not 2.")
  expect_error_line(mx.nd.LeakyReLU(matrix(-1, 3, 1), 1:2, "prelu"),
    "`gamma` must have length 1 (the extent of dimension 2 of `data`), not 2.")
})

test_that("gamma is a vector, or has the extents of the margin in its order", {
  data <- array(-1, c(2, 3, 4))
  wrong <- function(gamma, margin, message) {
    expect_error(mx.nd.LeakyReLU(data, gamma, "prelu", margin = margin), message, fixed = TRUE)
    expect_error(mx.nd.LeakyReLU.backward(data, data, gamma, "prelu", margin = margin), message, fixed = TRUE)
  }
  wrong(matrix(1:6, 3), 1:2,
    "`gamma` must be a vector or have the extents of dimensions 1 and 2 of `data` (2 x 3), not 3 x 2.")
  wrong(matrix(1:6, 2), 2:1,
    "`gamma` must be a vector or have the extents of dimensions 2 and 1 of `data` (3 x 2), not 2 x 3.")
  wrong(matrix(1:4, 2), 3, "`gamma` must be a vector or have the extents of dimension 3 of `data` (4), not 2 x 2.")
  wrong(array(1:24, c(2, 3, 4)), c(3, 1, 2), "`data` (4 x 2 x 3), not 2 x 3 x 4.")
  for (gamma in list(1:6, matrix(1:6, 2), array(1:6, c(1, 2, 1, 3)))) {
    expect_identical(mx.nd.LeakyReLU(data, gamma, "prelu", margin = 1:2), array(-as.double(1:6), c(2, 3, 4)))
  }
  # Weights of convolutions come as C x 1 x 1.
  expect_identical(mx.nd.LeakyReLU(data, array(1:3, c(3, 1, 1)), "prelu"), mx.nd.LeakyReLU(data, 1:3, "prelu"))
  expect_identical(mx.nd.LeakyReLU(array(-1, c(2, 1, 3)), matrix(1:6, 2), "prelu", margin = 1:3),
                   array(-as.double(1:6), c(2, 1, 3)))
  # One number, and data with fewer than two dimensions, ask for nothing.
  expect_identical(mx.nd.LeakyReLU(data, array(0.5, c(1, 1)), "prelu"), data / 2)
  expect_identical(mx.nd.LeakyReLU(-(1:6), matrix(1, 3, 2), "prelu"), as.double(-(1:6)))
  expect_error(
    mx.nd.LeakyReLU.double.backward(data, data, data, matrix(1, 3, 2), matrix(1, 2, 3), "prelu", margin = 1:2),
    "`gamma.grad` must have the dimensions of `gamma` (2 x 3), not 3 x 2.", fixed = TRUE)
})

test_that("gamma is made of plain numbers, and prelu cannot do without it", {
  expect_error_line(mx.nd.LeakyReLU(x, act.type = "prelu"),
    "`gamma` must be one number, or one for each index of `margin`, for act.type = \"prelu\", not NULL.")
  expect_error_line(mx.nd.LeakyReLU(x, "a", "prelu"), "`gamma` must be a numeric or logical vector, not \"a\".")
  expect_error_line(mx.nd.LeakyReLU(x, list(1), "prelu"),
    "`gamma` must be a numeric or logical vector, not a list: use unlist().")
  expect_error_line(mx.nd.LeakyReLU(x, 1i, "prelu"),
    "`gamma` must be a numeric or logical vector, not a complex vector of length 1.")
  expect_error_line(mx.nd.LeakyReLU(x, sum, "prelu"), "`gamma` must be a numeric or logical vector, not a function.")
  expect_error_line(mx.nd.LeakyReLU(x, data.frame(a = 1), "prelu"),
    "`gamma` must be a numeric or logical vector, not a data frame.")
  expect_error_line(mx.nd.LeakyReLU(x, factor(1), "prelu"),
    own_arithmetic("gamma", "factor", "as.numeric(as.character())"))
})

test_that("margin names distinct dimensions of data", {
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = 3), paste0(want_margin, "3."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = 0), paste0(want_margin, "0."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = 0L), paste0(want_margin, "0."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = -1), paste0(want_margin, "-1."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = 1.5), paste0(want_margin, "1.5."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = NA_real_), paste0(want_margin, "NA."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = NA_integer_), paste0(want_margin, "NA."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = Inf), paste0(want_margin, "Inf."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = c(1, 1)), paste0(want_margin, "1 twice."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = c(1, 2, 3)), paste0(want_margin, "3."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = NULL), paste0(want_margin, "NULL."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = integer()),
    paste0(want_margin, "an integer vector of length 0."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = "2"), paste0(want_margin, "\"2\"."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu", margin = TRUE), paste0(want_margin, "TRUE."))
  expect_error_line(mx.nd.LeakyReLU(frame, 1:2, "prelu", margin = 3), paste0(want_margin, "3."))
})

# ---- Arguments that do not belong to the act.type ------------------------------------------------

test_that("gamma, mask and return.mask = TRUE are errors where the act.type has no use for them", {
  expect_error_line(mx.nd.LeakyReLU(-1, gamma = 0.5),
    "`gamma` must be NULL for act.type = \"leaky\", not 0.5: did you mean slope = 0.5?")
  expect_error_line(mx.nd.LeakyReLU(-1, 0.1),
    "`gamma` must be NULL for act.type = \"leaky\", not 0.1: did you mean slope = 0.1?")
  expect_error_line(mx.nd.LeakyReLU(-1, 2L, "elu"),
    "`gamma` must be NULL for act.type = \"elu\", not 2: did you mean slope = 2?")
  expect_error_line(mx.nd.LeakyReLU(-1, "elu"),
    "`gamma` must be NULL for act.type = \"leaky\", not \"elu\": did you mean act.type = \"elu\"?")
  expect_error_line(mx.nd.LeakyReLU(-1, "swish"),
    "`gamma` must be NULL for act.type = \"leaky\", not \"swish\": did you mean act.type = \"silu\"?")
  expect_error_line(mx.nd.LeakyReLU(-1, "relu"),
    "`gamma` must be NULL for act.type = \"leaky\", not \"relu\": did you mean slope = 0?")
  expect_error_line(mx.nd.LeakyReLU(-1, "elu", 0.3),
    paste0("`act.type` must be one of ", any_act_type, ", not 0.3: did you mean act.type = \"elu\"?"))
  expect_error_line(mx.nd.LeakyReLU(-1, 0.1, 0.3),
    paste0("`act.type` must be one of ", any_act_type, ", not 0.3."))
  expect_error_line(mx.nd.LeakyReLU(-1, "tanh"), "`gamma` must be NULL for act.type = \"leaky\", not \"tanh\".")
  expect_error_line(mx.nd.LeakyReLU(-1, 0.1, "selu"), "`gamma` must be NULL for act.type = \"selu\", not 0.1.")
  expect_error_line(mx.nd.LeakyReLU(-1, 1:2),
    "`gamma` must be NULL for act.type = \"leaky\", not an integer vector of length 2.")
  expect_error_line(mx.nd.LeakyReLU(-1, mask = 0.5), "`mask` must be NULL for act.type = \"leaky\", not 0.5.")
  expect_error_line(mx.nd.LeakyReLU(-1, return.mask = TRUE),
    "`return.mask` must be FALSE for act.type = \"leaky\", not TRUE.")
  for (act.type in setdiff(act_types, "prelu")) {
    expect_error(mx.nd.LeakyReLU(-1, gamma = 0.5, act.type = act.type),
                 sprintf("`gamma` must be NULL for act.type = \"%s\", not 0.5", act.type), fixed = TRUE)
  }
  for (act.type in setdiff(act_types, "rrelu")) {
    gamma <- if (act.type == "prelu") 0.25
    expect_error(mx.nd.LeakyReLU(-1, gamma, act.type = act.type, mask = 0.5),
                 sprintf("`mask` must be NULL for act.type = \"%s\", not 0.5.", act.type), fixed = TRUE)
    expect_error(mx.nd.LeakyReLU(-1, gamma, act.type = act.type, return.mask = TRUE),
                 sprintf("`return.mask` must be FALSE for act.type = \"%s\", not TRUE.", act.type), fixed = TRUE)
  }
})

# ---- mask ----------------------------------------------------------------------------------------

test_that("mask has finite numbers and the length and dim of data", {
  expect_error_line(mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu", mask = 1:3),
    "`mask` must have the length of `data` (2), not 3.")
  expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = 0.5),
    "`mask` must have the length of `data` (6), not 1.")
  expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = t(x)),
    "`mask` must have the dimensions of `data` (2 x 3), not 3 x 2.")
  expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = array(1, c(2, 3, 1))),
    "`mask` must have the dimensions of `data` (2 x 3), not 2 x 3 x 1.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", mask = NA),
    "`mask` must contain only finite numbers, not NA.")
  expect_error_line(mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu", mask = c(1, NaN)),
    "`mask` must contain only finite numbers, not NaN.")
  expect_error_line(mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu", mask = c(-Inf, 1)),
    "`mask` must contain only finite numbers, not -Inf.")
  expect_error_line(mx.nd.LeakyReLU(c(-1, 2), act.type = "rrelu", mask = c(1L, NA)),
    "`mask` must contain only finite numbers, not NA.")
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", mask = "a"), paste0(want_mask, "\"a\"."))
  expect_error_line(mx.nd.LeakyReLU(-1, act.type = "rrelu", mask = list(1)), paste0(want_mask, "a list: use unlist()."))
  expect_error_line(mx.nd.LeakyReLU(frame, act.type = "rrelu", mask = frame[1]),
    "`mask` must have the dimensions of `data` (2 x 2), not 2 x 1.")
  expect_error_line(mx.nd.LeakyReLU(frame, act.type = "rrelu", mask = list2DF(list(a = 1:4))),
    "`mask` must have the dimensions of `data` (2 x 2), not 4 x 1.")
})

# ---- ... -----------------------------------------------------------------------------------------

test_that("any other name, and an unnamed extra, is an error that says so", {
  expect_error_line(mx.nd.LeakyReLU(1, beta = 0.1), paste0(want_spelling, "`beta`."))
  expect_error_line(mx.nd.LeakyReLU(1, beta = 0.1, threshold = 0.2), paste0(want_spelling, "`beta` or `threshold`."))
  expect_error_line(mx.nd.LeakyReLU(1, call = 0.1, arguments = 1), paste0(want_spelling, "`call` or `arguments`."))
  expect_error_line(mx.nd.LeakyReLU(1, allowed = 0.1), paste0(want_spelling, "`allowed`."))
  expect_error_line(mx.nd.LeakyReLU(1, "a\nb" = 0.1), paste0(want_spelling, "`a\\nb`."))
  expect_error_line(mx.nd.LeakyReLU(1, act_t = "elu"), paste0(want_spelling, "`act_t`."))
  expect_error_line(mx.nd.LeakyReLU(1, NULL, "leaky", 0.25, 0, 1, FALSE, 2, NULL, FALSE, 7),
    paste0(want_spelling, "an unnamed argument."))
  expect_error_line(mx.nd.LeakyReLU(1, NULL, "leaky", 0.25, 0, 1, FALSE, 2, NULL, FALSE, 7, is_train = TRUE),
    paste0(want_spelling, "an unnamed argument."))
})

test_that("an argument by another library's name, or in another case, gets the name that it has here", {
  near <- function(name) sprintf("`...` must not contain `%s`: did you mean `%s`?", names(name), name)
  expect_error_line(mx.nd.LeakyReLU(1, alpha = 0.1), near(c(alpha = "slope")))
  expect_error_line(mx.nd.LeakyReLU(1, negative_slope = 0.2), near(c(negative_slope = "slope")))
  expect_error_line(mx.nd.LeakyReLU(1, Slope = 0.2), near(c(Slope = "slope")))
  expect_error_line(mx.nd.LeakyReLU(newdata = 1), near(c(newdata = "data")))
  expect_error_line(mx.nd.LeakyReLU(1, weight = 0.2, act.type = "prelu"), near(c(weight = "gamma")))
  expect_error_line(mx.nd.LeakyReLU(1, ACT_TYPE = "elu"), near(c(ACT_TYPE = "act.type")))
  expect_error_line(mx.nd.LeakyReLU(1, return_mask = TRUE), near(c(return_mask = "return.mask")))
  expect_error_line(mx.nd.LeakyReLU(1, alpha = stop("never evaluated")), near(c(alpha = "slope")))
  expect_error_line(mx.nd.LeakyReLU.backward(1, 1, alpha = 0.1), near(c(alpha = "slope")))
  expect_error_line(activation_layer(alpha = 0.1), near(c(alpha = "slope")))
  expect_error_line(activation_layer("prelu", weight = 0.1), near(c(weight = "gamma")))
})

test_that("an argument in both spellings is an error", {
  expect_error_line(mx.nd.LeakyReLU(1, act.type = "leaky", act_type = "elu"),
    "`act_type` must not be given together with `act.type`, which is the same argument.")
  expect_error_line(mx.nd.LeakyReLU(1, NULL, "leaky", act_type = "leaky"),
    "`act_type` must not be given together with `act.type`, which is the same argument.")
  expect_error_line(mx.nd.LeakyReLU(1, lower.bound = 0, lower_bound = 0),
    "`lower_bound` must not be given together with `lower.bound`, which is the same argument.")
  expect_error_line(mx.nd.LeakyReLU(1, upper.bound = 1, upper_bound = 1),
    "`upper_bound` must not be given together with `upper.bound`, which is the same argument.")
  expect_error_line(mx.nd.LeakyReLU(1, is.train = FALSE, is_train = FALSE),
    "`is_train` must not be given together with `is.train`, which is the same argument.")
})

test_that("a value given in MXNet's spelling is checked as the argument is", {
  expect_error_line(mx.nd.LeakyReLU(-1, act_type = "rrelu", lower_bound = 2),
    "`lower.bound` must be at most `upper.bound` (0.334), not 2.")
  expect_error_line(mx.nd.LeakyReLU(-1, is_train = "no"), "`is.train` must be TRUE or FALSE, not \"no\".")
})

# Last: it shows what the tests above have seen.
test_that("all messages, one beside the other, read alike", {
  expect_snapshot_output(show_messages())
})
