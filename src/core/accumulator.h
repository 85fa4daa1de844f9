/* An exact sum of doubles and of products of two doubles, of up to 2^63 of them, rounded once.
 *
 * The sum is an integer in units of 2^-2148, that of the product of the two least doubles. It is kept as digits of 32
 * bits in words of 64, so that what is added needs no carry: the small superaccumulator of Neal (2015), Fast exact
 * summation using small and large superaccumulators, arXiv:1505.05571, made wide enough for products. */
#ifndef LEAKYRELU_ACCUMULATOR_H
#define LEAKYRELU_ACCUMULATOR_H

#include <stddef.h>
#include <stdint.h>

/* A product is less than 2^2048, 2^63 of them less than 2^2111: with 2148 bits below 1 and a sign these are 4260 bits,
 * of 4288. */
#define ACCUMULATOR_DIGITS 134

/* What else was among the terms. The most important one that is there is what the sum is, whatever the order of the
 * terms: missing.h. */
enum {
    DATA_NA = 1,
    DATA_NAN = 2,
    OTHER_NA = 4,
    OTHER_NAN = 8,
    PLUS_INFINITY = 16,
    MINUS_INFINITY = 32, /* with the one above: NaN */
    ALL_SPECIAL = 63,
};

typedef struct {
    int64_t digits[ACCUMULATOR_DIGITS]; /* the last one has the sign */
    uint32_t room;                      /* so much may be added before digits must be carried */
    unsigned char special;
} accumulator;

void lrelu_accumulator_start(accumulator *sum);

/* Finite numbers. */
void lrelu_accumulator_add(accumulator *sum, double term);
void lrelu_accumulator_add_product(accumulator *sum, double a, double b);

/* Adds what another one holds. */
void lrelu_accumulator_merge(accumulator *sum, const accumulator *other);

/* The sum, rounded to nearest, ties to even: an infinity only where that is beyond the largest double. A sum of 0 is
 * +0. */
double lrelu_accumulator_round(const accumulator *sum);

/* What a sum is that has something special among its terms. */
double lrelu_accumulator_special(unsigned special);

/* A sum written down, in bytes: the number of this form, 1; the special terms, as above; how many digits of 32 bits are
 * left out below, as they are 0; how many follow; then these, the least first, and in each the least byte first. They
 * are a two's complement integer, as short as it can be, in units of 2^-2148 and 2^32 for each digit left out. So one
 * sum has one form, however it was added up. */
#define ACCUMULATOR_FORM 1
#define ACCUMULATOR_BYTES (4 + 4 * ACCUMULATOR_DIGITS)

/* How many bytes, at most ACCUMULATOR_BYTES. */
size_t lrelu_accumulator_write(const accumulator *sum, unsigned char *bytes);

/* How many of the n bytes the sum takes that they begin with; 0 if they do not begin with one. */
size_t lrelu_accumulator_written(const unsigned char *bytes, size_t n);

/* Adds that sum. */
void lrelu_accumulator_read(accumulator *sum, const unsigned char *bytes);

#endif
