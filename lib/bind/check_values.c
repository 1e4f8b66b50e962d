/* check_values.c: what can be wrong with one row's value: a pattern that
 * does not split, a list of nothing, a key read too late, a constant unfit
 * for its field, an alternative that is never written.
 */
#include "check.h"

/* An open hole reaches to the next literal, so one must follow it; a hole of
 * a fixed length or without blanks still needs what ends it. */
static bool splits(const struct einv_binding *b, struct bind_range range)
{
    bool hole = false;

    for (uint32_t i = 0; i < range.n; i++) {
        const struct bind_part *part = &b->parts[range.first + i];

        if (part->kind != PART_HOLE)
            continue;
        hole = true;
        if (i + 1 < range.n && part->length == 0 &&
            part[1].kind == PART_HOLE)
            return false;
    }
    return hole;
}

static void check_pattern(struct bind_checker *c, uint32_t at)
{
    const struct bind_row *row = bind_row(c->b, at);

    for (uint32_t i = 0; i < row->pattern.n; i++)
        if (!splits(c->b, c->b->alternatives[row->pattern.first + i])) {
            einv__check_error(c, at, "EINV-BIND-0044",
                              "a text or a length between two holes");
            return;
        }
}

static bool is_list(const struct einv_binding *b, const struct bind_row *row)
{
    return (row->flags & ROW_LIST) ||
           (row->into.steps.n > 0 &&
            (b->model->places[row->into.place].flags & EINV_PLACE_MANY));
}

static void check_list(struct bind_checker *c, uint32_t at)
{
    const struct bind_row *row = bind_row(c->b, at);

    if (row->kind == ROW_ELEMENT && (row->flags & ROW_MANY) &&
        !(row->flags & ROW_SLOT) && !is_list(c->b, row))
        einv__check_error(c, at, "EINV-BIND-0045",
                          "into= or to= of a list of the model");
    if (!(row->flags & ROW_LIST))
        return;
    for (uint32_t i = at + 1; i < row->end; i++)
        if (bind_row(c->b, i)->to.n > 0)
            einv__check_error(c, i, "EINV-BIND-0045",
                              "into= with to=\".\" for values that carry more "
                              "than their text");
}

/* Is the place read by a row that stands before this one? */
static bool read_before(const struct einv_binding *b, einv_place_id place,
                        uint32_t at)
{
    uint32_t document = at;

    while (b->rows[document].parent != 0)
        document = b->rows[document].parent;
    for (uint32_t i = document; i < at; i++) {
        const struct bind_row *row = bind_row(b, i);

        for (uint32_t k = 0; k < row->to.n; k++)
            if (bind_field(b, row, k) == place)
                return true;
        for (uint32_t k = 0; k < row->sets.n; k++)
            if (b->sets[row->sets.first + k].path.place == place)
                return true;
    }
    return false;
}

static void check_key(struct bind_checker *c, uint32_t at)
{
    const struct bind_row *row = bind_row(c->b, at);

    if (row->key_path != BIND_NONE &&
        !read_before(c->b, c->b->paths[row->key_path].place, at))
        einv__check_error(c, at, "EINV-BIND-0046",
                          "key= of a field that a row before this one reads");
}

static void unfit(struct bind_checker *c, uint32_t at, struct einv_text text)
{
    c->failed = true;
    einv__bind_complain(c->report, c->file,
                        bind_line(c->b, c->b->rows[at].node),
                        EINV_SEV_ERROR, "EINV-BIND-0047", text,
                        EINV_TEXT("a text that its own codec and field take"));
}

static bool decodes(struct bind_checker *c, const struct bind_row *row,
                    struct einv_text text)
{
    struct bind_value value = { 0 };

    return einv__value_decode(c->b, row, text, &c->arena, &value, &c->nomem);
}

static void check_constants(struct bind_checker *c, uint32_t at)
{
    const struct einv_binding *b = c->b;
    const struct bind_row *row = bind_row(b, at);
    struct bind_row bare = *row;
    struct einv_text fallback = row->fallback;

    if (row->has_default && row->to.n > 0 &&
        (!decodes(c, row, row->fallback) ||
         !einv__facet_takes(b, row, &fallback) ||
         !einv__text_eq(fallback, row->fallback)))
        unfit(c, at, row->fallback);
    bare.to.n = 0;
    for (uint32_t i = 0; row->codecs.n > 0 && i < row->keys.n; i++)
        if (!decodes(c, &bare, b->texts[row->keys.first + i]))
            unfit(c, at, b->texts[row->keys.first + i]);
    for (uint32_t i = 0; i < row->sets.n; i++) {
        const struct bind_set *set = &b->sets[row->sets.first + i];
        enum einv_type type = b->model->places[set->path.place].type;

        for (uint32_t k = 0; k < set->texts.n; k++) {
            struct einv_text text = b->texts[set->texts.first + k];

            if (type == EINV_TYPE_RECORD || !einv__type_accepts(type, text)) {
                c->failed = true;
                einv__bind_complain(c->report, c->file,
                                    bind_line(c->b, set->node),
                                    EINV_SEV_ERROR, "EINV-BIND-0047", text,
                                    EINV_TEXT("a text that its field takes"));
            }
        }
    }
}

