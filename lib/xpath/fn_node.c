/* fn_node.c: functions on nodes and names (F&O 2.0, 14, 11; XSLT 2.0, 16).
 */
#include "ast.h"

/* The node that a call is about: its argument, or the context item. */
static bool subject(struct einv_xp_run *run, const struct einv_xp_call *call,
                    const struct einv_xp_node **node)
{
    const struct einv_xp_item *item = NULL;

    *node = NULL;
    if (call->n > 0) {
        if (call->args[0].n > 0)
            item = &call->args[0].items[0];
    } else if (!call->focus->has) {
        return einv__xp_fail(run, "XPDY0002");
    } else {
        item = &call->focus->item;
    }
    if (item != NULL && item->type != EINV_XP_NODE)
        return einv__xp_fail(run, "XPTY0004");
    if (item != NULL)
        *node = &item->u.node;
    return true;
}

/* ... and its name; *q NULL: it has none, or there is no node. */
static bool subject_name(struct einv_xp_run *run,
                         const struct einv_xp_call *call,
                         struct einv_qname *room, const struct einv_qname **q)
{
    const struct einv_xp_node *node;

    *q = NULL;
    if (!subject(run, call, &node))
        return false;
    if (node != NULL)
        *q = einv__xp_node_name(node, room);
    return true;
}

static bool give_text(struct einv_xp_run *run, enum einv_xp_type type,
                      struct einv_text text, struct einv_xp_seq *result)
{
    if (text.ptr == NULL)
        text = EINV_TEXT("");
    return einv__xp_one(run, einv__xp_text(type, text), result);
}

static bool joined(struct einv_xp_run *run, struct einv_text prefix,
                   struct einv_text local, struct einv_text *out)
{
    struct einv_buf buf;

    if (prefix.len == 0) {
        *out = local;
        return true;
    }
    einv__xp_buf(run, &buf);
    einv__buf_text(&buf, prefix);
    einv__buf_char(&buf, ':');
    einv__buf_text(&buf, local);
    return einv__xp_take(run, &buf, out);
}

bool einv__xp_fn_name(struct einv_xp_run *run, const struct einv_xp_call *call,
                      struct einv_xp_seq *result)
{
    struct einv_text text = EINV_TEXT("");
    const struct einv_qname *q = NULL;
    struct einv_qname room;

    if (!subject_name(run, call, &room, &q))
        return false;
    return (q == NULL || joined(run, q->prefix, q->local, &text)) &&
           give_text(run, EINV_XP_STRING, text, result);
}

bool einv__xp_fn_local_name(struct einv_xp_run *run,
                            const struct einv_xp_call *call,
                            struct einv_xp_seq *result)
{
    const struct einv_qname *q = NULL;
    struct einv_qname room;

    if (!subject_name(run, call, &room, &q))
        return false;
    return give_text(run, EINV_XP_STRING,
                     q != NULL ? q->local : EINV_TEXT(""), result);
}

bool einv__xp_fn_namespace_uri(struct einv_xp_run *run,
                               const struct einv_xp_call *call,
                               struct einv_xp_seq *result)
{
    const struct einv_qname *q = NULL;
    struct einv_qname room;

    if (!subject_name(run, call, &room, &q))
        return false;
    return give_text(run, EINV_XP_ANYURI, q != NULL ? q->ns : EINV_TEXT(""),
                     result);
}

static bool give_qname(struct einv_xp_run *run, const struct einv_qname *q,
                       struct einv_xp_seq *result)
{
    struct einv_xp_item item = { .type = EINV_XP_QNAME };

    item.u.qname = einv__xp_alloc(run, 1, sizeof *item.u.qname);
    if (item.u.qname == NULL)
        return false;
    *item.u.qname =
        (struct einv_xp_qname){ q->prefix, q->ns, q->local };
    return einv__xp_one(run, item, result);
}

bool einv__xp_fn_node_name(struct einv_xp_run *run,
                           const struct einv_xp_call *call,
                           struct einv_xp_seq *result)
{
    const struct einv_qname *q = NULL;
    struct einv_qname room;

    if (!subject_name(run, call, &room, &q))
        return false;
    return q == NULL || give_qname(run, q, result);
}

bool einv__xp_fn_root(struct einv_xp_run *run, const struct einv_xp_call *call,
                      struct einv_xp_seq *result)
{
    const struct einv_xp_node *node;

    if (!subject(run, call, &node))
        return false;
    return node == NULL ||
           einv__xp_one(run,
                        einv__xp_node_item(einv__xp_node(
                            node->doc, EINV_XP_DOCUMENT, 0)),
                        result);
}

