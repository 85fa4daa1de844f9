/* What leakyrelu.h says of each of these, which are in its table of functions. */
#ifndef LEAKYRELU_FUNCTIONS_H
#define LEAKYRELU_FUNCTIONS_H

#include "leakyrelu.h"

/* operator.c */
int lrelu_convert(leakyrelu_array from, int type, void *to);
int lrelu_forward(const leakyrelu_plan *hidden, leakyrelu_array data, void *out, const leakyrelu_piece *piece);
int lrelu_backward(const leakyrelu_plan *hidden, leakyrelu_array out_grad, leakyrelu_array data, void *data_grad,
                   const leakyrelu_piece *piece);
int lrelu_backward_from_out(const leakyrelu_plan *hidden, leakyrelu_array out_grad, leakyrelu_array out,
                            void *data_grad, const leakyrelu_piece *piece);
int lrelu_double_backward_out_grad(const leakyrelu_plan *hidden, const leakyrelu_plan *gamma_grad,
                                   leakyrelu_array data_grad, leakyrelu_array data, void *result,
                                   const leakyrelu_piece *piece);
int lrelu_double_backward_data(const leakyrelu_plan *hidden, const leakyrelu_plan *gamma_grad,
                               leakyrelu_array data_grad, leakyrelu_array out_grad, leakyrelu_array data, void *result,
                               const leakyrelu_piece *piece);

/* sums.c */
size_t lrelu_sum_bytes(const leakyrelu_plan *hidden, size_t length, int threads);
int lrelu_sum_start(leakyrelu_sum *hidden, const leakyrelu_plan *of, size_t length, int threads, void *memory);
int lrelu_sum_add(leakyrelu_sum *hidden, leakyrelu_array out_grad, const leakyrelu_array *data_grad,
                  leakyrelu_array data, const leakyrelu_piece *piece);
int lrelu_sum_finish(leakyrelu_sum *hidden, double *gamma_grad);
size_t lrelu_sum_written_bytes(const leakyrelu_sum *hidden);
int lrelu_sum_write(leakyrelu_sum *hidden, const size_t *index, void *bytes);
int lrelu_sum_read(leakyrelu_sum *hidden, const void *bytes, size_t length);
size_t lrelu_sum_skip(const leakyrelu_sum *hidden, size_t start, size_t length);

#endif
