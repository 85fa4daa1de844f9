#include "bins.h"

#include "bits.h"
#include "exact.h"

/* In steps of 8, with that size in the middle of what fits. Between these limits no number is subnormal, and none
 * overflows. */
grid lrelu_grid_for(int exponent)
{
    static const int of_bin[BINS] = {122, 81, 41, 0};
    int unit = (exponent - 134 + 2048 + 4) / 8 * 8 - 2048;
    if (unit < -904) unit = -904;
    if (unit > 800) unit = 800;
    grid g = {.unit = unit, .least = power_of_two(unit + 105), .most = power_of_two(unit + 162)};
    for (int j = 0; j < BINS; j++) g.start[j] = 1.5 * power_of_two(unit + of_bin[j] + 52);
    return g;
}

/* A term as it goes to the bins, 0 where it does not, and whether it is left. */
typedef struct {
    double product, error;
    int is_left;
} fitted;

/* x, or else 0. A vector selects it; a single number would be jumped over, at 5 ns where that is as good as random. */
INLINE double where(int is_vector, int is_wanted, double x)
{
    if (is_vector) return is_wanted ? x : 0;
    return double_of(bits_of(x) & -(uint64_t) is_wanted);
}

/* What does not fit may be infinite or NaN, and so may its error; without a fused multiply-add that of a product that
 * fits may too, where a factor is next to the largest double. */
INLINE fitted fit(int has_fma, int is_vector, double least, double most, double x, double a, double b)
{
    double product = a * b, size = __builtin_fabs(product), error = product_error(has_fma, a, b, product);
    int counts = x <= 0, fits = counts & (size >= least) & (size <= most) & (has_fma | (error == error));
    int is_missing = __builtin_isunordered(x, a) | (b != b);
    return (fitted){where(is_vector, fits, product), where(is_vector, fits, error),
                    (counts & !fits & (a != 0) & (b != 0)) | is_missing};
}

/* Adds to the bin what it takes of a term, and gives the rest. */
INLINE double put(double term, double *bin)
{
    double sum = *bin + term, rest = term - (sum - *bin);
    *bin = sum;
    return rest;
}

/* Each bin is read and written once, as the compiler cannot know that they are not the same. */
INLINE int add_term(int has_fma, int is_vector, double least, double most, double x, double a, double b, double *bin0,
                    double *bin1, double *bin2, double *bin3)
{
    const fitted f = fit(has_fma, is_vector, least, most, x, a, b);
    double sum0 = *bin0, sum1 = *bin1, sum2 = *bin2;
    sum2 += put(put(f.product, &sum0), &sum1);
    *bin3 += put(put(f.error, &sum1), &sum2);
    *bin0 = sum0;
    *bin1 = sum1;
    *bin2 = sum2;
    return f.is_left;
}

/* Partial sums of a run. */
#define LANES 8

/* Terms that are looked at again, one by one, where some of them are left: a multiple of LANES. */
#define PIECE 32

#define ADD_PARAMETERS bins to, const grid *g, terms t, size_t i, elsewhere others

/* The terms of a piece that are left: of sum i all, or with a stride of 1 one each of sums i, i + 1, ... */
INLINE void put_elsewhere(int has_fma, const grid *g, terms t, size_t i, size_t stride, elsewhere others)
{
    for (size_t k = 0; k < t.n; k++)
        if (fit(has_fma, 0, g->least, g->most, t.x[k], t.a[k], t.b[k]).is_left)
            others.put(others.context, i + k * stride, t.x[k], t.a[k], t.b[k]);
}

/* The n terms from `from` on. */
INLINE terms some_of(terms t, size_t from, size_t n)
{
    return (terms){t.x + from, t.a + from, t.b + from, n};
}

/* Fewer terms than lanes, one after the other. */
INLINE void add_few(int has_fma, bins to, const grid *g, terms t, size_t i, size_t stride, elsewhere others)
{
    const double least = g->least, most = g->most, *x = t.x, *a = t.a, *b = t.b;
    double *bin0 = to.at + i, *bin1 = bin0 + to.n, *bin2 = bin1 + to.n, *bin3 = bin2 + to.n;
    int any_left = 0;
    for (size_t k = 0, at = 0; k < t.n; k++, at += stride)
        any_left |= add_term(has_fma, 0, least, most, x[k], a[k], b[k], &bin0[at], &bin1[at], &bin2[at], &bin3[at]);
    if (any_left) put_elsewhere(has_fma, g, t, i, stride, others);
}

INLINE int any_of(const double left[LANES])
{
    double sum = 0;
    for (size_t lane = 0; lane < LANES; lane++) sum += left[lane];
    return sum != 0;
}

/* A multiple of LANES, at most PIECE. */
INLINE int add_piece(int has_fma, const grid *g, terms t, double lanes[BINS][LANES])
{
    const double least = g->least, most = g->most, *x = t.x, *a = t.a, *b = t.b;
    double left[LANES] = {0};
    for (size_t k = 0; k < t.n; k += LANES) {
        VECTORISED for (size_t lane = 0; lane < LANES; lane++)
        {
            int is_left = add_term(has_fma, 1, least, most, x[k + lane], a[k + lane], b[k + lane], &lanes[0][lane],
                                   &lanes[1][lane], &lanes[2][lane], &lanes[3][lane]);
            left[lane] = is_left ? 1 : left[lane];
        }
    }
    return any_of(left);
}

