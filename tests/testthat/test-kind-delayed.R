# Arrays that compute when they are read (packages DelayedArray and HDF5Array). The truth is the call in memory.

slope_or_gamma <- function(act.type) if (act.type == "prelu") list(gamma = 0.3) else list()

grad_for <- function(x) {
  x[] <- rep_len(c(0.5, -2, 1 / 3, 0, NA, 7), length(x))
  x
}

test_each_delayed("gradients that arrive may be delayed, of any plain kind, or one number", function(the) {
  x <- delayed_numbers(5, 7)
  grad <- grad_for(x)
  given <- the$of(x)
  gradients <- list(the$of(grad), grad, as.vector(grad), as.data.frame(grad), as_float16(grad), 2)
  with_blocks_of(40, for (act.type in c("elu", "prelu")) {
    call <- function(f, ...) do.call(f, c(list(..., act.type = act.type), slope_or_gamma(act.type)))
    for (g in gradients) {
      plain <- if (methods::is(g, "DelayedArray")) grad else g
      actual <- call(mx.nd.LeakyReLU.backward, g, given)
      expected <- call(mx.nd.LeakyReLU.backward, plain, x)
      expect_delayed(actual$data, expected$data, act.type)
      expect_same_bits_of(actual$gamma, expected$gamma, act.type)
      actual <- call(mx.nd.LeakyReLU.double.backward, g, gradients[[1]], given)
      expected <- call(mx.nd.LeakyReLU.double.backward, plain, grad, x)
      for (of in c("out.grad", "data")) expect_delayed(actual[[of]], expected[[of]], act.type, of)
      expect_same_bits_of(actual$gamma, expected$gamma, act.type)
    }
  })
})

test_each_delayed("gamma runs along every margin of any number of dimensions", function(the) {
  layouts <- list(list(7, 1), list(c(5, 7), 1), list(c(5, 7), 2L), list(c(5, 7), c(2, 1)), list(c(3, 4, 5), 1),
                  list(c(3, 4, 5), 2), list(c(3, 4, 5), c(3, 1)), list(c(3, 4, 5), 1:3), list(c(2, 1, 3, 4), c(4, 2)),
                  list(c(1, 6), 2), list(c(6, 1), 1), list(c(1, 1), 1))
  for (layout in layouts) {
    x <- delayed_numbers(layout[[1]])
    given <- the$of(x)
    extents <- layout[[1]][layout[[2]]]
    gamma <- array(rep_len(c(0.25, -0.5, 0, 2, 0.75, 0.1, 3), prod(extents)), extents)
    if (length(extents) == 1) gamma <- setNames(c(gamma), seq_along(gamma))
    call <- function(f, ...) f(..., gamma = gamma, act.type = "prelu", margin = layout[[2]])
    with_blocks_of(26, {
      expect_delayed(call(mx.nd.LeakyReLU, given), call(mx.nd.LeakyReLU, x), layout)
      actual <- call(mx.nd.LeakyReLU.backward, given, given)
      expected <- call(mx.nd.LeakyReLU.backward, x, x)
      expect_delayed(actual$data, expected$data, layout)
      expect_same_bits_of(actual$gamma, expected$gamma, layout)
      actual <- call(mx.nd.LeakyReLU.double.backward, 2, given, given, gamma.grad = gamma / 2)
      expected <- call(mx.nd.LeakyReLU.double.backward, 2, x, x, gamma.grad = gamma / 2)
      for (of in c("out.grad", "data")) expect_delayed(actual[[of]], expected[[of]], layout, of)
      expect_same_bits_of(actual$gamma, expected$gamma, layout)
    })
  }
})

test_that("arrays without elements, and of integers and logical values, are taken", {
  skip_without_packages("DelayedArray")
  for (dim in list(0, c(0, 3), c(3, 0), c(2, 0, 3))) {
    x <- array(0, dim)
    given <- DelayedArray::DelayedArray(x)
    gamma <- seq_len(max(dim))[seq_len(dim[length(dim)])] / 8
    if (length(gamma) == 0) gamma <- 0.5
    expect_delayed(mx.nd.LeakyReLU(given, gamma, "prelu", margin = length(dim)), x)
    g <- mx.nd.LeakyReLU.backward(given, given, gamma, "prelu", margin = length(dim))
    expect_delayed(g$data, x)
    expect_identical(g$gamma, mx.nd.LeakyReLU.backward(x, x, gamma, "prelu", margin = length(dim))$gamma)
    expect_delayed(mx.nd.LeakyReLU(given, act.type = "rrelu", is.train = TRUE), x)
  }
  for (x in list(matrix(c(-3L, NA, 5L, 0L), 2), matrix(c(TRUE, FALSE, NA, TRUE), 2))) {
    expect_delayed(mx.nd.LeakyReLU(DelayedArray::DelayedArray(x)), mx.nd.LeakyReLU(x))
  }
})

