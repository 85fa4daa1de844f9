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

# Other names of the activations, in lower case and with underscores, and what to write instead.
foreign_act_types <- c(
  relu = ", which is \"leaky\" with slope = 0.", leaky_relu = ": did you mean \"leaky\"?", leakyrelu = ": did you mean \"leaky\"?",
  lrelu = ": did you mean \"leaky\"?", p_relu = ": did you mean \"prelu\"?", r_relu = ": did you mean \"rrelu\"?",
  gelu_erf = ": did you mean \"gelu\"?", gelu_none = ": did you mean \"gelu\"?", gelu_new = ": did you mean \"gelu_tanh\"?",
  gelu_pytorch_tanh = ": did you mean \"gelu_tanh\"?", gelu_approximate = ": did you mean \"gelu_tanh\"?",
  silu = ", which is x * plogis(x) in R.", swish = ", which is x * plogis(x) in R."
)

# How the error for an unknown act.type ends.
act_type_hint <- function(value, act_types) {
  name <- gsub("[. -]", "_", tolower(iconv(value, to = "UTF-8", sub = "?")))
  if (name %in% act_types) return(paste0(": did you mean \"", name, "\"?"))
  if (name %in% names(foreign_act_types)) foreign_act_types[[name]] else "."
}

# How the error for a gamma that should have been slope, or act.type, ends.
name_hint <- function(gamma, act_types) if (gamma %in% act_types) paste0(": did you mean act.type = ", quoted(gamma), "?") else "."

slope_hint <- function(gamma) paste0(": did you mean slope = ", format(gamma[[1L]], digits = 15L), "?")
