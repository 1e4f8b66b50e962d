/* scan.c: rows from the text of a document.
 *
 * A parser for XML 1.0 (fifth edition) with namespaces, for documents without
 * a DOCTYPE: what is left then is small, and reading straight into rows is
 * several times as fast as through libxml2's callbacks, whose parser costs
 * as much as a small invoice before it starts.  libxml2 judges it: the tests
 * demand the same verdict and the same tree for every document.
 *
 * The text is valid UTF-8 without NUL.  No scan looks for the end: each stops
 * at '>', and the last one in the text is the last that is looked for.
 */
#include "scan.h"

#include "names.h"
#include "rows.h"

/* --- ending -------------------------------------------------------------- */

static bool stop_at(struct einv_scan *s, einv_status status, const char *rule,
                    const char *at)
{
    s->error->status = status;
    s->error->rule = rule;
    s->error->offset = (size_t)(at - s->text);
    return false;
}

bool einv__scan_fail(struct einv_scan *s, const char *at, const char *detail)
{
    size_t n = strlen(detail);

    memcpy(s->error->detail, detail, n + 1);
    return stop_at(s, EINV_EMALFORMED, "XML_MALFORMED", at);
}

bool einv__scan_limit(struct einv_scan *s, const char *limit,
                      uint64_t allowed, const char *at)
{
    s->error->limit = limit;
    s->error->allowed = allowed;
    return stop_at(s, EINV_ELIMIT, "XML_LIMIT", at);
}

bool einv__scan_nomem(struct einv_scan *s)
{
    return stop_at(s, EINV_ENOMEM, NULL, s->text);
}

/* --- text ---------------------------------------------------------------- */

/* The text is longer than most: is it an attachment? */
static bool may_be_long(struct einv_scan *s, size_t len)
{
    const struct einv_qname *q = einv__tree_qname(s->t, s->open);

    if (s->most_text < s->limits->binary && s->options->binary != NULL &&
        s->options->binary(s->options->user, q->ns, q->local))
        s->most_text = (size_t)s->limits->binary;
    return len <= s->most_text ||
           einv__scan_limit(
               s, s->most_text == s->limits->text ? "text" : "binary",
               s->most_text, s->text + s->t->elems[s->open].tag_off);
}

/* Room for more text. */
static inline bool expect(struct einv_scan *s, size_t len)
{
    struct einv_tree *t = s->t;

    if (t->text_len + len - s->run > s->most_text &&
        !may_be_long(s, t->text_len + len - s->run))
        return false;
    return len <= t->cap_text - t->text_len ||
           einv__grow(t->alloc, &t->text, &t->cap_text, t->text_len + len,
                      1) ||
           einv__scan_nomem(s);
}

static bool append(struct einv_scan *s, const char *ptr, size_t len)
{
    if (!expect(s, len))
        return false;
    memcpy(s->t->text + s->t->text_len, ptr, len);
    s->t->text_len += len;
    return true;
}

#define SHORT 32

/* The run of text in front of s->p.  Most are short: these are copied with
 * what follows, for a copy of fixed size is a few instructions. */
static inline bool append_run(struct einv_scan *s, const char *run)
{
    struct einv_tree *t = s->t;
    size_t len = (size_t)(s->p - run);
    char *to;

    if (!expect(s, len))
        return false;
    to = t->text + t->text_len;
    if (len <= SHORT && s->stop - run >= SHORT &&
        t->cap_text - t->text_len >= SHORT)
        memcpy(to, run, SHORT);
    else
        memcpy(to, run, len);
    t->text_len += len;
    return true;
}

/* A byte that ended a run of text, and is not '<'. */
static bool special(struct einv_scan *s, const char *begin)
{
    char c[4];
    size_t n = 1;

    c[0] = *s->p;
    if (*s->p == '&') {
        if (!einv__scan_reference(s, c, &n))
            return false;
        s->inked = s->inked || !einv__is_space(c[0]);
        return append(s, c, n);
    }
    if (*s->p == '\r') {                /* 2.11 */
        s->p += s->p[1] == '\n';
        c[0] = '\n';
    } else if (*s->p == '>' && s->p - begin >= 2 && s->p[-1] == ']' &&
               s->p[-2] == ']') {
        return einv__scan_fail(s, s->p - 2, "]]> in text");
    } else if (einv__char_is(*s->p, EINV_CH_BAD) ||
               ((unsigned char)*s->p == 0xef && einv__is_nonchar(s->p))) {
        return einv__scan_fail(s, s->p, "no character of XML");
    }
    s->p++;
    s->inked = s->inked || c[0] != '\n';
    return append(s, c, n);
}

