# A call never writes into memory that it was given, however that is handed over.

# Calls that hand over `x` itself, a value shared with `x`, or a value that is reached again afterwards.
ways <- alist(
  mx.nd.LeakyReLU(x),
  mx.nd.LeakyReLU((x)),
  mx.nd.LeakyReLU({x}),
  mx.nd.LeakyReLU(data = x, slope = 0.5),
  mx.nd.LeakyReLU(x, act.type = "elu"),
  mx.nd.LeakyReLU(x, act.type = "mish"),
  mx.nd.LeakyReLU(x, 0.5, act.type = "prelu"),
  mx.nd.LeakyReLU(x, x, act.type = "prelu", margin = if (is.matrix(x)) 1:2 else 1),
  mx.nd.LeakyReLU(-1, x[1], act.type = "prelu"),
  mx.nd.LeakyReLU(x, act.type = "rrelu", mask = replace(x, is.na(x), 1)),
  mx.nd.LeakyReLU(x, act.type = "rrelu", return.mask = TRUE),
  mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE),
  mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE),
  mx.nd.LeakyReLU(x[]),
  mx.nd.LeakyReLU(as.numeric(x)),
  mx.nd.LeakyReLU(as.vector(x)),
  mx.nd.LeakyReLU(c(x)),
  mx.nd.LeakyReLU(drop(x)),
  mx.nd.LeakyReLU(unclass(x)),
  mx.nd.LeakyReLU(identity(x)),
  mx.nd.LeakyReLU(invisible(x)),
  mx.nd.LeakyReLU(suppressWarnings(x)),
  mx.nd.LeakyReLU(get("x")),
  mx.nd.LeakyReLU(if (TRUE) x),
  mx.nd.LeakyReLU(switch("a", a = x)),
  mx.nd.LeakyReLU(y <- x),
  mx.nd.LeakyReLU((function(z) z)(x)),
  mx.nd.LeakyReLU((function(z = x) { force(z); z })()),
  mx.nd.LeakyReLU(local({ z <- x; z })),
  mx.nd.LeakyReLU(list(x)[[1]]),
  mx.nd.LeakyReLU(pairlist(x)[[1]]),
  mx.nd.LeakyReLU(environment()$x),
  mx.nd.LeakyReLU(eval(quote(x))),
  mx.nd.LeakyReLU(evalq(x, environment())),
  mx.nd.LeakyReLU(Reduce(`+`, list(x))),
  mx.nd.LeakyReLU(tryCatch(x, error = identity)),
  mx.nd.LeakyReLU(mx.nd.LeakyReLU(x)),
  do.call(mx.nd.LeakyReLU, list(x)),
  do.call("mx.nd.LeakyReLU", list(data = x, act.type = "elu")),
  lapply(list(x, x), mx.nd.LeakyReLU),
  sapply(list(x), mx.nd.LeakyReLU, slope = 0.5),
  Map(mx.nd.LeakyReLU, list(x), slope = 0.5),
  mapply(mx.nd.LeakyReLU, list(x)),
  Reduce(function(a, b) mx.nd.LeakyReLU(a), list(x, 1, 2)),
  (function(...) mx.nd.LeakyReLU(...))(x),
  (function(z) mx.nd.LeakyReLU(z))(x),
  (function(z) { mx.nd.LeakyReLU(z); mx.nd.LeakyReLU(z) })(x),
  (function(z) { on.exit(z); mx.nd.LeakyReLU(z) })(x),
  for (z in list(x, x)) mx.nd.LeakyReLU(z)
)

expect_untouched <- function(make, way) {
  keep_generator({
    scope <- new.env(parent = environment())
    scope$x <- make()
    before <- serialize(scope$x, NULL)
    eval(way, scope)
    unchanged <- identical(serialize(scope$x, NULL), before)
    scope$compiled <- compiler::cmpfun(eval(call("function", as.pairlist(alist(x = )), way)))
    eval(quote(compiled(x)), scope)
    expect(unchanged && identical(serialize(scope$x, NULL), before), paste("data changed by", deparse_line(way)))
  })
}

test_that("data in a variable never changes, however it is handed over", {
  makers <- list(
    short = function() c(-1, 2, NA, -0.5) + 0,
    single = function() -1 + 0,
    long = function() -(1:20000) / 7,
    matrix = function() matrix(-(1:12) / 7, 3),
    ts = function() ts(c(-1, 2, -3) / 7),
    named = function() c(a = -1, b = 2) / 7
  )
  for (make in makers) for (way in ways) expect_untouched(make, way)
})

test_that("integers and logicals never change", {
  for (make in list(function() c(-1L, 2L, NA), function() c(TRUE, NA))) for (way in ways) expect_untouched(make, way)
})

