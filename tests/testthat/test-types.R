# The contract of the operator, for every type of number that data may have.

act_slopes <- function(act.type) {
  slopes <- list(leaky = c(0.25, 0, -0.01, 3), elu = c(1, 0.25, -2, 1e-310, 1e300), celu = c(1, 0.25, 1e-310, 1e300))
  if (is.null(slopes[[act.type]])) 0.25 else slopes[[act.type]]
}

# Of every exponent, and many where the functions bend; subnormal ones only as even numbers of the least, as half of an
# odd one lies between two floats.
some_floats <- function() {
  bits <- (seq_len(4000) * 2654435769) %% 2^32
  bytes <- outer(256^(0:3), bits, function(unit, word) (word %/% unit) %% 256)
  x <- readBin(as.raw(bytes), "double", length(bits), size = 4, endian = "little")
  tiny <- 2^-149
  x <- c(x[is.finite(x) & abs(x) >= 2^-125], seq(-120, 30, length.out = 1500), seq(-4, 4, length.out = 1500),
         c(1, -1) * rep(c(0, 2, 4, 8, 1e6) * tiny, each = 2), NaN, Inf, -Inf, 2^128 - 2^104, 2^104 - 2^128)
  to_float(x)
}

# Values of the type: all of them, where these are 65,536.
values_of <- function(type) {
  switch(type, float32 = some_floats(), double = with_fixed_seed(c(rnorm(500, sd = 4), -Inf, Inf, NaN, 0, -0)),
         values_of_16_bits(type))
}

test_each_type("each function and its derivatives are the double's results, rounded once", function(type, the) {
  x <- values_of(type)
  for (act.type in act_types) for (slope in act_slopes(act.type)) {
    for (what in c("forward", "backward", "double_backward")) {
      y <- apply_to(the$of(x), what, act.type, slope)
      expect_rounded(y, apply_to(x, what, act.type, slope), type, what, act.type, slope)
    }
  }
})

# For a test of shapes: no two alike, either sign, and exact in each type.
small_array <- function(...) {
  dim <- c(...)
  x <- (seq_len(prod(dim)) %% 128 - 60) / 16
  dimnames <- lapply(dim, function(n) if (n > 0 && n < 10) letters[seq_len(n)])
  array(x, dim, if (any(lengths(dimnames))) dimnames)
}

test_each_type("the type, the dimensions and their names of data come out", function(type, the) {
  for (x in list(small_array(5), small_array(3, 4), small_array(2, 3, 4), small_array(0, 3), c(small_array(7)))) {
    if (!the$holds(x)) next
    for (act.type in setdiff(act_types, "prelu")) {
      expect_rounded(mx.nd.LeakyReLU(the$of(x), act.type = act.type), mx.nd.LeakyReLU(x, act.type = act.type), type)
      g <- mx.nd.LeakyReLU.backward(2, the$of(x), act.type = act.type)
      expect_rounded(g$data, mx.nd.LeakyReLU.backward(2, x, act.type = act.type)$data, type)
      expect_null(g$gamma)
    }
  }
}, except = "double")

test_each_type("gamma runs along any margin of it, in any type", function(type, the) {
  layouts <- list(list(c(3, 4), 2), list(c(3, 4), 1), list(c(2, 3, 4), 2), list(c(2, 3, 4), c(3, 1)),
                  list(c(2, 3, 4), 1:3), list(c(40, 3, 50), 2), list(c(2000, 4), 2), list(c(4, 2000), 1),
                  list(c(300, 20), 1), list(c(1, 6000), 2))
  for (layout in layouts) {
    x <- small_array(layout[[1]])
    if (!the$holds(x)) next
    gamma <- rep_len(c(0.25, -0.5, 0, 2, 0.75), prod(layout[[1]][layout[[2]]]))
    expected <- mx.nd.LeakyReLU(x, gamma, "prelu", margin = layout[[2]])
    gradient <- mx.nd.LeakyReLU.backward(x / 2, x, gamma, "prelu", margin = layout[[2]])
    second <- mx.nd.LeakyReLU.double.backward(x / 4, x / 2, x, gamma / 2, gamma, "prelu", margin = layout[[2]])
    for (of in names(types)) {
      if (of == "float32" && !requireNamespace("float", quietly = TRUE)) next
      given <- types[[of]]$of(gamma)
      y <- mx.nd.LeakyReLU(the$of(x), given, "prelu", margin = layout[[2]])
      expect_rounded(y, expected, type, "gamma of type", of)
      g <- mx.nd.LeakyReLU.backward(the$of(x / 2), the$of(x), given, "prelu", margin = layout[[2]])
      expect_rounded(g$data, gradient$data, type, "gamma of type", of)
      expect_rounded(g$gamma, gradient$gamma, of, "data of type", type)
      g <- mx.nd.LeakyReLU.double.backward(the$of(x / 4), the$of(x / 2), the$of(x), types[[of]]$of(gamma / 2), given,
                                           "prelu", margin = layout[[2]])
      expect_rounded(g$out.grad, second$out.grad, type, "gamma of type", of)
      expect_rounded(g$data, second$data, type, "gamma of type", of)
      expect_rounded(g$gamma, second$gamma, of, "data of type", type)
    }
  }
})