/* Behind white space, but for CR.  Most of it is indentation. */
static inline const char *skip_blank(const char *p, const char *stop)
{
    uint64_t w;

    if (*p == '\n')
        p++;
    for (; stop - p >= 8; p += 8) {
        memcpy(&w, p, 8);
        if (w != 0x2020202020202020u)
            break;
    }
    while (einv__char_is(*p, EINV_CH_SPACE | EINV_CH_TEXT) == EINV_CH_SPACE)
        p++;
    return p;
}

/* Up to the next '<'. */
static bool read_text(struct einv_scan *s)
{
    const char *begin = s->p;

    while (s->p < s->end) {
        const char *run = s->p, *p = skip_blank(run, s->stop);

        if (!einv__char_is(*p, EINV_CH_TEXT)) {
            s->inked = true;
            do
                p++;
            while (!einv__char_is(*p, EINV_CH_TEXT));
        }
        s->p = p;
        if (p > run && !append_run(s, run))
            return false;
        if (*p == '<')
            return true;
        if (!special(s, begin))
            return false;
    }
    return einv__scan_fail(s, s->stop, "the document ends too early");
}

/* --- comments, processing instructions, CDATA ---------------------------- */

/* The end of what starts at `from`; NULL: there is none. */
static const char *find(const struct einv_scan *s, const char *from,
                        const char *what, size_t len)
{
    const char *p = from;

    while ((size_t)(s->end - p) >= len) {
        p = memchr(p, what[0], (size_t)(s->end - p) - len + 1);
        if (p == NULL)
            return NULL;
        if (memcmp(p, what, len) == 0)
            return p;
        p++;
    }
    return NULL;
}

static const char *bad_char(const char *p, const char *end)
{
    for (; p < end; p++)
        if (einv__char_is(*p, EINV_CH_BAD) ||
            ((unsigned char)*p == 0xef && einv__is_nonchar(p)))
            return p;
    return NULL;
}

/* A copy in the arena with line ends made LF. */
static bool keep(struct einv_scan *s, const char *from, const char *to,
                 struct einv_text *out)
{
    char *copy = einv__arena_alloc(&s->t->arena, (size_t)(to - from) + 1);
    size_t n = 0;

    if (copy == NULL)
        return einv__scan_nomem(s);
    for (; from < to; from++) {
        if (*from == '\r') {
            from += from + 1 < to && from[1] == '\n';
            copy[n++] = '\n';
        } else {
            copy[n++] = *from;
        }
    }
    copy[n] = '\0';
    *out = einv__text(copy, n);
    return true;
}

static bool add_extra(struct einv_scan *s, enum einv_extra_kind kind,
                      struct einv_text target, const char *from,
                      const char *to)
{
    struct einv_tree *t = s->t;
    struct einv_tree_extra *x;
    const char *bad = bad_char(from, to);

    if (bad != NULL)
        return einv__scan_fail(s, bad, "no character of XML");
    if ((size_t)(to - from) > s->limits->text)
        return einv__scan_limit(s, "text", s->limits->text, from);
    if (!einv__grow(t->alloc, &t->extras, &t->cap_extras, t->n_extras + 1,
                    sizeof(*t->extras)))
        return einv__scan_nomem(s);
    x = &t->extras[t->n_extras];
    if (!keep(s, from, to, &x->data) ||
        !keep(s, target.ptr, target.ptr + target.len, &x->target))
        return false;
    x->kind = kind;
    x->parent = s->open;
    x->before = (einv_node)t->n_elems;
    x->text_off = (uint32_t)t->text_len;
    t->n_extras++;
    s->run = t->text_len;
    return true;
}

