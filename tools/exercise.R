# Calls everything in the package that reaches C, with every kind of data and into every kind of error, for
# tools/sanitize to watch.
#
#   Rscript tools/exercise.R            each call once for each vector unit
#   Rscript tools/exercise.R torture    each call once as usual, once with a garbage collection at every allocation
#
# An error is a result like any other. What a call gives has to be the same, to the bit, every time; whether it is right
# is for the tests to say.

library(leakyrelu)

# ---- Data ----------------------------------------------------------------------------------------------------------

numbers <- c(-2, -0.5, 0, -0, 1.5, NA, NaN, Inf, -Inf, 2^-1074, -2^-1060, -745.5, -38, 40, 1e300, -1e-20, 3)
finite <- c(-2, -0.5, 0, 1.5, -38, 3)
grid <- matrix(numbers[1:12], 3, dimnames = list(NULL, letters[1:4]))
stack <- array(rep_len(numbers, 24), c(2, 3, 4))
frame <- data.frame(a = c(-1, 2, NA), b = -1:1, c = c(TRUE, FALSE, NA))
# Longer than a block, along few slopes, many, and enough of either for a table of them.
long <- rep_len(numbers, 2001)
tall <- matrix(rep_len(numbers, 8000), 2000, 4)
broad <- matrix(rep_len(numbers, 8000), 4, 2000)
cube <- array(numbers, c(10, 10, 100))
slab <- array(numbers, c(300, 4, 5))
long_frame <- data.frame(a = rep_len(finite, 1600), b = 1:1600)
# Enough to be shared among threads.
large <- rep_len(numbers, 600000)
slopes <- c(0.5, -1, 0, 3)
words <- factor(c("a", "b"))
day <- as.Date("2020-02-29")
bytes <- `Encoding<-`("\xe9", "bytes")
# Of each type of number.
halves <- as_float16(rep_len(numbers, 3202))
brains <- as_bfloat16(matrix(numbers[1:12], 3, dimnames = list(NULL, letters[1:4])))
floats <- if (requireNamespace("float", quietly = TRUE)) float::fl(rep_len(numbers, 3202)) else halves

# A data frame that data.frame() may refuse to make, and without the many allocations of data.frame().
frame_of <- function(column) structure(list(a = 1:2, "b\nc" = column), row.names = 1:2, class = "data.frame")

through_layer <- function(layer, data) {
  list(forward(layer, data), backward(layer, data), predict(layer, data), coef(layer))
}

# ---- Calls ---------------------------------------------------------------------------------------------------------

# With each act.type, and a gamma where it is prelu.
with_each_type <- alist(
  mx.nd.LeakyReLU(numbers, gamma, act.type),
  mx.nd.LeakyReLU(stack, gamma, act.type),
  mx.nd.LeakyReLU(c(-3L, NA, 5L), gamma, act.type),
  mx.nd.LeakyReLU(c(a = TRUE, b = FALSE, c = NA), gamma, act.type),
  mx.nd.LeakyReLU(frame, gamma, act.type),
  mx.nd.LeakyReLU(double(), gamma, act.type),
  mx.nd.LeakyReLU(-1000:1000, gamma, act.type),
  mx.nd.LeakyReLU(-3000001000:-2999999000, gamma, act.type),
  mx.nd.LeakyReLU(large, gamma, act.type),
  mx.nd.LeakyReLU(large + 1, gamma, act.type),
  mx.nd.LeakyReLU(long, gamma, act.type, slope = -0.5, lower.bound = -1),
  mx.nd.LeakyReLU(floats, if (act.type == "prelu") halves, act.type),
  mx.nd.LeakyReLU(brains, if (act.type == "prelu") slopes, act.type),
  mx.nd.LeakyReLU.backward(halves, floats, if (act.type == "prelu") 0.5, act.type),
  mx.nd.LeakyReLU.backward(1, numbers, gamma, act.type),
  mx.nd.LeakyReLU.backward(rev(numbers), numbers, gamma, act.type),
  mx.nd.LeakyReLU.backward(-1000:1000, long, gamma, act.type),
  mx.nd.LeakyReLU.backward(frame, frame, gamma, act.type),
  mx.nd.LeakyReLU.backward(large + 1, large, gamma, act.type),
  mx.nd.LeakyReLU.backward(finite, out = finite, gamma = gamma, act.type = act.type),
  mx.nd.LeakyReLU.backward(1, out = long, gamma = gamma, act.type = act.type, slope = -0.5),
  mx.nd.LeakyReLU.double.backward(1, 0.5, numbers, NULL, gamma, act.type),
  mx.nd.LeakyReLU.double.backward(rev(numbers), numbers, numbers, NULL, gamma, act.type),
  mx.nd.LeakyReLU.double.backward(-1000:1000, long, long, NULL, gamma, act.type),
  mx.nd.LeakyReLU.double.backward(frame, 1, frame, NULL, gamma, act.type),
  mx.nd.LeakyReLU.double.backward(large, rev(large), large, NULL, gamma, act.type),
  through_layer(activation_layer(act.type, gamma = gamma), grid)
)

