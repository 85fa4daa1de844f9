# What all vignettes share. Each of them sources this file in its first chunk.

# Results begin with "#> " and end before column 90, so that they fit the page.
options(digits = 4, width = 86)
knitr::opts_chunk$set(collapse = TRUE, comment = "#>")

# An error, a warning or a message is one line, however long. Break it, first of all after the call.
local({
  wrapped <- function(x, comment) {
    text <- gsub(paste0("(^|\n)", comment, " ?"), "\\1", x)
    if (nchar(text) > getOption("width")) text <- sub("^((Error|Warning) in .*?[)]:) ", "\\1\n", text, perl = TRUE)
    lines <- strsplit(text, "\n", fixed = TRUE)[[1]]
    lines <- c(strwrap(lines[1], getOption("width"), exdent = 2),
               strwrap(lines[-1], getOption("width"), indent = 2, exdent = 2))
    paste0(comment, " ", lines, "\n", collapse = "")
  }
  for (kind in c("error", "warning", "message")) local({
    show <- knitr::knit_hooks$get(kind)
    hook <- function(x, options) show(wrapped(x, options$comment), options)
    knitr::knit_hooks$set(setNames(list(hook), kind))
  })
})
