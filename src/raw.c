/* For the tests: a job over raw memory that holds numbers of any type of the core, as R has none of most of them. */
#include <string.h>

#include "core/activations.h"
#include "core/blocks.h"
#include "core/half.h"
#include "routines.h"

static const struct {
    const char *name;
    const number_type *type;
} types[] = {
    {"double", &lrelu_doubles}, {"float", &lrelu_floats}, {"float16", &lrelu_float16}, {"bfloat16", &lrelu_bfloat16}};

static const number_type *type_named(SEXP name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, CHAR(STRING_ELT(name, 0))) == 0) return types[i].type;
    Rf_error("No type of number has the name \"%s\".", CHAR(STRING_ELT(name, 0)));
}

static kernel *kernel_named(const activation *act, SEXP what)
{
    const char *name = CHAR(STRING_ELT(what, 0));
    return strcmp(name, "forward") == 0    ? act->forward
           : strcmp(name, "backward") == 0 ? act->backward
                                           : act->double_backward;
}

/* One slope for all; or one for each element; or else one for each of as many runs of elements as there are slopes. */
static void read_slopes(slopes *s, SEXP slope, size_t n)
{
    const size_t count = (size_t) Rf_xlength(slope);
    if (count == n) s->each = (numbers){.type = &lrelu_doubles, .at = REAL(slope)};
    if (count == 1 || count == n) return;
    lrelu_layout_append(&s->along, n / count, 0);
    lrelu_layout_append(&s->along, count, 1);
    lrelu_slopes_along(s, REAL(slope), count);
}

/* y, y' or y'' (`what`: "forward", "backward", "double_backward") of numbers of the type `from` as numbers of the type
 * `to`, by the job that a call with such data would do. */
SEXP leakyrelu_on_raw(SEXP from, SEXP to, SEXP what, SEXP act_type, SEXP slope, SEXP raw)
{
    R_CheckStack2(BLOCK_STACK);
    const number_type *x_type = type_named(from), *y_type = type_named(to);
    const activation *act = lrelu_activation_named(CHAR(STRING_ELT(act_type, 0)));
    if (!act) Rf_error("No activation has the name \"%s\".", CHAR(STRING_ELT(act_type, 0)));
    const size_t n = (size_t) Rf_xlength(raw) / x_type->size;
    coefficients c;
    act->coefficients(&c, Rf_asReal(slope));
    slopes s = {.table = NULL};
    read_slopes(&s, slope, n);
    double one = 1;

    SEXP y = PROTECT(Rf_allocVector(RAWSXP, (R_xlen_t) (n * y_type->size)));
    kernel *apply = kernel_named(act, what);
    job j = {.x = {.type = x_type, .at = RAW(raw)}, .y = {.type = y_type, .at = RAW(y)}};
    j.terms[0] = (term){.apply = apply,
                        .apply_to_floats = apply == act->forward ? act->forward_float : NULL,
                        .c = &c,
                        .slopes = &s,
                        .grad = {.type = &lrelu_doubles, .at = &one, .is_one = 1}};
    lrelu_job_do(&j, 0, n, 1);
    UNPROTECT(1);
    return y;
}
