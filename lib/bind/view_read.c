/* view_read.c: JSON as the model (view.h).
 *
 * Strict, because a field that is silently dropped is a loss: an unknown
 * key, a number where a string belongs, a date that is none are all errors
 * with their line and column.  Reading goes on after each, so that one run
 * names them all.
 */
#include "view_read.h"

/* --- saying what is wrong ------------------------------------------------- */

/* Values come in the order of the text, so the line is counted on. */
static struct einv_position position_of(struct view_reader *r,
                                        const struct einv_json *at)
{
    const char *p = r->v->bytes.ptr;

    if (at->offset < r->seen || r->at.line == 0) {
        r->at = (struct einv_position){ 1, 1, 0 };
        r->seen = 0;
        if (r->v->bytes.len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
            r->seen = 3;
    }
    for (; r->seen < at->offset; r->seen++) {
        unsigned char c = (unsigned char)p[r->seen];

        if (c == '\n' || (c == '\r' && p[r->seen + 1] != '\n')) {
            r->at.line++;
            r->at.column = 1;
        } else if ((c & 0xc0) != 0x80 && c != '\r') {
            r->at.column++;
        }
    }
    r->at.offset = at->offset;
    return r->at;
}

void einv__view_complain(struct view_reader *r, const char *code,
                         const struct einv_json *at, einv_place_id place,
                         struct einv_text found, struct einv_text expected)
{
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "structure", code,
                                          found, expected);

    if (place != EINV_NO_PLACE_ID)
        f.term = r->m->places[place].id.len > 0 ? r->m->places[place].id
                                                : r->m->places[place].name;
    f.pos = position_of(r, at);
    einv__report_add(r->report, &f);
    r->bad = true;
}

void einv__view_say(struct view_reader *r, enum einv_severity severity,
                    const char *code, const struct einv_json *at,
                    struct einv_text found, struct einv_text expected)
{
    struct einv_finding f = einv__finding(severity, "structure", code, found,
                                          expected);

    f.pos = position_of(r, at);
    einv__report_add(r->report, &f);
}

static struct einv_text kind_name(enum einv_json_kind kind)
{
    static const char *const names[] = {       /* in the order of the enum */
        "null", "a boolean", "a number", "a string", "an array", "an object"
    };

    return einv__text_of(names[kind]);
}

static bool is_kind(struct view_reader *r, const struct einv_json *value,
                    enum einv_json_kind kind, einv_place_id place)
{
    if (value->kind == kind)
        return true;
    einv__view_complain(r, "EINV-VIEW-0003", value, place,
                        kind_name(value->kind), kind_name(kind));
    return false;
}

/* XML 1.0 [2] Char; the bytes are UTF-8 already. */
bool einv__view_is_text(struct einv_text text)
{
    size_t i;

    for (i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return false;
        if (c == 0xef && i + 2 < text.len &&
            (unsigned char)text.ptr[i + 1] == 0xbf &&
            (unsigned char)text.ptr[i + 2] >= 0xbe)
            return false;              /* U+FFFE, U+FFFF */
    }
    return true;
}

/* --- values --------------------------------------------------------------- */

static void read_member(struct view_reader *r, struct einv_entry *parent,
                        const struct einv_json *value, unsigned depth);

static struct einv_entry *add(struct view_reader *r, struct einv_entry *parent,
                              einv_place_id place)
{
    struct einv_entry *e = einv__entry_add(r->inv, parent, place);

    if (e == NULL)
        r->nomem = true;
    return e;
}

static bool is_fit(struct view_reader *r, const struct einv_json *value,
                   einv_place_id place)
{
    enum einv_type type = (enum einv_type)r->m->places[place].type;

    if (!is_kind(r, value, EINV_JSON_STRING, place))
        return false;
    if (einv__view_is_text(value->text) &&
        einv__type_accepts(type, value->text))
        return true;
    einv__view_complain(r, "EINV-VIEW-0004", value, place, value->text,
                        einv__text_of(einv__type_name(type)));
    return false;
}

static void read_text(struct view_reader *r, struct einv_entry *e,
                      const struct einv_json *value)
{
    if (!einv__entry_set(r->inv, e, value->text))
        r->nomem = true;
}

