# What can be done with float16 and bfloat16, and what cannot: methods of S3, which R dispatches on the superclasses of
# S4 objects too.

# ---- Out of them ---------------------------------------------------------------------------------

#' @export
as.double.half_float <- function(x, ...) as.vector(values_of(x))

#' @export
as.array.half_float <- function(x, ...) as.array(values_of(x), ...)

#' @export
as.matrix.half_float <- function(x, ...) as.matrix(values_of(x), ...)

#' @export
as.raw.half_float <- function(x) x@bytes

# Doubles in their shape.
values_of <- function(x) .Call(leakyrelu_to_doubles, of_the_class_itself(x))

# C knows no classes that extend these.
of_the_class_itself <- function(x) {
  type <- type_of(x)
  if (class(x) == type) x else new(type, bytes = x@bytes, Dim = x@Dim, Dimnames = x@Dimnames)
}

# The 16 bits of each, as whole numbers.
bits_of <- function(x) in_shape_of(x, readBin(x@bytes, "integer", length(x), size = 2L, signed = FALSE))

in_shape_of <- function(x, values) {
  dim(values) <- dim(x)
  dimnames(values) <- dimnames(x)
  values
}

# ---- Shape and parts -----------------------------------------------------------------------------

#' @export
length.half_float <- function(x) length(x@bytes) %/% 2L

#' @export
dim.half_float <- function(x) if (length(x@Dim)) x@Dim

#' @export
dimnames.half_float <- function(x) if (length(x@Dimnames)) x@Dimnames

#' @export
`dim<-.half_float` <- function(x, value) {
  half_float(type_of(x), x@bytes, value, NULL, as_written(sys.call(), "dim<-"))
}

#' @export
`dimnames<-.half_float` <- function(x, value) {
  half_float(type_of(x), x@bytes, dim(x), value, as_written(sys.call(), "dimnames<-"))
}

#' @export
`[.half_float` <- function(x, ...) {
  bits <- bits_of(x)
  call <- as_written(sys.call(), "[")
  # R's own errors, in the user's call.
  bits <- tryCatch(bits[...], error = function(e) {
    if (identical(conditionCall(e), quote(bits[...]))) e$call <- call
    stop(e)
  })
  bits[is.na(bits)] <- half_floats[[type_of(x)]]$nan
  half_float(type_of(x), writeBin(as.vector(bits), raw(), size = 2L), dim(bits), dimnames(bits), call)
}

# ---- What they are -------------------------------------------------------------------------------

#' @export
is.na.half_float <- function(x) is.na(values_of(x))

#' @export
is.nan.half_float <- function(x) is.nan(values_of(x))

#' @export
is.finite.half_float <- function(x) is.finite(values_of(x))

#' @export
is.infinite.half_float <- function(x) is.infinite(values_of(x))

#' @export
anyNA.half_float <- function(x, recursive = FALSE) anyNA(as.double(x))

#' @rdname float16
#' @method all.equal half_float
#' @export
all.equal.half_float <- function(target, current, ..., tolerance = NULL) {
  if (!identical(class(target), class(current))) {
    return(sprintf("target is %s, current is %s", class(target)[1L], class(current)[1L]))
  }
  if (is.null(tolerance)) tolerance <- half_floats[[type_of(target)]]$unit
  all.equal(values_of(target), values_of(current), ..., tolerance = tolerance)
}

# ---- How they are shown --------------------------------------------------------------------------

#' @rdname float16
#' @export
format.half_float <- function(x, digits = NULL, ...) format(values_of(x), digits = digits_for(x, digits), ...)

#' @rdname float16
#' @export
print.half_float <- function(x, digits = NULL, max = 100L, ...) {
  if (!is.numeric(max) || length(max) != 1L || !isTRUE(max >= 1)) {
    stop("`max` must be a number of at least 1, not ", describe(max), ".")
  }
  max <- min(max, getOption("max.print"))
  extents <- if (is.null(dim(x))) length(x) else dim(x)
  cat("<", class(x), "> ", describe_extents(x, extents), "\n", sep = "")
  shown <- extents_within(extents, max)
  print(values_of(leading(x, shown)), digits = digits_for(x, digits), max = max(max, 1), ...)
  if (!identical(shown, extents)) cat("# only the first", paste(shown, collapse = " x "), "are shown\n")
  invisible(x)
}

