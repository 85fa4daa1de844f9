# What stands behind a DelayedArray that is a result: which function is to be called with which operands, block by
# block, when it is read.
#
# A seed is a list of its operands, arrays of any kind that DelayedArray reads, by the names of the arguments that they
# are; the first, `data` or `out`, has the result's dimensions. As it is nothing but a list of these, DelayedArray's
# nseed(), seedApply() and showtree() go on to them. All else is in attributes:
#   called     the name of the exported function
#   element    which element of its value is meant, or NULL
#   arguments  its other arguments, plain
#   home       this namespace: whoever reads a file with a seed loads the package with it
new_seed <- function(called, element, operands, arguments) {
  structure(operands, called = called, element = element, arguments = arguments, home = topenv(),
            class = "leakyrelu_seed")
}

# What moved from DelayedArray to S4Arrays, which Bioconductor has from 3.18 on.
array_function <- function(name) {
  loadNamespace("DelayedArray")
  getExportedValue(if (isNamespaceLoaded("S4Arrays")) "S4Arrays" else "DelayedArray", name)
}

#' @export
dim.leakyrelu_seed <- function(x) dim(x[[1L]])

#' @export
dimnames.leakyrelu_seed <- function(x) dimnames(x[[1L]])

# DelayedArray's extract_array() of any object, type() and is_sparse() need no more than this.
#' @export
`[.leakyrelu_seed` <- function(x, ..., drop = TRUE) {
  result <- read_in_pieces(x, subscripts_of(x, ...))
  if (drop) drop(result) else result
}

#' @export
print.leakyrelu_seed <- function(x, ...) {
  cat("<leakyrelu_seed> ", attr(x, "called"), "()", if (!is.null(attr(x, "element"))) "$", attr(x, "element"), " of ",
      joined(paste0("`", names(x), "`"), "and"), ", ", paste(dim(x), collapse = " x "), "\n", sep = "")
  invisible(x)
}

# The subscripts as whole numbers from 1 on; NULL for all.
subscripts_of <- function(x, ...) {
  given <- eval(substitute(alist(...)))
  extents <- dim(x)
  if (length(given) != length(extents)) stop("incorrect number of dimensions")
  lapply(seq_along(extents), function(k) {
    if (identical(given[[k]], quote(expr = ))) return(NULL)
    i <- ...elt(k)
    if (is.character(i)) i <- match(i, dimnames(x)[[k]])
    # Positive ones need no vector as long as the dimension.
    if (!is.numeric(i) || any(i < 1, na.rm = TRUE)) i <- seq_len(extents[k])[i]
    if (anyNA(i) || any(i > extents[k])) stop("subscript out of bounds")
    i
  })
}

# ---- Block by block ------------------------------------------------------------------------------

# The most elements of a piece, unless a chunk has more.
piece_length <- function() min(2^20, DelayedArray::getAutoBlockLength("double"))

# The result where these subscripts lie, in little more memory than it takes itself.
read_in_pieces <- function(seed, index) {
  extents <- dim(seed)
  lengths <- ifelse(vapply(index, is.null, NA), extents, lengths(index))
  if (any(lengths == 0L)) return(array(0, lengths))
  ends <- piece_ends(index, extents, DelayedArray::chunkdim(seed[[1L]]))
  pieces <- lengths(ends)
  if (all(pieces == 1L)) return(read_piece(seed, index))
  # R would keep the last block, which is written now, until it needs more memory than both take.
  is_large <- prod(lengths) >= 2^22
  if (is_large) gc()
  result <- array(0, lengths)
  for (p in seq_len(prod(pieces))) {
    if (is_large) gc(full = FALSE) # the pieces before
    at <- arrayInd(p, pieces)
    last <- mapply(`[`, ends, at)
    first <- mapply(function(ends, at) if (at > 1L) ends[at - 1L] + 1 else 1, ends, at)
    positions <- Map(seq, first, last)
    piece <- read_piece(seed, Map(part_of_subscript, index, first, last, extents))
    eval(assignment_of_part(quote(result), positions, piece))
  }
  result
}

# name[...] <- value as a call, as R copies nothing where it assigns to the name itself. NULL stands for all.
assignment_of_part <- function(name, index, value) {
  subscripts <- lapply(index, function(i) if (is.null(i)) quote(expr = ) else i)
  as.call(list(quote(`<-`), as.call(c(quote(`[`), name, subscripts)), value))
}