/* {"format": ..., "list": ..., "value": ...}, beside a code. */
static void read_national(struct view_reader *r, struct einv_entry *e,
                          const struct einv_json *object)
{
    struct einv_national national = { .usual = false };
    const struct einv_json *part;

    if (!is_kind(r, object, EINV_JSON_OBJECT, e->place))
        return;
    for (part = object->first; part != NULL; part = part->next) {
        struct einv_text *to =
            einv__text_is(part->key, "format") ? &national.format :
            einv__text_is(part->key, "list") ? &national.list :
            einv__text_is(part->key, "value") ? &national.value : NULL;

        if (to == NULL) {
            einv__view_complain(r, "EINV-VIEW-0002", part, e->place,
                                part->key, EINV_NO_TEXT);
        } else if (is_fit(r, part, e->place)) {
            to->ptr = einv__arena_dup(&r->inv->arena, part->text);
            to->len = part->text.len;
            r->nomem |= to->ptr == NULL;
        }
    }
    if (e->text != NULL && national.value.ptr != NULL && !r->nomem)
        r->nomem |= !einv__entry_national(r->inv, e, &national);
}

/* {"value": ..., "scheme": ...}; {} is a value that only carries notes. */
static void read_parts(struct view_reader *r, struct einv_entry *parent,
                       einv_place_id place, const struct einv_json *object,
                       unsigned depth)
{
    struct einv_entry *e = add(r, parent, place);
    const struct einv_json *part, *national = NULL;

    for (part = object->first; part != NULL && !r->nomem; part = part->next) {
        if (einv__text_is(part->key, "national") &&
            r->m->places[place].type == EINV_TYPE_CODE)
            national = part;
        else if (!einv__text_is(part->key, "value"))
            read_member(r, e, part, depth + 1);
        else if (is_fit(r, part, place))
            read_text(r, e, part);
    }
    if (national != NULL && !r->nomem)
        read_national(r, e, national);
}

static void read_record(struct view_reader *r, struct einv_entry *e,
                        const struct einv_json *object, unsigned depth)
{
    const struct einv_json *member;

    if (depth == VIEW_MAX_NEST) {
        einv__view_complain(r, "EINV-VIEW-0006", object, e->place,
                            EINV_NO_TEXT, EINV_NO_TEXT);
        return;
    }
    for (member = object->first; member != NULL && !r->nomem;
         member = member->next)
        read_member(r, e, member, depth + 1);
}

/* One member of a list, or a single entry. */
static void read_one(struct view_reader *r, struct einv_entry *parent,
                     einv_place_id place, const struct einv_json *value,
                     unsigned depth)
{
    struct einv_entry *e;

    if (r->m->places[place].type == EINV_TYPE_RECORD) {
        if (!is_kind(r, value, EINV_JSON_OBJECT, place))
            return;
        e = add(r, parent, place);
        if (e != NULL)
            read_record(r, e, value, depth);
        return;
    }
    if (value->kind == EINV_JSON_OBJECT) {
        read_parts(r, parent, place, value, depth);
        return;
    }
    if (!is_fit(r, value, place))
        return;
    e = add(r, parent, place);
    if (e != NULL)
        read_text(r, e, value);
}

static void complain_key(struct view_reader *r, const struct einv_entry *e,
                         const struct einv_json *member)
{
    einv_place_id like = einv__model_suggest(r->m, e->place, member->key);

    einv__view_complain(r, "EINV-VIEW-0002", member, e->place, member->key,
                        like == EINV_NO_PLACE_ID ? EINV_NO_TEXT
                                                 : r->m->places[like].name);
}

/* null says nothing, like an absent key.  Recursion: VIEW_MAX_NEST deep. */
static void read_member(struct view_reader *r, struct einv_entry *parent,
                        const struct einv_json *value, unsigned depth)
{
    einv_place_id place = einv__model_child(r->m, parent->place, value->key);
    const struct einv_json *item;

    if (place == EINV_NO_PLACE_ID) {
        complain_key(r, parent, value);
        return;
    }
    if (value->kind == EINV_JSON_NULL)
        return;
    if ((r->m->places[place].flags & EINV_PLACE_MANY) == 0) {
        read_one(r, parent, place, value, depth);
        return;
    }
    if (!is_kind(r, value, EINV_JSON_ARRAY, place))
        return;
    for (item = value->first; item != NULL && !r->nomem; item = item->next)
        read_one(r, parent, place, item, depth);
}

/* --- the whole ------------------------------------------------------------ */