#' @rawNamespace S3method(utils::str, half_float)
str.half_float <- function(object, ...) {
  extents <- if (is.null(dim(object))) length(object) else dim(object)
  ranges <- paste(ifelse(extents == 0, "0", paste0("1:", extents)), collapse = ", ")
  first <- as.double(object[seq_len(min(length(object), 5L))])
  values <- c(vapply(first, format, "", digits = 3L), if (length(object) > 5L) "...")
  cat(" ", class(object), " [", ranges, "]", paste0(" ", values), "\n", sep = "")
}

digits_for <- function(x, digits) if (is.null(digits)) half_floats[[type_of(x)]]$digits else digits

describe_extents <- function(x, extents) {
  if (is.null(dim(x))) paste("length", extents) else paste(extents, collapse = " x ")
}

# The extents of the leading part with at most so many values: the longest ones are shortened.
extents_within <- function(extents, most) {
  for (k in order(extents)) {
    extents[k] <- as.integer(min(extents[k], max(1, most)))
    most <- most %/% max(1L, extents[k])
  }
  extents
}

leading <- function(x, extents) do.call(`[`, c(list(x), lapply(extents, seq_len), list(drop = FALSE)))

# ---- What cannot be done with them ---------------------------------------------------------------

# Generics whose method is an error that says what to do instead. What R does by one of these is refused with it:
# range() by Summary, round() by Math, order() by xtfrm().
refused <- c(
  "Ops", "Math", "Summary", "Complex", "[[", "$", "[<-", "[[<-", "$<-", "names<-", "length<-", "levels<-",
  "c", "rep", "rev", "sort", "xtfrm", "unique", "duplicated", "anyDuplicated", "t", "aperm", "diff",
  "split", "cut", "mean", "median", "quantile", "summary", "as.integer", "as.logical", "as.complex", "as.character",
  "as.vector", "as.list", "as.data.frame"
)

refusal <- function(call, generic, ...) {
  type <- ""
  for (i in seq_len(...length())) if (type == "") type <- type_of(...elt(i))
  simpleError(paste0("`", generic, "` is not defined for ", type, ": use as.double()."), as_written(call, generic))
}

# The user's call of a generic: R names the method there, and puts values for the arguments of some.
as_written <- function(call, generic) {
  call[[1L]] <- as.name(generic)
  for (i in seq_along(call)) if (typeof(call[[i]]) == "S4") call[[i]] <- quote(x)
  call
}

refuse <- function(...) stop(refusal(sys.call(), .Generic, ...))
refuse_replacement <- function(..., value) stop(refusal(sys.call(), .Generic, ...))

#' @evalNamespace sprintf("S3method(\"%s\",half_float)", refused)
#' @importFrom stats median quantile
for (generic in refused) {
  assign(paste0(generic, ".half_float"), if (endsWith(generic, "<-")) refuse_replacement else refuse)
}
rm(generic)

# R calls these from its own cbind() and rbind(), and does not say which of the two it is.
#' @export
cbind.half_float <- function(..., deparse.level = 1) stop(refusal(sys.call(-1L), "cbind", ...))

#' @export
rbind.half_float <- function(..., deparse.level = 1) stop(refusal(sys.call(-1L), "rbind", ...))

# R has a group of S3 for matrix products from 4.3 on.
#' @rawNamespace if (getRversion() >= "4.3.0") S3method(matrixOps, half_float)
matrixOps.half_float <- refuse

# ---- What S3 cannot reach ------------------------------------------------------------------------

S4_methods <- new.env()

# What is printed without a call of print(), and matrix products before R 4.3. These methods are set when the package is
# attached, or the first object is met, not when it is loaded for another package: that takes 12 ms, and took 32 with
# them.
set_S4_methods <- function() {
  if (length(S4_methods)) return()
  setMethod("show", "half_float", function(object) print(object), where = S4_methods)
  if (getRversion() >= "4.3.0") return()
  refuse_product <- function(x, y) stop(refusal(sys.call(), "%*%", x, y))
  for (signature in list(c("half_float", "ANY"), c("ANY", "half_float"), c("half_float", "half_float"))) {
    setMethod("%*%", signature, refuse_product, where = S4_methods)
  }
}
