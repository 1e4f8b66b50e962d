/* failing.h: an allocator that fails at the n-th call, and counts.
 *
 *     FAILING_EACH(f, 1000) {
 *         thing = thing_new(&f.hooks);
 *         failing_judge(&f, thing != NULL);
 *         thing_free(thing);
 *     }
 *     cr_assert(f.held == 0);
 *
 * The body runs with the first call failing, then with the second, ..., each
 * once alone and once for good, until a run meets no failure.
 */
#ifndef EINV_TESTS_FAILING_H
#define EINV_TESTS_FAILING_H

#include <stdio.h>
#include <stdlib.h>

#include <einv/base.h>

struct failing {
    einv_allocator hooks;
    size_t calls;        /* that ask for memory */
    size_t fail_at;      /* the call that fails, from 1; 0: none */
    int for_good;        /* ... and all behind it */
    int failed;          /* did one fail in this run? */
    size_t held;         /* bytes in use, by the sizes given */
    size_t runs;
    int wrong;           /* a size given back was not the size taken */
};

static inline void *failing_resize(void *user, void *ptr, size_t old_size,
                                   size_t new_size)
{
    struct failing *f = user;
    size_t *block = ptr != NULL ? (size_t *)ptr - 2 : NULL;

    if (block != NULL && block[0] != old_size) {
        f->wrong = 1;
        fprintf(stderr, "given back as %lu bytes, taken as %lu\n",
                (unsigned long)old_size, (unsigned long)block[0]);
    }
    if (new_size == 0) {
        f->held -= block != NULL ? block[0] : 0;
        free(block);
        return NULL;
    }
    f->calls++;
    if (f->fail_at > 0
        && (f->calls == f->fail_at || (f->for_good && f->calls > f->fail_at))) {
        f->failed = 1;
        return NULL;
    }
    f->held += new_size - (block != NULL ? block[0] : 0);
    block = realloc(block, new_size + 2 * sizeof *block);
    if (block == NULL)
        abort();
    block[0] = new_size;
    return block + 2;
}

static inline void failing_init(struct failing *f)
{
    *f = (struct failing){ .hooks = { failing_resize, NULL } };
}

/* Counts only. */
static inline einv_allocator *failing_count(struct failing *f)
{
    failing_init(f);
    f->hooks.user = f;
    return &f->hooks;
}

/* The next run; 0: all have been. */
static inline int failing_next(struct failing *f, size_t most)
{
    f->hooks.user = f;
    if (f->runs > 0 && !f->failed)
        return 0;
    if (f->runs > 0 && !f->for_good) {
        f->for_good = 1;
    } else {
        f->for_good = 0;
        f->fail_at++;
    }
    f->runs++;
    f->calls = 0;
    f->failed = 0;
    return f->fail_at <= most;
}

/* A run either succeeded or met a failure that we made; and the last run
 * meets none and must succeed. */
#define failing_judge(f, succeeded) \
    cr_assert((succeeded) || (f)->failed, "failed without a failure")

#define FAILING_EACH(f, most) \
    for (failing_init(&f); failing_next(&f, (most));)

#endif
