#include "activations.h"

#include <string.h>

#define DECLARED(name) extern const activation lrelu_##name;
#define LISTED(name) &lrelu_##name,

EACH_ACTIVATION(DECLARED)

const activation *const lrelu_activations[] = {EACH_ACTIVATION(LISTED)};
const int lrelu_activation_count = (int) (sizeof lrelu_activations / sizeof *lrelu_activations);

const activation *lrelu_activation_named(const char *name)
{
    for (int i = 0; i < lrelu_activation_count; i++)
        if (strcmp(lrelu_activations[i]->name, name) == 0) return lrelu_activations[i];
    return NULL;
}

const char *lrelu_activation_lacks(const activation *row)
{
    if (!row->name) return "name";
    if (!row->formula) return "formula";
    if (!row->slope_from) return "slope_from";
    if (!row->forward) return "forward";
    if (!row->forward_float) return "forward_float";
    if (!row->backward) return "backward";
    if (!row->double_backward) return "double_backward";
    if (!row->coefficients) return "coefficients";
    if (!(row->error.y > 0)) return "error.y";
    if (!(row->error.first > 0)) return "error.first";
    if (!(row->error.second > 0)) return "error.second";
    return NULL;
}

double lrelu_mean_slope(double lower, double upper)
{
    double sum = lower + upper;
    return sum - sum == 0 ? sum / 2 : lower / 2 + upper / 2;
}

void lrelu_no_coefficients(coefficients *c, double slope)
{
    (void) slope;
    *c = (coefficients){0};
}
