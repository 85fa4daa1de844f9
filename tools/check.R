# R CMD build and R CMD check --as-cran in check/. Fails unless there are 0 errors, 0 warnings and 0 notes, but for
# the note that CRAN gives to every new submission.

package <- "leakyrelu"
unlink("check", recursive = TRUE)
dir.create("check")

# R CMD build copies the whole directory before it reads .Rbuildignore: leave out what is large.
stage <- file.path(tempfile(), package)
dir.create(stage, recursive = TRUE)
files <- setdiff(list.files(all.files = TRUE, no.. = TRUE), c(".git", ".Rlib", "check"))
invisible(file.copy(files, stage, recursive = TRUE, copy.date = TRUE))

# README.md links files that .Rbuildignore leaves out: in the package their names stand without a link.
readme <- file.path(stage, "README.md")
lines <- readLines(readme, encoding = "UTF-8")
lines <- gsub("\\[((ARCHITECTURE|CONTRIBUTING)[.]md)\\]\\(\\1\\)", "\\1", lines)
writeLines(enc2utf8(lines), readme, useBytes = TRUE)

# CRAN knows nothing of the project's own settings.
Sys.unsetenv("NOT_CRAN")
# Under `make -j`, make's own flags would put warnings about its job server into the log.
Sys.setenv(MAKEFLAGS = "-j2")
has <- function(program) nzchar(Sys.which(program))
set_default <- function(name, value) {
  if (is.na(Sys.getenv(name, NA))) do.call(Sys.setenv, setNames(list(value), name))
}
# The result should say something of the package, not of the network or the machine: no clock is asked for the time,
# neither CRAN's data base nor URLs are looked up (all other incoming checks run), and what there is no program for
# is not checked. Set _R_CHECK_CRAN_INCOMING_REMOTE_=true before a submission.
set_default("HOME", tempdir()) # pandoc wants one
# In the C locale of a bare machine R CMD check looks for en_US.UTF-8, and warns where it is not installed.
if (!l10n_info()[["UTF-8"]] && nzchar(suppressWarnings(Sys.setlocale("LC_CTYPE", "C.UTF-8")))) {
  Sys.setenv(LC_ALL = "C.UTF-8")
}
set_default("_R_CHECK_SYSTEM_CLOCK_", "0")
set_default("_R_CHECK_CRAN_INCOMING_", "true")
set_default("_R_CHECK_CRAN_INCOMING_REMOTE_", "false")
if (!has("tidy")) set_default("_R_CHECK_RD_VALIDATE_RD2HTML_", "false")
if (!requireNamespace("V8", quietly = TRUE)) set_default("_R_CHECK_RD_MATH_RENDERING_", "false")

r_cmd <- function(...) system2(file.path(R.home("bin"), "R"), c("CMD", ...))
root <- setwd("check")
if (r_cmd("build", shQuote(stage)) != 0L) stop("R CMD build failed")
tarball <- list.files(pattern = "[.]tar[.]gz$")
status <- r_cmd("check", "--as-cran", if (!has("pdflatex")) "--no-manual", tarball)
setwd(root)

log <- file.path("check", paste0(package, ".Rcheck"), "00check.log")
summary <- grep("^Status: ", readLines(log), value = TRUE)
found <- tools::check_packages_in_dir_details(logs = log)
found <- found[found$Status %in% c("NOTE", "WARNING", "ERROR"), ]

lines <- strsplit(found$Output, "\n")
newcomer <- found$Status == "NOTE" & found$Check == "CRAN incoming feasibility" &
  vapply(lines, function(x) all(grepl("^(Maintainer: .*|New submission|)$", trimws(x))), NA)
bad <- found[!newcomer, ]

cat("\n", log, ": ", if (length(summary)) summary else "no status, the check did not end", "\n", sep = "")
if (any(newcomer)) cat("The note on a new submission is expected.\n")
for (i in seq_len(nrow(bad))) cat("\n", bad$Status[i], " in ", bad$Check[i], "\n", bad$Output[i], "\n", sep = "")
# The number of lines in the log is compared with its own summary, in case one could not be read.
said <- sum(as.integer(unlist(regmatches(summary, gregexpr("[0-9]+", summary)))))
if (status != 0L || length(summary) != 1L || nrow(bad) > 0L || said != nrow(found)) quit(status = 1)
