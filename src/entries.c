/* What sparse data needs beyond plain numbers, for R/matrix-entries.R and R/kind-matrix.R. An entry is a number at a
 * position: those of a matrix count from 0, column by column, and are doubles, as there may be more of them than an
 * integer holds. Positions ascend, and each comes once. */
#include "api.h"
#include "input.h"
#include "random.h"
#include "result.h"
#include "routines.h"

#include <R_ext/Utils.h>

/* Objects that Matrix itself would not have made must not lead outside of memory. */
static void refuse_slots(void)
{
    Rf_error("`data` must be a valid object: see validObject().");
}

/* ---- Rows and columns ----------------------------------------------------------------------- */

/* The number of entries that the pointers of so many columns lead to. */
static int count_of(SEXP pointers, R_xlen_t columns)
{
    const int *p = INTEGER_RO(pointers);
    if (Rf_xlength(pointers) != columns + 1 || p[0] != 0) refuse_slots();
    for (R_xlen_t j = 0; j < columns; j++)
        if (p[j + 1] < p[j]) refuse_slots();
    return p[columns];
}

SEXP leakyrelu_expand(SEXP pointers)
{
    const int *p = INTEGER_RO(pointers);
    const R_xlen_t n = Rf_xlength(pointers) - 1;
    SEXP result = PROTECT(new_vector(INTSXP, count_of(pointers, n)));
    int *index = INTEGER(result);
    for (R_xlen_t j = 0; j < n; j++)
        for (int k = p[j]; k < p[j + 1]; k++) index[k] = (int) j;
    UNPROTECT(1);
    return result;
}

SEXP leakyrelu_pick(SEXP values, SEXP index)
{
    const double *from = REAL_RO(values);
    const int *at = INTEGER_RO(index);
    const R_xlen_t n = Rf_xlength(index), length = Rf_xlength(values);
    SEXP result = PROTECT(new_vector(REALSXP, n));
    double *to = REAL(result);
    for (R_xlen_t k = 0; k < n; k++) {
        if (at[k] < 0 || at[k] >= length) refuse_slots();
        to[k] = from[at[k]];
    }
    UNPROTECT(1);
    return result;
}

/* gamma may be larger than a cache. */
#define AHEAD 64

/* The slopes of the next n entries: the gammas that an index says, or those of columns that end there. */
static void gather(const double *gamma, R_xlen_t length, const int *index, double *slopes, R_xlen_t n)
{
    int least = 0, most = 0;
    for (R_xlen_t k = 0; k < n; k++) {
        least = index[k] < least ? index[k] : least;
        most = index[k] > most ? index[k] : most;
    }
    if (least < 0 || (n > 0 && most >= length)) refuse_slots();
    for (R_xlen_t k = 0; k < n; k++) {
        if (k + AHEAD < n) __builtin_prefetch(gamma + index[k + AHEAD]);
        slopes[k] = gamma[index[k]];
    }
}

static void spread(const double *gamma, const int *ends, R_xlen_t *column, R_xlen_t start, double *slopes, R_xlen_t n)
{
    for (R_xlen_t k = 0; k < n;) {
        while (ends[*column] <= start + k) ++*column;
        R_xlen_t end = ends[*column] - start;
        if (end > n) end = n;
        for (; k < end; k++) slopes[k] = gamma[*column];
    }
}

SEXP leakyrelu_rectify(SEXP data, SEXP gamma, SEXP index, SEXP pointers)
{
    R_CheckStack2(LEAKYRELU_STACK);
    const R_xlen_t n = Rf_xlength(data), length = Rf_xlength(gamma);
    const int by_column = index == R_NilValue;
    if (by_column && count_of(pointers, length) != n) refuse_slots();
    if (!by_column && Rf_xlength(index) != n) refuse_slots();
    leakyrelu_plan plan;
    require_ok(leakyrelu->plan(&plan, "rrelu", NULL));
    SEXP result = PROTECT(new_vector(REALSXP, n));
    const double *x = REAL_RO(data), *gammas = REAL_RO(gamma);
    double slopes[MOST_AT_ONCE], *y = REAL(result);
    R_xlen_t column = 0;
    for (R_xlen_t start = 0; start < n; start += MOST_AT_ONCE) {
        const R_xlen_t m = n - start < MOST_AT_ONCE ? n - start : MOST_AT_ONCE;
        if (by_column)
            spread(gammas, INTEGER_RO(pointers) + 1, &column, start, slopes, m);
        else
            gather(gammas, length, INTEGER_RO(index) + start, slopes, m);
        leakyrelu_piece piece = LEAKYRELU_PIECE;
        piece.mask = leakyrelu->array(LEAKYRELU_DOUBLE, slopes, (size_t) m);
        require_ok(
            leakyrelu->forward(&plan, leakyrelu->array(LEAKYRELU_DOUBLE, x + start, (size_t) m), y + start, &piece));
        if (start / MOST_AT_ONCE % 4096 == 4095) R_CheckUserInterrupt();
    }
    UNPROTECT(1);
    return result;
}

