# The legend of plot(): it covers no curve, in small pictures too. Told by the pixels of pictures.

# The picture that `drawing` makes, as a matrix of colours with a row a line; its edges are sharp.
pixels_of <- function(drawing, width, height) {
  file <- tempfile(fileext = ".bmp")
  on.exit(unlink(file))
  grDevices::bmp(file, width, height, type = "cairo", antialias = "none")
  tryCatch(drawing, finally = grDevices::dev.off())
  bytes <- readBin(file, "raw", file.size(file))
  number <- function(at, size) readBin(bytes[at + seq_len(size)], "integer", size = size, endian = "little")
  first <- number(10, 4)
  depth <- number(28, 2) / 8
  # A line is filled up to a multiple of four bytes; the last line comes first.
  line <- 4 * ceiling(width * depth / 4)
  pixels <- matrix(as.integer(bytes[first + seq_len(line * height)]), line)[seq_len(width * depth), height:1]
  # Up to 256 colours are written as a table, from byte 54 on, and a byte a pixel.
  channel <- function(i) {
    if (depth > 1) return(pixels[seq(i, by = depth, length.out = width), ])
    matrix(as.integer(bytes[55:first])[4L * pixels + i], width)
  }
  t(channel(1L) + 256 * channel(2L) + 65536 * channel(3L))
}

# Everything but the curves is grey.
is_coloured <- function(pixels) {
  pixels %% 256 != pixels %/% 256 %% 256 | pixels %% 256 != pixels %/% 65536
}

# Where in the picture of plot(layer, ...) there is a legend, and where it covers or encloses a curve: the pixels of the
# curves that lie in the smallest box around all that the legend changes.
legend_and_curves <- function(layer, width, height, ...) {
  window <- NULL
  set_up <- function(...) if (length(list(...)$mfrow)) graphics::par(mfrow = list(...)$mfrow)
  with_legend <- pixels_of({
    set_up(...)
    plot_without(layer, "mfrow", ...)
    window <- graphics::par("usr")
  }, width, height)
  without <- pixels_of({
    set_up(...)
    # The legend may have made room for itself.
    plot_without(layer, c("mfrow", "xlim", "ylim", "asp"), ..., legend = FALSE, xaxs = "i", yaxs = "i",
                 window = window)
  }, width, height)
  changed <- which(with_legend != without, arr.ind = TRUE)
  if (nrow(changed) == 0L) return(list(legend = 0L, covered = 0L))
  box <- apply(changed, 2L, range)
  list(legend = nrow(changed), covered = sum(is_coloured(without[box[1L, 1L]:box[2L, 1L], box[1L, 2L]:box[2L, 2L]])))
}

plot_without <- function(layer, names, ..., window = NULL) {
  arguments <- list(...)
  arguments <- arguments[setdiff(names(arguments), names)]
  if (!is.null(window)) arguments <- c(arguments, list(from = -4, to = 4, xlim = window[1:2], ylim = window[3:4]))
  do.call(plot, c(list(layer), arguments))
}

skip_unless_bitmaps <- function() {
  skip_if_not(capabilities("cairo") && .Platform$OS.type == "unix", "bmp(type = \"cairo\") is not there")
}

layers <- c(
  lapply(setNames(nm = act_types), activation_layer),
  list(relu = activation_layer(slope = 0), steep = activation_layer(slope = 10), bent = activation_layer(slope = -1),
       few = activation_layer("prelu", gamma = c(0.1, 0.25, 1.5)),
       signs = activation_layer("prelu", gamma = c(-2, -0.4, 1 / 3)),
       eight = activation_layer("prelu", gamma = 1:8 / 8),
       many = activation_layer("prelu", gamma = seq(-1, 1, length.out = 32)),
       wide = activation_layer("rrelu", lower.bound = -3, upper.bound = 2))
)

test_that("the test of legends finds one that covers a curve", {
  skip_unless_bitmaps()
  plain <- pixels_of(plot(layers$leaky, legend = FALSE), 480, 360)
  covered <- pixels_of({
    plot(layers$leaky, legend = FALSE)
    graphics::rect(1, 1, 2, 2, col = "grey")
  }, 480, 360)
  expect_gt(sum(is_coloured(plain)), 500)
  expect_gt(sum(is_coloured(plain) & plain != covered), 20)
})

test_that("the legend is there, and no curve is in it", {
  skip_on_cran()
  skip_unless_bitmaps()
  for (size in list(c(250, 200), c(480, 360), c(800, 600))) for (name in names(layers)) {
    found <- legend_and_curves(layers[[name]], size[1L], size[2L])
    expect_gt(found$legend, 100)
    expect_identical(found$covered, 0L, info = paste(name, size[1L]))
  }
})

test_that("no curve is in the legend whatever limits, panels and lines are asked for", {
  skip_on_cran()
  skip_unless_bitmaps()
  asked <- list(
    list(ylim = c(-2, 4)), list(ylim = c(-1, 1)), list(ylim = c(4, -2)), list(ylim = c(0, 0.3)),
    list(xlim = c(4, -4)), list(asp = 1), list(axes = FALSE, ann = FALSE), list(lwd = 20, lty = c(3, 1)),
    list(mfrow = c(2, 2)), list(mfrow = c(3, 2)), list(cex = 2)
  )
  for (arguments in asked) for (name in c("leaky", "selu", "mish", "bent", "signs", "eight", "many", "wide")) {
    found <- do.call(legend_and_curves, c(list(layers[[name]], 400, 320), arguments))
    expect_identical(found$covered, 0L, info = paste(name, deparse1(arguments)))
  }
})
