# Random calls. Three in ten are good, six in ten have one or two odd arguments, one in ten is odd throughout.
# A call is list(fun, values, tags, layer, seen, drew): the function's name, its arguments, their names as the user
# wrote them
# ("" for none), and, of a layer's methods, what stands in the layer's place: "true", "forged" or "other". Of a true
# layer also what
# forward() saw.

random_call <- function() {
  fun <- one_of("mx.nd.LeakyReLU", "mx.nd.LeakyReLU", "mx.nd.LeakyReLU", "mx.nd.LeakyReLU.backward",
                "mx.nd.LeakyReLU.backward",
                "mx.nd.LeakyReLU.double.backward", "activation_layer", some(layer_functions, 1L),
                some(layer_functions, 1L),
                if (chance(0.2)) "leakyrelu_threads" else "mx.nd.LeakyReLU")
  if (fun == "leakyrelu_threads") return(random_threads_call())
  if (fun %in% layer_functions) return(random_layer_call(fun))
  arguments <- if (fun == "activation_layer") layer_arguments() else good_arguments(fun)
  arguments <- spoil(arguments, setdiff(names(formals(get(fun))), "..."))
  written(fun, arguments)
}

# ---- Good arguments -------------------------------------------------------------------------------------------------

good_arguments <- function(fun, data = good_data(), act.type = some(act_types, 1L)) {
  a <- list(data = data, act.type = act.type)
  if (act.type == "leaky" && chance(0.5)) a$act.type <- NULL
  a <- c(a, good_parameters(act.type, data))
  if (chance(0.2)) a <- c(a, unread_parameters(act.type))
  if (act.type == "rrelu" && chance(0.4)) a$mask <- like(data)
  if (fun == "mx.nd.LeakyReLU") {
    if (chance(0.5)) a$is.train <- chance(0.7)
    if (chance(0.3)) a$return.mask <- act.type == "rrelu" && chance(0.8)
    return(a)
  }
  a <- c(list(out.grad = incoming(data)), a)
  if (fun == "mx.nd.LeakyReLU.backward") {
    if (chance(0.25)) names(a)[names(a) == "data"] <- "out"
    return(a)
  }
  if (act.type == "prelu" && chance(0.7)) a$gamma.grad <- one_of(moderate(1L), 0 * a$gamma + moderate(length(a$gamma)))
  c(list(data.grad = incoming(data)), a)
}

# Finite numbers for every element of data, in one of the shapes that fit.
like <- function(data, values = moderate(count_of(data))) {
  dim <- dim_of(data)
  if (is.null(dim) || chance(0.2)) return(values)
  if (is_frame(data) && chance(0.5)) return(frame_of(lapply(seq_len(dim[2L]), function(j) moderate(dim[1L])), dim[1L]))
  array(values, dim)
}
incoming <- function(data) one_of(1, doubles(1L), like(data), like(data), like(data, numbers(count_of(data))))

good_parameters <- function(act.type, data) {
  slope <- list(slope = one_of(0, 1, 2, -0.5, 3L, rnorm(1L), 2^-1074, 1e300))
  bounds <- list(lower.bound = one_of(0, -1, 0.1, 0L, -1e308), upper.bound = one_of(0.2, 1, 1L, 0.334))
  if (chance(0.1)) bounds$upper.bound <- bounds$lower.bound
  if (said_of(act.type)$slope_positive) slope$slope <- one_of(1, 2, 3L, 0.25, abs(rnorm(1L)) + 0.01, 1e-5, 1e5)
  switch(said_of(act.type)$slope_from,
    argument = if (chance(0.6)) slope, bounds = if (chance(0.6)) bounds, gamma = good_gamma(data)
  )
}

good_gamma <- function(data) {
  dim <- dim_of(data)
  if (chance(0.2)) return(list(gamma = one_of(numbers(1L), array(moderate(1L), c(1L, 1L)))))
  if (length(dim) < 2L) return(list(gamma = numbers(count_of(data))))
  margin <- if (chance(0.4)) 2L else sample(length(dim), whole(1L, length(dim)))
  along <- dim[margin]
  gamma <- numbers(prod(along))
  if (chance(0.4)) dim(gamma) <- one_of(along, c(along[along != 1L], 1L), c(1L, along), c(along, 1L))
  else if (chance(0.2)) names(gamma) <- some(odd_text, length(gamma))
  c(list(gamma = gamma), if (!identical(margin, 2L) || chance(0.5)) list(margin = one_of(margin, as.numeric(margin))))
}

unread_parameters <- function(act.type) {
  unread <- setdiff(c("slope", "lower.bound", "upper.bound", "margin"), of_source[[slope_from(act.type)]])
  stats::setNames(list(anything()), some(unread, 1L))
}

layer_arguments <- function(data = good_data(), act.type = some(act_types, 1L)) {
  c(list(act.type = act.type), if (act.type != "prelu" || chance(0.8)) good_parameters(act.type, data))
}

# ---- Odd arguments --------------------------------------------------------------------------------------------------

spoil <- function(a, allowed) {
  kind <- runif(1L)
  if (kind < 0.3) return(a)
  places <- if (kind < 0.9) some(c(allowed, names(a), names(a)), whole(1L, 2L)) else names(a)
  good <- a
  for (name in places) {
    if (chance(0.04)) a[[name]] <- NULL else a[name] <- list(if (chance(0.5)) near_miss(name, good) else anything())
  }
  a
}

