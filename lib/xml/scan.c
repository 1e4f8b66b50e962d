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

static bool append(struct einv_scan *s, const char *ptr, size_t len)
{
    struct einv_tree *t = s->t;

    if (t->text_len + len - s->run > s->most_text &&
        !may_be_long(s, t->text_len + len - s->run))
        return false;
    if (len > t->cap_text - t->text_len &&
        !einv__grow(t->alloc, &t->text, &t->cap_text, t->text_len + len, 1))
        return einv__scan_nomem(s);
    memcpy(t->text + t->text_len, ptr, len);
    t->text_len += len;
    return true;
}

/* A byte that ended a run of text, and is not '<'. */
static bool special(struct einv_scan *s, const char *begin)
{
    char c[4];
    size_t n = 1;

    c[0] = *s->p;
    if (*s->p == '&')
        return einv__scan_reference(s, c, &n) && append(s, c, n);
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
    return append(s, c, n);
}

/* Up to the next '<'. */
static bool read_text(struct einv_scan *s)
{
    const char *begin = s->p;

    while (s->p < s->end) {
        const char *run = s->p;

        while (!einv__char_is(*s->p, EINV_CH_TEXT))
            s->p++;
        if (s->p > run && !append(s, run, (size_t)(s->p - run)))
            return false;
        if (*s->p == '<')
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

/* Eight bytes, all of them white space?  In XML that is all up to U+0020. */
static bool is_blank8(const char *p)
{
    uint64_t w;

    memcpy(&w, p, 8);
    return ((w | (w + 0x5f5f5f5f5f5f5f5fu)) & 0x8080808080808080u) == 0;
}

/* Text that stands beside elements: is it more than indentation? */
static void note_mixed(struct einv_scan *s, size_t from)
{
    struct einv_tree *t = s->t;

    if (t->has_mixed)
        return;
    while (t->text_len - from >= 8 && is_blank8(t->text + from))
        from += 8;
    if (!einv__is_blank(t->text + from, t->text_len - from))
        t->has_mixed = true;
}

/* `tail`: where its text behind the last child begins. */
static void close_element(struct einv_scan *s, size_t tail)
{
    struct einv_tree *t = s->t;
    struct einv_tree_elem *row = &t->elems[s->open];

    row->end = (einv_node)(t->n_elems - 1);
    row->text_end = (uint32_t)t->text_len;
    if (row->end != s->open)
        note_mixed(s, tail);
    s->open = row->parent;
    einv__scan_leave(s);
    s->run = t->text_len;
    s->most_text = (size_t)s->limits->text;
}

/* </name S? >: the same bytes as in the start tag. */
static bool read_end(struct einv_scan *s, size_t tail)
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
    close_element(s, tail);
    return true;
}

/* Markup at '<'; `tail`: the open element's text since its last child. */
static bool read_markup(struct einv_scan *s, size_t *tail)
{
    bool empty;

    switch (s->p[1]) {
    case '/':
        if (!read_end(s, *tail))
            return false;
        *tail = s->t->text_len;
        return true;
    case '?':
        return read_pi(s);
    case '!':
        if (einv__scan_is(s, "<!--", 4))
            return read_comment(s);
        if (einv__scan_is(s, "<![CDATA[", 9))
            return read_cdata(s);
        return einv__scan_fail(s, s->p, "<! of something unknown");
    default:
        note_mixed(s, *tail);
        if (!einv__scan_start(s, &empty))
            return false;
        *tail = s->t->text_len;
        if (empty)
            close_element(s, *tail);
        return true;
    }
}

static bool read_root(struct einv_scan *s)
{
    size_t tail = 0;
    bool empty;

    if (s->p >= s->end || *s->p != '<')
        return einv__scan_fail(s, s->p, "a root element is expected");
    if (!einv__scan_start(s, &empty))
        return false;
    if (empty)
        close_element(s, 0);
    while (s->open != EINV_NO_NODE)
        if (!read_text(s) || !read_markup(s, &tail))
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
                      len / 160 + 64, 1);
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
    memset(s, 0, sizeof(*s));
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