SEXP leakyrelu_split(SEXP at, SEXP dim)
{
    const double *position = REAL_RO(at), rows = INTEGER_ELT(dim, 0);
    const int columns = INTEGER_ELT(dim, 1);
    const R_xlen_t n = Rf_xlength(at);
    const char *names[] = {"i", "p", ""};
    SEXP answer = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(answer, 0, new_vector(INTSXP, n));
    SET_VECTOR_ELT(answer, 1, new_vector(INTSXP, (R_xlen_t) columns + 1));
    int *i = INTEGER(VECTOR_ELT(answer, 0)), *p = INTEGER(VECTOR_ELT(answer, 1));
    R_xlen_t k = 0;
    for (int j = 0; j < columns; j++) {
        const double first = j * rows, end = first + rows;
        p[j] = (int) k;
        for (; k < n && position[k] < end; k++) i[k] = (int) (position[k] - first);
    }
    p[columns] = (int) k;
    if (k < n) refuse_slots();
    UNPROTECT(1);
    return answer;
}

/* ---- Positions ------------------------------------------------------------------------------ */

/* Puts the union of two where `to` is, unless that is NULL; says how many there are. */
static R_xlen_t merge(const double *a, R_xlen_t a_length, const double *b, R_xlen_t b_length, double *to)
{
    R_xlen_t i = 0, j = 0, n = 0;
    for (; i < a_length || j < b_length; n++) {
        const int of_a = i < a_length && (j == b_length || a[i] <= b[j]);
        const int of_b = j < b_length && (i == a_length || b[j] <= a[i]);
        if (to) to[n] = of_a ? a[i] : b[j];
        i += of_a;
        j += of_b;
    }
    return n;
}

SEXP leakyrelu_union(SEXP a, SEXP b)
{
    const R_xlen_t a_length = Rf_xlength(a), b_length = Rf_xlength(b);
    const R_xlen_t n = merge(REAL_RO(a), a_length, REAL_RO(b), b_length, NULL);
    SEXP both = PROTECT(new_vector(REALSXP, n));
    merge(REAL_RO(a), a_length, REAL_RO(b), b_length, REAL(both));
    UNPROTECT(1);
    return both;
}

SEXP leakyrelu_values_at(SEXP wanted, SEXP at, SEXP values)
{
    const double *position = REAL_RO(wanted), *known = REAL_RO(at), *value = REAL_RO(values);
    const R_xlen_t n = Rf_xlength(wanted), entries = Rf_xlength(at);
    SEXP result = PROTECT(new_vector(REALSXP, n));
    double *to = REAL(result);
    for (R_xlen_t k = 0, e = 0; k < n; k++) {
        while (e < entries && known[e] < position[k]) e++;
        to[k] = e < entries && known[e] == position[k] ? value[e] : 0;
    }
    UNPROTECT(1);
    return result;
}

/* ---- Random slopes -------------------------------------------------------------------------- */

SEXP leakyrelu_draw_at(SEXP length, SEXP at, SEXP lower, SEXP upper)
{
    const double n = Rf_asReal(length), low = Rf_asReal(lower), high = Rf_asReal(upper), *position = REAL_RO(at);
    const R_xlen_t entries = Rf_xlength(at);
    SEXP result = PROTECT(new_vector(REALSXP, entries));
    double block[MOST_AT_ONCE], *slopes = REAL(result), start = 0;
    R_xlen_t e = 0, blocks = 0;
    generator random;
    if (n > 0) generator_open(&random);
    for (; low < high && start < n; start += MOST_AT_ONCE) {
        const double end = start + MOST_AT_ONCE < n ? start + MOST_AT_ONCE : n;
        generator_draw(&random, low, high, block, (size_t) (end - start));
        if (e < entries && position[e] < start) refuse_slots();
        for (; e < entries && position[e] < end; e++) slopes[e] = block[(size_t) (position[e] - start)];
        if (++blocks % 4096 == 0) R_CheckUserInterrupt();
    }
    for (; e < entries; e++) slopes[e] = low; /* equal bounds draw nothing */
    /* Last of all, so that an interrupt does not change .Random.seed. */
    if (n > 0) generator_close(&random);
    UNPROTECT(1);
    return result;
}

