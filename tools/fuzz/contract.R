# What the help says of a call, written plainly: which arguments are at fault, and what comes out.
# A call is described by its function and `a`, the list of its arguments by their full names, defaults filled in.

mxnet_names <- c(act_type = "act.type", lower_bound = "lower.bound", upper_bound = "upper.bound", is_train = "is.train")
layer_fields <- c("act.type", "gamma", "slope", "lower.bound", "upper.bound", "margin")
of_source <- list(argument = "slope", gamma = c("gamma", "margin"), bounds = c("lower.bound", "upper.bound"))
slope_from <- function(act.type) said_of(act.type)$slope_from

# ---- What values are ------------------------------------------------------------------------------------------------

has_numbers <- function(x) typeof(x) %in% c("double", "integer", "logical")
has_class <- function(x, class) class %in% attr(x, "class") # inherits() does not take every class
is_frame <- function(x) typeof(x) == "list" && (has_class(x, "data.frame") || has_class(x, "FuzzFrame"))
rows_of <- function(frame) length(attr(frame, "row.names"))
dim_of <- function(x, otherwise = NULL) {
  dim <- if (is_frame(x)) c(rows_of(x), length(unclass(x))) else attr(x, "dim")
  if (is.null(dim)) otherwise else dim
}
count_of <- function(x) if (is_frame(x)) prod(dim_of(x)) else length(unclass(if (isS4(x)) asS4(x, FALSE) else x))

own_arithmetic_of <- new.env()
own_arithmetic <- function(x) {
  if (!is.object(x)) return(FALSE)
  classes <- c(class(x), if (isS4(x)) is(x))
  classes <- classes[!is.na(classes) & Encoding(classes) != "bytes"]
  key <- paste(c(isS4(x), classes), collapse = "\r")
  known <- own_arithmetic_of[[key]]
  if (!is.null(known)) return(known)
  has_method <- function(class) any(vapply(c("exp", "Math"), function(generic) {
    !is.null(tryCatch(utils::getS3method(generic, class, optional = TRUE, envir = globalenv()),
                      error = function(e) NULL))
  }, NA))
  own <- any(classes %in% "integer64") || any(vapply(classes, has_method, NA)) ||
    isS4(x) && !is.primitive(selectMethod("exp", class(x)))
  assign(key, own, own_arithmetic_of)
  own
}

is_numbers <- function(x) has_numbers(x) && !own_arithmetic(x)
is_plain_column <- function(x, rows) is_numbers(x) && is.null(attr(x, "dim")) && count_of(x) == rows
is_data <- function(x) {
  if (!is_frame(x)) return(is_numbers(x))
  all(vapply(unclass(x), is_plain_column, NA, rows_of(x)))
}
is_number <- function(x) typeof(x) %in% c("double", "integer") && !is.object(x) && length(x) == 1L && is.finite(x)
is_flag <- function(x) is.logical(x) && length(x) == 1L && !is.na(x)
is_act_type <- function(x) is.character(x) && length(x) == 1L && x %in% act_types
is_margin <- function(x, rank) {
  typeof(x) %in% c("double", "integer") && !is.object(x) && length(x) > 0L && !anyDuplicated(c(x)) &&
    all(x %in% seq_len(rank))
}

# What the help leaves open.
is_open <- function(x) {
  is.object(x) && (has_class(x, "FuzzMatrix") || has_class(x, "FuzzFrame") || is_frame(x) && has_class(x, "fuzz_maths"))
}

# ---- Arguments at fault ---------------------------------------------------------------------------------------------

fits <- function(x, data) {
  if (!is_data(x)) return(FALSE)
  dim <- dim_of(x)
  data_dim <- dim_of(data)
  count_of(x) == count_of(data) &&
    (is.null(dim) || is.null(data_dim) || identical(as.integer(dim), as.integer(data_dim)))
}
fits_or_one <- function(x, data) is_data(x) && count_of(x) == 1L || fits(x, data)

bound_faults <- function(a) {
  finite <- c(is_number(a$lower.bound), is_number(a$upper.bound))
  if (!all(finite)) return(c("lower.bound", "upper.bound")[!finite])
  if (a$lower.bound > a$upper.bound || !is.finite(c(a$upper.bound) - c(a$lower.bound))) c("lower.bound", "upper.bound")
}

