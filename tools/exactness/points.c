#include "points.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LN2 0.69314718055994531

/* ---- Where the exponential steps: x <= 0 of its argument v ---- */

static double linear(double v)
{
    return v;
}

/* gelu's exp(-x^2/2) */
static double square(double v)
{
    return -sqrt(-2 * v);
}

/* gelu_tanh's exp(a (x + b x^3)), by Newton's method */
static double cubic(double v)
{
    const double a = 1.5957691216057308, b = 0.044715;
    double x = 0;
    for (int i = 0; i < 60; i++) x -= (a * (x + b * x * x * x) - v) / (a * (1 + 3 * b * x * x));
    return x;
}

/* ---- The plans ---- */

/* The tails are cut where y becomes subnormal, and where it is 0. */
#define EXPONENTIAL_CUTS                        \
    {                                           \
        -757, -707, -40, -3, -1.1, -0.35, 0, 40 \
    }
#define LOGISTIC_CUTS                               \
    {                                               \
        -757, -707, -40, -3, -0.5, 0.5, 3, 26, 1000 \
    }

static const plan plans[] = {
    {.name = "elu",
     .x_of_exponent = linear,
     .cuts = EXPONENTIAL_CUTS,
     .slopes = {1, 0.25, 1.6732632423543772, 0.1, 3, -0.7, 1e-300, 1e-310, 0x1p-1074, 1e300, 1.7e308}},
    {.name = "selu", .x_of_exponent = linear, .cuts = EXPONENTIAL_CUTS},
    {.name = "gelu", .x_of_exponent = square, .cuts = {-39, -37.4, -13, -4, -1, 0, 1, 9, 40}},
    {.name = "gelu_tanh", .x_of_exponent = cubic, .cuts = {-22, -20.5, -4, -1, 1, 4, 9, 40}},
    {.name = "mish", .x_of_exponent = linear, .cuts = LOGISTIC_CUTS},
    {.name = "silu", .x_of_exponent = linear, .cuts = LOGISTIC_CUTS},
    {.name = "celu",
     .x_of_exponent = linear,
     .cuts = EXPONENTIAL_CUTS,
     .slopes = {1, 0.25, 1.6732632423543772, 0.1, 3, 1e-300, 1e-310, 0x1p-1074, 1e300, 1.7e308},
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

int find_regions(region *regions, const plan *p, const zeros *z)
{
    int n = 0;
    for (const double *cut = p->cuts; cut[1] > cut[0]; cut++) regions[n++] = (region){EVENLY, cut[0], cut[1]};
    regions[n++].how = ALL_BINADES;
    regions[n++].how = STEPS;
    regions[n++].how = SPECIAL;
    if (z->n) regions[n++].how = NEAR_ZEROS;
    return n;
}

void name_region(char *text, size_t size, const region *r)
{
    static const char *const names[] = {[ALL_BINADES] = "all binades",
                                        [STEPS] = "steps of exp()",
                                        [SPECIAL] = "special",
                                        [NEAR_ZEROS] = "near zeros of y', y''"};
    if (r->how == EVENLY)
        snprintf(text, size, "[%g, %g]", r->from, r->to);
    else
        snprintf(text, size, "%s", names[r->how]);
}

/* Between two numbers where the derivative has different signs. */
static double bisected(double low, double high, formula *f, truth *at, int derivative)
{
    f(at, low, 1);
    int sign = mpfr_sgn(at->value[derivative]);
    for (int halving = 0; halving < 60; halving++) {
        double middle = low + (high - low) / 2;
        f(at, middle, 1);
        *(mpfr_sgn(at->value[derivative]) == sign ? &low : &high) = middle;
    }
    return low;
}

void find_zeros(zeros *found, formula *f, truth *at)
{
    const double step = 0x1p-5;
    found->n = 0;
    for (int derivative = 1; derivative <= 2; derivative++) {
        int before = 0;
        for (double x = -30; x < 10; x += step) {
            f(at, x, 1);
            int now = mpfr_sgn(at->value[derivative]);
            if (now * before < 0 && found->n < MOST_ZEROS)
                found->at[found->n++] = bisected(x - step, x, f, at, derivative);
            before = now;
        }
    }
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

static double a_point(const plan *p, const region *r, const zeros *z)
{
    int sign = random_below(2) ? 1 : -1;
    switch (r->how) {
    case EVENLY:
        return r->from + (r->to - r->from) * uniform();
    case ALL_BINADES:
        return sign * ldexp(1 + uniform(), random_below(1024 + 1075) - 1075);
    case STEPS:
        return sign * moved(p->x_of_exponent(-random_below(2200) * LN2 / 2), random_below(9) - 4);
    case NEAR_ZEROS:
        return z->at[random_below(z->n)] * (1 + sign * ldexp(1 + uniform(), -random_below(53) - 2));
    default:
        return sign * moved(special[random_below(N_SPECIAL)], random_below(33) - 16);
    }
}

void draw_points(double *x, size_t n, const plan *p, const region *r, const zeros *z, double slope)
{
    double factor = p->x_by_slope && r->how != ALL_BINADES ? slope : 1;
    for (size_t i = 0; i < n; i++) {
        x[i] = a_point(p, r, z) * factor;
        if (!isfinite(x[i])) x[i] = NAN;
    }
}
