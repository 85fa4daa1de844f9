# The activations: the rows of src/core/activations/, read when the package is loaded, and by the
# same names what C does not need. print(), the layers, the plots, the demo, the tables in the help
# and in README.md, and the tests come from these two.

# By act.type, lists that .onLoad() fills in:
#   name
#   formula, otherwise  y, or y for x > 0; y for all other x, or NA
#   first_of_y          y' in LaTeX as it follows from y, where it does
#   letters             what the letters in them mean, or NA
#   slope_from          "none", "argument", "gamma" or "bounds"
#   slope_positive      whether `slope` must be greater than 0
#   from_out            whether the derivative follows from y where no slope is negative
#   error               the error bounds of y, y' and y'', in units in the last place
activations <- NULL

#' @importFrom stats setNames
.onLoad <- function(libname, pkgname) {
  activations <<- read_activations()
  when_delayed_array_loads(set_methods_of_seeds)
}

read_activations <- function(table = .Call(leakyrelu_activations)) {
  noted <- names(activation_notes)
  if (!identical(table$name, noted)) {
    without <- function(names, file) {
      if (length(names)) paste0(" ", paste(names, collapse = ", "), " not in ", file, ";")
    }
    stop("src/core/activations.h and activation_notes in R/activations.R must have the same names in the same order:",
         without(setdiff(noted, table$name), "src/core/activations.h"),
         without(setdiff(table$name, noted), "R/activations.R"),
         " there ", paste(table$name, collapse = ", "), "; here ", paste(noted, collapse = ", "), ".")
  }
  rows <- lapply(seq_along(table$name), function(i) {
    row <- lapply(table[names(table) != "error"], `[[`, i)
    row$error <- setNames(table$error[, i], c("y", "first", "second"))
    row
  })
  setNames(rows, table$name)
}

# ---- What follows from a row ---------------------------------------------------------------------

slope_source <- function(act.type) activations[[act.type]]$slope_from

# y = ..., in one line. What the letters mean stands behind a formula for all x; where there are
# two, print() gives it a line.
formula_of <- function(act.type) {
  row <- activations[[act.type]]
  if (is.na(row$otherwise)) return(paste0("y = ", row$formula, if (!is.na(row$letters)) paste0(", ", row$letters)))
  paste0("y = ", row$formula, " where x > 0, ", row$otherwise, " elsewhere")
}

# Whether the derivative follows from the output, with these fields of a layer. That of a type with fewer bits tells
# less than the data; and what is computed when it is read is computed from the data.
keeps_out <- function(fields, data) {
  row <- activations[[fields$act.type]]
  if (!row$from_out || is_holder(data) || is_other_kind(data)) return(FALSE)
  switch(row$slope_from, argument = fields$slope >= 0, bounds = fields$lower.bound >= 0, TRUE)
}

# ---- What C does not need ------------------------------------------------------------------------

