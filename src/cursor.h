/* The one loop over R's data: goes over inputs and results of the same length together, as many elements at a time as
 * each has in one piece, and lets the user interrupt it in between.
 *
 *     leakyrelu_array x;
 *     void *y;
 *     cursor at = {.length = data.length, .most = MOST_AT_ONCE};
 *     cursor_read(&at, &data, &x);
 *     cursor_write(&at, result, &data, &y);
 *     while (cursor_next(&at)) ...   x and y are the at.n elements from at.start on */
#ifndef LEAKYRELU_CURSOR_H
#define LEAKYRELU_CURSOR_H

#include "input.h"
#include "result.h"

/* Elements between two looks at the keyboard: 0.06 s of the slowest kernel on one thread without vector units. */
#define STRIP 4194304

#define CURSOR_READS 6
#define CURSOR_WRITES 2

typedef struct {
    R_xlen_t length, most; /* the number of elements, and the most that may come at once */
    R_xlen_t start, n;
    int reads, writes;
    struct {
        const input *from;
        leakyrelu_array *to;
    } read[CURSOR_READS];
    struct {
        SEXP result;
        const input *like;
        void **to;
    } write[CURSOR_WRITES];
} cursor;

/* Nothing is read where `from` is NULL. */
void cursor_read(cursor *at, const input *from, leakyrelu_array *to);

/* The result is result_like(like) or doubles_like(like). */
void cursor_write(cursor *at, SEXP result, const input *like, void **to);

/* Goes to the first elements, then to the next; 0 where there are none. */
int cursor_next(cursor *at);

/* Leaves out the n elements that would be next, without reading them. */
void cursor_skip(cursor *at, R_xlen_t n);

#endif
