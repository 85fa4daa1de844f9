# The outputs of a dense layer: one row for each row of x, one column for each column of weights.
dense <- function(x, weights, bias, act.type = "elu", slope = 1) {
  stopifnot(is.numeric(bias), length(bias) == ncol(weights))
  .Call(dense_activate, x %*% weights, as.double(bias), as.character(act.type),
        as.double(slope))
}
