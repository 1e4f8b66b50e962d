/* subject.c: an invoice with what is known of its source: read from a
 * document or a JSON view, edited by path.
 */
#include "convert.h"

static const char none[] = "";

void einv__subject_init(struct einv_subject *s, struct einv_engine *engine)
{
    memset(s, 0, sizeof(*s));
    s->engine = engine;
    s->format_id = s->version = s->profile = none;
    einv__invoice_init(&s->data, &engine->model, &engine->alloc);
}

void einv__subject_free(struct einv_subject *s)
{
    einv__invoice_clear(&s->data);
}

static bool keep(struct einv_subject *s, struct einv_text text,
                 const char **out)
{
    if (text.len == 0)
        return true;
    *out = einv__arena_dup(&s->data.arena, text);
    return *out != NULL;
}

/* --- reading a document -------------------------------------------------- */

static void tell_not_read(const struct einv_document *doc,
                          struct einv_report *report)
{
    bool known = doc->verdict == EINV_RECOGNISED;
    einv_node root = einv__tree_root(&doc->tree);
    struct einv_text found = einv__text_of(doc->name);
    struct einv_finding f;

    if (!known && root != EINV_NO_NODE)
        found = einv__tree_qname(&doc->tree, root)->local;
    f = einv__finding(EINV_SEV_FATAL, "structure",
                      known ? "EINV-FORMAT-0002" : "EINV-FORMAT-0003", found,
                      EINV_NO_TEXT);
    if (root != EINV_NO_NODE)
        f.pos = einv__tree_position(&doc->tree, root);
    einv__report_add(report, &f);
}

/* Reads, and marks what was not read whole: an error is a place whose value
 * the invoice does not have. */
static einv_status get(struct einv_subject *s,
                       const struct einv_document *doc,
                       const struct format_body *body,
                       struct einv_report *report)
{
    size_t errors = report->n_of[EINV_SEV_ERROR];
    einv_status status = einv__bind_get(body->binding, &doc->tree, &s->data,
                                        report);

    if (report->n_of[EINV_SEV_ERROR] > errors)
        s->data.partial = true;
    return status;
}

einv_status einv__subject_read(struct einv_subject *s,
                               const struct einv_document *doc,
                               struct einv_report *report)
{
    struct einv_report own;
    const struct format_body *body;
    einv_status status;

    if (doc->view)
        return einv__subject_from_json(s, doc->bytes, false, report);
    if (doc->verdict != EINV_SUPPORTED || doc->format == NULL) {
        tell_not_read(doc, report);
        return doc->verdict == EINV_RECOGNISED ? EINV_EUNSUPPORTED
                                               : EINV_EUNKNOWN;
    }
    status = einv__format_body(doc->format, report, &body);
    if (status != EINV_OK)
        return status;
    s->format = doc->format;
    if (!keep(s, einv__text_of(doc->format_id), &s->format_id) ||
        !keep(s, einv__text_of(doc->version), &s->version) ||
        !keep(s, einv__text_of(doc->profile), &s->profile))
        return EINV_ENOMEM;
    if (report != NULL)
        return get(s, doc, body, report);
    einv__report_init(&own, &s->engine->alloc);
    status = get(s, doc, body, &own);
    einv__report_free(&own);
    return status;
}

/* --- the JSON view ------------------------------------------------------- */

/* The format a view speaks of; NULL: none, or one that is not known here,
 * whose residue is then left aside. */
static einv_status view_format(struct einv_subject *s,
                               const struct einv_view *v,
                               const struct format_body **body)
{
    const struct einv_catalogue *c = einv__engine_catalogue(s->engine);

    *body = NULL;
    for (size_t i = 0; i < c->n; i++) {
        if (!einv__text_is(v->head.format, c->formats[i]->id) ||
            !einv__text_is(v->head.version, c->formats[i]->version))
            continue;
        s->format = c->formats[i];
        return einv__format_body(s->format, NULL, body);
    }
    return EINV_OK;
}

static einv_status read_view(struct einv_subject *s, const struct einv_view *v,
                             struct einv_report *report)
{
    const struct format_body *body;
    einv_status status = view_format(s, v, &body);

