# Text for errors. Each of these gives one string; most are called from C (src/messages.c, src/arguments.c).

any_of <- function(names) or_list(paste0("\"", names, "\""))

quote_all <- function(names) or_list(paste0("`", encodeString(names), "`"))

or_list <- function(items) joined(items, "or")

# "a, b and c"
joined <- function(items, word) {
  if (length(items) == 1L) return(items)
  paste(paste(items[-length(items)], collapse = ", "), word, items[length(items)])
}

# A string between quotes, short and on one line; what cannot be printed as its code.
quoted <- function(string) {
  shown <- encodeString(string, quote = "\"")
  if (nchar(shown) > 62L) paste0(substr(shown, 1L, 61L), "...\"") else shown
}

did_you_mean <- function(...) paste0(": did you mean ", ..., "?")

# How the error for an unknown act.type ends.
act_type_hint <- function(value, act_types) {
  name <- plain_name(value)
  meant <- act_type_by_name(name, act_types)
  if (length(meant)) return(did_you_mean(quoted(meant)))
  if (identical(name, "relu")) ", which is \"leaky\" with slope = 0." else "."
}

plain_name <- function(value) gsub("[. -]", "_", tolower(iconv(value, to = "UTF-8", sub = "?")))

# The act.type that has this name, here or in another library.
act_type_by_name <- function(name, act_types) {
  if (name %in% act_types) return(name)
  names(Filter(function(notes) name %in% notes$also, activation_notes))
}

# How the error for a gamma that should have been slope, or act.type, ends.
name_hint <- function(gamma, act_types) {
  name <- plain_name(gamma)
  if (identical(name, "relu")) return(did_you_mean("slope = 0"))
  meant <- act_type_by_name(name, act_types)
  if (length(meant)) did_you_mean("act.type = ", quoted(meant)) else "."
}

slope_hint <- function(gamma) did_you_mean("slope = ", format(gamma[[1L]], digits = 15L))

# What an argument was, in words, as the errors from C say it.
describe <- function(x) .Call(leakyrelu_describe, x)

# The code of a value, for an argument of which the error cannot say more; on one line.
deparse_short <- function(value) {
  if (is.symbol(value)) value <- as.character(value)
  # It refuses strings of unknown encoding.
  text <- tryCatch(deparse(value), error = function(e) "what cannot be shown")
  gsub("[^[:print:]]", "?", substr(paste(text, collapse = " "), 1L, 60L))
}
