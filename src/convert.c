/* Numbers of one type as numbers of another. */
#include <string.h>

#include "cursor.h"
#include "routines.h"

SEXP leakyrelu_to_bytes(SEXP numbers, SEXP type)
{
    R_CheckStack2(LEAKYRELU_STACK);
    const int to = strcmp(CHAR(STRING_ELT(type, 0)), "float16") == 0 ? LEAKYRELU_FLOAT16 : LEAKYRELU_BFLOAT16;
    const input in = input_of(numbers, "x");
    leakyrelu_array values;
    SEXP bytes = PROTECT(new_vector(RAWSXP, 2 * in.length));
    cursor at = {.length = in.length, .most = STRIP};
    cursor_read(&at, &in, &values);
    while (cursor_next(&at)) require_ok(leakyrelu->convert(values, to, RAW(bytes) + 2 * at.start));
    UNPROTECT(1);
    return bytes;
}

SEXP leakyrelu_to_doubles(SEXP numbers)
{
    R_CheckStack2(LEAKYRELU_STACK);
    const input in = input_of(numbers, "x");
    leakyrelu_array values;
    SEXP doubles = PROTECT(doubles_like(&in));
    cursor at = {.length = in.length, .most = STRIP};
    cursor_read(&at, &in, &values);
    while (cursor_next(&at)) require_ok(leakyrelu->convert(values, LEAKYRELU_DOUBLE, REAL(doubles) + at.start));
    UNPROTECT(1);
    return doubles;
}

SEXP leakyrelu_held(SEXP object)
{
    const holder_class *of = holder_class_of(object);
    if (!of) return R_NilValue;
    SEXP dim = holder_dim(of, object);
    return dim == R_NilValue ? Rf_ScalarReal((double) holder_length(of, object)) : dim;
}
