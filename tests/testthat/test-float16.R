# What can be done with float16 and bfloat16 objects, and that everything else is an error.

forget_messages()

# ---- Parts ---------------------------------------------------------------------------------------

# An expression of an array of doubles and one of the same held: names of a vector are lost.
expect_same_part <- function(x, expr) {
  expr <- substitute(expr)
  expected <- eval(expr, list(x = x), parent.frame())
  if (is.null(dim(expected))) expected <- as.vector(expected)
  expected[is.na(expected)] <- NaN
  for (as_type in half_types) {
    actual <- eval(expr, list(x = as_type(x)), parent.frame())
    expect_identical(actual, as_type(expected), label = deparse(expr))
    expect_true(validObject(actual), label = deparse(expr))
  }
}

test_that("each form of index of a vector gives what it gives of doubles", {
  x <- small_numbers
  i <- 2
  expect_same_part(x, x[3])
  expect_same_part(x, x[i])
  expect_same_part(x, x[c(5, 1, 5)])
  expect_same_part(x, x[-1])
  expect_same_part(x, x[-(2:12)])
  expect_same_part(x, x[0])
  expect_same_part(x, x[])
  expect_same_part(x, x[NULL])
  expect_same_part(x, x[2.9])
  expect_same_part(x, x[c(TRUE, FALSE)])
  expect_same_part(x, x[c(TRUE, NA, FALSE)])
  expect_same_part(x, x[NA])
  expect_same_part(x, x[c(1, NA)])
  expect_same_part(x, x[11:14])
  expect_same_part(x, x["a"])
  expect_same_part(x, x[factor("a")])
  expect_same_part(x, head(x, 3))
  expect_same_part(x, tail(x, 2))
  expect_same_part(x, x[3, drop = FALSE])
})

test_that("each form of index of a matrix gives what it gives of doubles", {
  x <- matrix(small_numbers, 3, dimnames = list(c("a", "b", "c"), NULL))
  expect_same_part(x, x[1, ])
  expect_same_part(x, x[, 2])
  expect_same_part(x, x[1, , drop = FALSE])
  expect_same_part(x, x[, 2, drop = FALSE])
  expect_same_part(x, x[, ])
  expect_same_part(x, x[])
  expect_same_part(x, x[2:1, c(TRUE, FALSE)])
  expect_same_part(x, x[-1, -1])
  expect_same_part(x, x["b", 2:3])
  expect_same_part(x, x[c("c", "a"), ])
  expect_same_part(x, x[2, 3])
  expect_same_part(x, x[5])
  expect_same_part(x, x[c(1, NA), 2:3])
  expect_same_part(x, x[0, ])
  expect_same_part(x, x[cbind(c(1, 3), c(4, 2))])
  expect_same_part(x, x[cbind(c(1, NA), c(4, 2))])
  expect_same_part(x, x[matrix(small_numbers > 0, 3)])
  expect_same_part(x[, 1:2], x[cbind("a", "b")[0, ], ])
  expect_same_part(x, head(x, 2))
  expect_same_part(unname(x), head(x, c(2, 1)))
})

test_that("each form of index of an array gives what it gives of doubles", {
  x <- named_array + 0
  expect_same_part(x, x[1, , ])
  expect_same_part(x, x[, 2, 3])
  expect_same_part(x, x["b", "C", "z"])
  expect_same_part(x, x[cbind("b", c("A", "C"), "w")])
  expect_same_part(x, x[, -1, c("w", "z"), drop = FALSE])
  expect_same_part(x, x[1, 1, , drop = FALSE])
  expect_same_part(x, x[20:26])
  expect_same_part(x, x[cbind(1, 2, 3:4)])
  expect_same_part(array(small_numbers, 12, list(letters[1:12])), x[2:3])
  expect_same_part(array(small_numbers, 12, list(letters[1:12])), x[c("b", "l")])
  expect_same_part(array(small_numbers, 12, list(letters[1:12])), x["b"])
  expect_same_part(array(small_numbers, 12), x[4, drop = FALSE])
})

