/* profile.c: the table of profiles, read and checked.
 *
 * Checked at load: each word of a row must mean something, so that a typing
 * error in the table is an error and not a weaker profile.
 */
#include "profile.h"

#include "../base/embedded.h"
#include "dsig.h"

static const struct einv_canon canons[] = {
    { EINV_C14N_10, false, "c14n", EINV_URI_C14N },
    { EINV_C14N_10, true, "c14n-comments", EINV_URI_C14N "#WithComments" },
    { EINV_C14N_11, false, "c14n11", EINV_URI_C14N11 },
    { EINV_C14N_11, true, "c14n11-comments", EINV_URI_C14N11 "#WithComments" },
    { EINV_C14N_EXCLUSIVE, false, "exc", EINV_URI_EXC },
    { EINV_C14N_EXCLUSIVE, true, "exc-comments", EINV_URI_EXC "WithComments" }
};
#define N_CANONS (sizeof(canons) / sizeof(canons[0]))

const struct einv_canon *einv__canon_by_uri(struct einv_text uri)
{
    for (size_t i = 0; i < N_CANONS; i++)
        if (einv__text_is(uri, canons[i].uri))
            return &canons[i];
    return NULL;
}

const struct einv_canon *einv__canon_by_name(struct einv_text name)
{
    for (size_t i = 0; i < N_CANONS; i++)
        if (einv__text_is(name, canons[i].name))
            return &canons[i];
    return NULL;
}

bool einv__words_have_text(struct einv_text words, struct einv_text word)
{
    struct einv_text w;

    while ((w = einv__text_word(&words)).len > 0)
        if (einv__text_eq(w, word))
            return true;
    return false;
}

bool einv__words_have(struct einv_text words, const char *word)
{
    return einv__words_have_text(words, einv__text_of(word));
}

/* --- reading ------------------------------------------------------------- */

struct load {
    struct einv_profiles *p;
    const struct einv_tree *t;
    einv_node bad;              /* the row that is wrong */
    bool nomem;
};

static bool wrong(struct load *l, einv_node row)
{
    if (l->bad == EINV_NO_NODE)
        l->bad = row;
    return false;
}

static struct einv_text attr(struct load *l, einv_node e, const char *name)
{
    struct einv_text text = einv__tree_get_attr(l->t, e, name);

    return text.ptr != NULL ? einv__text_trim(text) : EINV_TEXT("");
}

static bool yes(struct load *l, einv_node e, const char *name)
{
    return einv__text_is(attr(l, e, name), "yes");
}

static size_t count(const struct einv_tree *t, einv_node e, const char *name)
{
    size_t n = 0;
    einv_node c;

    for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c))
        n += einv__text_is(einv__tree_qname(t, c)->local, name);
    return n;
}

static void *rows_for(struct load *l, einv_node e, const char *name,
                      size_t size)
{
    void *rows = einv__arena_zero(&l->p->arena, count(l->t, e, name) + 1,
                                  size);

    l->nomem = l->nomem || rows == NULL;
    return rows;
}

static bool read_place(struct load *l, struct einv_place_of *place,
                       einv_node row, struct einv_text text)
{
    return einv__place_read(place, &l->p->arena, l->t, row, text) ||
           wrong(l, row);
}

static bool read_filter(struct load *l, struct einv_filter *f, einv_node row)
{
    struct einv_text drops = attr(l, row, "drops");

    f->row = row;
    f->id = attr(l, row, "id");
    f->xpath = attr(l, row, "xpath");
    f->subtract = yes(l, row, "subtract");
    if (f->id.len == 0 || f->xpath.len == 0)
        return wrong(l, row);
    return einv__text_is(drops, "signature") ||
           read_place(l, &f->drops, row, drops);
}

static const struct einv_filter *find_filter(const struct einv_profiles *p,
                                             struct einv_text id)
{
    for (size_t i = 0; i < p->n_filters; i++)
        if (einv__text_eq(p->filters[i].id, id))
            return &p->filters[i];
    return NULL;
}

