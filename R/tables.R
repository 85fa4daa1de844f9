# What the help, README.md and inst/CITATION say of the activations, made from R/activations.R:
# `make docs` writes it, and a test compares.

# Lines of a Markdown table; cells are character vectors, one for each column, by their headings.
markdown_table <- function(cells) {
  line <- function(values) paste0("| ", paste(gsub("|", "\\|", values, fixed = TRUE), collapse = " | "), " |")
  rows <- do.call(Map, c(list(function(...) line(c(...))), unname(cells)))
  # pandoc gives columns the widths of these lines.
  widths <- pmin(pmax(vapply(cells, function(column) max(nchar(column)), 0L), 10L), 40L)
  c(line(names(cells)), line(strrep("-", widths)), unlist(rows, use.names = FALSE))
}

of_each <- function(f) vapply(names(activations), f, "", USE.NAMES = FALSE)

act_type_cells <- function() paste0("`\"", names(activations), "\"`")

# The parameters of an activation and their defaults, or what the letters in its formula mean.
parameter_cell <- function(act.type, letters = activations[[act.type]]$letters) {
  row <- activations[[act.type]]
  default <- function(name) paste0("`", name, "` (", formals(mx.nd.LeakyReLU)[[name]], ")")
  text <- switch(row$slope_from,
    argument = paste0(default("slope"), if (row$slope_positive) ", greater than 0"),
    gamma = "`gamma`: one number, or one for each index of `margin`",
    bounds = paste0(default("lower.bound"), ", ", default("upper.bound")),
    none = "none"
  )
  paste(c(text, activation_notes[[act.type]]$remark, if (!is.na(letters)) letters), collapse = "; ")
}

# ---- Papers --------------------------------------------------------------------------------------

given_names <- function(author) sub(" [^ ]+$", "", author)
family_name <- function(author) sub(".* ", "", author)

and_list <- function(items) joined(items, "and")

# Maas, Hannun and Ng 2013, the year in this format
cited_cells <- function(year) {
  of_each(function(act.type) {
    paper <- activation_notes[[act.type]]$paper
    paste(and_list(family_name(paper$authors)), sprintf(year, as.integer(paper$year)))
  })
}

# Maas, A. L.
initials_last <- function(author) {
  given <- gsub("([[:alpha:]])[[:alpha:]]*[.]?", "\\1.", given_names(author))
  paste0(family_name(author), ", ", given)
}

reference_of <- function(paper) {
  authors <- joined(initials_last(paper$authors), "and")
  where <- c(if (!is.null(paper$where)) paste0("*", paper$where, "*."),
             if (is.null(paper$doi)) paste0("<", paper$url, ">") else paste0("\\doi{", paper$doi, "}"))
  paste0(authors, " (", paper$year, "). ", paper$title, ". ", paste(where, collapse = " "))
}

# Each paper once, by the names of the activations that come from it.
papers <- function() {
  all <- lapply(activation_notes, `[[`, "paper")
  first <- !duplicated(all)
  names <- vapply(all[first], function(paper) and_list(names(Filter(function(other) identical(other, paper), all))), "")
  setNames(all[first], names)
}

# ---- The help ------------------------------------------------------------------------------------

# LaTeX as text: e^x is exp(x), e^{x/s} is exp(x/s), \\sqrt{2} is sqrt(2), \\lambda is lambda.
as_text <- function(latex) {
  text <- gsub("e\\^([a-z])", "exp(\\1)", latex)
  text <- gsub("e\\^\\{([^}]*)\\}", "exp(\\1)", text)
  text <- gsub("sqrt\\{([^}]*)\\}", "sqrt(\\1)", text)
  gsub("\\", "", text, fixed = TRUE)
}

# A formula for the help, which shows it as text where it cannot draw it.
eqn <- function(latex) paste0("\\eqn{", latex, "}{", as_text(latex), "}")

# The same for the formulas between dollars in a sentence.
with_eqns <- function(text) {
  formulas <- gregexpr("[$][^$]*[$]", text)
  latex <- regmatches(text, formulas)
  regmatches(text, formulas) <- lapply(latex, function(found) eqn(gsub("$", "", found, fixed = TRUE)))
  text
}

