/* Prints a digest of what the kernels of each activation give, on each vector unit that the processor has:
 *
 *   bits               UNIT NAME DIGEST, one line each; "products" are those of core/products.h
 *   bits UNIT NAME     the numbers themselves, as whole hexadecimal ones, so that two outputs can be compared
 *
 * The numbers that are computed with are made of whole numbers, so they are the same everywhere. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/activations.h"
#include "core/missing.h"
#include "core/products.h"
#include "core/simd.h"

enum { EACH = 20000, RANGES = 5 };

static const char *const units[] = {"baseline", "AVX2", "AVX-512"};
static const double special[] = {0,    0x1p-1074, 0x1p-1022, 0x1p-60, 0x1p-54, 0.5,   1,     7,
                                 37.5, 38.5,      745.25,    1e300,   -0.3,    1.7e8, 0x1p52};
enum { SPECIAL = sizeof special / sizeof *special + 2, N = RANGES * EACH + 2 * SPECIAL * SPECIAL };

static double x[N], grad[N], y[N];
static int is_shown;

/* ---- What is computed with ---- */

/* Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators */
static uint64_t random_bits(void)
{
    static uint64_t state;
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double of_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* No rounding: the bounds are small whole numbers. */
static double between_whole(int from, int to)
{
    return from + (double) (random_bits() >> 24) * 0x1p-40 * (to - from);
}

static double a_special(int i)
{
    if (i == SPECIAL - 1) return of_bits(UINT64_C(0x7ff8000000000000));
    return i == SPECIAL - 2 ? __builtin_inf() : special[i];
}

static void fill(void)
{
    static const int from[] = {-40, -750, -1, -8}, to[] = {10, 50, 1, 8};
    static const double grads[] = {1, -0.75, 0x1.f75104d551d69p-16, 1e8, 0x1.3333333333333p-2};
    size_t n = 0;
    for (int i = 0; i < EACH; i++) x[n++] = of_bits(random_bits());
    for (int range = 0; range < RANGES - 1; range++)
        for (int i = 0; i < EACH; i++) x[n++] = between_whole(from[range], to[range]);
    for (size_t i = 0; i < n; i++) grad[i] = grads[i % 5];
    for (int i = 0; i < 2 * SPECIAL; i++)
        for (int j = 0; j < SPECIAL; j++, n++) {
            x[n] = i % 2 ? -a_special(i / 2) : a_special(i / 2);
            grad[n] = a_special(j);
        }
    x[0] = grad[N - 1] = make_na();
}

/* ---- Digests ---- */

/* FNV-1a, a double at a time. A NaN has many bit patterns: what counts is that it is one, or NA. */
static void digest(uint64_t *of, const double *values, const char *what, double slope)
{
    for (size_t i = 0; i < N; i++) {
        uint64_t bits, in[2];
        memcpy(&bits, &values[i], sizeof bits);
        if (values[i] != values[i]) bits = is_na(values[i]) ? NA_BITS : UINT64_C(0x7ff8000000000000);
        *of = (*of ^ bits) * UINT64_C(0x100000001b3);
        if (!is_shown) continue;
        memcpy(&in[0], &x[i], sizeof in[0]);
        memcpy(&in[1], &grad[i], sizeof in[1]);
        printf("%s, slope %g, x %016" PRIx64 " = %.17g, grad %016" PRIx64 ": %016" PRIx64 "\n", what, slope, in[0],
               x[i], in[1], bits);
    }
}

static uint64_t of_activation(const activation *row)
{
    static const double slopes[] = {0.25, 1, 3, 0x1.999999999999ap-4, 1e-310, 1.6e308, 0, -0.7};
    const int n_slopes = row->slope_from == SLOPE_NONE ? 1 : row->slope_domain == POSITIVE ? 6 : 8;
    kernel *const kernels[] = {row->forward, row->backward, row->double_backward, row->from_out};
    const char *const names[] = {"forward", "backward", "double backward", "from out"};
    uint64_t sum = 0;
    for (int i = 0; i < n_slopes; i++) {
        const slopes_of_run one = {.at = NULL, .run = 1, .may_be_zero = 1};
        coefficients c;
        row->coefficients(&c, slopes[i]);
        for (int k = 0; k < 4; k++) {
            if (!kernels[k]) continue;
            kernels[k](&c, &one, x, grad, y, N);
            digest(&sum, y, names[k], slopes[i]);
        }
    }
    return sum;
}

static uint64_t of_products(void)
{
    uint64_t sum = (uint64_t) lrelu_products(grad, x, y, N);
    digest(&sum, y, "product", 0);
    for (size_t i = 0; i < N; i++) {
        const double z = x[(i * 7919 + 1) % N];
        y[i] = x[i] - x[i] == 0 && z - z == 0 && grad[i] == grad[i] ? lrelu_product_of_three(x[i], grad[i], z) : 0;
    }
    digest(&sum, y, "product of three", 0);
    for (size_t i = 0; i < N; i++) {
        const double z = x[(i * 7919 + 1) % N];
        y[i] = x[i] - x[i] == 0 && z - z == 0 && grad[i] - grad[i] == 0
                   ? lrelu_sum_of_products(x[i], grad[i], z, grad[i])
                   : 0;
    }
    digest(&sum, y, "sum of products", 0);
    return sum;
}

static int is_asked(const char *name, int argc, char **argv)
{
    return argc < 3 || strcmp(argv[2], name) == 0;
}

static void show(const char *unit, const char *name, uint64_t sum)
{
    if (!is_shown) printf("%s %s %016" PRIx64 "\n", unit, name, sum);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    is_shown = argc == 3;
    fill();
    for (int level = SIMD_BASELINE; level <= SIMD_AVX512F; level++) {
        lrelu_simd_use((simd_level) level);
        if ((int) lrelu_simd_in_use != level) break;
        if (is_shown && strcmp(argv[1], units[level]) != 0) continue;
        for (int j = 0; j < lrelu_activation_count; j++) {
            const activation *row = lrelu_activations[j];
            if (is_asked(row->name, argc, argv)) show(units[level], row->name, of_activation(row));
        }
        if (is_asked("products", argc, argv)) show(units[level], "products", of_products());
    }
    return 0;
}
