/* leakyrelu from C: the activation functions, their derivatives and the gradient of gamma, for arrays in memory.
 *
 * The same functions as in R, to the bit. Nothing here allocates memory, calls R, prints or ends a program; what is
 * wrong with a call is its result, a status, and then no result was written. This header is C89 and C++.
 *
 * From another R package (DESCRIPTION: LinkingTo: leakyrelu, Imports: leakyrelu; NAMESPACE: import something of it, so
 * that it is loaded), once, in the routine that R calls when it loads the package, on R's own thread:
 *
 *     #include <R_ext/Rdynload.h>
 *     #include <leakyrelu.h>
 *     const leakyrelu_functions *leakyrelu;
 *     void R_init_mypackage(DllInfo *dll) { leakyrelu = leakyrelu_from_R(); ... }
 *
 * From C without R, linked with libleakyrelu.a, -pthread and -lm, once, before other threads use it:
 *
 *     const leakyrelu_functions *leakyrelu = leakyrelu_init(LEAKYRELU_VERSION);
 *
 * From then on any number of threads may call the functions at the same time, for the same plan too, as long as none
 * makes or changes a plan, a sum or a generator that another one uses:
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
 * The words are those of the R functions: act.type, slope, gamma, mask, out.grad, and help("mx.nd.LeakyReLU") has the
 * formulas. y is the activation of x, element by element, and a gradient is that of sum(out_grad * y). The package has
 * complete examples, for R packages and for plain C: vignette("c-api", "leakyrelu"). */
#ifndef LEAKYRELU_H
#define LEAKYRELU_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of this header. It grows when functions are added at the end of leakyrelu_functions, fields at the end of a struct
 * that begins with its size, activations, statuses or types of numbers; nothing else changes. So what was compiled with
 * an older header goes on working, and what was compiled with a newer one is told so by leakyrelu_init(). */
#define LEAKYRELU_VERSION 2

/* ---- What went wrong -------------------------------------------------------------------------------------------- */

