# The classes of the package Matrix: its matrices, sparse and dense ones, and its sparseVectors.
#
# All functions of this package are 0 at 0, and so are products with a gradient of 0: what a sparse operand does not
# store need not be computed. With one slope for all, the stored numbers are replaced by what becomes of them, whatever
# the form of the matrix. Else all is done with entries (R/matrix-entries.R).

matrix_of_Matrix <- function(arguments, compute) {
  arguments <- with_one_number(arguments)
  compute(change_of_Matrix(arguments, shape_of))
  sparse <- names(arguments)[vapply(arguments, is_sparse, NA)]
  if (any(c("data", "out", "out.grad") %in% sparse)) {
    require_finite(arguments, "gamma")
    require_finite(arguments, "gamma.grad")
  }
  if (is_of_Matrix(arguments$mask)) require_finite_mask(arguments, compute)
  if (!"out.grad" %in% names(arguments)) {
    if ("data" %in% sparse) sparse_forward(arguments, compute) else dense_forward(arguments, compute)
  } else if (!all(gradients_in(arguments) %in% sparse)) {
    dense_gradients(arguments, compute)
  } else if ("data.grad" %in% names(arguments)) {
    sparse_double_backward(arguments, compute)
  } else {
    sparse_backward(arguments, compute)
  }
}

gradients_in <- function(arguments) intersect(c("out.grad", "data.grad"), names(arguments))

is_of_Matrix <- function(x) !is.null(matrix_class(x))

# The arguments of a call with what f makes of those that are of Matrix and have the shape of data.
change_of_Matrix <- function(arguments, f) {
  have_shape <- names(arguments) %in% c("data", "out", "out.grad", "data.grad", "mask")
  of_Matrix <- have_shape & vapply(arguments, is_of_Matrix, NA)
  arguments[of_Matrix] <- lapply(arguments[of_Matrix], f)
  arguments
}

# A gradient of one element is one number for all, unless data has one element too.
with_one_number <- function(arguments) {
  data <- arguments[[main_operand(arguments)]]
  for (name in gradients_in(arguments)) {
    x <- arguments[[name]]
    if (is_of_Matrix(x) && length(x) == 1 && length(data) != 1) arguments[[name]] <- as.double(plain(x))
  }
  arguments
}

# ---- Slopes --------------------------------------------------------------------------------------

require_finite <- function(arguments, name) {
  slopes <- slopes_given(arguments[[name]])
  wrong <- slopes[!is.finite(slopes)]
  if (length(wrong) == 0L) return()
  stop("`", name, "` must contain only finite numbers if data or a gradient is sparse, not ", wrong[1L], ".")
}

# As the error for any mask.
require_finite_mask <- function(arguments, compute) {
  mask <- arguments$mask
  slopes <- if (is_sparse(mask)) with_doubles(mask)@x else doubles_of(mask)
  ones <- lapply(arguments[gradients_in(arguments)], function(x) 1)
  compute(c(ones, list(data = double(length(slopes)), act.type = "rrelu", mask = slopes)))
}

# Which element of gamma's each of these has, from 0 on; `row` and `column` are only made where they are needed.
index_of_gamma <- function(margin, dim, row, column, position) {
  if (is.null(dim)) return(position)
  if (length(margin) == 1L) return(if (margin == 1) row else column)
  if (margin[1L] == 1) row + as.double(dim[1L]) * column else column + as.double(dim[2L]) * row
}

pick <- function(values, index) if (is.integer(index)) .Call(leakyrelu_pick, values, index) else values[index + 1]

# The same for entries at these positions.
index_at <- function(at, like, margin) {
  if (is_vector(like)) return(at)
  parts <- .Call(leakyrelu_split, at, dim(like))
  index_of_gamma(margin, dim(like), parts$i, .Call(leakyrelu_expand, parts$p), at)
}

# Whether there are slopes of the elements' own.
has_own_slopes <- function(arguments) !is.null(arguments$mask) || has_several(arguments$gamma) || draws(arguments)

# What each stored number of a matrix is multiplied with.
slopes_of <- function(x, arguments) {
  if (has_several(arguments$gamma)) {
    dim <- if (!is_vector(x)) dim(x)
    index <- index_of_gamma(arguments$margin, dim, index_along(x, 1L), index_along(x, 2L), as.double(x@i) - 1)
    return(pick(slopes_given(arguments$gamma), index))
  }
  at <- positions_of(x)
  sorted <- if (is.unsorted(at)) order(at, method = "radix")
  if (!is.null(sorted)) at <- at[sorted]
  slopes <- if (draws(arguments)) {
    .Call(leakyrelu_draw_at, as.double(length(x)), at, arguments$lower.bound, arguments$upper.bound)
  } else {
    numbers_at(at, arguments$mask)
  }
  if (is.null(sorted)) slopes else replace(slopes, sorted, slopes)
}

# ---- mx.nd.LeakyReLU() ---------------------------------------------------------------------------

sparse_forward <- function(arguments, compute) {
  x <- with_doubles(arguments$data)
  if (has_own_slopes(arguments)) {
    x <- in_full(x)
    if (!is_vector(x) && has_several(arguments$gamma) && length(arguments$margin) == 1L) {
      return(with_values(x, rectify_along(x, slopes_given(arguments$gamma), arguments$margin)))
    }
    # The same products, from slopes of any act.type.
    arguments <- list(act.type = "rrelu", mask = slopes_of(x, arguments), return.mask = arguments$return.mask)
  }
  arguments$data <- x@x
  each(compute(arguments), function(values) with_values(x, values))
}

