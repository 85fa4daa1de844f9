/* Where each activation is measured: regions of x, and the points of each. */
#ifndef EXACTNESS_POINTS_H
#define EXACTNESS_POINTS_H

#include <stddef.h>

#include "reference.h"

enum { MOST_REGIONS = 16, MOST_SLOPES = 16, MOST_ZEROS = 64 };

typedef enum {
    EVENLY,      /* between two numbers */
    ALL_BINADES, /* of both signs, subnormal ones too, each as often */
    STEPS,       /* within some ulp of where the exponential changes its power of two */
    ZEROS,       /* around the zeros of y' and y'', ever nearer */
    SPECIAL      /* within some ulp of numbers where a formula may change, of both signs */
} spread;

typedef struct {
    spread how;
    double from, to;
} region;

typedef struct {
    const char *name;
    double (*x_of_exponent)(double v); /* the x whose exponential is exp(v) */
    region regions[MOST_REGIONS];      /* the unused ones are empty */
    double slopes[MOST_SLOPES];        /* ends with 0; none where there is no slope */
    int x_by_slope;                    /* whether the regions, but for all binades, are those of x/slope */
} plan;

/* The zeros of y' and y''. */
typedef struct {
    double at[MOST_ZEROS];
    int n;
} zeros;

/* What is measured of that activation, or NULL. */
const plan *plan_of(const char *name);

/* What the region is called in print. */
void region_name(char *text, size_t size, const region *r);

void find_zeros(zeros *found, formula *f, truth *at);

/* How many points of n in all the region gets. */
size_t points_in(const plan *p, const region *r, const zeros *z, size_t n);

/* n points of the region; NaN instead of those that would lie beyond the doubles. */
void draw_points(double *x, size_t n, const plan *p, const region *r, const zeros *z, double slope);

/* From here on, the same points in every run. */
void seed_points(void);

/* A random number in [0, 1). */
double uniform(void);

#endif
