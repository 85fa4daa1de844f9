/* The Mersenne Twister: Matsumoto & Nishimura (1998), Mersenne twister: a 623-dimensionally equidistributed uniform
 * pseudo-random number generator. In bulk, and the same numbers to the bit as R's unif_rand() gives from the same
 * state. */
#ifndef LEAKYRELU_TWISTER_H
#define LEAKYRELU_TWISTER_H

#include "leakyrelu.h"

#define TWISTER_SIZE 624

/* The next n numbers lower + (upper - lower) u, u in (0, 1). They are rounded once where that was asked for and the
 * compiler's target has a fused multiply-add. At position TWISTER_SIZE new words are made. */
void lrelu_twister_draw(leakyrelu_generator *t, double lower, double upper, double *numbers, size_t n);

#endif
