mx.nd.LeakyReLU <- function(data, gamma = NULL, act.type = "leaky", slope = 0.25, lower.bound = 0.125, upper.bound = 0.334,
                            is.train = FALSE, margin = 2L, mask = NULL, return.mask = FALSE, ...) {
  if (...length()) use_mxnet_names(...)
  .Call(leakyrelu_forward, data, gamma, act.type, slope, lower.bound, upper.bound, is.train, margin, mask, return.mask)
}