test_each_type("a gradient may be of any type, and is rounded only at the end", function(type, the) {
  x <- small_array(3, 4)
  grad <- in_shape_of(rep_len(c(1 / 3, -1e-3, 7), length(x)), x)
  for (act.type in setdiff(act_types, "prelu")) for (of in names(types)) {
    if (of == "float32" && !requireNamespace("float", quietly = TRUE)) next
    given <- types[[of]]$of(grad)
    known <- types[[of]]$doubles(given)
    expect_rounded(mx.nd.LeakyReLU.backward(given, the$of(x), act.type = act.type)$data,
                   mx.nd.LeakyReLU.backward(known, x, act.type = act.type)$data, type, of, act.type)
    g <- mx.nd.LeakyReLU.double.backward(given, types[[of]]$of(1 / 3), the$of(x), act.type = act.type)
    expected <- mx.nd.LeakyReLU.double.backward(known, types[[of]]$nearest(1 / 3), x, act.type = act.type)
    expect_rounded(g$out.grad, expected$out.grad, type, of, act.type)
    expect_rounded(g$data, expected$data, type, of, act.type)
  }
})

test_each_type("the derivative follows from the output as it was rounded", function(type, the) {
  x <- small_array(3, 40)
  for (act.type in Filter(function(act.type) said_of(act.type)$from_out, act_types)) {
    y <- mx.nd.LeakyReLU(the$of(x), act.type = act.type)
    g <- mx.nd.LeakyReLU.backward(1, act.type = act.type, out = y)$data
    expect_rounded(g, mx.nd.LeakyReLU.backward(1, act.type = act.type, out = the$doubles(y))$data, type, act.type)
  }
})

test_each_type("rrelu draws what runif draws, and its mask is doubles, not rounded", function(type, the) {
  x <- small_array(30, 70)
  drawn <- with_fixed_seed(seed = 4, runif(length(x), 0.1, 0.3))
  arguments <- list(the$of(x), act.type = "rrelu", lower.bound = 0.1, upper.bound = 0.3, is.train = TRUE)
  y <- with_fixed_seed(seed = 4, do.call(mx.nd.LeakyReLU, arguments))
  both <- with_fixed_seed(seed = 4, do.call(mx.nd.LeakyReLU, c(arguments, return.mask = TRUE)))
  expect_identical(both$mask, in_shape_of(drawn, x))
  expected <- in_shape_of(ifelse(x > 0, x, drawn * x), x)
  expect_rounded(y, expected, type)
  expect_rounded(both$out, expected, type)
  again <- mx.nd.LeakyReLU(the$of(x), act.type = "rrelu", mask = both$mask, return.mask = TRUE)
  expect_rounded(again$out, expected, type)
  expect_identical(again$mask, both$mask)
  expect_rounded(mx.nd.LeakyReLU.backward(1, the$of(x), act.type = "rrelu", mask = both$mask)$data,
                 in_shape_of(ifelse(x > 0, 1, drawn), x), type)
  rounded <- the$nearest(both$mask)
  expect_rounded(mx.nd.LeakyReLU(the$of(x), act.type = "rrelu", mask = the$of(rounded)),
                 in_shape_of(ifelse(x > 0, x, rounded * x), x), type)
  inference <- mx.nd.LeakyReLU(the$of(x), act.type = "rrelu", return.mask = TRUE)$mask
  expect_identical(inference, in_shape_of(rep(0.2295, length(x)), x))
})

test_each_type("missing values are told apart as the type tells them apart, and win as they do in doubles",
               function(type, the) {
  x <- c(NA, NaN, -1, 1, NA, NaN)
  grad <- c(1, 1, NaN, NA, NaN, NA)
  gamma <- c(1, 1, 1, 1, NaN, NA)
  for (act.type in act_types) {
    slopes <- if (act.type == "prelu") gamma
    expect_rounded(mx.nd.LeakyReLU(the$of(x), slopes, act.type), mx.nd.LeakyReLU(x, slopes, act.type), type, act.type)
    given <- the$doubles(the$of(grad))
    expect_rounded(mx.nd.LeakyReLU.backward(the$of(grad), the$of(x), slopes, act.type)$data,
                   mx.nd.LeakyReLU.backward(given, the$doubles(the$of(x)), slopes, act.type)$data, type, act.type)
  }
  for (missing in c(NA, NaN)) {
    expect_rounded(mx.nd.LeakyReLU(the$of(c(-1, 1)), missing, "prelu"), c(missing, 1), type)
    expect_rounded(mx.nd.LeakyReLU(the$of(c(-1, -1, 1)), c(missing, 2, 3), "prelu"), c(missing, -2, 1), type)
  }
})

