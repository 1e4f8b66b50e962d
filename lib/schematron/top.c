/* top.c: what rules take from XSLT: functions, keys, variables.
 *
 * A variable whose value is content, not an expression, would be a tree of
 * its own.  The two forms that occur become expressions: plain text, and one
 * xsl:value-of.  Others are left out: an expression that names one is
 * refused (compile.c); what nobody reads changes no verdict.
 */
#include "set.h"

/* 'text', its apostrophes doubled. */
static bool literal(struct sch_reader *r, struct einv_text text,
                    struct einv_text *out)
{
    struct einv_buf buf;
    bool ok;
    size_t i;

    einv__buf_init(&buf, r->set->alloc);
    einv__buf_char(&buf, '\'');
    for (i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'')
            einv__buf_char(&buf, '\'');
        einv__buf_char(&buf, text.ptr[i]);
    }
    einv__buf_char(&buf, '\'');
    ok = buf.failed ? einv__sch_nomem(r)
                    : einv__sch_copy(r, einv__buf_get(&buf), out);
    einv__buf_free(&buf);
    return ok;
}

static bool string_of(struct sch_reader *r, struct einv_text select,
                      struct einv_text *out)
{
    struct einv_buf buf;
    bool ok;

    einv__buf_init(&buf, r->set->alloc);
    einv__buf_str(&buf, "string-join(for $einv in (");
    einv__buf_text(&buf, select);
    einv__buf_str(&buf, ") return string($einv), ' ')");
    ok = buf.failed ? einv__sch_nomem(r)
                    : einv__sch_copy(r, einv__buf_get(&buf), out);
    einv__buf_free(&buf);
    return ok;
}

/* false: it is none of the two, or memory ended. */
static bool content(struct sch_reader *r, struct sch_place at,
                    struct einv_text *out)
{
    const struct einv_tree *t = &at.file->tree;
    struct sch_place child = { at.file, einv__tree_child(t, at.node) };

    if (child.node == EINV_NO_NODE)
        return literal(r, einv__tree_text(t, at.node), out);
    if (einv__tree_next(t, child.node) == EINV_NO_NODE &&
        einv__sch_is_xsl(child, "value-of") &&
        einv__sch_has_attr(child, "select"))
        return string_of(r, einv__sch_attr(r, child, "select"), out);
    return false;
}

bool einv__sch_variable(struct sch_reader *r, struct sch_place at,
                        struct sch_lets *lets)
{
    struct sch_let *let = einv__sch_new(r, sizeof(*let));

    if (let == NULL)
        return false;
    let->at = at;
    let->name = einv__sch_attr(r, at, "name");
    let->value = einv__sch_attr(r, at, "select");
    let->as = einv__sch_attr(r, at, "as");
    if (let->name.len == 0) {
        einv__sch_complain(r, at, "EINV-RULES-0003", einv__sch_local(at),
                           "name");
        return !r->nomem;
    }
    if (!einv__sch_has_attr(at, "select") && !content(r, at, &let->value))
        return !r->nomem && einv__sch_remember(r, at, &r->trees);
    einv__sch_add_let(lets, let);
    return true;
}

bool einv__sch_top(struct sch_reader *r, struct sch_place at)
{
    if (einv__sch_is_xsl(at, "variable") || einv__sch_is_xsl(at, "param")) {
        einv__sch_variable(r, at, &r->set->lets);
        return true;
    }
    if (einv__sch_is_xsl(at, "function") || einv__sch_is_xsl(at, "key")) {
        einv__sch_remember(r, at, &r->tops);
        return true;
    }
    return false;
}

static bool key(struct sch_reader *r, struct sch_place at)
{
    struct einv_text match = einv__sch_attr(r, at, "match");
    struct einv_text use = einv__sch_attr(r, at, "use");
    struct einv_xp_error error = { 0 };

    r->set->counts.expressions += 2;
    if (einv__xp_lib_key(r->set->lib, einv__sch_attr(r, at, "name"), match,
                         use, &error))
        return true;
    return einv__sch_refuse(r, at, match, &error);
}

static bool function(struct sch_reader *r, struct sch_place at)
{
    struct einv_xp_error error = { 0 };
    struct sch_place where = at;

    if (einv__xp_lib_function(r->set->lib, &at.file->tree, at.node,
                              &where.node, &error))
        return true;
    return einv__sch_refuse(r, where, EINV_TEXT("xsl:function"), &error);
}

bool einv__sch_tops(struct sch_reader *r)
{
    const struct sch_item *top;
    int pass;

    for (pass = 0; pass < 2; pass++)    /* keys may call functions */
        for (top = r->tops.first; top != NULL; top = top->next) {
            if (einv__sch_is_xsl(top->at, "key") != (pass == 1))
                continue;
            if (pass == 1)
                key(r, top->at);
            else
                function(r, top->at);
            if (r->nomem)
                return false;
        }
    return true;
}

bool einv__sch_bodies(struct sch_reader *r)
{
    struct sch_place at = { NULL, EINV_NO_NODE };
    const struct einv_tree *tree = NULL;
    struct einv_xp_error error = { 0 };

    while (!einv__xp_lib_bodies(r->set->lib, &at.node, &tree, &error)) {
        for (at.file = r->files; at.file != NULL && &at.file->tree != tree;
             at.file = at.file->next)
            ;
        einv__sch_refuse(r, at, EINV_TEXT("xsl:function"), &error);
        if (r->nomem)
            return false;
    }
    return true;
}