of_prelu <- alist(
  mx.nd.LeakyReLU(grid, slopes, "prelu"),
  mx.nd.LeakyReLU(grid, 1:3, "prelu", margin = 1),
  mx.nd.LeakyReLU(grid, seq(0, 1, length.out = 12), "prelu", margin = c(2, 1)),
  mx.nd.LeakyReLU(numbers, numbers, "prelu"),
  mx.nd.LeakyReLU(1:2001, 1:2001, "prelu"),
  mx.nd.LeakyReLU(numbers, c(one = TRUE), "prelu"),
  mx.nd.LeakyReLU(frame, slopes[1:3], "prelu"),
  mx.nd.LeakyReLU(frame, frame$a, "prelu", margin = 1L),
  mx.nd.LeakyReLU(stack, c(TRUE, FALSE), "prelu", margin = 1),
  mx.nd.LeakyReLU(stack, slopes, "prelu", margin = 3),
  mx.nd.LeakyReLU(stack, 1:8, "prelu", margin = c(3, 1)),
  mx.nd.LeakyReLU(stack, 1:24, "prelu", margin = 1:3),
  mx.nd.LeakyReLU(array(0, c(0, 3)), 1:3, "prelu"),
  mx.nd.LeakyReLU(tall, slopes, "prelu"),
  mx.nd.LeakyReLU(tall, 1:2000, "prelu", margin = 1),
  mx.nd.LeakyReLU(broad, slopes, "prelu", margin = 1),
  mx.nd.LeakyReLU(broad, 1:2000 + 0.5, "prelu"),
  mx.nd.LeakyReLU(cube, 1:10, "prelu"),
  mx.nd.LeakyReLU(cube, 1:1000, "prelu", margin = c(1, 3)),
  mx.nd.LeakyReLU(slab, slopes, "prelu"),
  mx.nd.LeakyReLU(slab, seq(-1, 1, length.out = 1500), "prelu", margin = c(3, 1)),
  mx.nd.LeakyReLU.backward(1, grid, slopes, "prelu"),
  mx.nd.LeakyReLU.backward(grid, grid, 1:3, "prelu", margin = 1),
  mx.nd.LeakyReLU.backward(frame, frame, slopes[1:3], "prelu"),
  mx.nd.LeakyReLU.backward(stack, stack, 1:8, "prelu", margin = c(3, 1)),
  mx.nd.LeakyReLU.backward(1:2001, -1000:1000, 1:2001, "prelu"),
  mx.nd.LeakyReLU.backward(tall, tall, slopes, "prelu"),
  mx.nd.LeakyReLU.backward(tall, tall, 1:2000, "prelu", margin = 1),
  mx.nd.LeakyReLU.backward(cube, cube, 1:10, "prelu"),
  mx.nd.LeakyReLU.backward(slab, slab, 1:1500, "prelu", margin = c(3, 1)),
  mx.nd.LeakyReLU.double.backward(1, grid, grid, 2, slopes, "prelu"),
  mx.nd.LeakyReLU.double.backward(grid, 1, grid, slopes, slopes, "prelu"),
  mx.nd.LeakyReLU.double.backward(frame, frame, frame, 1:3, 1:3, "prelu"),
  mx.nd.LeakyReLU.double.backward(tall, tall, tall, 1:4, slopes, "prelu"),
  mx.nd.LeakyReLU.double.backward(cube, cube, cube, 1:10, 1:10, "prelu")
)

