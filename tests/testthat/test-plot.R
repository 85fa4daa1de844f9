# plot() of a layer: what it returns, on which devices it draws, and what it leaves as it was.

# Draws into a file of its own and gives what plot() gave.
draw <- function(layer, ..., device = grDevices::pdf) {
  file <- tempfile()
  device(file)
  on.exit({
    grDevices::dev.off()
    unlink(file)
  })
  plot(layer, ...)
}

file_size_of <- function(device, drawing) {
  file <- tempfile()
  device(file)
  tryCatch(drawing, finally = grDevices::dev.off())
  on.exit(unlink(file))
  file.size(file)
}

test_that("plot returns x, y, the derivative and gamma invisibly", {
  for (act.type in act_types) {
    layer <- activation_layer(act.type)
    shown <- draw(layer)
    expect_s3_class(shown, "data.frame", exact = TRUE)
    expect_named(shown, c("x", "y", "derivative", "gamma"))
    expect_identical(range(shown$x), c(-4, 4))
    expect_true(0 %in% shown$x)
    expect_true(all(is.finite(shown$y)) && all(is.finite(shown$derivative)))
    if (!act.type %in% c("prelu", "rrelu")) {
      expect_true(all(is.na(shown$gamma)))
      expect_lt(max(abs(shown$y - forward_formula(act.type, shown$x))), 1e-14)
      expect_lt(max(abs(shown$derivative - derivative_formula(act.type, shown$x))), 1e-14)
    }
  }
  file <- tempfile()
  grDevices::pdf(file)
  visible <- withVisible(plot(activation_layer()))$visible
  grDevices::dev.off()
  unlink(file)
  expect_false(visible)
})

test_that("from, to and n set the points", {
  shown <- draw(activation_layer(), from = -1, to = 2, n = 4)
  expect_equal(shown$x, c(-1, 0, 1, 2))
  expect_equal(shown$y, c(-0.25, 0, 1, 2))
  expect_equal(shown$derivative, c(0.25, 0.25, 1, 1))
  expect_identical(range(draw(activation_layer("elu"), from = 1, to = 3)$x), c(1, 3))
  expect_identical(range(draw(activation_layer("elu"), from = -3, to = -1)$x), c(-3, -1))
})

test_that("prelu has a curve for each slope up to eight, and above that for their range and median", {
  curves <- function(gamma) {
    shown <- draw(activation_layer("prelu", gamma = gamma))
    expect_lt(max(abs(shown$y - forward_formula("prelu", shown$x, 1) * ifelse(shown$x > 0, 1, shown$gamma))), 1e-15)
    expect_identical(shown$derivative, ifelse(shown$x > 0, 1, shown$gamma))
    unique(shown$gamma)
  }
  expect_setequal(curves(0.25), 0.25)
  expect_setequal(curves(c(-1, 0.5, 2)), c(-1, 0.5, 2))
  expect_setequal(curves(1:8 / 8), 1:8 / 8)
  expect_setequal(curves(1:9 / 8), c(1, 5, 9) / 8)
  expect_setequal(curves(c(1:100, 1000)), c(1, 51, 1000))
})

test_that("rrelu shows its bounds and the slope of inference", {
  shown <- draw(activation_layer("rrelu", lower.bound = 0, upper.bound = 0.5))
  expect_setequal(unique(shown$gamma), c(0, 0.25, 0.5))
  expect_identical(shown$y, ifelse(shown$x > 0, shown$x, shown$gamma * shown$x))
  expect_identical(shown$derivative, ifelse(shown$x > 0, 1, shown$gamma))
})

test_that("it draws on every device there is, and the picture is not empty", {
  devices <- list(pdf = grDevices::pdf, svg = grDevices::svg, png = grDevices::png, postscript = grDevices::postscript)
  has <- c(pdf = TRUE, svg = capabilities("cairo"), png = capabilities("png"), postscript = TRUE)
  for (name in names(devices)[has]) for (act.type in c("leaky", "rrelu", "mish")) {
    empty <- file_size_of(devices[[name]], graphics::plot.new())
    expect_no_warning(full <- file_size_of(devices[[name]], plot(activation_layer(act.type))))
    expect_gt(full, empty + 500)
  }
  expect_no_error(file_size_of(function(file) grDevices::pdf(NULL), plot(activation_layer("prelu", gamma = 1:20 / 8))))
})

test_that("the graphical parameters, the layer and the generator are left as they were", {
  file <- tempfile()
  grDevices::pdf(file)
  on.exit({
    grDevices::dev.off()
    unlink(file)
  })
  graphics::par(mfrow = c(1, 2), mar = c(4, 4, 1, 1), lwd = 2)
  # What plot.default() itself sets: the coordinates of the figure just drawn.
  drawn <- c("fig", "mfg", "plt", "usr", "xaxp", "yaxp", "fin", "pin", "page")
  settings <- function() graphics::par(no.readonly = TRUE)[setdiff(names(graphics::par(no.readonly = TRUE)), drawn)]
  before <- settings()
  devices <- grDevices::dev.list()
  seed <- random_seed()
  for (act.type in act_types) {
    layer <- activation_layer(act.type)
    forward(layer, c(-1, 2))
    held <- mget(ls(layer, all.names = TRUE), envir = layer)
    plot(layer)
    expect_identical(mget(ls(layer, all.names = TRUE), envir = layer), held)
  }
  expect_identical(settings(), before)
  expect_identical(grDevices::dev.list(), devices)
  expect_identical(random_seed(), seed)
})

test_that("further arguments go to plot.default()", {
  expect_no_error(draw(activation_layer("elu"), main = "title", xlab = "in", ylab = "out", ylim = c(-1, 1), las = 1))
})

test_that("what cannot be drawn is an error of one line, and opens no device", {
  devices <- grDevices::dev.list()
  fails <- function(expr, message) {
    error <- expect_error(expr, message, fixed = TRUE)
    expect_false(grepl("\n", conditionMessage(error)))
  }
  layer <- activation_layer()
  fails(plot(layer, from = 1, to = -1), "`from`")
  fails(plot(layer, from = 1, to = 1), "`from`")
  fails(plot(layer, from = -Inf), "`from`")
  fails(plot(layer, to = NA), "`to`")
  fails(plot(layer, to = "a"), "`to`")
  fails(plot(layer, from = c(-1, -2)), "`from`")
  fails(plot(layer, n = 1), "`n`")
  fails(plot(layer, n = NA), "`n`")
  fails(plot(activation_layer("prelu", gamma = c(NA, NaN, Inf))), "finite")
  expect_identical(grDevices::dev.list(), devices)
})

test_that("the pictures look as they did", {
  skip_on_cran()
  skip_if_not_installed("vdiffr", "1.0.0")
  vdiffr::expect_doppelganger("leaky, whose derivative jumps", function() plot(activation_layer("leaky")))
  vdiffr::expect_doppelganger("mish, which is smooth", function() plot(activation_layer("mish")))
  vdiffr::expect_doppelganger("prelu with three slopes",
                              function() plot(activation_layer("prelu", gamma = c(0.1, 0.25, 1.5))))
  vdiffr::expect_doppelganger("prelu with many slopes", function() plot(activation_layer("prelu", gamma = 1:20 / 20)))
  vdiffr::expect_doppelganger("rrelu, a band", function() plot(activation_layer("rrelu")))
})
