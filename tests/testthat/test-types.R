# float, float16 and bfloat16, as the core reads and writes them: not reached by any R function yet.

all_16_bits <- writeBin(0:65535, raw(), size = 2)

for (type in names(formats)) local({
  type <- type
  values <- values_of_16_bits(type)

  test_that(paste("each of the 65,536 values of", type, "becomes that double"), {
    doubles <- from_raw(on_raw(all_16_bits, type, slope = 1, to = "double"), "double")
    expect_same_bits(doubles, values)
  })

  test_that(paste("each value of", type, "comes back as the same bits, a NaN as a quiet one"), {
    back <- readBin(on_raw(to_raw(values, "double"), "double", slope = 1, to = type), "integer", 65536,
                    size = 2, signed = FALSE)
    expect_identical(back[!is.nan(values)], (0:65535)[!is.nan(values)])
    quiet <- bitwOr(0:65535, 2^(formats[[type]][["fraction"]] - 1))
    through <- readBin(on_raw(all_16_bits, type, slope = 1), "integer", 65536, size = 2, signed = FALSE)
    expect_identical(through[is.nan(values)], as.integer(quiet)[is.nan(values)])
  })

  test_that(paste("a double becomes the nearest", type, "and between two of them the even one"), {
    size <- values[1:32768]
    size <- size[is.finite(size)]
    size <- c(size, 2 * size[length(size)] - size[length(size) - 1])
    middle <- (size[-1] + size[-length(size)]) / 2
    # The next doubles below and above, which a float cannot tell from the middle.
    near <- c(middle * (1 - 2^-52), middle, middle * (1 + 2^-52), size[-1] * (1 - 2^-53), size * (1 + 2^-52))
    far <- c(2^c(-1074, -1022, -500, -150, 128, 129, 500, 1023), .Machine$double.xmax, Inf, 0, NA, NaN)
    spread <- with_fixed_seed(2^runif(20000, -160, 140))
    for (x in list(c(near, far, spread), -c(near, far, spread))) {
      stored <- from_raw(on_raw(to_raw(x, "double"), "double", slope = 1, to = type), type)
      expect_same_bits(stored, nearest_of(x, type))
    }
  })

  test_that(paste("each function of every", type, "is the double's result, rounded once"), {
    for (act.type in act_types) for (what in c("forward", "backward")) {
      y <- from_raw(on_raw(all_16_bits, type, what, act.type), type)
      expected <- nearest_of(on_doubles(values, what, act.type), type)
      expect_same_bits_of(y, expected, what, act.type)
    }
  })
})

# Of every exponent, and many where the functions bend; subnormal ones only as even numbers of the least, as half of an
# odd one lies between two floats.
some_floats <- function() {
  bits <- (seq_len(4000) * 2654435769) %% 2^32
  bytes <- outer(256^(0:3), bits, function(unit, word) (word %/% unit) %% 256)
  x <- readBin(as.raw(bytes), "double", length(bits), size = 4, endian = "little")
  tiny <- 2^-149
  x <- c(x[is.finite(x) & abs(x) >= 2^-125], seq(-120, 30, length.out = 1500), seq(-4, 4, length.out = 1500),
         c(1, -1) * rep(c(0, 2, 4, 8, 1e6) * tiny, each = 2), NaN, Inf, -Inf, 2^128 - 2^104, 2^104 - 2^128)
  to_float(x)
}

test_that("each function of floats is the double's result, rounded once", {
  x <- some_floats()
  slopes <- list(leaky = c(0.25, 0, -0.01, 3), elu = c(1, 0.25, -2, 1e-310, 1e300), celu = c(1, 0.25, 1e-310, 1e300))
  for (act.type in act_types) for (slope in if (is.null(slopes[[act.type]])) 0.25 else slopes[[act.type]]) {
    for (what in c("forward", "backward", "double_backward")) {
      y <- from_raw(on_raw(to_raw(x, "float"), "float", what, act.type, slope), "float")
      expected <- to_float(on_doubles(x, what, act.type, slope))
      expect_same_bits_of(y, expected, what, act.type, slope)
    }
  }
})

test_that("floats are computed alike whatever their number", {
  x <- to_float(with_fixed_seed(rnorm(67, sd = 3)))
  for (act.type in act_types) {
    y <- on_raw(to_raw(x, "float"), "float", act.type = act.type)
    for (n in 1:66) {
      expect_identical(on_raw(to_raw(x[1:n], "float"), "float", act.type = act.type), y[seq_len(4 * n)])
    }
  }
})

test_that("floats have slopes of their own, or run by run, as doubles have", {
  x <- some_floats()
  x <- x[seq_len(length(x) %/% 120 * 120)]
  each <- rep_len(c(0.25, 0, -0.3, 1 / 3, 1), length(x))
  y <- from_raw(on_raw(to_raw(x, "float"), "float", act.type = "prelu", slope = each), "float")
  expect_same_bits(y, to_float(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = each)))
  for (run in c(2, 3, 24, 40)) for (special in c(0, 0.7)) {
    gamma <- c(rep_len(c(0.25, -0.3, 1 / 3, 1), length(x) / run - 1), special)
    y <- from_raw(on_raw(to_raw(x, "float"), "float", act.type = "prelu", slope = gamma), "float")
    expect_same_bits(y, to_float(mx.nd.LeakyReLU(x, act.type = "rrelu", mask = rep(gamma, each = run))))
  }
})

test_that("a float NaN keeps its payload", {
  for (bits in c(0x7fc007a2, 0xffc007a2, 0x7fc00000)) {
    nan <- rep(as.raw(bits %/% 256^(if (.Platform$endian == "little") 0:3 else 3:0) %% 256), 5)
    for (act.type in act_types) {
      expect_identical(on_raw(nan, "float", act.type = act.type), nan, label = act.type)
    }
  }
})

test_that("x/2 and a little more is not rounded as x/2", {
  x <- c(1, -1, 3, -3, 5, -5) * 2^-149
  for (act.type in c("gelu", "gelu_tanh", "silu")) {
    y <- from_raw(on_raw(to_raw(x, "float"), "float", act.type = act.type), "float")
    expect_same_bits(y, c(1, -0, 2, -1, 3, -2) * 2^-149)
  }
})
