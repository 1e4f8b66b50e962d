/* messages.c: reads messages.xml and fills its templates.
 *
 * diag stands below the XML reader, which reports through it; so this file
 * reads the one document it needs by itself: a root of <message> elements
 * with <text> and <fix> in them, then <phrase> elements, comments, and the
 * five named entities.
 * Anything else is refused with its line.
 */
#include "words.h"

/* Values longer than this, in characters, are cut in a sentence; the whole
 * value stands in the finding. */
#define LONGEST_VALUE 80

struct reader {
    struct einv_arena *arena;
    const char *start, *p, *end;
    struct einv_messages *messages;
    einv_status status;
};

/* --- the few forms of XML ------------------------------------------------- */

static bool fail(struct reader *r, einv_status status)
{
    if (r->status == EINV_OK)
        r->status = status;
    return false;
}

static bool at(const struct reader *r, const char *z)
{
    size_t n = strlen(z);

    return (size_t)(r->end - r->p) >= n && memcmp(r->p, z, n) == 0;
}

static bool skip_to(struct reader *r, const char *z)
{
    while (r->p < r->end && !at(r, z))
        r->p++;
    if (r->p == r->end)
        return fail(r, EINV_EMALFORMED);
    r->p += strlen(z);
    return true;
}

/* White space, comments, the declaration. */
static bool skip_between(struct reader *r)
{
    for (;;) {
        while (r->p < r->end && einv__is_space(*r->p))
            r->p++;
        if (at(r, "<!--")) {
            if (!skip_to(r, "-->"))
                return false;
        } else if (at(r, "<?")) {
            if (!skip_to(r, "?>"))
                return false;
        } else {
            return true;
        }
    }
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

static struct einv_text name(struct reader *r)
{
    const char *start = r->p;

    while (r->p < r->end && is_name_char(*r->p))
        r->p++;
    return einv__text(start, (size_t)(r->p - start));
}

static bool expect(struct reader *r, const char *z)
{
    if (!at(r, z))
        return fail(r, EINV_EMALFORMED);
    r->p += strlen(z);
    return true;
}

/* Entities replaced, runs of white space made one blank. */
static bool keep(struct reader *r, struct einv_text raw, struct einv_text *out)
{
    static const struct { const char *entity, *means; } named[] = {
        { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" },
        { "&quot;", "\"" }, { "&apos;", "'" },
    };
    char *copy, *to;

    raw = einv__text_trim(raw);
    to = copy = einv__arena_alloc(r->arena, raw.len + 1);
    if (copy == NULL)
        return fail(r, EINV_ENOMEM);
    while (raw.len > 0) {
        size_t n = 1, i = 0;

        if (einv__is_space(raw.ptr[0])) {
            while (n < raw.len && einv__is_space(raw.ptr[n]))
                n++;
            *to++ = ' ';
        } else if (raw.ptr[0] == '&') {
            while (i < 5 && (raw.len < strlen(named[i].entity)
                             || memcmp(raw.ptr, named[i].entity,
                                       strlen(named[i].entity)) != 0))
                i++;
            if (i == 5)
                return fail(r, EINV_EMALFORMED);
            *to++ = named[i].means[0];
            n = strlen(named[i].entity);
        } else {
            *to++ = raw.ptr[0];
        }
        raw.ptr += n;
        raw.len -= n;
    }
    *to = '\0';
    *out = einv__text(copy, (size_t)(to - copy));
    return true;
}

struct attribute {
    const char *name;
    struct einv_text *value;
};

static bool attribute(struct reader *r, const struct attribute *known)
{
    struct einv_text key = name(r), raw;
    const char *start;

    if (!expect(r, "=\""))
        return false;
    start = r->p;
    if (!skip_to(r, "\""))
        return false;
    raw = einv__text(start, (size_t)(r->p - 1 - start));
    while (known->name != NULL && !einv__text_is(key, known->name))
        known++;
    if (known->name == NULL)
        return fail(r, EINV_EMALFORMED);
    return keep(r, raw, known->value);
}

/* Behind the element's name: attributes, then '>'. */
static bool tag_rest(struct reader *r, const struct attribute *known)
{
    while (r->p < r->end && einv__is_space(*r->p)) {
        while (r->p < r->end && einv__is_space(*r->p))
            r->p++;
        if (!at(r, ">") && !attribute(r, known))
            return false;
    }
    return expect(r, ">");
}

/* --- messages.xml --------------------------------------------------------- */

static bool read_template(struct reader *r, struct einv_message_template *t)
{
    const struct attribute known[] = { { "lang", &t->lang }, { NULL, NULL } };
    const char *end = at(r, "<text") ? "</text>" : "</fix>", *start;

    t->part = at(r, "<text") ? EINV_MESSAGE_TEXT : EINV_MESSAGE_FIX;
    if (!at(r, "<text") && !at(r, "<fix"))
        return fail(r, EINV_EMALFORMED);
    r->p += strlen(end) - 2;
    if (!tag_rest(r, known))
        return false;
    start = r->p;
    while (r->p < r->end && *r->p != '<')
        r->p++;
    return keep(r, einv__text(start, (size_t)(r->p - start)), &t->text)
        && (t->lang.len > 0 || fail(r, EINV_EMALFORMED)) && expect(r, end);
}

/* What stands in <message> or <phrase>, up to its end tag. */
static bool read_templates(struct reader *r, struct einv_message *m,
                           const char *end)
{
    struct einv_message_template **last = &m->templates;

    while (!at(r, end)) {
        *last = einv__arena_zero(r->arena, 1, sizeof **last);
        if (*last == NULL)
            return fail(r, EINV_ENOMEM);
        if (!read_template(r, *last) || !skip_between(r))
            return false;
        last = &(*last)->next;
    }
    return expect(r, end);
}

static bool read_message(struct reader *r, struct einv_message *m)
{
    const struct attribute known[] = {
        { "code", &m->code }, { "severity", &m->severity },
        { "origin", &m->origin }, { "values", &m->values },
        { NULL, NULL },
    };

    if (!expect(r, "<message") || !tag_rest(r, known) || !skip_between(r))
        return false;
    if (m->code.len == 0
        || einv__message_find(r->messages, m->code) != NULL)
        return fail(r, EINV_EMALFORMED);
    return read_templates(r, m, "</message>");
}

static bool read_phrases(struct reader *r)
{
    struct einv_message **last = &r->messages->phrases;

    while (at(r, "<phrase")) {
        struct einv_message *m = einv__arena_zero(r->arena, 1, sizeof *m);
        const struct attribute known[] = {
            { "en", m != NULL ? &m->code : NULL }, { NULL, NULL }
        };

        if (m == NULL)
            return fail(r, EINV_ENOMEM);
        *last = m;
        last = &m->next;
        if (!expect(r, "<phrase") || !tag_rest(r, known) || !skip_between(r)
            || !read_templates(r, m, "</phrase>") || !skip_between(r))
            return false;
    }
    return true;
}

static bool read_all(struct reader *r)
{
    struct einv_text ns;
    const struct attribute known[] = { { "xmlns", &ns }, { NULL, NULL } };

    if (!skip_between(r) || !expect(r, "<messages") || !tag_rest(r, known)
        || !skip_between(r))
        return false;
    while (at(r, "<message ")) {
        struct einv_message *m = einv__arena_zero(r->arena, 1, sizeof *m);

        if (m == NULL)
            return fail(r, EINV_ENOMEM);
        if (!read_message(r, m) || !skip_between(r))
            return false;
        if (r->messages->last != NULL)
            r->messages->last->next = m;
        else
            r->messages->first = m;
        r->messages->last = m;
        r->messages->count++;
    }
    return read_phrases(r) && expect(r, "</messages>") && skip_between(r)
        && (r->p == r->end || fail(r, EINV_EMALFORMED));
}

einv_status einv__messages_load(struct einv_messages **out,
                                struct einv_arena *arena,
                                struct einv_text xml, uint32_t *line)
{
    struct reader r = { .arena = arena, .start = xml.ptr, .p = xml.ptr,
                        .end = xml.len > 0 ? xml.ptr + xml.len : xml.ptr };

    *out = NULL;
    r.messages = einv__arena_zero(arena, 1, sizeof *r.messages);
    if (r.messages == NULL)
        return EINV_ENOMEM;
    if (read_all(&r)) {
        *out = r.messages;
        return EINV_OK;
    }
    if (line != NULL) {
        *line = 1;
        for (const char *p = r.start; p < r.p; p++)
            *line += *p == '\n';
    }
    return r.status;
}

/* --- looking up ----------------------------------------------------------- */

const struct einv_message *einv__message_find(const struct einv_messages *c,
                                              struct einv_text code)
{
    const struct einv_message *m = c != NULL ? c->first : NULL;

    while (m != NULL && !einv__text_eq(m->code, code))
        m = m->next;
    return m;
}

/* "zh-Hans-CN" is served by "zh". */
bool einv__message_serves(struct einv_text have, struct einv_text want)
{
    return want.len >= have.len
        && memcmp(want.ptr, have.ptr, have.len) == 0
        && (want.len == have.len || want.ptr[have.len] == '-'
            || want.ptr[have.len] == '_');
}

struct einv_text einv__message_template(const struct einv_message *message,
                                        enum einv_message_part part,
                                        struct einv_text lang)
{
    const struct einv_message_template *t = message->templates;
    struct einv_text english = EINV_NO_TEXT;

    for (; t != NULL; t = t->next) {
        if (t->part != part)
            continue;
        if (lang.len > 0 && einv__message_serves(t->lang, lang))
            return t->text;
        if (einv__text_is(t->lang, "en"))
            english = t->text;
    }
    return english;
}

/* --- filling in ----------------------------------------------------------- */

struct einv_text einv__style_value(const struct einv_style *style,
                                   struct einv_text value,
                                   struct einv_mask *mask)
{
    static const char before[] = "[redacted ";
    char digits[20];
    size_t n = 0, count = 0, at = sizeof before - 1, size;

    if (!style->redact || value.len == 0)
        return value;
    for (const char *p = value.ptr, *end = p + value.len; p < end; p += size) {
        einv__utf8_get(p, end, &size);
        count++;
    }
    do
        digits[n++] = (char)('0' + count % 10);
    while ((count /= 10) > 0 && n < 18);
    memcpy(mask->text, before, at);
    while (n > 0)
        mask->text[at++] = digits[--n];
    mask->text[at++] = ']';
    return einv__text(mask->text, at);
}

/* Appends what the table has; false: nothing. */
static bool put_words(struct einv_buf *out, struct einv_text words)
{
    einv__buf_text(out, words);
    return words.len > 0;
}

struct einv_text einv__style_phrase(const struct einv_style *style,
                                    struct einv_text words)
{
    const struct einv_messages *all = style->messages;
    const struct einv_message *m = all != NULL ? all->phrases : NULL;
    struct einv_text text = EINV_NO_TEXT;

    while (m != NULL && !einv__text_eq(m->code, words))
        m = m->next;
    if (m != NULL)
        text = einv__message_template(m, EINV_MESSAGE_TEXT, style->lang);
    else if (all != NULL)
        text = einv__words_find(all->words, words, style->lang);
    return text.len > 0 ? text : words;
}

void einv__style_name(const struct einv_style *style, struct einv_text title,
                      struct einv_buf *out)
{
    const struct einv_words *words = style->messages != NULL
                                   ? style->messages->words : NULL;

    if (!put_words(out, einv__words_find(words, title, style->lang)) &&
        !einv__words_name(words, title, style->lang, out))
        einv__buf_text(out, title);
}

void einv__style_title(const struct einv_style *style,
                       const struct einv_finding *finding,
                       struct einv_buf *out)
{
    if (style->title != NULL && finding->term.len > 0)
        einv__style_name(style, style->title(style->model, finding->term),
                         out);
}

struct einv_text einv__style_words(const struct einv_style *style,
                                   const char *words)
{
    return einv__style_phrase(style, einv__text_of(words));
}

/* Does the message say that this place holds a value of the document? */
static bool holds_value(const struct einv_message *m, struct einv_text place)
{
    struct einv_text word, rest = m != NULL ? m->values : EINV_NO_TEXT;

    while ((word = einv__text_word(&rest)).len > 0)
        if (einv__text_eq(word, place))
            return true;
    return false;
}

struct einv_text einv__style_expected(const struct einv_style *style,
                                      const struct einv_finding *finding,
                                      struct einv_mask *mask)
{
    const struct einv_message *m = einv__message_find(style->messages,
                                                      finding->rule);

    /* What a rule expects is often computed from the document. */
    if (finding->check > 0 ? !einv__words_ours(finding, EINV_TEXT("expected"))
                           : holds_value(m, EINV_TEXT("expected")))
        return einv__style_value(style, finding->expected, mask);
    return einv__style_phrase(style, finding->expected);
}

/* A sentence being made. */
struct sentence {
    const struct einv_style *style;
    const struct einv_finding *f;
    const struct einv_message *message;
    struct einv_buf *out;
};

/* The value for a place; empty: nothing.  What the library says itself is no
 * value of the document. */
static struct einv_text value_of(const struct sentence *s,
                                 struct einv_text place,
                                 struct einv_mask *mask)
{
    const struct einv_finding *f = s->f;
    struct einv_text value = EINV_NO_TEXT;

    if (einv__text_is(place, "found"))
        return einv__style_value(s->style, f->found, mask);
    if (einv__text_is(place, "expected"))
        return einv__style_expected(s->style, f, mask);
    if (einv__text_is(place, "term"))
        return f->term;
    for (uint32_t i = 0; i < f->n_args && value.len == 0; i++)
        if (einv__text_eq(f->args[i].name, place))
            value = f->args[i].value;
    return holds_value(s->message, place)
         ? einv__style_value(s->style, value, mask) : value;
}

static void put_value(struct einv_buf *out, struct einv_text value)
{
    const char *p = value.ptr, *end = p + value.len;
    size_t n = 0, size;

    while (p < end && n++ < LONGEST_VALUE) {
        einv__utf8_get(p, end, &size);
        p += size;
    }
    einv__buf_put(out, value.ptr, (size_t)(p - value.ptr));
    if (p < end)
        einv__buf_str(out, "\xe2\x80\xa6");
}

/* Fills `text`; false: a place had nothing to hold. */
static bool fill(const struct sentence *s, struct einv_text text)
{
    struct einv_buf *out = s->out;
    struct einv_mask mask;
    bool all = true;

    while (text.len > 0) {
        char opener = text.ptr[0];
        const char *close = NULL;
        struct einv_text inner, value;

        if (opener == '{' || opener == '[')
            close = memchr(text.ptr, opener == '{' ? '}' : ']', text.len);
        if (close == NULL) {
            einv__buf_char(out, opener);
            text.ptr++;
            text.len--;
            continue;
        }
        inner = einv__text(text.ptr + 1, (size_t)(close - text.ptr - 1));
        text.len -= inner.len + 2;
        text.ptr = close + 1;
        if (opener == '{') {
            value = value_of(s, inner, &mask);
            all = all && value.len > 0;
            if (value.len > 0)
                put_value(out, value);
        } else {
            size_t before = out->len;

            if (!fill(s, inner) && !out->failed)
                out->len = before;
        }
    }
    return all;
}

/* What the finding's maker says, for who may not see values. */
static struct einv_text ready_made(const struct einv_style *style,
                                   const struct einv_finding *f)
{
    for (uint32_t i = 0; style->redact && i < f->n_args; i++)
        if (einv__text_is(f->args[i].name, EINV_ARG_REDACTED))
            return f->args[i].value;
    return f->message;
}

bool einv__message_render(const struct einv_style *style,
                          const struct einv_finding *finding,
                          enum einv_message_part part, struct einv_buf *out)
{
    struct sentence s = { style, finding, NULL, out };
    struct einv_text text;

    if (part == EINV_MESSAGE_TEXT && finding->message.len > 0) {
        if (!einv__words_sentence(style, finding, out))
            einv__buf_text(out, ready_made(style, finding));
        return true;
    }
    if (part == EINV_MESSAGE_FIX && finding->fix.len > 0) {
        einv__buf_text(out, einv__style_phrase(style, finding->fix));
        return true;
    }
    s.message = einv__message_find(style->messages, finding->rule);
    if (s.message == NULL)
        return false;
    text = einv__message_template(s.message, part, style->lang);
    fill(&s, text);
    return text.len > 0;
}
