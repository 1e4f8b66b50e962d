/* describe.c: what a format holds of the model, and what it lacks. */
#include "codec.h"

static bool binds(const struct einv_binding *b, const struct bind_row *row,
                  einv_place_id place)
{
    for (uint32_t k = 0; k < row->to.n; k++)
        if (bind_field(b, row, k) == place)
            return true;
    for (uint32_t k = 0; k < row->gather.n; k++)
        if (b->paths[row->gather.first + k].place == place)
            return true;
    if (row->same != BIND_NONE && row->kind == ROW_ELEMENT &&
        b->paths[row->same].place == place)
        return true;
    for (uint32_t k = 0; k < row->sets.n; k++)
        if (b->sets[row->sets.first + k].path.place == place)
            return true;
    return row->into.steps.n > 0 && row->into.place == place;
}

bool einv__bind_binds(const struct einv_binding *b, einv_place_id place)
{
    return (b->bound[place] & 1) != 0;
}

einv_status einv__bind_describe(const struct einv_binding *b,
                                einv_bind_place_fn *each, void *user)
{
    uint32_t *rows = einv__alloc(b->alloc, b->n_rows, sizeof(*rows));

    if (rows == NULL)
        return EINV_ENOMEM;
    for (size_t place = 1; place < b->model->n_places; place++) {
        struct einv_bind_place one = { 0 };
        const struct bind_lack *lack;

        one.place = (einv_place_id)place;
        one.rows = rows;
        for (uint32_t i = 1; i < b->n_rows; i++)
            if (binds(b, bind_row(b, i), one.place))
                rows[one.n_rows++] = i;
        lack = one.n_rows == 0 && b->lack[place] != 0
               ? &b->lacks[b->lack[place] - 1] : NULL;
        if (lack != NULL)
            one.lacks = lack->why.len > 0 ? lack->why
                                          : EINV_TEXT("no place in the format");
        one.unsaid = one.n_rows == 0 && lack == NULL;
        each(user, &one);
    }
    einv__free(b->alloc, rows, b->n_rows * sizeof(*rows));
    return EINV_OK;
}

void einv__bind_count(const struct einv_binding *b, size_t *rows,
                      size_t *codec_rows)
{
    *rows = *codec_rows = 0;
    for (uint32_t i = 1; i < b->n_rows; i++) {
        const struct bind_row *row = bind_row(b, i);

        if (row->to.n == 0)
            continue;
        ++*rows;
        /* A date's or a code's spelling is not an irregular text: codecs
         * that are counted carry what no row can say. */
        for (uint32_t k = 0; k < row->codecs.n; k++) {
            const char *name =
                b->codec_uses[row->codecs.first + k].codec->name;

            if (strcmp(name, "date") != 0 && strcmp(name, "code") != 0 &&
                strcmp(name, "bool") != 0) {
                ++*codec_rows;
                break;
            }
        }
    }
}
