# Objects with a class: numbers with arithmetic of their own are errors that say what to write
# instead, S4 ones too; data frames of any class stay what their class makes of new columns.

S4_class <- function(name, ...) methods::setClass(name, ..., where = globalenv())
remove_S4_classes <- function(names) {
  for (name in Filter(methods::isClass, names)) methods::removeClass(name, where = globalenv())
}
# data.frame() and list2DF() would make other columns of some.
frame_of <- function(column) structure(list(a = 1:2, b = column), row.names = 1:2, class = "data.frame")
expect_advice <- function(data, class, use) {
  error <- expect_error(mx.nd.LeakyReLU(data), sprintf(
    "`data` must be plain numbers, not an object of class \"%s\": use %s, as that class has arithmetic of its own.",
    class, use), fixed = TRUE)
  expect_identical(conditionCall(error), quote(mx.nd.LeakyReLU(data)))
  expect_error(mx.nd.LeakyReLU(frame_of(data)),
    sprintf("column \"b\" is an object of class \"%s\": use %s", class, use), fixed = TRUE)
  expect_error(mx.nd.LeakyReLU(c(-1, 2), data, "prelu"), "`gamma` must be plain numbers", fixed = TRUE)
}

# ---- S4 ------------------------------------------------------------------------------------------

test_that("S4 objects that carry an S3 class with arithmetic of its own are errors", {
  on.exit(remove_S4_classes(c("TestFactorChild", "TestFactor", "TestDate")))
  expect_advice(S4_class("TestFactor", contains = "factor")(factor(c("a", "b"))), "TestFactor",
                "as.numeric(as.character())")
  expect_advice(S4_class("TestDate", contains = "Date")(as.Date(c("2020-02-29", "2020-03-01"))), "TestDate",
                "as.numeric()")
  expect_advice(S4_class("TestFactorChild", contains = "TestFactor")(factor(c("a", "b"))), "TestFactorChild",
                "as.numeric(as.character())")
})

test_that("S4 numbers are plain unless they have an S3 or S4 method for exp() or Math()", {
  on.exit(remove_S4_classes(c("TestPlain", "TestS3", "TestS4", "TestS4GroupChild", "TestS4Group")))
  plain <- S4_class("TestPlain", contains = "numeric")(c(-1, 2))
  expect_identical(mx.nd.LeakyReLU(plain), methods::new("TestPlain", c(-0.25, 2)))
  expect_identical(mx.nd.LeakyReLU(asS4(-1))[1], -0.25)
  registerS3method("Math", "TestS3", function(x, ...) stop("not to be called"), envir = baseenv())
  expect_advice(S4_class("TestS3", contains = "numeric")(c(-1, 2)), "TestS3", "as.numeric()")
  make <- S4_class("TestS4", contains = "numeric")
  methods::setMethod("exp", "TestS4", function(x) stop("not to be called"), where = globalenv())
  expect_advice(make(c(-1, 2)), "TestS4", "as.numeric()")
  make <- S4_class("TestS4Group", contains = "numeric")
  methods::setMethod("Math", "TestS4Group", function(x) stop("not to be called"), where = globalenv())
  expect_advice(make(c(-1, 2)), "TestS4Group", "as.numeric()")
  expect_advice(S4_class("TestS4GroupChild", contains = "TestS4Group")(c(-1, 2)), "TestS4GroupChild", "as.numeric()")
  methods::removeMethod("exp", "TestS4", where = globalenv())
  methods::removeMethod("Math", "TestS4Group", where = globalenv())
})

test_that(paste("an object whose class comes from a package that is missing is an error in the user's call,",
                "without a word of R's"), {
  gone <- asS4(structure(-1, class = structure("Gone", package = "no.such.package")))
  expect_silent(error <- expect_error(mx.nd.LeakyReLU(gone), paste0(
    "`data` must be plain numbers, not an object of class \"Gone\", which is not defined: ",
    "load the package \"no.such.package\"."), fixed = TRUE))
  expect_identical(conditionCall(error), quote(mx.nd.LeakyReLU(gone)))
})

