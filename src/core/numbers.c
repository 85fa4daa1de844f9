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

/* Where a processor's conversions do not keep a NaN's payload, all are the one NaN. */
INLINE void load_floats_loop(int has_fma, const void *from, double *to, size_t n)
{
    const float *floats = from;
    (void) has_fma;
    VECTORISED for (size_t i = 0; i < n; i++) to[i] = floats[i];
}

INLINE void store_floats_loop(int has_fma, const double *from, void *to, size_t n)
{
    float *floats = to;
    (void) has_fma;
    VECTORISED for (size_t i = 0; i < n; i++) floats[i] = (float) from[i];
}

static void load_floats(const void *from, double *to, size_t n);
static void store_floats(const double *from, void *to, size_t n);

CLONED(load_floats, load_floats_loop, (const void *from, double *to, size_t n), from, to, n)
CLONED(store_floats, store_floats_loop, (const double *from, void *to, size_t n), from, to, n)

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
    if (to->type->store) to->type->store(values, address(to, start), n);
}
