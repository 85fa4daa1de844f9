# Draws the pictures of the README again: Rscript tools/figures.R, from the root of the project,
# after make demo or with leakyrelu installed elsewhere.

.libPaths(c(".Rlib", .libPaths()))
library(leakyrelu)
source(file.path("tools", "draw-functions.R"))

png(file.path("man", "figures", "functions.png"), width = 1060, height = 600, res = 106)
draw_functions()
invisible(dev.off())