test_each_type("two threads give what one gives", function(type, the) {
  skip_without_threads()
  x <- the$of(rep_len(small_array(61, 7), 700000))
  for (act.type in setdiff(act_types, "prelu")) {
    run <- function() list(mx.nd.LeakyReLU(x, act.type = act.type), mx.nd.LeakyReLU.backward(x, x, act.type = act.type))
    expect_identical(with_threads(2, run()), with_threads(1, run()))
  }
})

test_each_type("a layer takes it, and keeps the data", function(type, the) {
  x <- small_array(3, 4)
  for (act.type in act_types) {
    layer <- activation_layer(act.type, gamma = if (act.type == "prelu") the$of(c(0.5, 0.25, 0.125, 2)))
    arguments <- list(act.type = act.type, gamma = if (act.type == "prelu") c(0.5, 0.25, 0.125, 2))
    y <- do.call(mx.nd.LeakyReLU, c(list(x), arguments))
    g <- do.call(mx.nd.LeakyReLU.backward, c(list(x), list(x), arguments))
    expect_rounded(forward(layer, the$of(x)), y, type, act.type)
    expect_rounded(predict(layer, the$of(x)), y, type, act.type)
    expect_rounded(backward(layer, the$of(x))$data, g$data, type, act.type)
    if (act.type == "prelu") expect_rounded(backward(layer, the$of(x))$gamma, g$gamma, type)
    expect_output(print(layer), "keeps for backward\\(\\): data \\(3 x 4\\)")
    expect_identical(backward(update(layer), 1), backward(layer, 1))
  }
}, except = "double")

test_each_type("a layer shows and draws a gamma of it as numbers, and names the type", function(type, the) {
  gamma <- c(0.5, 0.25, 2)
  layer <- activation_layer("prelu", gamma = the$of(gamma))
  named <- if (type != "double") paste0(" (", type, ")")
  expect_output(print(layer), paste0("gamma 0.50, 0.25, 2.00", named, ", along margin 2"), fixed = TRUE)
  expect_identical(coef(layer), the$of(gamma))
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_identical(plot(layer), plot(activation_layer("prelu", gamma = gamma)))
  elu <- activation_layer("elu")
  for (empty in list(numeric(), matrix(0, 0, 3))) {
    elu$gamma <- the$of(empty)
    expect_null(coef(elu))
  }
})

test_each_type("what is given stays as it was", function(type, the) {
  x <- the$of(small_array(3, 4))
  gamma <- the$of(c(0.5, 0.25, 0.125, 2))
  before <- serialize(list(x, gamma), NULL)
  mx.nd.LeakyReLU(x, gamma, "prelu")
  mx.nd.LeakyReLU.backward(x, x, gamma, "prelu")
  mx.nd.LeakyReLU.double.backward(x, x, x, gamma, gamma, "prelu")
  expect_identical(serialize(list(x, gamma), NULL), before)
})

test_that("data of another kind may have a gradient, a mask, a gamma of any type", {
  frame <- data.frame(a = c(-1, 2), b = c(-3, -4))
  x <- as.matrix(frame)
  grad <- as_float16(matrix(1:4, 2))
  expect_identical(mx.nd.LeakyReLU.backward(grad, frame)$data, mx.nd.LeakyReLU.backward(as.array(grad), frame)$data)
  expect_identical(mx.nd.LeakyReLU(frame, as_bfloat16(c(0.5, 2)), "prelu"), mx.nd.LeakyReLU(frame, c(0.5, 2), "prelu"))
  expect_identical(mx.nd.LeakyReLU(-4:-1, act.type = "rrelu", mask = as_float16(1:4)), -(4:1) * as.double(1:4))
  expect_rounded(mx.nd.LeakyReLU.backward(frame, as_float16(x))$data, mx.nd.LeakyReLU.backward(x, x)$data, "float16")
})

test_each_type("floats and halves are computed alike whatever their number", function(type, the) {
  x <- the$doubles(the$of(with_fixed_seed(rnorm(67, sd = 3))))
  for (act.type in act_types) {
    y <- the$doubles(apply_to(the$of(x), "forward", act.type))
    for (n in 1:66) expect_same_bits(the$doubles(apply_to(the$of(x[1:n]), "forward", act.type)), y[1:n])
  }
})

test_that("x/2 and a little more is not rounded as x/2", {
  skip_if_not_installed("float")
  x <- c(1, -1, 3, -3, 5, -5) * 2^-149
  for (act.type in c("gelu", "gelu_tanh", "silu")) {
    y <- mx.nd.LeakyReLU(types$float32$of(x), act.type = act.type)
    expect_same_bits(types$float32$doubles(y), c(1, -0, 2, -1, 3, -2) * 2^-149)
  }
})

