# The benchmark: `make bench`. This package, base R, memcpy and, where they are installed, PyTorch
# and the R packages sigmoid and rxode2; output/ holds what was measured, and a page of it, after less than
# four minutes. `make bench BASE=path` races the core of that checkout too.

library(leakyrelu)
for (file in c("race.R", "cases.R", "kernels.R", "kinds.R", "report.R")) source(file.path("bench", file))

began <- proc.time()[["elapsed"]]
torch <- start_torch()
present <- c("ifelse", "arithmetic", Filter(requireNamespace_quietly, c("sigmoid", "rxode2")))
threads_before <- leakyrelu_threads(1)
measured_on <- machine(torch)
show_machine(measured_on)

# ---- Does every peer give what we give? ----

heading("Largest difference to this package's results, 100,000 numbers in [-6, 6]")
torch_result <- function(name, n) {
  file <- tempfile()
  torch$save(name, file)
  readBin(file, "double", 2 * n)
}
evaluate <- function(call, data) {
  set.seed(2)
  result <- eval(call, data)
  if (!is.list(result)) result else if (is.null(result$out)) result$data else result$out
}
differences <- function(name) {
  case <- cases[[name]]
  data <- data_for(name)
  n <- length(data$x)
  ours <- evaluate(case$ours, data)
  off <- lapply(case[intersect(names(case), present)], function(call) difference(evaluate(call, data), ours))
  if (!is.null(torch)) {
    file <- tempfile()
    writeBin(c(data$x, data$g), file)
    torch$data(n, file)
    theirs <- torch_result(name, n)
    if (name == "rrelu") ours <- mx.nd.LeakyReLU(data$x, act.type = "rrelu", mask = theirs[n + seq_len(n)])
    off$PyTorch <- difference(theirs[seq_len(n)], ours)
  }
  for (peer in names(off)) record_value("differences", name, n, peer, off[[peer]][["ulp"]], "ulp")
  off <- do.call(rbind, off)
  data.frame(case = name, peer = rownames(off), absolute = signif(off[, "absolute"], 2), ulp = signif(off[, "ulp"], 2))
}
with_peers <- names(Filter(function(case) !is.null(case$ours), cases))
all_differences <- do.call(rbind, lapply(with_peers, differences))
show_table(all_differences)
if (any(all_differences$absolute > 1e-6)) stop("a peer computes something else")

# ---- Every activation at n = 1e5 ----

time_case <- function(name) {
  case <- cases[[name]]
  data <- data_for(name)
  n <- length(data$x)
  y <- numeric(n)
  contestants <- c(list(memcpy = timed_copy(data$x, y)), kernels_of(name, data, y))
  check_kernels(name, contestants, data, y)
  if (!is.null(case$ours)) {
    contestants <- c(
      contestants, list(`R, fresh` = timed_in_R(case$ours, data)),
      lapply(case[intersect(names(case), present)], timed_in_R, data),
      if (!is.null(torch)) list(PyTorch = torch$timed(name), `PyTorch float` = torch$timed(name, type = "float")))
  }
  found <- race(contestants)
  if (!is.null(base)) { # their ratio is what a change is judged by
    alone <- race(kernels_of(name, data, y, seconds = 0.001), 40)
    found[names(alone)] <- pmin(found[names(alone)], alone)
  }
  for (who in names(found)) record("cases", name, n, who, found[[who]])
}
if (!is.null(torch)) torch$data(1e5)
for (name in names(cases)) time_case(name)

heading("Nanoseconds an element at n = 100,000, one thread, double. 'copies' is core / memcpy; ",
        "core, base and PyTorch write into memory that is there,\n",
        "R's calls into new memory; arithmetic is pmax(), pnorm() and the like; rrelu draws and keeps its slopes; ",
        "_double is double.backward.")
participants <- c("memcpy", "core", "base", "R, fresh", "PyTorch", "PyTorch float", present)
table <- vapply(participants, function(who) {
  vapply(names(cases), function(case) time_of("cases", case, who), 0)
}, numeric(length(cases)))
copies <- table[, "core"] / table[, "memcpy"]
reach <- vapply(cases, function(case) if (is.null(case$reach)) NA else case$reach, 0)
took_part <- colSums(!is.na(table)) > 0
show_table(table_of(case = names(cases), round(table[, took_part], 3),
                    `core/base` = if (took_part[["base"]]) round(table[, "core"] / table[, "base"], 3),
                    copies = round(copies, 2), `built for` = reach,
                    `PyTorch/core` = if (took_part[["PyTorch"]]) round(table[, "PyTorch"] / table[, "core"], 2)))

