/* read.c: bytes into a tree: deciding the encoding, decoding, limits on the
 * whole, and the finding when it fails.
 *
 * The reader proper (scan.c) gets valid UTF-8 without NULs, of a size that is
 * allowed; what the declaration says about the encoding has been dealt with.
 */
#include "reader.h"

#include <stdio.h>

#include "rows.h"

struct job {
    struct einv_tree *t;
    struct einv_tree_source *s;
    const struct einv_limits *limits;
    const struct einv_read_xml_options *options;
    struct einv_report *report;
    struct einv_xml_error error;
    bool bidi;
};

/* --- findings ------------------------------------------------------------ */

static void tell(struct job *j, struct einv_position pos)
{
    const struct einv_xml_error *e = &j->error;
    char number[32];

    if (e->status == EINV_ENOMEM)
        return;
    if (e->limit != NULL) {
        snprintf(number, sizeof(number), "%llu",
                 (unsigned long long)e->allowed);
        einv__diag(j->report, EINV_SEV_FATAL, "xml", e->rule, pos, "limit",
                   e->limit, "allowed", number, NULL);
    } else {
        einv__diag(j->report, EINV_SEV_FATAL, "xml", e->rule, pos, "detail",
                   e->detail, NULL);
    }
}

static void tell_at(struct job *j)
{
    tell(j, einv__source_position(j->s, j->error.offset));
}

static bool refuse(struct job *j, einv_status status, const char *rule,
                   size_t offset)
{
    j->error.status = status;
    j->error.rule = rule;
    j->error.offset = offset;
    return false;
}

static void detail(struct job *j, const char *format, const char *what)
{
    snprintf(j->error.detail, sizeof(j->error.detail), format, what);
}

/* Elements whose text or attributes hold bidirectional overrides: what a
 * reader sees is not the order of the characters. */
static void warn_bidi(struct job *j)
{
    const struct einv_tree *t = j->t;
    struct einv_buf path;
    einv_node e;

    for (e = 0; e < t->n_elems; e++) {
        const char *first;
        struct einv_text text = einv__tree_text(t, e);
        uint32_t a = 0, end = einv__tree_attrs(t, e, &a);

        if (!einv__tree_is_leaf(t, e))
            text.len = 0;
        first = einv__find_bidi(text);
        for (; first == NULL && a < end; a++)
            first = einv__find_bidi(einv__tree_attr_text(t, a));
        if (first == NULL)
            continue;
        einv__buf_init(&path, t->alloc);
        einv__tree_xpath(t, e, &path);
        einv__buf_char(&path, '\0');
        einv__diag(j->report, EINV_SEV_WARNING, "xml", "XML_BIDI",
                   einv__tree_position(t, e), "xpath",
                   path.failed ? "" : path.data, NULL);
        einv__buf_free(&path);
    }
}

/* --- the source ---------------------------------------------------------- */

static bool own_text(struct job *j, struct einv_text text)
{
    j->s->own = einv__alloc(j->t->alloc, text.len + 1, 1);
    if (j->s->own == NULL)
        return refuse(j, EINV_ENOMEM, NULL, 0);
    j->s->own_size = text.len + 1;
    if (text.len > 0)
        memcpy(j->s->own, text.ptr, text.len);
    j->s->own[text.len] = '\0';
    j->s->text = j->s->own;
    j->s->len = text.len;
    return true;
}

static bool keep_given(struct job *j, struct einv_text bytes)
{
    j->s->given = bytes;
    if (j->options->lend)
        return true;
    j->s->own_given = einv__alloc(j->t->alloc, bytes.len + 1, 1);
    if (j->s->own_given == NULL)
        return refuse(j, EINV_ENOMEM, NULL, 0);
    j->s->own_given_size = bytes.len + 1;
    memcpy(j->s->own_given, bytes.ptr, bytes.len);
    j->s->given.ptr = j->s->own_given;
    return true;
}

/* Checks the UTF-8 and makes it NUL-terminated. */
static bool take_utf8(struct job *j, struct einv_text bytes, size_t skip)
{
    struct einv_text text =
        einv__text(bytes.ptr + skip, bytes.len - skip);
    size_t good = einv__utf8_check(text.ptr, text.len, &j->bidi);

    j->s->skip = skip;
    j->s->text = text.ptr;
    j->s->len = text.len;
    if (good < text.len && text.ptr[good] == '\0') {
        detail(j, "%s", "a NUL byte");
        return refuse(j, EINV_EMALFORMED, "XML_MALFORMED", good);
    }
    if (good < text.len) {
        detail(j, "not %s", "UTF-8");
        return refuse(j, EINV_EMALFORMED, "XML_ENCODING", good);
    }
    if (!j->options->lend) {
        if (!own_text(j, bytes))
            return false;
        j->s->text += skip;
        j->s->len -= skip;
        j->s->given = einv__text(j->s->own, bytes.len);
        return true;
    }
    j->s->given = bytes;
    return true;
}

