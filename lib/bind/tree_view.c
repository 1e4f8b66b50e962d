/* tree_view.c: an invoice as a tree (tree_view.h).
 */
#include "tree_view.h"
#include "rows.h"

/* Sub lines within sub lines: as deep as the deepest document may be. */
#define MAX_NEST 300

enum {
    REPEATED = 1, AT_HOME = 2,         /* in an attribute */
    ASIDE = 4,                         /* a constant of the invoice says so */
    DOUBTED = 8                        /* one of its record does, somewhere */
};

struct viewer {
    struct einv_tree_view *v;
    const struct einv_tree_view_options *o;
    const struct einv_binding *b;
    struct einv_build build;
    uint32_t *names;            /* qname + 1 by place, 0: not yet asked for */
    uint8_t *repeats;           /* by place: attributes repeat it */
    uint32_t *beside;           /* by place: the attribute beside it that
                                   repeats another field, row; 0: none */
    einv_place_id last_place;   /* mark_beside */
    struct einv_text last;
    enum einv_listed last_listed;
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

static void remember_entry(struct viewer *w, const struct einv_entry ***list,
                           size_t n, size_t *cap, const struct einv_entry *e)
{
    if (einv__grow(w->v->inv->alloc, list, cap, n + 1, sizeof(**list)))
        (*list)[n] = e;
    else
        w->status = EINV_ENOMEM;
}

/* e NULL: it shows no entry. */
static void start(struct viewer *w, uint32_t qname, uint32_t source,
                  const struct einv_entry *e)
{
    einv__build_start(&w->build, qname);
    remember_entry(w, &w->v->elem_of, w->v->n_elems, &w->v->cap_elem_of, e);
    if (w->status == EINV_OK)
        remember(w, &w->v->elems, &w->v->n_elems, &w->v->cap_elems, source);
}

static void attribute(struct viewer *w, uint32_t qname, struct einv_text text,
                      uint32_t source, const struct einv_entry *e)
{
    einv__build_attr(&w->build, qname, text);
    remember_entry(w, &w->v->attr_of, w->v->n_attrs, &w->v->cap_attr_of, e);
    if (w->status == EINV_OK)
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
              einv__text_of(value), source, NULL);
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

/* --- constants beside a value ---------------------------------------------- */

static einv_place_id home_of(const struct viewer *w, const struct bind_row *row)
{
    return row->to.n == 1 ? w->b->paths[row->to.first].place
                          : EINV_NO_PLACE_ID;
}

/* Is there a constant in the row, and nothing else? */
static bool only_constant(const struct viewer *w, uint32_t at)
{
    bool found = false;

    for (uint32_t i = at; i < bind_row(w->b, at)->end; i++) {
        const struct bind_row *row = bind_row(w->b, i);

        if (row->to.n > 0 || row->into.steps.n > 0 || row->same != BIND_NONE)
            return false;
        found = found || row->fixed;
    }
    return found;
}

/* The code that stands beside what is in this row. */
static einv_place_id code_in(const struct viewer *w, uint32_t at)
{
    for (uint32_t i = bind_first(w->b, at); i != 0; i = bind_next(w->b, i)) {
        einv_place_id place = home_of(w, bind_row(w->b, i));

        if (place != EINV_NO_PLACE_ID &&
            place_of(w, place)->type == EINV_TYPE_CODE)
            return place;
    }
    return EINV_NO_PLACE_ID;
}

/* The field that a constant says the meaning of, where a note tells that the
 * document does not say it: the value that the constant hangs on (the format
 * of a date), or the code beside it (the tax of a category). */
static einv_place_id doubted(const struct viewer *w, const struct einv_note *n)
{
    einv_place_id place = EINV_NO_PLACE_ID;
    uint32_t at = n->row;

    if ((n->kind != EINV_NOTE_TEXT && n->kind != EINV_NOTE_EMPTY &&
         n->kind != EINV_NOTE_ABSENT) ||
        at == 0 || n->undecodable || !only_constant(w, at))
        return place;
    do
        at = bind_row(w->b, at)->parent;
    while (bind_row(w->b, at)->kind != ROW_DOCUMENT && only_constant(w, at));
    place = home_of(w, bind_row(w->b, at));
    if (place == EINV_NO_PLACE_ID)
        place = code_in(w, at);
    return place;
}

/* What the constants of a record hang on; of the invoice itself also in the
 * records below it. */
static void find_asides(struct viewer *w, const struct einv_entry *record)
{
    const struct einv_note *n = w->b != NULL ? record->notes : NULL;
    uint8_t bits = record->parent == NULL ? ASIDE : DOUBTED;

    for (; n != NULL; n = n->next) {
        einv_place_id place = doubted(w, n);

        if (place != EINV_NO_PLACE_ID)
            w->repeats[place] |= bits;
    }
}

static bool is_aside(const struct viewer *w, const struct einv_entry *e)
{
    const struct einv_note *n = NULL;

    if ((w->repeats[e->place] & ASIDE) != 0)
        return true;
    if ((w->repeats[e->place] & DOUBTED) != 0 && e->text != NULL)
        n = e->parent->notes;
    while (n != NULL && doubted(w, n) != e->place)
        n = n->next;
    return n != NULL;
}

/* --- what the notes of a record say ---------------------------------------- */

static void put_said(struct viewer *w, einv_place_id place,
                     const struct einv_note *n, const char *how)
{
    start(w, name_of(w, place), n->source, NULL);
    if (how != NULL)
        mark(w, how, EINV_TEXT(""), "yes", n->source);
    mark_code(w, place, n->text, EINV_TEXT(""), n->source);
    einv__build_text(&w->build, n->text);
    einv__build_end(&w->build);
}

static bool has_child(const struct einv_entry *owner, einv_place_id place)
{
    const struct einv_entry *c = owner->first;

    while (c != NULL && c->place != place)
        c = c->next;
    return c != NULL;
}

/* A code that is there and empty: no list has it. */
static void put_blank(struct viewer *w, const struct einv_entry *owner,
                      einv_place_id place, const struct einv_note *n)
{
    if (w->o->listed != NULL && place_of(w, place)->list.len > 0 &&
        !has_child(owner, place))
        put_said(w, place, n, NULL);
}

/* The record that an element without content is the place of. */
static einv_place_id record_of(const struct viewer *w, uint32_t at)
{
    const struct bind_row *top = bind_row(w->b, at);
    const struct bind_path *path = &top->into;

    for (uint32_t i = at; path->steps.n == 0 && i < top->end; i++) {
        const struct bind_row *row = bind_row(w->b, i);

        if (row->into.steps.n > 0)
            break;
        if (row->to.n > 0)
            path = &w->b->paths[row->to.first];
    }
    return path->absolute || path->steps.n == 0 || top->kind != ROW_ELEMENT
               ? EINV_NO_PLACE_ID : w->b->steps[path->steps.first];
}

/* An element is there and says nothing: so the record is there. */
static void put_present(struct viewer *w, const struct einv_entry *owner,
                        const struct einv_note *n)
{
    einv_place_id place = record_of(w, n->row);

    if (place == EINV_NO_PLACE_ID ||
        place_of(w, place)->type != EINV_TYPE_RECORD ||
        place_of(w, place)->parent != owner->place ||
        has_child(owner, place))
        return;
    start(w, name_of(w, place), n->source, NULL);
    einv__build_end(&w->build);
}

/* The element that a record has of its own is there, be it empty. */
static void mark_present(struct viewer *w, const struct einv_entry *e)
{
    const struct einv_note *n = w->b != NULL ? e->notes : NULL;

    for (; n != NULL; n = n->next)
        if (n->kind == EINV_NOTE_PRESENT && n->row != 0 &&
            bind_row(w->b, n->row)->into.steps.n > 0 &&
            bind_row(w->b, n->row)->inside == e->place) {
            mark(w, "present", EINV_TEXT(""), "yes", e->source);
            return;
        }
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

        if (n->kind == EINV_NOTE_PRESENT && n->row != 0)
            put_present(w, owner, n);
        if ((n->kind != EINV_NOTE_TEXT && n->kind != EINV_NOTE_EMPTY) ||
            n->row == 0)
            continue;
        row = bind_row(w->b, n->row);
        if (row->same != BIND_NONE && n->kind == EINV_NOTE_TEXT)
            put_said(w, w->b->paths[row->same].place, n, "repeated");
        if ((!n->undecodable && n->kind == EINV_NOTE_TEXT) || row->to.n == 0)
            continue;
        place = w->b->paths[row->to.first].place;
        p = place_of(w, place);
        if (p->parent != owner->place || (p->flags & EINV_PLACE_QUALIFIER))
            continue;
        if (n->kind == EINV_NOTE_EMPTY) {
            if (row->to.n == 1)
                put_blank(w, owner, place, n);
            continue;
        }
        put_said(w, place, n, "unread");
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
        attribute(w, name_of(w, c->place), einv__entry_text(c), c->source,
                  c);
        mark_code(w, c->place, einv__entry_text(c),
                  place_of(w, c->place)->name, c->source);
    }
}

