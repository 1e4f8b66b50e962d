/* slot_note.c: residue, as pairs of a slot's stream: the notes of the source's
 * format, and those that wait for other formats and travel on.
 */
#include "slot_write.h"

#include "waiting.h"
#include "../xml/write.h"

struct section {               /* of one format */
    struct slot_writer *w;
    const struct einv_binding *b;      /* the notes' rows; NULL: labels */
    struct einv_text format, version;
    uint64_t hash;
    bool open;
};

/* The first note of a format says whose the notes are. */
static bool need_section(struct section *s)
{
    struct slot_writer *w = s->w;
    struct einv_buf hash;

    if (s->open)
        return true;
    einv__buf_init(&hash, w->view.alloc);
    einv__slot_hex(&hash, s->hash);
    einv__slot_begin(w, "residue");
    einv__buf_text(w->body, s->format);
    einv__buf_char(w->body, '@');
    einv__buf_text(w->body, s->version);
    s->open = einv__slot_end(w, einv__buf_get(&hash));
    w->body->failed |= hash.failed;
    einv__buf_free(&hash);
    return s->open;
}

/* A slot that there is tells whose the invoice was, notes or not: what is made
 * of it on the way from here was not said there either. */
static void keep_section(struct section *s)
{
    if (s->w->n > 0)
        need_section(s);
}

/* An attribute as a fragment: <a name="value"/>. */
static void attribute_xml(const struct einv_note *note, struct einv_buf *out)
{
    const struct einv_tree *t = note->tree;
    uint32_t attr = note->ref & ~EINV_REF_ATTR;
    const struct einv_qname *q = einv__tree_attr_qname(t, attr);
    struct einv_tree tree;
    struct einv_build b;

    einv__tree_init(&tree, out->alloc);
    einv__build_init(&b, &tree);
    einv__build_start(&b, einv__build_qname(&b, EINV_TEXT(""), EINV_TEXT(""),
                                            EINV_TEXT("a")));
    einv__build_attr(&b, einv__build_qname(&b, q->prefix, q->ns, q->local),
                     einv__tree_attr_text(t, attr));
    einv__build_end(&b);
    out->failed |= b.failed ||
                   einv__xml_write_node(&tree, 0, out) != EINV_OK;
    einv__tree_free(&tree);
}

static void put_label(struct section *s, uint32_t row, struct einv_text label)
{
    einv__buf_char(s->w->body, ' ');
    if (s->b != NULL)
        einv__bind_label(s->b, row, s->w->body);
    else
        einv__buf_text(s->w->body, label);
}

/* ADDRESS ROW ANCHOR NTH WITNESS; what is empty at the end is left out. */
static void put_place(struct section *s, const struct einv_entry *owner,
                      const struct einv_note *note, struct einv_text row,
                      struct einv_text anchor)
{
    struct einv_buf *out = s->w->body;
    uint32_t at = note->anchor;

    if (s->b != NULL)
        at = einv__bind_anchor(s->b, at);
    einv__slot_address(s->w, owner, owner->place);
    put_label(s, note->row, row);
    put_label(s, at, anchor);
    einv__buf_char(out, ' ');
    einv__buf_uint(out, note->nth);
    einv__buf_char(out, ' ');
    einv__slot_hex(out, note->witness);
}

static void put_note(struct section *s, const struct einv_entry *owner,
                     const struct einv_note *note, struct einv_text row,
                     struct einv_text anchor)
{
    bool attribute = note->tree != NULL && (note->ref & EINV_REF_ATTR);
    struct einv_text text = note->text;
    struct einv_buf xml;

    if (note->kind == EINV_NOTE_SKIPPED || note->spare || !need_section(s))
        return;
    einv__buf_init(&xml, s->w->view.alloc);
    if (attribute)
        attribute_xml(note, &xml);
    else if (note->tree != NULL)
        xml.failed |= einv__xml_write_node(note->tree, note->ref, &xml) !=
                      EINV_OK;
    if (note->tree != NULL)
        text = einv__buf_get(&xml);
    einv__slot_begin(s->w, attribute ? "attribute"
                     : einv__note_name((enum einv_note_kind)note->kind));
    put_place(s, owner, note, row, anchor);
    if (einv__slot_end(s->w, text))
        einv__ledger_carried(&s->w->p->ledger, s->b, note);
    s->w->body->failed |= xml.failed;
    einv__buf_free(&xml);
}

