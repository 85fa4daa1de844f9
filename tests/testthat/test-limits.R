# Where the system sets limits, on threads, memory or the stack, a call does without or is an error: R goes on.

skip_on_cran()
skip_if_not(file.exists("/proc/self/status"), "these limits are set in the ways of Linux")

# As the last line: what two threads give, compared with what one gives.
compare <- c(
  "same <- identical(y, { leakyrelu_threads(1); mx.nd.LeakyReLU(x, act.type = 'elu') })",
  "writeLines(if (same) 'same' else 'different')"
)
has <- function(program) nzchar(Sys.which(program))

test_that("a call does its work alone where memory for a thread is not to be had", {
  skip_if_not(has("prlimit"), "prlimit is not installed")
  result <- in_fresh_process(c(
    "x <- -(1:1e6) / 1e6; y <- mx.nd.LeakyReLU(x[1:2], act.type = 'elu'); rm(y); invisible(gc())",
    "size <- as.numeric(gsub('[^0-9]', '', grep('VmSize', readLines('/proc/self/status'), value = TRUE)))",
    # room for the result and for 200 KB more, which is no stack
    "system(sprintf('prlimit --pid %d --as=%.0f:', Sys.getpid(), (size + 200) * 1024 + 8e6))",
    "y <- mx.nd.LeakyReLU(x, act.type = 'elu')",
    "system(sprintf('prlimit --pid %d --as=unlimited:', Sys.getpid()))",
    compare))
  expect_identical(result, "same")
})

test_that("a call does its work alone where no more processes may be started", {
  skip_if_not(has("prlimit") && has("setpriv"), "prlimit or setpriv is not installed")
  # The limit does not hold for root.
  other_user <- if (Sys.info()[["effective_user"]] == "root") "setpriv --reuid=65534 --clear-groups" else ""
  result <- in_fresh_process(c(
    "x <- -(1:1e6) / 1e6",
    "system(sprintf('prlimit --pid %d --nproc=1', Sys.getpid()))",
    "y <- mx.nd.LeakyReLU(x, act.type = 'elu')",
    compare), through = other_user)
  expect_identical(result, "same")
})

test_that("eight R processes at once compute the same", {
  code <- c("x <- -(1:1e6) / 1e6", "y <- mx.nd.LeakyReLU(x, act.type = 'elu')", compare)
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c(sprintf(".libPaths(%s)", paste(deparse(.libPaths()), collapse = "")), "library(leakyrelu)", code),
             script)
  one <- sprintf("%s --vanilla %s &", shQuote(file.path(R.home("bin"), "Rscript")), shQuote(script))
  expect_identical(system2("sh", c("-c", shQuote(paste(strrep(one, 8), "wait"))), stdout = TRUE), rep("same", 8))
})

test_that("deep in a recursion with a small C stack a call is an error that can be caught", {
  for (call in c("mx.nd.LeakyReLU(x)", "mx.nd.LeakyReLU.backward(x, x)", "mx.nd.LeakyReLU.double.backward(x, x, x)",
                 "mx.nd.LeakyReLU(1:3, act.type = 'rrelu', mask = 1:3)", "mx.nd.LeakyReLU(g, 1:2, 'prelu')",
                 "mx.nd.LeakyReLU('a')", "as_float16(x)", "as.double(h)", "activation_layer('prelu', gamma = h)")) {
    result <- in_fresh_process(c(
      "options(expressions = 5e5)",
      "x <- c(-1, 2); g <- matrix(-1, 2, 2); h <- as_float16(x)",
      # Every depth is tried, so that one of them is just short of the limit.
      sprintf("deep <- function(n) { try(%s, silent = TRUE); deep(n + 1) }", call),
      "message <- tryCatch(deep(1), error = conditionMessage)",
      "cat(grepl('stack|deeply', message), identical(mx.nd.LeakyReLU(x), c(-0.25, 2)))"
    ), before = "ulimit -s 1024")
    expect_identical(result, "TRUE TRUE", label = call)
  }
})
