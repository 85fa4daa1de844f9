# The kinds of data that R holds numbers in: types, attributes, classes, data frames, compact sequences, empty data.

# prelu with one gamma, so that one call serves every act.type.
activate <- function(data, act.type) {
  if (act.type == "prelu") return(mx.nd.LeakyReLU(data, 0.25, act.type = "prelu"))
  mx.nd.LeakyReLU(data, act.type = act.type)
}

# ---- Types ---------------------------------------------------------------------------------------

test_that("integers and logicals answer as the doubles that they are", {
  for (act.type in act_types) {
    whole <- c(-70000:70000, NA, .Machine$integer.max, -.Machine$integer.max)
    expect_same_bits(activate(whole, act.type), activate(as.double(whole), act.type))
    truth <- rep(c(TRUE, FALSE, NA), 50)
    expect_same_bits(activate(truth, act.type), activate(as.double(truth), act.type))
  }
})

test_that("integers and logicals of every length from 0 to 67 answer as doubles", {
  for (act.type in act_types) for (n in 0:67) {
    whole <- rep_len(c(-3L, NA, 5L, 0L, -1L), n)
    expect_same_bits(activate(whole, act.type), activate(as.double(whole), act.type))
    expect_same_bits(activate(whole > 0, act.type), activate(as.double(whole > 0), act.type))
  }
})

test_that("prelu and rrelu with many slopes take integers and logicals as doubles", {
  whole <- matrix(c(-3L, NA, 5L, 0L, -1L, -7L), 2)
  for (data in list(whole, whole > 0)) {
    double <- data
    storage.mode(double) <- "double"
    for (margin in 1:2) {
      gamma <- seq_len(dim(data)[margin]) / 8
      expect_same_bits(mx.nd.LeakyReLU(data, gamma, act.type = "prelu", margin = margin),
                       mx.nd.LeakyReLU(double, gamma, act.type = "prelu", margin = margin))
    }
    mask <- matrix(1:6 / 8, 2)
    expect_same_bits(mx.nd.LeakyReLU(data, act.type = "rrelu", mask = mask),
                     mx.nd.LeakyReLU(double, act.type = "rrelu", mask = mask))
  }
})

# ---- Attributes ----------------------------------------------------------------------------------

described <- list(
  names = c(a = -1, b = 2, c = NA),
  matrix = matrix(c(-1, 2, -3, 4), 2, dimnames = list(row = c("a", "b"), column = NULL)),
  array = array(c(-1, 2), c(2, 1, 1, 2), dimnames = list(c("a", "b"), NULL, "c", NULL)),
  "array of one dimension" = array(c(-1, 2), 2, dimnames = list(c("a", "b"))),
  ts = ts(c(-1, 2, -3, 4), start = c(2001, 2), frequency = 4),
  "multiple ts" = ts(matrix(c(-1, 2, -3, 4), 2, dimnames = list(NULL, c("u", "v"))), start = 2001),
  table = table(c("a", "b", "a")),
  "S3 class without Math method" = structure(c(-1, 2), class = c("scores", "measured"), unit = "cm"),
  "attribute of the user's" = structure(c(-1, 2), note = list("kept", 1:3)),
  "integers with names" = c(a = -1L, b = 2L, c = NA),
  "logicals with dim" = matrix(c(TRUE, FALSE, NA, TRUE), 2, dimnames = list(NULL, c("u", "v"))),
  "nothing, with names" = c(a = 1)[0]
)

for (kind in names(described)) local({
  data <- described[[kind]]
  test_that(paste("attributes stay:", kind), {
    for (act.type in act_types) {
      y <- activate(data, act.type)
      expect_identical(attributes(y), attributes(data))
      expect_type(y, "double")
      expect_same_bits(as.vector(y), activate(as.vector(data), act.type))
    }
  })
})

test_that("attributes stay where every element has a slope of its own", {
  for (data in described[c("matrix", "multiple ts", "logicals with dim")]) {
    expect_identical(attributes(mx.nd.LeakyReLU(data, c(0.5, 2), act.type = "prelu")), attributes(data))
    both <- mx.nd.LeakyReLU(data, act.type = "rrelu", return.mask = TRUE)
    expect_identical(attributes(both$out), attributes(data))
  }
})

test_that("a change of the answer's attributes does not reach data", {
  data <- matrix(c(-1, 2), 1, dimnames = list("a", c("u", "v")))
  y <- mx.nd.LeakyReLU(data)
  dimnames(y)[[2]][1] <- "changed"
  expect_identical(dimnames(data), list("a", c("u", "v")))
})

test_that("a time series answers as itself, so that R goes on treating it as one", {
  y <- mx.nd.LeakyReLU(AirPassengers - 300L)
  expect_identical(tsp(y), tsp(AirPassengers))
  expect_identical(window(y, 1955, c(1955, 12)), mx.nd.LeakyReLU(window(AirPassengers, 1955, c(1955, 12)) - 300))
})

test_that("taking a part and activating commute", {
  data <- with_fixed_seed(array(rnorm(7 * 9 * 11), c(7, 9, 11)))
  picked <- with_fixed_seed(sample(length(data), 200))
  for (act.type in act_types) {
    y <- activate(data, act.type)
    expect_same_bits(activate(data[picked], act.type), y[picked])
    expect_same_bits(activate(data[-3, , c(TRUE, FALSE)], act.type), y[-3, , c(TRUE, FALSE)])
    expect_same_bits(activate(data[data < 0], act.type), y[data < 0])
    expect_same_bits(activate(aperm(data, 3:1), act.type), aperm(y, 3:1))
  }
})

