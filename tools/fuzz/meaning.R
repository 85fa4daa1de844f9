# What a call written by calls.R means: its arguments by their full names, as R matches them, and which of them are at
# fault.

# list(a, faults): the arguments by their full names, and those that an error may name ("R" for one of R's own errors).
meaning_of <- function(call) {
  if (call$fun == "leakyrelu_threads") return(list(a = call$values, faults = threads_faults(call$values[[1L]])))
  if (!is.null(call$layer)) return(meaning_for_layer(call))
  definition <- get(call$fun)
  places <- as.list(seq_along(call$values))
  names(places) <- call$tags
  matched <- tryCatch(match.call(definition, as.call(c(as.name(call$fun), places)), expand.dots = FALSE),
                      error = function(e) NULL)
  if (is.null(matched)) return(list(faults = c("R", "...")))
  allowed <- mxnet_names[mxnet_names %in% names(formals(definition))]
  if (call$fun == "activation_layer") allowed <- c(mxnet_names[1:3], stats::setNames(nm = layer_fields[3:6]))
  dots <- as.list(matched[["..."]])
  given <- as.list(matched)[-1L]
  given[["..."]] <- NULL
  spelled <- if (is.null(names(dots))) rep("", length(dots)) else names(dots)
  full <- unname(allowed[match(spelled, names(allowed))])
  bad <- c(if (anyNA(full)) "...", if (any(full %in% names(given))) c(spelled, "..."),
           if (anyDuplicated(full)) c(spelled, "..."))
  places <- c(given, stats::setNames(dots, full)[!is.na(full)])
  needed <- names(Filter(function(default) identical(default, quote(expr = )), formals(definition)))
  defaults <- lapply(formals(definition)[!names(formals(definition)) %in% c("...", needed)], eval)
  if (call$fun == "activation_layer") defaults <- list(act.type = "leaky", slope = 0.25, lower.bound = 0.125,
                                                       upper.bound = 0.334, margin = 2L)
  a <- defaults
  for (name in names(places)) a[name] <- call$values[places[[name]]]
  lacking <- setdiff(needed, c("...", names(places)))
  others <- if (!length(lacking)) (if (call$fun == "activation_layer") construction_faults(a) else faults(call$fun,
                                                                                                          a)) else "R"
  list(a = a, faults = c(bad, lacking, if (length(c(bad, lacking)) && anyNA(others)) "any" else others))
}

threads_faults <- function(n) {
  if (is.null(n)) return()
  if (!is_number(n) || n < 1 || n != floor(n)) "n" else if (n > 1e6) NA
}

construction_faults <- function(a) {
  if (any(vapply(a, is_open, NA)) || is.object(a$act.type)) return(NA)
  if (!is_act_type(a$act.type)) return(c("act.type", "gamma"))
  gamma_is_default <- c(a$act.type) == "prelu" && is.null(a$gamma)
  if (gamma_is_default) a$gamma <- 0.25
  found <- parameter_faults(a, NULL, FALSE)
  if (c(a$act.type) != "prelu") return(found)
  if (!is_margin(a$margin, 1e5)) return(c(found, "margin"))
  if (length(found)) return(found)
  if (max(a$margin) > 50 || sum(dim_of(a$gamma) != 1L) > length(a$margin) || count_of(a$gamma) == 0) NA
}

meaning_for_layer <- function(call) {
  layer <- call$values[[1L]]
  a <- stats::setNames(call$values, call$tags)[-1L]
  if (call$layer == "other") return(list(a = a, faults = c("R", "layer")))
  self <- if (is.environment(layer)) as.list.environment(layer, all.names = TRUE) else list()
  if (call$layer == "forged") {
    open <- call$fun == "names" || all(layer_fields %in% names(self)) || call$fun %in% c("$", "[[", "coef", "summary")
    return(list(a = a, faults = if (open) NA else c("layer", "object", "x", "any")))
  }
  fields <- self[intersect(layer_fields, names(self))]
  fields[setdiff(layer_fields, names(fields))] <- list(NULL)
  found <- switch(call$fun,
    forward = , predict = transform_faults(call$fun, a, fields),
    backward = if (!"out.grad" %in% names(a)) c("R", "out.grad", "layer") else backward_faults(call, a, fields),
    `$` = , `[[` = if (is.object(a[[1L]])) NA else if (!is_field_name(a[[1L]]) ||
                                                       !a[[1L]] %in% layer_fields) c("layer", "x", "name"),
    `$<-` = , `[[<-` = setting_faults(a[[1L]], a[[2L]], fields),
    update = update_faults(a, fields)
  )
  if (call$fun == "forward") names(a)[names(a) == "is_train"] <- "is.train"
  known <- c(forward = "data", forward = "is.train", forward = "is_train", backward = "out.grad",
             predict = "newdata", predict = "data", predict = "")
  unknown <- setdiff(call$tags[-1L],
                     c(known[names(known) == call$fun],
                       if (call$fun == "update") c(layer_fields, names(mxnet_names)[1:3])))
  if (call$fun %in% c("forward", "backward", "predict", "coef", "print", "update") &&
      length(unknown)) found <- c("...", "any")
  list(a = a, fields = fields, faults = found)
}

transform_faults <- function(fun, a, fields) {
  data <- a[names(a) %in% c("data", "newdata", "")]
  if (length(data) != 1L || sum(names(a) %in% c("is.train", "is_train")) > 1L) return(c("R", "any"))
  flag <- a[names(a) %in% c("is.train", "is_train")]
  found <- faults("mx.nd.LeakyReLU",
                  c(list(data = data[[1L]], is.train = if (length(flag)) flag[[1L]] else FALSE), fields))
  if ("data" %in% found && fun == "predict") c(found, "newdata") else found
}

backward_faults <- function(call, a, fields) {
  if (is.null(call$seen)) return(c("layer", "out.grad"))
  if (call$drew) fields["gamma"] <- list(NULL)
  faults("mx.nd.LeakyReLU.backward", c(list(out.grad = a$out.grad, data = call$seen), fields))
}

setting_faults <- function(name, value, fields) {
  if (is.object(name)) return(NA)
  if (!identical(c(name), "gamma")) return(c("layer", "x", "name", "gamma"))
  if (fields$act.type != "prelu") {
    if (is.object(value)) return(NA)
    return(if (length(value) || is.environment(value)) c("gamma", "layer"))
  }
  if (is.null(value)) return("gamma")
  if (is_numbers(value) && count_of(value) > 0 && is.null(attr(value, "dim"))) NULL else NA
}

update_faults <- function(a, fields) {
  if ("act.type" %in% names(a) || "act_type" %in% names(a) || is.null(a$gamma) && "gamma" %in% names(a)) return(NA)
  if (anyDuplicated(names(a))) return(c("R", "..."))
  construction_faults(replace(fields, names(a), a))
}
