/* put_slot.c: the slot of the output.
 *
 * What has no place is known when all is written, and the slot may stand at
 * the head of the document.  So one element keeps its place while the rest
 * is written, and is replaced by as many as the stream takes: cut into
 * values, each between bars because targets trim blanks.
 */
#include "put.h"
#include "slot.h"

/* No document says this: it is no character of XML. */
#define PLACE_KEPT EINV_TEXT("\1")

bool einv__put_slot_holds(struct put_run *p, const struct einv_note *note)
{
    if (note->witness == 0)
        return true;
    if (p->all == 0)
        p->all = einv__slot_all(&p->r.inv->root);
    if (note->witness != p->all)
        return false;
    p->replayed = true;
    return true;
}

bool einv__put_slot_begin(struct put_run *p)
{
    if (p->cut.ptr != NULL)
        return true;                    /* one of those that replace it */
    if (!p->slots || p->probing || p->slot_at != 0)
        return false;
    p->slot_at = (einv_node)p->build.tree->n_elems;
    p->key = p->cut = PLACE_KEPT;
    return true;
}

void einv__put_slot_end(struct put_run *p)
{
    p->key = p->cut = EINV_NO_TEXT;
}

bool einv__put_slot_only(struct put_run *p, einv_node node)
{
    /* Children may have changed places, but none left its parent. */
    if (p->slot_at == 0 || p->slot_at < node)
        return false;
    p->slot_levels++;
    return true;
}

/* --- the pieces ---------------------------------------------------------- */

/* Bytes for the stream's pairs: less its head, and what cuts between code
 * points lose. */
static size_t room_of(const struct put_run *p, const struct bind_slot *slot)
{
    size_t each = slot->value_max - (slot->key != 0 ? 2 : 2 + SLOT_KEY_LEN);
    size_t room = slot->max * each, lost = 80 + p->before.len;

    return room > lost ? room - lost : 0;
}

static void print_key(char *to, uint32_t n)
{
    memcpy(to, SLOT_KEY "00000", SLOT_KEY_LEN);
    for (size_t i = SLOT_KEY_LEN; n > 0; n /= 10)
        to[--i] = (char)('0' + n % 10);
}

/* The field's text first, which is for people; the slot on a line of its
 * own.  false: no memory. */
static bool put_behind(struct put_run *p)
{
    size_t n = p->before.len;
    char *text = einv__arena_alloc(p->r.arena, n + 1 + p->cut.len);

    if (text == NULL)
        return false;
    memcpy(text, p->before.ptr, n);
    text[n] = '\n';
    memcpy(text + n + 1, p->cut.ptr, p->cut.len);
    p->cut = einv__text(text, n + 1 + p->cut.len);
    return true;
}

/* The bytes of the first `most` code points. */
static size_t length_of(struct einv_text text, size_t most)
{
    size_t len = 0;
    uint64_t eight;

    while (len < text.len && most > 0) {
        if (most >= 8 && text.len - len >= 8) {    /* most are ASCII */
            memcpy(&eight, text.ptr + len, 8);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                len += 8;
                most -= 8;
                continue;
            }
        }
        len++;
        most--;
        while (len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
            len++;
    }
    return len;
}

/* Cuts the n-th piece off; false: no memory. */
static bool cut(struct put_run *p, const struct bind_slot *slot, uint32_t n,
                struct einv_text *rest)
{
    uint32_t most = slot->value_max - (slot->key != 0 ? 2 : 2 + SLOT_KEY_LEN);
    size_t len = length_of(*rest, most);
    char *text;

    text = einv__arena_alloc(p->r.arena, SLOT_KEY_LEN + len + 2);
    if (text == NULL)
        return false;
    print_key(text, n);
    p->key = einv__text(text, SLOT_KEY_LEN);
    text[SLOT_KEY_LEN] = text[SLOT_KEY_LEN + len + 1] = '|';
    memcpy(text + SLOT_KEY_LEN + 1, rest->ptr, len);
    p->cut = slot->key != 0 ? einv__text(text + SLOT_KEY_LEN, len + 2)
                            : einv__text(text, SLOT_KEY_LEN + len + 2);
    *rest = einv__text(rest->ptr + len, rest->len - len);
    return p->before.len == 0 || put_behind(p);
}

/* The elements, below a root of their own. */
static bool put_pieces(struct put_run *p, const struct bind_slot *slot,
                       struct einv_text stream)
{
    const struct bind_row *row = bind_row(p->r.b, slot->row);
    struct out_element open = { 0 };

    open.row = open.content = row->state;
    open.record = open.owner = &p->r.inv->root;
    einv__build_start(&p->build, einv__put_qname(p, row->qname));
    for (uint32_t n = 0; stream.len > 0 && n < slot->max; n++) {
        if (!cut(p, slot, n, &stream))
            return false;
        einv__put_row(p, &open, slot->row);
    }
    einv__build_end(&p->build);
    return !p->build.failed;
}

