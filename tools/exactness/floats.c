/* Goes over all 2^32 floats: are the results of the float kernels the floats next to the exact values?
 *
 *     tools/exactness/floats [NAME...]
 *
 * The double kernel and the bound of its error, which `make test` tests, settle all but the inputs whose exact result
 * lies close to the middle between two floats; these are computed with MPFR, from the plain formulas. A NaN must come
 * out as it went in, and the results must be the same on every vector unit: compared are all of 2^-32 to 2^9, where the
 * functions bend, and an eighth of the others. Fails where more results than `allowed` are not correctly rounded, or
 * one is off by more than 0.50001 ulp. */
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/activations.h"
#include "core/simd.h"

#define BITS 200

/* y = f(x), of BITS bits each */
typedef void exact_function(mpfr_t y, mpfr_t x);

static void exact_elu(mpfr_t y, mpfr_t x)
{
    if (mpfr_sgn(x) > 0)
        mpfr_set(y, x, MPFR_RNDN);
    else
        mpfr_expm1(y, x, MPFR_RNDN);
}

static void exact_selu(mpfr_t y, mpfr_t x)
{
    mpfr_t constant;
    mpfr_init2(constant, BITS);
    exact_elu(y, x);
    mpfr_set_str(constant, "1.0507009873554804934193349852946", 10, MPFR_RNDN);
    mpfr_mul(y, y, constant, MPFR_RNDN);
    mpfr_set_str(constant, "1.6732632423543772848170429916717", 10, MPFR_RNDN);
    if (mpfr_sgn(x) <= 0) mpfr_mul(y, y, constant, MPFR_RNDN);
    mpfr_clear(constant);
}

/* x erfc(-x/sqrt(2))/2 */
static void exact_gelu(mpfr_t y, mpfr_t x)
{
    mpfr_t root;
    mpfr_init2(root, BITS);
    mpfr_sqrt_ui(root, 2, MPFR_RNDN);
    mpfr_div(root, x, root, MPFR_RNDN);
    mpfr_neg(root, root, MPFR_RNDN);
    mpfr_erfc(y, root, MPFR_RNDN);
    mpfr_mul(y, y, x, MPFR_RNDN);
    mpfr_div_2ui(y, y, 1, MPFR_RNDN);
    mpfr_clear(root);
}

/* x/(1 + exp(-w)) */
static void times_logistic(mpfr_t y, mpfr_t x, mpfr_t w)
{
    mpfr_neg(y, w, MPFR_RNDN);
    mpfr_exp(y, y, MPFR_RNDN);
    mpfr_add_ui(y, y, 1, MPFR_RNDN);
    mpfr_div(y, x, y, MPFR_RNDN);
}

static void exact_silu(mpfr_t y, mpfr_t x)
{
    times_logistic(y, x, x);
}

/* w = 2 sqrt(2/pi) (x + 0.044715 x^3) */
static void exact_gelu_tanh(mpfr_t y, mpfr_t x)
{
    mpfr_t w, constant;
    mpfr_inits2(BITS, w, constant, (mpfr_ptr) 0);
    mpfr_set_str(constant, "0.044715", 10, MPFR_RNDN);
    mpfr_sqr(w, x, MPFR_RNDN);
    mpfr_mul(w, w, constant, MPFR_RNDN);
    mpfr_add_ui(w, w, 1, MPFR_RNDN);
    mpfr_mul(w, w, x, MPFR_RNDN);
    mpfr_const_pi(constant, MPFR_RNDN);
    mpfr_ui_div(constant, 8, constant, MPFR_RNDN);
    mpfr_sqrt(constant, constant, MPFR_RNDN);
    mpfr_mul(w, w, constant, MPFR_RNDN);
    times_logistic(y, x, w);
    mpfr_clears(w, constant, (mpfr_ptr) 0);
}

/* x tanh(log1p(exp(x))) */
static void exact_mish(mpfr_t y, mpfr_t x)
{
    mpfr_exp(y, x, MPFR_RNDN);
    mpfr_log1p(y, y, MPFR_RNDN);
    mpfr_tanh(y, y, MPFR_RNDN);
    mpfr_mul(y, y, x, MPFR_RNDN);
}

/* celu with slope 1 is elu with slope 1, but another kernel. */
static const struct {
    const char *name;
    exact_function *exact;
    long allowed;
} functions[] = {{"elu", exact_elu, 5},
                 {"selu", exact_selu, 5},
                 {"celu", exact_elu, 5},
                 {"mish", exact_mish, 5},
                 {"silu", exact_silu, 5},
                 {"gelu", exact_gelu, 30},
                 {"gelu_tanh", exact_gelu_tanh, 30}};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

/* The distance of the floats around y. */
static void ulp_of(mpfr_t ulp, mpfr_t y)
{
    long exponent = mpfr_zero_p(y) || mpfr_get_exp(y) < -125 ? -125 : mpfr_get_exp(y);
    mpfr_set_ui_2exp(ulp, 1, exponent - 24, MPFR_RNDN);
}

