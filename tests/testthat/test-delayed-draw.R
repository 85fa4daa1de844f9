# What rrelu draws for delayed data, and where it is written. The truth is the call in memory.

test_each_delayed("rrelu gives each element what it gets in memory, and leaves the seed so", function(the) {
  for (dim in list(c(5, 7), c(3, 4, 5), 11)) {
    x <- delayed_numbers(dim)
    given <- the$of(x)
    for (kind in c("Mersenne-Twister", "Wichmann-Hill")) {
      run <- function(x, ...) {
        set.seed(5, kind)
        list(mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE, ...), random_seed())
      }
      with_blocks_of(60, keep_generator({
        expected <- run(x, return.mask = TRUE)
        actual <- run(given, return.mask = TRUE)
        for (of in c("out", "mask")) {
          expect_delayed(actual[[1]][[of]], expected[[1]][[of]], classes = the$drawn)
          # As often as it is read.
          expect_delayed(actual[[1]][[of]], expected[[1]][[of]], classes = the$drawn)
        }
        expect_identical(actual[[2]], expected[[2]])
        expect_delayed(run(given, upper.bound = 0.125)[[1]], run(x, upper.bound = 0.125)[[1]], classes = the$drawn)
      }))
    }
    out <- with_fixed_seed(mx.nd.LeakyReLU(given, act.type = "rrelu", is.train = TRUE))
    if (the$drawn[1] == "HDF5Array") {
      chunk <- DelayedArray::chunkdim(given)
      if (!is.null(chunk)) expect_identical(DelayedArray::chunkdim(out), chunk)
    }
  }
})

test_that("what rrelu draws goes to the automatic backend where data is in memory", {
  skip_without_packages("HDF5Array")
  x <- delayed_numbers(5, 7)
  expected <- with_fixed_seed(mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE))
  for (backend in c("HDF5Array", "RleArray")) keep_delayed_options({
    DelayedArray::setAutoRealizationBackend(backend)
    out <- with_fixed_seed(mx.nd.LeakyReLU(DelayedArray::DelayedArray(x), act.type = "rrelu", is.train = TRUE))
    expect_delayed(out, expected, classes = c(backend, sub("Array", "Matrix", backend)))
  }, 12)
})

# ---- What fails leaves nothing behind --------------------------------------------------------------------------------

files_of_dump <- function() list.files(HDF5Array::getHDF5DumpDir(), full.names = TRUE)

test_that("where reading fails in the middle, nothing is left of what was written, and nothing was drawn", {
  skip_without_packages("HDF5Array", "rhdf5")
  x <- matrix(-5:6 + 0, 3)
  # An operation that fails beyond the first column.
  failing <- to_HDF5(x) + 0
  failing@seed@OPS <- c(failing@seed@OPS, function(a) if (any(a > -2)) stop("no more\nof this") else a)
  keep_generator({
    set.seed(1)
    before <- random_seed()
    was <- files_of_dump()
    call <- quote(mx.nd.LeakyReLU(failing, act.type = "rrelu", is.train = TRUE, return.mask = TRUE))
    error <- with_blocks_of(9, expect_error(eval(call)))
    expect_identical(conditionMessage(error), "`data` cannot be read: no more of this")
    expect_identical(conditionCall(error), call)
    expect_identical(setdiff(files_of_dump(), was), character())
    expect_identical(random_seed(), before)
    # In a file of the user's, which has something else.
    file <- tempfile(fileext = ".h5")
    kept <- HDF5Array::writeHDF5Array(x, file, "kept")
    dir <- HDF5Array::getHDF5DumpDir()
    HDF5Array::setHDF5DumpFile(file)
    on.exit({
      HDF5Array::setHDF5DumpDir(dir)
      unlink(file)
    })
    with_blocks_of(9, expect_error(eval(call), "no more of this"))
    expect_identical(getExportedValue("rhdf5", "h5ls")(file)$name, "kept")
    expect_identical(as.matrix(kept), x)
    out <- mx.nd.LeakyReLU(to_HDF5(x), act.type = "rrelu", is.train = TRUE)
    expect_identical(DelayedArray::path(out), normalizePath(file))
  })
})

