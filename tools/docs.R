# Writes what is made from R/: NAMESPACE, man/, inst/CITATION and the tables of README.md, one of which comes from
# vignettes/speed.csv. The package must be installed with the same R/, as the help asks it for its tables.

# Another release of roxygen2 writes other files.
roxygen_version <- read.dcf("DESCRIPTION", "RoxygenNote")[[1]]
if (packageVersion("roxygen2") != roxygen_version) {
  stop("The help is written by roxygen2 ", roxygen_version, ", not ", packageVersion("roxygen2"), ".")
}
roxygen2::roxygenise(load_code = "installed")

rewrite <- function(path, change) {
  lines <- readLines(path, encoding = "UTF-8")
  changed <- change(lines)
  if (!identical(changed, lines)) writeLines(enc2utf8(changed), path, useBytes = TRUE)
}
run <- leakyrelu:::read_run("vignettes")
rewrite("README.md", function(lines) leakyrelu:::with_tables(lines, run))
rewrite(file.path("inst", "CITATION"), leakyrelu:::with_citations)
