#include "input.h"

#include <string.h>

#include "ask.h"
#include "kinds.h"
#include "messages.h"

static int is_data_frame(SEXP object)
{
    return TYPEOF(object) == VECSXP && Rf_inherits(object, "data.frame");
}

/* A plain data frame or tibble. Other classes may have attributes that depend on the columns' values, such as keys and
 * groups. */
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

/* Memory of the numbers, or NULL where they are not in memory (a compact sequence, a file) and are not to be put
 * there. */
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
    return (double *) R_alloc(MOST_AT_ONCE, sizeof(double));
}

/* Why an object is more than its numbers, as the end of an error message, or "". Only one with a class can have
 * arithmetic of its own. */
static const char *why_not_plain(SEXP object)
{
    return Rf_isObject(object) ? ask("why_not_plain", object, NULL) : "";
}

static void refuse_arithmetic(SEXP object, const char *name, const char *why_not)
{
    if (*why_not) Rf_error("`%s` must be plain numbers, not %s%s", name, describe(object), why_not);
}

/* The function for its kind, or NULL. */
static SEXP kind_of(SEXP object)
{
    return Rf_isObject(object) ? ask_for("kind_of", object, NULL) : R_NilValue;
}

static input read_data_frame(SEXP object, const char *name, int kinds)
{
    R_xlen_t columns = Rf_xlength(object);
    R_xlen_t rows = Rf_xlength(Rf_getAttrib(object, R_RowNamesSymbol));
    int is_in_memory = 1;
    for (R_xlen_t j = 0; j < columns; j++) {
        SEXP column = VECTOR_ELT(object, j);
        int plain = holds_numbers(column) && Rf_getAttrib(column, R_DimSymbol) == R_NilValue;
        if (plain && Rf_xlength(column) != rows)
            Rf_error("`%s` must have columns of one length (%lld), but column %s has length %lld.", name,
                     (long long) rows, describe_column(object, j), (long long) Rf_xlength(column));
        const char *advice = "";
        if (!plain || Rf_isObject(column)) advice = ask(plain ? "why_not_plain" : "advice_on_column", column, NULL);
        if (!plain || *advice)
            Rf_error("`%s` must have plain numeric or logical columns, but column %s is %s%s", name,
                     describe_column(object, j), describe(column), advice);
        is_in_memory &= memory_of(column) != NULL;
    }
    const int ordinary = is_ordinary(object);
    if (!ordinary) refuse_arithmetic(object, name, why_not_plain(object));
    SEXP kind = kinds && !ordinary ? kind_of(object) : R_NilValue;
    return (input){object, name, rows * columns, rows, is_in_memory ? NULL : new_buffer(), kind, NULL, R_NilValue};
}

static input read_vector(SEXP object, const char *name)
{
    const R_xlen_t length = Rf_xlength(object);
    return (input){object, name, length, length, memory_of(object) ? NULL : new_buffer(), R_NilValue, NULL, R_NilValue};
}

static input read_holder(const holder_class *of, SEXP object, const char *name)
{
    if (!holder_is_valid(of, object)) Rf_error("`%s` must be a valid object: see validObject().", name);
    const R_xlen_t length = holder_length(of, object);
    return (input){object, name, length, length, NULL, R_NilValue, of, R_NilValue};
}

static input read_shape(SEXP shape, const char *name)
{
    const R_xlen_t length = (R_xlen_t) Rf_asReal(VECTOR_ELT(shape, SHAPE_LENGTH));
    return (input){VECTOR_ELT(shape, SHAPE_OBJECT), name, length, length, NULL, R_NilValue, NULL, shape};
}

/* What an argument must be, in errors. */
static const char of_any_kind[] = "numeric or logical (a vector, matrix, array, data frame, Matrix or DelayedArray)";
static const char of_plain_kind[] = "numeric or logical (a vector, matrix, array or data frame)";
static const char a_vector[] = "a numeric or logical vector";

static input read(SEXP object, const char *name, const char *must_be, int frames, int kinds)
{
    if (frames && is_data_frame(object)) return read_data_frame(object, name, kinds);
    if (frames && is_shape(object)) return read_shape(object, name);
    const int holds = holds_numbers(object);
    const holder_class *of = holds ? NULL : holder_class_of(object);
    if (of) return read_holder(of, object, name);
    const char *why_not = holds ? why_not_plain(object) : "";
    if (holds && !*why_not) return read_vector(object, name);
    SEXP kind = kinds ? kind_of(object) : R_NilValue;
    if (kind != R_NilValue) return (input){.object = object, .name = name, .kind = kind, .shape = R_NilValue};
    refuse_arithmetic(object, name, why_not);
    Rf_error("`%s` must be %s, not %s%s", name, must_be, describe(object), ask("advice_on", object, NULL));
}

