# The picture of all functions, drawn on whatever device is open: for tools/figures.R and tools/demo.R. The curves are
# those of plot(layer), in two colours that are told apart by colour-blind readers too.

draw_functions <- function() {
  blue <- "#0072B2"
  orange <- "#D55E00"
  inner <- asNamespace("leakyrelu")
  act_types <- names(inner$activations)
  columns <- ceiling(length(act_types) / 2)
  layout(rbind(matrix(seq_len(2 * columns), 2, byrow = TRUE), 2 * columns + 1), heights = c(1, 1, 0.13))
  par(mar = c(2.2, 2.4, 2.6, 0.6), mgp = c(3, 0.5, 0), tcl = -0.25, las = 1, cex.axis = 0.85)
  for (act.type in act_types) {
    row <- inner$activations[[act.type]]
    self <- as.list.environment(switch(row$slope_from,
      gamma = activation_layer(act.type, gamma = c(0.1, 0.3, 0.5)),
      argument = activation_layer(act.type, slope = if (act.type == "leaky") 0.25 else 1),
      activation_layer(act.type)
    ))
    drawn <- inner$drawn_slopes(self)
    plot(0, 0, type = "n", xlim = c(-4, 4), ylim = c(-2, 4), xlab = "", ylab = "", xaxs = "i")
    abline(h = 0, v = 0, col = "grey80")
    inner$draw_curves(inner$curves_of(self, drawn, -4, 4, 401L), drawn$band, blue, orange)
    mtext(act.type, line = 1.15, font = 2, cex = 0.85)
    parameters <- switch(row$slope_from,
      gamma = "gamma 0.1, 0.3, 0.5",
      argument = paste("slope", self$slope),
      bounds = paste("m from", self$lower.bound, "to", self$upper.bound)
    )
    formula <- paste(c(row$formula, if (!is.na(row$otherwise)) row$otherwise), collapse = ", or ")
    mtext(paste(c(formula, parameters), collapse = "    "), line = 0.25, cex = 0.55, col = "grey30")
  }
  for (empty in seq_len(2 * columns - length(act_types))) plot.new()
  par(mar = c(0, 0, 0, 0))
  plot.new()
  legend("center", horiz = TRUE, bty = "n", cex = 1.05, lwd = c(2, 2, NA, NA), lty = c(1, 2, NA, NA),
         pch = c(NA, NA, 19, 21), col = c(blue, orange, orange, orange),
         legend = c("function", "derivative", "where it jumps: at 0", "its limit from the right"))
}
