# Makes a call in several ways and compares what happened with what contract.R says.

# ---- Generators of random numbers -----------------------------------------------------------------------------------

rng_kinds <- c("Mersenne-Twister", "Wichmann-Hill", "Marsaglia-Multicarry", "Super-Duper", "Knuth-TAOCP-2002",
               "L'Ecuyer-CMRG")

# States somewhere in the sequences of all kinds, and NULL: no number was drawn yet.
some_states <- function() {
  c(list(NULL), lapply(rep(rng_kinds, each = 6L), function(kind) {
    suppressWarnings(set.seed(whole(1L, 1e6L), kind, some(c("Inversion", "Box-Muller"), 1L),
                              some(c("Rejection", "Rounding"), 1L)))
    runif(some(c(0L, 1L, 3L, 622:626, 700L), 1L))
    get_state()
  }))
}
get_state <- function() get0(".Random.seed", envir = globalenv(), inherits = FALSE)
put_state <- function(state) {
  if (!is.null(state)) assign(".Random.seed", state, envir = globalenv())
  else if (!is.null(get_state())) rm(".Random.seed", envir = globalenv())
}
own_generator <- function(seed) set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")

# ---- Making the call ------------------------------------------------------------------------------------------------

printed <- file("")

# The value or the error, and everything else that could be seen of the call.
observe <- function(expr, scope, state, threads) {
  put_state(state)
  leakyrelu_threads(threads)
  noise <- character()
  hear <- function(condition) {
    noise <<- c(noise, paste(class(condition)[1L], conditionMessage(condition)))
    tryInvokeRestart(if (inherits(condition, "warning")) "muffleWarning" else "muffleMessage")
  }
  start <- seek(printed, rw = "write")
  sink(printed)
  error <- NULL
  value <- tryCatch(withCallingHandlers(eval(expr, scope), warning = hear, message = hear), error = function(e) {
    error <<- e
    NULL
  })
  sink()
  list(value = value, error = error, noise = noise, printed = seek(printed, rw = "write") - start, state = get_state())
}

# The call as the user would write it, with `operands` in the places of its arguments.
expression_of <- function(call, operands, assigning = FALSE) {
  if (call$fun %in% c("$", "$<-")) {
    name <- call$values[[2L]]
    operands[[2L]] <- if (nchar(name, "bytes") < 1000L) name else "long" # R's own limit is 10,000 bytes
  }
  if (!assigning) {
    expr <- as.call(c(as.name(call$fun), operands))
    if (any(call$tags != "")) names(expr) <- c("", call$tags)
    return(expr)
  }
  name <- if (call$fun == "$<-") as.name(operands[[2L]]) else operands[[2L]]
  call("<-", call(sub("<-", "", call$fun), operands[[1L]], name), operands[[3L]])
}

observe_ways <- function(call, bytes, state) {
  n <- length(call$values)
  names <- sprintf("v%d", seq_len(n))
  variables <- lapply(names, as.name)
  temporaries <- lapply(seq_len(n), function(k) call("unserialize", call("[[", quote(bytes), k)))
  scope <- list2env(list(bytes = bytes), parent = globalenv())
  for (k in seq_len(n)) assign(names[k], unserialize(bytes[[k]]), scope)
  alone <- call$fun == "leakyrelu_threads"
  assigning <- call$fun %in% c("$<-", "[[<-")
  expr <- expression_of(call, variables, assigning)
  if (startsWith(call$fun, "mx.nd.") && chance(0.1)) expr[[1L]] <- call("::", quote(leakyrelu), expr[[1L]])
  # The layer itself, as `$<-` puts another value into the variable.
  inputs <- mget(names, scope)
  ways <- list(variables = observe(expr, scope, state, 1L))
  ways$variables$expr <- expr
  ways$variables$inputs <- inputs
  if (assigning && is.null(ways$variables$error)) ways$variables$value <- get("v1", scope)
  ways$temporaries <- observe(expression_of(call, temporaries), scope, state, if (alone) 1L else 2L)
  # `$` does not evaluate its second argument, which do.call() would quote.
  if (!call$fun %in% c("$", "$<-") && chance(0.2)) {
    inputs <- lapply(bytes, unserialize)
    names(inputs) <- call$tags
    ways$do.call <- observe(quote(do.call(fun, inputs, quote = TRUE)),
                            list2env(list(fun = call$fun, inputs = inputs), parent = globalenv()),
                            state, if (alone) 1L else 2L)
    ways$do.call$inputs <- inputs
  }
  ways
}

# ---- The checks -----------------------------------------------------------------------------------------------------

same_bits <- function(actual, expected) identical(shown(actual), shown(expected), num.eq = FALSE)
# A layer is compared by what it holds.
shown <- function(x) {
  if (is.environment(x) && has_class(x, "activation_layer")) as.list.environment(x, all.names = TRUE,
                                                                                 sorted = TRUE) else x
}

