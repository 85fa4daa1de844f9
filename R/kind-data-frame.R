# Data frames of other classes than "data.frame" and plain tibbles, which may have keys, indices and groups.

# Their columns are computed as those of a plain data frame, and put back by the class itself.
other_data_frame <- function(arguments, compute) {
  at <- main_operand(arguments)
  frame <- arguments[[at]]
  arguments[[at]] <- plain_data_frame(frame)
  put_back <- function(result) {
    if (is.data.frame(result)) return(with_columns(frame, result))
    if (is.list(result)) lapply(result, put_back) else result
  }
  tryCatch(put_back(compute(arguments)), cannot_replace = function(e) {
    stop("`", at, "` must be a data frame whose columns can be replaced, not a data frame of class ",
         quoted(class(frame)[1L]), ": use as.data.frame().")
  })
}

columns_of <- function(x) lapply(seq_along(unclass(x)), function(j) .subset2(x, j))

plain_data_frame <- function(x) {
  columns <- columns_of(x)
  attributes(columns) <- list(names = attr(x, "names"), row.names = .row_names_info(x, 0L), class = "data.frame")
  columns
}

# A data frame with other columns, as its class makes it: keys, indices and groups follow the new values.
with_columns <- function(x, frame) {
  columns <- columns_of(frame)
  if (length(columns) == 0L) return(x)
  # Some classes replace columns by name, and names may be the same.
  names <- names(x)
  replaced <- tryCatch({
    if (anyDuplicated(names)) names(x) <- make.unique(as.character(names))
    x[] <- columns
    if (anyDuplicated(names)) names(x) <- names
    x
  }, error = function(e) NULL)
  is_replaced <- is.data.frame(replaced) && identical(lengths(unclass(replaced), FALSE), lengths(columns, FALSE)) &&
    all(vapply(unclass(replaced), is.double, NA))
  if (!is_replaced) stop(errorCondition("", class = "cannot_replace"))
  replaced
}

# data.table's `[<-` is only its own for packages that say so.
.datatable.aware <- TRUE
