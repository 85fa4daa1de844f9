#include "accumulator.h"

#include <string.h>

#include "bits.h"
#include "missing.h"

#define LAST (ACCUMULATOR_DIGITS - 1)
#define DIGIT INT64_C(0xffffffff)

/* The place of 1 and of the least double, in bits. */
#define PLACE_OF_ONE 2148
#define PLACE_OF_LEAST 1074

/* A digit after a carry is less than 2^32, and each add_bits() changes one by less than that: 2^30 times, by less than
 * 2^62. */
#define ROOM (UINT32_C(1) << 30)

void lrelu_accumulator_start(accumulator *sum)
{
    memset(sum, 0, sizeof *sum);
    sum->room = ROOM;
}

/* All digits but the last become 0 to 2^32 - 1. Compilers shift the sign in, which the standard leaves to them. */
static void carry(int64_t *digits)
{
    for (int i = 0; i < LAST; i++) {
        digits[i + 1] += digits[i] >> 32;
        digits[i] &= DIGIT;
    }
}

/* For what changes each digit by at most 2^32. */
static void make_room(accumulator *sum)
{
    if (sum->room == 0) {
        carry(sum->digits);
        sum->room = ROOM;
    }
    sum->room--;
}

/* Adds bits times 2^place units. */
static void add_bits(accumulator *sum, int is_negative, uint64_t bits, int place)
{
    make_room(sum);
    int64_t *digits = sum->digits + place / 32;
    const int shift = place % 32;
    const int64_t low = (int64_t) (bits << shift & DIGIT), middle = (int64_t) (bits >> (32 - shift) & DIGIT);
    const int64_t high = (int64_t) (bits >> 32 >> (32 - shift));
    digits[0] += is_negative ? -low : low;
    digits[1] += is_negative ? -middle : middle;
    digits[2] += is_negative ? -high : high;
}

void lrelu_accumulator_add(accumulator *sum, double term)
{
    const parts p = parts_of(term);
    add_bits(sum, p.is_negative, p.integer, p.exponent + PLACE_OF_ONE);
}

/* The integers have 53 bits, the products of their halves at most 64, 54 and 42. */
void lrelu_accumulator_add_product(accumulator *sum, double a, double b)
{
    const parts p = parts_of(a), q = parts_of(b);
    const int is_negative = p.is_negative != q.is_negative, place = p.exponent + q.exponent + PLACE_OF_ONE;
    const uint64_t p_low = p.integer & DIGIT, p_high = p.integer >> 32;
    const uint64_t q_low = q.integer & DIGIT, q_high = q.integer >> 32;
    const uint64_t middle = p_low * q_high + p_high * q_low, low = p_low * q_low + (middle << 32);
    add_bits(sum, is_negative, low, place);
    add_bits(sum, is_negative, p_high * q_high + (middle >> 32) + (low < middle << 32), place + 64);
}

void lrelu_accumulator_merge(accumulator *sum, const accumulator *other)
{
    accumulator carried = *other;
    carry(carried.digits);
    carry(sum->digits);
    for (int i = 0; i <= LAST; i++) sum->digits[i] += carried.digits[i];
    sum->room = ROOM - 1;
    sum->special |= other->special;
}

double lrelu_accumulator_special(unsigned special)
{
    if (special & DATA_NA) return make_na();
    if (special & DATA_NAN) return __builtin_nan("");
    if (special & OTHER_NA) return make_na();
    if (special & OTHER_NAN || (special & PLUS_INFINITY && special & MINUS_INFINITY)) return __builtin_nan("");
    return special & PLUS_INFINITY ? __builtin_inf() : -__builtin_inf();
}

/* The place of the first bit that is 1; -1 where none is. */
static int first_place(const int64_t *digits)
{
    int i = LAST;
    while (i >= 0 && digits[i] == 0) i--;
    return i < 0 ? -1 : 32 * i + 63 - __builtin_clzll((unsigned long long) digits[i]);
}

static int bit(const int64_t *digits, int place)
{
    return (int) (digits[place / 32] >> place % 32 & 1);
}

static int any_below(const int64_t *digits, int place)
{
    for (int i = 0; i < place / 32; i++)
        if (digits[i]) return 1;
    return (digits[place / 32] & ((INT64_C(1) << place % 32) - 1)) != 0;
}

