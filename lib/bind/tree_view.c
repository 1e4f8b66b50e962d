/* tree_view.c: an invoice as a tree (tree_view.h).
 */
#include "tree_view.h"
#include "rows.h"

/* Sub lines within sub lines: as deep as the deepest document may be. */
#define MAX_NEST 300

enum { REPEATED = 1, AT_HOME = 2 };    /* in an attribute */

struct viewer {
    struct einv_tree_view *v;
    const struct einv_tree_view_options *o;
    const struct einv_binding *b;
    struct einv_build build;
    uint32_t *names;            /* qname + 1 by place, 0: not yet asked for */
    uint8_t *repeats;           /* by place: attributes repeat it */
    uint32_t *beside;           /* by place: the attribute beside it that
                                   repeats another field, row; 0: none */
    einv_status status;
};

static const struct einv_place *place_of(const struct viewer *w,
                                         einv_place_id place)
{
    return &w->v->inv->model->places[place];
}

static uint32_t name_of(struct viewer *w, einv_place_id place)
{
    if (w->names[place] == 0)
        w->names[place] = 1 + einv__build_qname(&w->build, EINV_TEXT(""),
                                                EINV_TEXT(""),
                                                place_of(w, place)->name);
    return w->names[place] - 1;
}

static void remember(struct viewer *w, uint32_t **list, size_t *n,
                     size_t *cap, uint32_t source)
{
    if (!einv__grow(w->v->inv->alloc, list, cap, *n + 1, sizeof(**list))) {
        w->status = EINV_ENOMEM;
        return;
    }
    (*list)[(*n)++] = source;
}

static void start(struct viewer *w, uint32_t qname, uint32_t source)
{
    einv__build_start(&w->build, qname);
    remember(w, &w->v->elems, &w->v->n_elems, &w->v->cap_elems, source);
}

static void attribute(struct viewer *w, uint32_t qname, struct einv_text text,
                      uint32_t source)
{
    einv__build_attr(&w->build, qname, text);
    remember(w, &w->v->attrs, &w->v->n_attrs, &w->v->cap_attrs, source);
}

static bool is_qualifier(const struct viewer *w, const struct einv_entry *e)
{
    return (place_of(w, e->place)->flags & EINV_PLACE_QUALIFIER) != 0;
}

/* name="yes", or name-of="yes" for a qualifier. */
static void mark(struct viewer *w, const char *name, struct einv_text of,
                 const char *value, uint32_t source)
{
    struct einv_buf buf;

    einv__buf_init(&buf, w->v->inv->alloc);
    einv__buf_str(&buf, name);
    if (of.len > 0)
        einv__buf_char(&buf, '-');
    einv__buf_text(&buf, of);
    attribute(w, einv__build_qname(&w->build, EINV_TEXT(""), EINV_TEXT(""),
                                   einv__buf_get(&buf)),
              einv__text_of(value), source);
    w->build.failed = w->build.failed || buf.failed;
    einv__buf_free(&buf);
}

static void mark_code(struct viewer *w, einv_place_id place,
                      struct einv_text code, struct einv_text of,
                      uint32_t source)
{
    enum einv_listed listed = EINV_LISTED;

    if (w->o->listed != NULL && place_of(w, place)->list.len > 0 &&
        code.ptr != NULL)
        listed = w->o->listed(w->o->user, place, code);
    if (listed != EINV_LISTED)
        mark(w, "unlisted", of, listed == EINV_UNLISTED ? "yes" : "case",
             source);
}

/* --- what the notes of a record say ---------------------------------------- */

static void put_said(struct viewer *w, einv_place_id place,
                     const struct einv_note *n, bool unread)
{
    start(w, name_of(w, place), n->source);
    if (unread)
        mark(w, "unread", EINV_TEXT(""), "yes", n->source);
    mark_code(w, place, n->text, EINV_TEXT(""), n->source);
    einv__build_text(&w->build, n->text);
    einv__build_end(&w->build);
}

/* What stood where a field's text belongs and could not be read as one, and
 * what repeats a field otherwise. */
static void put_notes(struct viewer *w, const struct einv_entry *owner)
{
    const struct einv_note *n = w->b != NULL ? owner->notes : NULL;

    for (; n != NULL; n = n->next) {
        const struct bind_row *row;
        const struct einv_place *p;
        einv_place_id place;

        if (n->kind != EINV_NOTE_TEXT || n->row == 0)
            continue;
        row = bind_row(w->b, n->row);
        if (row->same != BIND_NONE)
            put_said(w, w->b->paths[row->same].place, n, false);
        if (!n->undecodable || row->to.n == 0)
            continue;
        place = w->b->paths[row->to.first].place;
        p = place_of(w, place);
        if (p->parent != owner->place || (p->flags & EINV_PLACE_QUALIFIER))
            continue;
        put_said(w, place, n, true);
        w->v->unread++;
    }
}

/* --- entries --------------------------------------------------------------- */

static void put_qualifiers(struct viewer *w, const struct einv_entry *e)
{
    const struct einv_entry *c;

    for (c = e->first; c != NULL; c = c->next) {
        if (!is_qualifier(w, c) || c->text == NULL)
            continue;
        attribute(w, name_of(w, c->place), einv__entry_text(c), c->source);
        mark_code(w, c->place, einv__entry_text(c),
                  place_of(w, c->place)->name, c->source);
    }
}

/* The attribute that repeats another field beside this one is not there. */
static void put_unsaid(struct viewer *w, const struct einv_entry *e)
{
    const struct einv_tree *t = w->v->inv->source;
    uint32_t attr = w->beside[e->place];
    const struct bind_row *row;

    if (attr == 0 || t == NULL || e->source >= t->n_elems)
        return;
    row = bind_row(w->b, attr);
    for (uint32_t i = t->elems[e->source].first_attr;
         i < t->elems[e->source + 1].first_attr; i++)
        if (einv__text_eq(einv__tree_attr_qname(t, i)->local,
                          w->b->qnames[row->qname].local))
            return;
    mark(w, "unsaid", place_of(w, w->b->paths[row->same].place)->name,
         "yes", e->source);
}

