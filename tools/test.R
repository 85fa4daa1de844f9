# Runs tests/testthat against the installed package. The last line says `N passed, N failed, N skipped`; the exit
# status is 0 only if something passed and nothing failed.

library(testthat)

# testthat's own lists leave out what happens outside test_that(); here every result counts.
Counter <- R6::R6Class("Counter", inherit = Reporter, public = list(
  passed = 0L, failed = 0L, skipped = 0L,
  add_result = function(context, test, result) {
    # A snapshot that is not in the repository yet is only a warning to testthat, though nothing was compared.
    unseen <- ci && inherits(result, "expectation_warning") && grepl("^Adding new", conditionMessage(result))
    if (inherits(result, "expectation_success")) {
      self$passed <- self$passed + 1L
    } else if (inherits(result, c("expectation_failure", "expectation_error")) || unseen) {
      self$failed <- self$failed + 1L
    } else if (inherits(result, "expectation_skip")) {
      self$skipped <- self$skipped + 1L
    }
  }
))

ci <- isTRUE(as.logical(Sys.getenv("CI")))
counter <- Counter$new()
progress <- ProgressReporter$new(show_praise = FALSE, max_failures = Inf)

# A test that calls quit() must not end the run as a success.
.Last <- function() quit(status = 1, runLast = FALSE)

# A helper that fails, or a file that cannot be parsed, ends the whole run: that is a failure like any other.
tryCatch(
  test_dir("tests/testthat", package = "leakyrelu", load_package = "installed", stop_on_failure = FALSE,
           reporter = MultiReporter$new(list(progress, counter))),
  error = function(e) {
    message("The tests ended early: ", conditionMessage(e))
    counter$failed <- counter$failed + 1L
  }
)

cat(sprintf("\n%d passed, %d failed, %d skipped\n", counter$passed, counter$failed, counter$skipped))
quit(status = if (counter$failed > 0L || counter$passed == 0L) 1 else 0, runLast = FALSE)
