/* check_codes.c: every coded value against the list that model.xml names.
 *
 * A code is compared byte for byte: "ЕUR" with a Cyrillic letter looks like
 * a currency and is none.
 */
#include "convert.h"

struct checker {
    struct einv_subject *s;
    struct einv_report *report;
    einv_status status;
};

static void tell(struct checker *c, const struct einv_entry *e,
                 const struct einv_place *p)
{
    const struct einv_tree *t = c->s->data.source;
    struct einv_buf path;
    struct einv_finding f;

    einv__buf_init(&path, &c->s->engine->alloc);
    memset(&f, 0, sizeof(f));
    f.severity = EINV_SEV_ERROR;
    f.origin = EINV_TEXT("codes");
    f.kind = EINV_TEXT("error");
    f.rule = EINV_TEXT("EINV-CODE-0001");
    f.term = p->id.len > 0 ? p->id : p->name;
    f.found = einv__entry_text(e);
    f.expected = p->list;
    if (t != NULL && e->source != EINV_NO_REF) {
        f.pos = einv__tree_position(t, e->source);
        einv__tree_xpath(t, e->source, &path);
        f.xpath = einv__buf_get(&path);
    }
    einv__report_add(c->report, &f);
    einv__buf_free(&path);
}

static void check_entry(struct checker *c, const struct einv_entry *e)
{
    const struct einv_place *p = &c->s->engine->model.places[e->place];
    const struct einv_code_list *list;
    struct einv_text name;
    einv_status status;

    if (p->list.len == 0 || e->text == NULL)
        return;
    status = einv__engine_codes(c->s->engine, p->list, &list);
    if (status == EINV_EABSENT)
        return;                 /* the model names a list we do not have */
    if (status != EINV_OK)
        c->status = status;
    else if (!einv__codes_is_map(list) &&
             !einv__codes_name(list, einv__entry_text(e), &name))
        tell(c, e, p);
}

/* Depth first without recursion: sub lines may nest. */
static const struct einv_entry *next_entry(const struct einv_entry *e)
{
    if (e->first != NULL)
        return e->first;
    while (e != NULL && e->next == NULL)
        e = e->parent;
    return e != NULL ? e->next : NULL;
}

einv_status einv__check_codes(struct einv_subject *s,
                              struct einv_report *report)
{
    struct checker c = { s, report, EINV_OK };
    const struct einv_entry *e;

    for (e = s->data.root.first; e != NULL && c.status == EINV_OK;
         e = next_entry(e))
        check_entry(&c, e);
    return c.status;
}
