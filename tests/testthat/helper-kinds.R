# Kinds of data that C does not hold. For each:
#   of        an object of the kind that holds these numbers, a plain matrix or vector
#   plain     its numbers as such, doubles with dim and dimnames; a plain vector or array stays as it is
#   holds     whether the kind can have that shape and these numbers
#   needs     the packages, and at least which versions
#   is, own   the class of mx.nd.LeakyReLU()'s result with one slope for all, and with slopes of the elements' own
#   gradient  the classes of a gradient where out.grad is of the kind too, and where it is dense
#   sparse    whether it stores no zeros, at least not all: then gamma must be finite, and masks are as sparse
#   drawn     the class of what rrelu draws, where that is another one
#   half      whether zeros that are not stored come out as 0 where the dense call gives -0

is_matrix <- function(x) length(dim(x)) == 2L
is_symmetric <- function(x) is_matrix(x) && identical(unname(x), unname(t(x))) && identical(rownames(x), colnames(x))
is_upper <- function(x) is_matrix(x) && nrow(x) == ncol(x) && all(x[lower.tri(x)] %in% 0)
is_unit <- function(x) is_upper(x) && all(diag(x) %in% 1)
is_diagonal <- function(x) is_upper(x) && all(x[upper.tri(x)] %in% 0)
all_of <- function(x) array(TRUE, dim(x))
upper_part <- function(x) upper.tri(x, diag = TRUE)
lower_part <- function(x) lower.tri(x, diag = TRUE)

names_in <- function(x) if (is.null(dimnames(x))) list(NULL, NULL) else dimnames(x)
new_of_Matrix <- function(class, ...) methods::new(methods::getClass(class, where = asNamespace("Matrix")), ...)
new_like <- function(class, like, ...) new_of_Matrix(class, ..., Dim = dim(like), Dimnames = names_in(like))

# In this part of a matrix or vector, where it is not 0; every other zero is stored too.
stored_in <- function(x, part = TRUE) which(part & (!x %in% 0 | cumsum(x %in% 0) %% 2 == 0))

# Backwards, as triplets may have any order; with `twice`, each finite number as its half, two times.
new_triplet <- function(class, x, part = TRUE, ..., twice = FALSE) {
  at <- rev(stored_in(x, part))
  values <- as.double(x[at])
  if (twice) {
    half <- is.finite(values)
    values <- c(values / (1 + half), values[half] / 2)
    at <- c(at, at[half])
  }
  new_like(class, x, i = as.integer(row(x)[at] - 1L), j = as.integer(col(x)[at] - 1L), x = values, ...)
}

plain_of_Matrix <- function(y) {
  y <- if (methods::is(y, "sparseVector")) methods::as(y, "vector") else if (is.object(y)) as.matrix(y) else y
  storage.mode(y) <- "double"
  y
}

kind_of_Matrix <- function(is, holds, of, own = is, gradient = c("dgCMatrix", "dgeMatrix"), sparse = TRUE,
                           half = sparse) {
  list(of = of, plain = plain_of_Matrix, holds = holds, needs = c(Matrix = "1.5.0"), is = is, own = own,
       gradient = gradient, sparse = sparse, half = half)
}

# Of the triplets of a class, in form C, R or T.
sparse_kind <- function(form, structure, holds, part = all_of, ..., own = structure) {
  of <- function(x) {
    triplets <- new_triplet(paste0("d", structure, "TMatrix"), x, part(x), ...)
    if (form == "T") triplets else methods::as(triplets, paste0(form, "sparseMatrix"))
  }
  kind_of_Matrix(paste0("d", structure, form, "Matrix"), holds, of, paste0("d", own, form, "Matrix"))
}

# What is not read is some other number.
dense_kind <- function(class, holds, part = all_of, is_packed = FALSE, half = FALSE, ...) {
  of <- function(x) {
    stored <- if (is_packed) x[part(x)] else replace(x, !part(x), 17)
    new_like(class, x, x = as.double(stored), ...)
  }
  kind_of_Matrix(class, holds, of, "dgeMatrix", c("dgeMatrix", "dgeMatrix"), sparse = FALSE, half = half)
}

