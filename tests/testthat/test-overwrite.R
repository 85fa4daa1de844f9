# A call never writes into memory that it was given: not into variables, and not into temporaries,
# which the user may still reach. test-untouched.R holds the ways in which data is handed to the
# function; here are the gradients, and the ways around a call.

# ---- Gradients -----------------------------------------------------------------------------------

# Calls that hand over `x` itself, or what is shared with it, as the gradient or as anything beside it.
gradient_ways <- alist(
  mx.nd.LeakyReLU.backward(x, x),
  mx.nd.LeakyReLU.backward(x, -x),
  mx.nd.LeakyReLU.backward((x), x),
  mx.nd.LeakyReLU.backward({x}, x + 0),
  mx.nd.LeakyReLU.backward(x + 0, x),
  mx.nd.LeakyReLU.backward(out.grad = x, data = x, act.type = "elu"),
  mx.nd.LeakyReLU.backward(x, out = x),
  mx.nd.LeakyReLU.backward(x + 0, out = x, act.type = "selu"),
  mx.nd.LeakyReLU.backward(x, x, 0.5, "prelu"),
  mx.nd.LeakyReLU.backward(x, x, x, "prelu", margin = if (is.matrix(x)) 1:2 else 1),
  mx.nd.LeakyReLU.backward(x + 0, x, x, "prelu", margin = if (is.matrix(x)) 1:2 else 1),
  mx.nd.LeakyReLU.backward(x, x, act.type = "rrelu", mask = x),
  mx.nd.LeakyReLU.backward(y <- x, x),
  mx.nd.LeakyReLU.backward(x[], x),
  mx.nd.LeakyReLU.backward(c(x), x),
  mx.nd.LeakyReLU.backward(as.numeric(x), x),
  mx.nd.LeakyReLU.backward(unclass(x), x),
  mx.nd.LeakyReLU.backward(identity(x), x),
  mx.nd.LeakyReLU.backward(get("x"), x),
  mx.nd.LeakyReLU.backward(list(x)[[1]], x),
  mx.nd.LeakyReLU.backward(eval(quote(x)), x),
  mx.nd.LeakyReLU.backward(environment()$x, x),
  mx.nd.LeakyReLU.backward((function(z) z)(x), x),
  mx.nd.LeakyReLU.backward(local({ z <- x; z }), x),
  mx.nd.LeakyReLU.backward(if (TRUE) x, x),
  mx.nd.LeakyReLU.backward(structure(x, note = "a"), x),
  do.call(mx.nd.LeakyReLU.backward, list(x, x)),
  do.call("mx.nd.LeakyReLU.backward", list(out.grad = x, data = x, act.type = "gelu")),
  do.call("mx.nd.LeakyReLU.backward", list(quote(x), quote(x))),
  lapply(list(x, x), mx.nd.LeakyReLU.backward, data = x),
  sapply(list(x), mx.nd.LeakyReLU.backward, data = x),
  Map(mx.nd.LeakyReLU.backward, list(x, x), list(x, x)),
  mapply(mx.nd.LeakyReLU.backward, list(x), list(x)),
  vapply(list(x), function(z) mx.nd.LeakyReLU.backward(z, z)$data[1], 0),
  Reduce(function(a, b) mx.nd.LeakyReLU.backward(a, b)$data, list(x, x, x)),
  outer(1, 1, Vectorize(function(i, j) mx.nd.LeakyReLU.backward(x, x)$data[1])),
  (function(...) mx.nd.LeakyReLU.backward(...))(x, x),
  (function(z) { mx.nd.LeakyReLU.backward(z, z); mx.nd.LeakyReLU.backward(z, z) })(x),
  (function(z) { on.exit(z); mx.nd.LeakyReLU.backward(z, z) })(x),
  (function(z = x) mx.nd.LeakyReLU.backward(z, x))(),
  for (z in list(x, x)) mx.nd.LeakyReLU.backward(z, x),
  mx.nd.LeakyReLU.double.backward(x, x, x),
  mx.nd.LeakyReLU.double.backward(x + 0, x + 0, x),
  mx.nd.LeakyReLU.double.backward(x, x, x, 0.5, 0.5, "prelu"),
  forward(activation_layer("gelu"), x),
  backward({ layer <- activation_layer("elu"); forward(layer, x); layer }, x),
  tryCatch(mx.nd.LeakyReLU.backward(x, x, act.type = "none"), error = identity)
)

test_that("no gradient and no data in a variable ever changes, however it is handed over, compiled or not", {
  makers <- list(
    short = function() -c(1, 2, 4) / 7,
    single = function() -1 / 7,
    long = function() -(1:20000) / 7,
    matrix = function() matrix(-(1:12) / 7, 3),
    named = function() c(a = -1, b = 2) / 7
  )
  for (make in makers) for (way in gradient_ways) {
    scope <- new.env(parent = environment())
    scope$x <- make()
    alias <- scope$x
    before <- serialize(alias, NULL)
    eval(way, scope)
    compiled <- compiler::cmpfun(eval(call("function", as.pairlist(alist(x = )), way)))
    compiled(scope$x)
    unchanged <- identical(serialize(scope$x, NULL), before) && identical(serialize(alias, NULL), before)
    expect(unchanged, paste("a value changed by", deparse_line(way)))
  }
})

