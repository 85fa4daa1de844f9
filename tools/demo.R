# A first look at what the package does, in seconds: `make demo`, or Rscript tools/demo.R from the root of the project
# where leakyrelu is installed. Only base R and its data sets are used. Pictures are written to output/.

library(leakyrelu)
source(file.path("tools", "draw-functions.R"))

dir.create("output", showWarnings = FALSE)
written <- character()

# Opens a picture: PNG, or PDF where this R has no PNG device.
picture <- function(name, width, height) {
  as_png <- any(capabilities(c("png", "cairo", "aqua")))
  path <- file.path("output", paste0(name, if (as_png) ".png" else ".pdf"))
  if (as_png) png(path, width = 120 * width, height = 120 * height, res = 120) else pdf(path, width, height)
  written <<- c(written, file.path(getwd(), path))
}

heading <- function(...) cat("\n", ..., "\n\n", sep = "")
percent <- function(x) sprintf("%.1f %%", 100 * x)

# ---- Every activation on data with missing values ----

air <- scale(airquality[c("Ozone", "Solar.R", "Wind", "Temp")])
air_frame <- as.data.frame(air)

cat("leakyrelu ", format(packageVersion("leakyrelu")), ", ", R.version.string, "\n", sep = "")
heading("1. Every act.type on datasets::airquality, standardised: ", nrow(air), " days, ", ncol(air), " columns, ",
        sum(is.na(air)), " missing values")

gamma <- c(Ozone = 0.5, Solar.R = 0.1, Wind = 0, Temp = -0.25)
calls <- lapply(leakyrelu:::activations, function(row) {
  list(act.type = row$name, gamma = if (row$slope_from == "gamma") gamma)
})
calls <- append(calls, list(relu = list(slope = 0)), after = 1)
results <- do.call(rbind, lapply(names(calls), function(name) {
  y <- do.call(mx.nd.LeakyReLU, c(list(air), calls[[name]]))
  y_frame <- do.call(mx.nd.LeakyReLU, c(list(air_frame), calls[[name]]))
  data.frame(
    minimum = min(y, na.rm = TRUE), mean = mean(y, na.rm = TRUE), maximum = max(y, na.rm = TRUE),
    missing = sum(is.na(y)),
    `same places` = identical(is.na(y), is.na(air)),
    `same as data frame` = is.data.frame(y_frame) && identical(as.matrix(y_frame), y[, ]),
    row.names = name, check.names = FALSE
  )
}))
print(results, digits = 4)
cat("\nrelu is leaky with slope 0. Missing values stay missing, and nothing else becomes missing.\n")

heading("2. prelu with one slope for each column")
print(gamma)
cat("\nbefore and after, 4 to 7 May:\n")
may <- 4:7
print(round(cbind(air[may, ], mx.nd.LeakyReLU(air, gamma = gamma, act.type = "prelu")[may, ]), 3))

# ---- Random slopes under a seed ----

heading("3. In training mode, rrelu draws the same slopes as runif()")
set.seed(2024)
training <- mx.nd.LeakyReLU(air, act.type = "rrelu", is.train = TRUE, return.mask = TRUE)
state <- .Random.seed
set.seed(2024)
drawn <- runif(length(air), 0.125, 0.334)
cat("set.seed(2024), slopes of rrelu:", format(training$mask[1:5], digits = 6), "...\n")
cat("set.seed(2024), runif(612):     ", format(drawn[1:5], digits = 6), "...\n")
cat("all 612 are identical:          ", identical(as.vector(training$mask), drawn), "\n", sep = "")
cat("generator in the same state:    ", identical(state, .Random.seed), "\n", sep = "")

# ---- The functions ----

picture("functions", 10, 5.66)
draw_functions()
invisible(dev.off())

# ---- Training ----

heading("4. Training: the height of a volcano from two coordinates (datasets::volcano, ", length(volcano),
        " points of a map)")

place <- as.matrix(expand.grid(x = seq_len(nrow(volcano)), y = seq_len(ncol(volcano))))
inputs <- cbind(1, scale(place))
band <- cut(as.vector(volcano), c(90, 105, 120, 135, 150, 165, 200), labels = FALSE)

set.seed(1)
units <- 32
train <- sample(nrow(inputs), 4300)
first <- activation_layer("prelu", gamma = rep(0.25, units))
second <- activation_layer("prelu", gamma = rep(0.25, units))
weights <- list(
  matrix(rnorm(3 * units), 3),
  matrix(rnorm(units^2, sd = sqrt(2 / units)), units),
  matrix(rnorm(units * 6, sd = sqrt(1 / units)), units)
)
speed <- lapply(weights, `*`, 0)