    if (status != EINV_OK)
        return status;
    if (!keep(s, v->head.format, &s->format_id) ||
        !keep(s, v->head.version, &s->version) ||
        !keep(s, v->head.profile, &s->profile))
        return EINV_ENOMEM;
    return einv__view_read(v, body != NULL ? body->binding : NULL, &s->data,
                           report);
}

/* A copy of what stands below `from`, where `to` has nothing. */
static bool fill(struct einv_invoice_data *inv, struct einv_entry *to,
                 const struct einv_entry *from);

static bool fill_new(struct einv_invoice_data *inv, struct einv_entry *parent,
                     const struct einv_entry *from)
{
    struct einv_entry *e = einv__entry_add(inv, parent, from->place);

    if (e == NULL)
        return false;
    e->flags |= EINV_ENTRY_GIVEN;
    if (from->text != NULL && !einv__entry_set(inv, e, einv__entry_text(from)))
        return false;
    return fill(inv, e, from);
}

static bool fill(struct einv_invoice_data *inv, struct einv_entry *to,
                 const struct einv_entry *from)
{
    const struct einv_entry *e = from->first, *next;

    for (; e != NULL; e = next) {
        const struct einv_place *p = &inv->model->places[e->place];
        struct einv_entry *there = einv__entry_find(to, e->place);
        bool many = (p->flags & EINV_PLACE_MANY) != 0;

        next = e->next;
        if (there != NULL && (many || there->text != NULL)) {
            while (many && next != NULL && next->place == e->place)
                next = next->next;
            continue;
        }
        do {
            if (there != NULL ? !fill(inv, there, e)
                              : !fill_new(inv, to, e))
                return false;
            e = many ? einv__entry_more(e) : NULL;
            next = e != NULL ? e->next : next;
        } while (e != NULL);
    }
    return true;
}

static einv_status fill_from(struct einv_subject *s, const struct einv_view *v,
                             struct einv_report *report)
{
    struct einv_subject given;
    einv_status status;

    einv__subject_init(&given, s->engine);
    status = einv__view_read(v, NULL, &given.data, report);
    if (status == EINV_OK &&
        !fill(&s->data, &s->data.root, &given.data.root))
        status = EINV_ENOMEM;
    einv__subject_free(&given);
    return status;
}

static einv_status from_view(struct einv_subject *s, struct einv_text bytes,
                             bool defaults, struct einv_report *report)
{
    struct einv_view v;
    einv_status status;

    status = einv__view_open(&v, &s->engine->alloc, bytes,
                             &s->engine->limits, report);
    if (status != EINV_OK)
        return status;
    status = defaults ? fill_from(s, &v, report) : read_view(s, &v, report);
    einv__view_close(&v);
    return status;
}

/* A whole view has a member "invoice"; a fragment is what would stand in it. */
static bool is_fragment(struct einv_subject *s, struct einv_text bytes)
{
    struct einv_arena arena;
    struct einv_json *root;
    bool fragment;

    einv__arena_init(&arena, &s->engine->alloc);
    fragment = einv__json_read(&root, &arena, bytes, &s->engine->limits,
                               NULL) == EINV_OK &&
               root->kind == EINV_JSON_OBJECT &&
               einv__json_get(root, "invoice") == NULL;
    einv__arena_free(&arena);
    return fragment;
}

einv_status einv__subject_from_json(struct einv_subject *s,
                                    struct einv_text bytes, bool defaults,
                                    struct einv_report *report)
{
    struct einv_buf whole;
    einv_status status;

    if (!defaults || !is_fragment(s, bytes))
        return from_view(s, bytes, defaults, report);
    einv__buf_init(&whole, &s->engine->alloc);
    einv__buf_str(&whole, "{\"invoice\":");
    einv__buf_text(&whole, bytes);
    einv__buf_char(&whole, '}');
    status = whole.failed ? EINV_ENOMEM
                          : from_view(s, einv__buf_get(&whole), true, report);
    einv__buf_free(&whole);
    return status;
}

einv_status einv__subject_to_json(const struct einv_subject *s,
                                  struct einv_buf *out)
{
    const struct format_body *body = NULL;
    struct einv_view_head head;
    einv_status status;