formula_cells <- function(of, part) {
  of_each(function(act.type) {
    formulas <- activation_notes[[act.type]][[of]]
    if (part <= length(formulas)) eqn(formulas[part]) else "the same"
  })
}

# A bullet for each activation of which there is something to say.
bullets <- function(texts) {
  said <- nzchar(texts)
  paste0("* ", act_type_cells()[said], texts[said])
}

help_functions <- function() {
  parameters <- of_each(function(act.type) {
    notes <- activation_notes[[act.type]]
    letters <- if (is.null(notes$letters)) NA else with_eqns(notes$letters)
    prefix <- switch(slope_source(act.type), argument = "s is ", none = "no parameter")
    paste0(prefix, sub("^none", "", parameter_cell(act.type, letters)))
  })
  c("@details", markdown_table(list(
    "`act.type`" = act_type_cells(), "y for x > 0" = formula_cells("y", 1L), "y otherwise" = formula_cells("y", 2L)
  )), "", "The parameters with their defaults, the letters in the formulas, and the papers:",
  bullets(paste0(": ", parameters, ". ", cited_cells("(%d)"), ".")))
}

help_derivatives <- function() {
  letters <- of_each(function(act.type) {
    letters <- activation_notes[[act.type]]$derivative_letters
    if (is.null(letters)) "" else paste0(": ", with_eqns(letters))
  })
  from_out <- of_each(function(act.type) {
    row <- activations[[act.type]]
    if (!row$from_out) return("no")
    condition <- if (!row$slope_positive) switch(row$slope_from, argument = " if s >= 0", bounds = " if m >= 0")
    paste0(paste(eqn(activation_notes[[act.type]]$first_of_y), collapse = " or "), condition)
  })
  c("@section Derivatives:", "The last column is y' computed from `out`, without the data, where that is possible.", "",
    markdown_table(list(
      "`act.type`" = act_type_cells(),
      "y' for x > 0" = formula_cells("first", 1L), "y' otherwise" = formula_cells("first", 2L), "from `out`" = from_out
    )), "", "The second derivatives:", "",
    markdown_table(list(
      "`act.type`" = act_type_cells(),
      "y'' for x > 0" = formula_cells("second", 1L), "y'' otherwise" = formula_cells("second", 2L)
    )), "",
    "s is the slope; the help of [mx.nd.LeakyReLU()] explains the letters in the formulas. Further letters here:",
    bullets(letters))
}

# An error bound as text; 0.5 ulp is the rounding that no result can do without.
error_cell <- function(act.type, measure) {
  bound <- activations[[act.type]]$error[[measure]]
  if (bound == 0.5) "rounded once" else format(bound)
}

error_cells <- function(measure) of_each(function(act.type) error_cell(act.type, measure))

help_exactness <- function(measures) {
  explained <- c(
    y = "The error of y, in units in the last place (ulp) of y",
    first = "The error of y', in units in the last place (ulp) of the larger of y' and y/x",
    second = ", and the error of y'', in ulp of the larger of |2 t'| and |x t''| with t = y/x"
  )
  headings <- paste("error of", c(y = "y", first = "y'", second = "y''")[measures])
  c("@section Exactness:", paste0(paste(explained[measures], collapse = ""), ", is at most this, for every x:"), "",
    markdown_table(c(list("`act.type`" = act_type_cells()), setNames(lapply(measures, error_cells), headings))), "",
    if (!"y" %in% measures) "The product with a gradient is rounded once more.")
}

help_references <- function() c("@references", paste0(vapply(papers(), reference_of, ""), "\n"))

help_aliases <- function() {
  others <- unlist(lapply(activation_notes, `[[`, "also"), use.names = FALSE)
  # ?leakyrelu is the page of the package.
  aliases <- setdiff(c("LeakyReLU", "PReLU", "relu", names(activations), others), "leakyrelu")
  paste("@aliases", paste(aliases, collapse = " "))
}

help_concepts <- function() paste("@concept", names(activations))

