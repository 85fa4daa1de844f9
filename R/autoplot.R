# autoplot(): what plot() draws, with its colours and line types, as a ggplot object.

#' @rdname plot.activation_layer
#' @order 2
#' @usage \method{autoplot}{activation_layer}(object, from = -4, to = 4, n = 401L, ...)
#' @exportS3Method ggplot2::autoplot
autoplot.activation_layer <- function(object, from = -4, to = 4, n = 401L, ...) {
  if (...length()) use_mxnet_names(...)
  drawing <- drawing_of(fields_of(object), from, to, n)
  look <- lapply(formals(plot.activation_layer)[c("col", "lty")], function(value) setNames(eval(value), parts_drawn))
  several <- !drawing$band && length(drawing$curves) > 1L

  picture <- ggplot2::ggplot(lines_to_plot(drawing), columns(x = "x", y = "y")) +
    ggplot2::geom_hline(yintercept = 0, colour = "grey75") +
    ggplot2::geom_vline(xintercept = 0, colour = "grey75") +
    band_layer(drawing) +
    ggplot2::geom_line(columns(colour = "part", linetype = "part", group = "line", alpha = if (several) "slope")) +
    jump_layer(drawing, several) +
    ggplot2::scale_colour_manual(values = look$col) +
    ggplot2::scale_linetype_manual(values = look$lty) +
    ggplot2::labs(title = drawing$titles[1L], x = "x", y = "y and its derivative", colour = NULL, linetype = NULL,
                  fill = NULL, alpha = NULL, shape = NULL)
  if (drawing$band) picture <- picture + ggplot2::scale_fill_manual(values = look$col)
  if (several) {
    picture <- picture + ggplot2::scale_alpha_manual(values = shade_parts(length(drawing$curves)))
  }
  place <- function(order) ggplot2::guide_legend(order = order)
  picture + ggplot2::guides(colour = place(1), linetype = place(1), fill = place(1), alpha = place(2), shape = place(3))
}

# aes() of columns by their names; NULL is none.
columns <- function(...) do.call(ggplot2::aes, lapply(c(...), as.name))

lines_to_plot <- function(drawing) {
  lines <- lines_of(drawing)
  do.call(rbind, lapply(seq_along(lines), function(i) {
    line <- lines[[i]]
    data.frame(x = line$x, y = line$y, part = factor(line$part, parts_drawn), slope = slope_label(drawing, line$curve),
               gamma = drawing$curves[[line$curve]]$gamma[1L], line = i)
  }))
}

slope_label <- function(drawing, i) {
  if (drawing$band || is.null(drawing$labels)) factor(NA) else factor(drawing$labels[i], drawing$labels)
}

band_layer <- function(drawing) {
  if (!drawing$band) return(NULL)
  bands <- do.call(rbind, lapply(bands_of(drawing), function(band) {
    data.frame(x = band$x, low = band$low, high = band$high, part = factor(band$part, parts_drawn))
  }))
  ggplot2::geom_ribbon(columns(x = "x", ymin = "low", ymax = "high", fill = "part"), bands, inherit.aes = FALSE,
                       alpha = 0.3)
}

jump_layer <- function(drawing, several) {
  jumps <- drawing$jumps
  if (nrow(jumps) == 0L) return(NULL)
  limits <- c("derivative at 0", "its limit from the right")
  circles <- data.frame(x = 0, y = c(jumps$from_right, jumps$at_0), part = factor("derivative", parts_drawn),
                        slope = slope_label(drawing, c(jumps$curve, jumps$curve)),
                        limit = factor(rep(limits[2:1], each = nrow(jumps)), limits))
  list(ggplot2::geom_point(columns(colour = "part", shape = "limit", alpha = if (several) "slope"), circles,
                           fill = "white", size = 2, show.legend = c(shape = TRUE, colour = FALSE, alpha = FALSE)),
       ggplot2::scale_shape_manual(values = setNames(c(19, 21), limits)))
}
