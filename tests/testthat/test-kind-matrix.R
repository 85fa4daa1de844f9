# What only the classes of the package Matrix have: forms, patterns, factors, triplets. The rest is in test-kinds.R.

test_of_Matrix <- function(description, code) {
  code <- substitute(code)
  frame <- parent.frame()
  test_that(description, {
    skip_if_not_installed("Matrix", "1.5.0")
    eval(code, new.env(parent = frame))
  })
}
# Beyond 2^31 elements, with three entries.
large_matrix <- function(n = 60000L) {
  Matrix::sparseMatrix(i = c(2L, n, 3L), j = c(1L, n - 1L, n), x = c(-2, -3, 4), dims = c(n, n))
}

test_of_Matrix("logical ones and patterns become numeric", {
  x <- Matrix::sparseMatrix(i = c(1, 3), j = c(2, 2), dims = c(3, 2))
  expect_s4_class(x, "ngCMatrix")
  y <- mx.nd.LeakyReLU(x, act.type = "gelu")
  expect_kind(y, mx.nd.LeakyReLU(as.matrix(x), act.type = "gelu"), kinds_of_data$dgCMatrix, "dgCMatrix")
  x <- methods::as(x, "lMatrix")
  x@x <- c(NA, FALSE)
  expect_kind(mx.nd.LeakyReLU(x), mx.nd.LeakyReLU(as.matrix(x)), kinds_of_data$dgCMatrix, "dgCMatrix")
  expect_identical(mx.nd.LeakyReLU(x)@x, c(NA, 0))
  dense <- new_of_Matrix("ngeMatrix", x = c(NA, TRUE, FALSE, TRUE), Dim = c(2L, 2L))
  expect_kind(mx.nd.LeakyReLU(dense), mx.nd.LeakyReLU(as.matrix(dense)), kinds_of_data$dgeMatrix, "dgeMatrix")
  expect_identical(class(mx.nd.LeakyReLU(new_of_Matrix("ldiMatrix", x = TRUE, Dim = c(1L, 1L))))[1], "ddiMatrix")
  for (class in c("pMatrix", "indMatrix")) {
    x <- methods::as(c(2L, 3L, 1L), class)
    for (y in list(mx.nd.LeakyReLU(x), mx.nd.LeakyReLU(x, 1:3, "prelu"))) {
      expect_kind(y, 1 * as.matrix(x), kinds_of_data$dgCMatrix, "dgCMatrix", class)
    }
  }
  vectors <- list(nsparseVector = list(), lsparseVector = list(x = c(TRUE, NA)), isparseVector = list(x = c(-2L, NA)))
  for (class in names(vectors)) {
    x <- do.call(new_of_Matrix, c(list(class, i = c(2L, 4L), length = 5L), vectors[[class]]))
    expected <- mx.nd.LeakyReLU(methods::as(x, "vector"))
    expect_kind(mx.nd.LeakyReLU(x), expected, kinds_of_data$dsparseVector, "dsparseVector", class)
  }
})

test_of_Matrix("logical triplets that are there twice are one, as Matrix has them", {
  for (values in list(c(NA, TRUE), c(FALSE, NA), c(TRUE, TRUE))) {
    x <- new_of_Matrix("lgTMatrix", i = c(0L, 0L), j = c(1L, 1L), x = values, Dim = c(1L, 2L))
    expect_kind(mx.nd.LeakyReLU(x), mx.nd.LeakyReLU(as.matrix(x)), kinds_of_data$dgTMatrix, "dgTMatrix")
  }
})

test_of_Matrix("triplets are summed in the order in which as.matrix() sums them", {
  values <- c(0.1, 0.2, 0.3, 1e16, 1, -1e16, -7)
  x <- new_of_Matrix("dgTMatrix", i = rep(1L, 7), j = rep(0L, 7), x = values, Dim = c(3L, 1L))
  expect_kind(mx.nd.LeakyReLU(x), mx.nd.LeakyReLU(as.matrix(x)), kinds_of_data$dgTMatrix, "dgTMatrix")
})

