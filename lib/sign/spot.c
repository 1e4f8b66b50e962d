/* spot.c: a walk over the tags of a document's bytes.
 *
 * A document that is signed keeps its bytes, so the place is found in them
 * and not in a print of the tree.
 */
#include "spot.h"

struct walk {
    struct einv_text bytes;
    size_t pos;
    einv_node next;             /* the element that starts next */
    uint32_t depth;
};

static bool starts(const struct walk *w, const char *with)
{
    size_t len = strlen(with);

    return w->bytes.len - w->pos >= len &&
           memcmp(w->bytes.ptr + w->pos, with, len) == 0;
}

/* Behind the next `mark`. */
static bool skip_to(struct walk *w, const char *mark)
{
    size_t len = strlen(mark);

    for (; w->pos + len <= w->bytes.len; w->pos++)
        if (memcmp(w->bytes.ptr + w->pos, mark, len) == 0) {
            w->pos += len;
            return true;
        }
    return false;
}

/* Behind the '>' of the tag; quotes may hold others. */
static bool skip_tag(struct walk *w)
{
    char quote = 0;

    for (; w->pos < w->bytes.len; w->pos++) {
        char c = w->bytes.ptr[w->pos];

        if (quote != 0) {
            if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            w->pos++;
            return true;
        }
    }
    return false;
}

static struct einv_text name_at(const struct walk *w, size_t pos)
{
    size_t end = pos;

    while (end < w->bytes.len && !einv__is_space(w->bytes.ptr[end]) &&
           w->bytes.ptr[end] != '/' && w->bytes.ptr[end] != '>')
        end++;
    return einv__text(w->bytes.ptr + pos, end - pos);
}

/* At the next '<' that begins a tag. */
static bool next_tag(struct walk *w)
{
    for (;;) {
        const char *p = memchr(w->bytes.ptr + w->pos, '<',
                               w->bytes.len - w->pos);

        if (p == NULL)
            return false;
        w->pos = (size_t)(p - w->bytes.ptr);
        if (starts(w, "<!--")) {
            if (!skip_to(w, "-->"))
                return false;
        } else if (starts(w, "<![CDATA[")) {
            if (!skip_to(w, "]]>"))
                return false;
        } else if (starts(w, "<?")) {
            if (!skip_to(w, "?>"))
                return false;
        } else {
            return true;
        }
    }
}

bool einv__spot_find(struct einv_text bytes, einv_node e, bool first,
                     struct einv_spot *spot)
{
    struct walk w = { bytes, 0, 0, 0 };
    uint32_t depth = UINT32_MAX;

    spot->name = EINV_NO_TEXT;
    while (next_tag(&w)) {
        size_t from = w.pos;
        bool empty, end = starts(&w, "</");

        if (!skip_tag(&w))
            return false;
        if (end) {
            spot->at = from;
            if (--w.depth == depth)
                return true;
            continue;
        }
        empty = w.bytes.ptr[w.pos - 2] == '/';
        if (w.next++ == e) {
            spot->at = empty ? w.pos - 2 : w.pos;
            if (empty)
                spot->name = name_at(&w, from + 1);
            if (empty || first)
                return true;
            depth = w.depth;
        }
        w.depth += !empty;
    }
    return false;
}
