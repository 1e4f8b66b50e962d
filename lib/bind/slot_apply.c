/* slot_apply.c: pairs whose addresses are known, into the invoice.
 */
#include "slot_read.h"

/* Members around it that the slot has made are wanted. */
static void want(struct einv_entry *e)
{
    for (; e != NULL; e = e->parent)
        if (e->flags & EINV_ENTRY_SLOT)
            e->flags |= EINV_ENTRY_LOSSY;
}

static bool is_fit(const struct slot_reader *s, const struct slot_pair *pair)
{
    enum einv_type type =
        (enum einv_type)s->view.m->places[pair->e->place].type;

    return pair->e->parent != NULL && type != EINV_TYPE_RECORD &&
           pair->rest.ptr == NULL && einv__type_accepts(type, pair->text);
}

/* Only where the document says nothing, be it that the format implies. */
static bool set_field(struct slot_reader *s, struct slot_pair *pair)
{
    struct einv_entry *e = pair->e;

    if (!is_fit(s, pair))
        return false;
    if (e->text == NULL || (e->flags & EINV_ENTRY_IMPLIED)) {
        einv__entry_lend(e, pair->text);
        want(e);
        e->flags &= (uint8_t)~EINV_ENTRY_IMPLIED;
        e->flags |= EINV_ENTRY_SLOT;
    }
    return true;
}

/* --- exact values -------------------------------------------------------- */

static bool set_exact(struct slot_reader *s, struct slot_pair *pair)
{
    struct einv_entry *e = pair->e;

    if (!is_fit(s, pair) || e->text == NULL)
        return false;
    pair->was = einv__entry_text(e);
    einv__entry_lend(e, pair->text);
    return true;
}

/* LIST FORMAT: the national code beside a code that is still this one. */
static bool set_national(struct slot_reader *s, struct slot_pair *pair)
{
    struct einv_national national = { .value = pair->text };

    if (pair->e->text == NULL || pair->rest.ptr == NULL)
        return false;
    national.list = einv__text_cut(pair->rest, ' ', &national.format);
    s->r->nomem |= !einv__entry_national(s->r->inv, pair->e, &national);
    return true;
}

/* A value that would be written otherwise than the document says is not the
 * one that was written. */
static void confirm_exact(struct slot_reader *s)
{
    struct bind_probe *probe = NULL;

    for (size_t i = 0; i < s->n_pairs && !s->r->nomem; i++) {
        struct slot_pair *pair = &s->pairs[i];

        if (pair->kind != PAIR_EXACT || pair->e == NULL)
            continue;
        if (probe == NULL && einv__probe_new(&probe, s->r) != EINV_OK) {
            s->r->nomem = true;
            return;
        }
        if (einv__slot_confirms(s->r, probe, pair->e))
            continue;
        einv__entry_lend(pair->e, pair->was);
        s->unused++;
    }
    if (probe != NULL) {
        s->r->nomem |= einv__probe_failed(probe);
        einv__probe_free(probe);
    }
}

/* --- notes --------------------------------------------------------------- */

/* ID@VERSION, and the hash of its binding as the text. */
static bool open_section(struct slot_reader *s, const struct slot_pair *pair)
{
    struct einv_text version, hex = pair->text;
    struct einv_text id = einv__text_cut(pair->rest, '@', &version);
    uint64_t hash;

    s->section = NULL;
    if (id.len == 0 || version.ptr == NULL ||
        !einv__slot_number(&hex, 16, &hash) || hex.len > 0)
        return false;
    s->section = einv__waiting_need(s->r->inv, id, version, hash);
    s->r->nomem |= s->section == NULL;
    return s->section != NULL;
}

/* ROW ANCHOR NTH WITNESS */
static bool read_place(struct slot_pair *pair, struct einv_waiting_note *n)
{
    struct einv_text rest = pair->rest, nth, witness;
    uint64_t number;

    n->row = einv__text_cut(rest, ' ', &rest);
    if (n->row.len == 0 || rest.ptr == NULL)
        return false;
    n->anchor = einv__text_cut(rest, ' ', &rest);
    if (rest.ptr == NULL)
        return false;
    nth = einv__text_cut(rest, ' ', &witness);
    if (witness.ptr == NULL || !einv__slot_number(&nth, 10, &number) ||
        nth.len > 0 || number > UINT32_MAX ||
        !einv__slot_number(&witness, 16, &n->note.witness) ||
        witness.len > 0)
        return false;
    n->note.nth = (uint32_t)number;
    return true;
}

/* A subtree, or <a name="value"/>. */
static bool read_fragment(struct slot_reader *s, const struct slot_pair *pair,
                          struct einv_note *note)
{
    uint32_t n_attrs = 0;
    einv_node e = einv__fragment_add(&s->fragments, pair->text, &n_attrs);

    s->r->nomem |= s->fragments.nomem;
    if (e == EINV_NO_NODE)
        return false;
    note->tree = s->fragments.tree;
    note->ref = e;
    if (pair->kind != PAIR_ATTRIBUTE)
        return true;
    note->ref = note->tree->elems[e].first_attr | EINV_REF_ATTR;
    return n_attrs == 1;
}

static bool add_note(struct slot_reader *s, struct slot_pair *pair)
{
    struct einv_waiting_note made = { 0 }, *n;
    bool foreign = pair->note == EINV_NOTE_FOREIGN;

    made.note.ref = EINV_NO_REF;
    if (s->section == NULL ||
        (pair->note == EINV_NOTE_UNSAID ? pair->rest.ptr != NULL
                                        : !read_place(pair, &made)))
        return false;
    if (foreign && !read_fragment(s, pair, &made.note))
        return false;
    n = einv__waiting_add(s->r->inv, s->section, pair->e, pair->note);
    if (n == NULL) {
        s->r->nomem = true;
        return false;
    }
    n->row = made.row;
    n->anchor = made.anchor;
    n->note.nth = made.note.nth;
    n->note.witness = made.note.witness;
    n->note.tree = made.note.tree;
    n->note.ref = made.note.ref;
    if (!foreign)
        n->note.text = pair->text;
    if (pair->note == EINV_NOTE_UNSAID && pair->e->text == NULL)
        n->note.witness = einv__slot_all(pair->e);     /* a whole record */
    want(pair->e);
    return true;
}

/* --- all of them --------------------------------------------------------- */

static bool apply(struct slot_reader *s, struct slot_pair *pair)
{
    if (pair->kind == PAIR_RESIDUE)
        return open_section(s, pair);
    if (pair->e == NULL)
        return false;
    switch (pair->kind) {
    case PAIR_FIELD:
        return set_field(s, pair);
    case PAIR_EXACT:
        return set_exact(s, pair);
    case PAIR_NATIONAL:
        return set_national(s, pair);
    case PAIR_MEMBERS:
        return einv__slot_reorder(s, pair->e, pair->place, pair->text);
    default:
        return add_note(s, pair);
    }
}

void einv__slot_apply(struct slot_reader *s)
{
    for (size_t i = 0; i < s->n_pairs && !s->r->nomem; i++)
        if (!apply(s, &s->pairs[i])) {
            s->pairs[i].e = NULL;
            s->unused++;
        }
    s->r->nomem |= !einv__fragments_end(&s->fragments);
    if (!s->r->nomem)
        einv__slot_place_made(s);
    if (!s->r->nomem)
        confirm_exact(s);
}
