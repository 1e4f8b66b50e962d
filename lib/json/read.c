/* read.c: JSON as RFC 8259 has it, and nothing else.
 *
 * Strict, because two readers that understand one invoice differently are
 * an attack: no duplicate keys, no comments, no trailing commas, no lone
 * surrogates.  There is no recursion: the open containers are a list of
 * their own.  Numbers stay text.
 */
#include "json.h"

struct open {
    struct einv_json *container, *last;
};

struct reader {
    const char *start, *p, *end;
    struct einv_text bytes;
    struct einv_arena *arena;
    const struct einv_limits *limits;
    struct einv_report *report;
    struct open *open;            /* the containers around p */
    size_t n_open, cap_open;
    uint64_t values;
    einv_status status;           /* the first thing that went wrong */
};

/* --- saying what is wrong ------------------------------------------------- */

/* Columns count characters; the BOM is none. */
static struct einv_position position_at(struct einv_text bytes, size_t offset)
{
    struct einv_position pos = { .line = 1, .column = 1, .offset = offset };
    size_t i = 0;

    if (bytes.len >= 3 && memcmp(bytes.ptr, "\xef\xbb\xbf", 3) == 0)
        i = 3;
    for (; i < offset && i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];

        if (c == '\n' || (c == '\r' && (i + 1 >= bytes.len
                                        || bytes.ptr[i + 1] != '\n'))) {
            pos.line++;
            pos.column = 1;
        } else if ((c & 0xc0) != 0x80 && c != '\r') {
            pos.column++;
        }
    }
    return pos;
}

/* What stands at `at`, short enough for a message. */
static void show(char out[8], const char *at, const char *end)
{
    size_t size = 0;

    if (at < end) {
        einv__utf8_get(at, end, &size);
        memcpy(out, at, size);
    }
    out[size] = '\0';
}

static bool fail(struct reader *r, const char *rule, const char *at,
                 const char *expected)
{
    char found[8];

    if (r->status != EINV_OK)
        return false;
    r->status = EINV_EMALFORMED;
    show(found, at, r->end);
    einv__diag(r->report, EINV_SEV_FATAL, "json", rule,
               position_at(r->bytes, (size_t)(at - r->start)),
               "found", at < r->end ? found : "end of text",
               "expected", expected, NULL);
    return false;
}

static bool malformed(struct reader *r, const char *expected)
{
    return fail(r, "JSON_MALFORMED", r->p, expected);
}

static bool over_limit(struct reader *r, const char *limit, uint64_t value)
{
    char digits[21];
    size_t at = sizeof digits - 1;

    if (r->status != EINV_OK)
        return false;
    r->status = EINV_ELIMIT;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    einv__diag(r->report, EINV_SEV_FATAL, "json", "JSON_LIMIT",
               position_at(r->bytes, (size_t)(r->p - r->start)),
               "limit", limit, "allowed", digits + at, NULL);
    return false;
}

static bool no_memory(struct reader *r)
{
    if (r->status == EINV_OK)
        r->status = EINV_ENOMEM;
    return false;
}

/* --- tokens --------------------------------------------------------------- */

static void skip_space(struct reader *r)
{
    while (r->p < r->end && einv__is_space(*r->p))
        r->p++;
}

/* 4 hexadecimal digits; false: not there. */
static bool hex4(struct reader *r, uint32_t *unit)
{
    *unit = 0;
    if (r->end - r->p < 4)
        return malformed(r, "four hexadecimal digits");
    for (int i = 0; i < 4; i++, r->p++) {
        char c = *r->p;
        uint32_t v;

        if (c >= '0' && c <= '9')
            v = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            v = (uint32_t)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            v = (uint32_t)(c - 'A') + 10;
        else
            return malformed(r, "a hexadecimal digit");
        *unit = *unit * 16 + v;
    }
    return true;
}