test_that("a connection is not taken for its number", {
  file <- tempfile()
  writeBin(1:3, file)
  connection <- file(file, "rb")
  on.exit({
    close(connection)
    unlink(file)
  })
  message <- "must be plain numbers, not an object of class \"file\", which holds no numbers: use readBin()."
  expect_error(mx.nd.LeakyReLU(connection), paste("`data`", message), fixed = TRUE)
  expect_error(as_float16(connection), paste("`x`", message), fixed = TRUE)
})

test_that("a class attribute that cannot be read is one that has no methods", {
  data <- -1
  odd <- "\xe9"
  Encoding(odd) <- "bytes"
  attr(data, "class") <- odd
  expect_identical(as.vector(unclass(mx.nd.LeakyReLU(data))), -0.25)
})

# ---- What to write instead -----------------------------------------------------------------------

test_that("the conversions that errors name give the numbers", {
  expect_identical(mx.nd.LeakyReLU(as.numeric(as.character(factor(c("-8", "4"))))), c(-2, 4))
  expect_identical(mx.nd.LeakyReLU(as.numeric(as.Date("1969-12-28"))), -1)
  nested <- data.frame(a = c(-4, 8))
  nested$b <- data.frame(c = c(-8, 4))
  nested$d <- matrix(c(-4, -8, 12, 16), 2)
  expect_error(mx.nd.LeakyReLU(nested), "column \"b\" is a data frame: use do.call(data.frame, data).", fixed = TRUE)
  expect_identical(unname(mx.nd.LeakyReLU(do.call(data.frame, nested))),
                   unname(data.frame(c(-1, 8), c(-2, 4), c(-1, -2), c(12, 16))))
})

test_that("what holds its numbers elsewhere is an error that names the way to them", {
  like <- function(class, package = NULL) structure(list(), class = structure(class, package = package))
  way <- function(data, use) expect_error(mx.nd.LeakyReLU(data), paste0(": use ", use, "."), fixed = TRUE)
  way(like(c("numpy.ndarray", "python.builtin.object")), "reticulate::py_to_r()")
  way(like("torch_tensor"), "as.array()")
  way(like("MXNDArray"), "as.array()")
})

test_that("a pairlist that says it is a data frame is none", {
  expect_error(mx.nd.LeakyReLU(structure(pairlist(a = 1), class = "data.frame")),
    "`data` must be numeric or logical (a vector, matrix, array, data frame, Matrix or DelayedArray), not an object",
    fixed = TRUE)
})

# ---- Data frames of other classes ----------------------------------------------------------------

test_that("a data.table loses a key and an index that are no longer true, and can be changed in place", {
  skip_if_not_installed("data.table")
  data <- data.table::data.table(a = c(3, -1, 2), b = c(-1L, 1L, 0L))
  data.table::setkeyv(data, "a")
  data.table::setindexv(data, "b")
  before <- serialize(data, NULL)
  results <- list(mx.nd.LeakyReLU(data, slope = -4), mx.nd.LeakyReLU.backward(1, data, slope = -4)$data,
                  mx.nd.LeakyReLU.double.backward(data, 1, data, slope = -4)$out.grad,
                  mx.nd.LeakyReLU(data, act.type = "rrelu", return.mask = TRUE)$mask)
  expect_identical(results[[1]]$a, c(4, 2, 3))
  expect_identical(results[[1]]$b, c(1, 0, 4))
  for (y in results) {
    expect_s3_class(y, c("data.table", "data.frame"), exact = TRUE)
    expect_null(data.table::key(y))
    expect_null(data.table::indices(y))
    expect_silent(data.table::set(y, j = "c", value = 1))
  }
  expect_identical(serialize(data, NULL), before)
})

test_that("a grouped tibble is grouped by the new values, and a plain one stays plain", {
  skip_if_not_installed("dplyr")
  data <- dplyr::group_by(dplyr::tibble(g = c(1, 1, -2), v = c(-1, 2, 3)), g)
  y <- mx.nd.LeakyReLU(data)
  expect_s3_class(y, "grouped_df")
  expect_identical(dplyr::group_data(y)$g, c(-0.5, 1))
  expect_identical(as.list(dplyr::group_data(y)$.rows), list(3L, 1:2))
  expect_identical(class(mx.nd.LeakyReLU(dplyr::ungroup(data))), c("tbl_df", "tbl", "data.frame"))
})

