# What the functions of inst/include/leakyrelu.h give to other packages: R's results, for every type of number.

some_numbers <- c(-Inf, -200, -3.25, -1, -0.5, -2^-10, -0, 0, 2^-10, 0.5, 1, 3.25, 200, Inf, NA, NaN, (-30:30) / 7)
some_gradients <- c(1, -2.5, 0, -0, Inf, NA, NaN, 1e-3, (35:-34) / 9)[seq_along(some_numbers)]

test_that("each activation and its gradients are those of R, for every type of number", {
  skip_without_client()
  calls <- exact <- list()
  add <- function(what, act.type, type, operands, truth) {
    name <- paste(what, act.type, type)
    calls[[name]] <<- a_call(what, plan_for(act.type), operands)
    exact[[name]] <<- truth
  }
  for (type in names(number_types)) {
    x <- nearest_number(some_numbers, type)
    g <- nearest_number(some_gradients, type)
    h <- rev(g)
    data <- numbers(x, type)
    first <- numbers(g, type)
    second <- numbers(h, type)
    for (act.type in act_types) {
      gamma <- if (act.type == "prelu") 0.25
      add("forward", act.type, type, list(data), mx.nd.LeakyReLU(x, gamma, act.type))
      add("backward", act.type, type, list(first, data), mx.nd.LeakyReLU.backward(g, x, gamma, act.type)$data)
      if (act.type %in% from_out_types) {
        add("backward_from_out", act.type, type, list(first, data),
            mx.nd.LeakyReLU.backward(g, out = x, act.type = act.type)$data)
      }
      truth <- mx.nd.LeakyReLU.double.backward(h, g, x, NULL, gamma, act.type)
      add("double_backward_out_grad", act.type, type, list(second, data), truth$out.grad)
      add("double_backward_data", act.type, type, list(second, first, data), truth$data)
    }
  }
  values <- values_of(calls)
  expected <- nearest_numbers(exact, vapply(calls, `[[`, "", "type"))
  for (name in names(calls)) expect_same_bits_of(values[[name]], expected[[name]], name)
})

test_that("parameters are those of the plan", {
  skip_without_client()
  x <- some_numbers
  with <- function(...) a_call("forward", list(...), list(numbers(x)))
  expect_values(
    gives(with(act.type = "leaky", slope = -2), mx.nd.LeakyReLU(x, slope = -2)),
    gives(with(act.type = "celu", slope = 3), mx.nd.LeakyReLU(x, act.type = "celu", slope = 3)),
    gives(with(act.type = "rrelu", lower = -1, upper = 0.5),
          mx.nd.LeakyReLU(x, act.type = "rrelu", lower.bound = -1, upper.bound = 0.5)),
    gives(with(act.type = "prelu", slope = NA_real_), mx.nd.LeakyReLU(x, NA_real_, "prelu"))
  )
})

test_that("gradients that arrive may be one number, and of another type than data", {
  skip_without_client()
  x <- nearest_number(some_numbers, "float")
  g <- nearest_number(some_gradients, "bfloat16")
  data <- numbers(x, "float")
  first <- function(g) nearest_number(mx.nd.LeakyReLU.backward(g, x, act.type = "elu")$data, "float")
  second <- mx.nd.LeakyReLU.double.backward(2, -0.5, x, act.type = "mish")$data
  expect_values(
    gives(a_call("backward", plan_for("elu"), list(numbers(-3, "integer"), data)), first(-3)),
    gives(a_call("backward", plan_for("elu"), list(numbers(g, "bfloat16"), data)), first(g)),
    gives(a_call("double_backward_data", plan_for("mish"), list(numbers(2), numbers(-0.5, "float16"), data)),
          nearest_number(second, "float"))
  )
})

test_that("where there are no numbers, there need be no memory", {
  skip_without_client()
  none <- numbers(double())
  expect_values(
    gives(a_call("forward", plan_for("elu"), list(data = none), missing = c("data", "result")), double()),
    gives(a_call("backward", plan_for("elu"), list(g = numbers(1), data = none), missing = c("data", "result")),
          double())
  )
})

