# The same bits for every number of threads, every alignment and every vector unit; how many threads there are.

# Everything that computes, on x and with a head gradient, as functions with names.
computations <- function(x, head, slopes, mask) {
  of_type <- function(act.type) list(
    forward = function() with_slope(mx.nd.LeakyReLU, x, act.type = act.type),
    backward = function() with_slope(mx.nd.LeakyReLU.backward, head, x, act.type = act.type),
    "double backward" = function() with_slope(mx.nd.LeakyReLU.double.backward, head, 0.75, x, act.type = act.type)
  )
  c(unlist(sapply(act_types, of_type, simplify = FALSE)), list(
    "leaky with a negative slope" = function() mx.nd.LeakyReLU(x, slope = -0.5),
    "elu with slope 1.5" = function() mx.nd.LeakyReLU(x, act.type = "elu", slope = 1.5),
    "selu from out" = function() mx.nd.LeakyReLU.backward(head, out = x, act.type = "selu"),
    "rrelu with a mask" = function() mx.nd.LeakyReLU(x, act.type = "rrelu", mask = mask),
    "rrelu with a mask, backward" = function() mx.nd.LeakyReLU.backward(head, x, act.type = "rrelu", mask = mask),
    "rrelu in training" = function() keep_generator({
      set.seed(3)
      mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
    }),
    "prelu, a slope an element" = function() mx.nd.LeakyReLU(x, mask, "prelu"),
    "prelu, a slope an element, double backward" = function() {
      mx.nd.LeakyReLU.double.backward(head, 0.75, x, mask, mask, "prelu")
    }
  ), along_rows_and_columns(x, head, slopes))
}

# prelu on matrices of the numbers of x, as far as they fill whole rows.
along_rows_and_columns <- function(x, head, slopes) {
  rows <- length(slopes)
  whole <- seq_len(length(x) %/% rows * rows)
  columns <- length(whole) / rows
  shapes <- list(rows = list(dim = c(rows, columns), margin = 1), columns = list(dim = c(columns, rows), margin = 2))
  each <- list()
  for (name in names(shapes)) each[[paste("prelu along", name)]] <- local({
    shape <- shapes[[name]]
    data <- array(x[whole], shape$dim)
    function() {
      list(mx.nd.LeakyReLU(data, slopes, "prelu", margin = shape$margin),
           mx.nd.LeakyReLU.backward(array(head[whole], shape$dim), data, slopes, "prelu", margin = shape$margin),
           mx.nd.LeakyReLU.double.backward(0.5, array(head[whole], shape$dim), data, slopes, slopes, "prelu",
                                           margin = shape$margin))
    }
  })
  each
}

# Everywhere numbers of all sizes, and special values among them.
wide <- function(n) {
  with_fixed_seed({
    x <- ifelse(runif(n) < 0.8, rnorm(n, sd = 4), sample(c(-1, 1), n, replace = TRUE) * 2^runif(n, -1074, 1023.9))
    special <- sample(n, min(n, 1 + n %/% 50))
    x[special] <- sample(c(NA, NaN, Inf, -Inf, 0, -0, 2^-1074, -2^-1074, -2^-1022, -745, -38.5, 1e300, -1e300),
                         length(special), TRUE)
    x
  })
}

expect_same_everywhere <- function(x, set, settings, reset) {
  head <- with_fixed_seed(rnorm(length(x)))
  # Without missing values, so that the sums for gamma are numbers.
  finite <- ifelse(is.finite(x) & abs(x) < 1e10, x, -1)
  mask <- with_fixed_seed(runif(length(x)))
  on.exit(reset())
  different <- character()
  for (numbers in list(x, finite)) {
    each <- computations(numbers, head, slopes = c(0.5, -1, 2, 0, 0.1, 3, 7) / 7, mask)
    set(settings[1])
    first <- lapply(each, function(run) run())
    for (setting in settings[-1]) {
      set(setting)
      for (name in names(each)) {
        if (!same_bits(each[[name]](), first[[name]])) different <- c(different, paste(name, "at", setting))
      }
    }
  }
  expect_identical(different, character())
}