bool einv__xp_fn_string(struct einv_xp_run *run,
                        const struct einv_xp_call *call,
                        struct einv_xp_seq *result)
{
    struct einv_text text = EINV_TEXT("");

    if (call->n > 0 && call->args[0].n == 0)
        return give_text(run, EINV_XP_STRING, text, result);
    if (call->n == 0 && !call->focus->has)
        return einv__xp_fail(run, "XPDY0002");
    return einv__xp_atomize_string(run,
                                   call->n > 0 ? &call->args[0].items[0]
                                               : &call->focus->item,
                                   &text) &&
           give_text(run, EINV_XP_STRING, text, result);
}

bool einv__xp_fn_data(struct einv_xp_run *run, const struct einv_xp_call *call,
                      struct einv_xp_seq *result)
{
    return einv__xp_atomize(run, &call->args[0], result);
}

/* --- path(): messages of one rule set (F&O 3.0, 14.4) --------------------------- */

static uint32_t position_of(const struct einv_xp_node *node)
{
    const struct einv_tree *t = node->doc->tree;
    einv_node parent = t->elems[node->row].parent;
    uint32_t name = einv__tree_qname(t, node->row)->name, n = 1;

    if (parent == EINV_NO_NODE)
        return 1;
    for (einv_node c = einv__tree_child(t, parent); c < node->row;
         c = t->elems[c].end + 1)
        n += einv__tree_qname(t, c)->name == name;
    return n;
}

static void put_step(struct einv_buf *buf, const struct einv_xp_node *node)
{
    struct einv_qname room;
    const struct einv_qname *q = einv__xp_node_name(node, &room);

    if (q == NULL) {
        einv__buf_str(buf, node->kind == EINV_XP_TEXT ? "/text()"
                                                      : "/comment()");
        return;
    }
    einv__buf_str(buf, node->kind == EINV_XP_ATTRIBUTE ? "/@" : "/");
    if (node->kind == EINV_XP_ELEMENT || q->ns.len > 0) {
        einv__buf_str(buf, "Q{");
        einv__buf_text(buf, q->ns);
        einv__buf_char(buf, '}');
    }
    einv__buf_text(buf, q->local);
    if (node->kind == EINV_XP_ELEMENT) {
        einv__buf_char(buf, '[');
        einv__buf_uint(buf, position_of(node));
        einv__buf_char(buf, ']');
    }
}

bool einv__xp_fn_path(struct einv_xp_run *run, const struct einv_xp_call *call,
                      struct einv_xp_seq *result)
{
    const struct einv_xp_node *node;
    struct einv_xp_node up;
    struct einv_text text = EINV_NO_TEXT;
    struct einv_buf buf;
    size_t depth = 0;

    if (!subject(run, call, &node))
        return false;
    if (node == NULL)
        return true;
    einv__xp_buf(run, &buf);
    for (up = *node; einv__xp_parent(&up, &up);)
        depth++;
    if (depth == 0)
        einv__buf_char(&buf, '/');
    for (; depth > 0; depth--) {
        up = *node;
        for (size_t i = 1; i < depth; i++)
            einv__xp_parent(&up, &up);
        put_step(&buf, &up);
    }
    return einv__xp_take(run, &buf, &text) &&
           give_text(run, EINV_XP_STRING, text, result);
}

/* --- QNames ------------------------------------------------------------------------ */

bool einv__xp_fn_qname_local(struct einv_xp_run *run,
                             const struct einv_xp_call *call,
                             struct einv_xp_seq *result)
{
    struct einv_xp_item item;

    if (call->args[0].n == 0)
        return true;
    item = einv__xp_text(EINV_XP_STRING,
                         call->args[0].items[0].u.qname->local);
    item.derived = EINV_XP_NCNAME;
    return einv__xp_one(run, item, result);
}

bool einv__xp_fn_qname_ns(struct einv_xp_run *run,
                          const struct einv_xp_call *call,
                          struct einv_xp_seq *result)
{
    if (call->args[0].n == 0)
        return true;
    return give_text(run, EINV_XP_ANYURI,
                     call->args[0].items[0].u.qname->ns, result);
}

bool einv__xp_fn_qname_prefix(struct einv_xp_run *run,
                              const struct einv_xp_call *call,
                              struct einv_xp_seq *result)
{
    struct einv_xp_item item;

    if (call->args[0].n == 0 ||
        call->args[0].items[0].u.qname->prefix.len == 0)
        return true;
    item = einv__xp_text(EINV_XP_STRING,
                         call->args[0].items[0].u.qname->prefix);
    item.derived = EINV_XP_NCNAME;
    return einv__xp_one(run, item, result);
}
