/* slot_write.c: everything that found no place, as one stream of pairs: what
 * is grave first, then the other values, then residue, as long as there is
 * room.
 */
#include "slot_write.h"

#include <stdlib.h>

/* Deeper than any path of the model; sub lines may nest deeper. */
#define MAX_DEPTH 64

void einv__slot_hex(struct einv_buf *out, uint64_t n)
{
    char digits[16];
    size_t at = sizeof(digits);

    do {
        digits[--at] = "0123456789abcdef"[n & 15];
        n >>= 4;
    } while (n > 0);
    einv__buf_put(out, digits + at, sizeof(digits) - at);
}

/* A text in one line, without the two characters that part pairs. */
static void put_text(struct einv_buf *out, struct einv_text text)
{
    static const char from[] = "\\\n\r\t", to[] = "\\nrt";
    size_t done = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char *c = text.ptr[i] == '\\' || (unsigned char)text.ptr[i] < ' '
                        ? memchr(from, text.ptr[i], 4) : NULL;

        if (c == NULL)
            continue;
        einv__buf_put(out, text.ptr + done, i - done);
        einv__buf_char(out, '\\');
        einv__buf_char(out, to[c - from]);
        done = i + 1;
    }
    einv__buf_put(out, text.ptr + done, text.len - done);
}

/* --- addresses ----------------------------------------------------------- */

static bool is_record(const struct slot_writer *w, const struct einv_entry *e)
{
    return w->view.m->places[e->place].type == EINV_TYPE_RECORD;
}

static bool is_member(const struct slot_writer *w, const struct einv_entry *e)
{
    return e->parent != NULL &&
           (w->view.m->places[e->place].flags & EINV_PLACE_MANY) != 0;
}

static void put_witness(struct slot_writer *w, const struct einv_entry *e,
                        uint64_t mask, struct einv_buf *out)
{
    einv__slot_hex(out, mask);
    einv__buf_char(out, '.');
    einv__slot_hex(out, einv__slot_hash(&w->view, e, mask));
}

/* false: too much work, or no memory. */
static bool print_member(struct slot_writer *w, const struct einv_entry *e,
                         bool there, uint64_t mask, struct einv_buf *out)
{
    const struct slot_row *row = einv__slot_row(&w->view, e, mask);

    if (row == NULL)
        return false;
    einv__buf_char(out, '[');
    if (there) {
        einv__slot_hex(out, mask);
        einv__buf_char(out, '.');
        einv__slot_hex(out, row->hash);
        einv__buf_char(out, '.');
        einv__buf_uint(out, row->rank);
    } else {
        einv__buf_char(out, '+');
        einv__buf_uint(out, row->index);
    }
    einv__buf_char(out, ']');
    return true;
}

static void print_witness(struct slot_writer *w, const struct einv_entry *e,
                          uint64_t mask, struct einv_buf *out)
{
    einv__buf_char(out, '{');
    put_witness(w, e, mask, out);
    einv__buf_char(out, '}');
}

/* The step of a member or of a record, made once for all addresses through
 * it. */
static const struct slot_step *step_of(struct slot_writer *w,
                                       const struct einv_entry *e)
{
    size_t at = (size_t)((uintptr_t)e >> 4);
    struct slot_step *step = &w->steps[(at ^ at >> 9) & (w->n_steps - 1)];
    uint64_t mask;
    bool member = is_member(w, e), there;

    if (step->e == e)
        return step;
    there = !member || einv__slot_there(&w->view, e);
    mask = there && is_record(w, e) ? einv__slot_mask(&w->view, e) : 0;
    w->scratch.len = 0;
    step->e = e;
    step->witnessed = there && (!is_record(w, e) || mask != 0);
    step->good = true;
    if (member)
        step->good = print_member(w, e, there, mask, &w->scratch);
    else if (mask != 0)
        print_witness(w, e, mask, &w->scratch);
    step->good = step->good && !w->scratch.failed &&
                 w->scratch.len <= sizeof(step->text);
    step->n = step->good ? (uint8_t)w->scratch.len : 0;
    if (step->n > 0)
        memcpy(step->text, w->scratch.data, step->n);
    return step;
}

