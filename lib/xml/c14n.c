/* c14n.c: Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0.
 *
 * Streams: nothing but the declarations in scope and one element's attributes
 * is held.  A tree whose names need a declaration that it lacks is
 * canonicalised as if it had been written and read again (scope.h).
 */
#include "write.h"

#include "libxml.h"
#include "scope.h"
#include "walk.h"

/* A declaration or an attribute, ready for sorting. */
struct axis_row {
    struct einv_text uri, prefix, local, value;
};

struct canon {
    const struct einv_tree *t;
    einv_node top;
    const struct einv_c14n_options *options;
    struct einv_scope scope;
    struct einv_scope_row *rendered;    /* exclusive: what was written */
    size_t n_rendered, cap_rendered;
    struct axis_row *axis;
    size_t n_axis, cap_axis;
    einv_sink_fn *sink;
    void *user;
    einv_status status;
    size_t next_skip;           /* in options->skip */
    size_t fill;
    char chunk[8192];
};

/* --- bytes --------------------------------------------------------------- */

static void flush(struct canon *c)
{
    if (c->fill > 0 && c->status == EINV_OK)
        c->status = c->sink(c->user, c->chunk, c->fill);
    c->fill = 0;
}

static void put(struct canon *c, const char *ptr, size_t len)
{
    if (len > sizeof(c->chunk) - c->fill)
        flush(c);
    if (len > sizeof(c->chunk)) {
        if (c->status == EINV_OK)
            c->status = c->sink(c->user, ptr, len);
        return;
    }
    if (len > 0)
        memcpy(c->chunk + c->fill, ptr, len);
    c->fill += len;
}

#define PUT(c, literal) put(c, literal, sizeof(literal) - 1)

static void put_text(struct canon *c, struct einv_text text)
{
    put(c, text.ptr, text.len);
}

/* C14N 2.3: what is replaced in text, in values, in comments and PIs. */
enum { IN_TEXT = 1, IN_VALUE = 2, IN_EXTRA = 4 };

static const unsigned char replaced[256] = {
    ['&'] = IN_TEXT | IN_VALUE, ['<'] = IN_TEXT | IN_VALUE,
    ['>'] = IN_TEXT, ['"'] = IN_VALUE, ['\t'] = IN_VALUE, ['\n'] = IN_VALUE,
    ['\r'] = IN_TEXT | IN_VALUE | IN_EXTRA
};

static void put_replacement(struct canon *c, char ch)
{
    switch (ch) {
    case '&': PUT(c, "&amp;"); break;
    case '<': PUT(c, "&lt;"); break;
    case '>': PUT(c, "&gt;"); break;
    case '"': PUT(c, "&quot;"); break;
    case '\t': PUT(c, "&#x9;"); break;
    case '\n': PUT(c, "&#xA;"); break;
    default: PUT(c, "&#xD;"); break;
    }
}

static void put_escaped(struct canon *c, struct einv_text text,
                        unsigned char where)
{
    const char *p = text.ptr, *end = text.ptr + text.len, *run = p;

    for (; p < end; p++) {
        if ((replaced[(unsigned char)*p] & where) == 0)
            continue;
        put(c, run, (size_t)(p - run));
        put_replacement(c, *p);
        run = p + 1;
    }
    put(c, run, (size_t)(end - run));
}

static void put_name(struct canon *c, struct einv_text prefix,
                     struct einv_text local)
{
    if (prefix.len > 0) {
        put_text(c, prefix);
        PUT(c, ":");
    }
    put_text(c, local);
}

/* --- an axis: rows, sorted ----------------------------------------------- */

static void add_row(struct canon *c, struct einv_text uri,
                    struct einv_text prefix, struct einv_text local,
                    struct einv_text value)
{
    if (!einv__grow(c->t->alloc, &c->axis, &c->cap_axis, c->n_axis + 1,
                    sizeof(*c->axis))) {
        c->status = EINV_ENOMEM;
        return;
    }
    c->axis[c->n_axis++] = (struct axis_row){ uri, prefix, local, value };
}

