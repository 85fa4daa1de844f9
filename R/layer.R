#' A layer for training
#'
#' `activation_layer()` makes a layer of a neural network: an activation with its parameters. `forward()`
#' keeps what the gradient will need, `backward()` computes the gradient. The learned slopes of
#' `"prelu"` are read with `coef(layer)` or `layer$gamma`, and set with `layer$gamma <- value`.
#'
#' @section Reference semantics:
#' A layer is an environment, so `forward()` and `layer$gamma <- value` change the layer in place.
#' `b <- a` gives the same layer a second name, and `list(a, a)` and `rep(list(a), 3)` hold one layer
#' several times. `update(layer)` makes a copy, including what is kept for `backward()`.
#' `update(layer, slope = 0.1)` makes a new layer with other arguments, which keeps nothing yet. A call that
#' fails leaves the layer unchanged. A layer can be saved with [saveRDS()], with all that it keeps. In a new
#' session, load the package before using it.
#'
#' @section Missing values:
#' The gradient of gamma is a sum over the data, so a single missing value makes it missing, and gamma
#' too after the next step. Train on complete rows: `x[complete.cases(x), ]`.
#'
#' @section What forward() keeps:
#' `forward()` keeps its output if the derivative follows from it (see the table in
#' [mx.nd.LeakyReLU.backward()], which also says how exact that is), and the data otherwise. It always
#' keeps the data if that is float32, float16 or bfloat16 (whose output is rounded), of the package
#' Matrix, or a `DelayedArray`. It also keeps the slopes that `"rrelu"` drew, and the gamma that it used,
#' so that a gamma that is set in between does not change the result of `backward()`. `backward()`
#' changes nothing and can be called again. `predict()` computes the output in inference mode and keeps nothing.
#'
#' @param act.type the activation, as in [mx.nd.LeakyReLU()].
#' @param gamma the initial slopes of `"prelu"`; `NULL` means one slope of 0.25. `gamma = 3` means one slope of
#'   3; for three slopes write `gamma = rep(0.25, 3)`. The length is checked against the data in
#'   `forward()`. For other activations gamma is `NULL`; assigning `NULL` or `numeric(0)` does nothing
#'   there, so that the same training loop works for all activations.
#' @param ... for `activation_layer()`: `slope`, `lower.bound`, `upper.bound` and `margin`, as in
#'   [mx.nd.LeakyReLU()], or MXNet's spellings `act_type`, `lower_bound` and `upper_bound`. For
#'   `update()`: the same, `act.type` and `gamma`. For `forward()`: `is_train`. The other functions take no
#'   further arguments. Anything else is an error. Parameters that the activation does not have are kept
#'   but not used.
#' @param layer,object,x a layer.
#' @param data,newdata the input, of any kind that [mx.nd.LeakyReLU()] takes. `predict()` accepts either
#'   name. If the output is to be multiplied by `%*%`, pass a matrix: a data frame gives a data frame.
#' @param is.train `TRUE` is training mode, in which `"rrelu"` draws its slopes at random. All other activations
#'   are the same in training mode and in inference mode.
#' @param out.grad the gradient of the loss with respect to the output: as many numbers as the output has, or one
#'   number.
#' @return `activation_layer()` and `update()` give a layer. `forward()` and `predict()` give the output,
#'   with the attributes of `data`. `backward()` gives `list(data = , gamma = )`, as
#'   [mx.nd.LeakyReLU.backward()] does; it is an error before the first `forward()`. `coef()` gives
#'   gamma, which is `NULL` unless `act.type = "prelu"`. `print()` and `summary()` give the layer
#'   itself, `print()` invisibly. `names()` gives the names that work after `$`.
#' @seealso [plot.activation_layer()] draws the function and its derivative. `vignette("training")` trains
#'   whole networks.
#' @examples
#' # recover the slopes, one for each column, that the target was made with
#' set.seed(1)
#' x <- as.matrix(scale(quakes[, c("depth", "mag", "stations")]))
#' target <- mx.nd.LeakyReLU(x, gamma = c(0.1, 0.5, -0.3), act.type = "prelu")
#' layer <- activation_layer("prelu", gamma = rep(0.25, 3))
#' for (step in 1:50) {
#'   out <- forward(layer, x)
#'   gradient <- backward(layer, 2 * (out - target) / nrow(x))
#'   layer$gamma <- layer$gamma - 0.5 * gradient$gamma
#' }
#' coef(layer)
#' layer
#' @export
activation_layer <- function(act.type = "leaky", gamma = NULL, ...) {
  layer <- c(list(act.type = act.type, gamma = gamma), formals(mx.nd.LeakyReLU)[layer_parameters])
  given <- named_dots(..., .allowed = layer_dots, .arguments = layer_fields)
  if ("act.type" %in% names(given) && !missing(act.type)) {
    stop(given_twice("act_type", "act.type"))
  }
  layer[names(given)] <- given
  layer <- with_gamma(layer)
  .Call(leakyrelu_check, layer$gamma, layer$act.type, layer$slope, layer$lower.bound, layer$upper.bound, layer$margin)
  as_layer(layer)
}

