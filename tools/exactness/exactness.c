/* Measures the kernels of src/core against MPFR, and holds them against the error bounds of their rows; and compares the
 * bits of all vector units. See tools/exactness/run. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/activations.h"
#include "core/simd.h"
#include "points.h"
#include "reference.h"

/* Not a multiple of any vector's length, so that a loop's remainder is measured too. */
enum { CHUNK = 4099, N_MEASURES = 3 };

static const char *const measures[] = {"y", "y'", "y''"};
static const char *const unit_names[] = {"baseline", "AVX2", "AVX-512"};

/* The worst error of some points, in ulp: of the measure that the bound is stated in, and of the value itself. */
typedef struct {
    double worst, at, plain, plain_at;
    long points, beyond;
} tally;

static simd_level best_unit;
static uint64_t digests[SIMD_AVX512F + 1];
static long differing, total_points, total_beyond;

/* ---- The error of a result ---- */

/* The exponent of the last place of a double of that size. */
static long last_place(mpfr_t size)
{
    if (!mpfr_regular_p(size)) return -1074;
    long e = mpfr_get_exp(size) - 53;
    return e < -1074 ? -1074 : e;
}

/* |result - exact|/2^unit, and 0 for an infinity that is the rounded exact value */
static double distance(double result, mpfr_t exact, long unit)
{
    static mpfr_t difference;
    static int is_ready;
    if (!is_ready) is_ready = 1, mpfr_init(difference);
    if (isinf(result)) return mpfr_get_d(exact, MPFR_RNDN) == result ? 0 : INFINITY;
    mpfr_sub_d(difference, exact, result, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, -unit, MPFR_RNDN);
    return fabs(mpfr_get_d(difference, MPFR_RNDN));
}

/* Whether a zero of y has the sign of the exact value. */
static int has_other_sign(double result, mpfr_t exact)
{
    return result == 0 && !signbit(result) != !mpfr_signbit(exact);
}

static void hold(tally *of, int measure, double x, double result, truth *exact, const error_budget *bound)
{
    mpfr_ptr value = exact->value[measure];
    long own = last_place(value), stated = last_place(exact->measure[measure]);
    if (own > stated) stated = own;
    double error = distance(result, value, stated);
    double plain = distance(result, value, own);
    double allowed = bound->ulp + bound->of_u * fabs(exact->u);
    int is_subnormal = !mpfr_regular_p(value) || mpfr_get_exp(value) <= -1022;
    if (is_subnormal) allowed += ldexp(bound->subnormal, (int) (-1074 - stated));
    if (!(error <= of->worst)) of->worst = error, of->at = x;
    if (!(plain <= of->plain)) of->plain = plain, of->plain_at = x;
    of->points++;
    of->beyond += !(error <= allowed) || (measure == 0 && has_other_sign(result, value));
}

/* ---- A chunk of points ---- */

static void digest(uint64_t *of, const double *y, size_t n)
{
    for (size_t i = 0; i < n; i++) { /* FNV-1a, a double at a time */
        uint64_t bits;
        memcpy(&bits, &y[i], sizeof bits);
        *of = (*of ^ bits) * 0x100000001b3u;
    }
}

/* Fills y by the best unit, and compares what the others give. */
static void on_each_unit(kernel *apply, const coefficients *c, const double *x, double *y, const char *what)
{
    static const slopes_of_run slopes = {NULL, 1, 1};
    static double grad[CHUNK], other[CHUNK];
    if (grad[0] == 0)
        for (size_t i = 0; i < CHUNK; i++) grad[i] = 1;
    lrelu_simd_use(best_unit);
    apply(c, &slopes, x, grad, y, CHUNK);
    digest(&digests[best_unit], y, CHUNK);
    for (int level = (int) best_unit - 1; level >= 0; level--) {
        lrelu_simd_use((simd_level) level);
        apply(c, &slopes, x, grad, other, CHUNK);
        digest(&digests[level], other, CHUNK);
        if (memcmp(other, y, sizeof other) == 0) continue;
        for (size_t i = 0; i < CHUNK; i++) {
            if (memcmp(&other[i], &y[i], sizeof *y) == 0) continue;
            if (differing++ < 20)
                printf("  %s at %a: %s gives %a, %s gives %a\n", what, x[i], unit_names[level], other[i],
                       unit_names[best_unit], y[i]);
        }
    }
}

static void measure_chunk(const activation *row, formula *f, const coefficients *c, double slope, const double *x,
                          size_t n, truth *exact, tally *tallies)
{
    static double y[N_MEASURES][CHUNK], from_out[CHUNK];
    kernel *const kernels[] = {row->forward, row->backward, row->double_backward};
    const error_budget *const bounds[] = {&row->error.y, &row->error.first, &row->error.second};
    char what[64];
    for (int m = 0; m < N_MEASURES; m++) {
        snprintf(what, sizeof what, "%s, slope %g, %s", row->name, slope, measures[m]);
        on_each_unit(kernels[m], c, x, y[m], what);
    }
    snprintf(what, sizeof what, "%s, slope %g, y' from y", row->name, slope);
    if (row->from_out) on_each_unit(row->from_out, c, x, from_out, what);
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        f(exact, x[i], slope);
        for (int m = 0; m < N_MEASURES; m++) hold(&tallies[m], m, x[i], y[m][i], exact, bounds[m]);
    }
}

/* ---- A function ---- */

