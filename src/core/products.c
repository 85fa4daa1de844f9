#include "products.h"

#include <math.h>

#include "exact.h"
#include "missing.h"

/* What follows compares |x| as a whole number: the sign bit of the result is set where it is too large or too small. */
INLINE uint64_t magnitude_bits(double x)
{
    return bits_of(x) & (UINT64_MAX >> 1);
}

#define LEAST_NORMAL (UINT64_C(1) << 52)

INLINE uint64_t is_not_finite(double x)
{
    return magnitude_bits(x) + LEAST_NORMAL;
}

INLINE uint64_t is_small(double x)
{
    return magnitude_bits(x) - LEAST_NORMAL;
}

INLINE uint64_t is_not_zero(double x)
{
    return 0 - magnitude_bits(x);
}

INLINE uint64_t is_lost_or_missing(double grad, double weight, double product)
{
    return is_not_finite(product) | (is_small(product) & is_not_zero(grad) & is_not_zero(weight));
}

#define PRODUCTS const double *grad, const double *weight, double *product, size_t n, uint64_t *any
#define SUMS const double *added, double *y, size_t n, uint64_t *any

/* The baseline, without a fused multiply-add, does two numbers at once. To look for a 0 too would cost 13 % of leaky's
 * double.backward there, and is left to find_lost(). */
INLINE void multiply_loop(int has_fma, PRODUCTS)
{
    uint64_t found = 0;
    VECTORISED for (size_t i = 0; i < n; i++)
    {
        double known = passed_on(weight[i], grad[i] * weight[i]);
        double result = grad[i] != grad[i] ? grad[i] : known;
        product[i] = result;
        found |= has_fma ? is_lost_or_missing(grad[i], weight[i], result) : is_not_finite(result) | is_small(result);
    }
    *any = found;
}

INLINE void find_lost_loop(int has_fma, PRODUCTS)
{
    (void) has_fma;
    uint64_t found = 0;
    VECTORISED for (size_t i = 0; i < n; i++) found |= is_lost_or_missing(grad[i], weight[i], product[i]);
    *any = found;
}

INLINE void add_loop(int has_fma, SUMS)
{
    (void) has_fma;
    uint64_t found = 0;
    VECTORISED for (size_t i = 0; i < n; i++)
    {
        double known = passed_on(added[i], y[i] + added[i]);
        double result = y[i] != y[i] ? y[i] : known;
        y[i] = result;
        found |= is_not_finite(result);
    }
    *any = found;
}

static void multiply(PRODUCTS);
static void find_lost(PRODUCTS);
static void add(SUMS);
CLONED(multiply, multiply_loop, (PRODUCTS), grad, weight, product, n, any)
CLONED(find_lost, find_lost_loop, (PRODUCTS), grad, weight, product, n, any)
CLONED(add, add_loop, (SUMS), added, y, n, any)

int lrelu_products(const double *grad, const double *weight, double *product, size_t n)
{
    uint64_t any;
    multiply(grad, weight, product, n, &any);
    if (any >> 63) find_lost(grad, weight, product, n, &any);
    return any >> 63 != 0;
}

int lrelu_product_is_lost(double grad, double weight, double product)
{
    return is_lost_or_missing(grad, weight, product) >> 63 && grad == grad && weight == weight;
}

/* x 2^exponent, |x| <= 1, rounded once. Where the result is subnormal, ldexp() of Windows before 11 cuts it off
 * (https://github.com/python/cpython/issues/132876): here ldexp()'s is normal, or so small that 0 is right. */
static double times_power_of_two(double x, int exponent)
{
    return exponent < 0 ? ldexp(x, exponent + 200) * 0x1p-200 : ldexp(x, exponent);
}

/* (y + rest) 2^exponent, rounded once, where |y| < 1 and |rest| is at most half an ulp of y. A subnormal result is made
 * of its bits, as arithmetic with subnormals takes some 100 cycles an operation. */
static double scaled(double y, double rest, int exponent)
{
    if (exponent < -1074) return copysign(0, y);
    const double units = ldexp(fabs(y), exponent + 1074); /* of the least number */
    if (units >= 0x1p52) return ldexp(y, exponent);
    double whole = (units + 0x1p52) - 0x1p52;
    const double lost = units - whole, beyond = copysign(1, y) * rest;
    /* y may lie in the middle of two, and the rest decides. */
    if (lost == 0.5 && beyond > 0) whole++;
    if (lost == -0.5 && beyond < 0) whole--;
    return copysign(double_of((uint64_t) whole), y);
}

double lrelu_product_of_three(double a, double b, double c)
{
    if (a == 0 || b == 0 || c == 0) return 0;
    if (isinf(a) || isinf(b) || isinf(c)) return copysign(1, a) * copysign(1, b) * copysign(HUGE_VAL, c);
    int of_a, of_b, of_c;
    a = frexp(a, &of_a);
    b = frexp(b, &of_b);
    c = frexp(c, &of_c);
    double two = a * b, two_low = product_error(TARGET_HAS_FMA, a, b, two);
    double three = two * c, three_low = product_error(TARGET_HAS_FMA, two, c, three) + two_low * c;
    double low, y = two_sum(three, three_low, &low);
    return scaled(y, low, of_a + of_b + of_c);
}

int lrelu_sums(const double *added, double *y, size_t n)
{
    uint64_t any;
    add(added, y, n, &any);
    return any >> 63 != 0;
}

/* a b 2^-1030 = high + low */
static double small_product(double a, double b, double *low)
{
    int of_a, of_b;
    a = frexp(a, &of_a);
    b = frexp(b, &of_b);
    double product = a * b;
    *low = times_power_of_two(product_error(TARGET_HAS_FMA, a, b, product), of_a + of_b - 1030);
    return times_power_of_two(product, of_a + of_b - 1030);
}

double lrelu_sum_of_products(double a, double b, double c, double d)
{
    double first_low, second_low, sum_low;
    double first = small_product(a, b, &first_low), second = small_product(c, d, &second_low);
    double sum = two_sum(first, second, &sum_low);
    return ldexp(sum + (sum_low + (first_low + second_low)), 1030);
}
