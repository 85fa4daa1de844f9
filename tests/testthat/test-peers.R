# What other libraries answered at the same points, each to its own precision. Where a library is the one that is wrong,
# its flaw is named here, and the bound is what the flaw explains.

peers <- read_peers()
peers$slope[peers$op == "rrelu"] <- (0.125 + 0.334) / 2

# The largest error, eps being the relative precision of the library's number type.
flaws <- list(
  "rounds correctly" = function(x, y, eps) 0,
  "is off by at most 4 ulp" = function(x, y, eps) 4 * eps * abs(y),
  "cancels in 1 + erf or 1 + tanh" = function(x, y, eps) 2 * eps * abs(x),
  "rounds x / sqrt(2) before erfc" = function(x, y, eps) (4 + x^2) * eps * abs(y),
  "takes exp(x) - 1 for expm1(x)" = function(x, y, eps) 4 * eps * abs(y) + 2 * eps,
  "loses subnormal values of exp" = function(x, y, eps) 4 * eps * abs(y) + abs(x) * 2^-126,
  "multiplies in single precision" = function(x, y, eps) 0,
  "rounds the slope to single precision" = function(x, y, eps) 0,
  "computes in single precision" = function(x, y, eps) 4 * 2^-23 * abs(y),
  "cancels in 1 + erf, in single precision" = function(x, y, eps) 2 * 2^-23 * abs(x),
  "has its constants in single precision" = function(x, y, eps) (1 + x^2) * 2^-23 * abs(y) + 2^-52 * abs(x)
)

flaw_of <- function(source, op, dtype) {
  library <- sub("-.*", "", source)
  double <- dtype == "float64"
  if (op %in% c("leaky", "rrelu")) {
    if (double && library == "mxnet") return("multiplies in single precision")
    if (double && library == "tensorflow") return("rounds the slope to single precision")
    return("rounds correctly")
  }
  if (op == "gelu") {
    if (library == "mxnet") return("cancels in 1 + erf, in single precision")
    if (library == "torch") return("cancels in 1 + erf or 1 + tanh")
    if (library == "tensorflow" && double) return("has its constants in single precision")
    return("rounds x / sqrt(2) before erfc")
  }
  if (op == "gelu_tanh") {
    return(if (library == "tensorflow" && double) "has its constants in single precision"
           else "cancels in 1 + erf or 1 + tanh")
  }
  if (op == "mish" && !double) return("loses subnormal values of exp")
  if (op == "selu" && library == "mxnet" && double) return("computes in single precision")
  if (op %in% c("elu", "selu") && library == "tensorflow") return("takes exp(x) - 1 for expm1(x)")
  if (op == "elu" && library == "mxnet" && !double) return("takes exp(x) - 1 for expm1(x)")
  "is off by at most 4 ulp"
}

# Our answer to the question as the library understood it: in single precision, input and slope are rounded first.
answer <- function(op, x, slope, dtype, flaw) {
  if (op == "rrelu") op <- "leaky"
  if (is.na(slope)) slope <- 0.25
  single <- dtype == "float32" || flaw == "multiplies in single precision"
  if (single || flaw == "rounds the slope to single precision") slope <- to_float(slope)
  y <- mx.nd.LeakyReLU(if (single) to_float(x) else x, act.type = op, slope = slope)
  if (!single) return(y)
  # Where x > 0 there is no product to be rounded.
  ifelse(x > 0 & dtype == "float64", x, to_float(y))
}

for (peer in split(peers, paste(peers$source, peers$op, peers$dtype, peers$slope))) local({
  source <- peer$source[1]
  op <- peer$op[1]
  dtype <- peer$dtype[1]
  flaw <- flaw_of(source, op, dtype)
  slope <- if (is.na(peer$slope[1])) "" else sprintf(" with slope %g", peer$slope[1])

  test_that(sprintf("%s%s agrees with %s in %s, which %s", op, slope, source, dtype, flaw), {
    finite <- peer[is.finite(peer$x), ]
    y <- answer(op, finite$x, finite$slope[1], dtype, flaw)
    eps <- c(float32 = 2^-23, float64 = 2^-52)[[dtype]]
    error <- abs(finite$y - y)
    beyond <- which(is.na(error) | error > flaws[[flaw]](finite$x, y, eps))
    expect_identical(finite$x[beyond], double())
  })
})

test_that("at NaN and at the infinities the answer is that of the other libraries, or the limit where theirs is NaN", {
  special <- peers[!is.finite(peers$x), ]
  act.type <- ifelse(special$op == "rrelu", "leaky", special$op)
  slope <- ifelse(is.na(special$slope), 0.25, special$slope)
  single <- special$dtype == "float32"
  y <- mapply(function(x, act.type, slope) mx.nd.LeakyReLU(x, act.type = act.type, slope = slope),
              special$x, act.type, slope)

  # -Inf * 0 in the formula of gelu, gelu_tanh and mish; in PyTorch also relu written as leaky, and
  # gelu in single precision
  wrong <- is.nan(special$y) & !is.nan(special$x)
  expect_setequal(special$op[wrong & special$x < 0], c("gelu", "gelu_tanh", "mish", "leaky"))
  expect_identical(unique(special$slope[wrong & special$op == "leaky"]), 0)
  expect_equal(y[wrong & special$x < 0], rep(0, sum(wrong & special$x < 0)), tolerance = 0)
  expect_identical(special$source[wrong & special$x > 0], "torch-2.13.0")
  expect_identical(y[wrong & special$x > 0], Inf)

  expect_identical(is.nan(y[!wrong]), is.nan(special$y[!wrong]))
  y[single] <- to_float(y[single])
  right <- !wrong & !is.nan(y)
  expect_lte(max(abs(y[right] / special$y[right] - 1)[is.finite(y[right])]), 2^-23)
  expect_identical(y[right & is.infinite(y)], special$y[right & is.infinite(y)])
})
