# Writes the fixtures with answers of other libraries from the golden data; tools/make_exact.R writes the exact ones.
#
#   Rscript tools/make_fixtures.R GOLDEN_FOLDER tests/testthat/fixtures
#
# Numbers are kept as hexadecimal text, which as.numeric() reads without rounding. jsonlite is needed here only.

folders <- commandArgs(trailingOnly = TRUE)
stopifnot(length(folders) == 2L, dir.exists(folders))
golden <- function(name) file.path(folders[1], name)

write_lines <- function(lines, name) {
  connection <- gzfile(file.path(folders[2], name), "wb", compression = 9)
  on.exit(close(connection))
  writeLines(lines, connection)
}

# The 16-bit types come back when the package can hold them.
peers <- readLines(golden("peers.csv"))
write_lines(grep(",b?float16,", peers, value = TRUE, invert = TRUE), "peers.csv.gz")

# A line is a layout; the numbers of a field are separated by spaces.
hexadecimal <- function(x) paste(sprintf("%a", as.double(unlist(x))), collapse = " ")
whole <- function(x) paste(as.integer(unlist(x)), collapse = " ")
layout_line <- function(layout) {
  paste(c(layout$source, layout$dtype, whole(layout$dim), whole(layout$margin), whole(layout$gamma_dim),
          vapply(layout[c("data", "gamma", "head", "out", "d_data", "d_gamma")], hexadecimal, "")), collapse = ",")
}
layouts <- jsonlite::fromJSON(golden("prelu.json"), simplifyVector = FALSE)
write_lines(c("source,dtype,dim,margin,gamma_dim,data,gamma,head,out,d_data,d_gamma",
              vapply(layouts, layout_line, "")), "prelu.csv.gz")
