/* view_write.c: the model as JSON (view.h).
 */
#include "view.h"
#include "../xml/write.h"

#include <stdlib.h>

/* Sub lines within sub lines: as deep as the deepest document may be. */
#define MAX_NEST 300

struct waiter {                /* a note that waits for another format */
    const struct einv_entry *owner;
    const struct einv_waiting *of;
    const struct einv_waiting_note *n;
    size_t seq;
};

struct writer {
    const struct einv_invoice_data *inv;
    const struct einv_binding *b;
    struct einv_json_out json;
    struct einv_buf path;      /* of the entry whose notes are written */
    struct einv_buf scratch;
    struct waiter *waiters;    /* by owner */
    size_t n_waiters, cap_waiters;
    einv_status status;
};

static const struct einv_place *place_of(const struct writer *w,
                                         const struct einv_entry *e)
{
    return &w->inv->model->places[e->place];
}

/* Names of the model are NUL-terminated by no contract. */
static void put_key(struct writer *w, struct einv_text name)
{
    char z[64];
    size_t len = name.len < sizeof(z) - 1 ? name.len : sizeof(z) - 1;

    memcpy(z, name.ptr, len);
    z[len] = '\0';
    einv__json_key(&w->json, z);
}

/* --- the invoice ---------------------------------------------------------- */

static void put_entry(struct writer *w, const struct einv_entry *e,
                      unsigned depth);

/* The children of a record or the qualifiers of a value. */
static void put_children(struct writer *w, const struct einv_entry *e,
                         unsigned depth)
{
    const struct einv_entry *c = e->first;

    while (c != NULL) {
        einv_place_id place = c->place;
        bool many = (place_of(w, c)->flags & EINV_PLACE_MANY) != 0;

        put_key(w, place_of(w, c)->name);
        if (!many) {
            put_entry(w, c, depth);
            c = c->next;
            continue;
        }
        einv__json_open(&w->json, '[');
        for (; c != NULL && c->place == place; c = c->next)
            put_entry(w, c, depth);
        einv__json_close(&w->json, ']');
    }
}

static void put_national(struct writer *w,
                         const struct einv_national *national)
{
    if (national == NULL)
        return;
    einv__json_key(&w->json, "national");
    einv__json_open(&w->json, '{');
    einv__json_field(&w->json, "format", national->format);
    einv__json_field(&w->json, "list", national->list);
    einv__json_field(&w->json, "value", national->value);
    einv__json_close(&w->json, '}');
}

/* Recursion: MAX_NEST deep. */
static void put_entry(struct writer *w, const struct einv_entry *e,
                      unsigned depth)
{
    bool record = place_of(w, e)->type == EINV_TYPE_RECORD;

    if (!record && e->text != NULL && e->first == NULL &&
        e->national == NULL) {
        einv__json_string(&w->json, einv__entry_text(e));
        return;
    }
    if (depth == MAX_NEST) {
        w->status = EINV_ELIMIT;
        einv__json_string(&w->json, EINV_NO_TEXT);
        return;
    }
    einv__json_open(&w->json, '{');
    if (!record && e->text != NULL) {
        einv__json_key(&w->json, "value");
        einv__json_string(&w->json, einv__entry_text(e));
    }
    put_children(w, e, depth + 1);
    put_national(w, e->national);
    einv__json_close(&w->json, '}');
}

/* --- residue -------------------------------------------------------------- */

/* The row's label: of the source's binding, or as the note came. */
static void put_label(struct writer *w, const char *key, uint32_t row,
                      const struct einv_text *label)
{
    if (label == NULL ? row == 0 : label->len == 0)
        return;
    w->scratch.len = 0;
    if (label != NULL)
        einv__buf_text(&w->scratch, *label);
    else
        einv__bind_label(w->b, row, &w->scratch);
    einv__json_key(&w->json, key);
    einv__json_string(&w->json, einv__buf_get(&w->scratch));
}

static void put_text(struct writer *w, const char *key, struct einv_text text)
{
    if (text.ptr == NULL)
        return;
    einv__json_key(&w->json, key);
    einv__json_string(&w->json, text);
}

