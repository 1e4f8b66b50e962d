/* census.c: every expression of the official rule sets parses, and what is
 * printed of it parses to the same print.
 *
 *     census FILE
 *
 * FILE (tests/check/census.py makes it): <census> with ns elements (prefix,
 * uri), the xsl:function elements that the sets declare, and e elements: the
 * text is an expression, kind "expr" or "pattern", vars its variables.
 * Prints what does not pass, and at the end "N expressions, N bad".
 */
#include "base/file.h"
#include "base/limits.h"
#include "schematron/schematron.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_VARS = 200 };

struct census {
    struct einv_tree tree;
    struct einv_xp_lib *lib;
    size_t n, bad;
};

static struct einv_text attr(const struct census *c, einv_node e,
                             const char *name)
{
    struct einv_text text = einv__tree_get_attr(&c->tree, e, name);

    return text.ptr != NULL ? text : EINV_TEXT("");
}

static void tell(struct census *c, struct einv_text expr,
                 const struct einv_xp_error *error, const char *when)
{
    c->bad++;
    printf("%s: %s %s: %.*s\n", when, error->code, error->what,
           (int)(expr.len < 200 ? expr.len : 200), expr.ptr);
}

/* The names, cut at blanks. */
static size_t names(struct einv_text list, struct einv_text *out)
{
    size_t n = 0, i = 0, from;

    while (n < MAX_VARS) {
        while (i < list.len && list.ptr[i] == ' ')
            i++;
        if (i == list.len)
            break;
        for (from = i; i < list.len && list.ptr[i] != ' '; i++)
            ;
        out[n++] = einv__text(list.ptr + from, i - from);
    }
    return n;
}

/* The print of an expression, in `out`; false: it does not compile. */
static bool print(struct census *c, struct einv_text expr,
                  const struct einv_xp_scope *scope, struct einv_buf *out,
                  const char *when)
{
    struct einv_xp_error error = { 0 };
    const struct einv_xp_expr *x =
        einv__xp_compile(c->lib, expr, scope, 0, &error);

    if (x == NULL) {
        tell(c, expr, &error, when);
        return false;
    }
    einv__xp_print(x, out);
    return !out->failed;
}

static void expression(struct census *c, struct einv_text expr,
                       const struct einv_xp_scope *scope)
{
    struct einv_buf first, again;

    einv__buf_init(&first, &einv__libc_allocator);
    einv__buf_init(&again, &einv__libc_allocator);
    if (print(c, expr, scope, &first, "as written") &&
        print(c, einv__buf_get(&first), scope, &again, "as printed") &&
        !einv__text_eq(einv__buf_get(&first), einv__buf_get(&again))) {
        c->bad++;
        printf("printed otherwise:\n  %s\n  %s\n", first.data, again.data);
    }
    einv__buf_free(&first);
    einv__buf_free(&again);
}

static void one(struct census *c, einv_node e)
{
    struct einv_text vars[MAX_VARS];
    struct einv_xp_scope scope = { vars, names(attr(c, e, "vars"), vars) };
    struct einv_text expr = attr(c, e, "text");
    struct einv_xp_error error = { 0 };

    c->n++;
    if (!einv__text_is(attr(c, e, "kind"), "pattern"))
        expression(c, expr, &scope);
    else if (einv__xp_compile_pattern(c->lib, expr, &scope, 0, &error) ==
             NULL)
        tell(c, expr, &error, "pattern");
}

static bool declare(struct census *c, einv_node e)
{
    struct einv_xp_error error = { 0 };
    einv_node where;

    if (einv__text_is(einv__tree_qname(&c->tree, e)->local, "ns"))
        return einv__xp_lib_ns(c->lib, attr(c, e, "prefix"),
                               attr(c, e, "uri"));
    if (!einv__xp_lib_function(c->lib, &c->tree, e, &where, &error)) {
        tell(c, attr(c, e, "name"), &error, "function");
        return false;
    }
    return true;
}

/* Any file that rules read: it is there, and holds nothing. */
static bool empty_file(void *user, struct einv_text href,
                       struct einv_tree *tree)
{
    (void)user, (void)href;
    return einv__xml_read(tree, &einv__libc_allocator,
                          EINV_TEXT("<empty/>"), NULL, NULL) == EINV_OK;
}

int main(int argc, char **argv)
{
    const struct einv_allocator *a = &einv__libc_allocator;
    struct einv_read_xml_options options = { 0 };
    struct einv_limits limits;
    struct census c = { .n = 0 };
    struct einv_buf text;
    einv_node e;

    einv__limits_large(&limits);
    options.limits = &limits;
    einv__buf_init(&text, a);
    if (argc != 2 || einv__file_read(argv[1], (size_t)limits.bytes, &text) != EINV_OK)
        return 2;
    einv__tree_init(&c.tree, a);
    c.lib = einv__xp_lib_new(a);
    if (c.lib == NULL || einv__xml_read(&c.tree, a, einv__buf_get(&text),
                                        &options, NULL) != EINV_OK)
        return 2;
    einv__xp_lib_open(c.lib, empty_file, NULL);
    for (e = einv__tree_child(&c.tree, einv__tree_root(&c.tree));
         e != EINV_NO_NODE; e = einv__tree_next(&c.tree, e)) {
        if (einv__text_is(einv__tree_qname(&c.tree, e)->local, "e"))
            one(&c, e);
        else if (!declare(&c, e))
            return 1;
    }
    printf("%zu expressions, %zu bad\n", c.n, c.bad);
    einv__xp_lib_free(c.lib);
    einv__tree_free(&c.tree);
    einv__buf_free(&text);
    return c.n == 0 || c.bad > 0;
}
