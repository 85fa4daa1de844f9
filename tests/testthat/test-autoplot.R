# autoplot() of a layer: what it holds, what it maps, and that it can be added to.

# It looks into ggplot2's own objects, which another release may change.
skip_on_cran()
skip_if_not_installed("ggplot2")

built <- function(picture) {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  ggplot2::ggplot_build(picture)
}

# The values that a scale gives to these levels.
scale_of <- function(picture, aesthetic) built(picture)$plot$scales$get_scales(aesthetic)

several <- activation_layer("prelu", gamma = c(0.5, -0.4, 1 / 3))
many <- activation_layer("prelu", gamma = 1:20 / 20)

test_that("its lines are the formulas, from `from` to `to`", {
  for (act.type in setdiff(act_types, c("prelu", "rrelu"))) {
    data <- ggplot2::autoplot(activation_layer(act.type), from = -3, to = 2, n = 51)$data
    expect_identical(range(data$x), c(-3, 2))
    y <- data[data$part == "function", ]
    expect_identical(nrow(y), 51L)
    expect_lt(max(abs(y$y - forward_formula(act.type, y$x))), 1e-14)
    # At 0 there may be two derivatives: the one there, and the limit from the right.
    derivative <- data[data$part == "derivative" & data$x != 0, ]
    expect_lt(max(abs(derivative$y - derivative_formula(act.type, derivative$x))), 1e-14)
  }
  data <- ggplot2::autoplot(several)$data
  expect_setequal(data$gamma, c(0.5, -0.4, 1 / 3))
  y <- data[data$part == "function", ]
  expect_lt(max(abs(y$y - ifelse(y$x > 0, 1, y$gamma) * y$x)), 1e-15)
  expect_identical(levels(data$slope), c("gamma -0.4", "gamma 0.333", "gamma 0.5"))
})

test_that("its colours and line types are those of plot()", {
  look <- list(col = c("#0072B2", "#D55E00"), lty = c(1, 2))
  for (layer in list(activation_layer("mish"), several, many, activation_layer("rrelu"))) {
    picture <- ggplot2::autoplot(layer)
    expect_true(inherits(picture, "ggplot"))
    parts <- c("function", "derivative")
    expect_identical(unname(scale_of(picture, "colour")$map(parts)), look$col)
    expect_equal(unname(scale_of(picture, "linetype")$map(parts)), look$lty)
  }
})

test_that("many slopes, and those of rrelu, are bands around a line", {
  bands <- function(layer) {
    layers <- built(ggplot2::autoplot(layer))$data
    band <- Filter(function(data) all(c("ymin", "ymax", "fill") %in% names(data)), layers)
    expect_length(band, 1L)
    band[[1L]]
  }
  band <- bands(activation_layer("rrelu", lower.bound = -0.5, upper.bound = 2))
  expect_setequal(band$fill, c("#0072B2", "#D55E00"))
  of_y <- band[band$fill == "#0072B2", ]
  expect_equal(of_y$ymin, pmin(ifelse(of_y$x > 0, 1, -0.5) * of_y$x, ifelse(of_y$x > 0, 1, 2) * of_y$x))
  expect_equal(of_y$ymax, pmax(ifelse(of_y$x > 0, 1, -0.5) * of_y$x, ifelse(of_y$x > 0, 1, 2) * of_y$x))
  of_derivative <- band[band$fill == "#D55E00", ]
  expect_setequal(of_derivative$ymin, -0.5)
  expect_setequal(of_derivative$ymax, 2)
  expect_setequal(range(bands(many)$ymin[bands(many)$fill == "#D55E00"]), 0.05)
  expect_setequal(ggplot2::autoplot(many)$data$gamma, 0.525)
})

test_that("circles are where the derivative jumps", {
  circles <- function(layer) {
    layers <- built(ggplot2::autoplot(layer))$data
    unlist(lapply(layers, function(data) if ("shape" %in% names(data)) setNames(data$y, data$shape)))
  }
  expect_identical(circles(activation_layer()), c("21" = 1, "19" = 0.25))
  expect_null(circles(activation_layer("gelu")))
})

test_that("it draws without a warning, and themes, scales and labels can be added", {
  skip_on_cran()
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  for (layer in c(lapply(act_types, activation_layer), list(several, many))) {
    expect_no_warning(expect_no_message(print(ggplot2::autoplot(layer))))
  }
  picture <- ggplot2::autoplot(activation_layer("elu")) + ggplot2::theme_minimal() + ggplot2::labs(title = "mine")
  expect_identical(picture$labels$title, "mine")
  expect_identical(ggplot2::autoplot(activation_layer("elu"))$labels$title, "elu, slope 0.25")
  expect_no_error(print(picture))
})

test_that("what cannot be drawn is the error that plot() gives", {
  layer <- activation_layer()
  same_error <- function(...) {
    of_plot <- conditionMessage(expect_error(plot(...)))
    error <- expect_error(ggplot2::autoplot(...))
    expect_identical(conditionMessage(error), of_plot)
    expect_identical(conditionCall(error)[[1]], quote(autoplot.activation_layer))
  }
  same_error(layer, from = 1, to = -1)
  same_error(layer, n = 1)
  same_error(activation_layer("prelu", gamma = NaN))
  expect_error(ggplot2::autoplot(layer, col = "red"), "`...` must be empty", fixed = TRUE)
})
