/* Exact sums of products, quickly: of those whose sizes lie in a range of 2^57, in four doubles a sum. All others are
 * left to an accumulator.
 *
 * Adding a term to a large enough constant rounds it to a multiple of the constant's last bit, and subtracting that
 * gives the rest, both without an error (Rump, Ogita & Oishi 2008, Accurate floating-point summation, part I; Demmel &
 * Nguyen 2015, Parallel reproducible summation). Here no rest is dropped, so that the sum is the exact one.
 *
 * The constants are those of a grid. Bin j, 0 to 3, begins as 1.5 * 2^(u_j + 52), and is a multiple of 2^u_j as long as
 * it stays between 2^(u_j + 52) and 2^(u_j + 53): as long as what was added to it is less than 2^(u_j + 51). With
 *     u_3 = u, u_2 = u + 41, u_1 = u + 81, u_0 = u + 122
 * and products ab of 2^(u + 105) <= |ab rounded| <= 2^(u + 162),
 * - ab is a multiple of 2^u: a product of two integers of 53 bits is at most (2^53 - 1)^2, and that rounds to less than
 *   2^106; so in units of 2^(u - 1) or less it would round to less than 2^(u + 105).
 *   ab = p + e, p being ab rounded, and e its error, a double, as u > -1074;
 * - p is a multiple of 2^(u + 53), |e| <= 2^(u + 109);
 * - to bin 0 goes |p| <= 2^(u_0 + 40); the rest is at most half a 2^u_0, 2^(u_1 + 40);
 * - to bin 1 go that, and e, at most 2^(u_1 + 28); the rests are at most half a 2^u_1, 2^(u_2 + 39);
 * - to bin 2 go both: the one of p without a rest, as it is a multiple of 2^(u + 53); that of e is at most half a
 *   2^u_2, 2^(u_3 + 40);
 * - to bin 3 goes that, without a rest, as it is a multiple of 2^u.
 * Each rest is a double: a multiple of the last bit of what it is the rest of, and no larger. So each product adds at
 * most 2^(u_j + 40) (1 + 2^-12) to bin j, and 2040 of them less than 2^(u_j + 51). */
#ifndef LEAKYRELU_BINS_H
#define LEAKYRELU_BINS_H

#include <stddef.h>

#define BINS 4

/* The most terms a sum. */
#define BINS_TERMS 2040

typedef struct {
    int unit;           /* u */
    double start[BINS]; /* of each bin */
    double least, most; /* sizes of the products that fit */
} grid;

/* The grid for products of about that size, a power of two. */
grid lrelu_grid_for(int exponent);

/* Bin j of sum i is at[j * n + i]. */
typedef struct {
    double *at;
    size_t n;
} bins;

/* Terms: a b where x <= 0. */
typedef struct {
    const double *x, *a, *b;
    size_t n;
} terms;

/* What is done with a term of sum i that does not fit, or has something missing. */
typedef struct {
    void (*put)(void *context, size_t i, double x, double a, double b);
    void *context;
} elsewhere;

/* Adds those that fit to sum i; one each to sums i, i + 1, ... */
void lrelu_bins_add_run(bins to, const grid *g, terms t, size_t i, elsewhere others);
void lrelu_bins_add_each(bins to, const grid *g, terms t, size_t i, elsewhere others);

/* Sets all sums to 0. */
void lrelu_bins_start(bins to, const grid *g);

/* The sums rounded; NaN where that is not certain, as the exact one lies too close to the middle of two doubles. */
void lrelu_bins_round(bins from, const grid *g, double *rounded);

#endif
