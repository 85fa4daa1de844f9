#include "random.h"

#include <Rmath.h>

void draw_uniform(double lower, double upper, double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) numbers[i] = runif(lower, upper);
}
