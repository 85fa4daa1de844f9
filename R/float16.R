#' Numbers of 16 bits
#'
#' `as_float16()` and `as_bfloat16()` hold numbers at two bytes each, as files of weights have them
#' and R has not. They only hold them: [as.double()] or [as.array()] makes numbers to compute with.
#'
#' A float16 is IEEE 754's binary16: a sign, 5 bits of exponent and 10 of fraction, so 3 to 4
#' decimal digits; the largest is 65504, the least normal one 2^-14, the least of all 2^-24. A
#' bfloat16 is the upper half of a 32-bit float: 8 bits of exponent and 7 of fraction, so 2 to 3
#' decimal digits; the largest is about 3.4e38, the least normal one 2^-126, the least of all 2^-133.
#'
#' A number becomes the nearest one of the type; between two, the one whose last bit is 0. What is
#' too large becomes `Inf`. Infinities, subnormal numbers and the sign of 0 are kept; `NaN` stays
#' `NaN`, and `NA` becomes it, as these types have no `NA`. The way to doubles is exact.
#'
#' @section Dimensions:
#' Matrices and arrays keep `dim` and `dimnames`. Vectors have no names: those of `x` are dropped,
#' and so are those that `[` would give a row of a matrix. Other attributes are dropped too. `dim`
#' and `dimnames` replace those of `x`; a `dim` alone drops the `dimnames`, as `dim(x) <- ` does.
#'
#' A file in C order, such as one of safetensors or NumPy, has its last dimension run fastest,
#' where R has its first: there, `dim = rev(shape)` gives the array with its dimensions reversed,
#' without moving a number. `t(as.matrix(x))`, or [aperm()] of `as.array(x)`, turns it round. The
#' bytes of a safetensors file are in the order `"little"`.
#'
#' @section What works:
#' `[` in all its forms (an index that is `NA` gives `NaN`), `head()` and `tail()`, `length()`,
#' `dim()` and `dimnames()`, which can be assigned, `as.double()`, `as.array()`, `as.matrix()`,
#' `is.na()` and its like, `format()`, `print()`, `str()`, [all.equal()] to one unit in the last
#' place, [identical()]. Functions that call one of these work too: `scale()`, `apply()`. Arithmetic,
#' comparisons, replacing elements and everything else that R asks the class about is an error that
#' says to use `as.double()`. Of some functions R does not ask: `c(1, x)` and `unlist(list(x, x))`
#' give a list, `sprintf()` sees one element, `crossprod()` has an error of its own. To change numbers,
#' make them anew: `as_bfloat16(as.double(x) - 0.01 * as.double(g))`.
#'
#' @section Bytes:
#' `as.raw()` gives the bytes, two a number, in this machine's order, and
#' `writeBin(as.raw(x), file)` writes them. In an order of your choice, they are
#' `writeBin(readBin(as.raw(x), "integer", length(x), size = 2), raw(), size = 2, endian = "little")`.
#' [saveRDS()] keeps them as they are: for a machine of the other order, write the bytes to a file.
#'
#' @param x numbers: a double, integer or logical vector, matrix or array, a float16, a bfloat16, or
#'   a `float32` of the package float, which need not be installed; or the bytes themselves, a raw
#'   vector with two bytes a number. For a factor, a date, a data frame and other objects, the error
#'   names the conversion.
#' @param dim the dimensions: whole numbers whose product is the number of elements. `NULL` keeps
#'   those of `x`.
#' @param dimnames the names along them: a list with a character vector or `NULL` for each
#'   dimension. `NULL` keeps those of `x`, unless there is a `dim`.
#' @param endian the order of the bytes in a raw `x`, `"little"` or `"big"`. Not read elsewhere.
#' @param target,current a float16 or bfloat16.
#' @param digits significant digits; by default 5 for a float16 and 4 for a bfloat16, the least that
#'   tell all values apart.
#' @param max at most how many values are printed.
#' @param tolerance the relative difference that is not reported; by default 2^-10 for a float16 and
#'   2^-7 for a bfloat16.
#' @param ... passed on to the method for doubles.
#' @return `as_float16()` and `as_bfloat16()` give an object of the S4 class `float16` or `bfloat16`,
#'   both of which extend the virtual class `half_float`. Its slots are `bytes` (raw, two bytes a
#'   number in this machine's order), `Dim` (integer, without elements for a vector) and `Dimnames`
#'   (a list, without elements for none).
#' @references
#' IEEE (2019). IEEE Standard for Floating-Point Arithmetic. IEEE Std 754-2019.
#' \doi{10.1109/IEEESTD.2019.8766229}
#'
#' Kalamkar D, Mudigere D, Mellempudi N, et al. (2019). A Study of BFLOAT16 for Deep Learning
#' Training. \doi{10.48550/arXiv.1905.12322}
#' @examples
#' # 16-bit weights of the shape 2 x 3, in C order, as safetensors has them
#' file <- tempfile()
#' writeBin(as.raw(c(0x66, 0x2e, 0x00, 0xc0, 0x00, 0x42, 0x00, 0x3c, 0xff, 0x7b, 0x00, 0x38)), file)
#' shape <- c(2, 3)
#'
#' bytes <- readBin(file, "raw", 2 * prod(shape))
#' w <- as_float16(bytes, dim = rev(shape), endian = "little")
#' w
#' t(as.matrix(w)) # the matrix of 2 x 3, as doubles
#'
#' # back, in this machine's order, after a computation in doubles
#' y <- mx.nd.LeakyReLU(as.array(w), act.type = "gelu")
#' writeBin(as.raw(as_float16(y)), file)
#' as_bfloat16(y)[, 1]
#' unlink(file)
#' @name float16
#' @aliases bfloat16 float16-class bfloat16-class half_float-class
#' @concept half precision
#' @concept safetensors
NULL