# ---- Types of numbers ----

# How to make each, as R code, and its bytes.
types <- list(double = list(of = "identity", bytes = 8), float32 = list(of = "float::fl", bytes = 4),
              float16 = list(of = "as_float16", bytes = 2), bfloat16 = list(of = "as_bfloat16", bytes = 2))
if (!requireNamespace_quietly("float")) types$float32 <- NULL

time_types <- function(name) {
  plain <- data_for(name)
  n <- length(plain$x)
  call <- cases[[name]]$ours
  contestants <- lapply(types, function(type) {
    of <- eval(str2lang(type$of))
    timed_in_R(call, list2env(list(x = of(plain$x), g = of(plain$g)), parent = globalenv()))
  })
  if (!is.null(torch)) contestants$`PyTorch float` <- torch$timed(name, type = "float")
  found <- race(contestants)
  for (who in names(found)) record("types", name, n, who, found[[who]])
  table_of(case = name, t(round(found / n, 3)))
}
heading("Nanoseconds an element at n = 100,000, one thread, whole calls from R into new memory, by the type of x and g")
show_table(do.call(rbind, lapply(c("leaky", "elu", "selu", "gelu", "gelu_tanh", "mish", "silu", "leaky_backward",
                                   "elu_backward", "gelu_backward", "mish_backward"), time_types)))

# ---- Vector units ----

heading("Nanoseconds an element on each vector unit, 1500 doubles that stay in the first-level cache; the gain is ",
        "over the unit before")
for (name in names(cases)) time_units(name)
by_unit <- units_table(names(cases))
show_table(by_unit)
scalar <- scalar_loops(by_unit)
say("", if (length(scalar)) "A LOOP MAY BE SCALAR: " else "No loop looks scalar.", paste(scalar, collapse = "; "))

# ---- A call on one element ----

heading("Microseconds a call on one element")
bare <- local({
  bench_bare <- routine$bench_bare
  function(a, b = NULL, c = "leaky", d = 0.25, e = 0.125, f = 0.334, g = FALSE, h = 2L, i = NULL, j = FALSE) {
    .Call(bench_bare, a, b, c, d, e, f, g, h, i, j)
  }
})
one <- list2env(list(x = 0.5, bare = compiler::cmpfun(bare)), parent = globalenv())
if (!is.null(torch)) torch$data(1)
found <- race(c(
  list(`mx.nd.LeakyReLU(x)` = timed_in_R(quote(mx.nd.LeakyReLU(x)), one),
       `bare .Call of ten arguments` = timed_in_R(quote(bare(x)), one),
       `ifelse()` = timed_in_R(cases$leaky$ifelse, one), `pmax()` = timed_in_R(cases$leaky$arithmetic, one)),
  if (!is.null(torch)) list(PyTorch = torch$timed("leaky"))), rounds = 25)
for (who in names(found)) record("one element", "leaky", 1, who, found[[who]])
show_table(data.frame(call = names(found), us = round(found / 1e3, 3)))

# ---- Into fresh memory, and threads, at n = 1e6 and 1e7 ----

on_threads <- function(run, threads) {
  force(threads)
  function() {
    leakyrelu_threads(threads)
    run()
  }
}
time_large <- function(name, n, rounds) {
  case <- cases[[name]]
  data <- list2env(list(x = large_x[seq_len(n)]), parent = globalenv())
  y <- numeric(n)
  contestants <- list(`x + 0` = timed_in_R(quote(x + 0), data), memcpy = timed_copy(data$x, y))
  for (threads in 1:2) {
    contestants[[paste("R, fresh", threads)]] <- on_threads(timed_in_R(case$ours, data), threads)
    contestants[[paste("core", threads)]] <- timed_in_C(case$core, data, y, threads = threads)
    if (!is.null(base)) {
      contestants[[paste("base", threads)]] <- timed_in_C(case$core, data, y, threads = threads, of = base)
    }
    if (!is.null(torch)) contestants[[paste("PyTorch", threads)]] <- torch$timed(name, threads = threads)
  }
  found <- race(contestants, rounds, pause = 0.002)
  for (who in names(found)) {
    threads <- if (grepl(" 2$", who)) 2 else 1
    record("large", name, n, sub(" [12]$", "", who), found[[who]], threads)
  }
  table_of(case = name, n = n, t(round(found / n, 3)),
           `fresh/(x + 0)` = if (n > 4e6) round(found[["R, fresh 1"]] / found[["x + 0"]], 3) else NA,
           `core/base` = if (!is.null(base)) round(found[["core 1"]] / found[["base 1"]], 3),
           `core speedup` = round(found[["core 1"]] / found[["core 2"]], 2),
           `fresh speedup` = round(found[["R, fresh 1"]] / found[["R, fresh 2"]], 2))
}
heading("Nanoseconds an element on one and two threads; 'fresh' is a whole call from R into new memory, ",
        "as x + 0 is; the allocator hands memory of\n",
        "1e6 numbers out again, so only 1e7 are surely new")
