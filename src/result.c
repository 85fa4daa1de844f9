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

SEXP new_vector(SEXPTYPE type, R_xlen_t length)
{
    SEXP result = PROTECT(Rf_allocVector(type, length));
    const size_t bytes = (size_t) length * (type == REALSXP ? sizeof(double) : type == INTSXP ? sizeof(int) : 1);
    void *memory = type == REALSXP ? (void *) REAL(result) : type == INTSXP ? (void *) INTEGER(result) : RAW(result);
    use_huge_pages(memory, bytes);
    UNPROTECT(1);
    return result;
}

static SEXP doubles_like_vector(SEXP vector)
{
    SEXP result = PROTECT(new_vector(REALSXP, Rf_xlength(vector)));
    SHALLOW_DUPLICATE_ATTRIB(result, vector);
    UNPROTECT(1);
    return result;
}

static SEXP doubles_like_data_frame(SEXP data_frame)
{
    R_xlen_t columns = Rf_xlength(data_frame);
    SEXP result = PROTECT(Rf_allocVector(VECSXP, columns));
    for (R_xlen_t j = 0; j < columns; j++) SET_VECTOR_ELT(result, j, doubles_like_vector(VECTOR_ELT(data_frame, j)));
    SHALLOW_DUPLICATE_ATTRIB(result, data_frame);
    UNPROTECT(1);
    return result;
}

static SEXP doubles_like_holder(const input *like)
{
    SEXP result = PROTECT(new_vector(REALSXP, like->length));
    holder_shape(like->holder, like->object, result);
    UNPROTECT(1);
    return result;
}

SEXP doubles_like(const input *like)
{
    if (like->holder) return doubles_like_holder(like);
    return TYPEOF(like->object) == VECSXP ? doubles_like_data_frame(like->object) : doubles_like_vector(like->object);
}

SEXP result_like(const input *like)
{
    return like->holder ? holder_like(like->holder, like->object) : doubles_like(like);
}

void *result_at(SEXP result, const input *like, R_xlen_t start)
{
    if (like->holder && TYPEOF(result) != REALSXP)
        return (char *) holder_place(like->holder, result) + (size_t) start * like->holder->size;
    return REAL(input_piece(like, result, start)) + start % like->piece;
}
