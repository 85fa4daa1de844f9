# What the functions' arguments need of R, beside what C checks.

# ---- Arguments in `...` ------------------------------------------------------------------------------------------------------

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
      stop(simpleError(paste0("`", spelled, "` must not be given together with `", name, "`, which is the same argument."), call))
    }
    assign(name, given[[name]], frame)
  }
}

# The values in `...`, by what .allowed makes of their names. .arguments are all that the function has. (Names that begin with a dot, as
# the user's may be any others.)
named_dots <- function(..., .allowed, .call = sys.call(-1L), .arguments) {
  if (...length() == 0L) return(list())
  allowed <- .allowed
  fail <- function(...) stop(simpleError(paste0("`...` ", ...), .call))
  may_have <- if (length(allowed)) paste("must only have", quote_all(names(allowed))) else "must be empty"
  given <- as.list(substitute(list(...)))[-1L]
  empty <- vapply(given, identical, NA, quote(expr = ))
  if (any(empty)) fail("must not have empty arguments, as ", quote_all(c(names(given[empty]), "the last")[1L]), " is.")
  spelled <- names(given)
  if (is.null(spelled) || any(spelled == "")) fail(may_have, ", not an unnamed argument.")
  unknown <- setdiff(spelled, names(allowed))
  near <- near_argument(unknown, .arguments)
  known <- which(!is.na(near))[1L]
  if (!is.na(known)) fail("must not have ", quote_all(unknown[known]), ": did you mean `", near[known], "`?")
  if (length(unknown)) fail(may_have, ", not ", quote_all(unknown), ".")
  again <- anyDuplicated(allowed[spelled])
  if (again) fail("must have each argument once, not `", spelled[again], "` again.")
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

# ---- Text for errors: each of these gives one string, called from C -----------------------------------------------------------

any_of <- function(names) or_list(paste0("\"", names, "\""))

quote_all <- function(names) or_list(paste0("`", encodeString(names), "`"))

or_list <- function(items) {
  if (length(items) == 1L) return(items)
  paste(paste(items[-length(items)], collapse = ", "), "or", items[length(items)])
}

# A string between quotes, short and on one line; what cannot be printed as its code.
quoted <- function(string) {
  shown <- encodeString(string, quote = "\"")
  if (nchar(shown) > 62L) paste0(substr(shown, 1L, 61L), "...\"") else shown
}

# Other names of the activations, in lower case and with underscores, and what to write instead.
foreign_act_types <- c(
  relu = ", which is \"leaky\" with slope = 0.", leaky_relu = ": did you mean \"leaky\"?", leakyrelu = ": did you mean \"leaky\"?",
  lrelu = ": did you mean \"leaky\"?", p_relu = ": did you mean \"prelu\"?", r_relu = ": did you mean \"rrelu\"?",
  gelu_erf = ": did you mean \"gelu\"?", gelu_none = ": did you mean \"gelu\"?", gelu_new = ": did you mean \"gelu_tanh\"?",
  gelu_pytorch_tanh = ": did you mean \"gelu_tanh\"?", gelu_approximate = ": did you mean \"gelu_tanh\"?",
  silu = ", which is x * plogis(x) in R.", swish = ", which is x * plogis(x) in R."
)

# How the error for an unknown act.type ends.
act_type_hint <- function(value, act_types) {
  name <- gsub("[. -]", "_", tolower(iconv(value, to = "UTF-8", sub = "?")))
  if (name %in% act_types) return(paste0(": did you mean \"", name, "\"?"))
  if (name %in% names(foreign_act_types)) foreign_act_types[[name]] else "."
}

# How the error for a gamma that should have been slope, or act.type, ends.
name_hint <- function(gamma, act_types) if (gamma %in% act_types) paste0(": did you mean act.type = ", quoted(gamma), "?") else "."

slope_hint <- function(gamma) paste0(": did you mean slope = ", format(gamma[[1L]], digits = 15L), "?")

# What makes plain numbers of an object, by its class, the first that fits; by the name of the package for S4 classes.
conversions <- c(
  factor = "as.numeric(as.character())", integer64 = "as.double()", Matrix = "as.matrix()", sparseMatrix = "as.matrix()",
  sparseVector = "as.vector()", DelayedArray = "as.array()", float32 = "float::dbl()", MXNDArray = "as.array()",
  torch_tensor = "as.array()", tensorflow.tensor = "as.array()", python.builtin.object = "reticulate::py_to_r()",
  Surv = "as.matrix()"
)

conversion_of <- function(x) {
  classes <- c(dispatch_class(x), attr(class(x), "package"))
  known <- match(classes, names(conversions), 0L)
  if (any(known > 0L)) conversions[[known[known > 0L][1L]]] else ""
}

# The classes that S3 dispatch goes through. Where an S4 class is not defined, its superclasses are not known.
dispatch_class <- function(x) {
  classes <- tryCatch(.class2(x), error = function(e) oldClass(x))
  classes[validEnc(classes) & Encoding(classes) != "bytes"]
}

# How the error for what does not hold numbers ends.
advice_on <- function(x) {
  conversion <- if (is.object(x)) conversion_of(x) else ""
  if (isS4(x) && is.data.frame(x)) conversion <- "as.data.frame()"
  if (is.list(x) && !is.object(x)) conversion <- "unlist()"
  if (nzchar(conversion)) paste0(": use ", conversion, ".") else "."
}

# The same for a column of a data frame.
advice_on_column <- function(x) if (is.data.frame(x) || length(dim(x))) ": use do.call(data.frame, data)." else advice_on(x)

# How the error for an object that is more than numbers ends, or "" where it is not: where exp() would not be plain arithmetic.
why_not_plain <- function(x) {
  package <- attr(oldClass(x), "package")
  if (isS4(x) && is.character(package) && is.null(definition_of(class(x)))) {
    where <- if (package[1L] != ".GlobalEnv") paste0(": load the package ", quoted(package[1L]))
    return(paste0(", which is not defined", where, "."))
  }
  # Methods are looked for where the user's call stands, as dispatch does.
  user <- sys.frame(sys.parents()[sys.nframe() - 1L])
  # A data frame's own methods are those for its columns.
  classes <- setdiff(dispatch_class(x), if (is.list(x)) "data.frame")
  # In a C locale, R warns where a name cannot be translated.
  has_method <- function(generic) suppressWarnings(any(vapply(classes, function(class) {
    !is.null(utils::getS3method(generic, class, optional = TRUE, envir = user))
  }, NA)))
  own <- "integer64" %in% classes || has_method("exp") || has_method("Math") || has_S4_method(x)
  if (!own) return("")
  conversion <- if (is.data.frame(x)) "as.data.frame()" else conversion_of(x)
  paste0(": use ", if (nzchar(conversion)) conversion else "as.numeric()", ", as that class has arithmetic of its own.")
}

definition_of <- function(class) {
  quietly <- function(code) suppressWarnings(suppressMessages(code))
  tryCatch(quietly(methods::getClassDef(class, package = attr(class, "package"))), error = function(e) NULL)
}

has_S4_method <- function(x) {
  if (!isS4(x)) return(FALSE)
  method <- methods::selectMethod("exp", class(x), optional = TRUE)
  !is.null(method) && !is.primitive(method)
}

# ---- Data frames -------------------------------------------------------------------------------------------------------------

# A data frame with other columns, as its class makes it: keys, indices and groups follow the new values. NULL where the class does
# not allow it. Called from C.
with_columns <- function(x, columns) {
  if (length(columns) == 0L) return(x)
  # Some classes replace columns by name, and names may be the same.
  names <- names(x)
  tryCatch({
    if (anyDuplicated(names)) names(x) <- make.unique(as.character(names))
    x[] <- columns
    if (anyDuplicated(names)) names(x) <- names
    is_replaced <- is.data.frame(x) && identical(lengths(unclass(x), FALSE), lengths(columns, FALSE)) &&
      all(vapply(unclass(x), is.double, NA))
    if (is_replaced) x
  }, error = function(e) NULL)
}

# data.table's `[<-` is only its own for packages that say so.
.datatable.aware <- TRUE
