# What vignette("porting") says: each row of its tables, and the network that PyTorch trained.

# ---- The tables ----------------------------------------------------------------------------------

# The first code of both cells of each row, with the heading above it.
read_rows <- function(lines) {
  from <- which(lines == "## How each call is written here")
  to <- which(grepl("^## ", lines) & seq_along(lines) > from)[1]
  lines <- lines[from:to]
  heading <- cumsum(grepl("^### ", lines))
  rows <- grep("^\\| `", lines)
  cells <- strsplit(lines[rows], " | ", fixed = TRUE)
  code <- function(cell) sub("^[^`]*`([^`]*)`.*", "\\1", cell)
  data.frame(library = sub("### ", "", grep("^### ", lines, value = TRUE))[heading[rows]],
             there = code(vapply(cells, `[`, "", 1)), here = code(vapply(cells, `[`, "", 2)))
}

# A call of Python, Ruby or R, as a call of R.
as_r <- function(there) {
  there <- gsub("True", "TRUE", gsub("False", "FALSE", there))
  there <- gsub("[1, 2]", "c(1, 2)", there, fixed = TRUE)
  parse(text = gsub("::", ".", there, fixed = TRUE), keep.source = FALSE)[[1]]
}

# ---- What the libraries compute: their functions, with the arguments and defaults of their documentation -----------

formula_of <- function(act.type, slope = NA) function(x) forward_formula(act.type, x, slope)
leaky_relu <- function(default) function(x, negative_slope = default) forward_formula("leaky", x, negative_slope)
elu <- function(x, alpha = 1) forward_formula("elu", x, alpha)
celu <- function(x, alpha = 1) forward_formula("celu", x, alpha)
relu <- formula_of("leaky", 0)
gelu <- function(default) {
  function(x, approximate = default) {
    forward_formula(if (isTRUE(approximate) || approximate == "tanh") "gelu_tanh" else "gelu", x)
  }
}
swish <- function(x, alpha = 1) x * plogis(alpha * x)
prelu <- function(x, weight, margin = 2) forward_formula("leaky", x, along_margin(c(weight), dim(x), margin))
rrelu <- function(default) {
  function(x, lower = 1 / 8, upper = 1 / 3, training = default) {
    slopes <- if (training) array(runif(length(x), lower, upper), dim(x)) else (lower + upper) / 2
    forward_formula("leaky", x, slopes)
  }
}

layer <- function(f) function() f
prelu_layer <- function(start) function(channels = 1) function(x) prelu(x, rep_len(start, dim(x)[2]))

# In Keras, a slope for each index of all dimensions but the first, or of the last one alone.
alpha_each <- array(seq(-0.5, 0.9, length.out = 60), c(3, 4, 5))
alpha_shared <- array(seq(-0.5, 0.9, length.out = 5), c(1, 1, 5))
keras_prelu <- function(x, shared_axes = NULL) {
  if (identical(shared_axes, c(1, 2))) prelu(x, alpha_shared, 4) else prelu(x, alpha_each, 2:4)
}

named <- function(prefix, ...) {
  functions <- list(...)
  stats::setNames(functions, paste0(prefix, names(functions)))
}
torch <- function(prefix) {
  named(prefix, leaky_relu = leaky_relu(0.01), prelu = prelu, rrelu = rrelu(FALSE), elu = elu, celu = celu,
        selu = formula_of("selu"), gelu = gelu("none"), mish = formula_of("mish"), silu = formula_of("silu"),
        relu = relu)
}
keras <- function(prefix) {
  named(prefix, leaky_relu = leaky_relu(0.2), elu = elu, celu = celu, selu = formula_of("selu"), gelu = gelu(FALSE),
        mish = formula_of("mish"), silu = formula_of("silu"), relu = relu)
}

