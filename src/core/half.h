/* Numbers of 16 bits: float16 (IEEE 754's binary16: 5 bits of exponent, 10 of fraction) and bfloat16 (the upper half of
 * a float: 8 and 7). In memory each is an unsigned short.
 *
 * To double they are exact. From double they are rounded once, to the nearest, to even between two: by way of a float
 * they would be rounded twice. What is too large becomes infinite, what is small subnormal. A NaN stays one, with its
 * sign and the leading bits of its payload, but quiet; so R's NA is a NaN here. */
#ifndef LEAKYRELU_HALF_H
#define LEAKYRELU_HALF_H

#include "numbers.h"

extern const number_type lrelu_float16, lrelu_bfloat16;

#endif
