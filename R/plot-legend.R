# The legend of plot(): what it says, and where it stands without covering a curve. All lengths are inches from the
# lower left corner of the plot region, so that no kind of axis matters. graphics::legend() has no sample that is a line
# of the function and one of the derivative, nor one that is a line on a band; so this draws the samples and the text.

# A list: the left and the top edge, the rows (as of key_row()), the number of columns and cex. Where ylim may grow, it
# does so if it must, and the coordinates are set up again. NULL if the legend finds no room.
legend_place <- function(drawing, may_grow) {
  keys <- legend_keys(drawing)
  usr <- par("usr")
  pin <- par("pin")
  strips <- strips_of(drawing)
  pad <- max(0.06, 0.03 + max(drawing$style$lwd) / 192)
  attempts <- attempts_in_order(keys, pin, may_grow)
  boxes <- list()
  for (i in seq_len(nrow(attempts))) {
    attempt <- lapply(attempts, `[`, i)
    grown <- usr
    grown[4L] <- usr[3L] + (usr[4L] - usr[3L]) / (1 - attempt$grow)
    kind <- paste(attempt$grow, attempt$on_zero)
    if (is.null(boxes[[kind]])) {
      boxes[[kind]] <- boxes_of(c(strips, if (!attempt$on_zero) zero_lines), grown, pin, pad)
    }
    corner <- free_corner(c(attempt$width, attempt$height), pin, boxes[[kind]])
    if (is.null(corner)) next
    if (attempt$grow > 0) plot.window(grown[1:2], grown[3:4], xaxs = "i", yaxs = "i")
    return(list(left = corner[1L], top = corner[2L] + attempt$height, rows = keys[[attempt$key]]$rows,
                columns = attempt$columns, cex = attempt$cex))
  }
}

# The legend is best large and complete, beside the grey lines at 0, and leaves the curves their room. The costs of
# giving up some of that were chosen by looking at pictures.
attempts_in_order <- function(keys, pin, may_grow) {
  cex <- c(1, 0.85, 0.7, 0.6, 0.5)
  cost_of_cex <- c(0, 0.1, 0.3, 0.5, 0.8)
  attempts <- expand.grid(key = seq_along(keys), columns = 1:3, cex = cex)
  count <- vapply(keys, function(key) nrow(key$rows), 0L)[attempts$key]
  attempts <- attempts[attempts$columns <= count, ]
  sizes <- Map(function(key, columns, cex) legend_size(keys[[key]]$rows, columns, cex),
               attempts$key, attempts$columns, attempts$cex)
  attempts[c("width", "height")] <- do.call(rbind, sizes)
  # Smaller letters than these cannot be read.
  legible <- attempts$cex * par("cex") > 0.45
  attempts <- attempts[legible & attempts$width <= pin[1L] & attempts$height <= pin[2L], ]
  attempts <- merge(attempts, expand.grid(grow = if (may_grow) 0:6 / 12 else 0, on_zero = c(FALSE, TRUE)), by = NULL)
  cost <- vapply(keys, `[[`, 0, "cost")[attempts$key] + 1.2 * attempts$grow + cost_of_cex[match(attempts$cex, cex)] +
    0.15 * attempts$on_zero + 0.02 * (attempts$columns - 1)
  attempts[order(cost), ]
}

# ---- What it says --------------------------------------------------------------------------------

