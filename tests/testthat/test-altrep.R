# Vectors whose numbers are not in memory: every argument reads them in blocks, and none asks for a pointer.

altrep_maker <- function() {
  skip_on_cran()
  folder <- tempfile("altrep")
  dir.create(folder)
  file.copy(test_path("fixtures", "altrep.c"), folder)
  before <- setwd(folder)
  on.exit(setwd(before))
  log <- suppressWarnings(system2(file.path(R.home("bin"), "R"), "CMD SHLIB altrep.c", stdout = TRUE, stderr = TRUE))
  library <- file.path(folder, paste0("altrep", .Platform$dynlib.ext))
  if (!file.exists(library)) skip("no C compiler")
  make <- getDLLRegisteredRoutines(dyn.load(library))$.Call$make
  function(n, doubles = TRUE) .Call(make, n, doubles)
}

test_that("numbers that are nowhere in memory answer as those that are, in every argument", {
  make <- altrep_maker()
  for (doubles in c(TRUE, FALSE)) for (n in c(1, 7, 1536, 4000)) {
    plain <- (seq_len(n) - 1) %% 7 - 3
    if (doubles) plain <- plain / 2
    expect_same_bits(mx.nd.LeakyReLU(make(n, doubles)), mx.nd.LeakyReLU(plain))
    expect_same_bits(mx.nd.LeakyReLU(plain, make(n, doubles), "prelu"), mx.nd.LeakyReLU(plain, plain, "prelu"))
    expect_same_bits(mx.nd.LeakyReLU(make(n, doubles), make(n, doubles), "prelu"),
                     mx.nd.LeakyReLU(plain, plain, "prelu"))
    expect_same_bits(mx.nd.LeakyReLU(plain, act.type = "rrelu", mask = make(n, doubles), return.mask = TRUE),
                     mx.nd.LeakyReLU(plain, act.type = "rrelu", mask = plain, return.mask = TRUE))
    expect_same_bits(mx.nd.LeakyReLU.backward(make(n, doubles), make(n, doubles), make(n, doubles), "prelu"),
                     mx.nd.LeakyReLU.backward(plain, plain, plain, "prelu"))
    expect_same_bits(mx.nd.LeakyReLU.backward(plain, out = make(n, doubles), act.type = "selu"),
                     mx.nd.LeakyReLU.backward(plain, out = plain, act.type = "selu"))
    expect_same_bits(
      mx.nd.LeakyReLU.double.backward(make(n, doubles), make(n, doubles), plain,
                                      make(n, doubles), make(n, doubles), "prelu"),
      mx.nd.LeakyReLU.double.backward(plain, plain, plain, plain, plain, "prelu"))
  }
})

test_that("gamma along a margin and columns of a data frame may be such numbers", {
  make <- altrep_maker()
  data <- matrix(-1, 2, 7)
  expect_identical(mx.nd.LeakyReLU(data, make(7), "prelu"), matrix(rep(-(-3:3) / 2, each = 2), 2))
  frame <- structure(list(a = make(7), b = make(7, FALSE)), row.names = 1:7, class = "data.frame")
  expect_identical(mx.nd.LeakyReLU(frame, slope = 0.5),
                   data.frame(a = c(-0.75, -0.5, -0.25, 0, 0.5, 1, 1.5), b = c(-1.5, -1, -0.5, 0, 1, 2, 3)))
  layer <- activation_layer("prelu", gamma = make(7))
  expect_identical(forward(layer, data), mx.nd.LeakyReLU(data, make(7), "prelu"))
})
