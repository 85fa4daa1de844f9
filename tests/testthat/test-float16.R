# float16 and bfloat16: what is held, what comes out, and that everything else is an error.

forget_messages()

types <- list(float16 = as_float16, bfloat16 = as_bfloat16)

# The bytes of whole numbers of 16 bits, and the reverse.
bytes_of <- function(bits, endian = .Platform$endian) writeBin(as.integer(bits), raw(), size = 2, endian = endian)
bits_in <- function(bytes) readBin(bytes, "integer", length(bytes) / 2, size = 2, signed = FALSE)

# Of doubles that the types hold exactly.
small <- c(-2, -1, -0.5, 0, 0.5, 1, 2, 4, 8, 16, 32, 64)
named <- array(1:24, 2:4, list(c("a", "b"), LETTERS[1:3], letters[23:26]))

# ---- Conversions ---------------------------------------------------------------------------------

for (type in names(types)) local({
  type <- type
  as_type <- types[[type]]
  values <- values_of_16_bits(type)

  test_that(paste("each of the 65,536 values of", type, "becomes that double and comes back"), {
    x <- as_type(bytes_of(0:65535))
    expect_same_bits(as.double(x), values)
    expect_same_bits(as.numeric(x), values)
    back <- as_type(values)
    expect_identical(bits_in(as.raw(back))[!is.nan(values)], (0:65535)[!is.nan(values)])
    expect_same_bits(as.double(back), values)
    expect_identical(as.raw(x), bytes_of(0:65535))
  })

  test_that(paste("bytes in either order are the same", type), {
    bits <- c(0:65535)
    for (endian in c("little", "big")) {
      expect_identical(as_type(bytes_of(bits, endian), endian = endian), as_type(bytes_of(bits)))
    }
    expect_identical(as_type(raw()), as_type(double()))
    expect_identical(as_type(raw(), endian = "big"), as_type(raw(), endian = "little"))
  })

  test_that(paste("a double becomes the nearest", type, "and between two of them the even one"), {
    size <- values[1:32768]
    size <- size[is.finite(size)]
    size <- c(size, 2 * size[length(size)] - size[length(size) - 1])
    middle <- (size[-1] + size[-length(size)]) / 2
    x <- c(middle, middle * (1 - 2^-52), middle * (1 + 2^-52), 2^-1074, 1e300, Inf, 0, NA, NaN)
    x <- c(x, -x)
    expect_same_bits(as.double(as_type(x)), nearest_of(x, type))
    expect_same_bits(as.double(as_type(c(5L, NA))), c(5, NaN))
    expect_same_bits(as.double(as_type(c(TRUE, FALSE, NA))), c(1, 0, NaN))
  })

  test_that(paste("the other type becomes the nearest", type), {
    other <- setdiff(names(types), type)
    x <- types[[other]](bytes_of(0:65535))
    converted <- as_type(x)
    expect_same_bits(as.double(converted), nearest_of(values_of_16_bits(other), type))
    shaped <- types[[other]](named)
    expect_identical(as_type(shaped), as_type(named))
  })

  test_that(paste("what is a", type, "stays as it is"), {
    x <- as_type(named)
    expect_identical(as_type(x), x)
    expect_identical(as_type(x, dim = c(6, 4)), as_type(matrix(1:24, 6)))
  })
})

test_that("a raw vector of a big file is read as that file says", {
  expect_identical(as.double(as_float16(as.raw(c(0x3c, 0x00, 0xc0, 0x00)), endian = "big")), c(1, -2))
  expect_identical(as.double(as_float16(as.raw(c(0x00, 0x3c, 0x00, 0xc0)), endian = "little")), c(1, -2))
  expect_identical(as.double(as_bfloat16(as.raw(c(0x3f, 0x80, 0xc0, 0x00)), endian = "big")), c(1, -2))
})

test_that("endian is not read where there are no bytes", {
  expect_identical(as_float16(1:3, endian = "neither"), as_float16(1:3))
})

# What the package float would make, as it need not be installed.
float32 <- function(x, dim = NULL) {
  bits <- readBin(writeBin(as.vector(x), raw(), size = 4), "integer", length(x))
  bits[is.na(x) & !is.nan(x)] <- 0x7f8007a2L
  dim(bits) <- dim
  asS4(structure(list(), Data = bits, class = structure("float32", package = "float")))
}

