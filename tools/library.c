/* Threads of a program's own that share plans and sums of inst/include/leakyrelu.h: compared with one thread, and
 * watched by tools/sanitize. They have no more stack than the header asks for. */
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <leakyrelu.h>

enum { THREADS = 8, LENGTH = 240000, PIECE = 9001, RUN = 5, CHANNELS = 24, MANY = 20000 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STACK (8 * 1024 * 1024)
#else
#define STACK (LEAKYRELU_STACK + PTHREAD_STACK_MIN)
#endif

static const leakyrelu_functions *leakyrelu;

static double x[LENGTH], grad[LENGTH], mask[LENGTH], y[LENGTH], expected[LENGTH];
static float float_x[LENGTH], float_y[LENGTH];
static double gammas[MANY], gamma_grad[MANY], expected_grad[MANY];

static void require(int holds, const char *what, const char *of)
{
    if (holds) return;
    fprintf(stderr, "tools/library: %s, of %s\n", what, of);
    exit(1);
}

/* What threads do, each with the next piece until none is left. */
typedef struct task {
    int (*work)(const struct task *t, const leakyrelu_plan *plan, leakyrelu_piece *piece, size_t n);
    const leakyrelu_plan *plan;
    leakyrelu_sum *sum;
    int is_masked;
    size_t next;
} task;

static leakyrelu_array doubles(const double *numbers, const leakyrelu_piece *piece, size_t n)
{
    return leakyrelu->array(LEAKYRELU_DOUBLE, numbers + piece->start, n);
}

static int forward(const task *t, const leakyrelu_plan *plan, leakyrelu_piece *piece, size_t n)
{
    (void) t;
    return leakyrelu->forward(plan, doubles(x, piece, n), y + piece->start, piece);
}

static int forward_floats(const task *t, const leakyrelu_plan *plan, leakyrelu_piece *piece, size_t n)
{
    (void) t;
    return leakyrelu->forward(plan, leakyrelu->array(LEAKYRELU_FLOAT, float_x + piece->start, n),
                              float_y + piece->start, piece);
}

static int backward(const task *t, const leakyrelu_plan *plan, leakyrelu_piece *piece, size_t n)
{
    (void) t;
    return leakyrelu->backward(plan, doubles(grad, piece, n), doubles(x, piece, n), y + piece->start, piece);
}

static int double_backward(const task *t, const leakyrelu_plan *plan, leakyrelu_piece *piece, size_t n)
{
    (void) t;
    return leakyrelu->double_backward_data(plan, NULL, doubles(x, piece, n), doubles(grad, piece, n),
                                           doubles(x, piece, n), y + piece->start, piece);
}

static int add(const task *t, const leakyrelu_plan *plan, leakyrelu_piece *piece, size_t n)
{
    (void) plan;
    return leakyrelu->sum_add(t->sum, doubles(grad, piece, n), NULL, doubles(x, piece, n), piece);
}

/* Each piece has a generator of its own. */
static int draw(const task *t, const leakyrelu_plan *plan, leakyrelu_piece *piece, size_t n)
{
    leakyrelu_generator generator = {0, 624, {0}};
    (void) t, (void) plan;
    for (int i = 0; i < 624; i++) generator.words[i] = 2654435769u * (unsigned) (i + 1) + (unsigned) piece->start;
    leakyrelu->draw(&generator, 0.125, 0.334, y + piece->start, n);
    return LEAKYRELU_OK;
}

/* Some pieces are of a copy of the plan, some start threads of their own. */
static void *work_off(void *shared)
{
    task *t = shared;
    for (;;) {
        leakyrelu_piece piece = LEAKYRELU_PIECE;
        const size_t i = __atomic_fetch_add(&t->next, 1, __ATOMIC_RELAXED);
        piece.start = i * PIECE;
        if (piece.start >= LENGTH) return NULL;
        const size_t n = LENGTH - piece.start < PIECE ? LENGTH - piece.start : PIECE;
        const leakyrelu_plan copy = *t->plan;
        piece.threads = (int) (i % 3);
        if (t->is_masked) piece.mask = doubles(mask, &piece, n);
        const int status = t->work(t, i % 2 ? &copy : t->plan, &piece, n);
        require(status == LEAKYRELU_OK, leakyrelu->explain(status), "a piece");
    }
}

static void share(task *t, int threads)
{
    pthread_t others[THREADS];
    pthread_attr_t attributes;
    require(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, STACK) == 0,
            "the stack cannot be chosen", "threads");
    t->next = 0;
    for (int i = 0; i < threads; i++)
        require(pthread_create(&others[i], &attributes, work_off, t) == 0, "one cannot be started", "the threads");
    for (int i = 0; i < threads; i++) pthread_join(others[i], NULL);
    pthread_attr_destroy(&attributes);
}