test_that("a folder that has vanished, where the result is to be written, is an error that says so", {
  skip_without_packages("HDF5Array")
  keep_generator({
    set.seed(1)
    before <- random_seed()
    dir <- HDF5Array::getHDF5DumpDir()
    vanished <- tempfile()
    HDF5Array::setHDF5DumpDir(vanished)
    unlink(vanished, recursive = TRUE)
    on.exit(HDF5Array::setHDF5DumpDir(dir))
    call <- quote(mx.nd.LeakyReLU(x, act.type = "rrelu", is.train = TRUE))
    error <- keep_delayed_options({
      DelayedArray::setAutoRealizationBackend("HDF5Array")
      x <- DelayedArray::DelayedArray(matrix(-5:6 + 0, 3))
      expect_error(eval(call), "^The result cannot be written: ")
    })
    expect_identical(conditionCall(error), call)
    expect_identical(random_seed(), before)
  })
})

test_that("what fails removes no file of the user's, nor anything else in it", {
  skip_without_packages("HDF5Array", "rhdf5")
  folder <- tempfile()
  dir.create(folder)
  before <- HDF5Array::getHDF5DumpDir()
  on.exit({
    HDF5Array::setHDF5DumpDir(before)
    unlink(folder, recursive = TRUE)
  })
  file <- file.path(folder, "autoencoder.h5")
  x <- HDF5Array::writeHDF5Array(delayed_numbers(5, 4), file, "weights")
  HDF5Array::setHDF5DumpDir(folder)
  HDF5Array::setHDF5DumpFile(file)
  files <- list.files(folder) # HDF5Array may have made the next one already
  mask <- DelayedArray::DelayedArray(array(c(NaN, 1:19), c(5, 4)))
  fails_when_read <- mx.nd.LeakyReLU(x, act.type = "rrelu", mask = mask)
  expect_error(mx.nd.LeakyReLU(fails_when_read, act.type = "rrelu", is.train = TRUE), "`data` cannot be read: `mask`",
               fixed = TRUE)
  expect_same_bits(as.array(x), unname(delayed_numbers(5, 4)))
  expect_identical(list.files(folder), files)
  expect_identical(getExportedValue("rhdf5", "h5ls")(file)$name, "weights")
})

test_that("a full disk is an error, and nothing is left of what was written", {
  skip_on_cran()
  skip_on_os("windows")
  skip_without_packages("HDF5Array")
  # Files may have 100,000 or 200,000 bytes; the result has 320,000. What HDF5 has not closed ends the process badly.
  for (kilobytes in c(100, 200)) {
    printed <- in_fresh_process(c(
      "options(warn = -1)", "suppressMessages(library(HDF5Array))",
      "setHDF5DumpFile(tempfile(fileext = '.h5')); x <- matrix(-1, 200, 200)",
      "x <- DelayedArray(x); setAutoRealizationBackend('HDF5Array'); setHDF5DumpDir()",
      "setHDF5DumpCompressionLevel(0L); invisible(suppressMessages(setAutoBlockSize(40000)))",
      "set.seed(1); before <- .Random.seed; files <- list.files(getHDF5DumpDir())",
      "message <- tryCatch(mx.nd.LeakyReLU(x, act.type = 'rrelu', is.train = TRUE), error = conditionMessage)",
      "cat(message, identical(before, .Random.seed), setdiff(list.files(getHDF5DumpDir()), files), sep = '\\n')"
    ), before = sprintf("trap '' XFSZ; ulimit -f %.0f", kilobytes * 1000 / 512))
    expect_match(printed[1], "^The result cannot be written: ", label = paste(printed, collapse = "\n"))
    expect_identical(printed[nzchar(printed)][-1], "TRUE")
  }
})
