#include "numbers.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "missing.h"
#include "simd.h"

static void load_integers(const void *from, double *to, size_t n)
{
    const int *integers = from;
    const double na = make_na();
    for (size_t i = 0; i < n; i++) to[i] = integers[i] == INT_MIN ? na : integers[i];
}

/* Where a processor's conversions do not keep a NaN's payload, all are the one NaN. They say whether there is one. */
INLINE void widen_loop(int has_fma, const float *from, double *to, size_t n, int *any_missing)
{
    int any = 0;
    (void) has_fma;
    VECTORISED for (size_t i = 0; i < n; i++)
    {
        to[i] = from[i];
        any |= from[i] != from[i];
    }
    *any_missing = any;
}

/* With SSE2 gcc makes a vector of 64 bits of this, and none of a comparison of doubles. */
INLINE uint64_t missing_bits(double x)
{
    return bits_of(x != x ? 1.0 : 0.0);
}

INLINE void narrow_loop(int has_fma, const double *from, float *to, size_t n, int *any_missing)
{
    uint64_t any = 0;
    (void) has_fma;
    VECTORISED for (size_t i = 0; i < n; i++)
    {
        to[i] = (float) from[i];
        any |= missing_bits(from[i]);
    }
    *any_missing = any != 0;
}

static void widen(const float *from, double *to, size_t n, int *any_missing);
static void narrow(const double *from, float *to, size_t n, int *any_missing);

CLONED(widen, widen_loop, (const float *from, double *to, size_t n, int *any_missing), from, to, n, any_missing)
CLONED(narrow, narrow_loop, (const double *from, float *to, size_t n, int *any_missing), from, to, n, any_missing)

INLINE void find_missing_loop(int has_fma, const float *floats, size_t n, int *any_missing)
{
    int any = 0;
    (void) has_fma;
    VECTORISED for (size_t i = 0; i < n; i++) any |= floats[i] != floats[i];
    *any_missing = any;
}

static void find_missing(const float *floats, size_t n, int *any_missing);
CLONED(find_missing, find_missing_loop, (const float *floats, size_t n, int *any_missing), floats, n, any_missing)

/* As memory: a float on its way through a register may become a quiet NaN. */
static void put_float_na(float *at)
{
    const uint32_t na = FLOAT_NA_BITS;
    memcpy(at, &na, sizeof na);
}

void lrelu_floats_same_na(float *floats, size_t n)
{
    int any_missing;
    find_missing(floats, n, &any_missing);
    for (size_t i = 0; any_missing && i < n; i++)
        if (is_float_na(floats[i])) put_float_na(floats + i);
}

static void load_floats(const void *from, double *to, size_t n)
{
    int any_missing;
    widen(from, to, n, &any_missing);
    for (size_t i = 0; any_missing && i < n; i++)
        if (is_float_na(((const float *) from)[i])) to[i] = make_na();
}

static void store_floats(const double *from, void *to, size_t n)
{
    int any_missing;
    narrow(from, to, n, &any_missing);
    for (size_t i = 0; any_missing && i < n; i++)
        if (is_na(from[i])) put_float_na((float *) to + i);
}

const number_type lrelu_floats = {.size = sizeof(float), .load = load_floats, .store = store_floats};
const number_type lrelu_doubles = {.size = sizeof(double)};
const number_type lrelu_integers = {.size = sizeof(int), .load = load_integers};

static void *address(const numbers *these, size_t i)
{
    return (char *) these->at + i * these->type->size;
}

#define CACHE_LINE 64

size_t lrelu_numbers_past_line(const numbers *these, size_t i)
{
    return these->type ? (uintptr_t) address(these, i) % CACHE_LINE / these->type->size : 0;
}

const double *lrelu_numbers_load(const numbers *from, size_t start, size_t n, double *buffer)
{
    if (!from->type) return NULL;
    void (*load)(const void *, double *, size_t) = from->type->load;
    if (from->is_one) {
        const double one = *(const double *) from->at;
        for (size_t i = 0; i < n; i++) buffer[i] = one;
        return buffer;
    }
    if (!load) return address(from, start);
    load(address(from, start), buffer, n);
    return buffer;
}

void lrelu_numbers_copy(const numbers *from, size_t start, size_t n, double *to)
{
    const double *values = lrelu_numbers_load(from, start, n, to);
    if (values != to) memcpy(to, values, n * sizeof *to);
}

double *lrelu_numbers_place(const numbers *to, size_t start, double *buffer)
{
    return to->type->store ? buffer : address(to, start);
}

void lrelu_numbers_store(const numbers *to, size_t start, size_t n, const double *values)
{
    void *place = address(to, start);
    if (to->type->store)
        to->type->store(values, place, n);
    else if (values != place)
        memcpy(place, values, n * sizeof *values);
}
