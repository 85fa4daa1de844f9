#include "storage.h"

#include <stdint.h>
#include <string.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "ask.h"
#include "messages.h"

static int is_data_frame(SEXP object)
{
    return TYPEOF(object) == VECSXP && Rf_inherits(object, "data.frame");
}

/* A plain data frame or tibble. Other classes may have attributes that depend on the columns' values, such as keys and groups. */
static int is_ordinary(SEXP data_frame)
{
    SEXP class = Rf_getAttrib(data_frame, R_ClassSymbol);
    const char *tibble[] = {"tbl_df", "tbl", "data.frame"};
    R_xlen_t n = Rf_xlength(class);
    if (Rf_isS4(data_frame) || (n != 1 && n != 3)) return 0;
    for (R_xlen_t i = 0; i < n; i++)
        if (strcmp(CHAR(STRING_ELT(class, i)), tibble[3 - n + i]) != 0) return 0;
    return 1;
}

static int holds_numbers(SEXP object)
{
    return TYPEOF(object) == REALSXP || TYPEOF(object) == INTSXP || TYPEOF(object) == LGLSXP;
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

static double *new_buffer(void)
{
    return (double *) R_alloc(BLOCK, sizeof(double));
}

/* Only an object with a class can have arithmetic of its own. */
static void require_plain(SEXP object, const char *name)
{
    if (!Rf_isObject(object)) return;
    const char *why_not = ask("why_not_plain", object, NULL);
    if (*why_not) Rf_error("`%s` must be plain numbers, not %s%s", name, describe(object), why_not);
}

static storage storage_of_data_frame(SEXP object, const char *name)
{
    R_xlen_t columns = Rf_xlength(object);
    R_xlen_t rows = Rf_xlength(Rf_getAttrib(object, R_RowNamesSymbol));
    int is_in_memory = 1;
    for (R_xlen_t j = 0; j < columns; j++) {
        SEXP column = VECTOR_ELT(object, j);
        int plain = holds_numbers(column) && Rf_getAttrib(column, R_DimSymbol) == R_NilValue;
        if (plain && Rf_xlength(column) != rows)
            Rf_error("`%s` must have columns of one length (%lld), but column %s has length %lld.", name, (long long) rows,
                     describe_column(object, j), (long long) Rf_xlength(column));
        const char *advice = "";
        if (!plain || Rf_isObject(column)) advice = ask(plain ? "why_not_plain" : "advice_on_column", column, NULL);
        if (!plain || *advice)
            Rf_error("`%s` must have plain numeric or logical columns, but column %s is %s%s", name, describe_column(object, j),
                     describe(column), advice);
        is_in_memory &= memory_of(column) != NULL;
    }
    int ordinary = is_ordinary(object);
    if (!ordinary) require_plain(object, name);
    return (storage){object, name, rows * columns, rows, is_in_memory ? NULL : new_buffer(), ordinary};
}

storage storage_of(SEXP object, const char *name)
{
    if (is_data_frame(object)) return storage_of_data_frame(object, name);
    if (!holds_numbers(object))
        Rf_error("`%s` must be a numeric or logical vector, matrix, array or data frame, not %s%s", name, describe(object),
                 ask("advice_on", object, NULL));
    return storage_of_vector(object, name);
}

storage storage_of_vector(SEXP object, const char *name)
{
    if (!holds_numbers(object))
        Rf_error("`%s` must be a numeric or logical vector, not %s%s", name, describe(object), ask("advice_on", object, NULL));
    require_plain(object, name);
    return (storage){object, name, Rf_xlength(object), Rf_xlength(object), memory_of(object) ? NULL : new_buffer(), 1};
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

R_xlen_t storage_reach(const storage *s, R_xlen_t start)
{
    R_xlen_t rest = s->piece - start % s->piece;
    if (!memory_of(piece_at(s, s->object, start)) && rest > BLOCK) rest = BLOCK;
    return rest;
}

numbers storage_read(const storage *s, R_xlen_t start, R_xlen_t n)
{
    SEXP vector = piece_at(s, s->object, start);
    R_xlen_t offset = start % s->piece;
    const void *memory = memory_of(vector);
    double *buffer = memory || s->buffer ? s->buffer : new_buffer();
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
    const double *memory = TYPEOF(s->object) == REALSXP ? memory_of(s->object) : NULL;
    if (memory) return memory;
    double *all = (double *) R_alloc((size_t) s->length, sizeof *all);
    for (R_xlen_t start = 0; start < s->length;) {
        R_xlen_t n = storage_reach(s, start);
        numbers from = storage_read(s, start, n);
        const double *values = numbers_load(&from, 0, (size_t) n, all + start);
        if (values != all + start) memcpy(all + start, values, (size_t) n * sizeof *all);
        start += n;
    }
    return all;
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
    if (like->is_ordinary) SHALLOW_DUPLICATE_ATTRIB(result, like->object);
    UNPROTECT(1);
    return result;
}

SEXP storage_finish(SEXP result, const storage *like)
{
    if (like->is_ordinary) return result;
    SEXP finished = ask_for("with_columns", like->object, result);
    if (finished == R_NilValue)
        Rf_error("`%s` must be a data frame whose columns can be replaced, not %s: use as.data.frame().", like->name,
                 describe(like->object));
    return finished;
}

double *storage_write(SEXP result, const storage *like, R_xlen_t start)
{
    return REAL(piece_at(like, result, start)) + start % like->piece;
}