/* The bits from this place on, which are at most 53. */
static uint64_t bits_from(const int64_t *digits, int place)
{
    const int i = place / 32, shift = place % 32;
    const uint64_t next = i < LAST ? (uint64_t) digits[i + 1] : 0, last = i + 1 < LAST ? (uint64_t) digits[i + 2] : 0;
    return (uint64_t) digits[i] >> shift | next << (32 - shift) | last << 32 << (32 - shift);
}

/* Of digits that are carried, none negative. */
static double round_digits(const int64_t *digits)
{
    const int first = first_place(digits);
    if (first > PLACE_OF_ONE + 1023) return __builtin_inf();
    const int last = first - 52 > PLACE_OF_LEAST ? first - 52 : PLACE_OF_LEAST;
    uint64_t integer = bits_from(digits, last);
    if (bit(digits, last - 1) && (integer & 1 || any_below(digits, last - 1))) integer++;
    return (double) integer * power_of_two(last - PLACE_OF_ONE);
}

double lrelu_accumulator_round(const accumulator *sum)
{
    if (sum->special) return lrelu_accumulator_special(sum->special);
    accumulator size = *sum;
    carry(size.digits);
    const int is_negative = size.digits[LAST] < 0;
    if (is_negative) {
        for (int i = 0; i <= LAST; i++) size.digits[i] = -size.digits[i];
        carry(size.digits);
    }
    const double rounded = round_digits(size.digits);
    return is_negative ? -rounded : rounded;
}

/* ---- Written down --------------------------------------------------------------------------- */

/* The digits of a two's complement integer, the sign in the last one. */
static void digits_of(const accumulator *sum, uint32_t *digits)
{
    accumulator carried = *sum;
    carry(carried.digits);
    for (int i = 0; i <= LAST; i++) digits[i] = (uint32_t) ((uint64_t) carried.digits[i] & DIGIT);
}

static uint32_t sign_of(uint32_t digit)
{
    return digit >> 31 ? UINT32_C(0xffffffff) : 0;
}

size_t lrelu_accumulator_write(const accumulator *sum, unsigned char *bytes)
{
    uint32_t digits[ACCUMULATOR_DIGITS];
    digits_of(sum, digits);
    int first = 0, end = ACCUMULATOR_DIGITS;
    while (first < end && digits[first] == 0) first++;
    while (end - first > 1 && digits[end - 1] == sign_of(digits[end - 2])) end--;
    if (first == end) first = end = 0;
    const unsigned char head[] = {ACCUMULATOR_FORM, sum->special, (unsigned char) first, (unsigned char) (end - first)};
    memcpy(bytes, head, sizeof head);
    for (int i = first; i < end; i++)
        for (int k = 0; k < 4; k++) bytes[4 + 4 * (i - first) + k] = (unsigned char) (digits[i] >> 8 * k & 0xff);
    return 4 + 4 * (size_t) (end - first);
}

size_t lrelu_accumulator_written(const unsigned char *bytes, size_t n)
{
    if (n < 4 || bytes[0] != ACCUMULATOR_FORM || bytes[1] > ALL_SPECIAL) return 0;
    const size_t size = 4 + 4 * (size_t) bytes[3];
    return bytes[2] + bytes[3] > ACCUMULATOR_DIGITS || size > n ? 0 : size;
}

void lrelu_accumulator_read(accumulator *sum, const unsigned char *bytes)
{
    const int first = bytes[2], end = first + bytes[3];
    uint32_t digit = 0;
    make_room(sum);
    sum->special |= bytes[1];
    for (int i = first; i < end; i++) {
        const unsigned char *at = bytes + 4 + 4 * (i - first);
        digit = (uint32_t) at[0] | (uint32_t) at[1] << 8 | (uint32_t) at[2] << 16 | (uint32_t) at[3] << 24;
        sum->digits[i] += digit;
    }
    if (!sign_of(digit)) return;
    /* The digits of a negative number stand for one of the next digit more than it is. */
    if (end <= LAST)
        sum->digits[end]--;
    else
        sum->digits[LAST] -= DIGIT + 1;
}
