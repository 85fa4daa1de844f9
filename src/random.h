/* Slopes drawn from R's own generator, as runif() draws them. */
#ifndef LEAKYRELU_RANDOM_H
#define LEAKYRELU_RANDOM_H

#include <stddef.h>

#include "leakyrelu.h"

/* R's generator; where that is the Mersenne Twister, a copy of its state, from which numbers are made in bulk. */
typedef struct {
    int is_twister;
    int kind; /* what .Random.seed begins with */
    leakyrelu_generator state;
} generator;

/* .Random.seed changes only when the generator is closed, so that an interrupt leaves it as it was. */
void generator_open(generator *g);

/* The next n numbers that runif(, lower, upper) would give. */
void generator_draw(generator *g, double lower, double upper, double *numbers, size_t n);

void generator_close(generator *g);

#endif
