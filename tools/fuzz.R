# Random calls of every function, with every kind of object that R has for every argument, held against what the help
# says:
#
#   make fuzz N=100000 SEED=7          100,000 calls; the same ones whenever the seed is the same
#   make fuzz SEED=7 ONLY=4711         only call 4711 of them, shown with its arguments and what came of it
#
# Each call is made with variables, with temporaries and at times by do.call(), with one thread and with two. No input
# changes; an error is one line in the user's call that names an argument at fault, and leaves .Random.seed and layers
# as they were; nothing is printed or warned of; what is drawn is what runif() draws; a result has the attributes of
# the data and the values of tests/testthat/helper-reference.R; other types of number give these values, rounded; other
# kinds of data, sparse or delayed, give these values; a call is an error where contract.R says so, and only there.
#
# The calls are made in a child process: when R itself ends, the number of the last call is known.

setting <- function(name, default) {
  value <- Sys.getenv(name)
  if (nzchar(value)) as.numeric(value) else default
}
seed <- setting("SEED", 1)
only <- setting("ONLY", NA)
calls <- if (is.na(only)) seq_len(setting("N", 10000)) else only

# ---- The parent -----------------------------------------------------------------------------------------------------

progress_file <- Sys.getenv("FUZZ_PROGRESS")
if (!nzchar(progress_file)) {
  progress_file <- tempfile()
  Sys.setenv(FUZZ_PROGRESS = progress_file, LANGUAGE = "en")
  status <- system2(file.path(R.home("bin"), "Rscript"), file.path("tools", "fuzz.R"))
  last <- if (file.exists(progress_file)) utils::tail(readLines(progress_file), 1L) else character()
  if (identical(last, "done")) quit(status = status, runLast = FALSE)
  if (length(last)) cat(sprintf("R crashed in call %s: make fuzz SEED=%.0f ONLY=%s\n", last, seed, last))
  quit(status = 1L, runLast = FALSE)
}

# ---- The child ------------------------------------------------------------------------------------------------------

library(leakyrelu)
options(error = quote({ traceback(2L); quit(status = 2L) }))
parts <- c("values.R", "calls.R", "contract.R", "meaning.R", "types.R", "kinds.R", "checks.R")
for (part in parts) sys.source(file.path("tools", "fuzz", part), globalenv())
for (helper in c("reference", "table")) {
  sys.source(file.path("tests", "testthat", paste0("helper-", helper, ".R")), globalenv())
}

progress <- file(progress_file, "w")
own_generator(seed %% 2147483647)
states <- some_states()
wrong_calls <- list()
counts <- c(results = 0L, errors = 0L, failures = 0L)

one_line <- function(x, width = 400L) {
  shape <- c("keepNA", "keepInteger", "niceNames", "showAttributes", "digits17")
  lines <- tryCatch(deparse(x, 500L, control = shape, nlines = 50L), error = function(e) "what deparse() cannot show")
  text <- paste(lines, collapse = " ")
  if (nchar(text, "bytes") > width) paste0(substr(text, 1L, width), " ...") else text
}

show_call <- function(i, call, outcome) {
  cat(sprintf("\nCall %.0f (make fuzz SEED=%.0f ONLY=%.0f)\n", i, seed, i))
  for (k in seq_along(call$values)) cat("  v", k, " <- ", one_line(shown(call$values[[k]])), "\n", sep = "")
  cat("  ", one_line(outcome$ways$variables$expr), "\n", sep = "")
  for (name in names(outcome$ways)) {
    way <- outcome$ways[[name]]
    if (!is.null(way$error)) {
      message <- encodeString(conditionMessage(way$error))
      cat("  with ", name, ": error in ", one_line(conditionCall(way$error)), ": ", message, "\n", sep = "")
    } else if (!is.na(only)) cat("  with ", name, ": ", one_line(shown(way$value)), "\n", sep = "")
  }
  for (line in outcome$wrong) cat("  WRONG: ", line, "\n", sep = "")
}

for (i in calls) {
  cat(sprintf("%.0f\n", i), file = progress)
  flush(progress)
  own_generator((seed * 1000003 + i) %% 2147483647)
  call <- random_call()
  state <- some(states, 1L)[[1L]]
  outcome <- check_call(call, state)
  counts[["results"]] <- counts[["results"]] + !outcome$failed
  counts[["errors"]] <- counts[["errors"]] + outcome$failed
  counts[["failures"]] <- counts[["failures"]] + (length(outcome$wrong) > 0L)
  # The first three of each kind of failure are shown.
  kinds <- paste0(call$fun, ": ", outcome$wrong)[seq_along(outcome$wrong)]
  is_new <- vapply(kinds, function(kind) length(wrong_calls[[kind]]) < 3L, NA)
  if (!is.na(only) || any(is_new)) show_call(i, call, outcome)
  for (kind in kinds) wrong_calls[[kind]] <- c(wrong_calls[[kind]], i)
}

if (length(wrong_calls)) {
  how_often <- sprintf("  %5d  %s\n", lengths(wrong_calls), names(wrong_calls))
  cat("\nWhat was wrong, and how often:\n", how_often, sep = "")
}
cat(length(calls), "calls:", paste(counts, names(counts), collapse = ", "), sprintf("(seed %.0f)\n", seed))
cat("done\n", file = progress)
close(progress)
quit(status = if (counts[["failures"]] > 0) 1L else 0L, runLast = FALSE)
