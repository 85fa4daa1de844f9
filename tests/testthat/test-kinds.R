# The contract of the operator, for every kind of data that C does not hold. The truth is the dense call.

# Of the first numbers all functions; of the others, which differ in shape and structure, those that differ in code.
parameters <- list(prelu = list(list(gamma = 0.5), list(gamma = -2), list(gamma = c(a = 0))),
                   rrelu = list(list(), list(lower.bound = -1, upper.bound = 0)),
                   leaky = list(list(), list(slope = 0), list(slope = -0.5)))

# Calls `code` with the name of each of the numbers, and with arguments. Of the first numbers with those of all
# functions; of the others, which differ in shape and structure, with those of two.
for_each_function <- function(numbers, code) {
  for (name in names(numbers)) {
    for (act.type in if (name == names(numbers)[1]) act_types else c("elu", "prelu")) {
      given <- if (is.null(parameters[[act.type]])) list(list()) else parameters[[act.type]]
      if (name != names(numbers)[1]) given <- given[1]
      for (arguments in given) code(name, act.type, arguments)
    }
  }
}

# Of as many elements, some of them 0, -Inf or missing where data may be, and of the same structure.
gradient_for <- function(x) {
  x[] <- ifelse(x > 0, x / 4, ifelse(x %in% -2.5, NA, ifelse(x %in% -1.25, 0, ifelse(x == 0, x, -x / 2))))
  x
}

test_each_kind("it holds the numbers that these tests take it to hold", function(the, numbers) {
  expect_gt(length(numbers), 0)
  for (x in numbers) expect_same_bits_of(without_signs_of_zero(the$plain(the$of(x))), without_signs_of_zero(x))
})

test_each_kind("each function gives what the dense call gives, of its kind", function(the, numbers) {
  for_each_function(numbers, function(name, act.type, arguments) {
    call <- function(x) do.call(mx.nd.LeakyReLU, c(list(x, act.type = act.type), arguments))
    expect_kind(call(the$of(numbers[[name]])), call(numbers[[name]]), the, the$is, name, act.type)
  })
})

test_each_kind("gradients are those of the dense call, sparse only where out.grad is", function(the, numbers) {
  for_each_function(numbers, function(name, act.type, arguments) {
    x <- numbers[[name]]
    grad <- gradient_for(x)
    call <- function(grad, x) do.call(mx.nd.LeakyReLU.backward, c(list(grad, x, act.type = act.type), arguments))
    expected <- call(grad, x)
    expect_gradient <- function(g, expected, class) {
      expect_kind(g$data, expected$data, the, class, name, act.type)
      expect_same_bits_of(g$gamma, expected$gamma, name, act.type)
    }
    if (the$holds(grad)) expect_gradient(call(the$of(grad), the$of(x)), expected, the$gradient[1])
    expect_gradient(call(grad, the$of(x)), expected, the$gradient[2])
    expect_gradient(call(2, the$of(x)), call(2, x), the$gradient[2])
    if (length(arguments) || !said_of(act.type)$from_out) return()
    y <- mx.nd.LeakyReLU(x, act.type = act.type)
    call <- function(grad, y) mx.nd.LeakyReLU.backward(grad, out = y, act.type = act.type)
    out <- mx.nd.LeakyReLU(the$of(x), act.type = act.type)
    if (the$holds(grad)) expect_gradient(call(the$of(grad), out), call(grad, y), the$gradient[1])
    expect_gradient(call(grad, out), call(grad, y), the$gradient[2])
  })
})

test_each_kind("second gradients are those of the dense call", function(the, numbers) {
  for_each_function(numbers, function(name, act.type, arguments) {
    x <- numbers[[name]]
    grad <- gradient_for(x)
    weight <- -grad
    if (act.type == "prelu" && name != "vector") arguments$gamma.grad <- 0.5
    call <- function(weight, grad, x) {
      do.call(mx.nd.LeakyReLU.double.backward, c(list(weight, grad, x, act.type = act.type), arguments))
    }
    expect_gradients <- function(g, expected, class) {
      for (of in c("out.grad", "data")) expect_kind(g[[of]], expected[[of]], the, class, name, act.type, of)
      expect_same_bits_of(g$gamma, expected$gamma, name, act.type)
    }
    expected <- call(weight, grad, x)
    if (the$holds(grad)) {
      expect_gradients(call(the$of(weight), the$of(grad), the$of(x)), expected, the$gradient[1])
      expect_gradients(call(weight, the$of(grad), the$of(x)), expected, the$gradient[2])
    }
    expect_gradients(call(1, grad, the$of(x)), call(1, grad, x), the$gradient[2])
  })
})

