# What the functions of inst/include/leakyrelu.h say of calls that are wrong; they write nothing then.

# STATUS = list(NAME = a_call(), ...), ...
expect_statuses <- function(...) {
  groups <- list(...)
  calls <- unlist(unname(groups), recursive = FALSE)
  expect_identical(errors_of(calls), setNames(rep(names(groups), lengths(groups)), names(calls)))
}

test_that("a plan that is wrong is an error", {
  skip_without_client()
  x <- list(data = numbers(c(-1, 2)))
  with_plan <- function(...) lapply(list(...), function(plan) a_call("forward", plan, x))
  bounds <- function(lower, upper) list(act.type = "rrelu", lower = lower, upper = upper)
  expect_statuses(
    NO_PLAN = with_plan(null = NULL, not_made = FALSE),
    UNKNOWN_ACT_TYPE = with_plan(other = plan_for("relu"), upper = plan_for("ELU"), empty = plan_for(""),
                                 null = list()),
    SLOPE_NOT_FINITE = with_plan(nan = list(act.type = "elu", slope = NaN),
                                 inf = list(act.type = "leaky", slope = -Inf)),
    SLOPE_NOT_POSITIVE = with_plan(zero = list(act.type = "celu", slope = 0),
                                   negative = list(act.type = "celu", slope = -1)),
    LOWER_BOUND_NOT_FINITE = with_plan(nan = bounds(NaN, 1), inf = bounds(-Inf, 1)),
    UPPER_BOUND_NOT_FINITE = with_plan(nan = bounds(0, NaN), inf = bounds(0, Inf)),
    BOUNDS_NOT_ORDERED = with_plan(turned = bounds(1, 0.5)),
    BOUNDS_TOO_FAR_APART = with_plan(far = bounds(-1.7e308, 1.7e308))
  )
})

test_that("a layout that does not fit gamma is an error", {
  skip_without_client()
  x <- list(data = numbers(double(6)))
  gammas <- function(act.type = "prelu", extent, stride, gamma = numbers(c(1, 2, 3))) {
    a_call("forward", list(act.type = act.type, gamma = gamma, extent = extent, stride = stride), x)
  }
  plan <- list(act.type = "prelu", gamma = numbers(c(1, 2, 3)), extent = 6, stride = 0)
  nowhere <- a_call("forward", plan, x)
  nowhere$arguments[[2]]$gamma[2] <- NA
  plan <- layout(c(2, 3), 2, 1:3)
  shorter <- layout(c(2, 2), 2, 1:2)
  expect_statuses(
    NO_GAMMA_HERE = list(elu = gammas("elu", c(2, 3), c(0, 1))),
    LAYOUT = list(
      beyond = gammas(extent = c(2, 4), stride = c(0, 1)),
      stride = gammas(extent = c(2, 3), stride = c(0, 2)),
      sum = gammas(extent = c(2, 3), stride = c(1, 1)),
      left_over = gammas(extent = c(2, 3), stride = c(0, 1), gamma = numbers(1:4)),
      between = gammas(extent = c(2, 3), stride = c(3, 0), gamma = numbers(1:4)),
      none = gammas(extent = 6, stride = 0, gamma = numbers(double())),
      shared = gammas(extent = c(2, 2), stride = c(1, 1)),
      crossed = gammas(extent = c(3, 2), stride = c(2, 3), gamma = numbers(spread(9))),
      elements = gammas(extent = rep(2^40, 2), stride = c(0, 0)),
      strides = gammas(extent = c(2, 5), stride = c(1, 2^62))
    ),
    NO_MEMORY = list(gamma = nowhere),
    LENGTH = list(
      first = a_call("forward", plan, x, piece = list(start = 1)),
      far = a_call("forward", plan, x, piece = list(start = 2^52)),
      gradient = a_call("double_backward_out_grad", plan, c(list(numbers(1)), x), gamma.grad = shorter)
    )
  )
})

