/* The dimensions of data: which operands fit them, and how gamma runs along a margin. */
#ifndef LEAKYRELU_MARGIN_H
#define LEAKYRELU_MARGIN_H

#include "input.h"

/* An error unless `other` has the length of `data`, and its dimensions where both have some. */
void require_shape(const input *other, const input *data);

/* An error where both have dimensions, and not the same ones, but for those of extent 1. */
void require_extents(const input *other, const input *gamma);

/* What can be said of a margin before there is data. */
void require_margin(SEXP margin);

/* The dimensions of data, and how far gamma's elements lie from each other along them: 0 where gamma does not run. */
typedef struct {
    int rank;
    size_t *extent, *stride;
} gamma_layout;

/* How gamma, of several elements, runs along the dimensions of data that margin names; an error where it does not
 * fit. */
gamma_layout read_margin(const input *gamma, const input *data, SEXP margin);

#endif
