/* position.c: where in the file, and on which path, a node stands.
 *
 * Findings and ledger rows ask this for many nodes of one document, so both
 * answers have an index, made at the first demand: a checkpoint every few
 * hundred bytes of source, and each element's number among its siblings of one
 * name.  Without memory for an index the answer is counted from the start.
 */
#include "names.h"
#include "place.h"
#include "rows.h"

/* --- lines --------------------------------------------------------------- */

/* Every so many bytes of the text; further apart where iconv has to count. */
#define STEP 128
#define STEP_MULTI 8192

struct einv_tree_lines {
    size_t n, step;
    struct einv_place places[];
};

static size_t lines_size(size_t n)
{
    return sizeof(struct einv_tree_lines) + n * sizeof(struct einv_place);
}

void einv__lines_free(struct einv_tree *t, struct einv_tree_lines *lines)
{
    if (lines != NULL)
        einv__free(t->alloc, lines, lines_size(lines->n));
}

static struct einv_tree_lines *make_lines(const struct einv_tree *t,
                                          const struct einv_tree_source *s)
{
    size_t step = s->charset->kind == EINV_CHARSET_MULTI ? STEP_MULTI : STEP;
    size_t n = s->len / step + 1, i;
    struct einv_tree_lines *lines = einv__alloc(t->alloc, 1, lines_size(n));
    struct einv_place place;

    if (lines == NULL)
        return NULL;
    lines->n = n;
    lines->step = step;
    einv__place_start(s, &place);
    for (i = 0; i < n; i++) {
        size_t to = i * step;

        while (to > place.src && ((unsigned char)s->text[to] & 0xc0) == 0x80)
            to--;
        if (to > place.src)
            einv__place_advance(s, &place, to);
        lines->places[i] = place;
    }
    return lines;
}

static const struct einv_tree_lines *lines_of(const struct einv_tree *t)
{
    struct einv_tree_lines *lines, *other = NULL;

    if (t->names == NULL)
        return NULL;
    lines = atomic_load(&t->names->lines);
    if (lines != NULL)
        return lines;
    lines = make_lines(t, t->owned);
    if (lines != NULL &&
        !atomic_compare_exchange_strong(&t->names->lines, &other, lines)) {
        einv__free(t->alloc, lines, lines_size(lines->n));
        return other;
    }
    return lines;
}

/* A tree that somebody else read (JSON) has a source but no source.h. */
static struct einv_position plain_position(const struct einv_tree *t,
                                           size_t offset)
{
    struct einv_tree_source s = { 0 };

    s.text = t->source;
    s.len = t->source_len;
    if (t->given.ptr != NULL && t->source >= t->given.ptr &&
        t->source <= t->given.ptr + t->given.len)
        s.skip = (size_t)(t->source - t->given.ptr);
    return einv__source_position(&s, offset);
}

/* The element that the reference stands in; EINV_NO_NODE: it was not read. */
static einv_node stands_in(const struct einv_tree *t, einv_ref ref)
{
    if (ref != EINV_NO_REF && (ref & EINV_REF_ATTR) != 0)
        ref = einv__tree_attr_owner(t, ref & ~EINV_REF_ATTR);
    return ref < t->n_elems && t->elems[ref].tag_off != UINT32_MAX
           ? ref : EINV_NO_NODE;
}

struct einv_position einv__tree_position_from(const struct einv_tree *t,
                                              einv_ref ref, einv_ref known,
                                              struct einv_position from)
{
    const struct einv_tree_lines *lines =
        t->owned != NULL && !t->owned->lines ? lines_of(t) : NULL;
    struct einv_place place = { 0, from.offset, from.line, from.column };
    size_t off;

    ref = stands_in(t, ref);
    known = stands_in(t, known);
    if (lines == NULL || ref == EINV_NO_NODE || known == EINV_NO_NODE)
        return einv__tree_position(t, ref != EINV_NO_NODE ? ref
                                                          : EINV_NO_REF);
    off = t->elems[ref].tag_off;
    place.src = t->elems[known].tag_off;
    if (place.src > off || place.src / lines->step + 1 < off / lines->step)
        return einv__tree_position(t, ref);
    einv__place_advance(t->owned, &place, off);
    return (struct einv_position){ place.line, place.column, place.given };
}

