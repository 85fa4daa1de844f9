# What is said of the activations stands once: the table in C, the notes in R, the formulas and fixtures of
# the tests, the help, README.md, the citation and DESCRIPTION name the same ones.

test_that("the table, the notes on it and the formulas of the tests have the same names", {
  expect_identical(act_types, names(leakyrelu:::activations),
                   label = "`reference` in helper-reference.R (which has them in the order of src/core/activations.h)")
  expect_identical(names(leakyrelu:::activation_notes), names(leakyrelu:::activations))
})

test_that("a table and notes that differ, or have another order, are an error that says what to do", {
  table <- .Call(leakyrelu:::leakyrelu_activations)
  said <- "R/activations.R must have the same names in the same order:"
  fails <- function(names, why) {
    expect_error(leakyrelu:::read_activations(list(name = names)), paste0(said, why), fixed = TRUE)
  }
  fails(rev(table$name), " there celu,")
  fails(table$name[-1], " leaky not in src/core/activations.h;")
  fails(c(table$name, "no.such"), " no.such not in R/activations.R;")
})

test_that("what is said of each is whole", {
  for (act.type in act_types) {
    said <- said_of(act.type)
    notes <- leakyrelu:::activation_notes[[act.type]]
    formulas <- if (is.na(said$otherwise)) 1L else 2L
    for (of in c("y", "first", "second")) expect_length(notes[[of]], formulas)
    expect_true(all(said$error >= 0.5))
    for (field in c("authors", "year", "title")) {
      place <- paste0("the `", field, "` of the paper of ", act.type, " in R/activations.R")
      expect_gt(length(notes$paper[[field]]), 0, label = paste("the length of", place))
    }
    expect_true(is.null(notes$paper$doi) != is.null(notes$paper$url),
                label = paste("that R/activations.R has a doi or else a url for the paper of", act.type))
    needed <- c("y", "first", "second", "limits",
                if (said$slope_from %in% c("none", "argument") && act.type != "leaky") "tiny",
                if (said$slope_from == "argument") "slopes")
    expect_identical(!is.null(notes$first_of_y), said$from_out,
                     label = paste("that R/activations.R says how y' of", act.type, "follows from y, as it"))
    expect_identical(setdiff(needed, names(reference[[act.type]])), character(),
                     label = paste("what", act.type, "lacks in `reference` of helper-reference.R"))
  }
})

test_that("the fixture has each function but prelu and rrelu, for which leaky serves", {
  expect_identical(setdiff(with_slope_from("none", "argument"), read_exact()$op), character(),
                   label = "what the fixture lacks until `Rscript tools/make_exact.R` is run")
  expect_identical(setdiff(read_exact()$op, act_types), character())
})

test_that("the help has a row for each, in each of its tables", {
  pages <- tools::Rd_db("leakyrelu")
  tables_of <- function(page) {
    text <- paste(as.character(pages[[page]]), collapse = "")
    regmatches(text, gregexpr("(?s)\\\\tabular.*?\n}", text, perl = TRUE))[[1]]
  }
  tables <- c(tables_of("mx.nd.LeakyReLU.Rd"), tables_of("mx.nd.LeakyReLU.backward.Rd"))
  expect_length(tables, 5)
  for (table in tables) {
    rows <- regmatches(table, gregexpr("code\\{\"[a-z_]+\"\\}", table))[[1]]
    expect_identical(rows, paste0("code{\"", act_types, "\"}"), label = "after `make docs`, each table of the help")
  }
})

test_that("the help is at most 80 columns wide as text, and shows no LaTeX there", {
  for (page in tools::Rd_db("leakyrelu")) {
    text <- utils::capture.output(tools::Rd2txt(page, options = list(underline_titles = FALSE)))
    # The code of examples is shown as it is.
    text <- text[cumsum(text == "Examples:") == 0]
    expect_identical(text[nchar(text) > 80], character())
    expect_identical(grep("\\|[{}]", text, value = TRUE), character())
  }
})

test_that("?relu, ?elu and their like find the page", {
  aliases <- readRDS(system.file("help", "aliases.rds", package = "leakyrelu"))
  found <- aliases[c("LeakyReLU", "PReLU", "relu", "leaky_relu", "swish", act_types)]
  expect_identical(unname(found), rep("mx.nd.LeakyReLU", length(found)))
  all_aliases <- unlist(lapply(tools::Rd_db("leakyrelu"), function(page) {
    tags <- vapply(page, attr, "", "Rd_tag")
    unlist(lapply(page[tags == "\\alias"], as.character))
  }))
  expect_identical(anyDuplicated(all_aliases), 0L)
})

test_that("every paper is cited, and in DESCRIPTION", {
  description <- gsub("\\s+", " ", packageDescription("leakyrelu")$Description)
  citations <- citation("leakyrelu")
  for (act.type in act_types) {
    paper <- leakyrelu:::activation_notes[[act.type]]$paper
    place <- if (is.null(paper$doi)) paper$url else paste0("<doi:", paper$doi, ">")
    expect_true(grepl(place, description, fixed = TRUE),
                label = paste("that the paper of", act.type, "is in DESCRIPTION, as", place))
    expect_true(paper$title %in% vapply(citations, function(entry) entry$title, ""),
                label = paste("after `make docs`, that the paper of", act.type, "is in inst/CITATION"))
  }
})

test_that("README.md and inst/CITATION are as they are written from the table", {
  for (file in c("README.md", "inst/CITATION")) {
    path <- test_path("..", "..", file)
    skip_if_not(file.exists(path), paste(file, "does not lie beside the tests"))
    lines <- readLines(path, encoding = "UTF-8")
    written <- if (file == "README.md") {
      leakyrelu:::with_tables(lines, leakyrelu:::read_run(test_path("..", "..", "vignettes")))
    } else {
      leakyrelu:::with_citations(lines)
    }
    expect_true(identical(lines, written), label = paste0(file, " as `make docs` writes it"))
  }
})

test_that("the error bounds are as they were, or loosened with open eyes", {
  bounds <- t(vapply(leakyrelu:::activations, `[[`, numeric(3), "error"))
  expect_snapshot(bounds)
})

test_that("the package loads where no other is attached", {
  loaded <- in_fresh_process('cat("loaded")', before = "export R_DEFAULT_PACKAGES=NULL")
  expect_identical(loaded, "loaded")
})