/* Behind \u: one code unit, or two that make a pair. */
static bool unicode_escape(struct reader *r, uint32_t *code_point)
{
    const char *at = r->p;
    uint32_t low;

    if (!hex4(r, code_point))
        return false;
    if (*code_point >= 0xdc00 && *code_point <= 0xdfff)
        return fail(r, "JSON_ENCODING", at, "no lone surrogate");
    if (*code_point < 0xd800 || *code_point > 0xdbff)
        return true;
    if (r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u')
        return fail(r, "JSON_ENCODING", at, "the second surrogate");
    r->p += 2;
    if (!hex4(r, &low))
        return false;
    if (low < 0xdc00 || low > 0xdfff)
        return fail(r, "JSON_ENCODING", at, "the second surrogate");
    *code_point = 0x10000 + ((*code_point - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

/* Behind a backslash: writes what it means at *to. */
static bool escape(struct reader *r, char **to)
{
    static const char from[] = "\"\\/bfnrt";
    static const char means[] = "\"\\/\b\f\n\r\t";
    char c = r->p < r->end ? *r->p : '\0';
    const char *named = c != '\0' ? strchr(from, c) : NULL;
    uint32_t code_point;

    if (named != NULL) {
        *(*to)++ = means[named - from];
        r->p++;
        return true;
    }
    if (c != 'u')
        return malformed(r, "an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
    r->p++;
    if (!unicode_escape(r, &code_point))
        return false;
    *to += einv__utf8_put(code_point, *to);
    return true;
}

/* The end of the string that starts at p, which is not checked otherwise. */
static const char *closing_quote(const struct reader *r, bool *escaped)
{
    const char *p = r->p;

    *escaped = false;
    while (p < r->end && *p != '"') {
        if (*p == '\\') {
            *escaped = true;
            p++;
        }
        if (p < r->end)
            p++;
    }
    return p;
}

static bool plain_string(struct reader *r, const char *end,
                         struct einv_text *out)
{
    const char *start = r->p;

    for (; r->p < end; r->p++)
        if ((unsigned char)*r->p < 0x20)
            return malformed(r, "an escape for the control character");
    *out = einv__text(start, (size_t)(end - start));
    r->p++;
    return true;
}

/* No escape is shorter than what it means: the raw length is room enough. */
static bool escaped_string(struct reader *r, const char *end,
                           struct einv_text *out)
{
    char *copy = einv__arena_alloc(r->arena, (size_t)(end - r->p) + 1);
    char *to = copy;

    if (copy == NULL)
        return no_memory(r);
    while (r->p < end) {
        if ((unsigned char)*r->p < 0x20)
            return malformed(r, "an escape for the control character");
        if (*r->p != '\\') {
            *to++ = *r->p++;
            continue;
        }
        r->p++;
        if (!escape(r, &to))
            return false;
    }
    *to = '\0';
    *out = einv__text(copy, (size_t)(to - copy));
    r->p++;
    return true;
}

/* p is behind the opening quote; then behind the closing one. */
static bool string(struct reader *r, struct einv_text *out)
{
    uint64_t most = r->limits->text > r->limits->binary ? r->limits->text
                                                        : r->limits->binary;
    bool escaped;
    const char *end = closing_quote(r, &escaped);

    if ((uint64_t)(end - r->p) > most)
        return over_limit(r, "text", most);
    if (end == r->end) {
        r->p = end;
        return malformed(r, "\"");
    }
    return escaped ? escaped_string(r, end, out) : plain_string(r, end, out);
}

static bool digits(struct reader *r)
{
    const char *start = r->p;

    while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
        r->p++;
    return r->p > start || malformed(r, "a digit");
}

static bool number(struct reader *r, struct einv_text *out)
{
    const char *start = r->p;

    if (*r->p == '-')
        r->p++;
    if (r->p < r->end && *r->p == '0')
        r->p++;
    else if (!digits(r))
        return false;
    if (r->p < r->end && *r->p == '.') {
        r->p++;
        if (!digits(r))
            return false;
    }
    if (r->p < r->end && (*r->p == 'e' || *r->p == 'E')) {
        r->p++;
        if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
            r->p++;
        if (!digits(r))
            return false;
    }
    *out = einv__text(start, (size_t)(r->p - start));
    return true;
}

static bool literal(struct reader *r, const char *word, struct einv_json *v,
                    enum einv_json_kind kind)
{
    size_t len = strlen(word);

    if ((size_t)(r->end - r->p) < len || memcmp(r->p, word, len) != 0)
        return malformed(r, "a value");
    v->kind = kind;
    if (kind == EINV_JSON_BOOL)
        v->text = einv__text(r->p, len);
    r->p += len;
    return true;
}

/* --- duplicate keys ------------------------------------------------------- */

static int by_key(const struct einv_json *a, const struct einv_json *b)
{
    int c;

    if (a->key.len != b->key.len)
        return a->key.len < b->key.len ? -1 : 1;
    c = a->key.len > 0 ? memcmp(a->key.ptr, b->key.ptr, a->key.len) : 0;
    if (c == 0)
        c = a->offset < b->offset ? -1 : 1;
    return c;
}

static void sink(struct einv_json **heap, size_t root, size_t n)
{
    struct einv_json *value = heap[root];

    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && by_key(heap[child], heap[child + 1]) < 0)
            child++;
        if (by_key(value, heap[child]) >= 0)
            break;
        heap[root] = heap[child];
    }
    heap[root] = value;
}

/* Heap sort: no hash, so no keys chosen to collide make it slow. */
static void sort_by_key(struct einv_json **v, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sink(v, i, n);
    for (size_t i = n; i-- > 1;) {
        struct einv_json *top = v[0];

        v[0] = v[i];
        v[i] = top;
        sink(v, 0, i);
    }
}

/* The first member whose key stood there before; NULL: none. */
static struct einv_json *first_double(struct einv_json **sorted, size_t n)
{
    struct einv_json *found = NULL;

    for (size_t i = 1; i < n; i++)
        if (einv__text_eq(sorted[i - 1]->key, sorted[i]->key)
            && (found == NULL || sorted[i]->offset < found->offset))
            found = sorted[i];
    return found;
}

static bool no_doubles(struct reader *r, const struct einv_json *object)
{
    struct einv_arena_mark mark = einv__arena_mark(r->arena);
    struct einv_json *few[16], **all = few, *twice;
    size_t n = 0;

    for (struct einv_json *m = object->first; m != NULL; m = m->next)
        n++;
    if (n > sizeof few / sizeof few[0]
        && (all = einv__arena_zero(r->arena, n, sizeof *all)) == NULL)
        return no_memory(r);
    n = 0;
    for (struct einv_json *m = object->first; m != NULL; m = m->next)
        all[n++] = m;
    sort_by_key(all, n);
    twice = first_double(all, n);
    if (twice != NULL) {
        char *key = einv__arena_dup(r->arena, twice->key);

        r->status = EINV_EMALFORMED;
        einv__diag(r->report, EINV_SEV_FATAL, "json", "JSON_DUPLICATE",
                   position_at(r->bytes, twice->offset),
                   "found", key != NULL ? key : "", NULL);
    }
    einv__arena_reset(r->arena, mark);
    return twice == NULL;
}

/* --- values --------------------------------------------------------------- */

static struct einv_json *innermost(struct reader *r)
{
    return r->n_open > 0 ? r->open[r->n_open - 1].container : NULL;
}

static bool enter(struct reader *r, struct einv_json *v, char bracket)
{
    if (r->n_open >= r->limits->depth)
        return over_limit(r, "depth", r->limits->depth);
    if (!einv__grow(r->arena->alloc, &r->open, &r->cap_open, r->n_open + 1,
                    sizeof *r->open))
        return no_memory(r);
    v->kind = bracket == '{' ? EINV_JSON_OBJECT : EINV_JSON_ARRAY;
    r->open[r->n_open++] = (struct open){ v, NULL };
    r->p++;
    return true;
}

/* One value, for a container its beginning. */
static bool begin_value(struct reader *r, struct einv_json *v)
{
    char c = r->p < r->end ? *r->p : '\0';

    v->offset = (uint32_t)(r->p - r->start);
    switch (c) {
    case '{': case '[':
        return enter(r, v, c);
    case '"':
        v->kind = EINV_JSON_STRING;
        r->p++;
        return string(r, &v->text);
    case 't':
        return literal(r, "true", v, EINV_JSON_BOOL);
    case 'f':
        return literal(r, "false", v, EINV_JSON_BOOL);
    case 'n':
        return literal(r, "null", v, EINV_JSON_NULL);
    default:
        if (c != '-' && (c < '0' || c > '9'))
            return malformed(r, "a value");
        v->kind = EINV_JSON_NUMBER;
        return number(r, &v->text);
    }
}

static bool member_key(struct reader *r, struct einv_text *out)
{
    if (r->p >= r->end || *r->p != '"')
        return malformed(r, "a key in quotes");
    r->p++;
    if (!string(r, out))
        return false;
    skip_space(r);
    if (r->p >= r->end || *r->p != ':')
        return malformed(r, ":");
    r->p++;
    skip_space(r);
    return true;
}

/* The next member or item of the innermost container. */
static bool item(struct reader *r)
{
    struct open *at = &r->open[r->n_open - 1];
    struct einv_json *v;

    if (r->values++ >= r->limits->elements)
        return over_limit(r, "elements", r->limits->elements);
    v = einv__arena_zero(r->arena, 1, sizeof *v);
    if (v == NULL)
        return no_memory(r);
    if (at->container->kind == EINV_JSON_OBJECT && !member_key(r, &v->key))
        return false;
    if (at->last != NULL)
        at->last->next = v;
    else
        at->container->first = v;
    at->last = v;
    return begin_value(r, v);
}

static bool leave(struct reader *r)
{
    struct einv_json *container = innermost(r);

    r->p++;
    r->n_open--;
    return container->kind == EINV_JSON_ARRAY || no_doubles(r, container);
}

/* Items of the open containers until all are closed. */
static bool fill(struct reader *r)
{
    while (r->n_open > 0) {
        bool object = innermost(r)->kind == EINV_JSON_OBJECT;
        bool first = r->open[r->n_open - 1].last == NULL;
        char c;

        skip_space(r);
        c = r->p < r->end ? *r->p : '\0';
        if (c == (object ? '}' : ']')) {
            if (!leave(r))
                return false;
            continue;
        }
        if (!first) {
            if (c != ',')
                return malformed(r, object ? ", or }" : ", or ]");
            r->p++;
            skip_space(r);
        }
        if (!item(r))
            return false;
    }
    return true;
}

static bool is_utf8(struct reader *r)
{
    const char *p = r->p;
    size_t size;

    if (einv__utf8_valid(einv__text(p, (size_t)(r->end - p))))
        return true;
    while (einv__utf8_get(p, r->end, &size) != 0xfffd || size == 3)
        p += size;
    r->p = p;
    r->status = EINV_EMALFORMED;
    einv__diag(r->report, EINV_SEV_FATAL, "json", "JSON_ENCODING",
               position_at(r->bytes, (size_t)(p - r->start)),
               "found", "", "expected", "UTF-8", NULL);
    return false;
}

static bool document(struct reader *r, struct einv_json *root)
{
    if (r->bytes.len > r->limits->bytes || r->bytes.len >= UINT32_MAX)
        return over_limit(r, "bytes", r->limits->bytes);
    if (!is_utf8(r))
        return false;
    skip_space(r);
    if (!begin_value(r, root) || !fill(r))
        return false;
    skip_space(r);
    return r->p == r->end || malformed(r, "the end of the text");
}

einv_status einv__json_read(struct einv_json **out, struct einv_arena *arena,
                            struct einv_text bytes,
                            const struct einv_limits *limits,
                            struct einv_report *report)
{
    struct einv_limits defaults;
    struct reader r = {
        .bytes = bytes, .arena = arena, .limits = limits, .report = report,
    };
    struct einv_json *root = einv__arena_zero(arena, 1, sizeof *root);

    *out = NULL;
    if (root == NULL)
        return EINV_ENOMEM;
    if (limits == NULL) {
        einv__limits_default(&defaults);
        r.limits = &defaults;
    }
    r.start = r.p = bytes.ptr != NULL ? bytes.ptr : "";
    r.end = r.start + bytes.len;
    if (bytes.len >= 3 && memcmp(r.p, "\xef\xbb\xbf", 3) == 0)
        r.p += 3;
    if (document(&r, root))
        *out = root;
    einv__free(arena->alloc, r.open, r.cap_open * sizeof *r.open);
    return r.status;
}

const struct einv_json *einv__json_get(const struct einv_json *object,
                                       const char *key)
{
    if (object == NULL || object->kind != EINV_JSON_OBJECT)
        return NULL;
    for (const struct einv_json *m = object->first; m != NULL; m = m->next)
        if (einv__text_is(m->key, key))
            return m;
    return NULL;
}

struct einv_position einv__json_position(struct einv_text bytes,
                                         const struct einv_json *value)
{
    return position_at(bytes, value->offset);
}