layer_parameters <- c("slope", "lower.bound", "upper.bound", "margin")
layer_fields <- c("act.type", "gamma", layer_parameters)
layer_dots <- c(setNames(nm = layer_parameters), mxnet_names[c("act_type", "lower_bound", "upper_bound")])

# A gamma that is not given is the default slope.
with_gamma <- function(fields) {
  if (is.null(fields$gamma) && takes_gamma(fields$act.type)) fields$gamma <- formals(mx.nd.LeakyReLU)$slope
  fields
}

takes_gamma <- function(act.type) {
  any(vapply(activations, function(row) row$slope_from == "gamma" && identical(act.type, row$name), NA))
}

is_field <- function(name) is.character(name) && !is.object(name) && length(name) == 1L && name %in% layer_fields

as_layer <- function(fields) structure(list2env(fields, parent = emptyenv()), class = "activation_layer")

is_act_type <- function(name) is.character(name) && isTRUE(name %in% names(activations))

# What is in a layer; an error in the call of the method for what only says that it is one.
fields_of <- function(layer) {
  fields <- if (is.environment(layer)) as.list.environment(layer)
  if (!all(layer_fields %in% names(fields)) || !is_act_type(fields$act.type)) {
    stop(simpleError("`layer` must be made by activation_layer().", sys.call(-1L)))
  }
  fields
}

#' @rdname activation_layer
#' @export
forward <- function(layer, data, ...) UseMethod("forward")

#' @rdname activation_layer
#' @export
forward.activation_layer <- function(layer, data, is.train = FALSE, ...) {
  if (...length()) use_mxnet_names(...)
  self <- fields_of(layer)
  keep_mask <- slope_source(self$act.type) == "bounds" && identical(is.train, TRUE)
  out <- .Call(leakyrelu_forward, data, self$gamma, self$act.type, self$slope, self$lower.bound, self$upper.bound,
               is.train, self$margin, NULL, keep_mask)
  kept <- list(gamma = self$gamma)
  if (keep_mask) {
    kept$mask <- out$mask
    out <- out$out
  }
  if (keeps_out(self, data)) kept$out <- out else kept$data <- data
  assign("kept", kept, envir = layer)
  out
}

#' @rdname activation_layer
#' @export
backward <- function(layer, out.grad, ...) UseMethod("backward")

#' @rdname activation_layer
#' @export
backward.activation_layer <- function(layer, out.grad, ...) {
  if (...length()) use_mxnet_names(...)
  self <- fields_of(layer)
  kept <- self$kept
  if (is.null(kept)) stop("`layer` keeps nothing yet: call forward() before backward().")
  .Call(leakyrelu_backward, out.grad, kept$data, kept$gamma, self$act.type, self$slope, self$lower.bound,
        self$upper.bound, self$margin, kept$mask, kept$out)
}

#' @rdname activation_layer
#' @importFrom stats predict
#' @export
predict.activation_layer <- function(object, newdata, ..., data) {
  if (...length()) use_mxnet_names(...)
  self <- fields_of(object)
  if (missing(newdata) == missing(data)) {
    stop(if (missing(data)) "`newdata` must be given." else given_twice("data", "newdata"))
  }
  if (missing(newdata)) newdata <- data
  .Call(leakyrelu_forward, newdata, self$gamma, self$act.type, self$slope, self$lower.bound, self$upper.bound, FALSE,
        self$margin, NULL, FALSE)
}

#' @rdname activation_layer
#' @importFrom stats update
#' @export
update.activation_layer <- function(object, ...) {
  fields <- fields_of(object)
  given <- named_dots(..., .allowed = c(layer_dots, act.type = "act.type", gamma = "gamma"), .arguments = layer_fields)
  if (...length() == 0L) return(as_layer(fields))
  fields <- fields[layer_fields]
  # What was learned belongs to its act.type.
  if ("act.type" %in% names(given) && !identical(given$act.type, fields$act.type)) fields["gamma"] <- list(NULL)
  fields[names(given)] <- given
  fields <- with_gamma(fields)
  .Call(leakyrelu_check, fields$gamma, fields$act.type, fields$slope, fields$lower.bound, fields$upper.bound,
        fields$margin)
  as_layer(fields)
}