static int compare_text(struct einv_text a, struct einv_text b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_rows(const struct axis_row *a, const struct axis_row *b)
{
    int order = a->uri.ptr == b->uri.ptr && a->uri.len == b->uri.len
                    ? 0
                    : compare_text(a->uri, b->uri);

    return order != 0 ? order : compare_text(a->local, b->local);
}

/* Shell's sort: no memory, and 4096 attributes are no attack. */
static void sort_rows(struct axis_row *rows, size_t n)
{
    static const size_t gaps[] = { 701, 301, 132, 57, 23, 10, 4, 1 };
    size_t g, i, k;

    for (g = 0; g < sizeof(gaps) / sizeof(gaps[0]); g++) {
        size_t gap = gaps[g];

        for (i = gap; i < n; i++) {
            struct axis_row row = rows[i];

            for (k = i; k >= gap && compare_rows(&rows[k - gap], &row) > 0;
                 k -= gap)
                rows[k] = rows[k - gap];
            rows[k] = row;
        }
    }
}

/* --- namespaces ---------------------------------------------------------- */

static struct einv_text meaning(const struct einv_scope_row *rows, size_t n,
                                struct einv_text prefix)
{
    for (; n > 0; n--)
        if (einv__text_eq(rows[n - 1].prefix, prefix))
            return rows[n - 1].uri;
    return EINV_NO_TEXT;
}

/* RFC 3986: a scheme and a colon.  C14N refuses relative names. */
static bool is_relative(struct einv_text uri)
{
    size_t i;

    for (i = 0; i < uri.len; i++) {
        char ch = uri.ptr[i];
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
        bool other = (ch >= '0' && ch <= '9') || ch == '+' || ch == '-' ||
                     ch == '.';

        if (ch == ':')
            return i == 0;
        if (!letter && !(other && i > 0))
            return true;
    }
    return uri.len > 0;
}

static void add_ns(struct canon *c, struct einv_text prefix,
                   struct einv_text uri)
{
    add_row(c, EINV_NO_TEXT, EINV_NO_TEXT, prefix, uri);
}

/* Inclusive: what changes against the parent; at the top everything. */
static void inclusive_axis(struct canon *c, einv_node e)
{
    const struct einv_scope *s = &c->scope;
    size_t from = e == c->top ? 0 : s->first, i;

    for (i = from; i < s->n; i++) {
        const struct einv_scope_row *row = &s->rows[i];
        struct einv_text before = EINV_NO_TEXT;

        if (e == c->top) {
            size_t k = i + 1;

            while (k < s->n && !einv__text_eq(s->rows[k].prefix, row->prefix))
                k++;
            if (k < s->n)
                continue;               /* declared again further down */
        } else {
            before = meaning(s->rows, s->first, row->prefix);
        }
        if (!einv__text_eq(before, row->uri))
            add_ns(c, row->prefix, row->uri);
    }
}

/* Exclusive: a prefix that is used here and was not written yet. */
static void render(struct canon *c, einv_node e, struct einv_text prefix)
{
    struct einv_text uri, before;
    size_t i;

    if (einv__text_is(prefix, "xml"))
        return;
    for (i = c->n_rendered; i > 0 && c->rendered[i - 1].elem == e; i--)
        if (einv__text_eq(c->rendered[i - 1].prefix, prefix))
            return;
    uri = meaning(c->scope.rows, c->scope.n, prefix);
    before = meaning(c->rendered, c->n_rendered, prefix);
    if (einv__text_eq(uri, before))
        return;
    if (!einv__grow(c->t->alloc, &c->rendered, &c->cap_rendered,
                    c->n_rendered + 1, sizeof(*c->rendered))) {
        c->status = EINV_ENOMEM;
        return;
    }
    c->rendered[c->n_rendered++] =
        (struct einv_scope_row){ prefix, uri, e, 0 };
    add_ns(c, prefix, uri);
}

static void exclusive_axis(struct canon *c, einv_node e)
{
    const struct einv_tree *t = c->t;
    uint32_t a, end = einv__tree_attrs(t, e, &a);

    render(c, e, einv__scope_elem_prefix(&c->scope, e));
    for (; a < end; a++) {
        struct einv_text prefix = einv__scope_attr_prefix(&c->scope, a);

        if (prefix.len > 0)
            render(c, e, prefix);
    }
    if (e == c->top || c->scope.n > c->scope.first) {
        struct einv_text rest = c->options->inclusive, word;

        while ((word = einv__text_word(&rest)).len > 0) {
            if (einv__text_is(word, "#default"))
                word.len = 0;
            if (meaning(c->scope.rows, c->scope.n, word).len > 0 ||
                word.len == 0)
                render(c, e, word);
        }
    }
}

static void put_namespaces(struct canon *c, einv_node e)
{
    size_t i;

    c->n_axis = 0;
    for (i = e == c->top ? 0 : c->scope.first; i < c->scope.n; i++)
        if (is_relative(c->scope.rows[i].uri))
            c->status = EINV_EMALFORMED;
    if (c->options->form == EINV_C14N_EXCLUSIVE)
        exclusive_axis(c, e);
    else
        inclusive_axis(c, e);
    sort_rows(c->axis, c->n_axis);
    for (i = 0; i < c->n_axis; i++) {
        PUT(c, " xmlns");
        if (c->axis[i].local.len > 0)
            PUT(c, ":");
        put_text(c, c->axis[i].local);
        PUT(c, "=\"");
        put_escaped(c, c->axis[i].value, IN_VALUE);
        PUT(c, "\"");
    }
}

/* --- attributes ---------------------------------------------------------- */

static bool has_xml_attr(const struct canon *c, struct einv_text local)
{
    size_t i;

    for (i = 0; i < c->n_axis; i++)
        if (einv__text_eq(c->axis[i].local, local) &&
            einv__text_is(c->axis[i].uri, EINV_XML_NS))
            return true;
    return false;
}

/* C14N 2.4, C14N11 2.4: what the top takes over from its ancestors.  In 1.1
 * only xml:lang and xml:space; xml:base is joined, xml:id is not taken. */
static void inherit(struct canon *c)
{
    const struct einv_tree *t = c->t;
    einv_node e = t->elems[c->top].parent;

    for (; e != EINV_NO_NODE; e = t->elems[e].parent) {
        uint32_t a, end = einv__tree_attrs(t, e, &a);

        for (; a < end; a++) {
            const struct einv_qname *q = einv__tree_attr_qname(t, a);
            bool simple = einv__text_is(q->local, "lang") ||
                          einv__text_is(q->local, "space");

            if (!einv__text_is(q->ns, EINV_XML_NS) ||
                (c->options->form == EINV_C14N_11 && !simple) ||
                has_xml_attr(c, q->local))
                continue;
            add_row(c, q->ns, EINV_TEXT("xml"), q->local,
                    einv__tree_attr_text(t, a));
        }
    }
}

static bool get_base(const struct einv_tree *t, einv_node e,
                     struct einv_text *value)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a);

    for (; a < end; a++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, a);

        if (einv__text_is(q->local, "base") &&
            einv__text_is(q->ns, EINV_XML_NS)) {
            *value = einv__tree_attr_text(t, a);
            return true;
        }
    }
    return false;
}

