/* identifiers.c: reads schemas/identifiers.xml (identifiers.h).
 */
#include "identifiers.h"

#include "../base/embedded.h"

#define IDENTIFIERS "identifiers.xml"
#define MAX_FORMS_OF_USE 16

struct loader {
    struct engine_identifiers *t;
    const struct einv_model *m;
    struct einv_report *report;
    bool bad;
};

static void complain(struct loader *l, einv_node e, struct einv_text found,
                     const char *expected)
{
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "structure",
                                          "EINV-ID-0100", found,
                                          einv__text_of(expected));

    f.xpath = EINV_TEXT(IDENTIFIERS);
    f.pos = einv__tree_position(&l->t->tree, e);
    einv__report_add(l->report, &f);
    l->bad = true;
}

static struct einv_text attr(const struct loader *l, einv_node e,
                             const char *name)
{
    return einv__tree_get_attr(&l->t->tree, e, name);
}

static bool is_named(const struct loader *l, einv_node e, const char *name)
{
    return einv__text_is(einv__tree_qname(&l->t->tree, e)->local, name);
}

/* --- forms ---------------------------------------------------------------- */

/* "10 1 4"; false: a number that is none or above 255, or too many. */
static bool numbers(struct einv_text text, uint8_t *out, uint8_t *n,
                    size_t most)
{
    while (text.len > 0) {
        struct einv_text word = einv__text_word(&text);
        uint32_t value = 0;

        if (word.len == 0)
            break;
        for (size_t i = 0; i < word.len; i++) {
            if (word.ptr[i] < '0' || word.ptr[i] > '9' || value > 255)
                return false;
            value = value * 10 + (uint32_t)(word.ptr[i] - '0');
        }
        if (value > 255 || *n == most)
            return false;
        out[(*n)++] = (uint8_t)value;
    }
    return true;
}

static void load_check(struct loader *l, einv_node e, struct einv_form *form)
{
    struct einv_form_check *check = &form->checks[form->n_checks];
    uint8_t one = 0, mod[1] = { 0 }, from[1] = { 0 };

    if (form->n_checks == EINV_FORM_CHECKS) {
        complain(l, e, form->id, "fewer checks");
        return;
    }
    check->digit = attr(l, e, "digit");
    if (!numbers(attr(l, e, "weights"), check->weights, &check->n,
                 EINV_FORM_WEIGHTS) ||
        !numbers(attr(l, e, "again"), check->again, &check->n_again,
                 EINV_FORM_WEIGHTS) ||
        !numbers(attr(l, e, "mod"), mod, &one, 1) || one != 1 ||
        (one = 0, !numbers(attr(l, e, "from"), from, &one, 1)))
        complain(l, e, form->id, "weights, mod, digit");
    check->mod = mod[0];
    check->from = from[0];
    if (!einv__text_is(check->digit, "r") &&
        !einv__text_is(check->digit, "m-r") && check->digit.len != check->mod)
        complain(l, e, check->digit, "r, m-r, or a character for each r");
    form->n_checks++;
}

static void load_form(struct loader *l, einv_node e)
{
    const struct einv_tree *t = &l->t->tree;
    struct einv_form *form = &l->t->forms[l->t->n_forms++];

    form->id = attr(l, e, "id");
    form->name = attr(l, e, "name");
    form->picture = attr(l, e, "picture");
    form->alphabet = attr(l, e, "alphabet");
    for (einv_node c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c))
        load_check(l, c, form);
    if (form->id.len == 0 || form->name.len == 0 || !einv__form_is_sound(form))
        complain(l, e, form->id, "a name, and checks within the picture");
}

/* --- uses ----------------------------------------------------------------- */

static const struct einv_form *form_named(const struct loader *l,
                                          struct einv_text id)
{
    for (size_t i = 0; i < l->t->n_forms; i++)
        if (einv__text_eq(l->t->forms[i].id, id))
            return &l->t->forms[i];
    return NULL;
}

static void load_forms_of(struct loader *l, einv_node e,
                          struct identifier_use *use)
{
    struct einv_text names = attr(l, e, "forms");

    use->first = (uint32_t)l->t->n_used;
    while (names.len > 0 && use->n < MAX_FORMS_OF_USE) {
        struct einv_text name = einv__text_word(&names);
        const struct einv_form *form = form_named(l, name);

        if (name.len == 0)
            break;
        if (form == NULL)
            complain(l, e, name, "the id of a form");
        l->t->used[l->t->n_used++] = form;
        use->n++;
    }
    if (use->n == 0 || names.len > 0)
        complain(l, e, attr(l, e, "forms"), "forms, at most sixteen");
}

