/* What a leakyrelu_plan holds (inst/include/leakyrelu.h): an activation with its parameters, made and checked once. */
#ifndef LEAKYRELU_PLAN_H
#define LEAKYRELU_PLAN_H

#include "activations.h"
#include "leakyrelu.h"
#include "slopes.h"

/* What is hidden in memory of the caller's may be of any type. */
#if defined(__GNUC__)
#define HIDDEN __attribute__((may_alias))
#else
#define HIDDEN
#endif

typedef struct {
    unsigned made; /* PLAN_MADE, unless it is no plan */
    const activation *act;
    coefficients c;
    slopes slopes;
    size_t gammas;   /* how many; 1 where the slope is one for all */
    size_t elements; /* of the array along which several gammas run; else SIZE_MAX */
} HIDDEN plan;

#define PLAN_MADE 0x6c65616bu

/* The plan in there, or NULL where there is none. */
const plan *lrelu_plan_in(const leakyrelu_plan *hidden);

int lrelu_plan_make(leakyrelu_plan *hidden, const char *act_type, const leakyrelu_parameters *parameters);
int lrelu_plan_gamma(leakyrelu_plan *hidden, const double *gamma, size_t length, int rank, const size_t *extent,
                     const size_t *stride);
double lrelu_plan_slope(const leakyrelu_plan *hidden);
size_t lrelu_plan_table_bytes(const leakyrelu_plan *hidden, size_t length);
int lrelu_plan_table(leakyrelu_plan *hidden, size_t length, void *memory);

/* Whether memory of so many bytes has bytes in common with other. */
int lrelu_overlap(const void *a, size_t a_bytes, const void *b, size_t b_bytes);

/* Whether one of its slopes may be NaN. */
int lrelu_plan_may_miss(const plan *p);

#endif