struct einv_position einv__tree_position(const struct einv_tree *t,
                                         einv_ref ref)
{
    const struct einv_position none = { 0, 0, 0 };
    const struct einv_tree_lines *lines;
    struct einv_place place;
    uint32_t off;
    size_t i;

    ref = stands_in(t, ref);
    if (ref == EINV_NO_NODE)
        return none;
    off = t->elems[ref].tag_off;
    if (t->owned != NULL && t->owned->lines)
        return (struct einv_position){ off, off > 0, 0 };
    if (t->source == NULL)
        return none;
    if (t->owned == NULL)
        return plain_position(t, off);
    lines = lines_of(t);
    if (lines == NULL)
        return einv__source_position(t->owned, off);
    i = off / lines->step < lines->n ? off / lines->step : lines->n - 1;
    place = lines->places[i];
    einv__place_advance(t->owned, &place, off);
    return (struct einv_position){ place.line, place.column, place.given };
}

/* --- numbers among siblings ---------------------------------------------- */

struct einv_tree_order {
    size_t n;
    uint32_t position[];
};

static size_t order_size(size_t n)
{
    return sizeof(struct einv_tree_order) + n * sizeof(uint32_t);
}

void einv__order_free(struct einv_tree *t, struct einv_tree_order *order)
{
    if (order != NULL)
        einv__free(t->alloc, order, order_size(order->n));
}

void einv__tree_forget(struct einv_tree *t)
{
    struct einv_names *n = t->names;

    if (n == NULL)
        return;
    einv__order_free(t, atomic_exchange(&n->order, NULL));
    if (n->memo_used && n->memo != NULL)
        memset(n->memo, 0, EINV_NAMES_MEMO * sizeof(*n->memo));
    n->memo_used = false;
}

struct count {
    einv_node parent;       /* whose children were counted last */
    uint32_t n;
};

static struct einv_tree_order *make_order(const struct einv_tree *t)
{
    struct einv_tree_order *order =
        einv__alloc(t->alloc, 1, order_size(t->n_elems));
    struct count *counts = einv__alloc(t->alloc, t->n_names, sizeof(*counts));
    einv_node e, c;

    if (order != NULL && counts != NULL) {
        memset(counts, 0xff, t->n_names * sizeof(*counts));
        order->n = t->n_elems;
        order->position[0] = 1;
        for (e = 0; e < t->n_elems; e++) {
            for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
                 c = einv__tree_next(t, c)) {
                struct count *k = &counts[einv__tree_qname(t, c)->name];

                if (k->parent != e)
                    k->n = 0;
                k->parent = e;
                order->position[c] = ++k->n;
            }
        }
    }
    einv__free(t->alloc, counts, t->n_names * sizeof(*counts));
    if (counts == NULL) {
        einv__free(t->alloc, order, order_size(t->n_elems));
        return NULL;
    }
    return order;
}

/* Counts on from a sibling whose number is known. */
static uint32_t count_from(const struct einv_tree *t, einv_node c,
                           einv_node e, uint32_t position)
{
    uint32_t name = einv__tree_qname(t, e)->name;

    while (c < e) {
        c = t->elems[c].end + 1;
        if (einv__tree_qname(t, c)->name == name)
            position++;
    }
    return position;
}

static uint32_t count_all(const struct einv_tree *t, einv_node e)
{
    einv_node first = t->elems[e].parent + 1;
    uint32_t name = einv__tree_qname(t, e)->name;

    return count_from(t, first, e, einv__tree_qname(t, first)->name == name);
}

static struct einv_names_memo *memo_of(const struct einv_tree *t)
{
    struct einv_names *n = t->names;
    size_t size = EINV_NAMES_MEMO * sizeof(*n->memo);

    if (n->memo == NULL) {
        n->memo = einv__alloc(t->alloc, 1, size);
        if (n->memo != NULL)
            memset(n->memo, 0, size);
    }
    n->memo_used = true;
    return n->memo;
}

/* While it is built a tree belongs to one thread: the memo may change. */
static uint32_t count_building(const struct einv_tree *t, einv_node e)
{
    einv_node parent = t->elems[e].parent;
    uint32_t name = einv__tree_qname(t, e)->name;
    struct einv_names_memo *m = memo_of(t);

    if (m == NULL)
        return count_all(t, e);
    m += (parent * 31 + name) % EINV_NAMES_MEMO;
    if (m->position > 0 && m->parent == parent && m->name == name &&
        m->node <= e)
        m->position = count_from(t, m->node, e, m->position);
    else
        m->position = count_all(t, e);
    m->parent = parent;
    m->name = name;
    m->node = e;
    return m->position;
}

