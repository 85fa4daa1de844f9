#include "strips.h"

#include <R_ext/Utils.h>

#include "threads.h"

/* Elements between two looks at the keyboard: 0.06 s of the slowest kernel on one thread without vector units. */
#define STRIP 4194304

/* A table of more slopes would push the data out of the second-level cache. Where the same slope goes on for long, going from run to run is
 * quicker than a table of more than fits the first-level cache, and in the end than any. */
static size_t largest_table(const layout *along)
{
    if (!layout_has_long_runs(along) || along->extent[0] < 32) return 32768;
    return along->stride[0] == 0 && along->extent[0] < 256 ? 4096 : 0;
}

/* Lays the slopes of gamma out along the data, where that is quicker than to do so block by block. */
static void tabulate(job *j, R_xlen_t n)
{
    if (!j->gamma || j->sum) return;
    size_t period = layout_period(j->along);
    if (period > largest_table(j->along) || (size_t) n / 2 < period + BLOCK) return;
    double *table = (double *) R_alloc(period + BLOCK, sizeof *table);
    layout_slopes(j->along, j->gamma, 0, period, table);
    for (size_t i = period; i < period + BLOCK; i++) table[i] = table[i - period];
    j->table = table;
    j->period = period;
}

static R_xlen_t at_most(R_xlen_t n, R_xlen_t limit)
{
    return n < limit ? n : limit;
}

void run_strips(job j, const operands *o)
{
    const R_xlen_t length = o->x->length;
    /* Beyond some 30 MB a result is new memory, and its page faults are not quicker in two threads. */
    const int alone = j.is_cheap && length > STRIP;
    if (length == 0) return;
    tabulate(&j, length);
    const int forgets = o->random && o->drawn == R_NilValue;
    double *block = forgets ? (double *) R_alloc(BLOCK, sizeof *block) : NULL;
    for (R_xlen_t start = 0; start < length;) {
        R_xlen_t n = at_most(storage_reach(o->x, start), o->random ? BLOCK : STRIP);
        if (o->grad) n = at_most(n, storage_reach(o->grad, start));
        if (o->weight) n = at_most(n, storage_reach(o->weight, start));
        if (o->slopes) n = at_most(n, storage_reach(o->slopes, start));

        j.x = storage_read(o->x, start, n);
        if (o->grad) j.grad = storage_read(o->grad, start, n);
        if (o->weight) j.weight = storage_read(o->weight, start, n);
        if (o->slopes) j.slopes = storage_read(o->slopes, start, n);
        if (o->random) {
            double *drawn = forgets ? block : storage_write(o->drawn, o->x, start);
            generator_draw(o->random, o->lower, o->upper, drawn, (size_t) n);
            j.slopes = (numbers){DOUBLES, drawn, 0};
        }
        if (!j.sum) j.y = storage_write(o->result, o->x, start);
        job_run(&j, (size_t) start, (size_t) n, alone ? 1 : threads_for(j.is_cheap, n));

        start += n;
        if (start < length) R_CheckUserInterrupt();
    }
}
