/* mx.nd.LeakyReLU(): arguments -> strips -> kernel -> result */
#include "args.h"
#include "entry.h"
#include "messages.h"
#include "strips.h"

#include <string.h>

/* The slopes that were used, where they were not drawn: the mask as given, or the slope of inference everywhere. */
static void fill_mask(SEXP result, const storage *like, const arguments *a)
{
    for (R_xlen_t start = 0; start < like->length;) {
        R_xlen_t n = storage_reach(like, start);
        if (n > BLOCK) n = BLOCK;
        double *to = storage_write(result, like, start);
        if (a->has_mask) {
            if (storage_reach(&a->mask, start) < n) n = storage_reach(&a->mask, start);
            numbers from = storage_read(&a->mask, start, n, to);
            const double *values = numbers_load(&from, 0, (size_t) n, to);
            if (values != to) memcpy(to, values, (size_t) n * sizeof *to);
        } else {
            for (R_xlen_t i = 0; i < n; i++) to[i] = a->c.slope;
        }
        start += n;
    }
}

SEXP leakyrelu_forward(SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP is_train,
                       SEXP margin, SEXP mask, SEXP return_mask, SEXP overwrite)
{
    storage x = storage_of(data, "data");
    arguments a;
    read_arguments(&a, &x, "data", gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    int train = read_flag(is_train, "is.train");
    int keep_mask = read_flag(return_mask, "return.mask");
    if (keep_mask && a.type != ACT_RRELU)
        Rf_error("`return.mask` must be FALSE for act.type = \"%s\", not TRUE.", activations[a.type].name);

    operands o = {.x = &x, .draw = train && a.type == ACT_RRELU && !a.has_mask, .lower = a.lower, .upper = a.upper};
    if (a.has_mask) o.slopes = &a.mask;
    int in_place = LOGICAL_ELT(overwrite, 0) && !keep_mask && storage_is_temporary(&x);
    o.result = PROTECT(in_place ? data : storage_result(&x));
    o.drawn = PROTECT(keep_mask ? storage_result(&x) : R_NilValue);
    run_strips(job_of(&a, activations[a.type].forward), &o);

    SEXP answer = o.result;
    if (keep_mask) {
        if (!o.draw) fill_mask(o.drawn, &x, &a);
        const char *names[] = {"out", "mask", ""};
        answer = Rf_mkNamed(VECSXP, names);
        SET_VECTOR_ELT(answer, 0, o.result);
        SET_VECTOR_ELT(answer, 1, o.drawn);
    }
    UNPROTECT(2);
    return answer;
}
