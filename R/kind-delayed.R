# DelayedArrays (packages DelayedArray and HDF5Array): the result is one that computes when it is read, by a seed of
# R/delayed-seed.R. What cannot wait is done at once, block by block: the gradient of gamma (R/delayed-sum.R), and the
# slopes that rrelu draws (R/delayed-draw.R).

delayed_array <- function(arguments, compute) {
  loadNamespace("DelayedArray")
  main <- main_operand(arguments)
  others <- intersect(c("out.grad", "data.grad", "mask"), names(arguments))
  for (name in c(main, others)) require_numbers(arguments[[name]], name)
  for (name in setdiff(others, "mask")) arguments[name] <- list(one_number(arguments[[name]], name))
  shapes <- arguments
  for (name in c(main, others)) if (is_array_object(shapes[[name]])) shapes[[name]] <- shape_of(shapes[[name]])
  compute(shapes)

  extents <- dim(arguments[[main]])
  for (name in c(main, others)) arguments[name] <- list(as_operand(arguments[[name]], extents, name))
  # The first, which is the main one, has the shape of the result.
  operands <- Filter(function(x) !is.null(dim(x)), arguments[c(main, others)])
  arguments <- arguments[setdiff(names(arguments), names(operands))]
  if ("data.grad" %in% others) return(delayed_double_backward(operands, arguments))
  if ("out.grad" %in% others) return(delayed_backward(operands, arguments))
  delayed_forward(operands, arguments, compute)
}

delayed_forward <- function(operands, arguments, compute) {
  arguments$is.train <- draws(c(operands, arguments)) && all(dim(operands$data) > 0L)
  if (arguments$is.train) return(draw_by_blocks(operands$data, arguments, compute))
  result <- function(element) delayed_result("mx.nd.LeakyReLU", element, operands, arguments)
  if (arguments$return.mask) list(out = result("out"), mask = result("mask")) else result(NULL)
}

delayed_backward <- function(operands, arguments) {
  list(data = delayed_result("mx.nd.LeakyReLU.backward", "data", operands, arguments),
       gamma = gamma_gradient(operands, arguments))
}

delayed_double_backward <- function(operands, arguments) {
  result <- function(element) delayed_result("mx.nd.LeakyReLU.double.backward", element, operands, arguments)
  list(out.grad = result("out.grad"), data = result("data"), gamma = gamma_gradient(operands, arguments))
}

delayed_result <- function(called, element, operands, arguments) {
  for (name in c("gamma", "gamma.grad")) {
    if (!is.null(arguments[[name]])) arguments[[name]] <- slopes_given(arguments[[name]])
  }
  DelayedArray::DelayedArray(new_seed(called, element, operands, arguments))
}

# ---- Operands ------------------------------------------------------------------------------------

# DelayedArrays, and what DelayedArray() takes of the package Matrix.
is_array_object <- function(x) is_of_class(x, "DelayedArray") || is_of_class(x, "Matrix")

require_numbers <- function(x, name) {
  if (!is_of_class(x, "DelayedArray")) return()
  type <- naming(name, DelayedArray::type(x))
  if (type %in% c("double", "integer", "logical")) return()
  stop("`", name, "` must be a DelayedArray of numbers or logical values, not of type ", quoted(type),
       if (type == "raw") paste0(": use type(", name, ") <- \"integer\""), ".")
}

# A gradient that has one element is one number for all.
one_number <- function(x, name) {
  if (!is_array_object(x) || length(x) != 1L) return(x)
  as.vector(naming(name, array_function("extract_array")(x, vector("list", length(dim(x))))))
}

# What a seed holds of an argument that was checked: an array with these extents, or one number as it is, or NULL.
as_operand <- function(x, extents, name) {
  if (is_of_class(x, "DelayedArray")) return(x@seed)
  if (is.null(x) || is_array_object(x)) return(x)
  # Without the methods that its class may have.
  x <- if (is.data.frame(x)) do.call(cbind, lapply(columns_of(x), unclass)) else unclass(plain_numbers(x))
  if (length(x) == 1L && name != "mask") return(as.vector(x))
  attributes(x) <- list(dim = extents)
  x
}

# An error in reading an operand, as one line that names it.
naming <- function(name, code) {
  tryCatch(code, error = function(e) stop("`", name, "` cannot be read: ", one_line(e)))
}

one_line <- function(e) {
  message <- trimws(gsub("[[:space:]]+", " ", conditionMessage(e)))
  # What R puts before an error in an argument of an S4 generic.
  sub("^error in evaluating the argument '[^']*' in selecting a method for function '[^']*': ", "", message)
}
