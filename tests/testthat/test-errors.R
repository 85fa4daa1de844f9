# What holds of errors whatever their message: one line that can be read, in the user's call, found
# wherever the fault is.

test_that("a message stays one line that can be read, whatever text it quotes", {
  one_line <- function(expr) {
    message <- conditionMessage(expect_error(expr))
    expect_true(validUTF8(message))
    expect_false(grepl("[[:cntrl:]\u0080-\u009f\u2028\u2029]", enc2utf8(message)))
    expect_lt(nchar(message), 400)
    expect_match(message, "^`(act.type|data|\\.\\.\\.)` must")
  }
  one_line(mx.nd.LeakyReLU(1, act.type = "a\nb\tc"))
  one_line(mx.nd.LeakyReLU(1, act.type = strrep("a", 1e5)))
  one_line(mx.nd.LeakyReLU(1, act.type = "%s %n %d"))
  one_line(mx.nd.LeakyReLU(1, act.type = strrep("\u00e9", 1000)))
  one_line(mx.nd.LeakyReLU(1, act.type = `Encoding<-`("\xe9", "bytes")))
  one_line(mx.nd.LeakyReLU(list2DF(list("a\nb" = "x"))))
  one_line(mx.nd.LeakyReLU(1, "a\nb" = 1))
  for (odd in c("a\u0085b", "a\u2028b", "a\u2029b", "a\u009fb", "a\xffb", "\xe4\xb8")) {
    one_line(mx.nd.LeakyReLU(1, act.type = odd))
    one_line(mx.nd.LeakyReLU(odd))
    one_line(mx.nd.LeakyReLU(structure(list(), class = odd)))
    one_line(mx.nd.LeakyReLU(stats::setNames(list2DF(list("x")), odd)))
    one_line(do.call(mx.nd.LeakyReLU, stats::setNames(list(1, 2), c("", odd))))
  }
  Math.test_lines <- function(x, ...) NULL
  one_line(mx.nd.LeakyReLU(structure(1, class = c("a\nb", "test_lines"))))
})

test_that("the call shown is the one of the function, through whatever other functions it came", {
  name_of <- function(expr) deparse(conditionCall(tryCatch(expr, error = identity))[[1]])
  wrapper <- function(...) mx.nd.LeakyReLU(...)
  expect_identical(name_of(wrapper(1, slope = NA)), "mx.nd.LeakyReLU")
  expect_identical(name_of(wrapper(1, alpha = 1)), "mx.nd.LeakyReLU")
  expect_identical(name_of(lapply(list("a"), function(x) mx.nd.LeakyReLU(x))), "mx.nd.LeakyReLU")
  expect_identical(name_of(do.call("mx.nd.LeakyReLU", list("a"))), "mx.nd.LeakyReLU")
  expect_identical(name_of(leakyrelu::mx.nd.LeakyReLU("a")), "leakyrelu::mx.nd.LeakyReLU")
})

test_that("an argument in MXNet's spelling that is left empty is an error in the user's call", {
  error <- expect_error(mx.nd.LeakyReLU(1, act_type = ), "act_type", fixed = TRUE)
  expect_identical(conditionCall(error)[[1]], quote(mx.nd.LeakyReLU))
})

test_that("a number that is not finite is found at every place of the mask", {
  n <- 3000
  for (place in c(1, 2, 63:66, 511:514, 1023:1026, 2047:2050, n - 1, n)) {
    mask <- replace(rep(0.5, n), place, NA)
    expect_error(mx.nd.LeakyReLU(rep(-1, n), act.type = "rrelu", mask = mask),
      "only finite numbers, not NA", fixed = TRUE)
  }
})
