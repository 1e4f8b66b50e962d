/* words.c: sentences of rules as rows: how a sentence becomes the pattern
 * that its row is found by, and how the row's text is filled.
 */
#include "words.h"

enum { MOST_LANGUAGES = 16, MOST_TERMS = 8 };

struct row {
    struct einv_text in[MOST_LANGUAGES];
};

struct einv_words {
    struct einv_text langs[MOST_LANGUAGES];
    size_t n_langs;
    const struct row *rows;
    uint32_t *slots;            /* number of a row + 1, by its English */
    uint32_t mask;
};

/* --- the table ------------------------------------------------------------ */

static size_t count_lines(struct einv_text tsv)
{
    size_t n = 0;

    for (size_t i = 0; i < tsv.len; i++)
        n += tsv.ptr[i] == '\n';
    return n;
}

static size_t split(struct einv_text line, struct einv_text *cells)
{
    size_t n = 0;

    while (line.ptr != NULL && n < MOST_LANGUAGES)
        cells[n++] = einv__text_cut(line, '\t', &line);
    return line.ptr == NULL ? n : 0;
}

static uint32_t *slot_of(const struct einv_words *w, struct einv_text english)
{
    uint32_t at = einv__hash32(EINV_HASH32_SEED, english.ptr, english.len);

    while (w->slots[at & w->mask] != 0 &&
           !einv__text_eq(w->rows[w->slots[at & w->mask] - 1].in[0], english))
        at++;
    return &w->slots[at & w->mask];
}

/* A row has as many cells as the head, none of them empty, and an English
 * text of its own. */
static bool add(struct einv_words *w, struct row *row, size_t number,
                struct einv_text line)
{
    uint32_t *slot;

    if (split(line, row->in) != w->n_langs)
        return false;
    for (size_t i = 0; i < w->n_langs; i++)
        if (row->in[i].len == 0)
            return false;
    slot = slot_of(w, row->in[0]);
    if (*slot != 0)
        return false;
    *slot = (uint32_t)number;
    return true;
}

einv_status einv__words_load(struct einv_words **out,
                             struct einv_arena *arena, struct einv_text tsv,
                             uint32_t *line)
{
    struct einv_words *w = einv__arena_zero(arena, 1, sizeof *w);
    size_t n = count_lines(tsv), at = 0;
    struct row *rows = einv__arena_zero(arena, n + 1, sizeof *rows);
    struct einv_text rest = tsv;

    *out = NULL;
    if (w == NULL || rows == NULL)
        return EINV_ENOMEM;
    for (w->mask = 1; w->mask < 2 * n; w->mask *= 2)
        ;
    w->slots = einv__arena_zero(arena, w->mask, sizeof *w->slots);
    if (w->slots == NULL)
        return EINV_ENOMEM;
    w->mask--;
    w->rows = rows;
    w->n_langs = split(einv__text_cut(rest, '\n', &rest), w->langs);
    while (w->n_langs > 0 && rest.len > 0 &&
           add(w, &rows[at], at + 1, einv__text_cut(rest, '\n', &rest)))
        at++;
    if (line != NULL)
        *line = (uint32_t)at + 2;
    if (w->n_langs == 0 || at + 1 != n || rest.len > 0)
        return EINV_EMALFORMED;
    *out = w;
    return EINV_OK;
}

struct einv_text einv__words_find(const struct einv_words *words,
                                  struct einv_text english,
                                  struct einv_text lang)
{
    uint32_t number;

    if (words == NULL || lang.len == 0 || english.len == 0)
        return EINV_NO_TEXT;
    for (size_t i = 1; i < words->n_langs; i++)
        if (einv__message_serves(words->langs[i], lang)) {
            number = *slot_of(words, english);
            return number > 0 ? words->rows[number - 1].in[i] : EINV_NO_TEXT;
        }
    return EINV_NO_TEXT;
}

/* --- names ---------------------------------------------------------------- */

/* The row whose English is `before` and then `rest`. */
static struct einv_text find_with(const struct einv_words *words,
                                  const char *before, struct einv_text rest,
                                  struct einv_text lang,
                                  struct einv_buf *scratch)
{
    scratch->len = 0;
    einv__buf_str(scratch, before);
    einv__buf_text(scratch, rest);
    return scratch->failed ? EINV_NO_TEXT
                           : einv__words_find(words, einv__buf_get(scratch),
                                              lang);
}

