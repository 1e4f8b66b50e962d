/* einv_text.c: growing texts and JSON, for what the program itself says. */
#include "einv_cli.h"

#include <stdlib.h>
#include <string.h>

static bool reserve(struct text *t, size_t more)
{
    size_t cap = t->cap;
    char *data;

    if (t->failed)
        return false;
    if (more < t->cap - t->len)
        return true;
    while (cap - t->len <= more) {
        if (cap > SIZE_MAX / 2) {
            t->failed = true;
            return false;
        }
        cap = cap > 0 ? cap * 2 : 256;
    }
    data = realloc(t->data, cap);
    if (data == NULL) {
        t->failed = true;
        return false;
    }
    t->data = data;
    t->cap = cap;
    return true;
}

void text_put(struct text *t, const char *bytes, size_t len)
{
    if (len == 0 || !reserve(t, len))
        return;
    memcpy(t->data + t->len, bytes, len);
    t->len += len;
    t->data[t->len] = '\0';
}

void text_str(struct text *t, const char *z)
{
    text_put(t, z, strlen(z));
}

void text_num(struct text *t, unsigned long long n)
{
    char digits[24];
    size_t at = sizeof(digits);

    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    text_put(t, digits + at, sizeof(digits) - at);
}

void text_free(struct text *t)
{
    free(t->data);
    memset(t, 0, sizeof(*t));
}

static void put_hex(struct text *t, const char *before, unsigned char c,
                    const char *after)
{
    static const char digits[] = "0123456789abcdef";
    char two[2] = { digits[c >> 4], digits[c & 15] };

    text_str(t, before);
    text_put(t, two, 2);
    text_str(t, after);
}

/* Length of the UTF-8 sequence at p; 0: it is none. */
static size_t utf8_len(const unsigned char *p, size_t left)
{
    size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xc2 && p[0] < 0xe0 ? 2
               : p[0] >= 0xe0 && p[0] < 0xf0 ? 3
               : p[0] >= 0xf0 && p[0] < 0xf5 ? 4 : 0;

    if (n == 0 || n > left)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return n;
}

/* A file name need not be UTF-8; JSON must. */
void text_json(struct text *t, const char *bytes, size_t len)
{
    const unsigned char *p = (const unsigned char *)bytes;

    text_str(t, "\"");
    for (size_t i = 0; i < len;) {
        size_t n = utf8_len(p + i, len - i);

        if (n == 0) {
            text_str(t, "\\ufffd");
            n = 1;
        } else if (p[i] == '"' || p[i] == '\\') {
            text_str(t, "\\");
            text_put(t, bytes + i, 1);
        } else if (p[i] < 0x20 || p[i] == 0x7f) {
            put_hex(t, "\\u00", p[i], "");
        } else {
            text_put(t, bytes + i, n);
        }
        i += n;
    }
    text_str(t, "\"");
}

void text_key(struct text *t, const char *key)
{
    char last = t->len > 0 ? t->data[t->len - 1] : '{';

    if (last != '{' && last != '[')
        text_str(t, ",");
    text_json(t, key, strlen(key));
    text_str(t, ":");
}

void text_member(struct text *t, const char *key, const char *value)
{
    text_key(t, key);
    text_json(t, value, strlen(value));
}

void text_attribute(struct text *t, const char *name, const char *value)
{
    const unsigned char *p = (const unsigned char *)value;
    size_t len = strlen(value), n;

    text_str(t, " ");
    text_str(t, name);
    text_str(t, "=\"");
    for (size_t i = 0; i < len; i += n) {
        n = utf8_len(p + i, len - i);
        if (n == 0 || p[i] < 0x20)
            text_str(t, "\xef\xbf\xbd");
        else if (p[i] == '<' || p[i] == '&' || p[i] == '"')
            text_str(t, p[i] == '<' ? "&lt;" : p[i] == '&' ? "&amp;"
                                                           : "&quot;");
        else
            text_put(t, value + i, n);
        n += n == 0;
    }
    text_str(t, "\"");
}

/* What a document says must not steer a terminal. */
void text_shown(struct text *t, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (c < 0x20 || c == 0x7f)
            put_hex(t, "\\x", c, "");
        else
            text_put(t, bytes + i, 1);
    }
}
