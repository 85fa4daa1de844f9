# The errors of other libraries' doubles, for vignette("exactness"), to output/exactness-peers.csv:
#
#   Rscript tools/exactness/peers.R
#
# Their answers are those of tests/testthat/fixtures/peers.csv.gz, at 65 finite x; what they are held against are the
# formulas of tests/testthat/helper-reference.R in 300 bits. A row has the errors of y and of y', in ulp as the help
# states them, y, y' and what they should be. The smooth functions alone, and elu with slope 1. Rmpfr is needed.

test_path <- function(...) file.path("tests", "testthat", ...)
source(test_path("helper-reference.R"))

smooth <- c("elu", "selu", "gelu", "gelu_tanh", "mish")
peers <- read_peers()
peers <- peers[peers$dtype == "float64" & peers$op %in% smooth & is.finite(peers$x), ]
peers <- peers[peers$slope %in% c(NA, 1), ]

in_ulp <- function(answer, exact, scale) {
  error <- to_double(abs(answer - exact) / ulp_unit(scale))
  ifelse(is.nan(error), Inf, error)
}
errors <- function(peers) {
  act.type <- peers$op[1]
  x <- Rmpfr::mpfr(peers$x, 300)
  y <- forward_formula(act.type, x, slope = 1)
  first <- derivative_formula(act.type, x, slope = 1)
  # A library whose gradient is wrong has none in the fixture.
  error_first <- in_ulp(peers$dx, first, derivative_scale(act.type, first, y, x))
  error_first[is.na(peers$dx)] <- NA
  data.frame(library = peers$source, act.type, x = peers$x,
             y = peers$y, exact.y = to_double(y), error.y = in_ulp(peers$y, y, y),
             first = peers$dx, exact.first = to_double(first), error.first = error_first)
}
all <- do.call(rbind, lapply(split(peers, paste(peers$source, peers$op)), errors))
numbers <- setdiff(names(all), c("library", "act.type", "x"))
all[numbers] <- lapply(all[numbers], signif, 6)
dir.create("output", showWarnings = FALSE)
write.csv(unique(all), "output/exactness-peers.csv", row.names = FALSE, quote = FALSE)
