#' Draw an activation and its derivative
#'
#' Draws the function and its derivative in one picture, with base graphics or with ggplot2. Where the
#' derivative jumps at 0, a filled circle is its value there and an open circle its limit from the
#' right.
#'
#' With `"prelu"` each slope in gamma has a curve, in a shade of its own. More than eight different
#' slopes are drawn as a band that shows their range, with a curve for their median. With `"rrelu"`
#' the band shows the slopes between the bounds, and the curve is the one in inference
#' mode. Slopes that are
#' not finite are left out.
#'
#' The legend of `plot()` covers no curve. It is put where there is room; where there is none, the y
#' axis is extended upwards, unless `ylim` or `asp` is given. In a small picture the legend has
#' smaller text and fewer entries. If there is still no room, it is left out.
#'
#' @param x,object a layer made by [activation_layer()].
#' @param from,to the ends of the curves: finite, `from < to`.
#' @param n the number of points of a curve.
#' @param ... for `plot()`: titles and axes as in [plot.default()], such as `main`, `xlab`, `las` or
#'   `axes`. `autoplot()` takes no further arguments.
#' @param xlim,ylim the ends of the axes: two different finite numbers. Where `from` or `to` is not
#'   given, the curves end where `xlim` does.
#' @param col,lty,lwd colours, line types and line widths as in [par()]: one for both the function and
#'   the derivative, or one for each. Several slopes are drawn in paler shades of these colours.
#' @param legend `FALSE` leaves the legend out.
#' @return `plot()` gives invisibly what is drawn: a data frame with `x`, `y`, `derivative` and
#'   `gamma`, the slope of the curve that the row belongs to (`NA` where the activation has none).
#'   `autoplot()` gives a ggplot object to which themes, scales and labels can be added.
#' @examples
#' plot(activation_layer("elu", slope = 0.5))
#' plot(activation_layer("prelu", gamma = c(0.1, 0.25, 1.5)), xlim = c(-2, 2))
#' plot(activation_layer("rrelu"), col = c("black", "grey50"))
#'
#' if (requireNamespace("ggplot2", quietly = TRUE)) {
#'   ggplot2::autoplot(activation_layer("mish"), from = -6) + ggplot2::theme_bw()
#' }
#' @order 1
#' @importFrom graphics abline lines par plot plot.default plot.window points polygon segments strwidth text
#' @importFrom grDevices col2rgb dev.flush dev.hold recordGraphics rgb
#' @importFrom stats approx median
#' @export
plot.activation_layer <- function(x, from = -4, to = 4, n = 401L, ..., xlim = NULL, ylim = NULL,
                                  col = c("#0072B2", "#D55E00"), lty = c(1, 2), lwd = 2, legend = TRUE) {
  self <- fields_of(x)
  check_limits(xlim, "xlim")
  check_limits(ylim, "ylim")
  if (!is.null(xlim) && missing(from)) from <- min(xlim)
  if (!is.null(xlim) && missing(to)) to <- max(xlim)
  if (!isTRUE(legend) && !isFALSE(legend)) stop("`legend` must be TRUE or FALSE, not ", deparse_short(legend), ".")
  drawing <- drawing_of(self, from, to, n)
  drawing$style <- check_style(col, lty, lwd)
  check_linear(...)
  data <- do.call(rbind, drawing$curves)

  dev.hold()
  on.exit(dev.flush())
  if (is.null(xlim)) xlim <- c(from, to)
  prepare <- function(may_grow) {
    if (legend) legend_place(drawing, may_grow)
    abline(h = 0, v = 0, col = "grey85")
  }
  draw_frame(..., .drawing = drawing, .prepare = prepare, xlim = xlim, ylim = ylim)
  draw_curves(drawing)
  # Where the picture is drawn again in another size, the legend finds its place again.
  if (legend) recordGraphics(place_legend(drawing), list(drawing = drawing), environment(place_legend))
  invisible(data)
}

check_limits <- function(limits, name) {
  if (is.null(limits)) return()
  if (!is.numeric(limits) || length(limits) != 2L || !all(is.finite(limits)) || limits[1L] == limits[2L]) {
    cannot_draw("`", name, "` must be two different finite numbers, not ", deparse_short(limits), ".")
  }
}

check_linear <- function(..., log = "", type = NULL) {
  if (!is.null(type)) cannot_draw("`type` must not be given, as the curves are lines.")
  if (!identical(log, "")) cannot_draw("`log` must be \"\", as y has both signs, not ", deparse_short(log), ".")
}

