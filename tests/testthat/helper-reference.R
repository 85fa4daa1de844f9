# The truth that the tests compare with: the formulas, written plainly, and the fixtures. Nothing
# here calls the package.

# A new one comes last, as tools/make_exact.R draws random points in this order.
act_types <- c("leaky", "prelu", "rrelu", "elu", "selu", "gelu", "gelu_tanh", "mish")

# ---- Formulas -------------------------------------------------------------------------------------------------------
# x is a double vector or, to be the truth for doubles, an Rmpfr vector of many digits. `slope` is the factor where
# x <= 0 of leaky, prelu (gamma), rrelu (the mean of its bounds, or the mask) and elu.

is_precise <- function(x) inherits(x, "mpfr")
to_double <- function(x) if (is_precise(x)) Rmpfr::asNumeric(x) else x

# A decimal constant in the precision of x.
constant <- function(digits, x) if (is_precise(x)) Rmpfr::mpfr(digits, max(Rmpfr::getPrec(x))) else as.numeric(digits)
circle <- function(x) if (is_precise(x)) Rmpfr::Const("pi", max(Rmpfr::getPrec(x))) else pi

# Klambauer et al. (2017), appendix A.1
selu_lambda <- function(x) constant("1.0507009873554804934193349852946", x)
selu_alpha <- function(x) constant("1.6732632423543772848170429916717", x)

# ifelse(x > 0, positive, otherwise), which Rmpfr's vectors and missing values allow too. A missing
# x is put back, as there are processors (riscv64) whose arithmetic makes NaN of NA.
by_sign <- function(x, positive, otherwise) {
  otherwise <- rep_len(otherwise, length(x))
  if (!is_precise(x)) otherwise[is.na(x)] <- x[is.na(x)]
  above <- which(x > 0)
  otherwise[above] <- rep_len(positive, length(x))[above]
  otherwise
}

# The smooth functions are x t(x): t and its first two derivatives.
smooth_factor <- function(act.type, x) {
  switch(act.type,
    gelu = {
      density <- exp(-x^2 / 2) / sqrt(2 * circle(x))
      distribution <- if (is_precise(x)) Rmpfr::erfc(-x / sqrt(constant("2", x))) / 2 else pnorm(x)
      list(t = distribution, t1 = density, t2 = -x * density)
    },
    gelu_tanh = {
      # (1 + tanh(u))/2 is the logistic function of 2 u; so written, it does not cancel where u is far below 0.
      rate <- 2 * sqrt(2 / circle(x)) * (1 + 3 * constant("0.044715", x) * x^2)
      bend <- 2 * sqrt(2 / circle(x)) * 6 * constant("0.044715", x) * x
      t <- 1 / (1 + exp(-2 * tanh_argument(x)))
      rest <- 1 / (1 + exp(2 * tanh_argument(x)))
      list(t = t, t1 = rate * t * rest, t2 = (bend + rate^2 * (rest - t)) * t * rest)
    },
    mish = {
      # rest is 1 - t without the cancellation where x is far above 0.
      t <- tanh(log1p(exp(x)))
      rest <- 2 / (2 + exp(x) * (2 + exp(x)))
      logistic <- 1 / (1 + exp(-x))
      t1 <- rest * (1 + t) * logistic
      list(t = t, t1 = t1, t2 = t1 * (1 / (1 + exp(x)) - 2 * t * logistic))
    }
  )
}

# Hendrycks and Gimpel (2016)
tanh_argument <- function(x) sqrt(2 / circle(x)) * (x + constant("0.044715", x) * x^3)

forward_formula <- function(act.type, x, slope = 0.25) {
  switch(act.type,
    leaky = , prelu = , rrelu = by_sign(x, x, slope * x),
    elu = by_sign(x, x, slope * expm1(x)),
    selu = by_sign(x, selu_lambda(x) * x, selu_lambda(x) * selu_alpha(x) * expm1(x)),
    x * smooth_factor(act.type, x)$t
  )
}

derivative_formula <- function(act.type, x, slope = 0.25) {
  switch(act.type,
    leaky = , prelu = , rrelu = by_sign(x, 1 + 0 * x, slope + 0 * x),
    elu = by_sign(x, 1 + 0 * x, slope * exp(x)),
    selu = by_sign(x, selu_lambda(x) + 0 * x, selu_lambda(x) * selu_alpha(x) * exp(x)),
    with(smooth_factor(act.type, x), t + x * t1)
  )
}

