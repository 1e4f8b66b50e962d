/* check_codes.c: every coded value against the list that model.xml names.
 *
 * A code is compared byte for byte: "ЕUR" with a Cyrillic letter looks like
 * a currency and is none.
 */
#include "convert.h"

#include "../bind/rows.h"

struct checker {
    struct einv_subject *s;
    const struct einv_binding *binding;   /* of the notes; NULL: none */
    struct einv_report *report;
    einv_status status;
};

static void tell(struct checker *c, const struct einv_place *p,
                 struct einv_text found, uint32_t source,
                 enum einv_severity severity)
{
    const struct einv_tree *t = c->s->data.source;
    struct einv_buf path;
    struct einv_finding f = einv__finding(severity, "codes", "EINV-CODE-0001",
                                          found, p->list);

    if (einv__subject_told(c->s, source))
        return;
    einv__buf_init(&path, &c->s->engine->alloc);
    f.term = p->id.len > 0 ? p->id : p->name;
    if (t != NULL && source != EINV_NO_REF) {
        f.pos = einv__tree_position(t, source);
        einv__tree_xpath(t, source, &path);
        f.xpath = einv__buf_get(&path);
    }
    einv__report_add(c->report, &f);
    einv__buf_free(&path);
}

/* Is it in the list but for capitals?  EN 16931's BR-CL-22 compares so, its
 * other rules do not: worth a warning, not an error. */
static bool in_capitals(const struct einv_code_list *list,
                        struct einv_text code)
{
    char upper[64];
    struct einv_text name;

    if (code.len > sizeof(upper))
        return false;
    for (size_t i = 0; i < code.len; i++) {
        char x = code.ptr[i];

        upper[i] = x >= 'a' && x <= 'z' ? (char)(x - 32) : x;
    }
    return einv__codes_name(list, einv__text(upper, code.len), &name);
}

/* The list of the place; NULL: it has none that could be asked. */
static einv_status list_of(struct einv_engine *e, einv_place_id place,
                           const struct einv_code_list **list)
{
    struct einv_text name = e->model.places[place].list;
    einv_status status = EINV_EABSENT;

    *list = NULL;
    if (name.len > 0)
        status = einv__engine_codes(e, name, list);
    if (status == EINV_EABSENT)
        return EINV_OK;         /* the model names a list we do not have */
    if (status == EINV_OK && einv__codes_is_map(*list))
        *list = NULL;
    return status;
}

/* "2024-06-25..2025-01-01", each side may be empty: days that are in. */
static bool within(struct einv_text days, struct einv_text at)
{
    struct einv_text from = einv__text(days.ptr, 0), until = days;

    for (size_t i = 0; i + 1 < days.len; i++)
        if (days.ptr[i] == '.' && days.ptr[i + 1] == '.') {
            from = einv__text(days.ptr, i);
            until = einv__text(days.ptr + i + 2, days.len - i - 2);
        }
    return (from.len != at.len || memcmp(from.ptr, at.ptr, at.len) <= 0) &&
           (until.len != at.len || memcmp(at.ptr, until.ptr, at.len) <= 0);
}

/* Did the code come or go, and is the day one on which it was there?
 * EINV_EABSENT: nothing is known, the list decides. */
static einv_status dated(struct einv_engine *e, struct einv_text list,
                         struct einv_text code, struct einv_text at,
                         bool *is)
{
    const struct einv_code_list *all;
    struct einv_text days;
    einv_status status = EINV_EABSENT;
    struct einv_buf key;

    if (at.len > 0)
        status = einv__engine_codes(e, EINV_TEXT("dated"), &all);
    if (status != EINV_OK)
        return status;
    einv__buf_init(&key, &e->alloc);
    einv__buf_text(&key, list);
    einv__buf_char(&key, '/');
    einv__buf_text(&key, code);
    if (key.failed)
        status = EINV_ENOMEM;
    else if (einv__codes_name(all, einv__buf_get(&key), &days))
        *is = within(days, at);
    else
        status = EINV_EABSENT;
    einv__buf_free(&key);
    return status;
}

einv_status einv__code_listed(struct einv_engine *e, einv_place_id place,
                              struct einv_text code, struct einv_text at,
                              enum einv_listed *listed)
{
    const struct einv_code_list *list;
    struct einv_text name;
    einv_status status = list_of(e, place, &list);
    bool is = false;

    *listed = EINV_LISTED;
    if (status != EINV_OK || list == NULL)
        return status;
    status = dated(e, e->model.places[place].list, code, at, &is);
    if (status == EINV_EABSENT)
        is = einv__codes_name(list, code, &name);
    else if (status != EINV_OK)
        return status;
    if (!is)
        *listed = !einv__codes_name(list, code, &name) &&
                  in_capitals(list, code) ? EINV_LISTED_CASE : EINV_UNLISTED;
    return EINV_OK;
}

static void check_code(struct checker *c, einv_place_id place,
                       struct einv_text code, uint32_t source)
{
    const struct einv_place *p = &c->s->engine->model.places[place];
    enum einv_listed listed;
    einv_status status;

    if (p->list.len == 0 || code.ptr == NULL)
        return;
    status = einv__code_listed(c->s->engine, place, code, c->s->at,
                               &listed);
    if (status != EINV_OK)
        c->status = status;     /* a later code must not hide it */
    if (listed != EINV_LISTED)
        tell(c, p, code, source, listed == EINV_LISTED_CASE
                                     ? EINV_SEV_WARNING : EINV_SEV_ERROR);
}

/* A place that repeats a code and says another one (the currency beside an
 * amount): its text is a note, and as much a code as the first. */
static void check_notes(struct checker *c, const struct einv_entry *e)
{
    for (const struct einv_note *n = e->notes; n != NULL; n = n->next) {
        const struct bind_row *row;

        if (c->binding == NULL || n->kind != EINV_NOTE_TEXT || n->row == 0)
            continue;
        row = bind_row(c->binding, n->row);
        if (row->same != BIND_NONE)
            check_code(c, c->binding->paths[row->same].place, n->text,
                       n->source);
    }
}

static void check_entry(struct checker *c, const struct einv_entry *e)
{
    if ((e->flags & EINV_ENTRY_TOLD) == 0)
        check_code(c, e->place, einv__entry_text(e), e->source);
    check_notes(c, e);
}

einv_status einv__check_codes(struct einv_subject *s,
                              struct einv_report *report)
{
    struct checker c = { s, NULL, report, EINV_OK };
    const struct format_body *body;
    const struct einv_entry *e;

    if (s->format != NULL) {
        c.status = einv__format_body(s->format, report, &body);
        if (c.status != EINV_OK)
            return c.status;
        c.binding = body->binding;
    }
    check_notes(&c, &s->data.root);
    for (e = s->data.root.first; e != NULL && c.status == EINV_OK;
         e = einv__entry_walk(e))
        check_entry(&c, e);
    return c.status;
}
