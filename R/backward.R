#' Gradients of the leaky rectifiers
#'
#' `mx.nd.LeakyReLU.backward()` gives the gradients of `sum(out.grad * y)`, `y` being what
#' [mx.nd.LeakyReLU()] gives, with respect to the data and to gamma. `out.grad = 1` gives the
#' derivative itself. `mx.nd.LeakyReLU.double.backward()` gives the gradients of sums over these
#' gradients.
#'
#' @eval help_derivatives()
#'
#' @section Sources:
#' They follow by the rules of calculus from the formulas of the papers that [mx.nd.LeakyReLU()]
#' names; those of leaky, prelu, rrelu and elu stand there. The derivative at exactly 0 is that of "otherwise", as in
#' MXNet 1.9.1, PyTorch 2.13 and Chainer 7.8's leaky, elu, selu and relu; the leaky rectifier of JAX
#' 0.10 and Red-Chainer, the prelu and rrelu of Chainer 7.8 and the selu of TensorFlow 2.21 take the
#' other side there. The second derivative at 0 is that of "otherwise" too, where PyTorch 1.13 gives
#' 0 for elu and selu. The gradient of selu in MXNet 1.9.1 is wrong for x < 0 (by a third at x =
#' -2); this is the true one.
#'
#' The gradient of gamma is the sum, over the elements with x <= 0 whose slope is that element of
#' gamma, of `out.grad * x`.
#'
#' @eval help_exactness(c("first", "second"))
#'
#' @section Exactness from `out` and of sums:
#' From `out` the error is absolute: at most 2 ulp of the derivative at 0, or of 1 where that is
#' larger. What is small is lost: with slope 1, elu's derivative at -40 is 4e-18, but \eqn{y = -1}
#' there and \eqn{y + 1 = 0}.
#'
#' A sum for gamma is the exact sum of the exact products, rounded once. Neither the order of its terms
#' nor the number of threads matters, and nothing overflows or underflows on the way: it is infinite
#' only if a term is, or if the sum itself is beyond the largest double. Terms of about the usual size
#' are added up in parts that need no rounding (Rump, Ogita and Oishi, 2008), all others in an integer
#' of 4288 bits, after Neal (2015).
#'
#' @section Missing values:
#' A derivative is missing where x or the gradient that arrives is missing; `NA` and `NaN` are told
#' apart, and where several are missing, data's wins, then out.grad's, then gamma's. A missing value
#' among the terms of a sum for gamma makes the sum missing, also where x > 0. No derivative at
#' `Inf` or `-Inf` is `NaN`.
#'
#' @section Infinite and very large gradients:
#' A slope of 0 makes 0 of an infinite gradient too, for leaky, prelu, rrelu and elu where x <= 0, as it
#' does of `-Inf`. The derivatives of the others only tend to 0. Where one is too small for a double, an
#' infinite gradient times it is `NaN`: nothing is known of that product.
#'
#' `$data` of `mx.nd.LeakyReLU.double.backward()` is right even where the product of the two gradients,
#' without the second derivative, is too large or too small for a double; but the derivative itself is
#' a double, and 0 where it is too small for one. It is 0 where one of these three is 0, also if another
#' is infinite. `$out.grad` of prelu is right even where one of its two terms alone is too large.
#'
#' @section Types of numbers:
#' A gradient has the type of what it is the gradient of: `$data` and `$out.grad` that of `data` (or
#' `out`), `$gamma` that of `gamma`. The operands may have different types; they are computed with
#' as doubles, and the result is rounded once. From an `out` that is float32, float16 or bfloat16 the
#' derivative is that of the rounded output.
#'
#' @section Sparse data:
#' Where data (or `out`) is of the package Matrix and `out.grad` is one of its sparse matrices or vectors,
#' `$data` is a `dgCMatrix`, or a `dsparseVector`. It has the pattern of `out.grad`, and an entry wherever
#' the data is missing. With a dense `out.grad`, or one number, `$data` is dense, as the derivative at 0 is
#' not 0: a `dgeMatrix`, or a plain vector of a sparseVector; where that is larger than memory, it is an
#' error. `$gamma` is the gradient for all elements, stored or not, with the same bits as that of
#' `as.matrix(data)`. `$out.grad` and `$data` of `mx.nd.LeakyReLU.double.backward()` are sparse where
#' `data.grad` and `out.grad` both are, with the entries of these two and of the data. Where data or
#' `out.grad` is sparse, all elements of `gamma` and `gamma.grad` must be finite. All values are those of
#' the dense call, but a 0 that is not stored has no sign. Gradients and masks may be plain or of the
#' package Matrix; with plain data they must be plain.
#'
#' The mask that `"rrelu"` returns for sparse data has slopes for what is stored, and 0 elsewhere. So with a
#' dense `out.grad`, `$data` is 0 where nothing is stored, not `out.grad` times the slope that was drawn
#' there and dropped. To keep all slopes, draw them for `as.matrix(data)`.
#'
#' @section Arrays that are not in memory:
#' Of a `DelayedArray` as `data` (or `out`), `$data` is delayed as the result of [mx.nd.LeakyReLU()] is,
#' and so is `$out.grad` of second gradients. `$gamma` is computed at once, block by block, each block as
#' large as the automatic block size allows (`DelayedArray::setAutoBlockSize()`), by the workers of
#' `DelayedArray::getAutoBPPARAM()`, with their progress bar. Each block gives exact sums, so `$gamma`
#' has the same bits for every grid and any number of workers. `out.grad`, `data.grad` and `mask` may be
#' delayed, matrices of the package Matrix, or plain. With plain data they must be plain, and with data of
#' the package Matrix not delayed: there, `DelayedArray(data)` takes all of them.
#'
#' @inheritParams mx.nd.LeakyReLU
#' @param out.grad the gradient with respect to the output: numbers of the length of `data` (and its
#'   dimensions, where both have some), or one number for all.
#' @param data the data that the function was applied to.
#' @param mask for `"rrelu"`: the slopes that were used. `NULL` means the slope of inference.
#' @param out instead of `data`: the output. Only where the derivative follows from it, as the table
#'   says.
#' @param data.grad,gamma.grad the gradients with respect to what backward returned as `$data` and
#'   `$gamma`, of the same length, or one number; `gamma.grad = NULL` where `$gamma` was not used.
#' @param ... the spellings `act_type`, `lower_bound` and `upper_bound` of these arguments. Anything else is an error.
#' @return `mx.nd.LeakyReLU.backward()`: `list(data = , gamma = )`, doubles, or numbers of their types,
#'   with the attributes of `data` (or `out`) and of `gamma`; `$gamma` is `NULL` unless `act.type = "prelu"`. Of data of
#'   the package Matrix, `$data` is one of its classes, with the dimensions and their names.
#'
#'   `mx.nd.LeakyReLU.double.backward()`: `list(out.grad = , data = , gamma = )`, the gradients of
#'   `sum(data.grad * g$data) + sum(gamma.grad * g$gamma)`, `g` being what backward gives, with
#'   respect to its three inputs. `$out.grad` and `$data` have the attributes of `data`.
#' @references Neal, R. M. (2015). Fast exact summation using small and large superaccumulators.
#'   \doi{10.48550/arXiv.1505.05571}
#'
#'   Rump, S. M., Ogita, T. and Oishi, S. (2008). Accurate floating-point summation, part I: faithful
#'   rounding. *SIAM Journal on Scientific Computing* 31(1). \doi{10.1137/050645671}
#' @examples
#' x <- c(-2, -0.5, 0, 1)
#' # exp(x) where x <= 0
#' mx.nd.LeakyReLU.backward(1, x, act.type = "elu", slope = 1)$data
#'
#' # the slopes that make y closest to a target, by gradient descent
#' data <- scale(as.matrix(quakes[, c("depth", "mag")]))
#' target <- mx.nd.LeakyReLU(data, gamma = c(0.1, 0.5), act.type = "prelu")
#' gamma <- c(0.25, 0.25)
#' for (step in 1:20) {
#'   y <- mx.nd.LeakyReLU(data, gamma, "prelu")
#'   gradient <- mx.nd.LeakyReLU.backward(2 * (y - target) / nrow(data), data, gamma, "prelu")
#'   gamma <- gamma - gradient$gamma
#' }
#' gamma
#'
#' # the second derivative of gelu
#' mx.nd.LeakyReLU.double.backward(1, 1, x, act.type = "gelu")$data
#' @export
mx.nd.LeakyReLU.backward <- with_defaults(function(out.grad, data = NULL, gamma, act.type, slope, lower.bound,
                                                   upper.bound, margin, mask, out = NULL, ...) {
  if (...length()) use_mxnet_names(...)
  .Call(leakyrelu_backward, out.grad, data, gamma, act.type, slope, lower.bound, upper.bound, margin, mask, out)
})

#' @rdname mx.nd.LeakyReLU.backward
#' @export
mx.nd.LeakyReLU.double.backward <- with_defaults(function(data.grad, out.grad, data, gamma.grad = NULL, gamma, act.type,
                                                          slope, lower.bound, upper.bound, margin, mask, ...) {
  # It would match out.grad, and all other arguments the next one.
  if ("out" %in% names(sys.call())) {
    stop("`out` must not be given, as the second derivative does not follow from it: pass `data`.")
  }
  if (...length()) use_mxnet_names(...)
  .Call(leakyrelu_double_backward, data.grad, out.grad, data, gamma.grad, gamma, act.type, slope, lower.bound,
        upper.bound, margin, mask)
})