test_that("an index that does not fit is R's own error, in the user's call", {
  x <- as_float16(matrix(small_numbers, 3, dimnames = list(c("a", "b", "c"), NULL)))
  expect_error_line(x[4, 1], "subscript out of bounds")
  expect_error_line(x[1, 1, 1], "incorrect number of dimensions")
  expect_error_line(x["d", ], "subscript out of bounds")
  expect_error_line(x[list(1)], "invalid subscript type 'list'")
  error <- expect_error(x[stop("not found")], "not found", fixed = TRUE)
  expect_false(identical(conditionCall(error), quote(x[stop("not found")])))
})

# ---- What they are, and how they are shown -------------------------------------------------------

test_that("missing and infinite values are found, in their shape", {
  x <- matrix(c(1, NA, NaN, Inf, -Inf, 70000), 2, dimnames = list(c("a", "b"), NULL))
  held <- as_float16(x)
  doubles <- as.array(held)
  expect_identical(is.na(held), is.na(x))
  expect_identical(is.nan(held), is.na(x))
  expect_identical(is.finite(held), is.finite(doubles))
  expect_identical(is.infinite(held), is.infinite(doubles))
  expect_true(anyNA(held))
  expect_false(anyNA(as_float16(c(1, Inf))))
  expect_false(is.infinite(as_bfloat16(x))[2, 3])
})

test_that("all.equal() compares class, shape and values, to one unit in the last place", {
  for (type in names(half_types)) {
    as_type <- half_types[[type]]
    unit <- 2^-formats[[type]][["fraction"]]
    expect_true(all.equal(as_type(named_array), as_type(named_array)))
    expect_true(all.equal(as_type(1), as_type(1 + unit)))
    expect_match(all.equal(as_type(1), as_type(1 + 2 * unit)), "Mean relative difference")
    expect_match(all.equal(as_type(1), as_type(1 + unit), tolerance = unit / 2), "Mean relative difference")
    expect_match(all.equal(as_type(1:4), as_type(matrix(1:4, 2))), "Attributes", all = FALSE)
    expect_match(all.equal(as_type(named_array), as_type(unname(named_array))), "Attributes", all = FALSE)
    expect_identical(all.equal(as_type(1), 1), sprintf("target is %s, current is numeric", type))
  }
  expect_identical(all.equal(as_float16(1), as_bfloat16(1)), "target is float16, current is bfloat16")
})

test_that("the digits that are shown tell every value from the next", {
  for (type in names(half_types)) {
    values <- values_of_16_bits(type)
    values <- values[is.finite(values) & values > 0]
    # One by one, as format() gives several of them the digits that the longest needs.
    some <- half_types[[type]](with_fixed_seed(values[outer(0:1, sample(length(values) - 1, 500), `+`)]))
    shown <- matrix(vapply(seq_along(some), function(i) format(some[i]), ""), 2)
    expect_true(all(shown[1, ] != shown[2, ]))
    all_shown <- formatC(values, digits = leakyrelu:::half_floats[[type]]$digits, format = "g")
    expect_identical(anyDuplicated(all_shown), 0L)
    one <- half_types[[type]](1:8 / 8 + 1)
    expect_identical(as.numeric(format(one)), 1:8 / 8 + 1)
    expect_identical(dim(format(half_types[[type]](named_array))), dim(named_array))
  }
})

test_that("print, show and str say class, extent and values, and that some are left out", {
  x <- as_float16(matrix(c(0.1, -2, 3, NA, Inf, 2^-24), 2, dimnames = list(c("a", "b"), NULL)))
  capture.output(printed <- withVisible(print(x)))
  expect_identical(printed, list(value = x, visible = FALSE))
  expect_snapshot_output({
    print(x)
    print(x, digits = 2)
    methods::show(as_bfloat16(x))
    print(as_bfloat16(1:3 / 3))
    print(as_float16(double()))
    print(as_float16(1:1000))
    print(as_float16(array(1:10000, c(100, 2, 50))), max = 8)
    str(x)
    str(as_bfloat16(1:1000 / 3))
    str(list(weights = as_float16(double()), bias = as_float16(array(0, c(0, 3)))))
  })
})

