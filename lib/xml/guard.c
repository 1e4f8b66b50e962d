/* guard.c: start tags that would keep libxml2 busy for hours.
 *
 * libxml2 compares every attribute of a tag with every other before it tells
 * us about the first: 64 MB of attributes in one tag are 10^13 comparisons.
 * A tag with more than n attributes is a run of at least 5 n bytes ( a="")
 * without a '<'.  Looking for a '<' once in each half of such a length finds
 * all candidates and reads a few percent of an ordinary document; only then
 * is the text read tag by tag.
 */
#include "guard.h"

static const char *find(const char *p, const char *end, const char *what)
{
    size_t len = strlen(what);

    while ((size_t)(end - p) >= len) {
        p = memchr(p, what[0], (size_t)(end - p) - len + 1);
        if (p == NULL)
            return end;
        if (memcmp(p, what, len) == 0)
            return p + len;
        p++;
    }
    return end;
}

/* Past the tag at p; counts what looks like an attribute: = and a quote. */
static const char *pass_tag(const char *p, const char *end, size_t *n)
{
    for (p++; p < end && *p != '>' && *p != '<'; p++) {
        if (*p != '"' && *p != '\'')
            continue;
        ++*n;
        p = memchr(p + 1, *p, (size_t)(end - p - 1));
        if (p == NULL)
            return end;
    }
    return p;
}

static size_t look_closely(struct einv_text text, size_t most)
{
    const char *p = text.ptr, *end = text.ptr + text.len;

    while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        struct einv_text rest = einv__text(p, (size_t)(end - p));
        size_t n = 0;

        if (rest.len >= 4 && memcmp(p, "<!--", 4) == 0) {
            p = find(p + 4, end, "-->");
        } else if (rest.len >= 9 && memcmp(p, "<![CDATA[", 9) == 0) {
            p = find(p + 9, end, "]]>");
        } else if (rest.len >= 2 && p[1] == '?') {
            p = find(p + 2, end, "?>");
        } else {
            p = pass_tag(p, end, &n);
            if (n > most)
                return (size_t)(rest.ptr - text.ptr);
        }
    }
    return SIZE_MAX;
}

size_t einv__guard_attributes(struct einv_text text, size_t most)
{
    size_t block = most < SIZE_MAX / 8 ? (5 * most + 2) / 2 : SIZE_MAX, i;

    for (i = 0; text.len - i >= block; i += block)
        if (memchr(text.ptr + i, '<', block) == NULL)
            return look_closely(text, most);
    return SIZE_MAX;
}