/* The reference `uri` against a base that an ancestor gives; libxml2's
 * RFC 3986 resolution.  A base that ends in dots names a directory. */
static bool join_base(struct canon *c, struct einv_buf *uri,
                      struct einv_text base)
{
    struct einv_buf z;
    xmlChar *joined = NULL;

    einv__buf_init(&z, c->t->alloc);
    einv__buf_text(&z, base);
    if (base.len > 1 && base.ptr[base.len - 2] == '.')
        einv__buf_char(&z, '/');
    einv__buf_char(&z, '\0');
    if (!z.failed && einv__libxml_is_there())
        joined = xmlBuildURI((const xmlChar *)(uri->len > 0 ? uri->data : ""),
                             (const xmlChar *)z.data);
    if (joined != NULL) {
        uri->len = 0;
        einv__buf_str(uri, (const char *)joined);
        xmlFree(joined);
    }
    einv__buf_free(&z);
    return joined != NULL && !uri->failed;
}

/* C14N11 2.4: xml:base of the top, joined with those above it. */
static void fix_base(struct canon *c, struct einv_buf *uri)
{
    const struct einv_tree *t = c->t;
    einv_node e;
    struct einv_text base;
    bool found = false;
    size_t i;

    for (e = c->top; e != EINV_NO_NODE && c->status == EINV_OK;
         e = t->elems[e].parent) {
        if (!get_base(t, e, &base))
            continue;
        if (!found) {
            einv__buf_text(uri, base);
            found = true;
        } else if (!join_base(c, uri, base)) {
            c->status = uri->failed ? EINV_ENOMEM : EINV_EMALFORMED;
        }
    }
    if (uri->failed)
        c->status = EINV_ENOMEM;
    if (!found)
        return;
    for (i = 0; i < c->n_axis; i++)
        if (einv__text_is(c->axis[i].local, "base") &&
            einv__text_is(c->axis[i].uri, EINV_XML_NS))
            break;
    if (i < c->n_axis)
        c->axis[i].value = einv__buf_get(uri);
    else
        add_row(c, EINV_TEXT(EINV_XML_NS), EINV_TEXT("xml"), EINV_TEXT("base"),
                einv__buf_get(uri));
}

