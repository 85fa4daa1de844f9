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

/* What each activation is: a list of a vector for each field that R needs. */
SEXP leakyrelu_activations(void);

SEXP leakyrelu_set_threads(SEXP n);

/* What an argument was, in words. */
SEXP leakyrelu_describe(SEXP object);

/* Numbers of any kind that C reads, as raw bytes of this type ("float16", "bfloat16"), and as doubles with the same
 * attributes, or dimensions and names. */
SEXP leakyrelu_to_bytes(SEXP numbers, SEXP type);
SEXP leakyrelu_to_doubles(SEXP numbers);

/* The dimensions, or else the length, of an object that holds numbers as holder.h says; NULL for any other. */
SEXP leakyrelu_held(SEXP object);

/* For a block of a larger array: what it adds to the gradient of gamma, exact and written down, as a list of raw
 * vectors. Of the products of out_grad and data, or of data_grad, where it is not NULL, in the place of data; `index`
 * has the numbers of the block's gammas among all of them, from 1 on, or is NULL. */
SEXP leakyrelu_write_sums(SEXP out_grad, SEXP data, SEXP data_grad, SEXP gamma, SEXP margin, SEXP index);

/* The gradient of all of gamma, from a list of such vectors. */
SEXP leakyrelu_read_sums(SEXP written, SEXP gamma);

/* Of sparse data, in entries.c. Rows, columns and positions count from 0, the latter are doubles. For the pointers of a
 * compressed matrix, the column (or row) of each entry; of such an index, the value of each; the rectifier of data with
 * the gamma of each entry's index, or of its column by the pointers where index is NULL; of positions in a matrix of
 * these dimensions, the rows and pointers. */
SEXP leakyrelu_expand(SEXP pointers);
SEXP leakyrelu_pick(SEXP values, SEXP index);
SEXP leakyrelu_rectify(SEXP data, SEXP gamma, SEXP index, SEXP pointers);
SEXP leakyrelu_split(SEXP at, SEXP dim);

/* Positions that one or both have; the values at those that are wanted, 0 where there is none. */
SEXP leakyrelu_union(SEXP a, SEXP b);
SEXP leakyrelu_values_at(SEXP wanted, SEXP at, SEXP values);

/* Of runif(length, lower, upper), the numbers at these positions; the generator is left as that call leaves it. */
SEXP leakyrelu_draw_at(SEXP length, SEXP at, SEXP lower, SEXP upper);

/* The gradient of gamma, whose elements have the terms up to these ends, one after the other; data_grad may be NULL. */
SEXP leakyrelu_sum_runs(SEXP ends, SEXP out_grad, SEXP data_grad, SEXP data);

/* For the tests, in inside.c: uses at most this level of core/simd.h; what is in use then. */
SEXP leakyrelu_simd(SEXP level);

/* What rows of core/activations.h lack: their names, and the names of the fields. */
SEXP leakyrelu_lacking(void);

#endif
