library(testthat)
library(leakyrelu)

test_check("leakyrelu")