test_that("data frames and their columns never change", {
  data <- data.frame(a = c(-1, 2) / 7, b = c(-3L, 4L), c = c(NA, TRUE))
  column <- data$a
  before <- serialize(list(data, column), NULL)
  keep_generator({
    for (act.type in setdiff(act_types, "prelu")) mx.nd.LeakyReLU(data, act.type = act.type, is.train = TRUE)
    mx.nd.LeakyReLU(data, c(0.5, 2, 3), act.type = "prelu")
    mx.nd.LeakyReLU(data$a)
    mx.nd.LeakyReLU(data[["a"]])
    mx.nd.LeakyReLU(data[1])
    lapply(data, mx.nd.LeakyReLU)
    sapply(data, mx.nd.LeakyReLU, act.type = "selu")
    with(data, mx.nd.LeakyReLU(a))
  })
  expect_identical(serialize(list(data, column), NULL), before)
})

test_that("a value that a call keeps elsewhere on its way never changes", {
  x <- c(-1, 2) / 7
  expected <- c(-1, 2) / 7

  mx.nd.LeakyReLU(kept <- x + 0)
  expect_identical(kept, expected)
  mx.nd.LeakyReLU(assign("kept", x + 0))
  expect_identical(kept, expected)

  holder <- new.env()
  mx.nd.LeakyReLU(holder$kept <- x + 0)
  expect_identical(holder$kept, expected)

  keeping <- function(z) {
    force(z)
    list(y = mx.nd.LeakyReLU(z), z = function() z)
  }
  expect_identical(keeping(x + 0)$z(), expected)

  makeActiveBinding("active", local({ value <- x + 0; function() value }), holder)
  mx.nd.LeakyReLU(holder$active)
  expect_identical(holder$active, expected)

  nested <- list(a = list(b = x + 0))
  mx.nd.LeakyReLU(nested$a$b)
  mx.nd.LeakyReLU(nested[["a"]][["b"]])
  expect_identical(nested$a$b, expected)

  carrier <- structure(1, held = x + 0)
  mx.nd.LeakyReLU(attr(carrier, "held"))
  expect_identical(attr(carrier, "held"), expected)

  delayedAssign("later", x + 0)
  mx.nd.LeakyReLU(later)
  expect_identical(later, expected)
})

test_that("constants in code never change, compiled or not", {
  plain <- function() mx.nd.LeakyReLU(c(-1, -2))
  single <- function() mx.nd.LeakyReLU(-1)
  for (f in list(plain, compiler::cmpfun(plain))) for (i in 1:3) expect_identical(f(), c(-0.25, -0.5))
  for (f in list(single, compiler::cmpfun(single))) for (i in 1:3) expect_identical(f(), -0.25)

  call <- as.call(list(as.name("mx.nd.LeakyReLU"), c(-1, -2)))
  for (i in 1:3) expect_identical(eval(call), c(-0.25, -0.5))
  expect_identical(call[[2]], c(-1, -2))
  expect_identical(pi, base::pi)
  mx.nd.LeakyReLU(pi, slope = 2)
  mx.nd.LeakyReLU(T, slope = 2) # nolint: T_and_F_symbol_linter.
  expect_identical(c(pi, as.numeric(T)), c(4 * atan(1), 1)) # nolint: T_and_F_symbol_linter.
})

test_that("gamma and mask never change, temporaries of them or not", {
  x <- c(-1, 2, -3) / 7
  gamma <- c(0.5, 2, 3) / 7
  before <- gamma + 0
  mx.nd.LeakyReLU(x + 0, gamma, act.type = "prelu")
  mx.nd.LeakyReLU(matrix(-1, 2, 3), gamma, act.type = "prelu")
  mx.nd.LeakyReLU(x + 0, act.type = "rrelu", mask = gamma)
  mx.nd.LeakyReLU(gamma, act.type = "rrelu", mask = gamma)
  both <- mx.nd.LeakyReLU(x + 0, act.type = "rrelu", mask = gamma, return.mask = TRUE)
  both$mask[1] <- 99
  both$out[1] <- 99
  expect_identical(gamma, before)
  expect_same_bits(mx.nd.LeakyReLU(z <- x + 0, z, act.type = "prelu"), ifelse(x > 0, x, x * x))
})

test_that("a failed call changes nothing", {
  x <- c(-1, 2) / 7
  frame <- data.frame(a = x, b = c("u", "v"))
  expect_error(mx.nd.LeakyReLU(x, act.type = "tanh"))
  expect_error(mx.nd.LeakyReLU(x, c(1, 2, 3), act.type = "prelu"))
  expect_error(mx.nd.LeakyReLU(frame))
  expect_identical(x, c(-1, 2) / 7)
  expect_identical(frame, data.frame(a = c(-1, 2) / 7, b = c("u", "v")))
})

test_that("a temporary gives the same answer as a variable", {
  for (n in c(1, 2, 17, 1000, 100000)) {
    x <- with_fixed_seed(rnorm(n))
    for (act.type in act_types) {
      gamma <- if (act.type == "prelu") seq(-1, 1, length.out = n)
      expect_same_bits(mx.nd.LeakyReLU(x + 0, gamma, act.type = act.type),
                       mx.nd.LeakyReLU(x, gamma, act.type = act.type))
    }
    keep_generator({
      set.seed(1)
      of_variable <- mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
      set.seed(1)
      expect_same_bits(mx.nd.LeakyReLU(x + 0, act.type = "rrelu", is.train = TRUE, return.mask = TRUE), of_variable)
    })
  }
})
