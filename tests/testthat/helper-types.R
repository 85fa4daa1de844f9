# Types of numbers that R does not have: what their bits mean, by their definition, and jobs of the core over them.

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

# Raw memory and back. NA and NaN are NaN there.
to_raw <- function(x, type) writeBin(x, raw(), size = c(double = 8, float = 4)[[type]])
from_raw <- function(memory, type) {
  switch(type,
    double = readBin(memory, "double", length(memory) / 8),
    float = readBin(memory, "double", length(memory) / 4, size = 4),
    values_of_16_bits(type)[1 + readBin(memory, "integer", length(memory) / 2, size = 2, signed = FALSE)]
  )
}

# y, y' or y'' (`what`) of the numbers in memory: the same on each vector unit, or it is an error.
on_raw <- function(memory, type, what = "forward", act.type = "leaky", slope = 0.25, to = type) {
  results <- from_each_vector_unit(function() {
    .Call(leakyrelu:::leakyrelu_on_raw, type, to, what, act.type, as.double(slope), memory)
  })
  if (length(unique(results)) > 1) stop(act.type, " of ", type, " is not the same on each vector unit")
  results[[1]]
}

# The same of doubles, by the exported functions.
on_doubles <- function(x, what, act.type, slope = 0.25) {
  arguments <- switch(act.type,
    prelu = list(gamma = slope),
    rrelu = list(lower.bound = slope, upper.bound = slope),
    list(slope = slope)
  )
  arguments$act.type <- act.type
  switch(what,
    forward = do.call(mx.nd.LeakyReLU, c(list(x), arguments)),
    backward = do.call(mx.nd.LeakyReLU.backward, c(list(1, x), arguments))$data,
    double_backward = do.call(mx.nd.LeakyReLU.double.backward, c(list(1, 1, x), arguments))$data
  )
}

expect_same_bits_of <- function(actual, expected, ...) {
  same <- same_bits(actual, expected)
  expect(same, if (!same) paste(..., describe_difference(actual, expected)))
}
