/* Measures the kernels of src/core against MPFR, holds them against the error bounds in their rows, and compares the
 * bits of all vector units. tools/exactness/run says what is printed. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/activations.h"
#include "core/simd.h"
#include "points.h"
#include "profile.h"
#include "tally.h"

/* Not a multiple of any vector's length, so that the ends of loops are measured too. */
enum { CHUNK = 4099 };

static const char *const measures[] = {"y", "y'", "y''"};
static const char *const unit_names[] = {"baseline", "AVX2", "AVX-512"};

static truth exact;
static simd_level best_unit;
static uint64_t digests[SIMD_AVX512F + 1];
static long total_points, total_beyond, total_differing;

/* ---- The same bits from every vector unit ---- */

/* FNV-1a, a double at a time */
static void digest(uint64_t *of, const double *y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t bits;
        memcpy(&bits, &y[i], sizeof bits);
        *of = (*of ^ bits) * 0x100000001b3u;
    }
}

static void show_differences(const double *x, const double *y, const double *other, size_t n, const char *what,
                             int level)
{
    const long most_shown = 20;
    for (size_t i = 0; i < n; i++) {
        if (memcmp(&other[i], &y[i], sizeof *y) == 0 || total_differing++ >= most_shown) continue;
        printf("%s at x = %a: %s gives %a, %s gives %a\n", what, x[i], unit_names[level], other[i],
               unit_names[best_unit], y[i]);
    }
}

/* Fills y by the best unit, and compares what the others give. */
static void on_each_unit(kernel *apply, const coefficients *c, const double *x, double *y, size_t n, const char *what)
{
    static const slopes_of_run slopes = {NULL, 1, 1};
    static double ones[CHUNK], other[CHUNK];
    for (size_t i = 0; i < n; i++) ones[i] = 1;
    for (int level = (int) best_unit; level >= 0; level--) {
        double *result = level == (int) best_unit ? y : other;
        lrelu_simd_use((simd_level) level);
        apply(c, &slopes, x, ones, result, n);
        digest(&digests[level], result, n);
        if (memcmp(result, y, n * sizeof *y) != 0) show_differences(x, y, result, n, what, level);
    }
}

/* ---- An activation ---- */

/* One with its coefficients for a slope. */
typedef struct {
    const activation *row;
    const plan *p;
    formula *f;
    double slope;
    double bounds[3];
    coefficients c;
    zeros z;
    profile *along; /* of the slope in use; NULL where that is not the first */
} subject;

static void measure_chunk(const subject *s, const double *x, size_t n, tally *normal, tally *subnormal)
{
    static double y[3][CHUNK], from_out[CHUNK];
    kernel *const kernels[] = {s->row->forward, s->row->backward, s->row->double_backward};
    char what[64];
    for (int which = 0; which < 3; which++) {
        snprintf(what, sizeof what, "%s, slope %g, %s", s->row->name, s->slope, measures[which]);
        on_each_unit(kernels[which], &s->c, x, y[which], n, what);
    }
    snprintf(what, sizeof what, "%s, slope %g, y' from y", s->row->name, s->slope);
    if (s->row->from_out) on_each_unit(s->row->from_out, &s->c, x, from_out, n, what);
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i])) continue;
        s->f(&exact, x[i], s->slope);
        int bin = s->along ? profile_bin(x[i]) : -1;
        for (int which = 0; which < 3; which++) {
            double result = y[which][i], bound = s->bounds[which];
            tally_result(&normal[which], &subnormal[which], which, x[i], result, &exact, bound);
            if (bin < 0) continue;
            tally *here = &s->along->of[which][bin];
            tally_result(here, here, which, x[i], result, &exact, bound);
        }
    }
}

static void show(const subject *s, const char *where, const tally *three)
{
    for (int which = 0; which < 3; which++) {
        const tally *t = &three[which];
        if (!t->points) continue;
        printf("%-9s %-3s %-23s %8ld %9.4f at %-23a %9.*g at %-23a %9g %7ld\n", s->row->name, measures[which], where,
               t->points, t->worst, t->at, t->own_worst < 100 ? 4 : 2, t->own_worst, t->own_at, s->bounds[which],
               t->beyond);
    }
    fflush(stdout);
}

static void add_all(tally *to, const tally *from)
{
    for (int which = 0; which < 3; which++) tally_add(&to[which], &from[which]);
}

