# What the benchmark says: to the screen, to output/bench.txt (the same), bench.csv (every time) and two pictures.

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

# Every time, in nanoseconds an element, in one table; what is returned is the time as it came.
times <- NULL
record <- function(section, case, n, participant, nanoseconds, threads = 1) {
  row <- data.frame(section, case, n, threads, participant, ns_per_element = signif(nanoseconds / n, 4))
  times <<- rbind(times, row)
  nanoseconds
}
time_of <- function(section, case, participant) {
  found <- times$ns_per_element[times$section == section & times$case == case & times$participant == participant]
  if (length(found)) found[1] else NA
}

read_first <- function(path, pattern = "") {
  lines <- if (file.exists(path)) grep(pattern, readLines(path), value = TRUE)
  if (length(lines)) trimws(sub("^[^:]*:", "", lines[1])) else "unknown"
}

optimisation <- function(flags) {
  paste(grep("^-(O|march|mtune)", strsplit(flags, " ")[[1]], value = TRUE), collapse = " ")
}

show_machine <- function(torch) {
  config <- function(name) system2(file.path(R.home("bin"), "R"), c("CMD config", name), stdout = TRUE)
  compiler <- strsplit(config("CC"), " ")[[1]][1]
  level <- c("baseline", "avx2", "avx512f")[.Call(leakyrelu:::leakyrelu_simd, 2L) + 1]
  installed <- Filter(requireNamespace_quietly, c("sigmoid", "rxode2"))
  versions <- vapply(installed, function(name) format(packageVersion(name)), "")
  peers <- c(if (is.null(torch)) "no PyTorch" else torch$version, paste(names(versions), versions))
  say("leakyrelu ", format(packageVersion("leakyrelu")), ", ", R.version.string)
  say("CPU: ", read_first("/proc/cpuinfo", "^model name"), ", ", parallel::detectCores(), " CPUs; ",
      "vector unit in use: ", level)
  say("System: ", utils::sessionInfo()$running, "; ",
      "large pages: ", read_first("/sys/kernel/mm/transparent_hugepage/enabled"))
  say("Compiler: ", system2(compiler, "--version", stdout = TRUE)[1], ", ", optimisation(config("CFLAGS")))
  say("Peers: ", paste(peers, collapse = ", "))
  if (!is.null(base)) {
    commit <- system2("git", c("-C", shQuote(Sys.getenv("BASE")), "log -1 --format=%h"), stdout = TRUE)
    say("Base: ", Sys.getenv("BASE"), " at ", commit)
  }
  say("Load when this began: ", read_first("/proc/loadavg"))
}
requireNamespace_quietly <- function(name) suppressWarnings(requireNamespace(name, quietly = TRUE))

# ---- Pictures ----

colours <- c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000") # for colour-blind readers too

picture <- function(name, width, height, draw) {
  as_png <- any(capabilities(c("png", "cairo", "aqua")))
  path <- file.path("output", paste0(name, if (as_png) ".png" else ".pdf"))
  if (as_png) png(path, width = 120 * width, height = 120 * height, res = 120) else pdf(path, width, height)
  on.exit(dev.off())
  draw()
  path
}

draw_growth <- function() {
  growth <- times[times$section == "growth", ]
  participants <- unique(growth$participant)
  par(mfrow = c(1, 3), mar = c(4, 4, 2.5, 0.5), mgp = c(2.6, 0.6, 0), las = 1)
  for (case in unique(growth$case)) {
    plot(1, type = "n", log = "xy", xlim = c(1, 1e8), ylim = c(0.05, 1e5), xaxt = "n", yaxt = "n",
         xlab = "elements", ylab = "ns an element", main = case)
    axis(1, 10^(0:8), parse(text = paste0("10^", 0:8)))
    axis(2, 10^(-1:5), parse(text = paste0("10^", -1:5)))
    abline(h = 10^(-1:5), col = "grey90")
    for (i in seq_along(participants)) {
      one <- growth[growth$case == case & growth$participant == participants[i], ]
      lines(one$n, one$ns_per_element, type = "o", col = colours[i], pch = 14 + i, lwd = if (i == 1) 2.5 else 1.5)
    }
    if (case == growth$case[1]) {
      legend("topright", participants, col = colours, pch = 14 + seq_along(participants), lwd = 1.5, bty = "n")
    }
  }
}

# PyTorch against the core, which both write into memory that is there; R's peers against the whole
# call, which both allocate.
draw_ratios <- function(cases, peers) {
  rows <- rev(seq_along(cases))
  par(mar = c(4, 10, 2.5, 1), las = 1)
  plot(1, type = "n", log = "x", xlim = c(0.3, 100), ylim = c(0.5, length(cases) + 0.5), yaxt = "n",
       xlab = "time of the peer / time of this package", ylab = "", main = "n = 100,000, double, one thread")
  axis(2, rows, sub("_(backward|by_element)", " \\1", cases), tick = FALSE)
  abline(h = rows, col = "grey90")
  abline(v = 1)
  for (i in seq_along(peers)) {
    ours <- if (peers[i] == "PyTorch") "core" else "R, fresh"
    ratio <- vapply(cases, function(case) time_of("cases", case, peers[i]) / time_of("cases", case, ours), 0)
    points(ratio, rows, pch = 14 + i, col = colours[i + 1], cex = 1.3)
  }
  legend("bottomright", peers, pch = 14 + seq_along(peers), col = colours[-1], bg = "white")
}