test_that("matrices of the package Matrix are gradients and masks of delayed data", {
  skip_without_packages("DelayedArray", "Matrix")
  x <- matrix(c(-1.5, 2, 0, -3, 4, -0.5, 7, -8, 9), 3)
  data <- DelayedArray::DelayedArray(x)
  sparse <- Matrix::sparseMatrix(c(1, 2, 3, 3), c(1, 3, 2, 3), x = c(0.5, -2, 3, 4))
  matrices <- list(sparse, methods::as(sparse, "TsparseMatrix"), methods::as(sparse, "RsparseMatrix"),
                   Matrix::forceSymmetric(sparse), Matrix::triu(sparse), Matrix::Diagonal(3), Matrix::Matrix(x))
  for (given in matrices) {
    plain <- as.matrix(given)
    g <- mx.nd.LeakyReLU.backward(given, data, c(0.1, 0.2, 0.3), "prelu")
    expected <- mx.nd.LeakyReLU.backward(plain, x, c(0.1, 0.2, 0.3), "prelu")
    expect_delayed(g$data, expected$data, class(given))
    expect_same_bits_of(g$gamma, expected$gamma, class(given))
    expect_delayed(mx.nd.LeakyReLU(data, act.type = "rrelu", mask = given),
                   mx.nd.LeakyReLU(x, act.type = "rrelu", mask = plain), class(given))
  }
})

# ---- What is read of it ----------------------------------------------------------------------------------------------

test_each_delayed("any part of it can be read", function(the) {
  x <- delayed_numbers(9, 5, 4)
  y <- mx.nd.LeakyReLU(the$of(x), 1:20 / 16, "prelu", margin = 3:2)
  expected <- mx.nd.LeakyReLU(x, 1:20 / 16, "prelu", margin = 3:2)
  for (block in c(20, 1000)) with_blocks_of(block, {
    expect_same_bits(as.array(y[2:8, c(5, 1, 1, 3), -2]), expected[2:8, c(5, 1, 1, 3), -2])
    expect_same_bits(as.array(y[9:1, , 4:3]), expected[9:1, , 4:3])
    expect_same_bits(as.array(y[c(1, 3, 3, 4, 9), c(TRUE, FALSE, TRUE, TRUE, FALSE), c("d", "a")]),
                     expected[c(1, 3, 3, 4, 9), c(TRUE, FALSE, TRUE, TRUE, FALSE), c("d", "a")])
    expect_same_bits(as.array(y[, integer(), ]), expected[, integer(), ])
    expect_same_bits(as.vector(y[5, 2, 3]), expected[5, 2, 3])
    seed <- DelayedArray::seed(y)
    expect_same_bits(seed[-1, c("b", "b"), 2:3], unname(expected[-1, c("b", "b"), 2:3]))
    expect_same_bits(seed[TRUE, 0, 2, drop = FALSE], unname(expected[TRUE, 0, 2, drop = FALSE]))
    expect_error(seed[1, 1], "incorrect number of dimensions", fixed = TRUE)
    for (beyond in list(10, NA, -1:1, "z")) expect_error(seed[beyond, 1, 1])
  })
})