static void put_attributes(struct canon *c, einv_node e)
{
    const struct einv_tree *t = c->t;
    uint32_t a, end = einv__tree_attrs(t, e, &a);
    bool orphan = e == c->top && t->elems[e].parent != EINV_NO_NODE &&
                  c->options->form != EINV_C14N_EXCLUSIVE;
    struct einv_buf base;
    size_t i;

    if (a == end && !orphan)
        return;
    einv__buf_init(&base, t->alloc);
    c->n_axis = 0;
    for (; a < end; a++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, a);

        add_row(c, q->ns, einv__scope_attr_prefix(&c->scope, a), q->local,
                einv__tree_attr_text(t, a));
    }
    if (orphan)
        inherit(c);
    if (orphan && c->options->form == EINV_C14N_11)
        fix_base(c, &base);
    sort_rows(c->axis, c->n_axis);
    for (i = 0; i < c->n_axis; i++) {
        const struct axis_row *row = &c->axis[i];

        /* C14N11 2.4: an xml:base that says nothing is not written. */
        if (c->options->form == EINV_C14N_11 && row->value.len == 0 &&
            einv__text_is(row->local, "base") &&
            einv__text_is(row->uri, EINV_XML_NS))
            continue;
        PUT(c, " ");
        put_name(c, row->prefix, row->local);
        PUT(c, "=\"");
        put_escaped(c, row->value, IN_VALUE);
        PUT(c, "\"");
    }
    einv__buf_free(&base);
}

/* --- nodes --------------------------------------------------------------- */

static void put_start(struct canon *c, einv_node e)
{
    einv__scope_enter(&c->scope, e);
    PUT(c, "<");
    put_text(c, einv__scope_elem_name(&c->scope, e));
    put_namespaces(c, e);
    put_attributes(c, e);
    PUT(c, ">");
}

static void put_end(struct canon *c, einv_node e)
{
    PUT(c, "</");
    put_text(c, einv__scope_elem_name(&c->scope, e));
    PUT(c, ">");
    einv__scope_leave(&c->scope, e);
    while (c->n_rendered > 0 && c->rendered[c->n_rendered - 1].elem == e)
        c->n_rendered--;
}