scores <- function(x) predict(second, predict(first, x %*% weights[[1]]) %*% weights[[2]]) %*% weights[[3]]
accuracy <- function(rows) mean(max.col(scores(inputs[rows, ]), "first") == band[rows])
history <- data.frame(epoch = 0, training = accuracy(train), test = accuracy(-train))

cat("a network with two layers of ", units, " units, each with a learned slope, learns 6 bands of height:\n",
    length(train), " points for training, ", nrow(inputs) - length(train), " for the test\n\n", sep = "")
epochs <- 100
# In a log file, one bar is enough.
bar <- txtProgressBar(max = epochs, style = if (isatty(stdout())) 3 else 1)
for (epoch in seq_len(epochs)) {
  rate <- 0.05 * (1 - (epoch - 1) / epochs)
  for (rows in split(sample(train), rep(1:43, each = 100))) {
    h1 <- forward(first, inputs[rows, ] %*% weights[[1]])
    h2 <- forward(second, h1 %*% weights[[2]])
    z <- h2 %*% weights[[3]]
    error <- exp(z - apply(z, 1, max))
    error <- error / rowSums(error)
    at <- cbind(seq_along(rows), band[rows])
    error[at] <- error[at] - 1
    error <- error / length(rows)

    g2 <- backward(second, tcrossprod(error, weights[[3]]))
    g1 <- backward(first, tcrossprod(g2$data, weights[[2]]))
    gradients <- list(crossprod(inputs[rows, ], g1$data), crossprod(h1, g2$data), crossprod(h2, error))
    speed <- Map(function(v, g) 0.9 * v - rate * g, speed, gradients)
    weights <- Map(`+`, weights, speed)
    first$gamma <- first$gamma - rate * g1$gamma
    second$gamma <- second$gamma - rate * g2$gamma
  }
  history <- rbind(history, list(epoch, accuracy(train), accuracy(-train)))
  setTxtProgressBar(bar, epoch)
}
close(bar)

last <- nrow(history)
cat("\naccuracy on the test points: ", percent(history$test[1]), " before, ", percent(history$test[last]), " after ",
    "(always the most frequent band: ", percent(max(table(band[-train])) / length(band[-train])), ")\n", sep = "")
cat("The test points lie between the training points, so this says nothing about places outside the map.\n")
learned_range <- function(layer) paste(round(range(coef(layer)), 2), collapse = " to ")
cat("The slopes, all 0.25 at the start, are now ", learned_range(first), " in the first layer and ",
    learned_range(second), " in the second.\n", sep = "")

picture("training", 10, 3.8)
line_colours <- c("#D55E00", "#0072B2")
layout(rbind(1:3, c(1, 4, 4)), widths = c(1.35, 1, 1), heights = c(1, 0.22))
par(mar = c(4, 4, 2.5, 1), las = 1, mgp = c(2.5, 0.7, 0))
matplot(history$epoch, 100 * history[c("training", "test")], type = "l", lty = 2:1, lwd = 2, col = line_colours,
        ylim = c(0, 100), xlab = "epoch", ylab = "points in the right band, %", main = "learning curve")
legend("bottomright", bty = "n", lty = 2:1, lwd = 2, col = line_colours, legend = c("training points", "test points"))
learned <- matrix(max.col(scores(inputs), "first"), nrow(volcano))
colours <- hcl.colors(6, "viridis")
par(mar = c(0.5, 1, 2.5, 1))
for (map in c("true bands of height", "learned bands of height")) {
  image(if (map == "true bands of height") matrix(band, nrow(volcano)) else learned,
        zlim = c(1, 6), col = colours, axes = FALSE, asp = ncol(volcano) / nrow(volcano), main = map)
}
par(mar = c(0, 0, 0, 0))
plot.new()
legend("center", horiz = TRUE, bty = "n", fill = colours, border = NA, cex = 0.95,
       legend = paste(seq(90, 165, 15), c(seq(105, 165, 15), 200), sep = " to "), title = "height, m")
invisible(dev.off())

picture("layer", 7.5, 5.5)
plot(first)
title(sub = "the first layer after training")
invisible(dev.off())

heading("5. Pictures")
cat(written, sep = "\n")