static bool read_transform(struct load *l, struct einv_transform_rule *rule,
                           struct einv_text word)
{
    if (word.len > 0 && word.ptr[word.len - 1] == '?') {
        rule->optional = true;
        word.len--;
    }
    if (einv__text_is(word, "enveloped")) {
        rule->kind = EINV_TRANSFORM_ENVELOPED;
    } else if (einv__text_is(word, "canon")) {
        rule->kind = EINV_TRANSFORM_CANON;
    } else if (einv__text_is(word, "base64")) {
        rule->kind = EINV_TRANSFORM_BASE64;
    } else {
        rule->kind = EINV_TRANSFORM_FILTER;
        rule->filter = find_filter(l->p, word);
        return rule->filter != NULL;
    }
    return true;
}

/* ORDER TARGET */
static const char *const targets[] = { "document", "part", "properties",
                                       "key", "content" };

static bool read_reference(struct load *l, struct einv_reference_rule *r,
                           einv_node row)
{
    struct einv_text to = attr(l, row, "to");
    struct einv_text words = attr(l, row, "transforms"), word;
    size_t i = 0, n = sizeof(targets) / sizeof(targets[0]);

    while (i < n && !einv__text_is(to, targets[i]))
        i++;
    if (i == n)
        return wrong(l, row);
    r->target = (enum einv_target)i;
    r->transforms = einv__arena_zero(&l->p->arena, words.len / 2 + 1,
                                     sizeof(*r->transforms));
    if (r->transforms == NULL) {
        l->nomem = true;
        return false;
    }
    while ((word = einv__text_word(&words)).len > 0)
        if (!read_transform(l, &r->transforms[r->n_transforms++], word))
            return wrong(l, row);
    return true;
}

static bool read_condition(struct load *l, struct einv_condition *c,
                           einv_node row)
{
    struct einv_text value = einv__tree_get_attr(l->t, row, "is");

    c->value = value;
    return read_place(l, &c->place, row, einv__tree_text(l->t, row));
}

static bool read_part(struct load *l, struct einv_profile *row, einv_node c)
{
    struct einv_text name = einv__tree_qname(l->t, c)->local;
    struct einv_text text = einv__tree_text(l->t, c);

    if (einv__text_is(name, "at")) {
        struct einv_signature_place *at = &row->places[row->n_places++];

        at->role = attr(l, c, "role");
        return read_place(l, &at->place, c, text);
    }
    if (einv__text_is(name, "when"))
        return read_condition(l, &row->conditions[row->n_conditions++], c);
    if (einv__text_is(name, "reference"))
        return read_reference(l, &row->references[row->n_references++], c);
    if (einv__text_is(name, "outside")) {
        struct einv_outside *o = &row->outside[row->n_outside++];

        o->why = attr(l, c, "why");
        return read_place(l, &o->place, c, text);
    }
    if (einv__text_is(name, "make")) {
        struct einv_make_rule *m = &row->makes[row->n_makes++];

        m->in = attr(l, c, "in");
        m->first = einv__text_is(attr(l, c, "at"), "first");
        return read_place(l, &m->place, c, text);
    }
    return einv__text_is(name, "note") || wrong(l, c);
}

/* Each word of a list names an algorithm, a digest, a canonical form. */
static bool words_mean(struct load *l, einv_node row)
{
    static const char *const lists[] = { "algorithms", "old", "digests",
                                         "c14n" };

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct einv_text words = attr(l, row, lists[i]), word;

        while ((word = einv__text_word(&words)).len > 0) {
            bool known = i == 3 ? einv__canon_by_name(word) != NULL
                         : einv__algorithm_by_name(word) != NULL ||
                           einv__sign_digest_by_name(word) !=
                               EINV_DIGEST_NONE;

            if (!known)
                return wrong(l, row);
        }
    }
    return true;
}