# By act.type, in the order of src/core/activations.h:
#   y, first, second    y, y' and y'' in LaTeX, for x > 0 and for all other x, or for all x
#   first_of_y          y' in LaTeX as it follows from y, where it does
#   letters             what the letters of y mean, for the help; formulas stand between dollars
#   derivative_letters  the same for the letters that only y' and y'' have
#   remark              what is worth knowing of its parameter
#   also                its names in other libraries, in lower case and with underscores
#   paper               where it comes from; `url` where there is no DOI
activation_notes <- list(
  leaky = list(
    y = c("x", "s x"), first = c("1", "s"), second = c("0", "0"), first_of_y = c("1", "s"),
    remark = "a slope of 0 is relu",
    also = c("leaky_relu", "leakyrelu", "lrelu"),
    paper = list(
      authors = c("Andrew L. Maas", "Awni Y. Hannun", "Andrew Y. Ng"), year = 2013,
      title = "Rectifier Nonlinearities Improve Neural Network Acoustic Models",
      where = "ICML Workshop on Deep Learning for Audio, Speech and Language Processing",
      url = "https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf"
    )
  ),
  prelu = list(
    y = c("x", "\\gamma x"), first = c("1", "\\gamma"), second = c("0", "0"), also = "p_relu",
    paper = list(
      authors = c("Kaiming He", "Xiangyu Zhang", "Shaoqing Ren", "Jian Sun"), year = 2015,
      title = "Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification",
      where = "2015 IEEE International Conference on Computer Vision (ICCV), 1026-1034", doi = "10.1109/ICCV.2015.123"
    )
  ),
  rrelu = list(
    y = c("x", "m x"), first = c("1", "m"), second = c("0", "0"), first_of_y = c("1", "m"), also = "r_relu",
    remark = "m is their mean, or in training mode a random number between them",
    paper = list(
      authors = c("Bing Xu", "Naiyan Wang", "Tianqi Chen", "Mu Li"), year = 2015,
      title = "Empirical Evaluation of Rectified Activations in Convolutional Network",
      doi = "10.48550/arXiv.1505.00853"
    )
  ),
  elu = list(
    y = c("x", "s (e^x - 1)"), first = c("1", "s e^x"), second = c("0", "s e^x"), first_of_y = "y + s",
    paper = list(
      authors = c("Djork-Arn\u00e9 Clevert", "Thomas Unterthiner", "Sepp Hochreiter"), year = 2015,
      title = "Fast and Accurate Deep Network Learning by Exponential Linear Units (ELUs)",
      doi = "10.48550/arXiv.1511.07289"
    )
  ),
  selu = list(
    y = c("\\lambda x", "\\lambda \\alpha (e^x - 1)"),
    first = c("\\lambda", "\\lambda \\alpha e^x"), second = c("0", "\\lambda \\alpha e^x"),
    first_of_y = "y + \\lambda \\alpha",
    letters = "$\\lambda$ = 1.0507009873554805, $\\alpha$ = 1.6732632423543773",
    paper = list(
      authors = c("G\u00fcnter Klambauer", "Thomas Unterthiner", "Andreas Mayr", "Sepp Hochreiter"), year = 2017,
      title = "Self-Normalizing Neural Networks", where = "Advances in Neural Information Processing Systems 30",
      doi = "10.48550/arXiv.1706.02515"
    )
  ),
  gelu = list(
    y = "x \\Phi(x)", first = "\\Phi(x) + x \\phi(x)", second = "(2 - x^2) \\phi(x)",
    also = c("gelu_erf", "gelu_none"),
    letters = "$\\Phi$ is the standard normal distribution function",
    derivative_letters = "$\\phi$ is the standard normal density",
    paper = list(
      authors = c("Dan Hendrycks", "Kevin Gimpel"), year = 2016, title = "Gaussian Error Linear Units (GELUs)",
      doi = "10.48550/arXiv.1606.08415"
    )
  ),
  gelu_tanh = list(
    y = "x (1 + \\tanh u)/2", first = "l + x w' l (1 - l)", second = "l (1 - l) (2 w' + x v)",
    also = c("gelu_new", "gelu_pytorch_tanh", "gelu_approximate"),
    letters = "$u = \\sqrt{2/\\pi} (x + 0.044715 x^3)$",
    derivative_letters = "$w = 2 u$, $l = 1/(1 + e^{-w})$, $v = w'' + w'^2 (1 - 2 l)$",
    paper = list(
      authors = c("Dan Hendrycks", "Kevin Gimpel"), year = 2016, title = "Gaussian Error Linear Units (GELUs)",
      doi = "10.48550/arXiv.1606.08415"
    )
  ),
  mish = list(
    y = "x \\tanh(\\log(1 + e^x))", first = "t + x t'", second = "2 t' + x t''",
    derivative_letters = "$t = \\tanh(\\log(1 + e^x))$, $t' = (1 - t^2)/(1 + e^{-x})$",
    paper = list(
      authors = "Diganta Misra", year = 2019, title = "Mish: A Self Regularized Non-Monotonic Activation Function",
      doi = "10.48550/arXiv.1908.08681"
    )
  ),
  silu = list(
    y = "x/(1 + e^{-x})", first = "l + x l (1 - l)", second = "l (1 - l) (2 + x (1 - 2 l))",
    remark = "also called swish", also = "swish", derivative_letters = "$l = 1/(1 + e^{-x})$",
    paper = list(
      authors = c("Stefan Elfwing", "Eiji Uchibe", "Kenji Doya"), year = 2017,
      title = paste("Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement",
                    "Learning"),
      doi = "10.48550/arXiv.1702.03118"
    )
  ),
  celu = list(
    y = c("x", "s (e^{x/s} - 1)"), first = c("1", "e^{x/s}"), second = c("0", "e^{x/s}/s"),
    first_of_y = "y/s + 1",
    paper = list(
      authors = "Jonathan T. Barron", year = 2017, title = "Continuously Differentiable Exponential Linear Units",
      doi = "10.48550/arXiv.1704.07483"
    )
  )
)