/* Recursion: MAX_NEST deep. */
static void put_entry(struct viewer *w, const struct einv_entry *e,
                      unsigned depth)
{
    const struct einv_entry *c;

    if (depth == MAX_NEST)
        w->status = EINV_ELIMIT;
    if (w->status != EINV_OK ||
        (e->text == NULL && place_of(w, e->place)->type != EINV_TYPE_RECORD))
        return;                 /* a qualifier of nothing */
    start(w, name_of(w, e->place), e->source);
    put_qualifiers(w, e);
    mark_code(w, e->place, einv__entry_text(e), EINV_TEXT(""), e->source);
    if (w->repeats[e->place] == REPEATED && e->source != EINV_NO_REF &&
        (e->source & EINV_REF_ATTR) != 0)
        mark(w, "repeated", EINV_TEXT(""), "yes", e->source);
    put_unsaid(w, e);
    if (e->text != NULL)
        einv__build_text(&w->build, einv__entry_text(e));
    for (c = e->first; c != NULL; c = c->next)
        if (!is_qualifier(w, c))
            put_entry(w, c, depth + 1);
    put_notes(w, e);
    einv__build_end(&w->build);
}

static void say(struct viewer *w, const char *name, struct einv_text text)
{
    if (text.len > 0)
        attribute(w, einv__build_qname(&w->build, EINV_TEXT(""),
                                       EINV_TEXT(""), einv__text_of(name)),
                  text, EINV_NO_REF);
}

static void put_invoice(struct viewer *w)
{
    const struct einv_entry *root = &w->v->inv->root, *c;
    bool read = w->v->inv->source != NULL;

    start(w, einv__build_qname(&w->build, EINV_TEXT(""), EINV_TEXT(""),
                               EINV_TEXT("invoice")),
          read ? 0 : EINV_NO_REF);
    say(w, "format", w->o->format);
    say(w, "version", w->o->version);
    if (read && w->v->inv->source->n_elems > 0)
        say(w, "document",
            einv__tree_qname(w->v->inv->source, 0)->local);
    for (c = root->first; c != NULL; c = c->next)
        put_entry(w, c, 0);
    put_notes(w, root);
    einv__build_end(&w->build);
}

static void find_beside(struct viewer *w, uint32_t attr)
{
    const struct bind_row *row = bind_row(w->b, attr);
    const struct bind_row *by = bind_row(w->b, row->parent);

    w->repeats[w->b->paths[row->same].place] |= REPEATED;
    if (by->kind == ROW_ELEMENT && by->to.n == 1)
        w->beside[w->b->paths[by->to.first].place] = attr;
}

/* Which fields attributes repeat, and no attribute is the place of. */
static void find_repeats(struct viewer *w)
{
    for (uint32_t i = 1; w->b != NULL && i < w->b->n_rows; i++) {
        const struct bind_row *row = bind_row(w->b, i);

        if (row->kind != ROW_ATTRIBUTE)
            continue;
        if (row->same != BIND_NONE)
            find_beside(w, i);
        for (uint32_t k = 0; k < row->to.n; k++)
            w->repeats[w->b->paths[row->to.first + k].place] |= AT_HOME;
    }
}

einv_status einv__tree_view_make(struct einv_tree_view *v,
                                 const struct einv_invoice_data *inv,
                                 const struct einv_tree_view_options *o)
{
    struct viewer w = { .v = v, .o = o, .b = o->binding };
    size_t n = inv->model->n_places;

    memset(v, 0, sizeof(*v));
    v->inv = inv;
    einv__tree_init(&v->tree, inv->alloc);
    w.names = einv__alloc(inv->alloc, n, 2 * sizeof(*w.names) + 1);
    if (w.names == NULL) {
        einv__tree_view_free(v);
        return EINV_ENOMEM;
    }
    memset(w.names, 0, n * (2 * sizeof(*w.names) + 1));
    w.beside = w.names + n;
    w.repeats = (uint8_t *)(w.beside + n);
    find_repeats(&w);
    einv__build_init(&w.build, &v->tree);
    put_invoice(&w);
    einv__free(inv->alloc, w.names, n * (2 * sizeof(*w.names) + 1));
    if (w.build.failed && w.status == EINV_OK)
        w.status = EINV_ENOMEM;
    if (w.status != EINV_OK)
        einv__tree_view_free(v);
    return w.status;
}

void einv__tree_view_free(struct einv_tree_view *v)
{
    const einv_allocator *a = v->inv->alloc;

    einv__free(a, v->elems, v->cap_elems * sizeof(*v->elems));
    einv__free(a, v->attrs, v->cap_attrs * sizeof(*v->attrs));
    einv__tree_free(&v->tree);
}

einv_ref einv__tree_view_source(const struct einv_tree_view *v, einv_ref ref)
{
    uint32_t attr = ref & ~EINV_REF_ATTR, source = EINV_NO_REF;
    einv_node e = ref;

    if (ref == EINV_NO_REF)
        return v->n_elems > 0 ? v->elems[0] : EINV_NO_REF;
    if ((ref & EINV_REF_ATTR) != 0) {
        if (attr < v->n_attrs)
            source = v->attrs[attr];
        e = einv__tree_attr_owner(&v->tree, attr);
    }
    for (; source == EINV_NO_REF && e < v->n_elems;
         e = v->tree.elems[e].parent)
        source = v->elems[e];
    return source;
}
