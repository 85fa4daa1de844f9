/* The Mersenne Twister: Matsumoto & Nishimura (1998), Mersenne twister: a 623-dimensionally equidistributed uniform
 * pseudo-random number generator. In bulk, and the same numbers to the bit as R's unif_rand() gives from the same
 * state. */
#ifndef LEAKYRELU_TWISTER_H
#define LEAKYRELU_TWISTER_H

#include <stddef.h>
#include <stdint.h>

#define TWISTER_SIZE 624

typedef struct {
    int fused;    /* whether the numbers are rounded once, by a fused multiply-add, if the compiler's target has one */
    int position; /* the next word to use; TWISTER_SIZE where new ones must be made */
    uint32_t words[TWISTER_SIZE];
} twister;

/* The next n numbers lower + (upper - lower) u, u in (0, 1). */
void lrelu_twister_draw(twister *t, double lower, double upper, double *numbers, size_t n);

#endif