# ---- Threads -------------------------------------------------------------------------------------

for (n in c(1535, 1537, 131071, 131072, 131075)) local({
  n <- n
  test_that(paste("one thread and two give the same bits for", n, "elements"), {
    skip_without_threads()
    before <- leakyrelu_threads()
    expect_same_everywhere(wide(n), leakyrelu_threads, c(1, 2), function() leakyrelu_threads(before))
  })
})

for (n in c(524287, 524288, 524291, 1000003)) local({
  n <- n
  test_that(paste("one thread and two give the same bits for", n, "elements"), {
    skip_without_threads()
    x <- wide(n)
    head <- rev(x)
    for (act.type in act_types) {
      run <- function() {
        list(with_slope(mx.nd.LeakyReLU, x, act.type = act.type),
             with_slope(mx.nd.LeakyReLU.backward, head, x, act.type = act.type),
             with_slope(mx.nd.LeakyReLU.double.backward, 0.5, head, x, act.type = act.type))
      }
      if (!same_bits(with_threads(1, run()), with_threads(2, run()))) fail(paste(act.type, "differs"))
    }
    # Compared with the formula too, so that a second thread that does nothing is seen.
    expect_same_bits(with_threads(2, mx.nd.LeakyReLU(x)), by_sign(x, x, 0.25 * x))
  })
})

test_that("two threads give what one gives wherever the data begins in memory", {
  skip_without_threads()
  x <- wide(600000)
  for (act.type in act_types) {
    y <- with_threads(1, with_slope(mx.nd.LeakyReLU, x, act.type = act.type))
    for (shift in c(1, 2, 3, 5, 7)) {
      behind <- -seq_len(shift)
      expect_same_bits(with_threads(2, with_slope(mx.nd.LeakyReLU, x[behind], act.type = act.type)), y[behind])
    }
  }
})

# ---- The number of threads -----------------------------------------------------------------------

test_that("leakyrelu_threads gives the number of threads, and with n the one before, invisibly", {
  before <- leakyrelu_threads()
  on.exit(leakyrelu_threads(before))
  expect_type(before, "integer")
  expect_gte(before, 1L)
  expect_lte(before, 2L)
  set <- withVisible(leakyrelu_threads(1))
  expect_false(set$visible)
  expect_identical(set$value, before)
  shown <- withVisible(leakyrelu_threads())
  expect_true(shown$visible)
  expect_identical(shown$value, 1L)
  expect_identical(leakyrelu_threads(before), 1L)
  expect_identical(leakyrelu_threads(NULL), before)
})

test_that("a number of threads that is none is an error that changes nothing", {
  before <- leakyrelu_threads()
  forget_messages()
  expect_error_line(leakyrelu_threads(0), "`n` must be one whole number of at least 1, not 0.")
  expect_error_line(leakyrelu_threads(-1), "`n` must be one whole number of at least 1, not -1.")
  expect_error_line(leakyrelu_threads(1.5), "`n` must be one whole number of at least 1, not 1.5.")
  expect_error_line(leakyrelu_threads(NA), "`n` must be one whole number of at least 1, not NA.")
  expect_error_line(leakyrelu_threads(Inf), "`n` must be one whole number of at least 1, not Inf.")
  expect_error_line(leakyrelu_threads("2"), "`n` must be one whole number of at least 1, not \"2\".")
  expect_error_line(leakyrelu_threads(TRUE), "`n` must be one whole number of at least 1, not TRUE.")
  expect_error_line(leakyrelu_threads(1:2),
    "`n` must be one whole number of at least 1, not an integer vector of length 2.")
  expect_error_line(leakyrelu_threads(list(1)), "`n` must be one whole number of at least 1, not a list.")
  expect_identical(leakyrelu_threads(), before)
})