# gamma in its own right, and against data that is as it should be.
gamma_faults <- function(a, data) {
  if (!is_numbers(a$gamma)) return("gamma")
  n <- count_of(a$gamma)
  dim <- dim_of(data)
  if (n == 1L) return()
  if (length(dim) < 2L) return(if (n != count_of(data)) "gamma")
  if (!is_margin(a$margin, length(dim))) return("margin")
  along <- dim[a$margin]
  own <- attr(a$gamma, "dim")
  if (prod(along) != n || !is.null(own) &&
      !identical(as.integer(own[own != 1L]), as.integer(along[along != 1L]))) c("gamma", "margin")
}

parameter_faults <- function(a, data, data_is_good) {
  type <- c(a$act.type)
  c(
    if (slope_from(type) == "argument" && !is_slope(type, a$slope)) "slope",
    if (slope_from(type) == "bounds") bound_faults(a),
    if (slope_from(type) != "gamma" && !is.null(a$gamma)) "gamma",
    if (slope_from(type) == "gamma") if (data_is_good) gamma_faults(a, data) else if (!is_numbers(a$gamma)) "gamma",
    if (!is.null(a$mask)) {
      if (slope_from(type) != "bounds" || data_is_good && !fits(a$mask, data) ||
          !is_data(a$mask)) "mask" else if (!all(is.finite(flat(a$mask)))) "mask"
    }
  )
}

is_slope <- function(type, slope) is_number(slope) && (!said_of(type)$slope_positive || slope > 0)

out_faults <- function(a) {
  slope <- if (!is.null(a$mask)) flat(a$mask)[which(flat(a[["out"]]) <= 0)] else slopes_of(a, a[["out"]])
  if (!said_of(c(a$act.type))$from_out || any(slope < 0)) c("out", "data")
}

# Names of the arguments that an error may name; none where the call is good; NA where the help leaves it open.
faults <- function(fun, a) {
  if (any(vapply(a, is_open, NA)) || is.object(a$act.type) || is.object(a$is.train) ||
      is.object(a$return.mask)) return(NA)
  from_out <- fun == "mx.nd.LeakyReLU.backward" && is.null(a[["data"]])
  data <- if (from_out) a[["out"]] else a[["data"]]
  data_is_good <- is_data(data)
  gradients <- intersect(c("out.grad", "data.grad"), names(a))
  found <- c(
    if (fun == "mx.nd.LeakyReLU.backward" && is.null(a[["data"]]) == is.null(a[["out"]])) c("data", "out"),
    if (!data_is_good) if (from_out) "out" else "data",
    if (!is_act_type(a$act.type)) "act.type" else parameter_faults(a, data, data_is_good),
    intersect(c("is.train", "return.mask"),
              names(a))[!vapply(a[intersect(c("is.train", "return.mask"), names(a))], is_flag, NA)],
    if (isTRUE(c(a$return.mask)) && !identical(c(a$act.type), "rrelu")) "return.mask",
    gradients[!vapply(a[gradients], function(g) if (data_is_good) fits_or_one(g, data) else is_data(g), NA)]
  )
  gradients_only <- all(found %in% "out.grad")
  if (from_out && gradients_only) found <- c(found, out_faults(a))
  if (length(found)) return(if ("act.type" %in% found) c(found, "return.mask") else found)
  if (!is.null(a[["gamma.grad"]])) gamma_grad_faults(a)
}

gamma_grad_faults <- function(a) {
  if (a$act.type != "prelu" || !is_numbers(a$gamma.grad)) return("gamma.grad")
  n <- count_of(a$gamma.grad)
  if (n != 1L && n != count_of(a$gamma)) return("gamma.grad")
  if (n != 1L && !identical(dim_of(a$gamma.grad), dim_of(a$gamma)) && !is.null(dim_of(a$gamma.grad))) NA
}

# ---- Values ---------------------------------------------------------------------------------------------------------

flat <- function(x) {
  if (is_frame(x)) return(as.double(unlist(lapply(unclass(x), flat), use.names = FALSE)))
  attributes(x) <- NULL
  as.double(x)
}

# The slope of every element where it is not positive; `drawn` are those of rrelu, where they were.
slopes_of <- function(a, data, drawn = NULL) {
  if (is.null(drawn) && !is.null(a$mask)) drawn <- flat(a$mask)
  switch(slope_from(c(a$act.type)),
    argument = a$slope[[1L]],
    bounds = if (is.null(drawn)) mean_of(a$lower.bound[[1L]], a$upper.bound[[1L]]) else drawn,
    gamma = {
      gamma <- flat(a$gamma)
      dim <- dim_of(data)
      if (length(gamma) < 2L || length(dim) < 2L) gamma else c(along_margin(gamma, dim, a$margin))
    },
    0
  )
}
mean_of <- function(lower, upper) if (is.finite(lower + upper)) (lower + upper) / 2 else lower / 2 + upper / 2