test_each_delayed("its chunks, names and seeds are those of data", function(the) {
  x <- delayed_numbers(4, 5)
  given <- the$of(x)
  y <- mx.nd.LeakyReLU(given, 1:5 / 10, "prelu")
  expect_identical(DelayedArray::chunkdim(y), DelayedArray::chunkdim(given))
  expect_identical(dimnames(y), dimnames(given))
  expect_identical(y, mx.nd.LeakyReLU(given, 1:5 / 10, "prelu"))
  g <- mx.nd.LeakyReLU.backward(given, given)$data
  expect_identical(DelayedArray::chunkdim(g), DelayedArray::chunkdim(given))
  expect_identical(DelayedArray::nseed(y), 1L)
  expect_identical(DelayedArray::nseed(g), 2L)
  expect_identical(DelayedArray::seedApply(y, class), DelayedArray::seedApply(given, class))
  expect_output(DelayedArray::showtree(g), "4x5 double: DelayedMatrix object", fixed = TRUE)
  expect_output(print(DelayedArray::seed(g)),
                "<leakyrelu_seed> mx.nd.LeakyReLU.backward()$data of `data` and `out.grad`, 4 x 5", fixed = TRUE)
  if (the$drawn[1] == "HDF5Array") {
    expect_identical(DelayedArray::path(y), DelayedArray::path(given))
    moved <- tempfile(fileext = ".h5")
    file.copy(DelayedArray::path(given), moved)
    copy <- y
    DelayedArray::path(copy) <- moved
    expect_identical(DelayedArray::path(copy), normalizePath(moved))
    expect_same_bits(as.array(copy), as.array(y))
    expect_error(DelayedArray::path(g), "seed|one array")
  }
  expect_output(methods::show(y), "DelayedMatrix .*type \"double\"")
  expect_false(DelayedArray::is_sparse(y))
})

test_each_delayed("what can be done with a DelayedArray can be done with it", function(the) {
  x <- replace(delayed_numbers(6, 5), c(4, 6, 9, 13, 20, 22, 25, 29), 0.25)
  y <- mx.nd.LeakyReLU(the$of(x), 1:5 / 10, "prelu")
  expected <- mx.nd.LeakyReLU(x, 1:5 / 10, "prelu")
  with_blocks_of(12, {
    expect_same_bits(as.matrix(y * 2 + 1), expected * 2 + 1)
    expect_same_bits(as.matrix(t(y)[2:3, ]), t(expected)[2:3, ])
    expect_same_bits(as.matrix(DelayedArray::cbind(y, y)), cbind(expected, expected))
    expect_same_bits(as.matrix(mx.nd.LeakyReLU(y, act.type = "elu")), mx.nd.LeakyReLU(expected, act.type = "elu"))
    expect_equal(DelayedArray::rowSums(y), rowSums(expected))
    expect_equal(DelayedArray::colSums(y), colSums(expected))
    expect_same_bits(as.matrix(DelayedArray::realize(y)), expected)
    expect_identical(sum(unlist(DelayedArray::blockApply(y, length))), 30L)
    skip_without_packages("HDF5Array")
    expect_same_bits(as.matrix(DelayedArray::realize(y, "HDF5Array")), expected)
    expect_same_bits(as.matrix(HDF5Array::writeHDF5Array(y, chunkdim = c(4L, 1L), with.dimnames = TRUE)), expected)
  })
})

test_that("reading a block takes little more memory than the block", {
  skip_on_cran()
  skip_without_packages("DelayedArray")
  x <- DelayedArray::ConstantArray(c(4000L, 5000L), value = -1)
  y <- mx.nd.LeakyReLU.backward(x, x, act.type = "elu")$data
  gc(reset = TRUE)
  before <- sum(gc()[, 2])
  block <- as.array(y)
  # The block has 153 MB, as all operands would have; R frees what is no longer used when it likes.
  expect_lt(sum(gc()[, 6]) - before, 2 * 153)
  expect_identical(range(block), rep(mx.nd.LeakyReLU.backward(-1, -1, act.type = "elu")$data, 2))
})

# ---- Slopes that are given -------------------------------------------------------------------------------------------

