# What the tests of gradients share. Nothing here calls the package but backward_of() and its like,
# which only fill in gamma.

# prelu with one gamma and rrelu with the bounds around it, so that one call serves every act.type.
with_slope <- function(fun, ..., act.type, slope = 0.25) {
  switch(said_of(act.type)$slope_from,
    gamma = fun(..., gamma = slope, act.type = act.type),
    bounds = fun(..., act.type = act.type, lower.bound = min(0, 2 * slope), upper.bound = max(0, 2 * slope)),
    fun(..., act.type = act.type, slope = slope)
  )
}

forward_of <- function(x, act.type, slope = 0.25) with_slope(mx.nd.LeakyReLU, x, act.type = act.type, slope = slope)
derivative_of <- function(x, act.type, slope = 0.25) {
  with_slope(mx.nd.LeakyReLU.backward, 1, x, act.type = act.type, slope = slope)$data
}
second_derivative_of <- function(x, act.type, slope = 0.25) {
  with_slope(mx.nd.LeakyReLU.double.backward, 1, 1, x, act.type = act.type, slope = slope)$data
}

# Both tails, every order of magnitude, the neighbourhood of 0, and closely around multiples of log(2)/2.
# From 2^53 on an exponential hides what is added to it: gelu_tanh's near 7, mish's near 18.5, silu's near 37.
points_everywhere <- function(n) {
  steps <- outer(c(-2^-52, 0, 2^-52), seq(-1080, 40) * log(2) / 2, function(shift, x) x * (1 + shift))
  c(runif(n, -40, 10), runif(n / 2, -750, 50), rnorm(n / 2),
    sample(c(-1, 1), n, replace = TRUE) * 2^runif(n, -1074, 1023.9),
    sample(steps, n / 2, replace = TRUE), runif(n / 2, 7, 8), runif(n / 2, 18, 20), runif(n / 2, 36, 42))
}

many_digits <- function(x) Rmpfr::mpfr(x, 300)

# The derivative of f at every x by differences of steps h, h/2, h/4, ..., extrapolated (Richardson
# 1911) to a step of 0.
richardson <- function(f, x, h = 0.05, steps = 6) {
  table <- lapply(h / 2^(seq_len(steps) - 1), function(h) (f(x + h) - f(x - h)) / (2 * h))
  for (order in seq_len(steps - 1)) {
    table <- Map(function(fine, coarse) fine + (fine - coarse) / (4^order - 1), table[-1], table[-length(table)])
  }
  table[[1]]
}

# The gradient of the number f(at) for every element of `at`.
numerical_gradient <- function(f, at, h = 0.01) {
  along <- function(i) {
    richardson(function(values) vapply(values, function(v) f(replace(at, i, v)), 0), at[i], h, steps = 4)
  }
  at[] <- vapply(seq_along(at), along, 0)
  at
}