kinds_of_Matrix <- list(
  dgCMatrix = sparse_kind("C", "g", is_matrix),
  dgRMatrix = sparse_kind("R", "g", is_matrix),
  dgTMatrix = sparse_kind("T", "g", is_matrix),
  "dgTMatrix, entries twice" = sparse_kind("T", "g", is_matrix, twice = TRUE),
  dsCMatrix = sparse_kind("C", "s", is_symmetric, upper_part, uplo = "U", own = "g"),
  "dsRMatrix, lower" = sparse_kind("R", "s", is_symmetric, lower_part, uplo = "L", own = "g"),
  "dsTMatrix, entries twice" = sparse_kind("T", "s", is_symmetric, upper_part, uplo = "U", twice = TRUE, own = "g"),
  dtCMatrix = sparse_kind("C", "t", is_upper, upper_part, uplo = "U"),
  "dtCMatrix, unit" = sparse_kind("C", "t", is_unit, upper.tri, uplo = "U", diag = "U"),
  "dtRMatrix, unit" = sparse_kind("R", "t", is_unit, upper.tri, uplo = "U", diag = "U"),
  "dtTMatrix, unit, entries twice" = sparse_kind("T", "t", is_unit, upper.tri, uplo = "U", diag = "U", twice = TRUE),
  ddiMatrix = kind_of_Matrix("ddiMatrix", is_diagonal, function(x) new_like("ddiMatrix", x, x = as.double(diag(x)))),
  "ddiMatrix, unit" = kind_of_Matrix("ddiMatrix", function(x) is_unit(x) && is_diagonal(x),
                                     function(x) new_like("ddiMatrix", x, diag = "U")),
  dsparseVector = kind_of_Matrix("dsparseVector", function(x) is.null(dim(x)), function(x) {
    new_of_Matrix("dsparseVector", x = as.double(x[stored_in(x)]), i = stored_in(x), length = length(x))
  }, gradient = c("dsparseVector", "numeric")),
  dgeMatrix = dense_kind("dgeMatrix", is_matrix),
  dsyMatrix = dense_kind("dsyMatrix", is_symmetric, upper_part, uplo = "U"),
  "dspMatrix, lower" = dense_kind("dspMatrix", is_symmetric, lower_part, is_packed = TRUE, uplo = "L"),
  dtrMatrix = dense_kind("dtrMatrix", is_upper, upper_part, half = TRUE, uplo = "U"),
  "dtrMatrix, unit" = dense_kind("dtrMatrix", is_unit, upper.tri, half = TRUE, uplo = "U", diag = "U"),
  dtpMatrix = dense_kind("dtpMatrix", is_upper, upper_part, is_packed = TRUE, half = TRUE, uplo = "U"),
  "dtpMatrix, unit" = dense_kind("dtpMatrix", is_unit, upper_part, is_packed = TRUE, half = TRUE, uplo = "U",
                                 diag = "U")
)

kinds_of_data <- c(kinds_of_Matrix, delayed_kinds[c("DelayedArray", "HDF5Array")])

skip_without_kind <- function(kind) {
  needs <- kinds_of_data[[kind]]$needs
  for (package in names(needs)) skip_if_not_installed(package, needs[[package]])
}

# ---- Numbers ---------------------------------------------------------------------------------------------------------

# Small, of every shape that a kind may ask for, with what is special among numbers.
numbers_of_kinds <- local({
  mixed <- c(-2.5, 0, 1e-3, NA, 0, 3, -Inf, 0, 0, -1.25, -0, 0, NaN, 7, -1e-300, 0, 0.5, 0, Inf, -0.75)
  general <- matrix(mixed, 5, dimnames = list(letters[1:5], NULL))
  square <- matrix(mixed[1:16], 4)
  symmetric <- square
  symmetric[lower.tri(square)] <- t(square)[lower.tri(square)]
  dimnames(symmetric) <- list(letters[1:4], letters[1:4])
  upper <- ifelse(lower.tri(square), 0, square)
  list(general = general, wide = matrix(rev(mixed), 2), symmetric = symmetric, upper = upper,
       unit = `diag<-`(upper, 1), diagonal = diag(mixed[c(1, 2, 4, 6)]), identity = diag(3), zeros = matrix(0, 3, 3),
       rows = matrix(0, 0, 3), columns = matrix(0, 3, 0), none = matrix(0, 0, 0), vector = mixed, empty = double())
})

# Those that a kind can hold. To one that can hold any, structures are nothing special; one that computes when it is
# read takes long.
numbers_for <- function(the) {
  numbers <- Filter(the$holds, numbers_of_kinds)
  if (!is.null(the$drawn)) return(numbers[c("general", "rows")])
  structured <- c("symmetric", "upper", "unit", "diagonal", "identity")
  if ("general" %in% names(numbers)) numbers[!names(numbers) %in% structured] else numbers
}

# The same object for the same numbers, which may be a file.
once <- function(make) {
  force(make)
  known <- list()
  function(x) {
    for (pair in known) if (same_bits(pair$x, x)) return(pair$made)
    made <- make(x)
    known[[length(known) + 1]] <<- list(x = x, made = made)
    made
  }
}

# A test for each kind, on CRAN for some, `code` being a function of its entry above and of its numbers.
test_each_kind <- function(description, code, among = names(kinds_of_data)) {
  if (Sys.getenv("NOT_CRAN") != "true") {
    some <- c("dgCMatrix", "dsTMatrix, entries twice", "dtRMatrix, unit", "dsparseVector", "DelayedArray")
    among <- intersect(among, some)
  }
  for (kind in among) local({
    kind <- kind
    test_that(paste0(description, ": ", kind), {
      skip_without_kind(kind)
      the <- kinds_of_data[[kind]]
      the$of <- once(the$of)
      with_blocks_of(12, code(the, numbers_for(the)))
    })
  })
}

without_signs_of_zero <- function(x) replace(x, x %in% 0, 0)

# An object of this class, which is valid, and holds what the dense call gives.
expect_kind <- function(actual, expected, the, class, ...) {
  found <- as.character(class(actual))
  right <- if (is.object(actual)) identical(found, class) && isTRUE(methods::validObject(actual, test = TRUE)) else
    class == "numeric" && is.null(dim(actual))
  if (!right) return(fail(paste(c("Not a valid", class, "but", found, ...), collapse = " ")))
  numbers <- the$plain(actual)
  if (the$half) {
    numbers <- without_signs_of_zero(numbers)
    expected <- without_signs_of_zero(expected)
  }
  expect_same_bits_of(numbers, expected, ...)
}
