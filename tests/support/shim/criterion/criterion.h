/* criterion.h: as much of Criterion as our unit tests use.
 *
 * Criterion starts itself anew for each test, which an emulator without the
 * kernel's help cannot do, and which confuses the thread sanitizer.  This
 * one forks.  "./configure --with-criterion=shim" puts it in the real one's
 * place: for tests/long, never for tests/run.
 */
#ifndef EINV_SHIM_CRITERION_H
#define EINV_SHIM_CRITERION_H
#pragma GCC system_header

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
extern pid_t fork(void);
extern unsigned alarm(unsigned seconds);

struct shim_test {
    const char *shim_suite, *shim_name;
    void (*shim_run)(void);
    void (*init)(void), (*fini)(void);
    bool disabled;
    int signal, exit_code;
    double timeout;
    const char *description;
    struct shim_test *shim_next;
};

__attribute__((weak)) struct shim_test *shim_first;
__attribute__((weak)) struct shim_test **shim_last;

#define SHIM_SKIPPED 77

static inline void shim_add(struct shim_test *test)
{
    if (shim_last == NULL)
        shim_last = &shim_first;
    *shim_last = test;
    shim_last = &test->shim_next;
}

#define Test(Suite, Name, ...)                                              \
    static void Suite##_##Name##_run(void);                                 \
    static struct shim_test Suite##_##Name##_test = {                       \
        .shim_suite = #Suite, .shim_name = #Name,                           \
        .shim_run = Suite##_##Name##_run, __VA_ARGS__                       \
    };                                                                      \
    __attribute__((constructor)) static void Suite##_##Name##_add(void)     \
    {                                                                       \
        shim_add(&Suite##_##Name##_test);                                   \
    }                                                                       \
    static void Suite##_##Name##_run(void)
/* A suite's init and fini come before and after those of its tests. */
__attribute__((weak)) struct shim_test *shim_suites;
#define TestSuite(Suite, ...)                                               \
    static struct shim_test Suite##_suite = {                               \
        .shim_suite = #Suite, __VA_ARGS__                                   \
    };                                                                      \
    __attribute__((constructor)) static void Suite##_suite_add(void)        \
    {                                                                       \
        Suite##_suite.shim_next = shim_suites;                              \
        shim_suites = &Suite##_suite;                                       \
    }                                                                       \
    struct shim_test

static inline void shim_say(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
}

/* The first of __VA_ARGS__ is a format, or there is none. */
#define SHIM_CHECK(stop, cond, text, ...)                                   \
    do {                                                                    \
        if (!(cond)) {                                                      \
            shim_say(__FILE__, __LINE__, text);                             \
            fprintf(stderr, "" __VA_ARGS__);                                \
            fputc('\n', stderr);                                            \
            shim_failed = 1;                                                \
            if (stop)                                                       \
                exit(1);                                                    \
        }                                                                   \
    } while (0)

__attribute__((weak)) int shim_failed;

