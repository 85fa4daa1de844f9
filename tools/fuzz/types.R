# A good call with plain numbers is made once more with operands of other types of number: it gives what doubles with
# the same values give, rounded once to the type of the result.

held_as <- list(float16 = as_float16, bfloat16 = as_bfloat16)
if (requireNamespace("float", quietly = TRUE)) held_as$float32 <- float::fl

held_values <- function(x) if (isS4(x) && has_class(x, "float32")) float::dbl(x) else if (isS4(x)) as.array(x) else x
values_in <- function(x) if (isS4(x) && is.null(dim(x))) c(held_values(x)) else held_values(x)

is_plain <- function(x) {
  is_numbers(x) && !is.object(x) && !isS4(x) && length(x) < 20000L &&
    all(names(attributes(x)) %in% c("dim", "dimnames"))
}

# Package float has no other arrays than matrices.
hold <- function(x) {
  types <- if (length(dim(x)) %in% c(0L, 2L)) names(held_as) else setdiff(names(held_as), "float32")
  if (chance(0.3)) x else held_as[[some(types, 1L)]](x)
}

same_rounded <- function(actual, doubles) {
  if (!isS4(actual)) {
    if (!is.list(actual)) return(identical(actual, doubles, num.eq = FALSE))
    return(all(mapply(same_rounded, actual, doubles)))
  }
  type <- intersect(class(actual), names(held_as))
  length(type) == 1L && identical(values_in(actual), values_in(held_as[[type]](doubles)), num.eq = FALSE)
}

wrong_types <- function(call, meaning, state) {
  a <- meaning$a
  operands <- intersect(names(a), c("data", "out", "out.grad", "data.grad", "gamma", "gamma.grad", "mask"))
  operands <- operands[!vapply(a[operands], is.null, NA)]
  if (!startsWith(call$fun, "mx.nd.") || !all(vapply(a[operands], is_plain, NA))) return()
  held <- lapply(a[operands], hold)
  result_of <- function(values) {
    if (is.null(state)) own_generator(1) else put_state(state)
    tryCatch(do.call(call$fun, replace(a, operands, values), quote = TRUE), error = function(e) e)
  }
  actual <- result_of(held)
  expected <- result_of(lapply(held, values_in))
  if (inherits(actual, "error") || inherits(expected, "error")) {
    # What is finite as a double may not be as a half.
    if (!identical(class(actual), class(expected))) return("an error with some types and not with others")
  } else if (!same_rounded(actual, expected)) {
    types <- vapply(held, function(x) class(x)[1L], "")
    paste("not the rounded result with", paste(names(types), "of type", types, collapse = ", "))
  }
}
