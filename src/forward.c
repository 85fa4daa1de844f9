/* mx.nd.LeakyReLU(): arguments -> strips -> kernel -> result */
#include "args.h"
#include "entry.h"
#include "messages.h"
#include "strips.h"

#include <string.h>

#include "random.h"

/* The slopes that were used, where they were not drawn: the mask as given, or the slope of inference everywhere. */
static void fill_mask(SEXP result, const storage *like, const arguments *a)
{
    for (R_xlen_t start = 0; start < like->length;) {
        R_xlen_t n = storage_reach(like, start);
        if (n > BLOCK) n = BLOCK;
        double *to = storage_write(result, like, start);
        if (a->has_mask) {
            if (storage_reach(&a->mask, start) < n) n = storage_reach(&a->mask, start);
            numbers from = storage_read(&a->mask, start, n);
            const double *values = numbers_load(&from, 0, (size_t) n, to);
            if (values != to) memcpy(to, values, (size_t) n * sizeof *to);
        } else {
            for (R_xlen_t i = 0; i < n; i++) to[i] = a->c.slope;
        }
        start += n;
    }
}

SEXP leakyrelu_forward(SEXP data, SEXP gamma, SEXP act_type, SEXP slope, SEXP lower_bound, SEXP upper_bound, SEXP is_train,
                       SEXP margin, SEXP mask, SEXP return_mask)
{
    R_CheckStack2(BLOCK_STACK);
    storage x = storage_of(data, "data");
    arguments a;
    read_arguments(&a, &x, "data", gamma, act_type, slope, lower_bound, upper_bound, margin, mask);
    int train = read_flag(is_train, "is.train");
    int keep_mask = read_flag(return_mask, "return.mask");
    if (keep_mask && a.type != ACT_RRELU)
        Rf_error("`return.mask` must be FALSE for act.type = \"%s\", not TRUE.", activations[a.type].name);

    const int draw = train && a.type == ACT_RRELU && !a.has_mask && x.length > 0;
    operands o = {.x = &x, .lower = a.lower, .upper = a.upper};
    if (a.has_mask) o.slopes = &a.mask;
    o.result = PROTECT(storage_result(&x));
    o.drawn = PROTECT(keep_mask ? storage_result(&x) : R_NilValue);
    generator random;
    if (draw) {
        o.random = &random;
        generator_open(&random);
    }
    run_strips(job_of(&a, activations[a.type].forward), &o);
    if (keep_mask && !draw) fill_mask(o.drawn, &x, &a);

    SEXP answer = PROTECT(storage_finish(o.result, &x));
    if (keep_mask) {
        const char *names[] = {"out", "mask", ""};
        SEXP both = PROTECT(Rf_mkNamed(VECSXP, names));
        SET_VECTOR_ELT(both, 0, answer);
        SET_VECTOR_ELT(both, 1, storage_finish(o.drawn, &x));
        UNPROTECT(2);
        answer = PROTECT(both);
    }
    /* Only here, so that neither an interrupt nor an error changes .Random.seed. */
    if (draw) generator_close(&random);
    UNPROTECT(3);
    return answer;
}
