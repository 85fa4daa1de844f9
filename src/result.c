#include "result.h"

#include <stdint.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

/* The page faults of fresh memory cost more than most kernels: ask for huge pages before it is first written to. */
static void use_huge_pages(void *memory, size_t bytes)
{
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    const size_t page = 4096, worth_it = 4194304;
    if (bytes < worth_it) return;
    size_t skipped = (page - (uintptr_t) memory % page) % page;
    madvise((char *) memory + skipped, (bytes - skipped) / page * page, MADV_HUGEPAGE);
#else
    (void) memory, (void) bytes;
#endif
}

static SEXP doubles_like(SEXP vector)
{
    R_xlen_t n = Rf_xlength(vector);
    SEXP result = PROTECT(Rf_allocVector(REALSXP, n));
    use_huge_pages(REAL(result), (size_t) n * sizeof(double));
    SHALLOW_DUPLICATE_ATTRIB(result, vector);
    UNPROTECT(1);
    return result;
}

SEXP result_like(const input *like)
{
    if (TYPEOF(like->object) != VECSXP) return doubles_like(like->object);
    R_xlen_t columns = Rf_xlength(like->object);
    SEXP result = PROTECT(Rf_allocVector(VECSXP, columns));
    for (R_xlen_t j = 0; j < columns; j++) SET_VECTOR_ELT(result, j, doubles_like(VECTOR_ELT(like->object, j)));
    SHALLOW_DUPLICATE_ATTRIB(result, like->object);
    UNPROTECT(1);
    return result;
}

numbers result_at(SEXP result, const input *like, R_xlen_t start)
{
    return (numbers){.type = &lrelu_doubles, .at = REAL(input_piece(like, result, start)) + start % like->piece};
}
