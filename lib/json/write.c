/* write.c: JSON as text: escapes, commas, line ends.
 *
 * Escapes what RFC 8259, section 7, demands and nothing more.  Bytes that
 * are no UTF-8 become U+FFFD: what this file writes, any reader can read.
 */
#include "json.h"

void einv__json_begin(struct einv_json_out *j, struct einv_buf *buf,
                      uint32_t indent)
{
    *j = (struct einv_json_out){ .buf = buf, .indent = indent, .first = true };
}

static void new_line(struct einv_json_out *j)
{
    if (j->indent == 0)
        return;
    einv__buf_char(j->buf, '\n');
    for (uint64_t i = (uint64_t)j->depth * j->indent; i > 0; i--)
        einv__buf_char(j->buf, ' ');
}

/* What stands between the value before and the one to come. */
static void separate(struct einv_json_out *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (!j->first)
        einv__buf_str(j->buf, j->indent == 0 ? ", " : ",");
    if (j->depth > 0)
        new_line(j);
    j->first = false;
}

/* At the outermost level the text ends, with a line end. */
static void done(struct einv_json_out *j)
{
    j->first = false;
    if (j->depth == 0) {
        einv__buf_char(j->buf, '\n');
        j->first = true;
    }
}

void einv__json_open(struct einv_json_out *j, char bracket)
{
    separate(j);
    einv__buf_char(j->buf, bracket);
    j->depth++;
    j->first = true;
}

void einv__json_close(struct einv_json_out *j, char bracket)
{
    bool empty = j->first;

    j->depth--;
    if (!empty)
        new_line(j);
    einv__buf_char(j->buf, bracket);
    done(j);
}

static void escape(struct einv_buf *buf, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char from[] = "\"\\\b\f\n\r\t";
    static const char to[] = "\"\\bfnrt";
    const char *named = c != 0 ? strchr(from, (char)c) : NULL;

    if (named != NULL) {
        char two[2] = { '\\', to[named - from] };

        einv__buf_put(buf, two, sizeof two);
        return;
    }
    einv__buf_str(buf, "\\u00");
    einv__buf_char(buf, hex[c >> 4]);
    einv__buf_char(buf, hex[c & 15]);
}

static void quote(struct einv_buf *buf, struct einv_text text)
{
    const char *p = text.ptr, *run = p;
    const char *end = text.len > 0 ? p + text.len : p;

    einv__buf_char(buf, '"');
    while (p < end) {
        unsigned char c = (unsigned char)*p;
        size_t size = 1;

        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            p++;
            continue;
        }
        if (c >= 0x80) {
            einv__utf8_get(p, end, &size);
            if (size > 1) {
                p += size;
                continue;
            }
        }
        einv__buf_put(buf, run, (size_t)(p - run));
        if (c >= 0x80)
            einv__buf_str(buf, "\xef\xbf\xbd");
        else
            escape(buf, c);
        run = ++p;
    }
    einv__buf_put(buf, run, (size_t)(end - run));
    einv__buf_char(buf, '"');
}

void einv__json_key(struct einv_json_out *j, const char *key)
{
    separate(j);
    quote(j->buf, einv__text_of(key));
    einv__buf_str(j->buf, ": ");
    j->after_key = true;
}

void einv__json_string(struct einv_json_out *j, struct einv_text text)
{
    separate(j);
    quote(j->buf, text);
    done(j);
}

void einv__json_uint(struct einv_json_out *j, uint64_t n)
{
    separate(j);
    einv__buf_uint(j->buf, n);
    done(j);
}

void einv__json_bool(struct einv_json_out *j, bool value)
{
    separate(j);
    einv__buf_str(j->buf, value ? "true" : "false");
    done(j);
}

void einv__json_field(struct einv_json_out *j, const char *key,
                      struct einv_text text)
{
    if (text.len == 0)
        return;
    einv__json_key(j, key);
    einv__json_string(j, text);
}
