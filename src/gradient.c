#include "gradient.h"

#include "margin.h"

gradient read_gradient(SEXP object, const char *name, const input *data)
{
    gradient g = {.each = input_of(object, name)};
    refuse_shape(&g.each, data);
    g.is_one = g.each.length == 1 && g.each.shape == R_NilValue;
    if (g.is_one)
        g.one = input_one(&g.each);
    else
        require_shape(&g.each, data);
    return g;
}

void read_along(cursor *at, const gradient *g, leakyrelu_array *to)
{
    if (g->is_one)
        *to = leakyrelu->array(LEAKYRELU_DOUBLE, &g->one, 1);
    else
        cursor_read(at, &g->each, to);
}