#' @rdname float16
#' @export
as_float16 <- function(x, dim = NULL, dimnames = NULL, endian = .Platform$endian) {
  # Called here, as it looks for methods where the user's call stands.
  why_not <- if (is.object(x) && !is_float32(x)) why_not_plain(x) else ""
  as_half_float("float16", x, why_not, dim, dimnames, endian, sys.call())
}

#' @rdname float16
#' @export
as_bfloat16 <- function(x, dim = NULL, dimnames = NULL, endian = .Platform$endian) {
  why_not <- if (is.object(x) && !is_float32(x)) why_not_plain(x) else ""
  as_half_float("bfloat16", x, why_not, dim, dimnames, endian, sys.call())
}

# ---- The classes ---------------------------------------------------------------------------------

# Of each class: the bits of a NaN, the distance of 1 from the next number, and how many decimal digits tell all apart.
half_floats <- list(
  float16 = list(nan = 0x7e00L, unit = 2^-10, digits = 5L),
  bfloat16 = list(nan = 0x7fc0L, unit = 2^-7, digits = 4L)
)

valid_half_float <- function(object) {
  wrong <- wrong_bytes(object@bytes, "bytes")
  if (is.null(wrong) && length(object@Dim)) wrong <- wrong_dim(object@Dim, length(object), "Dim")
  if (is.null(wrong) && length(object@Dimnames)) wrong <- wrong_dimnames(object@Dimnames, object@Dim, "Dimnames")
  if (is.null(wrong)) TRUE else wrong
}

#' @importFrom methods new setClass setMethod show
#' @export
setClass("half_float", representation("VIRTUAL", bytes = "raw", Dim = "integer", Dimnames = "list"))

# Each has the check itself: for one of the virtual class R would convert each new object to that.
#' @export
setClass("float16", contains = "half_float", validity = valid_half_float)

#' @export
setClass("bfloat16", contains = "half_float", validity = valid_half_float)

# "float16" or "bfloat16", or "" for what is none of them.
type_of <- function(x) {
  if (!isS4(x) || is_float32(x)) return("")
  # R warns where a class is not defined.
  classes <- suppressWarnings(suppressMessages(dispatch_class(x)))
  if ("half_float" %in% classes) set_S4_methods()
  c(intersect(classes, names(half_floats)), "")[1L]
}

# These three say in one line what is wrong, or are NULL.
wrong_bytes <- function(bytes, name) {
  if (length(bytes) %% 2 == 0) return(NULL)
  sprintf("`%s` must have an even number of bytes, two for each number, not %.0f.", name, length(bytes))
}

wrong_dim <- function(dim, n, name) {
  is_plain <- is.numeric(dim) && !is.object(dim) && length(dim) > 0L
  is_whole <- is_plain && all(is.finite(dim)) && all(dim == floor(dim) & dim >= 0 & dim <= .Machine$integer.max)
  if (is_whole && prod(dim) == n) return(NULL)
  was <- if (is_plain && length(dim) < 9L) paste(sprintf("%.15g", dim), collapse = " x ") else describe(dim)
  sprintf("`%s` must be whole numbers with the product %.0f (the number of elements), not %s.", name, n, was)
}