test_that("a float32 is read without the package float", {
  x <- c(0.1, -2, 1 + 2^-11, 65520, 2^-149, 0, -0, NA, NaN, -Inf, 3e38, 2049)
  for (type in names(types)) {
    expect_silent(held <- types[[type]](float32(x, c(3, 4))))
    expect_same_bits(as.array(held), matrix(nearest_of(to_float(x), type), 3))
  }
})

test_that("a float32 that the package float has made is read as its numbers", {
  skip_if_not_installed("float")
  x <- matrix(c(0.1, -2, NA, Inf, 1e6, 2^-30), 2, dimnames = list(c("a", "b"), NULL))
  held <- as_float16(float::fl(x))
  expect_same_bits(as.double(held), nearest_of(to_float(x), "float16"))
  expect_identical(dim(held), c(2L, 3L))
})

# ---- Shape ---------------------------------------------------------------------------------------

test_that("dim and dimnames are kept and come back, names and other attributes are dropped", {
  shapes <- list(1:6 + 0, matrix(small, 3), named + 0, array(1:3 + 0, 3, list(c("a", "b", "c"))), double(),
                 array(0, c(0, 3)), matrix(small, 3, dimnames = list(NULL, one = letters[1:4])),
                 matrix(0, 1, 1, dimnames = list(rows = NULL, columns = NULL)))
  for (as_type in types) for (x in shapes) {
    held <- as_type(x)
    expect_identical(length(held), length(x))
    expect_identical(dim(held), dim(x))
    expect_identical(dimnames(held), dimnames(x))
    expect_identical(as.array(held), as.array(x))
    expect_identical(as.matrix(held), as.matrix(x))
    expect_identical(as.double(held), as.double(x))
  }
  expect_identical(as_float16(c(a = 1, b = 2)), as_float16(c(1, 2)))
  expect_identical(as_float16(ts(1:3)), as_float16(1:3))
  expect_identical(dimnames(as_float16(table(c(1, 1, 2)))), dimnames(table(c(1, 1, 2))))
})

test_that("dim and dimnames replace those of x, as they do in R", {
  new_names <- list(c("c", "d", "e"), NULL)
  x <- matrix(small[1:6], 2, dimnames = list(c("a", "b"), NULL))
  expect_identical(as_float16(x, dim = c(3, 2)), as_float16(matrix(small[1:6], 3)))
  expect_identical(as_float16(x, dim = 3:2, dimnames = new_names),
                   as_float16(matrix(small[1:6], 3, dimnames = new_names)))
  expect_identical(as_float16(x, dimnames = list(NULL, 1:3)),
                   as_float16(matrix(small[1:6], 2, dimnames = list(NULL, 1:3))))
  expect_identical(as_float16(x, dimnames = list(factor(c("u", "v")), character())),
                   as_float16(matrix(small[1:6], 2, dimnames = list(factor(c("u", "v")), NULL))))
  expect_identical(as_bfloat16(bytes_of(1:6), dim = 2:3)@Dim, 2:3)
  expect_identical(as_bfloat16(matrix(bytes_of(1:6), 2))@Dim, integer())
})

test_that("dim and dimnames can be assigned", {
  x <- as_bfloat16(1:6)
  dim(x) <- c(2, 3)
  expect_identical(x, as_bfloat16(matrix(1:6, 2)))
  dimnames(x) <- list(c("a", "b"), NULL)
  expect_identical(x, as_bfloat16(matrix(1:6, 2, dimnames = list(c("a", "b"), NULL))))
  colnames(x) <- 1:3
  expect_identical(dimnames(x), list(c("a", "b"), c("1", "2", "3")))
  dimnames(x) <- NULL
  expect_identical(x, as_bfloat16(matrix(1:6, 2)))
  dim(x) <- NULL
  expect_identical(x, as_bfloat16(1:6))
})

test_that("weights in C order are read and written with their shape reversed", {
  rows <- rbind(c(0.5, -1, 2), c(4, 8, 16))
  file <- tempfile()
  on.exit(unlink(file))
  writeBin(bytes_of(c(0x3800, 0xbc00, 0x4000, 0x4400, 0x4800, 0x4c00), "little"), file)
  x <- as_float16(readBin(file, "raw", 12), dim = rev(dim(rows)), endian = "little")
  expect_identical(t(as.matrix(x)), rows)
  writeBin(as.raw(x), file)
  expect_identical(as_float16(readBin(file, "raw", 12)), as_float16(as.vector(t(rows))))
})

