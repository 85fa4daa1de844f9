/* The Mersenne Twister: Matsumoto & Nishimura (1998), Mersenne twister: a 623-dimensionally equidistributed uniform pseudo-random number
 * generator. In bulk, and the same numbers to the bit as R's unif_rand() gives from the same state. */
#ifndef LEAKYRELU_TWISTER_H
#define LEAKYRELU_TWISTER_H

#include <stddef.h>
#include <stdint.h>

#define TWISTER_SIZE 624

typedef struct {
    int position; /* the next word to use; TWISTER_SIZE where new ones must be made */
    uint32_t words[TWISTER_SIZE];
} twister;

/* The next n numbers lower + width u, u in (0, 1). */
void twister_draw(twister *t, double lower, double width, double *numbers, size_t n);

#endif