test_each_delayed("masks that are given may be delayed or not", function(the) {
  x <- delayed_numbers(5, 7)
  given <- the$of(x)
  mask <- matrix(1:35 / 64, 5)
  with_blocks_of(20, for (m in list(the$of(mask), mask, as_float16(mask))) {
    call <- function(x, mask, ...) mx.nd.LeakyReLU(x, act.type = "rrelu", mask = mask, ...)
    both <- call(given, m, return.mask = TRUE)
    expected <- call(x, mask, return.mask = TRUE)
    for (of in c("out", "mask")) expect_delayed(both[[of]], expected[[of]], of)
    expect_delayed(call(given, m, is.train = TRUE), expected$out)
    expect_delayed(mx.nd.LeakyReLU.backward(given, given, act.type = "rrelu", mask = m)$data,
                   mx.nd.LeakyReLU.backward(x, x, act.type = "rrelu", mask = mask)$data)
  })
  both <- mx.nd.LeakyReLU(given, act.type = "rrelu", return.mask = TRUE)
  expected <- mx.nd.LeakyReLU(x, act.type = "rrelu", return.mask = TRUE)
  for (of in c("out", "mask")) expect_delayed(both[[of]], expected[[of]], of)
})

# ---- Layers and other sessions ---------------------------------------------------------------------------------------

test_each_delayed("a layer takes it, keeps the data, and learns", function(the) {
  x <- delayed_numbers(5, 7)
  given <- the$of(x)
  for (act.type in act_types) {
    layer <- activation_layer(act.type)
    expect_delayed(forward(layer, given), predict(layer, x), act.type)
    expect_output(print(layer), "keeps for backward(): data (5 x 7)", fixed = TRUE)
    expect_identical(backward(update(layer), given), backward(layer, given))
    plain <- update(layer)
    forward(plain, x)
    expect_equal(as.array(backward(layer, given)$data), backward(plain, x)$data)
  }
  layer <- activation_layer("rrelu")
  plain <- activation_layer("rrelu")
  out <- with_fixed_seed(forward(layer, given, is.train = TRUE))
  expect_delayed(out, with_fixed_seed(forward(plain, x, is.train = TRUE)), classes = the$drawn)
  expect_delayed(backward(layer, 1)$data, backward(plain, 1)$data)

  x <- matrix(rep_len(c(-3:4, 2.5, -1.75, 0.125), 60), 10)
  target <- mx.nd.LeakyReLU(x, 1:6 / 8, "prelu")
  learned <- lapply(list(identity, the$of), function(of) {
    data <- of(x)
    target <- of(target)
    layer <- activation_layer("prelu", gamma = rep(0.25, 6))
    for (step in 1:3) {
      error <- forward(layer, data) - target
      layer$gamma <- layer$gamma - 0.5 * backward(layer, 2 * error / nrow(x))$gamma
    }
    coef(layer)
  })
  expect_identical(learned[[2]], learned[[1]])
})

test_that("it can be saved, and be read in a session that has not loaded the package", {
  skip_without_packages("HDF5Array")
  x <- delayed_numbers(4, 5)
  y <- mx.nd.LeakyReLU(to_HDF5(x), 1:5 / 10, "prelu")
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(list(y, as.array(y)), file)
  read <- sprintf("saved <- readRDS(\"%s\")", file)
  check <- c("cat(identical(as.array(saved[[1]]), saved[[2]]), dim(saved[[1]]), DelayedArray::chunkdim(saved[[1]]))")
  for (before in list("", "suppressMessages(library(DelayedArray))")) {
    expect_identical(utils::tail(in_other_session(before, read, "suppressMessages(library(HDF5Array))", check), 1),
                     "TRUE 4 5 2 2")
  }
})

test_that("loading the package loads none of DelayedArray's", {
  loaded <- utils::tail(in_fresh_process("cat(loadedNamespaces())"), 1)
  expect_false(grepl("Delayed|S4|Bioc|Matrix", loaded))
})

# ---- What is wrong ---------------------------------------------------------------------------------------------------