test_of_Matrix("what is known of the old numbers is dropped, and data keeps it", {
  x <- Matrix::crossprod(Matrix::Matrix(c(2, 1, 0, 0, 3, 1, 0, 0, 1), 3, sparse = TRUE))
  Matrix::Cholesky(x)
  expect_length(x@factors, 1)
  expect_length(mx.nd.LeakyReLU(x)@factors, 0)
  expect_length(mx.nd.LeakyReLU(x, 1:3, "prelu")@factors, 0)
  expect_length(mx.nd.LeakyReLU.backward(x, x)$data@factors, 0)
  expect_length(x@factors, 1)
  positive <- methods::as(Matrix::Matrix(c(2, -1, -1, 2), 2), "dpoMatrix")
  expect_kind(mx.nd.LeakyReLU(positive), mx.nd.LeakyReLU(as.matrix(positive)), kinds_of_data$dsyMatrix, "dsyMatrix")
})

test_of_Matrix("zeros that are stored stay stored, in masks too", {
  x <- new_of_Matrix("dgCMatrix", i = c(0L, 2L), p = c(0L, 1L, 2L), x = c(0, -1), Dim = c(3L, 2L))
  mask <- matrix(c(0.5, 1, 1, 1, 1, 0), 3)
  y <- mx.nd.LeakyReLU(x, act.type = "rrelu", mask = mask, return.mask = TRUE)
  for (result in y) expect_identical(list(result@i, result@p), list(x@i, x@p))
  expect_identical(y$mask@x, c(0.5, 0))
  grad <- mx.nd.LeakyReLU.backward(x, x)$data
  expect_identical(list(grad@i, grad@p), list(x@i, x@p))
})

test_of_Matrix("Matrix's own data sets keep their pattern and have the functions of their numbers", {
  sets <- new.env()
  utils::data(list = c("KNex", "CAex", "USCounties", "wrld_1deg"), package = "Matrix", envir = sets)
  matrices <- list(sets$KNex$mm, sets$CAex, sets$USCounties, sets$wrld_1deg)
  for (x in matrices) {
    y <- mx.nd.LeakyReLU(x, act.type = "gelu")
    expect_identical(class(y), class(x))
    expect_identical(y@p, x@p)
    expect_identical(y@i, x@i)
    expect_identical(dimnames(y), dimnames(x))
    expect_identical(y@x, mx.nd.LeakyReLU(x@x, act.type = "gelu"))
  }
  x <- sets$KNex$mm
  dense <- as.matrix(x)
  for (margin in 1:2) {
    gamma <- sin(seq_len(dim(x)[margin]))
    g <- mx.nd.LeakyReLU.backward(x, -x, gamma, "prelu", margin = margin)
    expected <- mx.nd.LeakyReLU.backward(dense, -dense, gamma, "prelu", margin = margin)
    expect_kind(g$data, expected$data, kinds_of_data$dgCMatrix, "dgCMatrix")
    expect_same_bits(g$gamma, expected$gamma)
  }
})

test_of_Matrix("gamma's gradient is exact for very many rows, and for rows of very different lengths", {
  with_fixed_seed({
    n <- 20000L
    x <- Matrix::sparseMatrix(i = c(rep(7L, 300), sample.int(n, 5000, TRUE)),
                              j = c(1:300, sample.int(300L, 5000, TRUE)), x = rnorm(5300) * 10^sample(-8:8, 5300, TRUE),
                              dims = c(n, 300L))
    gamma <- runif(n)
  })
  dense <- as.matrix(x)
  expect_same_bits(mx.nd.LeakyReLU.backward(x, x, gamma, "prelu", margin = 1)$gamma,
                   mx.nd.LeakyReLU.backward(dense, dense, gamma, "prelu", margin = 1)$gamma)
})

