# How the time is taken. A contestant is a function that runs its call over and over for some
# milliseconds and says what one call took, in nanoseconds. race() lets all contestants run in turn,
# round after round, and keeps the best of each: what disturbs the machine for a while hurts all
# alike.

race <- function(contestants, rounds = 12, pause = 0) {
  best <- rep(Inf, length(contestants))
  one <- function(run) {
    Sys.sleep(pause) # the threads of the one before spin for a while
    run()
  }
  for (round in seq_len(rounds)) best <- pmin(best, vapply(contestants, one, 0))
  setNames(best, names(contestants))
}

burst <- 0.004 # seconds that a contestant runs in a round

# core.c with the package's own core, with the flags of the package.
build_core <- function() {
  folder <- tempfile("core")
  dir.create(folder)
  file.copy(c("src/core", "src/random.c", "src/random.h"), folder, recursive = TRUE)
  unlink(list.files(folder, "[.]o$", recursive = TRUE, full.names = TRUE))
  file.copy("bench/core.c", file.path(folder, "bench.c"))
  writeLines(grep("^PKG_", readLines("src/Makevars"), value = TRUE), file.path(folder, "Makevars"))
  before <- setwd(folder)
  on.exit(setwd(before))
  files <- c("bench.c", "random.c", list.files("core", "[.]c$", full.names = TRUE))
  log <- system2(file.path(R.home("bin"), "R"), c("CMD SHLIB -o leakyrelu_bench.so", files),
                 stdout = TRUE, stderr = TRUE, env = "MAKEFLAGS=-j2")
  if (!file.exists("leakyrelu_bench.so")) stop("core.c could not be compiled:\n", paste(log, collapse = "\n"))
  getDLLRegisteredRoutines(dyn.load(file.path(folder, "leakyrelu_bench.so")))$.Call
}
routine <- build_core()

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

# The kernel in C, on one or more threads.
timed_in_C <- function(core, data, y, grad = NULL, gamma = NULL, mask = NULL, threads = 1, seconds = burst) {
  force(threads)
  inner <- nrow(data$x)
  function() .Call(routine$bench_core, core[[1]], core[[2]], data$x, grad, gamma, inner, mask, y, threads, seconds)
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
    timed = function(case, threads = 1, seconds = burst) {
      force(threads)
      function() min(as.numeric(ask("time", case, threads, seconds)))
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
