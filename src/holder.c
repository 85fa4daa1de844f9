#include "holder.h"

#include <string.h>

#include "leakyrelu.h"
#include "result.h"

static const holder_class classes[] = {
    {"float32", "float", "Data", INTSXP, LEAKYRELU_FLOAT, 4},
    {"float16", "leakyrelu", "bytes", RAWSXP, LEAKYRELU_FLOAT16, 2},
    {"bfloat16", "leakyrelu", "bytes", RAWSXP, LEAKYRELU_BFLOAT16, 2},
};

static SEXP vector_of(const holder_class *of, SEXP object)
{
    return R_do_slot(object, Rf_install(of->slot));
}

static int is_named(SEXP string, const char *name)
{
    return TYPEOF(string) == STRSXP && Rf_xlength(string) == 1 && strcmp(CHAR(STRING_ELT(string, 0)), name) == 0;
}

const holder_class *holder_class_of(SEXP object)
{
    if (!Rf_isS4(object)) return NULL;
    SEXP class = Rf_getAttrib(object, R_ClassSymbol);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        const holder_class *of = &classes[i];
        if (!is_named(class, of->name)) continue;
        if (!is_named(Rf_getAttrib(class, Rf_install("package")), of->package)) continue;
        if (R_has_slot(object, Rf_install(of->slot)) && TYPEOF(vector_of(of, object)) == of->vector) return of;
    }
    return NULL;
}

R_xlen_t holder_length(const holder_class *of, SEXP object)
{
    const R_xlen_t n = Rf_xlength(vector_of(of, object));
    return of->vector == RAWSXP ? n / (R_xlen_t) of->size : n;
}

/* What would be written to is duplicated where R has wrapped it. */
const void *holder_memory(const holder_class *of, SEXP object)
{
    return DATAPTR_RO(vector_of(of, object));
}

void *holder_place(const holder_class *of, SEXP object)
{
    SEXP vector = vector_of(of, object);
    return of->vector == RAWSXP ? (void *) RAW(vector) : (void *) INTEGER(vector);
}

/* Raw bytes have no dimensions of their own. */
SEXP holder_dim(const holder_class *of, SEXP object)
{
    if (of->vector != RAWSXP) return Rf_getAttrib(vector_of(of, object), R_DimSymbol);
    SEXP dim = R_do_slot(object, Rf_install("Dim"));
    return Rf_xlength(dim) > 0 ? dim : R_NilValue;
}

/* Vectors look after their own dimensions, but raw bytes have none. */
int holder_is_valid(const holder_class *of, SEXP object)
{
    if (of->vector != RAWSXP) return 1;
    SEXP dim = holder_dim(of, object);
    double extents = 1;
    for (R_xlen_t k = 0; k < Rf_xlength(dim); k++) extents *= INTEGER_ELT(dim, k);
    const double bytes = (double) Rf_xlength(vector_of(of, object)), size = (double) of->size;
    return dim == R_NilValue ? bytes == size * (double) holder_length(of, object) : bytes == size * extents;
}

void holder_shape(const holder_class *of, SEXP object, SEXP vector)
{
    if (of->vector != RAWSXP) {
        SHALLOW_DUPLICATE_ATTRIB(vector, vector_of(of, object));
        return;
    }
    SEXP dim = holder_dim(of, object), dimnames = R_do_slot(object, Rf_install("Dimnames"));
    if (dim != R_NilValue) Rf_setAttrib(vector, R_DimSymbol, dim);
    if (Rf_xlength(dimnames) > 0) Rf_setAttrib(vector, R_DimNamesSymbol, dimnames);
}

SEXP holder_like(const holder_class *of, SEXP object)
{
    SEXP before = PROTECT(vector_of(of, object));
    SEXP vector = PROTECT(new_vector(of->vector, Rf_xlength(before)));
    SHALLOW_DUPLICATE_ATTRIB(vector, before);
    SEXP result = PROTECT(Rf_shallow_duplicate(object));
    R_do_slot_assign(result, Rf_install(of->slot), vector);
    UNPROTECT(3);
    return result;
}
