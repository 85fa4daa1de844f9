#include "blocks.h"

#include <limits.h>

const double *numbers_load(const numbers *from, size_t start, size_t n, double *buffer)
{
    switch (from->kind) {
    case DOUBLES:
        return (const double *) from->at + start;
    case INTEGERS: {
        const int *integers = (const int *) from->at + start;
        for (size_t i = 0; i < n; i++) buffer[i] = integers[i] == INT_MIN ? from->value : integers[i];
        return buffer;
    }
    case ONE_NUMBER:
        for (size_t i = 0; i < n; i++) buffer[i] = from->value;
        return buffer;
    case NO_NUMBERS:
        break;
    }
    return NULL;
}

/* A missing grad wins over a missing weight. */
static void multiply(const double *grad, const double *weight, double *product, size_t n)
{
    for (size_t i = 0; i < n; i++) product[i] = grad[i] != grad[i] ? grad[i] : grad[i] * weight[i];
}

void job_run(const job *j, size_t start, size_t n)
{
    double x_buffer[BLOCK], grad_buffer[BLOCK], weight_buffer[BLOCK], slopes_buffer[BLOCK];
    for (size_t done = 0; done < n; done += BLOCK) {
        size_t size = n - done < BLOCK ? n - done : BLOCK;
        const double *x = numbers_load(&j->x, done, size, x_buffer);
        const double *grad = numbers_load(&j->grad, done, size, grad_buffer);
        const double *weight = numbers_load(&j->weight, done, size, weight_buffer);
        if (j->sum) {
            gamma_sum_add(j->sum, j->along, start + done, x, grad, weight ? weight : x, size);
            continue;
        }
        if (weight) {
            multiply(grad, weight, grad_buffer, size);
            grad = grad_buffer;
        }
        const double *slopes = numbers_load(&j->slopes, done, size, slopes_buffer);
        if (j->gamma) {
            layout_slopes(j->along, j->gamma, start + done, size, slopes_buffer);
            slopes = slopes_buffer;
        }
        j->run(&j->c, slopes, x, grad, j->y + done, size);
    }
}
