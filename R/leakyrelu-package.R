#' leakyrelu: leaky rectifiers and their gradients
#'
#' The activation functions of MXNet's operator `LeakyReLU`, and some more, for R's own arrays.
#' [mx.nd.LeakyReLU()] computes them, [mx.nd.LeakyReLU.backward()] and
#' [mx.nd.LeakyReLU.double.backward()] their gradients. [activation_layer()] makes a layer for training.
#' [leakyrelu_threads()] sets the number of threads. Begin with `vignette("leakyrelu")`.
#'
#' @section With the mxnet package: MXNet's own R package has a function `mx.nd.LeakyReLU()` for its
#' `MXNDArray` objects, with the arguments `data`, `gamma`, `act.type`, `slope`, `lower.bound` and
#' `upper.bound`. If both packages are attached, the name refers to the one attached last, and R prints a
#' message about that. To be sure, write `leakyrelu::mx.nd.LeakyReLU()` or `mxnet::mx.nd.LeakyReLU()`.
#' Each takes only its own kind of array; anything else is an error. The spellings `act_type`,
#' `lower_bound`, `upper_bound` and `is_train` work here too.
#'
#' @keywords internal
#' @useDynLib leakyrelu, .registration = TRUE
"_PACKAGE"

.onAttach <- function(libname, pkgname) set_S4_methods()

.onUnload <- function(libpath) library.dynam.unload("leakyrelu", libpath)