/* One document repeats one code many times: the last answer is kept. */
static void mark_beside(struct viewer *w, einv_place_id same,
                        struct einv_text code, uint32_t source)
{
    if (w->o->listed == NULL || place_of(w, same)->list.len == 0 ||
        code.ptr == NULL)
        return;
    if (w->last_place != same || !einv__text_eq(w->last, code)) {
        w->last_place = same;
        w->last = code;
        w->last_listed = w->o->listed(w->o->user, same, code);
    }
    if (w->last_listed != EINV_LISTED)
        mark(w, "unlisted", place_of(w, same)->name,
             w->last_listed == EINV_UNLISTED ? "yes" : "case", source);
}

/* The attribute beside this field repeats another one: the list of that one
 * does not have it, or it is not there. */
static void put_beside(struct viewer *w, const struct einv_entry *e)
{
    const struct einv_tree *t = w->v->inv->source;
    uint32_t attr = w->beside[e->place];
    const struct bind_row *row;
    einv_place_id same;

    if (attr == 0 || t == NULL || e->source >= t->n_elems)
        return;
    row = bind_row(w->b, attr);
    same = w->b->paths[row->same].place;
    for (uint32_t i = t->elems[e->source].first_attr;
         i < t->elems[e->source + 1].first_attr; i++)
        if (einv__text_eq(einv__tree_attr_qname(t, i)->local,
                          w->b->qnames[row->qname].local)) {
            mark_beside(w, same, einv__tree_attr_text(t, i), e->source);
            return;
        }
    mark(w, "unsaid", place_of(w, same)->name, "yes", e->source);
}

