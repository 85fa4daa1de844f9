#include "written.h"

#include <string.h>

#define NUMBER_BYTES 8

static void write_number(unsigned char *bytes, uint64_t number)
{
    for (int k = 0; k < NUMBER_BYTES; k++) bytes[k] = (unsigned char) (number >> 8 * k & 0xff);
}

static uint64_t read_number(const unsigned char *bytes)
{
    uint64_t number = 0;
    for (int k = 0; k < NUMBER_BYTES; k++) number |= (uint64_t) bytes[k] << 8 * k;
    return number;
}

/* The sum of element i of this pass; 0 bytes where it is 0. */
static size_t write_element(const gamma_sum *sum, size_t i, unsigned char *bytes)
{
    accumulator all;
    lrelu_gamma_sum_collect(sum, i, &all);
    const size_t size = lrelu_accumulator_write(&all, bytes);
    return bytes[1] == 0 && bytes[3] == 0 ? 0 : size;
}

/* What a part begins with. */
typedef struct {
    uint64_t least, most, bytes;
} head;

#define HEAD_BYTES (3 * NUMBER_BYTES)

static head read_head(const unsigned char *part)
{
    return (head){read_number(part), read_number(part + NUMBER_BYTES), read_number(part + 2 * NUMBER_BYTES)};
}

static void write_head(unsigned char *part, head h)
{
    write_number(part, h.least);
    write_number(part + NUMBER_BYTES, h.most);
    write_number(part + 2 * NUMBER_BYTES, h.bytes);
}

size_t lrelu_written_bytes(const gamma_sum *sum)
{
    unsigned char element[ACCUMULATOR_BYTES];
    size_t bytes = 0;
    for (size_t i = 0; i < sum->n; i++) {
        const size_t size = write_element(sum, i, element);
        if (size) bytes += NUMBER_BYTES + size;
    }
    return bytes ? HEAD_BYTES + bytes : 0;
}

void lrelu_write(const gamma_sum *sum, const size_t *index, unsigned char *bytes)
{
    unsigned char element[ACCUMULATOR_BYTES], *at = bytes + HEAD_BYTES;
    head h = {.least = UINT64_MAX};
    layout_run run;
    for (lrelu_layout_start(&sum->places, sum->from, sum->n, &run); run.size; lrelu_layout_next(&sum->places, &run)) {
        for (size_t i = 0; i < run.size; i++) {
            const size_t size = write_element(sum, run.done + i, element), place = run.at + i * run.stride;
            if (!size) continue;
            const uint64_t number = index ? index[place] : place;
            if (number < h.least) h.least = number;
            if (number > h.most) h.most = number;
            write_number(at, number);
            memcpy(at + NUMBER_BYTES, element, size);
            at += NUMBER_BYTES + size;
        }
    }
    h.bytes = (uint64_t) (at - bytes) - HEAD_BYTES;
    if (h.bytes > 0) write_head(bytes, h);
}

static int is_part(const unsigned char *bytes, head h)
{
    uint64_t n = h.bytes;
    while (n > 0) {
        if (n < NUMBER_BYTES || read_number(bytes) < h.least || read_number(bytes) > h.most) return 0;
        const size_t size = lrelu_accumulator_written(bytes + NUMBER_BYTES, (size_t) n - NUMBER_BYTES);
        if (!size) return 0;
        bytes += NUMBER_BYTES + size;
        n -= NUMBER_BYTES + size;
    }
    return 1;
}

/* Whether a part may have elements of this pass: it tells where gamma's order is that along the data. */
static int may_have(const gamma_sum *sum, head h)
{
    const layout *places = &sum->places;
    if (places->rank > 1 || (places->rank == 1 && places->stride[0] != 1)) return 1;
    return h.most >= sum->from && h.least < sum->from + sum->n;
}

/* Of parts that this pass does not read, the heads are enough. */
int lrelu_is_written(const gamma_sum *sum, const unsigned char *bytes, size_t n)
{
    while (n > 0) {
        if (n < HEAD_BYTES) return 0;
        const head h = read_head(bytes);
        if (h.most >= sum->all || h.bytes > n - HEAD_BYTES) return 0;
        if (may_have(sum, h) && !is_part(bytes + HEAD_BYTES, h)) return 0;
        bytes += HEAD_BYTES + h.bytes;
        n -= HEAD_BYTES + (size_t) h.bytes;
    }
    return 1;
}

/* A dimension of gamma's: how far its elements lie from each other in gamma, and in the order along the data. */
typedef struct {
    size_t in_gamma, in_order;
} step;

/* Those of gamma, the longest steps in gamma first. */
static int steps_of(const layout *places, step *steps)
{
    size_t in_order = 1;
    for (int k = 0; k < places->rank; k++) {
        const step next = {places->stride[k], in_order};
        int i = k;
        for (; i > 0 && steps[i - 1].in_gamma < next.in_gamma; i--) steps[i] = steps[i - 1];
        steps[i] = next;
        in_order *= places->extent[k];
    }
    return places->rank;
}

/* As the longer steps lead over all that shorter ones reach, the digits of a place follow from it. */
static size_t order_of(const step *steps, int n, size_t place)
{
    size_t order = 0;
    for (int i = 0; i < n; i++) {
        order += place / steps[i].in_gamma * steps[i].in_order;
        place %= steps[i].in_gamma;
    }
    return order;
}

static void read_part(const gamma_sum *sum, gamma_share *share, const unsigned char *bytes, head h)
{
    step steps[LAYOUT_MAX_RANK];
    const int rank = steps_of(&sum->places, steps);
    const unsigned char *const end = bytes + h.bytes;
    while (bytes < end) {
        const size_t order = order_of(steps, rank, (size_t) read_number(bytes));
        bytes += NUMBER_BYTES;
        if (order >= sum->from && order < sum->from + sum->n)
            lrelu_accumulator_read(lrelu_gamma_sum_accumulator(share, order - sum->from), bytes);
        bytes += lrelu_accumulator_written(bytes, (size_t) (end - bytes));
    }
}

void lrelu_read(const gamma_sum *sum, const unsigned char *bytes, size_t n)
{
    gamma_share *share = lrelu_gamma_sum_take(sum);
    for (const unsigned char *const end = bytes + n; bytes < end;) {
        const head h = read_head(bytes);
        if (may_have(sum, h)) read_part(sum, share, bytes + HEAD_BYTES, h);
        bytes += HEAD_BYTES + h.bytes;
    }
    lrelu_gamma_sum_give_back(share);
}