/* --- what nobody had said ------------------------------------------------ */

static void put_unsaid(struct section *s, const struct einv_entry *record,
                       einv_place_id place, struct einv_text text)
{
    if (text.ptr == NULL || !need_section(s))
        return;
    einv__slot_begin(s->w, einv__note_name(EINV_NOTE_UNSAID));
    einv__slot_address(s->w, record, place);
    if (einv__slot_end(s->w, text))
        einv__ledger_write(&s->w->p->ledger, EINV_IN_SLOT, 0, NULL, place,
                           text, EINV_TEXT("einv00000 unsaid"));
}

static void put_default(struct section *s, const struct unsaid *u)
{
    struct put_run *p = s->w->p;
    const struct bind_path *paths[BIND_MAX_FIELDS];
    struct einv_text texts[BIND_MAX_FIELDS];
    size_t n = einv__put_unsaid_values(p, u, paths, texts);
    bool there = u->record != NULL;

    for (size_t i = 0; i < n; i++) {
        const struct einv_entry *record =
            there && !paths[i]->absolute ? u->record : &p->r.inv->root;
        const struct einv_entry *e =
            there ? einv__bind_find(&p->r, paths[i], u->record) : NULL;

        /* A value that the place could not say is another matter. */
        if (e == NULL || e->text == NULL)
            put_unsaid(s, record, paths[i]->place, texts[i]);
    }
}

/* --- members that nobody had said ---------------------------------------- */

struct ghost {                 /* the member as reading will make it */
    struct einv_entry record;
    struct einv_entry fields[16];
    size_t n;
};

static void add_field(struct ghost *g, einv_place_id place,
                      struct einv_text text)
{
    struct einv_entry *e = &g->fields[g->n], **to = &g->record.first;

    if (g->n == sizeof(g->fields) / sizeof(*g->fields))
        return;
    for (; *to != NULL && (*to)->place <= place; to = &(*to)->next)
        if ((*to)->place == place)
            return;
    g->n++;
    e->place = place;
    e->flags = EINV_ENTRY_USED;
    einv__entry_lend(e, text);
    e->next = *to;
    *to = e;
}

static void fill_ghost(const struct section *s, struct ghost *g,
                       einv_place_id list)
{
    struct put_run *p = s->w->p;
    const struct bind_path *paths[BIND_MAX_FIELDS];
    struct einv_text texts[BIND_MAX_FIELDS];

    memset(g, 0, sizeof(*g));
    g->record.place = list;
    for (size_t i = 0; i < p->n_unsaid; i++) {
        size_t n = p->unsaid[i].record != &p->nothing ? 0
            : einv__put_unsaid_values(p, &p->unsaid[i], paths, texts);

        for (size_t k = 0; k < n; k++)
            if (texts[k].ptr != NULL && s->w->view.m->
                places[paths[k]->place].parent == list)
                add_field(g, paths[k]->place, texts[k]);
    }
}

/* A list without members, of which the target writes one all the same. */
static void put_ghost(struct section *s, einv_place_id list)
{
    const struct einv_place *p = &s->w->view.m->places[list];
    struct einv_buf *out = s->w->body;
    struct ghost g;
    uint64_t mask;

    if (!(p->flags & EINV_PLACE_MANY) || !need_section(s))
        return;
    fill_ghost(s, &g, list);
    mask = einv__slot_mask(&s->w->view, &g.record);
    if (mask == 0)
        return;
    einv__slot_begin(s->w, einv__note_name(EINV_NOTE_UNSAID));
    einv__slot_address(s->w, &s->w->p->r.inv->root, p->parent);
    if (out->len > s->w->since)
        einv__buf_char(out, '/');
    einv__buf_text(out, p->name);
    einv__buf_char(out, '[');
    einv__slot_hex(out, mask);
    einv__buf_char(out, '.');
    einv__slot_hex(out, einv__slot_hash(&s->w->view, &g.record, mask));
    einv__buf_str(out, ".1]");
    s->w->owner = NULL;
    if (!einv__slot_end(s->w, EINV_TEXT("")))
        return;
    for (const struct einv_entry *e = g.record.first; e != NULL; e = e->next)
        einv__ledger_write(&s->w->p->ledger, EINV_IN_SLOT, 0, NULL, e->place,
                           einv__entry_text(e), EINV_TEXT("einv00000 unsaid"));
}