/* Recursion: MAX_NEST deep. */
static void put_entry(struct viewer *w, const struct einv_entry *e,
                      unsigned depth)
{
    const struct einv_entry *c;
    bool aside;

    if (depth == MAX_NEST)
        w->status = EINV_ELIMIT;
    if (w->status != EINV_OK ||
        (e->text == NULL && place_of(w, e->place)->type != EINV_TYPE_RECORD))
        return;                 /* a qualifier of nothing */
    aside = is_aside(w, e);
    find_asides(w, e);
    if (aside)
        start(w, einv__build_qname(&w->build, EINV_TEXT(""), EINV_TEXT(""),
                                   EINV_TEXT("aside")), e->source, NULL);
    start(w, name_of(w, e->place), e->source, e);
    put_qualifiers(w, e);
    mark_code(w, e->place, einv__entry_text(e), EINV_TEXT(""), e->source);
    if ((w->repeats[e->place] & (REPEATED | AT_HOME)) == REPEATED &&
        e->source != EINV_NO_REF &&
        (e->source & EINV_REF_ATTR) != 0)
        mark(w, "repeated", EINV_TEXT(""), "yes", e->source);
    put_beside(w, e);
    mark_present(w, e);
    if (e->text != NULL)
        einv__build_text(&w->build, einv__entry_text(e));
    for (c = e->first; c != NULL; c = c->next)
        if (!is_qualifier(w, c))
            put_entry(w, c, depth + 1);
    put_notes(w, e);
    einv__build_end(&w->build);
    if (aside)
        einv__build_end(&w->build);
}

static void say(struct viewer *w, const char *name, struct einv_text text)
{
    if (text.len > 0)
        attribute(w, einv__build_qname(&w->build, EINV_TEXT(""),
                                       EINV_TEXT(""), einv__text_of(name)),
                  text, EINV_NO_REF, NULL);
}

static void put_invoice(struct viewer *w)
{
    const struct einv_entry *root = &w->v->inv->root, *c;
    bool read = w->v->inv->source != NULL;

    start(w, einv__build_qname(&w->build, EINV_TEXT(""), EINV_TEXT(""),
                               EINV_TEXT("invoice")),
          read ? 0 : EINV_NO_REF, root);
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
    find_asides(&w, &inv->root);
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
    einv__free(a, v->elem_of, v->cap_elem_of * sizeof(*v->elem_of));
    einv__free(a, v->attr_of, v->cap_attr_of * sizeof(*v->attr_of));
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

const struct einv_entry *einv__tree_view_entry(const struct einv_tree_view *v,
                                               einv_ref ref)
{
    uint32_t attr = ref & ~EINV_REF_ATTR;

    if (ref == EINV_NO_REF)
        return NULL;
    if ((ref & EINV_REF_ATTR) != 0)
        return attr < v->n_attrs ? v->attr_of[attr] : NULL;
    return ref < v->n_elems ? v->elem_of[ref] : NULL;
}