/* The points in all regions, each of which is shown where `each` is so. */
static void measure_regions(const subject *s, size_t points, tally *normal, tally *subnormal, int each)
{
    static double x[CHUNK];
    region regions[MOST_REGIONS];
    int n_regions = find_regions(regions, s->p, &s->z);
    for (int r = 0; r < n_regions; r++) {
        tally found[3] = {{0}};
        for (size_t left = points / (size_t) n_regions, n; left; left -= n) {
            n = left < CHUNK ? left : CHUNK;
            draw_points(x, n, s->p, &regions[r], &s->z, s->slope);
            measure_chunk(s, x, n, found, subnormal);
        }
        char name[64];
        name_region(name, sizeof name, &regions[r]);
        if (each) show(s, name, found);
        add_all(normal, found);
    }
}

static void use_slope(subject *s, double slope)
{
    s->slope = slope;
    s->row->coefficients(&s->c, slope);
}

/* The other slopes of the plan, and many between 1/8 and 16; one row for each, and one for the many. */
static void measure_slopes(subject *s, size_t points, tally *normal, tally *subnormal)
{
    const int many = 300;
    char name[64];
    for (int i = 1; i < MOST_SLOPES && s->p->slopes[i] != 0; i++) {
        tally found[3] = {{0}};
        use_slope(s, s->p->slopes[i]);
        measure_regions(s, points / 20, found, subnormal, 0);
        snprintf(name, sizeof name, "slope %.15g", s->slope);
        show(s, name, found);
        add_all(normal, found);
    }
    tally found[3] = {{0}};
    for (int i = 0; i < many; i++) {
        use_slope(s, ldexp(1 + uniform(), i % 7 - 3));
        measure_regions(s, points / 1000, found, subnormal, 0);
    }
    snprintf(name, sizeof name, "%d slopes in [1/8, 16)", many);
    show(s, name, found);
    add_all(normal, found);
}

static void measure(const activation *row, size_t points)
{
    subject s = {.row = row,
                 .p = plan_of(row->name),
                 .f = reference_of(row->name),
                 .bounds = {row->error.y, row->error.first, row->error.second}};
    if (!s.p || !s.f) {
        fprintf(stderr, "tools/exactness: %s needs a formula in reference.c and a plan in points.c\n", row->name);
        exit(2);
    }
    tally normal[3] = {{0}}, subnormal[3] = {{0}};
    find_zeros(&s.z, s.f, &exact);
    seed_points();
    use_slope(&s, s.p->slopes[0]);
    profile along = {0};
    s.along = &along;
    measure_regions(&s, points, normal, subnormal, 1);
    s.along = NULL;
    if (s.p->slopes[0] != 0) measure_slopes(&s, points, normal, subnormal);
    show(&s, "subnormal results", subnormal);
    show(&s, "ALL OTHERS", normal);
    printf("\n");
    add_all(normal, subnormal);
    profile_write(row->name, s.bounds, normal, &along);
    total_points += normal[0].points;
    for (int which = 0; which < 3; which++) total_beyond += normal[which].beyond;
}

int main(int argc, char **argv)
{
    size_t points = 2000000;
    int is_named[64] = {0}, some_named = 0;
    for (int i = 1; i < argc; i++) {
        int found = 0;
        for (int j = 0; j < lrelu_activation_count; j++)
            if (strcmp(argv[i], lrelu_activations[j]->name) == 0 && plan_of(argv[i])) found = is_named[j] = 1;
        some_named = some_named || found;
        if (!found && strcmp(argv[i], "--points") == 0 && i + 1 < argc) found = 1, points = (size_t) atof(argv[++i]);
        if (!found) return fprintf(stderr, "tools/exactness: nothing is known of %s\n", argv[i]), 2;
    }
    if (!profile_open("output/exactness.csv", "output/exactness-along-x.csv"))
        return fprintf(stderr, "tools/exactness: cannot write to output/\n"), 2;
    truth_init(&exact);
    lrelu_simd_use(SIMD_AVX512F);
    best_unit = lrelu_simd_in_use;

    printf("%-9s %-3s %-23s %8s %9s    %-23s %9s    %-23s %9s %7s\n", "", "", "x", "points", "error", "at x", "own ulp",
           "at x", "bound", "beyond");
    for (int j = 0; j < lrelu_activation_count; j++)
        if (some_named ? is_named[j] : !lrelu_activations[j]->is_cheap) measure(lrelu_activations[j], points);
    printf("%ld points; %ld results beyond their bound; %ld differ between vector units\n", total_points, total_beyond,
           total_differing);
    for (int level = 0; level <= (int) best_unit; level++)
        printf("%016" PRIx64 "  %s\n", digests[level], unit_names[level]);
    return total_beyond || total_differing;
}