# The legend, complete and shorter; what is left out has a cost.
legend_keys <- function(drawing) {
  col <- drawing$style$col
  key <- function(cost, ...) list(cost = cost, rows = rbind(...))
  both <- rbind(key_row("function", line_1 = col[1L]), key_row("derivative", line_2 = col[2L]))
  if (drawing$band) {
    names <- lapply(drawing$labels, function(label) paste(parts_drawn, label, sep = ", "))
    lines <- rbind(key_row(names[[1L]][1L], line_1 = col[1L]), key_row(names[[1L]][2L], line_2 = col[2L]))
    bands <- rbind(key_row(names[[2L]][1L], band_1 = col[1L]), key_row(names[[2L]][2L], band_2 = col[2L]))
    lines_on_bands <- rbind(key_row("function", line_1 = col[1L], band_1 = col[1L]),
                            key_row("derivative", line_2 = col[2L], band_2 = col[2L]))
    keys <- list(key(0, lines, bands), key(0.15, lines_on_bands))
  } else if (length(drawing$curves) > 1L) {
    shades <- shades_of(drawing)
    slopes <- key_row(drawing$labels, line_1 = shades[, "function"], line_2 = shades[, "derivative"])
    keys <- list(key(0, both, slopes), key(0.5, both, slopes[c(1L, nrow(slopes)), ]), key(0.7, both))
  } else {
    keys <- list(key(0, both))
  }
  if (nrow(drawing$jumps) == 0L) return(keys)
  circles <- rbind(key_row("derivative at 0", pch = 19, line_2 = col[2L]),
                   key_row("its limit from the right", pch = 21, line_2 = col[2L]))
  c(lapply(keys, function(shorter) key(shorter$cost, shorter$rows, circles)),
    lapply(keys, function(shorter) key(shorter$cost + 0.1, shorter$rows)))
}

# What stands before the text: a line of the function and one of the derivative, on a band, or a circle; NA for those
# that do not.
key_row <- function(text, line_1 = NA, line_2 = NA, band_1 = NA, band_2 = NA, pch = NA) {
  data.frame(text = text, line_1 = line_1, line_2 = line_2, band_1 = band_1, band_2 = band_2, pch = pch,
             stringsAsFactors = FALSE)
}

# ---- How it is drawn -----------------------------------------------------------------------------

# There is the space of a letter all around, and between a sample and its text.
legend_lengths <- function(rows, cex) {
  letter <- letter_size(cex)[1L]
  has_pairs <- any(!is.na(rows$line_1) & !is.na(rows$line_2))
  list(letter = letter, line = letter_size(cex)[2L], sample = (if (has_pairs) 4.6 else 2.6) * letter,
       text = max(strwidth(rows$text, "inches", cex = cex)))
}

# Width and height. par("cin") is that of letters of cex 1, whatever par("cex") is.
letter_size <- function(cex) cex * par("cex") * par("cin")

legend_size <- function(rows, columns, cex) {
  lengths <- legend_lengths(rows, cex)
  c(columns * (lengths$sample + lengths$text + 2 * lengths$letter) + lengths$letter,
    ceiling(nrow(rows) / columns) * lengths$line + lengths$letter)
}

place_legend <- function(drawing) {
  place <- legend_place(drawing, may_grow = FALSE)
  if (!is.null(place)) draw_legend(place, drawing$style)
}

draw_legend <- function(place, style) {
  usr <- par("usr")
  on.exit(par(usr = usr))
  pin <- par("pin")
  par(usr = c(0, pin[1L], 0, pin[2L]))
  rows <- place$rows
  lengths <- legend_lengths(rows, place$cex)
  in_column <- ceiling(nrow(rows) / place$columns)
  column <- (seq_len(nrow(rows)) - 1L) %/% in_column
  line <- (seq_len(nrow(rows)) - 1L) %% in_column
  left <- place$left + lengths$letter + column * (lengths$sample + lengths$text + 2 * lengths$letter)
  y <- place$top - lengths$letter / 2 - (line + 0.5) * lengths$line
  text(left + lengths$sample + lengths$letter, y, rows$text, adj = c(0, 0.4), cex = place$cex)
  for (i in seq_len(nrow(rows))) draw_sample(rows[i, ], left[i], left[i] + lengths$sample, y[i], place$cex, style)
}

