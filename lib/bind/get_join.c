/* get_join.c: the parts of a field, put together when their element ends.
 */
#include "get.h"

static struct einv_text text_at(const struct get_run *g, einv_ref ref)
{
    return ref & EINV_REF_ATTR
           ? einv__tree_attr_text(g->tree, ref & ~EINV_REF_ATTR)
           : einv__tree_text(g->tree, ref);
}

/* The next part of the join that the source has, with its text. */
static uint32_t next_part(const struct get_run *g,
                          const struct open_element *open, uint32_t join,
                          uint32_t after, struct slot *slot,
                          struct einv_text *text)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t i = after + 1; i < b->rows[join].end; i++) {
        if (b->rows[i].join != join)
            continue;
        *slot = g->slots[open->slots + b->rows[i].slot];
        if (slot->count == 0)
            continue;
        *text = text_at(g, slot->ref);
        if (einv__text_trim(*text).len > 0)
            return i;
    }
    return 0;
}

/* The parts as one text; blanks around them count where they can. */
static bool put_together(struct get_run *g, uint32_t join,
                         struct bind_value *parts, struct einv_text *text)
{
    const struct bind_row *row = bind_row(g->r.b, join);

    if (einv__pattern_encode(g->r.b, row, parts, g->r.arena, text,
                             &g->r.nomem))
        return true;
    for (size_t i = 0; i < BIND_MAX_FIELDS; i++)
        if (parts->fields[i].ptr != NULL)
            parts->fields[i] = einv__text_trim(parts->fields[i]);
    return einv__pattern_encode(g->r.b, row, parts, g->r.arena, text,
                                &g->r.nomem);
}

/* Blanks around a part that do not count, or a part that its place would
 * refuse: the writer says it otherwise. */
static void note_parts(struct get_run *g, const struct open_element *open,
                       uint32_t join, struct einv_entry *record,
                       const struct bind_value *parts)
{
    struct einv_text text;
    struct slot slot;
    uint32_t i = next_part(g, open, join, join, &slot, &text);

    for (; i != 0; i = next_part(g, open, join, i, &slot, &text)) {
        struct einv_text said = parts->fields[g->r.b->rows[i].part];

        if (!einv__facet_takes(g->r.b, bind_row(g->r.b, i), &said) ||
            !einv__text_eq(said, text))
            einv__get_text_note(g, record, i, slot.ref, text, false);
    }
}

/* They do not make the field: each is kept until the field changes. */
static void keep_parts(struct get_run *g, const struct open_element *open,
                       uint32_t join, struct einv_entry *record,
                       const char *rule)
{
    struct einv_text text;
    struct slot slot;
    uint32_t i = next_part(g, open, join, join, &slot, &text);

    einv__ledger_find(&g->ledger, EINV_SEV_ERROR, rule, slot.ref, i, text,
                      EINV_TEXT("a text of this place"));
    for (; i != 0; i = next_part(g, open, join, i, &slot, &text))
        einv__get_text_note(g, record, i, slot.ref, text, true);
}

static void get_join(struct get_run *g, const struct open_element *open,
                     uint32_t join, struct einv_entry *record)
{
    const struct einv_binding *b = g->r.b;
    struct bind_value parts = { 0 }, value = { 0 };
    struct bind_row field = { 0 };
    struct einv_text text;
    struct slot slot;
    einv_ref ref = EINV_NO_REF;
    uint32_t i = next_part(g, open, join, join, &slot, &text);

    for (; i != 0; i = next_part(g, open, join, i, &slot, &text)) {
        parts.fields[b->rows[i].part] = text;
        field.to = b->rows[i].to;
        ref = slot.ref;
    }
    if (ref == EINV_NO_REF)
        return;
    if (!put_together(g, join, &parts, &text) ||
        !einv__type_accepts((enum einv_type)b->model->places
                            [bind_field(b, &field, 0)].type, text)) {
        keep_parts(g, open, join, record, "EINV-BIND-0104");
        return;
    }
    value.fields[0] = text;
    if (!einv__get_store(g, &field, record, ref, &value))
        keep_parts(g, open, join, record, "EINV-BIND-0105");
    else
        note_parts(g, open, join, record, &parts);
}

void einv__get_joins(struct get_run *g, const struct open_element *open)
{
    const struct einv_binding *b = g->r.b;
    uint32_t join = 0;

    for (uint32_t i = open->content + 1; i < b->rows[open->content].end; i++)
        if (b->rows[i].join != 0 && b->rows[i].join != join &&
            b->rows[i].state == open->content) {
            join = b->rows[i].join;
            if (g->slots[open->slots + b->rows[i].slot].count > 0 ||
                bind_member(b, i) == 0)
                get_join(g, open, join, einv__get_record(g, open, i));
        }
}
