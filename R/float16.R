#' 16-bit numbers
#'
#' `as_float16()` and `as_bfloat16()` make vectors, matrices and arrays of 16-bit numbers, as used in the
#' weight files of neural networks. They store two bytes for each number. All functions of this package
#' accept them as data. For other computations, convert them with [as.double()] or [as.array()].
#'
#' @section Reading and writing files:
#' To read 16-bit numbers from a file, pass the bytes to `as_float16()` or `as_bfloat16()`, with the byte
#' order of the file as `endian`. Safetensors files have the order `"little"`.
#'
#' Most files (safetensors, NumPy) store an array so that its last index changes fastest. In R, the first
#' index does. So use `dim = rev(shape)`, which gives the array with its dimensions reversed. For a matrix,
#' `t(as.matrix(x))` restores the original order; for an array, `aperm(as.array(x))` does.
#'
#' To write a file, `as.raw(x)` gives the bytes in the order of this machine, which [writeBin()] can write.
#' For another order, use
#'
#' ```
#' numbers <- readBin(as.raw(x), "integer", length(x), size = 2)
#' writeBin(numbers, file, size = 2, endian = "little")
#' ```
#'
#' [saveRDS()] keeps the bytes as they are. It cannot be used to move numbers to a machine with another byte
#' order.
#'
#' @section Range and rounding:
#' | | float16 | bfloat16 |
#' |---|---|---|
#' | bits of exponent, of fraction | 5, 10 | 8, 7 |
#' | decimal digits | 3 to 4 | 2 to 3 |
#' | largest number | 65504 | about 3.4e38 |
#' | smallest normal number above 0 | 2^-14 | 2^-126 |
#' | smallest number above 0 | 2^-24 | 2^-133 |
#'
#' A float16 is the format binary16 of IEEE 754. A bfloat16 is the upper half of a 32-bit float.
#'
#' Numbers are rounded to the nearest value of the type, ties to the value whose last bit is 0. Numbers that
#' are too large become `Inf`. Infinite and subnormal numbers and the sign of 0 are kept. `NA` becomes
#' `NaN`, because these types have no `NA`. Conversion to double is exact.
#'
#' @section What works:
#' These functions work on float16 and bfloat16:
#' * indexing with `[` (an index of `NA` gives `NaN`), `head()`, `tail()`;
#' * `length()`, `dim()` and `dimnames()`, and assigning these two;
#' * `as.double()`, `as.array()`, `as.matrix()`, `is.na()`, `is.nan()`, `is.finite()`, `is.infinite()`;
#' * `format()`, `print()`, `str()`, [identical()], and [all.equal()], which ignores differences of one unit
#'   in the last place;
#' * functions that call these, such as `scale()` and `apply()`.
#'
#' Arithmetic, comparison and assigning to elements are errors that say to use `as.double()`. To compute
#' with 16-bit numbers, convert them, compute, and convert the result back, as in
#' `as_bfloat16(as.double(x) - 0.01 * as.double(g))`.
#'
#' Some functions of R do not look at the class. `c(1, x)` and `unlist(list(x, x))` return a list,
#' `sprintf()` sees only one element, and `crossprod()` fails with an error of its own.
#'
#' @section Attributes:
#' Matrices and arrays keep `dim` and `dimnames`. Vectors have no names: the names of `x`, and the names
#' that `[` would give to a row of a matrix, are dropped. All other attributes are dropped too.
#'
#' @param x the numbers: a double, integer or logical vector, matrix or array; a float16 or bfloat16; or a
#'   `float32` of the package float (which does not have to be installed). Or their bytes: a raw vector with
#'   two bytes for each number. For other objects, such as factors, dates and data frames, the error says
#'   how to convert them.
#' @param dim the dimensions: whole numbers whose product is the number of elements. `NULL` keeps the
#'   dimensions of `x`.
#' @param dimnames the names along the dimensions: a list with a character vector or `NULL` for each
#'   dimension. `NULL` keeps the names of `x`, unless `dim` is given.
#' @param endian the byte order of a raw `x`: `"little"` or `"big"`. Ignored for other `x`.
#' @param target,current a float16 or bfloat16.
#' @param digits the number of significant digits. The default is 5 for float16 and 4 for bfloat16, the
#'   smallest numbers of digits that distinguish all values.
#' @param max the maximal number of values to print.
#' @param tolerance relative differences up to this size are ignored. The default is 2^-10 for float16 and
#'   2^-7 for bfloat16.
#' @param ... passed on to the method for doubles.
#' @return `as_float16()` and `as_bfloat16()` return an object of the S4 class `float16` or `bfloat16`. Both
#'   extend the virtual class `half_float`. The slots are `bytes` (raw, two bytes for each number in the
#'   order of this machine), `Dim` (integer, empty for a vector) and `Dimnames` (a list, empty if there are
#'   no names).
#' @references
#' IEEE (2019). IEEE Standard for Floating-Point Arithmetic. IEEE Std 754-2019.
#' \doi{10.1109/IEEESTD.2019.8766229}
#'
#' Kalamkar D, Mudigere D, Mellempudi N, et al. (2019). A Study of BFLOAT16 for Deep Learning
#' Training. \doi{10.48550/arXiv.1905.12322}
#' @examples
#' # Write a file with 16-bit weights of shape 2 x 3, stored as in safetensors
#' file <- tempfile()
#' writeBin(as.raw(c(0x66, 0x2e, 0x00, 0xc0, 0x00, 0x42,
#'                   0x00, 0x3c, 0xff, 0x7b, 0x00, 0x38)), file)
#'
#' # Read it
#' shape <- c(2, 3)
#' bytes <- readBin(file, "raw", 2 * prod(shape))
#' w <- as_float16(bytes, dim = rev(shape), endian = "little")
#' w
#' t(as.matrix(w)) # the 2 x 3 matrix, as doubles
#'
#' # Apply an activation, which returns a float16 too, and write the result
#' y <- mx.nd.LeakyReLU(w, act.type = "gelu")
#' y
#' writeBin(as.raw(y), file) # in the byte order of this machine
#'
#' # Compute with doubles, and round to a bfloat16
#' as_bfloat16(as.array(w) / 3)
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