static void put_attribute(struct writer *w, const struct einv_tree *t,
                          uint32_t attr)
{
    const struct einv_qname *q = einv__tree_attr_qname(t, attr);
    struct einv_text value = einv__tree_attr_text(t, attr);

    w->scratch.len = 0;
    if (q->prefix.len > 0) {
        einv__buf_text(&w->scratch, q->prefix);
        einv__buf_char(&w->scratch, ':');
    }
    einv__buf_text(&w->scratch, q->local);
    einv__json_field(&w->json, "name", einv__buf_get(&w->scratch));
    einv__json_field(&w->json, "ns", q->ns);
    einv__json_key(&w->json, "value");
    einv__json_string(&w->json, value);
}

/* What a note holds of the source tree. */
static void put_subtree(struct writer *w, const struct einv_note *note)
{
    einv_status status;

    if (note->tree == NULL || note->ref == EINV_NO_REF)
        return;
    if ((note->ref & EINV_REF_ATTR) != 0) {
        put_attribute(w, note->tree, note->ref & ~EINV_REF_ATTR);
        return;
    }
    w->scratch.len = 0;
    status = einv__xml_write_node(note->tree, note->ref, &w->scratch);
    if (status != EINV_OK && w->status == EINV_OK)
        w->status = status;
    einv__json_key(&w->json, "xml");
    einv__json_string(&w->json, einv__buf_get(&w->scratch));
}

/* A 64-bit number does not survive most JSON readers: it goes as hex. */
static void put_hex(struct writer *w, const char *key, uint64_t n)
{
    char hex[16];
    int i;

    if (n == 0)
        return;
    for (i = 15; i >= 0; i--, n >>= 4)
        hex[i] = "0123456789abcdef"[n & 15];
    einv__json_key(&w->json, key);
    einv__json_string(&w->json, einv__text(hex, sizeof(hex)));
}

/* Whose the note is, when it is not the source's. */
static void put_format(struct writer *w, const struct einv_waiting *of)
{
    w->scratch.len = 0;
    einv__buf_text(&w->scratch, of->format);
    einv__buf_char(&w->scratch, '@');
    einv__buf_text(&w->scratch, of->version);
    einv__json_key(&w->json, "format");
    einv__json_string(&w->json, einv__buf_get(&w->scratch));
    put_hex(w, "binding", of->hash);
}

static void put_note(struct writer *w, const struct einv_note *note,
                     const struct waiter *waiter)
{
    einv__json_open(&w->json, '{');
    if (waiter != NULL)
        put_format(w, waiter->of);
    einv__json_key(&w->json, "record");
    einv__json_string(&w->json, einv__buf_get(&w->path));
    put_label(w, "row", note->row, waiter != NULL ? &waiter->n->row : NULL);
    einv__json_key(&w->json, "kind");
    einv__json_string(&w->json, einv__text_of(
        einv__note_name((enum einv_note_kind)note->kind)));
    if (note->undecodable) {
        einv__json_key(&w->json, "undecodable");
        einv__json_bool(&w->json, true);
    }
    if (note->spare) {
        einv__json_key(&w->json, "spare");
        einv__json_bool(&w->json, true);
    }
    put_text(w, "text", note->text);
    put_subtree(w, note);
    if (waiter != NULL)
        put_label(w, "anchor", 0, &waiter->n->anchor);
    else
        put_label(w, "anchor", einv__bind_anchor(w->b, note->anchor), NULL);
    if (note->nth != 0) {
        einv__json_key(&w->json, "nth");
        einv__json_uint(&w->json, note->nth);
    }
    put_hex(w, "witness", note->witness);
    einv__json_close(&w->json, '}');
}

