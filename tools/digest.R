# One digest a function, of all its results on more than half a million numbers: of the values, the
# sign of zero, and which are NA or NaN. They are the same on every platform, on every vector unit
# and for every number of threads, and stand in tools/digest.txt.
#
#   Rscript tools/digest.R          computes them on each vector unit that the CPU has, and fails where one
#                                   differs from the file
#   Rscript tools/digest.R --write  writes the file: for a change that is meant to change results

library(leakyrelu)
activations <- leakyrelu:::activations

# ---- Numbers that are the same to the bit everywhere: of whole numbers below 2^53, by exact steps ----

n <- 2^17

# n numbers spread over 0, 1, ..., 2^32 - 1
spread <- function(multiplier) (seq_len(n) * multiplier) %% 2^32

# Every bit pattern: every exponent, subnormals too.
any_bits <- function(low, high) {
  bytes <- rbind(outer(256^(0:3), low, function(unit, word) (word %/% unit) %% 256),
                 outer(256^(0:3), high, function(unit, word) (word %/% unit) %% 256))
  x <- readBin(as.raw(bytes), "double", n, endian = "little")
  x[is.finite(x)]
}

# 1e300 and 1.6e308, which R reads 4 ulp too large on ppc64el, where a long double is two doubles.
huge <- 0x1.7e43c8800759cp+996
largest <- 0x1.c7b1f3cac7433p+1023
special <- c(NA, NaN, Inf, -Inf, 0, -0, 2^-1074, -2^-1074, 2^-1022, -2^-1022, -37.5, -38.5, -745.25, huge, -huge,
             -2^-54, 2^-60)
x <- c(any_bits(spread(2654435769), spread(2246822519)), spread(3266489917) / 2^32 * 50 - 40,
       spread(668265263) / 2^32 * 800 - 750, spread(374761393) / 2^31 - 1, spread(2870177449) / 2^28 - 8,
       rep(special, each = length(special)))
grad <- c(rep_len(c(1, -0.75, 3e-5, 1e8, 0.3), length(x) - length(special)^2), rep(special, length(special)))
mask <- rep_len(c(0.125, 0.2, 0.334, 0, 1.5), length(x))
whole <- -50000:50000
rows <- 4 * 5 * 6
in_rows <- function(x) array(x[seq_len(length(x) %/% rows * rows)], c(4, 5, length(x) %/% rows, 6))

# ---- What is computed ----------------------------------------------------------------------------

all_of <- function(act.type, ..., from_out = FALSE) {
  on <- function(x, grad) list(
    mx.nd.LeakyReLU(x, act.type = act.type, ...),
    mx.nd.LeakyReLU.backward(1, x, act.type = act.type, ...)$data,
    mx.nd.LeakyReLU.backward(grad, x, act.type = act.type, ...)$data,
    mx.nd.LeakyReLU.double.backward(grad, 1, x, act.type = act.type, ...)$data,
    if (from_out) mx.nd.LeakyReLU.backward(grad, out = x, act.type = act.type, ...)$data
  )
  list(on(x, grad), on(whole, 1))
}
# Not NA / 7, which some processors make NaN of.
slopes <- list(1:4 / 7, c(c(-1, 0, 0.3, 2) / 7, NA), c(0.5, 0.25, 1e-3, Inf, -0, 7))
along <- c(1, 2, 4)
along_margins <- function(f) Map(function(gamma, margin) f(gamma, margin), slopes, along)

