/* Numbers in memory, of some type: loaded into doubles block by block, and stored from doubles block by block. Doubles
 * are used where they lie. */
#ifndef LEAKYRELU_NUMBERS_H
#define LEAKYRELU_NUMBERS_H

#include <stddef.h>

/* Elements a block: what it reads and writes, and a table of slopes, fit a first-level cache of 48 KB. */
#define BLOCK 1536

/* A new type of number is a new one of these. */
typedef struct {
    size_t size; /* bytes a number */
    /* n numbers, made doubles or of doubles; NULL for doubles themselves, and where no result is of the type */
    void (*load)(const void *from, double *to, size_t n);
    void (*store)(const double *from, void *to, size_t n);
} number_type;

/* Integers are R's: the least one is NA. Results become floats rounded to the nearest, to even between two. A NaN
 * keeps the leading bits of its payload; NA is the float whose lower half is 1954, as R's package float has it. */
extern const number_type lrelu_doubles, lrelu_integers, lrelu_floats;

/* Makes each NA among floats the one that package float writes: 0x7f8007a2. */
void lrelu_floats_same_na(float *floats, size_t n);

typedef struct {
    const number_type *type; /* NULL: there are no numbers */
    void *at;                /* only results are written to */
    int is_one;              /* one double stands for all */
} numbers;

/* The n numbers from `start` on as doubles: where they lie, or else in the buffer. NULL where there are none. */
const double *lrelu_numbers_load(const numbers *from, size_t start, size_t n, double *buffer);

/* The same, always into `to`. */
void lrelu_numbers_copy(const numbers *from, size_t start, size_t n, double *to);

/* How many elements stand before element i in its line of the cache; 0 where there are no numbers. */
size_t lrelu_numbers_past_line(const numbers *these, size_t i);

/* Where to put the doubles from `start` on: where the numbers lie, or else the buffer, from which they are then to be
 * stored. What stands where the numbers lie is stored already. */
double *lrelu_numbers_place(const numbers *to, size_t start, double *buffer);
void lrelu_numbers_store(const numbers *to, size_t start, size_t n, const double *values);

#endif