test_that("gammas run along any dimensions, in whole arrays and in pieces", {
  skip_without_client()
  dims <- c(4, 3, 20, 2)
  n <- prod(dims)
  piece <- list(start = 7)
  part <- 8:300
  calls <- expected <- list()
  add <- function(what, plan, operands, ..., truth) {
    calls[[length(calls) + 1]] <<- a_call(what, plan, operands, ...)
    expected[[length(calls)]] <<- as.vector(truth)
  }
  for (margin in list(2, 3, c(1, 3), c(3, 1), c(4, 2), 1:4)) {
    x <- array(spread(n), dims)
    g <- array(spread(n, 2), dims)
    gamma <- spread(prod(dims[margin]), 3)
    gamma[1] <- 0
    h <- spread(length(gamma), 4)
    plan <- layout(dims, margin, gamma)
    gamma.grad <- layout(dims, margin, h)
    floats <- array(nearest_number(x, "float"), dims)
    y <- mx.nd.LeakyReLU(x, gamma, "prelu", margin = margin)
    add("forward", plan, list(numbers(x)), truth = y)
    add("forward", plan, list(numbers(x[part])), piece = piece, truth = y[part])
    add("forward", plan, list(numbers(floats, "float")),
        truth = to_float(mx.nd.LeakyReLU(floats, gamma, "prelu", margin = margin)))
    dx <- mx.nd.LeakyReLU.backward(g, x, gamma, "prelu", margin = margin)$data
    add("backward", plan, list(numbers(g), numbers(x)), truth = dx)
    add("backward", plan, list(numbers(g[part]), numbers(x[part])), piece = piece, truth = dx[part])
    second <- mx.nd.LeakyReLU.double.backward(x / 3, g, x, h, gamma, "prelu", margin = margin)
    add("double_backward_out_grad", plan, list(numbers(x / 3), numbers(x)), gamma.grad = gamma.grad,
        truth = second$out.grad)
    add("double_backward_data", plan, list(numbers(x / 3), numbers(g), numbers(x)), gamma.grad = gamma.grad,
        truth = second$data)
    add("double_backward_data", plan, list(numbers(x[part] / 3), numbers(g[part]), numbers(x[part])),
        gamma.grad = gamma.grad, piece = piece, truth = second$data[part])
  }
  values <- values_of(calls)
  for (i in seq_along(calls)) expect_same_bits_of(values[[i]], expected[[i]], "call", i)
})

test_that("a table of gammas changes no bit", {
  skip_without_client()
  dims <- c(8, 3, 400)
  x <- array(spread(prod(dims)), dims)
  plan <- layout(dims, 2, c(0.5, -1, NA))
  plain <- a_call("forward", plan, list(numbers(x)))
  plan$table <- in_process(call_client("table_bytes", a[[2]], a[[4]], length), a = plain$arguments,
                           length = length(x))
  expect_gt(plan$table, 0)
  y <- as.vector(mx.nd.LeakyReLU(x, c(0.5, -1, NA), "prelu"))
  part <- 1002:9600
  expect_values(
    gives(plain, y),
    gives(a_call("forward", plan, list(numbers(x))), y),
    gives(a_call("forward", plan, list(numbers(x[part])), piece = list(start = 1001)), y[part])
  )
})

test_that("a mask has the slopes of rrelu", {
  skip_without_client()
  x <- some_numbers
  g <- some_gradients
  h <- rev(g)
  mask <- seq(0, 1, length.out = length(x))
  masked <- list(mask = numbers(mask))
  floats <- to_float(x)
  float_mask <- to_float(mask)
  plan <- plan_for("rrelu")
  part <- 5:40
  dx <- mx.nd.LeakyReLU.backward(g, x, act.type = "rrelu", mask = mask)$data
  from_out <- mx.nd.LeakyReLU.backward(g, out = x, act.type = "rrelu", mask = mask)$data
  second <- mx.nd.LeakyReLU.double.backward(h, g, x, act.type = "rrelu", mask = mask)
  expect_values(
    gives(a_call("forward", plan, list(numbers(x)), piece = masked),
          mx.nd.LeakyReLU(x, act.type = "rrelu", mask = mask)),
    gives(a_call("forward", plan, list(numbers(floats, "float")), piece = list(mask = numbers(float_mask, "float"))),
          nearest_number(mx.nd.LeakyReLU(floats, act.type = "rrelu", mask = float_mask), "float")),
    gives(a_call("backward", plan, list(numbers(g), numbers(x)), piece = masked), dx),
    gives(a_call("backward", plan, list(numbers(g[part]), numbers(x[part])),
                 piece = list(start = 4, mask = numbers(mask[part]))), dx[part]),
    gives(a_call("backward_from_out", plan, list(numbers(g), numbers(x)), piece = masked), from_out),
    gives(a_call("double_backward_out_grad", plan, list(numbers(h), numbers(x)), piece = masked), second$out.grad),
    gives(a_call("double_backward_data", plan, list(numbers(h), numbers(g), numbers(x)), piece = masked), second$data)
  )
})