large_x <- runif(1e7, -6, 6)
large <- NULL
for (n in c(1e6, 1e7)) {
  if (!is.null(torch)) torch$data(n)
  for (name in c("leaky", "elu", "gelu", "mish")) {
    large <- rbind(large, time_large(name, n, rounds = if (n > 1e6) 4 else 12))
  }
}
show_table(large)

heading("Two threads against one where sharing begins: the core, ns an element")
time_sharing <- function(name, n) {
  data <- list2env(list(x = large_x[seq_len(n)]), parent = globalenv())
  y <- numeric(n)
  contestants <- lapply(1:2, function(threads) timed_in_C(cases[[name]]$core, data, y, threads = threads))
  found <- race(contestants, 10, pause = 0.002)
  for (threads in 1:2) record("sharing", name, n, "core", found[[threads]], threads)
  data.frame(case = name, n = n, `one thread` = round(found[[1]] / n, 3), `two threads` = round(found[[2]] / n, 3),
             speedup = round(found[[1]] / found[[2]], 2), check.names = FALSE)
}
show_table(do.call(rbind, Map(time_sharing, rep(c("leaky", "elu", "gelu", "mish"), each = 4),
                              rep(2^c(16, 17, 18, 19), 4))))
leakyrelu_threads(1)

# ---- prelu along the second of three dimensions ----

heading("prelu from R on about 1e5 elements, inner x C x outer with a slope for each of C: in copies")
time_layout <- function(inner, channels) {
  dim <- c(inner, channels, ceiling(1e5 / (inner * channels)))
  data <- list2env(list(x = array(large_x[seq_len(prod(dim))], dim), gamma = seq(0.1, 1, length.out = channels)),
                   parent = globalenv())
  call <- cases$prelu$ours
  found <- race(list(memcpy = timed_copy(data$x, numeric(prod(dim))), ours = timed_in_R(call, data)), 8)
  record("layouts", paste(dim, collapse = " x "), prod(dim), "R, fresh", found[["ours"]]) / found[["memcpy"]]
}
inner <- c(1, 2, 3, 7, 16, 49)
layouts <- outer(c(3, 64, 1000), inner, Vectorize(function(channels, inner) round(time_layout(inner, channels), 2)))
show_table(data.frame(C = c(3, 64, 1000), setNames(as.data.frame(layouts), paste("inner", inner)), check.names = FALSE))

# ---- Memory ----

