/* check_identifiers.c: identifiers against their forms: tax numbers, GS1 keys,
 * customs declarations.
 *
 * A wrong check digit is a warning, not an error: what refuses the document
 * is the authority that keeps the register, and samples are masked.
 */
#include "convert.h"
#include "identifiers.h"

struct checker {
    struct einv_subject *s;
    const struct engine_identifiers *t;
    struct einv_text home;     /* the format's country */
    struct einv_report *report;
};

static struct einv_text field_of(const struct checker *c,
                                 const struct einv_entry *e, const char *path)
{
    const struct einv_model *m = c->s->data.model;
    struct einv_text rest = einv__text_of(path);

    while (e != NULL && rest.len > 0) {
        struct einv_text step = einv__text_cut(rest, '/', &rest);
        einv_place_id place = einv__model_child(m, e->place, step);

        e = place != EINV_NO_PLACE_ID ? einv__entry_find(e, place) : NULL;
    }
    return e != NULL ? einv__entry_text(e) : EINV_NO_TEXT;
}

static struct einv_text country_of(const struct checker *c,
                                   const struct einv_entry *e)
{
    struct einv_text country = field_of(c, e->parent, "address/country");

    return country.len > 0 ? country : c->home;
}

static bool applies(const struct checker *c, const struct identifier_use *use,
                    const struct einv_entry *e)
{
    return einv__identifier_use_at(c->s->data.model, use, e->place) &&
           (use->country.ptr == NULL ||
            einv__text_eq(use->country, country_of(c, e))) &&
           (use->scheme.ptr == NULL ||
            einv__text_eq(use->scheme, field_of(c, e, "scheme"))) &&
           (use->kind.ptr == NULL ||
            einv__text_eq(use->kind, field_of(c, e->parent, "kind")));
}

/* A VAT identifier may have its country in front (EN 16931, BR-CO-9). */
static struct einv_text bare(const struct identifier_use *use,
                             struct einv_text text)
{
    struct einv_text country = use->country;

    if (country.len == 0 || text.len <= country.len ||
        memcmp(text.ptr, country.ptr, country.len) != 0)
        return text;
    return einv__text(text.ptr + country.len, text.len - country.len);
}

/* The form that fits, else one whose check digit alone is wrong. */
static enum einv_form_fit best_form(const struct checker *c,
                                    const struct identifier_use *use,
                                    struct einv_text text,
                                    const struct einv_form **form)
{
    enum einv_form_fit best = EINV_FORM_UNLIKE;

    for (uint32_t i = 0; i < use->n && best != EINV_FORM_FITS; i++) {
        const struct einv_form *one = c->t->used[use->first + i];
        enum einv_form_fit fit = einv__form_fit(one, text);

        if (fit > best) {
            best = fit;
            *form = one;
        }
    }
    return best;
}

static void name_forms(const struct checker *c,
                       const struct identifier_use *use, struct einv_buf *out)
{
    for (uint32_t i = 0; i < use->n; i++) {
        einv__buf_str(out, i > 0 ? ", " : "");
        einv__buf_text(out, c->t->used[use->first + i]->name);
    }
}

static void tell(struct checker *c, const struct identifier_use *use,
                 const struct einv_entry *e, const struct einv_form *wrong)
{
    const struct einv_place *p = &c->s->data.model->places[e->place];
    const struct einv_tree *t = c->s->data.source;
    struct einv_finding f;
    struct einv_buf path, names;

    einv__buf_init(&path, &c->s->engine->alloc);
    einv__buf_init(&names, &c->s->engine->alloc);
    name_forms(c, use, &names);
    f = einv__finding(use->severity, "codes",
                      wrong != NULL ? "EINV-ID-0001" : "EINV-ID-0002",
                      einv__entry_text(e),
                      wrong != NULL ? wrong->name : einv__buf_get(&names));
    f.term = p->id.len > 0 ? p->id : p->name;
    if (t != NULL && e->source != EINV_NO_REF) {
        f.pos = einv__tree_position(t, e->source);
        einv__tree_xpath(t, e->source, &path);
        f.xpath = einv__buf_get(&path);
    }
    einv__report_add(c->report, &f);
    einv__buf_free(&path);
    einv__buf_free(&names);
}

/* Of several uses that apply, one that is satisfied is enough. */
static void check_entry(struct checker *c, const struct einv_entry *e)
{
    const struct identifier_use *unlike = NULL;
    const struct einv_form *wrong = NULL;

    for (size_t i = 0; i < c->t->n_uses; i++) {
        const struct identifier_use *use = &c->t->uses[i];
        const struct einv_form *form = NULL;
        enum einv_form_fit fit;

        if (!applies(c, use, e))
            continue;
        fit = best_form(c, use, bare(use, einv__entry_text(e)), &form);
        if (fit == EINV_FORM_FITS)
            return;
        if (unlike == NULL || (fit == EINV_FORM_WRONG && wrong == NULL)) {
            unlike = use;
            wrong = fit == EINV_FORM_WRONG ? form : wrong;
        }
    }
    if (unlike != NULL)
        tell(c, unlike, e, wrong);
}

einv_status einv__check_identifiers(struct einv_subject *s,
                                    struct einv_report *report)
{
    struct checker c = { s, NULL, EINV_NO_TEXT, report };
    const struct format_body *body;
    const struct einv_entry *e;
    einv_status status;

    status = einv__engine_identifiers(s->engine, report, &c.t);
    if (status == EINV_OK && s->format != NULL) {
        status = einv__format_body(s->format, report, &body);
        if (status == EINV_OK)
            c.home = body->info->country;
    }
    for (e = s->data.root.first; e != NULL && status == EINV_OK;
         e = einv__entry_walk(e))
        if (c.t->looked[e->place] && e->text != NULL)
            check_entry(&c, e);
    return status;
}