    head.einv = einv__text_of(einv_version());
    head.format = einv__text_of(s->format_id);
    head.version = einv__text_of(s->version);
    head.profile = einv__text_of(s->profile);
    if (s->format != NULL) {
        status = einv__format_body(s->format, NULL, &body);
        if (status != EINV_OK)
            return status;
    }
    status = einv__view_write(&s->data, body != NULL ? body->binding : NULL,
                              &head, 2, out);
    if (status == EINV_OK)
        einv__buf_char(out, '\n');
    return out->failed ? EINV_ENOMEM : status;
}

/* --- editing ------------------------------------------------------------- */

static void tell_set(struct einv_subject *s, const char *rule,
                     struct einv_text path, struct einv_text found,
                     struct einv_text expected, struct einv_report *report)
{
    const struct einv_model *m = &s->engine->model;
    einv_place_id place = einv__model_find(m, EINV_ROOT_PLACE, path);
    struct einv_finding f = einv__finding(EINV_SEV_FATAL, "structure", rule,
                                          found, expected);

    f.term = path;
    if (place != EINV_NO_PLACE_ID && m->places[place].id.len > 0)
        f.term = m->places[place].id;
    einv__report_add(report, &f);
}

/* lines[2]/net_amount without the indices: lines/net_amount. */
static void plain_path(struct einv_text path, struct einv_buf *out)
{
    bool inside = false;

    for (size_t i = 0; i < path.len; i++) {
        inside = inside || path.ptr[i] == '[';
        if (!inside)
            einv__buf_char(out, path.ptr[i]);
        inside = inside && path.ptr[i] != ']';
    }
}

/* No such path: what may be meant? */
static void tell_no_path(struct einv_subject *s, struct einv_text path,
                         struct einv_text plain, struct einv_report *report)
{
    const struct einv_model *m = &s->engine->model;
    einv_place_id meant = einv__model_suggest(m, EINV_ROOT_PLACE, plain);
    struct einv_buf suggestion;

    einv__buf_init(&suggestion, &s->engine->alloc);
    if (meant != EINV_NO_PLACE_ID)
        einv__model_path(m, meant, &suggestion);
    tell_set(s, "EINV-SET-0001", path, path, einv__buf_get(&suggestion),
             report);
    einv__buf_free(&suggestion);
}

static const char *type_words(enum einv_type type)
{
    if (einv__type_is_number(type))
        return "a decimal number: 12.50";
    switch (type) {
    case EINV_TYPE_DATE:
        return "a date: 2026-01-31";
    case EINV_TYPE_BOOLEAN:
        return "true or false";
    case EINV_TYPE_RECORD:
        return "a field, not a record";
    default:
        return "another text";
    }
}

static einv_status set_place(struct einv_subject *s, struct einv_text path,
                             struct einv_text plain, struct einv_text text,
                             struct einv_report *report)
{
    const struct einv_model *m = &s->engine->model;
    einv_place_id place = einv__model_find(m, EINV_ROOT_PLACE, plain);
    struct einv_entry *e;
    enum einv_type type;
    einv_status status;

    if (place == EINV_NO_PLACE_ID) {
        tell_no_path(s, path, plain, report);
        return EINV_EUSAGE;
    }
    type = (enum einv_type)m->places[place].type;
    if (type == EINV_TYPE_RECORD || !einv__utf8_valid(text) ||
        !einv__type_accepts(type, text)) {
        tell_set(s, "EINV-SET-0002", plain, text,
                 einv__text_of(type_words(type)), report);
        return EINV_EMALFORMED;
    }
    status = einv__entry_resolve(&s->data, &s->data.root, path, true, &e);
    if (status == EINV_EABSENT)
        status = EINV_EUSAGE;        /* more than one past the end */
    if (status == EINV_EUSAGE)
        tell_no_path(s, path, plain, report);
    if (status != EINV_OK)
        return status;
    e->flags = (uint8_t)((e->flags & ~EINV_ENTRY_DERIVED) | EINV_ENTRY_GIVEN);
    return einv__entry_set(&s->data, e, text) ? EINV_OK : EINV_ENOMEM;
}

einv_status einv__subject_set(struct einv_subject *s, struct einv_text path,
                              struct einv_text text,
                              struct einv_report *report)
{
    struct einv_buf plain;
    einv_status status;

    einv__buf_init(&plain, &s->engine->alloc);
    plain_path(path, &plain);
    status = plain.failed ? EINV_ENOMEM
                          : set_place(s, path, einv__buf_get(&plain), text,
                                      report);
    einv__buf_free(&plain);
    return status;
}