# Colours, line types and widths, by the part of the picture that they are for.
check_style <- function(col, lty, lwd) {
  one_or_two <- function(value, is_good) {
    length(value) %in% 1:2 && is.atomic(value) && !anyNA(value) && isTRUE(tryCatch(all(is_good(value)), error = isTRUE))
  }
  is_colour <- function(value) (is.character(value) || is.numeric(value)) && is.matrix(col2rgb(value))
  is_type <- function(value) {
    if (is.numeric(value)) return(is.finite(value) & value >= 0 & value == round(value))
    value %in% c("blank", "solid", "dashed", "dotted", "dotdash", "longdash", "twodash") |
      grepl("^([1-9A-Fa-f]{2}){1,4}$", value)
  }
  must_be <- function(name, what, value) {
    paste0("`", name, "` must be one or two ", what, ", for the function and the derivative, not ",
           deparse_short(value), ".")
  }
  if (!one_or_two(col, is_colour)) cannot_draw(must_be("col", "colours", col))
  if (!one_or_two(lty, is_type)) cannot_draw(must_be("lty", "line types", lty))
  if (!one_or_two(lwd, function(value) is.numeric(value) & is.finite(value) & value > 0)) {
    cannot_draw(must_be("lwd", "numbers greater than 0", lwd))
  }
  lapply(list(col = col, lty = lty, lwd = lwd), function(value) setNames(rep_len(value, 2L), parts_drawn))
}

# Axes and titles, which plot.default() draws with what it is given in `...`. When it has set up the coordinates, and
# before it draws an axis, .prepare() may still change them.
draw_frame <- function(..., .drawing, .prepare, xlim, ylim, type, main = fitting_title(.drawing$titles, cex.main),
                       xlab = "x", ylab = "y and its derivative", asp = NA, cex.main = par("cex.main"),
                       panel.first = NULL) {
  may_grow <- is.null(ylim) && isTRUE(is.na(asp))
  if (is.null(ylim)) ylim <- range(lapply(.drawing$curves, `[`, c("y", "derivative")), 0, 1)
  plot.default(xlim, ylim, type = "n", main = main, xlab = xlab, ylab = ylab, xlim = xlim, ylim = ylim, asp = asp,
               cex.main = cex.main, panel.first = {
                 .prepare(may_grow)
                 panel.first
               }, ...)
}

# The first that is not cut off at the sides of the figure.
fitting_title <- function(titles, cex) {
  middle <- mean(par("plt")[1:2])
  room <- 1.95 * min(middle, 1 - middle) * par("fin")[1L]
  fits <- strwidth(titles, "inches", cex = cex, font = par("font.main")) <= room
  titles[c(which(fits), length(titles))[1L]]
}

# ---- The curves ----------------------------------------------------------------------------------

draw_curves <- function(drawing) {
  style <- drawing$style
  shades <- shades_of(drawing)
  for (band in bands_of(drawing)) fill_band(band$x, band$low, band$high, style$col[band$part], band$part)
  for (line in lines_of(drawing)) {
    lines(line$x, line$y, col = shades[line$curve, line$part], lty = style$lty[line$part], lwd = style$lwd[line$part])
  }
  # As with the lines, the smallest slope's above the others; what is filled above what is open.
  jumps <- drawing$jumps[rev(seq_len(nrow(drawing$jumps))), ]
  at <- rep(0, nrow(jumps))
  points(at, jumps$from_right, pch = 21, col = shades[jumps$curve, "derivative"], bg = "white")
  points(at, jumps$at_0, pch = 19, col = shades[jumps$curve, "derivative"])
}

# The function's band is filled and the derivative's is hatched, so that both are seen where one lies on the other.
fill_band <- function(x, low, high, colour, part) {
  look <- if (part == "function") list(col = paler(colour, 0.3)) else list(col = paler(colour, 0.6), density = 20)
  do.call(polygon, c(list(c(x, rev(x)), c(low, rev(high)), border = NA), look))
}

# A matrix with a row a curve and a column a part.
shades_of <- function(drawing) {
  amounts <- if (drawing$band) c(1, 1, 1) else shade_parts(length(drawing$curves))
  shades <- lapply(drawing$style$col, function(colour) vapply(amounts, paler, "", colour = colour))
  do.call(cbind, shades)
}

# Mixed with white, as not every device has transparent colours. A colour that is transparent itself stays so.
paler <- function(colour, amount) {
  if (amount == 1) return(colour)
  parts <- col2rgb(colour, alpha = TRUE)[, 1L] / 255
  mixed <- amount * parts[1:3] + 1 - amount
  if (parts[4L] == 1) rgb(mixed[1L], mixed[2L], mixed[3L]) else rgb(mixed[1L], mixed[2L], mixed[3L], parts[4L])
}