libraries <- list(
  "MXNet for R" = list(
    mx.nd.LeakyReLU = function(data, gamma, act.type = "leaky", slope = 0.25) {
      switch(act.type, prelu = prelu(data, gamma, length(dim(data)) - 1), rrelu = rrelu(FALSE)(data, 0.125, 0.334),
             forward_formula(act.type, data, slope))
    },
    mx.nd.Activation = function(data, act.type) switch(act.type, relu = relu(data))
  ),
  "MXNet for Python" = c(
    named("nn.", LeakyReLU = function(alpha) formula_of("leaky", alpha), PReLU = prelu_layer(0.25), ELU = layer(elu),
          SELU = layer(formula_of("selu")), GELU = layer(formula_of("gelu")), Swish = layer(swish)),
    nd.LeakyReLU = function(data, act_type = "leaky", slope = 0.25) forward_formula(act_type, data, slope)
  ),
  "PyTorch" = c(torch("F."), nn.PReLU = prelu_layer(0.25)),
  "torch for R" = c(torch("nnf_"), nn_prelu = prelu_layer(0.25)),
  "TensorFlow" = named("tf.nn.", leaky_relu = leaky_relu(0.2), elu = formula_of("elu", 1), selu = formula_of("selu"),
                       gelu = gelu(FALSE), silu = swish, relu = relu),
  "Keras" = c(
    keras("keras.activations."),
    named("keras.layers.", LeakyReLU = layer(leaky_relu(0.3)),
          PReLU = function(shared_axes = NULL) function(x) keras_prelu(x, shared_axes))
  ),
  "keras3 for R" = c(
    keras("activation_"),
    named("layer_activation_", leaky_relu = leaky_relu(0.3), parametric_relu = keras_prelu)
  ),
  "JAX" = c(
    named("jax.nn.", leaky_relu = leaky_relu(0.01), elu = elu, celu = celu, selu = formula_of("selu"),
          gelu = gelu(TRUE), mish = formula_of("mish"), silu = formula_of("silu"), relu = relu),
    flax.linen.PReLU = prelu_layer(0.01)
  ),
  "Chainer" = named("F.", leaky_relu = leaky_relu(0.2), prelu = prelu, rrelu = rrelu(TRUE), elu = elu,
                    selu = formula_of("selu"), relu = relu),
  "Red-Chainer" = named("Chainer.Functions.Activation.", LeakyReLU.leaky_relu = leaky_relu(0.2), Relu.relu = relu),
  "oneDNN" = c(
    named("eltwise_", relu = leaky_relu(NULL), elu = elu, gelu_erf = formula_of("gelu"),
          gelu_tanh = formula_of("gelu_tanh"), mish = formula_of("mish"), swish = swish),
    prelu = prelu
  ),
  "ONNX" = list(
    LeakyRelu = leaky_relu(0.01), PRelu = prelu, Elu = elu, Celu = celu, Selu = formula_of("selu"),
    Gelu = gelu("none"), Mish = formula_of("mish"), Swish = swish, Relu = relu
  )
)

alpha_of <- function(there) {
  if (grepl("shared_axes", there)) alpha_shared else if (grepl("PReLU|parametric", there)) alpha_each else 0.3
}
operands <- list(
  x = array(4 * sin(1:120), c(2, 3, 4, 5)),
  gamma = c(0.1, -0.2, 0.3, 0), weight = c(0.1, -0.2, 1.5), W = c(0.1, -0.2, 1.5),
  weights = array(c(0.1, -0.2, 1.5), c(1, 3, 1, 1)), slope = array(c(0.1, -0.2, 1.5), c(3, 1, 1))
)

paths <- c(test_path("..", "..", "vignettes", "porting.Rmd"), system.file("doc", "porting.Rmd", package = "leakyrelu"))
path <- Filter(file.exists, paths)

test_that("the tables of vignette(\"porting\") have rows for each library", {
  skip_if(!length(path), "vignettes/porting.Rmd does not lie beside the tests, nor with the installed package")
  expect_setequal(read_rows(readLines(path[1]))$library, names(libraries))
})

test_that("the rows that README.md shows are among them", {
  readme <- test_path("..", "..", "README.md")
  skip_if_not(file.exists(readme), "README.md does not lie beside the tests")
  skip_if(length(path) == 0L, "porting.Rmd is not there")
  lines <- readLines(readme, encoding = "UTF-8")
  shown <- grep("^[|] [A-Za-z]+: `", lines, value = TRUE)
  expect_length(shown, 5)
  calls <- regmatches(shown, gregexpr("`[^`]+`", shown))
  listed <- read_rows(readLines(path[1]))
  pairs <- paste(listed$there, listed$here)
  for (pair in calls) expect_true(paste(gsub("`", "", pair), collapse = " ") %in% pairs, label = pair[1])
})

