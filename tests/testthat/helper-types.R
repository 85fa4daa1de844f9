# Types of numbers: what their bits mean, by their definition, and objects of them.

formats <- list(float16 = c(fraction = 10, bias = 15), bfloat16 = c(fraction = 7, bias = 127))

# The values of the bits 0, 1, ..., 65535: a sign, an exponent and a fraction.
values_of_16_bits <- function(type) {
  bits <- 0:65535
  fraction <- formats[[type]][["fraction"]]
  bias <- formats[[type]][["bias"]]
  exponents <- 2^(15 - fraction)
  part <- (bits %% 2^fraction) / 2^fraction
  exponent <- bits %/% 2^fraction %% exponents
  size <- ifelse(exponent == 0, part * 2^(1 - bias), (1 + part) * 2^(exponent - bias))
  size[exponent == exponents - 1] <- ifelse(part == 0, Inf, NaN)[exponent == exponents - 1]
  ifelse(bits < 32768, size, -size)
}

is_negative <- function(x) x < 0 | x == 0 & 1 / x < 0

# The nearest values of the type, as doubles; between two of them the one whose bits are even.
nearest_of_16_bits <- function(x, type) {
  values <- values_of_16_bits(type)[1:32768]
  finite <- values[is.finite(values)]
  # Infinity stands for the number that would come next.
  finite <- c(finite, 2 * finite[length(finite)] - finite[length(finite) - 1])
  middle <- (finite[-1] + finite[-length(finite)]) / 2
  missing <- is.na(x)
  x[missing] <- 0
  bits <- findInterval(abs(x), middle)
  tie <- bits > 0 & abs(x) == middle[pmax(bits, 1)]
  bits <- bits - (tie & bits %% 2 == 1)
  nearest <- ifelse(is_negative(x), -1, 1) * values[bits + 1]
  nearest[missing] <- NaN
  nearest
}

nearest_of <- function(x, type) if (type == "float") to_float(x) else nearest_of_16_bits(x, type)

# ---- The types that data may have ------------------------------------------------------------------------------------
# For each: an object of it that holds doubles, with their dimensions and dimnames; its numbers as doubles, with the
# same; the nearest of its values to doubles; whether it can have their dimensions; and what it needs.

in_shape_of <- function(values, x) {
  attributes(values) <- attributes(x)[c("dim", "dimnames")]
  values
}

nearest_floats <- function(x) {
  nearest <- to_float(x)
  nearest[is.na(x) & !is.nan(x)] <- NA
  nearest
}

type_of_16_bits <- function(type, convert) {
  list(
    of = function(x) convert(x),
    doubles = function(x) {
      bits <- readBin(as.raw(x), "integer", length(x), size = 2, signed = FALSE)
      values <- values_of_16_bits(type)[1 + bits]
      dim(values) <- dim(x)
      dimnames(values) <- dimnames(x)
      values
    },
    nearest = function(x) in_shape_of(nearest_of_16_bits(as.vector(x), type), x),
    holds = function(x) TRUE,
    needs = character()
  )
}

types <- list(
  double = list(of = function(x) x, doubles = function(x) x, nearest = function(x) x,
                holds = function(x) TRUE, needs = character()),
  float32 = list(
    of = function(x) float::float32(in_shape_of(float::fl(as.vector(x))@Data, x)),
    doubles = function(x) in_shape_of(float::dbl(float::float32(as.vector(x@Data))), x@Data),
    nearest = function(x) in_shape_of(nearest_floats(as.vector(x)), x),
    holds = function(x) is.null(dim(x)) || length(dim(x)) == 2,
    needs = "float"
  ),
  float16 = type_of_16_bits("float16", as_float16),
  bfloat16 = type_of_16_bits("bfloat16", as_bfloat16)
)

skip_without_type <- function(type) for (package in types[[type]]$needs) skip_if_not_installed(package)

# A test for each type, `code` being a function of its name and its entry above.
test_each_type <- function(description, code, except = NULL) {
  for (type in setdiff(names(types), except)) local({
    type <- type
    test_that(paste0(description, ": ", type), {
      skip_without_type(type)
      code(type, types[[type]])
    })
  })
}

# An object of the type that holds these doubles, rounded once.
expect_rounded <- function(actual, doubles, type, ...) {
  if (type != "double") expect_s4_class(actual, type)
  expect_same_bits_of(types[[type]]$doubles(actual), types[[type]]$nearest(doubles), type, ...)
}

# ---- Results ---------------------------------------------------------------------------------------------------------

# y, y' or y'' (`what`) by the exported functions, the same on each vector unit.
apply_to <- function(x, what, act.type, slope = 0.25) {
  arguments <- switch(act.type,
    prelu = list(gamma = slope),
    rrelu = list(lower.bound = slope, upper.bound = slope),
    list(slope = slope)
  )
  arguments$act.type <- act.type
  on_each_vector_unit(switch(what,
    forward = do.call(mx.nd.LeakyReLU, c(list(x), arguments)),
    backward = do.call(mx.nd.LeakyReLU.backward, c(list(1, x), arguments))$data,
    double_backward = do.call(mx.nd.LeakyReLU.double.backward, c(list(1, 1, x), arguments))$data
  ))
}

expect_same_bits_of <- function(actual, expected, ...) {
  same <- same_bits(actual, expected)
  expect(same, paste(c("Not the same bits:", ..., if (!same) describe_difference(actual, expected)), collapse = " "))
}

# ---- float16 and bfloat16 --------------------------------------------------------------------------------------------

half_types <- list(float16 = as_float16, bfloat16 = as_bfloat16)

# Doubles that both hold exactly.
small_numbers <- c(-2, -1, -0.5, 0, 0.5, 1, 2, 4, 8, 16, 32, 64)
named_array <- array(1:24, 2:4, list(c("a", "b"), LETTERS[1:3], letters[23:26]))
