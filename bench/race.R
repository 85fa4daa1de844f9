# How the time is taken. A contestant is a function that runs its call over and over for some
# milliseconds and says what one call took, in nanoseconds. race() lets all contestants run in turn,
# round after round, and keeps the best of each: what disturbs the machine for a while hurts all
# alike. Every other round goes the other way, as after AVX-512 code the clock stays slow for a while.

race <- function(contestants, rounds = 12, pause = 0) {
  best <- rep(Inf, length(contestants))
  turns <- seq_along(contestants)
  for (round in seq_len(rounds)) {
    for (i in if (round %% 2) turns else rev(turns)) {
      Sys.sleep(pause) # the threads of the one before spin for a while
      best[i] <- min(best[i], contestants[[i]]())
    }
  }
  setNames(best, names(contestants))
}

burst <- 0.004 # seconds that a contestant runs in a round

# bench/core.c of a checkout with the core of that checkout, with the flags of its package. Each becomes a library whose
# symbols no other sees, so several can race in one process.
build_core <- function(root = ".") {
  needed <- file.path(root, c("bench/core.c", "src/core", "src/random.c", "src/random.h", "src/Makevars"))
  if (!all(file.exists(needed))) stop("no checkout of this package: ", root)
  package <- tempfile("core")
  folder <- file.path(package, "src")
  dir.create(folder, recursive = TRUE)
  file.copy(c(needed[2:4], Filter(file.exists, file.path(root, "src/api.h"))), folder, recursive = TRUE)
  file.copy(file.path(root, "inst"), package, recursive = TRUE)
  unlink(list.files(folder, "[.]o$", recursive = TRUE, full.names = TRUE))
  writeLines(with_bench_unit(readLines(needed[1])), file.path(folder, "bench.c"))
  writeLines(grep("^PKG_", readLines(needed[5]), value = TRUE), file.path(folder, "Makevars"))
  before <- setwd(folder)
  on.exit(setwd(before))
  files <- c("bench.c", "random.c", list.files("core", "[.]c$", recursive = TRUE, full.names = TRUE))
  log <- system2(file.path(R.home("bin"), "R"), c("CMD SHLIB -o leakyrelu_bench.so", files),
                 stdout = TRUE, stderr = TRUE, env = "MAKEFLAGS=-j2")
  if (!file.exists("leakyrelu_bench.so")) stop("core.c could not be compiled:\n", paste(log, collapse = "\n"))
  getDLLRegisteredRoutines(dyn.load(file.path(folder, "leakyrelu_bench.so")))$.Call
}

# Revisions whose core.c cannot choose a vector unit are given the means.
with_bench_unit <- function(code) {
  if (any(grepl("bench_unit", code))) return(code)
  simd_use <- regmatches(code, regexpr("(lrelu_)?simd_use(?=\\()", code, perl = TRUE))[1]
  added <- c("static SEXP bench_unit(SEXP level)", "{",
             sprintf("    %s((simd_level) Rf_asInteger(level));", simd_use),
             "    return R_NilValue;", "}", "")
  table <- grep("R_CallMethodDef routines[] = {", code, fixed = TRUE)
  c(head(code, table - 1), added, code[table], '    {"bench_unit", (DL_FUNC) &bench_unit, 1},', tail(code, -table))
}

routine <- build_core()
base <- if (nzchar(Sys.getenv("BASE"))) build_core(Sys.getenv("BASE"))

# An R call, seeing the variables of `data`. Garbage of earlier calls is not to be collected in this
# one where that would take long.
timed_in_R <- function(call, data, seconds = burst) {
  loop <- eval(bquote(function(repetitions) {
    start <- .Call(now)
    for (i in seq_len(repetitions)) .(call)
    .Call(now) - start
  }), list(now = routine$bench_now), data)
  loop <- compiler::cmpfun(loop)
  large <- length(data$x) >= 1e6
  function() {
    if (large) gc(FALSE)
    once <- loop(1)
    if (once > seconds * 1e9) return(once)
    repetitions <- ceiling(seconds * 1e9 / once)
    loop(repetitions) / repetitions
  }
}

# The kernel in C, on one or more threads, on the vector unit of that level. NULL where the checkout has no such kernel.
timed_in_C <- function(core, data, y, grad = NULL, gamma = NULL, mask = NULL, threads = 1, level = 2L,
                       of = routine, seconds = burst) {
  inner <- if (is.null(data$inner)) 1L else data$inner
  # By the number of bench_core's arguments, which have changed with time.
  arguments <- switch(
    as.character(of$bench_core$numParameters),
    `9` = if (core$order < 2) {
      list(core$name, core$slope, data$x, grad, if (!is.null(gamma)) rep(gamma, each = inner), mask, y, threads)
    },
    `10` = if (core$order < 2) list(core$name, core$slope, data$x, grad, gamma, inner, mask, y, threads),
    `11` = list(core$name, core$order, core$slope, data$x, grad, gamma, inner, mask, y, threads),
    stop("race.R does not know this checkout's bench_core()"))
  run <- function(seconds) do.call(.Call, c(list(of$bench_core), arguments, seconds))
  can_run <- !is.null(arguments) && !inherits(try(run(0), TRUE), "try-error")
  if (!can_run) return(NULL)
  function() {
    if (level < 2L) {
      .Call(of$bench_unit, level)
      on.exit(.Call(of$bench_unit, 2L))
    }
    run(seconds)
  }
}
timed_copy <- function(x, y, seconds = burst) function() .Call(routine$bench_copy, x, y, seconds)

# The difference to ours, absolute and in units in the last place of ours.
difference <- function(theirs, ours) {
  off <- abs(as.vector(theirs) - as.vector(ours))
  ulp <- 2^pmax(floor(log2(abs(as.vector(ours)))) - 52, -1074)
  c(absolute = max(off), ulp = max(off / ulp))
}

# PyTorch, through the first Python that has it; NULL where there is none. Left alone, version 1.13
# does not use the widest vector unit, and some of its functions are slower with that: a process for
# either, and the better time counts.
start_torch <- function() {
  has_torch <- function(python) {
    nzchar(python) &&
      system2(python, c("-c", shQuote("import numpy, torch")), stdout = FALSE, stderr = FALSE) == 0
  }
  python <- Find(has_torch, c(Sys.which("python3"), "/usr/bin/python3"))
  if (is.null(python)) return(NULL)
  has_avx512 <- .Call(leakyrelu:::leakyrelu_simd, 2L) == 2L
  processes <- lapply(c("", if (has_avx512) "ATEN_CPU_CAPABILITY=avx512 "), start_python, python)
  ask <- function(...) vapply(processes, function(process) process$ask(...), "")
  list(
    version = paste(unique(vapply(processes, `[[`, "", "version")), collapse = " and "),
    data = function(n, file = "") invisible(ask("data", format(n, scientific = FALSE), file)),
    save = function(case, file) ask("save", case, file),
    timed = function(case, type = "double", threads = 1, seconds = burst) {
      force(threads)
      function() min(as.numeric(ask("time", case, type, threads, seconds)))
    },
    stop = function() for (process in processes) process$stop()
  )
}
start_python <- function(environment, python) {
  answers <- tempfile("answers")
  system2("mkfifo", shQuote(answers))
  questions <- pipe(paste0(environment, shQuote(python), " bench/peers.py > ", shQuote(answers)), "w")
  replies <- fifo(answers, "r", blocking = TRUE)
  list(
    version = readLines(replies, 1),
    ask = function(...) {
      writeLines(paste(...), questions)
      flush(questions)
      readLines(replies, 1)
    },
    stop = function() {
      close(questions)
      close(replies)
    }
  )
}
