/* The gradients of prelu with one slope for each channel of NCHW memory: the gradient of gamma, and
 * the gradient of the data, which overwrites the gradient that arrives. */
#include <stdio.h>
#include <stdlib.h>

#include <leakyrelu.h>

enum { N = 2, C = 3, H = 2, W = 2, LENGTH = N * C * H * W };

static const leakyrelu_functions *leakyrelu;

static int find_gamma_grad(const leakyrelu_plan *plan, leakyrelu_array grad,
                           leakyrelu_array x, double *gamma_grad)
{
    leakyrelu_sum sum;
    void *memory = malloc(leakyrelu->sum_bytes(plan, x.length, 1));
    int status = leakyrelu->sum_start(&sum, plan, x.length, 1, memory);

    if (!status) {
        do { /* only once, unless there are very many gammas */
            status = leakyrelu->sum_add(&sum, grad, NULL, x, NULL);
            if (!status) status = leakyrelu->sum_finish(&sum, gamma_grad);
        } while (status == LEAKYRELU_AGAIN);
    }
    free(memory);
    return status;
}

int main(void)
{
    static const double gamma[C] = {0.25, 0.5, -1};
    /* The fastest dimension comes first. All elements of a channel have the same slope. */
    static const size_t extent[] = {H * W, C, N}, stride[] = {0, 1, 0};
    float x[LENGTH], grad[LENGTH];
    double gamma_grad[C];
    leakyrelu_array data, out_grad;
    leakyrelu_plan plan;
    int i, status;

    for (i = 0; i < LENGTH; i++) {
        x[i] = (float) (i % 5 - 2);
        grad[i] = (float) (i + 1) / 8;
    }
    leakyrelu = leakyrelu_init(LEAKYRELU_VERSION);
    if (!leakyrelu) return 1;
    data = leakyrelu->array(LEAKYRELU_FLOAT, x, LENGTH);
    out_grad = leakyrelu->array(LEAKYRELU_FLOAT, grad, LENGTH);

    status = leakyrelu->plan(&plan, "prelu", NULL);
    if (!status) status = leakyrelu->gamma(&plan, gamma, C, 3, extent, stride);
    /* backward() overwrites the gradient that arrives, so it comes second. */
    if (!status) status = find_gamma_grad(&plan, out_grad, data, gamma_grad);
    if (!status) status = leakyrelu->backward(&plan, out_grad, data, grad, NULL);
    if (status) {
        fprintf(stderr, "%s\n", leakyrelu->explain(status));
        return 1;
    }
    printf("gamma:");
    for (i = 0; i < C; i++) printf(" %g", gamma_grad[i]);
    printf("\ndata, one image per line:");
    for (i = 0; i < LENGTH; i++) printf(i % (H * W) ? " %g" : "\n%g", grad[i]);
    printf("\n");
    return 0;
}