test_that("what does not fit is an error at the call, before anything is read", {
  skip_without_packages("DelayedArray")
  x <- DelayedArray::DelayedArray(matrix(-5:6 + 0, 3))
  one <- DelayedArray::DelayedArray(matrix(letters[1:12], 3))
  expect_error_line(mx.nd.LeakyReLU(one),
                    "`data` must be a DelayedArray of numbers or logical values, not of type \"character\".")
  expect_error_line(mx.nd.LeakyReLU.backward(one, x),
                    "`out.grad` must be a DelayedArray of numbers or logical values, not of type \"character\".")
  one <- DelayedArray::DelayedArray(matrix(as.raw(1:12), 3))
  expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = one), paste(
    "`mask` must be a DelayedArray of numbers or logical values, not of type \"raw\":",
    "use type(mask) <- \"integer\"."))
  for (one in list(matrix(1i, 3, 4), matrix(list(1), 3, 4))) {
    one <- DelayedArray::DelayedArray(one)
    expect_error(mx.nd.LeakyReLU(one), "`data` must be a DelayedArray of numbers", fixed = TRUE)
  }
  expect_error_line(mx.nd.LeakyReLU(x, 1:3, "prelu"),
    "`gamma` must have length 1 or 4 (the extent of dimension 2 of `data`), not 3: did you mean margin = 1?")
  expect_error_line(mx.nd.LeakyReLU(x, x, "prelu"), paste(
    "`gamma` must be a numeric or logical vector, not an object of class \"DelayedMatrix\": use as.array()."))
  expect_error_line(mx.nd.LeakyReLU(x, 1:4, "prelu", margin = 3),
                    "`margin` must be distinct whole numbers from 1 to 2 (the dimensions of `data`), not 3.")
  expect_error_line(mx.nd.LeakyReLU.backward(t(x), x),
                    "`out.grad` must have the dimensions of `data` (3 x 4), not 4 x 3.")
  expect_error_line(mx.nd.LeakyReLU.backward("a", x), paste(
    "`out.grad` must be numeric or logical (a vector, matrix, array or data frame), not \"a\"."))
  expect_error_line(mx.nd.LeakyReLU.backward(x, as.matrix(x)), paste(
    "`out.grad` must be numeric or logical (a vector, matrix, array or data frame),",
    "not an object of class \"DelayedMatrix\": use as.array()."))
  expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = t(x)),
                    "`mask` must have the dimensions of `data` (3 x 4), not 4 x 3.")
  expect_error_line(mx.nd.LeakyReLU.backward(1, gamma = 0.5, act.type = "prelu", out = x), paste(
    "`out` must be NULL for act.type = \"prelu\", not an object of class \"DelayedMatrix\":",
    "pass `data`, as the derivative does not follow from `out`."))
  expect_error_line(mx.nd.LeakyReLU(x, return.mask = TRUE),
                    "`return.mask` must be FALSE for act.type = \"leaky\", not TRUE.")
})

test_that("what only the numbers tell is an error when they are read", {
  skip_without_packages("DelayedArray")
  x <- DelayedArray::DelayedArray(matrix(-5:6 + 0, 3))
  y <- mx.nd.LeakyReLU(x, act.type = "rrelu", mask = x / 0)
  expect_error(as.array(y), "`mask` must contain only finite numbers, not -Inf.", fixed = TRUE)
  g <- mx.nd.LeakyReLU.backward(1, act.type = "rrelu", mask = x, out = x)$data
  expect_error(as.array(g), "`out` must be NULL if `mask` has negative slopes", fixed = TRUE)
})

test_that("a class that has the name of DelayedArray is not taken for it", {
  skip_without_packages("DelayedArray")
  expect_error(mx.nd.LeakyReLU(structure(list(1), class = "DelayedArray")), "`data` must be numeric", fixed = TRUE)
  where <- new.env()
  made <- methods::setClass("DelayedArray", representation(seed = "numeric"), where = where)
  on.exit(methods::removeClass("DelayedArray", where = where))
  expect_error(mx.nd.LeakyReLU(made(seed = 1)), "`data` must be numeric", fixed = TRUE)
})

test_that("a file that has vanished is an error that names the argument", {
  skip_without_packages("HDF5Array")
  x <- to_HDF5(matrix(-5:6 + 0, 3))
  y <- mx.nd.LeakyReLU(x)
  file <- DelayedArray::path(x)
  file.rename(file, paste0(file, ".away"))
  on.exit(file.rename(paste0(file, ".away"), file))
  keep_generator({
    set.seed(1)
    before <- random_seed()
    for (code in expression(mx.nd.LeakyReLU(x), mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE),
                            mx.nd.LeakyReLU.backward(1, x, 0.5, "prelu"))) {
      error <- expect_error(eval(code))
      expect_identical(conditionMessage(error), paste0("`data` cannot be read: file '", file, "' does not exist"))
      expect_match(deparse(conditionCall(error))[1], "^mx.nd.LeakyReLU")
    }
    expect_identical(random_seed(), before)
    expect_error(as.array(y), "does not exist")
  })
})
