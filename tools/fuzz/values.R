# Random values for tools/fuzz.R: numbers that every function takes, values that come close, and all else that R can
# hold.

chance <- function(probability) runif(1L) < probability
one_of <- function(...) ...elt(sample.int(...length(), 1L)) # only the one that is picked is evaluated
some <- function(from, n) from[sample.int(length(from), n, replace = TRUE)]
whole <- function(from, to) from - 1L + sample.int(to - from + 1L, 1L)

# ---- Numbers --------------------------------------------------------------------------------------------------------

edges <- c(2^-1074, 2^-1022, 1e-300, 1e-155, 2^-53, 1, 37.5, 710, 746, 2^31, 1e155, .Machine$double.xmax)
extreme <- c(NA, NaN, Inf, -Inf, 0, -0, edges, -edges)
moderate <- function(n) one_of(rnorm(n), runif(n, -40, 10), some(c(-2:2, -0), n))
doubles <- function(n) {
  x <- moderate(n)
  one_of(x, x, some(extreme, n), replace(x, seq_len(n) == n %/% 2L + 1L, some(extreme, 1L)))
}
integers <- function(n) some(c(NA, 0L, .Machine$integer.max, -.Machine$integer.max, -9:9), n)
numbers <- function(n) one_of(doubles(n), doubles(n), doubles(n), integers(n), some(c(TRUE, FALSE, NA), n))

# Around what a vector register and a block of the kernels hold.
any_length <- function() one_of(whole(0L, 9L), whole(0L, 9L), some(c(15:17, 31:33, 63:65, 1535:1537, 3073L), 1L))
any_dim <- function() sample(0:5, whole(1L, 6L), replace = TRUE, prob = c(1, 5, 8, 8, 4, 2))

# Two threads share data of this length.
long_numbers <- function() one_of(rnorm(131075), rnorm(262150), 1:300000, as.numeric(-150000:150000), integers(262150))

# ---- Text -----------------------------------------------------------------------------------------------------------

odd_names <- c("a", "if", "a b", "two\nlines", "tab\t\r", "\"'`", "back\\slash", "%s%n%d", "...", "\u2028", "\u2029",
               "\u0085", "\u009f",
               "\u00e9t\u00e9", "\U1F600", "\u202e", "\u200b", "a\xff\xfe", "\xe2\x80\xa8\xff", strrep("long ", 100),
               strrep("\u00e9", 300),
               `Encoding<-`("latin1 \xe9", "latin1"))
odd_text <- c(odd_names, NA, "", `Encoding<-`("bytes \xe9\n", "bytes"), "0.25", "TRUE")

# structure() does not take every class that attr() takes.
of_class <- function(x, class) {
  attr(x, "class") <- class
  x
}

# Not `sum`: attributes given to a primitive stay with it. Made here, as a function or formula made in a call would
# bring all of that call's variables.
a_function <- function(x, ...) x
a_formula <- y ~ x

# ---- Objects that hold numbers --------------------------------------------------------------------------------------

# Methods of "fuzz_maths" make its arithmetic its own; "fuzz_plain" has methods for other things only.
Math.fuzz_maths <- function(x, ...) stop("not to be called")
print.fuzz_plain <- function(x, ...) stop("not to be called")
Ops.fuzz_plain <- function(e1, e2) stop("not to be called")
length.fuzz_plain <- dim.fuzz_plain <- `[.fuzz_plain` <- as.numeric.fuzz_plain <- function(x,
                                                                                           ...) stop("not to be called")

setClass("FuzzNumber", contains = "numeric", slots = c(unit = "character"))
setClass("FuzzInteger", contains = "integer")
setClass("FuzzFactor", contains = "factor")
setClass("FuzzDate", contains = "Date")
setClass("FuzzMaths", contains = "numeric")
setMethod("exp", "FuzzMaths", function(x) stop("not to be called"))
setClass("FuzzFrame", contains = "data.frame")
setClass("FuzzMatrix", contains = "matrix")
setClass("FuzzList", contains = "list")
setClass("FuzzFunction", contains = "function")
setClass("FuzzSlots", slots = c(number = "numeric"))

frame_of <- function(columns, rows, names = make.names(seq_along(columns)), class = "data.frame") {
  structure(columns, names = names, row.names = .set_row_names(rows), class = class)
}

plain_frame <- function(rows = whole(0L, 5L),
                        class = one_of("data.frame", "data.frame", c("tbl_df", "tbl", "data.frame"))) {
  columns <- replicate(whole(0L, 4L), numbers(rows), simplify = FALSE)
  frame <- frame_of(columns, rows, one_of(make.names(seq_along(columns)), some(odd_text, length(columns))), class)
  if (chance(0.1)) attr(frame, "row.names") <- paste0("row\n", seq_len(rows))
  frame
}