bool einv__identifier_use_at(const struct einv_model *m,
                             const struct identifier_use *use,
                             einv_place_id place)
{
    const struct einv_place *p = &m->places[place];

    return place != EINV_ROOT_PLACE && einv__text_eq(p->name, use->field) &&
           einv__text_eq(m->places[p->parent].record, use->record);
}

static void load_use(struct loader *l, einv_node e)
{
    struct identifier_use use = { 0 };
    struct einv_text places = attr(l, e, "at"), word;
    struct einv_text severity = attr(l, e, "severity");

    use.country = attr(l, e, "country");
    use.scheme = attr(l, e, "scheme");
    use.kind = attr(l, e, "kind");
    use.severity = einv__text_is(severity, "information")
                   ? EINV_SEV_INFORMATION : EINV_SEV_WARNING;
    load_forms_of(l, e, &use);
    for (word = einv__text_word(&places); word.len > 0;
         word = einv__text_word(&places)) {
        bool somewhere = false;

        use.record = einv__text_cut(word, '/', &use.field);
        for (size_t i = 0; i < l->m->n_places; i++)
            if (einv__identifier_use_at(l->m, &use, (einv_place_id)i))
                l->t->looked[i] = somewhere = true;
        if (!somewhere)
            complain(l, e, word, "record/field of the model");
        l->t->uses[l->t->n_uses++] = use;
    }
}

/* --- the whole ------------------------------------------------------------ */

/* How many rows each table has at most: elements; words of their
 * attributes. */
static bool make_room(struct loader *l)
{
    struct engine_identifiers *t = l->t;
    size_t words = t->tree.attr_text_len / 2 + 1;

    t->forms = einv__arena_zero(&t->arena, t->tree.n_elems,
                                sizeof(*t->forms));
    t->uses = einv__arena_zero(&t->arena, words, sizeof(*t->uses));
    t->used = einv__arena_zero(&t->arena, words, sizeof(*t->used));
    t->looked = einv__arena_zero(&t->arena, l->m->n_places, 1);
    return t->forms != NULL && t->uses != NULL && t->used != NULL &&
           t->looked != NULL;
}

static void load_rows(struct loader *l)
{
    const struct einv_tree *t = &l->t->tree;

    for (einv_node e = einv__tree_child(t, 0); e != EINV_NO_NODE;
         e = einv__tree_next(t, e)) {
        if (is_named(l, e, "form"))
            load_form(l, e);
        else if (is_named(l, e, "use"))
            load_use(l, e);
        else
            complain(l, e, einv__tree_qname(t, e)->local, "form or use");
    }
}

void einv__identifiers_free(const struct einv_allocator *a,
                            struct engine_identifiers *t)
{
    if (t == NULL)
        return;
    einv__tree_free(&t->tree);
    einv__arena_free(&t->arena);
    einv__free(a, t, sizeof(*t));
}

einv_status einv__identifiers_load(const struct einv_allocator *a,
                                   const struct einv_model *m,
                                   struct einv_text bytes,
                                   struct einv_report *report,
                                   struct engine_identifiers **out)
{
    struct einv_read_xml_options options = { .lend = true };
    struct loader l = { NULL, m, report, false };
    einv_status status;

    *out = NULL;
    l.t = einv__alloc(a, 1, sizeof(*l.t));
    if (l.t == NULL)
        return EINV_ENOMEM;
    memset(l.t, 0, sizeof(*l.t));
    einv__arena_init(&l.t->arena, a);
    einv__tree_init(&l.t->tree, a);
    status = einv__xml_read(&l.t->tree, a, bytes, &options, report);
    if (status != EINV_OK)
        status = status == EINV_ENOMEM ? status : EINV_EINTERNAL;
    else if (!make_room(&l))
        status = EINV_ENOMEM;
    else
        load_rows(&l);
    if (status == EINV_OK && l.bad)
        status = EINV_EINTERNAL;
    if (status == EINV_OK)
        *out = l.t;
    else
        einv__identifiers_free(a, l.t);
    return status;
}

einv_status einv__engine_identifiers(struct einv_engine *e,
                                     struct einv_report *report,
                                     const struct engine_identifiers **out)
{
    const struct einv_embedded *file = einv__embedded_find(IDENTIFIERS);
    struct engine_identifiers *none = NULL, *t;
    einv_status status;

    *out = t = atomic_load_explicit(&e->identifiers, memory_order_acquire);
    if (t != NULL)
        return EINV_OK;
    if (file == NULL)
        return EINV_EINTERNAL;
    status = einv__identifiers_load(&e->alloc, &e->model,
                                    einv__text(file->data, file->len), report,
                                    &t);
    if (status != EINV_OK)
        return status;
    if (!atomic_compare_exchange_strong(&e->identifiers, &none, t)) {
        einv__identifiers_free(&e->alloc, t);
        t = none;
    }
    *out = t;
    return EINV_OK;
}
