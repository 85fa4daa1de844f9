# Arguments in `...`: MXNet's spellings of those that the function has, and nothing else.

# MXNet's own R functions wrote these with an underscore.
mxnet_names <- c(act_type = "act.type", lower_bound = "lower.bound", upper_bound = "upper.bound", is_train = "is.train")

# What other libraries call them, in lower case.
foreign_names <- c(
  alpha = "slope", negative_slope = "slope", negative.slope = "slope", leak = "slope", leakiness = "slope",
  newdata = "data", x = "data", input = "data", inputs = "data", weight = "gamma", weights = "gamma",
  training = "is.train", train = "is.train",
  approximate = "act.type", num_parameters = "gamma", init = "gamma", grad_output = "out.grad",
  grad.output = "out.grad", head.grad = "out.grad", axis = "margin", dim = "margin"
)

# Gives the calling function the arguments in its `...` by their name here. Anything else there is an error, in the
# user's call.
use_mxnet_names <- function(...) {
  frame <- parent.frame()
  call <- sys.call(-1L)
  arguments <- names(formals(sys.function(-1L)))
  allowed <- mxnet_names[mxnet_names %in% arguments]
  given <- named_dots(..., .allowed = allowed, .call = call, .arguments = arguments)
  for (name in names(given)) {
    if (!eval(call("missing", as.name(name)), frame)) {
      spelled <- names(allowed)[allowed == name]
      stop(simpleError(given_twice(spelled, name), call))
    }
    assign(name, given[[name]], frame)
  }
}

given_twice <- function(spelled, name) {
  paste0("`", spelled, "` must not be given together with `", name, "`, which is the same argument.")
}

# The values in `...`, by what .allowed makes of their names. .arguments are all that the function
# has. (Names that begin with a dot, as the user's may be any others.)
named_dots <- function(..., .allowed, .call = sys.call(-1L), .arguments) {
  if (...length() == 0L) return(list())
  allowed <- .allowed
  fail <- function(...) stop(simpleError(paste0("`...` ", ...), .call))
  may_have <- if (length(allowed)) paste("must only contain", quote_all(names(allowed))) else "must be empty"
  given <- as.list(substitute(list(...)))[-1L]
  empty <- vapply(given, identical, NA, quote(expr = ))
  if (any(empty)) {
    name <- names(given[empty])[1L]
    fail("must not contain an empty argument", if (isTRUE(nzchar(name))) paste0(", ", quote_all(name)), ".")
  }
  spelled <- names(given)
  if (is.null(spelled) || any(spelled == "")) fail(may_have, ", not an unnamed argument.")
  unknown <- setdiff(spelled, names(allowed))
  near <- near_argument(unknown, .arguments)
  known <- which(!is.na(near))[1L]
  if (!is.na(known)) fail("must not contain ", quote_all(unknown[known]), ": did you mean `", near[known], "`?")
  if (length(unknown)) fail(may_have, ", not ", quote_all(unknown), ".")
  again <- anyDuplicated(allowed[spelled])
  if (again) fail("must contain each argument only once, not `", spelled[again], "` again.")
  dots <- list(...)
  names(dots) <- allowed[spelled]
  dots
}

# The argument that each of these names stands for: in another library, or but for case and underscores.
near_argument <- function(names, arguments) {
  lower <- tolower(encodeString(names))
  same <- arguments[match(gsub("_", ".", lower, fixed = TRUE), tolower(arguments))]
  meant <- ifelse(lower %in% names(foreign_names), foreign_names[lower], same)
  ifelse(meant %in% arguments, meant, NA)
}