test_of_Matrix("out.grad may be any of Matrix's, with other entries than data", {
  x <- kinds_of_data$dgRMatrix$of(matrix(c(-1, 0, 2, 0, NA, -3, 0, 0, -Inf), 3))
  dense <- as.matrix(x)
  grads <- list(kinds_of_data$dgTMatrix$of(matrix(c(0, NA, 0, Inf, 0, 2, 0, -1, 0), 3)),
                kinds_of_data$dsCMatrix$of(matrix(c(1, 0, NaN, 0, 0, 2, NaN, 2, 0), 3)), Matrix::Diagonal(3),
                methods::as(matrix(c(TRUE, FALSE, TRUE), 3, 3), "nMatrix"),
                new_of_Matrix("nsparseVector", i = c(2L, 9L), length = 9L))
  for (grad in grads) for (margin in 1:2) {
    plain <- if (is.null(dim(grad))) methods::as(grad, "vector") else as.matrix(grad)
    call <- function(grad, x) mx.nd.LeakyReLU.backward(grad, x, c(0.5, -2, 0), "prelu", margin = margin)
    class <- if (leakyrelu:::is_sparse(grad)) "dgCMatrix" else "dgeMatrix"
    expect_kind(call(grad, x)$data, call(plain, dense)$data, kinds_of_data$dgCMatrix, class)
    expect_same_bits(call(grad, x)$gamma, call(plain, dense)$gamma)
    call <- function(grad, weight, x) mx.nd.LeakyReLU.double.backward(weight, grad, x, act.type = "mish")
    for (of in c("out.grad", "data")) {
      expect_kind(call(grad, x, x)[[of]], call(plain, dense, dense)[[of]], kinds_of_data$dgCMatrix, class, of)
    }
  }
  one <- Matrix::sparseMatrix(i = 1, j = 1, x = 3)
  expect_identical(mx.nd.LeakyReLU.backward(one, x), mx.nd.LeakyReLU.backward(3, x))
  dense_data <- methods::as(dense, "unpackedMatrix")
  expect_kind(mx.nd.LeakyReLU.backward(x, dense_data)$data, mx.nd.LeakyReLU.backward(dense, dense)$data,
              kinds_of_data$dgCMatrix, "dgCMatrix")
})

test_of_Matrix("matrices with more than 2^31 elements are computed by their entries", {
  x <- large_matrix()
  n <- nrow(x)
  expect_identical(mx.nd.LeakyReLU(x)@x, c(-0.5, -0.75, 4))
  gamma <- rep(0.5, n)
  gamma[n] <- 2
  expect_identical(mx.nd.LeakyReLU(x, gamma, "prelu", margin = 1)@x, c(-1, -6, 4))
  g <- mx.nd.LeakyReLU.backward(x, x, gamma, "prelu", margin = 1)
  expect_identical(g$data@x, c(-1, -6, 4))
  expect_identical(g$gamma[c(1, 2, n)], c(0, 4, 9))
  expect_identical(sum(g$gamma), 13)
  expect_error_line(mx.nd.LeakyReLU.backward(1, large_matrix(1000000L)), paste(
    "`out.grad` must be sparse where dense gradients of 1000000 x 1000000 numbers are too large for memory."))
  v <- new_of_Matrix("dsparseVector", x = c(-1, -2), i = c(1, 2^33), length = 2^33)
  expect_identical(mx.nd.LeakyReLU(v)@x, c(-0.25, -0.5))
  expect_identical(mx.nd.LeakyReLU.backward(v, v)$data@i, c(1, 2^33))
  vast <- new_of_Matrix("dgTMatrix", i = 1:0, j = c(0L, 3L), x = c(-1, 2), Dim = rep(.Machine$integer.max, 2))
  expect_identical(mx.nd.LeakyReLU(vast)@x, c(-0.25, 2))
  expect_error(mx.nd.LeakyReLU(vast, act.type = "rrelu", is.train = TRUE), "`data` must have at most 2^53 elements",
               fixed = TRUE)
})

test_of_Matrix("the numbers at positions are those that runif() draws there", {
  at <- c(0, 1, 1535, 1536, 3071, 4098)
  for (length in c(4099, 6000)) {
    drawn <- with_fixed_seed(list(.Call(leakyrelu:::leakyrelu_draw_at, length, at, 0.1, 0.3), random_seed()))
    expected <- with_fixed_seed(list(runif(length, 0.1, 0.3)[at + 1], random_seed()))
    expect_identical(drawn, expected)
  }
})