of_rrelu <- alist(
  mx.nd.LeakyReLU(stack, act.type = "rrelu", is.train = TRUE),
  mx.nd.LeakyReLU(stack, act.type = "rrelu", is.train = TRUE, return.mask = TRUE),
  mx.nd.LeakyReLU(frame, act.type = "rrelu", is.train = TRUE, return.mask = TRUE),
  mx.nd.LeakyReLU(-1000:1000, NULL, "rrelu", lower.bound = -1, upper.bound = 1L, is.train = TRUE, return.mask = TRUE),
  mx.nd.LeakyReLU(numbers, NULL, "rrelu", lower.bound = 0.3, upper.bound = 0.3, is.train = TRUE, return.mask = TRUE),
  mx.nd.LeakyReLU(double(), act.type = "rrelu", is.train = TRUE, return.mask = TRUE),
  mx.nd.LeakyReLU(stack, act.type = "rrelu", return.mask = TRUE),
  mx.nd.LeakyReLU(finite, act.type = "rrelu", mask = 1:6),
  mx.nd.LeakyReLU(long, act.type = "rrelu", mask = -1000:1000, return.mask = TRUE),
  mx.nd.LeakyReLU(-799:800, act.type = "rrelu", mask = rep_len(finite, 1600), return.mask = TRUE),
  mx.nd.LeakyReLU(long_frame, act.type = "rrelu", mask = long_frame, return.mask = TRUE),
  mx.nd.LeakyReLU(rep(1:2, 1600), act.type = "rrelu", mask = matrix(rep_len(finite, 3200), 1600)),
  mx.nd.LeakyReLU.backward(1, finite, act.type = "rrelu", mask = 1:6),
  mx.nd.LeakyReLU.backward(long, long, act.type = "rrelu", mask = -1000:1000),
  mx.nd.LeakyReLU.backward(long_frame, long_frame, act.type = "rrelu", mask = long_frame),
  mx.nd.LeakyReLU.backward(1, out = finite, act.type = "rrelu", mask = 1:6),
  mx.nd.LeakyReLU.backward(1, out = long, act.type = "rrelu", mask = 1:2001),
  mx.nd.LeakyReLU.backward(1, out = long, act.type = "rrelu", mask = -1000:1000),
  mx.nd.LeakyReLU.double.backward(1, 1, long, act.type = "rrelu", mask = -1000:1000),
  mx.nd.LeakyReLU.double.backward(long_frame, long_frame, long_frame, act.type = "rrelu", mask = long_frame),
  {
    RNGkind("Wichmann-Hill")
    on.exit(RNGkind("default"))
    mx.nd.LeakyReLU(stack, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
  },
  {
    layer <- activation_layer("rrelu", lower.bound = -1)
    list(forward(layer, grid, is.train = TRUE), backward(layer, grid), forward(layer, frame, is_train = FALSE))
  }
)

of_everything_else <- alist(
  mx.nd.LeakyReLU(finite, slope = 3L),
  mx.nd.LeakyReLU(finite, act.type = "elu", slope = 2^-1070),
  mx.nd.LeakyReLU(finite, act_type = "rrelu", lower_bound = 0, upper_bound = 1, is_train = FALSE),
  mx.nd.LeakyReLU(ts(finite)),
  mx.nd.LeakyReLU(structure(finite, class = "plain")),
  mx.nd.LeakyReLU(sort(finite)),
  through_layer(activation_layer("elu"), frame),
  leakyrelu_threads(),
  leakyrelu_threads(leakyrelu_threads(1)),
  parallel::mccollect(parallel::mcparallel(mx.nd.LeakyReLU(large)))[[1]],
  capture.output(print(activation_layer("prelu", gamma = slopes))),
  capture.output(print(summary(activation_layer("rrelu", lower_bound = 0)))),
  {
    layer <- activation_layer("prelu", gamma = slopes, margin = 2)
    forward(layer, grid)
    layer$gamma <- 2 * layer[["gamma"]]
    list(coef(layer), backward(layer, 1), predict(layer, grid))
  }
)

of_errors <- alist(
  mx.nd.LeakyReLU(NULL),
  mx.nd.LeakyReLU("a"),
  mx.nd.LeakyReLU(bytes),
  mx.nd.LeakyReLU(1i),
  mx.nd.LeakyReLU(list(1, 2)),
  mx.nd.LeakyReLU(sum),
  mx.nd.LeakyReLU(quote(a)),
  mx.nd.LeakyReLU(array("a", c(2, 3, 1))),
  mx.nd.LeakyReLU(words),
  mx.nd.LeakyReLU(day),
  mx.nd.LeakyReLU(frame_of(letters[1:2])),
  mx.nd.LeakyReLU(frame_of(words)),
  mx.nd.LeakyReLU(frame_of(c(day, day))),
  mx.nd.LeakyReLU(frame_of(list(1, 2))),
  mx.nd.LeakyReLU(frame_of(1:3)),
  mx.nd.LeakyReLU(frame_of(grid)),
  mx.nd.LeakyReLU(1, act.type = "tanh"),
  mx.nd.LeakyReLU(1, act.type = "relu"),
  mx.nd.LeakyReLU(1, act.type = NA_character_),
  mx.nd.LeakyReLU(1, act.type = c("elu", "selu")),
  mx.nd.LeakyReLU(1, act.type = strrep("\u00e9", 1000)),
  mx.nd.LeakyReLU(1, act.type = 1),
  mx.nd.LeakyReLU(1, slope = NA),
  mx.nd.LeakyReLU(1, slope = NaN),
  mx.nd.LeakyReLU(1, slope = -Inf),
  mx.nd.LeakyReLU(1, slope = 1:3),
  mx.nd.LeakyReLU(1, slope = words),
  mx.nd.LeakyReLU(1, act.type = "rrelu", lower.bound = "0"),
  mx.nd.LeakyReLU(1, act.type = "rrelu", upper.bound = NULL),
  mx.nd.LeakyReLU(1, act.type = "rrelu", lower.bound = 2),
  mx.nd.LeakyReLU(1, act.type = "rrelu", lower.bound = -1.5e308, upper.bound = 1.5e308),
  mx.nd.LeakyReLU(1, act.type = "rrelu", is.train = NA),
  mx.nd.LeakyReLU(1, act.type = "rrelu", return.mask = "no"),
  mx.nd.LeakyReLU(1, return.mask = TRUE),
  mx.nd.LeakyReLU(1, 0.5),
  mx.nd.LeakyReLU(1, mask = 1),
  mx.nd.LeakyReLU(1, act.type = "rrelu", mask = "a"),
  mx.nd.LeakyReLU(1, act.type = "rrelu", mask = 1:2),
  mx.nd.LeakyReLU(long, act.type = "rrelu", mask = c(1:2000, NA)),
  mx.nd.LeakyReLU(long, act.type = "rrelu", mask = long),
  mx.nd.LeakyReLU(grid, act.type = "rrelu", mask = t(grid)),
  mx.nd.LeakyReLU(frame, act.type = "rrelu", mask = matrix(0, 1, 9)),
  mx.nd.LeakyReLU(grid, act.type = "prelu"),
  mx.nd.LeakyReLU(grid, "a", "prelu"),
  mx.nd.LeakyReLU(grid, frame, "prelu"),
  mx.nd.LeakyReLU(grid, day, "prelu"),
  mx.nd.LeakyReLU(grid, 1:5, "prelu"),
  mx.nd.LeakyReLU(grid, double(), "prelu"),
  mx.nd.LeakyReLU(finite, 1:2, "prelu"),
  mx.nd.LeakyReLU(frame, 1:2, "prelu"),
  mx.nd.LeakyReLU(stack, 1:5, "prelu", margin = c(3, 1, 2)),
  mx.nd.LeakyReLU(grid, 1:3, "prelu", margin = 0),
  mx.nd.LeakyReLU(grid, 1:3, "prelu", margin = 1.5),
  mx.nd.LeakyReLU(grid, 1:3, "prelu", margin = c(1, 1)),
  mx.nd.LeakyReLU(grid, 1:3, "prelu", margin = NULL),
  mx.nd.LeakyReLU(grid, 1:3, "prelu", margin = "1"),
  mx.nd.LeakyReLU(1, alpha = 1),
  mx.nd.LeakyReLU(1, act_type = ),
  mx.nd.LeakyReLU(1, act.type = "elu", act_type = "elu"),
  mx.nd.LeakyReLU.backward(1),
  mx.nd.LeakyReLU.backward(1, 1, out = 1),
  mx.nd.LeakyReLU.backward(NULL, 1),
  mx.nd.LeakyReLU.backward("a", grid),
  mx.nd.LeakyReLU.backward(day, grid),
  mx.nd.LeakyReLU.backward(1:4, grid),
  mx.nd.LeakyReLU.backward(t(grid), grid),
  mx.nd.LeakyReLU.backward(matrix(0, 1, 9), frame),
  mx.nd.LeakyReLU.backward(1, out = words),
  mx.nd.LeakyReLU.backward(1, act.type = "rrelu", out = grid, mask = t(grid)),
  mx.nd.LeakyReLU.backward(1, grid, 1:5, "prelu"),
  mx.nd.LeakyReLU.backward(1, grid, is_train = TRUE),
  mx.nd.LeakyReLU.double.backward(1, 1, NULL),
  mx.nd.LeakyReLU.double.backward("a", 1, grid),
  mx.nd.LeakyReLU.double.backward(t(grid), 1, grid),
  mx.nd.LeakyReLU.double.backward(1, 1:2, grid),
  mx.nd.LeakyReLU.double.backward(1, 1, grid, 1),
  mx.nd.LeakyReLU.double.backward(1, 1, grid, "a", slopes, "prelu"),
  mx.nd.LeakyReLU.double.backward(1, 1, grid, 1:2, slopes, "prelu"),
  leakyrelu_threads(0),
  leakyrelu_threads("2"),
  leakyrelu_threads(words),
  activation_layer("tanh"),
  activation_layer("leaky", gamma = 0.5),
  activation_layer("prelu", gamma = "a"),
  activation_layer("rrelu", lower.bound = 1),
  activation_layer(alpha = 1),
  activation_layer("elu", act_type = "elu"),
  activation_layer()$alpha,
  {
    layer <- activation_layer()
    layer$slope <- 1
  },
  backward(activation_layer(), 1),
  forward(activation_layer(), "a"),
  forward(activation_layer("prelu", gamma = 1:5), grid),
  predict(activation_layer(), words),
  predict(activation_layer(), 1, 2),
  predict(activation_layer(), newdata = grid),
  predict(activation_layer(), grid, data = grid),
  names(activation_layer()),
  coef(update(activation_layer("prelu"), gamma = 1:3, margin = c(3, 1))),
  update(activation_layer("prelu"), margin = c(2, 2)),
  activation_layer("prelu", margin = sum),
  {
    layer <- activation_layer("elu")
    layer$gamma <- 0.5
  },
  forward(structure(list(), class = "activation_layer"), 1),
  mx.nd.LeakyReLU(grid, matrix(1:6, 3), "prelu", margin = 1:2),
  mx.nd.LeakyReLU(stack, matrix(1:6, 3), "prelu", margin = 1:2),
  mx.nd.LeakyReLU(stack, matrix(1:6, 2), "prelu", margin = 1:2),
  mx.nd.LeakyReLU(asS4(grid)),
  mx.nd.LeakyReLU(asS4(words)),
  mx.nd.LeakyReLU(asS4(structure(-1, class = structure("Gone", package = "no.such.package")))),
  mx.nd.LeakyReLU(structure(frame, class = c("exercise", "data.frame"))),
  mx.nd.LeakyReLU(structure(frame, class = c("exercise", "data.frame")), act.type = "rrelu", is.train = TRUE,
                  return.mask = TRUE),
  mx.nd.LeakyReLU(structure(pairlist(1), class = "data.frame")),
  mx.nd.LeakyReLU(grid, 0.1),
  mx.nd.LeakyReLU(grid, "elu"),
  mx.nd.LeakyReLU(grid, act.type = "ELU"),
  mx.nd.LeakyReLU(grid, act.type = "a\u2028b"),
  mx.nd.LeakyReLU.double.backward(1, 1, out = grid)
)

act_types <- names(leakyrelu:::activations)
calls_with <- function(act.type) {
  values <- list(act.type = act.type, gamma = if (act.type == "prelu") -0.5)
  lapply(with_each_type, function(call) do.call(substitute, list(call, values)))
}
calls <- c(unlist(lapply(act_types, calls_with)), of_prelu, of_rrelu, of_everything_else, of_errors)

# ---- The runs ------------------------------------------------------------------------------------------------------

# Each call is a function of its own, so that on.exit() works and nothing is left for the next one.
evaluate <- function(call, torture) {
  run <- as.function(list(call))
  set.seed(1)
  if (torture) gctorture2(1)
  result <- tryCatch(run(), error = identity)
  gctorture2(0)
  result
}

evaluate_all <- function(torture = FALSE) lapply(calls, evaluate, torture)

complaints <- 0
complain <- function(about, ...) {
  for (call in calls[about]) message(..., paste(deparse(call), collapse = "\n"))
  complaints <<- complaints + sum(about)
}

use_vector_unit <- function(level) .Call(leakyrelu:::leakyrelu_simd, level)
best <- use_vector_unit(2L)
first <- evaluate_all()

# Another error than the package's own says that a call above is wrong, or that something broke.
failed <- vapply(first, inherits, NA, "error")
messages <- vapply(first[failed], conditionMessage, "")
foreign <- !grepl("^`.*` must ", messages)
for (text in unique(messages[foreign])) complain(replace(failed, failed, messages == text), text, ": ")

if (identical(commandArgs(TRUE), "torture")) {
  again <- list("with a garbage collection at every allocation" = evaluate_all(torture = TRUE))
} else {
  again <- list()
  for (level in seq_len(best) - 1L) {
    use_vector_unit(level)
    again[[paste("with vector unit", level, "instead of", best)]] <- evaluate_all()
  }
}
same <- function(x, y) identical(x, y, num.eq = FALSE, single.NA = FALSE)
for (run in names(again)) complain(!mapply(same, again[[run]], first), "not the same ", run, ": ")

cat(sprintf("%d calls, %d of them errors, each made %d times, with %d threads: %d complaints\n",
            length(calls), sum(failed), 1 + length(again), leakyrelu_threads(), complaints))
quit(status = if (complaints) 1 else 0)
