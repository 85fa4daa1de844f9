# What is measured at n = 1e5 on one thread. `ours` is the call in this package, `reach` the number
# of copies that it was built to stay below, `core` the kernel in C; the rest is how each peer says
# the same, PyTorch's being in peers.py. The calls see x, g (a gradient that arrives), gamma and
# slopes (gamma as it stands along x).

forward <- function(...) as.call(c(quote(mx.nd.LeakyReLU), quote(x), list(...)))
backward <- function(...) as.call(c(quote(mx.nd.LeakyReLU.backward), quote(g), quote(x), list(...)))

cases <- list(
  leaky = list(
    ours = forward(slope = 0.01), reach = 1.3, core = list("leaky", 0.01),
    ifelse = quote(ifelse(x > 0, x, 0.01 * x)), arithmetic = quote(pmax(x, 0.01 * x)),
    sigmoid = quote(sigmoid::leakyrelu(x)), rxode2 = quote(rxode2::lReLU(x))),
  prelu = list(
    ours = forward(gamma = quote(gamma), act.type = "prelu"), reach = 1.4, core = list("prelu", 0),
    ifelse = quote(ifelse(x > 0, x, slopes * x)), arithmetic = quote(pmax(x, slopes * x))),
  elu = list(
    ours = forward(act.type = "elu", slope = 1), reach = 8, core = list("elu", 1),
    ifelse = quote(ifelse(x > 0, x, expm1(x))), arithmetic = quote(pmax(x, 0) + expm1(pmin(x, 0))),
    rxode2 = quote(rxode2::ELU(x))),
  selu = list(
    ours = forward(act.type = "selu"), reach = 8, core = list("selu", 0),
    ifelse = quote(1.0507009873554805 * ifelse(x > 0, x, 1.6732632423543773 * expm1(x))),
    arithmetic = quote(1.0507009873554805 * (pmax(x, 0) + 1.6732632423543773 * expm1(pmin(x, 0)))),
    rxode2 = quote(rxode2::SELU(x))),
  gelu = list(
    ours = forward(act.type = "gelu"), reach = 16, core = list("gelu", 0),
    arithmetic = quote(x * pnorm(x)), rxode2 = quote(rxode2::GELU(x))),
  mish = list(
    ours = forward(act.type = "mish"), reach = 12, core = list("mish", 0), arithmetic = quote(x * tanh(log1p(exp(x))))),
  rrelu = list(
    ours = forward(act.type = "rrelu", is.train = TRUE, return.mask = TRUE), reach = 14, core = list("rrelu", 0),
    ifelse = quote({
      mask <- runif(length(x), 0.125, 0.334)
      ifelse(x > 0, x, mask * x)
    })),
  leaky_backward = list(
    ours = backward(slope = 0.01), reach = 2, core = list("leaky", 0.01),
    ifelse = quote(g * ifelse(x > 0, 1, 0.01)), arithmetic = quote(g * (0.01 + 0.99 * (x > 0))),
    rxode2 = quote(g * rxode2::dlReLU(x))),
  elu_backward = list(
    ours = backward(act.type = "elu", slope = 1), reach = 8, core = list("elu", 1),
    ifelse = quote(g * ifelse(x > 0, 1, exp(x))), arithmetic = quote(g * exp(pmin(x, 0))),
    rxode2 = quote(g * rxode2::dELU(x))),
  gelu_backward = list(
    ours = backward(act.type = "gelu"), reach = 18, core = list("gelu", 0),
    arithmetic = quote(g * (pnorm(x) + x * dnorm(x))), rxode2 = quote(g * rxode2::dGELU(x)))
)
R_peers <- c("ifelse", "arithmetic", "sigmoid", "rxode2")

# prelu is 10 x 10 x 1000 with a slope for each index of the second dimension.
data_for <- function(name) {
  set.seed(1)
  n <- 1e5
  x <- runif(n, -6, 6)
  g <- rnorm(n)
  gamma <- seq(0.1, 1, length.out = 10)
  if (name == "prelu") dim(x) <- c(10, 10, 1000)
  list2env(list(x = x, g = g, gamma = gamma, slopes = rep(gamma, each = 10, times = 1000)), parent = globalenv())
}
