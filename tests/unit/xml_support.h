/* xml_support.h: what the tests of lib/xml share: files, documents, random
 * numbers, libxml2's canonical form.
 */
#ifndef EINV_TESTS_XML_SUPPORT_H
#define EINV_TESTS_XML_SUPPORT_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <criterion/criterion.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "xml/build.h"
#include "xml/import.h"
#include "xml/write.h"

/* --- files --------------------------------------------------------------- */

/* A folder of the corpus.  Without it the test ends here: skipped, which
 * tests/support/job.sh counts by the line; with CI=true it fails.
 */
static inline const char *shared_dir(const char *below)
{
    static char path[4096];
    const char *shared = getenv("EINV_SHARED"), *ci = getenv("CI");
    struct stat st;

    snprintf(path, sizeof(path), "%s/%s",
             shared != NULL ? shared : "../shared", below);
    if (stat(path, &st) == 0)
        return path;
    cr_assert(ci == NULL || strcmp(ci, "true") != 0, "%s is missing", path);
    printf("SKIP no corpus at %s\n", path);
    fflush(stdout);
    cr_skip_test("no corpus at %s", path);
    return NULL; /* not reached; Criterion does not say so */
}

struct bytes {
    char *ptr;
    size_t len;
};

static inline struct bytes slurp(FILE *f)
{
    struct bytes b = { malloc(1 << 16), 0 };
    size_t cap = 1 << 16, n;

    while ((n = fread(b.ptr + b.len, 1, cap - b.len, f)) > 0) {
        b.len += n;
        if (b.len == cap)
            b.ptr = realloc(b.ptr, cap *= 2);
    }
    /* An exact copy: a byte too far is seen by the sanitizer. */
    b.ptr = realloc(b.ptr, b.len > 0 ? b.len : 1);
    return b;
}

static inline struct bytes load(const char *path)
{
    size_t len = strlen(path);
    bool gz = len > 3 && strcmp(path + len - 3, ".gz") == 0;
    char command[4200];
    struct bytes b;
    FILE *f;

    snprintf(command, sizeof(command), "gzip -dc '%s'", path);
    f = gz ? popen(command, "r") : fopen(path, "rb");
    cr_assert(f != NULL, "cannot open %s", path);
    b = slurp(f);
    if (gz)
        cr_assert(pclose(f) == 0);
    else
        fclose(f);
    return b;
}

typedef void file_fn(const char *path, struct bytes b, void *user);

/* Every .xml file below a folder. */
static inline void each_xml(const char *folder, file_fn *fn, void *user)
{
    DIR *d = opendir(folder);
    struct dirent *entry;
    struct stat st;
    char path[4096];

    cr_assert(d != NULL, "%s", folder);
    while ((entry = readdir(d)) != NULL) {
        size_t len = strlen(entry->d_name);

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (stat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            each_xml(path, fn, user);
        } else if (len > 4 && strcmp(entry->d_name + len - 4, ".xml") == 0) {
            struct bytes b = load(path);

            fn(path, b, user);
            free(b.ptr);
        }
    }
    closedir(d);
}

/* --- documents ----------------------------------------------------------- */

static inline struct einv_text text_of(struct bytes b)
{
    return einv__text(b.ptr, b.len);
}

static inline void read_or_die(struct einv_tree *t, struct einv_text bytes)
{
    cr_assert(einv__xml_read(t, NULL, bytes, NULL, NULL) == EINV_OK, "%.*s",
              (int)(bytes.len < 300 ? bytes.len : 300), bytes.ptr);
}

static inline void read_z(struct einv_tree *t, const char *z)
{
    read_or_die(t, einv__text_of(z));
}

static inline void same_qname(const struct einv_qname *a,
                              const struct einv_qname *b, const char *where)
{
    cr_assert(einv__text_eq(a->prefix, b->prefix) &&
                  einv__text_eq(a->ns, b->ns) &&
                  einv__text_eq(a->local, b->local),
              "%s: %.*s and %.*s", where, (int)a->local.len, a->local.ptr,
              (int)b->local.len, b->local.ptr);
}

static inline void same_attributes(const struct einv_tree *a,
                                   const struct einv_tree *b, const char *where)
{
    uint32_t i;

    for (i = 0; i < a->n_attrs; i++) {
        same_qname(einv__tree_attr_qname(a, i), einv__tree_attr_qname(b, i),
                   where);
        cr_assert(einv__text_eq(einv__tree_attr_text(a, i),
                                einv__tree_attr_text(b, i)),
                  "%s: attribute %u", where, i);
    }
}

/* Everything, or everything but declarations (`ns` false). */
static inline void same_trees(const struct einv_tree *a,
                              const struct einv_tree *b, bool ns,
                              const char *where)
{
    uint32_t i;

    cr_assert(a->n_elems == b->n_elems && a->n_attrs == b->n_attrs &&
                  a->n_extras == b->n_extras && a->text_len == b->text_len,
              "%s: sizes differ", where);
    cr_assert(einv__text_eq(einv__tree_text(a, 0), einv__tree_text(b, 0)),
              "%s: texts differ", where);
    cr_assert(a->has_mixed == b->has_mixed, "%s", where);
    for (i = 0; i < a->n_elems; i++) {
        const struct einv_tree_elem *x = &a->elems[i], *y = &b->elems[i];

        cr_assert(x->parent == y->parent && x->end == y->end &&
                      x->first_attr == y->first_attr &&
                      x->text_off == y->text_off && x->text_end == y->text_end,
                  "%s: row %u", where, i);
        same_qname(einv__tree_qname(a, i), einv__tree_qname(b, i), where);
    }
    cr_assert(a->elems[i].first_attr == a->n_attrs &&
              b->elems[i].first_attr == b->n_attrs);
    same_attributes(a, b, where);
    for (i = 0; i < a->n_extras; i++) {
        const struct einv_tree_extra *x = &a->extras[i], *y = &b->extras[i];

        cr_assert(x->kind == y->kind && x->parent == y->parent &&
                      x->before == y->before && x->text_off == y->text_off &&
                      einv__text_eq(x->target, y->target) &&
                      einv__text_eq(x->data, y->data),
                  "%s: comment or instruction %u", where, i);
    }
    if (!ns)
        return;
    cr_assert(a->n_ns == b->n_ns, "%s: declarations", where);
    for (i = 0; i < a->n_ns; i++)
        cr_assert(a->ns[i].elem == b->ns[i].elem &&
                      einv__text_eq(a->ns[i].prefix, b->ns[i].prefix) &&
                      einv__text_eq(a->ns[i].uri, b->ns[i].uri),
                  "%s: declaration %u", where, i);
}

/* --- libxml2, the judge -------------------------------------------------- */

static inline void ignore_error(void *user, xmlErrorPtr e)
{
    (void)user;
    (void)e;
}

static inline xmlDocPtr parse_dom(struct einv_text text)
{
    xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)ignore_error);
    return xmlReadMemory(text.ptr, (int)text.len, NULL, NULL,
                         XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_HUGE |
                             XML_PARSE_IGNORE_ENC | XML_PARSE_NOCDATA);
}

/* --- random numbers: fixed seeds, the same everywhere -------------------- */

struct dice {
    uint64_t state;
};

static inline uint32_t roll(struct dice *d, uint32_t sides)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(d->state >> 33) % sides;
}

#endif
