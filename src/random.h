/* Slopes drawn from R's own generator, as runif() draws them. */
#ifndef LEAKYRELU_RANDOM_H
#define LEAKYRELU_RANDOM_H

#include <stddef.h>

/* Between GetRNGstate() and PutRNGstate(): n numbers, the next that runif(, lower, upper) would give. */
void draw_uniform(double lower, double upper, double *numbers, size_t n);

#endif