wrong_dimnames <- function(dimnames, dim, name) {
  rank <- length(dim)
  if (rank == 0L) return(sprintf("`%s` must be NULL for a vector, not %s.", name, describe(dimnames)))
  if (!is.list(dimnames) || is.object(dimnames) || length(dimnames) != rank) {
    was <- describe(dimnames)
    if (was == "a list") was <- paste("a list of length", length(dimnames))
    return(sprintf("`%s` must be a list of length %d (the number of dimensions), not %s.", name, rank, was))
  }
  fits <- function(names, extent) is.null(names) || is.character(names) && length(names) == extent
  k <- which(!mapply(fits, dimnames, dim))[1L]
  if (is.na(k)) return(NULL)
  sprintf("`%s[[%d]]` must be NULL or a character vector of length %d (the extent of dimension %d), not %s.",
          name, k, dim[k], k, describe(dimnames[[k]]))
}

# ---- What becomes such numbers -------------------------------------------------------------------

as_half_float <- function(type, x, why_not, dim, dimnames, endian, call) {
  fail <- function(...) stop(simpleError(paste0(...), call))
  is_held <- nzchar(type_of(x)) || is_float32(x)
  if (!is_held && !typeof(x) %in% c("double", "integer", "logical", "raw")) {
    fail("`x` must be numeric, logical or raw (a vector, matrix or array), float16, bfloat16 or float32, not ",
         describe(x), numbers_from(x))
  }
  if (!is_held && nzchar(why_not)) fail("`x` must be plain numbers, not ", describe(x), why_not)
  if (is.raw(x)) {
    wrong <- wrong_bytes(x, "x")
    if (!is.null(wrong)) fail(wrong)
    if (!identical(endian, "little") && !identical(endian, "big")) {
      fail("`endian` must be \"little\" or \"big\", not ", describe(endian), ".")
    }
  }
  if (is.null(dim)) {
    shape <- own_shape(x)
    dim <- shape$dim
    if (is.null(dimnames)) dimnames <- shape$dimnames
  }
  half_float(type, bytes_from(x, type, endian), dim, dimnames, call)
}

# How the error for what does not hold numbers ends.
numbers_from <- function(x) {
  if (is.data.frame(x)) return(": use as.matrix().")
  if (is.object(x)) return(advice_on(x))
  switch(typeof(x), character = ": use as.numeric().", complex = ": use Re().", advice_on(x))
}

# An object of these bytes; a shape that does not fit is an error in that call.
half_float <- function(type, bytes, dim, dimnames, call) {
  fail <- function(wrong) if (!is.null(wrong)) stop(simpleError(wrong, call))
  if (!is.null(dim)) fail(wrong_dim(dim, length(bytes) / 2, "dim"))
  if (is.list(dimnames) && !is.object(dimnames)) dimnames <- lapply(dimnames, as_names)
  if (!is.null(dimnames) && !identical(dimnames, list())) fail(wrong_dimnames(dimnames, dim, "dimnames"))
  if (is.null(names(dimnames)) && all(vapply(dimnames, is.null, NA))) dimnames <- list()
  set_S4_methods()
  new(type, bytes = bytes, Dim = as.integer(dim), Dimnames = dimnames)
}

# As `dimnames<-` takes them.
as_names <- function(names) if (!is.atomic(names)) names else if (length(names)) as.character(names)

# Looked at by its name, as R would load the package float to know more of its class, and complain where it is missing.
is_float32 <- function(x) "float32" %in% class(x) && is.integer(attr(x, "Data"))

own_shape <- function(x) {
  if (nzchar(type_of(x))) return(list(dim = dim(x), dimnames = dimnames(x)))
  if (is_float32(x)) x <- attr(x, "Data")
  # Those of bytes are not those of the numbers.
  if (is.raw(x)) list() else list(dim = attr(x, "dim"), dimnames = attr(x, "dimnames"))
}

bytes_from <- function(x, type, endian) {
  if (type_of(x) == type) return(x@bytes)
  if (nzchar(type_of(x))) {
    x <- of_the_class_itself(x)
  } else if (!is_float32(x)) {
    attributes(x) <- NULL # and so without the methods that its class may have
  }
  if (!is.raw(x)) return(.Call(leakyrelu_to_bytes, x, type))
  if (endian == .Platform$endian) x else as.vector(matrix(x, 2L)[2:1, ])
}