test_that("print() shows as many values as may be shown, and says what it leaves out", {
  x <- as_float16(array(1:60, c(2, 3, 10)))
  shown <- capture.output(print(x, max = 12))
  expect_identical(shown[length(shown)], "# only the first 2 x 3 x 2 are shown")
  before <- options(max.print = 20)
  on.exit(options(before))
  shown <- capture.output(print(as_float16(1:60)))
  expect_identical(shown[length(shown)], "# only the first 20 are shown")
  expect_false(any(grepl("omitted", shown)))
  for (max in list("a", 0, NA, c(1, 2), NULL)) expect_error(print(x, max = max), "`max` must be a number of at least 1")
})

test_that("an object that is printed without print() is shown so, in a new session too", {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(as_float16(1:3), file)
  expect_identical(in_fresh_process(c("as_bfloat16(1:3)", sprintf("x <- readRDS(%s)[2]; x", deparse(file)))),
                   c("<bfloat16> length 3", "[1] 1 2 3", "<float16> length 1", "[1] 2"))
})

test_that("an object from a file is shown in a session that has not loaded the package", {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(as_bfloat16(1:3), file)
  expect_identical(in_other_session(sprintf("x <- readRDS(%s)", deparse(file)), "x"),
                   c("<bfloat16> length 3", "[1] 1 2 3"))
})

test_that("identical() and saveRDS() see what is held", {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  x <- as_float16(named_array)
  saveRDS(x, file)
  expect_identical(readRDS(file), x)
  expect_false(identical(x, as_float16(unname(named_array))))
  expect_false(identical(x, as_bfloat16(named_array)))
})

test_that("an object of a class that extends one of them is one of them", {
  on.exit(methods::removeClass("TestFloat16", where = globalenv()))
  make <- methods::setClass("TestFloat16", contains = "float16", where = globalenv())
  x <- make(as_float16(small_numbers))
  expect_identical(as.double(x), small_numbers)
  expect_identical(x[2], as_float16(small_numbers[2]))
  expect_identical(as_bfloat16(x), as_bfloat16(small_numbers))
  expect_error(x + 1, "`+` is not defined for float16: use as.double().", fixed = TRUE)
  expect_error(x %*% x, "`%*%` is not defined for float16: use as.double().", fixed = TRUE)
})

test_that("slots that do not fit are an error that names the slot", {
  invalid <- function(..., message) expect_error(methods::new("float16", ...), message, fixed = TRUE)
  invalid(bytes = raw(3), message = "`bytes` must have an even number of bytes, two for each number, not 3.")
  invalid(bytes = raw(4), Dim = 3L, message = "`Dim` must be whole numbers with the product 2")
  invalid(bytes = raw(4), Dim = NA_integer_, message = "`Dim` must be whole numbers with the product 2")
  invalid(bytes = raw(4), Dimnames = list("a"), message = "`Dimnames` must be NULL for a vector")
  invalid(bytes = raw(4), Dim = 2L, Dimnames = list("a"),
          message = "`Dimnames[[1]]` must be NULL or a character vector of length 2")
  invalid(bytes = raw(4), Dim = 2L, Dimnames = list(1:2), message = "not an integer vector of length 2.")
  invalid(bytes = 1, message = "\"bytes\"")
  expect_error(methods::new("half_float"), "virtual class", fixed = TRUE)
})

# ---- Errors --------------------------------------------------------------------------------------