static void put_role(struct einv_buf *out, struct einv_text name,
                     struct einv_text role)
{
    static const char place[] = "{role}";
    size_t n = sizeof place - 1;

    while (name.len > 0) {
        if (name.len >= n && memcmp(name.ptr, place, n) == 0) {
            einv__buf_text(out, role);
            name = einv__text(name.ptr + n, name.len - n);
        } else {
            einv__buf_char(out, *name.ptr);
            name = einv__text(name.ptr + 1, name.len - 1);
        }
    }
}

bool einv__words_name(const struct einv_words *words, struct einv_text english,
                      struct einv_text lang, struct einv_buf *out)
{
    struct einv_text name = EINV_NO_TEXT, role = EINV_NO_TEXT;
    struct einv_buf scratch;

    einv__buf_init(&scratch, out->alloc);
    for (size_t i = english.len; i > 1 && name.len == 0; i--) {
        struct einv_text rest = einv__text(english.ptr + i - 1,
                                           english.len - i + 1);

        if (rest.ptr[0] != ' ')
            continue;
        role = find_with(words, "of ", einv__text(english.ptr, i - 1), lang,
                         &scratch);
        if (role.len > 0)
            name = find_with(words, "{role}", rest, lang, &scratch);
    }
    if (name.len > 0)
        put_role(out, name, role);
    out->failed = out->failed || scratch.failed;
    einv__buf_free(&scratch);
    return name.len > 0;
}

/* --- sentences ------------------------------------------------------------ */

struct term {
    struct einv_text id, title;         /* title: English; empty: a bare id */
};

struct pattern {
    const struct einv_style *style;
    struct term terms[MOST_TERMS];
    size_t n_terms, n_named, n_bare;
};

/* The length of a term's id at the start of a text: BT-131, BT-X-95. */
static size_t id_length(struct einv_text t)
{
    size_t i = 3;

    if (t.len < 4 || (t.ptr[0] != 'B' && t.ptr[0] != 'X') ||
        (t.ptr[1] != 'T' && t.ptr[1] != 'G') || t.ptr[2] != '-')
        return 0;
    if (t.len > 5 && t.ptr[3] == 'X' && t.ptr[4] == '-')
        i = 5;
    while (i < t.len && ((t.ptr[i] >= '0' && t.ptr[i] <= '9') ||
           (t.ptr[i] == '-' && i + 1 < t.len && t.ptr[i + 1] >= '0' &&
            t.ptr[i + 1] <= '9')))
        i++;
    return t.ptr[i - 1] == '-' ? 0 : i;
}

/* Does the pattern end with the title and "("?  A sentence may begin with
 * it, or go on with it: the first letter is of either case. */
static bool ends_with(const struct einv_buf *out, struct einv_text title)
{
    const char *at;

    if (title.len == 0 || out->len < title.len + 2)
        return false;
    at = out->data + out->len - 2 - title.len;
    return memcmp(out->data + out->len - 2, " (", 2) == 0 &&
           (at[0] | 0x20) == (title.ptr[0] | 0x20) &&
           memcmp(at + 1, title.ptr + 1, title.len - 1) == 0;
}

static void put_number(struct einv_buf *out, char kind, size_t n)
{
    einv__buf_char(out, '{');
    einv__buf_char(out, kind);
    einv__buf_uint(out, n);
    einv__buf_char(out, '}');
}

/* The id at the start of the rest becomes a place, with its name before it
 * and its brackets.  How many bytes of the rest that takes. */
static size_t put_term(struct pattern *p, struct einv_text rest, size_t id,
                       struct einv_buf *out)
{
    struct term *t = &p->terms[p->n_terms++];
    const struct einv_finding f = { .term = einv__text(rest.ptr, id) };

    t->id = f.term;
    t->title = p->style->title != NULL
             ? p->style->title(p->style->model, f.term) : EINV_NO_TEXT;
    if (rest.len > id && rest.ptr[id] == ')' && ends_with(out, t->title)) {
        out->len -= t->title.len + 2;
        put_number(out, 't', ++p->n_named);
        return id + 1;
    }
    t->title = EINV_NO_TEXT;
    put_number(out, 'b', ++p->n_bare);
    return id;
}

