# Where the compiler is told to compute in another way, the package is not built: wrong numbers
# would follow without a word.

source_folder <- test_path("..", "..", "src", "core")

test_that("flags that change sums, missing values or the sign of zero are refused", {
  skip_on_cran()
  skip_if_not(dir.exists(source_folder), "the sources do not lie beside the tests")
  compiler <- strsplit(system2(file.path(R.home("bin"), "R"), "CMD config CC", stdout = TRUE), " ")[[1]][1]
  skip_if_not(nzchar(Sys.which(compiler)), "no C compiler")
  status <- function(flags) {
    system2(compiler, c(flags, "-fsyntax-only", shQuote(file.path(source_folder, "rectifier.c"))),
            stdout = FALSE, stderr = FALSE)
  }
  expect_identical(status("-O2"), 0L)
  for (flag in c("-ffast-math", "-ffinite-math-only", "-Ofast")) {
    expect_false(status(c("-O2", flag)) == 0L, label = flag)
  }
})
