# What plot() and autoplot() draw of a layer, in numbers and words. Both have this and nothing else to draw.

parts_drawn <- c("function", "derivative")

# A list:
#   curves   a data frame for each slope: x, y, derivative, gamma
#   band     whether these are the lower end, the middle and the upper end of a band
#   labels   a name for each of several slopes; for a band, of its middle and of the band itself; or NULL
#   jumps    the curves, by number, whose derivative jumps at 0: what it is there, and its limit from the right
#   titles   the activation and its parameters, from long to short
drawing_of <- function(self, from, to, n) {
  is_number <- function(value) is.numeric(value) && length(value) == 1L && is.finite(value)
  if (!is_number(from) || !is_number(to) || from >= to || !is.finite(as.double(to) - from)) {
    cannot_draw("`from` and `to` must be finite numbers, `from` the smaller, not ", deparse_short(from), " and ",
                deparse_short(to), ".")
  }
  if (!is_number(n) || n < 2) cannot_draw("`n` must be a number of at least 2, not ", deparse_short(n), ".")
  self$gamma <- plain_numbers(self$gamma)
  if (slope_source(self$act.type) == "gamma" && !any(is.finite(suppressWarnings(as.numeric(self$gamma))))) {
    cannot_draw("`layer` must have a gamma with finite numbers to be drawn.")
  }
  drawn <- drawn_slopes(self)
  at <- sort(unique(c(seq(from, to, length.out = n), if (from < 0 && to > 0) 0)))
  drawing <- list(curves = lapply(drawn$slopes, curve_of, self = self, at = at), band = drawn$band,
                  labels = labels_of(self, drawn), jumps = jumps_of(self, drawn, from, to),
                  titles = titles_of(self, drawn))
  # Axes go a little further than the curves, and must be finite too.
  if (max(abs(unlist(lapply(drawing$curves, `[`, c("x", "y", "derivative"))))) > 1e307) {
    cannot_draw("`from`, `to` and the slopes of `layer` must be small enough to draw numbers up to 1e307.")
  }
  drawing
}

# An error in the call of the method that called the function that calls this.
cannot_draw <- function(...) stop(simpleError(paste0(...), sys.call(-2L)))

# The slopes that get a curve, from the smallest to the largest, NA for an activation whose slopes do not differ; in a
# band: its lower end, its middle and its upper end.
drawn_slopes <- function(self) {
  switch(slope_source(self$act.type),
    bounds = {
      bounds <- c(self$lower.bound, self$upper.bound)
      if (bounds[1L] == bounds[2L]) return(list(slopes = bounds[1L], band = FALSE))
      list(slopes = c(bounds[1L], mean(bounds), bounds[2L]), band = TRUE)
    },
    gamma = {
      gamma <- as.vector(self$gamma, "numeric")
      gamma <- gamma[is.finite(gamma)]
      slopes <- sort(unique(gamma))
      if (length(slopes) <= 8L) return(list(slopes = slopes, band = FALSE))
      list(slopes = c(slopes[1L], median(gamma), slopes[length(slopes)]), band = TRUE)
    },
    list(slopes = NA_real_, band = FALSE)
  )
}

curve_of <- function(slope, self, at) {
  # One of several slopes is the slope of a leaky rectifier.
  act.type <- if (is.na(slope)) self$act.type else "leaky"
  used <- if (is.na(slope)) self$slope else slope
  data.frame(x = at,
             y = mx.nd.LeakyReLU(at, act.type = act.type, slope = used),
             derivative = mx.nd.LeakyReLU.backward(1, at, act.type = act.type, slope = used)$data,
             gamma = slope)
}

# In a band, the middle alone is a curve.
jumps_of <- function(self, drawn, from, to) {
  shown <- if (drawn$band) 2L else seq_along(drawn$slopes)
  # The smallest normal number stands for the limit.
  around <- lapply(drawn$slopes[shown], curve_of, self = self, at = c(0, .Machine$double.xmin))
  jumps <- data.frame(curve = shown, at_0 = vapply(around, function(curve) curve$derivative[1L], 0),
                      from_right = vapply(around, function(curve) curve$derivative[2L], 0))
  jumps[from <= 0 & to > 0 & abs(jumps$from_right - jumps$at_0) > 1e-9, ]
}

# The lines, a list each: what it is a part of ("function" or "derivative"), the number of its curve, x, y. Where the
# derivative jumps, its two parts are not joined; the derivative at 0 itself belongs to the left one. The curve of the
# smallest slope comes last, to be drawn above the others, which it meets where x > 0.
lines_of <- function(drawing) {
  shown <- if (drawing$band) 2L else rev(seq_along(drawing$curves))
  lines_of_one <- function(i) {
    curve <- drawing$curves[[i]]
    line <- function(part, x, y) list(part = part, curve = i, x = x, y = y)
    y <- line("function", curve$x, curve$y)
    jump <- drawing$jumps[drawing$jumps$curve == i, ]
    if (nrow(jump) == 0L) return(list(y, line("derivative", curve$x, curve$derivative)))
    right <- curve$x > 0
    list(y, line("derivative", curve$x[!right], curve$derivative[!right]),
         line("derivative", c(0, curve$x[right]), c(jump$from_right, curve$derivative[right])))
  }
  unlist(lapply(shown, lines_of_one), recursive = FALSE)
}

# The bands, in the same way, from low to high.
bands_of <- function(drawing) {
  if (!drawing$band) return(list())
  low <- drawing$curves[[1L]]
  high <- drawing$curves[[3L]]
  # Where x > 0 all slopes have the same derivative.
  left <- low$x <= 0
  band <- function(part, x, y, z) list(part = part, x = x, low = pmin(y, z), high = pmax(y, z))
  bands <- list(band("function", low$x, low$y, high$y),
                band("derivative", low$x[left], low$derivative[left], high$derivative[left]))
  Filter(function(band) length(band$x) > 0L, bands)
}

# How much of the full colour each of several curves has: most the one of the smallest slope.
shade_parts <- function(count) seq(1, max(0.45, 1.25 - 0.25 * count), length.out = count)

labels_of <- function(self, drawn) {
  if (!drawn$band) return(if (length(drawn$slopes) > 1L) paste("gamma", short_numbers(drawn$slopes)))
  if (slope_source(self$act.type) == "bounds") c("in inference", "in training") else c("median gamma", "all gammas")
}

titles_of <- function(self, drawn) {
  slopes <- drawn$slopes
  ends <- paste(short_numbers(slopes[c(1L, length(slopes))]), collapse = " to ")
  parameters <- switch(slope_source(self$act.type),
    argument = paste("slope", short_numbers(self$slope)),
    bounds = if (drawn$band) paste("slopes", ends) else paste("slope", short_numbers(slopes)),
    gamma = {
      count <- paste(sum(is.finite(as.vector(self$gamma, "numeric"))), "slopes")
      if (length(slopes) <= 3L && !drawn$band) {
        c(paste("gamma", paste(short_numbers(slopes), collapse = ", ")), if (length(slopes) > 1L) count)
      } else {
        c(paste(count, "from", ends), count)
      }
    }
  )
  c(if (!is.null(parameters)) paste0(self$act.type, ", ", parameters), self$act.type)
}

# Three digits, or as many as tell these numbers apart; 17 tell all apart.
short_numbers <- function(x) {
  for (digits in 3:17) {
    shown <- vapply(signif(x, digits), format, "", digits = digits)
    if (!anyDuplicated(shown)) break
  }
  shown
}
