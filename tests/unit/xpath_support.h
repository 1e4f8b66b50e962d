/* xpath_support.h: a document and a run for tests of lib/xpath.
 */
#ifndef EINV_TEST_XPATH_SUPPORT_H
#define EINV_TEST_XPATH_SUPPORT_H

#include <criterion/criterion.h>

#include "../../lib/xpath/node.h"
#include "../../lib/xpath/regex.h"

struct xp_bench {
    struct einv_tree tree;
    struct einv_xp_doc doc;
    struct einv_xp_run run;
};

static inline void xp_begin(struct xp_bench *b, const char *xml)
{
    memset(b, 0, sizeof *b);
    cr_assert_eq(einv__xml_read(&b->tree, &einv__libc_allocator,
                                einv__text_of(xml), NULL, NULL),
                 EINV_OK);
    b->doc.tree = &b->tree;
    einv__arena_init(&b->run.arena, &einv__libc_allocator);
    einv__arena_init(&b->run.local, &einv__libc_allocator);
    einv__arena_init(&b->run.keep, &einv__libc_allocator);
    b->run.steps = 100000000;
    b->run.bytes = 1u << 28;
    b->run.max_depth = 256;
    b->run.docs = &b->doc;
    b->run.n_docs = 1;
}

static inline void xp_end(struct xp_bench *b)
{
    einv__regex_memory_free(b->run.regex);
    einv__arena_free(&b->run.arena);
    einv__arena_free(&b->run.local);
    einv__arena_free(&b->run.keep);
    einv__tree_free(&b->tree);
}

#endif