with_attributes <- function(x) {
  if (chance(0.5)) return(x)
  if (is.null(dim(x))) names(x) <- one_of(NULL, some(odd_text, length(x)))
  else dimnames(x) <- lapply(dim(x), function(extent) if (extent > 0L && chance(0.5)) some(odd_text, extent))
  if (chance(0.2)) attr(x, "note") <- one_of("kept", list(1), quote(a + b), 1:3)
  if (chance(0.2)) class(x) <- one_of("fuzz_plain", c("two\nlines", "a\xff"), "noquote", strrep("\u00e9", 200), "AsIs")
  x
}

vector_data <- function() numbers(any_length())
array_data <- function(dim = any_dim()) array(numbers(prod(dim)), dim)
sequence_data <- function() one_of(1:whole(2L, 2000L), -5:5, as.numeric(1:9), seq_len(0L), rev(1:3), sort(doubles(9L)))
other_data <- function() {
  one_of(ts(doubles(12L), start = 2000, frequency = 12), ts(array(doubles(6L), 3:2)), table(some(c("a", "b"), 9L)),
         array(doubles(3L), 3L),
         new("FuzzNumber", doubles(3L), unit = "m"), new("FuzzInteger", integers(3L)), asS4(doubles(2L)),
         structure(doubles(2L), class = "octmode"), structure(doubles(5L), class = "proc_time"), I(doubles(3L)))
}
good_data <- function() {
  if (chance(0.002)) return(long_numbers())
  one_of(with_attributes(vector_data()), with_attributes(vector_data()), with_attributes(array_data()),
         with_attributes(array_data()),
         array_data(c(whole(1L, 6L), whole(1L, 6L))), plain_frame(), sequence_data(), other_data())
}

# ---- Objects that nearly hold numbers -------------------------------------------------------------------------------

odd_columns <- function(rows) {
  one_of(factor(some(c("a", "b"), rows)), lapply(seq_len(rows), identity), matrix(doubles(2L * rows), rows),
         matrix(doubles(rows), rows),
         .Date(rep(0, rows)), character(rows), complex(rows), raw(rows), plain_frame(rows, "data.frame"), NULL,
         doubles(rows + 1L),
         structure(doubles(rows), class = "integer64"), structure(doubles(rows), class = "fuzz_maths"), quote(a),
         sum, globalenv(),
         new("FuzzFactor", factor(rep("a", rows))), structure(doubles(rows), class = "fuzz_plain"),
         some(odd_text, rows))
}

odd_frame <- function() {
  rows <- whole(0L, 3L)
  columns <- list(numbers(rows), odd_columns(rows), numbers(rows))[seq_len(whole(2L, 3L))]
  one_of(
    frame_of(columns, rows, some(odd_text, length(columns))), frame_of(columns, rows, NULL),
    frame_of(columns, rows, c("a", "a", "a")[seq_along(columns)]),
    structure(list(1, 2:3), class = "data.frame"), structure(list(), class = "data.frame"),
    structure(1:3, class = "data.frame"),
    structure(pairlist(1), class = "data.frame"),
    structure(pairlist(a = 1, b = 2), row.names = 1L, class = "data.frame"),
    structure(quote(f(1)), class = "data.frame"), structure(expression(1), class = "data.frame", row.names = 1L),
    new("FuzzFrame", data.frame(a = c(-1, 1))), frame_of(list(numbers(2L)), 2L, class = c("fuzz_plain", "data.frame")),
    frame_of(list(numbers(2L)), 2L, class = c("fuzz_maths", "data.frame")), as.POSIXlt("2020-02-29", tz = "UTC")
  )
}

own_maths <- function() {
  one_of(factor(c("a", "b")), factor(character()), as.Date("2020-02-29"), .POSIXct(0), as.difftime(1, units = "mins"),
         structure(doubles(2L), class = "integer64"), structure(doubles(1L), class = c("two\nlines", "fuzz_maths")),
         structure(array(doubles(6L), 2:3), class = "fuzz_maths"), new("FuzzFactor", factor("a")),
         new("FuzzDate", .Date(0)),
         new("FuzzMaths", 1), asS4(factor("a")), new("FuzzMatrix", matrix(1)), structure(1L, class = "factor"),
         ordered(1:2))
}

forged_layer <- function() {
  fields <- list(act.type = "leaky", gamma = NULL, slope = 0.25, lower.bound = 0.125, upper.bound = 0.334, margin = 2L)
  damaged <- one_of(list(), fields[-whole(1L, 6L)], replace(fields, whole(1L, 6L), list(anything(1L))))
  forged <- one_of(fields, damaged, list2env(damaged, parent = emptyenv()), 1, "leaky", as.pairlist(fields),
                   quote(a + b), a_function)
  structure(forged, class = "activation_layer")
}

