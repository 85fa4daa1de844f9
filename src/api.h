/* The functions of inst/include/leakyrelu.h, through which alone this folder reaches core. */
#ifndef LEAKYRELU_API_H
#define LEAKYRELU_API_H

#include "leakyrelu.h"

extern const leakyrelu_functions *leakyrelu;

/* Gets them, and registers them for other packages. */
void api_load(void);

/* An R error for a call that this package should not have made. */
void require_ok(int status);

#endif
