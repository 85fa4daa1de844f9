# What memory a call needs, seen from outside: the high-water mark of a fresh process.

# How many bytes above what it had before a fresh process had at its highest, while it evaluated code.
peak_of <- function(setup, code, n = 2e7) {
  skip_on_cran()
  skip_if_not(file.exists("/proc/self/status"), "a process's high-water mark is only known on Linux")
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c(sprintf(".libPaths(%s)", paste(deparse(.libPaths()), collapse = "")), "library(leakyrelu)",
    "status <- function(field) {",
    "  1024 * as.numeric(gsub('[^0-9]', '', grep(field, readLines('/proc/self/status'), value = TRUE)))",
    "}",
    "invisible(mx.nd.LeakyReLU(-1)); set.seed(1)", sprintf("n <- %d", n), setup,
    "invisible(gc()); before <- status('VmRSS')", code, "cat(status('VmHWM') - before)"), script)
  output <- system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)), stdout = TRUE, stderr = FALSE)
  as.numeric(utils::tail(output, 1))
}
result <- 2e7 * 8
small <- 16e6

test_that("a call needs the memory of its result and nothing else of that size", {
  x <- "x <- numeric(n); x[] <- -1"
  for (code in c("y <- mx.nd.LeakyReLU(x)", "y <- mx.nd.LeakyReLU(x, act.type = 'rrelu', is.train = TRUE)",
                 "y <- mx.nd.LeakyReLU(x, 0.5, 'prelu')", "y <- mx.nd.LeakyReLU.backward(1, x, act.type = 'elu')")) {
    peak <- peak_of(x, code)
    expect_gt(peak, result * 0.9)
    expect_lt(peak, result + small)
  }
})

test_that("a compact sequence is never expanded", {
  n <- 1e7
  for (code in c("y <- mx.nd.LeakyReLU(1:n)", "y <- mx.nd.LeakyReLU(x)", "y <- mx.nd.LeakyReLU.backward(x, x)")) {
    expect_lt(peak_of("x <- -5:(n - 6)", code, n), n * 8 + small)
  }
})

test_that("numbers of 16 bits are read where they lie", {
  for (code in c("y <- mx.nd.LeakyReLU(x, act.type = 'elu')", "y <- mx.nd.LeakyReLU.backward(1, x)")) {
    expect_lt(peak_of("x <- as_float16(raw(2 * n))", code), 2e7 * 2 + small)
  }
})
