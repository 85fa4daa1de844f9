#include "kinds.h"

#include "ask.h"

int is_shape(SEXP object)
{
    if (TYPEOF(object) != VECSXP || !Rf_inherits(object, "leakyrelu_shape") || Rf_xlength(object) != 3) return 0;
    SEXP dim = VECTOR_ELT(object, SHAPE_DIM), length = VECTOR_ELT(object, SHAPE_LENGTH);
    return (dim == R_NilValue || TYPEOF(dim) == INTSXP) && TYPEOF(length) == REALSXP && Rf_xlength(length) == 1
           && REAL_ELT(length, 0) >= 0;
}

SEXP call_of_kind(SEXP kind, const char *function, int n, SEXP *arguments)
{
    SEXP all = PROTECT(Rf_allocVector(VECSXP, n + 2));
    SET_VECTOR_ELT(all, 0, kind);
    SET_VECTOR_ELT(all, 1, Rf_mkString(function));
    for (int i = 0; i < n; i++) SET_VECTOR_ELT(all, i + 2, arguments[i]);
    /* A list of the result, or the message of an error. */
    SEXP answer = PROTECT(ask_for("answer_of_kind", all, NULL));
    if (TYPEOF(answer) == STRSXP) Rf_error("%s", Rf_translateChar(STRING_ELT(answer, 0)));
    SEXP result = VECTOR_ELT(answer, 0);
    UNPROTECT(2);
    return result;
}