/* Each list once. */
static void put_ghosts(struct section *s)
{
    struct put_run *p = s->w->p;
    const struct bind_path *paths[BIND_MAX_FIELDS];
    struct einv_text texts[BIND_MAX_FIELDS];
    einv_place_id last = EINV_NO_PLACE_ID;

    for (size_t i = 0; i < p->n_unsaid; i++) {
        einv_place_id list;

        if (p->unsaid[i].record != &p->nothing ||
            einv__put_unsaid_values(p, &p->unsaid[i], paths, texts) == 0)
            continue;
        list = s->w->view.m->places[paths[0]->place].parent;
        if (list != last)
            put_ghost(s, list);
        last = list;
    }
}

static void put_derived(struct section *s, const struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (einv__entry_is_added(e)) {
            if (einv__slot_there(&s->w->view, e))
                put_unsaid(s, e, e->place, EINV_TEXT(""));
            continue;
        }
        if (e->text != NULL && (e->flags & EINV_ENTRY_DERIVED) &&
            (e->flags & EINV_ENTRY_USED))
            put_unsaid(s, e, e->place, einv__entry_text(e));
        put_derived(s, e);
    }
}

static void put_unsaids(struct section *s)
{
    struct put_run *p = s->w->p;

    for (size_t i = 0; i < p->n_unsaid; i++)
        put_default(s, &p->unsaid[i]);
    for (size_t i = 0; i < p->n_extras; i++)
        put_unsaid(s, p->extras[i].record != NULL ? p->extras[i].record
                                                  : &p->r.inv->root,
                   p->extras[i].place, p->extras[i].text);
    put_derived(s, &p->r.inv->root);
    put_ghosts(s);
}

/* --- the sections -------------------------------------------------------- */

static void put_notes_of(struct section *s, const struct einv_entry *e)
{
    for (const struct einv_note *n = e->notes; n != NULL; n = n->next)
        put_note(s, e, n, EINV_NO_TEXT, EINV_NO_TEXT);
    for (e = e->first; e != NULL; e = e->next)
        put_notes_of(s, e);
}

/* The notes that the invoice was read with. */
static void put_own(struct slot_writer *w)
{
    const struct einv_binding *b = w->p->source;
    const struct waiting_swap *swap = w->p->swap;
    struct section s = { w, b, { NULL, 0 }, { NULL, 0 }, 0, false };

    if (b == NULL)
        return;
    s.format = b->info.id;
    s.version = b->info.version;
    s.hash = b->info.hash;
    put_unsaids(&s);
    if (swap == NULL)
        put_notes_of(&s, &w->p->r.inv->root);
    for (size_t i = 0; swap != NULL && i < swap->n; i++)
        for (const struct einv_note *n = swap->notes[i].notes; n != NULL;
             n = n->next)
            put_note(&s, swap->notes[i].owner, n, EINV_NO_TEXT, EINV_NO_TEXT);
    keep_section(&s);
}

/* Still what nobody had said, when the format's document was read? */
static bool is_unsaid(const struct einv_waiting_note *n)
{
    return n->owner->text != NULL
           ? einv__text_eq(einv__entry_text(n->owner), n->note.text)
           : einv__slot_all(n->owner) == n->note.witness;
}

static void put_waiting(struct slot_writer *w, const struct einv_waiting *of)
{
    struct section s = { w, NULL, of->format, of->version, of->hash, false };
    const struct einv_waiting_note *n;

    put_unsaids(&s);
    for (n = of->first; n != NULL; n = n->next) {
        if (!einv__waiting_is_there(w->p->r.inv, n->owner))
            continue;
        if (n->note.kind != EINV_NOTE_UNSAID)
            put_note(&s, n->owner, &n->note, n->row, n->anchor);
        else if (is_unsaid(n))
            put_unsaid(&s, n->owner, n->owner->place, n->note.text);
    }
    keep_section(&s);
}

void einv__slot_notes(struct slot_writer *w)
{
    const struct bind_run *r = &w->p->r;
    const struct einv_waiting *of;

    put_own(w);
    for (of = r->inv->waiting; of != NULL; of = of->next)
        if (!einv__text_eq(of->format, r->b->info.id) ||
            !einv__text_eq(of->version, r->b->info.version))
            put_waiting(w, of);
}