# prelu along rows or columns, without a slope in memory for each number.
rectify_along <- function(x, gamma, margin) {
  is_compressed <- methods::.hasSlot(x, "p") && !methods::.hasSlot(x, c("i", "j")[margin])
  .Call(leakyrelu_rectify, x@x, gamma, if (!is_compressed) index_along(x, margin), if (is_compressed) x@p)
}

# The half of a triangular matrix that is not stored stays 0, unless 0 times the slope is not. Of a mask it is not 0.
dense_forward <- function(arguments, compute) {
  x <- arguments$data
  stays <- !has_own_slopes(arguments) && all(is.finite(slopes_given(arguments$gamma))) && !arguments$return.mask
  if (!stays) {
    arguments$data <- plain(x)
    if (is_of_Matrix(arguments$mask)) arguments$mask <- plain(arguments$mask)
    return(each(compute(arguments), dense_like, x))
  }
  x <- with_doubles(x)
  arguments$data <- x@x
  each(compute(arguments), function(values) with_values(x, values))
}

# ---- Gradients -----------------------------------------------------------------------------------

dense_gradients <- function(arguments, compute) {
  data <- arguments[[main_operand(arguments)]]
  arguments <- tryCatch(change_of_Matrix(arguments, plain), error = function(e) {
    if (length(data) < 2^27) stop(e)
    extents <- if (is_vector(data)) length(data) else dim(data)
    size <- paste(format(extents, scientific = FALSE, trim = TRUE), collapse = " x ")
    dense <- Filter(function(name) !is_sparse(arguments[[name]]), gradients_in(arguments))[1L]
    stop("`", dense, "` must be sparse where dense gradients of ", size, " numbers are too large for memory.")
  })
  gradients <- compute(arguments)
  dense <- names(gradients) != "gamma"
  gradients[dense] <- lapply(gradients[dense], dense_like, data)
  gradients
}

# Where y, being 0, has a negative slope, it does not tell x > 0: that is an error, also of what is not stored.
require_invertible <- function(arguments, compute) {
  if (is.null(arguments$out) || is.null(arguments$mask)) return()
  mask <- entries_of(arguments$mask)
  negative <- mask$values < 0
  out <- values_at(mask$at[negative], entries_of(arguments$out))
  compute(list(out.grad = 1, out = out, act.type = "rrelu", mask = mask$values[negative]))
}

# The arguments for plain numbers: data (or out), and the slopes that it has at these positions.
with_numbers_at <- function(at, x, arguments) {
  name <- main_operand(arguments)
  like <- arguments[[name]]
  arguments[[name]] <- x
  if (!is.null(arguments$mask)) arguments$mask <- numbers_at(at, arguments$mask)
  for (name in c("gamma", "gamma.grad")) if (has_several(arguments[[name]])) {
    arguments[[name]] <- pick(slopes_given(arguments[[name]]), index_at(at, like, arguments$margin))
  }
  arguments
}

sparse_backward <- function(arguments, compute) {
  require_invertible(arguments, compute)
  data <- arguments[[main_operand(arguments)]]
  x <- entries_of(data)
  grad <- entries_of(arguments$out.grad)
  # There, a product with 0 is not 0.
  lasts <- if (is.null(arguments$out)) is.na(x$values) else !is.finite(x$values)
  at <- union_of(grad$at, x$at[lasts])
  plain <- with_numbers_at(at, values_at(at, x), arguments)
  plain$out.grad <- values_at(at, grad)
  # Of the same derivative, without a sum for each of gamma's elements.
  if (has_several(arguments$gamma)) {
    plain <- c(plain[c("out.grad", "data")], list(act.type = "rrelu", mask = plain$gamma))
  }
  values <- compute(plain)$data
  list(data = sparse_like(at, values, data),
       gamma = gradient_of_gamma(arguments, union_of(grad$at, x$at), x, grad, NULL, compute))
}

sparse_double_backward <- function(arguments, compute) {
  data <- arguments$data
  x <- entries_of(data)
  out_grad <- entries_of(arguments$out.grad)
  data_grad <- entries_of(arguments$data.grad)
  at <- union_of(union_of(x$at, out_grad$at), data_grad$at)
  plain <- with_numbers_at(at, values_at(at, x), arguments)
  plain$out.grad <- values_at(at, out_grad)
  plain$data.grad <- values_at(at, data_grad)
  gradients <- compute(plain)
  list(out.grad = sparse_like(at, gradients$out.grad, data), data = sparse_like(at, gradients$data, data),
       gamma = gradient_of_gamma(arguments, at, x, out_grad, data_grad, compute))
}

# The sums over the elements at these positions, which are all that may not be 0; with gamma's attributes and type.
gradient_of_gamma <- function(arguments, at, x, out_grad, data_grad, compute) {
  gamma <- arguments$gamma
  if (is.null(gamma)) return(NULL)
  n <- length(slopes_given(gamma))
  index <- if (n == 1L) integer(length(at)) else index_at(at, arguments$data, arguments$margin)
  terms <- list(values_at(at, out_grad), if (!is.null(data_grad)) values_at(at, data_grad), values_at(at, x))
  if (is.unsorted(index)) {
    sorted <- order(index, method = "radix")
    index <- index[sorted]
    terms <- lapply(terms, function(values) values[sorted])
  }
  ends <- c(which(diff(index) != 0), if (length(index)) length(index))
  sums <- double(n)
  sums[index[ends] + 1] <- .Call(leakyrelu_sum_runs, as.double(ends), terms[[1L]], terms[[2L]], terms[[3L]])
  # A gradient of the identity, with respect to gamma.
  identity <- list(data = gamma, act.type = "leaky", slope = 1)
  if (is.null(data_grad)) return(compute(c(identity, list(out.grad = sums)))$data)
  compute(c(identity, list(out.grad = 1, data.grad = sums)))$out.grad
}
