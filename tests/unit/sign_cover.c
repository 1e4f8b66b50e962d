/* sign_cover.c: sets of elements, against a row of bits. */
#include <criterion/criterion.h>

#include "sign/cover.h"

enum { N = 64 };

static uint32_t rolled(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void agree(const struct einv_cover *c, const bool *bits)
{
    for (einv_node from = 0; from < N; from++) {
        einv_node gap = EINV_NO_NODE;

        cr_assert_eq(einv__cover_has(c, from), bits[from], "%u", from);
        for (einv_node e = N; e > from; e--)
            if (!bits[e - 1])
                gap = e - 1;
        cr_assert_eq(einv__cover_gap(c, from, N - 1), gap, "%u", from);
    }
    for (size_t i = 1; i < c->n; i++)
        cr_assert_gt(c->runs[i].from, c->runs[i - 1].to + 1);
}

Test(sign_cover, a_set_of_runs_is_a_set)
{
    uint32_t seed = 7;

    for (int round = 0; round < 200; round++) {
        struct einv_cover c;
        bool bits[N] = { false };

        einv__cover_init(&c, &einv__libc_allocator);
        for (int step = 0; step < 12; step++) {
            einv_node from = rolled(&seed) % N;
            einv_node to = from + rolled(&seed) % (N - from);
            bool add = rolled(&seed) % 3 != 0;

            if (add)
                einv__cover_add(&c, from, to);
            else
                einv__cover_remove(&c, from, to);
            for (einv_node e = from; e <= to; e++)
                bits[e] = add;
            agree(&c, bits);
        }
        cr_assert(!c.failed);
        einv__cover_free(&c);
    }
}