static bool read_comment(struct einv_scan *s)
{
    const char *from = s->p + 4, *to = find(s, from, "--", 2);

    if (to == NULL)
        return einv__scan_fail(s, s->p, "a comment without an end");
    if (to[2] != '>')
        return einv__scan_fail(s, to, "-- in a comment");
    s->p = to + 3;
    return add_extra(s, EINV_EXTRA_COMMENT, einv__text(from, 0), from, to);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool read_pi(struct einv_scan *s)
{
    const char *start = s->p, *to = find(s, s->p + 2, "?>", 2), *name;
    struct einv_text target;

    if (to == NULL)
        return einv__scan_fail(s, start, "an instruction without an end");
    name = s->p = start + 2;
    if (!einv__scan_ncname(s))
        return einv__scan_fail(s, start, "an instruction without a name");
    target = einv__text(name, (size_t)(s->p - name));
    if (target.len == 3 && lower(name[0]) == 'x' && lower(name[1]) == 'm' &&
        lower(name[2]) == 'l')
        return einv__scan_fail(s, start, "a declaration not at the start");
    if (s->p != to && !einv__char_is(*s->p, EINV_CH_SPACE))
        return einv__scan_fail(s, s->p, "a blank is expected");
    einv__scan_space(s);
    name = s->p;
    s->p = to + 2;
    return add_extra(s, EINV_EXTRA_PI, target, name, to);
}

static bool read_cdata(struct einv_scan *s)
{
    const char *p = s->p + 9, *to = find(s, p, "]]>", 3), *bad;

    if (to == NULL)
        return einv__scan_fail(s, s->p, "CDATA without an end");
    bad = bad_char(p, to);
    if (bad != NULL)
        return einv__scan_fail(s, bad, "no character of XML");
    s->inked = s->inked || !einv__is_blank(p, (size_t)(to - p));
    while (p < to) {
        const char *cr = memchr(p, '\r', (size_t)(to - p));
        const char *run = cr != NULL ? cr : to;

        if (!append(s, p, (size_t)(run - p)))
            return false;
        p = run;
        if (p < to) {
            p += p + 1 < to && p[1] == '\n' ? 2 : 1;
            if (!append(s, "\n", 1))
                return false;
        }
    }
    s->p = to + 3;
    return true;
}

/* --- elements ------------------------------------------------------------ */

static void close_element(struct einv_scan *s)
{
    struct einv_tree *t = s->t;
    struct einv_tree_elem *row = &t->elems[s->open];

    row->end = (einv_node)(t->n_elems - 1);
    row->text_end = (uint32_t)t->text_len;
    if (s->inked && row->end != s->open)
        t->has_mixed = true;
    s->inked = false;
    s->open = row->parent;
    einv__scan_leave(s);
    s->run = t->text_len;
    s->most_text = (size_t)s->limits->text;
}

/* What stands in front of it in its parent may be more than indentation. */
static bool read_start(struct einv_scan *s)
{
    bool empty;

    if (s->inked)
        s->t->has_mixed = true;
    if (!einv__scan_start(s, &empty))
        return false;
    if (empty)
        close_element(s);
    return true;
}

/* </name S? >: the same bytes as in the start tag. */
static bool read_end(struct einv_scan *s)
{
    const struct einv_tree_elem *row = &s->t->elems[s->open];
    const struct einv_qname *q = &s->t->qnames[row->qname];
    size_t len = q->local.len + q->prefix.len + (q->prefix.len > 0);

    s->p += 2;
    if ((size_t)(s->end - s->p) < len ||
        memcmp(s->p, s->text + row->tag_off + 1, len) != 0)
        return einv__scan_fail(s, s->p - 2, "an end tag of another element");
    s->p += len;
    einv__scan_space(s);
    if (*s->p != '>')
        return einv__scan_fail(s, s->p, "> of an end tag is expected");
    s->p++;
    close_element(s);
    return true;
}

/* Markup at '<'. */
static bool read_markup(struct einv_scan *s)
{
    switch (s->p[1]) {
    case '/':
        return read_end(s);
    case '?':
        return read_pi(s);
    case '!':
        if (einv__scan_is(s, "<!--", 4))
            return read_comment(s);
        if (einv__scan_is(s, "<![CDATA[", 9))
            return read_cdata(s);
        return einv__scan_fail(s, s->p, "<! of something unknown");
    default:
        return read_start(s);
    }
}

static bool read_root(struct einv_scan *s)
{
    if (s->p >= s->end || *s->p != '<')
        return einv__scan_fail(s, s->p, "a root element is expected");
    if (!read_start(s))
        return false;
    while (s->open != EINV_NO_NODE)
        if (!read_text(s) || !read_markup(s))
            return false;
    return true;
}

/* --- around the root ----------------------------------------------------- */

/* White space, which may go on behind the last '>'. */
static void skip_outside(struct einv_scan *s)
{
    while (s->p < s->stop && einv__char_is(*s->p, EINV_CH_SPACE))
        s->p++;
}

static bool read_misc(struct einv_scan *s)
{
    for (;;) {
        skip_outside(s);
        if (einv__scan_is(s, "<!--", 4)) {
            if (!read_comment(s))
                return false;
        } else if (einv__scan_is(s, "<?", 2)) {
            if (!read_pi(s))
                return false;
        } else {
            return true;
        }
    }
}

/* One part of the declaration: S name = "value"; NULL: not there. */
static bool read_part(struct einv_scan *s, const char *name,
                      struct einv_text *value)
{
    const char *before = s->p;
    size_t len = strlen(name);
    char quote;

    value->ptr = NULL;
    einv__scan_space(s);
    if (!einv__scan_is(s, name, len)) {
        s->p = before;
        return true;
    }
    if (s->p == before)
        return einv__scan_fail(s, s->p, "a blank is expected");
    s->p += len;
    einv__scan_space(s);
    if (*s->p != '=')
        return einv__scan_fail(s, s->p, "= is expected");
    s->p++;
    einv__scan_space(s);
    quote = *s->p;
    if (quote != '"' && quote != '\'')
        return einv__scan_fail(s, s->p, "a quoted value is expected");
    for (value->ptr = ++s->p; *s->p != quote; s->p++)
        if (*s->p == '>' || *s->p == '<')
            return einv__scan_fail(s, s->p, "a value without an end");
    value->len = (size_t)(s->p++ - value->ptr);
    return true;
}

/* [81] EncName; what it names has been decided in charset.c. */
static bool is_encoding(struct einv_text name)
{
    size_t i;

    for (i = 0; i < name.len; i++) {
        char c = lower(name.ptr[i]);
        bool letter = c >= 'a' && c <= 'z';

        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '.' ||
                                    c == '_' || c == '-')))
            return false;
    }
    return name.len > 0;
}

