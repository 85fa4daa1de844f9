#include "tally.h"

#include <math.h>

/* The exponent of the last place of a double of that size. */
static long last_place(mpfr_t size)
{
    if (!mpfr_regular_p(size)) return -1074;
    long e = mpfr_get_exp(size) - 53;
    return e < -1074 ? -1074 : e;
}

/* |result - exact|/2^unit, and 0 for an infinity that is the rounded exact value */
static double distance(double result, mpfr_t exact, long unit, mpfr_t difference)
{
    if (isinf(result)) return mpfr_get_d(exact, MPFR_RNDN) == result ? 0 : INFINITY;
    mpfr_sub_d(difference, exact, result, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, -unit, MPFR_RNDN);
    return fabs(mpfr_get_d(difference, MPFR_RNDN));
}

/* A zero has the sign of the exact value. */
static int has_other_sign(double result, mpfr_t exact)
{
    return result == 0 && !signbit(result) != !mpfr_signbit(exact);
}

void tally_result(tally *normal, tally *subnormal, int which, double x, double result, truth *exact, double bound)
{
    mpfr_ptr value = exact->value[which];
    int is_subnormal = mpfr_regular_p(value) && mpfr_get_exp(value) <= -1022;
    long own = last_place(value), stated = last_place(exact->measure[which]);
    if (own > stated) stated = own;
    double error = distance(result, value, stated, exact->scratch),
           own_error = distance(result, value, own, exact->scratch);
    if (which == 0 && has_other_sign(result, value)) error = INFINITY;

    tally *of = is_subnormal ? subnormal : normal;
    if (!(error <= of->worst)) of->worst = error, of->at = x;
    if (!(own_error <= of->own_worst)) of->own_worst = own_error, of->own_at = x;
    of->points++;
    of->beyond += !(error <= bound);
}

void tally_add(tally *to, const tally *from)
{
    if (!(from->worst <= to->worst)) to->worst = from->worst, to->at = from->at;
    if (!(from->own_worst <= to->own_worst)) to->own_worst = from->own_worst, to->own_at = from->own_at;
    to->points += from->points;
    to->beyond += from->beyond;
}
