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

# Draws as draw() does, and gives what `value` then is.
draw_and <- function(value, ...) {
  file <- tempfile()
  grDevices::pdf(file)
  on.exit({
    grDevices::dev.off()
    unlink(file)
  })
  plot(...)
  force(value)
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
  # Slopes count once, those that are not finite not at all.
  expect_identical(curves(rep(0.25, 40)), 0.25)
  expect_setequal(curves(c(rep(1:3, 10), NA, Inf)), 1:3)
})

test_that("rrelu shows its bounds and the slope of inference", {
  shown <- draw(activation_layer("rrelu", lower.bound = 0, upper.bound = 0.5))
  expect_setequal(unique(shown$gamma), c(0, 0.25, 0.5))
  expect_identical(shown$y, ifelse(shown$x > 0, shown$x, shown$gamma * shown$x))
  expect_identical(shown$derivative, ifelse(shown$x > 0, 1, shown$gamma))
  expect_identical(unique(draw(activation_layer("rrelu", lower.bound = 0.2, upper.bound = 0.2))$gamma), 0.2)
})

test_that("from and to are the ends of xlim where they are not given", {
  layer <- activation_layer("elu")
  expect_identical(range(draw(layer, xlim = c(-1, 2))$x), c(-1, 2))
  expect_identical(range(draw(layer, xlim = c(2, -1))$x), c(-1, 2))
  expect_identical(range(draw(layer, xlim = c(-1, 2), from = 0)$x), c(0, 2))
  expect_identical(range(draw(layer, xlim = c(-1, 2), from = -5, to = 5)$x), c(-5, 5))
  ends <- function(...) draw_and(graphics::par("usr")[1:2], layer, ..., xaxs = "i")
  expect_equal(ends(xlim = c(2, -1)), c(2, -1))
  expect_equal(ends(from = -3), c(-3, 4))
})

test_that("a given ylim is kept, and without one all of the curves is inside", {
  heights <- function(...) draw_and(graphics::par("usr")[3:4], ..., yaxs = "i")
  expect_equal(heights(activation_layer(), ylim = c(-0.5, 0.5)), c(-0.5, 0.5))
  expect_equal(heights(activation_layer(), ylim = c(3, -1)), c(3, -1))
  for (gamma in list(0.25, -3, c(-2, 1 / 3), 1:20)) {
    layer <- activation_layer("prelu", gamma = gamma)
    seen <- heights(layer)
    shown <- draw(layer)
    expect_lte(seen[1], min(shown$y, shown$derivative))
    expect_gte(seen[2], max(shown$y, shown$derivative))
  }
})

test_that("colours, line types and widths are those asked for", {
  skip_if_not(capabilities("cairo"), "svg() is not there")
  svg_of <- function(...) {
    file <- tempfile(fileext = ".svg")
    on.exit(unlink(file))
    grDevices::svg(file)
    tryCatch(plot(...), finally = grDevices::dev.off())
    paste(readLines(file), collapse = " ")
  }
  layer <- activation_layer("mish")
  # Of red and of lime, in the two ways that svg() has written them.
  red <- "rgb\\(100%, ?0%, ?0%\\)"
  lime <- "rgb\\(0%, ?100%, ?0%\\)"
  expect_false(grepl(red, svg_of(layer)))
  expect_match(svg_of(layer, col = c("red", "#00FF00")), red)
  expect_match(svg_of(layer, col = c("red", "#00FF00")), lime)
  expect_match(svg_of(layer, col = "red"), red)
  expect_match(svg_of(layer), "stroke-dasharray")
  expect_false(grepl("stroke-dasharray", svg_of(layer, lty = 1)))
  expect_match(svg_of(layer, lwd = c(2, 40)), "stroke-width[=:]\"?30")
  expect_no_error(svg_of(layer, lty = c("solid", "13"), lwd = 0.5))
})

test_that("a picture that is drawn again in another size keeps its legend, with lines that do not touch", {
  skip_on_cran()
  skip_if_not(capabilities("cairo"), "this R has no svg()")
  file <- tempfile(fileext = ".svg")
  on.exit(unlink(file))
  grDevices::pdf(NULL, 7, 7)
  grDevices::dev.control("enable")
  plot(activation_layer("rrelu"))
  picture <- grDevices::recordPlot()
  grDevices::dev.off()
  drawn_by <- function(draw) {
    grDevices::svg(file, 7, 4)
    draw()
    grDevices::dev.off()
    length(gregexpr("<use", paste(readLines(file), collapse = ""))[[1]])
  }
  # As many letters as if it had been drawn in this size at once.
  again <- drawn_by(function() grDevices::replayPlot(picture))
  expect_identical(again, drawn_by(function() plot(activation_layer("rrelu"))))
})

