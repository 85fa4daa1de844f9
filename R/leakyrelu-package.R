#' leakyrelu: leaky rectifiers and their gradients
#'
#' The activation functions of the operator `LeakyReLU` of Apache MXNet on R's own arrays:
#' [mx.nd.LeakyReLU()] computes them, [mx.nd.LeakyReLU.backward()] and
#' [mx.nd.LeakyReLU.double.backward()] their gradients, and [activation_layer()] holds one of them
#' with its learned slopes. [leakyrelu_threads()] sets the number of threads.
#'
#' @section With the mxnet package:
#' MXNet's own R package defines `mx.nd.LeakyReLU()` for its `MXNDArray`s, with the arguments
#' `data`, `gamma`, `act.type`, `slope`, `lower.bound` and `upper.bound`. When both packages are
#' attached, the name means the function of the one that was attached last, and R says so when it
#' attaches it. Write `leakyrelu::mx.nd.LeakyReLU()` or `mxnet::mx.nd.LeakyReLU()` to be sure: an
#' `MXNDArray` given to this package is an error, and so is an R array given to mxnet's. The
#' spellings `act_type`, `lower_bound`, `upper_bound` and `is_train` are understood here too.
#'
#' @keywords internal
#' @useDynLib leakyrelu, .registration = TRUE
"_PACKAGE"

.onAttach <- function(libname, pkgname) set_S4_methods()

.onUnload <- function(libpath) library.dynam.unload("leakyrelu", libpath)