input input_data(SEXP object, const char *name)
{
    return read(object, name, of_any_kind, 1, 1);
}

input input_of(SEXP object, const char *name)
{
    return read(object, name, of_plain_kind, 1, 0);
}

input input_vector(SEXP object, const char *name)
{
    return read(object, name, a_vector, 0, 0);
}

void refuse_shape(const input *other, const input *data)
{
    if (other->shape != R_NilValue && data->shape == R_NilValue)
        Rf_error("`%s` must be %s, not %s.", other->name, of_plain_kind, describe(other->object));
}

SEXP input_dim(const input *in)
{
    if (in->shape != R_NilValue) return VECTOR_ELT(in->shape, SHAPE_DIM);
    if (in->holder) return holder_dim(in->holder, in->object);
    if (!is_data_frame(in->object)) return Rf_getAttrib(in->object, R_DimSymbol);
    SEXP dim = Rf_allocVector(INTSXP, 2);
    INTEGER(dim)[0] = (int) in->piece;
    INTEGER(dim)[1] = Rf_length(in->object);
    return dim;
}

SEXP input_piece(const input *in, SEXP object, R_xlen_t start)
{
    return TYPEOF(object) == VECSXP ? VECTOR_ELT(object, start / in->piece) : object;
}

R_xlen_t input_reach(const input *in, R_xlen_t start)
{
    R_xlen_t rest = in->piece - start % in->piece;
    if (in->holder) return rest;
    if (!memory_of(input_piece(in, in->object, start)) && rest > MOST_AT_ONCE) rest = MOST_AT_ONCE;
    return rest;
}

/* What is not in memory, as doubles. */
static void read_region(SEXP vector, R_xlen_t offset, R_xlen_t n, double *to)
{
    if (TYPEOF(vector) == REALSXP) {
        REAL_GET_REGION(vector, offset, n, to);
        return;
    }
    int region[MOST_AT_ONCE];
    if (TYPEOF(vector) == INTSXP)
        INTEGER_GET_REGION(vector, offset, n, region);
    else
        LOGICAL_GET_REGION(vector, offset, n, region);
    require_ok(leakyrelu->convert(leakyrelu->array(LEAKYRELU_INTEGER, region, (size_t) n), LEAKYRELU_DOUBLE, to));
}

leakyrelu_array input_read(const input *in, R_xlen_t start, R_xlen_t n)
{
    if (in->holder) {
        const char *memory = holder_memory(in->holder, in->object);
        return leakyrelu->array(in->holder->type, memory + (size_t) start * in->holder->size, (size_t) n);
    }
    SEXP vector = input_piece(in, in->object, start);
    R_xlen_t offset = start % in->piece;
    const void *memory = memory_of(vector);
    if (memory && TYPEOF(vector) == REALSXP)
        return leakyrelu->array(LEAKYRELU_DOUBLE, (const double *) memory + offset, (size_t) n);
    if (memory) return leakyrelu->array(LEAKYRELU_INTEGER, (const int *) memory + offset, (size_t) n);
    double *buffer = in->buffer ? in->buffer : new_buffer();
    read_region(vector, offset, n, buffer);
    return leakyrelu->array(LEAKYRELU_DOUBLE, buffer, (size_t) n);
}

double input_one(const input *in)
{
    if (!in->holder) return Rf_asReal(input_piece(in, in->object, 0));
    double one;
    require_ok(leakyrelu->convert(input_read(in, 0, 1), LEAKYRELU_DOUBLE, &one));
    return one;
}

const double *input_doubles(const input *in)
{
    if (TYPEOF(in->object) == REALSXP && !in->buffer) return REAL_RO(in->object);
    double *all = (double *) R_alloc((size_t) in->length, sizeof *all);
    for (R_xlen_t start = 0, n; start < in->length; start += n) {
        n = input_reach(in, start);
        require_ok(leakyrelu->convert(input_read(in, start, n), LEAKYRELU_DOUBLE, all + start));
    }
    return all;
}