/* Decodes into a text of our own. */
static bool take_other(struct job *j, struct einv_text bytes,
                       const struct einv_charset_guess *guess)
{
    struct einv_text rest =
        einv__text(bytes.ptr + guess->skip, bytes.len - guess->skip);
    struct einv_buf out;
    enum einv_decode_error error;
    size_t bad, good;

    if (!keep_given(j, bytes))
        return false;
    einv__buf_init(&out, j->t->alloc);
    error = einv__decode(guess->charset, rest, &out, &bad);
    einv__buf_char(&out, '\0');
    if (error == EINV_DECODE_NOMEM || out.failed) {
        einv__buf_free(&out);
        return refuse(j, EINV_ENOMEM, NULL, 0);
    }
    j->s->skip = guess->skip;
    j->s->own = out.data;
    j->s->own_size = out.cap;
    j->s->text = out.data;
    j->s->len = out.len - 1;
    if (error == EINV_DECODE_CHAR) {
        detail(j, "%s", "half a surrogate pair, or U+0000");
        return refuse(j, EINV_EMALFORMED, "XML_MALFORMED", j->s->len);
    }
    if (error != EINV_DECODE_OK) {
        detail(j, "not %s", guess->charset->name);
        return refuse(j, EINV_EMALFORMED, "XML_ENCODING", j->s->len);
    }
    good = einv__utf8_check(j->s->text, j->s->len, &j->bidi);
    if (good < j->s->len) {
        detail(j, "%s", "a NUL character");
        return refuse(j, EINV_EMALFORMED, "XML_MALFORMED", good);
    }
    return true;
}

static bool take(struct job *j, struct einv_text bytes)
{
    struct einv_charset_guess guess;
    char name[EINV_CHARSET_NAME_MAX + 1];
    size_t n;

    if (bytes.len > j->limits->bytes || bytes.len >= INT32_MAX) {
        j->error.limit = "bytes";
        j->error.allowed = j->limits->bytes;
        return refuse(j, EINV_ELIMIT, "XML_LIMIT", 0);
    }
    if (bytes.len == 0) {
        detail(j, "%s", "no bytes");
        return refuse(j, EINV_EMALFORMED, "XML_MALFORMED", 0);
    }
    einv__charset_guess(bytes, &guess);
    j->s->charset = guess.charset;
    if (guess.charset == NULL) {
        n = guess.declared.len < sizeof(name) ? guess.declared.len
                                              : sizeof(name) - 1;
        memcpy(name, guess.declared.len > 0 ? guess.declared.ptr : "", n);
        name[n] = '\0';
        if (!einv__utf8_valid(einv__text(name, n)))
            name[0] = '\0';
        detail(j, "%s is not read", guess.refused != NULL ? guess.refused
                                                          : name);
        return refuse(j, EINV_EMALFORMED, "XML_ENCODING", 0);
    }
    return guess.charset->kind == EINV_CHARSET_UTF8
               ? take_utf8(j, bytes, guess.skip)
               : take_other(j, bytes, &guess);
}

/* --- what the text must not be ------------------------------------------- */

static bool is_allowed(struct job *j)
{
    struct einv_text text = einv__text(j->s->text, j->s->len), version;

    if (einv__xml_declared(text, "version", &version) &&
        !einv__text_is(version, "1.0")) {
        detail(j, "%s", "only XML 1.0 is read");
        return refuse(j, EINV_EMALFORMED, "XML_VERSION",
                      (size_t)(version.ptr - text.ptr));
    }
    return true;
}

static bool parse(struct job *j)
{
    return einv__scan_read(j->t, j->s->text, j->s->len, j->limits, j->options,
                           &j->error) == EINV_OK;
}

/* What reserve() took too much; a page is not worth the work. */
static void trim(const einv_allocator *a, void *rows_ptr, size_t *cap,
                 size_t n, size_t size)
{
    void **rows = rows_ptr, *less;

    if (*cap - n < *cap / 8 || (*cap - n) * size < 4096 || n == 0)
        return;
    less = a->resize != NULL
               ? a->resize(a->user, *rows, *cap * size, n * size)
               : einv__libc_allocator.resize(NULL, *rows, *cap * size,
                                             n * size);
    if (less == NULL)
        return;
    *rows = less;
    *cap = n;
}

static void trim_all(struct einv_tree *t)
{
    trim(t->alloc, &t->elems, &t->cap_elems, t->n_elems + 1,
         sizeof(*t->elems));
    trim(t->alloc, &t->attrs, &t->cap_attrs, t->n_attrs, sizeof(*t->attrs));
    trim(t->alloc, &t->text, &t->cap_text, t->text_len, 1);
    trim(t->alloc, &t->qnames, &t->cap_qnames, t->n_qnames,
         sizeof(*t->qnames));
    trim(t->alloc, &t->attr_text, &t->cap_attr_text, t->attr_text_len, 1);
}

einv_status einv__xml_read(struct einv_tree *t, const einv_allocator *a,
                           struct einv_text bytes,
                           const struct einv_read_xml_options *options,
                           struct einv_report *report)
{
    static const struct einv_read_xml_options none;
    struct einv_limits limits;
    struct job j;
    einv_status status;

    einv__tree_init(t, a);
    memset(&j, 0, sizeof(j));
    j.t = t;
    j.options = options != NULL ? options : &none;
    j.limits = j.options->limits;
    j.report = report;
    if (j.limits == NULL) {
        einv__limits_default(&limits);
        j.limits = &limits;
    }
    j.s = t->owned = einv__alloc(t->alloc, 1, sizeof(*j.s));
    if (j.s == NULL)
        return EINV_ENOMEM;
    memset(j.s, 0, sizeof(*j.s));
    j.s->text = "";
    if (take(&j, bytes) && is_allowed(&j) && parse(&j)) {
        t->source = j.s->text;
        t->source_len = j.s->len;
        t->given = j.s->given;
        t->encoding = einv__text_of(j.s->charset->name);
        trim_all(t);
        if (j.bidi)
            warn_bidi(&j);
        return EINV_OK;
    }
    status = j.error.status;
    tell_at(&j);
    einv__tree_free(t);
    return status;
}
