/* markup.c: what XML 1.0 can write, and how.
 *
 * The five references that are used here mean the same in HTML.
 */
#include "markup.h"

/* XML 1.0 [2] Char; the rest cannot be written, not even as a reference. */
static bool is_char(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xfffe)
        || c >= 0x10000;
}

/* NULL: as it is. */
static const char *reference_of(uint32_t c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

void einv__markup_text(struct einv_buf *out, struct einv_text text)
{
    const char *p = text.ptr, *end = text.len > 0 ? p + text.len : p;

    while (p < end && !out->failed) {
        size_t size;
        uint32_t c = einv__utf8_get(p, end, &size);
        const char *reference = reference_of(c);

        if (reference != NULL)
            einv__buf_str(out, reference);
        else if (!is_char(c) || (c == 0xfffd && size == 1))
            einv__buf_str(out, "\xef\xbf\xbd");
        else
            einv__buf_put(out, p, size);
        p += size;
    }
}

void einv__markup_attribute(struct einv_buf *out, const char *name,
                            struct einv_text value)
{
    einv__buf_char(out, ' ');
    einv__buf_str(out, name);
    einv__buf_str(out, "=\"");
    einv__markup_text(out, value);
    einv__buf_char(out, '"');
}

void einv__markup_optional(struct einv_buf *out, const char *name,
                           struct einv_text value)
{
    if (value.len > 0)
        einv__markup_attribute(out, name, value);
}
