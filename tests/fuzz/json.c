/* json.c: any bytes into the JSON reader; what it takes is written again,
 * read again and must be the same. */
#include <stdlib.h>

#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_value(struct einv_json_out *j, const struct einv_json *v)
{
    switch (v->kind) {
    case EINV_JSON_OBJECT:
    case EINV_JSON_ARRAY:
        einv__json_open(j, v->kind == EINV_JSON_OBJECT ? '{' : '[');
        for (const struct einv_json *m = v->first; m != NULL; m = m->next) {
            if (v->kind == EINV_JSON_OBJECT) {
                /* A key can hold U+0000, which a C string cannot. */
                einv__json_string(j, m->key);
                einv__buf_char(j->buf, ':');
                j->after_key = true;
            }
            write_value(j, m);
        }
        einv__json_close(j, v->kind == EINV_JSON_OBJECT ? '}' : ']');
        break;
    case EINV_JSON_STRING:
        einv__json_string(j, v->text);
        break;
    case EINV_JSON_BOOL:
        einv__json_bool(j, v->text.len == 4);
        break;
    default:            /* the digits as they are; null */
        einv__json_uint(j, 0);
        if (v->kind == EINV_JSON_NUMBER) {
            j->buf->len -= j->depth > 0 ? 1 : 2;
            einv__buf_text(j->buf, v->text);
        }
    }
}

static bool same(const struct einv_json *a, const struct einv_json *b)
{
    if ((a->kind != b->kind && a->kind != EINV_JSON_NULL)
        || !einv__text_eq(a->key, b->key)
        || (a->kind != EINV_JSON_NULL && !einv__text_eq(a->text, b->text)))
        return false;
    a = a->first;
    b = b->first;
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (!same(a, b))
            return false;
    return a == NULL && b == NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_text bytes = einv__text((const char *)data, size);
    struct einv_arena arena;
    struct einv_report report;
    struct einv_json *v, *again;
    struct einv_json_out j;
    struct einv_buf buf;
    einv_status status;

    einv__arena_init(&arena, NULL);
    einv__report_init(&report, NULL);
    einv__buf_init(&buf, NULL);
    status = einv__json_read(&v, &arena, bytes, NULL, &report);
    if ((status == EINV_OK) != (v != NULL)
        || (status == EINV_OK) != (report.n_findings == 0))
        abort();
    if (status == EINV_OK) {
        einv__json_begin(&j, &buf, 1);
        write_value(&j, v);
        if (einv__json_read(&again, &arena, einv__buf_get(&buf), NULL, NULL)
                != EINV_OK || !same(v, again))
            abort();
    }
    einv__buf_free(&buf);
    einv__report_free(&report);
    einv__arena_free(&arena);
    return 0;
}