/* A multiple of LANES. */
INLINE void add_many(int has_fma, ADD_PARAMETERS)
{
    double lanes[BINS][LANES];
    for (int j = 0; j < BINS; j++)
        for (size_t lane = 0; lane < LANES; lane++) lanes[j][lane] = g->start[j];
    for (size_t k = 0; k < t.n; k += PIECE) {
        const terms piece = some_of(t, k, t.n - k < PIECE ? t.n - k : PIECE);
        if (add_piece(has_fma, g, piece, lanes)) put_elsewhere(has_fma, g, piece, i, 0, others);
    }
    for (int j = 0; j < BINS; j++) {
        double sum = to.at[j * to.n + i];
        for (size_t lane = 0; lane < LANES; lane++) sum += lanes[j][lane] - g->start[j];
        to.at[j * to.n + i] = sum;
    }
}

INLINE void add_run_loop(int has_fma, ADD_PARAMETERS)
{
    const size_t whole = t.n - t.n % LANES;
    if (whole) add_many(has_fma, to, g, some_of(t, 0, whole), i, others);
    add_few(has_fma, to, g, some_of(t, whole, t.n - whole), i, 0, others);
}

/* A multiple of LANES. */
INLINE int add_piece_of_each(int has_fma, bins to, const grid *g, terms t, size_t i)
{
    const double least = g->least, most = g->most, *x = t.x, *a = t.a, *b = t.b;
    double *bin0 = to.at + i, *bin1 = bin0 + to.n, *bin2 = bin1 + to.n, *bin3 = bin2 + to.n, left[LANES] = {0};
    for (size_t k = 0; k < t.n; k += LANES) {
        VECTORISED for (size_t lane = 0; lane < LANES; lane++)
        {
            const size_t at = k + lane;
            int is_left =
                add_term(has_fma, 1, least, most, x[at], a[at], b[at], &bin0[at], &bin1[at], &bin2[at], &bin3[at]);
            left[lane] = is_left ? 1 : left[lane];
        }
    }
    return any_of(left);
}

INLINE void add_each_loop(int has_fma, ADD_PARAMETERS)
{
    const size_t whole = t.n - t.n % LANES;
    for (size_t k = 0; k < whole; k += PIECE) {
        const terms piece = some_of(t, k, whole - k < PIECE ? whole - k : PIECE);
        if (add_piece_of_each(has_fma, to, g, piece, i + k)) put_elsewhere(has_fma, g, piece, i + k, 1, others);
    }
    add_few(has_fma, to, g, some_of(t, whole, t.n - whole), i + whole, 1, others);
}

CLONED(lrelu_bins_add_run, add_run_loop, (ADD_PARAMETERS), to, g, t, i, others)
CLONED(lrelu_bins_add_each, add_each_loop, (ADD_PARAMETERS), to, g, t, i, others)

void lrelu_bins_start(bins to, const grid *g)
{
    for (int j = 0; j < BINS; j++)
        for (size_t i = 0; i < to.n; i++) to.at[j * to.n + i] = g->start[j];
}

/* Rounds what a bin holds to a multiple of the last bit of a higher one, which begins as `start`. */
INLINE double carried(double held, double start)
{
    return (held + start) - start;
}

#define ROUND_PARAMETERS bins from, const grid *g, double *rounded

/* Carries, from the last bin up, leave at most half a 2^u_(j-1) in bin j. Then high = bins 0 and 1 rounded, and `rest`
 * is what the sum is more than that, with a relative error of less than 2^-50: bins 2 and 3 are together less than
 * 2^u_1, of which the error of `high` is a multiple. Rounding is monotone: where it gives the same for the least and
 * the largest sum that the error allows, it gives that for the sum. */
INLINE void round_loop(int has_fma, ROUND_PARAMETERS)
{
    (void) has_fma;
    const double start0 = g->start[0], start1 = g->start[1], start2 = g->start[2], start3 = g->start[3];
    const double *bin0 = from.at, *bin1 = bin0 + from.n, *bin2 = bin1 + from.n, *bin3 = bin2 + from.n;
    VECTORISED for (size_t i = 0; i < from.n; i++)
    {
        double held0 = bin0[i] - start0, held1 = bin1[i] - start1, held2 = bin2[i] - start2, held3 = bin3[i] - start3;
        double to2 = carried(held3, start2), sum2 = held2 + to2;
        double to1 = carried(sum2, start1), sum1 = held1 + to1;
        double to0 = carried(sum1, start0), sum0 = held0 + to0;
        double high_error, high = two_sum(sum0, sum1 - to0, &high_error);
        double rest = high_error + ((sum2 - to1) + (held3 - to2));
        double error, sum = two_sum(high, rest, &error), bound = __builtin_fabs(rest) * 0x1p-49;
        int is_certain = (sum + (error - bound) == sum) & (sum + (error + bound) == sum);
        rounded[i] = is_certain ? sum : __builtin_nan("");
    }
}
CLONED(lrelu_bins_round, round_loop, (ROUND_PARAMETERS), from, g, rounded)