/* By one thread, then by all of them. */
static void compare(task *t, void *results, size_t bytes, const char *name)
{
    share(t, 1);
    memcpy(expected, results, bytes);
    memset(results, 0, bytes);
    share(t, THREADS);
    require(memcmp(expected, results, bytes) == 0, "threads give something else than one", name);
}

static void compare_functions(const leakyrelu_plan *plan, int is_masked, const char *name)
{
    task t = {forward, plan, NULL, is_masked, 0};
    compare(&t, y, sizeof y, name);
    t.work = backward;
    compare(&t, y, sizeof y, name);
    t.work = double_backward;
    compare(&t, y, sizeof y, name);
    t.work = forward_floats;
    compare(&t, float_y, sizeof float_y, name);
}

static void add_up(const leakyrelu_plan *plan, int threads, double *to)
{
    leakyrelu_sum sum;
    task t = {add, plan, &sum, 0, 0};
    void *memory = malloc(leakyrelu->sum_bytes(plan, LENGTH, threads));
    int status = leakyrelu->sum_start(&sum, plan, LENGTH, threads, memory);
    require(status == LEAKYRELU_OK, leakyrelu->explain(status), "a sum");
    do {
        share(&t, threads);
        status = leakyrelu->sum_finish(&sum, to);
    } while (status == LEAKYRELU_AGAIN);
    require(status == LEAKYRELU_OK, leakyrelu->explain(status), "a sum");
    free(memory);
}

static void compare_gammas(size_t length, size_t run)
{
    const size_t extent[] = {run, length, LENGTH / run / length}, stride[] = {0, 1, 0};
    leakyrelu_plan plan;
    require(leakyrelu->plan(&plan, "prelu", NULL) == LEAKYRELU_OK, "no plan", "prelu");
    require(leakyrelu->gamma(&plan, gammas, length, 3, extent, stride) == LEAKYRELU_OK, "no layout", "prelu");
    const size_t bytes = leakyrelu->table_bytes(&plan, LENGTH);
    void *table = bytes ? malloc(bytes) : NULL;
    if (table) require(leakyrelu->table(&plan, LENGTH, table) == LEAKYRELU_OK, "no table", "prelu");
    compare_functions(&plan, 0, "prelu along a dimension");
    add_up(&plan, 1, expected_grad);
    add_up(&plan, THREADS, gamma_grad);
    require(memcmp(expected_grad, gamma_grad, length * sizeof *gamma_grad) == 0, "threads give another sum", "gamma");
    free(table);
}

int main(void)
{
    leakyrelu_activation about;
    leakyrelu_plan plan;

    leakyrelu = leakyrelu_init(LEAKYRELU_VERSION);
    about.size = sizeof about;
    for (int i = 0; i < LENGTH; i++) {
        x[i] = (i * 7919LL % 2003 - 1000) / 97.0;
        grad[i] = (i * 104729LL % 1009 - 500) / 31.0;
        mask[i] = i % 13 / 13.0;
        float_x[i] = (float) x[i];
    }
    for (int i = 0; i < MANY; i++) gammas[i] = i % 17 / 16.0 - 0.25;

    for (int i = 0; leakyrelu->activation(i, &about); i++) {
        require(leakyrelu->plan(&plan, about.name, NULL) == LEAKYRELU_OK, "no plan", about.name);
        compare_functions(&plan, about.slope_from == LEAKYRELU_SLOPE_OF_BOUNDS, about.name);
    }
    compare_gammas(1, LENGTH);
    compare_gammas(CHANNELS, RUN);
    compare_gammas(MANY, 1);
    compare(&(task){draw, &plan, NULL, 0, 0}, y, sizeof y, "slopes that are drawn");
    return 0;
}
