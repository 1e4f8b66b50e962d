/* refs.c: names, references and attribute values.
 */
#include "scan.h"

/* The rest of a name that is not all ASCII. */
static bool high_name(struct einv_scan *s, bool start)
{
    for (;; start = false) {
        size_t len;
        uint32_t c;

        if (einv__char_is(*s->p, start ? EINV_CH_START : EINV_CH_NAME)) {
            s->p++;
            continue;
        }
        if (!einv__char_is(*s->p, EINV_CH_HIGH))
            return !start;
        /* Of two bytes and from U+0370 on all are letters of names but
         * U+037E: a Russian document has no other names. */
        c = ((uint32_t)*s->p & 0x1f) << 6 | ((uint32_t)s->p[1] & 0x3f);
        if (((unsigned char)*s->p & 0xe0) == 0xc0 && c >= 0x370 &&
            c != 0x37e) {
            s->p += 2;
            continue;
        }
        c = einv__utf8_get(s->p, s->stop, &len);
        if (!(start ? einv__is_name_start(c) : einv__is_name_char(c)))
            return !start;
        s->p += len;
    }
}

bool einv__scan_ncname(struct einv_scan *s)
{
    if (!einv__char_is(*s->p, EINV_CH_START))
        return einv__char_is(*s->p, EINV_CH_HIGH) && high_name(s, true);
    do
        s->p++;
    while (einv__char_is(*s->p, EINV_CH_NAME));
    return !einv__char_is(*s->p, EINV_CH_HIGH) || high_name(s, false);
}

/* Namespaces 1.0 [7]. */
static bool any_qname(struct einv_scan *s, struct einv_scan_name *name)
{
    name->ptr = s->p;
    name->prefix = 0;
    if (!einv__scan_ncname(s))
        return einv__scan_fail(s, s->p, "a name is expected");
    if (*s->p == ':') {
        name->prefix = (uint32_t)(s->p - name->ptr);
        s->p++;
        if (!einv__scan_ncname(s) || *s->p == ':')
            return einv__scan_fail(s, name->ptr, "not a qualified name");
    }
    name->len = (uint32_t)(s->p - name->ptr);
    return true;
}

/* Behind a name of ASCII, or p. */
static inline const char *skip_name(const char *p)
{
    if (einv__char_is(*p, EINV_CH_START))
        do
            p++;
        while (einv__char_is(*p, EINV_CH_NAME));
    return p;
}

bool einv__scan_qname(struct einv_scan *s, struct einv_scan_name *name)
{
    const char *start = s->p, *p = skip_name(start), *local = start;

    if (*p == ':') {
        local = p + 1;
        p = skip_name(local);
    }
    if (p == local || local == start + 1 || *p == ':' ||
        einv__char_is(*p, EINV_CH_HIGH))
        return any_qname(s, name);
    name->ptr = start;
    name->prefix = local > start ? (uint32_t)(local - 1 - start) : 0;
    name->len = (uint32_t)(p - start);
    s->p = p;
    return true;
}

/* --- references ---------------------------------------------------------- */

static bool number(struct einv_scan *s, uint32_t *value)
{
    const char *start;
    bool hex = *s->p == 'x';
    uint32_t c = 0;

    if (hex)
        s->p++;
    for (start = s->p;; s->p++) {
        char ch = *s->p;
        uint32_t digit;

        if (ch >= '0' && ch <= '9')
            digit = (uint32_t)(ch - '0');
        else if (hex && ch >= 'a' && ch <= 'f')
            digit = (uint32_t)(ch - 'a' + 10);
        else if (hex && ch >= 'A' && ch <= 'F')
            digit = (uint32_t)(ch - 'A' + 10);
        else
            break;
        if (c < 0x110000)
            c = c * (hex ? 16 : 10) + digit;
    }
    *value = c;
    return s->p > start && *s->p == ';';
}

bool einv__scan_reference(struct einv_scan *s, char out[4], size_t *len)
{
    static const struct {           /* 4.6 predefined entities */
        const char *name;
        char value;
    } rows[] = {
        { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' },
        { "&quot;", '"' }, { "&apos;", '\'' }
    };
    const char *start = s->p;
    uint32_t c;
    size_t i;

    if (s->p[1] == '#') {
        s->p += 2;
        if (!number(s, &c))
            return einv__scan_fail(s, start, "not a character reference");
        if (!einv__is_xml_char(c))
            return einv__scan_fail(s, start,
                                   "a reference to no character of XML");
        s->p++;
        *len = einv__utf8_put(c, out);
        return true;
    }
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t n = strlen(rows[i].name);

        if (!einv__scan_is(s, rows[i].name, n))
            continue;
        s->p += n;
        out[0] = rows[i].value;
        *len = 1;
        return true;
    }
    return einv__scan_fail(s, start, "a reference to no known entity");
}

/* --- values -------------------------------------------------------------- */

static bool append(struct einv_scan *s, size_t start, const char *ptr,
                   size_t len)
{
    struct einv_tree *t = s->t;

    if (t->attr_text_len - start + len > s->limits->attribute)
        return einv__scan_limit(s, "attribute", s->limits->attribute, s->p);
    if (len > t->cap_attr_text - t->attr_text_len &&
        !einv__grow(t->alloc, &t->attr_text, &t->cap_attr_text,
                    t->attr_text_len + len, 1))
        return einv__scan_nomem(s);
    memcpy(t->attr_text + t->attr_text_len, ptr, len);
    t->attr_text_len += len;
    return true;
}

/* 3.3.3: white space becomes blanks, but for what was written as a
 * reference. */
bool einv__scan_value(struct einv_scan *s)
{
    char quote = *s->p, c[4];
    size_t start = s->t->attr_text_len, n;

    if (quote != '"' && quote != '\'')
        return einv__scan_fail(s, s->p, "a quoted value is expected");
    s->p++;
    for (;;) {
        const char *run = s->p, *p = run;

        while (!einv__char_is(*p, EINV_CH_VALUE))
            p++;
        s->p = p;
        if (!append(s, start, run, (size_t)(p - run)))
            return false;
        if (*s->p == quote) {
            s->p++;
            return true;
        }
        if (*s->p == '&') {
            if (!einv__scan_reference(s, c, &n) || !append(s, start, c, n))
                return false;
            continue;
        }
        c[0] = *s->p;
        if (einv__char_is(*s->p, EINV_CH_SPACE)) {
            s->p += *s->p == '\r' && s->p[1] == '\n';
            c[0] = ' ';
        } else if (*s->p == '<' ||
                   (*s->p == '>' && s->p + 1 == s->end) ||
                   einv__char_is(*s->p, EINV_CH_BAD) ||
                   ((unsigned char)*s->p == 0xef && einv__is_nonchar(s->p))) {
            return einv__scan_fail(s, s->p, "not allowed in a value");
        }
        s->p++;
        if (!append(s, start, c, 1))
            return false;
    }
}