static void show(const activation *row, int measure, const char *where, const tally *t)
{
    const error_budget *bounds[] = {&row->error.y, &row->error.first, &row->error.second};
    total_beyond += t->beyond;
    if (measure == 0) total_points += t->points;
    char bound[32];
    snprintf(bound, sizeof bound, bounds[measure]->of_u > 0 ? "%g + %g|u|" : "%g", bounds[measure]->ulp,
             bounds[measure]->of_u);
    printf("%-10s %-4s %-24s %8ld %9.4f at %-24a %10.4g at %-24a %9s %7ld\n", row->name, measures[measure], where,
           t->points, t->worst, t->at, t->plain, t->plain_at, bound, t->beyond);
    fflush(stdout);
}

static void add(tally *to, const tally *t)
{
    if (!(t->worst <= to->worst)) to->worst = t->worst, to->at = t->at;
    if (!(t->plain <= to->plain)) to->plain = t->plain, to->plain_at = t->plain_at;
    to->points += t->points;
    to->beyond += t->beyond;
}

/* All regions with one slope, shown one by one, or added to `sum`. */
static void measure_regions(const activation *row, const plan *p, double slope, size_t points, tally *sum)
{
    static double x[CHUNK];
    static truth exact;
    static int is_ready;
    if (!is_ready) is_ready = 1, truth_init(&exact);
    formula *f = reference_of(row->name);
    double zeros[MOST_ZEROS];
    int n_zeros = p->slopes[0] != 0 ? 0 : find_zeros(f, &exact, slope, zeros), n_regions = 0;
    coefficients c;
    row->coefficients(&c, slope);
    for (int r = 0; r < MOST_REGIONS; r++)
        n_regions += p->regions[r].how != EVENLY || p->regions[r].from != p->regions[r].to;
    if (!n_zeros) n_regions--;
    for (int r = 0; r < MOST_REGIONS; r++) {
        const region *here = &p->regions[r];
        if ((here->how == EVENLY && here->from == here->to) || (here->how == ZEROS && !n_zeros)) continue;
        tally tallies[N_MEASURES] = {{0}};
        size_t left = points / (size_t) n_regions;
        while (left) {
            size_t n = left < CHUNK ? left : CHUNK;
            double factor = p->x_by_slope && here->how != ALL_BINADES && here->how != SPECIAL ? slope : 1;
            draw_points(x, CHUNK, here, zeros, n_zeros, factor);
            measure_chunk(row, f, &c, slope, x, n, &exact, tallies);
            left -= n;
        }
        char name[64];
        region_name(name, sizeof name, here);
        for (int m = 0; m < N_MEASURES; m++) {
            if (sum)
                add(&sum[m], &tallies[m]);
            else
                show(row, m, name, &tallies[m]);
        }
    }
}

static void measure(const activation *row, size_t points)
{
    const plan *p = plan_of(row->name);
    if (!p || !reference_of(row->name)) {
        fprintf(stderr, "tools/exactness: %s needs a formula in reference.c and a plan in points.c\n", row->name);
        exit(2);
    }
    seed_points();
    measure_regions(row, p, p->slopes[0], points, NULL);
    for (int i = 1; i < MOST_SLOPES && p->slopes[i] != 0; i++) {
        tally sum[N_MEASURES] = {{0}};
        char name[64];
        snprintf(name, sizeof name, "slope %.17g", p->slopes[i]);
        measure_regions(row, p, p->slopes[i], points / 20, sum);
        for (int m = 0; m < N_MEASURES; m++) show(row, m, name, &sum[m]);
    }
    if (!p->slopes[0]) return;
    tally sum[N_MEASURES] = {{0}};
    for (int i = 0; i < 300; i++) measure_regions(row, p, ldexp(1 + uniform(), i % 7 - 3), points / 1000, sum);
    for (int m = 0; m < N_MEASURES; m++) show(row, m, "300 slopes in [1/8, 16)", &sum[m]);
}

int main(int argc, char **argv)
{
    size_t points = 1200000;
    int named = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--points") == 0 && i + 1 < argc)
            points = (size_t) strtod(argv[++i], NULL);
        else if (plan_of(argv[i]))
            named++;
        else
            return fprintf(stderr, "tools/exactness: no such smooth activation: %s\n", argv[i]), 2;
    }
    lrelu_simd_use(SIMD_AVX512F);
    best_unit = lrelu_simd_in_use;
    for (int level = 0; level <= (int) best_unit; level++) digests[level] = 0xcbf29ce484222325u;
    printf("%-10s %-4s %-24s %8s %9s    %-24s %10s    %-24s %9s %7s\n", "", "", "x", "points", "error", "at x",
           "plain ulp", "at x", "bound", "beyond");
    for (int i = 0; i < lrelu_activation_count; i++) {
        const activation *row = lrelu_activations[i];
        int is_wanted = !named;
        for (int j = 1; j < argc; j++) is_wanted = is_wanted || strcmp(argv[j], row->name) == 0;
        if (is_wanted && !row->is_cheap) measure(row, points);
    }
    printf("\n%ld points, %ld results beyond their bound, %ld results that differ between vector units\n", total_points,
           total_beyond, differing);
    for (int level = 0; level <= (int) best_unit; level++)
        printf("%016" PRIx64 "  all results on %s\n", digests[level], unit_names[level]);
    return total_beyond || differing;
}
