# A good call with plain numbers is made once more with operands of other kinds: sparse, or computed when it is read. It
# gives the same numbers, in the same shape, an error where that is one, and leaves the same random numbers.

sparse_forms <- function(form) {
  list(of = function(x) methods::as(methods::as(x + 0, form), "sparseMatrix"), plain = as.matrix, is_sparse = TRUE,
       holds = function(x) length(dim(x)) == 2L)
}
other_kinds <- list()
if (requireNamespace("Matrix", quietly = TRUE)) {
  other_kinds$columns <- sparse_forms("CsparseMatrix")
  other_kinds$rows <- sparse_forms("RsparseMatrix")
  other_kinds$triplets <- sparse_forms("TsparseMatrix")
  other_kinds$vector <- list(of = function(x) methods::as(as.double(x), "sparseVector"), plain = as.vector,
                             is_sparse = TRUE, holds = function(x) is.null(dim(x)))
}
if (requireNamespace("DelayedArray", quietly = TRUE)) {
  other_kinds$delayed <- list(of = DelayedArray::DelayedArray, plain = as.array, is_sparse = FALSE,
                              holds = function(x) !is.null(dim(x)))
}

# A result of any kind as plain numbers. DelayedArrays and Matrix have no names of dimnames in some releases.
plain_result <- function(x, kind) {
  if (is.list(x)) return(lapply(x, plain_result, kind))
  if (isS4(x)) x <- kind$plain(x)
  if (!is.null(dimnames(x))) names(dimnames(x)) <- NULL
  if (identical(dimnames(x), vector("list", length(dim(x))))) dimnames(x) <- NULL
  x
}

wrong_kinds <- function(call, meaning, state) {
  a <- meaning$a
  main <- intersect(c("data", "out"), names(Filter(Negate(is.null), a)))
  if (!startsWith(call$fun, "mx.nd.") || length(main) != 1L || !is_plain(a[[main]])) return()
  kinds <- names(Filter(function(kind) kind$holds(a[[main]]), other_kinds))
  slopes <- c(a$gamma, a$gamma.grad)
  if (!is.numeric(slopes) || !all(is.finite(slopes))) kinds <- intersect(kinds, "delayed")
  if (!length(kinds)) return()
  kind <- other_kinds[[some(kinds, 1L)]]
  others <- Filter(function(name) is_plain(a[[name]]) && kind$holds(a[[name]]) && chance(0.7),
                   intersect(names(a), c("out.grad", "data.grad", "mask")))
  given <- replace(a, c(main, others), lapply(a[c(main, others)], kind$of))
  result_of <- function(arguments) {
    if (is.null(state)) own_generator(1) else put_state(state)
    result <- tryCatch(do.call(call$fun, arguments, quote = TRUE), error = function(e) e)
    list(result, get_state())
  }
  actual <- result_of(given)
  expected <- result_of(a)
  named <- paste(toString(c(main, others)), "of class", class(given[[main]]))
  is_error <- function(result) inherits(result[[1L]], "error")
  if (is_error(actual) || is_error(expected)) {
    if (is_error(actual) && is_error(expected)) return()
    return(paste("an error with", named, "or without:", conditionMessage(Find(is_error, list(actual, expected))[[1L]])))
  }
  if (!identical(plain_result(actual[[1L]], kind), plain_result(expected[[1L]], kind))) {
    return(paste("not the same numbers with", named))
  }
  if (!identical(actual[[2L]], expected[[2L]])) paste("other random numbers with", named)
}
