# Other kinds of data: sparse matrices, against exp() of the numbers that they store; an HDF5 file of 800 MB, against
# reading and writing it. Each call on the file is made in a process of its own (bench/disk.R), which says its time and
# its peak of memory.

# ---- Sparse ----

# 1e6 x 1e4 with 1000 numbers a column, each in a row of its own thousand.
large_sparse <- function(rows = 1e6, columns = 1e4, each = 1000) {
  i <- as.integer(rows / each * (seq_len(each) - 1 + runif(each * columns)))
  Matrix::sparseMatrix(i = pmin(i, rows - 1), p = each * (0:columns), x = rnorm(each * columns), index1 = FALSE,
                       dims = c(rows, columns))
}

time_sparse <- function() {
  data <- list2env(list(x = large_sparse(), rows = runif(1e6), columns = runif(1e4)), parent = globalenv())
  data$numbers <- data$x@x
  calls <- lapply(setdiff(names(leakyrelu:::activations), "prelu"),
                  function(act.type) bquote(mx.nd.LeakyReLU(x, act.type = .(act.type))))
  names(calls) <- setdiff(names(leakyrelu:::activations), "prelu")
  calls <- c(calls, list(
    `prelu, a slope a column` = quote(mx.nd.LeakyReLU(x, columns, "prelu")),
    `prelu, a slope a row` = quote(mx.nd.LeakyReLU(x, rows, "prelu", margin = 1)),
    `elu, backward` = quote(mx.nd.LeakyReLU.backward(x, x, act.type = "elu")),
    `prelu, backward, a slope a column` = quote(mx.nd.LeakyReLU.backward(x, x, columns, "prelu")),
    `prelu, backward, a slope a row` = quote(mx.nd.LeakyReLU.backward(x, x, rows, "prelu", margin = 1))
  ))
  found <- race(lapply(c(list(`exp()` = quote(exp(numbers))), calls), timed_in_R, data), 4)
  for (call in names(found)) record("sparse", call, 1e7, "R, fresh", found[[call]])
  data.frame(call = names(found), ms = round(found / 1e6), `times exp()` = round(found / found[["exp()"]], 2),
             check.names = FALSE)
}

# ---- On disk ----

# What bench/disk.R says of a call on the files in that folder: seconds, and megabytes.
on_disk <- function(call, folder) {
  said <- system2(file.path(R.home("bin"), "Rscript"), c(file.path("bench", "disk.R"), shQuote(folder), shQuote(call)),
                  stdout = TRUE, env = paste0("R_LIBS=", paste(.libPaths(), collapse = ":")))
  if (!is.null(attr(said, "status"))) stop("bench/disk.R failed in ", call)
  as.numeric(strsplit(utils::tail(said, 1), " ")[[1]])
}

time_disk <- function(rounds = 2) {
  folder <- tempfile("disk")
  on.exit(unlink(folder, recursive = TRUE))
  on_disk("make", folder)
  calls <- c("copy x", "forward", "read x and g", "gamma", "write x + g", "data")
  found <- replicate(rounds, vapply(calls, on_disk, numeric(2), folder), simplify = "array")
  best <- apply(found, 1:2, min)
  most <- apply(found, 1:2, max)
  for (call in calls) {
    record_value("disk", call, 1e8, "R", best[1, call], "s")
    record_value("disk", call, 1e8, "R", most[2, call], "MB")
  }
  before <- best[1, c(1, 1, 3, 3, 5, 5)]
  data.frame(call = calls, seconds = round(best[1, ], 1), `to the one above` = round(best[1, ] / before, 2),
             `peak, MB` = round(most[2, ]), check.names = FALSE)
}
