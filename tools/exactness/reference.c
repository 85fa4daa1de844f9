#include "reference.h"

#include <string.h>

/* Next to the zero of a derivative 55 bits cancel, and an exponent of 1000 costs 10. */
enum { BITS = 160 };

#define NEAREST MPFR_RNDN

/* What the formulas compute in; s and rest = 1 - s are values of the logistic function. */
static mpfr_t x, t, t1, t2, s, rest, h, w, rate, bend;
static mpfr_t sqrt_2, sqrt_2_pi, cubic, lambda, alpha, one;

/* 1/(1 + exp(-v)) and 1/(1 + exp(v)), neither of which overflows or cancels */
static void logistic(mpfr_t at_v, mpfr_t at_minus_v, mpfr_t v)
{
    int is_left = mpfr_sgn(v) < 0;
    mpfr_abs(h, v, NEAREST);
    mpfr_neg(h, h, NEAREST);
    mpfr_exp(h, h, NEAREST);
    mpfr_ptr larger = is_left ? at_minus_v : at_v, smaller = is_left ? at_v : at_minus_v;
    mpfr_add_ui(larger, h, 1, NEAREST);
    mpfr_div(smaller, h, larger, NEAREST);
    mpfr_ui_div(larger, 1, larger, NEAREST);
}

static void larger_size(mpfr_t of, mpfr_t a, mpfr_t b)
{
    if (mpfr_cmpabs(a, b) > 0)
        mpfr_abs(of, a, NEAREST);
    else
        mpfr_abs(of, b, NEAREST);
}

/* y = x t, y' = t + x t', y'' = 2 t' + x t'' */
static void product_with_x(truth *at)
{
    mpfr_mul(at->value[0], x, t, NEAREST);
    mpfr_mul(w, x, t1, NEAREST);
    mpfr_add(at->value[1], t, w, NEAREST);
    mpfr_mul_2ui(t1, t1, 1, NEAREST);
    mpfr_mul(t2, t2, x, NEAREST);
    mpfr_add(at->value[2], t1, t2, NEAREST);
    mpfr_abs(at->measure[0], at->value[0], NEAREST);
    larger_size(at->measure[1], at->value[1], t);
    larger_size(at->measure[2], t1, t2);
}

/* t = erfc(-x/sqrt(2))/2, t' = exp(-x^2/2)/sqrt(2 pi), t'' = -x t' */
static void gelu(truth *at, double at_x, double slope)
{
    (void) slope;
    mpfr_set_d(x, at_x, NEAREST);
    mpfr_div(w, x, sqrt_2, NEAREST);
    mpfr_neg(w, w, NEAREST);
    mpfr_erfc(t, w, NEAREST);
    mpfr_div_2ui(t, t, 1, NEAREST);
    mpfr_sqr(w, x, NEAREST);
    mpfr_div_2ui(w, w, 1, NEAREST);
    mpfr_neg(w, w, NEAREST);
    mpfr_exp(t1, w, NEAREST);
    mpfr_div(t1, t1, sqrt_2_pi, NEAREST);
    mpfr_mul(t2, x, t1, NEAREST);
    mpfr_neg(t2, t2, NEAREST);
    product_with_x(at);
}

/* t = s(v), v = 4/sqrt(2 pi) (x + 0.044715 x^3), s the logistic function:
 * t' = v' s (1 - s), t'' = (v'' + v'^2 (1 - 2 s)) s (1 - s) */
static void gelu_tanh(truth *at, double at_x, double slope)
{
    (void) slope;
    mpfr_set_d(x, at_x, NEAREST);
    mpfr_sqr(w, x, NEAREST);
    mpfr_mul(w, w, cubic, NEAREST);
    mpfr_mul_ui(rate, w, 3, NEAREST);
    mpfr_add_ui(rate, rate, 1, NEAREST);
    mpfr_add_ui(w, w, 1, NEAREST);
    mpfr_mul(w, w, x, NEAREST);
    mpfr_mul(bend, x, cubic, NEAREST);
    mpfr_mul_ui(bend, bend, 6, NEAREST);
    mpfr_ptr each[] = {w, rate, bend};
    for (int i = 0; i < 3; i++) {
        mpfr_mul_2ui(each[i], each[i], 2, NEAREST);
        mpfr_div(each[i], each[i], sqrt_2_pi, NEAREST);
    }
    logistic(s, rest, w);
    mpfr_set(t, s, NEAREST);
    mpfr_mul(w, s, rest, NEAREST);
    mpfr_mul(t1, rate, w, NEAREST);
    mpfr_sub(rest, rest, s, NEAREST);
    mpfr_mul(rest, rest, rate, NEAREST);
    mpfr_fma(t2, rest, rate, bend, NEAREST);
    mpfr_mul(t2, t2, w, NEAREST);
    product_with_x(at);
}

/* t' = s (1 - s), t'' = s (1 - s) (1 - 2 s) */
static void silu(truth *at, double at_x, double slope)
{
    (void) slope;
    mpfr_set_d(x, at_x, NEAREST);
    logistic(t, w, x);
    mpfr_mul(t1, t, w, NEAREST);
    mpfr_sub(w, w, t, NEAREST);
    mpfr_mul(t2, t1, w, NEAREST);
    product_with_x(at);
}

