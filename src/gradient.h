/* A gradient that arrives: a number for each element of data, or one for all. */
#ifndef LEAKYRELU_GRADIENT_H
#define LEAKYRELU_GRADIENT_H

#include "cursor.h"

typedef struct {
    input each;
    double one;
    int is_one;
} gradient;

/* An error, which names it, unless it fits data. */
gradient read_gradient(SEXP object, const char *name, const input *data);

/* As cursor_read(). */
void read_along(cursor *at, const gradient *g, leakyrelu_array *to);

#endif
