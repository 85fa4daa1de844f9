/* Sums for gamma written down, so that others go on adding to them, on another machine too.
 *
 * What is written for a pass is a part: the least and the largest number of the elements in it, and how many bytes
 * follow; then of each of gamma's elements that is not 0 its number and its sum, as accumulator.h says. Numbers take
 * eight bytes, the least first. Several parts, one after the other, are as good as one. */
#ifndef LEAKYRELU_WRITTEN_H
#define LEAKYRELU_WRITTEN_H

#include "gamma_sum.h"

/* How many bytes the sums of this pass take. */
size_t lrelu_written_bytes(const gamma_sum *sum);

/* Writes them; element i of gamma gets the number index[i], or i where index is NULL. */
void lrelu_write(const gamma_sum *sum, const size_t *index, unsigned char *bytes);

/* Whether these n bytes are such sums, of elements that there are. */
int lrelu_is_written(const gamma_sum *sum, const unsigned char *bytes, size_t n);

/* Adds those that are of this pass. */
void lrelu_read(const gamma_sum *sum, const unsigned char *bytes, size_t n);

#endif