# What a call adds to the largest resident size of a fresh process, in sizes of its data, which is of that type.
peak <- function(call, type) {
  script <- sprintf("
    suppressMessages(library(leakyrelu))
    size <- function(what) as.numeric(gsub('[^0-9]', '', grep(what, readLines('/proc/self/status'), value = TRUE)))
    leakyrelu_threads(2)
    x <- %2$s(runif(1e3, -6, 6))
    %1$s
    x <- %2$s(runif(1e7, -6, 6))
    invisible(gc())
    cat(5, file = '/proc/self/clear_refs')
    before <- size('VmRSS')
    y <- %1$s
    cat((size('VmHWM') - before) * 1024 / %3$.0f)", call, type$of, 1e7 * type$bytes)
  output <- system2(file.path(R.home("bin"), "Rscript"), c("-e", shQuote(script)), stdout = TRUE, stderr = TRUE,
                    env = paste0("R_LIBS=", paste(.libPaths(), collapse = ":")))
  round(as.numeric(utils::tail(output, 1)), 2)
}
record_peak <- function(call, type = "double") {
  record_value("memory", call, 1e7, type, peak(call, types[[type]]), "sizes of the data")
}
if (file.exists("/proc/self/clear_refs")) {
  heading("Memory that a call on 1e7 numbers takes, in sizes of its data, by the high-water mark of a fresh process")
  calls <- c("mx.nd.LeakyReLU(x)",
             "mx.nd.LeakyReLU(x, act.type = 'rrelu', is.train = TRUE)",
             "mx.nd.LeakyReLU.backward(1, x, act.type = 'elu')",
             "pmax(x, 0.25 * x)", "ifelse(x > 0, x, 0.25 * x)")
  show_table(data.frame(call = calls, sizes = vapply(calls, record_peak, 0)))
  calls <- c("mx.nd.LeakyReLU(x, act.type = 'gelu')", "mx.nd.LeakyReLU.backward(x, x, act.type = 'gelu')",
             "mx.nd.LeakyReLU.backward(x, x, gamma = 0.1, act.type = 'prelu')")
  show_table(table_of(call = calls, sapply(names(types), function(type) vapply(calls, record_peak, 0, type))))
}

# ---- Other kinds of data ----

if (requireNamespace_quietly("Matrix")) {
  heading("Sparse: 1e6 x 1e4 with 1e7 numbers, one thread; exp() is that of a plain vector of these numbers")
  show_table(time_sparse())
}
if (requireNamespace_quietly("HDF5Array")) {
  heading("On disk: HDF5 files of 12500 x 8000 numbers, 800 MB each, not compressed. prelu with a slope a column, ",
          "against copying the file;\ngamma's gradient, against reading both files; elu's gradient, against writing ",
          "their sum. The peak is above what R\ntakes with HDF5Array attached.")
  show_table(time_disk())
}

# ---- From one element to 1e8 ----

available <- as.numeric(gsub("[^0-9]", "", read_first("/proc/meminfo", "^MemAvailable"))) * 1024
sizes <- Filter(function(n) is.na(available) || 90 * n < available, 10^(0:8))
too_long <- 3e8 # nanoseconds; a call that would take longer is not made
rm(large_x)
time_growth <- function(n) {
  data <- list2env(list(x = runif(n, -6, 6)), parent = globalenv())
  y <- numeric(n)
  if (!is.null(torch)) torch$data(n)
  for (name in c("leaky", "elu", "gelu")) {
    case <- cases[[name]]
    contestants <- c(list(`this package, from R` = timed_in_R(case$ours, data),
                          `this package, in C` = timed_in_C(case$core, data, y)),
                     if (!is.null(torch)) list(PyTorch = torch$timed(name)),
                     lapply(case[intersect(names(case), c("ifelse", "arithmetic"))], timed_in_R, data),
                     list(memcpy = timed_copy(data$x, y)))
    before <- vapply(names(contestants), function(who) {
      shorter <- times[times$section == "growth" & times$case == name & times$n == n / 10 & times$participant == who, ]
      if (nrow(shorter)) shorter$value * n else if (n > 1) Inf else 0
    }, 0)
    found <- race(contestants[before < too_long], if (n >= 1e7) 2 else 8)
    for (who in names(found)) record("growth", name, n, who, found[[who]])
  }
}
for (n in sizes) time_growth(n)
heading("Nanoseconds an element from one element on, one thread, whole calls into new memory ",
        "(the core in C, PyTorch and memcpy: into\n",
        "memory that is there); a call of more than 0.3 s is left out")
growth <- times[times$section == "growth", ]
by_size <- reshape(growth[c("case", "participant", "n", "value")],
                   idvar = c("case", "participant"), timevar = "n", direction = "wide")
names(by_size) <- sub("value.", "", names(by_size), fixed = TRUE)
show_table(by_size[order(match(by_size$case, names(cases))), ])

# ---- Files ----

leakyrelu_threads(threads_before)
if (!is.null(torch)) torch$stop()
measured_on[["Load after"]] <- load_averages()
heading("Load at the end: ", measured_on[["Load after"]], "; ", round(proc.time()[["elapsed"]] - began), " s in all. ",
        "Written: ", paste(write_files(measured_on), collapse = ", "))
close(text)
if (length(scalar)) quit(status = 1)
