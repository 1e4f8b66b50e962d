/* qt3_xml.c: results as XML, and whether two pieces of XML are the same.
 *
 * Prefixes and the order of attributes do not count (the suite's guide:
 * assert-xml compares canonical forms; the prefixes of what it expects are
 * not always those of the source).
 */
#include "qt3.h"

#include "xml/walk.h"
#include "xml/write.h"
#include "xpath/node.h"

static void put_escaped(struct einv_buf *out, struct einv_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.ptr[i]) {
        case '&': einv__buf_str(out, "&amp;"); break;
        case '<': einv__buf_str(out, "&lt;"); break;
        case '>': einv__buf_str(out, "&gt;"); break;
        case '\r': einv__buf_str(out, "&#13;"); break;
        default: einv__buf_char(out, text.ptr[i]);
        }
    }
}

static void put_extra(const struct einv_tree *t, uint32_t row,
                      struct einv_buf *out)
{
    const struct einv_tree_extra *x = &t->extras[row];

    if (x->kind == EINV_EXTRA_COMMENT) {
        einv__buf_str(out, "<!--");
        einv__buf_text(out, x->data);
        einv__buf_str(out, "-->");
        return;
    }
    einv__buf_str(out, "<?");
    einv__buf_text(out, x->target);
    einv__buf_char(out, ' ');
    einv__buf_text(out, x->data);
    einv__buf_str(out, "?>");
}

static void put_node(const struct einv_xp_node *n, struct einv_buf *out)
{
    const struct einv_tree *t = n->doc->tree;

    switch (n->kind) {
    case EINV_XP_DOCUMENT:
        (void)einv__xml_write_node(t, einv__tree_root(t), out);
        break;
    case EINV_XP_ELEMENT:
        (void)einv__xml_write_node(t, n->row, out);
        break;
    case EINV_XP_TEXT:
        put_escaped(out, einv__xp_node_text(n));
        break;
    case EINV_XP_COMMENT:
    case EINV_XP_PI:
        put_extra(t, n->row, out);
        break;
    default:            /* an attribute on its own cannot be serialised */
        out->failed = true;
    }
}

void qt3_write(const struct einv_xp_seq *value, struct einv_buf *out)
{
    bool atomic = false;

    for (size_t i = 0; i < value->n; i++) {
        const struct einv_xp_item *item = &value->items[i];

        if (item->type == EINV_XP_NODE) {
            put_node(&item->u.node, out);
            atomic = false;
            continue;
        }
        if (atomic)
            einv__buf_char(out, ' ');
        if (einv__xp_is_text(item))
            put_escaped(out, item->u.text);
        else                    /* occurs nowhere among the cases */
            out->failed = true;
        atomic = true;
    }
}

static bool same_name(const struct einv_qname *a, const struct einv_qname *b)
{
    return einv__text_eq(a->local, b->local) && einv__text_eq(a->ns, b->ns);
}

static bool same_attrs(const struct einv_tree *a, einv_node x,
                       const struct einv_tree *b, einv_node y)
{
    uint32_t i, j, j0, end = einv__tree_attrs(a, x, &i);
    uint32_t stop = einv__tree_attrs(b, y, &j0);

    if (end - i != stop - j0)
        return false;
    for (; i < end; i++) {
        for (j = j0; j < stop; j++)
            if (same_name(einv__tree_attr_qname(a, i),
                          einv__tree_attr_qname(b, j)))
                break;
        if (j == stop || !einv__text_eq(einv__tree_attr_text(a, i),
                                        einv__tree_attr_text(b, j)))
            return false;
    }
    return true;
}

static bool same_trees(const struct einv_tree *a, const struct einv_tree *b)
{
    struct einv_walk x = { 0 }, y = { 0 };
    enum einv_walk_event e;

    einv__walk_start(&x, a, einv__tree_root(a));
    einv__walk_start(&y, b, einv__tree_root(b));
    do {
        e = einv__walk_next(&x);
        if (e != einv__walk_next(&y))
            return false;
        if (e == EINV_WALK_START &&
            (!same_name(einv__tree_qname(a, x.e), einv__tree_qname(b, y.e)) ||
             !same_attrs(a, x.e, b, y.e)))
            return false;
        if (e == EINV_WALK_TEXT && !einv__text_eq(x.text, y.text))
            return false;
        if (e == EINV_WALK_EXTRA &&
            (!einv__text_eq(a->extras[x.extra].target,
                            b->extras[y.extra].target) ||
             !einv__text_eq(a->extras[x.extra].data,
                            b->extras[y.extra].data)))
            return false;
    } while (e != EINV_WALK_DONE);
    return true;
}

/* Reads a run of XML content, wrapped in an element. */
static bool read_content(struct einv_text text, struct einv_buf *buf,
                         struct einv_tree *tree)
{
    static const struct einv_read_xml_options plain;

    text = einv__text_trim(text);
    if (text.len > 5 && memcmp(text.ptr, "<?xml", 5) == 0) {
        const char *end = memchr(text.ptr, '>', text.len);

        if (end != NULL)
            text = einv__text(end + 1,
                              text.len - (size_t)(end + 1 - text.ptr));
    }
    einv__buf_str(buf, "<content>");
    einv__buf_text(buf, einv__text_trim(text));
    einv__buf_str(buf, "</content>");
    return !buf->failed &&
        einv__xml_read(tree, &einv__libc_allocator, einv__buf_get(buf),
                       &plain, NULL) == EINV_OK;
}

bool qt3_same_xml(struct einv_text a, struct einv_text b)
{
    struct einv_tree ta, tb;
    struct einv_buf ba, bb;
    bool same = false;

    einv__buf_init(&ba, &einv__libc_allocator);
    einv__buf_init(&bb, &einv__libc_allocator);
    if (read_content(a, &ba, &ta)) {
        if (read_content(b, &bb, &tb)) {
            same = same_trees(&ta, &tb);
            einv__tree_free(&tb);
        }
        einv__tree_free(&ta);
    }
    einv__buf_free(&ba);
    einv__buf_free(&bb);
    return same;
}