#define SHIM_STR_EQ(a, b) (strcmp((a), (b)) == 0)
#define cr_assert(c, ...) SHIM_CHECK(1, c, #c, __VA_ARGS__)
#define cr_expect(c, ...) SHIM_CHECK(0, c, #c, __VA_ARGS__)
#define cr_assert_not(c, ...) SHIM_CHECK(1, !(c), "not " #c, __VA_ARGS__)
#define cr_expect_not(c, ...) SHIM_CHECK(0, !(c), "not " #c, __VA_ARGS__)
#define cr_assert_eq(a, b, ...) SHIM_CHECK(1, (a) == (b), #a " == " #b, __VA_ARGS__)
#define cr_expect_eq(a, b, ...) SHIM_CHECK(0, (a) == (b), #a " == " #b, __VA_ARGS__)
#define cr_assert_neq(a, b, ...) SHIM_CHECK(1, (a) != (b), #a " != " #b, __VA_ARGS__)
#define cr_expect_neq(a, b, ...) SHIM_CHECK(0, (a) != (b), #a " != " #b, __VA_ARGS__)
#define cr_assert_lt(a, b, ...) SHIM_CHECK(1, (a) < (b), #a " < " #b, __VA_ARGS__)
#define cr_expect_lt(a, b, ...) SHIM_CHECK(0, (a) < (b), #a " < " #b, __VA_ARGS__)
#define cr_assert_leq(a, b, ...) SHIM_CHECK(1, (a) <= (b), #a " <= " #b, __VA_ARGS__)
#define cr_expect_leq(a, b, ...) SHIM_CHECK(0, (a) <= (b), #a " <= " #b, __VA_ARGS__)
#define cr_assert_gt(a, b, ...) SHIM_CHECK(1, (a) > (b), #a " > " #b, __VA_ARGS__)
#define cr_expect_gt(a, b, ...) SHIM_CHECK(0, (a) > (b), #a " > " #b, __VA_ARGS__)
#define cr_assert_geq(a, b, ...) SHIM_CHECK(1, (a) >= (b), #a " >= " #b, __VA_ARGS__)
#define cr_expect_geq(a, b, ...) SHIM_CHECK(0, (a) >= (b), #a " >= " #b, __VA_ARGS__)
#define cr_assert_null(a, ...) SHIM_CHECK(1, (a) == NULL, #a " is NULL", __VA_ARGS__)
#define cr_expect_null(a, ...) SHIM_CHECK(0, (a) == NULL, #a " is NULL", __VA_ARGS__)
#define cr_assert_not_null(a, ...) SHIM_CHECK(1, (a) != NULL, #a " is not NULL", __VA_ARGS__)
#define cr_expect_not_null(a, ...) SHIM_CHECK(0, (a) != NULL, #a " is not NULL", __VA_ARGS__)
#define cr_assert_str_eq(a, b, ...) SHIM_CHECK(1, SHIM_STR_EQ(a, b), #a " eq " #b, __VA_ARGS__)
#define cr_expect_str_eq(a, b, ...) SHIM_CHECK(0, SHIM_STR_EQ(a, b), #a " eq " #b, __VA_ARGS__)
#define cr_assert_str_neq(a, b, ...) SHIM_CHECK(1, !SHIM_STR_EQ(a, b), #a " ne " #b, __VA_ARGS__)
#define cr_expect_str_neq(a, b, ...) SHIM_CHECK(0, !SHIM_STR_EQ(a, b), #a " ne " #b, __VA_ARGS__)
#define cr_assert_str_empty(a, ...) SHIM_CHECK(1, (a)[0] == '\0', #a " is empty", __VA_ARGS__)
#define cr_assert_str_not_empty(a, ...) SHIM_CHECK(1, (a)[0] != '\0', #a " is not empty", __VA_ARGS__)
#define cr_assert_arr_eq(a, b, n, ...) SHIM_CHECK(1, memcmp((a), (b), (n)) == 0, #a " eq " #b, __VA_ARGS__)
#define cr_expect_arr_eq(a, b, n, ...) SHIM_CHECK(0, memcmp((a), (b), (n)) == 0, #a " eq " #b, __VA_ARGS__)
#define cr_assert_float_eq(a, b, e, ...) SHIM_CHECK(1, fabs((double)(a) - (double)(b)) <= (e), #a " ~ " #b, __VA_ARGS__)
#define cr_fail(...) SHIM_CHECK(0, 0, "failed", __VA_ARGS__)
#define cr_fatal(...) SHIM_CHECK(1, 0, "failed", __VA_ARGS__)
#define cr_assert_fail(...) SHIM_CHECK(1, 0, "failed", __VA_ARGS__)
#define cr_skip(...) exit(SHIM_SKIPPED)
#define cr_skip_test(...) exit(SHIM_SKIPPED)
#define cr_log_info(...) (void)0
#define cr_log_warn(...) (void)0

/* The child's whole life. */
static inline void shim_child(const struct shim_test *test)
{
    const struct shim_test *suite = shim_suites;

    while (suite != NULL && strcmp(suite->shim_suite, test->shim_suite) != 0)
        suite = suite->shim_next;
    alarm(test->timeout > 0 ? (unsigned)test->timeout * 10 + 1 : 3000);
    if (suite != NULL && suite->init != NULL)
        suite->init();
    if (test->init != NULL)
        test->init();
    test->shim_run();
    if (test->fini != NULL)
        test->fini();
    if (suite != NULL && suite->fini != NULL)
        suite->fini();
    exit(shim_failed);
}

/* 0 passed, 1 failed, 2 crashed, 3 skipped */
static inline int shim_outcome(const struct shim_test *test)
{
    int status = 0;
    pid_t child;

    if (test->disabled)
        return 3;
    fflush(NULL);
    child = fork();
    if (child == 0)
        shim_child(test);
    if (child < 0 || waitpid(child, &status, 0) != child)
        return 2;
    if (WIFSIGNALED(status) && WTERMSIG(status) != test->signal)
        printf("ended by signal %d%s\n", WTERMSIG(status),
               WTERMSIG(status) == 14 ? " (it took too long)" : "");
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == test->signal ? 0 : 2;
    if (WEXITSTATUS(status) == SHIM_SKIPPED)
        return 3;
    return WEXITSTATUS(status) == test->exit_code && test->signal == 0 ? 0 : 1;
}

__attribute__((weak)) int main(void)
{
    unsigned n = 0, of[4] = { 0, 0, 0, 0 };
    static const char *const word[] = { "", "FAIL", "CRASH", "skip" };
    const struct shim_test *test;

    for (test = shim_first; test != NULL; test = test->shim_next) {
        int outcome = shim_outcome(test);

        n += outcome != 3;
        of[outcome]++;
        if (outcome != 0)
            printf("[%s] %s::%s\n", word[outcome], test->shim_suite,
                   test->shim_name);
    }
    printf("[====] Synthesis: Tested: %u | Passing: %u | Failing: %u | "
           "Crashing: %u\n", n, of[0], of[1] + of[2], of[2]);
    return of[1] + of[2] > 0 || n + of[3] == 0;
}

#endif