/* The steps from the invoice; false: too deep, or too much work. */
static bool put_steps(struct slot_writer *w, const struct einv_entry *e,
                      struct einv_buf *out)
{
    const struct einv_entry *way[MAX_DEPTH], *witness = NULL;
    size_t n = 0, start = out->len;
    const struct slot_step *step;

    for (; e != NULL; e = e->parent) {
        if (n == MAX_DEPTH)
            return false;
        way[n++] = e;
        if (witness == NULL && (is_member(w, e) || is_record(w, e)) &&
            step_of(w, e)->witnessed)
            witness = e;
    }
    while (n-- > 0) {
        e = way[n];
        if (out->len > start)
            einv__buf_char(out, '/');
        if (e->parent != NULL)
            einv__buf_text(out, w->view.m->places[e->place].name);
        if (!is_member(w, e) && e != witness)
            continue;
        step = step_of(w, e);
        if (!step->good)
            return false;
        einv__buf_put(out, step->text, step->n);
    }
    return true;
}

/* Names below the entry, down to the place. */
static bool put_below(struct slot_writer *w, einv_place_id from,
                      einv_place_id place)
{
    const struct einv_place *p = &w->view.m->places[place];

    if (place == from)
        return true;
    if (place == EINV_ROOT_PLACE || (p->flags & EINV_PLACE_MANY))
        return false;
    /* Places that share their children know one parent. */
    if (w->view.m->places[from].first != w->view.m->places[p->parent].first &&
        !put_below(w, from, p->parent))
        return false;
    if (w->body->len > w->since)
        einv__buf_char(w->body, '/');
    einv__buf_text(w->body, p->name);
    return true;
}

void einv__slot_address(struct slot_writer *w, const struct einv_entry *e,
                        einv_place_id place)
{
    const struct einv_entry *owner = e;

    /* The fields of a record come one after the other. */
    if (place == e->place && !is_member(w, e) && !is_record(w, e))
        owner = e->parent;
    if (w->at != owner) {
        w->address.len = 0;
        w->at_good = put_steps(w, owner, &w->address);
        w->at = owner;
    }
    w->since = w->body->len;
    w->owner = place == e->place ? owner : NULL;
    if (owner == w->last)
        einv__buf_char(w->body, '~');
    else
        einv__buf_text(w->body, einv__buf_get(&w->address));
    w->good = w->at_good && (owner != e ? put_below(w, owner->place, e->place)
                                        : put_below(w, e->place, place));
}

void einv__slot_begin(struct slot_writer *w, const char *kind)
{
    w->before = w->body->len;
    w->good = true;
    w->owner = NULL;
    if (w->n > 0)
        einv__buf_str(w->body, "\\;");
    einv__buf_str(w->body, kind);
    einv__buf_char(w->body, ':');
}

bool einv__slot_end(struct slot_writer *w, struct einv_text text)
{
    einv__buf_char(w->body, '=');
    put_text(w->body, text);
    if (!w->good || w->body->len > w->room) {
        w->body->len = w->before;
        return false;
    }
    w->n++;
    w->last = w->owner;
    return true;
}

/* --- values -------------------------------------------------------------- */

static void tell(struct slot_writer *w, struct einv_entry *e,
                 const char *where)
{
    einv__ledger_write(&w->p->ledger, EINV_IN_SLOT, 0, e, e->place,
                       einv__entry_text(e), einv__text_of(where));
}

/* A value that the document has not, or has otherwise. */
static void put_value(struct slot_writer *w, struct einv_entry *e)
{
    struct einv_text back;
    bool lossy = einv__slot_lossy(&w->view, e, &back);

    if ((e->flags & EINV_ENTRY_DERIVED) ||
        (!lossy && (e->flags & EINV_ENTRY_USED)))
        return;
    einv__slot_begin(w, back.ptr != NULL ? "exact" : "field");
    einv__slot_address(w, e, e->place);
    if (!einv__slot_end(w, einv__entry_text(e)))
        return;
    e->flags |= EINV_ENTRY_SLOT;
    tell(w, e, back.ptr != NULL ? "einv00000 exact" : "einv00000");
}