test_that("the title says the parameters, shorter in a small picture", {
  titles <- function(...) {
    layer <- activation_layer(...)
    leakyrelu:::titles_of(as.list.environment(layer), leakyrelu:::drawn_slopes(layer))
  }
  expect_identical(titles("elu"), c("elu, slope 0.25", "elu"))
  expect_identical(titles("mish"), "mish")
  expect_identical(titles("leaky", slope = 1 / 3)[1], "leaky, slope 0.333")
  expect_identical(titles("prelu", gamma = c(0.5, -0.4))[1], "prelu, gamma -0.4, 0.5")
  expect_identical(titles("prelu", gamma = 1:20 / 8),
                   c("prelu, 20 slopes from 0.125 to 2.5", "prelu, 20 slopes", "prelu"))
  expect_identical(titles("rrelu")[1], "rrelu, slopes 0.125 to 0.334")
  expect_identical(titles("prelu", gamma = c(1.00001, 1.00002))[1], "prelu, gamma 1.00001, 1.00002")
})

test_that("there is a jump where the derivative jumps and nowhere else", {
  jumps <- function(act.type, from = -4, ...) {
    self <- as.list.environment(activation_layer(act.type, ...))
    as.list(leakyrelu:::drawing_of(self, from, 4, 4)$jumps)
  }
  expect_equal(jumps("leaky"), list(curve = 1, at_0 = 0.25, from_right = 1))
  expect_equal(jumps("selu"), list(curve = 1, at_0 = 1.0507009873554805 * 1.6732632423543773,
                                   from_right = 1.0507009873554805))
  expect_equal(jumps("leaky", from = 0)$at_0, 0.25)
  expect_length(jumps("leaky", from = 1)$curve, 0)
  for (act.type in c("gelu", "gelu_tanh", "mish", "silu", "celu")) expect_length(jumps(act.type)$curve, 0)
  expect_length(jumps("elu", slope = 1)$curve, 0)
  expect_equal(jumps("prelu", gamma = c(0.5, 1, 2))$at_0, c(0.5, 2))
  expect_equal(jumps("rrelu", lower.bound = 0, upper.bound = 0.5), list(curve = 2, at_0 = 0.25, from_right = 1))
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
  expect_no_warning(draw(activation_layer("elu"), main = "title", xlab = "in", ylab = "out", ylim = c(-1, 1), las = 1))
  expect_no_warning(draw(activation_layer(), axes = FALSE, ann = FALSE, asp = 1, cex.main = 2, sub = "below", cex = 2))
  expect_no_warning(draw(activation_layer(), xaxt = "n", yaxs = "i", bty = "l", main = expression(x^2), log = ""))
  # After the coordinates are set up, before the curves.
  first <- NULL
  draw(activation_layer(), ylim = c(-7, 3), yaxs = "i", panel.first = first <- graphics::par("usr")[3:4])
  expect_equal(first, c(-7, 3))
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
  fails(plot(layer, from = -1e307, to = 1e307, xlim = 1), "`xlim` must be two different finite numbers, not 1.")
  fails(plot(layer, xlim = c(2, 2)), "`xlim` must be two different finite numbers, not c(2, 2).")
  fails(plot(layer, ylim = c(0, NA)), "`ylim` must be two different finite numbers, not c(0, NA).")
  fails(plot(layer, ylim = "a"), "`ylim`")
  fails(plot(layer, xlim = c(1, 2), to = 0), "`from`")
  fails(plot(layer, from = -1e308, to = 1e307), "1e307")
  fails(plot(activation_layer("prelu", gamma = 1e308)), "1e307")
  for (col in list("no colour", NA, character(), c("red", "blue", "green"), -1, list("red"), TRUE, NULL, quote(red))) {
    fails(plot(layer, col = col), "`col` must be one or two colours, for the function and the derivative, not ")
  }
  for (lty in list("no type", NA, -1, 1.5, 1:3, "0", "123", "00", NULL, list(1))) {
    fails(plot(layer, lty = lty), "`lty` must be one or two line types, for the function and the derivative, not ")
  }
  for (lwd in list("2", NA, 0, -1, Inf, 1:3, NULL)) {
    fails(plot(layer, lwd = lwd), "`lwd` must be one or two numbers greater than 0, for the function and")
  }
  for (legend in list(NA, 1, "topleft", NULL, c(TRUE, FALSE))) {
    fails(plot(layer, legend = legend), "`legend` must be TRUE or FALSE, not ")
  }
  fails(plot(layer, log = "y"), "`log`")
  expect_identical(grDevices::dev.list(), devices)
  for (plotted in list(quote(plot(layer, n = 1)), quote(plot(layer, xlim = 1)), quote(plot(layer, col = NA)),
                       quote(plot(layer, legend = 2)), quote(plot(layer, log = "x")))) {
    expect_identical(conditionCall(expect_error(eval(plotted)))[[1]], quote(plot.activation_layer))
  }
})

test_that("an error while it draws leaves the parameters as they were", {
  file <- tempfile()
  grDevices::pdf(file)
  on.exit({
    grDevices::dev.off()
    unlink(file)
  })
  graphics::plot.new()
  before <- graphics::par(no.readonly = TRUE)
  expect_error(plot(activation_layer(), main = stop("no title")), "no title")
  changed <- c("fig", "mfg", "plt", "usr", "xaxp", "yaxp", "fin", "pin", "page")
  same <- setdiff(names(before), changed)
  expect_identical(graphics::par(no.readonly = TRUE)[same], before[same])
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
  vdiffr::expect_doppelganger("elu in other lines", function() {
    plot(activation_layer("elu"), col = c("black", "grey50"), lty = c("solid", "dotted"), lwd = 3, xlim = c(3, -3))
  })
})