test_that("several threads give what one gives, in place too", {
  skip_without_client()
  x <- spread(100000)
  g <- spread(100000, 2)
  y <- mx.nd.LeakyReLU(x, act.type = "gelu")
  dx <- mx.nd.LeakyReLU.backward(g, x, act.type = "silu")$data
  forward <- function(...) a_call("forward", plan_for("gelu"), list(numbers(x)), ...)
  backward <- function(...) a_call("backward", plan_for("silu"), list(numbers(g), numbers(x)), ...)
  piece <- list(threads = 4)
  expect_values(
    gives(forward(piece = piece), y), gives(forward(piece = piece, at = 1), y),
    gives(backward(piece = piece, at = 1), dx), gives(backward(piece = list(threads = -1)), dx)
  )
})

test_that("numbers of each type become those of each other, rounded once", {
  skip_without_client()
  x <- c(some_numbers, 65519, 65520, 2^24 + 1, 2^25 + 3, 1 / 3, 2^-25, 3 * 2^-149, 1e300, -1e-300)
  calls <- exact <- list()
  for (from in names(number_types)) for (to in setdiff(names(number_types), "integer")) {
    name <- paste(from, to)
    exact[[name]] <- nearest_number(x, from)
    calls[[name]] <- a_call("convert", NULL, list(numbers(exact[[name]], from)), type = to)
  }
  values <- values_of(calls)
  expected <- nearest_numbers(exact, vapply(calls, `[[`, "", "type"))
  for (name in names(calls)) expect_same_bits_of(values[[name]], expected[[name]], name)
})

test_that("a result may take the place of any operand whose numbers are as large", {
  skip_without_client()
  x <- rep_len(some_numbers, 3100) # two blocks and a part of one
  g <- rep_len(some_gradients, 3100)
  h <- rev(g)
  mask <- seq(0, 1, length.out = length(x))
  gamma.grad <- layout(length(x), 1, spread(length(x)))
  each <- layout(length(x), 1, mask)
  case <- function(what, plan, ..., mask = NULL, gamma.grad = NULL) {
    list(what = what, plan = plan, operands = c(...), mask = mask, gamma.grad = gamma.grad)
  }
  cases <- list(
    case("forward", plan_for("mish"), "x"),
    case("forward", plan_for("leaky"), "x"),
    case("forward", plan_for("rrelu"), "x", mask = mask),
    case("backward", plan_for("gelu"), "g", "x"),
    case("backward", plan_for("rrelu"), "g", "x", mask = mask),
    case("backward_from_out", plan_for("elu"), "g", "x"),
    case("double_backward_out_grad", plan_for("elu"), "h", "x"),
    case("double_backward_out_grad", each, "h", "x", gamma.grad = gamma.grad),
    case("double_backward_data", plan_for("silu"), "h", "g", "x"),
    case("double_backward_data", each, "h", "g", "x", gamma.grad = gamma.grad)
  )
  calls <- list()
  same_as <- integer()
  for (type in c("double", "float", "float16", "bfloat16")) {
    as_numbers <- lapply(list(x = x, g = g, h = h, mask = mask), function(x) numbers(nearest_number(x, type), type))
    for (case in cases) {
      operands <- unname(as_numbers[case$operands])
      piece <- if (!is.null(case$mask)) list(mask = as_numbers$mask)
      apart <- length(calls) + 1
      for (at in c(list(NULL), seq_along(operands), if (!is.null(case$mask)) "mask")) {
        calls[[length(calls) + 1]] <- a_call(case$what, case$plan, operands, piece = piece, at = at,
                                             gamma.grad = case$gamma.grad)
        same_as[length(calls)] <- apart
      }
    }
  }
  calls <- c(calls, list(
    a_call("backward", plan_for("elu"), list(numbers(1:3, "integer"), numbers(c(-1, 2, -3), "float")), at = 1),
    a_call("convert", NULL, list(numbers(c(-1, 2.5, -3), "float16")), type = "bfloat16", at = 1),
    a_call("convert", NULL, list(numbers(c(-1, 2, NA), "integer")), type = "float", at = 1)
  ))
  values <- values_of(calls)
  for (i in seq_along(same_as)) expect_same_bits_of(values[[i]], values[[same_as[i]]], "call", i)
  last <- utils::tail(values, 3)
  expect_same_bits(last[[1]], to_float(mx.nd.LeakyReLU.backward(1:3, c(-1, 2, -3), act.type = "elu")$data))
  expect_same_bits(last[[2]], c(-1, 2.5, -3))
  expect_same_bits(last[[3]], c(-1, 2, NA))
})

