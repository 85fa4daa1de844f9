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

/* gelu_tanh's exp(1.59577 (x + 0.044715 x^3)), by Newton's method */
static double cubic(double v)
{
    double x = v / 1.59577;
    for (int i = 0; i < 60; i++)
        x -= (1.5957691216057308 * (x + 0.044715 * x * x * x) - v) / (1.5957691216057308 * (1 + 3 * 0.044715 * x * x));
    return x;
}

/* ---- The plans ---- */

/* The tails are cut where y becomes subnormal, and where it is 0. */
static const plan plans[] = {
    {.name = "elu",
     .x_of_exponent = linear,
     .regions = {EXPONENTIAL},
     .slopes = {1, 0.25, 1.6732632423543772, 0.1, 3, -0.7, 1e-300, 1e-310, SMALLEST, 1e300, 1.7e308}},
    {.name = "selu", .x_of_exponent = linear, .regions = {EXPONENTIAL}},
    {.name = "gelu",
     .x_of_exponent = square,
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
     .x_of_exponent = cubic,
     .regions = {{EVENLY, -1, 1},
                 {EVENLY, -4, -1},
                 {EVENLY, 1, 4},
                 {EVENLY, -20.5, -4},
                 {EVENLY, 4, 9},
                 {EVENLY, -22, -20.5},
                 {EVENLY, 9, 40},
                 {EVENLY, -40, 40},
                 COMMON}},
    {.name = "mish", .x_of_exponent = linear, .regions = {LOGISTIC}},
    {.name = "silu", .x_of_exponent = linear, .regions = {LOGISTIC}},
    {.name = "celu",
     .x_of_exponent = linear,
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
                                        [STEPS] = "steps of exp()",
                                        [ZEROS] = "near zeros of y', y''",
                                        [SPECIAL] = "special"};
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
    case ZEROS:
        return z->at[random_below(z->n)] * (1 + sign * ldexp(1 + uniform(), -random_below(53) - 2));
    default:
        return sign * moved(special[random_below(N_SPECIAL)], random_below(33) - 16);
    }
}

static int is_used(const region *r, const zeros *z)
{
    return r->how == EVENLY ? r->from < r->to : r->how == ZEROS ? z->n > 0 : 1;
}

size_t points_in(const plan *p, const region *r, const zeros *z, size_t n)
{
    size_t used = 0;
    for (int i = 0; i < MOST_REGIONS; i++) used += (size_t) is_used(&p->regions[i], z);
    return is_used(r, z) ? n / used : 0;
}

void draw_points(double *x, size_t n, const plan *p, const region *r, const zeros *z, double slope)
{
    double factor = p->x_by_slope && r->how != ALL_BINADES ? slope : 1;
    for (size_t i = 0; i < n; i++) {
        x[i] = a_point(p, r, z) * factor;
        if (!isfinite(x[i])) x[i] = NAN;
    }
}