static uint32_t sibling_number(const struct einv_tree *t, einv_node e)
{
    struct einv_tree_order *order, *other = NULL;

    if (t->elems[e].parent == EINV_NO_NODE)
        return 1;
    if (t->names == NULL)
        return count_all(t, e);
    if (t->names->building)
        return count_building(t, e);
    order = atomic_load(&t->names->order);
    if (order == NULL) {
        order = make_order(t);
        if (order != NULL && !atomic_compare_exchange_strong(
                                 &t->names->order, &other, order)) {
            einv__free(t->alloc, order, order_size(order->n));
            order = other;
        }
    }
    return order != NULL ? order->position[e] : count_all(t, e);
}

/* --- paths --------------------------------------------------------------- */

static void put_name(struct einv_buf *out, const struct einv_qname *q)
{
    if (q->prefix.len > 0) {
        einv__buf_text(out, q->prefix);
        einv__buf_char(out, ':');
    }
    einv__buf_text(out, q->local);
}

static void put_step(const struct einv_tree *t, einv_node e,
                     struct einv_buf *out)
{
    einv__buf_char(out, '/');
    put_name(out, einv__tree_qname(t, e));
    einv__buf_char(out, '[');
    einv__buf_uint(out, sibling_number(t, e));
    einv__buf_char(out, ']');
}

/* The path of the element, from what the last one had in common with it. */
static void put_way(const struct einv_tree *t, einv_node e,
                    struct einv_way *way, struct einv_buf *out)
{
    einv_node up[EINV_WAY_MAX];
    size_t depth = 0, n = 0;

    for (; e != EINV_NO_NODE; e = t->elems[e].parent)
        up[depth++] = e;
    while (n < way->n && n < depth && way->nodes[n] == up[depth - 1 - n])
        n++;
    out->len = n > 0 ? way->ends[n - 1] : 0;
    for (; n < depth; n++) {
        put_step(t, up[depth - 1 - n], out);
        way->nodes[n] = up[depth - 1 - n];
        way->ends[n] = out->len;
    }
    way->n = out->failed ? 0 : n;
}

struct einv_text einv__tree_xpath_next(const struct einv_tree *t, einv_ref ref,
                                       struct einv_way *way,
                                       struct einv_buf *out)
{
    uint32_t attr = ref & ~EINV_REF_ATTR;
    einv_node e = (ref & EINV_REF_ATTR) != 0 ? einv__tree_attr_owner(t, attr)
                                             : ref;
    size_t depth = 0;

    for (einv_node up = e; up < t->n_elems; up = t->elems[up].parent)
        depth++;
    if (depth == 0 || depth > EINV_WAY_MAX) {
        way->n = out->len = 0;
        einv__tree_xpath(t, ref, out);
        return einv__buf_get(out);
    }
    put_way(t, e, way, out);
    if (ref & EINV_REF_ATTR) {
        einv__buf_str(out, "/@");
        put_name(out, einv__tree_attr_qname(t, attr));
    }
    return einv__buf_get(out);
}

void einv__tree_xpath(const struct einv_tree *t, einv_ref ref,
                      struct einv_buf *out)
{
    uint32_t attr = UINT32_MAX;
    size_t depth = 0, up;
    einv_node e;

    if (ref == EINV_NO_REF)
        return;
    if ((ref & EINV_REF_ATTR) != 0) {
        attr = ref & ~EINV_REF_ATTR;
        ref = einv__tree_attr_owner(t, attr);
    }
    if (ref >= t->n_elems)
        return;
    for (e = ref; e != EINV_NO_NODE; e = t->elems[e].parent)
        depth++;
    while (depth-- > 0) {
        for (e = ref, up = depth; up > 0; up--)
            e = t->elems[e].parent;
        put_step(t, e, out);
    }
    if (attr != UINT32_MAX) {
        einv__buf_str(out, "/@");
        put_name(out, einv__tree_attr_qname(t, attr));
    }
}
