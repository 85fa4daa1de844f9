/* A call of a function of leakyrelu.h: its operands are read and checked one by one, and a job is made of them. */
#ifndef LEAKYRELU_CALL_H
#define LEAKYRELU_CALL_H

#include "blocks.h"
#include "plan.h"

#define MOST_ONES 2

typedef struct {
    job job;
    size_t start, n;
    int threads, status;
    double ones[MOST_ONES]; /* operands that are one number for all */
    int used;
    slopes masked;
} call;

/* The type of numbers for a leakyrelu_type, or NULL; and that of results of such data. */
const number_type *lrelu_type_of(int type);
const number_type *lrelu_type_of_result(leakyrelu_array data);

/* Begins a call for this data; a result of no type is none. */
void lrelu_call_begin(call *k, const plan *p, leakyrelu_array data, const number_type *type, void *result,
                      const leakyrelu_piece *piece);

/* The first thing that is wrong is what the call says. */
void lrelu_call_refuse(call *k, int status);

/* A gradient that arrives. */
numbers lrelu_call_gradient(call *k, leakyrelu_array a);

/* The term of a kernel: with the plan's slopes; with those of a mask where there is one; and what a gradient that
 * arrived at gamma's, that of this activation, adds. */
term lrelu_call_term(const plan *p, kernel *apply);
term lrelu_call_masked_term(call *k, const plan *p, kernel *apply, const leakyrelu_piece *piece);
term lrelu_call_gamma_term(call *k, const activation *act, const leakyrelu_plan *hidden);

/* Does the job, unless something is wrong; the status. */
int lrelu_call_finish(call *k);

#endif
