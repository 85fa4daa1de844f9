# What vignette("exactness") and vignette("speed") show: files that were measured, of these functions and with these
# bounds.

measured_file <- function(name) {
  path <- test_path("..", "..", "vignettes", name)
  skip_if_not(file.exists(path), paste(name, "does not lie beside the tests"))
  path
}
read_measured <- function(name) read.csv(measured_file(name))

# All but the rectifiers, which are rounded once.
smooth <- Filter(function(act.type) error_bound(act.type, "y") > 0.5, act_types)
measures <- c("y", "first", "second")

test_that("each smooth function was measured, with the bounds that the help states, and kept them", {
  worst <- read_measured("exactness.csv")
  expect_setequal(worst$act.type, smooth)
  for (act.type in smooth) {
    of_one <- worst[worst$act.type == act.type, ]
    expect_identical(of_one$order, 0:2)
    expect_equal(of_one$bound, unname(said_of(act.type)$error[measures]),
                 label = paste("the bounds of", act.type, "when `make exactness` wrote exactness.csv"))
    expect_true(all(of_one$error <= of_one$bound))
    expect_gt(min(of_one$points), 1e6)
  }
})

test_that("the errors along x cover -20 to 10 and more, and none is larger than the largest", {
  along <- read_measured("exactness-along-x.csv")
  worst <- read_measured("exactness.csv")
  expect_setequal(along$act.type, smooth)
  for (act.type in smooth) {
    bins <- along[along$act.type == act.type, ]
    expect_false(is.unsorted(bins$from, strictly = TRUE))
    expect_true(all(bins$to - bins$from == 0.25))
    expect_identical(setdiff(seq(-20, 9.75, 0.25), bins$from), numeric())
    expect_gt(min(bins$points[bins$from >= -20]), 100)
    largest <- vapply(bins[measures], max, 0)
    # They are written with fewer digits.
    expect_true(all(largest <= 1.001 * worst$error[worst$act.type == act.type]))
    expect_gt(min(largest), 0.4)
  }
})

test_that("all floats of each smooth function were tried", {
  floats <- read_measured("exactness-floats.csv")
  expect_setequal(floats$act.type, smooth)
  expect_lte(max(floats$wrong), 9) # as the help says
  expect_true(all(floats$error >= 0.5 & floats$error <= 0.50001))
})

test_that("the errors of other libraries are the distances of their answers from the correctly rounded values", {
  shown <- read_measured("exactness-peers.csv")
  answers <- read_peers()
  answers <- answers[answers$dtype == "float64" & answers$slope %in% c(NA, 1) & is.finite(answers$x), ]
  expect_setequal(shown$act.type, intersect(answers$op, smooth))
  key <- function(library, act.type, x) paste(library, act.type, signif(x, 12))
  all_keys <- key(answers$source, answers$op, answers$x)
  expect_setequal(key(shown$library, shown$act.type, shown$x), all_keys[answers$op %in% smooth])
  exact <- read_exact()
  exact <- exact[exact$slope %in% c(NA, 1), ]
  answers <- answers[match(key(shown$library, shown$act.type, shown$x), all_keys), ]
  exact <- exact[match(paste(shown$act.type, shown$x), paste(exact$op, exact$x)), ]
  known <- !is.na(exact$y)
  expect_gt(sum(known), 300)
  expect_equal(shown$y, answers$y, tolerance = 1e-5)
  off <- abs(answers$y - exact$y) / ulp_unit(exact$y)
  # The correctly rounded value is up to half an ulp from the exact one, and errors are written with six digits.
  expect_true(all(abs(shown$error.y - off)[known] <= 0.5 + 1e-5 * off[known]))
})

test_that("the run of the benchmark has all cases of bench/cases.R, and says on what it ran", {
  run <- leakyrelu:::read_run(dirname(measured_file("speed.csv")))
  bench <- test_path("..", "..", "bench", "cases.R")
  skip_if_not(file.exists(bench), "bench/cases.R does not lie beside the tests")
  listed <- new.env()
  sys.source(bench, listed)
  timed <- run$times[run$times$section == "cases", ]
  timed_by <- function(participant) timed$case[timed$participant == participant]
  expect_setequal(timed_by("core"), names(listed$cases))
  called <- function(who) names(Filter(function(case) !is.null(case[[who]]), listed$cases))
  expect_setequal(timed_by("R, fresh"), called("ours"))
  expect_setequal(timed_by("PyTorch"), called("ours"))
  expect_setequal(timed_by("ifelse"), called("ifelse"))
  expect_setequal(timed_by("arithmetic"), called("arithmetic"))
  expect_true(all(is.finite(run$times$value) & run$times$value >= 0))
  expect_true(all(nzchar(run$machine[c("Processor", "System", "R", "Compiler", "PyTorch")])))
  expect_match(run$machine[["PyTorch"]], "PyTorch [0-9]")
  expect_setequal(run$times$section, c("cases", "differences", "disk", "growth", "large", "layouts", "memory",
                                       "one element", "sharing", "sparse", "types", "units"))
})

test_that("the table of README.md leaves out who did not take part", {
  run <- list(times = data.frame(section = "cases", case = c("leaky", "leaky", "gelu"), n = 1e5, threads = 1,
                                 participant = c("core", "R, fresh", "core"), value = c(0.6312, 1.3, 6),
                                 unit = "ns an element"),
              machine = c(Processor = "Some(R) processor", R = "4.2.2 (2022-10-31)"))
  lines <- leakyrelu:::readme_speed(run)
  is_row <- startsWith(lines, "|") & !startsWith(lines, "| --")
  expect_match(paste(lines[!is_row], collapse = " "), "on Some processor, with R 4.2.2:")
  expect_identical(lines[is_row], c("|   | in C | from R |", "| leaky | 0.631 | 1.3 |", "| elu |  |  |",
                                    "| gelu | 6 |  |"))
})
