# One call on HDF5 files of 1e8 numbers, in a process of its own: prints its seconds, and the megabytes that it took
# above what R has with HDF5Array attached.
#
#   Rscript bench/disk.R FOLDER CALL

suppressMessages(library(HDF5Array))
library(leakyrelu)
folder <- commandArgs(TRUE)[1]
call <- commandArgs(TRUE)[2]
file_of <- function(name) file.path(folder, paste0(name, ".h5"))

# 12500 x 8000, written block by block, not compressed, as compressing takes longer than all else.
make <- function(name, seed) {
  set.seed(seed)
  sink <- HDF5RealizationSink(c(12500L, 8000L), filepath = file_of(name), name = "values", level = 0)
  for (block in as.list(defaultAutoGrid(sink))) {
    write_block(sink, block, matrix(rnorm(length(block)), dim(block)[1]))
  }
}
if (call == "make") {
  dir.create(folder)
  make("x", 1)
  make("g", 2)
  cat("0 0\n")
  quit()
}

x <- HDF5Array(file_of("x"), "values")
g <- HDF5Array(file_of("g"), "values")
set.seed(3)
gamma <- runif(8000)
write <- function(y) writeHDF5Array(y, tempfile(tmpdir = folder), "values", level = 0)
read <- function(x) length(blockApply(x, length)) > 0
size <- function(what) as.numeric(gsub("[^0-9]", "", grep(what, readLines("/proc/self/status"), value = TRUE))) / 1024

invisible(gc())
cat(5, file = "/proc/self/clear_refs")
before <- size("VmRSS")
seconds <- system.time(switch(call,
  `read x and g` = read(x) && read(g),
  `copy x` = write(x),
  `write x + g` = write(x + g),
  forward = write(mx.nd.LeakyReLU(x, gamma, "prelu")),
  gamma = mx.nd.LeakyReLU.backward(g, x, gamma, "prelu")$gamma,
  data = write(mx.nd.LeakyReLU.backward(g, x, act.type = "elu")$data)
))[["elapsed"]]
cat(seconds, size("VmHWM") - before, "\n")
unlink(setdiff(list.files(folder, full.names = TRUE), file_of(c("x", "g"))))
