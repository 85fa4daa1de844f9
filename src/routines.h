/* The routines that R calls. Their arguments are those of the R functions, in the same order. */
#ifndef LEAKYRELU_ROUTINES_H
#define LEAKYRELU_ROUTINES_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

SEXP leakyrelu_forward(SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound,
                       SEXP is_train, SEXP margin, SEXP mask, SEXP return_mask);

SEXP leakyrelu_backward(SEXP out_grad, SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound,
                        SEXP upper_bound, SEXP margin, SEXP mask, SEXP out);

SEXP leakyrelu_double_backward(SEXP data_grad, SEXP out_grad, SEXP data, SEXP gamma_grad, SEXP gamma, SEXP act_type,
                               SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP margin, SEXP mask);

/* The arguments of a layer, as far as they can be checked before there is data; NULL. */
SEXP leakyrelu_check(SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP margin);

/* The rows of core/activations.h: a list of a vector for each field that R needs. An error where a row lacks
 * something. */
SEXP leakyrelu_activations(void);

SEXP leakyrelu_set_threads(SEXP n);

/* For the tests: the exact sum of the products of two vectors of doubles, written down as core/accumulator.h says; and
 * the sum of such sums, a list of them, rounded. */
SEXP leakyrelu_write_sum(SEXP a, SEXP b);
SEXP leakyrelu_read_sums(SEXP sums);

/* For the tests: uses at most this level of simd.h; what is in use then. */
SEXP leakyrelu_simd(SEXP level);

/* For the tests: a job over raw memory, as in raw.c. */
SEXP leakyrelu_on_raw(SEXP from, SEXP to, SEXP what, SEXP act_type, SEXP slope, SEXP raw);

#endif
