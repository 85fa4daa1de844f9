# The truth that the tests compare with: the formulas, written plainly, and the fixtures. Nothing
# here calls the package.

# ---- Formulas ------------------------------------------------------------------------------------
# x is a double vector or, to be the truth for doubles, an Rmpfr vector of many digits.

is_precise <- function(x) inherits(x, "mpfr")
to_double <- function(x) if (is_precise(x)) Rmpfr::asNumeric(x) else x

# A decimal constant in the precision of x.
constant <- function(digits, x) {
  if (is_precise(x)) Rmpfr::mpfr(digits, max(Rmpfr::getPrec(x))) else as.numeric(digits)
}
circle <- function(x) if (is_precise(x)) Rmpfr::Const("pi", max(Rmpfr::getPrec(x))) else pi

# Klambauer et al. (2017), appendix A.1
selu_lambda <- function(x) constant("1.0507009873554804934193349852946", x)
selu_alpha <- function(x) constant("1.6732632423543772848170429916717", x)

# Hendrycks and Gimpel (2016)
tanh_argument <- function(x) sqrt(2 / circle(x)) * (x + constant("0.044715", x) * x^3)

# ifelse(x > 0, positive, otherwise), which Rmpfr's vectors and missing values allow too. A missing x
# is put back, as there are processors (riscv64) whose arithmetic makes NaN of NA.
by_sign <- function(x, positive, otherwise) {
  otherwise <- rep_len(otherwise, length(x))
  if (!is_precise(x)) otherwise[is.na(x)] <- x[is.na(x)]
  above <- which(x > 0)
  otherwise[above] <- rep_len(positive, length(x))[above]
  otherwise
}

rectifier <- list(
  y = function(x, slope) by_sign(x, x, slope * x),
  first = function(x, slope) by_sign(x, 1 + 0 * x, slope + 0 * x),
  second = function(x, slope) 0 * abs(x),
  limits = function(slope) list(y = c(if (slope == 0) 0 else -slope * Inf, Inf), first = c(slope, 1))
)

# x t(x), from t and its first two derivatives.
smooth <- function(t, t1, t2, tiny) {
  list(
    y = function(x, slope) x * t(x),
    first = function(x, slope) t(x) + x * t1(x),
    second = function(x, slope) 2 * t1(x) + x * t2(x),
    limits = function(slope) list(y = c(0, Inf), first = c(0, 1)),
    largest_part = function(x, slope) pmax(abs(to_double(2 * t1(x))), abs(to_double(x * t2(x)))),
    tiny = tiny
  )
}

logistic <- function(x) 1 / (1 + exp(-x))

# (1 + tanh(u))/2 is the logistic function of 2 u; so written, it does not cancel where u is far below 0.
tanh_rate <- function(x) 2 * sqrt(2 / circle(x)) * (1 + 3 * constant("0.044715", x) * x^2)
tanh_bend <- function(x) 2 * sqrt(2 / circle(x)) * 6 * constant("0.044715", x) * x
tanh_factor <- function(x) logistic(2 * tanh_argument(x))
tanh_rest <- function(x) logistic(-2 * tanh_argument(x))

mish_factor <- function(x) tanh(log1p(exp(x)))
# 1 - t^2 without the cancellation where x is far above 0
mish_rest <- function(x) 2 / (2 + exp(x) * (2 + exp(x))) * (1 + mish_factor(x))
mish_first <- function(x) mish_rest(x) * logistic(x)