test_that("an operand that is wrong is an error", {
  skip_without_client()
  data <- numbers(c(-1, 2, -3))
  grad <- numbers(c(1, 2, 3))
  backward <- function(...) a_call("backward", plan_for("elu"), list(grad = grad, data = data), ...)
  second <- function(what, ..., plan = plan_for("elu"), operands = list(g = grad, data = data)) {
    a_call(what, plan, operands, ...)
  }
  both <- list(h = grad, g = grad, data = data)
  of_type <- function(x, type) utils::modifyList(x, list(type = type))
  masked <- list(mask = grad)
  no_plan <- function(what, operands) a_call(what, NULL, operands)
  expect_statuses(
    NO_MEMORY = list(
      data = backward(missing = "data"), grad = backward(missing = "grad"), result = backward(missing = "result"),
      convert = a_call("convert", NULL, list(data), missing = "result"),
      mask = local({
        call <- a_call("forward", plan_for("rrelu"), list(data), piece = list(mask = grad))
        call$arguments[[7]]$mask[2] <- NA
        call
      })
    ),
    UNKNOWN_TYPE = list(
      none = a_call("forward", plan_for("elu"), list(of_type(data, 0)), type = "double"),
      large = a_call("forward", plan_for("elu"), list(of_type(data, 6)), type = "double"),
      grad = a_call("backward", plan_for("elu"), list(of_type(grad, -1), data)),
      mask = a_call("forward", plan_for("rrelu"), list(data), piece = list(mask = of_type(grad, 99))),
      to_integer = a_call("convert", NULL, list(data), type = "integer"),
      to_other = a_call("convert", NULL, list(data), type = "other"),
      from_other = a_call("convert", NULL, list(of_type(data, 7)), type = "double")
    ),
    LENGTH = list(
      grad = a_call("backward", plan_for("elu"), list(numbers(1:2), data)),
      none = a_call("backward", plan_for("elu"), list(numbers(double()), data)),
      mask = a_call("forward", plan_for("rrelu"), list(data), piece = list(mask = numbers(1:4))),
      one = a_call("forward", plan_for("rrelu"), list(data), piece = list(mask = numbers(1))),
      unread = second("double_backward_data", plan = plan_for("rrelu"), operands = both,
                      piece = list(mask = numbers(1:4)))
    ),
    NO_MASK_HERE = list(
      forward = a_call("forward", plan_for("elu"), list(data), piece = masked),
      backward = backward(piece = masked),
      out = second("backward_from_out", piece = masked),
      out_grad = second("double_backward_out_grad", piece = masked),
      data = second("double_backward_data", operands = both, piece = masked)
    ),
    NO_GAMMA_HERE = list(
      gradient_of_elu = second("double_backward_out_grad", plan = plan_for("prelu"), gamma.grad = plan_for("elu")),
      plan_of_elu = second("double_backward_out_grad", gamma.grad = plan_for("prelu")),
      data_of_elu = second("double_backward_data", operands = both, gamma.grad = plan_for("prelu"))
    ),
    NO_PLAN = list(
      gradient = second("double_backward_out_grad", plan = plan_for("prelu"), gamma.grad = FALSE),
      backward = no_plan("backward", list(grad, data)), out = no_plan("backward_from_out", list(grad, data)),
      out_grad = no_plan("double_backward_out_grad", list(grad, data)),
      data = no_plan("double_backward_data", both)
    )
  )
})

test_that("the output is refused where the derivative does not follow from it", {
  skip_without_client()
  from_out <- function(plan) a_call("backward_from_out", plan, list(numbers(1), numbers(c(-1, 2))))
  smooth <- setdiff(act_types, from_out_types)
  expect_statuses(
    NOT_FROM_OUT = lapply(setNames(nm = smooth), function(act.type) from_out(plan_for(act.type))),
    NOT_FROM_OUT_OF_SLOPE = list(
      leaky = from_out(list(act.type = "leaky", slope = -0.5)), elu = from_out(list(act.type = "elu", slope = -1)),
      rrelu = from_out(list(act.type = "rrelu", lower = -1, upper = 0))
    )
  )
})