test_that("a class that has the name of one of these, or is made of it, is not taken for it", {
  where <- new.env()
  made <- methods::setClass("float32", representation(Data = "integer"), where = where)
  on.exit(methods::removeClass("float32", where = where))
  expect_error(mx.nd.LeakyReLU(made(Data = 1L)), "`data` must be")
})

test_each_type("a slope of 0 makes -0 of a negative number, and of -Inf", function(type, the) {
  x <- the$of(c(-Inf, -1, 0, 1, Inf))
  for (act.type in c("leaky", "prelu", "rrelu", "elu")) {
    expect_rounded(apply_to(x, "forward", act.type, slope = 0), c(-0, -0, 0, 1, Inf), type, act.type)
  }
})

test_that("an NA among floats has the bits that package float gives it", {
  skip_if_not_installed("float")
  x <- float::fl(rep(c(NA, -1, 1), 3))
  for (act.type in act_types) {
    y <- mx.nd.LeakyReLU(x, if (act.type == "prelu") 0.5, act.type)
    expect_identical(y@Data[c(1, 4, 7)], rep(float::fl(NA_real_)@Data, 3), label = act.type)
  }
})

test_each_type("what does not fit is an error in the user's own call, and nothing is drawn", function(type, the) {
  x <- the$of(small_array(3, 4))
  gamma <- the$of(c(1, 2, 3))
  fails <- function(code, message) {
    before <- random_seed()
    error <- expect_error(code, message, fixed = TRUE)
    expect_match(deparse(conditionCall(error)[[1]]), "^mx.nd.LeakyReLU")
    expect_identical(random_seed(), before)
  }
  fails(mx.nd.LeakyReLU(x, gamma, "prelu"),
        "`gamma` must have length 1 or 4 (the extent of dimension 2 of `data`), not 3: did you mean margin = 1?")
  fails(mx.nd.LeakyReLU(x, gamma, "elu"), "`gamma` must be NULL for act.type = \"elu\"")
  fails(mx.nd.LeakyReLU.backward(the$of(small_array(4, 3)), x), "`out.grad` must have the dimensions of `data` (3 x 4)")
  fails(mx.nd.LeakyReLU.backward(gamma, x), "`out.grad` must have the length of `data` (12), not 3.")
  fails(mx.nd.LeakyReLU.double.backward(1, 1, x, gamma, c(1, 2, 3, 4), "prelu"),
        "`gamma.grad` must have length 1 or the length of `gamma` (4), not 3.")
  fails(mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, mask = gamma), "`mask` must have the length of `data`")
  fails(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = the$of(in_shape_of(rep(Inf, 12), small_array(3, 4)))),
        "`mask` must contain only finite numbers, not Inf.")
  for (other in list("a", 1i, raw(12), list(1), NULL)) {
    fails(mx.nd.LeakyReLU.backward(other, x), "`out.grad` must be numeric or logical (a vector")
  }
  fails(mx.nd.LeakyReLU(x, slope = the$of(c(1, 2))), "`slope` must be one finite number, not ")
})

test_that("a slope of another type is an error that says which conversion works", {
  expect_error(mx.nd.LeakyReLU(1, slope = as_float16(1)),
               "not an object of class \"float16\": use as.double().", fixed = TRUE)
  skip_if_not_installed("float")
  expect_error(mx.nd.LeakyReLU(1, act.type = "rrelu", upper.bound = float::fl(1)),
               "`upper.bound` must be one finite number, not an object of class \"float32\": use float::dbl().",
               fixed = TRUE)
})

test_that("an object whose slots do not fit each other is an error", {
  x <- as_float16(matrix(1:4, 2))
  for (broken in list(c(5L, 5L), c(1L, 2L), 3L, c(NA, 2L))) {
    y <- x
    y@Dim <- broken
    expect_error(mx.nd.LeakyReLU(y), "`data` must be a valid object", fixed = TRUE)
    expect_error(mx.nd.LeakyReLU(diag(2), y, "prelu"), "`gamma` must be a valid object", fixed = TRUE)
  }
  y <- as_float16(1:2)
  y@bytes <- y@bytes[1:3]
  expect_error(mx.nd.LeakyReLU(y), "`data` must be a valid object", fixed = TRUE)
})

test_that("a class that extends one of them is refused with the conversion that works", {
  where <- new.env()
  made <- methods::setClass("TestHalf", contains = "float16", where = where)
  on.exit(methods::removeClass("TestHalf", where = where))
  x <- made(as_float16(1:2))
  expect_error(mx.nd.LeakyReLU(x), "not an object of class \"TestHalf\": use as.double().", fixed = TRUE)
})
