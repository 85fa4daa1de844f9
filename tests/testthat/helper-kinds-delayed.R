# DelayedArrays as kinds of data, rows of the table in helper-kinds.R. Here, `drawn` has two classes: of an array, and
# of a matrix.

delayed_kind <- function(of, needs = c(DelayedArray = "0"), drawn = c("DelayedArray", "DelayedMatrix")) {
  list(of = of, plain = as_plain_array, holds = function(x) !is.null(dim(x)), needs = needs, is = "DelayedMatrix",
       own = "DelayedMatrix", gradient = c("DelayedMatrix", "DelayedMatrix"), sparse = FALSE, half = FALSE,
       drawn = drawn)
}

as_plain_array <- function(y) {
  y <- as.array(y)
  storage.mode(y) <- "double"
  y
}

# In chunks of two by two, as the borders of chunks matter.
to_HDF5 <- function(x) HDF5Array::writeHDF5Array(x, chunkdim = pmin(dim(x), 2L), level = 0L, with.dimnames = TRUE)

delayed_kinds <- list(
  DelayedArray = delayed_kind(function(x) DelayedArray::DelayedArray(x)),
  HDF5Array = delayed_kind(to_HDF5, c(HDF5Array = "0", rhdf5 = "0"), c("HDF5Array", "HDF5Matrix")),
  "delayed operation" = delayed_kind(function(x) aperm(DelayedArray::DelayedArray(aperm(x)))),
  "delayed operation on HDF5Array" = delayed_kind(function(x) aperm(to_HDF5(aperm(x))), c(HDF5Array = "0", rhdf5 = "0"),
                                                  c("HDF5Array", "HDF5Matrix"))
)

skip_without_packages <- function(...) for (package in c(...)) skip_if_not_installed(package)

test_each_delayed <- function(description, code) {
  for (kind in names(delayed_kinds)) local({
    the <- delayed_kinds[[kind]]
    test_that(paste0(description, ": ", kind), {
      skip_without_packages(names(the$needs))
      keep_delayed_options(code(the))
    })
  })
}

# Runs code with blocks of so many numbers, and puts back what it may set.
keep_delayed_options <- function(code, block = NULL) {
  if (!requireNamespace("DelayedArray", quietly = TRUE)) return(force(code))
  size <- DelayedArray::getAutoBlockSize()
  backend <- DelayedArray::getAutoRealizationBackend()
  workers <- DelayedArray::getAutoBPPARAM()
  on.exit({
    suppressMessages(DelayedArray::setAutoBlockSize(size))
    DelayedArray::setAutoRealizationBackend(backend)
    DelayedArray::setAutoBPPARAM(workers)
  })
  if (!is.null(block)) suppressMessages(DelayedArray::setAutoBlockSize(8 * block))
  force(code)
}

with_blocks_of <- function(block, code) keep_delayed_options(code, block)

# Numbers of this shape, with what is special among numbers.
delayed_numbers <- function(...) {
  dim <- c(...)
  x <- rep_len(c(-2.5, 0, 1e-3, NA, 3, -Inf, -1.25, -0, NaN, 7, -1e-300, 0.5, Inf, -0.75, 2, -4), prod(dim))
  dimnames <- lapply(dim, function(n) if (n > 0 && n < 6) letters[seq_len(n)])
  array(x, dim, if (length(unlist(dimnames))) dimnames)
}

# It computes when it is read, and then gives these numbers with their attributes.
expect_delayed <- function(actual, expected, ..., classes = c("DelayedArray", "DelayedMatrix")) {
  class <- classes[1 + (length(dim(expected)) == 2)]
  found <- as.character(class(actual))
  expect(identical(found, class), paste(c("Not a", class, "but", found, ...), collapse = " "))
  expect_identical(DelayedArray::type(actual), "double")
  expect_same_bits_of(as.array(actual), expected, ...)
}
