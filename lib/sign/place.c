/* place.c: paths of names, read and compared. */
#include "place.h"

static bool read_step(struct einv_step *step, const struct einv_tree *table,
                      einv_node at, struct einv_text text)
{
    struct einv_text local, prefix = einv__text_cut(text, ':', &local);

    step->ns = EINV_TEXT("");
    step->local = text;
    if (text.len == 0)
        return false;
    if (einv__text_is(text, "*")) {
        step->ns = EINV_NO_TEXT;
        return true;
    }
    if (local.ptr == NULL)
        return true;
    step->local = local;
    if (einv__text_is(prefix, "*")) {
        step->ns = EINV_NO_TEXT;
        return local.len > 0;
    }
    return local.len > 0 && einv__tree_ns_find(table, at, prefix, &step->ns);
}

/* [p:ID='QR'] or [p:ID] at the end of the path; *text loses it. */
static bool read_condition(struct einv_place_of *place,
                           const struct einv_tree *table, einv_node at,
                           struct einv_text *text)
{
    struct einv_text inside, value;
    struct einv_text path = einv__text_cut(*text, '[', &inside);

    if (inside.ptr == NULL)
        return true;
    *text = path;
    if (inside.len == 0 || inside.ptr[inside.len - 1] != ']')
        return false;
    inside.len--;
    place->has_child = true;
    path = einv__text_cut(inside, '=', &value);
    if (value.ptr != NULL) {
        if (value.len < 2 || value.ptr[0] != '\'' ||
            value.ptr[value.len - 1] != '\'')
            return false;
        place->value = einv__text(value.ptr + 1, value.len - 2);
    }
    return read_step(&place->child, table, at, path);
}

bool einv__place_read(struct einv_place_of *place, struct einv_arena *arena,
                      const struct einv_tree *table, einv_node at,
                      struct einv_text text)
{
    size_t slashes = 0;

    memset(place, 0, sizeof(*place));
    text = einv__text_trim(text);
    place->text = text;
    if (!read_condition(place, table, at, &text))
        return false;
    if (text.len > 2 && memcmp(text.ptr, "//", 2) == 0) {
        place->anywhere = true;
        text = einv__text(text.ptr + 1, text.len - 1);
    }
    if (text.len < 2 || text.ptr[0] != '/')
        return false;
    for (size_t i = 0; i < text.len; i++)
        slashes += text.ptr[i] == '/';
    place->steps = einv__arena_zero(arena, slashes, sizeof(*place->steps));
    text = einv__text(text.ptr + 1, text.len - 1);
    while (place->steps != NULL && text.ptr != NULL) {
        /* A namespace's slashes stand in the table's declarations, never
         * here. */
        struct einv_text step = einv__text_cut(text, '/', &text);

        if (!read_step(&place->steps[place->n++], table, at, step))
            return false;
    }
    return place->steps != NULL;
}

static bool step_holds(const struct einv_step *step, const struct einv_tree *t,
                       einv_node e)
{
    const struct einv_qname *q = einv__tree_qname(t, e);

    return (step->ns.ptr == NULL || einv__text_eq(step->ns, q->ns)) &&
           (einv__text_is(step->local, "*") ||
            einv__text_eq(step->local, q->local));
}

bool einv__pattern_holds(struct einv_text pattern, struct einv_text text)
{
    if (pattern.len > 0 && pattern.ptr[pattern.len - 1] == '*')
        return text.len >= pattern.len - 1 &&
               memcmp(text.ptr, pattern.ptr, pattern.len - 1) == 0;
    return einv__text_eq(pattern, text);
}

static bool condition_holds(const struct einv_place_of *place,
                            const struct einv_tree *t, einv_node e)
{
    einv_node c;

    if (!place->has_child)
        return true;
    for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c))
        if (step_holds(&place->child, t, c) &&
            (place->value.ptr == NULL ||
             einv__pattern_holds(place->value,
                                 einv__text_trim(einv__tree_text(t, c)))))
            return true;
    return false;
}

bool einv__place_named(const struct einv_place_of *place,
                       const struct einv_tree *t, einv_node e)
{
    return step_holds(&place->steps[place->n - 1], t, e) &&
           condition_holds(place, t, e);
}

bool einv__place_holds(const struct einv_place_of *place,
                       const struct einv_tree *t, einv_node e)
{
    size_t i = place->n;

    if (!einv__place_named(place, t, e))
        return false;
    for (; i > 0 && e != EINV_NO_NODE; i--, e = t->elems[e].parent)
        if (!step_holds(&place->steps[i - 1], t, e))
            return false;
    return i == 0 && (place->anywhere || e == EINV_NO_NODE);
}

/* The first element that holds from step i on, below (or at) e. */
static einv_node find_from(const struct einv_place_of *place,
                           const struct einv_tree *t, einv_node e, size_t i)
{
    for (; e != EINV_NO_NODE; e = einv__tree_next(t, e)) {
        einv_node found;

        if (!step_holds(&place->steps[i], t, e))
            continue;
        if (i + 1 == place->n) {
            if (condition_holds(place, t, e))
                return e;
            continue;
        }
        found = find_from(place, t, einv__tree_child(t, e), i + 1);
        if (found != EINV_NO_NODE)
            return found;
    }
    return EINV_NO_NODE;
}

einv_node einv__place_find(const struct einv_place_of *place,
                           const struct einv_tree *t)
{
    if (!place->anywhere)
        return find_from(place, t, einv__tree_root(t), 0);
    for (einv_node e = 0; e < t->n_elems; e++)
        if (einv__place_holds(place, t, e))
            return e;
    return EINV_NO_NODE;
}