# ---- Parts ---------------------------------------------------------------------------------------

# An expression of an array of doubles and one of the same held: names of a vector are lost.
expect_same_part <- function(x, expr) {
  expr <- substitute(expr)
  expected <- eval(expr, list(x = x), parent.frame())
  if (is.null(dim(expected))) expected <- as.vector(expected)
  expected[is.na(expected)] <- NaN
  for (as_type in types) {
    actual <- eval(expr, list(x = as_type(x)), parent.frame())
    expect_identical(actual, as_type(expected), label = deparse(expr))
    expect_true(validObject(actual), label = deparse(expr))
  }
}

test_that("each form of index of a vector gives what it gives of doubles", {
  x <- small
  i <- 2
  expect_same_part(x, x[3])
  expect_same_part(x, x[i])
  expect_same_part(x, x[c(5, 1, 5)])
  expect_same_part(x, x[-1])
  expect_same_part(x, x[-(2:12)])
  expect_same_part(x, x[0])
  expect_same_part(x, x[])
  expect_same_part(x, x[NULL])
  expect_same_part(x, x[2.9])
  expect_same_part(x, x[c(TRUE, FALSE)])
  expect_same_part(x, x[c(TRUE, NA, FALSE)])
  expect_same_part(x, x[NA])
  expect_same_part(x, x[c(1, NA)])
  expect_same_part(x, x[11:14])
  expect_same_part(x, x["a"])
  expect_same_part(x, x[factor("a")])
  expect_same_part(x, head(x, 3))
  expect_same_part(x, tail(x, 2))
  expect_same_part(x, x[3, drop = FALSE])
})

test_that("each form of index of a matrix gives what it gives of doubles", {
  x <- matrix(small, 3, dimnames = list(c("a", "b", "c"), NULL))
  expect_same_part(x, x[1, ])
  expect_same_part(x, x[, 2])
  expect_same_part(x, x[1, , drop = FALSE])
  expect_same_part(x, x[, 2, drop = FALSE])
  expect_same_part(x, x[, ])
  expect_same_part(x, x[])
  expect_same_part(x, x[2:1, c(TRUE, FALSE)])
  expect_same_part(x, x[-1, -1])
  expect_same_part(x, x["b", 2:3])
  expect_same_part(x, x[c("c", "a"), ])
  expect_same_part(x, x[2, 3])
  expect_same_part(x, x[5])
  expect_same_part(x, x[c(1, NA), 2:3])
  expect_same_part(x, x[0, ])
  expect_same_part(x, x[cbind(c(1, 3), c(4, 2))])
  expect_same_part(x, x[cbind(c(1, NA), c(4, 2))])
  expect_same_part(x, x[matrix(small > 0, 3)])
  expect_same_part(x[, 1:2], x[cbind("a", "b")[0, ], ])
  expect_same_part(x, head(x, 2))
  expect_same_part(unname(x), head(x, c(2, 1)))
})

test_that("each form of index of an array gives what it gives of doubles", {
  x <- named + 0
  expect_same_part(x, x[1, , ])
  expect_same_part(x, x[, 2, 3])
  expect_same_part(x, x["b", "C", "z"])
  expect_same_part(x, x[cbind("b", c("A", "C"), "w")])
  expect_same_part(x, x[, -1, c("w", "z"), drop = FALSE])
  expect_same_part(x, x[1, 1, , drop = FALSE])
  expect_same_part(x, x[20:26])
  expect_same_part(x, x[cbind(1, 2, 3:4)])
  expect_same_part(array(small, 12, list(letters[1:12])), x[2:3])
  expect_same_part(array(small, 12, list(letters[1:12])), x[c("b", "l")])
  expect_same_part(array(small, 12, list(letters[1:12])), x["b"])
  expect_same_part(array(small, 12), x[4, drop = FALSE])
})