test_that("a temporary head gradient gives the same gradient as a variable", {
  for (n in c(1, 2, 17, 1000, 100000)) {
    x <- with_fixed_seed(rnorm(n))
    head <- few_bits(with_fixed_seed(rnorm(n + 1)[-1]))
    for (act.type in act_types) {
      of_variable <- with_slope(mx.nd.LeakyReLU.backward, head, x, act.type = act.type)
      expect_same_bits(with_slope(mx.nd.LeakyReLU.backward, head + 0, x, act.type = act.type), of_variable)
      expect_same_bits(with_slope(mx.nd.LeakyReLU.backward, head + 0, x + 0, act.type = act.type), of_variable)
    }
    expect_same_bits(mx.nd.LeakyReLU.backward(z <- head + 0, z, abs(z), "prelu")$gamma,
                     head * pmin(head, 0) + 0 * (head <= 0))
  }
})

test_that("what a layer keeps is not overwritten by calls on what it gave", {
  x <- with_fixed_seed(rnorm(50))
  for (act.type in setdiff(act_types, "prelu")) {
    layer <- activation_layer(act.type)
    forward(layer, x)
    expected <- backward(layer, 1)
    mx.nd.LeakyReLU(forward(layer, x + 0), slope = 9)
    mx.nd.LeakyReLU.backward(forward(layer, x + 0), x, slope = 9)
    mx.nd.LeakyReLU(mx.nd.LeakyReLU(forward(layer, (function() x + 0)()), slope = 9), slope = 9)
    expect_identical(backward(layer, 1), expected)
  }
})

# ---- Ways around a call --------------------------------------------------------------------------

# Large enough to take more than one block.
value <- function() rep(c(-1, 2, -4) / 7, 6000)
ones <- -rep(1, 18000)
expect_value <- function(kept) expect(identical(as.vector(kept), value()), "the value was changed")

# Each keeps a value somewhere, calls on it, and gives what is kept afterwards.
keepers <- list(
  "a promise" = function(f) {
    delayedAssign("later", value())
    f(later)
    later
  },
  "a promise of a promise" = function(f) {
    outer <- function(a) inner(a)
    inner <- function(b) {
      f(b)
      b
    }
    outer(value())
  },
  "an argument read after the call" = function(f) (function(z) {
    f(z)
    z
  })(value()),
  "an argument that a closure keeps" = function(f) (function(z) {
    force(z)
    f(z)
    function() z
  })(value())(),
  "an argument that on.exit reads" = function(f) {
    seen <- NULL
    (function(z) {
      on.exit(seen <<- z)
      f(z)
    })(value())
    seen
  },
  "a default argument" = function(f) (function(z = value()) {
    f(z)
    z
  })(),
  "an argument of a generic's method" = function(f) {
    act <- function(z, ...) UseMethod("act")
    act.default <- function(z, ...) {
      f(z)
      z
    }
    act(value())
  },
  "an argument handed on by NextMethod" = function(f) {
    act <- function(z) UseMethod("act")
    act.first <- function(z) {
      NextMethod()
      unclass(z)
    }
    act.default <- function(z) f(z)
    act(structure(value(), class = "first"))
  },
  "an argument of a method with on.exit" = function(f) {
    seen <- NULL
    act <- function(z) UseMethod("act")
    act.default <- function(z) {
      on.exit(seen <<- z)
      f(z)
    }
    act(value())
    seen
  },
  "an active binding" = function(f) {
    scope <- new.env()
    makeActiveBinding("active", local({ held <- value(); function() held }), scope)
    f(scope$active)
    evalq(f(active), list2env(list(f = f), parent = scope))
    scope$active
  },
  "a list in a list" = function(f) {
    nested <- list(a = list(b = value()))
    f(nested$a$b)
    f(nested[["a"]][["b"]])
    nested$a$b
  },
  "an attribute" = function(f) {
    carrier <- structure(1, held = value())
    f(attr(carrier, "held"))
    attr(carrier, "held")
  },
  "an environment" = function(f) {
    scope <- new.env()
    scope$held <- value()
    f(scope$held)
    f(scope[["held"]])
    f(get("held", scope))
    f(mget("held", envir = scope)[[1]])
    scope$held
  },
  "an assignment in the call" = function(f) {
    f(held <- value())
    held
  },
  "a replacement function" = function(f) {
    held <- NULL
    `seen<-` <- function(object, value) {
      held <<- value
      f(value)
      object
    }
    object <- 1
    seen(object) <- value()
    held
  },
  "the value of a replacement" = function(f) {
    object <- list()
    f(object$held <- value())
    object$held
  },
  "a local variable that is returned" = function(f) (function() {
    held <- value()
    f(held)
    held
  })(),
  "a constant, made once" = function(f) {
    constant <- eval(call("function", NULL, value()))
    f(constant())
    f(constant())
    constant()
  },
  "an element of a loop" = function(f) {
    held <- list(value(), value())
    for (z in held) f(z)
    lapply(held, f)
    held[[2]]
  },
  "a call made by do.call" = function(f) {
    held <- value()
    do.call(f, list(held))
    do.call("f", list(quote(held)))
    arguments <- list(held)
    do.call(f, arguments)
    arguments[[1]]
  },
  "a call that is evaluated twice" = function(f) {
    call <- as.call(list(f, value()))
    eval(call)
    eval(call)
    call[[2]]
  },
  "a caught condition" = function(f) {
    condition <- structure(class = c("custom", "condition"), list(message = "", call = NULL, held = value()))
    withCallingHandlers(signalCondition(condition), custom = function(c) f(c$held))
    condition$held
  },
  "the generic's frame, read by its on.exit" = function(f) {
    seen <- NULL
    act <- function(data, ...) {
      on.exit(seen <<- data)
      UseMethod("act")
    }
    act.default <- f
    act(value() + 0)
    seen
  },
  "a closure made in the generic" = function(f) {
    look <- NULL
    act <- function(data, ...) {
      look <<- function() data
      UseMethod("act")
    }
    act.default <- f
    act(value() + 0)
    look()
  }
)

