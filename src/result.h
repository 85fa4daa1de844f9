/* Where results live: new objects with the attributes of an input, to be protected by the caller. */
#ifndef LEAKYRELU_RESULT_H
#define LEAKYRELU_RESULT_H

#include "input.h"

/* Of the type of an object that holds numbers; else of doubles. */
SEXP result_like(const input *like);

/* Of doubles, always. */
SEXP doubles_like(const input *like);

/* The memory of a result, of either kind, from element `start` on, as far as input_reach() of that input says. */
void *result_at(SEXP result, const input *like, R_xlen_t start);

/* A vector whose memory is not written to yet, in huge pages where it is large. */
SEXP new_vector(SEXPTYPE type, R_xlen_t length);

#endif