# ---- What else the header promises -----------------------------------------------------------------------------------

test_that("a package that was compiled with a newer header is told so", {
  skip_without_client()
  version <- as.integer(sub("#define LEAKYRELU_VERSION ", "", grep("#define LEAKYRELU_VERSION", readLines(header()),
                                                                   value = TRUE)))
  answer <- in_process(list(call_client("ask_for_version", version),
                            tryCatch(call_client("ask_for_version", version + 1L), error = conditionMessage)),
                       version = version)
  expect_identical(answer[[1]], version)
  expect_identical(answer[[2]], sprintf(
    "The package leakyrelu must be updated: it has version %d of its C functions, not %d.", version, version + 1L
  ))
})

test_that("the defaults are those of mx.nd.LeakyReLU", {
  skip_without_client()
  expected <- as.numeric(formals(mx.nd.LeakyReLU)[c("slope", "lower.bound", "upper.bound")])
  actual <- in_process(lapply(c("C", "C++"), function(language) call_client("defaults", language = language)))
  for (each in actual) expect_identical(each, expected)
})

test_that("activations are found by name, and what is said of them is true", {
  skip_without_client()
  about <- in_process(lapply(names, function(name) call_client("about", name)), names = c(act_types, "relu"))
  expect_null(about[[length(about)]])
  about <- about[seq_along(act_types)]
  expect_identical(vapply(about, function(a) a[[2]][1], ""), act_types)
  field <- function(i) setNames(vapply(about, function(a) a[[1]][i], 0), act_types)
  expect_identical(sort(unname(field(1))), as.numeric(seq_along(act_types) - 1))
  is_refused <- function(code) inherits(try(code, silent = TRUE), "try-error")
  for (act.type in act_types) {
    slope <- if (act.type == "rrelu") (0.125 + 0.334) / 2 else 0.25
    has_slope <- act.type %in% c("leaky", "prelu", "rrelu", "elu", "celu")
    expect_identical(field(2)[[act.type]], if (has_slope) slope else 0, label = act.type)
    gamma <- if (act.type == "prelu") 1
    expect_identical(field(4)[[act.type]] == 1, is_refused(mx.nd.LeakyReLU(1, gamma, act.type, slope = 0)))
    expect_identical(field(5)[[act.type]] == 0,
                     is_refused(mx.nd.LeakyReLU.backward(1, out = 1, gamma = gamma, act.type = act.type)))
  }
})

test_that("slopes are drawn as runif() draws them", {
  skip_without_client()
  keep_generator({
    set.seed(1, "Mersenne-Twister")
    lengths <- c(1, 623, 624, 2000)
    seeds <- slopes <- list()
    for (n in lengths) {
      seeds <- c(seeds, list(.Random.seed))
      slopes <- c(slopes, list(runif(n, 0.125, 0.334)))
    }
    drawn <- in_process(lapply(0:1, function(fused) {
      Map(function(seed, n) call_client("draw", seed, fused, 0.125, 0.334, n), seeds, lengths)
    }), seeds = seeds, lengths = lengths)
    same <- vapply(drawn, function(all) identical(lapply(all, `[[`, 1), slopes), NA)
    if (!any(same)) skip("runif() rounds otherwise here")
    expect_identical(lapply(drawn[[which(same)[1]]], `[[`, 2), c(seeds[-1], list(.Random.seed)))
  })
})

test_that("the package that the vignette shows is right", {
  skip_without("dense", system.file("examples", "dense", package = "leakyrelu"))
  x <- matrix(spread(12), 4)
  weights <- matrix(spread(6, 2) / 10, 3)
  bias <- c(-1, 0.5)
  result <- in_process(list(
    dense(x, weights, bias), dense(x, weights, bias, "gelu"),
    tryCatch(dense(x, weights, bias, "softplus"), error = conditionMessage)
  ), x = x, weights = weights, bias = bias)
  sums <- x %*% weights + rep(bias, each = 4)
  expect_same_bits(result[[1]], mx.nd.LeakyReLU(sums, act.type = "elu", slope = 1))
  expect_same_bits(result[[2]], mx.nd.LeakyReLU(sums, act.type = "gelu"))
  expect_identical(result[[3]], "dense: act_type must be the name of an activation.")
})