typedef enum {
    LEAKYRELU_OK = 0,
    LEAKYRELU_AGAIN, /* of sum_finish() only, and no error: add all of the data once more */
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

/* Results have the type of the data, but doubles where that has integers: the double's result, rounded once, to the
 * nearest, to even between two. y of floats is nearer still: of all 2^32, nine at most are not the float next to the
 * true value. */
typedef enum {
    LEAKYRELU_DOUBLE = 1,
    LEAKYRELU_FLOAT,    /* NA is the NaN 0x7f8007a2, as package float has it; read: any whose lower half is 1954 */
    LEAKYRELU_FLOAT16,  /* IEEE 754's binary16 in an unsigned short; no NA, only NaN */
    LEAKYRELU_BFLOAT16, /* the upper half of a float in an unsigned short; no NA, only NaN */
    LEAKYRELU_INTEGER   /* an int, the least of which is NA, as R has it; only to read from */
} leakyrelu_type;

/* Memory of the caller's, aligned as its type is. */
typedef struct {
    int type; /* a leakyrelu_type */
    size_t length;
    const void *at;
} leakyrelu_array;

/* ---- Plans ------------------------------------------------------------------------------------------------------ */

typedef struct {
    size_t size;                     /* sizeof(leakyrelu_parameters), as LEAKYRELU_DEFAULTS has it */
    double slope;                    /* of leaky, elu, celu; of prelu, where one gamma is for all: any number */
    double lower_bound, upper_bound; /* of rrelu, whose slope is their mean where there is no mask */
} leakyrelu_parameters;

#define LEAKYRELU_DEFAULTS                               \
    {                                                    \
        sizeof(leakyrelu_parameters), 0.25, 0.125, 0.334 \
    }

/* An activation and its parameters. It is the caller's, may be copied, and needs no end; its fields are private. What
 * gamma() and table() were given must live as long, and stay as it is: make the plan anew where gamma has changed. */
typedef struct {
    union {
        double number;
        void *pointer;
        size_t size;
        unsigned char bytes[1536];
    } hidden;
} leakyrelu_plan;

/* What an activation is, for those who list, document or test them. Texts live as long as the library. */
typedef enum {
    LEAKYRELU_SLOPE_OF_NONE = 1,
    LEAKYRELU_SLOPE_OF_ARGUMENT,
    LEAKYRELU_SLOPE_OF_GAMMA,
    LEAKYRELU_SLOPE_OF_BOUNDS
} leakyrelu_slope_source;

typedef struct {
    size_t size;           /* sizeof(leakyrelu_activation), set by the caller */
    const char *name;      /* act.type */
    const char *formula;   /* of y; where there is a second one, for x > 0 */
    const char *otherwise; /* of y for all other x, or NULL */
    const char *letters;   /* what letters in the formulas mean, or NULL */
    int slope_from;        /* a leakyrelu_slope_source */
    int is_slope_positive; /* whether slope must be greater than 0 */
    int is_from_out;       /* whether the derivative follows from y, where no slope is negative */
    int is_cheap;          /* whether memory takes longer than computing */
    double error[3]; /* bounds in ulp: of y; of the larger of y' and y/x; of the larger of 2 t' and x t'', t = y/x */
} leakyrelu_activation;

/* ---- Pieces ----------------------------------------------------------------------------------------------------- */

/* Which part of a larger array a call is for, and how. NULL instead means all of it, on the calling thread. */
typedef struct {
    size_t size;          /* sizeof(leakyrelu_piece), as LEAKYRELU_PIECE has it */
    size_t start;         /* how many elements of the array come before the first of this call: it tells their gammas */
    int threads;          /* that share the call, its own among them; the others end with it. At most 1: no others */
    leakyrelu_array mask; /* for rrelu: finite slopes, one for each element of this call; or of length 0 */
} leakyrelu_piece;

#define LEAKYRELU_PIECE                \
    {                                  \
        sizeof(leakyrelu_piece), 0, 1, \
        {                              \
            0, 0, NULL                 \
        }                              \
    }

/* More threads than this are not started for a call. */
#define LEAKYRELU_MOST_THREADS 256

/* The stack that a call needs, in bytes, for those who start threads with little. */
#define LEAKYRELU_STACK 131072

/* The gradient of gamma while it is added up. As a plan, it is the caller's, and its fields are private; but what is
 * added up lies in the memory that sum_start() was given. */
typedef struct {
    union {
        double number;
        void *pointer;
        size_t size;
        unsigned char bytes[4096];
    } hidden;
} leakyrelu_sum;

/* R's Mersenne Twister: position and words are what .Random.seed has after its first number. */
typedef struct {
    int fused;    /* 1 where runif() rounds lower + (upper - lower) u once, as R on arm64 does; else 0 */
    int position; /* 1 to 624 */
    unsigned int words[624];
} leakyrelu_generator;

/* ---- Functions -------------------------------------------------------------------------------------------------- */

/* Each int is a leakyrelu_status unless it says otherwise.
 *
 * The length of a call is that of data, or of out where that takes its place. A mask has it too, and so has a gradient
 * that arrives, or it is one number for all, which is read before anything is written. Types may differ. A result is
 * memory for as many numbers, of the type of data (double where that has integers). It may be the memory of an operand
 * whose numbers are as large, which is then overwritten; any other overlap, with gammas or their table too, is an
 * error. Where the length is 0, memory may be NULL. */
typedef struct {
    int version; /* LEAKYRELU_VERSION of the library */

    /* A status in words, one line. */
    const char *(*explain)(int status);

    /* Describes the activation of this number, from 0 on; returns 0 where there is none, or `about`
     * has not its size, else 1. */
    int (*activation)(int number, leakyrelu_activation *about);

    /* The number of the activation with this name; -1 where there is none. */
    int (*find)(const char *act_type);

    /* Makes a plan. Parameters that the activation does not have are not read; NULL means the defaults. Where it fails,
     * it is none. */
    int (*plan)(leakyrelu_plan *plan, const char *act_type, const leakyrelu_parameters *parameters);

    /* The slope of all elements, unless there are gammas or a mask; 0 where the activation has none. NaN for what is no
     * plan. */
    double (*slope)(const leakyrelu_plan *plan);

    /* Gives a plan for prelu several gammas, along the dimensions of an array whose first dimension is the one that
     * runs fastest (the last one of C, the first one of R). The gamma of an element is gamma[sum of index * stride]
     * over all dimensions; along one with stride 0 all have the same. The other strides must lead each index to a gamma
     * of its own, none of them left over, as the strides of an array do. A slope for each channel of NCHW memory:
     * rank 3, extents H W, C, N, strides 0, 1, 0; one for each element: rank 1, stride 1. It may be called again, with
     * other gammas; where it fails, the plan stays as it was. */
    int (*gamma)(leakyrelu_plan *plan, const double *gamma, size_t length, int rank, const size_t *extent,
                 const size_t *stride);

    /* Gammas that change often along the array are quicker from a table: its size in bytes for an array of so many
     * elements, 0 where none is of use; and its making, in so much memory, aligned for doubles. Where none is of use,
     * none is made, and memory may be NULL. */
    size_t (*table_bytes)(const leakyrelu_plan *plan, size_t length);
    int (*table)(leakyrelu_plan *plan, size_t length, void *memory);

    /* These three as one struct. */
    leakyrelu_array (*array)(int type, const void *at, size_t length);

    /* Numbers of one type as numbers of another, but LEAKYRELU_INTEGER: rounded once, to the nearest, to even between
     * two; what is too large is infinite. */
    int (*convert)(leakyrelu_array from, int type, void *to);

    /* y */
    int (*forward)(const leakyrelu_plan *plan, leakyrelu_array data, void *out, const leakyrelu_piece *piece);

    /* The gradient with respect to data: out_grad f'(x). */
    int (*backward)(const leakyrelu_plan *plan, leakyrelu_array out_grad, leakyrelu_array data, void *data_grad,
                    const leakyrelu_piece *piece);

    /* The same, from y instead of x; an error where the derivative does not follow from it. No slope of a mask may be
     * negative then; that is not checked. */
    int (*backward_from_out)(const leakyrelu_plan *plan, leakyrelu_array out_grad, leakyrelu_array out, void *data_grad,
                             const leakyrelu_piece *piece);

    /* The gradients of sum(data_grad * g) + sum(gamma_grad * h), where g and h are the gradients with respect to data
     * and to gamma. With respect to out_grad: data_grad f'(x), and for prelu gamma_grad x where x <= 0. With respect to
     * data: out_grad data_grad f''(x), and for prelu out_grad gamma_grad where x <= 0. gamma_grad is NULL or, where the
     * plan is one for prelu, another such plan, whose gammas are those gradients. */
    int (*double_backward_out_grad)(const leakyrelu_plan *plan, const leakyrelu_plan *gamma_grad,
                                    leakyrelu_array data_grad, leakyrelu_array data, void *result,
                                    const leakyrelu_piece *piece);
    int (*double_backward_data)(const leakyrelu_plan *plan, const leakyrelu_plan *gamma_grad, leakyrelu_array data_grad,
                                leakyrelu_array out_grad, leakyrelu_array data, void *result,
                                const leakyrelu_piece *piece);

    /* The gradient with respect to gamma, for a plan for prelu: for each gamma, the exact sum of out_grad x over its
     * elements with x <= 0, rounded once; 0 where it has none. It does not depend on the order of pieces, nor on
     * threads, each of which may add pieces of its own. Very many gammas are summed in parts, and all of the data is
     * added once for each:
     *
     *     void *memory = malloc(leakyrelu->sum_bytes(&plan, length, 1));
     *     status = leakyrelu->sum_start(&sum, &plan, length, 1, memory);
     *     if (!status) do {
     *         status = leakyrelu->sum_add(&sum, out_grad, NULL, data, NULL);    the whole array, or piece by piece
     *         if (!status) status = leakyrelu->sum_finish(&sum, gamma_grad);
     *     } while (status == LEAKYRELU_AGAIN);
     *
     * The length is that of the whole array. Threads are as many as add at the same time, those of pieces included;
     * where there are more, they wait. Both are the same for sum_bytes() and sum_start(). The memory is aligned for
     * doubles, and must live as long as there is something to add. In sum_add(), data_grad is NULL, or takes the place
     * of data in the products, which makes the gradient of sum(data_grad * g) with respect to gamma. gamma_grad is as
     * long as gamma, and other memory. A sum whose start fails is none. */
    size_t (*sum_bytes)(const leakyrelu_plan *plan, size_t length, int threads);
    int (*sum_start)(leakyrelu_sum *sum, const leakyrelu_plan *plan, size_t length, int threads, void *memory);
    int (*sum_add)(leakyrelu_sum *sum, leakyrelu_array out_grad, const leakyrelu_array *data_grad, leakyrelu_array data,
                   const leakyrelu_piece *piece);
    int (*sum_finish)(leakyrelu_sum *sum, double *gamma_grad);

    /* How many of the next `length` elements from `start` on need not be added in this part. */
    size_t (*sum_skip)(const leakyrelu_sum *sum, size_t start, size_t length);

    /* The next slopes that R's runif(length, lower, upper) would draw; lower < upper. */
    void (*draw)(leakyrelu_generator *generator, double lower, double upper, double *slopes, size_t length);

    /* Sums of parts of the data, on several machines. Instead of finishing, each writes down what it has added up, all
     * of it, unrounded, in bytes that any machine can read; one reads them, and finishes with the same gradient, to the
     * bit, as if it had added all of the data itself. Both go on part by part, as sum_finish() does:
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
     * Gammas of a sum of 0 take no bytes, others some 32. Where `index` is not NULL, what is written of gamma i
     * is that of gamma index[i] for those who read: they may have more gammas than the one who writes has. The order
     * of what is read does not matter, nor does it whether several were joined to one. */
    size_t (*sum_written_bytes)(const leakyrelu_sum *sum);
    int (*sum_write)(leakyrelu_sum *sum, const size_t *index, void *bytes);
    int (*sum_read)(leakyrelu_sum *sum, const void *bytes, size_t length);
} leakyrelu_functions;

/* The functions, which live as long as the library; or NULL where it is older than this version of the header. It finds
 * out what the processor has, so the first call must have returned before other threads begin. */
const leakyrelu_functions *leakyrelu_init(int version);

/* The same from an R package, which is not linked with the library. An R error where that is older, or not loaded. */
#define leakyrelu_from_R()                                                                                    \
    (((const leakyrelu_functions *(*) (int) )(void (*)(void)) R_GetCCallable("leakyrelu", "leakyrelu_init"))( \
        LEAKYRELU_VERSION))

#ifdef __cplusplus
}
#endif

#endif
