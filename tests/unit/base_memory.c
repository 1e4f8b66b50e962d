/* base_memory.c: tests of arenas and buffers, also without memory. */
#include <criterion/criterion.h>

#include "base/limits.h"
#include "base/memory.h"
#include "../support/failing.h"

Test(base_memory, sizes_that_overflow_are_refused)
{
    struct einv_arena arena;
    struct failing f;
    int *array = NULL;
    size_t cap = 0;

    cr_expect_null(einv__alloc(failing_count(&f), SIZE_MAX / 2, 3));
    cr_expect_not(einv__grow(&f.hooks, &array, &cap, SIZE_MAX / 2, 4));
    cr_expect_null(array);
    einv__arena_init(&arena, &f.hooks);
    cr_expect_null(einv__arena_alloc(&arena, SIZE_MAX));
    cr_expect_null(einv__arena_alloc(&arena, SIZE_MAX - 8));
    cr_expect_null(einv__arena_zero(&arena, SIZE_MAX / 2, 3));
    cr_expect_eq(f.calls, 0);
    einv__arena_free(&arena);
}

Test(base_memory, growing_keeps_what_was_there)
{
    struct failing f;
    uint32_t *array = NULL;
    size_t cap = 0, n;

    failing_count(&f);
    for (n = 0; n < 10000; n++) {
        cr_assert(einv__grow(&f.hooks, &array, &cap, n + 1, sizeof *array));
        array[n] = (uint32_t)n;
    }
    for (n = 0; n < 10000; n++)
        cr_assert_eq(array[n], n);
    cr_expect_lt(f.calls, 30, "grows by more than a bit");
    einv__free(&f.hooks, array, cap * sizeof *array);
    cr_expect_eq(f.held, 0);
    cr_expect_not(f.wrong);
}

Test(base_memory, arena_pieces_are_aligned_and_do_not_overlap)
{
    struct einv_arena arena;
    struct failing f;
    unsigned char *piece[3000];

    einv__arena_init(&arena, failing_count(&f));
    for (size_t i = 0; i < 3000; i++) {
        piece[i] = einv__arena_alloc(&arena, i % 97);
        cr_assert_eq((uintptr_t)piece[i] % 8, 0);
        memset(piece[i], (int)(i % 251), i % 97);
    }
    for (size_t i = 0; i < 3000; i++)
        for (size_t j = 0; j < i % 97; j++)
            cr_assert_eq(piece[i][j], i % 251);
    cr_expect_eq(arena.total, f.held);
    einv__arena_free(&arena);
    cr_expect_eq(f.held, 0);
    cr_expect_eq(arena.total, 0);
    cr_expect_not(f.wrong);
}

Test(base_memory, arena_starts_small_and_grows_in_few_steps)
{
    struct einv_arena arena;
    struct failing f;

    einv__arena_init(&arena, failing_count(&f));
    einv__arena_alloc(&arena, 1);
    cr_expect_leq(f.held, 4096);
    for (size_t i = 0; i < 300u << 10; i++)
        cr_assert_not_null(einv__arena_alloc(&arena, 1024));
    cr_expect_lt(f.calls, 64);
    cr_expect_lt(f.held, (300u << 20) + (9u << 20));
    cr_assert_not_null(einv__arena_alloc(&arena, 64u << 20));
    einv__arena_free(&arena);
    cr_expect_eq(f.held, 0);
}

Test(base_memory, reset_goes_back_to_the_mark)
{
    struct einv_arena arena;
    struct einv_arena_mark empty, mark;
    struct failing f;
    char *before, *after;
    size_t held;

    einv__arena_init(&arena, failing_count(&f));
    empty = einv__arena_mark(&arena);
    before = einv__arena_dup(&arena, EINV_TEXT("stays"));
    mark = einv__arena_mark(&arena);
    held = f.held;
    after = einv__arena_alloc(&arena, 8);
    for (int i = 0; i < 100; i++)
        einv__arena_alloc(&arena, 5000);
    einv__arena_reset(&arena, mark);
    cr_expect_eq(f.held, held);
    cr_expect_str_eq(before, "stays");
    cr_expect_eq(einv__arena_alloc(&arena, 8), (void *)after);
    einv__arena_reset(&arena, empty);
    cr_expect_eq(f.held, 0);
    cr_expect_not_null(einv__arena_alloc(&arena, 8));
    einv__arena_free(&arena);
}

Test(base_memory, buffer_appends_and_ends_in_nul)
{
    struct einv_buf buf;
    struct failing f;

    einv__buf_init(&buf, failing_count(&f));
    einv__buf_str(&buf, "a");
    einv__buf_char(&buf, '-');
    einv__buf_text(&buf, EINV_TEXT("bc"));
    einv__buf_text(&buf, EINV_NO_TEXT);
    einv__buf_uint(&buf, 0);
    einv__buf_uint(&buf, UINT64_MAX);
    cr_expect_str_eq(buf.data, "a-bc018446744073709551615");
    cr_expect_eq(buf.len, strlen(buf.data));
    einv__buf_free(&buf);
    cr_expect_eq(f.held, 0);
    cr_expect_not(f.wrong);
}

Test(base_memory, buffer_remembers_its_first_failure)
{
    struct failing f;

    FAILING_EACH(f, 100) {
        struct einv_buf buf;

        einv__buf_init(&buf, &f.hooks);
        for (int i = 0; i < 1000; i++)
            einv__buf_str(&buf, "0123456789");
        failing_judge(&f, !buf.failed);
        if (!buf.failed)
            cr_expect_eq(buf.len, 10000);
        else
            cr_expect_eq(buf.len % 10, 0);
        einv__buf_free(&buf);
        cr_assert_eq(f.held, 0);
    }
    cr_expect_gt(f.runs, 5);
}

Test(base_memory, arena_survives_each_failure)
{
    struct failing f;

    FAILING_EACH(f, 100) {
        struct einv_arena arena;
        bool all = true;

        einv__arena_init(&arena, &f.hooks);
        for (size_t i = 0; i < 100; i++) {
            char *p = einv__arena_zero(&arena, 1, i * 100);

            all = all && p != NULL;
            if (p != NULL)
                memset(p, 1, i * 100);
        }
        failing_judge(&f, all);
        cr_assert_eq(arena.total, f.held);
        einv__arena_free(&arena);
        cr_assert_eq(f.held, 0);
    }
    cr_expect_gt(f.runs, 5);
}

Test(base_memory, limits_are_set_by_name_up_to_their_cap)
{
    struct einv_limits limits, large;

    einv__limits_default(&limits);
    einv__limits_large(&large);
#define LIMIT(name, normal, hard, why) \
    cr_expect_eq(limits.name, (uint64_t)(normal)); \
    cr_expect_eq(large.name, (uint64_t)(hard)); \
    cr_expect_leq(limits.name, large.name); \
    cr_expect(einv__limits_set(&limits, EINV_TEXT(#name), 2)); \
    cr_expect_eq(limits.name, 2); \
    cr_expect_not(einv__limits_set(&limits, EINV_TEXT(#name), \
                                   large.name + 1)); \
    cr_expect_eq(limits.name, 2);
#include "base/limits.def"
#undef LIMIT
    cr_expect_not(einv__limits_set(&limits, EINV_TEXT("nonsense"), 1));
    cr_expect_not(einv__limits_set(&limits, EINV_TEXT("dept"), 1));
}