test_that("an index that does not fit is R's own error, in the user's call", {
  x <- as_float16(matrix(small, 3, dimnames = list(c("a", "b", "c"), NULL)))
  expect_error_line(x[4, 1], "subscript out of bounds")
  expect_error_line(x[1, 1, 1], "incorrect number of dimensions")
  expect_error_line(x["d", ], "subscript out of bounds")
  expect_error_line(x[list(1)], "invalid subscript type 'list'")
  error <- expect_error(x[stop("not found")], "not found", fixed = TRUE)
  expect_false(identical(conditionCall(error), quote(x[stop("not found")])))
})

# ---- What they are, and how they are shown -------------------------------------------------------

test_that("missing and infinite values are found, in their shape", {
  x <- matrix(c(1, NA, NaN, Inf, -Inf, 70000), 2, dimnames = list(c("a", "b"), NULL))
  held <- as_float16(x)
  doubles <- as.array(held)
  expect_identical(is.na(held), is.na(x))
  expect_identical(is.nan(held), is.na(x))
  expect_identical(is.finite(held), is.finite(doubles))
  expect_identical(is.infinite(held), is.infinite(doubles))
  expect_true(anyNA(held))
  expect_false(anyNA(as_float16(c(1, Inf))))
  expect_false(is.infinite(as_bfloat16(x))[2, 3])
})

test_that("all.equal() compares class, shape and values, to one unit in the last place", {
  for (type in names(types)) {
    as_type <- types[[type]]
    unit <- 2^-formats[[type]][["fraction"]]
    expect_true(all.equal(as_type(named), as_type(named)))
    expect_true(all.equal(as_type(1), as_type(1 + unit)))
    expect_match(all.equal(as_type(1), as_type(1 + 2 * unit)), "Mean relative difference")
    expect_match(all.equal(as_type(1), as_type(1 + unit), tolerance = unit / 2), "Mean relative difference")
    expect_match(all.equal(as_type(1:4), as_type(matrix(1:4, 2))), "Attributes", all = FALSE)
    expect_match(all.equal(as_type(named), as_type(unname(named))), "Attributes", all = FALSE)
    expect_identical(all.equal(as_type(1), 1), sprintf("target is %s, current is numeric", type))
  }
  expect_identical(all.equal(as_float16(1), as_bfloat16(1)), "target is float16, current is bfloat16")
})

test_that("the digits that are shown tell every value from the next", {
  for (type in names(types)) {
    values <- values_of_16_bits(type)
    values <- values[is.finite(values) & values > 0]
    # One by one, as format() gives several of them the digits that the longest needs.
    some <- types[[type]](with_fixed_seed(values[outer(0:1, sample(length(values) - 1, 500), `+`)]))
    shown <- matrix(vapply(seq_along(some), function(i) format(some[i]), ""), 2)
    expect_true(all(shown[1, ] != shown[2, ]))
    all_shown <- formatC(values, digits = leakyrelu:::half_floats[[type]]$digits, format = "g")
    expect_identical(anyDuplicated(all_shown), 0L)
    one <- types[[type]](1:8 / 8 + 1)
    expect_identical(as.numeric(format(one)), 1:8 / 8 + 1)
    expect_identical(dim(format(types[[type]](named))), dim(named))
  }
})

test_that("print, show and str say class, extent and values, and that some are left out", {
  x <- as_float16(matrix(c(0.1, -2, 3, NA, Inf, 2^-24), 2, dimnames = list(c("a", "b"), NULL)))
  capture.output(printed <- withVisible(print(x)))
  expect_identical(printed, list(value = x, visible = FALSE))
  expect_snapshot_output({
    print(x)
    print(x, digits = 2)
    methods::show(as_bfloat16(x))
    print(as_bfloat16(1:3 / 3))
    print(as_float16(double()))
    print(as_float16(1:1000))
    print(as_float16(array(1:10000, c(100, 2, 50))), max = 8)
    str(x)
    str(as_bfloat16(1:1000 / 3))
    str(list(weights = as_float16(double()), bias = as_float16(array(0, c(0, 3)))))
  })
})

test_that("print() shows as many values as may be shown, and says what it leaves out", {
  x <- as_float16(array(1:60, c(2, 3, 10)))
  shown <- capture.output(print(x, max = 12))
  expect_identical(shown[length(shown)], "# only the first 2 x 3 x 2 are shown")
  before <- options(max.print = 20)
  on.exit(options(before))
  shown <- capture.output(print(as_float16(1:60)))
  expect_identical(shown[length(shown)], "# only the first 20 are shown")
  expect_false(any(grepl("omitted", shown)))
  for (max in list("a", 0, NA, c(1, 2), NULL)) expect_error(print(x, max = max), "`max` must be a number of at least 1")
})

