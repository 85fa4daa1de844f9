/* What the kernels ask of the compiler: one source, compiled for each vector unit, with the same bits from all.
 *
 * A kernel is an INLINE function with a loop marked VECTORISED, whose elements do not depend on each other; CLONED()
 * compiles it for each vector unit and calls the clone that fits the CPU. The bits agree because a compiler
 * contracts and reassociates nothing without being told to, and because a fused multiply-add is used only where it
 * gives the same bits as a product and a sum: see exact.h. */
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

/* Memory that begins with a line of the cache. */
#if defined(__GNUC__)
#define ALIGNED_TO_LINES __attribute__((aligned(64)))
#else
#define ALIGNED_TO_LINES
#endif

/* Each with fused multiply-adds, but for the baseline of old CPUs. */
typedef enum { SIMD_BASELINE, SIMD_AVX2, SIMD_AVX512F } simd_level;

/* The level in use: what the CPU has, or less where that was asked for. */
extern simd_level lrelu_simd_in_use;

/* Finds what the CPU has, and uses that or `most`, whichever is less. */
void lrelu_simd_use(simd_level most);

/* Whether the compiler's own target has a fused multiply-add. */
#if defined(__FP_FAST_FMA) || defined(__FMA__) || defined(__aarch64__)
#define TARGET_HAS_FMA 1
#else
#define TARGET_HAS_FMA 0
#endif

/* A loop takes has_fma first, a literal, and then the arguments. */
#if defined(__x86_64__) && defined(__GNUC__) && !(defined(_WIN32) && defined(__clang__))
#define SIMD_CLONES 1
#if defined(_WIN32)
/* gcc aligns the stack to 16 bytes there, so no vector may be longer. */
#define WITH_AVX512F(code)
#define AVX2_TARGET "avx2,fma,prefer-vector-width=128"
#else
#define WITH_AVX512F(code) code
#define AVX2_TARGET "avx2,fma"
#endif
#define CLONE(name, has_fma, loop, parameters, ...) \
    static void name parameters                     \
    {                                               \
        loop(has_fma, __VA_ARGS__);                 \
    }
#define CLONED(name, loop, parameters, ...)                                                                      \
    WITH_AVX512F(__attribute__((target("avx512f,fma"))) CLONE(name##_avx512f, 1, loop, parameters, __VA_ARGS__)) \
    __attribute__((target(AVX2_TARGET))) CLONE(name##_avx2, 1, loop, parameters, __VA_ARGS__)                    \
        CLONE(name##_baseline, TARGET_HAS_FMA, loop, parameters, __VA_ARGS__) void name parameters               \
    {                                                                                                            \
        WITH_AVX512F(if (lrelu_simd_in_use == SIMD_AVX512F) {                                                    \
            name##_avx512f(__VA_ARGS__);                                                                         \
            return;                                                                                              \
        })                                                                                                       \
        if (lrelu_simd_in_use == SIMD_AVX2)                                                                      \
            name##_avx2(__VA_ARGS__);                                                                            \
        else                                                                                                     \
            name##_baseline(__VA_ARGS__);                                                                        \
    }
#else
#define CLONED(name, loop, parameters, ...) \
    void name parameters                    \
    {                                       \
        loop(TARGET_HAS_FMA, __VA_ARGS__);  \
    }
#endif

#endif
