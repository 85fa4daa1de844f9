# as_float16() and as_bfloat16(): the numbers and shapes that they make and give back, and what they refuse.

forget_messages()

# The bytes of whole numbers of 16 bits, and the reverse.
bytes_of <- function(bits, endian = .Platform$endian) writeBin(as.integer(bits), raw(), size = 2, endian = endian)
bits_in <- function(bytes) readBin(bytes, "integer", length(bytes) / 2, size = 2, signed = FALSE)

# ---- Conversions ---------------------------------------------------------------------------------

for (type in names(half_types)) local({
  type <- type
  as_type <- half_types[[type]]
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
    other <- setdiff(names(half_types), type)
    x <- half_types[[other]](bytes_of(0:65535))
    converted <- as_type(x)
    expect_same_bits(as.double(converted), nearest_of(values_of_16_bits(other), type))
    shaped <- half_types[[other]](named_array)
    expect_identical(as_type(shaped), as_type(named_array))
  })

  test_that(paste("what is a", type, "stays as it is"), {
    x <- as_type(named_array)
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
  for (type in names(half_types)) {
    expect_silent(held <- half_types[[type]](float32(x, c(3, 4))))
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
  shapes <- list(1:6 + 0, matrix(small_numbers, 3), named_array + 0, array(1:3 + 0, 3, list(c("a", "b", "c"))),
                 double(), array(0, c(0, 3)), matrix(small_numbers, 3, dimnames = list(NULL, one = letters[1:4])),
                 matrix(0, 1, 1, dimnames = list(rows = NULL, columns = NULL)))
  for (as_type in half_types) for (x in shapes) {
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
  x <- matrix(small_numbers[1:6], 2, dimnames = list(c("a", "b"), NULL))
  expect_identical(as_float16(x, dim = c(3, 2)), as_float16(matrix(small_numbers[1:6], 3)))
  expect_identical(as_float16(x, dim = 3:2, dimnames = new_names),
                   as_float16(matrix(small_numbers[1:6], 3, dimnames = new_names)))
  expect_identical(as_float16(x, dimnames = list(NULL, 1:3)),
                   as_float16(matrix(small_numbers[1:6], 2, dimnames = list(NULL, 1:3))))
  expect_identical(as_float16(x, dimnames = list(factor(c("u", "v")), character())),
                   as_float16(matrix(small_numbers[1:6], 2, dimnames = list(factor(c("u", "v")), NULL))))
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

# ---- Errors --------------------------------------------------------------------------------------

want_x <- "`x` must be numeric, logical or raw (a vector, matrix or array), float16, bfloat16 or float32, not "
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
  expect_error_line(as_float16(as.raw(1:3)), "`x` must have an even number of bytes, two for each number, not 3.")
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

# Last: it shows what the tests above have seen.
test_that("all messages, one beside the other, read alike", {
  expect_snapshot_output(show_messages())
})
