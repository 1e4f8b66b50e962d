/* qt3_case.c: one case: its environment, its expression, its result.
 *
 * An environment gives prefixes, the document that is the context item, and
 * documents that are variables ($works); such a variable is compiled as
 * document('...').  A case without a document has no context item; it runs
 * over a small one all the same, for a run is a run over a document.
 */
#include "qt3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_bytes(struct qt3_file *f)
{
    static const struct einv_read_xml_options plain = { .lend = true };
    FILE *in = fopen(f->path, "rb");
    long size;
    size_t got;

    if (in == NULL)
        return false;
    if (fseek(in, 0, SEEK_END) != 0 || (size = ftell(in)) < 0 ||
        fseek(in, 0, SEEK_SET) != 0 ||
        (f->bytes = malloc((size_t)size + 1)) == NULL) {
        (void)fclose(in);
        return false;
    }
    f->len = got = fread(f->bytes, 1, (size_t)size, in);
    (void)fclose(in);
    return einv__xml_read(&f->tree, &einv__libc_allocator,
                          einv__text(f->bytes, got), &plain, NULL) ==
        EINV_OK;
}

static struct qt3_file *file_of(struct qt3_suite *suite, const char *path)
{
    struct qt3_file *f;
    size_t len = strlen(suite->root) + strlen(path) + 2;
    char *full = malloc(len);

    if (full == NULL)
        return NULL;
    (void)snprintf(full, len, "%s/%s", suite->root, path);
    for (f = suite->files; f != NULL; f = f->next) {
        if (strcmp(f->path, full) == 0) {
            free(full);
            return f;
        }
    }
    f = calloc(1, sizeof *f);
    if (f == NULL) {
        free(full);
        return NULL;
    }
    f->path = full;
    f->ok = read_bytes(f);
    f->next = suite->files;
    suite->files = f;
    return f;
}

const struct einv_tree *qt3_file(struct qt3_suite *suite, const char *path)
{
    const struct qt3_file *f = file_of(suite, path);

    return f != NULL && f->ok ? &f->tree : NULL;
}

struct einv_text qt3_text(struct qt3_suite *suite, const char *path)
{
    const struct qt3_file *f = file_of(suite, path);

    return f != NULL ? einv__text(f->bytes, f->len)
                     : einv__text(NULL, 0);
}

void qt3_suite_free(struct qt3_suite *suite)
{
    while (suite->files != NULL) {
        struct qt3_file *f = suite->files;

        suite->files = f->next;
        if (f->ok)
            einv__tree_free(&f->tree);
        free(f->bytes);
        free(f->path);
        free(f);
    }
}

/* How the library opens document('path'): a tree of its own. */
static bool open_document(void *user, struct einv_text href,
                          struct einv_tree *tree)
{
    static const struct einv_read_xml_options plain;
    struct qt3_case *c = user;
    const struct einv_tree *t;
    char path[1024];

    (void)snprintf(path, sizeof path, "%.*s", (int)href.len, href.ptr);
    t = qt3_file(c->suite, path);
    return t != NULL &&
        einv__xml_read(tree, &einv__libc_allocator,
                       einv__text(t->source, t->source_len), &plain, NULL)
        == EINV_OK;
}

/* The environment with this name among the children of the root. */
static einv_node named_environment(const struct einv_tree *t,
                                   struct einv_text name)
{
    einv_node k = einv__tree_child(t, einv__tree_root(t));

    for (; k != EINV_NO_NODE; k = einv__tree_next(t, k))
        if (einv__text_is(einv__tree_qname(t, k)->local, "environment") &&
            einv__text_eq(einv__tree_get_attr(t, k, "name"), name))
            break;
    return k;
}

static bool variable(struct qt3_case *c, struct einv_text name,
                     const char *path)
{
    struct einv_xp_error error;
    char expr[1200];
    uint32_t global;

    (void)snprintf(expr, sizeof expr, "document('%s')", path);
    return (einv__xp_lib_global(c->lib, name, &global, &error) &&
            einv__xp_lib_global_expr(c->lib, global, einv__text_of(expr),
                                     EINV_NO_TEXT, 0,
                                     &error)) ||
        qt3_no(c, "no variable for", name);
}

static bool source(struct qt3_case *c, const struct einv_tree *t, einv_node k,
                   const char *folder)
{
    struct einv_text role = einv__tree_get_attr(t, k, "role");
    struct einv_text file = einv__tree_get_attr(t, k, "file");
    char path[1024];

    (void)snprintf(path, sizeof path, "%s%.*s", folder, (int)file.len,
                   file.ptr);
    if (role.len > 1 && role.ptr[0] == '$')
        return variable(c, einv__text(role.ptr + 1, role.len - 1), path);
    if (!einv__text_is(role, "."))
        return true;            /* only for fn:doc: none of our cases */
    c->doc = qt3_file(c->suite, path);
    c->has_focus = true;
    return c->doc != NULL || qt3_no(c, "cannot read", einv__text_of(path));
}

