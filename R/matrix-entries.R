# How the classes of the package Matrix store their numbers: as entries, which are a list of the positions `at` which
# numbers are stored, counted from 0, column by column, ascending, as doubles, and of these `values`; and back again.
# The loops over entries are in src/entries.c.

# ---- Classes -------------------------------------------------------------------------------------

# The class of Matrix's that an object is of, or extends, as far as it says how numbers are stored: the first letter is
# their type, two more tell the form. NULL for anything else, as for complex numbers.
matrix_class <- function(x) {
  if (!isS4(x)) return(NULL)
  class <- class(x)
  if (identical(attr(class, "package"), "Matrix") && class %in% matrix_classes) return(as.character(class))
  classes <- suppressWarnings(suppressMessages(dispatch_class(x)))
  class <- classes[classes %in% matrix_classes][1L]
  if (!is.na(class) && is_of_class(x, class, "Matrix")) class
}

each_type <- function(forms) as.vector(outer(c("d", "l", "n", "i"), forms, paste0))
vector_classes <- each_type("sparseVector")
dense_classes <- each_type(paste0(c("ge", "sy", "sp", "tr", "tp"), "Matrix"))
sparse_classes <- each_type(paste0(c(outer(c("g", "s", "t"), c("C", "R", "T"), paste0), "di"), "Matrix"))
matrix_classes <- c(vector_classes, dense_classes, sparse_classes, "indMatrix")

is_vector <- function(x) matrix_class(x) %in% vector_classes
is_sparse <- function(x) is_of_Matrix(x) && !matrix_class(x) %in% dense_classes

# A new object of this class, with slots of another one. Nothing is checked, which would take longer than computing.
of_class <- function(class, like, ...) {
  result <- methods::new(methods::getClassDef(class, package = "Matrix"))
  slots <- list(...)
  for (name in setdiff(methods::slotNames(result), c("factors", names(slots)))) {
    if (methods::.hasSlot(like, name)) slots[[name]] <- methods::slot(like, name)
  }
  for (name in names(slots)) methods::slot(result, name, check = FALSE) <- slots[[name]]
  result
}

# The same matrix with doubles for its numbers, each stored once, the unit diagonal of a triangular one too; of a class
# that says no more of them than where they stand, and without factors.
with_doubles <- function(x) {
  class <- matrix_class(x)
  if (class == "indMatrix") {
    x <- methods::as(x, "CsparseMatrix")
    class <- "ngCMatrix"
  }
  if (endsWith(class, "TMatrix") && may_have_duplicates(x)) {
    x <- methods::as(methods::as(x, "CsparseMatrix"), "TsparseMatrix")
  }
  with_unit_diagonal(of_class(sub("^.", "d", class), x, x = stored_doubles(x, class)))
}

may_have_duplicates <- function(x) {
  if (length(x) <= 2^53) return(is.unsorted(positions_of(x), strictly = TRUE))
  anyDuplicated(complex(real = x@i, imaginary = x@j)) > 0L
}

stored_doubles <- function(x, class) {
  if (!startsWith(class, "n")) return(as.double(x@x))
  # NA means TRUE there.
  if (methods::.hasSlot(x, "x")) return(as.double(is.na(x@x) | x@x))
  rep(1, length(if (methods::.hasSlot(x, "i")) x@i else x@j))
}

with_unit_diagonal <- function(x) {
  if (!methods::.hasSlot(x, "diag") || x@diag == "N") return(x)
  n <- x@Dim[1L]
  form <- substr(class(x), 2L, 3L)
  if (is_sparse(x) && form != "di") return(Matrix::diagU2N(x))
  at <- switch(form,
    di = seq_len(n),
    tr = seq(1, by = n + 1, length.out = n),
    tp = if (x@uplo == "U") cumsum(seq_len(n)) else cumsum(c(1, rev(seq_len(n)[-1L])))[seq_len(n)]
  )
  x@x[at] <- 1
  x@diag <- "N"
  x
}