is_rectifier <- function(act.type) identical(reference[[act.type]]$y, rectifier$y)

# The first that is missing wins; NA and NaN are told apart.
with_missing <- function(value, ...) {
  for (input in rev(list(...))) {
    input <- rep_len(input, length(value))
    value[is.na(input)] <- input[is.na(input)]
  }
  value
}

same_missing <- function(actual, expected) all(is.na(actual) == is.na(expected) & is.nan(actual) == is.nan(expected))
same_numbers <- function(actual, expected, checked) {
  checked <- checked & !is.na(expected)
  all((actual == expected & 1 / actual == 1 / expected)[checked])
}
close_to <- function(actual, expected, scale) {
  checked <- is.finite(expected) & is.finite(scale) & scale < 1e305
  !any(abs(actual - expected)[checked] > (1e-10 * scale + 1e-300)[checked])
}

# What is wrong with an output, or nothing.
wrong_output <- function(a, out, drawn) {
  x <- flat(a[["data"]])
  y <- flat(out)
  if (length(x) == 0L) return()
  type <- c(a$act.type)
  s <- rep_len(slopes_of(a, a[["data"]], drawn), length(x))
  # A slope that is not finite times 0, and a slope of 0 at -Inf, are limits.
  open <- is.infinite(s) & x == 0 | x == -Inf & s == 0
  missing_slope <- if (type == "prelu") ifelse(x > 0, 0, s) else 0
  expected <- with_missing(suppressWarnings(forward_formula(type, x, s)), x, missing_slope)
  lost <- is.nan(expected) & !is.na(x) & !is.na(missing_slope)
  expected[lost] <- ifelse(x[lost] > 0, reference[[type]]$limits(1)$y[2], 0)
  clear <- !open %in% TRUE
  if (!same_missing(y[clear], expected[clear])) return("the output is missing in other places than it should be")
  if (is_rectifier(type) && !all(y[which(x == -Inf & s == 0)] %in% 0)) return("a slope of 0 does not give 0 at -Inf")
  if (is_rectifier(type)) {
    if (!same_numbers(y, expected, !open)) return("not the bits of the formula")
  } else if (!close_to(y, expected, abs(expected))) return("further than 1e-10 from the formula")
}

# The derivative and what its relative error is measured by; 1e-290 where it is so small that it has few digits.
derivative_of <- function(type, x, s) {
  if (is_rectifier(type)) return(list(value = ifelse(x > 0, 1, s), scale = ifelse(x > 0, 1, abs(s)) + 1e-290))
  value <- suppressWarnings(derivative_formula(type, x, s))
  list(value = value, scale = pmax(abs(value), abs(suppressWarnings(forward_formula(type, x, s) / x)), 1e-290,
                                   na.rm = TRUE))
}

wrong_gradient <- function(a, result) {
  from_out <- is.null(a[["data"]])
  data <- if (from_out) a[["out"]] else a[["data"]]
  type <- c(a$act.type)
  x <- flat(data)
  n <- length(x)
  if (n == 0L) return(if (type == "prelu" && any(flat(result$gamma) != 0)) "a sum of nothing is not 0")
  s <- rep_len(slopes_of(a, data), n)
  g <- rep_len(flat(a$out.grad), n)
  actual <- flat(result$data)
  missing_slope <- if (type == "prelu") ifelse(x > 0, 0, s) else 0
  # A slope of 0 gives 0, from an infinite gradient too.
  zero <- is_rectifier(type) & (is.infinite(g) & s == 0 & x <= 0) %in% TRUE
  at <- is.finite(g) & is.finite(s) | is.na(x) | is.na(g) | zero
  d <- if (from_out && !is_rectifier(type)) reference[[type]]$from_out(x, s) else derivative_of(type, x, s)
  expected <- with_missing(ifelse(zero, s, g * d$value), x, g, missing_slope)
  unclear <- is.nan(expected) & !is.na(x) & !is.na(g) & !is.na(missing_slope)
  expected[unclear] <- actual[unclear]
  if (!same_missing(actual[at], expected[at])) return("$data is missing where it should not be, or not where it should")
  # No function gives -Inf but one with a negative slope, whose derivative does not follow from its output.
  limits <- which(is.finite(g) & is.finite(s) & if (from_out) x == Inf else is.infinite(x))
  if (anyNA(actual[limits])) return("a derivative at Inf or -Inf is missing")
  if (is_rectifier(type)) {
    if (!same_numbers(actual, expected, at & !unclear)) return("$data is not, to the bit, what the formula gives")
  } else if (!close_to(actual, expected, abs(g) * d$scale)) return("$data is further than 1e-10 from the formula")
  if (type == "prelu") wrong_sum(a, data, result$gamma, ifelse(x > 0, 0, g * x), list(x, g))
}

