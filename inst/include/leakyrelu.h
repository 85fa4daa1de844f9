/* leakyrelu from C: the activation functions, their derivatives and the gradient of gamma, for arrays in memory.
 *
 * The results are those of the R functions, to the bit. No function allocates memory, calls R, prints, or ends the
 * program. A function that fails returns a status that tells why, and has written no results. This header is valid C89
 * and C++98.
 *
 * From another R package: DESCRIPTION has `LinkingTo: leakyrelu` and `Imports: leakyrelu`; NAMESPACE imports any
 * function of leakyrelu, so that leakyrelu is loaded first. Get the functions once, in the routine that R calls when it
 * loads the package:
 *
 *     #include <R_ext/Rdynload.h>
 *     #include <leakyrelu.h>
 *     const leakyrelu_functions *leakyrelu;
 *     void R_init_mypackage(DllInfo *dll) { leakyrelu = leakyrelu_from_R(); ... }
 *
 * From C without R: link with libleakyrelu.a, -pthread and -lm. Get the functions once, before other threads use them:
 *
 *     const leakyrelu_functions *leakyrelu = leakyrelu_init(LEAKYRELU_VERSION);
 *
 * Then any number of threads may call the functions at the same time, even with the same plan. But no thread may make
 * or change a plan, a sum or a generator while another one uses it. An example:
 *
 *     leakyrelu_parameters parameters = LEAKYRELU_DEFAULTS;
 *     leakyrelu_plan plan;
 *     float x[100], y[100];
 *     int status;
 *     parameters.slope = 1;
 *     status = leakyrelu->plan(&plan, "elu", &parameters);
 *     if (!status) status = leakyrelu->forward(&plan, leakyrelu->array(LEAKYRELU_FLOAT, x, 100), y, NULL);
 *     if (status) puts(leakyrelu->explain(status));
 *
 * act_type, slope, gamma, mask and out_grad mean the same as in the R functions; help("mx.nd.LeakyReLU") has the
 * formulas. x is an element of the data and y = f(x) its activation. A gradient is that of sum(out_grad * y), unless
 * stated otherwise. vignette("c-api", "leakyrelu") has complete examples, for R packages and for plain C. */
#ifndef LEAKYRELU_H
#define LEAKYRELU_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header. It grows when something is added: a function at the end of leakyrelu_functions, a field
 * at the end of a struct that begins with its size, an activation, a status or a type of numbers. Nothing else changes.
 * So code that was compiled with an older header keeps working. For code that was compiled with a newer header than the
 * library, leakyrelu_init() returns NULL. */
#define LEAKYRELU_VERSION 2

/* ---- What went wrong -------------------------------------------------------------------------------------------- */

typedef enum {
    LEAKYRELU_OK = 0,
    LEAKYRELU_AGAIN, /* not an error: add all of the data to the sum once more; see sum_finish() and sum_write() */
    /* Errors. explain() says what each means. */
    LEAKYRELU_NO_PLAN,
    LEAKYRELU_NO_MEMORY,
    LEAKYRELU_UNKNOWN_ACT_TYPE,
    LEAKYRELU_UNKNOWN_TYPE,
    LEAKYRELU_SLOPE_NOT_FINITE,
    LEAKYRELU_SLOPE_NOT_POSITIVE,
    LEAKYRELU_LOWER_BOUND_NOT_FINITE,
    LEAKYRELU_UPPER_BOUND_NOT_FINITE,
    LEAKYRELU_BOUNDS_NOT_ORDERED,
    LEAKYRELU_BOUNDS_TOO_FAR_APART,
    LEAKYRELU_NO_GAMMA_HERE,
    LEAKYRELU_NO_MASK_HERE,
    LEAKYRELU_LAYOUT,
    LEAKYRELU_LENGTH,
    LEAKYRELU_OVERLAP,
    LEAKYRELU_NOT_FROM_OUT,
    LEAKYRELU_NOT_FROM_OUT_OF_SLOPE,
    LEAKYRELU_NO_SIZE,
    LEAKYRELU_NOT_WRITTEN
} leakyrelu_status;

/* ---- Numbers ---------------------------------------------------------------------------------------------------- */

/* A result has the type of the data, or double where the data is integer. It is the result in double precision, rounded
 * once, to nearest, ties to even. y of floats is even more exact: of all 2^32 floats, at most nine have a y that is not
 * the float nearest to the true value. */
