#include "profile.h"

#include <math.h>
#include <stdio.h>

static const double from = -40, width = 0.25;

static FILE *worst_file, *along_file;

int profile_bin(double x)
{
    double bin = floor((x - from) / width);
    return bin >= 0 && bin < BINS ? (int) bin : -1;
}

int profile_open(const char *worst, const char *along)
{
    worst_file = fopen(worst, "w");
    along_file = fopen(along, "w");
    if (!worst_file || !along_file) return 0;
    fprintf(worst_file, "act.type,order,points,error,at,own.error,own.at,bound\n");
    fprintf(along_file, "act.type,from,to,points,y,first,second\n");
    return 1;
}

void profile_write(const char *name, const double *bounds, const tally *worst, const profile *along)
{
    for (int which = 0; which < 3; which++) {
        const tally *t = &worst[which];
        fprintf(worst_file, "%s,%d,%ld,%.6g,%.17g,%.6g,%.17g,%g\n", name, which, t->points, t->worst, t->at,
                t->own_worst, t->own_at, bounds[which]);
    }
    for (int bin = 0; bin < BINS; bin++) {
        if (!along->of[0][bin].points) continue;
        fprintf(along_file, "%s,%g,%g,%ld,%.4g,%.4g,%.4g\n", name, from + width * bin, from + width * (bin + 1),
                along->of[0][bin].points, along->of[0][bin].worst, along->of[1][bin].worst, along->of[2][bin].worst);
    }
}
