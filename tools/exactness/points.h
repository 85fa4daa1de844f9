/* Where each activation is measured: regions of x, and points in them. */
#ifndef EXACTNESS_POINTS_H
#define EXACTNESS_POINTS_H

#include <stddef.h>

#include "reference.h"

enum { MOST_REGIONS = 16, MOST_SLOPES = 16, MOST_ZEROS = 16 };

typedef struct {
    const char *name;
    double (*x_of_exponent)(double v); /* the x <= 0 whose exponential is exp(v) */
    double cuts[MOST_REGIONS];         /* ascending; between each and the next is a region */
    double slopes[MOST_SLOPES];        /* up to the first 0; none where there is no slope */
    int x_by_slope;                    /* whether all regions but ALL_BINADES are those of x/slope */
} plan;

/* What is measured of that activation, or NULL. */
const plan *plan_of(const char *name);

/* The zeros of y' and y''. */
typedef struct {
    double at[MOST_ZEROS];
    int n;
} zeros;

void find_zeros(zeros *found, formula *f, truth *at);

typedef struct {
    enum {
        EVENLY,      /* between two numbers */
        ALL_BINADES, /* of both signs, subnormal ones too, each as often */
        STEPS,       /* within some ulp of where the exponential changes its power of two */
        SPECIAL,     /* within some ulp of numbers where a formula may change, of both signs */
        NEAR_ZEROS   /* around the zeros of y' and y'', ever nearer */
    } how;
    double from, to;
} region;

/* Fills in the regions; returns how many. */
int find_regions(region *regions, const plan *p, const zeros *z);

/* What a region is called in print. */
void name_region(char *text, size_t size, const region *r);

/* n points of the region; NaN instead of those that would lie beyond the doubles. */
void draw_points(double *x, size_t n, const plan *p, const region *r, const zeros *z, double slope);

/* From here on, the same points in every run. */
void seed_points(void);

/* A random number in [0, 1). */
double uniform(void);

#endif