# Every activation; a new one comes last, as tools/make_exact.R draws random points in this order:
#   y, first, second  y, y' and y''; `slope` is the factor where x <= 0 of leaky, prelu (gamma), rrelu
#                     (the mean of its bounds, or the mask) and elu, and the alpha of celu
#   from_out          y' as it follows from y, where it does, and the sum of the sizes of what is added
#                     up; the rectifiers need none
#   limits            y and y' at -Inf and Inf
#   largest_part      of y'', which its error is measured in; else that is y'' itself, and y' too
#   tiny              an interval of x where y becomes subnormal and then 0
#   slopes            those that the fixture has; leaky's serve for prelu and rrelu
reference <- list(
  leaky = c(rectifier, list(slopes = c(0.25, 0.01, 0, -0.5, 2, 0.2295))), # 0.2295 is rrelu's in inference
  prelu = rectifier,
  rrelu = rectifier,
  elu = list(
    y = function(x, slope) by_sign(x, x, slope * expm1(x)),
    first = function(x, slope) by_sign(x, 1 + 0 * x, slope * exp(x)),
    second = function(x, slope) by_sign(x, 0 * x, slope * exp(x)),
    # With slope 0 no y is negative.
    from_out = function(y, slope) {
      list(value = ifelse(y > 0, 1, ifelse(slope == 0, 0 * y, y + slope)), scale = 1 + abs(slope) + abs(y))
    },
    limits = function(slope) list(y = c(-slope, Inf), first = c(0, 1)),
    tiny = c(-1e-307, 0),
    slopes = c(0.25, 1, 1.6, -1)
  ),
  selu = list(
    y = function(x, slope) by_sign(x, selu_lambda(x) * x, selu_lambda(x) * selu_alpha(x) * expm1(x)),
    first = function(x, slope) by_sign(x, selu_lambda(x) + 0 * x, selu_lambda(x) * selu_alpha(x) * exp(x)),
    second = function(x, slope) by_sign(x, 0 * x, selu_lambda(x) * selu_alpha(x) * exp(x)),
    from_out = function(y, slope) {
      list(value = ifelse(y > 0, selu_lambda(y), y + selu_lambda(y) * selu_alpha(y)), scale = 3 + abs(y))
    },
    limits = function(slope) {
      list(y = c(-selu_lambda(0) * selu_alpha(0), Inf), first = c(0, selu_lambda(0)))
    },
    tiny = c(-1e-307, 0)
  ),
  gelu = smooth(
    t = function(x) if (is_precise(x)) Rmpfr::erfc(-x / sqrt(constant("2", x))) / 2 else pnorm(x),
    t1 = function(x) exp(-x^2 / 2) / sqrt(2 * circle(x)),
    t2 = function(x) -x * exp(-x^2 / 2) / sqrt(2 * circle(x)),
    tiny = c(-38.7, -37.4)
  ),
  gelu_tanh = smooth(
    t = tanh_factor,
    t1 = function(x) tanh_rate(x) * tanh_factor(x) * tanh_rest(x),
    t2 = function(x) {
      (tanh_bend(x) + tanh_rate(x)^2 * (tanh_rest(x) - tanh_factor(x))) * tanh_factor(x) * tanh_rest(x)
    },
    tiny = c(-21.5, -20.5)
  ),
  mish = smooth(
    t = mish_factor,
    t1 = mish_first,
    t2 = function(x) mish_first(x) * (logistic(-x) - 2 * mish_factor(x) * logistic(x)),
    tiny = c(-753, -707)
  ),
  silu = smooth(
    t = logistic,
    t1 = function(x) logistic(x) * logistic(-x),
    t2 = function(x) logistic(x) * logistic(-x) * (logistic(-x) - logistic(x)),
    tiny = c(-753, -707)
  ),
  celu = list(
    y = function(x, slope) by_sign(x, x, slope * expm1(x / slope)),
    first = function(x, slope) by_sign(x, 1 + 0 * x, exp(x / slope)),
    second = function(x, slope) by_sign(x, 0 * x, exp(x / slope) / slope),
    from_out = function(y, slope) list(value = ifelse(y > 0, 1, y / slope + 1), scale = 2 + abs(y / slope)),
    largest_part = function(x, slope) {
      second <- exp(x / slope) / slope
      # near 0, 2 t' is y''
      twice_t1 <- 2 * (exp(x / slope) - slope * expm1(x / slope) / x) / x
      near <- which(abs(x / slope) < 1e-6)
      twice_t1[near] <- rep_len(second, length(x))[near]
      largest <- pmax(abs(to_double(twice_t1)), abs(to_double(second - twice_t1)))
      ifelse(to_double(x) > 0, 0, largest)
    },
    limits = function(slope) list(y = c(-slope, Inf), first = c(0, 1)),
    tiny = c(-1e-307, 0),
    slopes = c(0.25, 1, 1.6, 0.01, 30)
  )
)
act_types <- names(reference)

forward_formula <- function(act.type, x, slope = 0.25) reference[[act.type]]$y(x, slope)
derivative_formula <- function(act.type, x, slope = 0.25) reference[[act.type]]$first(x, slope)
second_derivative_formula <- function(act.type, x, slope = 0.25) reference[[act.type]]$second(x, slope)

# A formula in doubles far out, where some come out as NaN: there it is at its limit, below or above.
far_out <- function(formula, act.type, x, limits) {
  values <- suppressWarnings(formula(act.type, x))
  lost <- is.nan(values)
  values[lost] <- limits[1 + (x > 0)][lost]
  values
}

# ---- What errors are measured in -----------------------------------------------------------------

# What the error of y' is measured in.
derivative_scale <- function(act.type, derivative, y, x) {
  if (is.null(reference[[act.type]]$largest_part)) return(derivative)
  by_quotient <- to_double(x) != 0 & is.finite(to_double(x))
  scale <- abs(derivative)
  scale[by_quotient] <- pmax(scale[by_quotient], abs(y / x)[by_quotient])
  scale
}

# What the error of y'' is measured in.
second_derivative_scale <- function(act.type, second, x, slope = 0.25) {
  largest_part <- reference[[act.type]]$largest_part
  if (is.null(largest_part)) second else largest_part(x, slope)
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
