# The gradient of gamma for delayed data: each block gives the exact sums of its part, written down, and these are added
# up exactly and rounded once. So neither the grid nor the workers that share it change a bit.

gamma_gradient <- function(operands, arguments) {
  if (slope_source(arguments$act.type) != "gamma") return(NULL)
  # Together, the blocks of all operands that are read take the automatic block size.
  most <- DelayedArray::getAutoBlockLength("double") %/% length(operands)
  grid <- DelayedArray::defaultAutoGrid(DelayedArray::DelayedArray(operands[["data"]]), block.length = max(most, 1))
  # Workers get no more than they need.
  needed <- arguments[intersect(c("out.grad", "data.grad", "margin"), names(arguments))]
  needed$has_several <- has_several(arguments$gamma)
  # Some engines draw numbers to name and to share out their jobs.
  seed <- random_seed()
  on.exit(restore_seed(seed))
  sums <- tryCatch(DelayedArray::gridApply(grid, sums_of_block, operands, needed), error = function(e) {
    message <- one_line(first_error(e))
    # An operand that cannot be read is named already; what workers say of themselves is not.
    stop(if (!startsWith(message, "`")) "The gradient of `gamma` cannot be summed: ", message)
  })
  .Call(leakyrelu_read_sums, unlist(sums, recursive = FALSE), arguments$gamma)
}

sums_of_block <- function(viewport, operands, arguments) {
  # A worker that has not this package would not find the functions below; this says why.
  loadNamespace("leakyrelu")
  if (any(dim(viewport) == 0L)) return(list())
  index <- array_function("makeNindexFromArrayViewport")(viewport, expand.RangeNSBS = TRUE)
  extract <- array_function("extract_array")
  blocks <- lapply(setNames(nm = names(operands)), function(name) naming(name, extract(operands[[name]], index)))
  arguments[names(blocks)] <- blocks
  numbers <- if (arguments$has_several) numbers_of_gamma(arguments$margin, dim(operands[["data"]]), index)
  # What gamma is does not matter to the sums.
  gamma <- double(max(1, length(numbers)))
  .Call(leakyrelu_write_sums, arguments$out.grad, arguments$data, arguments$data.grad, gamma, arguments$margin, numbers)
}

# Of the errors of several workers, the first.
first_error <- function(e) {
  errors <- Filter(function(result) inherits(result, "remote_error"), attr(e, "result"))
  if (length(errors)) errors[[1L]] else e
}
