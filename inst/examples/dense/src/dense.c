#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Rdynload.h>
#include <leakyrelu.h>

static const leakyrelu_functions *leakyrelu;

static void require_ok(int status)
{
    if (status) Rf_error("dense: %s.", leakyrelu->explain(status));
}

/* act(sums + bias), with one bias for each column. The activation overwrites what it reads, so it
 * needs no more memory. */
SEXP dense_activate(SEXP sums, SEXP bias, SEXP act_type, SEXP slope)
{
    const R_xlen_t rows = Rf_nrows(sums), columns = Rf_ncols(sums);
    const R_xlen_t length = rows * columns;
    leakyrelu_parameters parameters = LEAKYRELU_DEFAULTS;
    leakyrelu_plan plan;
    parameters.slope = Rf_asReal(slope);
    require_ok(leakyrelu->plan(&plan, CHAR(Rf_asChar(act_type)), &parameters));

    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, (int) rows, (int) columns));
    const double *from = REAL(sums);
    double *to = REAL(out);
    for (R_xlen_t i = 0; i < length; i++) to[i] = from[i] + REAL(bias)[i / rows];
    leakyrelu_array data = leakyrelu->array(LEAKYRELU_DOUBLE, to, (size_t) length);
    require_ok(leakyrelu->forward(&plan, data, to, NULL));
    UNPROTECT(1);
    return out;
}

static const R_CallMethodDef routines[] = {
    {"dense_activate", (DL_FUNC) &dense_activate, 4}, {NULL, NULL, 0}};

/* leakyrelu is already loaded, because NAMESPACE imports from it. */
void R_init_dense(DllInfo *dll)
{
    leakyrelu = leakyrelu_from_R();
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
}