/* [23] XMLDecl. */
static bool read_declaration(struct einv_scan *s)
{
    struct einv_text version, encoding, standalone;

    if (!einv__scan_is(s, "<?xml", 5) ||
        !einv__char_is(s->p[5], EINV_CH_SPACE))
        return true;
    s->p += 5;
    if (!read_part(s, "version", &version))
        return false;
    if (version.ptr == NULL)
        return einv__scan_fail(s, s->p, "a declaration without a version");
    if (!read_part(s, "encoding", &encoding) ||
        !read_part(s, "standalone", &standalone))
        return false;
    if (encoding.ptr != NULL && !is_encoding(encoding))
        return einv__scan_fail(s, encoding.ptr, "not the name of an encoding");
    if (standalone.ptr != NULL && !einv__text_is(standalone, "yes") &&
        !einv__text_is(standalone, "no"))
        return einv__scan_fail(s, standalone.ptr, "neither yes nor no");
    einv__scan_space(s);
    if (!einv__scan_is(s, "?>", 2))
        return einv__scan_fail(s, s->p, "?> is expected");
    s->p += 2;
    return true;
}

static bool read_document(struct einv_scan *s)
{
    if (s->end == s->text)
        return einv__scan_fail(s, s->stop, "no markup");
    if (!read_declaration(s) || !read_misc(s))
        return false;
    if (einv__scan_is(s, "<!DOCTYPE", 9))
        return stop_at(s, EINV_EMALFORMED, "XML_DTD", s->p);
    if (!read_root(s) || !read_misc(s))
        return false;
    return s->p == s->stop ||
           einv__scan_fail(s, s->p, "more than one root element, or text "
                                    "outside it");
}

/* --- running ------------------------------------------------------------- */

/* Sizes that ordinary invoices need, so that few rows are moved. */
static bool reserve(struct einv_tree *t, size_t len)
{
    return einv__grow(t->alloc, &t->elems, &t->cap_elems, len / 48 + 16,
                      sizeof(*t->elems)) &&
           einv__grow(t->alloc, &t->attrs, &t->cap_attrs, len / 160 + 16,
                      sizeof(*t->attrs)) &&
           einv__grow(t->alloc, &t->text, &t->cap_text, len / 3 + 64, 1) &&
           einv__grow(t->alloc, &t->attr_text, &t->cap_attr_text,
                      len / 160 + 64, 1) &&
           einv__grow(t->alloc, &t->qnames, &t->cap_qnames, 64,
                      sizeof(*t->qnames));
}

static const char *behind_last(const char *text, size_t len)
{
    while (len > 0 && text[len - 1] != '>')
        len--;
    return text + len;
}

einv_status einv__scan_read(struct einv_tree *t, const char *text, size_t len,
                            const struct einv_limits *limits,
                            const struct einv_read_xml_options *options,
                            struct einv_xml_error *error)
{
    struct einv_scan *s;

    s = einv__alloc(t->alloc, 1, sizeof(*s));
    if (s == NULL || !reserve(t, len)) {
        einv__free(t->alloc, s, sizeof(*s));
        return error->status = EINV_ENOMEM;
    }
    memset(s, 0, offsetof(struct einv_scan, ns_at));
    s->t = t;
    s->limits = limits;
    s->options = options;
    s->error = error;
    s->text = s->p = text;
    s->stop = text + len;
    s->end = behind_last(text, len);
    s->open = EINV_NO_NODE;
    s->generation = s->last = 1;
    s->most_text = (size_t)limits->text;
    if (read_document(s)) {
        memset(&t->elems[t->n_elems], 0, sizeof(*t->elems));
        t->elems[t->n_elems].first_attr = (uint32_t)t->n_attrs;
    }
    einv__free(t->alloc, s->ns, s->cap_ns * sizeof(*s->ns));
    einv__free(t->alloc, s->names, s->cap_names * sizeof(*s->names));
    einv__free(t->alloc, s->seen, s->cap_seen * sizeof(*s->seen));
    einv__free(t->alloc, s, sizeof(*s));
    return error->status;
}
