/* national.c: the national code stands beside the code that it was translated
 * to.  It is data, not residue: any format with the same list writes it again,
 * while the list still reads it as what the fields say.  A code that the list
 * only reads (dir >) is shown, and comes back as residue alone.
 */
#include "run.h"

/* The list that a row's text is translated with; NULL: none. */
static const struct bind_codec_use *map_of(const struct einv_binding *b,
                                           const struct bind_row *row)
{
    const struct bind_codec_use *last;

    if (row->codecs.n == 0)
        return NULL;
    last = &b->codec_uses[row->codecs.first + row->codecs.n - 1];
    return last->list != NULL && einv__codes_is_map(last->list) ? last : NULL;
}

bool einv__national_keep(struct bind_run *r, const struct bind_row *row,
                         struct einv_entry *const *entries,
                         struct einv_text text, bool usual)
{
    const struct bind_codec_use *map = map_of(r->b, row);
    struct einv_national national = { .usual = usual };

    if (map == NULL)
        return false;
    national.format = r->b->info.id;
    national.list = map->arg;
    national.value = einv__text_trim(text);
    for (uint32_t i = 0; i < row->to.n; i++) {
        struct einv_entry *e = entries[i];

        if (e == NULL || e->text == NULL || e->national != NULL ||
            r->b->model->places[e->place].type != EINV_TYPE_CODE ||
            einv__text_eq(einv__entry_text(e), national.value))
            continue;
        r->nomem |= !einv__entry_national(r->inv, e, &national);
        return national.value.len == text.len &&
               einv__codes_writes(map->list, national.value);
    }
    return false;
}

bool einv__national_text(struct bind_run *r, const struct bind_row *row,
                         struct einv_entry *const *entries,
                         const struct bind_value *value,
                         struct einv_text *text)
{
    const struct bind_codec_use *map = map_of(r->b, row);
    const struct einv_national *national = NULL;
    struct bind_value back = { 0 };

    for (uint32_t i = 0; map != NULL && i < row->to.n; i++)
        if (entries[i] != NULL && entries[i]->national != NULL &&
            einv__text_eq(entries[i]->national->list, map->arg))
            national = entries[i]->national;
    if (national == NULL || !einv__codes_writes(map->list, national->value) ||
        !einv__value_decode(r->b, row, national->value, r->arena, &back,
                            &r->nomem))
        return false;
    for (uint32_t i = 0; i < row->to.n; i++)
        if (!einv__text_eq(back.fields[i], value->fields[i]))
            return false;
    for (uint32_t i = 0; i < row->to.n; i++)
        if (entries[i] != NULL && entries[i]->national == national)
            entries[i]->flags |= EINV_ENTRY_NATIONAL;
    *text = national->value;
    return true;
}

void einv__national_said(const struct bind_row *row,
                         struct einv_entry *const *entries,
                         struct einv_text text)
{
    for (uint32_t i = 0; i < row->to.n; i++)
        if (entries[i] != NULL && entries[i]->national != NULL &&
            einv__text_eq(entries[i]->national->value, text))
            entries[i]->flags |= EINV_ENTRY_NATIONAL;
}
