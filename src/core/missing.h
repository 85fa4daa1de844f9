/* The rule for missing values. NA stays NA, any other NaN stays NaN. Where several inputs are missing, data's wins,
 * then the gradient's that arrives, then the slope's. In a sum for gamma, whatever the order of its terms: an NA of
 * data's, a NaN of data's, then the gradient's NA, its NaN. */
#ifndef LEAKYRELU_MISSING_H
#define LEAKYRELU_MISSING_H

#include "bits.h"
#include "simd.h"

/* Arithmetic with a NaN gives that NaN on these units, so that NA stays NA. On others (riscv64) it gives one and the
 * same NaN: there, and wherever that is not known, what is missing has to be selected. */
#if defined(__x86_64__) || defined(__i386__) || defined(__aarch64__) || defined(__arm__) || defined(__powerpc64__) \
    || defined(__s390x__)
#define KEEPS_NAN 1
#else
#define KEEPS_NAN 0
#endif

/* The result of arithmetic with the operand, which is passed on where it is missing; no other operand may be missing
 * too. */
INLINE double passed_on(double operand, double result)
{
    return KEEPS_NAN || operand == operand ? result : operand;
}

/* R's NA is a NaN whose lower word is 1954. */
#define NA_BITS UINT64_C(0x7ff00000000007a2)

/* R's package float writes NA so, and takes any NaN with this lower half for NA. */
#define FLOAT_NA_BITS UINT32_C(0x7f8007a2)

INLINE int is_float_na(float x)
{
    return x != x && (bits_of_float(x) & 0xffff) == (FLOAT_NA_BITS & 0xffff);
}

INLINE double make_na(void)
{
    return double_of(NA_BITS);
}

INLINE int is_na(double x)
{
    return x != x && (uint32_t) bits_of(x) == (uint32_t) NA_BITS;
}

#endif