if (length(path)) {
  rows <- read_rows(readLines(path[1]))
  for (row in split(rows, seq_len(nrow(rows)))) local({
    there <- row$there
    here <- row$here
    functions <- libraries[[row$library]]

    test_that(sprintf("%s: %s is %s here", row$library, there, here), {
      operands$alpha <- alpha_of(there)
      expected <- with_fixed_seed(eval(as_r(there), c(functions, operands)))
      actual <- with_fixed_seed(eval(parse(text = here), operands))
      if (inherits(actual, "activation_layer")) {
        actual <- predict(actual, operands$x)
        expected <- expected(operands$x)
      }
      expect_identical(dim(actual), dim(operands$x))
      expect_equal(c(actual), c(expected), tolerance = 1e-14)
    })
  })
}

# ---- The network ---------------------------------------------------------------------------------

# The bytes after the header of a file in the format safetensors; the first eight are its length.
bytes_of <- function(name) {
  path <- system.file("extdata", name, package = "leakyrelu", mustWork = TRUE)
  bytes <- readBin(path, "raw", file.size(path))
  bytes[-seq_len(8 + readBin(bytes, "integer", endian = "little"))]
}
floats_of <- function(bytes) readBin(bytes, "double", length(bytes) / 4, size = 4, endian = "little")

test_that("a network from PyTorch gives PyTorch's outputs, to single precision", {
  weights <- floats_of(bytes_of("digits.safetensors"))
  shapes <- list(w1 = c(6, 1, 3, 3), b1 = 6, gamma1 = 6, w2 = c(12, 6, 3, 3), b2 = 12, gamma2 = 12,
                 w3 = c(10, 192), b3 = 10)
  sizes <- vapply(shapes, prod, 1)
  expect_length(weights, sum(sizes))
  # Arrays with the dimensions in PyTorch's order, from numbers of which the last dimension runs fastest
  in_order <- function(numbers, shape) aperm(array(numbers, rev(shape)))
  w <- Map(in_order, split(weights, rep(factor(names(shapes), names(shapes)), sizes)), shapes)

  bytes <- bytes_of("digits-test.safetensors")
  n <- 297
  output <- in_order(floats_of(bytes[seq_len(4 * 10 * n)]), c(n, 10))
  pixels <- in_order(as.integer(bytes[4 * 10 * n + seq_len(64 * n)]), c(n, 1, 8, 8))
  some <- seq(1, n, by = 20)

  # y[n, o, i, j] as a sum over what the filter covers
  convolve <- function(x, filters, bias) {
    size <- dim(x)[3] - 2
    at <- expand.grid(n = seq_len(dim(x)[1]), o = seq_along(bias), i = seq_len(size), j = seq_len(size))
    y <- mapply(function(n, o, i, j) bias[o] + sum(x[n, , i + 0:2, j + 0:2] * filters[o, , , ]),
                at$n, at$o, at$i, at$j)
    array(y, c(dim(x)[1], length(bias), size, size))
  }
  h <- convolve(pixels[some, , , , drop = FALSE] / 16, w$w1, w$b1)
  h <- mx.nd.LeakyReLU(h, w$gamma1, "prelu")
  h <- convolve(h, w$w2, w$b2)
  h <- mx.nd.LeakyReLU(h, w$gamma2, "prelu")
  flat <- matrix(aperm(h, c(1, 4, 3, 2)), length(some)) # PyTorch's order: columns run fastest
  y <- sweep(flat %*% t(w$w3), 2, w$b3, "+")

  # 16 units in the last place of the largest output, about 30, in single precision
  expect_lt(max(abs(y - output[some, ])), 16 * 2^-19)
})

test_that("as_float16() rounds and reads a network's weights as PyTorch does", {
  rounded_there <- as_float16(bytes_of("digits-float16.safetensors"), endian = "little")
  expect_identical(as_float16(floats_of(bytes_of("digits.safetensors"))), rounded_there)
})
