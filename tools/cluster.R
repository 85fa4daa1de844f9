# A prelu of a file with 10 million numbers, and its gradient, by the jobs of a Slurm cluster: run by tools/cluster,
# which starts the cluster. Of each, one job is cancelled in the middle, and the call repeated. The exit status is 0
# only if nothing was lost by that, and every number is, to the bit, that of the call in memory.

suppressPackageStartupMessages({
  library(HDF5Array)
  library(BiocParallel)
})
library(leakyrelu)

folder <- commandArgs(TRUE)[1L] # on a file system that all nodes share
path <- function(...) file.path(folder, ...)

# ---- What is shown --------------------------------------------------------------------------------------------------

started <- proc.time()[["elapsed"]]
failed <- FALSE
say <- function(...) cat(sprintf("%5.1f s  ", proc.time()[["elapsed"]] - started), ..., "\n", sep = "")
check <- function(fact, holds) {
  say(fact, ": ", if (isTRUE(holds)) "yes" else "NO")
  failed <<- failed || !isTRUE(holds)
}
same_bits <- function(x, y) identical(x, y, num.eq = FALSE, single.NA = FALSE)

# The states of the jobs that have ended since this was asked last, from Slurm's own record.
recorded <- 0L
ended_jobs <- function() {
  lines <- readLines(path("jobs.txt"))
  lines <- tail(lines, length(lines) - recorded)
  recorded <<- recorded + length(lines)
  field <- function(name) sub(paste0(".*\\b", name, "=([^ ]*).*"), "\\1", lines)
  say("Slurm's record: ", paste("job", field("JobId"), field("Name"), field("JobState"), collapse = ", "))
  field("JobState")
}

# Cancels the last job, as another terminal could, when the first 5 blocks are done.
cancel_one_job <- function() {
  script <- sprintf("until [ $(ls %s 2>/dev/null | wc -l) -ge 5 ]; do sleep 0.02; done
    echo; squeue; scancel $(squeue --noheader --states=RUNNING --format=%%i | sort -n | tail -n 1)",
    path("registry", "results"))
  system2("sh", c("-c", shQuote(script)), wait = FALSE)
}
# What a call gives of which one job is cancelled, having shown that it is an error and what that says.
cancelled <- function(call) {
  cancel_one_job()
  answer <- try(call)
  states <- ended_jobs()
  check("one job was cancelled, and the call is an error", "CANCELLED" %in% states && inherits(answer, "try-error"))
  check("the file is as it was", identical(tools::md5sum(path("data.h5")), checksum))
  check("no job is left, and no registry",
        !length(system2("squeue", "--noheader", stdout = TRUE)) && !file.exists(path("registry")))
}
completed <- function(call) {
  force(call)
  check("all jobs completed", all(ended_jobs() == "COMPLETED"))
  call
}

# ---- Numbers in a file, and an engine -------------------------------------------------------------------------------

set.seed(1)
x <- matrix(rnorm(1e7), ncol = 100)
x[1:4] <- c(NA, NaN, -Inf, -0)
gamma <- seq(-0.5, 1, length.out = ncol(x))
data <- writeHDF5Array(x, path("data.h5"), "x")
checksum <- tools::md5sum(path("data.h5"))
say(format(length(x), big.mark = ","), " numbers written, ", round(file.size(path("data.h5")) / 1e6), " MB")

# batchtools looks at the jobs every 5 seconds, unless it is told otherwise, and BiocParallel waits 5 seconds before it
# removes the registry.
writeLines("sleep <- 1", path("batchtools.conf.R"))
options(BIOCPARALLEL_BATCHTOOLS_REMOVE_REGISTRY_WAIT = 0)

param <- BatchtoolsParam(
  workers = 2, # Slurm jobs, among which the blocks are shared
  cluster = "slurm",
  template = system.file("templates", "slurm-simple.tmpl", package = "batchtools"),
  resources = list(ncpus = 1, memory = 1000, walltime = 600), # of a job: CPUs, MB, seconds
  registryargs = batchtoolsRegistryargs(file.dir = path("registry"), conf.file = path("batchtools.conf.R")),
  progressbar = TRUE
)
setAutoBPPARAM(param)
setAutoBlockSize(2e6) # bytes: 40 blocks

# ---- The values -----------------------------------------------------------------------------------------------------

# Each job computes its blocks and writes them, each into a file of its own. A file of that name is whole.
store <- function(block, folder) {
  part <- file.path(folder, sprintf("rows-%04d.h5", DelayedArray::currentBlockId()))
  unfinished <- paste0(part, ".unfinished")
  unlink(unfinished) # of a job that was cancelled
  HDF5Array::writeHDF5Array(block, unfinished, "y", with.dimnames = TRUE)
  file.rename(unfinished, part)
  part
}
y <- mx.nd.LeakyReLU(data, gamma, "prelu") # computes when it is read
grid <- rowAutoGrid(y)
dir.create(path("parts"))
expected <- mx.nd.LeakyReLU(x, gamma, "prelu")

say("computing the values of ", length(grid), " blocks; one job will be cancelled")
cancelled(blockApply(y, store, path("parts"), grid = grid))
written <- list.files(path("parts"), pattern = "[.]h5$", full.names = TRUE)
ids <- as.integer(sub(".*rows-([0-9]*).*", "\\1", written))
check(paste("the", length(written), "blocks that were written are whole"),
      all(mapply(function(part, id) same_bits(as.matrix(HDF5Array(part, "y")), read_block(expected, grid[[id]])),
                 written, ids)))

say("computing the values again")
parts <- completed(blockApply(y, store, path("parts"), grid = grid))
written <- do.call(rbind, lapply(parts, HDF5Array, "y"))
check("they are those of the call in memory, to the bit", same_bits(as.matrix(written), expected))

# ---- The gradient ---------------------------------------------------------------------------------------------------

# Of sum(y^2): the gradient with respect to y is 2 y, which is delayed too.
gradient <- function() mx.nd.LeakyReLU.backward(2 * y, data, gamma, "prelu")$gamma
expected <- mx.nd.LeakyReLU.backward(2 * expected, x, gamma, "prelu")$gamma
seed <- .Random.seed

say("computing the gradient of sum(y^2) with respect to gamma; one job will be cancelled")
cancelled(gradient())
check("the random numbers go on as before", identical(.Random.seed, seed))

say("computing the gradient again")
g <- completed(gradient())
check("it is that of the call in memory, to the bit", same_bits(g, expected))
check("the random numbers go on as before", identical(.Random.seed, seed))

if (!failed) invisible(file.create(path("all-held")))
say(if (failed) "Something went wrong." else "Everything went as expected.")
