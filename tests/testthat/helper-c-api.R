# Calls of the functions of inst/include/leakyrelu.h from other packages: fixtures/client calls each of them, from C and
# from C++; inst/examples/dense is the one that vignette("c-api") shows.

# ---- The packages ----------------------------------------------------------------------------------------------------

installed <- new.env()

# The package in that folder, a copy of which is compiled.
install <- function(source) {
  if (is.null(installed$library)) {
    installed$library <- file.path(tempdir(), "library")
    dir.create(installed$library)
  }
  folder <- file.path(tempdir(), "source")
  unlink(folder, recursive = TRUE)
  dir.create(folder)
  file.copy(source, folder, recursive = TRUE)
  before <- Sys.getenv("R_LIBS", NA)
  on.exit(if (is.na(before)) Sys.unsetenv("R_LIBS") else Sys.setenv(R_LIBS = before))
  Sys.setenv(R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep))
  log <- system2(file.path(R.home("bin"), "R"),
                 c("CMD", "INSTALL", "--no-docs", "--no-multiarch", shQuote(paste0("--library=", installed$library)),
                   shQuote(file.path(folder, basename(source)))),
                 stdout = TRUE, stderr = TRUE)
  if (!is.null(attr(log, "status"))) stop("could not be installed:\n", paste(log, collapse = "\n"))
}

header <- function() system.file("include", "leakyrelu.h", package = "leakyrelu")

# Installs the package, once.
skip_without <- function(name, source) {
  skip_on_cran()
  skip_if_not(file.exists(system.file("Meta", "package.rds", package = "leakyrelu")), "leakyrelu is not installed")
  compiler <- strsplit(system2(file.path(R.home("bin"), "R"), "CMD config CXX", stdout = TRUE), " ")[[1]][1]
  skip_if_not(nzchar(Sys.which(compiler)), "no C++ compiler")
  if (is.null(installed[[name]])) install(source)
  installed[[name]] <- TRUE
}
skip_without_client <- function() skip_without("client", test_path("fixtures", "client"))

# What the code gives in a fresh process, where these packages are, with these variables.
in_process <- function(code, ...) {
  file <- tempfile()
  on.exit(unlink(file))
  saveRDS(list(code = substitute(code), variables = list(...)), file)
  printed <- in_fresh_process(c(
    sprintf(".libPaths(c(%s, .libPaths()))", deparse(installed$library)),
    # R CMD check asks for each package that stands before `::` in a test.
    "call_client <- function(...) getExportedValue('client', 'call_client')(...)",
    "dense <- function(...) getExportedValue('dense', 'dense')(...)",
    sprintf("job <- readRDS(%s)", deparse(file)),
    sprintf("saveRDS(list(result = eval(job$code, job$variables)), %s)", deparse(file))
  ))
  result <- readRDS(file)
  if (!identical(names(result), "result")) stop("the process ended:\n", paste(printed, collapse = "\n"))
  result$result
}

# ---- Numbers ---------------------------------------------------------------------------------------------------------

delayedAssign("values_of_halves", lapply(setNames(nm = names(formats)), values_of_16_bits))
number_types <- c(double = 1, float = 2, float16 = 3, bfloat16 = 4, integer = 5)
bytes_of <- c(double = 8, float = 4, float16 = 2, bfloat16 = 2, integer = 4)
float_na <- 0x7f8007a2L # as package float writes it

nearest_number <- function(x, type) {
  switch(type,
    double = x,
    float = ifelse(is.na(x) & !is.nan(x), NA, to_float(x)),
    integer = ifelse(is.finite(x) & abs(x) < 2^31, trunc(x) + 0, NA),
    nearest_of_16_bits(x, type)
  )
}

# The same of each of the vectors, with the types at once.
nearest_numbers <- function(vectors, types) {
  type <- rep(types, lengths(vectors))
  all <- unlist(vectors, use.names = FALSE)
  for (each in unique(types)) all[type == each] <- nearest_number(all[type == each], each)
  split <- split(all, rep(seq_along(vectors), lengths(vectors)))
  setNames(unname(split), names(vectors))
}

# Numbers of a type, which the doubles are, as raw memory; and back.
encode <- function(x, type) {
  if (type == "double") return(writeBin(as.double(x), raw()))
  if (type == "integer") return(writeBin(as.integer(x), raw()))
  if (type == "float") {
    words <- writeBin(as.double(x), raw(), size = 4)
    dim(words) <- c(4, length(x))
    words[, is.na(x) & !is.nan(x)] <- writeBin(float_na, raw())
    return(as.vector(words))
  }
  values <- values_of_halves[[type]][1:32768]
  bits <- match(abs(x), values) - 1
  bits[is.na(x)] <- which(is.nan(values))[1] - 1
  writeBin(as.integer(bits + ifelse(!is.na(x) & is_negative(x), 32768, 0)), raw(), size = 2)
}

decode <- function(memory, type) {
  n <- length(memory) / bytes_of[[type]]
  if (type == "double") return(readBin(memory, "double", n))
  if (type != "float") return(values_of_halves[[type]][1 + readBin(memory, "integer", n, size = 2, signed = FALSE)])
  x <- readBin(memory, "double", n, size = 4)
  x[is.nan(x) & bitwAnd(readBin(memory, "integer", n), 0xffff) == 1954] <- NA
  x
}