callers <- list(
  "the function" = function(z) mx.nd.LeakyReLU(z, slope = 3),
  "the function itself" = mx.nd.LeakyReLU,
  "the gradient" = function(z) mx.nd.LeakyReLU.backward(z, ones, slope = 3),
  "the gradient itself" = function(...) mx.nd.LeakyReLU.backward(..., data = ones),
  "a layer" = function(z) forward(activation_layer(), z)
)

for (name in names(keepers)) local({
  keeper <- keepers[[name]]
  test_that(paste("a value never changes that is kept by", name), {
    for (f in callers) for (run in list(keeper, compiler::cmpfun(keeper))) {
      expect_value(run(f))
      expect_value(run(compiler::cmpfun(f)))
    }
  })
})

# What a tracer of the function sees when it is left.
test_that("a value never changes when the function is traced", {
  skip_on_cran()
  namespace <- asNamespace("leakyrelu")
  seen <- new.env()
  tracers <- list(
    "an exit tracer that reads the argument" = list(exit = bquote(assign("data", data, envir = .(seen)))),
    "a tracer that keeps the frame" = list(tracer = bquote(assign("frame", environment(), envir = .(seen))))
  )
  for (tracer in tracers) {
    suppressMessages(do.call(trace, c(list("mx.nd.LeakyReLU", print = FALSE, where = namespace), tracer), quote = TRUE))
    traced <- get("mx.nd.LeakyReLU", namespace)
    traced(value() + 0, slope = 3)
    suppressMessages(untrace("mx.nd.LeakyReLU", where = namespace))
    kept <- if (is.null(seen$frame)) seen$data else seen$frame$data
    expect_value(kept)
    rm(list = ls(seen), envir = seen)
  }
})

test_that("a traced generic sees the value that its method was given", {
  skip_on_cran()
  seen <- new.env()
  assign("act_traced", function(data, ...) UseMethod("act_traced"), envir = globalenv())
  assign("act_traced.default", mx.nd.LeakyReLU, envir = globalenv())
  on.exit(rm("act_traced", "act_traced.default", envir = globalenv()))
  suppressMessages(
    trace("act_traced", exit = bquote(assign("data", data, envir = .(seen))), print = FALSE, where = globalenv()))
  eval(quote(act_traced(rep(c(-1, 2), 1e5) + 0)), globalenv())
  expect_true(identical(seen$data, rep(c(-1, 2), 1e5)))
})

test_that("frames that `slope` saw hold the value that was given", {
  frames <- NULL
  keep_frames <- function() {
    frames <<- sys.frames()
    0.5
  }
  act <- function(data, ...) UseMethod("act")
  act.default <- mx.nd.LeakyReLU
  act(value() + 0, slope = keep_frames())
  given <- Filter(function(frame) is.double(get0("data", frame, inherits = FALSE)), frames)
  expect_gt(length(given), 0)
  for (frame in given) expect_value(frame$data)
})

test_that("after an error or a time limit no frame holds changed data", {
  skip_on_cran()
  seen <- NULL
  act <- function(data, ...) {
    on.exit(seen <<- data)
    UseMethod("act")
  }
  act.default <- mx.nd.LeakyReLU
  expect_error(act(value() + 0, slope = NA))
  expect_value(seen)
  large <- rep(c(-1, 2, -0.5, 0.1), 1e7)
  interrupted <- tryCatch({
    setTimeLimit(elapsed = 0.02, transient = TRUE)
    act(large + 0, act.type = "gelu_tanh")
    FALSE
  }, error = function(e) TRUE)
  setTimeLimit()
  expect_true(interrupted)
  if (!is.null(seen)) expect_true(identical(seen, value()) || identical(seen, large))
})

test_that("a pipe hands over values as any call does", {
  skip_if(getRversion() < "4.1.0", "pipes came with R 4.1.0")
  x <- value()
  eval(parse(text = "x |> mx.nd.LeakyReLU(slope = 3) |> mx.nd.LeakyReLU(slope = 3)"))
  expect_value(x)
})
