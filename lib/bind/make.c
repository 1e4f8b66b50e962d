/* make.c: the makers: values made of the invoice, by name. */
#include "make.h"

#include "../base/date.h"
#include "../base/sha.h"

/* Names made by this library, as a UUID namespace: version 5 of
 * "urn:einv:uuid5" in RFC 9562's namespace for URLs. */
static const uint8_t own_namespace[16] = {
    0xe1, 0xa0, 0x51, 0x57, 0xc9, 0x37, 0x57, 0x23,
    0xad, 0x78, 0xb1, 0x6e, 0x51, 0x58, 0xa7, 0xf8
};

static const struct bind_path *path_of(const struct make_call *call,
                                       uint32_t i)
{
    return &call->r->b->paths[call->make->paths.first + i];
}

static struct einv_entry *entry_of(const struct make_call *call, uint32_t i)
{
    return einv__bind_find(call->r, path_of(call, i), call->at);
}

/* --- makers --------------------------------------------------------------- */

static bool make_words_zh(const struct make_call *call)
{
    const struct einv_entry *e = entry_of(call, 0);
    struct einv_text number;

    if (e == NULL || e->text == NULL)
        return false;
    number = einv__entry_text(e);
    if (call->turned)
        number = einv__bind_turn(call->r, number);
    return number.ptr != NULL && einv__words_zh(number, call->out);
}

static bool make_count(const struct make_call *call)
{
    const struct einv_entry *e = entry_of(call, 0);
    uint64_t n = 0;

    for (; e != NULL; e = einv__entry_more(e))
        n++;
    einv__buf_uint(call->out, n);
    return true;
}

static bool make_has(const struct make_call *call)
{
    const struct einv_entry *e = entry_of(call, 0);

    einv__buf_str(call->out, e != NULL && (e->text != NULL ||
                                           e->first != NULL)
                             ? "true" : "false");
    return true;
}

/* Which member of its list the record is, from 1. */
static bool make_position(const struct make_call *call)
{
    if (call->at->parent == NULL)
        return false;
    einv__buf_uint(call->out, einv__entry_index(call->at, call->r->counted));
    return true;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool einv__make_uuid_read(struct einv_text text, uint8_t uuid[16])
{
    size_t n = 0;

    if (text.len != 36)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        int value = hex_value(text.ptr[i]);

        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text.ptr[i] != '-')
                return false;
            continue;
        }
        if (value < 0)
            return false;
        uuid[n / 2] = (uint8_t)(n % 2 == 0 ? value << 4
                                           : uuid[n / 2] | value);
        n++;
    }
    return true;
}

static void put_uuid(const uint8_t uuid[16], struct einv_buf *out)
{
    static const char hex[] = "0123456789abcdef";

    for (unsigned i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            einv__buf_char(out, '-');
        einv__buf_char(out, hex[uuid[i] >> 4]);
        einv__buf_char(out, hex[uuid[i] & 15]);
    }
}

/* RFC 9562 5.5.  Several fields are one name with a line feed between. */
static bool make_uuid5(const struct make_call *call)
{
    struct einv_sha sha;
    uint8_t digest[20];

    memcpy(digest, own_namespace, 16);
    if (call->make->text.len > 0)
        einv__make_uuid_read(call->make->text, digest);
    einv__sha1_begin(&sha);
    einv__sha_add(&sha, digest, 16);
    for (uint32_t i = 0; i < call->make->paths.n; i++) {
        const struct einv_entry *e = entry_of(call, i);

        if (e == NULL || e->text == NULL)
            return false;
        if (i > 0)
            einv__sha_add(&sha, "\n", 1);
        einv__sha_add(&sha, e->text, e->len);
    }
    einv__sha_end(&sha, digest, EINV_SHA1_SIZE);
    digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x50);
    digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80);
    put_uuid(digest, call->out);
    return true;
}

/* --- templates ----------------------------------------------------------- */

/* What no common file system, or a path, takes for part of a name. */
static bool fits_file_name(struct einv_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 ||
            strchr("/\\:*?\"<>|", text.ptr[i]) != NULL)
            return false;
    return text.len > 0;
}

