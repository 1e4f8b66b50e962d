/* waiting.c: residue that came through a slot.  It hangs beside the invoice,
 * not on it: the notes on the entries are those of the format that was read.
 * When the format that it waits for is written, the two change places.
 */
#include "waiting.h"

#include "slot.h"

struct einv_waiting *einv__waiting_need(struct einv_invoice_data *inv,
                                        struct einv_text format,
                                        struct einv_text version,
                                        uint64_t hash)
{
    struct einv_waiting **end = &inv->waiting, *w;

    for (; *end != NULL; end = &(*end)->next)
        if (einv__text_eq((*end)->format, format) &&
            einv__text_eq((*end)->version, version) && (*end)->hash == hash)
            return *end;
    w = einv__arena_zero(&inv->arena, 1, sizeof(*w));
    if (w == NULL)
        return NULL;
    w->format = einv__text(einv__arena_dup(&inv->arena, format), format.len);
    w->version = einv__text(einv__arena_dup(&inv->arena, version),
                            version.len);
    w->hash = hash;
    if (w->format.ptr == NULL || w->version.ptr == NULL)
        return NULL;
    *end = w;
    return w;
}

struct einv_waiting_note *einv__waiting_add(struct einv_invoice_data *inv,
                                            struct einv_waiting *w,
                                            struct einv_entry *owner,
                                            enum einv_note_kind kind)
{
    struct einv_waiting_note *n = einv__arena_zero(&inv->arena, 1, sizeof(*n));

    if (n == NULL)
        return NULL;
    n->owner = owner;
    n->note.kind = (uint8_t)kind;
    n->note.ref = n->note.source = EINV_NO_REF;
    if (w->last != NULL)
        w->last->next = n;
    else
        w->first = n;
    w->last = n;
    return n;
}

bool einv__waiting_is_there(const struct einv_invoice_data *inv,
                            const struct einv_entry *e)
{
    while (e->parent != NULL)
        e = e->parent;
    return e == &inv->root;
}

/* Its binding was another one when the notes were made. */
static void tell_other(struct einv_report *report, struct einv_text id)
{
    struct einv_argument found = { EINV_TEXT("found"), id };
    struct einv_finding finding = {
        .severity = EINV_SEV_WARNING,
        .origin = EINV_TEXT("structure"),
        .rule = EINV_TEXT("EINV-BIND-0112"),
        .found = id,
        .args = &found,
        .n_args = 1,
    };

    einv__report_add(report, &finding);
}

struct einv_waiting *einv__waiting_for(const struct bind_run *r)
{
    const struct einv_bind_info *info = &r->b->info;
    struct einv_waiting *w;
    bool other = false;

    for (w = r->inv->waiting; w != NULL; w = w->next) {
        if (!einv__text_eq(w->format, info->id) ||
            !einv__text_eq(w->version, info->version))
            continue;
        if (w->hash == info->hash)
            return w;
        other = true;
    }
    if (other)
        tell_other(r->report, info->id);
    return NULL;
}

/* --- changing places ----------------------------------------------------- */

static bool take_off(const struct bind_run *r, struct waiting_swap *s,
                     struct einv_entry *e)
{
    if (e->notes != NULL) {
        if (!einv__grow(r->inv->alloc, &s->notes, &s->cap, s->n + 1,
                        sizeof(*s->notes)))
            return false;
        s->notes[s->n++] = (struct waiting_taken){ e, e->notes };
        e->notes = NULL;
    }
    for (e = e->first; e != NULL; e = e->next)
        if (!take_off(r, s, e))
            return false;
    return true;
}

static bool unlink_entry(const struct bind_run *r, struct waiting_swap *s,
                         struct einv_entry *e)
{
    struct einv_entry *before = NULL, *at = e->parent->first;

    if (!einv__grow(r->inv->alloc, &s->hidden, &s->cap_hidden,
                    s->n_hidden + 1, sizeof(*s->hidden)))
        return false;
    for (; at != e; at = at->next)
        before = at;
    s->hidden[s->n_hidden++] =
        (struct waiting_hidden){ e, e->parent, before };
    einv__entry_remove(e);
    return true;
}

static void link_again(const struct waiting_hidden *h)
{
    struct einv_entry **to = h->before != NULL ? &h->before->next
                                               : &h->parent->first;

    h->e->parent = h->parent;
    h->e->next = *to;
    *to = h->e;
    if (h->e->next == NULL)
        h->parent->last = h->e;
}

/* What nobody had said there is not written there, nor is the record that
 * holds nothing else. */
static bool hide(const struct bind_run *r, struct waiting_swap *s,
                 const struct einv_waiting_note *n)
{
    struct einv_entry *e = n->owner, *up;

    if (n->note.witness != 0)
        return e->parent == NULL || e->notes != NULL ||
               einv__slot_all(e) != n->note.witness || unlink_entry(r, s, e);
    if (e->text == NULL || e->first != NULL || e->notes != NULL ||
        !einv__text_eq(einv__entry_text(e), n->note.text))
        return true;
    for (; e->parent != NULL; e = up) {
        up = e->parent;
        if (!unlink_entry(r, s, e))
            return false;
        if (up->first != NULL || up->text != NULL || up->notes != NULL ||
            (r->inv->model->places[up->place].flags & EINV_PLACE_MANY))
            break;
    }
    return true;
}

static void hang(const struct bind_run *r, struct einv_waiting_note *n)
{
    struct einv_note *note = &n->note, **end = &n->owner->notes;

    note->row = einv__bind_row(r->b, n->row);
    note->anchor = einv__bind_anchor_row(r->b, note->row, n->anchor);
    note->next = note->last_hint = NULL;
    note->mark = 0;
    if (note->row == 0)
        return;
    if (*end != NULL && (*end)->last_hint != NULL)
        end = &(*end)->last_hint->next;
    while (*end != NULL)
        end = &(*end)->next;
    *end = note;
    n->owner->notes->last_hint = note;
}

bool einv__waiting_enter(struct bind_run *r, struct einv_waiting *w,
                         struct waiting_swap *swap)
{
    bool good = take_off(r, swap, &r->inv->root);

    for (struct einv_waiting_note *n = w->first; n != NULL && good;
         n = n->next)
        if (n->note.kind != EINV_NOTE_UNSAID &&
            einv__waiting_is_there(r->inv, n->owner))
            hang(r, n);
    for (struct einv_waiting_note *n = w->first; n != NULL && good;
         n = n->next)
        if (n->note.kind == EINV_NOTE_UNSAID &&
            einv__waiting_is_there(r->inv, n->owner))
            good = hide(r, swap, n);
    r->nomem |= !good;
    return good;
}

static void drop_notes(struct einv_entry *e)
{
    e->notes = NULL;
    for (e = e->first; e != NULL; e = e->next)
        drop_notes(e);
}

void einv__waiting_leave(struct bind_run *r, struct waiting_swap *s)
{
    drop_notes(&r->inv->root);
    for (size_t i = 0; i < s->n; i++)
        s->notes[i].owner->notes = s->notes[i].notes;
    while (s->n_hidden > 0)
        link_again(&s->hidden[--s->n_hidden]);
    einv__free(r->inv->alloc, s->notes, s->cap * sizeof(*s->notes));
    einv__free(r->inv->alloc, s->hidden, s->cap_hidden * sizeof(*s->hidden));
}
