# Writes the truth of the tests to tests/testthat/fixtures/exact.csv.gz, in about 20 seconds:
#
#   Rscript tools/make_exact.R
#
# A row has op, slope, x, and the correctly rounded y, dy/dx and d2y/dx2, which the formulas of
# tests/testthat/helper-reference.R give in many digits. Numbers are kept as hexadecimal text, which as.numeric() reads
# without rounding. Rmpfr is needed. For the activations up to celu all rows were compared with those of another program
# (Python, mpmath): but for the sign of some zeros they are the same.
#
# To add an activation, add its formulas at the end of `reference` in helper-reference.R, then run the script. The rows
# of the others stay as they are, as random points are drawn in that order.

source("tests/testthat/helper-reference.R")

# prelu and rrelu have no slopes there, as leaky serves for them too.
has_slope <- function(op) !identical(forward_formula(op, -1, 1), forward_formula(op, -1, 2))
slopes_of <- function(op) if (has_slope(op)) reference[[op]]$slopes else NA
ops <- Filter(function(op) length(slopes_of(op)) > 0, act_types)

# ---- Points ---------------------------------------------------------------------------------------------------------

# The same for every op and slope, with both signs: every order of magnitude, the minima of gelu (0.75179) and mish
# (1.1924), where gelu underflows (37.5 to 38.5), and where exp() reaches a float's and a double's limits.
chosen <- c(0, 2^-1074, 2^-1022, 1e-300, 1e-100, 1e-20, 1e-16, 2^-53, 2^-52, 1e-12, 1e-8, 1e-6, 1e-4, 0.001, 0.01,
            0.1, 0.25, 0.3, 0.5, 0.75179, 1, 1.1924, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 9, 10, 12, 15, 18, 20, 25, 30,
            52 * log(2), 36.7, 37.5, 38, 38.4, 38.5, 40, 50, 64, 88, log(2^128 - 2^104), 100, 103.97, 200, 354.8, 500,
            700, 708, 1022 * log(2), 709, log(.Machine$double.xmax), 710, 744, 1075 * log(2), 746, 1000, 1e5, 1e10,
            1e100, 1e154, 1e200, 1e300, .Machine$double.xmax)
chosen <- c(rbind(-chosen, chosen))

# Others for every op and slope: 100 in the middle, 50 in the tails, and 50 of every order of magnitude.
random <- function() {
  middle <- uniform(100, -6, 6)
  tails <- uniform(50, -45, 45)
  magnitudes <- replicate(50, random_sign() * to_double(Rmpfr::mpfr(10, 100)^uniform(1, -18, 3)))
  c(middle, tails, magnitudes)
}

# The random numbers are those of Python's random.Random(101), which drew the points first: uniform() and
# choice((-1, 1)). Python has the Mersenne Twister that R has, but starts it otherwise (init_by_array() of Matsumoto and
# Nishimura, 2002) and makes a number of 53 bits from two words of 32.
words <- function(n) floor(runif(n) * 2^32)

uniform <- function(n, low, high) {
  pairs <- matrix(words(2 * n), 2)
  low + (high - low) * ((pairs[1, ] %/% 2^5 * 2^26 + pairs[2, ] %/% 2^6) / 2^53)
}

random_sign <- function() {
  repeat {
    two_bits <- words(1) %/% 2^30
    if (two_bits < 2) return(c(-1, 1)[two_bits + 1])
  }
}

start_as_python <- function(seed) {
  # Words are doubles from 0 to 2^32 - 1.
  times <- function(a, b) (a * (b %% 2^16) + ((a * (b %/% 2^16)) %% 2^16) * 2^16) %% 2^32
  xor <- function(a, b) bitwXor(a %/% 2^16, b %/% 2^16) * 2^16 + bitwXor(a %% 2^16, b %% 2^16)
  folded <- function(word) xor(word, word %/% 2^30)
  state <- Reduce(function(word, i) (times(folded(word), 1812433253) + i) %% 2^32, 1:623, 19650218, accumulate = TRUE)
  mix <- function(i, factor, added) {
    state[i + 1] <<- (xor(state[i + 1], times(folded(state[i]), factor)) + added) %% 2^32
    if (i == 623) state[1] <<- state[624]
  }
  for (i in c(1:623, 1)) mix(i, 1664525, seed)
  for (i in c(2:623, 1)) mix(i, 1566083941, -i)
  # Of the first word only the highest bit counts, and it is set.
  signed <- c(-1, ifelse(state < 2^31, state, state - 2^32)[-1])
  set.seed(seed, "Mersenne-Twister")
  .Random.seed[-1] <<- as.integer(c(624, signed))
}

# ---- Values ---------------------------------------------------------------------------------------------------------

# As glibc prints them, with all digits but for zeros and infinities.
hexadecimal <- function(x) {
  text <- sub("0x0\\.0+p\\+0", "0x0.0p+0", sprintf("%.13a", x))
  ifelse(is.na(x), "", tolower(text))
}

# Rmpfr rounds to double once, subnormals too. The sign of a zero is the one that the formula gives; far out, where even
# Rmpfr's exponents end, a derivative that sums 0 and -0 is 0.
correctly_rounded <- function(formula, case, bits) {
  precise <- function(x) Rmpfr::mpfr(x, bits)
  hexadecimal(to_double(formula(case$op, precise(case$x), precise(if (is.na(case$slope)) 0.25 else case$slope))))
}

# 1,128 bits hold 1/2 + x for x = 2^-1074, by which x (1/2 + x) is not halfway between two doubles.
bits <- 1200

rows_of <- function(case) {
  columns <- lapply(list(forward_formula, derivative_formula, second_derivative_formula), function(formula) {
    values <- correctly_rounded(formula, case, bits)
    stopifnot(length(values) == length(case$x), values != "",
              "more bits round otherwise" = identical(values, correctly_rounded(formula, case, 2 * bits)))
    values
  })
  do.call(paste, c(list(case$op, hexadecimal(case$slope), hexadecimal(case$x)), columns, sep = ","))
}

start_as_python(101)
cases <- unlist(recursive = FALSE, lapply(ops, function(op) {
  lapply(slopes_of(op), function(slope) list(op = op, slope = slope, x = c(chosen, random())))
}))

# Without a time stamp
connection <- gzfile("tests/testthat/fixtures/exact.csv.gz", "wb", compression = 9)
writeLines(c("op,slope,x,y,dx,dxx", unlist(lapply(cases, rows_of))), connection)
close(connection)