by_name <- function(attributes) attributes[order(as.character(names(attributes)))]
wrong_kind <- function(result, data) {
  if (!identical(by_name(attributes(result)), by_name(attributes(data)), num.eq = FALSE) ||
      isS4(result) != isS4(data)) return("attributes differ")
  doubles <- if (is_frame(data)) all(vapply(unclass(result), is.double, NA)) else typeof(result) == "double"
  if (!doubles) return("not made of doubles")
  if (!is_frame(data)) return(if (count_of(result) != count_of(data)) "length differs")
  for (j in seq_along(unclass(data))) {
    wrong <- wrong_kind(.subset2(result, j), .subset2(data, j))
    if (!is.null(wrong)) return(paste("a column's", wrong))
  }
}

r_errors <- paste0(
  '^(formal argument "[^"]+" matched by multiple|argument [0-9]+ matches multiple formal arguments$|',
  'argument "[^"]*" is missing, with no default$|unused argument|no applicable method for|class name too long in)'
)

# Valid UTF-8 without control characters and line separators.
is_line <- function(text) {
  points <- utf8ToInt(enc2utf8(text))
  !anyNA(points) && !any(points < 32L | points %in% c(127:159, 0x2028L, 0x2029L))
}

wrong_error <- function(error, call, way, found) {
  message <- conditionMessage(error)
  own <- !startsWith(message, "`") && grepl(r_errors, message)
  head <- conditionCall(error)[[1L]]
  if (is.call(head) && identical(head[[1L]], quote(`::`))) head <- head[[3L]]
  heads <- c(call$fun, paste0(call$fun, ".activation_layer"), if (own) "UseMethod")
  named <- sub("^`([^`]+)` .*", "\\1", message, useBytes = TRUE)
  c(
    if (!inherits(error, "simpleError")) "the error is not a simple error",
    if (!as.character(head)[1L] %in% heads) "the error is in another call than the user's",
    if (identical(way$expr[[1L]], conditionCall(error)[[1L]]) &&
        !identical(way$expr, conditionCall(error))) "the error's call is not as the user wrote it",
    if (!own && !is_line(message)) "the message is not one line of text",
    if (!own && !grepl("^`[A-Za-z_.]+` ", message, useBytes = TRUE)) "the message does not begin with an argument",
    if (length(found) == 0L) "a good call is an error",
    if (!own && length(found) && !anyNA(found) &&
        !any(c("any", named) %in% found)) "the error is about an argument that is not at fault",
    if (own && !anyNA(found) && !any(c("R", "any") %in% found)) "an error of R's own"
  )
}

# The state after the call, and the slopes that were drawn; `state` itself where nothing is.
expected_drawing <- function(call, meaning, state) {
  a <- meaning$a
  if (!is.null(meaning$fields)) a <- c(a, meaning$fields)
  draws <- call$fun %in% c("mx.nd.LeakyReLU", "forward") && identical(c(a$act.type), "rrelu") &&
    isTRUE(c(a$is.train)) && is.null(a$mask)
  if (!draws) return(list(state = state))
  n <- count_of(a[["data"]])
  lower <- c(a$lower.bound)
  upper <- c(a$upper.bound)
  if (n == 0L) return(list(state = state, drawn = double()))
  if (is.null(state)) return(list(state = "any"))
  put_state(state)
  list(drawn = runif(n, lower, upper), state = get_state())
}

wrong_value <- function(call, meaning, value, drawn, state) {
  a <- meaning$a
  switch(call$fun,
    mx.nd.LeakyReLU = {
      with_mask <- isTRUE(c(a$return.mask))
      out <- if (with_mask) value$out else value
      if (identical(drawn, "unknown")) return(wrong_kind(out, a[["data"]]))
      slopes <- if (is.null(drawn)) slopes_of(a, a[["data"]]) else drawn
      c(wrong_kind(out, a[["data"]]), wrong_output(a, out, drawn), if (with_mask) {
        c(wrong_kind(value$mask, a[["data"]]),
          if (!identical(flat(value$mask), rep_len(slopes, count_of(a[["data"]])),
                         num.eq = FALSE)) "other slopes in the mask")
      })
    },
    mx.nd.LeakyReLU.backward = {
      data <- if (is.null(a[["data"]])) a[["out"]] else a[["data"]]
      c(wrong_kind(value$data, data), wrong_gamma_kind(value, a), wrong_gradient(a, value))
    },
    mx.nd.LeakyReLU.double.backward = {
      c(wrong_kind(value$data, a[["data"]]), wrong_kind(value$out.grad, a[["data"]]), wrong_gamma_kind(value, a),
        wrong_second_gradient(a, value))
    },
    activation_layer = wrong_layer(value,
                                   if (c(a$act.type) == "prelu" && is.null(a$gamma)) replace(a, "gamma", 0.25) else a),
    leakyrelu_threads = if (!identical(value, 1L)) "not the number of threads",
    wrong_layer_value(call, meaning, value, state)
  )
}

