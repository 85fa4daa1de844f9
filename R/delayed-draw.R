# rrelu in training, for delayed data: the slopes must be known before anything is read, so the result is realised at
# once, in blocks that follow each other in the order of the elements, as the slopes are drawn in.

draw_by_blocks <- function(data, arguments, compute) {
  data <- DelayedArray::DelayedArray(data)
  elements <- if (arguments$return.mask) c("out", "mask") else "out"
  # From HDF5Array 1.31.4 on, asking for the name of a file makes one.
  targets <- writing(lapply(setNames(nm = elements), function(element) target_for(data)))
  is_done <- FALSE
  on.exit(if (!is_done) for (target in targets) target$remove())
  for (target in targets) writing(target$make())
  grid <- linear_grid(data, 1 + length(elements))
  for (b in seq_along(grid)) {
    block <- naming("data", array_function("read_block")(data, grid[[b]], as.sparse = FALSE))
    result <- compute(c(list(data = block), arguments))
    if (!arguments$return.mask) result <- list(out = result)
    for (element in elements) writing(targets[[element]]$write(grid[[b]], result[[element]]))
  }
  results <- lapply(targets, function(target) writing(target$result()))
  is_done <- TRUE
  if (arguments$return.mask) results else results$out
}

# Blocks that follow each other in the order of the elements, so many of which take the automatic block size: full first
# dimensions, a part of one, which are whole chunks if that can be, and single indices of those beyond.
linear_grid <- function(data, blocks) {
  extents <- dim(data)
  most <- DelayedArray::getAutoBlockLength("double") %/% blocks
  spacings <- rep(1L, length(extents))
  for (k in seq_along(extents)) {
    spacings[k] <- as.integer(min(extents[k], max(most %/% prod(spacings), 1)))
    if (spacings[k] == extents[k]) next
    chunk <- DelayedArray::chunkdim(data)[k]
    if (length(chunk) && spacings[k] > chunk) spacings[k] <- spacings[k] %/% chunk * chunk
    break
  }
  array_function("RegularArrayGrid")(extents, spacings)
}

# ---- Where it is written to ----------------------------------------------------------------------
# A list of functions: to make what is to hold the result, to write a block, to get the result, and to remove it.

target_for <- function(data) {
  if (goes_to_HDF5(data)) return(HDF5_target(data))
  if (is.null(DelayedArray::getAutoRealizationBackend())) return(memory_target(data))
  sink_target(function() DelayedArray::AutoRealizationSink(dim(data), dimnames(data), "double"))
}

goes_to_HDF5 <- function(data) {
  has_path <- function(seed) is.character(tryCatch(DelayedArray::path(seed), error = function(e) NULL))
  is_on_disk <- any(unlist(DelayedArray::seedApply(data, has_path)))
  if (is_on_disk) return(requireNamespace("HDF5Array", quietly = TRUE))
  identical(DelayedArray::getAutoRealizationBackend(), "HDF5Array")
}

# DelayedArray's own copies all for each block.
memory_target <- function(data) {
  result <- NULL
  list(
    make = function() result <<- array(0, dim(data), dimnames(data)),
    write = function(viewport, block) {
      index <- array_function("makeNindexFromArrayViewport")(viewport, expand.RangeNSBS = TRUE)
      eval(assignment_of_part(quote(result), index, block), parent.env(environment()))
    },
    result = function() DelayedArray::DelayedArray(result),
    remove = function() NULL
  )
}

sink_target <- function(make, remove = function() NULL) {
  sink <- NULL
  list(
    make = function() sink <<- make(),
    write = function(viewport, block) sink <<- array_function("write_block")(sink, viewport, block),
    result = function() methods::as(sink, "DelayedArray"),
    remove = remove
  )
}

HDF5_target <- function(data) {
  # From 1.31.4 on it has no arguments.
  for_use <- intersect("for.use", names(formals(HDF5Array::getHDF5DumpFile)))
  file <- do.call(HDF5Array::getHDF5DumpFile, as.list(setNames(rep(TRUE, length(for_use)), for_use)))
  name <- HDF5Array::getHDF5DumpName(for.use = TRUE)
  objects <- objects_in(file)
  # A file of the user's may have such a name too, but not be without objects.
  is_new <- dirname(file) == HDF5Array::getHDF5DumpDir() && grepl("^auto[0-9]+[.]h5$", basename(file)) &&
    !length(objects)
  was_there <- sub("^/*", "", name) %in% objects
  make <- function() {
    HDF5Array::HDF5RealizationSink(dim(data), dimnames(data), "double", filepath = file, name = name,
                                   chunkdim = DelayedArray::chunkdim(data))
  }
  remove <- function() {
    if (is_new) return(unlink(file))
    if (!was_there) remove_dataset(file, name)
  }
  sink_target(make, remove)
}

objects_in <- function(file) {
  if (!file.exists(file)) return(character())
  objects <- getExportedValue("rhdf5", "h5ls")(file)
  sub("^/*", "", file.path(objects$group, objects$name))
}

# And its dimnames, which stand in a group beside it.
remove_dataset <- function(file, name) {
  delete <- getExportedValue("rhdf5", "h5delete")
  dimnames <- file.path(dirname(name), paste0(".", basename(name), "_dimnames"))
  for (object in c(name, dimnames)) try(delete(file, object), silent = TRUE)
}

# rhdf5 prints an error in writing a block, by try(), and goes on.
writing <- function(code) {
  printed <- textConnection(NULL, "w", local = TRUE)
  old <- options(try.outFile = printed, show.error.messages = TRUE)
  on.exit({
    options(old)
    close(printed)
  })
  fail <- function(why) stop("The result cannot be written: ", why)
  value <- tryCatch(code, error = function(e) fail(one_line(e)))
  lines <- textConnectionValue(printed)
  if (length(lines)) fail(sub("^Error in .* : ", "", one_line(simpleError(paste(lines, collapse = " ")))))
  value
}