/* --- where they go ------------------------------------------------------- */

static bool says_kept(const struct einv_tree *t, einv_node e)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a);

    for (; a < end; a++)
        if (einv__text_eq(einv__tree_attr_text(t, a), PLACE_KEPT))
            return true;
    return einv__tree_is_leaf(t, e) &&
           einv__text_eq(einv__tree_text(t, e), PLACE_KEPT);
}

/* The element that keeps the place; its parent may have got another order. */
static einv_node find_kept(struct put_run *p, const struct bind_slot *slot)
{
    const struct einv_tree *t = p->build.tree;
    uint32_t qname = einv__put_qname(p, bind_row(p->r.b, slot->row)->qname);

    for (einv_node e = 1; e < t->n_elems; e++) {
        if (t->elems[e].qname != qname)
            continue;
        for (einv_node i = e; i <= t->elems[e].end; i++)
            if (says_kept(t, i))
                return e;
    }
    return EINV_NO_NODE;
}

static void replace(struct put_run *p, const struct bind_slot *slot,
                    struct einv_text stream)
{
    einv_node e = find_kept(p, slot);
    struct put_run pieces = { 0 };
    struct bind_run r = p->r;
    struct einv_tree scratch;

    if (e == EINV_NO_NODE)
        return;
    if (stream.len == 0) {
        while (p->slot_levels-- > 0)
            e = p->build.tree->elems[e].parent;
        einv__build_replace(&p->build, e, NULL);
        return;
    }
    einv__tree_init(&scratch, r.inv->alloc);
    pieces.before = p->before;
    if (einv__put_begin(&pieces, &r, &scratch) &&
        put_pieces(&pieces, slot, stream))
        einv__build_replace(&p->build, e, &scratch);
    else
        p->r.nomem = true;
    einv__put_end(&pieces);
    einv__tree_free(&scratch);
}

/* What a slot carries has a place. */
static void mark_carried(struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (e->flags & EINV_ENTRY_SLOT)
            e->flags |= EINV_ENTRY_USED;
        mark_carried(e);
    }
}

/* --- an element that a field shares with the slot ------------------------ */

static bool holds_slot(const struct einv_tree *t, einv_node e)
{
    struct einv_text before;

    return says_kept(t, e) ||
           einv__slot_behind(einv__tree_text(t, e), &before).ptr != NULL;
}

/* The field's own element beside the one that holds the slot, or keeps its
 * place; EINV_NO_NODE: there is none. */
static einv_node find_beside(struct put_run *p, const struct bind_slot *slot)
{
    const struct einv_tree *t = p->build.tree;
    uint32_t qname = einv__put_qname(p, bind_row(p->r.b, slot->row)->qname);
    einv_node e = 1;

    while (e < t->n_elems && (t->elems[e].qname != qname ||
                              !holds_slot(t, e)))
        e++;
    if (e == t->n_elems)
        return EINV_NO_NODE;
    e = einv__tree_child(t, t->elems[e].parent);
    while (e != EINV_NO_NODE && (t->elems[e].qname != qname ||
                                 holds_slot(t, e)))
        e = einv__tree_next(t, e);
    return e;
}

/* Its text goes before the slot's, and is not said twice. */
static void read_beside(struct put_run *p, const struct bind_slot *slot)
{
    einv_node e = slot->beside != 0 ? find_beside(p, slot) : EINV_NO_NODE;
    struct einv_text text;

    if (e == EINV_NO_NODE)
        return;
    text = einv__tree_text(p->build.tree, e);
    p->before.ptr = einv__arena_dup(p->r.arena, text);
    p->before.len = p->before.ptr != NULL ? text.len : 0;
    p->r.nomem |= p->before.ptr == NULL;
}

static void drop_beside(struct put_run *p, const struct bind_slot *slot)
{
    einv_node e = slot->beside != 0 ? find_beside(p, slot) : EINV_NO_NODE;

    if (e != EINV_NO_NODE)
        einv__build_replace(&p->build, e, NULL);
}

void einv__put_slot_fill(struct put_run *p, uint32_t document)
{
    const struct bind_slot *slot = einv__slot_of(p->r.b, document);
    struct einv_buf stream;

    if (slot == NULL || p->r.nomem || p->build.failed)
        return;
    einv__buf_init(&stream, p->r.inv->alloc);
    read_beside(p, slot);
    if (p->slot_at != 0 && !p->replayed)
        p->r.nomem = !einv__slot_write(p, room_of(p, slot), &stream);
    if (p->slot_at != 0 && !p->r.nomem)
        replace(p, slot, einv__buf_get(&stream));
    if (!p->r.nomem && !p->build.failed)
        drop_beside(p, slot);
    if (!p->r.nomem && (p->replayed || stream.len > 0))
        mark_carried(&p->r.inv->root);
    einv__buf_free(&stream);
}
