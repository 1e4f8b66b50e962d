/* embed.c: the source, whole, as an attachment of what is written from it.
 *
 * It stands in the invoice only while that is written: one more supporting
 * document (BG-24), which the target's binding writes where it writes the
 * others.  So no format is known here, and a format that has no place for
 * the content of a document has none for the source.
 */
#include "embed.h"

static const char mime[] = "application/xml";

static char *encode(const struct einv_allocator *a, struct einv_text bytes,
                    size_t *len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *from = (const unsigned char *)bytes.ptr;
    char *text;
    size_t n = 0;

    if (bytes.len > UINT32_MAX / 2)
        return NULL;
    *len = (bytes.len + 2) / 3 * 4;
    text = einv__alloc(a, *len + 1, 1);
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t three = (uint32_t)from[i] << 16 |
                         (left > 1 ? (uint32_t)from[i + 1] << 8 : 0) |
                         (left > 2 ? from[i + 2] : 0);

        text[n++] = digits[three >> 18];
        text[n++] = digits[three >> 12 & 63];
        text[n++] = left > 1 ? digits[three >> 6 & 63] : '=';
        text[n++] = left > 2 ? digits[three & 63] : '=';
    }
    text[n] = '\0';
    return text;
}

/* A field of the record, with a text that lives as long as the writing. */
static struct einv_entry *add(struct embedded *m, struct einv_entry *in,
                              const char *name, struct einv_text text)
{
    struct einv_invoice_data *inv = &m->s->data;
    einv_place_id place = einv__model_child(inv->model, in->place,
                                            einv__text_of(name));
    struct einv_entry *e = place == EINV_NO_PLACE_ID
                           ? NULL : einv__entry_add(inv, in, place);

    if (e != NULL)
        einv__entry_lend(e, text);
    return e;
}

/* The file's name: the format's. */
static bool name_it(struct embedded *m)
{
    struct einv_text id = einv__text_of(m->s->format_id);

    m->name.ptr = NULL;
    if (id.len >= sizeof(m->name_text) - sizeof(".xml"))
        return false;
    memcpy(m->name_text, id.ptr, id.len);
    memcpy(m->name_text + id.len, ".xml", sizeof(".xml"));
    m->name = einv__text(m->name_text, id.len + sizeof(".xml") - 1);
    return true;
}

static bool fill(struct embedded *m, struct einv_text content)
{
    struct einv_entry *c;

    m->record->flags |= EINV_ENTRY_DERIVED;
    m->content = c = add(m, m->record, "content", content);
    return c != NULL && add(m, m->record, "reference", m->name) != NULL &&
           add(m, c, "mime", einv__text_of(mime)) != NULL &&
           add(m, c, "filename", m->name) != NULL;
}

static void warn(const char *code, const char *format,
                 struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    einv__diag(report, EINV_SEV_WARNING, "structure", code, nowhere, "found",
               format, NULL);
}

void einv__embed_not(const char *format, struct einv_report *report)
{
    warn("EINV-WRITE-0004", format, report);
}

static void tell(struct embedded *m, const char *code,
                 const struct einv_format *to, struct einv_report *report)
{
    m->told = true;
    warn(code, to->id, report);
}

einv_status einv__embed_begin(struct embedded *m, struct einv_subject *s,
                              const struct format_body *body,
                              const struct einv_format *to,
                              struct einv_report *report)
{
    const struct einv_model *model = s->data.model;
    einv_place_id list = einv__model_find(model, EINV_ROOT_PLACE,
                                          EINV_TEXT("attachments"));
    einv_place_id place = einv__model_find(model, EINV_ROOT_PLACE,
                                           EINV_TEXT("attachments/content"));

    memset(m, 0, sizeof(*m));
    m->s = s;
    if (s->data.source == NULL || s->data.source->given.ptr == NULL ||
        list == EINV_NO_PLACE_ID || place == EINV_NO_PLACE_ID || !name_it(m)) {
        tell(m, "EINV-WRITE-0005", to, report);
        return EINV_OK;
    }
    if (!einv__bind_binds(body->binding, place)) {
        tell(m, "EINV-WRITE-0004", to, report);
        return EINV_OK;
    }
    m->base64 = encode(&s->engine->alloc, s->data.source->given, &m->len);
    m->record = m->base64 != NULL
                ? einv__entry_add(&s->data, &s->data.root, list) : NULL;
    return m->record != NULL && fill(m, einv__text(m->base64, m->len))
           ? EINV_OK : EINV_ENOMEM;
}

void einv__embed_tell(struct embedded *m, const struct einv_format *to,
                      struct einv_report *report)
{
    const struct einv_place *places = m->s->data.model->places;
    struct einv_ledger_row row = { 0 };
    struct einv_buf where;

    if (m->told)
        return;
    if (!(m->content->flags & EINV_ENTRY_USED)) {
        tell(m, "EINV-WRITE-0004", to, report);
        return;
    }
    einv__buf_init(&where, &m->s->engine->alloc);
    einv__entry_path(&m->s->data, m->record, NULL, &where);
    row.direction = EINV_WRITE;
    row.reason = EINV_EMBEDDED;
    row.term = places[m->content->place].id;
    row.value = m->name;
    row.where = einv__buf_get(&where);
    einv__ledger_add(report, &row);
    report->nomem |= where.failed;
    einv__buf_free(&where);
}

void einv__embed_end(struct embedded *m)
{
    if (m->s == NULL)
        return;
    if (m->record != NULL)
        einv__entry_remove(m->record);
    if (m->base64 != NULL)
        einv__free(&m->s->engine->alloc, m->base64, m->len + 1);
    m->s = NULL;
}