# What is computed for an activation, by where its slope comes from.
of_slope <- function(act.type, slope) {
  all_of(act.type, slope = slope, from_out = activations[[act.type]]$from_out && slope >= 0)
}
by_source <- list(
  none = function(act.type) all_of(act.type, from_out = activations[[act.type]]$from_out),
  argument = function(act.type) {
    lapply(if (act.type == "leaky") c(0.25, 0, -0.5, 3) else c(0.25, 1, 1e-310, largest), of_slope, act.type = act.type)
  },
  gamma = function(act.type) list(all_of(act.type, gamma = 0.1), along_margins(function(gamma, margin) {
    list(mx.nd.LeakyReLU(in_rows(x), gamma, act.type, margin = margin),
         mx.nd.LeakyReLU.backward(in_rows(grad), in_rows(x), gamma, act.type, margin = margin)$data,
         mx.nd.LeakyReLU.double.backward(in_rows(grad), 0.5, in_rows(x), gamma, gamma, act.type, margin = margin)[1:2])
  })),
  bounds = function(act.type) list(
    all_of(act.type, from_out = TRUE), mx.nd.LeakyReLU(x, act.type = act.type, mask = mask),
    mx.nd.LeakyReLU.backward(grad, x, act.type = act.type, mask = mask)$data
  )
)

functions <- lapply(activations, function(row) function() by_source[[row$slope_from]](row$name))
functions[["prelu gamma"]] <- function() {
  finite <- ifelse(is.finite(x), x, -1)
  moderate <- ifelse(abs(finite) < 1e10, finite, -1)
  lapply(list(x, finite, moderate), function(x) along_margins(function(gamma, margin) {
    list(mx.nd.LeakyReLU.backward(in_rows(mask), in_rows(x), gamma, "prelu", margin = margin)$gamma,
         mx.nd.LeakyReLU.double.backward(in_rows(grad), 0.5, in_rows(x), gamma, gamma, "prelu", margin = margin)$gamma)
  }))
}
functions[["rrelu draws"]] <- function() {
  set.seed(1, "Mersenne-Twister")
  mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
}

# ---- Their digests -------------------------------------------------------------------------------

digest_of <- function(results) {
  file <- tempfile()
  on.exit(unlink(file))
  connection <- file(file, "wb")
  rapply(list(results), function(values) {
    values <- as.vector(values)
    missing <- is.na(values) + is.nan(values)
    values[missing > 0] <- 0 # a NaN has many bit patterns
    writeBin(values, connection, endian = "little")
    writeBin(as.raw(missing), connection)
  }, classes = c("numeric", "array"))
  close(connection)
  unname(tools::md5sum(file))
}

use_unit <- function(level) .Call(leakyrelu:::leakyrelu_simd, level)
digests_on <- function(level) {
  use_unit(level)
  leakyrelu_threads(1 + level %% 2)
  vapply(functions, function(results) digest_of(results()), "")
}
best <- use_unit(2L)
on_each <- lapply(seq(0L, best), digests_on)
invisible(use_unit(best))

path <- file.path("tools", "digest.txt")
if (identical(commandArgs(TRUE), "--write")) {
  writeLines(paste(on_each[[1]], names(functions), sep = "  "), path)
}
lines <- readLines(path)
expected <- setNames(sub(" .*", "", lines), sub("^[^ ]* *", "", lines))

# Draws follow runif(), which R's own compiler may round in another way.
draws <- names(functions) == "rrelu draws"
drawn <- vapply(on_each, `[[`, "", "rrelu draws")
set.seed(1, "Mersenne-Twister")
mask <- mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)$mask
set.seed(1)
wrong <- !setequal(names(expected), names(functions)) || length(unique(drawn)) > 1 ||
  !identical(mask, runif(length(x), 0.125, 0.334))
for (level in seq_along(on_each)) {
  same <- on_each[[level]] == expected[names(functions)]
  wrong <- wrong || !isTRUE(all(same[!draws]))
  verdict <- ifelse(is.na(same), "  is NOT in tools/digest.txt: --write adds it", "  DIFFERS from tools/digest.txt")
  verdict[draws] <- "  differs, as runif() may"
  verdict[same %in% TRUE] <- ""
  cat(sprintf("%s  %s%s\n", on_each[[level]], names(functions), verdict), sep = "")
  cat("on vector unit", c("none", "AVX2", "AVX-512")[level], "\n")
}
cat(if (wrong) "Some digests are NOT" else "All digests are", "those in tools/digest.txt.\n")
if (wrong) quit(status = 1)