static void put_values(struct slot_writer *w, struct einv_entry *e,
                       bool grave)
{
    for (e = e->first; e != NULL; e = e->next) {
        uint8_t flags = w->view.m->places[e->place].flags;

        if (einv__entry_is_added(e))
            continue;
        if (e->text != NULL && ((flags & EINV_PLACE_GRAVE) != 0) == grave)
            put_value(w, e);
        put_values(w, e, grave);
    }
}

/* Codes as their country has them, where neither the document says so nor
 * the country's format would write them of itself. */
static void put_nationals(struct slot_writer *w, struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (e->national != NULL && !e->national->usual &&
            !(e->flags & EINV_ENTRY_NATIONAL)) {
            einv__slot_begin(w, "national");
            einv__slot_address(w, e, e->place);
            einv__buf_char(w->body, ' ');
            einv__buf_text(w->body, e->national->list);
            einv__buf_char(w->body, ' ');
            einv__buf_text(w->body, e->national->format);
            einv__slot_end(w, e->national->value);
        }
        put_nationals(w, e);
    }
}

static void clear(struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        e->flags &= (uint8_t)~EINV_ENTRY_SLOT;
        clear(e);
    }
}

/* --- the order of lists -------------------------------------------------- */

/* Lists side by side, members in the order of writing. */
static int by_list(const void *x, const void *y)
{
    const struct seat *a = x, *b = y;

    if (a->e->parent != b->e->parent)
        return (uintptr_t)a->e->parent < (uintptr_t)b->e->parent ? -1 : 1;
    if (a->e->place != b->e->place)
        return a->e->place < b->e->place ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static int by_member(const void *x, const void *y)
{
    uintptr_t a = (uintptr_t)((const struct seat *)x)->e;
    uintptr_t b = (uintptr_t)((const struct seat *)y)->e;

    return a < b ? -1 : a > b;
}

/* Are the n members written in the list's own order? */
static bool is_in_order(const struct seat *seats, size_t n)
{
    const struct einv_entry *e = einv__entry_find(seats[0].e->parent,
                                                  seats[0].e->place);
    size_t done = 0;

    for (; e != NULL && done < n; e = einv__entry_more(e))
        done += seats[done].e == e;
    return done == n;
}

/* For each member that the document has, in the list's order: which of the
 * document's it is. */
static bool print_order(struct seat *seats, size_t n, struct einv_buf *out)
{
    const struct einv_entry *e = einv__entry_find(seats[0].e->parent,
                                                  seats[0].e->place);
    size_t done = 0;

    for (size_t i = 0; i < n; i++)
        seats[i].at = i + 1;
    qsort(seats, n, sizeof(*seats), by_member);
    for (; e != NULL; e = einv__entry_more(e)) {
        struct seat key = { e, 0 };
        const struct seat *seat = bsearch(&key, seats, n, sizeof(key),
                                          by_member);

        if (seat == NULL)
            continue;
        if (done++ > 0)
            einv__buf_char(out, ' ');
        einv__buf_uint(out, seat->at);
    }
    return done == n;
}

static void put_order(struct slot_writer *w, struct seat *seats, size_t n)
{
    const struct einv_entry *e = seats[0].e;
    struct einv_buf order;

    if (is_in_order(seats, n))
        return;
    einv__buf_init(&order, w->view.alloc);
    if (print_order(seats, n, &order)) {
        einv__slot_begin(w, "members");
        einv__slot_address(w, e->parent, e->parent->place);
        if (w->body->len > w->since)
            einv__buf_char(w->body, '/');
        einv__buf_text(w->body, w->view.m->places[e->place].name);
        w->owner = NULL;
        einv__slot_end(w, einv__buf_get(&order));
    }
    w->body->failed |= order.failed;
    einv__buf_free(&order);
}

struct run {                   /* of seats: the members of one list */
    size_t first, n, at;
};

static int by_place(const void *x, const void *y)
{
    const struct run *a = x, *b = y;

    return a->at < b->at ? -1 : a->at > b->at;
}

static size_t find_runs(const struct put_run *p, struct run *runs)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_seats; i++) {
        const struct seat *seat = &p->seats[i];

        if (i == 0 || seat->e->parent != seat[-1].e->parent ||
            seat->e->place != seat[-1].e->place)
            runs[n++] = (struct run){ i, 0, seat->at };
        runs[n - 1].n++;
    }
    return n;
}

