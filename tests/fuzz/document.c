/* document.c: bytes -> tree -> get -> put -> the same tree.
 *
 * Through every binding that we carry and whose root fits.  Without the
 * residue, what is written must be read again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "bind/bind.h"
#include "../support/same_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_BINDINGS 64

static struct einv_model model;
static struct einv_binding *bindings[MAX_BINDINGS];
static size_t n_bindings;

static void check(bool good)
{
    if (!good)
        abort();
}

/* id@version has the folder id-version, and the main version the folder id. */
static const struct einv_embedded *find_binding(struct einv_text name)
{
    const struct einv_embedded *file;
    struct einv_text version, id = einv__text_cut(name, '@', &version);
    char path[200];

    snprintf(path, sizeof(path), "formats/%.*s-%.*s/binding.xml", (int)id.len,
             id.ptr, (int)version.len, version.len > 0 ? version.ptr : "");
    file = einv__embedded_find(path);
    if (file != NULL)
        return file;
    snprintf(path, sizeof(path), "formats/%.*s/binding.xml", (int)id.len,
             id.ptr);
    return einv__embedded_find(path);
}

static einv_status fetch(void *user, const char *kind, struct einv_text name,
                         struct einv_text *bytes)
{
    const struct einv_embedded *file;
    char path[200];

    (void)user;
    snprintf(path, sizeof(path), "codes/%.*s.tsv", (int)name.len, name.ptr);
    file = strcmp(kind, "codes") == 0 ? einv__embedded_find(path)
                                      : find_binding(name);
    if (file == NULL)
        return EINV_EABSENT;
    *bytes = einv__text(file->data, file->len);
    return EINV_OK;
}

/* formats/ID/binding.xml; rules stand beside it. */
static bool is_binding(const char *name)
{
    static const char ending[] = "/binding.xml";
    size_t n = strlen(name), m = sizeof(ending) - 1;

    return strncmp(name, "formats/", 8) == 0 && n > m &&
           strcmp(name + n - m, ending) == 0;
}

static void load(void)
{
    const struct einv_embedded *file = einv__embedded_find("model.xml");
    struct einv_bind_options options = { fetch, NULL, false };
    size_t i;

    check(einv__model_load(&model, &einv__libc_allocator,
                           einv__text(file->data, file->len), NULL) ==
          EINV_OK);
    for (i = 0; i < einv__embedded_count() && n_bindings < MAX_BINDINGS; i++) {
        file = einv__embedded_at(i);
        if (is_binding(file->name))
            check(einv__bind_compile(&bindings[n_bindings++],
                                     &einv__libc_allocator, &model,
                                     einv__text(file->data, file->len),
                                     file->name, &options, NULL) == EINV_OK);
    }
    check(n_bindings > 0);
}

static void put(const struct einv_binding *b, struct einv_invoice_data *inv,
                bool residue, struct einv_tree *out,
                struct einv_report *report)
{
    struct einv_put_options options = { .residue = residue };

    einv__tree_init(out, &einv__libc_allocator);
    check(einv__bind_put(b, inv, &options, out, report) == EINV_OK);
}

static void through(const struct einv_binding *b,
                    const struct einv_tree *tree)
{
    struct einv_invoice_data inv, again;
    struct einv_report report;
    struct einv_tree out;
    einv_status status;

    einv__report_init(&report, NULL);
    einv__invoice_init(&inv, &model, &einv__libc_allocator);
    status = einv__bind_get(b, tree, &inv, &report);
    check(status == EINV_OK || status == EINV_EUNKNOWN);
    if (status == EINV_OK) {
        put(b, &inv, true, &out, &report);
        check(same_nodes(tree, 0, &out, 0));
        einv__tree_free(&out);
        put(b, &inv, false, &out, &report);
        einv__invoice_init(&again, &model, &einv__libc_allocator);
        check(einv__bind_get(b, &out, &again, &report) == EINV_OK);
        einv__invoice_clear(&again);
        einv__tree_free(&out);
    }
    einv__invoice_clear(&inv);
    einv__report_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_tree tree;

    if (n_bindings == 0)
        load();
    if (einv__xml_read(&tree, &einv__libc_allocator,
                       einv__text((const char *)data, size), NULL, NULL) !=
        EINV_OK)
        return 0;
    for (size_t i = 0; i < n_bindings; i++)
        through(bindings[i], &tree);
    einv__tree_free(&tree);
    return 0;
}