test_that("an object that is printed without print() is shown so, in a new session too", {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(as_float16(1:3), file)
  expect_identical(in_fresh_process(c("as_bfloat16(1:3)", sprintf("x <- readRDS(%s)[2]; x", deparse(file)))),
                   c("<bfloat16> length 3", "[1] 1 2 3", "<float16> length 1", "[1] 2"))
})

test_that("identical() and saveRDS() see what is held", {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  x <- as_float16(named)
  saveRDS(x, file)
  expect_identical(readRDS(file), x)
  expect_false(identical(x, as_float16(unname(named))))
  expect_false(identical(x, as_bfloat16(named)))
})

test_that("an object of a class that extends one of them is one of them", {
  on.exit(methods::removeClass("TestFloat16", where = globalenv()))
  make <- methods::setClass("TestFloat16", contains = "float16", where = globalenv())
  x <- make(as_float16(small))
  expect_identical(as.double(x), small)
  expect_identical(x[2], as_float16(small[2]))
  expect_identical(as_bfloat16(x), as_bfloat16(small))
  expect_error(x + 1, "`+` is not defined for float16: use as.double().", fixed = TRUE)
  expect_error(x %*% x, "`%*%` is not defined for float16: use as.double().", fixed = TRUE)
})

test_that("slots that do not fit are an error that names the slot", {
  invalid <- function(..., message) expect_error(methods::new("float16", ...), message, fixed = TRUE)
  invalid(bytes = raw(3), message = "`bytes` must have two bytes for each number, not 3 bytes.")
  invalid(bytes = raw(4), Dim = 3L, message = "`Dim` must be whole numbers with the product 2")
  invalid(bytes = raw(4), Dim = NA_integer_, message = "`Dim` must be whole numbers with the product 2")
  invalid(bytes = raw(4), Dimnames = list("a"), message = "`Dimnames` must be NULL for a vector")
  invalid(bytes = raw(4), Dim = 2L, Dimnames = list("a"),
          message = "`Dimnames[[1]]` must be NULL or a character vector of length 2")
  invalid(bytes = raw(4), Dim = 2L, Dimnames = list(1:2), message = "not an integer vector of length 2.")
  invalid(bytes = 1, message = "\"bytes\"")
  expect_error(methods::new("half_float"), "virtual class", fixed = TRUE)
})

# ---- Errors --------------------------------------------------------------------------------------

want_x <- "`x` must be a numeric, logical or raw vector, matrix or array, a float16, a bfloat16 or a float32, not "
own_arithmetic <- paste("`x` must be plain numbers, not an object of class \"%s\": use %s,",
                        "as that class has arithmetic of its own.")

test_that("what does not hold numbers is an error that says what it is and which conversion helps", {
  expect_error_line(as_float16("a"), paste0(want_x, "\"a\": use as.numeric()."))
  expect_error_line(as_float16(NA_character_), paste0(want_x, "NA: use as.numeric()."))
  expect_error_line(as_bfloat16(c("1", "2")), paste0(want_x, "a character vector of length 2: use as.numeric()."))
  expect_error_line(as_float16(matrix("a", 2, 2)), paste0(want_x, "a character matrix of 2 x 2: use as.numeric()."))
  expect_error_line(as_float16(1i), paste0(want_x, "a complex vector of length 1: use Re()."))
  expect_error_line(as_float16(NULL), paste0(want_x, "NULL."))
  expect_error_line(as_float16(list(1, 2)), paste0(want_x, "a list: use unlist()."))
  expect_error_line(as_float16(data.frame(a = 1)), paste0(want_x, "a data frame: use as.matrix()."))
  expect_error_line(as_float16(sum), paste0(want_x, "a function."))
  expect_error_line(as_float16(quote(a)), paste0(want_x, "an object of type \"symbol\"."))
  expect_error_line(as_float16(structure(list(), class = "torch_tensor")),
                    paste0(want_x, "an object of class \"torch_tensor\": use as.array()."))
  expect_error_line(as_float16(factor("a")), sprintf(own_arithmetic, "factor", "as.numeric(as.character())"))
  expect_error_line(as_bfloat16(as.Date("2020-02-29")), sprintf(own_arithmetic, "Date", "as.numeric()"))
  expect_error_line(as_float16(structure(1, class = "integer64")), sprintf(own_arithmetic, "integer64", "as.double()"))
  Math.test_own <- function(x, ...) stop("not to be called")
  expect_error_line(as_bfloat16(structure(1, class = "test_own")), sprintf(own_arithmetic, "test_own", "as.numeric()"))
  expect_identical(as_float16(structure(1:2, class = "test_plain")), as_float16(1:2))
})

