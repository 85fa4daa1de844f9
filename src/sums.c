#include "sums.h"

#include <R_ext/Utils.h>

#include "compute.h"
#include "routines.h"
#include "threads.h"

/* A part of the sums reads nothing but that part's data. */
static int next_of_part(const leakyrelu_sum *sum, cursor *at)
{
    const R_xlen_t start = at->start + at->n;
    cursor_skip(at, (R_xlen_t) leakyrelu->sum_skip(sum, (size_t) start, (size_t) (at->length - start)));
    return cursor_next(at);
}

static void add_part(leakyrelu_sum *sum, const input *data, const gradient *grad, const gradient *weight)
{
    leakyrelu_piece piece = LEAKYRELU_PIECE;
    leakyrelu_array x, a, b;
    cursor at = {.length = data->length, .most = STRIP};
    cursor_read(&at, data, &x);
    read_along(&at, grad, &a);
    if (weight) read_along(&at, weight, &b);
    while (next_of_part(sum, &at)) {
        piece_at(&piece, &at, 0);
        require_ok(leakyrelu->sum_add(sum, a, weight ? &b : NULL, x, &piece));
    }
}

/* The sums for a plan, over so many elements of data; their memory lives until the .Call ends. */
static leakyrelu_sum start_sum(const leakyrelu_plan *plan, R_xlen_t length)
{
    const int threads = threads_for(0, length, length);
    leakyrelu_sum sum;
    void *memory = R_alloc(leakyrelu->sum_bytes(plan, (size_t) length, threads), 1);
    require_ok(leakyrelu->sum_start(&sum, plan, (size_t) length, threads, memory));
    return sum;
}

/* Where sums are to be rounded to, and how they become a gradient like gamma. */
static double *new_sums(SEXP result, const input *gamma)
{
    return gamma->holder ? (double *) R_alloc((size_t) gamma->length, sizeof(double)) : REAL(result);
}

static void give_type(SEXP result, const input *gamma, const double *sums)
{
    if (gamma->holder)
        require_ok(leakyrelu->convert(leakyrelu->array(LEAKYRELU_DOUBLE, sums, (size_t) gamma->length),
                                      gamma->holder->type, result_at(result, gamma, 0)));
}

SEXP sum_along(const arguments *a, const input *data, const gradient *grad, const gradient *weight)
{
    SEXP result = PROTECT(result_like(&a->gamma));
    double *sums = new_sums(result, &a->gamma);
    leakyrelu_sum sum = start_sum(&a->plan, data->length);
    int status;
    do {
        add_part(&sum, data, grad, weight);
        status = leakyrelu->sum_finish(&sum, sums);
    } while (status == LEAKYRELU_AGAIN);
    require_ok(status);
    give_type(result, &a->gamma, sums);
    UNPROTECT(1);
    return result;
}

/* ---- Sums of blocks, written down ------------------------------------------------------------- */

/* R's numbers of gamma's elements, counted from 0; NULL where there are none. */
static const size_t *read_index(SEXP index)
{
    if (index == R_NilValue) return NULL;
    const R_xlen_t n = Rf_xlength(index);
    size_t *from_0 = (size_t *) R_alloc((size_t) n, sizeof *from_0);
    for (R_xlen_t i = 0; i < n; i++)
        from_0[i] = (size_t) (TYPEOF(index) == REALSXP ? REAL_ELT(index, i) : INTEGER_ELT(index, i)) - 1;
    return from_0;
}

SEXP leakyrelu_write_sums(SEXP out_grad, SEXP data, SEXP data_grad, SEXP gamma, SEXP margin, SEXP index)
{
    R_CheckStack2(LEAKYRELU_STACK);
    const input in = input_of(data, "data");
    arguments a;
    SEXP prelu = PROTECT(Rf_mkString("prelu"));
    read_arguments(&a, &in, gamma, prelu, R_NilValue, R_NilValue, R_NilValue, margin, R_NilValue);
    const gradient grad = read_gradient(out_grad, "out.grad", &in);
    gradient weight;
    if (data_grad != R_NilValue) weight = read_gradient(data_grad, "data.grad", &in);
    const size_t *numbers = read_index(index);
    leakyrelu_sum sum = start_sum(&a.plan, in.length);
    SEXP parts = PROTECT(Rf_cons(R_NilValue, R_NilValue)), last = parts;
    int status;
    do {
        add_part(&sum, &in, &grad, data_grad == R_NilValue ? NULL : &weight);
        SEXP bytes = PROTECT(Rf_allocVector(RAWSXP, (R_xlen_t) leakyrelu->sum_written_bytes(&sum)));
        status = leakyrelu->sum_write(&sum, numbers, RAW(bytes));
        last = SETCDR(last, Rf_cons(bytes, R_NilValue));
        UNPROTECT(1);
    } while (status == LEAKYRELU_AGAIN);
    require_ok(status);
    SEXP written = Rf_PairToVectorList(CDR(parts));
    UNPROTECT(2);
    return written;
}

/* A plan for sums of gamma's elements, each of its own. */
static leakyrelu_plan plan_of(const input *gamma)
{
    leakyrelu_plan plan;
    const size_t n = (size_t) gamma->length, stride = 1;
    require_ok(leakyrelu->plan(&plan, "prelu", NULL));
    if (n != 1) require_ok(leakyrelu->gamma(&plan, input_doubles(gamma), n, 1, &n, &stride));
    return plan;
}

SEXP leakyrelu_read_sums(SEXP written, SEXP gamma)
{
    R_CheckStack2(LEAKYRELU_STACK);
    const input like = input_vector(gamma, "gamma");
    SEXP result = PROTECT(result_like(&like));
    double *sums = new_sums(result, &like);
    const leakyrelu_plan plan = plan_of(&like);
    leakyrelu_sum sum = start_sum(&plan, like.length);
    int status;
    do {
        for (R_xlen_t i = 0; i < Rf_xlength(written); i++) {
            SEXP bytes = VECTOR_ELT(written, i);
            R_CheckUserInterrupt();
            require_ok(leakyrelu->sum_read(&sum, RAW_RO(bytes), (size_t) Rf_xlength(bytes)));
        }
        status = leakyrelu->sum_finish(&sum, sums);
    } while (status == LEAKYRELU_AGAIN);
    require_ok(status);
    give_type(result, &like, sums);
    UNPROTECT(1);
    return result;
}