draw_sample <- function(row, left, right, y, cex, style) {
  half <- 0.35 * letter_size(cex)[2L]
  band <- function(colour, part) {
    if (!is.na(colour)) fill_band(c(left, right), c(y, y) - half, c(y, y) + half, colour, part)
  }
  line <- function(colour, from, to, part) {
    if (!is.na(colour)) segments(from, y, to, y, col = colour, lty = style$lty[part], lwd = style$lwd[part])
  }
  band(row$band_1, "function")
  band(row$band_2, "derivative")
  if (!is.na(row$pch)) return(points((left + right) / 2, y, pch = row$pch, col = row$line_2, bg = "white", cex = cex))
  two <- !is.na(row$line_1) && !is.na(row$line_2)
  line(row$line_1, left, if (two) left + 0.46 * (right - left) else right, "function")
  line(row$line_2, if (two) left + 0.54 * (right - left) else left, right, "derivative")
}

# ---- Where there is room -------------------------------------------------------------------------

# All that is drawn as strips over x, from low to high; a line's low is its high. 61 points tell where a line runs.
strips_of <- function(drawing) {
  shorter <- function(strip) {
    if (length(strip$x) < 62L) return(strip)
    at <- sort(c(seq(strip$x[1L], strip$x[length(strip$x)], length.out = 61L), strip$x[strip$x == 0]))
    list(x = at, low = approx(strip$x, strip$low, at)$y, high = approx(strip$x, strip$high, at)$y)
  }
  lines <- lapply(lines_of(drawing), function(line) list(x = line$x, low = line$y, high = line$y))
  circles <- lapply(c(drawing$jumps$at_0, drawing$jumps$from_right), function(y) {
    list(x = c(0, 0), low = c(y, y), high = c(y, y))
  })
  c(lapply(c(lines, bands_of(drawing)), shorter), circles)
}

# As far as halves of them can be taken away from halves of other numbers.
huge <- .Machine$double.xmax / 8
zero_lines <- list(list(x = c(-huge, huge), low = c(0, 0), high = c(0, 0)),
                   list(x = c(0, 0), low = c(-huge, -huge), high = c(huge, huge)))

# Rectangles around the pieces of strips, padded with the width of lines and circles. Those outside are left out.
boxes_of <- function(strips, usr, pin, pad) {
  inches <- function(value, i) (value / 2 - usr[i] / 2) / (usr[i + 1L] / 2 - usr[i] / 2) * pin[(i + 1L) / 2]
  boxes <- do.call(rbind, lapply(strips, function(strip) {
    x <- inches(strip$x, 1L)
    y <- cbind(inches(strip$low, 3L), inches(strip$high, 3L))
    left <- -nrow(y)
    right <- -1L
    cbind(left = pmin(x[left], x[right]), right = pmax(x[left], x[right]),
          bottom = pmin(y[left, 1L], y[right, 1L], y[left, 2L], y[right, 2L]),
          top = pmax(y[left, 1L], y[right, 1L], y[left, 2L], y[right, 2L]))
  }))
  boxes <- boxes + rep(c(-pad, pad, -pad, pad), each = nrow(boxes))
  is_seen <- boxes[, "left"] < pin[1L] & boxes[, "right"] > 0 & boxes[, "bottom"] < pin[2L] & boxes[, "top"] > 0
  boxes[is_seen, , drop = FALSE]
}

# The lower left corner of a rectangle of this size that meets none of the boxes.
free_corner <- function(size, pin, boxes) {
  # The corners first, then the middles of the edges, then anywhere.
  x <- c(0, 1, 1, 0, 0.5, 0.5, 0, 1, rep(0:6, 7L) / 6) * (pin[1L] - size[1L])
  y <- c(1, 1, 0, 0, 1, 0, 0.5, 0.5, rep(6:0, each = 7L) / 6) * (pin[2L] - size[2L])
  for (i in seq_along(x)) {
    meets <- boxes[, "left"] < x[i] + size[1L] & boxes[, "right"] > x[i] &
      boxes[, "bottom"] < y[i] + size[2L] & boxes[, "top"] > y[i]
    if (!any(meets)) return(c(x[i], y[i]))
  }
}