/* t = tanh(log1p(exp(x))), t' = (1 - t^2) s, t'' = t' (1 - s - 2 t s), 1 - t = 2/(2 + e (2 + e)), e = exp(x) */
static void mish(truth *at, double at_x, double slope)
{
    (void) slope;
    mpfr_set_d(x, at_x, NEAREST);
    mpfr_exp(w, x, NEAREST);
    mpfr_log1p(t, w, NEAREST);
    mpfr_tanh(t, t, NEAREST);
    mpfr_add_ui(t1, w, 2, NEAREST);
    mpfr_mul(t1, t1, w, NEAREST);
    mpfr_add_ui(t1, t1, 2, NEAREST);
    mpfr_ui_div(t1, 2, t1, NEAREST);
    mpfr_add_ui(w, t, 1, NEAREST);
    mpfr_mul(t1, t1, w, NEAREST);
    logistic(s, rest, x);
    mpfr_mul(t1, t1, s, NEAREST);
    mpfr_mul(w, t, s, NEAREST);
    mpfr_mul_2ui(w, w, 1, NEAREST);
    mpfr_sub(w, rest, w, NEAREST);
    mpfr_mul(t2, t1, w, NEAREST);
    product_with_x(at);
}

/* The line right of 0, positive x. */
static int is_right(truth *at, double at_x, mpfr_t positive)
{
    mpfr_set_d(x, at_x, NEAREST);
    if (!(at_x > 0)) return 0;
    mpfr_mul(at->value[0], x, positive, NEAREST);
    mpfr_set(at->value[1], positive, NEAREST);
    mpfr_set_ui(at->value[2], 0, NEAREST);
    for (int i = 0; i < 3; i++) mpfr_set(at->measure[i], at->value[i], NEAREST);
    return 1;
}

/* From the values: t = y/x, 2 t' = 2 (y' - t)/x, x t'' = y'' - 2 t'. Near 0, t is y' and 2 t' is y''. */
static void quotient_measures(truth *at)
{
    mpfr_div(t, at->value[0], x, NEAREST);
    if (!mpfr_number_p(t)) mpfr_set(t, at->value[1], NEAREST);
    larger_size(at->measure[1], at->value[1], t);
    mpfr_sub(w, at->value[1], t, NEAREST);
    int is_near_0 = mpfr_zero_p(w) || mpfr_get_exp(w) < mpfr_get_exp(t) - 50;
    mpfr_div(t1, w, x, NEAREST);
    mpfr_mul_2ui(t1, t1, 1, NEAREST);
    if (is_near_0) mpfr_set(t1, at->value[2], NEAREST);
    mpfr_sub(t2, at->value[2], t1, NEAREST);
    larger_size(at->measure[2], t1, t2);
}

/* y = factor expm1(x), y' = y'' = factor exp(x). Their errors are measured in their own ulp, as in the tests, though
 * the help allows more. Where exp(x) is 0 in doubles and only an enormous factor brings it back, they are as there. */
static void left_of_elu(truth *at, mpfr_t factor)
{
    const double exp_is_0_below = -745.14;
    mpfr_expm1(at->value[0], x, NEAREST);
    mpfr_mul(at->value[0], at->value[0], factor, NEAREST);
    mpfr_exp(at->value[1], x, NEAREST);
    mpfr_mul(at->value[1], at->value[1], factor, NEAREST);
    mpfr_set(at->value[2], at->value[1], NEAREST);
    for (int i = 0; i < 3; i++) mpfr_set(at->measure[i], at->value[i], NEAREST);
    if (mpfr_cmp_d(x, exp_is_0_below) < 0) quotient_measures(at);
}

static void elu(truth *at, double at_x, double slope)
{
    if (is_right(at, at_x, one)) return;
    mpfr_set_d(w, slope, NEAREST);
    left_of_elu(at, w);
}

static void selu(truth *at, double at_x, double slope)
{
    (void) slope;
    if (is_right(at, at_x, lambda)) return;
    mpfr_mul(w, lambda, alpha, NEAREST);
    left_of_elu(at, w);
}

/* y = slope expm1(z), y' = exp(z), y'' = exp(z)/slope, z = x/slope */
static void celu(truth *at, double at_x, double slope)
{
    if (is_right(at, at_x, one)) return;
    mpfr_div_d(w, x, slope, NEAREST);
    mpfr_expm1(at->value[0], w, NEAREST);
    mpfr_mul_d(at->value[0], at->value[0], slope, NEAREST);
    mpfr_exp(at->value[1], w, NEAREST);
    mpfr_div_d(at->value[2], at->value[1], slope, NEAREST);
    mpfr_set(at->measure[0], at->value[0], NEAREST);
    quotient_measures(at);
}

formula *reference_of(const char *name)
{
    static const struct {
        const char *name;
        formula *at;
    } formulas[] = {{"elu", elu},   {"selu", selu}, {"gelu", gelu}, {"gelu_tanh", gelu_tanh},
                    {"mish", mish}, {"silu", silu}, {"celu", celu}};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        if (strcmp(formulas[i].name, name) == 0) return formulas[i].at;
    return NULL;
}

void truth_init(truth *at)
{
    mpfr_set_default_prec(BITS);
    mpfr_ptr all[] = {x, t, t1, t2, s, rest, h, w, rate, bend, sqrt_2, sqrt_2_pi, cubic, lambda, alpha, one};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) mpfr_init(all[i]);
    for (int i = 0; i < 3; i++) mpfr_inits(at->value[i], at->measure[i], (mpfr_ptr) 0);
    mpfr_init(at->scratch);
    mpfr_sqrt_ui(sqrt_2, 2, NEAREST);
    mpfr_const_pi(sqrt_2_pi, NEAREST);
    mpfr_mul_2ui(sqrt_2_pi, sqrt_2_pi, 1, NEAREST);
    mpfr_sqrt(sqrt_2_pi, sqrt_2_pi, NEAREST);
    mpfr_set_str(cubic, "0.044715", 10, NEAREST);
    mpfr_set_str(lambda, "1.0507009873554804934193349852946", 10, NEAREST);
    mpfr_set_str(alpha, "1.6732632423543772848170429916717", 10, NEAREST);
    mpfr_set_ui(one, 1, NEAREST);
}
