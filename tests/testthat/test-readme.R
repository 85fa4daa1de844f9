# What README.md shows is what R prints.

readme <- test_path("..", "..", "README.md")

# The code of each ```r block, and the lines of the block of output that follows it, if there is one.
blocks_of <- function(lines) {
  fences <- grep("^```", lines)
  opened <- fences[c(TRUE, FALSE)]
  inside <- Map(function(from, to) lines[seq_len(to - from - 1L) + from], opened, fences[c(FALSE, TRUE)])
  is_code <- lines[opened] == "```r"
  shown <- c(inside[-1L], list(character()))
  shown[c(is_code[-1L], TRUE)] <- list(character())
  data.frame(line = opened, code = I(inside), shown = I(shown))[is_code, ]
}

printed_by <- function(code, envir) {
  utils::capture.output(for (expression in parse(text = code)) {
    value <- withVisible(eval(expression, envir))
    if (value$visible) print(value$value)
  })
}

test_that("every block of R code in README.md gives the output that stands below it", {
  skip_if_not(file.exists(readme), "README.md does not lie beside the tests")
  blocks <- blocks_of(readLines(readme, encoding = "UTF-8"))
  expect_gte(nrow(blocks), 3L)
  local_reproducible_output()
  session <- new.env(parent = globalenv())
  for (i in seq_len(nrow(blocks))) {
    printed <- keep_generator(printed_by(blocks$code[[i]], session))
    expect_identical(printed, blocks$shown[[i]], label = paste("what the code at line", blocks$line[i], "prints"))
  }
})