# ---- Empty data ----------------------------------------------------------------------------------

test_that("empty data gives empty doubles of the same shape", {
  for (act.type in act_types) {
    for (data in list(double(), integer(), logical())) expect_identical(activate(data, act.type), double())
    for (dim in list(0, c(0, 3), c(3, 0), c(0, 0), c(2, 0, 3))) {
      expect_identical(activate(array(0L, dim), act.type), array(0, dim))
    }
  }
})

# ---- Compact sequences ---------------------------------------------------------------------------

is_compact <- function(x) any(grepl("(compact)", utils::capture.output(.Internal(inspect(x))), fixed = TRUE))

test_that("compact sequences are read without being expanded", {
  whole <- -100000:100000
  beyond_integers <- -3e9:(-3e9 + 1e5)
  skip_if_not(is_compact(whole) && is_compact(beyond_integers), "this R does not hold sequences compactly")
  for (act.type in act_types) {
    # Arithmetic expands its operand: these are sequences of their own.
    expect_same_bits(activate(whole, act.type), activate(-100000:100000 + 0, act.type))
    expect_same_bits(activate(beyond_integers, act.type), activate(-3e9:(-3e9 + 1e5) + 0, act.type))
  }
  mx.nd.LeakyReLU(whole, seq(0, 1, length.out = length(whole)), act.type = "prelu")
  keep_generator(mx.nd.LeakyReLU(whole, act.type = "rrelu", is.train = TRUE, return.mask = TRUE))
  expect_true(is_compact(whole))
  expect_true(is_compact(beyond_integers))
})

test_that("a compact sequence of any length from 1 to 67 answers as its numbers, backwards too", {
  for (n in 1:67) {
    expect_same_bits(mx.nd.LeakyReLU(-33:(n - 34)), mx.nd.LeakyReLU(-33:(n - 34) + 0))
    expect_same_bits(mx.nd.LeakyReLU(33:(34 - n)), mx.nd.LeakyReLU(33:(34 - n) + 0))
  }
})

test_that("what R knew of data's order is not believed of the answer", {
  # mish falls and then rises, so that sorted data gives an unsorted answer. sort() marks what it returns.
  data <- sort(c(-5, -1.2, -0.1, 3, -9), method = "radix")
  y <- mx.nd.LeakyReLU(data, act.type = "mish")
  expect_true(is.unsorted(y))
  expect_false(is.unsorted(sort(y)))
  missing <- sort(c(3, 1, 2))
  expect_true(anyNA(mx.nd.LeakyReLU(-missing, c(NA, 1, 1), act.type = "prelu")))
  negative <- sort(c(-1L, -2L, -3L))
  expect_identical(mx.nd.LeakyReLU(negative, slope = -1), c(3, 2, 1))
  expect_identical(sort(mx.nd.LeakyReLU(negative, slope = -1)), c(1, 2, 3))
})

# ---- Data frames ---------------------------------------------------------------------------------

test_that("a data frame stays one, column by column, with its names and row names", {
  data <- data.frame(a = c(-1.5, NA), b = c(-2L, 3L), c = c(NA, TRUE), row.names = c("x", "y"))
  for (act.type in act_types) {
    expected <- data
    expected[] <- lapply(data, activate, act.type)
    expect_same_bits(activate(data, act.type), expected)
  }
})

test_that("a data frame keeps its class, its own attributes and those of its columns", {
  data <- data.frame(a = c(-1, 2), a = 3:4, "a name" = c(TRUE, NA), check.names = FALSE)
  data[[1]] <- structure(data[[1]], label = "first")
  data[[2]] <- ts(data[[2]], 2000)
  data <- structure(data, class = c("tbl_like", "data.frame"), note = "kept")
  y <- mx.nd.LeakyReLU(data)
  expect_mapequal(attributes(y), attributes(data)) # the class's `[<-` may order them anew
  expect_identical(lapply(unclass(y), attributes), lapply(unclass(data), attributes), ignore_attr = "note")
  expect_same_bits(as.vector(y[[1]]), c(-0.25, 2))
})

test_that("data frames without rows or without columns stay as they are", {
  for (act.type in act_types) {
    expect_identical(activate(data.frame(a = double(), b = integer()), act.type),
                     data.frame(a = double(), b = double()))
    expect_identical(activate(data.frame(), act.type), data.frame())
    expect_identical(activate(data.frame(row.names = c("x", "y")), act.type), data.frame(row.names = c("x", "y")))
  }
})

test_that("a data frame of compact columns answers without expanding them", {
  data <- list2DF(list(a = -500:500, b = 500:-500))
  skip_if_not(is_compact(data$a), "this R does not hold sequences compactly")
  expect_same_bits(mx.nd.LeakyReLU(data),
                   data.frame(a = mx.nd.LeakyReLU(-500:500 + 0), b = mx.nd.LeakyReLU(500:-500 + 0)))
  expect_true(is_compact(data$a))
})

test_that("airquality answers the same as a data frame and as a matrix", {
  matrix <- as.matrix(airquality)
  for (act.type in act_types) {
    y <- activate(airquality, act.type)
    expect_s3_class(y, "data.frame", exact = TRUE)
    expect_same_bits(as.vector(as.matrix(y)), as.vector(activate(matrix, act.type)))
  }
})
