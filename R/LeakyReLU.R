#' The leaky rectifiers and their smooth relatives
#'
#' Applies an activation function to every element of a vector, matrix, array or data frame.
#'
#' | `act.type` | y for x > 0 | y otherwise | source |
#' |---|---|---|---|
#' | `"leaky"` | \eqn{x} | \eqn{s x}, s = `slope`; 0 is relu | Maas, Hannun and Ng (2013) |
#' | `"prelu"` | \eqn{x} | \eqn{\gamma x}, a \eqn{\gamma} for all or one for each index of `margin` | He, Zhang, Ren and Sun (2015) |
#' | `"rrelu"` | \eqn{x} | \eqn{m x}, m drawn for every element in training, the mean of the bounds in inference | Xu, Wang, Chen and Li (2015) |
#' | `"elu"` | \eqn{x} | \eqn{s (e^x - 1)}, s = `slope` | Clevert, Unterthiner and Hochreiter (2015) |
#' | `"selu"` | \eqn{\lambda x} | \eqn{\lambda \alpha (e^x - 1)}, \eqn{\lambda} = 1.0507009873554805, \eqn{\alpha} = 1.6732632423543773 | Klambauer, Unterthiner, Mayr and Hochreiter (2017) |
#' | `"gelu"` | \eqn{x \Phi(x)} | the same, \eqn{\Phi} the normal distribution function | Hendrycks and Gimpel (2016) |
#' | `"gelu_tanh"` | \eqn{x (1 + \tanh u)/2} | the same, \eqn{u = \sqrt{2/\pi} (x + 0.044715 x^3)} | Hendrycks and Gimpel (2016) |
#' | `"mish"` | \eqn{x \tanh(\log(1 + e^x))} | the same | Misra (2019) |
#'
#' @section Missing and infinite values:
#' `NA` stays `NA` and `NaN` stays `NaN`. `Inf` and `-Inf` give the limit: a slope of 0 gives 0 at `-Inf`. The sign of 0 and subnormal
#' numbers are kept. With a slope of 0, a negative number gives -0, as the product does.
#'
#' @section Exactness:
#' `"leaky"`, `"prelu"` and `"rrelu"` give the rounded product. The error of `"elu"` (any slope) and `"selu"` is at most 1 unit in the
#' last place (ulp), that of `"gelu"` and `"mish"` at most 2 ulp on the whole line, that of `"gelu_tanh"` at most \eqn{3 + 4 |u|} ulp.
#' A result among the subnormal numbers may be one more of their units off.
#'
#' @section Random numbers:
#' In training, the slopes of `"rrelu"` are exactly `runif(length(data), lower.bound, upper.bound)` under the same seed, for every
#' [RNGkind()], one for each element, those that are positive included; a data frame is filled column by column. `.Random.seed` is
#' left as that call leaves it, and as it was when the call ends in an error or is interrupted.
#'
#' @param data numbers: a double, integer or logical vector, matrix or array of any number of dimensions, or a data frame with such
#'   columns. A data frame is seen as a matrix, every column of it, those that it is keyed or grouped by too: a data.table
#'   loses its key, a grouped tibble is grouped by the new values. For some columns only use `data[columns] <- mx.nd.LeakyReLU(data[columns])`, or
#'   what the class has for that. An object whose class has arithmetic of its own (a factor, a date, ...) is an error.
#' @param gamma for `"prelu"`, and only there: the slope, one number, or one for each index of `margin`: a vector, or an array whose dimensions are those
#'   of `data` along `margin`, in the same order (those of extent 1 may be left out or added). Elements count by position; names are not read.
#' @param act.type the activation: one of the names in the table.
#' @param slope one finite number: the slope of `"leaky"`, the factor of `"elu"`. Not read elsewhere.
#' @param lower.bound,upper.bound the bounds of the slopes of `"rrelu"`: finite numbers, the first not above the second. Not read
#'   elsewhere.
#' @param is.train `TRUE` draws the slopes of `"rrelu"`. The others are the same in training and inference.
#' @param margin the dimensions of `data` along which a `gamma` of several elements runs, in the order of gamma's own elements: distinct
#'   whole numbers, the second dimension by default. Memory that comes from C order (MXNet, PyTorch) has its dimensions reversed in R:
#'   there, `margin = length(dim(data)) - 1`. Data with fewer than two dimensions takes a gamma of length 1 or `length(data)`, and
#'   margin is not read.
#' @param mask for `"rrelu"`, and only there: the slopes to use, finite numbers of the length and dimensions of `data`, whatever `is.train`
#'   says. Nothing is drawn then.
#' @param return.mask for `"rrelu"`, and only there: `TRUE` also returns the slopes.
#' @param ... the spellings `act_type`, `lower_bound`, `upper_bound` and `is_train` of these arguments. Anything else is an error.
#' @return Doubles with all the attributes of `data`: its dimensions, names, class. With `return.mask = TRUE`, `list(out = , mask = )`, both
#'   like this.
#' @seealso [mx.nd.LeakyReLU.backward()] for the gradients, [activation_layer()] for a layer that keeps what they need. The vignette
#'   `vignette("leakyrelu")` walks through it all.
#' @references
#' Maas, A. L., Hannun, A. Y. and Ng, A. Y. (2013). Rectifier nonlinearities improve neural network acoustic models. *ICML Workshop on
#' Deep Learning for Audio, Speech and Language Processing*.
#'
#' He, K., Zhang, X., Ren, S. and Sun, J. (2015). Delving deep into rectifiers: surpassing human-level performance on ImageNet
#' classification. *ICCV 2015*. \doi{10.1109/ICCV.2015.123}
#'
#' Xu, B., Wang, N., Chen, T. and Li, M. (2015). Empirical evaluation of rectified activations in convolutional network.
#' \doi{10.48550/arXiv.1505.00853}
#'
#' Clevert, D.-A., Unterthiner, T. and Hochreiter, S. (2015). Fast and accurate deep network learning by exponential linear units (ELUs).
#' \doi{10.48550/arXiv.1511.07289}
#'
#' Klambauer, G., Unterthiner, T., Mayr, A. and Hochreiter, S. (2017). Self-normalizing neural networks. \doi{10.48550/arXiv.1706.02515}
#'
#' Hendrycks, D. and Gimpel, K. (2016). Gaussian error linear units (GELUs). \doi{10.48550/arXiv.1606.08415}
#'
#' Misra, D. (2019). Mish: a self regularized non-monotonic activation function. \doi{10.48550/arXiv.1908.08681}
#' @examples
#' x <- scale(as.matrix(airquality[, 1:4]))
#' head(mx.nd.LeakyReLU(x)) # leaky, with slope 0.25; missing values stay missing
#' head(mx.nd.LeakyReLU(x, slope = 0)) # relu
#' head(mx.nd.LeakyReLU(x, act.type = "elu", slope = 1))
#' head(mx.nd.LeakyReLU(x, gamma = c(0.1, 0.2, 0.3, 0.4), act.type = "prelu")) # a slope a column
#'
#' set.seed(1)
#' y <- mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
#' set.seed(1)
#' identical(c(y$mask), runif(length(x), 0.125, 0.334))
#' @concept relu
#' @concept prelu
#' @concept rrelu
#' @concept elu
#' @concept selu
#' @concept gelu
#' @concept mish
#' @concept activation function
#' @export
mx.nd.LeakyReLU <- function(data, gamma = NULL, act.type = "leaky", slope = 0.25, lower.bound = 0.125, upper.bound = 0.334,
                            is.train = FALSE, margin = 2L, mask = NULL, return.mask = FALSE, ...) {
  if (...length()) use_mxnet_names(...)
  .Call(leakyrelu_forward, data, gamma, act.type, slope, lower.bound, upper.bound, is.train, margin, mask, return.mask)
}