test_that("a class of the user's makes its own of the new columns", {
  with_total <- function(x) structure(x, class = c("test_total", "data.frame"), total = sum(unlist(unclass(x))))
  registerS3method("[<-", "test_total", function(x, ..., value) with_total(NextMethod()), envir = baseenv())
  data <- with_total(data.frame(a = c(-4, 2), b = c(1, -8)))
  y <- mx.nd.LeakyReLU(data)
  expect_identical(attr(y, "total"), -1 + 2 + 1 - 2)
  expect_identical(attr(data, "total"), -9)
  expect_identical(y$b, c(1, -2))
})

test_that("a class whose columns cannot be replaced is an error that names it, and draws nothing", {
  registerS3method("[<-", "test_stubborn", function(x, ..., value) stop("not to be changed"), envir = baseenv())
  data <- structure(data.frame(a = c(-1, 2)), class = c("test_stubborn", "data.frame"))
  message <- paste("must be a data frame whose columns can be replaced,",
                   "not a data frame of class \"test_stubborn\": use as.data.frame().")
  expect_error_line(mx.nd.LeakyReLU(data), paste("`data`", message))
  expect_error_line(mx.nd.LeakyReLU.backward(1, out = data), paste("`out`", message))
  keep_generator({
    set.seed(1)
    before <- random_seed()
    expect_error(mx.nd.LeakyReLU(data, act.type = "rrelu", is.train = TRUE), message, fixed = TRUE)
    expect_identical(random_seed(), before)
  })
  expect_identical(mx.nd.LeakyReLU(as.data.frame(data)), data.frame(a = c(-0.25, 2)))
})

test_that("a data frame whose class has arithmetic of its own is an error", {
  Math.test_units <- function(x, ...) stop("not to be called")
  data <- structure(data.frame(a = -1), class = c("test_units", "data.frame"))
  expect_error_line(mx.nd.LeakyReLU(data), paste0(
    "`data` must be plain numbers, not a data frame of class \"test_units\": ",
    "use as.data.frame(), as that class has arithmetic of its own."))
})

test_that("a layer takes data frames of other classes, and print looks past their methods", {
  dim.test_layer_frame <- function(x) stop("not to be called")
  registerS3method("[<-", "test_layer_frame", function(x, ..., value) NextMethod(), envir = baseenv())
  data <- structure(data.frame(a = c(-1, 2)), class = c("test_layer_frame", "data.frame"))
  layer <- activation_layer("gelu")
  y <- forward(layer, data)
  expect_s3_class(y, "test_layer_frame")
  expect_output(print(layer), "data (2 x 1)", fixed = TRUE)
})

test_that(paste("columns of one name are replaced each by its own,",
                "and a class that makes something else of them is an error"), {
  skip_if_not_installed("data.table")
  data <- data.table::data.table(a = c(-1, 2), a = c(-4L, 5L))
  y <- mx.nd.LeakyReLU(data)
  expect_identical(names(y), c("a", "a"))
  expect_identical(unname(as.list(y)), list(c(-0.25, 2), c(-1, 5)))
  registerS3method("[<-", "test_deaf", function(x, ..., value) 42, envir = baseenv())
  deaf <- structure(data.frame(a = c(-1, 2)), class = c("test_deaf", "data.frame"))
  expect_error(mx.nd.LeakyReLU(deaf), "a data frame of class \"test_deaf\": use as.data.frame().", fixed = TRUE)
})

test_that("beside a data frame of another class, methods are looked for where the user's call stands", {
  exp.test_local <- function(x) stop("not to be called")
  frame <- structure(data.frame(a = c(-1, 1)), class = c("test_frame", "data.frame"))
  local <- structure(0.1, class = "test_local")
  said <- "use as.numeric(), as that class has arithmetic of its own."
  expect_error(mx.nd.LeakyReLU(frame, local, "prelu"), paste("`gamma` must be plain numbers, not an object of class",
                                                             "\"test_local\":", said), fixed = TRUE)
  expect_error(mx.nd.LeakyReLU.backward(local, frame), said, fixed = TRUE)
})

