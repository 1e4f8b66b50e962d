/* compile_facet.c: length=, picture=, among=, decimal=, cut= of a row, and
 * what it gathers.
 */
#include "compile.h"

#include "codec.h"

static bool number(struct einv_text text, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || *n > 10000000)
            return false;
        *n = *n * 10 + (size_t)(text.ptr[i] - '0');
    }
    return text.len > 0;
}

/* "10", "1..255", "4.." */
static bool read_length(struct einv_text text, struct bind_facet *f)
{
    size_t n = 0;

    while (n < text.len && text.ptr[n] != '.')
        n++;
    if (!number(einv__text(text.ptr, n), &f->least))
        return false;
    if (n == text.len) {
        f->most = f->least;
        return true;
    }
    if (n + 2 > text.len || text.ptr[n + 1] != '.')
        return false;
    return n + 2 == text.len ||
           (number(einv__text(text.ptr + n + 2, text.len - n - 2), &f->most) &&
            f->most >= f->least);
}

/* "19.2", "19.2 >=0", "26.11 >0": digits in all, behind the point. */
static bool read_decimal(struct einv_text text, struct bind_facet *f)
{
    struct einv_text rest = text, scale, floor;
    struct einv_text digits = einv__text_cut(einv__text_word(&rest), '.',
                                             &scale);

    floor = einv__text_word(&rest);
    if (einv__text_is(floor, ">0"))
        f->floor = BIND_ABOVE_ZERO;
    else if (einv__text_is(floor, ">=0"))
        f->floor = BIND_FROM_ZERO;
    else if (floor.len > 0)
        return false;
    return scale.ptr != NULL && number(digits, &f->digits) &&
           number(scale, &f->scale) && f->digits > 0;
}

static bool read_picture(struct einv_text text, struct bind_facet *f)
{
    bool open = false;

    f->picture = text;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (open && c != '}' && c != '-' && (c < '0' || c > '9'))
            return false;
        if (c == '{' || c == '}')
            open = c == '{';
    }
    return text.len > 0 && !open;
}

void einv__compile_facet(struct bind_compiler *c, einv_node e,
                         struct bind_row *row)
{
    static const struct {
        const char *name;
        bool (*read)(struct einv_text text, struct bind_facet *f);
        const char *expected;
    } facets[] = {
        { "length", read_length, "10, 1..255 or 4.." },
        { "decimal", read_decimal, "digits.scale, and >0 or >=0" },
        { "picture", read_picture, "9 A X * and characters, with {n} or {n-m}" }
    };
    struct einv_text text, among = einv__compile_attr(c, e, "among");
    struct bind_facet f = { 0 }, *slot;
    bool any = among.ptr != NULL;

    f.most = SIZE_MAX;
    for (size_t i = 0; i < sizeof(facets) / sizeof(*facets); i++) {
        text = einv__compile_attr(c, e, facets[i].name);
        if (text.ptr == NULL)
            continue;
        any = true;
        if (!facets[i].read(text, &f))
            einv__compile_error(c, e, "EINV-BIND-0060", text,
                                facets[i].expected);
    }
    f.cut = einv__text_is(einv__compile_attr(c, e, "cut"), "yes");
    if (f.cut && f.most == SIZE_MAX)
        einv__compile_error(c, e, "EINV-BIND-0060", EINV_TEXT("cut"),
                            "length= beside it");
    if (!any)
        return;
    if (c->b->n_facets == 0 && POOL_ADD(c, facets) == NULL)
        return;              /* row->facet 0 is none */
    f.among = einv__compile_texts(c, among, '|');
    slot = POOL_ADD(c, facets);
    if (slot == NULL)
        return;
    *slot = f;
    row->facet = (uint32_t)c->b->n_facets - 1;
}

/* gather="street post_code city": paths to texts, of which one is to=. */
void einv__compile_gather(struct bind_compiler *c, einv_node e,
                          struct bind_row *row)
{
    struct einv_text text = einv__compile_attr(c, e, "gather");
    bool has_own = false;

    if (text.ptr == NULL)
        return;
    row->gather_by = einv__compile_attr(c, e, "by");
    row->gather.first = (uint32_t)c->b->n_paths;
    for (struct einv_text rest = text; rest.len > 0;) {
        struct einv_text word = einv__text_word(&rest);
        struct bind_path path, *slot;

        if (word.len == 0 ||
            !einv__compile_path(c, e, row->inside, word, &path))
            break;
        slot = POOL_ADD(c, paths);
        if (slot == NULL)
            return;
        *slot = path;
        row->gather.n++;
        has_own |= row->to.n == 1 && path.place == bind_field(c->b, row, 0);
    }
    if (!has_own || row->gather_by.len == 0 || row->codecs.n > 0 ||
        row->pattern.n > 0 || (row->flags & ROW_MANY))
        einv__compile_error(c, e, "EINV-BIND-0061", text,
                            "by=, and to= with one of these fields");
}