static int by_owner(const void *x, const void *y)
{
    const struct waiter *a = x, *b = y;

    if (a->owner != b->owner)
        return (uintptr_t)a->owner < (uintptr_t)b->owner ? -1 : 1;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* Sorted, so that the walk over the entries meets each at its owner. */
static void take_waiters(struct writer *w)
{
    const struct einv_waiting *of = w->inv->waiting;
    const struct einv_waiting_note *n;

    for (; of != NULL; of = of->next)
        for (n = of->first; n != NULL; n = n->next) {
            if (!einv__grow(w->inv->alloc, &w->waiters, &w->cap_waiters,
                            w->n_waiters + 1, sizeof(*w->waiters))) {
                w->status = EINV_ENOMEM;
                return;
            }
            w->waiters[w->n_waiters] =
                (struct waiter){ n->owner, of, n, w->n_waiters };
            w->n_waiters++;
        }
    if (w->n_waiters > 0)
        qsort(w->waiters, w->n_waiters, sizeof(*w->waiters), by_owner);
}

static void put_waiting(struct writer *w, const struct einv_entry *e)
{
    size_t low = 0, high = w->n_waiters;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if ((uintptr_t)w->waiters[mid].owner < (uintptr_t)e)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < w->n_waiters && w->waiters[low].owner == e; low++)
        put_note(w, &w->waiters[low].n->note, &w->waiters[low]);
}

static void put_notes(struct writer *w, const struct einv_entry *e)
{
    const struct einv_note *note = w->b != NULL ? e->notes : NULL;

    for (; note != NULL; note = note->next)
        put_note(w, note, NULL);
    put_waiting(w, e);
}

/* Appends /name[n] to the path. */
static void push_step(struct writer *w, const struct einv_entry *e, size_t n)
{
    const struct einv_place *p = place_of(w, e);

    if (w->path.len > 0)
        einv__buf_char(&w->path, '/');
    einv__buf_text(&w->path, p->name);
    if ((p->flags & EINV_PLACE_MANY) == 0)
        return;
    einv__buf_char(&w->path, '[');
    einv__buf_uint(&w->path, n);
    einv__buf_char(&w->path, ']');
}

/* The notes of an entry, then of those below it: one walk, so that a list of
 * a hundred thousand members is counted once.  Recursion: MAX_NEST deep. */
static void walk_notes(struct writer *w, const struct einv_entry *e,
                       unsigned depth)
{
    const struct einv_entry *c, *before = NULL;
    size_t n = 0, mark = w->path.len;

    put_notes(w, e);
    for (c = e->first; c != NULL && depth < MAX_NEST; c = c->next) {
        n = before != NULL && before->place == c->place ? n + 1 : 1;
        before = c;
        if (c->notes == NULL && c->first == NULL && w->n_waiters == 0)
            continue;
        push_step(w, c, n);
        walk_notes(w, c, depth + 1);
        w->path.len = mark;
    }
}

/* --- the whole ------------------------------------------------------------ */

static void put_head(struct writer *w, const struct einv_view_head *head)
{
    struct einv_json_out *j = &w->json;

    einv__json_key(j, "einv");
    einv__json_string(j, head->einv);
    einv__json_key(j, "model");
    einv__json_string(j, w->inv->model->version);
    einv__json_field(j, "format", head->format);
    einv__json_field(j, "version", head->version);
    einv__json_field(j, "profile", head->profile);
    einv__json_key(j, "partial");
    einv__json_bool(j, w->inv->partial);
}

einv_status einv__view_write(const struct einv_invoice_data *inv,
                             const struct einv_binding *b,
                             const struct einv_view_head *head,
                             uint32_t indent, struct einv_buf *out)
{
    struct writer w;

    memset(&w, 0, sizeof(w));
    w.inv = inv;
    w.b = b;
    einv__buf_init(&w.path, inv->alloc);
    einv__buf_init(&w.scratch, inv->alloc);
    einv__json_begin(&w.json, out, indent);
    einv__json_open(&w.json, '{');
    put_head(&w, head);
    einv__json_key(&w.json, "invoice");
    einv__json_open(&w.json, '{');
    put_children(&w, &inv->root, 0);
    einv__json_close(&w.json, '}');
    einv__json_key(&w.json, "residue");
    einv__json_open(&w.json, '[');
    take_waiters(&w);
    if (b != NULL || w.n_waiters > 0)
        walk_notes(&w, &inv->root, 0);
    einv__json_close(&w.json, ']');
    einv__json_close(&w.json, '}');
    if (out->failed || w.path.failed || w.scratch.failed)
        w.status = EINV_ENOMEM;
    einv__buf_free(&w.path);
    einv__buf_free(&w.scratch);
    einv__free(inv->alloc, w.waiters, w.cap_waiters * sizeof(*w.waiters));
    return w.status;
}