typedef enum {
    LEAKYRELU_DOUBLE = 1,
    LEAKYRELU_FLOAT,    /* NA is the NaN 0x7f8007a2, as in package float; read as NA: any whose lower half is 1954 */
    LEAKYRELU_FLOAT16,  /* binary16 of IEEE 754 in an unsigned short; has no NA, only NaN */
    LEAKYRELU_BFLOAT16, /* the upper half of a float in an unsigned short; has no NA, only NaN */
    LEAKYRELU_INTEGER   /* int, whose smallest value is NA, as in R; for operands only */
} leakyrelu_type;

/* Numbers in memory of the caller, aligned as their type needs. */
typedef struct {
    int type;      /* a leakyrelu_type */
    size_t length; /* in numbers */
    const void *at;
} leakyrelu_array;

/* ---- Plans ------------------------------------------------------------------------------------------------------ */

typedef struct {
    size_t size;                     /* sizeof(leakyrelu_parameters), set by LEAKYRELU_DEFAULTS */
    double slope;                    /* of leaky, elu and celu; of prelu, any number: the one gamma of all elements */
    double lower_bound, upper_bound; /* of rrelu, whose slope is their mean if there is no mask */
} leakyrelu_parameters;

#define LEAKYRELU_DEFAULTS                               \
    {                                                    \
        sizeof(leakyrelu_parameters), 0.25, 0.125, 0.334 \
    }

/* An activation and its parameters. The struct belongs to the caller, can be copied, and needs no cleaning up. Its
 * fields are private. The memory given to gamma() and table() must stay valid and unchanged as long as the plan is
 * used. When the gammas have changed, call gamma() again, and table() if it was used. */
typedef struct {
    union {
        double number;
        void *pointer;
        size_t size;
        unsigned char bytes[1536];
    } hidden;
} leakyrelu_plan;

/* A description of an activation, for programs that list, document or test them. Its strings belong to the library. */
typedef enum {
    LEAKYRELU_SLOPE_OF_NONE = 1,
    LEAKYRELU_SLOPE_OF_ARGUMENT,
    LEAKYRELU_SLOPE_OF_GAMMA,
    LEAKYRELU_SLOPE_OF_BOUNDS
} leakyrelu_slope_source;

typedef struct {
    size_t size;           /* sizeof(leakyrelu_activation), set by the caller */
    const char *name;      /* act.type */
    const char *formula;   /* of y; for x > 0 only, if `otherwise` is not NULL */
    const char *otherwise; /* of y for x <= 0, or NULL */
    const char *letters;   /* what the letters in the formulas mean, or NULL */
    int slope_from;        /* a leakyrelu_slope_source */
    int is_slope_positive; /* whether slope must be greater than 0 */
    int is_from_out;       /* whether the derivative can be computed from y, if no slope is negative */
    int is_cheap;          /* whether reading and writing memory takes longer than computing */
    double error[3];       /* error bounds in ulp: y; the larger of y' and y/x; the larger of 2 t' and x t'', t = y/x */
} leakyrelu_activation;

/* ---- Pieces ----------------------------------------------------------------------------------------------------- */

/* The part of a larger array that a call is for, and how to compute it. NULL instead of a piece means the whole array,
 * on the calling thread. */
typedef struct {
    size_t size;          /* sizeof(leakyrelu_piece), set by LEAKYRELU_PIECE */
    size_t start;         /* the number of elements before this piece; needed to find the gamma of each element */
    int threads;          /* how many threads share the call, the calling one included; the others end with the call */
    leakyrelu_array mask; /* for rrelu: the slopes, finite, one for each element of this piece; or of length 0 */
} leakyrelu_piece;

#define LEAKYRELU_PIECE                \
    {                                  \
        sizeof(leakyrelu_piece), 0, 1, \
        {                              \
            0, 0, NULL                 \
        }                              \
    }

/* No call uses more threads than this. */
#define LEAKYRELU_MOST_THREADS 256

/* The stack that a call needs, in bytes. This matters for threads that are started with a small stack. */
#define LEAKYRELU_STACK 131072

/* The gradient of gamma while it is summed. Like a plan, the struct belongs to the caller, and its fields are private.
 * The sums themselves are in the memory that was given to sum_start(). */
typedef struct {
    union {
        double number;
        void *pointer;
        size_t size;
        unsigned char bytes[4096];
    } hidden;
} leakyrelu_sum;

/* R's Mersenne Twister: position and words are the numbers of .Random.seed after the first. */
typedef struct {
    int fused;    /* 1 if runif() rounds lower + (upper - lower) u only once, as R does on arm64; else 0 */
    int position; /* 1 to 624 */
    unsigned int words[624];
} leakyrelu_generator;

/* ---- Functions -------------------------------------------------------------------------------------------------- */