test_that("everything else is an error that says to use as.double()", {
  refused <- alist(
    `+` = x + 1, `+` = 1 + x, `-` = -x, `-` = x - x, `*` = x * 2L, `/` = x / x, `^` = x^2, `%%` = x %% 2,
    `%/%` = x %/% 2, `==` = x == 1, `!=` = x != 1, `<` = x < x, `>` = x > 1, `<=` = x <= 1, `>=` = TRUE >= x,
    `!` = !x, `&` = x & TRUE, `|` = x | TRUE, `%*%` = x %*% 1, `%*%` = 1 %*% x, `%*%` = x %*% x,
    abs = abs(x), sign = sign(x), sqrt = sqrt(x), exp = exp(x), floor = floor(x), round = round(x), round = round(x, 1),
    signif = signif(x, 2), trunc = trunc(x), log = log(x), log = log(x, 2), log1p = log1p(x), tanh = tanh(x),
    gamma = gamma(x), cumsum = cumsum(x), cummax = cummax(x), Re = Re(x), Im = Im(x), Mod = Mod(x), Conj = Conj(x),
    sum = sum(x), prod = prod(x), max = max(x, 1), min = min(x), range = range(x), any = any(x), all = all(x),
    `[[` = x[[1]], `$` = x$a, c = c(x), c = c(x, 1), rep = rep(x, 2), t = t(x), aperm = aperm(x), rev = rev(x),
    sort = sort(x), xtfrm = order(x), xtfrm = xtfrm(x), unique = unique(x), duplicated = duplicated(x),
    anyDuplicated = anyDuplicated(x), diff = diff(x), split = split(x, 1), cut = cut(x, 2), mean = mean(x),
    median = median(x), quantile = quantile(x), quantile = quantile(x, 0.5), summary = summary(x),
    as.integer = as.integer(x), as.logical = as.logical(x), as.complex = as.complex(x), as.character = as.character(x),
    as.character = paste(x), as.vector = as.vector(x), as.vector = matrix(x), as.list = as.list(x),
    as.list = lapply(x, identity), as.data.frame = as.data.frame(x), as.data.frame = data.frame(x), cbind = cbind(x),
    cbind = cbind(1, x), rbind = rbind(x, x), rbind = rbind(a = 1, b = x),
    `[<-` = x[1] <- 1, `[[<-` = x[[1]] <- 1, `$<-` = x$a <- 1, `names<-` = names(x) <- "a", `length<-` = length(x) <- 2,
    `levels<-` = levels(x) <- "a", `[<-` = is.na(x) <- 1
  )
  missed <- setdiff(leakyrelu:::refused, c(names(refused), "Ops", "Math", "Summary", "Complex"))
  expect_identical(missed, character())
  for (type in names(half_types)) for (i in seq_along(refused)) {
    held <- half_types[[type]](matrix(1:4, 2))
    x <- held
    message <- sprintf("`%s` is not defined for %s: use as.double().", names(refused)[i], type)
    error <- expect_error(eval(refused[[i]]), message, fixed = TRUE, info = deparse(refused[[i]]))
    expect_identical(conditionMessage(error), message)
    expect_lt(nchar(deparse_line(conditionCall(error))), 60)
    expect_identical(x, held)
  }
})

test_that("a refused operation is an error in the user's call", {
  x <- as_float16(1:3)
  expect_error_line(x + 1, "`+` is not defined for float16: use as.double().")
  expect_error_line(exp(x), "`exp` is not defined for float16: use as.double().")
  expect_error_line(x %*% x, "`%*%` is not defined for float16: use as.double().")
  expect_error_line(x[[2]], "`[[` is not defined for float16: use as.double().")
  expect_error_line(x$a, "`$` is not defined for float16: use as.double().")
  expect_error_line(c(x, x), "`c` is not defined for float16: use as.double().")
  expect_error_line(cbind(1, x), "`cbind` is not defined for float16: use as.double().")
  expect_error_line(mean(x), "`mean` is not defined for float16: use as.double().")
  expect_error_line(quantile(x, 0.5), "`quantile` is not defined for float16: use as.double().")
  expect_error_line(as.integer(x), "`as.integer` is not defined for float16: use as.double().")
})

test_that("what R has no hook for is an error too, by R itself", {
  x <- as_float16(1:3)
  for (call in alist(max(1, x), match(1, x), which(x), var(x), rowSums(x), rep_len(x, 2), outer(x, x), x %in% 1,
                     crossprod(x), if (x) 1, sapply(x, identity), tabulate(x), hist(x), table(x), rank(x))) {
    expect_error(eval(call), info = deparse(call))
  }
})

# Last: it shows what the tests above have seen.
test_that("all messages, one beside the other, read alike", {
  expect_snapshot_output(show_messages())
})
