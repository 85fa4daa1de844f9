#' The leaky rectifiers and their smooth relatives
#'
#' Applies an activation function to every element of a vector, matrix, array or data frame, sparse matrices among them.
#'
#' @eval help_functions()
#'
#' @section Missing and infinite values:
#' `NA` stays `NA` and `NaN` stays `NaN`. `Inf` and `-Inf` give the limit: a slope of 0 gives 0 at
#' `-Inf`. The sign of 0 and subnormal numbers are kept. With a slope of 0, a negative number gives
#' -0, as the product does.
#'
#' @eval help_exactness("y")
#'
#' @section Types of numbers:
#' The result has the type of `data`: doubles where that is double, integer or logical, else a
#' `float32` of the package float, a [float16] or a bfloat16. It is what doubles give, rounded once to
#' the type: to the nearest number, to the even one of two. For float16 and bfloat16 that is the
#' result for the doubles that they stand for, rounded; for float32, y is computed from floats
#' directly, and of all 2^32 floats at most nine, for one function, are not the float next to the true
#' value. `gamma` and `mask` may be of another type than `data`. The bounds above are those of
#' doubles.
#'
#' @section Sparse data:
#' Every function is 0 at 0. So what a matrix or vector of the package Matrix does not store stays as it is, and
#' only what is stored is computed. Numbers that are stored twice, in triplet form, are added up first; logical ones and
#' patterns become doubles; what is known of the old numbers (`@factors`, positive definiteness) is dropped.
#' With one slope for all elements, the result has the form of `data`: symmetric, triangular or diagonal; by
#' columns, by rows or in triplets; packed or not. With slopes of the elements' own (a `gamma` of several elements, a
#' `mask`, or `"rrelu"` in training) a symmetric matrix becomes a general one, and a dense one a `dgeMatrix`.
#'
#' All elements of `gamma` must be finite where data is sparse, as 0 times another number is not 0. Where a slope is
#' negative, the 0 that is not stored has not the sign that -0 would have; the numbers are equal.
#'
#' `"rrelu"` in training gives what is stored the slopes that the same elements of `as.matrix(data)` would get, and so
#' draws for all elements, which takes 1 to 2 ns each. Its mask is sparse, and has the pattern of the
#' result. A `mask` that is given may be sparse or dense; where a sparse one has no entry, the slope is 0.
#'
#' @section Arrays that are not in memory:
#' Of a `DelayedArray` (packages DelayedArray and HDF5Array) the result is a `DelayedArray` too, which
#' computes when it is read, block by block, with the chunks and the dimnames of `data`; only what
#' `"rrelu"` draws is computed at once. It can be used in delayed operations, in `realize()`,
#' `writeHDF5Array()` and `blockApply()`, on workers, and after [saveRDS()] in a new session, where
#' DelayedArray must be attached; the files that it reads must still be there (`path(result) <- ` names
#' another place). It has the numbers that the call in memory gives. `mask` may be a `DelayedArray` or a
#' `Matrix`; `gamma` lies in memory. All arguments are checked at the call, but for the numbers of a
#' delayed mask, which are checked when they are read. A sparse `DelayedArray` is computed as a dense
#' one, which takes as long as its size, not its entries, says: where it fits the memory, a sparse matrix
#' of the package Matrix is quicker.
#'
#' The slopes that `"rrelu"` draws must be known before anything is read. So its result is computed and
#' written at once, in the order of the elements: to an HDF5 file, as `writeHDF5Array()` without a path
#' does it, where a part of `data` lies in a file, and else to the automatic realization backend, which is
#' memory by default. Such a file lies in the folder of the session and ends with it, unless
#' `HDF5Array::setHDF5DumpFile()` names another one. A call that fails leaves no file behind.
#'
#' @section Random numbers:
#' In training, the slopes of `"rrelu"` are exactly `runif(length(data), lower.bound, upper.bound)`
#' under the same seed, for every [RNGkind()], one for each element, those that are positive
#' included; a data frame is filled column by column. `.Random.seed` is left as that call leaves it,
#' and as it was when the call ends in an error or is interrupted.
#'
#' @param data numbers: a double, integer or logical vector, matrix or array of any number of
#'   dimensions, or a data frame with such columns; a `float32` (package float), [float16] or
#'   bfloat16; a sparse or dense matrix or a `sparseVector` of the package Matrix, but for complex ones;
#'   or a `DelayedArray`, such as an `HDF5Array`.
#'   A data frame is seen as a matrix, every column of it, those that it is keyed or grouped by too:
#'   a data.table loses its key, a grouped tibble is grouped by the new values. For some columns only use
#'   `data[columns] <- mx.nd.LeakyReLU(data[columns])`, or what the class has for that. An object
#'   whose class has arithmetic of its own (a factor, a date, ...) is an error.
#' @param gamma for `"prelu"`, and only there: the slope, one number, or one for each index of
#'   `margin`: a vector, or an array whose dimensions are those of `data` along `margin`, in the
#'   same order (those of extent 1 may be left out or added). Elements count by position; names are
#'   not read. Of any type of number that `data` may have; no data frame, `Matrix` or `DelayedArray`.
#' @param act.type the activation: one of the names in the table.
#' @param slope one finite number, for the activations whose parameter it is in the table; with
#'   `"celu"` it is greater than 0. Not read elsewhere.
#' @param lower.bound,upper.bound the bounds of the slopes of `"rrelu"`: finite numbers, the first
#'   not above the second, a finite distance apart. Not read elsewhere.
#' @param is.train `TRUE` draws the slopes of `"rrelu"`. The others are the same in training and inference.
#' @param margin the dimensions of `data` along which a `gamma` of several elements runs, in the
#'   order of gamma's own elements: distinct whole numbers, the second dimension by default. Memory
#'   that comes from C order (MXNet, PyTorch) has its dimensions reversed in R: there,
#'   `margin = length(dim(data)) - 1`. Data with fewer than two dimensions takes a gamma of length 1
#'   or `length(data)`, and margin is not read.
#' @param mask for `"rrelu"`, and only there: the slopes to use, finite numbers of the length and
#'   dimensions of `data`, of any type that it may have, whatever `is.train` says. Nothing is drawn then. For
#'   data of the package Matrix or a `DelayedArray`, it may be of these kinds too.
#' @param return.mask for `"rrelu"`, and only there: `TRUE` also returns the slopes.
#' @param ... the spellings `act_type`, `lower_bound`, `upper_bound` and `is_train` of these
#'   arguments. Anything else is an error.
#' @return Doubles with all the attributes of `data`: its dimensions, names, class; or an object of
#'   its type, or of Matrix's classes. With `return.mask = TRUE`, `list(out = , mask = )`, where the mask is always
#'   doubles, so that it holds the very slopes that were used.
#' @seealso [mx.nd.LeakyReLU.backward()] for the gradients, [activation_layer()] for a layer that
#'   keeps what they need. The vignette `vignette("leakyrelu")` walks through it all, and `vignette("large")` through
#'   sparse data, files, workers and clusters.
#' @eval help_references()
#' @examples
#' x <- scale(as.matrix(airquality[, 1:4]))
#' head(mx.nd.LeakyReLU(x)) # leaky, with slope 0.25; missing values stay missing
#' head(mx.nd.LeakyReLU(x, slope = 0)) # relu
#' head(mx.nd.LeakyReLU(x, act.type = "elu", slope = 1))
#' head(mx.nd.LeakyReLU(x, gamma = c(0.1, 0.2, 0.3, 0.4), act.type = "prelu")) # a slope a column
#'
#' set.seed(1)
#' y <- mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
#' set.seed(1)
#' identical(c(y$mask), runif(length(x), 0.125, 0.334))
#'
#' mx.nd.LeakyReLU(as_float16(c(-2, -0.1, 0, 1)), act.type = "gelu") # at two bytes a number
#' if (requireNamespace("float", quietly = TRUE)) {
#'   mx.nd.LeakyReLU(float::fl(c(-2, -0.1, 0, 1)), act.type = "gelu") # at four
#' }
#' if (requireNamespace("Matrix", quietly = TRUE)) {
#'   s <- Matrix::sparseMatrix(i = c(1, 2, 4), j = c(1, 3, 2), x = c(-2, 0.5, -1))
#'   mx.nd.LeakyReLU(s) # as sparse as s
#' }
#' \dontrun{
#' mx.nd.LeakyReLU(HDF5Array::HDF5Array("x.h5", "x")) # computed when it is read
#' }
#' @eval help_concepts()
#' @concept relu
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