# Anything at all. `depth` ends lists within lists.
anything <- function(depth = 2L) {
  one_of(
    NULL, TRUE, FALSE, NA, 0, 1, -1, 0.25, 1L, 2, 2L, NA_real_, NaN, Inf, -Inf, NA_integer_, NA_character_, "leaky",
    some(odd_text, 1L), some(odd_text, 2L),
    some(extreme, 1L), doubles(any_length()), integers(any_length()), some(c(TRUE, FALSE, NA), whole(0L, 3L)),
    complex(whole(0L, 3L)), raw(whole(0L, 3L)),
    character(), with_attributes(array_data()), array("a", c(2, 3, 1)), array(list(1), 1:3), good_data(),
    good_data(), own_maths(), own_maths(),
    plain_frame(), odd_frame(), odd_frame(),
    if (depth > 0L) list(anything(depth - 1L), anything(depth - 1L)) else list(), pairlist(1, a = 2),
    structure(list(1), names = some(odd_text, 1L)), sum, quote, a_function, new.env(parent = emptyenv()),
    globalenv(), baseenv(), quote(a),
    as.name("two\nlines"), quote(f(x)), quote(x <- 1), expression(a, 1), a_formula, new("FuzzSlots", number = 1),
    new("FuzzList", list(1)),
    new("FuzzFunction", a_function), of_class(1, ""), of_class(1, NA_character_),
    structure(list(), class = some(odd_names, 2L)),
    of_class(1, some(odd_text, 1L)), structure(numeric(), class = "activation_layer"),
    if (depth > 0L) forged_layer(), structure(1, class = "formula"),
    structure("elu", class = "fuzz_plain"), structure(TRUE, class = "fuzz_plain"),
    structure(a_function, class = "fuzz_plain"), as.POSIXlt("2020-02-29", tz = "UTC"),
    numeric_version("1.2"), methods::getGenerics, methods::new("externalptr"),
    structure(quote(a + b), class = "two\nlines"), strrep("a", 1e5)
  )
}

# A value that a mistake might put in place of this argument; `a` are the good arguments.
near_miss <- function(name, a) {
  data <- if (is.null(a[["data"]])) a[["out"]] else a[["data"]]
  n <- min(count_of(data), 5000)
  switch(name,
    data = , newdata = , out = one_of(own_maths(), odd_frame(), good_data(), good_data(), NULL, array_data(),
                                      plain_frame()),
    out.grad = , data.grad = , mask = {
      one_of(numbers(n), moderate(n), moderate(n), moderate(1L), array(moderate(n), rev(dim_of(data, n))),
             array(moderate(n), c(dim_of(data, n), 1L)),
             numbers(n + 1L), list2DF(list(a = moderate(n))), odd_frame(), own_maths(), 0.5, rep(-1, n))
    },
    gamma = , gamma.grad = {
      like <- if (is.null(a[["gamma"]])) moderate(2L) else a[["gamma"]]
      one_of(numbers(whole(0L, 6L)), array_data(), array(like, rev(dim_of(like, length(like)))),
             array(like, c(length(like), 1L)), plain_frame(), own_maths(),
             NULL, moderate(n), t(moderate(whole(2L, 5L))), numeric(), list(1, 2))
    },
    act.type = {
      one_of("Leaky", "lea", "relu", " elu", c("leaky", "elu"), NA_character_, character(), factor("elu"),
             list("elu"), 1, NULL, some(odd_text, 1L),
             act_types, c(a = "selu"), some(act_types, 1L))
    },
    slope = , lower.bound = , upper.bound = {
      one_of(1L, 0L, -0, TRUE, NA_real_, NaN, Inf, c(1, 2), numeric(), matrix(2), c(a = 1), "0.25",
             some(extreme, 1L), factor(1), NULL, 1i, list(1), -0.5, 2)
    },
    is.train = , return.mask = one_of(NA, 1, 0L, "TRUE", c(TRUE, FALSE), NULL, matrix(TRUE), TRUE, logical(),
                                      c(a = TRUE), list(TRUE)),
    margin = {
      one_of(0, 3L, 1:2, 2:1, c(1, 1), 1.5, NA, NA_real_, Inf, "2", TRUE, NULL, integer(), 1e10, -1L, 7, 6:1, 3:1,
             factor(2), matrix(2), c(1, 3, 5), 1, 2)
    },
    n = one_of(0, 1L, 3, 1.5, -1, NA, c(1, 2), "2", TRUE, Inf, 2^31, 4L, integer(), factor(1)),
    anything()
  )
}
