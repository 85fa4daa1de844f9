# What data may be: what C does by itself, what R does for it, and what is an error.

# ---- Kinds of data that C does not hold ----------------------------------------------------------

# For each class the function that does the call, from the file kind-*.R of its own. It gets all
# arguments of one of the exported functions, and that function of such a list, and gives what the
# call is to give: it takes `data` (in backward() perhaps `out`) apart, calls the function with
# plain numbers, and puts the result together.
kinds <- list(data.frame = other_data_frame, Matrix = matrix_of_Matrix, sparseVector = matrix_of_Matrix,
              DelayedArray = delayed_array)

# That function for an object of a class that C does not hold, or NULL. Called from C.
kind_of <- function(x) {
  # Of an S4 class whose package is missing, R says so.
  classes <- if (isS4(x)) suppressWarnings(suppressMessages(dispatch_class(x))) else dispatch_class(x)
  # What is no list, or contains a data frame as an S4 object does, is none.
  if (typeof(x) != "list" || !"data.frame" %in% attr(x, "class")) classes <- setdiff(classes, "data.frame")
  if (is.null(matrix_class(x))) classes <- setdiff(classes, c("Matrix", "sparseVector"))
  if ("DelayedArray" %in% classes && !is_of_class(x, "DelayedArray")) classes <- setdiff(classes, "DelayedArray")
  first_known(classes, kinds)
}

# Whether it is an object that C does not hold, and no data frame.
is_other_kind <- function(x) isS4(x) && !is.null(kind_of(x))

# Whether an object is of a class of S4, or extends it, that is the one of that name of a package.
is_of_class <- function(x, class, package = class) {
  # Of an S4 class whose package is missing, nothing is known.
  if (!isS4(x) || !class %in% suppressWarnings(suppressMessages(dispatch_class(x)))) return(FALSE)
  if (identical(as.character(class(x)), class)) return(identical(attr(class(x), "package"), package))
  definition <- definition_of(class(x))
  !is.null(definition) && identical(attr(definition@contains[[class]]@superClass, "package"), package)
}

# The entry of a table by class for the first of these classes that it has, or NULL.
first_known <- function(classes, table) {
  known <- match(classes, names(table), 0L)
  if (any(known > 0L)) table[[known[known > 0L][1L]]]
}

# A list of what that function gives for the call of `name` with these arguments, or the message of
# its error, which C raises in the user's call. An error or an interrupt leaves the random numbers
# of the session as they were.
answer_of_kind <- function(call) {
  kind <- call[[1L]]
  called <- get(call[[2L]])
  arguments <- call[-(1:2)]
  names(arguments) <- names(formals(called))[seq_along(arguments)]
  user <- user_frame()
  compute <- function(arguments) do.call(called, arguments, quote = TRUE, envir = user)
  seed <- random_seed()
  answer <- NULL
  on.exit(if (!is.list(answer)) restore_seed(seed))
  answer <- tryCatch(list(kind(arguments, compute)), error = conditionMessage)
}

# What stands for an operand whose numbers C does not read. Where `data` is one, the exported functions
# check all arguments, compute nothing and give NULL.
shape_of <- function(x) structure(list(x, dim(x), as.double(length(x))), class = "leakyrelu_shape")

# The name of the operand that has the shape of the result: backward() may have `out` for `data`.
main_operand <- function(arguments) if (is.null(arguments$data)) "out" else "data"

# The elements of gamma, or of gamma.grad, as plain doubles.
slopes_given <- function(gamma) as.double(unclass(plain_numbers(gamma)))

has_several <- function(gamma) !is.null(gamma) && length(slopes_given(gamma)) != 1L

# Whether a call, whose arguments were checked, draws random slopes.
draws <- function(arguments) {
  slope_source(arguments$act.type) == "bounds" && isTRUE(arguments$is.train) && is.null(arguments$mask)
}

# Where the user's call of the exported function stands, for a function that C calls from there.
user_frame <- function() sys.frame(sys.parents()[sys.nframe() - 2L])

random_seed <- function() get0(".Random.seed", globalenv(), inherits = FALSE)

restore_seed <- function(seed) {
  if (!is.null(seed)) {
    assign(".Random.seed", seed, globalenv())
  } else if (exists(".Random.seed", globalenv(), inherits = FALSE)) {
    rm(".Random.seed", envir = globalenv())
  }
}

# ---- Objects that are more than their numbers, and what is not numbers ---------------------------

# What makes plain numbers of an object, by its class, the first that fits; by the name of the package for S4 classes.
conversions <- c(
  factor = "as.numeric(as.character())", integer64 = "as.double()", Matrix = "as.matrix()",
  sparseMatrix = "as.matrix()", sparseVector = "as.vector()", DelayedArray = "as.array()",
  SparseArray = "as.array()",
  float32 = "float::dbl()", half_float = "as.double()", MXNDArray = "as.array()", torch_tensor = "as.array()",
  tensorflow.tensor = "as.array()", python.builtin.object = "reticulate::py_to_r()", Surv = "as.matrix()"
)

conversion_of <- function(x) {
  conversion <- first_known(c(dispatch_class(x), attr(class(x), "package")), conversions)
  if (is.null(conversion)) "" else conversion
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
  if (is.raw(x) && !is.object(x)) conversion <- "as_float16() or as_bfloat16() for numbers of two bytes"
  if (nzchar(conversion)) paste0(": use ", conversion, ".") else "."
}

# The same for a column of a data frame.
advice_on_column <- function(x) {
  if (is.data.frame(x) || length(dim(x))) ": use do.call(data.frame, data)." else advice_on(x)
}

# How the error for an object that is more than numbers ends, or "" where it is not: where exp()
# would not be plain arithmetic.
why_not_plain <- function(x) {
  package <- attr(oldClass(x), "package")
  if (isS4(x) && is.character(package) && is.null(definition_of(class(x)))) {
    where <- if (package[1L] != ".GlobalEnv") paste0(": load the package ", quoted(package[1L]))
    return(paste0(", which is not defined", where, "."))
  }
  # Methods are looked for where the user's call stands, as dispatch does.
  user <- user_frame()
  # A data frame's own methods are those for its columns.
  classes <- setdiff(dispatch_class(x), if (is.list(x)) "data.frame")
  # In a C locale, R warns where a name cannot be translated.
  has_method <- function(generic) suppressWarnings(any(vapply(classes, function(class) {
    !is.null(utils::getS3method(generic, class, optional = TRUE, envir = user))
  }, NA)))
  if ("connection" %in% classes) return(", which holds no numbers: use readBin().")
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

# ---- Objects that hold numbers of a type that R does not have: src/holder.h ----------------------------------------

is_holder <- function(x) !is.null(.Call(leakyrelu_held, x))

# Their numbers as doubles; anything else as it is.
plain_numbers <- function(x) if (is_holder(x)) .Call(leakyrelu_to_doubles, x) else x
