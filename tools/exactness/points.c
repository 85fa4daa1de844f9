#include "points.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define COMMON                                         \
    {ALL_BINADES, 0, 0}, {STEPS, 0, 0}, {ZEROS, 0, 0}, \
    {                                                  \
        SPECIAL, 0, 0                                  \
    }
#define EXPONENTIAL                                                                                     \
    {EVENLY, -0.35, 0}, {EVENLY, -1.1, -0.3}, {EVENLY, -3, -1}, {EVENLY, -40, -3}, {EVENLY, -707, -40}, \
        {EVENLY, -757, -707}, {EVENLY, 0, 40}, COMMON
#define LOGISTIC                                                                                   \
    {EVENLY, -0.5, 0.5}, {EVENLY, -3, -0.4}, {EVENLY, 0.4, 3}, {EVENLY, -40, -3}, {EVENLY, 3, 26}, \
        {EVENLY, -707, -40}, {EVENLY, -757, -707}, {EVENLY, 26, 1000}, COMMON
#define SMALLEST 0x1p-1074

/* The tails are cut where y becomes subnormal, and where it is 0. */
static const plan plans[] = {
    {.name = "elu",
     .regions = {EXPONENTIAL},
     .slopes = {1, 0.25, 1.6732632423543772, 0.1, 3, -0.7, 1e-300, 1e-310, SMALLEST, 1e300, 1.7e308}},
    {.name = "selu", .regions = {EXPONENTIAL}},
    {.name = "gelu",
     .regions = {{EVENLY, -1, 0},
                 {EVENLY, 0, 1},
                 {EVENLY, -4, -1},
                 {EVENLY, 1, 9},
                 {EVENLY, -13, -4},
                 {EVENLY, -37.4, -13},
                 {EVENLY, -39, -37.4},
                 {EVENLY, 9, 40},
                 COMMON}},
    {.name = "gelu_tanh",
     .regions = {{EVENLY, -1, 1},
                 {EVENLY, -4, -1},
                 {EVENLY, 1, 4},
                 {EVENLY, -20.5, -4},
                 {EVENLY, 4, 9},
                 {EVENLY, -22, -20.5},
                 {EVENLY, 9, 40},
                 {EVENLY, -40, 40},
                 COMMON}},
    {.name = "mish", .regions = {LOGISTIC}},
    {.name = "silu", .regions = {LOGISTIC}},
    {.name = "celu",
     .regions = {EXPONENTIAL},
     .slopes = {1, 0.25, 1.6732632423543772, 0.1, 3, 1e-300, 1e-310, SMALLEST, 1e300, 1.7e308},
     .x_by_slope = 1},
};

static const double special[] = {
    0,         0.25,      0.5,     1,       1.25,    2,        4,        6,         7,         8,
    9,         10,        11,      12,      16,      20,       21,       22,        23,        24,
    25,        26,        30,      32,      36,      36.75,    37,       37.5,      38,        38.5,
    39,        40,        41,      64,      100,     128,      708.25,   708.75,    709.75,    710,
    744.5,     745.25,    746,     750,     760,     1000,     1024,     0.3465,    0x1p-26,   0x1p-27,
    0x1p-28,   0x1p-52,   0x1p-53, 0x1p-54, 0x1p-60, 0x1p-900, 0x1p-969, 0x1p-1000, 0x1p-1021, 0x1p-1022,
    0x1p-1023, 0x1p-1074, 0x1p27,  0x1p52,  0x1p53,  0x1p511,  0x1p512,  0x1p1000,  0x1p1023,  0x1.fffffffffffffp1023};
enum { N_SPECIAL = sizeof special / sizeof *special };

const plan *plan_of(const char *name)
{
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
        if (strcmp(plans[i].name, name) == 0) return &plans[i];
    return NULL;
}

void region_name(char *text, size_t size, const region *r)
{
    static const char *const names[] = {[ALL_BINADES] = "all binades",
                                        [STEPS] = "steps of exp",
                                        [ZEROS] = "near zeros of y', y''",
                                        [SPECIAL] = "special"};
    if (r->how == EVENLY)
        snprintf(text, size, "[%g, %g]", r->from, r->to);
    else
        snprintf(text, size, "%s", names[r->how]);
}

int find_zeros(formula *f, truth *at, double slope, double *zeros)
{
    const double step = 0x1p-6;
    int found = 0;
    for (int derivative = 1; derivative <= 2; derivative++) {
        int before = 0;
        for (double x = -30; x < 10; x += step) {
            f(at, x, slope);
            int now = mpfr_sgn(at->value[derivative]);
            double low = x - step, high = x;
            for (int halving = 0; now && before && now != before && halving < 60; halving++) {
                double middle = low + (high - low) / 2;
                f(at, middle, slope);
                if (mpfr_sgn(at->value[derivative]) == before)
                    low = middle;
                else
                    high = middle;
            }
            if (now && before && now != before && found < MOST_ZEROS) zeros[found++] = low;
            before = now;
        }
    }
    return found;
}

static uint64_t state;

void seed_points(void)
{
    state = 88172645463325252u;
}

/* Marsaglia (2003), Xorshift RNGs */
static uint64_t random_bits(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static int random_below(int n)
{
    return (int) ((random_bits() >> 20) % (uint64_t) n);
}

double uniform(void)
{
    return (double) (random_bits() >> 11) * 0x1p-53;
}

/* So many doubles further on. */
static double moved(double x, int ulps)
{
    double towards = ulps < 0 ? -INFINITY : INFINITY;
    for (int i = ulps < 0 ? -ulps : ulps; i > 0; i--) x = nextafter(x, towards);
    return x;
}

static double a_point(const region *r, const double *zeros, int n_zeros)
{
    int sign = random_below(2) ? 1 : -1;
    switch (r->how) {
    case EVENLY:
        return r->from + (r->to - r->from) * uniform();
    case ALL_BINADES:
        return sign * ldexp(1 + uniform(), random_below(1024 + 1075) - 1075);
    case STEPS:
        return moved((random_below(2300) - 2200) * (0.5 * 0.69314718055994531), random_below(9) - 4);
    case ZEROS:
        return zeros[random_below(n_zeros)] * (1 + sign * ldexp(1 + uniform(), -random_below(53) - 2));
    default:
        return sign * moved(special[random_below(N_SPECIAL)], random_below(33) - 16);
    }
}

void draw_points(double *x, size_t n, const region *r, const double *zeros, int n_zeros, double factor)
{
    if (r->how == ZEROS && !n_zeros) n = 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = a_point(r, zeros, n_zeros) * factor;
        if (!isfinite(x[i])) x[i] = NAN;
    }
}