# The arguments in one of the ways of writing them. Rarely, one more that the function does not have.
written <- function(fun, a) {
  formals <- names(formals(get(fun)))
  style <- one_of("full", "positional", "partial", "mxnet", "shuffled")
  if (style == "positional") a <- a[order(match(names(a), formals))]
  if (style == "shuffled") a <- a[sample.int(length(a))]
  tags <- names(a)
  if (style == "positional") {
    leading <- cumprod(tags == formals[seq_along(tags)]) == 1
    tags[leading %in% TRUE] <- ""
  }
  if (style == "partial") {
    # `out` is an argument of one function, and refused by another.
    shortest <- ifelse(tags == "out.grad", 4L, 2L)
    tags <- substr(tags, 1L, pmax(shortest, nchar(tags) - some(0:6, length(tags))))
  }
  if (style == "mxnet") {
    respelled <- match(tags, mxnet_names, nomatch = 0L)
    tags[respelled > 0L] <- names(mxnet_names)[respelled]
  }
  values <- unname(a)
  if (chance(0.05)) {
    values <- c(values, list(anything()))
    tags <- c(tags, one_of("", "alpha", some(odd_names, 1L), some(names(mxnet_names), 1L), "act.type", "gamma", "m",
                           "slope"))
  }
  list(fun = fun, values = values, tags = tags)
}

random_threads_call <- function() {
  n <- one_of(NULL, 1, 2L, near_miss("n", list()), anything())
  list(fun = "leakyrelu_threads", values = list(n), tags = one_of("", "n"))
}

# ---- Layers ---------------------------------------------------------------------------------------------------------

layer_functions <- c("forward", "forward", "forward", "backward", "backward", "predict", "predict", "update", "coef",
                     "print", "summary",
                     "names", "$", "[[", "$<-", "$<-", "[[<-")

# What holds an environment is another thing once it was unserialised.
survives <- function(x) identical(unserialize(serialize(x, NULL)), x)

# list(layer, seen, drew): what forward() saw, NULL where it did not run, and whether it drew slopes.
true_layer <- function(data) {
  arguments <- Filter(survives, layer_arguments(data))
  layer <- tryCatch(do.call(activation_layer, arguments, quote = TRUE), error = function(e) activation_layer())
  seen <- one_of(NULL, data, data, like(data))
  if (!is.null(seen)) {
    train <- chance(0.5)
    if (inherits(try(forward(layer, seen, is.train = train), silent = TRUE), "try-error")) seen <- NULL
  }
  list(layer = layer, seen = seen, drew = !is.null(seen) && train && layer$act.type == "rrelu")
}

random_layer_call <- function(fun) {
  data <- good_data()
  while (count_of(data) > 10000) data <- good_data()
  kind <- if (chance(0.85)) "true" else if (chance(0.7) || !fun %in% c("forward", "backward")) "forged" else "other"
  made <- if (kind == "true") true_layer(data)
  layer <- switch(kind, true = made$layer, forged = forged_layer(), other = anything())
  if (kind == "other" && has_class(layer, "activation_layer")) kind <- "forged"
  a <- switch(fun,
    forward = spoil(c(list(data = data), if (chance(0.6)) list(is.train = chance(0.6))), c("data", "is.train")),
    backward = spoil(list(out.grad = incoming(data)), "out.grad"),
    predict = one_of(list(newdata = data), list(newdata = near_miss("data", list(data = data))),
                     list(newdata = anything()), list()),
    update = Filter(survives, spoil(random_changes(layer, kind, data), layer_fields)),
    `$` = , `[[` = list(name = one_of("gamma", some(layer_fields, 1L), some(layer_fields, 1L), some(odd_names, 1L),
                                      anything())),
    `$<-` = , `[[<-` = list(name = if (chance(0.8)) "gamma" else one_of(some(layer_fields, 1L), some(odd_names, 1L),
                                                                        anything()),
                            value = one_of(NULL, numeric(), moderate(1L), good_gamma(data)$gamma,
                                           near_miss("gamma", list(data = data)), anything()))
  )
  if (fun %in% c("$", "$<-") && !is_field_name(a$name)) a$name <- "slope"
  if (fun == "predict" && length(a)) names(a) <- one_of("newdata", "newdata", "data", "")
  if (fun == "predict" && chance(0.05)) a <- list(newdata = data, data = data)
  tags <- if (fun %in% c("$", "[[", "$<-", "[[<-")) rep("", length(a)) else names(a)
  if (fun %in% c("forward", "backward", "predict", "coef", "print", "update") && chance(0.05)) {
    a <- c(a, list(anything()))
    tags <- c(tags, one_of("alpha", some(odd_names, 1L), "slope_", "is_train"))
  }
  list(fun = fun, values = c(list(layer), unname(a)), tags = c("", tags), layer = kind, seen = made$seen,
       drew = made$drew)
}

is_field_name <- function(x) is.character(x) && !is.object(x) && length(x) == 1L && !is.na(x) && nzchar(x) &&
  Encoding(x) != "bytes"

random_changes <- function(layer, kind, data) {
  if (kind != "true" || chance(0.2)) return(list())
  changes <- good_parameters(layer$act.type, data)
  changes[chance(0.7) * seq_along(changes)]
}
