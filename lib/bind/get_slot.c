/* get_slot.c: the elements of a slot: known by their keys, put together and
 * read when all else is read.
 */
#include "get.h"
#include "slot.h"

static bool has_name(const struct get_run *g, const uint32_t *names,
                     uint32_t qname, uint32_t row)
{
    return names[qname] == bind_row(g->r.b, row)->name;
}

/* The first element of this row below the slot's; EINV_NO_NODE: none. */
static einv_node find_element(const struct get_run *g, uint32_t slot,
                              uint32_t row, einv_node node)
{
    const struct einv_tree *t = g->tree;
    uint32_t up = bind_row(g->r.b, row)->state;
    einv_node e;

    if (up != slot)
        node = find_element(g, slot, up, node);
    if (node == EINV_NO_NODE)
        return node;
    e = einv__tree_child(t, node);
    while (e != EINV_NO_NODE &&
           !has_name(g, g->names, t->elems[e].qname, row))
        e = einv__tree_next(t, e);
    return e;
}

/* The text of the slot's key or value in this element. */
static struct einv_text text_of(const struct get_run *g, uint32_t slot,
                                uint32_t row, einv_node node)
{
    const struct einv_tree *t = g->tree;
    uint32_t a, end, up = bind_row(g->r.b, row)->state;

    if (row == slot) {
        struct einv_text before, all = einv__tree_text(t, node);

        return einv__slot_of(g->r.b, slot)->beside != 0
               ? einv__slot_behind(all, &before) : all;
    }
    if (bind_row(g->r.b, row)->kind != ROW_ATTRIBUTE) {
        node = find_element(g, slot, row, node);
        return node != EINV_NO_NODE ? einv__tree_text(t, node) : EINV_NO_TEXT;
    }
    if (up != slot)
        node = find_element(g, slot, up, node);
    if (node == EINV_NO_NODE)
        return EINV_NO_TEXT;
    end = einv__tree_attrs(t, node, &a);
    while (a < end && !has_name(g, g->attr_names, t->attrs[a].qname, row))
        a++;
    return a < end ? einv__tree_attr_text(t, a) : EINV_NO_TEXT;
}

/* Without a place of its own the key begins the value. */
static struct einv_text key_of(const struct get_run *g,
                               const struct bind_slot *slot, einv_node node)
{
    struct einv_text key = text_of(g, slot->row, slot->key != 0 ? slot->key
                                   : slot->value, node);

    key = einv__text_trim(key);
    if (slot->key == 0 && key.len > SLOT_KEY_LEN)
        key.len = SLOT_KEY_LEN;
    return key;
}

static struct einv_text value_of(const struct get_run *g,
                                 const struct bind_slot *slot, einv_node node)
{
    struct einv_text value =
        einv__text_trim(text_of(g, slot->row, slot->value, node));

    return slot->key != 0 || value.len < SLOT_KEY_LEN ? value
           : einv__text(value.ptr + SLOT_KEY_LEN, value.len - SLOT_KEY_LEN);
}

/* einv and five digits; false: somebody else's. */
static bool number_of(struct einv_text key, uint32_t *n)
{
    *n = 0;
    if (key.len != SLOT_KEY_LEN ||
        memcmp(key.ptr, SLOT_KEY, sizeof(SLOT_KEY) - 1) != 0)
        return false;
    for (size_t i = sizeof(SLOT_KEY) - 1; i < key.len; i++) {
        if (key.ptr[i] < '0' || key.ptr[i] > '9')
            return false;
        *n = *n * 10 + (uint32_t)(key.ptr[i] - '0');
    }
    return true;
}

bool einv__get_is_slot(const struct get_run *g, uint32_t at, einv_node node)
{
    uint32_t n;

    return number_of(key_of(g, einv__slot_of(g->r.b, at), node), &n);
}

uint32_t einv__get_slot(struct get_run *g, const struct open_element *open,
                        uint32_t at, einv_node node)
{
    const struct bind_slot *slot = einv__slot_of(g->r.b, at);
    struct slot_piece *piece;

    if (!einv__grow(g->r.inv->alloc, &g->pieces, &g->cap_pieces,
                    g->n_pieces + 1, sizeof(*piece))) {
        g->r.nomem = true;
        return 0;
    }
    piece = &g->pieces[g->n_pieces++];
    number_of(key_of(g, slot, node), &piece->n);
    piece->text = value_of(g, slot, node);
    piece->ref = node;
    /* Kept as it is, for as long as nobody changes anything. */
    piece->note = einv__get_kept_node(g, open, EINV_NOTE_SKIPPED, node);
    if (slot->beside == 0)
        return 0;
    einv__slot_behind(einv__tree_text(g->tree, node), &g->shared);
    g->shared_node = node;
    return g->shared.len > 0 ? slot->beside : 0;
}

/* The n-th piece without its bars; NULL pointer: not there.  Looked for from
 * where the writer has put it. */
static struct einv_text piece_text(const struct get_run *g, uint32_t n)
{
    for (size_t k = 0, i = n; k < g->n_pieces; k++, i++) {
        const struct slot_piece *piece = &g->pieces[i % g->n_pieces];
        struct einv_text text = piece->text;

        if (piece->n == n && text.len >= 2 && text.ptr[0] == '|' &&
            text.ptr[text.len - 1] == '|')
            return einv__text(text.ptr + 1, text.len - 2);
    }
    return EINV_NO_TEXT;
}

/* NULL: a piece is missing, or no memory. */
static char *join(struct get_run *g, size_t *len)
{
    size_t n = 0;
    char *all;

    for (size_t i = 0; i < g->n_pieces; i++)
        n += g->pieces[i].text.len;
    all = einv__arena_alloc(g->r.arena, n + 1);
    if (all == NULL) {
        g->r.nomem = true;
        return NULL;
    }
    *len = 0;
    for (uint32_t i = 0; i < g->n_pieces; i++) {
        struct einv_text text = piece_text(g, i);

        if (text.ptr == NULL)
            return NULL;
        memcpy(all + *len, text.ptr, text.len);
        *len += text.len;
    }
    return all;
}

void einv__get_slots(struct get_run *g)
{
    size_t len, unused = 0;
    char *all;
    uint64_t witness;

    if (g->n_pieces == 0)
        return;
    all = join(g, &len);
    if (all == NULL || !einv__slot_read(&g->r, einv__text(all, len), &unused))
        einv__ledger_find(&g->ledger, EINV_SEV_WARNING, "EINV-BIND-0107",
                          g->pieces[0].ref, 0, EINV_TEXT("einv00000"),
                          EINV_TEXT("all pieces of what einv added"));
    else if (unused > 0)
        einv__ledger_find(&g->ledger, EINV_SEV_WARNING, "EINV-BIND-0108",
                          g->pieces[0].ref, 0, EINV_TEXT("einv00000"),
                          EINV_TEXT("records that say what they said when "
                                    "einv wrote them"));
    witness = einv__slot_all(&g->r.inv->root);
    for (size_t i = 0; i < g->n_pieces; i++)
        if (g->pieces[i].note != NULL)
            g->pieces[i].note->witness = witness;
}
