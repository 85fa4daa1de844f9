# What is said of the activations stands once: the table in C, the notes in R, the formulas and fixtures of
# the tests, the help, README.md, the citation and DESCRIPTION name the same ones.

test_that("the table, the notes on it and the formulas of the tests have the same names", {
  expect_identical(names(leakyrelu:::activations), act_types, label = "the table of src/core/activations.h")
  expect_identical(names(leakyrelu:::activation_notes), act_types, label = "activation_notes in R/activations.R")
})

test_that("a table and notes that differ, or have another order, are an error that says what to do", {
  table <- .Call(leakyrelu:::leakyrelu_activations)
  said <- "R/activations.R must have notes on the activations of src/core/activations.h, in the same order"
  for (names in list(rev(table$name), table$name[-1], c(table$name, "softsign"))) {
    expect_error(leakyrelu:::read_activations(list(name = names)), said, fixed = TRUE)
  }
})

test_that("what is said of each is whole", {
  for (act.type in act_types) {
    said <- said_of(act.type)
    notes <- leakyrelu:::activation_notes[[act.type]]
    formulas <- if (is.na(said$otherwise)) 1L else 2L
    for (of in c("y", "first", "second")) expect_length(notes[[of]], formulas)
    expect_true(all(said$error[, "ulp"] >= 0.5))
    for (field in c("authors", "year", "title")) {
      place <- paste0("the `", field, "` of the paper of ", act.type, " in R/activations.R")
      expect_gt(length(notes$paper[[field]]), 0, label = paste("the length of", place))
    }
    expect_true(is.null(notes$paper$doi) != is.null(notes$paper$url),
                label = paste("that R/activations.R has a doi or else a url for the paper of", act.type))
    expect_named(reference[[act.type]][c("y", "first", "second", "limits")], c("y", "first", "second", "limits"))
  }
})

test_that("the fixture has each function that is not a leaky one", {
  expect_setequal(read_exact()$op, with_slope_from("none", "argument"))
})

test_that("the help has a row for each, in each of its tables", {
  pages <- tools::Rd_db("leakyrelu")
  tables_of <- function(page) {
    text <- paste(as.character(pages[[page]]), collapse = "")
    regmatches(text, gregexpr("(?s)\\\\tabular.*?\n}", text, perl = TRUE))[[1]]
  }
  tables <- c(tables_of("mx.nd.LeakyReLU.Rd"), tables_of("mx.nd.LeakyReLU.backward.Rd"))
  expect_length(tables, 4)
  for (table in tables) {
    rows <- regmatches(table, gregexpr("code\\{\"[a-z_]+\"\\}", table))[[1]]
    expect_identical(rows, paste0("code{\"", act_types, "\"}"), label = "after `make docs`, each table of the help")
  }
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
    written <- if (file == "README.md") leakyrelu:::with_tables(lines) else leakyrelu:::with_citations(lines)
    expect_true(identical(lines, written), label = paste0(file, " as `make docs` writes it"))
  }
})