test_each_kind("gamma runs along every margin, and has its gradients", function(the, numbers) {
  for (name in names(numbers)) {
    x <- numbers[[name]]
    grad <- gradient_for(x)
    is_first <- name == names(numbers)[1]
    margins <- if (is.null(dim(x))) list(2) else if (is_first) list(1, 2L, c(1, 2), c(2, 1)) else list(1, 2)
    for (margin in margins) {
      extents <- if (is.null(dim(x))) length(x) else dim(x)[margin]
      gamma <- array(rep_len(c(0.25, -0.5, 0, 2, 0.75), prod(extents)), extents)
      if (length(extents) == 1) gamma <- setNames(c(gamma), seq_along(gamma))
      call <- function(x) mx.nd.LeakyReLU(x, gamma, "prelu", margin = margin)
      class <- if (length(gamma) == 1) the$is else the$own
      expect_kind(call(the$of(x)), call(x), the, class, name, "margin", margin)
      call <- function(grad, x) mx.nd.LeakyReLU.backward(grad, x, gamma, "prelu", margin = margin)
      second <- function(weight, grad, x, given) {
        mx.nd.LeakyReLU.double.backward(weight, grad, x, given, gamma, "prelu", margin = margin)
      }
      for (as in list(the$of, identity)[if (is_first) 1:2 else 1]) {
        if (!the$holds(grad)) as <- identity
        g <- call(as(grad), the$of(x))
        class <- the$gradient[1 + identical(as, identity)]
        expect_kind(g$data, call(grad, x)$data, the, class, name, "margin", margin)
        expect_same_bits_of(g$gamma, call(grad, x)$gamma, name, "margin", margin)
        for (given in list(NULL, gamma / 2)[if (is_first) 1:2 else 2]) {
          g <- second(as(-grad), as(grad), the$of(x), given)
          expected <- second(-grad, grad, x, given)
          for (of in c("out.grad", "data")) expect_kind(g[[of]], expected[[of]], the, class, name, "margin", margin, of)
          expect_same_bits_of(g$gamma, expected$gamma, name, "margin", margin)
        }
      }
    }
  }
})

test_each_kind("gamma's gradient has its type", function(the, numbers) {
  x <- numbers[[1]]
  grad <- gradient_for(x)
  as <- if (the$holds(grad)) the$of else identity
  gamma <- as_float16(rep_len(c(0.25, -0.5, 2), if (is.null(dim(x))) length(x) else ncol(x)))
  g <- mx.nd.LeakyReLU.backward(as(grad), the$of(x), gamma, "prelu")
  expect_identical(g$gamma, mx.nd.LeakyReLU.backward(grad, x, gamma, "prelu")$gamma)
  g <- mx.nd.LeakyReLU.double.backward(as(grad), as(grad), the$of(x), gamma, gamma, "prelu")
  expect_identical(g$gamma, mx.nd.LeakyReLU.double.backward(grad, grad, x, gamma, gamma, "prelu")$gamma)
})

# What a mask has where nothing is stored does not count.
expect_mask <- function(mask, slopes, x, the, class, ...) {
  expected <- if (the$sparse) ifelse(x %in% 0 & the$plain(mask) == 0, 0, slopes) else slopes
  attributes(expected) <- attributes(x)
  expect_kind(mask, expected, the, class, "mask", ...)
}

test_each_kind("rrelu gives each element what the dense call gives it, and leaves the seed so", function(the, numbers) {
  for (name in names(numbers)) keep_generator({
    kind <- if (name == names(numbers)[1]) "Wichmann-Hill" else "Mersenne-Twister"
    x <- numbers[[name]]
    run <- function(x, ...) {
      set.seed(5, kind)
      list(mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, ...), random_seed())
    }
    expected <- run(x, return.mask = TRUE)
    actual <- run(the$of(x), return.mask = TRUE)
    class <- if (is.null(the$drawn) || length(x) == 0) the$own else the$drawn[2]
    expect_kind(actual[[1]]$out, expected[[1]]$out, the, class, name)
    expect_mask(actual[[1]]$mask, expected[[1]]$mask, x, the, class, name)
    expect_identical(actual[[2]], expected[[2]])
    actual <- run(the$of(x), upper.bound = 0.125)
    expect_kind(actual[[1]], run(x, upper.bound = 0.125)[[1]], the, class, name)
    expect_identical(actual[[2]], run(x, upper.bound = 0.125)[[2]])
  })
})

test_each_kind("masks that are given may be of the kind or dense", function(the, numbers) {
  for (name in names(numbers)[seq_len(min(3, length(numbers)))]) {
    x <- numbers[[name]]
    mask <- x
    mask[] <- ifelse(is.finite(x), abs(x) / 8, 0.5)
    for (as in list(the$of, identity)) {
      if (!the$holds(mask)) as <- identity
      call <- function(x, mask) mx.nd.LeakyReLU(x, act.type = "rrelu", mask = mask, return.mask = TRUE)
      actual <- call(the$of(x), as(mask))
      expect_kind(actual$out, call(x, mask)$out, the, the$own, name)
      expect_mask(actual$mask, mask, x, the, the$own, name)
      grad <- gradient_for(x)
      call <- function(grad, x, mask) mx.nd.LeakyReLU.backward(grad, x, act.type = "rrelu", mask = mask)$data
      if (the$holds(grad)) {
        expect_kind(call(the$of(grad), the$of(x), as(mask)), call(grad, x, mask), the, the$gradient[1], name)
      }
      expect_kind(call(grad, the$of(x), as(mask)), call(grad, x, mask), the, the$gradient[2], name)
    }
    inference <- mx.nd.LeakyReLU(the$of(x), act.type = "rrelu", return.mask = TRUE)$mask
    expect_mask(inference, rep(0.2295, length(x)), x, the, if (the$sparse) the$is else the$own, name)
  }
})

