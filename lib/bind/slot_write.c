/* slot_write.c: everything that found no place, as one stream of pairs.
 */
#include "slot.h"

static void put_hex(struct einv_buf *out, uint64_t n)
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

    for (size_t i = 0; i < text.len; i++) {
        const char *c = memchr(from, text.ptr[i], 4);

        if (c == NULL) {
            einv__buf_char(out, text.ptr[i]);
            continue;
        }
        einv__buf_char(out, '\\');
        einv__buf_char(out, to[c - from]);
    }
}

static bool is_written(const struct einv_entry *e)
{
    if (e->text != NULL && (e->flags & EINV_ENTRY_USED))
        return true;
    for (e = e->first; e != NULL; e = e->next)
        if (is_written(e))
            return true;
    return false;
}

/* Which member of its list is it, among those like it? */
static uint32_t rank(const struct einv_entry *e, bool written)
{
    const struct einv_entry *i = einv__entry_find(e->parent, e->place);
    uint32_t n = 1;

    for (; i != e; i = einv__entry_more(i))
        n += is_written(i) == written;
    return n;
}

static uint32_t rank_like(const struct einv_model *m,
                          const struct einv_entry *e, uint64_t mask,
                          uint32_t hash)
{
    const struct einv_entry *i = einv__entry_find(e->parent, e->place);
    uint32_t n = 1;

    for (; i != e; i = einv__entry_more(i))
        n += is_written(i) && einv__slot_hash(m, i, mask, true) == hash;
    return n;
}

static void put_witness(struct einv_buf *out, uint64_t mask, uint32_t hash)
{
    put_hex(out, mask);
    einv__buf_char(out, '.');
    put_hex(out, hash);
}

static void put_member(const struct einv_model *m, const struct einv_entry *e,
                       struct einv_buf *out)
{
    uint64_t mask = m->places[e->place].type == EINV_TYPE_RECORD
                    ? einv__slot_mask(m, e, true) : 0;
    uint32_t hash = einv__slot_hash(m, e, mask, true);

    einv__buf_char(out, '[');
    if (mask != 0) {
        put_witness(out, mask, hash);
        einv__buf_char(out, '.');
        einv__buf_uint(out, rank_like(m, e, mask, hash));
    } else {
        einv__buf_char(out, is_written(e) ? '#' : '+');
        einv__buf_uint(out, rank(e, is_written(e)));
    }
    einv__buf_char(out, ']');
}

static void put_path(const struct einv_model *m, const struct einv_entry *e,
                     bool innermost, struct einv_buf *out)
{
    const struct einv_place *place = &m->places[e->place];

    if (e->parent == NULL)
        return;
    put_path(m, e->parent, innermost && e->text != NULL, out);
    if (e->parent->parent != NULL)
        einv__buf_char(out, '/');
    einv__buf_text(out, place->name);
    if (place->flags & EINV_PLACE_MANY) {
        put_member(m, e, out);
    } else if (innermost && e->text == NULL) {
        uint64_t mask = einv__slot_mask(m, e, true);

        if (mask != 0) {
            einv__buf_char(out, '{');
            put_witness(out, mask, einv__slot_hash(m, e, mask, true));
            einv__buf_char(out, '}');
        }
    }
}

struct collector {
    struct bind_run *r;
    size_t room;
    bool grave;            /* these now, the others later */
    size_t n;
    struct einv_buf *body;
};

static void collect(struct collector *c, struct einv_entry *e)
{
    const struct einv_model *m = c->r->inv->model;

    for (e = e->first; e != NULL; e = e->next) {
        bool grave = (m->places[e->place].flags & EINV_PLACE_GRAVE) != 0;
        size_t before = c->body->len;

        if (e->text != NULL && grave == c->grave &&
            !(e->flags & (EINV_ENTRY_USED | EINV_ENTRY_DERIVED))) {
            if (c->n > 0)
                einv__buf_str(c->body, "\\;");
            put_path(m, e, true, c->body);
            einv__buf_char(c->body, '=');
            put_text(c->body, einv__entry_text(e));
            if (c->body->len > c->room) {
                c->body->len = before;
            } else {
                e->flags |= EINV_ENTRY_SLOT;
                c->n++;
            }
        }
        collect(c, e);
    }
}

static void clear(struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        e->flags &= (uint8_t)~EINV_ENTRY_SLOT;
        clear(e);
    }
}

bool einv__slot_write(struct bind_run *r, size_t room, struct einv_buf *out)
{
    struct einv_entry *root = &r->inv->root;
    struct collector c = { r, room, true, 0, NULL };
    struct einv_buf body;
    bool failed;

    clear(root);
    einv__buf_init(&body, r->inv->alloc);
    c.body = &body;
    collect(&c, root);
    c.grave = false;
    collect(&c, root);
    if (c.n > 0) {
        einv__buf_str(out, "einv1 model ");
        einv__buf_text(out, r->inv->model->version);
        einv__buf_char(out, ' ');
        einv__buf_uint(out, c.n);
        einv__buf_char(out, ' ');
        put_hex(out, einv__hash32(EINV_HASH32_SEED, body.data, body.len));
        einv__buf_char(out, ' ');
        einv__buf_text(out, einv__buf_get(&body));
    }
    failed = body.failed || out->failed;
    einv__buf_free(&body);
    r->nomem |= failed;
    return !failed;
}