# A symmetric matrix in full.
in_full <- function(x) {
  if (substr(class(x), 2L, 2L) == "s" && !is_vector(x)) methods::as(x, "generalMatrix") else x
}

with_values <- function(x, values) {
  x@x <- values
  x
}

# Matrix itself trusts the slots of an object, and may end R where they do not fit.
require_valid <- function(x) {
  if (!isTRUE(methods::validObject(x, test = TRUE))) {
    stop("`data` and gradients must be valid objects: see validObject().")
  }
}

# All numbers of an operand, in their shape.
plain <- function(x) {
  if (is_of_Matrix(x)) require_valid(x)
  if (is.data.frame(x)) return(matrix(as.double(unlist(columns_of(x), use.names = FALSE)), nrow(x)))
  if (!is_of_Matrix(x)) return(plain_numbers(x))
  # Matrix warns where that is large.
  if (!is_vector(x)) return(suppressWarnings(as.matrix(x)))
  x <- with_doubles(x)
  replace(double(x@length), x@i, x@x)
}

doubles_of <- function(x) as.double(unclass(plain(x)))

# These numbers in the shape of an object.
dense_like <- function(values, like) {
  if (is_vector(like)) return(as.double(values))
  of_class("dgeMatrix", like, x = as.double(values), Dimnames = names_of(like))
}

# These values at these positions.
sparse_like <- function(at, values, like) {
  if (is_vector(like)) {
    i <- at + 1
    if (like@length <= .Machine$integer.max) i <- as.integer(i)
    return(of_class("dsparseVector", like, x = values, i = i))
  }
  parts <- .Call(leakyrelu_split, at, dim(like))
  of_class("dgCMatrix", like, i = parts$i, p = parts$p, x = values, Dimnames = names_of(like))
}

names_of <- function(x) if (is.null(dimnames(x))) list(NULL, NULL) else dimnames(x)

# For the result of a call: one object, or a list of several, some of which may be NULL.
each <- function(result, f, ...) if (is.list(result)) lapply(result, f, ...) else f(result, ...)

# ---- Entries -------------------------------------------------------------------------------------

# The row (dimension 1) or column (2) of each number that is stored, from 0 on.
index_along <- function(x, dimension) {
  if (substr(matrix_class(x), 2L, 3L) == "di") return(seq_len(x@Dim[1L]) - 1L)
  name <- c("i", "j")[dimension]
  if (methods::.hasSlot(x, name)) methods::slot(x, name) else .Call(leakyrelu_expand, x@p)
}

positions_of <- function(x) {
  if (length(x) > 2^53) {
    stop("`data` must have at most 2^53 elements where their positions matter, not ", length(x), ".")
  }
  if (is_vector(x)) return(fitting(as.double(x@i) - 1, x))
  row <- fitting(index_along(x, 1L), x)
  row + as.double(x@Dim[1L]) * fitting(index_along(x, 2L), x)
}

# An index for each stored number, which Matrix itself would not have made otherwise.
fitting <- function(index, x) {
  fits <- !anyNA(index) && (!methods::.hasSlot(x, "x") || length(index) == length(x@x))
  if (fits) index else stop("`data` must be a valid object: see validObject().")
}

entries_of <- function(x) {
  if (!is_sparse(x)) {
    values <- doubles_of(x)
    at <- which(is.na(values) | values != 0)
    return(list(at = at - 1, values = values[at]))
  }
  require_valid(x)
  x <- in_full(with_doubles(x))
  at <- positions_of(x)
  if (!is.unsorted(at)) return(list(at = at, values = x@x))
  sorted <- order(at, method = "radix")
  list(at = at[sorted], values = x@x[sorted])
}

union_of <- function(a, b) if (identical(a, b)) a else .Call(leakyrelu_union, a, b)

values_at <- function(at, entries) {
  if (identical(at, entries$at)) entries$values else .Call(leakyrelu_values_at, at, entries$at, entries$values)
}

# The numbers of an operand, sparse or not, at these positions.
numbers_at <- function(at, x) if (is_sparse(x)) values_at(at, entries_of(x)) else doubles_of(x)[at + 1]
