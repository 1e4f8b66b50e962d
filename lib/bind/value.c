/* value.c: a row's text and the row's fields: type spelling, codec chains,
 * fused codes, patterns.
 */
#include "codec.h"

#include "../base/decimal.h"

/* xs:decimal in the model's spelling: digits as written, without a plus
 * sign and without zeros that lead nowhere. */
static bool spell_number(struct einv_text in, struct einv_arena *arena,
                         struct einv_text *out, bool *nomem)
{
    bool negative;
    const char *p, *end;
    char *to;
    size_t n;

    in = einv__text_trim(in);
    if (!einv__decimal_is(in))
        return false;
    p = in.ptr;
    end = p + in.len;
    negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    while (p + 1 < end && *p == '0' && p[1] != '.')
        p++;
    if (*p != '.' && end[-1] != '.' &&
        (!negative || p == in.ptr + 1)) {
        if (negative)
            p--;
        *out = einv__text(p, (size_t)(end - p));
        return true;
    }
    n = (size_t)(end - p);
    to = einv__arena_alloc(arena, n + 3);
    if (to == NULL) {
        *nomem = true;
        return false;
    }
    *out = einv__text(to, 0);
    if (negative)
        to[out->len++] = '-';
    if (*p == '.')
        to[out->len++] = '0';
    memcpy(to + out->len, p, n);
    out->len += n;
    if (end[-1] == '.')
        out->len--;
    return true;
}

/* The last step of reading: the spelling of the field's type. */
static bool spell(enum einv_type type, struct einv_text in,
                  struct einv_arena *arena, struct einv_text *out,
                  bool *nomem)
{
    switch (type) {
    case EINV_TYPE_TEXT:
    case EINV_TYPE_IDENTIFIER:
    case EINV_TYPE_REFERENCE:
        *out = in;
        return true;
    case EINV_TYPE_CODE:
        *out = einv__text_trim(in);
        return true;
    case EINV_TYPE_BINARY:
        *out = in;
        return einv__type_accepts(type, in);
    case EINV_TYPE_RECORD:
        return false;
    case EINV_TYPE_DATE:
    case EINV_TYPE_BOOLEAN:
        *out = einv__text_trim(in);
        return einv__type_accepts(type, *out);
    default:
        return spell_number(in, arena, out, nomem);
    }
}

/* --- patterns ------------------------------------------------------------ */