# ---- README.md -----------------------------------------------------------------------------------

readme_functions <- function() {
  text <- function(field) of_each(function(act.type) {
    row <- activations[[act.type]]
    if (is.na(row[[field]])) row$formula else row[[field]]
  })
  markdown_table(list(
    "`act.type`" = act_type_cells(), "y for x > 0" = text("formula"), "y otherwise" = text("otherwise"),
    "parameter (default)" = of_each(parameter_cell), paper = cited_cells("%d")
  ))
}

# One run of the benchmark: what `make bench` wrote, and vignette("speed") shows.
read_run <- function(folder) {
  list(times = utils::read.csv(file.path(folder, "speed.csv")),
       machine = read.dcf(file.path(folder, "speed.dcf"))[1L, ])
}

readme_speed <- function(run) {
  cases <- c("leaky", "elu", "gelu")
  of_run <- function(participants) {
    vapply(seq_along(cases), function(i) {
      times <- run$times[run$times$section == "cases" & run$times$case == cases[i], ]
      found <- times$value[match(rep_len(participants, length(cases))[i], times$participant)]
      if (is.na(found)) "" else format(signif(found, 3L))
    }, "")
  }
  cells <- list(" " = cases, "in C" = of_run("core"), "from R" = of_run("R, fresh"), PyTorch = of_run("PyTorch"),
                "`ifelse()`; for gelu `x * pnorm(x)`" = of_run(c("ifelse", "ifelse", "arithmetic")))
  said <- paste0("Nanoseconds for each of 100,000 doubles, one thread; one run of `make bench` on ",
                 gsub("\\([RTM]+\\)", "", run$machine[["Processor"]]), ", with R ",
                 sub(" .*", "", run$machine[["R"]]), ":")
  c(strwrap(said, 105), "",
    markdown_table(Filter(function(column) any(nzchar(column)), cells)))
}

# The text with the table between these two lines.
with_table <- function(lines, name, table) {
  marks <- match(paste0("<!-- ", name, ": ", c("begin", "end"), " -->"), lines)
  if (anyNA(marks)) stop("The text must have the lines <!-- ", name, ": begin --> and <!-- ", name, ": end -->.")
  c(lines[seq_len(marks[1L])], table, lines[marks[2L]:length(lines)])
}

with_tables <- function(lines, run) {
  with_table(with_table(lines, "functions", readme_functions()), "speed", readme_speed(run))
}

# ---- inst/CITATION -------------------------------------------------------------------------------

citation_of <- function(paper, names) {
  # In ASCII, as R reads it in any locale.
  quoted <- function(text) {
    codes <- iconv(text, "UTF-8", "ASCII", sub = "Unicode")
    gsub("<U[+]([0-9A-F]{4})>", "\\\\u\\1", encodeString(codes, quote = "\""))
  }
  person <- function(author) sprintf("person(%s, %s)", quoted(given_names(author)), quoted(family_name(author)))
  fields <- c(
    bibtype = quoted(if (is.null(paper$where)) "Misc" else "InProceedings"),
    key = quoted(paste0(tolower(family_name(paper$authors[1L])), paper$year)),
    header = quoted(paste0(names, ":")), title = quoted(paper$title),
    author = paste0("c(\n    ", paste(vapply(paper$authors, person, ""), collapse = ",\n    "), "\n  )"),
    booktitle = if (!is.null(paper$where)) quoted(paper$where), year = quoted(paper$year),
    doi = if (!is.null(paper$doi)) quoted(paper$doi), url = if (is.null(paper$doi)) quoted(paper$url)
  )
  entry <- paste0("bibentry(\n", paste0("  ", names(fields), " = ", fields, collapse = ",\n"), "\n)")
  c("", strsplit(entry, "\n", fixed = TRUE)[[1L]])
}

# The lines of inst/CITATION: the package, and each paper.
with_citations <- function(lines) {
  mark <- match("# The papers, written by `make docs`.", lines)
  c(lines[seq_len(mark)], unlist(Map(citation_of, papers(), names(papers())), use.names = FALSE))
}