static bool environment(struct qt3_case *c, const struct einv_tree *t,
                        einv_node env, const char *folder)
{
    einv_node k = einv__tree_child(t, env);

    for (; k != EINV_NO_NODE; k = einv__tree_next(t, k)) {
        struct einv_text what = einv__tree_qname(t, k)->local;

        if (einv__text_is(what, "namespace") &&
            !einv__xp_lib_ns(c->lib, einv__tree_get_attr(t, k, "prefix"),
                             einv__tree_get_attr(t, k, "uri")))
            return qt3_no(c, "no memory", EINV_TEXT(""));
        if (einv__text_is(what, "source") && !source(c, t, k, folder))
            return false;
        if (einv__text_is(what, "param"))
            return qt3_no(c, "param in an environment", EINV_TEXT(""));
    }
    return true;
}

static bool environments(struct qt3_case *c)
{
    einv_node k = einv__tree_child(c->set, c->node);

    for (; k != EINV_NO_NODE; k = einv__tree_next(c->set, k)) {
        struct einv_text ref = einv__tree_get_attr(c->set, k, "ref");
        const struct einv_tree *t = c->set;
        const char *folder = c->folder;
        einv_node env = k;

        if (!einv__text_is(einv__tree_qname(c->set, k)->local,
                           "environment"))
            continue;
        if (ref.ptr != NULL && (env = named_environment(t, ref)) ==
            EINV_NO_NODE) {
            t = qt3_file(c->suite, "catalog.xml");
            folder = "";
            env = t != NULL ? named_environment(t, ref) : EINV_NO_NODE;
        }
        if (env == EINV_NO_NODE)
            return qt3_no(c, "no environment", ref);
        if (!environment(c, t, env, folder))
            return false;
    }
    return true;
}

static bool evaluate(struct qt3_case *c, const struct einv_xp_expr *expr)
{
    /* A Wednesday, in the morning, at UTC. */
    struct einv_xp_options options = { .has_now = true, .now = {
        .year = 2026, .month = 7, .day = 15, .hour = 10, .minute = 20,
        .second = 30, .has_zone = true } };
    struct einv_xp_focus focus = { .has = false };

    if (!einv__xp_lib_seal(c->lib) ||
        !einv__xp_run_init(&c->run, &einv__libc_allocator, c->lib, c->doc,
                           &options))
        return qt3_no(c, "no memory", EINV_TEXT(""));
    if (expr == NULL)
        return true;
    if (c->has_focus)
        focus = einv__xp_focus(einv__xp_root(&c->run));
    if (!einv__xp_eval(&c->run, expr, &focus, NULL, &c->value))
        c->error = c->run.error != NULL ? c->run.error : "none";
    return true;
}

static enum qt3_outcome run_compiled(struct qt3_case *c, struct einv_text text)
{
    static const char empty[] = "<empty/>";
    struct einv_read_xml_options lend = { .lend = true };
    struct einv_xp_error error = { NULL, 0, "" };
    const struct einv_xp_expr *expr;
    struct einv_tree small;
    enum qt3_outcome outcome = QT3_ERROR;

    if (!environments(c))
        return QT3_ERROR;
    if (einv__xml_read(&small, &einv__libc_allocator, einv__text_of(empty),
                       &lend, NULL) != EINV_OK)
        return QT3_ERROR;
    if (c->doc == NULL)
        c->doc = &small;
    expr = einv__xp_compile(c->lib, text, NULL, 0, &error);
    if (expr == NULL)
        c->error = error.code != NULL ? error.code : "EINV0002";
    if (qt3_check_compile(c, c->result) && evaluate(c, expr)) {
        outcome = qt3_check(c, c->result) ? QT3_PASS : QT3_FAIL;
        if (outcome == QT3_FAIL && expr == NULL) {
            c->why[0] = '\0';
            (void)snprintf(c->why, sizeof c->why, "%s at %zu: %s", c->error,
                           error.offset, error.what);
        }
        einv__xp_run_free(&c->run);
    }
    einv__tree_free(&small);
    return outcome;
}

enum qt3_outcome qt3_run(struct qt3_case *c)
{
    einv_node test = einv__tree_find_child(c->set, c->node, "test");
    enum qt3_outcome outcome;

    c->result = einv__tree_find_child(c->set, c->node, "result");
    if (test == EINV_NO_NODE || c->result == EINV_NO_NODE) {
        (void)qt3_no(c, "no test or no result", EINV_TEXT(""));
        return QT3_ERROR;
    }
    c->lib = einv__xp_lib_new(&einv__libc_allocator);
    if (c->lib == NULL)
        return QT3_ERROR;
    einv__xp_lib_open(c->lib, open_document, c);
    outcome = run_compiled(c, einv__tree_text(c->set, test));
    einv__xp_lib_free(c->lib);
    return outcome;
}