static bool is_wanted(const struct canon *c, const struct einv_tree_extra *x)
{
    return x->kind == EINV_EXTRA_PI || c->options->comments;
}

static void put_extra(struct canon *c, const struct einv_tree_extra *x)
{
    if (x->kind == EINV_EXTRA_COMMENT) {
        PUT(c, "<!--");
        put_escaped(c, x->data, IN_EXTRA);
        PUT(c, "-->");
        return;
    }
    PUT(c, "<?");
    put_text(c, x->target);
    if (x->data.len > 0) {
        PUT(c, " ");
        put_escaped(c, x->data, IN_EXTRA);
    }
    PUT(c, "?>");
}

static bool is_left_out(struct canon *c, einv_node e)
{
    const struct einv_c14n_options *o = c->options;

    while (c->next_skip < o->n_skip && o->skip[c->next_skip] < e)
        c->next_skip++;
    return e == o->without ||
           (c->next_skip < o->n_skip && o->skip[c->next_skip] == e);
}

static void put_element(struct canon *c)
{
    struct einv_walk walk;
    enum einv_walk_event event;

    einv__walk_start(&walk, c->t, c->top);
    while ((event = einv__walk_next(&walk)) != EINV_WALK_DONE) {
        if (event == EINV_WALK_START) {
            if (is_left_out(c, walk.e)) {
                einv__walk_skip(&walk);
                einv__scope_skip(&c->scope, walk.e);
                continue;
            }
            put_start(c, walk.e);
        } else if (event == EINV_WALK_END) {
            put_end(c, walk.e);
        } else if (event == EINV_WALK_TEXT) {
            put_escaped(c, walk.text, IN_TEXT);
        } else if (is_wanted(c, &c->t->extras[walk.extra])) {
            put_extra(c, &c->t->extras[walk.extra]);
        }
        if (c->scope.nomem)
            c->status = EINV_ENOMEM;
        else if (c->scope.bad)
            c->status = EINV_EMALFORMED;
        if (c->status != EINV_OK)
            return;
    }
}

/* C14N 2.3: outside the document element a line end keeps them apart. */
static void put_outside(struct canon *c, bool before)
{
    const struct einv_tree *t = c->t;
    size_t i = before ? 0 : einv__tree_extra_from(t, (einv_node)t->n_elems);

    for (; i < t->n_extras && (!before || t->extras[i].before == 0); i++) {
        if (t->extras[i].parent != EINV_NO_NODE ||
            !is_wanted(c, &t->extras[i]))
            continue;
        if (!before)
            PUT(c, "\n");
        put_extra(c, &t->extras[i]);
        if (before)
            PUT(c, "\n");
    }
}

einv_status einv__xml_c14n(const struct einv_tree *t, einv_node e,
                           const struct einv_c14n_options *options,
                           einv_sink_fn *sink, void *user)
{
    struct canon *c;
    einv_status status;

    if (e >= t->n_elems)
        return EINV_EUSAGE;
    c = einv__alloc(t->alloc, 1, sizeof(*c));
    if (c == NULL)
        return EINV_ENOMEM;
    memset(c, 0, offsetof(struct canon, chunk));
    c->t = t;
    c->top = e;
    c->options = options;
    c->sink = sink;
    c->user = user;
    if (!einv__scope_open(&c->scope, t, e, true))
        c->status = EINV_ENOMEM;
    if (c->status == EINV_OK && e == 0)
        put_outside(c, true);
    if (c->status == EINV_OK)
        put_element(c);
    if (c->status == EINV_OK && e == 0)
        put_outside(c, false);
    flush(c);
    status = c->status;
    einv__scope_close(&c->scope);
    einv__free(t->alloc, c->rendered,
               c->cap_rendered * sizeof(*c->rendered));
    einv__free(t->alloc, c->axis, c->cap_axis * sizeof(*c->axis));
    einv__free(t->alloc, c, sizeof(*c));
    return status;
}
