#include "api.h"

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Rdynload.h>

const leakyrelu_functions *leakyrelu;

/* What leakyrelu_from_R() calls from other packages. */
static const leakyrelu_functions *init_for_package(int version)
{
    const leakyrelu_functions *functions = leakyrelu_init(version);
    if (!functions)
        Rf_error("The package leakyrelu must be updated: it has version %d of its C functions, not %d.",
                 LEAKYRELU_VERSION, version);
    return functions;
}

void api_load(void)
{
    leakyrelu = leakyrelu_init(LEAKYRELU_VERSION);
    R_RegisterCCallable("leakyrelu", "leakyrelu_init", (DL_FUNC) init_for_package);
}

void require_ok(int status)
{
    if (status) Rf_error("The call of a C function of leakyrelu was wrong: %s.", leakyrelu->explain(status));
}