part_of_subscript <- function(i, first, last, extent) {
  if (!is.null(i)) i[seq(first, last)] else if (first > 1 || last < extent) seq(first, last)
}

# For each dimension, the positions in its subscript where the pieces end: on the borders of chunks, so that no chunk is
# read twice. The first dimensions are cut last.
piece_ends <- function(index, extents, chunk) {
  if (is.null(chunk)) chunk <- rep(1L, length(extents))
  many <- piece_length() / prod(as.double(chunk))
  ends <- vector("list", length(extents))
  for (k in seq_along(extents)) {
    i <- index[[k]]
    n <- if (is.null(i)) extents[k] else length(i)
    chunks <- min(max(floor(many), 1), n %/% chunk[k] + 2)
    many <- many / chunks
    ends[[k]] <- cut_subscript(i, n, chunks * chunk[k])
  }
  ends
}

cut_subscript <- function(i, n, step) {
  multiples <- function(from, to) if (from <= to) seq(from, to) * step
  if (is.unsorted(i)) return(unique(c(multiples(1, n %/% step), n)))
  first <- if (is.null(i)) 1 else i[1L]
  last <- if (is.null(i)) n else i[n]
  borders <- multiples(ceiling(first / step), (last - 1) %/% step)
  is_range <- is.null(i) || last - first + 1 == n && !is.unsorted(i, strictly = TRUE)
  unique(c(if (is_range) borders - first + 1 else findInterval(borders, i), n))
}

# The result where these subscripts lie, all operands in memory.
read_piece <- function(seed, index) {
  extract <- array_function("extract_array")
  arguments <- attr(seed, "arguments")
  arguments[names(seed)] <- lapply(unclass(seed), extract, index)
  margin <- arguments$margin
  for (name in intersect(c("gamma", "gamma.grad"), names(arguments))) {
    arguments[name] <- list(along_margin(arguments[[name]], margin, dim(seed), index))
  }
  called <- attr(seed, "called")
  # A call by names, as an error may show it.
  given <- lapply(setNames(nm = intersect(names(formals(called)), names(arguments))), as.name)
  answer <- eval(as.call(c(as.name(called), given)), arguments, topenv())
  if (!is.null(attr(seed, "element"))) answer <- answer[[attr(seed, "element")]]
  # Those of arrays in memory; DelayedArray does not expect any.
  dimnames(answer) <- NULL
  answer
}

# The elements of a gamma that runs along `margin` of data with these extents, for these subscripts of data.
along_margin <- function(gamma, margin, extents, index) {
  if (length(gamma) <= 1L) gamma else gamma[numbers_of_gamma(margin, extents, index)]
}

# The numbers of these elements.
numbers_of_gamma <- function(margin, extents, index) {
  if (length(extents) < 2L) margin <- 1L
  numbers <- 1
  step <- 1
  for (k in margin) {
    i <- if (is.null(index[[k]])) seq_len(extents[k]) else as.vector(index[[k]])
    numbers <- as.vector(outer(numbers, (i - 1) * step, "+"))
    step <- step * extents[k]
  }
  numbers
}

# ---- Generics of S4 ------------------------------------------------------------------------------

# Methods for seeds are set as soon as DelayedArray is there, which was loaded before this package, or will be, perhaps
# for a file with a seed in it.
when_delayed_array_loads <- function(act) {
  if (isNamespaceLoaded("DelayedArray")) return(act())
  setHook(packageEvent("DelayedArray", "onLoad"), function(...) act())
}

# The grid of chunks is that of data. The path is that of the only file, which may have moved.
set_methods_of_seeds <- function() {
  methods::setOldClass("leakyrelu_seed", where = methods_of_seeds)
  chunkdim <- DelayedArray::chunkdim
  path <- getExportedValue("BiocGenerics", "path")
  `path<-` <- getExportedValue("BiocGenerics", "path<-")
  set <- function(generic, method) setMethod(generic, "leakyrelu_seed", method, where = methods_of_seeds)
  set(chunkdim, function(x) chunkdim(x[[1L]]))
  set(path, function(object, ...) path(object[[only_operand(object)]], ...))
  set(`path<-`, function(object, ..., value) {
    path(object[[only_operand(object)]], ...) <- value
    object
  })
}

methods_of_seeds <- new.env()

only_operand <- function(seed) {
  if (length(seed) == 1L) return(1L)
  stop("path() must be called on what one array gives, not on what ", joined(paste0("`", names(seed), "`"), "and"),
       " give.", call. = FALSE)
}