test_that("bytes are two for each number, little or big", {
  expect_error_line(as_float16(as.raw(1:3)), "`x` must have two bytes for each number, not 3 bytes.")
  want <- "`endian` must be \"little\" or \"big\", not "
  expect_error_line(as_float16(raw(2), endian = "swap"), paste0(want, "\"swap\"."))
  expect_error_line(as_bfloat16(raw(2), endian = c("little", "big")), paste0(want, "a character vector of length 2."))
  expect_error_line(as_float16(raw(2), endian = 1), paste0(want, "1."))
  expect_error_line(as_float16(raw(2), endian = NULL), paste0(want, "NULL."))
})

test_that("dim and dimnames fit", {
  want <- "`dim` must be whole numbers with the product 6 (the number of elements), not "
  expect_error_line(as_float16(1:6, dim = c(2, 2)), paste0(want, "2 x 2."))
  expect_error_line(as_bfloat16(1:6, dim = 5), paste0(want, "5."))
  expect_error_line(as_float16(1:6, dim = c(2.5, 2.4)), paste0(want, "2.5 x 2.4."))
  expect_error_line(as_float16(1:6, dim = c(-2, -3)), paste0(want, "-2 x -3."))
  expect_error_line(as_float16(1:6, dim = c(6, NA)), paste0(want, "6 x NA."))
  expect_error_line(as_float16(1:6, dim = 6e5), paste0(want, "600000."))
  expect_error_line(as_float16(1:6, dim = "6"), paste0(want, "\"6\"."))
  expect_error_line(as_float16(1:6, dim = integer()), paste0(want, "an integer vector of length 0."))
  expect_error_line(as_float16(1:6, dim = list(2, 3)), paste0(want, "a list."))
  want <- "`dimnames` must be a list of length 2 (the number of dimensions), not "
  expect_error_line(as_float16(1:6, 2:3, list("a")), paste0(want, "a list of length 1."))
  expect_error_line(as_float16(1:6, 2:3, c("a", "b")), paste0(want, "a character vector of length 2."))
  expect_error_line(as_float16(1:6, 2:3, character()), paste0(want, "a character vector of length 0."))
  expect_identical(as_float16(1:6, 2:3, list()), as_float16(matrix(1:6, 2)))
  expect_error_line(as_float16(1:6, dimnames = list("a")), "`dimnames` must be NULL for a vector, not a list.")
  want <- "`dimnames[[2]]` must be NULL or a character vector of length 3 (the extent of dimension 2), not "
  expect_error_line(as_float16(1:6, 2:3, list(NULL, "a")), paste0(want, "\"a\"."))
  expect_error_line(as_bfloat16(1:6, 2:3, list(NULL, list(1, 2, 3))), paste0(want, "a list."))
  x <- as_float16(1:6)
  expect_error(dim(x) <- 4, "`dim` must be whole numbers with the product 6", fixed = TRUE)
  expect_error(dimnames(x) <- list("a"), "`dimnames` must be NULL for a vector, not a list.", fixed = TRUE)
  expect_identical(x, as_float16(1:6))
})

