/* compile_pattern.c: pattern= and join=: alternatives of texts and holes.
 */
#include "compile.h"

#include "codec.h"

/* Parts in brackets double the alternatives of a pattern. */
#define MAX_OPTIONAL 4

/* The number of a hole of join=, by its name. */
static uint32_t part_hole(struct bind_compiler *c, einv_node e,
                          struct einv_text name)
{
    struct bind_join *join = c->join;

    for (uint32_t i = 0; i < join->n; i++)
        if (einv__text_eq(join->names[i], name))
            return i;
    if (join->n == BIND_MAX_FIELDS) {
        einv__compile_error(c, e, "EINV-BIND-0015", name,
                            "fewer fields in one place");
        return 0;
    }
    join->names[join->n] = name;
    return join->n++;
}

/* Field of a hole: an existing one of this row, or a new one. */
static uint32_t hole_field(struct bind_compiler *c, einv_node e,
                           struct bind_row *row, struct einv_text name)
{
    struct bind_path path;

    if (c->joining)
        return part_hole(c, e, name);
    if (!einv__compile_path(c, e, row->inside, name, &path))
        return 0;
    for (uint32_t i = 0; i < row->to.n; i++)
        if (bind_field(c->b, row, i) == path.place)
            return i;
    if (row->to.n == BIND_MAX_FIELDS) {
        einv__compile_error(c, e, "EINV-BIND-0015", name,
                            "fewer fields in one place");
        return 0;
    }
    {
        struct bind_path *slot = POOL_ADD(c, paths);

        if (slot == NULL)
            return 0;
        *slot = path;
    }
    return row->to.n++;
}

/* Codecs between texts: a list of codes has more to say than one field. */
static struct bind_range hole_codecs(struct bind_compiler *c, einv_node e,
                                     struct einv_text text)
{
    struct bind_range range = einv__compile_codecs(c, e, text);

    for (uint32_t i = 0; i < range.n; i++)
        if (c->b->codec_uses[range.first + i].list != NULL)
            einv__compile_error(c, e, "EINV-BIND-0013", text,
                                "a codec that is no list");
    return range;
}

static uint32_t hole_size(struct einv_text text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            n = n * 10 + (uint32_t)(text.ptr[i] - '0');
    return n;
}

/* {field}, {field:3}, {field:w}, {field:-chars}; with a codec behind another
 * colon: {field:8:date(yyyyMMdd)}. */
static void one_hole(struct bind_compiler *c, einv_node e,
                     struct bind_row *row, struct einv_text inside)
{
    struct einv_text rest, codecs = EINV_NO_TEXT;
    struct einv_text name = einv__text_cut(inside, ':', &rest);
    struct bind_part part = { 0 }, *slot;

    if (rest.ptr != NULL)
        rest = einv__text_cut(rest, ':', &codecs);
    part.kind = PART_HOLE;
    part.field = hole_field(c, e, row, name);
    if (rest.ptr != NULL && rest.len > 0) {
        if (rest.ptr[0] == '-')
            part.text = einv__text(rest.ptr + 1, rest.len - 1);
        else if (rest.ptr[0] == 'w')
            part.word = true;
        else
            part.length = hole_size(rest);
    }
    if (codecs.ptr != NULL)
        part.codecs = hole_codecs(c, e, codecs);
    slot = POOL_ADD(c, parts);
    if (slot != NULL)
        *slot = part;
}

static void one_alternative(struct bind_compiler *c, einv_node e,
                            struct bind_row *row, struct einv_text text)
{
    struct bind_range range = { (uint32_t)c->b->n_parts, 0 };
    struct bind_range *slot;

    while (text.len > 0) {
        const char *close;
        size_t n = 0;

        if (text.ptr[0] == '{' &&
            (close = memchr(text.ptr, '}', text.len)) != NULL) {
            n = (size_t)(close - text.ptr) + 1;
            one_hole(c, e, row, einv__text(text.ptr + 1, n - 2));
        } else {
            struct bind_part *part = POOL_ADD(c, parts);

            while (n < text.len && text.ptr[n] != '{')
                n++;
            if (n == 0)
                n = 1;
            if (part == NULL)
                return;
            part->text = einv__text(text.ptr, n);
        }
        text = einv__text(text.ptr + n, text.len - n);
    }
    range.n = (uint32_t)c->b->n_parts - range.first;
    slot = POOL_ADD(c, alternatives);
    if (slot != NULL)
        *slot = range;
}

/* The text with or without what stands in the brackets. */
static struct einv_text leave_out(struct bind_compiler *c,
                                  struct einv_text text, size_t open,
                                  size_t close, bool with)
{
    char *copy = einv__arena_dup(&c->b->arena, text);
    size_t n = open;

    if (copy == NULL) {
        c->nomem = true;
        return EINV_NO_TEXT;
    }
    for (size_t i = open + 1; with && i < close; i++)
        copy[n++] = text.ptr[i];
    for (size_t i = close + 1; i < text.len; i++)
        copy[n++] = text.ptr[i];
    return einv__text(copy, n);
}

/* a[ b] is a b and a, the longer one first. */
static void all_alternatives(struct bind_compiler *c, einv_node e,
                             struct bind_row *row, struct einv_text text,
                             uint32_t depth)
{
    const char *open = text.len > 0 ? memchr(text.ptr, '[', text.len) : NULL;
    const char *close = open == NULL ? NULL
        : memchr(open, ']', text.len - (size_t)(open - text.ptr));

    if (close == NULL) {
        one_alternative(c, e, row, text);
        return;
    }
    if (depth == MAX_OPTIONAL) {
        einv__compile_error(c, e, "EINV-BIND-0044", text,
                            "fewer parts in brackets");
        return;
    }
    for (int with = 1; with >= 0 && !c->nomem; with--)
        all_alternatives(c, e, row,
                         leave_out(c, text, (size_t)(open - text.ptr),
                                   (size_t)(close - text.ptr), with == 1),
                         depth + 1);
}

void einv__compile_pattern(struct bind_compiler *c, einv_node e,
                           struct bind_row *row, struct einv_text text)
{
    row->to = (struct bind_range){ (uint32_t)c->b->n_paths, 0 };
    row->pattern.first = (uint32_t)c->b->n_alternatives;
    while (text.ptr != NULL && text.len > 0)
        all_alternatives(c, e, row,
                         einv__text_trim(einv__text_cut(text, '|', &text)),
                         0);
    row->pattern.n = (uint32_t)c->b->n_alternatives - row->pattern.first;
}