# Sums for gamma of `terms`; a missing input makes the sum missing, the first kind of `inputs` that is, and NA before
# NaN.
wrong_sum <- function(a, data, sums, terms, inputs) {
  dim <- dim_of(data)
  n <- count_of(a$gamma)
  group <- seq_along(terms)
  if (n == 1L) group[] <- 1L
  else if (length(dim) > 1L) group <- c(along_margin(seq_len(n), dim, a$margin))
  by_group <- function(x, f) as.numeric(tapply(x, factor(group, seq_len(n)), f))
  expected <- by_group(terms, sum)
  scale <- by_group(abs(terms), sum)
  for (input in rev(inputs)) {
    nan <- by_group(is.nan(input), any)
    na <- by_group(is.na(input) & !is.nan(input), any)
    expected[which(nan == 1)] <- NaN
    expected[which(na == 1)] <- NA
  }
  sums <- flat(sums)
  checked <- by_group(Reduce(`|`, lapply(inputs, is.na)), any) == 1 | is.finite(scale)
  if (!same_missing(sums[checked],
                    expected[checked])) return("$gamma is missing where it should not be, or not where it should")
  if (!close_to(sums, expected, scale)) return("$gamma is further than 1e-10 from the sum")
}

wrong_second_gradient <- function(a, result) {
  x <- flat(a[["data"]])
  n <- length(x)
  type <- c(a$act.type)
  if (n == 0L) return()
  s <- rep_len(slopes_of(a, a[["data"]]), n)
  g <- rep_len(flat(a$out.grad), n)
  v <- rep_len(flat(a$data.grad), n)
  at_gamma <- if (is.null(a$gamma.grad)) 0 else slopes_of(replace(a, "gamma", list(a$gamma.grad)), a[["data"]])
  at_gamma <- ifelse(x > 0, 0, rep_len(at_gamma, n))
  d <- derivative_of(type, x, s)
  second <- second_derivative_of(type, x, s)
  known <- is.finite(x) & is.finite(g) & is.finite(v) & is.finite(s) & is.finite(at_gamma)
  # v g may over- or underflow where the product with what they are multiplied by does not.
  times <- function(factor) (pmax(abs(v), abs(g)) * factor) * pmin(abs(v), abs(g)) * sign(v) * sign(g)
  gives <- function(actual, expected, scale) {
    same_missing(actual[known | is.na(x)], ifelse(is.na(x), x, 0)[known | is.na(x)]) &&
      close_to(actual[known], expected[known], scale[known])
  }
  bend <- if (is_rectifier(type)) 0 else second_scale(type, x, second, s)
  if (!gives(flat(result$out.grad), v * d$value + at_gamma * x,
             abs(v) * d$scale + abs(at_gamma * x))) return("$out.grad is not what the formula gives")
  if (!gives(flat(result$data), times(second) + at_gamma * g,
             abs(times(bend)) + abs(at_gamma * g))) return("$data is not what the formula gives")
  if (type == "prelu" && all(is.finite(c(x, g, v)))) wrong_sum(a, a[["data"]], result$gamma, ifelse(x > 0, 0, g * v),
                                                               list(x, g, v))
}

second_derivative_of <- function(type, x, s) {
  # exp(x) alone may be 0 where a large slope times exp(x) is not.
  if (type == "elu") return(ifelse(x > 0, 0, sign(s) * exp(x + log(abs(s)))))
  suppressWarnings(second_derivative_formula(type, x, s))
}

second_scale <- function(type, x, second, s) {
  largest_part <- reference[[type]]$largest_part
  if (is.null(largest_part)) abs(second) + 1e-290 else pmax(suppressWarnings(largest_part(x, s)), 1e-290)
}