static void read_heads(struct load *l, struct einv_profile *r, einv_node e)
{
    struct einv_text xades = attr(l, e, "xades");

    r->id = attr(l, e, "id");
    r->title = attr(l, e, "title");
    r->container = attr(l, e, "container");
    r->confidence = attr(l, e, "confidence");
    r->fallback = yes(l, e, "fallback");
    r->sign = yes(l, e, "sign");
    r->detached = yes(l, e, "detached");
    r->der_value = einv__text_is(attr(l, e, "ec"), "der");
    r->rule = attr(l, e, "rule");
    r->canons = attr(l, e, "c14n");
    r->algorithms = attr(l, e, "algorithms");
    r->digests = attr(l, e, "digests");
    r->old = attr(l, e, "old");
    r->rsa_bits = einv__text_is(attr(l, e, "rsa"), "1024") ? 1024 : 2048;
    r->xades = einv__text_is(xades, "required") ? EINV_XADES_REQUIRED
               : einv__text_is(xades, "none") ? EINV_XADES_NONE
                                              : EINV_XADES_OPTIONAL;
    r->needs = attr(l, e, "needs");
    r->ids = attr(l, e, "ids");
    r->cert_v1 = einv__text_is(attr(l, e, "certificate"), "v1");
    r->policy = attr(l, e, "policy");
    r->policy_digest = attr(l, e, "policy-sha1");
}

static bool read_profile(struct load *l, struct einv_profile *row,
                         einv_node e)
{
    einv_node c;

    read_heads(l, row, e);
    row->places = rows_for(l, e, "at", sizeof(*row->places));
    row->references = rows_for(l, e, "reference", sizeof(*row->references));
    row->outside = rows_for(l, e, "outside", sizeof(*row->outside));
    row->conditions = rows_for(l, e, "when", sizeof(*row->conditions));
    row->makes = rows_for(l, e, "make", sizeof(*row->makes));
    if (l->nomem)
        return false;
    for (c = einv__tree_child(l->t, e); c != EINV_NO_NODE;
         c = einv__tree_next(l->t, c))
        if (!read_part(l, row, c))
            return false;
    if (row->id.len == 0 || row->algorithms.len == 0 ||
        row->digests.len == 0)
        return wrong(l, e);
    /* What is about elements is about XML. */
    if (!einv__text_is(row->container, "cms") &&
        !einv__text_is(row->container, "seal") &&
        (row->n_places == 0 || row->n_references == 0 ||
         row->canons.len == 0 || row->ids.len == 0 ||
         row->sign != (row->n_makes > 0)))
        return wrong(l, e);
    return words_mean(l, e);
}

static bool read_rows(struct load *l, einv_node root)
{
    struct einv_profiles *p = l->p;
    einv_node c;

    p->filters = rows_for(l, root, "filter", sizeof(*p->filters));
    p->rows = rows_for(l, root, "profile", sizeof(*p->rows));
    p->aged = attr(l, root, "aged");
    if (l->nomem)
        return false;
    for (c = einv__tree_child(l->t, root); c != EINV_NO_NODE;
         c = einv__tree_next(l->t, c)) {
        struct einv_text name = einv__tree_qname(l->t, c)->local;

        if (einv__text_is(name, "filter")) {
            if (!read_filter(l, &p->filters[p->n_filters++], c))
                return false;
        } else if (!einv__text_is(name, "profile")) {
            return wrong(l, c);
        } else if (einv__profile_find(p, attr(l, c, "id")) != NULL ||
                   !read_profile(l, &p->rows[p->n++], c)) {
            return wrong(l, c);
        }
    }
    return p->n > 0 || wrong(l, root);
}

