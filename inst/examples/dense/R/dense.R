# The outputs of a dense layer, a row for each case and a column for each unit: act(x weights + bias).
dense <- function(x, weights, bias, act.type = "elu", slope = 1) {
  stopifnot(is.numeric(bias), length(bias) == ncol(weights))
  .Call(dense_activate, x %*% weights, as.double(bias), as.character(act.type), as.double(slope))
}
