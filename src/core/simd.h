/* What the kernels ask of the compiler: one source, compiled for each vector unit, with the same bits from all.
 *
 * A kernel is an INLINE function with a loop marked VECTORISED, whose elements do not depend on each other; CLONED()
 * compiles it for each vector unit and calls the clone that fits the CPU. The bits agree because no multiply-add is
 * ever contracted, and because a compiler reassociates nothing without being told to. */
#ifndef LEAKYRELU_SIMD_H
#define LEAKYRELU_SIMD_H

#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) \
    || defined(__NO_SIGNED_ZEROS__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "leakyrelu needs exact sums, missing values and signed zeros: compile it without -ffast-math and its parts."
#endif

/* On i386 gcc computes in the x87's registers, whose 64 bits are not rounded to a double's 53, unless told
 * otherwise. */
#if defined(__i386__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC target("sse2,fpmath=sse")
#endif
#if defined(__i386__) ? !defined(__SSE2_MATH__) \
                      : defined(__FLT_EVAL_METHOD__) && (__FLT_EVAL_METHOD__ < 0 || __FLT_EVAL_METHOD__ == 2)
#error "leakyrelu needs arithmetic that rounds each result to a double: on i386, -msse2 -mfpmath=sse."
#endif

#if defined(__clang__)
#pragma clang fp contract(off) reassociate(off)
#define VECTORISED _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
/* At -O2 gcc 12 vectorises only what it need not check for overlaps and remainders, unless the cost model is dynamic.
 * Without no-trapping-math it leaves a loop scalar when one arm of a select computes something; its jump threading
 * computes both arms of a select, and all that they depend on, twice. */
#pragma GCC optimize("fp-contract=off", "no-trapping-math", "no-thread-jumps", "tree-vectorize", \
                     "vect-cost-model=dynamic")
#define VECTORISED _Pragma("GCC ivdep")
#else
#pragma STDC FP_CONTRACT OFF
#define VECTORISED
#endif

/* A call left in a loop keeps it scalar. */
#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

typedef enum { SIMD_BASELINE, SIMD_AVX2, SIMD_AVX512F } simd_level;

/* The level in use: what the CPU has, or less where that was asked for. */
extern simd_level lrelu_simd_in_use;

/* Finds what the CPU has, and uses that or `most`, whichever is less. */
void lrelu_simd_use(simd_level most);

/* Not on Windows, where gcc does not align the stack for these units. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(_WIN32)
#define SIMD_CLONES 1
#define CLONED(name, loop, parameters, arguments)                            \
    __attribute__((target("avx512f"))) static void name##_avx512f parameters \
    {                                                                        \
        loop arguments;                                                      \
    }                                                                        \
    __attribute__((target("avx2"))) static void name##_avx2 parameters       \
    {                                                                        \
        loop arguments;                                                      \
    }                                                                        \
    static void name##_baseline parameters                                   \
    {                                                                        \
        loop arguments;                                                      \
    }                                                                        \
    void name parameters                                                     \
    {                                                                        \
        if (lrelu_simd_in_use == SIMD_AVX512F)                               \
            name##_avx512f arguments;                                        \
        else if (lrelu_simd_in_use == SIMD_AVX2)                             \
            name##_avx2 arguments;                                           \
        else                                                                 \
            name##_baseline arguments;                                       \
    }
#else
#define CLONED(name, loop, parameters, arguments) \
    void name parameters                          \
    {                                             \
        loop arguments;                           \
    }
#endif

#endif