/* Rounded to a float, and how far `result` is from the exact value, in ulp. */
static float settle(exact_function *exact, float x, float result, double *error)
{
    mpfr_t at, y, ulp;
    mpfr_inits2(BITS, at, y, ulp, (mpfr_ptr) 0);
    mpfr_set_flt(at, x, MPFR_RNDN);
    exact(y, at);
    ulp_of(ulp, y);
    mpfr_set_flt(at, result, MPFR_RNDN);
    mpfr_sub(at, at, y, MPFR_RNDN);
    mpfr_div(at, at, ulp, MPFR_RNDN);
    *error = fabs(mpfr_get_d(at, MPFR_RNDN));
    mpfr_div(y, y, ulp, MPFR_RNDN);
    mpfr_rint(y, y, MPFR_RNDN); /* to even, as for 24 bits */
    mpfr_mul(y, y, ulp, MPFR_RNDN);
    float rounded = mpfr_get_flt(y, MPFR_RNDN);
    mpfr_clears(at, y, ulp, (mpfr_ptr) 0);
    return rounded;
}

enum { AT_ONCE = 65536 };

typedef struct {
    long wrong, settled, different, lost;
    double worst;
    float worst_at;
} findings;

typedef struct {
    float x[AT_ONCE], y[AT_ONCE], other[AT_ONCE], low[AT_ONCE], high[AT_ONCE];
    double x_double[AT_ONCE], exact[AT_ONCE];
} block;

static uint32_t bits_of(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* What the float next to the exact value is, given what the double kernel's error may be. */
static void bracket(const activation *act, block *b)
{
    const double error = act->error.y * 0x1p-52;
    for (int i = 0; i < AT_ONCE; i++) {
        b->low[i] = (float) (b->exact[i] * (1 - error));
        b->high[i] = (float) (b->exact[i] * (1 + error));
    }
}

static void check_one(exact_function *exact, const block *b, int i, findings *f)
{
    const float x = b->x[i], y = b->y[i];
    if (x != x) {
        f->lost += bits_of(y) != bits_of(x) && bits_of(y) != (bits_of(x) | 0x400000);
        return;
    }
    double error = 0;
    float right = settle(exact, x, y, &error);
    f->settled++;
    f->wrong += y != right || !signbit(y) != !signbit(b->exact[i]);
    if (error > f->worst) {
        f->worst = error;
        f->worst_at = x;
    }
}

static void compare_units(const activation *act, const coefficients *c, block *b, findings *f)
{
    const slopes_of_run none = {0};
    for (int level = 0, best = (int) lrelu_simd_in_use; level < best; level++) {
        lrelu_simd_use((simd_level) level);
        act->forward_float(c, &none, b->x, b->other, AT_ONCE);
        f->different += memcmp(b->y, b->other, sizeof b->y) != 0;
    }
}

/* The inputs whose bits begin with these 16. */
static void check_block(const activation *act, exact_function *exact, uint32_t first, block *b, findings *f)
{
    coefficients c;
    act->coefficients(&c, 1);
    const slopes_of_run none = {0};
    for (uint32_t i = 0; i < AT_ONCE; i++) {
        uint32_t bits = first + i;
        memcpy(&b->x[i], &bits, sizeof bits);
        b->x_double[i] = b->x[i];
    }
    lrelu_simd_use(SIMD_AVX512F);
    act->forward(&c, &none, b->x_double, NULL, b->exact, AT_ONCE);
    act->forward_float(&c, &none, b->x, b->y, AT_ONCE);
    const int bends = fabsf(b->x[0]) >= 0x1p-32f && fabsf(b->x[0]) < 0x1p9f;
    if (bends || first / AT_ONCE % 8 == 0) compare_units(act, &c, b, f);
    bracket(act, b);
    for (int i = 0; i < AT_ONCE; i++)
        if (bits_of(b->y[i]) != bits_of(b->low[i]) || bits_of(b->y[i]) != bits_of(b->high[i]))
            check_one(exact, b, i, f);
}

static double seconds(void)
{
    return (double) clock() / CLOCKS_PER_SEC;
}

static int check_function(int which, FILE *csv)
{
    static block b;
    const activation *act = lrelu_activation_named(functions[which].name);
    findings f = {.worst = 0.5};
    const double start = seconds();
    for (uint64_t first = 0; first < UINT64_C(1) << 32; first += AT_ONCE)
        check_block(act, functions[which].exact, (uint32_t) first, &b, &f);
    printf("%-9s  %2ld not correctly rounded, worst %.9f ulp", act->name, f.wrong, f.worst);
    if (f.worst > 0.5) printf(" at %a", f.worst_at);
    printf("  (%ld settled by MPFR, %.0f s)\n", f.settled, seconds() - start);
    if (f.different) printf("%-9s  NOT the same bits on every vector unit, in %ld blocks\n", act->name, f.different);
    if (f.lost) printf("%-9s  %ld NaN are NOT what went in\n", act->name, f.lost);
    fflush(stdout);
    fprintf(csv, "%s,%ld,%.9f\n", act->name, f.wrong, f.worst);
    fflush(csv);
    return f.wrong <= functions[which].allowed && f.worst <= 0.50001 && !f.different && !f.lost;
}

static int is_asked_for(const char *name, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0) return 1;
    return count == 0;
}

int main(int argc, char **argv)
{
    int good = 1, done = 0;
    FILE *csv = fopen("output/exactness-floats.csv", "w");
    if (!csv) return fprintf(stderr, "tools/exactness/floats: cannot write to output/\n"), 2;
    fprintf(csv, "act.type,wrong,error\n");
    for (int i = 0; i < FUNCTIONS; i++)
        if (is_asked_for(functions[i].name, argc - 1, argv + 1)) {
            good &= check_function(i, csv);
            done++;
        }
    if (argc > 1 && done < argc - 1) {
        fprintf(stderr, "The functions are elu, selu, celu, mish, silu, gelu and gelu_tanh.\n");
        return 2;
    }
    return good ? 0 : 1;
}