wrong_gamma_kind <- function(value, a) {
  if (c(a$act.type) == "prelu") wrong_kind(value$gamma, a$gamma) else if (!is.null(value$gamma)) "$gamma is not NULL"
}

wrong_layer <- function(layer, fields) {
  if (!is.environment(layer) || !identical(class(layer), "activation_layer")) return("not a layer")
  c(if (!identical(names(layer), layer_fields)) "names() of a layer are not those of its fields",
    unlist(lapply(intersect(layer_fields, names(fields)), function(name) {
      if (!identical(layer[[name]], fields[[name]], num.eq = FALSE)) paste("the layer has another", name)
    })))
}

wrong_layer_value <- function(call, meaning, value, state) {
  if (call$layer != "true") return()
  fields <- meaning$fields
  a <- meaning$a
  switch(call$fun,
    forward = , predict = {
      put_state(state)
      direct <- do.call(mx.nd.LeakyReLU,
                        c(list(a[names(a) %in% c("data", "newdata", "")][[1L]]), is.train = isTRUE(c(a$is.train)),
                          fields), quote = TRUE)
      if (!same_bits(value, direct) &&
          !(is.null(state) && fields$act.type == "rrelu")) "not what mx.nd.LeakyReLU() gives"
    },
    backward = if (!call$drew) {
      direct <- do.call(mx.nd.LeakyReLU.backward, c(list(out.grad = a$out.grad, data = call$seen), fields),
                        quote = TRUE)
      # From the output, which has lost what was small.
      near <- !is.null(reference[[c(fields$act.type)]]$from_out)
      allowed <- rep_len(abs(flat(a$out.grad)) * (3 + abs(fields$slope[[1L]])), count_of(call$seen))
      same <- if (near) close_to(flat(value$data), flat(direct$data), allowed) else same_bits(value, direct)
      if (!same || !identical(attributes(value$data),
                              attributes(direct$data))) "not what mx.nd.LeakyReLU.backward() gives"
    },
    `$` = , `[[` = if (!identical(value, fields[[a[[1L]]]], num.eq = FALSE)) "not the field",
    coef = if (!identical(value, fields$gamma, num.eq = FALSE)) "not gamma",
    update = wrong_layer(value, replace(fields, names(a), a)),
    names = if (!identical(value, layer_fields)) "names() of a layer are not those of its fields"
  )
}

changes_layer <- c("forward", "$<-", "[[<-")

# list(wrong, failed, ways): what is wrong with a call, in words, whether it was an error, and what was seen of it.
check_call <- function(call, state) {
  bytes <- lapply(call$values, serialize, connection = NULL, xdr = FALSE)
  ways <- observe_ways(call, bytes, state)
  first <- ways$variables
  meaning <- meaning_of(call)
  found <- meaning$faults
  failed <- !is.null(first$error)
  expected <- if (failed) list(state = state) else expected_drawing(call, meaning, state)
  drawn <- if (identical(expected$state, "any")) "unknown" else expected$drawn
  wrong <- lapply(names(ways), function(name) {
    way <- ways[[name]]
    unchanged <- !failed && call$fun %in% changes_layer
    kept <- mapply(function(input, before) identical(serialize(input, NULL, xdr = FALSE), before), way$inputs,
                   bytes[seq_along(way$inputs)])
    c(
      if (!all(if (unchanged) kept[-1L] else kept)) "an input was changed",
      if (length(way$noise)) "a warning or a message",
      if (way$printed > 0 && call$fun != "print") "something was printed",
      if (!is_state(way$state, expected$state)) ".Random.seed is not as it should be",
      if (!is.null(way$error)) wrong_error(way$error, call, way, found),
      if (!identical(drawn, "unknown") && !same_bits(way$value, first$value)) paste("another result with", name),
      if (!identical(message_of(way), message_of(first))) paste("another error with", name)
    )
  })
  good <- !failed && !anyNA(found)
  wrong <- c(unlist(wrong), if (good) {
    if (length(found)) paste0("accepted in spite of `", setdiff(found, "any")[1L], "`")
    else c(wrong_value(call, meaning, first$value, drawn, state), wrong_types(call, meaning, state),
           wrong_kinds(call, meaning, state))
  })
  list(wrong = unique(wrong), failed = failed, ways = ways)
}
message_of <- function(way) if (!is.null(way$error)) conditionMessage(way$error)
is_state <- function(state, expected) if (identical(expected, "any")) !is.null(state) else identical(state, expected)