second_derivative_formula <- function(act.type, x, slope = 0.25) {
  switch(act.type,
    leaky = , prelu = , rrelu = 0 * abs(x),
    elu = by_sign(x, 0 * x, slope * exp(x)),
    selu = by_sign(x, 0 * x, selu_lambda(x) * selu_alpha(x) * exp(x)),
    with(smooth_factor(act.type, x), 2 * t1 + x * t2)
  )
}

# gamma, or anything else that runs along the dimensions `margin` of an array, for every element of the array.
along_margin <- function(values, dim, margin) {
  index <- 1
  stride <- 1
  for (m in margin) {
    index <- index + stride * (slice.index(array(0, dim), m) - 1)
    stride <- stride * dim[m]
  }
  array(values[index], dim)
}

# ---- Errors in ulp --------------------------------------------------------------------------------------------------

# The distance of the doubles around `exact`, which may be an Rmpfr vector; 2^-1074 among the subnormals.
ulp_unit <- function(exact) {
  size <- abs(exact)
  exponent <- floor(log2(to_double(size)))
  # log2() rounds: a size just below a power of two can come out as that power.
  exponent <- exponent - (2^exponent > size)
  exponent <- exponent + (2^(exponent + 1) <= size)
  2^(pmin(pmax(exponent, -1022), 1023) - 52)
}

ulp_error <- function(actual, exact) {
  # Rmpfr takes the double 2^63 for -2^63 in arithmetic, unless it is converted first.
  difference <- abs((if (is_precise(exact)) Rmpfr::mpfr(actual, 53) else actual) - exact)
  error <- to_double(difference / ulp_unit(exact))
  error[is.infinite(actual) & actual == to_double(exact)] <- 0
  error
}

# What is promised of the forward function, in ulp of the exact value.
allowed_ulp <- function(act.type, x, exact) {
  subnormal <- as.numeric(abs(exact) < 2^-1022)
  switch(act.type,
    leaky = , prelu = , rrelu = 0 * x,
    elu = , selu = 1 + 0 * x,
    gelu = , mish = 2 + subnormal,
    gelu_tanh = 3 + 4 * abs(tanh_argument(x))
  )
}

# ---- Fixtures -------------------------------------------------------------------------------------------------------
# tools/make_exact.R writes the first and tools/make_fixtures.R the others. Numbers are hexadecimal text.

read_fixture <- function(name) {
  read.csv(gzfile(test_path("fixtures", name)), colClasses = "character", na.strings = character())
}

# op, slope, x, and the correctly rounded y, dx, dxx
read_exact <- function() {
  exact <- read_fixture("exact.csv.gz")
  exact[-1] <- lapply(exact[-1], as.numeric)
  exact
}

# What other libraries answered: source, op, dtype, slope, x, y, dx
read_peers <- function() {
  peers <- read_fixture("peers.csv.gz")
  numbers <- c("slope", "x", "y", "dx")
  peers[numbers] <- lapply(peers[numbers], as.numeric)
  peers
}

# A list of layouts of prelu: dim and margin as R sees them (margin 0: one gamma), data, gamma,
# head, out, d_data, d_gamma
read_layouts <- function() {
  layouts <- read_fixture("prelu.csv.gz")
  numbers <- setdiff(names(layouts), c("source", "dtype"))
  lapply(split(layouts, seq_len(nrow(layouts))), function(layout) {
    layout <- as.list(layout)
    layout[numbers] <- lapply(strsplit(unlist(layout[numbers]), " "), as.numeric)
    layout
  })
}

# R's own products are rounded to a double once, but not where it was compiled for an x87 (i386),
# which rounds to 64 bits first.
R_rounds_once <- identical(as.numeric("0x1.015ce4b66dccfp+0") * as.numeric("0x1.5a72f59f00ec4p+0"),
                           as.numeric("0x1.5c4b1f6a2a261p+0"))

# Numbers of so few bits that their products are exact.
few_bits <- function(x) round(x * 2^20) / 2^20

# The nearest single-precision number.
to_float <- function(x) readBin(writeBin(as.vector(x), raw(), size = 4), "double", length(x), size = 4)