test_that("the environment and the option limit the number of threads", {
  skip_without_threads()
  threads <- function(..., code = "cat(leakyrelu_threads())") as.integer(in_fresh_process(code, c(...)))
  expect_identical(threads(), 2L)
  expect_identical(threads(OMP_NUM_THREADS = "1"), 1L)
  expect_identical(threads(OMP_THREAD_LIMIT = "1"), 1L)
  expect_identical(threads(OMP_NUM_THREADS = "1", code = "leakyrelu_threads(2); cat(leakyrelu_threads())"), 1L)
  expect_identical(threads(OMP_NUM_THREADS = "4", code = "cat(leakyrelu_threads())"), 2L)
  expect_identical(threads(OMP_NUM_THREADS = "1,4"), 1L)
  expect_identical(threads(OMP_NUM_THREADS = " 1 , 2"), 1L)
  expect_identical(threads(OMP_NUM_THREADS = "2,1"), 2L)
  for (nonsense in c("", "0", "-1", "many", "1x", "99999999999999999999")) {
    expect_identical(threads(OMP_NUM_THREADS = nonsense), 2L, label = nonsense)
    expect_identical(threads(OMP_THREAD_LIMIT = nonsense), 2L, label = nonsense)
  }
  expect_identical(threads(code = "Sys.setenv(OMP_NUM_THREADS = 1); cat(leakyrelu_threads())"), 2L)
  expect_identical(threads(code = "options(leakyrelu.threads = 1); cat(leakyrelu_threads())"), 1L)
  expect_identical(threads(code = "options(leakyrelu.threads = 1); leakyrelu_threads(2); cat(leakyrelu_threads())"), 2L)
})

test_that("the CPUs that the process may use limit the number of threads", {
  skip_without_threads()
  skip_if_not(nzchar(Sys.which("taskset")), "taskset is not installed")
  expect_identical(in_fresh_process("cat(leakyrelu_threads())", through = "taskset -c 0"), "1")
})

test_that("a process that loads the package after a fork of one that used threads does not hang", {
  skip_on_os("windows")
  skip_without_threads()
  result <- in_fresh_process(c(
    "unloadNamespace('leakyrelu')",
    "use <- function() { x <- -(1:300000) / 3e5; sum(leakyrelu::mx.nd.LeakyReLU(x, act.type = 'elu')) }",
    "job <- parallel::mcparallel({ y <- use(); c(leakyrelu::leakyrelu_threads(), y) })",
    "child <- parallel::mccollect(job, wait = FALSE, timeout = 30)[[1]]",
    "cat(child[1], identical(child[2], use()))"))
  expect_identical(result, "2 TRUE")
})

test_that("a forked child uses one thread and does not hang", {
  skip_on_os("windows")
  skip_without_threads()
  x <- wide(600000)
  parent <- with_threads(2, list(mx.nd.LeakyReLU(x), mx.nd.LeakyReLU(x, act.type = "mish")))
  before <- leakyrelu_threads(2)
  on.exit(leakyrelu_threads(before))
  job <- parallel::mcparallel(list(leakyrelu_threads(), mx.nd.LeakyReLU(x), mx.nd.LeakyReLU(x, act.type = "mish")))
  child <- parallel::mccollect(job, wait = FALSE, timeout = 30)
  if (is.null(child)) {
    tools::pskill(job$pid)
    parallel::mccollect(job)
  }
  expect_false(is.null(child))
  expect_identical(child[[1]][[1]], 1L)
  expect_same_bits(child[[1]][-1], parent)
  expect_identical(leakyrelu_threads(), 2L)
})

# ---- Vector units --------------------------------------------------------------------------------

test_that("every vector unit gives the same bits", {
  best <- best_vector_unit()
  if (best == 0) skip("this CPU, or this platform, has one vector unit only")
  sizes <- if (identical(Sys.getenv("NOT_CRAN"), "true")) c(7, 1031, 40009) else c(7, 1031)
  for (n in sizes) expect_same_everywhere(wide(n), use_vector_unit, seq(0, best), best_vector_unit)
})