test_that("an error in putting such a data frame together leaves the random numbers as they were", {
  frame <- structure(data.frame(a = c(-1, 1)), class = c("test_unreplaceable", "data.frame"))
  registerS3method("[<-", "test_unreplaceable", function(x, ..., value) stop("no"), envir = baseenv())
  keep_generator({
    set.seed(1)
    before <- random_seed()
    expect_error(mx.nd.LeakyReLU(frame, act.type = "rrelu", is.train = TRUE),
      "`data` must be a data frame whose columns can be replaced, not a data frame of class", fixed = TRUE)
    expect_identical(random_seed(), before)
    forget_seed()
    expect_error(mx.nd.LeakyReLU(frame, act.type = "rrelu", is.train = TRUE))
    expect_null(random_seed())
  })
})

test_that("an object of the class that stands for a shape is no numbers, whatever is in it", {
  forged <- function(...) structure(list(...), class = "leakyrelu_shape")
  said <- "must be numeric or logical (a vector, matrix, array"
  for (x in list(forged(), forged(1, NULL), forged(1, c(1.5, 2), NULL), forged(1, NULL, -1), forged(1, NULL, 1e9),
                 forged(1, NULL, 3))) {
    expect_error(mx.nd.LeakyReLU.backward(x, c(-1, 2, 3)), paste0("`out.grad` ", said), fixed = TRUE)
    expect_error(mx.nd.LeakyReLU(c(-1, 2, 3), act.type = "rrelu", mask = x), paste0("`mask` ", said), fixed = TRUE)
  }
  expect_error(mx.nd.LeakyReLU(forged()), paste0("`data` ", said), fixed = TRUE)
  expect_null(mx.nd.LeakyReLU(forged(1, NULL, 3)))
})

# ---- Kinds of data ---------------------------------------------------------------------------------------------

# With a row more in the table of kinds.
with_kind <- function(class, kind, code) {
  namespace <- asNamespace("leakyrelu")
  before <- namespace$kinds
  put <- function(kinds) {
    unlockBinding("kinds", namespace)
    assign("kinds", kinds, envir = namespace)
    lockBinding("kinds", namespace)
  }
  on.exit(put(before))
  put(c(before, setNames(list(kind), class)))
  force(code)
}

test_that("an object that C does not hold goes to the function for its kind, with all arguments, in every call", {
  on.exit(remove_S4_classes("TestKind"))
  wrap <- S4_class("TestKind", slots = c(numbers = "numeric"))
  kind <- function(arguments, compute) {
    at <- if (is.null(arguments$data)) "out" else "data"
    arguments[[at]] <- arguments[[at]]@numbers
    result <- compute(arguments)
    if (is.list(result)) result else wrap(numbers = result)
  }
  x <- c(-2, -1, 3)
  expect_error(mx.nd.LeakyReLU(wrap(numbers = x)), "not an object of class \"TestKind\".", fixed = TRUE)
  with_kind("TestKind", kind, {
    data <- wrap(numbers = x)
    expect_identical(mx.nd.LeakyReLU(data, slope = 0.5), wrap(numbers = c(-1, -0.5, 3)))
    expect_identical(mx.nd.LeakyReLU(data, c(1, 2, 3), "prelu")@numbers, c(-2, -2, 3))
    expect_identical(mx.nd.LeakyReLU.backward(2, data, 0.5, "prelu"), mx.nd.LeakyReLU.backward(2, x, 0.5, "prelu"))
    expect_identical(mx.nd.LeakyReLU.backward(2, out = data), mx.nd.LeakyReLU.backward(2, out = x))
    expect_identical(mx.nd.LeakyReLU.double.backward(1, 2, data, act.type = "elu"),
                     mx.nd.LeakyReLU.double.backward(1, 2, x, act.type = "elu"))
    expect_identical(predict(activation_layer("elu"), data)@numbers, mx.nd.LeakyReLU(x, act.type = "elu"))
    error <- expect_error(mx.nd.LeakyReLU(data, slope = "a"), "`slope` must be one finite number", fixed = TRUE)
    expect_identical(conditionCall(error), quote(mx.nd.LeakyReLU(data, slope = "a")))
  })
  expect_error(mx.nd.LeakyReLU(wrap(numbers = x)), "not an object of class \"TestKind\".", fixed = TRUE)
})
