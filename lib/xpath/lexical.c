/* lexical.c: the types derived from xs:string: their white space and what
 * they look like (XML Schema 1.0 part 2, 3.3).
 */
#include "type.h"
#include "../xml/chars.h"

static bool needs_copy(struct einv_text text, bool collapse)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\t' || c == '\n' || c == '\r')
            return true;
        if (collapse && c == ' ' && i + 1 < text.len &&
            text.ptr[i + 1] == ' ')
            return true;
    }
    return false;
}

/* whiteSpace replace or collapse. */
static bool white_space(struct einv_xp_run *run, bool collapse,
                        struct einv_text *text)
{
    char *out;
    size_t n = 0;

    if (collapse)
        *text = einv__text_trim(*text);
    if (!needs_copy(*text, collapse))
        return true;
    out = einv__xp_alloc(run, text->len, 1);
    if (out == NULL)
        return false;
    for (size_t i = 0; i < text->len; i++) {
        char c = text->ptr[i];

        if (!einv__is_space(c))
            out[n++] = c;
        else if (!collapse || out[n - 1] != ' ')
            out[n++] = ' ';
    }
    *text = einv__text(out, n);
    return true;
}

static bool is_language(struct einv_text text)
{
    size_t run = 0;
    bool first = true;

    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : '-';

        if (c == '-') {
            if (run < 1 || run > 8)
                return false;
            run = 0;
            first = false;
            continue;
        }
        run++;
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (!first && c >= '0' && c <= '9')))
            return false;
    }
    return true;
}

static bool may_name(uint32_t c, bool start, bool colon)
{
    if (c == ':')
        return colon;
    if (c < 0x80)
        return einv__char_is((char)c, start ? EINV_CH_START
                                            : EINV_CH_NAME) != 0;
    return start ? einv__is_name_start(c) : einv__is_name_char(c);
}

static bool is_named(struct einv_text text, bool name, bool colon)
{
    const char *p = text.ptr, *end = p + text.len;

    if (text.len == 0)
        return false;
    for (bool first = true; p < end; first = false) {
        size_t size;
        uint32_t c = einv__utf8_get(p, end, &size);

        if (!may_name(c, first && name, colon))
            return false;
        p += size;
    }
    return true;
}

bool einv__xp_derived_text(struct einv_xp_run *run,
                           enum einv_xp_derived derived,
                           struct einv_text *text, bool *is)
{
    *is = true;
    if (derived == EINV_XP_PLAIN)
        return true;
    if (!white_space(run, derived != EINV_XP_NORMALIZED, text))
        return false;
    if (derived == EINV_XP_LANGUAGE)
        *is = is_language(*text);
    else if (derived == EINV_XP_NMTOKEN)
        *is = is_named(*text, false, true);
    else if (derived == EINV_XP_NAME)
        *is = is_named(*text, true, true);
    else if (derived == EINV_XP_NCNAME)
        *is = is_named(*text, true, false);
    return true;
}