test_that("everything else is an error that says to use as.double()", {
  refused <- alist(
    `+` = x + 1, `+` = 1 + x, `-` = -x, `-` = x - x, `*` = x * 2L, `/` = x / x, `^` = x^2, `%%` = x %% 2,
    `%/%` = x %/% 2, `==` = x == 1, `!=` = x != 1, `<` = x < x, `>` = x > 1, `<=` = x <= 1, `>=` = TRUE >= x,
    `!` = !x, `&` = x & TRUE, `|` = x | TRUE, `%*%` = x %*% 1, `%*%` = 1 %*% x, `%*%` = x %*% x,
    abs = abs(x), sign = sign(x), sqrt = sqrt(x), exp = exp(x), floor = floor(x), round = round(x), round = round(x, 1),
    signif = signif(x, 2), trunc = trunc(x), log = log(x), log = log(x, 2), log1p = log1p(x), tanh = tanh(x),
    gamma = gamma(x), cumsum = cumsum(x), cummax = cummax(x), Re = Re(x), Im = Im(x), Mod = Mod(x), Conj = Conj(x),
    sum = sum(x), prod = prod(x), max = max(x, 1), min = min(x), range = range(x), any = any(x), all = all(x),
    `[[` = x[[1]], `$` = x$a, c = c(x), c = c(x, 1), rep = rep(x, 2), t = t(x), aperm = aperm(x), rev = rev(x),
    sort = sort(x), xtfrm = order(x), xtfrm = xtfrm(x), unique = unique(x), duplicated = duplicated(x),
    anyDuplicated = anyDuplicated(x), diff = diff(x), split = split(x, 1), cut = cut(x, 2), mean = mean(x),
    median = median(x), quantile = quantile(x), quantile = quantile(x, 0.5), summary = summary(x),
    as.integer = as.integer(x), as.logical = as.logical(x), as.complex = as.complex(x), as.character = as.character(x),
    as.character = paste(x), as.vector = as.vector(x), as.vector = matrix(x), as.list = as.list(x),
    as.list = lapply(x, identity), as.data.frame = as.data.frame(x), as.data.frame = data.frame(x), cbind = cbind(x),
    cbind = cbind(1, x), rbind = rbind(x, x), rbind = rbind(a = 1, b = x),
    `[<-` = x[1] <- 1, `[[<-` = x[[1]] <- 1, `$<-` = x$a <- 1, `names<-` = names(x) <- "a", `length<-` = length(x) <- 2,
    `levels<-` = levels(x) <- "a", `[<-` = is.na(x) <- 1
  )
  missed <- setdiff(leakyrelu:::refused, c(names(refused), "Ops", "Math", "Summary", "Complex"))
  expect_identical(missed, character())
  for (type in names(types)) for (i in seq_along(refused)) {
    held <- types[[type]](matrix(1:4, 2))
    x <- held
    message <- sprintf("`%s` is not defined for %s: use as.double().", names(refused)[i], type)
    error <- expect_error(eval(refused[[i]]), message, fixed = TRUE, info = deparse(refused[[i]]))
    expect_identical(conditionMessage(error), message)
    expect_lt(nchar(deparse_line(conditionCall(error))), 60)
    expect_identical(x, held)
  }
})

test_that("a refused operation is an error in the user's call", {
  x <- as_float16(1:3)
  expect_error_line(x + 1, "`+` is not defined for float16: use as.double().")
  expect_error_line(exp(x), "`exp` is not defined for float16: use as.double().")
  expect_error_line(x %*% x, "`%*%` is not defined for float16: use as.double().")
  expect_error_line(x[[2]], "`[[` is not defined for float16: use as.double().")
  expect_error_line(x$a, "`$` is not defined for float16: use as.double().")
  expect_error_line(c(x, x), "`c` is not defined for float16: use as.double().")
  expect_error_line(cbind(1, x), "`cbind` is not defined for float16: use as.double().")
  expect_error_line(mean(x), "`mean` is not defined for float16: use as.double().")
  expect_error_line(quantile(x, 0.5), "`quantile` is not defined for float16: use as.double().")
  expect_error_line(as.integer(x), "`as.integer` is not defined for float16: use as.double().")
})

test_that("what R has no hook for is an error too, by R itself", {
  x <- as_float16(1:3)
  for (call in alist(max(1, x), match(1, x), which(x), var(x), rowSums(x), rep_len(x, 2), outer(x, x), x %in% 1,
                     crossprod(x), if (x) 1, sapply(x, identity), tabulate(x), hist(x), table(x), rank(x))) {
    expect_error(eval(call), info = deparse(call))
  }
})

# Last: it shows what the tests above have seen.
test_that("all messages, one beside the other, read alike", {
  expect_snapshot_output(show_messages())
})