static bool put_field(const struct make_call *call,
                      const struct bind_part *part)
{
    const struct einv_entry *e =
        einv__bind_find(call->r, &call->r->b->paths[part->field], call->at);
    struct einv_date date;
    char text[64];
    size_t n;

    if (e == NULL || e->text == NULL)
        return false;
    if (part->text.len == 0) {
        einv__buf_text(call->out, einv__entry_text(e));
        return fits_file_name(einv__entry_text(e));
    }
    if (!einv__date_parse(&date, einv__entry_text(e),
                          EINV_TEXT("yyyy-MM-dd")))
        return false;
    n = einv__date_format(&date, part->text, text, sizeof(text));
    einv__buf_text(call->out, einv__text(text, n));
    return n > 0;
}

static bool make_file_name(const struct make_call *call)
{
    const struct einv_binding *b = call->r->b;

    for (uint32_t i = 0; i < call->make->parts.n; i++) {
        const struct bind_part *part = &b->parts[call->make->parts.first + i];

        if (part->kind == PART_TEXT) {
            einv__buf_text(call->out, part->text);
        } else if (part->length > 0) {       /* a maker within */
            struct make_call inner = *call;

            inner.make = &b->makes[part->length];
            if (!inner.make->maker->make(&inner))
                return false;
        } else if (!put_field(call, part)) {
            return false;
        }
    }
    return true;
}

/* --- the table ----------------------------------------------------------- */

static const struct bind_maker makers[] = {      /* ORDER MAKER */
    { "count", MAKE_LIST, EINV_TYPE_AMOUNT, make_count, NULL },
    { "file-name", MAKE_TEMPLATE, EINV_TYPE_TEXT, make_file_name, NULL },
    { "has", MAKE_ANY, EINV_TYPE_BOOLEAN, make_has, NULL },
    { "position", MAKE_NOTHING, EINV_TYPE_AMOUNT, make_position, NULL },
    { "uuid5", MAKE_PATHS, EINV_TYPE_TEXT, make_uuid5, NULL },
    { "words-zh", MAKE_NUMBER, EINV_TYPE_TEXT, make_words_zh,
      einv__words_zh_same },
};

const char einv__maker_names[] =
    "count(list), file-name(text with {fields}), has(field), position, "
    "uuid5(fields) or words-zh(number)";

const struct bind_maker *einv__maker_find(struct einv_text name)
{
    for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
        if (einv__text_is(name, makers[i].name))
            return &makers[i];
    return NULL;
}

bool einv__make_text(struct bind_run *r, const struct bind_row *row,
                     struct einv_entry *at, bool credit,
                     struct einv_text *out)
{
    const struct bind_make *make = &r->b->makes[row->make];
    struct bind_value value = { 0 };
    struct bind_row plain = *row;
    struct einv_buf buf;
    char *copy = NULL;
    bool made;

    einv__buf_init(&buf, r->inv->alloc);
    {
        struct make_call call = {
            r, make, at, credit && (row->flags & ROW_SIGN), &buf
        };

        made = make->maker->make(&call) && buf.len > 0;
    }
    if (made)
        copy = einv__arena_dup(r->arena, einv__buf_get(&buf));
    r->nomem |= buf.failed || (made && copy == NULL);
    value.fields[0] = einv__text(copy, copy != NULL ? buf.len : 0);
    einv__buf_free(&buf);
    if (copy == NULL || r->nomem)
        return false;
    if (row->codecs.n == 0)
        plain.flags |= ROW_PLAIN;
    return einv__value_encode(r->b, &plain, &value, r->arena, out,
                              &r->nomem) && out->ptr != NULL;
}

bool einv__make_same(const struct bind_run *r, const struct bind_row *row,
                     struct einv_text text, struct einv_text made)
{
    const struct bind_maker *maker = r->b->makes[row->make].maker;

    text = einv__text_trim(text);
    return maker->same != NULL ? maker->same(text, made)
                               : einv__text_eq(text, made);
}