/* What the sentence's row is found by. */
static void put_key(struct pattern *p, struct einv_text rest,
                    struct einv_buf *out)
{
    while (rest.len > 0 && !out->failed) {
        size_t n = p->n_terms < MOST_TERMS ? id_length(rest) : 0;

        if (n > 0)
            n = put_term(p, rest, n, out);
        else
            einv__buf_put(out, rest.ptr, n = 1);
        rest = einv__text(rest.ptr + n, rest.len - n);
    }
}

static struct einv_text argument(const struct einv_finding *f,
                                 struct einv_text name)
{
    for (uint32_t i = 0; i < f->n_args; i++)
        if (einv__text_eq(f->args[i].name, name))
            return f->args[i].value;
    return EINV_NO_TEXT;
}

bool einv__words_ours(const struct einv_finding *finding,
                      struct einv_text place)
{
    struct einv_text rest = argument(finding, EINV_TEXT(EINV_ARG_OURS)), word;

    while ((word = einv__text_word(&rest)).len > 0)
        if (einv__text_eq(word, place))
            return true;
    return false;
}

/* The n-th term with a name, or without. */
static void put_named(const struct pattern *p, struct einv_text place,
                      struct einv_buf *out)
{
    bool named = place.ptr[0] == 't';
    size_t n = (size_t)(place.ptr[1] - '0');

    for (size_t i = 0; i < p->n_terms; i++) {
        const struct term *t = &p->terms[i];

        if ((t->title.len > 0) != named || --n > 0)
            continue;
        if (named) {
            einv__style_name(p->style, t->title, out);
            einv__buf_str(out, " (");
        }
        einv__buf_text(out, t->id);
        if (named)
            einv__buf_char(out, ')');
        return;
    }
}

static void put_place(const struct pattern *p, const struct einv_finding *f,
                      struct einv_text place, struct einv_buf *out)
{
    struct einv_text value = argument(f, place), word;
    struct einv_mask mask;
    bool first = true;

    if (place.len == 2 && (place.ptr[0] == 't' || place.ptr[0] == 'b')) {
        put_named(p, place, out);
        return;
    }
    value = einv__words_ours(f, place)
                ? einv__style_phrase(p->style, value)
                : einv__style_value(p->style, value, &mask);
    while ((word = einv__text_word(&value)).len > 0) {
        if (!first)
            einv__buf_char(out, ' ');
        einv__buf_text(out, word);
        first = false;
    }
}

static void fill(const struct pattern *p, const struct einv_finding *f,
                 struct einv_text text, struct einv_buf *out)
{
    while (text.len > 0) {
        const char *close = text.ptr[0] == '{'
                          ? memchr(text.ptr, '}', text.len) : NULL;
        size_t n = close != NULL ? (size_t)(close - text.ptr) + 1 : 1;

        if (close != NULL)
            put_place(p, f, einv__text(text.ptr + 1, n - 2), out);
        else
            einv__buf_char(out, text.ptr[0]);
        text = einv__text(text.ptr + n, text.len - n);
    }
}

void einv__words_fill(const struct einv_style *style,
                      const struct einv_finding *finding,
                      struct einv_text text, struct einv_buf *out)
{
    struct pattern p = { .style = style };

    fill(&p, finding, text, out);
}

bool einv__words_sentence(const struct einv_style *style,
                          const struct einv_finding *finding,
                          struct einv_buf *out)
{
    struct einv_text pattern = argument(finding,
                                        EINV_TEXT(EINV_ARG_PATTERN)), text;
    struct pattern p = { .style = style };
    struct einv_buf key;

    if (pattern.len == 0 || style->messages == NULL)
        return false;
    einv__buf_init(&key, out->alloc);
    put_key(&p, pattern, &key);
    text = einv__words_find(style->messages->words, einv__buf_get(&key),
                            style->lang);
    fill(&p, finding, text, out);
    out->failed = out->failed || key.failed;
    einv__buf_free(&key);
    return text.len > 0;
}
