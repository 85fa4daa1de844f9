# Exact sums, in as many bits as it takes, and terms for them.

# The bits of a product of any two doubles, and of sums of 2^63 of them.
every_bit <- function(x) Rmpfr::mpfr(x, 4260)

# Rmpfr gives an exact 0 the sign that it likes.
rounded_sum <- function(terms) {
  total <- sum(terms)
  if (total == 0) 0 else Rmpfr::asNumeric(total)
}

# n numbers of both signs, whose exponents are spread over so many around the middle.
random_numbers <- function(n, spread, middle = 0) {
  with_fixed_seed(sample(c(-1, 1), n, TRUE) * runif(n, 1, 2) * 2^floor(middle + runif(n, -spread, spread)))
}