#' @rdname activation_layer
#' @importFrom stats coef
#' @export
coef.activation_layer <- function(object, ...) {
  if (...length()) use_mxnet_names(...)
  fields_of(object)$gamma
}

#' @export
names.activation_layer <- function(x) layer_fields

#' @export
`$.activation_layer` <- function(x, name) {
  if (!is_field(name)) {
    stop("`layer` has no field ", deparse_short(name), ": use ", quote_all(layer_fields), ".")
  }
  fields_of(x)[[name]]
}

#' @export
`[[.activation_layer` <- `$.activation_layer`

#' @export
`$<-.activation_layer` <- function(x, name, value) {
  if (!identical(name, "gamma")) {
    hint <- if (is_field(name)) paste0(": use update(layer, ", name, " = )")
    stop("`layer` only allows a new `gamma` to be assigned, not ", deparse_short(name), hint, ".")
  }
  self <- fields_of(x)
  # NULL - NULL is numeric(0): so that one loop serves layers with and without gamma.
  is_empty <- (is.atomic(value) || is.list(value)) && length(unclass(value)) == 0L ||
    isTRUE(prod(.Call(leakyrelu_held, value)) == 0)
  if (is_empty && !takes_gamma(self$act.type)) value <- NULL
  .Call(leakyrelu_check, value, self$act.type, self$slope, self$lower.bound, self$upper.bound, self$margin)
  assign("gamma", value, envir = x)
  x
}

#' @export
`[[<-.activation_layer` <- `$<-.activation_layer`

#' @rdname activation_layer
#' @export
print.activation_layer <- function(x, ...) {
  if (...length()) use_mxnet_names(...)
  self <- fields_of(x)
  row <- activations[[self$act.type]]
  cat("<activation_layer> ", self$act.type, ": ", formula_of(self$act.type), "\n", sep = "")
  parameters <- switch(row$slope_from,
    argument = paste("slope", format(self$slope)),
    gamma = describe_gamma(self$gamma, self$margin),
    bounds = paste("m from", format(self$lower.bound), "to", format(self$upper.bound), "in training,",
                   format((self$lower.bound + self$upper.bound) / 2), "in inference"),
    none = if (!is.na(row$otherwise)) row$letters
  )
  if (!is.null(parameters)) cat("  ", parameters, "\n", sep = "")
  cat("  keeps for backward(): ", describe_kept(self$kept), "\n", sep = "")
  invisible(x)
}

#' @rdname activation_layer
#' @export
summary.activation_layer <- function(object, ...) {
  if (...length()) use_mxnet_names(...)
  fields_of(object)
  object
}

describe_gamma <- function(gamma, margin) {
  type <- if (is_holder(gamma)) paste0(" (", class(gamma), ")")
  along <- if (has_several(gamma)) paste0(", along margin ", paste(margin, collapse = ", "), " of data")
  paste0("gamma ", describe_numbers(gamma), type, along)
}

describe_numbers <- function(x) {
  x <- plain_numbers(x)
  if (!is.numeric(x) && !is.logical(x)) return("that is not numeric")
  if (length(x) == 0L) return("without elements")
  if (length(x) > 1L && length(unique(as.vector(x))) == 1L) {
    return(paste0(length(x), " numbers, all ", format(x[[1L]], digits = 4L)))
  }
  if (length(x) <= 4L) return(paste(format(as.vector(x), digits = 4L, trim = TRUE), collapse = ", "))
  finite <- x[is.finite(x)]
  if (length(finite) == 0L) return(paste(length(x), "numbers, none of them finite"))
  ends <- format(range(finite), digits = 4L, trim = TRUE)
  paste(length(x), "numbers from", ends[1L], "to", ends[2L])
}

describe_kept <- function(kept) {
  if (is.null(kept)) return("nothing, forward() has not been called yet")
  main <- main_operand(kept)
  # Without the methods that its class may have.
  value <- unclass(kept[[main]])
  extents <- .Call(leakyrelu_held, kept[[main]])
  if (is_other_kind(kept[[main]])) {
    extents <- if (is.null(dim(kept[[main]]))) length(kept[[main]]) else dim(kept[[main]])
  }
  if (is.null(extents)) {
    extents <- if (is.list(value)) c(.row_names_info(kept[[main]], 2L), length(value)) else dim(value)
  }
  if (is.null(extents)) extents <- length(value)
  size <- if (length(extents) == 1L) paste("length", extents) else paste(extents, collapse = " x ")
  paste(c(paste0(main, " (", size, ")"), names(Filter(Negate(is.null), kept[c("mask", "gamma")]))), collapse = ", ")
}
