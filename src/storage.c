#include "storage.h"

#include <stdint.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "messages.h"

static int is_data_frame(SEXP object)
{
    return TYPEOF(object) == VECSXP && Rf_inherits(object, "data.frame");
}

static int holds_numbers(SEXP object)
{
    return TYPEOF(object) == REALSXP || TYPEOF(object) == INTSXP || TYPEOF(object) == LGLSXP;
}

/* What a function of R/arguments.R says of a call that is yet to be evaluated. */
static int ask(SEXP call)
{
    PROTECT(call);
    SEXP name = PROTECT(Rf_mkString("leakyrelu"));
    SEXP namespace = PROTECT(R_FindNamespace(name));
    int answer = Rf_asLogical(Rf_eval(call, namespace));
    UNPROTECT(3);
    return answer;
}

/* Only an object with a class can have methods of its own. */
static int has_own_math(SEXP object)
{
    return Rf_isObject(object) && ask(Rf_lang2(Rf_install("has_own_math"), object));
}

static storage storage_of_data_frame(SEXP object, const char *name)
{
    R_xlen_t columns = Rf_xlength(object);
    R_xlen_t rows = Rf_xlength(Rf_getAttrib(object, R_RowNamesSymbol));
    for (R_xlen_t j = 0; j < columns; j++) {
        SEXP column = VECTOR_ELT(object, j);
        int plain = holds_numbers(column) && Rf_getAttrib(column, R_DimSymbol) == R_NilValue;
        if (plain && Rf_xlength(column) != rows)
            Rf_error("`%s` must have columns of one length (%lld), but column %s has length %lld.", name, (long long) rows,
                     describe_column(object, j), (long long) Rf_xlength(column));
        if (!plain || has_own_math(column))
            Rf_error("`%s` must have plain numeric or logical columns, but column %s is %s.", name, describe_column(object, j),
                     describe(column));
    }
    return (storage){object, rows * columns, rows};
}

storage storage_of(SEXP object, const char *name)
{
    if (is_data_frame(object)) return storage_of_data_frame(object, name);
    if (!holds_numbers(object))
        Rf_error("`%s` must be a numeric or logical vector, matrix, array or data frame, not %s.", name, describe(object));
    return storage_of_vector(object, name);
}

storage storage_of_vector(SEXP object, const char *name)
{
    if (!holds_numbers(object)) Rf_error("`%s` must be a numeric or logical vector, not %s.", name, describe(object));
    if (has_own_math(object))
        Rf_error("`%s` must be plain numbers, not %s: use unclass(), as that class has arithmetic of its own.", name,
                 describe(object));
    return (storage){object, Rf_xlength(object), Rf_xlength(object)};
}

SEXP storage_dim(const storage *s)
{
    if (!is_data_frame(s->object)) return Rf_getAttrib(s->object, R_DimSymbol);
    SEXP dim = Rf_allocVector(INTSXP, 2);
    INTEGER(dim)[0] = (int) s->piece;
    INTEGER(dim)[1] = Rf_length(s->object);
    return dim;
}

static SEXP piece_at(const storage *s, SEXP object, R_xlen_t start)
{
    return TYPEOF(object) == VECSXP ? VECTOR_ELT(object, start / s->piece) : object;
}

/* Memory of the numbers, or NULL where they are not in memory (a compact sequence, a file) and are not to be put there. */
static const void *memory_of(SEXP vector)
{
    switch (TYPEOF(vector)) {
    case REALSXP:
        return ALTREP(vector) ? (const void *) REAL_OR_NULL(vector) : (const void *) REAL_RO(vector);
    case INTSXP:
        return ALTREP(vector) ? (const void *) INTEGER_OR_NULL(vector) : (const void *) INTEGER_RO(vector);
    default:
        return ALTREP(vector) ? (const void *) LOGICAL_OR_NULL(vector) : (const void *) LOGICAL_RO(vector);
    }
}

R_xlen_t storage_reach(const storage *s, R_xlen_t start)
{
    R_xlen_t rest = s->piece - start % s->piece;
    if (!memory_of(piece_at(s, s->object, start)) && rest > BLOCK) rest = BLOCK;
    return rest;
}

numbers storage_read(const storage *s, R_xlen_t start, R_xlen_t n, double *buffer)
{
    SEXP vector = piece_at(s, s->object, start);
    R_xlen_t offset = start % s->piece;
    const void *memory = memory_of(vector);
    if (TYPEOF(vector) == REALSXP) {
        if (memory) return (numbers){DOUBLES, (const double *) memory + offset, 0};
        REAL_GET_REGION(vector, offset, n, buffer);
        return (numbers){DOUBLES, buffer, 0};
    }
    if (memory) return (numbers){INTEGERS, (const int *) memory + offset, NA_REAL};
    int region[BLOCK];
    if (TYPEOF(vector) == INTSXP)
        INTEGER_GET_REGION(vector, offset, n, region);
    else
        LOGICAL_GET_REGION(vector, offset, n, region);
    numbers integers = {INTEGERS, region, NA_REAL};
    return (numbers){DOUBLES, numbers_load(&integers, 0, (size_t) n, buffer), 0};
}

const double *storage_doubles(const storage *s)
{
    if (TYPEOF(s->object) == REALSXP) return REAL_RO(s->object);
    double *all = (double *) R_alloc((size_t) s->length, sizeof *all);
    for (R_xlen_t start = 0; start < s->length;) {
        R_xlen_t n = storage_reach(s, start);
        numbers from = storage_read(s, start, n, all + start);
        numbers_load(&from, 0, (size_t) n, all + start);
        start += n;
    }
    return all;
}

/* A new result of fewer elements takes less time than to ask what follows. */
#define WORTH_OVERWRITING 16384

int storage_is_temporary(const storage *s)
{
    return s->length >= WORTH_OVERWRITING && TYPEOF(s->object) == REALSXP && !ALTREP(s->object) && !MAYBE_SHARED(s->object)
        && !ask(Rf_lang1(Rf_install("caller_has_on_exit")));
}

/* The page faults of fresh memory cost more than most kernels: ask for large pages before it is first written to. */
static void use_large_pages(void *memory, size_t bytes)
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
    use_large_pages(REAL(result), (size_t) n * sizeof(double));
    SHALLOW_DUPLICATE_ATTRIB(result, vector);
    UNPROTECT(1);
    return result;
}

SEXP storage_result(const storage *like)
{
    if (TYPEOF(like->object) != VECSXP) return doubles_like(like->object);
    R_xlen_t columns = Rf_xlength(like->object);
    SEXP result = PROTECT(Rf_allocVector(VECSXP, columns));
    for (R_xlen_t j = 0; j < columns; j++) SET_VECTOR_ELT(result, j, doubles_like(VECTOR_ELT(like->object, j)));
    SHALLOW_DUPLICATE_ATTRIB(result, like->object);
    UNPROTECT(1);
    return result;
}

double *storage_write(SEXP result, const storage *like, R_xlen_t start)
{
    return REAL(piece_at(like, result, start)) + start % like->piece;
}