static bool same_fields(const struct einv_binding *b,
                        const struct bind_row *x, const struct bind_row *y)
{
    if (x->to.n == 0 || x->to.n != y->to.n)
        return false;
    for (uint32_t i = 0; i < x->to.n; i++)
        if (bind_field(b, x, i) != bind_field(b, y, i))
            return false;
    return true;
}

/* Whenever the later one had something to say, the earlier one said it. */
static void check_choice(struct bind_checker *c, uint32_t choice)
{
    const struct einv_binding *b = c->b;

    for (uint32_t x = bind_first(b, choice); x != 0; x = bind_next(b, x)) {
        const struct bind_row *row = bind_row(b, x);

        if (bind_is_virtual(row) || (row->flags & ROW_NO_WRITE) ||
            row->cond_if.n > 0 || row->sets.n > 0 || row->codecs.n > 0 ||
            row->pattern.n > 0 || row->into.steps.n > 0 ||
            row->facet != 0)
            continue;
        for (uint32_t y = bind_next(b, x); y != 0; y = bind_next(b, y))
            if (!(bind_row(b, y)->flags & ROW_NO_WRITE) &&
                bind_row(b, y)->into.steps.n == 0 &&
                same_fields(b, row, bind_row(b, y)))
                einv__check_warn(c, y, "EINV-BIND-0048",
                                 "write=\"no\": the alternative before it is "
                                 "always written first");
    }
}

/* Two rows that write the members of one list, and nothing tells which. */
static void check_writers(struct bind_checker *c, uint32_t x)
{
    const struct einv_binding *b = c->b;
    const struct bind_row *row = bind_row(b, x);

    if (row->kind != ROW_ELEMENT || !(row->flags & ROW_MANY) ||
        (row->flags & ROW_NO_WRITE) || row->into.steps.n == 0 ||
        row->cond_where.n > 0 || row->cond_if.n > 0 || row->sets.n > 0)
        return;
    for (uint32_t y = x + 1; y < b->rows[row->state].end; y++) {
        const struct bind_row *other = bind_row(b, y);

        if (other->kind == ROW_ELEMENT && other->state == row->state &&
            (other->flags & ROW_MANY) &&
            !(other->flags & (ROW_NO_WRITE | ROW_REST)) &&
            other->into.steps.n > 0 && other->into.place == row->into.place &&
            other->cond_where.n == 0 && other->cond_if.n == 0 &&
            other->sets.n == 0 && !einv__check_apart(b, x, y))
            einv__check_error(c, y, "EINV-BIND-0049",
                              "where= or <set> that tells its members from "
                              "those of the other row");
    }
}

static bool share_text(const struct einv_binding *b, struct bind_range x,
                       struct bind_range y, enum einv_type type)
{
    for (uint32_t i = 0; i < x.n; i++)
        for (uint32_t k = 0; k < y.n; k++)
            if (einv__type_equal(type, b->texts[x.first + i],
                                 b->texts[y.first + k]))
                return true;
    return false;
}

/* Do the sets of two members exclude each other? */
static bool sets_differ(const struct einv_binding *b,
                        const struct bind_row *x, const struct bind_row *y)
{
    for (uint32_t i = 0; i < x->sets.n; i++)
        for (uint32_t k = 0; k < y->sets.n; k++) {
            const struct bind_set *p = &b->sets[x->sets.first + i];
            const struct bind_set *q = &b->sets[y->sets.first + k];

            if (p->path.place == q->path.place &&
                !share_text(b, p->texts, q->texts,
                            (enum einv_type)
                            b->model->places[p->path.place].type))
                return true;
        }
    return false;
}

static void check_member(struct bind_checker *c, uint32_t x)
{
    const struct einv_binding *b = c->b;
    const struct bind_row *row = bind_row(b, x);

    if (row->into.steps.n == 0 ||
        !(b->model->places[row->into.place].flags & EINV_PLACE_MANY))
        einv__check_error(c, x, "EINV-BIND-0045", "into= of a list");
    for (uint32_t y = x + 1; y < b->rows[row->state].end; y++) {
        const struct bind_row *other = bind_row(b, y);

        if (other->kind == ROW_MEMBER && other->state == row->state &&
            other->into.place == row->into.place &&
            row->cond_where.n == 0 && other->cond_where.n == 0 &&
            !sets_differ(b, row, other) && !einv__check_apart(b, x, y))
            einv__check_error(c, y, "EINV-BIND-0050",
                              "<set> that differs from the other member's");
    }
}

void einv__check_values(struct bind_checker *c)
{
    for (uint32_t i = 1; i < c->b->n_rows; i++) {
        check_pattern(c, i);
        check_list(c, i);
        check_key(c, i);
        check_constants(c, i);
        check_writers(c, i);
        if (bind_row(c->b, i)->kind == ROW_MEMBER)
            check_member(c, i);
        if (bind_row(c->b, i)->kind == ROW_CHOICE && c->warnings)
            check_choice(c, i);
    }
}
