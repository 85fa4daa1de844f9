/* Where each activation is measured: regions of x, and the points of each. */
#ifndef EXACTNESS_POINTS_H
#define EXACTNESS_POINTS_H

#include <stddef.h>

#include "reference.h"

enum { MOST_REGIONS = 16, MOST_SLOPES = 16, MOST_ZEROS = 64 };

typedef enum {
    EVENLY,      /* between two numbers */
    ALL_BINADES, /* of both signs, subnormal ones too, each as often */
    STEPS,       /* within some ulp of the multiples of (ln 2)/2, where exp() changes its power of two */
    ZEROS,       /* around the zeros of y' and y'', ever nearer */
    SPECIAL      /* within some ulp of numbers where a formula may change */
} spread;

typedef struct {
    spread how;
    double from, to;
} region;

typedef struct {
    const char *name;
    region regions[MOST_REGIONS]; /* the unused ones are empty */
    double slopes[MOST_SLOPES];   /* ends with 0; none where there is no slope */
    int x_by_slope;               /* whether the regions are those of x/slope */
} plan;

/* What is measured of that activation, or NULL. */
const plan *plan_of(const char *name);

/* What the region is called in print. */
void region_name(char *text, size_t size, const region *r);

/* The zeros of y' and y''; returns how many. */
int find_zeros(formula *f, truth *at, double slope, double *zeros);

/* n points of the region; a NaN where a point would lie beyond the doubles. */
void draw_points(double *x, size_t n, const region *r, const double *zeros, int n_zeros, double factor);

/* The same points in every run, whatever was drawn before. */
void seed_points(void);

/* A random number in [0, 1). */
double uniform(void);

#endif
