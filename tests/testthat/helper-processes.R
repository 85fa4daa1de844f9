# Fresh R processes.

# What code prints in one, with these environment variables and no others that limit threads. The
# shell does `before` first, and starts R through another program.
in_fresh_process <- function(code, env = character(), before = ":", through = "") {
  script <- tempfile(tmpdir = dirname(tempdir()), fileext = ".R") # where another user can read it
  variables <- c("OMP_NUM_THREADS", "OMP_THREAD_LIMIT")
  outside <- Sys.getenv(variables, NA)
  on.exit({
    unlink(script)
    Sys.unsetenv(variables)
    if (!all(is.na(outside))) do.call(Sys.setenv, as.list(outside[!is.na(outside)]))
  })
  writeLines(c(sprintf(".libPaths(%s)", paste(deparse(.libPaths()), collapse = "")), "library(leakyrelu)", code),
             script)
  Sys.unsetenv(variables)
  if (length(env)) do.call(Sys.setenv, as.list(env))
  command <- sprintf("%s; exec %s %s --vanilla %s", before, through,
                     shQuote(file.path(R.home("bin"), "Rscript")), shQuote(script))
  suppressWarnings(system2("sh", c("-c", shQuote(command)), stdout = TRUE, stderr = FALSE))
}

# What a fresh process prints that has not loaded this package.
in_other_session <- function(...) {
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c(sprintf(".libPaths(%s)", paste(deparse(.libPaths()), collapse = "")), ...), script)
  system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)), stdout = TRUE, stderr = FALSE)
}
