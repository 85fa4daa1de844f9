/* Activations of floats, chosen by name, and an error message. To compile it in output/, after
 * `make lib`:
 *     cc forward.c -Iinclude -Llib -lleakyrelu -pthread -lm */
#include <stdio.h>

#include <leakyrelu.h>

static const leakyrelu_functions *leakyrelu;

/* y = f(x). Returns a status. */
static int activate(const char *act_type, double slope, const float *x, float *y,
                    size_t length)
{
    leakyrelu_parameters parameters = LEAKYRELU_DEFAULTS;
    leakyrelu_array data = leakyrelu->array(LEAKYRELU_FLOAT, x, length);
    leakyrelu_plan plan;
    int status;

    parameters.slope = slope; /* ignored if the activation has none */
    status = leakyrelu->plan(&plan, act_type, &parameters);
    if (status) return status;
    return leakyrelu->forward(&plan, data, y, NULL);
}

static void show(const char *act_type, double slope)
{
    static const float x[] = {-3, -1.5f, -0.0f, 0.5f, 2};
    float y[5];
    int i;
    const int status = activate(act_type, slope, x, y, 5);

    printf("%s, slope %g:", act_type, slope);
    if (status)
        printf(" %s", leakyrelu->explain(status));
    else
        for (i = 0; i < 5; i++) printf(" %.9g", y[i]);
    printf("\n");
}

int main(void)
{
    const float one = -1;
    float y;

    leakyrelu = leakyrelu_init(LEAKYRELU_VERSION);
    if (!leakyrelu) {
        fprintf(stderr, "The library is older than its header.\n");
        return 1;
    }
    if (activate("elu", 1, &one, &y, 1) == LEAKYRELU_OK) printf("elu(-1) = %.9g\n", y);
    show("leaky", 0.01);
    show("gelu", 0);
    show("celu", 2);
    show("celu", 0);
    show("softplus", 1);
    return 0;
}
