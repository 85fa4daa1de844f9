/* What the kernels ask of the compiler: one source, compiled for each vector unit, with the same bits from all.
 *
 * A kernel is a loop marked VECTORISED in a function marked CLONES. On x86-64 Linux the loader picks the clone that
 * fits the CPU. The bits agree because no multiply-add is ever contracted, and because a compiler reassociates nothing
 * without being told to. Every file with kernels includes this one first. */
#ifndef LEAKYRELU_SIMD_H
#define LEAKYRELU_SIMD_H

#include <stdint.h> /* and with it __GLIBC__ */

#if defined(__clang__)
#pragma clang fp contract(off)
#elif defined(__GNUC__)
/* Without no-trapping-math gcc 12 leaves a loop scalar when one arm of a select computes something. */
#pragma GCC optimize("fp-contract=off", "no-trapping-math", "no-thread-jumps")
#else
#pragma STDC FP_CONTRACT OFF
#endif

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(LEAKYRELU_ONE_CLONE)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

/* A call left in a loop keeps it scalar. */
#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

#ifdef _OPENMP
#define VECTORISED _Pragma("omp simd")
#else
#define VECTORISED
#endif

#endif