/* Lists in the order of writing, not of their addresses: the same invoice
 * gives the same slot. */
static void put_orders(struct slot_writer *w)
{
    struct put_run *p = w->p;
    const einv_allocator *a = p->r.inv->alloc;
    struct run *runs;
    size_t n;

    if (p->n_seats == 0)
        return;
    runs = einv__alloc(a, p->n_seats, sizeof(*runs));
    if (runs == NULL) {
        p->r.nomem = true;
        return;
    }
    qsort(p->seats, p->n_seats, sizeof(*p->seats), by_list);
    n = find_runs(p, runs);
    qsort(runs, n, sizeof(*runs), by_place);
    for (size_t i = 0; i < n; i++)
        put_order(w, p->seats + runs[i].first, runs[i].n);
    einv__free(a, runs, p->n_seats * sizeof(*runs));
}

/* --- the stream ---------------------------------------------------------- */

static void put_head(struct slot_writer *w, struct einv_buf *out)
{
    einv__buf_str(out, "einv1 ");
    einv__buf_text(out, w->view.m->version);
    einv__buf_char(out, ' ');
    einv__buf_uint(out, w->n);
    einv__buf_char(out, ' ');
    einv__slot_hex(out, einv__hash32(EINV_HASH32_SEED, w->body->data,
                                     w->body->len));
    einv__buf_char(out, ' ');
    einv__buf_text(out, einv__buf_get(w->body));
}

/* A step for every few entries, and no more than a large invoice pays for. */
static bool make_steps(struct slot_writer *w)
{
    size_t n = 16;

    while (n < 65536 && n * 384 < w->view.most)
        n *= 2;
    w->steps = einv__alloc(w->view.alloc, n, sizeof(*w->steps));
    w->n_steps = n;
    for (size_t i = 0; i < n && w->steps != NULL; i++)
        w->steps[i].e = NULL;
    return w->steps != NULL;
}

static void put_all(struct slot_writer *w, struct einv_entry *root)
{
    put_values(w, root, true);
    put_values(w, root, false);
    put_nationals(w, root);
    if (!w->p->residue)
        put_orders(w);                 /* else the source's is kept */
    einv__slot_notes(w);
}

bool einv__slot_write(struct put_run *p, size_t room, struct einv_buf *out)
{
    struct einv_entry *root = &p->r.inv->root;
    struct slot_writer w = { .p = p, .room = room };
    struct einv_buf body;
    bool failed;

    clear(root);
    einv__buf_init(&body, p->r.inv->alloc);
    einv__buf_init(&w.address, p->r.inv->alloc);
    einv__buf_init(&w.scratch, p->r.inv->alloc);
    w.body = &body;
    einv__slot_view_open(&w.view, p->r.inv, true);
    w.view.lossy = p->lossy;
    w.view.n_lossy = p->n_lossy;
    failed = !make_steps(&w);
    if (!failed)
        put_all(&w, root);
    if (w.n > 0)
        put_head(&w, out);
    failed = failed || p->r.nomem || body.failed || out->failed || w.address.failed ||
             w.scratch.failed || w.view.nomem;
    einv__free(w.view.alloc, w.steps, w.n_steps * sizeof(*w.steps));
    einv__slot_view_close(&w.view);
    einv__buf_free(&w.scratch);
    einv__buf_free(&w.address);
    einv__buf_free(&body);
    p->r.nomem |= failed;
    return !failed;
}
