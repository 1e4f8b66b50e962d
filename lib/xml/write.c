/* write.c: a tree as bytes.
 *
 * Escapes are chosen so that reading gives the same tree back: a CR, and in
 * attributes also tab and LF, become character references, because a reader
 * would turn them into something else.
 */
#include "write.h"

#include "encode.h"
#include "scope.h"
#include "walk.h"

struct writer {
    const struct einv_tree *t;
    struct einv_scope scope;
    struct einv_buf *buf;           /* where UTF-8 goes */
    struct einv_buf *out;           /* where the file goes */
    struct einv_encoder *encoder;   /* NULL: buf is out */
    struct einv_buf pending;        /* buf, when there is an encoder */
    size_t start;                   /* of the document in out */
    einv_status status;
    uint32_t indent, depth;
    einv_node verbatim;             /* text below counts as it is */
    bool tag_open;                  /* > or /> is still to come */
};

/* --- bytes --------------------------------------------------------------- */

static void put(struct writer *w, const char *ptr, size_t len)
{
    struct einv_buf *b = w->buf;

    if (len == 0)
        return;
    if (len < b->cap - b->len && !b->failed) {
        memcpy(b->data + b->len, ptr, len);
        b->len += len;
    } else {
        einv__buf_put(b, ptr, len);
    }
}

#define PUT(w, literal) put(w, literal, sizeof(literal) - 1)

/* Room for n bytes behind what is written; NULL: no memory. */
static char *room(struct writer *w, size_t n)
{
    struct einv_buf *b = w->buf;

    if (b->failed || (n >= b->cap - b->len &&
                      !einv__grow(b->alloc, &b->data, &b->cap, b->len + n + 1,
                                  1))) {
        b->failed = true;
        return NULL;
    }
    return b->data + b->len;
}

/* The three parts of a tag at once: there are many. */
static void put_tag(struct writer *w, const char *open, size_t n_open,
                    struct einv_text name, const char *close, size_t n_close)
{
    char *to = room(w, n_open + name.len + n_close);

    if (to == NULL)
        return;
    memcpy(to, open, n_open);
    memcpy(to + n_open, name.ptr, name.len);
    memcpy(to + n_open + name.len, close, n_close);
    w->buf->len += n_open + name.len + n_close;
}

static void put_text(struct writer *w, struct einv_text text)
{
    put(w, text.ptr, text.len);
}

/* What was written so far goes out; references: it is text or a value. */
static void flush(struct writer *w, bool references)
{
    if (w->encoder == NULL)
        return;
    if (w->status == EINV_OK)
        w->status = einv__encode(w->encoder, einv__buf_get(&w->pending),
                                 references, w->out);
    w->out->failed = w->out->failed || w->pending.failed;
    w->pending.len = 0;
}

/* --- escapes ------------------------------------------------------------- */

enum { PLAIN, ESC_ALWAYS, ESC_TEXT, ESC_VALUE, NO_CHAR, MAYBE_NO_CHAR };

/* [2] controls are no XML characters, nor are U+FFFE and U+FFFF. */
static const unsigned char classes[256] = {
    [0] = NO_CHAR, [1] = NO_CHAR, [2] = NO_CHAR, [3] = NO_CHAR,
    [4] = NO_CHAR, [5] = NO_CHAR, [6] = NO_CHAR, [7] = NO_CHAR,
    [8] = NO_CHAR, ['\t'] = ESC_VALUE, ['\n'] = ESC_VALUE, [11] = NO_CHAR,
    [12] = NO_CHAR, ['\r'] = ESC_ALWAYS, [14] = NO_CHAR, [15] = NO_CHAR,
    [16] = NO_CHAR, [17] = NO_CHAR, [18] = NO_CHAR, [19] = NO_CHAR,
    [20] = NO_CHAR, [21] = NO_CHAR, [22] = NO_CHAR, [23] = NO_CHAR,
    [24] = NO_CHAR, [25] = NO_CHAR, [26] = NO_CHAR, [27] = NO_CHAR,
    [28] = NO_CHAR, [29] = NO_CHAR, [30] = NO_CHAR, [31] = NO_CHAR,
    ['&'] = ESC_ALWAYS, ['<'] = ESC_ALWAYS, ['>'] = ESC_TEXT,
    ['"'] = ESC_VALUE, [0xef] = MAYBE_NO_CHAR
};

static void put_escape(struct writer *w, char c)
{
    switch (c) {
    case '&': PUT(w, "&amp;"); break;
    case '<': PUT(w, "&lt;"); break;
    case '>': PUT(w, "&gt;"); break;
    case '"': PUT(w, "&quot;"); break;
    case '\t': PUT(w, "&#9;"); break;
    case '\n': PUT(w, "&#10;"); break;
    default: PUT(w, "&#13;"); break;
    }
}

static bool is_no_char(const char *p, const char *end)
{
    return end - p >= 3 && (unsigned char)p[1] == 0xbf &&
           ((unsigned char)p[2] == 0xbe || (unsigned char)p[2] == 0xbf);
}