static bool hole_allows(const struct bind_part *part, struct einv_text text)
{
    size_t n = 0;

    if (text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (part->word && einv__is_space(text.ptr[i]))
            return false;
        if (part->text.len > 0 &&
            memchr(part->text.ptr, text.ptr[i], part->text.len) != NULL)
            return false;
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return part->length == 0 || n == part->length;
}

/* How far a hole at `text` reaches: to the next literal, or to the end. */
static size_t hole_length(const struct bind_part *part,
                          const struct bind_part *next, struct einv_text text)
{
    size_t n = 0, i = 0;

    if (part->length > 0) {
        while (i < text.len && n < part->length) {
            i++;
            while (i < text.len && ((unsigned char)text.ptr[i] & 0xC0) == 0x80)
                i++;
            n++;
        }
        return i;
    }
    if (next == NULL || next->kind != PART_TEXT)
        return text.len;
    for (; i + next->text.len <= text.len; i++)
        if (memcmp(text.ptr + i, next->text.ptr, next->text.len) == 0)
            return i;
    return text.len;
}

/* A hole's text in the format, as the field has it. */
static bool decode_hole(const struct einv_binding *b,
                        const struct bind_part *part, struct einv_arena *arena,
                        struct einv_text *text, bool *nomem)
{
    for (uint32_t i = 0; i < part->codecs.n; i++) {
        const struct bind_codec_use *use =
            &b->codec_uses[part->codecs.first + i];

        if (!use->codec->decode(arena, *text, use->arg, text, nomem))
            return false;
    }
    return true;
}

static bool encode_hole(const struct einv_binding *b,
                        const struct bind_part *part, struct einv_arena *arena,
                        struct einv_text *text, bool *nomem)
{
    for (uint32_t i = part->codecs.n; i > 0; i--) {
        const struct bind_codec_use *use =
            &b->codec_uses[part->codecs.first + i - 1];

        if (!use->codec->encode(arena, *text, use->arg, text, nomem))
            return false;
    }
    return true;
}

static bool match_alternative(const struct einv_binding *b,
                              struct bind_range range, struct einv_text text,
                              struct einv_arena *arena,
                              struct bind_value *value, bool *nomem)
{
    memset(value, 0, sizeof(*value));
    for (uint32_t i = 0; i < range.n; i++) {
        const struct bind_part *part = &b->parts[range.first + i];
        size_t n;

        if (part->kind == PART_TEXT) {
            n = part->text.len;
            if (text.len < n || memcmp(text.ptr, part->text.ptr, n) != 0)
                return false;
        } else {
            struct einv_text piece;

            n = hole_length(part, i + 1 < range.n ? part + 1 : NULL, text);
            piece = einv__text(text.ptr, n);
            if (!hole_allows(part, piece) ||
                !decode_hole(b, part, arena, &piece, nomem))
                return false;
            value->fields[part->field] = piece;
        }
        text = einv__text(text.ptr + n, text.len - n);
    }
    return text.len == 0;
}

bool einv__pattern_decode(const struct einv_binding *b,
                          const struct bind_row *row, struct einv_text text,
                          struct einv_arena *arena, struct bind_value *value,
                          bool *nomem)
{
    for (uint32_t i = 0; i < row->pattern.n; i++)
        if (match_alternative(b, b->alternatives[row->pattern.first + i], text,
                              arena, value, nomem))
            return true;
    return false;
}

static bool values_equal(const struct bind_value *a,
                         const struct bind_value *b)
{
    for (uint32_t i = 0; i < BIND_MAX_FIELDS; i++)
        if (!einv__text_eq(a->fields[i], b->fields[i]))
            return false;
    return true;
}

/* One alternative's text; false: it has a hole for an absent field. */
static bool fill_alternative(const struct einv_binding *b,
                             struct bind_range range,
                             const struct bind_value *value,
                             struct einv_arena *arena, struct einv_text *out,
                             bool *nomem)
{
    struct einv_text *pieces = einv__arena_zero(arena, range.n + 1,
                                                sizeof(*pieces));
    size_t len = 0;
    char *to;

    for (uint32_t i = 0; i < range.n && pieces != NULL; i++) {
        const struct bind_part *part = &b->parts[range.first + i];

        pieces[i] = part->kind == PART_TEXT ? part->text
                                            : value->fields[part->field];
        if (part->kind == PART_HOLE &&
            (pieces[i].len == 0 ||
             !encode_hole(b, part, arena, &pieces[i], nomem)))
            return false;
        len += pieces[i].len;
    }
    to = einv__arena_alloc(arena, len + 1);
    if (to == NULL || pieces == NULL) {
        *nomem = true;
        return false;
    }
    *out = einv__text(to, len);
    for (uint32_t i = 0; i < range.n; i++) {
        memcpy(to, pieces[i].ptr, pieces[i].len);
        to += pieces[i].len;
    }
    return true;
}

/* A text is only written if it would be read back alike. */
bool einv__pattern_encode(const struct einv_binding *b,
                          const struct bind_row *row,
                          const struct bind_value *value,
                          struct einv_arena *arena, struct einv_text *out,
                          bool *nomem)
{
    for (uint32_t i = 0; i < row->pattern.n; i++) {
        struct bind_value back;

        if (fill_alternative(b, b->alternatives[row->pattern.first + i], value,
                             arena, out, nomem) &&
            einv__pattern_decode(b, row, *out, arena, &back, nomem) &&
            values_equal(value, &back))
            return true;
    }
    return false;
}

/* --- codec chains -------------------------------------------------------- */

/* 13.00 is looked up as 13: a list compares texts. */
static struct einv_text short_number(struct einv_text text)
{
    if (text.len == 0 || memchr(text.ptr, '.', text.len) == NULL)
        return text;
    while (text.len > 1 && text.ptr[text.len - 1] == '0')
        text.len--;
    if (text.len > 1 && text.ptr[text.len - 1] == '.')
        text.len--;
    return text;
}

/* What a list takes over from the format's text is spelled by the column's
 * codec. */
static bool decode_list(const struct bind_codec_use *use,
                        struct einv_text text, struct einv_arena *arena,
                        struct einv_text *fields, bool *nomem)
{
    size_t n = einv__codes_columns(use->list) - 1;

    text = einv__text_trim(text);
    if (!einv__codes_decode(use->list, text, fields))
        return false;
    for (size_t i = 0; use->columns != NULL && i < n; i++)
        if (use->columns[i] != NULL && fields[i].ptr == text.ptr &&
            !use->columns[i]->decode(arena, text, EINV_NO_TEXT, &fields[i],
                                     nomem))
            return false;
    return true;
}

static bool encode_list(const struct einv_binding *b,
                        const struct bind_row *row,
                        const struct bind_codec_use *use,
                        const struct bind_value *value,
                        struct einv_arena *arena, struct einv_text *text,
                        bool *nomem)
{
    struct einv_text fields[BIND_MAX_FIELDS] = { { NULL, 0 } };
    size_t n = einv__codes_columns(use->list) - 1;

    for (uint32_t i = 0; i < row->to.n; i++)
        fields[i] = einv__type_is_number((enum einv_type)
                        b->model->places[bind_field(b, row, i)].type)
                    ? short_number(value->fields[i]) : value->fields[i];
    if (!einv__codes_encode(use->list, fields, text))
        return false;
    for (size_t i = 0; use->columns != NULL && i < n; i++)
        if (use->columns[i] != NULL && text->ptr != NULL &&
            fields[i].ptr == text->ptr)
            return use->columns[i]->encode(arena, fields[i], EINV_NO_TEXT,
                                           text, nomem);
    return true;
}

static bool decode_chain(const struct einv_binding *b,
                         const struct bind_row *row, struct einv_text text,
                         struct einv_arena *arena, struct bind_value *value,
                         bool *nomem)
{
    for (uint32_t i = 0; i < row->codecs.n; i++) {
        const struct bind_codec_use *use =
            &b->codec_uses[row->codecs.first + i];

        if (use->list != NULL) {
            if (!einv__codes_is_map(use->list)) {
                struct einv_text name;

                text = einv__text_trim(text);
                if (!einv__codes_name(use->list, text, &name))
                    return false;
            } else if (i + 1 == row->codecs.n) {
                return decode_list(use, text, arena, value->fields, nomem);
            } else {
                struct einv_text fields[BIND_MAX_FIELDS];

                if (!einv__codes_decode(use->list, einv__text_trim(text),
                                        fields))
                    return false;
                text = fields[0];
            }
        } else if (!use->codec->decode(arena, text, use->arg, &text, nomem)) {
            return false;
        }
    }
    value->fields[0] = text;
    return true;
}

bool einv__value_decode(const struct einv_binding *b,
                        const struct bind_row *row, struct einv_text text,
                        struct einv_arena *arena, struct bind_value *value,
                        bool *nomem)
{
    if (row->flags & ROW_RAW) {
        value->fields[0] = text;
        return true;
    }
    if (row->flags & ROW_PLAIN)
        return spell(b->model->places[bind_field(b, row, 0)].type, text,
                     arena, &value->fields[0], nomem);
    memset(value, 0, sizeof(*value));
    if (row->pattern.n > 0) {
        if (!einv__pattern_decode(b, row, text, arena, value, nomem))
            return false;
    } else if (!decode_chain(b, row, text, arena, value, nomem)) {
        return false;
    }
    for (uint32_t i = 0; i < row->to.n; i++) {
        enum einv_type type = b->model->places[bind_field(b, row, i)].type;

        if (value->fields[i].ptr != NULL &&
            !spell(type, value->fields[i], arena, &value->fields[i], nomem))
            return false;
    }
    return true;
}

static bool encode_chain(const struct einv_binding *b,
                         const struct bind_row *row,
                         const struct bind_value *value,
                         struct einv_arena *arena, struct einv_text *text,
                         bool *nomem)
{
    *text = value->fields[0];
    for (uint32_t i = row->codecs.n; i > 0; i--) {
        const struct bind_codec_use *use =
            &b->codec_uses[row->codecs.first + i - 1];
        struct einv_text name;

        if (use->list == NULL) {
            if (!use->codec->encode(arena, *text, use->arg, text, nomem))
                return false;
        } else if (!einv__codes_is_map(use->list)) {
            if (!einv__codes_name(use->list, *text, &name))
                return false;
        } else if (i == row->codecs.n
                   ? !encode_list(b, row, use, value, arena, text, nomem)
                   : !einv__codes_encode(use->list, text, text)) {
            return false;
        }
    }
    return true;
}

bool einv__value_encode(const struct einv_binding *b,
                        const struct bind_row *row,
                        const struct bind_value *value,
                        struct einv_arena *arena, struct einv_text *text,
                        bool *nomem)
{
    if (row->flags & ROW_PLAIN)
        *text = value->fields[0];
    else if (row->pattern.n > 0
             ? !einv__pattern_encode(b, row, value, arena, text, nomem)
             : !encode_chain(b, row, value, arena, text, nomem))
        return false;
    return einv__facet_takes(b, row, text);
}