einv_status einv__profiles_load(struct einv_profiles *p,
                                const einv_allocator *a, struct einv_text xml,
                                uint32_t *line)
{
    struct load l = { .p = p, .bad = EINV_NO_NODE };
    einv_status status;

    memset(p, 0, sizeof(*p));
    *line = 0;
    status = einv__xml_read(&p->table, a, xml, NULL, NULL);
    if (status != EINV_OK)
        return status;
    einv__arena_init(&p->arena, a);
    l.t = &p->table;
    if (read_rows(&l, einv__tree_root(&p->table)) && !l.nomem)
        return EINV_OK;
    if (l.bad != EINV_NO_NODE)
        *line = einv__tree_position(&p->table, l.bad).line;
    einv__profiles_free(p);
    return l.nomem ? EINV_ENOMEM : EINV_EMALFORMED;
}

einv_status einv__profiles_own(struct einv_profiles *p,
                               const einv_allocator *a)
{
    const struct einv_embedded *file =
        einv__embedded_find("signatures/profiles.xml");
    einv_status status;
    uint32_t line;

    if (file == NULL)
        return EINV_EINTERNAL;
    status = einv__profiles_load(p, a, einv__text(file->data, file->len),
                                 &line);
    return status == EINV_EMALFORMED ? EINV_EINTERNAL : status;
}

void einv__profiles_free(struct einv_profiles *p)
{
    if (p->arena.alloc == NULL)
        return;
    einv__arena_free(&p->arena);
    einv__tree_free(&p->table);
    memset(p, 0, sizeof(*p));
}

const struct einv_profile *einv__profile_find(const struct einv_profiles *p,
                                              struct einv_text id)
{
    for (size_t i = 0; i < p->n; i++)
        if (einv__text_eq(p->rows[i].id, id))
            return &p->rows[i];
    return NULL;
}

/* --- filters ------------------------------------------------------------- */

/* One character of a text whose runs of white space are one blank. */
static bool next_char(struct einv_text *text, char *c)
{
    if (text->len == 0)
        return false;
    *c = *text->ptr;
    if (einv__is_space(*c)) {
        *c = ' ';
        while (text->len > 1 && einv__is_space(text->ptr[1]))
            *text = einv__text(text->ptr + 1, text->len - 1);
    }
    *text = einv__text(text->ptr + 1, text->len - 1);
    return true;
}

static bool same_words(struct einv_text a, struct einv_text b)
{
    char x, y;

    a = einv__text_trim(a);
    b = einv__text_trim(b);
    while (next_char(&a, &x))
        if (!next_char(&b, &y) || x != y)
            return false;
    return b.len == 0;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

/* Each "p:" of the XPath ("::" is an axis) means the same here and there. */
static bool same_prefixes(const struct einv_tree *a, einv_node at,
                          const struct einv_tree *b, einv_node row,
                          struct einv_text xpath)
{
    for (size_t i = 1; i + 1 < xpath.len; i++) {
        struct einv_text prefix, one, two;
        size_t from = i;

        if (xpath.ptr[i] != ':' || xpath.ptr[i + 1] == ':' ||
            xpath.ptr[i - 1] == ':')
            continue;
        while (from > 0 && is_name_char(xpath.ptr[from - 1]))
            from--;
        prefix = einv__text(xpath.ptr + from, i - from);
        if (!einv__tree_ns_find(a, at, prefix, &one) ||
            !einv__tree_ns_find(b, row, prefix, &two) ||
            !einv__text_eq(one, two))
            return false;
    }
    return true;
}

const struct einv_filter *einv__filter_of(const struct einv_profiles *p,
                                          const struct einv_tree *t,
                                          einv_node e)
{
    struct einv_text kind = einv__tree_get_attr(t, e, "Filter");
    struct einv_text xpath = einv__tree_text(t, e);

    for (size_t i = 0; i < p->n_filters; i++) {
        const struct einv_filter *f = &p->filters[i];

        if (f->subtract ? !einv__text_is(kind, "subtract") : kind.ptr != NULL)
            continue;
        if (same_words(f->xpath, xpath) &&
            same_prefixes(t, e, &p->table, f->row, f->xpath))
            return f;
    }
    return NULL;
}
