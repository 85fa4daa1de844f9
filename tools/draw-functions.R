# The picture of the eight functions, drawn on whatever device is open: for tools/figures.R and tools/demo.R.

draw_functions <- function() {
  blue <- "#0072B2"    # these two are told apart by colour-blind readers too
  orange <- "#D55E00"
  x <- seq(-4, 4, by = 0.02)
  formulas <- list(
    leaky = "x, or slope x    (slope 0.25)",
    prelu = "x, or gamma x    (gamma 0.1, 0.3, 0.5)",
    rrelu = "x, or m x    (m from 0.125 to 0.334)",
    elu = "x, or slope expm1(x)    (slope 1)",
    selu = "lambda x, or lambda alpha expm1(x)",
    gelu = "x Phi(x)",
    gelu_tanh = "x (1 + tanh u)/2",
    mish = "x tanh(log1p(exp x))"
  )
  layout(rbind(1:4, 5:8, 9), heights = c(1, 1, 0.13))
  par(mar = c(2.2, 2.4, 2.6, 0.6), mgp = c(3, 0.5, 0), tcl = -0.25, las = 1, cex.axis = 0.85)
  for (act.type in names(formulas)) {
    slopes <- switch(act.type, prelu = c(0.1, 0.3, 0.5), elu = 1, 0.25)
    plot(0, 0, type = "n", xlim = c(-4, 4), ylim = c(-2, 4), xlab = "", ylab = "", xaxs = "i")
    abline(h = 0, v = 0, col = "grey80")
    if (act.type == "rrelu") draw_band(x[x <= 0], 0.125, 0.334, blue, orange)
    for (slope in slopes) draw_function(x, act.type, slope, blue, orange)
    mtext(act.type, line = 1.15, font = 2, cex = 0.85)
    mtext(formulas[[act.type]], line = 0.25, cex = 0.58, col = "grey30")
  }
  par(mar = c(0, 0, 0, 0))
  plot.new()
  legend("center", horiz = TRUE, bty = "n", cex = 1.05, lwd = c(2, 2, NA, NA), lty = c(1, 2, NA, NA),
         pch = c(NA, NA, 16, 1), col = c(blue, orange, orange, orange),
         legend = c("function", "derivative", "derivative at 0", "its limit from the right"))
}

draw_function <- function(x, act.type, slope, blue, orange) {
  # A slope of prelu and of rrelu in inference is a slope of leaky.
  if (act.type == "prelu") act.type <- "leaky"
  derivative <- function(x) mx.nd.LeakyReLU.backward(1, x, act.type = act.type, slope = slope)$data
  below <- x <= 0
  lines(x[below], derivative(x[below]), col = orange, lwd = 2, lty = 2)
  lines(x[!below], derivative(x[!below]), col = orange, lwd = 2, lty = 2)
  lines(x, mx.nd.LeakyReLU(x, act.type = act.type, slope = slope), col = blue, lwd = 2)
  ends <- derivative(c(0, .Machine$double.xmin))
  if (abs(ends[2] - ends[1]) > 1e-6) points(0, ends[2], pch = 21, col = orange, bg = "white", cex = 1.2)
  points(0, ends[1], pch = 16, col = orange, cex = 1.2)
}

# Where the random slopes of rrelu can put the function and its derivative.
draw_band <- function(x, lower, upper, blue, orange) {
  polygon(c(x, rev(x)), c(lower * x, rev(upper * x)), col = adjustcolor(blue, 0.2), border = NA)
  polygon(c(x, rev(x)), rep(c(lower, upper), each = length(x)), col = adjustcolor(orange, 0.2), border = NA)
}
