#include "simd.h"

simd_level lrelu_simd_in_use = SIMD_BASELINE;

void lrelu_simd_use(simd_level most)
{
    lrelu_simd_in_use = SIMD_BASELINE;
#ifdef SIMD_CLONES
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("fma")) return;
    if (most >= SIMD_AVX2 && __builtin_cpu_supports("avx2")) lrelu_simd_in_use = SIMD_AVX2;
    WITH_AVX512F(if (most >= SIMD_AVX512F && __builtin_cpu_supports("avx512f")) lrelu_simd_in_use = SIMD_AVX512F;)
#else
    (void) most;
#endif
}
