# The kernels of a case: the core's and, where there is one, that of BASE; whether they compute what they should; and
# their times on each vector unit.

kernels_of <- function(name, data, y, ...) {
  core <- cases[[name]]$core
  grad <- if (core$order > 0) data$g
  gamma <- if (core$name == "prelu") data$gamma
  mask <- if (core$name == "rrelu") numeric(length(y))
  kernel_of <- function(of) if (!is.null(of)) timed_in_C(core, data, y, grad, gamma, mask, of = of, ...)
  Filter(Negate(is.null), list(core = kernel_of(routine), base = kernel_of(base)))
}
check_kernels <- function(name, contestants, data, y) {
  results <- lapply(contestants[intersect(names(contestants), c("core", "base"))], function(run) {
    set.seed(2)
    run()
    y + 0
  })
  ours <- cases[[name]]$ours
  if (!is.null(ours) && name != "rrelu" && !identical(results$core, c(evaluate(ours, data)))) {
    stop("the core computes something else: ", name)
  }
  if (!is.null(results$base) && name != "rrelu" && difference(results$base, results$core)[["absolute"]] > 1e-6) {
    stop("the core of BASE computes something else: ", name)
  }
}

units <- c("baseline", "AVX2", "AVX-512")[seq_len(1L + .Call(routine$bench_unit, 2L))]

# A unit whose registers are twice as wide gains 1.3 to 2.8, but for the few loops that memory limits; AVX2, which comes
# with fused multiply-adds, up to 3.7. A loop that is scalar on one of two units is beyond these limits.
most_gain <- c(AVX2 = 4.5, `AVX-512` = 3.4)
looks_scalar <- function(gain, unit = units[-1]) gain < 0.8 | gain > most_gain[unit]
gain_of_units <- function(time) time[-length(time)] / time[-1]

# Many short bursts, and as many again where something may have come between them.
time_units <- function(name, n = 1500, rounds = 24) {
  data <- data_for(name, n)
  y <- numeric(n)
  contestants <- do.call(c, lapply(seq_along(units), function(unit) {
    kernels <- kernels_of(name, data, y, level = unit - 1L, seconds = 0.002)
    setNames(kernels, paste(names(kernels), units[unit]))
  }))
  found <- race(contestants, rounds)
  if (any(looks_scalar(gain_of_units(found[paste("core", units)])))) found <- pmin(found, race(contestants, rounds))
  for (who in names(found)) record("units", name, n, who, found[[who]])
}

# A row for each case: the times, how much quicker each unit is than the one before, and core / base.
units_table <- function(names) {
  columns <- function(title, values) {
    values <- matrix(values, length(names), byrow = TRUE)
    colnames(values) <- sprintf(title, tail(units, ncol(values)))
    values
  }
  time <- function(name, who) vapply(paste(who, units), function(unit) time_of("units", name, unit), 0)
  core <- lapply(names, time, "core")
  ratio <- Map(`/`, core, lapply(names, time, "base"))
  table_of(case = names, columns("%s", round(unlist(core), 3)),
           columns("gain of %s", round(unlist(lapply(core, gain_of_units)), 2)),
           if (!is.null(base)) columns("core/base, %s", round(unlist(ratio), 3)))
}

scalar_loops <- function(table) {
  unlist(lapply(units[-1], function(unit) {
    gain <- table[[paste("gain of", unit)]]
    sprintf("%s, gain of %s: %.2f", table$case, unit, gain)[looks_scalar(gain, unit)]
  }))
}