/* A function that returns int returns a leakyrelu_status, unless it says otherwise.
 *
 * All operands of a call have the length of data (or of out, in backward_from_out). A gradient may instead be a single
 * number, which then holds for all elements; it is read before anything is written. The operands may have different
 * types.
 *
 * A result is written to memory for as many numbers, of the type of data (double, if data is integer). This may be the
 * memory of an operand whose numbers have the same size, which is then overwritten. Any other overlap is an error, also
 * with the gammas or their table. If the length is 0, pointers may be NULL. */
typedef struct {
    int version; /* LEAKYRELU_VERSION of the library */

    /* The meaning of a status, in one line of text. */
    const char *(*explain)(int status);

    /* Describes an activation; they are numbered from 0. Returns 1, or 0 if there is no such activation or if
     * about->size is not set. */
    int (*activation)(int number, leakyrelu_activation *about);

    /* The number of the activation with this name, or -1 if there is none. */
    int (*find)(const char *act_type);

    /* Makes a plan. Parameters that the activation does not use are ignored. NULL instead of parameters means the
     * defaults. After a failure, the plan cannot be used. */
    int (*plan)(leakyrelu_plan *plan, const char *act_type, const leakyrelu_parameters *parameters);

    /* The slope of all elements that have neither a gamma of their own nor a mask; 0 if the activation has no slope;
     * NaN if the plan was not made. */
    double (*slope)(const leakyrelu_plan *plan);

    /* Gives several gammas to a plan for prelu. They run along dimensions of an array, whose fastest dimension comes
     * first (the last one in C, the first one in R). The gamma of an element is gamma[i], where i is the sum of index *
     * stride over all dimensions. A dimension with stride 0 has no influence. The other strides must give every index a
     * gamma of its own and use all gammas, as the strides of an array do. For example, one slope for each channel of
     * NCHW memory: rank 3, extents H W, C, N, strides 0, 1, 0; one slope for each element: rank 1, stride 1. It may be
     * called again with other gammas. After a failure, the plan is what it was before. */
    int (*gamma)(leakyrelu_plan *plan, const double *gamma, size_t length, int rank, const size_t *extent,
                 const size_t *stride);

    /* If the gamma changes often along the array, a table makes the plan faster. table_bytes() returns the size of the
     * table for an array of this length, or 0 if a table is of no use. table() writes it to that much memory, aligned
     * for doubles. If a table is of no use, it does nothing, and memory may be NULL. */
    size_t (*table_bytes)(const leakyrelu_plan *plan, size_t length);
    int (*table)(leakyrelu_plan *plan, size_t length, void *memory);

    /* Makes a leakyrelu_array of these three values. */
    leakyrelu_array (*array)(int type, const void *at, size_t length);

    /* Converts numbers to another type, which cannot be LEAKYRELU_INTEGER. They are rounded once, to nearest, ties to
     * even. Numbers that are too large become infinite. */
    int (*convert)(leakyrelu_array from, int type, void *to);

    /* y = f(x) for each x of data. */
    int (*forward)(const leakyrelu_plan *plan, leakyrelu_array data, void *out, const leakyrelu_piece *piece);

    /* The gradient with respect to data: out_grad * f'(x). */
    int (*backward)(const leakyrelu_plan *plan, leakyrelu_array out_grad, leakyrelu_array data, void *data_grad,
                    const leakyrelu_piece *piece);

    /* The same, from y instead of x. It is an error if the derivative cannot be computed from y. The slopes of a mask
     * must not be negative; this is not checked. */
    int (*backward_from_out)(const leakyrelu_plan *plan, leakyrelu_array out_grad, leakyrelu_array out, void *data_grad,
                             const leakyrelu_piece *piece);

    /* Second derivatives: the gradients of sum(data_grad * g) + sum(gamma_grad * h), where g and h are the gradients
     * with respect to data and to gamma.
     *   With respect to out_grad:  data_grad * f'(x);             for prelu, plus gamma_grad * x where x <= 0.
     *   With respect to data:      out_grad * data_grad * f''(x); for prelu, plus out_grad * gamma_grad where x <= 0.
     * gamma_grad may be NULL. For prelu it may be another plan for prelu, whose gammas are the values of gamma_grad. */
    int (*double_backward_out_grad)(const leakyrelu_plan *plan, const leakyrelu_plan *gamma_grad,
                                    leakyrelu_array data_grad, leakyrelu_array data, void *result,
                                    const leakyrelu_piece *piece);
    int (*double_backward_data)(const leakyrelu_plan *plan, const leakyrelu_plan *gamma_grad, leakyrelu_array data_grad,
                                leakyrelu_array out_grad, leakyrelu_array data, void *result,
                                const leakyrelu_piece *piece);

    /* The gradient with respect to gamma, for a plan for prelu: for each gamma, the exact sum of out_grad * x over its
     * elements with x <= 0, rounded once; 0 if it has none. The result depends neither on the order of the pieces nor
     * on the number of threads; several threads may add pieces at the same time. With very many gammas, the sum is
     * computed in several rounds, and all of the data is added in each of them:
     *
     *     void *memory = malloc(leakyrelu->sum_bytes(&plan, length, 1));
     *     status = leakyrelu->sum_start(&sum, &plan, length, 1, memory);
     *     if (!status) do {
     *         status = leakyrelu->sum_add(&sum, out_grad, NULL, data, NULL);    for the whole array, or piece by piece
     *         if (!status) status = leakyrelu->sum_finish(&sum, gamma_grad);
     *     } while (status == LEAKYRELU_AGAIN);
     *
     * length is that of the whole array. threads is the number of threads that add at the same time, those that a piece
     * starts included; if there are more, they wait for each other. Give the same length and threads to sum_bytes() and
     * sum_start(). The memory must be aligned for doubles, and stay valid until the sum is finished.
     *
     * In sum_add(), data_grad is NULL for the gradient above. For second derivatives, it takes the place of x in the
     * products: the result is the gradient of sum(data_grad * g) with respect to gamma.
     *
     * gamma_grad has the length of gamma, and must not overlap it. After a failure of sum_start(), the sum cannot be
     * used. */
    size_t (*sum_bytes)(const leakyrelu_plan *plan, size_t length, int threads);
    int (*sum_start)(leakyrelu_sum *sum, const leakyrelu_plan *plan, size_t length, int threads, void *memory);
    int (*sum_add)(leakyrelu_sum *sum, leakyrelu_array out_grad, const leakyrelu_array *data_grad, leakyrelu_array data,
                   const leakyrelu_piece *piece);
    int (*sum_finish)(leakyrelu_sum *sum, double *gamma_grad);

    /* How many of the next `length` elements, from `start` on, can be left out in this round. */
    size_t (*sum_skip)(const leakyrelu_sum *sum, size_t start, size_t length);

    /* Draws the slopes that R's runif(length, lower, upper) would draw next; lower < upper. */
    void (*draw)(leakyrelu_generator *generator, double lower, double upper, double *slopes, size_t length);

    /* The sum of data that is spread over several machines. Instead of finishing its sum, each process writes it to
     * bytes that any machine can read, exactly and not yet rounded. One process reads all of them and finishes. Its
     * gradient is the same, to the bit, as if it had added all of the data itself. Both sides work in rounds, as with
     * sum_finish():
     *
     *     do {
     *         status = leakyrelu->sum_add(&sum, out_grad, NULL, data, NULL);
     *         bytes = malloc(leakyrelu->sum_written_bytes(&sum));
     *         if (!status) status = leakyrelu->sum_write(&sum, NULL, bytes);    and send them
     *     } while (status == LEAKYRELU_AGAIN);
     *
     *     do {
     *         for each that was sent: status = leakyrelu->sum_read(&sum, bytes, length);
     *         if (!status) status = leakyrelu->sum_finish(&sum, gamma_grad);
     *     } while (status == LEAKYRELU_AGAIN);
     *
     * A gamma takes some 32 bytes, or none if its sum is 0. If `index` is not NULL, gamma i of the writer is gamma
     * index[i] of the reader, which may have more gammas. The order in which parts are read does not matter. Parts may
     * also be concatenated and read at once. */
    size_t (*sum_written_bytes)(const leakyrelu_sum *sum);
    int (*sum_write)(leakyrelu_sum *sum, const size_t *index, void *bytes);
    int (*sum_read)(leakyrelu_sum *sum, const void *bytes, size_t length);
} leakyrelu_functions;

/* Returns the table of functions, which is never freed; or NULL if the library is older than this header. The first
 * call looks up what the processor can do, and must have returned before other threads start. */
const leakyrelu_functions *leakyrelu_init(int version);

/* The same for an R package, which is not linked with the library. Fails with an R error if the installed leakyrelu is
 * older than this header, or not loaded. */
#define leakyrelu_from_R()                                                                                    \
    (((const leakyrelu_functions *(*) (int) )(void (*)(void)) R_GetCCallable("leakyrelu", "leakyrelu_init"))( \
        LEAKYRELU_VERSION))

#ifdef __cplusplus
}
#endif

#endif
