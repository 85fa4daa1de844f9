# Expectations that several files use, and ways to keep the random numbers of the session as they were.

# Every bit that R can tell apart: the sign of zero, and NA from NaN. Attributes too.
same_bits <- function(actual, expected) identical(actual, expected, num.eq = FALSE)

expect_same_bits <- function(actual, expected) {
  same <- same_bits(actual, expected)
  expect(same, paste0("Not the same bits:\n", if (!same) describe_difference(actual, expected)))
  invisible(actual)
}

describe_difference <- function(actual, expected) {
  comparable <- is.double(actual) && is.double(expected) && identical(attributes(actual), attributes(expected)) &&
    length(actual) == length(expected)
  if (!comparable) return(paste(all.equal(actual, expected, tolerance = 0), collapse = "\n"))
  first <- utils::head(which(!mapply(same_bits, as.vector(actual), as.vector(expected))), 3)
  paste(sprintf("[%d]: %a, expected %a", first, actual[first], expected[first]), collapse = "\n")
}

# The error in units of the doubles around `scale` is within a bound as error_bound() gives it. `exact` may be an Rmpfr
# vector.
expect_within_bound <- function(actual, exact, bound, x, scale = exact) {
  precise <- is_precise(exact)
  unit <- pmax(ulp_unit(exact), ulp_unit(scale))
  # Rmpfr takes the double 2^63 for -2^63 in arithmetic, unless it is converted first.
  difference <- abs((if (precise) Rmpfr::mpfr(actual, 53) else actual) - exact)
  error <- to_double(difference / unit)
  exact <- to_double(exact)
  error[!is.na(actual) & actual == exact] <- 0
  # A product that is rounded once is the rounded one.
  allowed <- if (bound == 0.5 && !precise) 0 else bound
  beyond <- is.na(error) | error > allowed
  worst <- which.max(ifelse(is.na(error), Inf, error - allowed))
  expect(!any(beyond), sprintf(
    "%d of %d points are beyond the bound; the worst, at x = %a (%g): %a instead of %a, %s",
    sum(beyond), length(error), x[worst], x[worst], actual[worst], exact[worst],
    sprintf("%.4g units where %.4g are allowed", error[worst], allowed)
  ))
  invisible(actual)
}

# Where the answer is zero, it is the zero on the side of the exact value.
expect_sign_of_zero <- function(actual, exact, x) {
  side <- function(y) ifelse(y == 0, sign(1 / y), sign(y))
  wrong <- which(actual == 0 & side(actual) != side(exact))
  expect(!length(wrong), sprintf(
    "%d zeros have the wrong sign; the first at x = %a", length(wrong), x[wrong[1]]
  ))
  invisible(actual)
}

# The message is one line and nothing but `message`, and the call shown is the one that the user wrote. What was seen is
# kept, so that the last test of a file can show all its messages together: forget_messages() is the file's first line.
messages_seen <- new.env(parent = emptyenv())
forget_messages <- function() messages_seen$lines <- character()
show_messages <- function() cat(messages_seen$lines, sep = "\n")

expect_error_line <- function(expr, message) {
  call <- deparse_line(substitute(expr))
  error <- expect_error(expr, message, fixed = TRUE)
  if (!inherits(error, "error")) return(invisible())
  expect_identical(conditionMessage(error), message)
  expect_false(grepl("\n", conditionMessage(error)))
  expect_identical(deparse_line(conditionCall(error)), call)
  messages_seen$lines <- c(messages_seen$lines, call, paste0("  ", conditionMessage(error)))
  invisible(error)
}

deparse_line <- function(call) paste(trimws(deparse(call, width.cutoff = 500L)), collapse = " ")

# ---- Random numbers -------------------------------------------------------------------------------------------------

# Runs code and puts the session's generator back, whatever the code did to it.
keep_generator <- function(code) {
  kinds <- RNGkind()
  seed <- random_seed()
  on.exit({
    RNGkind(kinds[1], kinds[2], kinds[3])
    if (is.null(seed)) forget_seed() else assign(".Random.seed", seed, envir = globalenv())
  })
  force(code)
}

random_seed <- function() get0(".Random.seed", envir = globalenv(), inherits = FALSE)
forget_seed <- function() if (!is.null(random_seed())) rm(".Random.seed", envir = globalenv())

# The same numbers in every run, without touching the session's generator.
with_fixed_seed <- function(code, seed = 20240229) {
  keep_generator({
    set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")
    force(code)
  })
}
