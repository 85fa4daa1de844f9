/* Where results live: new objects of doubles with the attributes of an input, to be protected by the caller. */
#ifndef LEAKYRELU_RESULT_H
#define LEAKYRELU_RESULT_H

#include "input.h"

SEXP result_like(const input *like);

/* The numbers of a result from element `start` on, as far as input_reach() of that input says. */
numbers result_at(SEXP result, const input *like, R_xlen_t start);

#endif
