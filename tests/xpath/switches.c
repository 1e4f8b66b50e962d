/* switches.c: one document under one set of rules, with every way to be
 * faster switched off and on.
 *
 *     switches RULES FILE...
 *
 * The findings of the plain evaluator (all off) are the measure.  Each switch
 * is tried alone off and alone on, none off, and pairs drawn from a row of
 * numbers that begins anew with each run.  Prints "same FILE" or
 * "differs FILE off N: what"; exit 1 when one differs, 2 when a set is
 * refused.
 */
#include <stdio.h>
#include <stdlib.h>

#include "schematron/schematron.h"

#define SWITCHES 7

static bool slurp(const char *path, struct einv_buf *out)
{
    FILE *f = fopen(path, "rb");
    char block[16384];
    size_t n;

    if (f == NULL)
        return false;
    while ((n = fread(block, 1, sizeof(block), f)) > 0)
        einv__buf_put(out, block, n);
    fclose(f);
    return true;
}

/* A file beside the one that names it. */
static bool beside(void *user, struct einv_text href, struct einv_text from,
                   struct einv_buf *out)
{
    struct einv_buf path;
    size_t end = from.len;
    bool ok;

    (void)user;
    while (end > 0 && from.ptr[end - 1] != '/')
        end--;
    einv__buf_init(&path, &einv__libc_allocator);
    einv__buf_text(&path, einv__text(from.ptr, end));
    einv__buf_text(&path, href);
    ok = slurp(path.data, out);
    einv__buf_free(&path);
    return ok;
}

static void put(struct einv_buf *out, struct einv_text text)
{
    einv__buf_text(out, text);
    einv__buf_char(out, '\t');
}

/* All that a run says, a line a finding. */
static void say(const struct einv_sch_set *set, const struct einv_tree *tree,
                unsigned off, struct einv_buf *out)
{
    struct einv_sch_run_options options = { 0 };
    enum einv_sch_verdict verdict;
    const struct einv_finding *f;
    struct einv_report report;

    options.xpath.off = off;
    options.xpath.has_now = true;
    options.xpath.now.year = 2026;
    options.xpath.now.month = 11;
    options.xpath.now.day = 24;
    options.xpath.now.has_zone = true;
    einv__report_init(&report, &einv__libc_allocator);
    if (einv__sch_run(set, &einv__libc_allocator, tree, &options, &report,
                      &verdict) != EINV_OK)
        einv__buf_str(out, "no memory\n");
    for (f = report.first; f != NULL; f = f->next) {
        put(out, f->rule);
        put(out, f->test);
        put(out, f->flag);
        put(out, f->error);
        put(out, f->xpath);
        put(out, f->message);
        einv__buf_char(out, '\n');
    }
    einv__buf_str(out, "verdict ");
    einv__buf_uint(out, (uint64_t)verdict);
    einv__buf_char(out, '\n');
    einv__report_free(&report);
}

/* The first line of b that is not in a's place. */
static void show(const char *file, unsigned off, const char *a,
                 const char *b)
{
    size_t i = 0, line = 0, end;

    for (; a[i] != '\0' && a[i] == b[i]; i++)
        if (a[i] == '\n')
            line = i + 1;
    for (end = line; b[end] != '\0' && b[end] != '\n'; end++)
        ;
    printf("differs %s off %u: %.*s\n", file, off, (int)(end - line),
           b + line);
}

static bool one(const struct einv_sch_set *set, const char *file,
                uint32_t *random)
{
    struct einv_buf bytes, plain, other;
    struct einv_tree tree;
    bool same = true;
    unsigned i;

    einv__buf_init(&bytes, &einv__libc_allocator);
    einv__buf_init(&plain, &einv__libc_allocator);
    einv__buf_init(&other, &einv__libc_allocator);
    einv__tree_init(&tree, &einv__libc_allocator);
    if (!slurp(file, &bytes) ||
        einv__xml_read(&tree, &einv__libc_allocator, einv__buf_get(&bytes),
                       NULL, NULL) != EINV_OK) {
        printf("skipped %s\n", file);
        einv__buf_free(&bytes);
        return true;
    }
    say(set, &tree, EINV_XP_OFF_ALL, &plain);
    for (i = 0; i < 2 * SWITCHES + 4 && same; i++) {
        unsigned bit = 1u << i % SWITCHES;
        unsigned off = i == 0               ? 0
                       : i <= SWITCHES      ? bit
                       : i < 2 * SWITCHES   ? EINV_XP_OFF_ALL & ~bit
                                            : (*random >> 9) & EINV_XP_OFF_ALL;

        *random = *random * 1664525u + 1013904223u;
        other.len = 0;
        say(set, &tree, off, &other);
        same = einv__text_eq(einv__buf_get(&plain), einv__buf_get(&other));
        if (!same)
            show(file, off, plain.data, other.data);
    }
    if (same)
        printf("same %s\n", file);
    einv__tree_free(&tree);
    einv__buf_free(&bytes);
    einv__buf_free(&plain);
    einv__buf_free(&other);
    return same;
}

int main(int argc, char **argv)
{
    struct einv_sch_options options = { 0 };
    struct einv_sch_set *set = NULL;
    uint32_t random = 20261124;
    struct einv_buf rules;
    bool same = true;
    int i;

    if (argc < 3)
        return 2;
    einv__buf_init(&rules, &einv__libc_allocator);
    options.open = beside;
    if (!slurp(argv[1], &rules) ||
        einv__sch_load(&einv__libc_allocator, einv__buf_get(&rules),
                       einv__text_of(argv[1]), &options, NULL, &set) !=
            EINV_OK) {
        einv__buf_free(&rules);
        printf("refused %s\n", argv[1]);
        return 2;
    }
    einv__buf_free(&rules);
    for (i = 2; i < argc; i++)
        same = one(set, argv[i], &random) && same;
    einv__sch_free(set);
    return same ? 0 : 1;
}