/* ---- Sums ----------------------------------------------------------------------------------- */

/* As many gammas at a time: their sums fit a cache. */
#define RUNS_AT_ONCE 4096

/* The terms of a sum for gamma, and where the run of each of its elements ends. */
typedef struct {
    const double *ends, *out_grad, *data_grad, *data; /* data_grad may be NULL */
} runs;

static size_t start_of(const runs *of, R_xlen_t r)
{
    return r > 0 ? (size_t) of->ends[r - 1] : 0;
}

static size_t length_of(const runs *of, R_xlen_t r)
{
    return (size_t) of->ends[r] - start_of(of, r);
}

/* All runs count as if they were as long as the longest, so that they lie as gamma's elements do along columns. */
static leakyrelu_plan plan_for(const runs *of, R_xlen_t from, R_xlen_t n, const double *gamma, size_t *longest)
{
    leakyrelu_plan plan;
    *longest = 1;
    for (R_xlen_t r = from; r < from + n; r++)
        if (length_of(of, r) > *longest) *longest = length_of(of, r);
    require_ok(leakyrelu->plan(&plan, "prelu", NULL));
    require_ok(leakyrelu->gamma(&plan, gamma, (size_t) n, 2, (size_t[]){*longest, (size_t) n}, (size_t[]){0, 1}));
    return plan;
}

static void add_run(leakyrelu_sum *sum, const runs *of, R_xlen_t r, size_t place)
{
    const size_t start = start_of(of, r), n = length_of(of, r);
    const leakyrelu_array a = leakyrelu->array(LEAKYRELU_DOUBLE, of->out_grad + start, n),
                          x = leakyrelu->array(LEAKYRELU_DOUBLE, of->data + start, n);
    leakyrelu_array b;
    if (of->data_grad) b = leakyrelu->array(LEAKYRELU_DOUBLE, of->data_grad + start, n);
    leakyrelu_piece piece = LEAKYRELU_PIECE;
    piece.start = place;
    require_ok(leakyrelu->sum_add(sum, a, of->data_grad ? &b : NULL, x, &piece));
}

/* The sums of n runs. What gamma is does not matter to them. */
static void sum_some(const runs *of, R_xlen_t from, R_xlen_t n, const double *gamma, double *sums)
{
    const void *before = vmaxget();
    size_t longest;
    const leakyrelu_plan plan = plan_for(of, from, n, gamma, &longest);
    const size_t length = longest * (size_t) n;
    void *memory = R_alloc(leakyrelu->sum_bytes(&plan, length, 1), 1);
    leakyrelu_sum sum;
    require_ok(leakyrelu->sum_start(&sum, &plan, length, 1, memory));
    int status;
    do {
        for (R_xlen_t r = 0; r < n; r++) add_run(&sum, of, from + r, (size_t) r * longest);
        status = leakyrelu->sum_finish(&sum, sums + from);
    } while (status == LEAKYRELU_AGAIN);
    require_ok(status);
    vmaxset(before);
}

SEXP leakyrelu_sum_runs(SEXP ends, SEXP out_grad, SEXP data_grad, SEXP data)
{
    R_CheckStack2(LEAKYRELU_STACK);
    const R_xlen_t n = Rf_xlength(ends);
    const runs of = {REAL_RO(ends), REAL_RO(out_grad), data_grad == R_NilValue ? NULL : REAL_RO(data_grad),
                     REAL_RO(data)};
    double gamma[RUNS_AT_ONCE] = {0};
    SEXP sums = PROTECT(Rf_allocVector(REALSXP, n));
    for (R_xlen_t from = 0; from < n; from += RUNS_AT_ONCE) {
        sum_some(&of, from, n - from < RUNS_AT_ONCE ? n - from : RUNS_AT_ONCE, gamma, REAL(sums));
        R_CheckUserInterrupt();
    }
    UNPROTECT(1);
    return sums;
}