result_type <- function(type) if (type == "integer") "double" else type

# ---- Calls -----------------------------------------------------------------------------------------------------------

numbers <- function(x, type = "double") list(bytes = encode(x, type), type = type, length = length(x))

# What stands between the operands, around them, and where a result will be.
canary <- as.raw(rep(c(0xa5, 0x5a), 16))

plan_for <- function(act.type) list(act.type = act.type)

# Those whose derivative follows from y.
from_out_types <- c("leaky", "rrelu", "elu", "selu", "celu")

# gamma along dimensions of an array: what a plan is told.
layout <- function(dims, margin, gamma) {
  stride <- numeric(length(dims))
  stride[margin] <- cumprod(c(1, dims[margin]))[seq_along(margin)]
  list(act.type = "prelu", gamma = numbers(gamma), extent = as.numeric(dims), stride = stride)
}

spread <- function(n, seed = 1) ((seq_len(n) * 7919 + seed * 104729) %% 2003 - 1000) / 97

# A call of one of the functions, with numbers() for operands, gamma and mask. The result lies apart, or at the memory
# of one of them, `shift` bytes further.
a_call <- function(what, plan, operands, type = result_type(operands[[length(operands)]]$type), piece = NULL,
                   gamma.grad = NULL, at = NULL, shift = 0, missing = NULL) {
  force(type)
  memory <- canary
  put <- function(x) {
    offset <- length(memory)
    memory <<- c(memory, x$bytes, raw(-length(x$bytes) %% 8), canary)
    c(if (is.character(x$type)) number_types[[x$type]] else x$type, offset, x$length)
  }
  room_for <- function(bytes) put(list(bytes = rep_len(canary, bytes), type = 1, length = 0))[2]
  bytes_of_table <- 0
  if (is.list(plan)) {
    if (!is.null(plan$gamma)) plan$gamma <- put(plan$gamma)
    if (!is.null(plan$table)) {
      bytes_of_table <- plan$table
      plan$table <- room_for(plan$table)
    }
  }
  if (is.list(gamma.grad) && !is.null(gamma.grad$gamma)) gamma.grad$gamma <- put(gamma.grad$gamma)
  operands <- lapply(operands, put)
  if (!is.null(piece$mask)) piece$mask <- put(piece$mask)
  length <- operands[[length(operands)]][3]
  size <- if (type %in% names(bytes_of)) length * bytes_of[[type]] else 0
  places <- c(operands, list(mask = piece$mask, gamma.grad = if (is.list(gamma.grad)) gamma.grad$gamma),
              if (is.list(plan)) list(gamma = plan$gamma, table = c(1, plan$table)))
  offset <- if (is.null(at)) room_for(size) else places[[at]][2] + shift
  result <- c(if (type %in% names(number_types)) number_types[[type]] else 99, offset)
  for (name in missing) if (name == "result") result[2] <- NA else operands[[name]][2] <- NA
  list(arguments = list(what, plan, gamma.grad, memory, unname(operands), result, piece), type = type,
       result = result[2] + seq_len(size), table = if (bytes_of_table) plan$table + seq_len(bytes_of_table))
}

# The numbers that the calls give. Nothing else in memory has changed, and C++ gives the same.
values_of <- function(calls) {
  results <- in_process(
    lapply(c("C", "C++"), function(language) {
      lapply(arguments, function(a) do.call(call_client, c("call_one", a, language = language)))
    }),
    arguments = lapply(calls, `[[`, "arguments")
  )
  expect_identical(results[[2]], results[[1]])
  Map(function(call, result) {
    expect_identical(result[[1]], 0L)
    changed <- which(result[[2]] != call$arguments[[4]])
    expect_length(setdiff(changed, c(call$result, call$table)), 0)
    decode(result[[2]][call$result], call$type)
  }, calls, results[[1]])
}

# Pairs of a call and what it gives.
gives <- function(call, truth) list(call = call, truth = truth)
expect_values <- function(...) {
  pairs <- list(...)
  values <- values_of(lapply(pairs, `[[`, "call"))
  for (i in seq_along(pairs)) expect_same_bits_of(values[[i]], pairs[[i]]$truth, "call", i)
}

# The names of the statuses of calls, which write nothing.
errors_of <- function(calls) {
  results <- in_process(lapply(arguments, function(a) do.call(call_client, c("call_one", a))),
                        arguments = lapply(calls, `[[`, "arguments"))
  is_untouched <- mapply(function(call, result) {
    all(which(result[[2]] != call$arguments[[4]]) %in% call$table)
  }, calls, results)
  expect_true(all(is_untouched), label = paste("memory is untouched by", toString(names(calls)[!is_untouched])))
  vapply(results, function(result) statuses()[result[[1]] + 1], "")
}

# As the header lists them, from 0 on.
statuses <- function() {
  lines <- readLines(header())
  lines <- lines[grep("LEAKYRELU_OK = 0", lines):grep("} leakyrelu_status;", lines, fixed = TRUE)]
  sub("^ +LEAKYRELU_([A-Z_]+).*", "\\1", grep("^ +LEAKYRELU_", lines, value = TRUE))
}
