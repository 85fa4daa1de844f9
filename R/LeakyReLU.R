#' Leaky rectifiers and related activation functions
#'
#' Applies an activation function element-wise: to vectors, matrices, arrays and data frames, sparse
#' matrices, and arrays on disk.
#'
#' @eval help_functions()
#'
#' @section Missing and infinite values:
#' `NA` stays `NA` and `NaN` stays `NaN`. `Inf` and `-Inf` give the limit of the function.
#' The sign of 0 and subnormal numbers are kept. With a slope of 0, negative numbers and `-Inf` give -0.
#'
#' @eval help_exactness("y")
#'
#' @section Types of numbers:
#' The result has the type of `data`. Double, integer and logical data gives doubles; a `float32` of
#' the package float, a [float16] or a bfloat16 gives the same type again. The values are those that
#' doubles would give, rounded once to the type (to nearest, ties to even). `gamma` and `mask` may have
#' another type than `data`.
#'
#' The bounds above are for doubles. For float32, the formula is evaluated for floats directly: of all
#' 2^32 floats, at most nine (for one of the functions) give a result that is not the float nearest to
#' the true value.
#'
#' @section Sparse data:
#' All of these functions are 0 at 0. So a sparse matrix or vector of the package Matrix gives one with
#' the same pattern, and only the stored entries are computed. Entries that triplet form stores twice
#' are added up first. Logical and pattern matrices become numeric. Cached factorizations (`@factors`)
#' and the mark of a positive definite matrix are dropped.
#'
#' With one slope for all elements, the result has the form of `data`: symmetric, triangular or
#' diagonal; by columns, by rows or in triplets; packed or not. With several slopes (a `gamma` of
#' several elements, a `mask`, or `"rrelu"` in training mode) a symmetric matrix becomes a general one,
#' and a dense one a `dgeMatrix`.
#'
#' With sparse data, all elements of `gamma` must be finite, because 0 times `Inf` is not 0. With a
#' negative slope, a dense matrix would have -0 where the sparse one stores nothing; the two are equal.
#'
#' In training mode, `"rrelu"` gives each stored entry the slope that it would have in `as.matrix(data)`.
#' To do so it draws a number for every element, stored or not, which takes about 1 ns each. The returned
#' mask is sparse and has the pattern of the result. A given `mask` may be sparse or dense; where a
#' sparse one has no entry, the slope is 0.
#'
#' @section Arrays on disk:
#' A `DelayedArray`, such as an `HDF5Array`, gives a `DelayedArray` with the same chunks and dimnames,
#' which is computed block by block when it is read. It has the values that the call in memory would
#' give. It works in delayed operations, with `realize()`, `writeHDF5Array()` and `blockApply()`, and on
#' parallel workers. It can be saved with [saveRDS()]: in a new session, attach DelayedArray first, and
#' keep the files where they are (or say where they are now with `path(result) <- `).
#'
#' Arguments are checked when the function is called. Only the values of a delayed `mask` are checked
#' later, when they are read. `mask` may be a `DelayedArray` or a `Matrix`; `gamma` must be in memory. A
#' sparse `DelayedArray` is computed as if it were dense, so where it fits in memory, a sparse matrix of
#' the package Matrix is faster.
#'
#' In training mode, `"rrelu"` cannot wait: its slopes must be drawn in order. So its result is computed
#' and written at once. If any part of `data` is in a file, the result goes to an HDF5 file, as with
#' `writeHDF5Array()` without a path; otherwise to the automatic realization backend, which is memory by
#' default. The file is in the session's temporary folder and is removed at its end, unless
#' `HDF5Array::setHDF5DumpFile()` names another one. A call that fails leaves no file behind.
#'
#' @section Random numbers:
#' In training mode, the slopes of `"rrelu"` are exactly
#' `runif(length(data), lower.bound, upper.bound)` under the same seed, for every [RNGkind()]: one slope
#' for each element, positive ones included, and column by column for a data frame. `.Random.seed` is
#' left as that call leaves it. If the call fails or is interrupted, it is left as it was before.
#'
#' @param data the numbers: a double, integer or logical vector, matrix or array, or a data frame with
#'   such columns; a `float32` (package float), [float16] or bfloat16; a sparse or dense matrix or a
#'   `sparseVector` of the package Matrix; or a `DelayedArray`, such as an `HDF5Array`.
#'
#'   A data frame is treated as a matrix, with all of its columns. Key and grouping columns are no
#'   exception: a data.table loses its key, and a grouped tibble is grouped by the new values. To
#'   transform only some columns, use `data[columns] <- mx.nd.LeakyReLU(data[columns])`. Objects
#'   whose class has its own arithmetic, such as factors and dates, are an error.
#' @param gamma the slopes of `"prelu"`: one number, or one for each index of `margin`. Either a vector,
#'   or an array whose dimensions are those of `data` along `margin`, in that order (dimensions of
#'   extent 1 can be added or left out). Elements are matched by position, not by name. They may have any
#'   type of number that `data` may have, but not be in a data frame, `Matrix` or `DelayedArray`. An
#'   error for other activations.
#' @param act.type the activation: one of the names in the table.
#' @param slope one finite number: the slope of `"leaky"`, the scale of the negative part of `"elu"` and
#'   `"celu"` (for `"celu"` greater than 0). Ignored by other activations.
#' @param lower.bound,upper.bound the bounds of the slopes of `"rrelu"`: finite numbers, with
#'   `lower.bound <= upper.bound` and a finite difference. Ignored by other activations.
#' @param is.train `TRUE` is training mode, in which `"rrelu"` draws its slopes at random. All other
#'   activations are the same in training mode and in inference mode.
#' @param margin the dimensions of `data` along which the elements of `gamma` run: distinct whole
#'   numbers, in the order of gamma's own elements. The default is the second dimension: the columns
#'   of a matrix, the channels of an array with dimensions N, C, H, W. Arrays that were read in C order,
#'   as MXNet and PyTorch store them, have their dimensions reversed in R; their channels are
#'   `margin = length(dim(data)) - 1`. Ignored if `gamma` is one number, and for data with fewer than two
#'   dimensions, where `gamma` has length 1 or `length(data)`.
#' @param mask the slopes that `"rrelu"` is to use: finite numbers with the length and dimensions of
#'   `data`, of any type that `data` may have. Nothing is drawn then, whatever `is.train` is. For data
#'   of the package Matrix, or a `DelayedArray`, it may be one too. An error for other activations.
#' @param return.mask `TRUE` returns the slopes that `"rrelu"` used along with the result. An error for
#'   other activations.
#' @param ... MXNet's spellings with an underscore: `act_type`, `lower_bound`, `upper_bound` and `is_train`.
#'   Anything else is an error.
#' @return An object like `data`, with all its attributes (dimensions, names, class): doubles, or
#'   numbers of the type of `data`. With `return.mask = TRUE`, `list(out = , mask = )`. The mask is always
#'   made of doubles, so that it holds exactly the slopes that were used.
#' @seealso [mx.nd.LeakyReLU.backward()] for the gradients, [activation_layer()] for a layer that
#'   keeps what they need. `vignette("leakyrelu")` is a tour, `vignette("porting")` translates calls of
#'   other libraries, `vignette("large")` is about sparse data, files, workers and clusters.
#' @eval help_references()
#' @examples
#' x <- scale(as.matrix(airquality[, 1:4]))
#' head(mx.nd.LeakyReLU(x)) # leaky, with slope 0.25; missing values stay missing
#' head(mx.nd.LeakyReLU(x, slope = 0)) # relu
#' head(mx.nd.LeakyReLU(x, act.type = "elu", slope = 1))
#'
#' # prelu: one slope for each column
#' head(mx.nd.LeakyReLU(x, gamma = c(0.1, 0.2, 0.3, 0.4), act.type = "prelu"))
#'
#' # 2 images with 3 channels of 4 x 5 pixels: one slope for each channel
#' images <- array(rnorm(120), c(2, 3, 4, 5))
#' y <- mx.nd.LeakyReLU(images, gamma = c(0.1, 0.2, 0.3), act.type = "prelu")
#' # the same images with the channels last
#' last <- aperm(images, c(1, 3, 4, 2))
#' z <- mx.nd.LeakyReLU(last, gamma = c(0.1, 0.2, 0.3), act.type = "prelu",
#'                      margin = 4)
#' identical(aperm(y, c(1, 3, 4, 2)), z)
#'
#' # rrelu in training mode: the slopes are those of runif()
#' set.seed(1)
#' y <- mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
#' set.seed(1)
#' identical(c(y$mask), runif(length(x), 0.125, 0.334))
#'
#' # numbers of 2 and of 4 bytes, a sparse matrix, a file
#' mx.nd.LeakyReLU(as_float16(c(-2, -0.1, 0, 1)), act.type = "gelu")
#' if (requireNamespace("float", quietly = TRUE)) {
#'   mx.nd.LeakyReLU(float::fl(c(-2, -0.1, 0, 1)), act.type = "gelu")
#' }
#' if (requireNamespace("Matrix", quietly = TRUE)) {
#'   s <- Matrix::sparseMatrix(i = c(1, 2, 4), j = c(1, 3, 2), x = c(-2, 0.5, -1))
#'   mx.nd.LeakyReLU(s)
#' }
#' \dontrun{
#' mx.nd.LeakyReLU(HDF5Array::HDF5Array("x.h5", "x")) # computed when it is read
#' }
#' @eval help_aliases()
#' @eval help_concepts()
#' @concept activation function
#' @export
mx.nd.LeakyReLU <- function(data, gamma = NULL, act.type = "leaky", slope = 0.25, lower.bound = 0.125,
                            upper.bound = 0.334, is.train = FALSE, margin = 2L, mask = NULL, return.mask = FALSE,
                            ...) {
  if (...length()) use_mxnet_names(...)
  .Call(leakyrelu_forward, data, gamma, act.type, slope, lower.bound, upper.bound, is.train, margin, mask,
        return.mask)
}

# The arguments of `f` that are among those above, and have no default of their own, get the one that they have there.
with_defaults <- function(f) {
  defaults <- formals(mx.nd.LeakyReLU)
  is_empty <- function(formal) identical(formal, quote(expr = ))
  lacking <- names(Filter(is_empty, formals(f)))
  shared <- intersect(lacking, names(Filter(Negate(is_empty), defaults)))
  formals(f)[shared] <- defaults[shared]
  f
}