/* The keys around the invoice, and what each must be. */
static const struct head_key {
    const char *name;
    enum einv_json_kind kind;
    size_t offset;             /* into einv_view_head, 0 also for none */
    bool text;
} head_keys[] = {
    { "einv", EINV_JSON_STRING, offsetof(struct einv_view_head, einv), true },
    { "model", EINV_JSON_STRING, 0, false },
    { "format", EINV_JSON_STRING,
      offsetof(struct einv_view_head, format), true },
    { "version", EINV_JSON_STRING,
      offsetof(struct einv_view_head, version), true },
    { "profile", EINV_JSON_STRING,
      offsetof(struct einv_view_head, profile), true },
    { "partial", EINV_JSON_BOOL, 0, false },
    { "invoice", EINV_JSON_OBJECT, 0, false },
    { "residue", EINV_JSON_ARRAY, 0, false },
};

static void open_member(struct view_reader *r, struct einv_view *v,
                        const struct einv_json *member)
{
    size_t i, n = sizeof(head_keys) / sizeof(head_keys[0]);

    for (i = 0; i < n; i++)
        if (einv__text_is(member->key, head_keys[i].name))
            break;
    if (i == n) {
        einv__view_complain(r, "EINV-VIEW-0002", member, EINV_NO_PLACE_ID,
                            member->key, EINV_NO_TEXT);
        return;
    }
    if (member->kind == EINV_JSON_NULL ||
        !is_kind(r, member, head_keys[i].kind, EINV_NO_PLACE_ID))
        return;
    if (head_keys[i].text)
        memcpy((char *)&v->head + head_keys[i].offset, &member->text,
               sizeof(member->text));
    if (member->kind == EINV_JSON_BOOL)
        v->partial = einv__text_is(member->text, "true");
}

einv_status einv__view_open(struct einv_view *v, const einv_allocator *a,
                            struct einv_text bytes,
                            const struct einv_limits *limits,
                            struct einv_report *report)
{
    struct view_reader r;
    struct einv_json *root;
    const struct einv_json *member, *invoice;
    einv_status status;

    memset(v, 0, sizeof(*v));
    memset(&r, 0, sizeof(r));
    einv__arena_init(&v->arena, a);
    v->bytes = bytes;
    if (limits != NULL)
        v->limits = *limits;
    else
        einv__limits_default(&v->limits);
    r.v = v;
    r.report = report;
    status = einv__json_read(&root, &v->arena, bytes, &v->limits, report);
    if (status != EINV_OK) {
        einv__view_close(v);
        return status;
    }
    v->root = root;
    if (is_kind(&r, root, EINV_JSON_OBJECT, EINV_NO_PLACE_ID)) {
        for (member = root->first; member != NULL; member = member->next)
            open_member(&r, v, member);
        invoice = einv__json_get(root, "invoice");
        if (invoice == NULL || invoice->kind == EINV_JSON_NULL)
            einv__view_complain(&r, "EINV-VIEW-0001", root, EINV_NO_PLACE_ID,
                                EINV_NO_TEXT, EINV_TEXT("invoice"));
    }
    if (!r.bad)
        return EINV_OK;
    einv__view_close(v);
    return EINV_EMALFORMED;
}

void einv__view_close(struct einv_view *v)
{
    if (v->arena.alloc != NULL)
        einv__arena_free(&v->arena);
    memset(v, 0, sizeof(*v));
}

/* A view of another model's fields would be misread. */
static void check_model(struct view_reader *r)
{
    const struct einv_json *model = einv__json_get(r->v->root, "model");

    if (model != NULL && model->kind == EINV_JSON_STRING &&
        !einv__text_eq(model->text, r->m->version))
        einv__view_complain(r, "EINV-VIEW-0005", model, EINV_NO_PLACE_ID,
                            model->text, r->m->version);
}

static void read_residue(struct view_reader *r)
{
    const struct einv_json *residue = einv__json_get(r->v->root, "residue");

    if (residue == NULL || residue->first == NULL || r->nomem)
        return;
    if (r->b == NULL)
        einv__view_say(r, EINV_SEV_INFORMATION, "EINV-VIEW-0007", residue,
                       r->v->head.format, EINV_NO_TEXT);
    einv__view_residue(r, residue);
}

einv_status einv__view_read(const struct einv_view *v,
                            const struct einv_binding *b,
                            struct einv_invoice_data *inv,
                            struct einv_report *report)
{
    struct view_reader r;

    memset(&r, 0, sizeof(r));
    r.v = v;
    r.m = inv->model;
    r.b = b;
    r.inv = inv;
    r.report = report;
    check_model(&r);
    inv->partial = v->partial;
    read_record(&r, &inv->root, einv__json_get(v->root, "invoice"), 0);
    read_residue(&r);
    if (r.nomem)
        return EINV_ENOMEM;
    return r.bad ? EINV_EMALFORMED : EINV_OK;
}