static void put_escaped(struct writer *w, struct einv_text text,
                        unsigned char kind)
{
    const char *p = text.ptr, *end = text.ptr + text.len, *run = p;

    for (; p < end; p++) {
        unsigned char c = classes[(unsigned char)*p];

        if (c == PLAIN)
            continue;
        if (c == ESC_ALWAYS || c == kind) {
            put(w, run, (size_t)(p - run));
            put_escape(w, *p);
            run = p + 1;
        } else if (c == NO_CHAR ||
                   (c == MAYBE_NO_CHAR && is_no_char(p, end))) {
            w->status = EINV_EUNSUPPORTED;
        }
    }
    put(w, run, (size_t)(end - run));
}

/* --- tags ---------------------------------------------------------------- */

static void close_tag(struct writer *w)
{
    if (w->tag_open)
        PUT(w, ">");
    w->tag_open = false;
}

static void put_value(struct writer *w, struct einv_text value)
{
    flush(w, false);
    put_escaped(w, value, ESC_VALUE);
    flush(w, true);
    PUT(w, "\"");
}

static void put_ns(struct writer *w, const struct einv_scope_row *row)
{
    if (row->prefix.len > 0)
        put_tag(w, " xmlns:", 7, row->prefix, "=\"", 2);
    else
        PUT(w, " xmlns=\"");
    put_value(w, row->uri);
}

static void put_start(struct writer *w, einv_node e)
{
    const struct einv_tree *t = w->t;
    uint32_t a, end = einv__tree_attrs(t, e, &a);
    size_t i;

    einv__scope_enter(&w->scope, e);
    put_tag(w, "<", 1, einv__scope_elem_name(&w->scope, e), "", 0);
    for (i = w->scope.first; i < w->scope.n; i++)
        put_ns(w, &w->scope.rows[i]);
    for (; a < end; a++) {
        put_tag(w, " ", 1, einv__scope_attr_name(&w->scope, a), "=\"", 2);
        put_value(w, einv__tree_attr_text(t, a));
    }
    w->tag_open = true;
}

static void put_end(struct writer *w, einv_node e)
{
    if (w->tag_open) {
        PUT(w, "/>");
        w->tag_open = false;
    } else {
        put_tag(w, "</", 2, einv__scope_elem_name(&w->scope, e), ">", 1);
    }
    einv__scope_leave(&w->scope, e);
}

static void put_extra(struct writer *w, const struct einv_tree_extra *x)
{
    if (x->kind == EINV_EXTRA_COMMENT) {
        PUT(w, "<!--");
        put_text(w, x->data);
        PUT(w, "-->");
        return;
    }
    PUT(w, "<?");
    put_text(w, x->target);
    if (x->data.len > 0) {
        PUT(w, " ");
        put_text(w, x->data);
    }
    PUT(w, "?>");
}

/* --- indenting ----------------------------------------------------------- */

static void put_line(struct writer *w, uint32_t depth)
{
    static const char blanks[] = "                                ";
    size_t n = (size_t)w->indent * depth;

    PUT(w, "\n");
    for (; n >= sizeof(blanks) - 1; n -= sizeof(blanks) - 1)
        PUT(w, blanks);
    put(w, blanks, n);
}

/* Text of its own between or beside its children, or xml:space="preserve"? */
static bool is_verbatim(const struct einv_tree *t, einv_node e)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a), off;
    einv_node c;

    for (; a < end; a++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, a);

        if (einv__text_is(q->ns, EINV_XML_NS) &&
            einv__text_is(q->local, "space") &&
            einv__text_is(einv__tree_attr_text(t, a), "preserve"))
            return true;
    }
    if (!t->has_mixed)
        return false;
    off = t->elems[e].text_off;
    for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c)) {
        if (!einv__is_blank(t->text + off, t->elems[c].text_off - off))
            return true;
        off = t->elems[c].text_end;
    }
    return !einv__is_blank(t->text + off, t->elems[e].text_end - off);
}

/* Is the inside of e laid out by us? */
static bool is_laid_out(const struct writer *w, einv_node e)
{
    return w->indent > 0 && w->verbatim == EINV_NO_NODE &&
           !einv__tree_is_leaf(w->t, e);
}

/* --- the document -------------------------------------------------------- */

static void on_start(struct writer *w, einv_node e, einv_node top)
{
    close_tag(w);
    if (e != top && is_laid_out(w, w->t->elems[e].parent))
        put_line(w, w->depth);
    put_start(w, e);
    if (w->indent > 0 && w->verbatim == EINV_NO_NODE &&
        !einv__tree_is_leaf(w->t, e) && is_verbatim(w->t, e))
        w->verbatim = e;
    w->depth++;
}

static void on_text(struct writer *w, struct einv_text text)
{
    close_tag(w);
    flush(w, false);
    put_escaped(w, text, ESC_TEXT);
    flush(w, true);
}