test_each_kind("a layer takes it, keeps the data, and is printed", function(the, numbers) {
  x <- numbers[[1]]
  grad <- gradient_for(x)
  as <- if (the$holds(grad)) the$of else identity
  size <- if (is.null(dim(x))) paste("length", length(x)) else paste(dim(x), collapse = " x ")
  for (act.type in act_types) {
    layer <- activation_layer(act.type)
    gamma <- if (act.type == "prelu") 0.25
    expect_identical(predict(layer, the$of(x)), mx.nd.LeakyReLU(the$of(x), gamma, act.type))
    expect_identical(forward(layer, the$of(x)), mx.nd.LeakyReLU(the$of(x), gamma, act.type))
    expect_output(print(layer), paste0("keeps for backward(): data (", size, ")"), fixed = TRUE)
    expect_identical(backward(layer, as(grad)), mx.nd.LeakyReLU.backward(as(grad), the$of(x), gamma, act.type))
  }
  layer <- activation_layer("rrelu")
  y <- with_fixed_seed(forward(layer, the$of(x), is.train = TRUE))
  drawn <- with_fixed_seed(mx.nd.LeakyReLU(the$of(x), act.type = "rrelu", is.train = TRUE, return.mask = TRUE))
  # Each may be a file of its own.
  expect_same_bits_of(the$plain(y), the$plain(drawn$out))
  expected <- mx.nd.LeakyReLU.backward(as(grad), the$of(x), act.type = "rrelu", mask = drawn$mask)
  expect_same_bits_of(the$plain(backward(layer, as(grad))$data), the$plain(expected$data))
})

test_each_kind("errors are those of the user's own call, and leave the seed alone", function(the, numbers) {
  x <- the$of(numbers[[1]])
  n <- length(numbers[[1]])
  keep_generator({
    set.seed(1)
    before <- random_seed()
    expect_error_line(mx.nd.LeakyReLU(x, slope = Inf), "`slope` must be one finite number, not Inf.")
    expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = NA),
                      "`is.train` must be TRUE or FALSE, not NA.")
    expect_error(mx.nd.LeakyReLU(x, double(n + 1), "prelu"), "`gamma` must have length 1", fixed = TRUE)
    expect_error_line(mx.nd.LeakyReLU.backward(double(n + 1), x),
                      sprintf("`out.grad` must have the length of `data` (%d), not %d.", n, n + 1L))
    expect_error_line(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = rep(Inf, n)),
                      "`mask` must contain only finite numbers, not Inf.")
    expect_error_line(mx.nd.LeakyReLU.backward(x, out = x, act.type = "gelu"), paste(
      sprintf("`out` must be NULL for act.type = \"gelu\", not an object of class \"%s\":", class(x)),
      "pass `data`, as the derivative does not follow from `out`."))
    # What computes when it is read finds that out then.
    if (is.null(the$drawn)) {
      expect_error_line(mx.nd.LeakyReLU.backward(x, out = x, act.type = "rrelu", mask = rep(-1, n)), paste(
        "`out` must be NULL if `mask` has negative slopes (-1): pass `data`."))
    }
    for (gamma in c(Inf, NaN, NA)) {
      call <- function(...) mx.nd.LeakyReLU(..., act.type = "prelu")
      if (the$sparse) {
        said <- "`gamma` must contain only finite numbers if data or a gradient is sparse, not %s."
        expect_error(call(x, gamma), sprintf(said, gamma), fixed = TRUE)
      } else {
        expect_same_bits_of(the$plain(call(x, gamma)), call(numbers[[1]], gamma))
      }
    }
    expect_identical(random_seed(), before)
  })
})

test_each_kind("what is given stays as it was", function(the, numbers) {
  x <- the$of(numbers[[1]])
  before <- serialize(x, NULL)
  mx.nd.LeakyReLU(x)
  mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE)
  mx.nd.LeakyReLU.backward(x, x, 0.5, "prelu")
  if (the$sparse) mx.nd.LeakyReLU(x, rep(0.5, length(x)), "prelu", margin = 1:2)
  mx.nd.LeakyReLU.double.backward(x, 1, x, act.type = "elu")
  expect_identical(serialize(x, NULL), before)
})
