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

void einv__compile_slot(struct bind_compiler *c, einv_node e, uint32_t at)
{
    struct einv_binding *b = c->b;
    struct bind_slot slot = { at, 0, 0, 0, 0 }, *added;
    uint32_t document = at;

    if (einv__compile_attr(c, e, "slot").ptr == NULL)
        return;
    b->rows[at].flags |= ROW_SLOT;
    slot.value_max = number(c, e, "value-max", 1000);
    slot.max = number(c, e, "max", 10000);
    for (uint32_t i = at + 1; i < b->n_rows; i++) {
        if ((b->rows[i].flags & ROW_SLOT_KEY) && b->rows[i].state == at)
            slot.key = i;
        if ((b->rows[i].flags & ROW_SLOT_VALUE) && b->rows[i].state == at)
            slot.value = i;
    }
    while (b->rows[document].parent != 0)
        document = b->rows[document].parent;
    if (slot.key == 0 || slot.value == 0 || slot.value_max < 16 ||
        slot.max == 0 || slot.max > 99999 ||
        !(b->rows[at].flags & ROW_MANY) || b->rows[at].state != document ||
        b->rows[at].inside != EINV_ROOT_PLACE)
        einv__compile_error(c, e, "EINV-BIND-0054",
                            einv__compile_attr(c, e, "name"),
                            "occurs=\"*\" below the root, slot.key and "
                            "slot.value in it, value-max of 16 or more");
    added = POOL_ADD(c, slots);
    if (added != NULL)
        *added = slot;
}
