/* compile_slot.c: slot="document": the element that carries what the target
 * has no place for.
 */
#include "compile.h"

#include "slot.h"

static uint32_t number(const struct bind_compiler *c, einv_node e,
                       const char *name, uint32_t otherwise)
{
    struct einv_text text = einv__compile_attr(c, e, name);
    uint32_t n = 0;

    if (text.ptr == NULL)
        return otherwise;
    for (size_t i = 0; i < text.len && n < 100000000; i++)
        n = text.ptr[i] >= '0' && text.ptr[i] <= '9'
            ? n * 10 + (uint32_t)(text.ptr[i] - '0') : 0;
    return n;
}

bool einv__compile_slot_to(struct bind_row *row, struct einv_text to)
{
    if (einv__text_is(to, "slot.key"))
        row->flags |= ROW_SLOT_KEY;
    else if (einv__text_is(to, "slot.value"))
        row->flags |= ROW_SLOT_VALUE;
    else
        return false;
    return true;
}

/* Is it there once at most, and certain to be met: plain elements up to the
 * document? */
static bool stands_alone(const struct einv_binding *b, uint32_t at)
{
    if (b->rows[at].inside != EINV_ROOT_PLACE)
        return false;
    while ((at = b->rows[at].parent) != 0)
        if (b->rows[at].inside != EINV_ROOT_PLACE ||
            (b->rows[at].flags & ROW_MANY) ||
            (b->rows[at].kind != ROW_ELEMENT &&
             b->rows[at].kind != ROW_DOCUMENT))
            return false;
    return true;
}

static bool is_whole(const struct einv_binding *b,
                     const struct bind_slot *slot)
{
    /* The bars, the key where it stands in the value, and some text. */
    uint32_t least = slot->key != 0 ? 16 : 16 + SLOT_KEY_LEN;

    return slot->value != 0 && slot->value_max >= least && slot->max > 0 &&
           slot->max <= 99999 && stands_alone(b, slot->row) &&
           ((b->rows[slot->row].flags & ROW_MANY) ||
            slot->value == slot->row);
}

void einv__compile_slot(struct bind_compiler *c, einv_node e, uint32_t at)
{
    struct einv_binding *b = c->b;
    struct bind_slot slot = { .row = at }, *added;

    if (einv__compile_attr(c, e, "slot").ptr == NULL)
        return;
    b->rows[at].flags |= ROW_SLOT;
    slot.value_max = number(c, e, "value-max", 1000);
    slot.max = b->rows[at].flags & ROW_MANY ? number(c, e, "max", 10000) : 1;
    for (uint32_t i = at; i < b->n_rows; i++) {
        if (b->rows[i].flags & ROW_SLOT_KEY)
            slot.key = i;
        if (b->rows[i].flags & ROW_SLOT_VALUE)
            slot.value = i;
    }
    if (!is_whole(b, &slot) ||
        number(c, e, "key-max", SLOT_KEY_LEN) < SLOT_KEY_LEN)
        einv__compile_error(c, e, "EINV-BIND-0054",
                            einv__compile_attr(c, e, "name"),
                            "occurs=\"*\" (or slot.value on it) in single "
                            "elements of the document itself, slot.value in "
                            "it, value-max of 16 or "
                            "more (25 without slot.key), key-max of 9");
    added = POOL_ADD(c, slots);
    if (added != NULL)
        *added = slot;
}

/* Is the row the only one in an element that nothing else asks for? */
static bool is_only(const struct einv_binding *b, uint32_t at)
{
    uint32_t up = b->rows[at].parent;

    return b->rows[up].kind == ROW_ELEMENT && b->rows[up].end ==
           b->rows[at].end && up + 1 == at &&
           !(b->rows[up].flags & (ROW_REQUIRED | ROW_EMPTY));
}

/* The row of the field that shares the slot's one element; 0: none. */
static uint32_t beside(const struct einv_binding *b,
                       const struct bind_slot *slot)
{
    const struct bind_row *row = &b->rows[slot->row];
    uint32_t at = bind_lookup(b, row->state, row->name);

    if ((row->flags & ROW_MANY) || slot->value != slot->row)
        return 0;
    while (at != 0 && (at == slot->row || b->rows[at].to.n == 0 ||
                       (b->rows[at].flags & ROW_MANY)))
        at = b->rows[at].same_name;
    return at;
}

void einv__slot_index(struct einv_binding *b)
{
    for (size_t i = 0; i < b->n_slots; i++) {
        uint32_t top = b->slots[i].row;

        b->slots[i].beside = beside(b, &b->slots[i]);
        while (is_only(b, top))
            top = b->rows[top].parent;
        for (uint32_t at = top; at < b->rows[top].end; at++)
            b->rows[at].flags |= ROW_SLOT_ONLY;
    }
}
