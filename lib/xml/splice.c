/* splice.c: other elements in the place of one, in a tree that is built.
 *
 * What stands behind moves with its rows, attributes, declarations, comments
 * and texts: one pass over the rows, nothing is built again.
 */
#include "build.h"

#include "names.h"
#include "rows.h"

struct splice {
    struct einv_tree *t;
    const struct einv_tree *from;   /* its root's children; NULL: none */
    einv_node e, tail;              /* rows e .. tail - 1 go */
    uint32_t attr0, attr1;          /* their attributes */
    uint32_t text0, text1;          /* their text */
    size_t n_elems, n_attrs, n_text;       /* of what comes */
    uint32_t elems, attrs, text;    /* how far the rest moves; they wrap */
};

static void measure(struct splice *s)
{
    const struct einv_tree *t = s->t, *from = s->from;

    s->tail = t->elems[s->e].end + 1;
    s->attr0 = t->elems[s->e].first_attr;
    s->attr1 = t->elems[s->tail].first_attr;
    s->text0 = t->elems[s->e].text_off;
    s->text1 = t->elems[s->e].text_end;
    if (from != NULL && from->n_elems > 1) {
        s->n_elems = from->n_elems - 1;
        s->n_attrs = from->n_attrs - from->elems[1].first_attr;
        s->n_text = from->elems[0].text_end - from->elems[0].text_off;
    }
    s->elems = (uint32_t)(s->n_elems - (s->tail - s->e));
    s->attrs = (uint32_t)(s->n_attrs - (s->attr1 - s->attr0));
    s->text = (uint32_t)(s->n_text - (s->text1 - s->text0));
}

static bool make_room(const struct splice *s)
{
    struct einv_tree *t = s->t;
    size_t elems = t->n_elems + s->n_elems, attrs = t->n_attrs + s->n_attrs;
    size_t text = t->text_len + s->n_text;

    return elems < EINV_REF_ATTR - 2 && attrs < EINV_REF_ATTR - 2 &&
           text < UINT32_MAX &&
           einv__grow(t->alloc, &t->elems, &t->cap_elems, elems + 1,
                      sizeof(*t->elems)) &&
           einv__grow(t->alloc, &t->attrs, &t->cap_attrs, attrs + 1,
                      sizeof(*t->attrs)) &&
           einv__grow(t->alloc, &t->text, &t->cap_text, text + 1, 1);
}

static void move_side_rows(const struct splice *s)
{
    struct einv_tree *t = s->t;

    for (size_t i = einv__tree_ns_from(t, s->tail); i < t->n_ns; i++)
        t->ns[i].elem += s->elems;
    for (size_t i = einv__tree_extra_from(t, s->tail); i < t->n_extras; i++) {
        struct einv_tree_extra *x = &t->extras[i];

        if (x->parent != EINV_NO_NODE && x->parent >= s->tail)
            x->parent += s->elems;
        x->before += s->elems;
        x->text_off += s->text;
    }
}

static void move_rest(const struct splice *s)
{
    struct einv_tree *t = s->t;

    move_side_rows(s);
    for (einv_node up = t->elems[s->e].parent; up != EINV_NO_NODE;
         up = t->elems[up].parent) {
        t->elems[up].end += s->elems;
        t->elems[up].text_end += s->text;
    }
    for (size_t i = s->tail; i <= t->n_elems; i++) {
        struct einv_tree_elem *row = &t->elems[i];

        if (row->parent != EINV_NO_NODE && row->parent >= s->tail)
            row->parent += s->elems;
        row->end += s->elems;
        row->first_attr += s->attrs;
        row->text_off += s->text;
        row->text_end += s->text;
    }
    memmove(t->elems + s->e + s->n_elems, t->elems + s->tail,
            (t->n_elems + 1 - s->tail) * sizeof(*t->elems));
    memmove(t->attrs + s->attr0 + s->n_attrs, t->attrs + s->attr1,
            (t->n_attrs - s->attr1) * sizeof(*t->attrs));
    memmove(t->text + s->text0 + s->n_text, t->text + s->text1,
            t->text_len - s->text1);
    t->n_elems = (uint32_t)(t->n_elems + s->elems);
    t->n_attrs = (uint32_t)(t->n_attrs + s->attrs);
    t->text_len = (uint32_t)(t->text_len + s->text);
}

/* The tree's number of each qname of `from`; NULL: no memory. */
static uint32_t *map_names(struct einv_build *b, const struct einv_tree *from)
{
    uint32_t *map = einv__alloc(b->tree->alloc, from->n_qnames + 1,
                                sizeof(*map));

    for (size_t i = 0; map != NULL && i < from->n_qnames; i++)
        map[i] = einv__build_qname(b, from->qnames[i].prefix,
                                   from->qnames[i].ns, from->qnames[i].local);
    return map;
}

static bool add_attr_text(const struct splice *s)
{
    struct einv_tree *t = s->t;
    size_t len = s->from->attr_text_len;

    if (len >= UINT32_MAX - t->attr_text_len ||
        !einv__grow(t->alloc, &t->attr_text, &t->cap_attr_text,
                    t->attr_text_len + len + 1, 1))
        return false;
    if (len > 0)
        memcpy(t->attr_text + t->attr_text_len, s->from->attr_text, len);
    return true;
}

static void fill(const struct splice *s, einv_node parent,
                 const uint32_t *names)
{
    const struct einv_tree *from = s->from;
    struct einv_tree *t = s->t;
    uint32_t text = s->text0 - from->elems[0].text_off;
    uint32_t attr = s->attr0 - from->elems[1].first_attr;

    for (einv_node i = 1; i < from->n_elems; i++) {
        struct einv_tree_elem row = from->elems[i];

        row.qname = names[row.qname];
        row.parent = row.parent == 0 ? parent : row.parent + s->e - 1;
        row.end += s->e - 1;
        row.first_attr += attr;
        row.text_off += text;
        row.text_end += text;
        t->elems[s->e + i - 1] = row;
    }
    for (size_t i = 0; i < s->n_attrs; i++) {
        struct einv_tree_attr row =
            from->attrs[from->elems[1].first_attr + i];

        row.qname = names[row.qname];
        row.value_off += (uint32_t)t->attr_text_len;
        t->attrs[s->attr0 + i] = row;
    }
    memcpy(t->text + s->text0, from->text + from->elems[0].text_off,
           s->n_text);
    t->attr_text_len += from->attr_text_len;
}

void einv__build_replace(struct einv_build *b, einv_node e,
                         const struct einv_tree *from)
{
    struct splice s = { .t = b->tree, .from = from, .e = e };
    uint32_t *names = NULL;
    einv_node parent;

    if (b->failed)
        return;
    if (b->open != EINV_NO_NODE || e == 0 || e >= b->tree->n_elems) {
        b->failed = true;
        return;
    }
    parent = s.t->elems[e].parent;
    measure(&s);
    if (s.n_elems > 0) {
        names = map_names(b, from);
        b->failed = b->failed || names == NULL || !add_attr_text(&s);
    }
    b->failed = b->failed || !make_room(&s);
    if (!b->failed) {
        move_rest(&s);
        if (s.n_elems > 0)
            fill(&s, parent, names);
        einv__tree_forget(s.t);
    }
    if (names != NULL)
        einv__free(s.t->alloc, names,
                   (from->n_qnames + 1) * sizeof(*names));
}