test_that("a result that covers a part of an operand, or one of another size, is an error", {
  skip_without_client()
  calls <- list()
  add <- function(...) {
    call <- a_call(...)
    calls[[paste(list(...)[[1]], length(calls))]] <<- call
  }
  x <- spread(5)
  functions <- list(
    list("forward", plan_for("rrelu"), 1, piece = list(mask = numbers(x))),
    list("backward", plan_for("rrelu"), 2, piece = list(mask = numbers(x))),
    list("backward_from_out", plan_for("elu"), 2),
    list("double_backward_out_grad", layout(5, 1, x), 2, gamma.grad = layout(5, 1, x)),
    list("double_backward_data", plan_for("rrelu"), 3, piece = list(mask = numbers(x))),
    list("convert", NULL, 1)
  )
  for (of in functions) for (type in c("double", "float", "float16")) {
    operands <- lapply(seq_len(of[[3]]), function(i) numbers(nearest_number(x, type), type))
    if (!is.null(of$piece)) of$piece$mask <- operands[[1]]
    size <- bytes_of[[type]]
    for (at in c(seq_along(operands), if (!is.null(of$piece)) "mask")) for (shift in c(-1, 1, -size, size)) {
      add(of[[1]], of[[2]], operands, type = type, piece = of$piece, gamma.grad = of$gamma.grad,
          at = if (at == "mask") at else as.integer(at), shift = shift)
    }
  }
  for (what in c("double_backward_out_grad", "double_backward_data")) for (shift in c(-8, 0, 8)) {
    add(what, layout(5, 1, x), rep(list(numbers(1:5)), if (what == "double_backward_data") 3 else 2),
        gamma.grad = layout(5, 1, x), at = "gamma.grad", shift = shift)
  }
  plan <- layout(c(2, 3), 2, c(1, 2, 3))
  data <- list(numbers(spread(6)))
  for (shift in c(-48 + 8, 0, 16)) add("forward", plan, data, at = "gamma", shift = shift)
  plan <- layout(c(3, 1100), 1, c(1, 2, 3))
  plan$table <- 8 * (3 + 1536)
  for (shift in c(0, 8, 8 * (3 + 1535))) add("forward", plan, list(numbers(1:2)), at = "table", shift = shift)
  add("forward", plan_for("elu"), list(numbers(1:5, "integer")), at = 1)
  add("backward", plan_for("elu"), list(numbers(1:5, "float"), numbers(1:5)), at = 1)
  add("backward", plan_for("elu"), list(numbers(1:5), numbers(1:5, "float")), at = 1)
  add("convert", NULL, list(numbers(1:5, "float")), type = "float16", at = 1)
  expect_statuses(OVERLAP = calls)
})

test_that("calls for plans and sums that are wrong are errors", {
  skip_without_client()
  expected <- c(
    "make none" = "NO_PLAN", "gammas for no plan" = "NO_PLAN", "gammas of fewer than no dimensions" = "LAYOUT",
    "gammas without extents" = "LAYOUT", "gammas without strides" = "LAYOUT", "a table for no plan" = "NO_PLAN",
    "a table for elu" = "NO_GAMMA_HERE", "a table without memory" = "NO_MEMORY", "a table over gamma" = "OVERLAP",
    "a table that is of no use" = "OK", "parameters without a size" = "NO_SIZE", "a piece without a size" = "NO_SIZE",
    "a description without a size" = "OK", "a description of nothing" = "OK",
    "add to none" = "NO_PLAN", "add to one not started" = "NO_PLAN", "finish one not started" = "NO_PLAN",
    "start none" = "NO_PLAN", "start for no plan" = "NO_PLAN", "start for elu" = "NO_GAMMA_HERE",
    "start without memory" = "NO_MEMORY", "start for too long an array" = "LENGTH", "add beyond the array" = "LENGTH",
    "add with a mask" = "NO_MASK_HERE", "finish into nothing" = "NO_MEMORY", "finish over gamma" = "OVERLAP",
    "write into nothing, of no sums" = "OK", "write what is finished" = "NO_PLAN", "write into nothing" = "NO_MEMORY",
    "read from nothing" = "NO_MEMORY", "read what is no sum" = "NOT_WRITTEN", "finish twice" = "NO_PLAN",
    "read into what is finished" = "NO_PLAN"
  )
  actual <- in_process(lapply(c("C", "C++"), function(language) {
    call_client("misuse", language = language)
  }))
  for (each in actual) expect_identical(setNames(statuses()[each + 1], names(each)), expected)
})

test_that("each status has words of its own, in one line", {
  skip_without_client()
  codes <- seq_along(statuses()) - 1
  words <- in_process(vapply(codes, function(code) call_client("explain", code), ""), codes = c(codes, 99))
  expect_identical(anyDuplicated(words), 0L)
  expect_false(any(grepl("\n", words)))
  expect_true(all(nzchar(words)))
  expect_identical(words[length(words)], "no such status")
  expect_false("no such status" %in% words[-length(words)])
})
