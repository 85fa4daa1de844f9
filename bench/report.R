# What the benchmark says: to the screen, to output/bench.txt (the same), to speed.csv (all that was measured) with
# speed.dcf (on what), and the page that vignettes/speed.Rmd makes of these two.

dir.create("output", showWarnings = FALSE)
text <- file(file.path("output", "bench.txt"), "w")
say <- function(...) {
  line <- paste0(...)
  cat(line, sep = "\n")
  writeLines(line, text)
}
heading <- function(...) say("", ..., "")
show_table <- function(table) {
  cells <- format(table)
  cells[is.na(table)] <- "."
  before <- options(width = 200)
  on.exit(options(before))
  say(capture.output(print(cells, row.names = FALSE, right = TRUE)))
}
# A data frame of the columns that are not NULL.
table_of <- function(...) do.call(data.frame, c(Filter(Negate(is.null), list(...)), check.names = FALSE))

# All that is measured, in one table; what is returned is the number as it came.
times <- NULL
record_value <- function(section, case, n, participant, value, unit, threads = 1) {
  row <- data.frame(section, case, n, threads, participant, value = signif(value, 4), unit)
  times <<- rbind(times, row)
  value
}
record <- function(section, case, n, participant, nanoseconds, threads = 1) {
  record_value(section, case, n, participant, nanoseconds / n, "ns an element", threads)
  nanoseconds
}
time_of <- function(section, case, participant) {
  found <- times$value[times$section == section & times$case == case & times$participant == participant]
  if (length(found)) found[1] else NA
}

read_first <- function(path, pattern = "") {
  lines <- if (file.exists(path)) grep(pattern, readLines(path), value = TRUE)
  if (length(lines)) trimws(sub("^[^:]*:", "", lines[1])) else "unknown"
}

optimisation <- function(flags) {
  paste(grep("^-(O|march|mtune)", strsplit(flags, " ")[[1]], value = TRUE), collapse = " ")
}

# What it was measured on, by name.
machine <- function(torch) {
  config <- function(name) system2(file.path(R.home("bin"), "R"), c("CMD config", name), stdout = TRUE)
  compiler <- strsplit(config("CC"), " ")[[1]][1]
  level <- c("baseline", "AVX2", "AVX-512")[.Call(leakyrelu:::leakyrelu_simd, 2L) + 1]
  versions <- vapply(Filter(requireNamespace_quietly, c("float", "Matrix", "HDF5Array", "sigmoid", "rxode2")),
                     function(name) format(packageVersion(name)), "")
  c(leakyrelu = format(packageVersion("leakyrelu")),
    Processor = paste0(read_first("/proc/cpuinfo", "^model name"), ", ", parallel::detectCores(), " cores"),
    `Vector unit` = level,
    System = utils::sessionInfo()$running,
    `Large pages` = read_first("/sys/kernel/mm/transparent_hugepage/enabled"),
    R = sub("R version ", "", R.version.string),
    Compiler = paste0(system2(compiler, "--version", stdout = TRUE)[1], ", ", optimisation(config("CFLAGS"))),
    PyTorch = if (is.null(torch)) "none" else torch$version,
    `R packages` = paste(names(versions), versions, collapse = ", "),
    `Load before` = load_averages())
}
load_averages <- function() paste(head(strsplit(read_first("/proc/loadavg"), " ")[[1]], 3), collapse = ", ")
show_machine <- function(machine) {
  say(names(machine), ": ", machine)
  if (!is.null(base)) {
    commit <- system2("git", c("-C", shQuote(Sys.getenv("BASE")), "log -1 --format=%h"), stdout = TRUE)
    say("Base: ", Sys.getenv("BASE"), " at ", commit)
  }
}
requireNamespace_quietly <- function(name) suppressWarnings(requireNamespace(name, quietly = TRUE))

# ---- Files ----

# The page lies beside the files that it reads.
render_page <- function() {
  folder <- tempfile()
  dir.create(folder)
  files <- c(file.path("vignettes", c("speed.Rmd", "setup.R")), file.path("output", c("speed.csv", "speed.dcf")))
  file.copy(files, folder)
  rmarkdown::render(file.path(folder, "speed.Rmd"), output_dir = "output", quiet = TRUE)
}

# The tables for vignettes/speed.Rmd, and that page from them; returns what was written.
write_files <- function(machine) {
  write.csv(times, file.path("output", "speed.csv"), row.names = FALSE)
  write.dcf(as.list(machine), file.path("output", "speed.dcf"), width = 1000)
  page <- if (requireNamespace_quietly("rmarkdown") && rmarkdown::pandoc_available()) render_page()
  file.path("output", c("bench.txt", "speed.csv", "speed.dcf", basename(page)))
}
