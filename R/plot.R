#' Draw an activation and its derivative
#'
#' One picture with the function and its derivative. Where the derivative jumps at 0, a filled
#' circle is its value there and an open one the limit from the right. With `"prelu"` each slope of
#' gamma has a curve, or, above eight of them, their range and median; with `"rrelu"` the curve of
#' inference lies in the band between the bounds.
#'
#' @param x a layer made by [activation_layer()].
#' @param from,to the ends of the x axis: `from < to`, finite.
#' @param n the number of points of a curve.
#' @param ... titles, limits and axes as in [plot.default()]: `main`, `xlab`, `ylim`, `las` ... The
#'   colours and lines of the curves are fixed.
#' @return Invisibly, what is drawn: a data frame with `x`, `y`, `derivative` and `gamma`, the slope
#'   of the curve that the row belongs to (`NA` where the activation has none).
#' @examples
#' plot(activation_layer("elu", slope = 0.5))
#' plot(activation_layer("prelu", gamma = c(0.1, 0.25, 1.5)))
#' @importFrom graphics abline legend lines plot points polygon
#' @importFrom grDevices col2rgb dev.flush dev.hold hcl.colors rgb
#' @importFrom stats median
#' @export
plot.activation_layer <- function(x, from = -4, to = 4, n = 401L, ...) {
  is_number <- function(value) is.numeric(value) && length(value) == 1L && is.finite(value)
  if (!is_number(from) || !is_number(to) || !isTRUE(from < to && is.finite(to - from))) {
    stop("`from` and `to` must be finite numbers, `from` the smaller, not ", deparse_short(from), " and ",
         deparse_short(to), ".")
  }
  if (!is_number(n) || n < 2) stop("`n` must be a number of at least 2, not ", deparse_short(n), ".")

  self <- fields_of(x)
  self$gamma <- plain_numbers(self$gamma)
  if (slope_source(self$act.type) == "gamma" && !any(is.finite(suppressWarnings(as.numeric(self$gamma))))) {
    stop("`layer` must have a gamma with finite numbers to be drawn.")
  }
  drawn <- drawn_slopes(self)
  curves <- curves_of(self, drawn, from, to, n)
  all <- do.call(rbind, curves)

  settings <- list(main = self$act.type, xlab = "x", ylab = "y and its derivative")
  key <- legend_of(self, drawn)
  # The legend stands above the curves.
  settings$ylim <- range(all$y, all$derivative, 0, 1, finite = TRUE)
  settings$ylim[2L] <- settings$ylim[2L] + 0.07 * (ceiling(length(key$text) / key$columns) + 0.5) * diff(settings$ylim)
  given <- list(...)
  settings[names(given)] <- given
  dev.hold()
  on.exit(dev.flush())
  settings$type <- "n"
  do.call(plot, c(list(x = c(from, to), y = c(0, 1)), settings))
  abline(h = 0, v = 0, col = "grey85")
  draw_curves(curves, drawn$band, key$colours)
  legend("topleft", key$text, col = key$col, lty = key$lty, lwd = key$lwd, ncol = key$columns, bty = "n")
  invisible(all)
}

# The slopes that get a curve, NA for an activation whose slopes do not differ; in a band: its lower
# end, its middle and its upper end.
drawn_slopes <- function(self) {
  switch(slope_source(self$act.type),
    bounds = {
      bounds <- c(self$lower.bound, self$upper.bound)
      list(slopes = c(bounds[1L], mean(bounds), bounds[2L]), band = TRUE)
    },
    gamma = {
      gamma <- as.vector(self$gamma, "numeric")
      gamma <- gamma[is.finite(gamma)]
      if (length(gamma) <= 8L) return(list(slopes = unique(gamma), band = FALSE))
      list(slopes = c(min(gamma), median(gamma), max(gamma)), band = TRUE)
    },
    list(slopes = NA_real_, band = FALSE)
  )
}

