/* What was measured, as CSV: the worst errors of each function, and those along x. */
#ifndef EXACTNESS_PROFILE_H
#define EXACTNESS_PROFILE_H

#include "tally.h"

enum { BINS = 200 };

/* The errors of y, y' and y'' in bins of 1/4 between -40 and 10, where the functions bend. */
typedef struct {
    tally of[3][BINS];
} profile;

/* The bin of x, or -1. */
int profile_bin(double x);

/* Both return whether the file could be opened; it is written when the program ends. */
int profile_open(const char *worst, const char *along);

/* Writes the worst errors, whose bounds and tallies come in the order y, y', y'', and the bins that have points. */
void profile_write(const char *name, const double *bounds, const tally *worst, const profile *along);

#endif
