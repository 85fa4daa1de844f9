# What the functions' arguments need of R, beside what C checks.

# MXNet's own R functions wrote these with an underscore.
mxnet_names <- c(act_type = "act.type", lower_bound = "lower.bound", upper_bound = "upper.bound", is_train = "is.train")

# Gives the calling function the arguments in its `...` by their name here. Anything else there is an error, in the
# user's call.
use_mxnet_names <- function(...) {
  frame <- parent.frame()
  call <- sys.call(-1L)
  allowed <- mxnet_names[mxnet_names %in% names(formals(sys.function(-1L)))]
  given <- named_dots(allowed, ..., call = call)
  for (name in names(given)) {
    if (!eval(call("missing", as.name(name)), frame)) {
      spelled <- names(allowed)[allowed == name]
      stop(simpleError(paste0("`", spelled, "` must not be given together with `", name, "`, which is the same argument."), call))
    }
    assign(name, given[[name]], frame)
  }
}

# The values in `...`, by what `allowed` makes of their names.
named_dots <- function(allowed, ..., call = sys.call(-1L)) {
  fail <- function(...) stop(simpleError(paste0("`...` ", ...), call))
  may_have <- if (length(allowed)) paste("must only have", quote_all(names(allowed))) else "must be empty"
  given <- as.list(substitute(list(...)))[-1L]
  empty <- vapply(given, identical, NA, quote(expr = ))
  if (any(empty)) fail("must not have empty arguments, as ", quote_all(c(names(given[empty]), "the last")[1L]), " is.")
  dots <- list(...)
  spelled <- names(dots)
  if (length(dots) && (is.null(spelled) || any(spelled == ""))) fail(may_have, ", not an unnamed argument.")
  unknown <- setdiff(spelled, names(allowed))
  if (length(unknown)) fail(may_have, ", not ", quote_all(unknown), ".")
  again <- anyDuplicated(allowed[spelled])
  if (again) fail("must have each argument once, not `", spelled[again], "` again.")
  names(dots) <- allowed[spelled]
  dots
}

quote_all <- function(names) {
  quoted <- paste0("`", gsub("[[:cntrl:]]", " ", names), "`")
  if (length(quoted) == 1L) return(quoted)
  paste(paste(quoted[-length(quoted)], collapse = ", "), "or", quoted[length(quoted)])
}

# Whether an object with a class is more than numbers: its class has arithmetic of its own. Called from C.
has_own_math <- function(x) {
  if (inherits(x, "integer64")) return(TRUE)
  if (isS4(x)) return(!is.null(methods::selectMethod("exp", class(x), optional = TRUE)) && !is.primitive(
    methods::selectMethod("exp", class(x))))
  # Methods are looked for where the user's call stands, as dispatch does.
  user <- sys.frame(sys.parents()[sys.nframe() - 1L])
  for (class in class(x)) {
    if (!is.null(utils::getS3method("exp", class, optional = TRUE, envir = user))) return(TRUE)
    if (!is.null(utils::getS3method("Math", class, optional = TRUE, envir = user))) return(TRUE)
  }
  FALSE
}

# Whether something is to run when the function that called C ends, and could look at its arguments, as trace(exit = ) makes it. Called
# from C.
caller_has_on_exit <- function() !is.null(do.call(sys.on.exit, list(), envir = sys.frame(sys.nframe() - 1L)))