static void on_end(struct writer *w, einv_node e)
{
    w->depth--;
    if (is_laid_out(w, e))
        put_line(w, w->depth);
    if (w->verbatim == e)
        w->verbatim = EINV_NO_NODE;
    put_end(w, e);
}

static void put_element(struct writer *w, einv_node top)
{
    struct einv_walk walk;
    enum einv_walk_event event;
    einv_node open;

    w->verbatim = EINV_NO_NODE;
    einv__walk_start(&walk, w->t, top);
    while ((event = einv__walk_next(&walk)) != EINV_WALK_DONE &&
           w->status == EINV_OK && !w->scope.nomem && !w->buf->failed) {
        open = walk.open;
        if (event == EINV_WALK_START) {
            on_start(w, walk.e, top);
        } else if (event == EINV_WALK_END) {
            on_end(w, walk.e);
        } else if (event == EINV_WALK_EXTRA) {
            close_tag(w);
            if (is_laid_out(w, open))
                put_line(w, w->depth);
            put_extra(w, &w->t->extras[walk.extra]);
        } else if (!is_laid_out(w, open)) {
            on_text(w, walk.text);
        }
    }
}

/* Comments and processing instructions outside the root. */
static void put_outside(struct writer *w, bool before)
{
    const struct einv_tree *t = w->t;
    size_t i = before ? 0 : einv__tree_extra_from(t, (einv_node)t->n_elems);

    for (; i < t->n_extras && (!before || t->extras[i].before == 0); i++) {
        if (t->extras[i].parent != EINV_NO_NODE)
            continue;
        put_extra(w, &t->extras[i]);
        PUT(w, "\n");
    }
}

static einv_status finish(struct writer *w)
{
    flush(w, false);
    if (w->status == EINV_OK && w->scope.bad)
        w->status = EINV_EUNSUPPORTED;
    if (w->scope.nomem || w->out->failed || w->buf->failed)
        w->status = EINV_ENOMEM;
    if (w->status != EINV_OK)
        w->out->len = w->start;
    einv__scope_close(&w->scope);
    if (w->encoder != NULL)
        einv__buf_free(&w->pending);
    einv__encoder_close(w->encoder);
    return w->status;
}

static einv_status begin(struct writer *w, const struct einv_tree *t,
                         einv_node top, struct einv_buf *out)
{
    memset(w, 0, sizeof(*w));
    w->t = t;
    w->out = w->buf = out;
    w->start = out->len;
    if (top >= t->n_elems)
        return EINV_EUSAGE;
    if (!einv__scope_open(&w->scope, t, top, false)) {
        einv__scope_close(&w->scope);
        return EINV_ENOMEM;
    }
    return EINV_OK;
}

static einv_status set_encoding(struct writer *w, struct einv_text name,
                                bool bom, const char **declared)
{
    const struct einv_charset *charset;
    einv_status status;

    *declared = "UTF-8";
    charset = einv__charset_find(name.len > 0 ? name : EINV_TEXT("UTF-8"));
    if (charset == NULL)
        return EINV_EUNSUPPORTED;
    if (charset->kind == EINV_CHARSET_UTF8) {
        if (bom)
            PUT(w, "\xef\xbb\xbf");
        return EINV_OK;
    }
    status = einv__encoder_open(&w->encoder, w->t->alloc, charset);
    if (status != EINV_OK)
        return status;
    einv__buf_init(&w->pending, w->t->alloc);
    w->buf = &w->pending;
    *declared = charset->name;
    if (charset->iconv == NULL) {
        *declared = "UTF-16";
        PUT(w, "\xef\xbb\xbf");     /* its mark, encoded with the rest */
    }
    return EINV_OK;
}

einv_status einv__xml_write(const struct einv_tree *t,
                            const struct einv_write_xml_options *options,
                            struct einv_buf *out)
{
    static const struct einv_write_xml_options none;
    const char *declared;
    struct writer w;
    einv_status status;

    if (options == NULL)
        options = &none;
    status = begin(&w, t, 0, out);
    if (status != EINV_OK)
        return status;
    w.indent = options->indent;
    w.status = set_encoding(&w, options->encoding, options->bom, &declared);
    if (w.status == EINV_OK && !options->no_declaration) {
        PUT(&w, "<?xml version=\"1.0\" encoding=\"");
        put(&w, declared, strlen(declared));
        PUT(&w, "\"?>\n");
    }
    if (w.status == EINV_OK) {
        put_outside(&w, true);
        put_element(&w, 0);
        PUT(&w, "\n");
        put_outside(&w, false);
        einv__buf_put(w.buf, "", 0);
    }
    return finish(&w);
}

einv_status einv__xml_write_node(const struct einv_tree *t, einv_node e,
                                 struct einv_buf *out)
{
    struct writer w;
    einv_status status = begin(&w, t, e, out);

    if (status != EINV_OK)
        return status;
    w.scope.values = true;
    put_element(&w, e);
    einv__buf_put(w.buf, "", 0);
    return finish(&w);
}