curves_of <- function(self, drawn, from, to, n) {
  at <- sort(unique(c(seq(from, to, length.out = n), if (from < 0 && to > 0) 0)))
  lapply(drawn$slopes, function(slope) {
    # One of several slopes is the slope of a leaky rectifier.
    act.type <- if (is.na(slope)) self$act.type else "leaky"
    used <- if (is.na(slope)) self$slope else slope
    data.frame(x = at,
               y = mx.nd.LeakyReLU(at, act.type = act.type, slope = used),
               derivative = mx.nd.LeakyReLU.backward(1, at, act.type = act.type, slope = used)$data,
               gamma = slope)
  })
}

# The functions and their derivatives, in one colour a curve, or one for the function and one for the derivative.
draw_curves <- function(curves, band, colours, derivative_colours = colours) {
  if (band) draw_band(curves, colours, derivative_colours) else Map(draw_curve, curves, colours, derivative_colours)
}

# Where the derivative jumps, its two parts are not joined; the derivative at 0 itself belongs to the left one.
draw_curve <- function(curve, colour, derivative_colour) {
  lines(curve$x, curve$y, col = colour, lwd = 2)
  left <- curve$x <= 0
  at_0 <- curve$derivative[curve$x == 0]
  from_right <- curve$derivative[!left][1L]
  jumps <- length(at_0) == 1L && isTRUE(abs(from_right - at_0) > 0.05)
  for (part in if (jumps) list(left, !left) else list(rep(TRUE, nrow(curve)))) {
    lines(curve$x[part], curve$derivative[part], col = derivative_colour, lwd = 2, lty = 2)
  }
  if (!jumps) return(invisible())
  points(0, at_0, pch = 19, col = derivative_colour)
  points(0, from_right, pch = 21, col = derivative_colour, bg = "white")
}

draw_band <- function(curves, colour, derivative_colour) {
  ends <- curves[c(1L, 3L)]
  outline <- function(column, shade, part = TRUE, ...) {
    polygon(c(ends[[1L]]$x[part], rev(ends[[2L]]$x[part])),
            c(ends[[1L]][[column]][part], rev(ends[[2L]][[column]][part])), col = shade, border = NA, ...)
  }
  outline("y", paler(colour))
  outline("derivative", paler(derivative_colour), ends[[1L]]$x <= 0, density = 15, angle = 45, lwd = 2)
  draw_curve(curves[[2L]], colour, derivative_colour)
}

# Mixed with white, as not every device has transparent colours.
paler <- function(colour) do.call(rgb, as.list(0.3 * col2rgb(colour)[, 1L] / 255 + 0.7))

# The legend's lines, and the colours of the curves in their order.
legend_of <- function(self, drawn) {
  key <- list(text = c("y", "derivative"), col = rep("grey30", 2L), lty = 1:2, lwd = c(2, 2))
  key$colours <- hcl.colors(if (drawn$band) 1L else length(drawn$slopes), "Dark 3")
  if (drawn$band) {
    middle <- if (slope_source(self$act.type) == "bounds") "in inference" else "of the median gamma"
    ends <- format(drawn$slopes[c(1L, 3L)], digits = 3L, trim = TRUE)
    key$text <- c(key$text, middle, paste0("slopes ", paste(ends, collapse = " to ")))
    key$col <- c(key$col, key$colours, paler(key$colours))
    key$lty <- c(key$lty, 1, 1)
    key$lwd <- c(key$lwd, 2, 8)
  } else if (slope_source(self$act.type) == "gamma") {
    key$text <- c(key$text, paste("gamma", format(drawn$slopes, digits = 3L, trim = TRUE)))
    key$col <- c(key$col, key$colours)
    key$lty <- c(key$lty, rep(1, length(key$colours)))
    key$lwd <- rep(2, length(key$text))
  }
  key$columns <- if (length(key$text) > 6L) 2L else 1L
  key
}

deparse_short <- function(value) {
  if (is.symbol(value)) value <- as.character(value)
  # It refuses strings of unknown encoding.
  text <- tryCatch(deparse(value), error = function(e) "what cannot be shown")
  gsub("[^[:print:]]", "?", substr(paste(text, collapse = " "), 1L, 60L))
}
