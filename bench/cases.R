# What is measured at n = 1e5 on one thread. `core` is the kernel in C, `ours` the call in this package, `reach` the
# number of copies that it was built to stay below; the rest is how each peer says the same, PyTorch's being in
# peers.py. The calls see x, g (a gradient that arrives), gamma and slopes (gamma as it stands along x).

kernel <- function(name, slope = 0, order = 0L) list(name = name, slope = slope, order = order)
forward <- function(...) as.call(c(quote(mx.nd.LeakyReLU), quote(x), list(...)))
backward <- function(...) as.call(c(quote(mx.nd.LeakyReLU.backward), quote(g), quote(x), list(...)))

cases <- list(
  leaky = list(
    ours = forward(slope = 0.01), reach = 1.3, core = kernel("leaky", 0.01),
    ifelse = quote(ifelse(x > 0, x, 0.01 * x)), arithmetic = quote(pmax(x, 0.01 * x)),
    sigmoid = quote(sigmoid::leakyrelu(x)), rxode2 = quote(rxode2::lReLU(x))),
  prelu = list(
    ours = forward(gamma = quote(gamma), act.type = "prelu"), reach = 1.4, core = kernel("prelu"),
    ifelse = quote(ifelse(x > 0, x, slopes * x)), arithmetic = quote(pmax(x, slopes * x))),
  prelu_by_element = list(
    ours = forward(gamma = quote(gamma), act.type = "prelu", margin = 1L), core = kernel("prelu"),
    ifelse = quote(ifelse(x > 0, x, slopes * x)), arithmetic = quote(pmax(x, slopes * x))),
  elu = list(
    ours = forward(act.type = "elu", slope = 1), reach = 8, core = kernel("elu", 1),
    ifelse = quote(ifelse(x > 0, x, expm1(x))), arithmetic = quote(pmax(x, 0) + expm1(pmin(x, 0))),
    rxode2 = quote(rxode2::ELU(x))),
  selu = list(
    ours = forward(act.type = "selu"), reach = 8, core = kernel("selu"),
    ifelse = quote(1.0507009873554805 * ifelse(x > 0, x, 1.6732632423543773 * expm1(x))),
    arithmetic = quote(1.0507009873554805 * (pmax(x, 0) + 1.6732632423543773 * expm1(pmin(x, 0)))),
    rxode2 = quote(rxode2::SELU(x))),
  gelu = list(
    ours = forward(act.type = "gelu"), reach = 16, core = kernel("gelu"),
    arithmetic = quote(x * pnorm(x)), rxode2 = quote(rxode2::GELU(x))),
  gelu_tanh = list(
    ours = forward(act.type = "gelu_tanh"), core = kernel("gelu_tanh"),
    arithmetic = quote(x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2)),
  mish = list(
    ours = forward(act.type = "mish"), reach = 12, core = kernel("mish"), arithmetic = quote(x * tanh(log1p(exp(x))))),
  silu = list(
    ours = forward(act.type = "silu"), core = kernel("silu"), arithmetic = quote(x / (1 + exp(-x)))),
  celu = list(
    ours = forward(act.type = "celu", slope = 1.5), core = kernel("celu", 1.5),
    ifelse = quote(ifelse(x > 0, x, 1.5 * expm1(x / 1.5))),
    arithmetic = quote(pmax(x, 0) + 1.5 * expm1(pmin(x, 0) / 1.5))),
  rrelu = list(
    ours = forward(act.type = "rrelu", is.train = TRUE, return.mask = TRUE), reach = 14, core = kernel("rrelu"),
    ifelse = quote({
      mask <- runif(length(x), 0.125, 0.334)
      ifelse(x > 0, x, mask * x)
    })),
  leaky_backward = list(
    ours = backward(slope = 0.01), reach = 2, core = kernel("leaky", 0.01, order = 1L),
    ifelse = quote(g * ifelse(x > 0, 1, 0.01)), arithmetic = quote(g * (0.01 + 0.99 * (x > 0))),
    rxode2 = quote(g * rxode2::dlReLU(x))),
  elu_backward = list(
    ours = backward(act.type = "elu", slope = 1), reach = 8, core = kernel("elu", 1, order = 1L),
    ifelse = quote(g * ifelse(x > 0, 1, exp(x))), arithmetic = quote(g * exp(pmin(x, 0))),
    rxode2 = quote(g * rxode2::dELU(x))),
  selu_backward = list(
    ours = backward(act.type = "selu"), core = kernel("selu", order = 1L),
    ifelse = quote(g * 1.0507009873554805 * ifelse(x > 0, 1, 1.6732632423543773 * exp(x)))),
  gelu_backward = list(
    ours = backward(act.type = "gelu"), reach = 18, core = kernel("gelu", order = 1L),
    arithmetic = quote(g * (pnorm(x) + x * dnorm(x))), rxode2 = quote(g * rxode2::dGELU(x))),
  gelu_tanh_backward = list(
    ours = backward(act.type = "gelu_tanh"), core = kernel("gelu_tanh", order = 1L),
    arithmetic = quote({
      t <- tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))
      g * (1 + t + x * (1 - t^2) * sqrt(2 / pi) * (1 + 0.134145 * x^2)) / 2
    })),
  mish_backward = list(
    ours = backward(act.type = "mish"), core = kernel("mish", order = 1L),
    arithmetic = quote({
      t <- tanh(log1p(exp(x)))
      g * (t + x * (1 - t^2) / (1 + exp(-x)))
    })),
  silu_backward = list(
    ours = backward(act.type = "silu"), core = kernel("silu", order = 1L),
    arithmetic = quote({
      s <- 1 / (1 + exp(-x))
      g * s * (1 + x * (1 - s))
    })),
  celu_backward = list(
    ours = backward(act.type = "celu", slope = 1.5), core = kernel("celu", 1.5, order = 1L),
    ifelse = quote(g * ifelse(x > 0, 1, exp(x / 1.5))), arithmetic = quote(g * exp(pmin(x, 0) / 1.5)))
)

# The kernels of double.backward, which R's peers lack.
for (case in c("elu", "selu", "gelu", "gelu_tanh", "mish", "silu", "celu")) {
  core <- cases[[case]]$core
  core$order <- 2L
  cases[[paste0(case, "_double")]] <- list(core = core)
}

# prelu is 10 x 10 x 1000 with a slope for each index of the second dimension, prelu_by_element 100 x 1000 with one for
# each index of the first. `inner` neighbours have the same slope.
data_for <- function(name, n = 1e5) {
  set.seed(1)
  x <- runif(n, -6, 6)
  g <- rnorm(n)
  if (name == "prelu") dim(x) <- c(10, 10, n / 100)
  if (name == "prelu_by_element") dim(x) <- c(100, n / 100)
  inner <- if (name == "prelu") 10L else 1L
  gamma <- seq(0.1, 1, length.out = 100 / inner)
  slopes <- rep(gamma, each = inner, length.out = n)
  list2env(list(x = x, g = g, gamma = gamma, slopes = slopes, inner = inner), parent = globalenv())
}