test_of_Matrix("masks of Matrix's are held to what is asked of any", {
  x <- kinds_of_data$dgCMatrix$of(matrix(c(-1, 0, 2, -3), 2))
  mask <- function(...) kinds_of_data$dgCMatrix$of(matrix(c(...), 2))
  infinite <- mask(0, Inf, 0, 1)
  dense <- new_of_Matrix("dgeMatrix", x = c(0, NaN, 0, 1), Dim = c(2L, 2L))
  negative <- mask(0, -1, 1, 1)
  out <- mask(0, 0, 1, 2)
  expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = infinite),
                    "`mask` must contain only finite numbers, not Inf.")
  expect_error_line(mx.nd.LeakyReLU.backward(x, x, act.type = "rrelu", mask = dense),
                    "`mask` must contain only finite numbers, not NaN.")
  expect_error_line(mx.nd.LeakyReLU.backward(x, out = out, act.type = "rrelu", mask = negative),
                    "`out` must be NULL if `mask` has negative slopes (-1): pass `data`.")
  expect_error(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = mask(1, 1, 1, 1, 1, 1)),
               "`mask` must have the dimensions of `data` (2 x 2), not 2 x 3.", fixed = TRUE)
  expect_error_line(mx.nd.LeakyReLU.double.backward(x, x, x, c(1, NA), c(1, 2), "prelu"),
                    "`gamma.grad` must contain only finite numbers if data or a gradient is sparse, not NA.")
})

test_of_Matrix("beside plain data it is an error that names the conversion", {
  x <- kinds_of_data$dgCMatrix$of(matrix(c(-1, 0, 2, -3), 2))
  use <- "not an object of class \"dgCMatrix\": use as.matrix()."
  dense <- as.matrix(x)
  expect_error(mx.nd.LeakyReLU.backward(x, dense), use, fixed = TRUE)
  expect_error(mx.nd.LeakyReLU(dense, act.type = "rrelu", mask = x), use, fixed = TRUE)
  expect_error(mx.nd.LeakyReLU(dense, x, "prelu"), use, fixed = TRUE)
  expect_error(mx.nd.LeakyReLU(x, x, "prelu"), use, fixed = TRUE)
})

test_of_Matrix("complex numbers and classes that only have the name are errors, and subclasses are not", {
  complex <- new_of_Matrix("zsparseVector", x = 1i, i = 1L, length = 3L)
  expect_error(mx.nd.LeakyReLU(complex), "`data` must be numeric or logical (", fixed = TRUE)
  expect_error(mx.nd.LeakyReLU(structure(list(), class = "dgCMatrix")), "`data` must be numeric", fixed = TRUE)
  expect_error(mx.nd.LeakyReLU(structure(list(), class = "Matrix")), "`data` must be numeric", fixed = TRUE)
  on.exit(for (class in c("TestSparse", "dgRMatrix")) methods::removeClass(class, where = globalenv()))
  make <- methods::setClass("TestSparse", contains = structure("dgCMatrix", package = "Matrix"),
                            slots = c(note = "character"), where = globalenv())
  x <- kinds_of_data$dgCMatrix$of(matrix(c(-1, 0, 2, -3), 2))
  own <- make(x, note = "mine")
  expect_identical(mx.nd.LeakyReLU(own), mx.nd.LeakyReLU(x))
  other <- methods::setClass("dgRMatrix", slots = c(x = "numeric"), where = globalenv())
  expect_error(mx.nd.LeakyReLU(other(x = 1)), "not an object of class \"dgRMatrix\"", fixed = TRUE)
})

test_of_Matrix("a class of Matrix's is known where that is not loaded yet, and loading the package does not load it", {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(kinds_of_data$dgCMatrix$of(matrix(c(-4, 0, 2, -8), 2)), file)
  code <- sprintf("stopifnot(!\"Matrix\" %%in%% loadedNamespaces())
    x <- readRDS(\"%s\")
    y <- mx.nd.LeakyReLU(x, c(1, 0.5), \"prelu\", margin = 1)
    g <- mx.nd.LeakyReLU.backward(x, x, c(1, 0.5), \"prelu\")
    cat(class(y), y@x, g$data@x, g$gamma)", file)
  expect_identical(in_fresh_process(code), "dgCMatrix -4 2 -4 -4 2 -4 16 64")
})
