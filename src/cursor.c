#include "cursor.h"

#include <R_ext/Utils.h>

void cursor_read(cursor *at, const input *from, leakyrelu_array *to)
{
    if (!from) return;
    at->read[at->reads].from = from;
    at->read[at->reads].to = to;
    at->reads++;
}

void cursor_write(cursor *at, SEXP result, const input *like, void **to)
{
    at->write[at->writes].result = result;
    at->write[at->writes].like = like;
    at->write[at->writes].to = to;
    at->writes++;
}

static R_xlen_t at_most(R_xlen_t n, R_xlen_t limit)
{
    return n < limit ? n : limit;
}

int cursor_next(cursor *at)
{
    at->start += at->n;
    if (at->start >= at->length) return 0;
    if (at->start > 0) R_CheckUserInterrupt();
    R_xlen_t n = at_most(at->length - at->start, at->most);
    for (int i = 0; i < at->reads; i++) n = at_most(n, input_reach(at->read[i].from, at->start));
    for (int i = 0; i < at->writes; i++) n = at_most(n, input_reach(at->write[i].like, at->start));
    for (int i = 0; i < at->reads; i++) *at->read[i].to = input_read(at->read[i].from, at->start, n);
    for (int i = 0; i < at->writes; i++)
        *at->write[i].to = result_at(at->write[i].result, at->write[i].like, at->start);
    at->n = n;
    return 1;
}

void cursor_skip(cursor *at, R_xlen_t n)
{
    at->n += n;
}
