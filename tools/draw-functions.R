# The picture of all functions, drawn by plot(layer) on whatever device is open: for tools/figures.R and tools/demo.R.

draw_functions <- function() {
  activations <- leakyrelu:::activations
  columns <- ceiling(length(activations) / 2)
  layout(rbind(matrix(seq_len(2 * columns), 2, byrow = TRUE), 2 * columns + 1), heights = c(1, 1, 0.13))
  par(mar = c(2.2, 2.4, 3, 0.6), mgp = c(3, 0.5, 0), tcl = -0.25, las = 1, cex.axis = 0.85)
  for (row in activations) {
    layer <- activation_layer(row$name, gamma = if (row$slope_from == "gamma") c(0.1, 0.3, 0.5))
    plot(layer, ylim = c(-2, 4), xaxs = "i", xlab = "", ylab = "", cex.main = 1.15, legend = FALSE)
    mtext(paste(c(row$formula, if (!is.na(row$otherwise)) row$otherwise), collapse = ", or "), line = 0.25, cex = 0.55,
          col = "grey30")
  }
  for (empty in seq_len(2 * columns - length(activations))) plot.new()

  look <- lapply(formals(leakyrelu:::plot.activation_layer)[c("col", "lty", "lwd")], eval)
  par(mar = c(0, 0, 0, 0))
  plot.new()
  legend("center", horiz = TRUE, bty = "n", cex = 1.1, lwd = c(look$lwd, look$lwd, NA, NA), lty = c(look$lty, NA, NA),
         pch = c(NA, NA, 19, 21), col = look$col[c(1, 2, 2, 2)],
         legend = c("function", "derivative", "derivative at 0", "its limit from the right"))
}
