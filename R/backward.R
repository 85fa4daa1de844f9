#' Gradients of the activation functions
#'
#' `mx.nd.LeakyReLU.backward()` gives the gradients of `sum(out.grad * y)` with respect to the data and
#' to gamma, where y is the result of [mx.nd.LeakyReLU()]. With `out.grad = 1`, the gradient with respect to the data
#' is the derivative itself. `mx.nd.LeakyReLU.double.backward()` gives the gradients of these gradients, from
#' which second derivatives follow.
#'
#' @eval help_derivatives()
#'
#' @section The derivative at 0:
#' At exactly 0 the derivative is the one from the left ("otherwise" in the table), as in MXNet 1.9.1,
#' PyTorch 2.13, and the leaky, elu, selu and relu of Chainer 7.8. These take the derivative from the
#' right: leaky of JAX 0.10 and Red-Chainer, prelu and rrelu of Chainer 7.8, selu of TensorFlow 2.21. The
#' second derivative at 0 is the one from the left too; PyTorch 1.13 gives 0 there for elu and selu.
#'
#' @section Sources:
#' The derivatives follow from the formulas of the papers that [mx.nd.LeakyReLU()] names; those of
#' leaky, prelu, rrelu and elu are in the papers themselves. The gradient of selu differs from that of
#' MXNet 1.9.1, which is wrong for x < 0 (by a third at x = -2).
#'
#' @section The gradient of gamma:
#' For each element of gamma, it is the sum of `out.grad * x` over the elements x <= 0 that have this
#' slope. It is the exact sum of the exact products, rounded once. So it does not depend on the order of
#' the terms or on the number of threads, and nothing overflows or underflows on the way: the sum is
#' infinite only if a term is, or if the true sum is larger than the largest double. Terms of ordinary
#' size are added in parts that need no rounding (Rump, Ogita and Oishi, 2008), all others in an integer
#' of 4288 bits (Neal, 2015).
#'
#' @eval help_exactness(c("first", "second"))
#'
#' @section Exactness from `out`:
#' If the derivative is computed from `out`, its error is absolute: at most 2 ulp of the derivative at
#' 0, or of 1 if that is larger. Small derivatives are lost. For example, elu with slope 1 has the
#' derivative 4e-18 at x = -40, but there y is -1 in double precision, and y + 1 is 0.
#'
#' @section Missing values:
#' A derivative is missing if the data or the incoming gradient is missing. `NA` and `NaN` are kept
#' apart. If several inputs are missing, the result is `NA` or `NaN` as in `data`, or else as in `out.grad`, or
#' else as in `gamma`. A missing value in `data` or `out.grad` makes the gradient with respect to its slope
#' missing, even where x > 0. The derivative at `Inf` and `-Inf` is never `NaN`.
#'
#' @section Infinite and very large gradients:
#' For leaky, prelu, rrelu and elu, a slope of 0 times an infinite gradient is 0 where x <= 0, just as a slope
#' of 0 times an infinite x is 0. The derivatives of the other activations only tend to 0: where one is too small for
#' a double, an infinite gradient times it is `NaN`, because the product is unknown.
#'
#' `$data` of `mx.nd.LeakyReLU.double.backward()` is a product of two gradients and the second
#' derivative. It is right even if the product of the two gradients alone is too large or too small for a
#' double, and it is 0 if one of the three is 0, even if another is infinite. (The second derivative itself is a
#' double, and 0 if it is too small for one.) `$out.grad` of prelu is right even if one of its two terms alone is
#' too large.
#'
#' @section Types of numbers:
#' Each gradient has the type of its variable: `$data` and `$out.grad` that of `data` (or `out`),
#' `$gamma` that of `gamma`. Types can be mixed: everything is computed in double precision, and the result
#' is rounded once. From an `out` in float32, float16 or bfloat16, the derivative is that of the rounded
#' output.
#'
#' @section Sparse data: If data (or `out`) is of the package Matrix, `$data` is sparse where `out.grad`
#' is: a `dgCMatrix` or a `dsparseVector` with the pattern of `out.grad`, plus an entry wherever the data
#' is missing. If `out.grad` is dense or one number, `$data` is dense, because the derivative at 0 is
#' usually not 0: a `dgeMatrix`, or a plain vector if data is a `sparseVector`. It is an error if the
#' dense result does not fit in memory.
#'
#' `$gamma` sums over all elements, stored or not, and has the same bits as the gradient for
#' `as.matrix(data)`. `$out.grad` and `$data` of `mx.nd.LeakyReLU.double.backward()` are sparse if
#' `data.grad` and `out.grad` both are, with the entries of both and those of the data. If data or
#' `out.grad` is sparse, all elements of `gamma` and `gamma.grad` must be finite. All values equal those
#' of the dense call; only a 0 that is not stored has no sign. Gradients and masks may be plain or of the
#' package Matrix. For plain data they must be plain.
#'
#' The mask that `"rrelu"` returns for sparse data holds the slopes of the stored entries, and 0
#' elsewhere. With a dense `out.grad`, `$data` is therefore 0 where nothing is stored. To keep all
#' slopes, draw them for `as.matrix(data)`.
#'
#' @section Arrays on disk:
#' For a `DelayedArray`, `$data` and `$out.grad` are delayed like the result of [mx.nd.LeakyReLU()].
#' `$gamma` is computed at once, block by block, by the workers of `DelayedArray::getAutoBPPARAM()`, with
#' their progress bar. `DelayedArray::setAutoBlockSize()` sets the size of the blocks. The sums of
#' the blocks are exact, so `$gamma` has the same bits for any blocks and any number of workers.
#'
#' `out.grad`, `data.grad` and `mask` may be delayed, of the package Matrix, or plain. For plain data they
#' must be plain, and for data of the package Matrix they must not be delayed; there, use
#' `DelayedArray(data)`.
#'
#' @inheritParams mx.nd.LeakyReLU
#' @param out.grad the gradient of the loss with respect to the output: numbers with the length of
#'   `data` (and its dimensions, if both have some), or one number for all elements.
#' @param data the data that the function was applied to.
#' @param mask for `"rrelu"`: the slopes that were used. `NULL` means the slope in inference mode, the
#'   mean of the bounds. An error for other activations.
#' @param out the output, instead of `data`. Only for activations whose derivative follows from it: see
#'   the table.
#' @param data.grad,gamma.grad the gradients with respect to `$data` and `$gamma`, the results of
#'   `mx.nd.LeakyReLU.backward()`: of the same length, or one number. `gamma.grad = NULL` if `$gamma` was
#'   not used.
#' @param ... MXNet's spellings with an underscore: `act_type`, `lower_bound` and `upper_bound`. Anything else is an
#'   error.
#' @return `mx.nd.LeakyReLU.backward()` gives `list(data = , gamma = )`. `$data` has the attributes of
#'   `data` (or `out`), `$gamma` those of `gamma`; `$gamma` is `NULL` unless `act.type = "prelu"`. For data of the
#'   package Matrix, `$data` is of one of its classes, with the same dimensions and dimnames.
#'
#'   `mx.nd.LeakyReLU.double.backward()` gives `list(out.grad = , data = , gamma = )`: the gradients of
#'   `sum(data.grad * g$data) + sum(gamma.grad * g$gamma)` with respect to `out.grad`, `data` and
#'   `gamma`, where `g` is the result of `mx.nd.LeakyReLU.backward()`. `$out.grad` and `$data` have the
#'   attributes of `data`.
#' @references Neal, R. M. (2015). Fast exact summation using small and large superaccumulators.
#'   \doi{10.48550/arXiv.1505.05571}
#'
#'   Rump, S. M., Ogita, T. and Oishi, S. (2008). Accurate floating-point summation, part I: faithful
#'   rounding. *SIAM Journal on Scientific Computing* 31(1). \doi{10.1137/050645671}
#' @examples
#' x <- c(-2, -0.5, 0, 1)
#' # the derivative of elu: exp(x) where x <= 0
#' mx.nd.LeakyReLU.backward(1, x, act.type = "elu", slope = 1)$data
#'
#' # learn the slopes that bring y closest to a target, by gradient descent
#' data <- scale(as.matrix(quakes[, c("depth", "mag")]))
#' target <- mx.nd.LeakyReLU(data, gamma = c(0.1, 0.5), act.type = "prelu")
#' gamma <- c(0.25, 0.25)
#' for (step in 1:20) {
#'   y <- mx.nd.LeakyReLU(data, gamma, "prelu")
#'   out.grad <- 2 * (y - target) / nrow(data)
#'   gradient <- mx.nd.LeakyReLU.backward(out.grad, data, gamma, "prelu")
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
