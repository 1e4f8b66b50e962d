/* dsig_policy.c: SignedInfo against the profile, before anything of it is
 * worked out: a document does not choose what its reader runs.
 */
#include "dsig.h"
#include "shelf.h"

static bool refuse(struct einv_dsig *d, enum einv_sub_indication sub)
{
    einv__dsig_fail(d, sub);
    return false;
}

/* The prefixes of an exclusive form; EINV_NO_TEXT: none. */
static struct einv_text inclusive_of(const struct einv_tree *t, einv_node e)
{
    einv_node c = einv__named_child(t, e, EINV_URI_EXC, "InclusiveNamespaces");

    return c != EINV_NO_NODE ? einv__tree_get_attr(t, c, "PrefixList")
                             : EINV_NO_TEXT;
}

static const struct einv_canon *allowed_canon(const struct einv_dsig *d,
                                              struct einv_text uri)
{
    const struct einv_canon *canon = einv__canon_by_uri(uri);

    return canon != NULL && einv__words_have(d->profile->canons, canon->name)
               ? canon : NULL;
}

/* Named as good: yes.  As old: weak.  Aged: weak, and no longer enough. */
static bool judge_name(struct einv_dsig *d, struct einv_text name,
                       struct einv_text good)
{
    if (einv__words_have_text(good, name))
        return true;
    d->nomem = !einv__sig_weak(d->result, d->sig, name) || d->nomem;
    if (einv__words_have_text(d->profile->old, name))
        return true;
    return einv__words_have_text(d->policy->profiles->aged, name);
}

static bool check_algorithm(struct einv_dsig *d)
{
    einv_node e = einv__ds_child(d->t, d->signed_info, "SignatureMethod");

    if (e == EINV_NO_NODE)
        return refuse(d, EINV_SUB_FORMAT_FAILURE);
    d->algorithm_uri = einv__tree_get_attr(d->t, e, "Algorithm");
    d->algorithm = einv__algorithm_by_uri(d->algorithm_uri);
    if (d->algorithm == NULL) {
        /* Perhaps the caller's callback knows it. */
        d->sig->algorithm = d->algorithm_uri;
        return true;
    }
    d->sig->algorithm = einv__text_of(d->algorithm->name);
    return judge_name(d, d->sig->algorithm, d->profile->algorithms) ||
           refuse(d, EINV_SUB_ALGORITHM);
}

static bool check_canon(struct einv_dsig *d)
{
    einv_node e = einv__ds_child(d->t, d->signed_info,
                                 "CanonicalizationMethod");

    if (e == EINV_NO_NODE)
        return refuse(d, EINV_SUB_FORMAT_FAILURE);
    d->canon = allowed_canon(d, einv__tree_get_attr(d->t, e, "Algorithm"));
    d->inclusive = inclusive_of(d->t, e);
    return d->canon != NULL || refuse(d, EINV_SUB_ALGORITHM);
}

/* --- references ---------------------------------------------------------- */

/* "", "#id" or #xpointer of these two (XML Signature 1.1, 4.4.3.2). */
static bool plain_uri(struct einv_text *uri)
{
    static const char all[] = "#xpointer(/)";
    static const char id[] = "#xpointer(id('";
    size_t n = sizeof(id) - 1;

    if (einv__text_is(*uri, all)) {
        *uri = EINV_TEXT("");
        return true;
    }
    if (uri->len > n + 3 && memcmp(uri->ptr, id, n) == 0 &&
        memcmp(uri->ptr + uri->len - 3, "'))", 3) == 0) {
        *uri = einv__text(uri->ptr + n - 1, uri->len - n - 3 + 1);
        return memchr(uri->ptr + 1, '\'', uri->len - 1) == NULL;
    }
    if (uri->len == 0)
        return true;
    return uri->ptr[0] == '#' && uri->len > 1 &&
           memchr(uri->ptr, '(', uri->len) == NULL;
}

static bool is_alone(const struct einv_tree *t, einv_node e, einv_node child)
{
    return einv__tree_child(t, e) == child &&
           einv__tree_next(t, child) == EINV_NO_NODE;
}

/* What a transform is, by the table; false: it is none that we know. */
static bool name_transform(const struct einv_dsig *d,
                           struct einv_dsig_transform *tr)
{
    const struct einv_tree *t = d->t;
    struct einv_text uri = einv__tree_get_attr(t, tr->node, "Algorithm");
    bool filter2 = einv__text_is(uri, EINV_URI_FILTER2);
    einv_node c = einv__tree_child(t, tr->node);

    if (einv__text_is(uri, EINV_URI_ENVELOPED)) {
        tr->kind = EINV_TRANSFORM_ENVELOPED;
        return true;
    }
    if (einv__text_is(uri, EINV_URI_BASE64)) {
        tr->kind = EINV_TRANSFORM_BASE64;
        return true;
    }
    if (filter2 || einv__text_is(uri, EINV_URI_XPATH)) {
        tr->kind = EINV_TRANSFORM_FILTER;
        if (c == EINV_NO_NODE || !is_alone(t, tr->node, c) ||
            !einv__is_pure(t, c) ||
            !einv__is_named(t, c, filter2 ? EINV_URI_FILTER2 : EINV_NS_DS,
                            "XPath"))
            return false;
        tr->filter = einv__filter_of(d->policy->profiles, t, c);
        return tr->filter != NULL && tr->filter->subtract == filter2;
    }
    tr->kind = EINV_TRANSFORM_CANON;
    tr->canon = allowed_canon(d, uri);
    tr->inclusive = inclusive_of(t, tr->node);
    return tr->canon != NULL;
}

static bool fits(const struct einv_transform_rule *rule,
                 const struct einv_dsig_transform *tr)
{
    return rule->kind == tr->kind && (rule->kind != EINV_TRANSFORM_FILTER ||
                                      rule->filter == tr->filter);
}

static bool rule_fits(const struct einv_reference_rule *rule,
                      const struct einv_dsig_reference *r)
{
    size_t k = 0;

    for (size_t i = 0; i < rule->n_transforms; i++) {
        if (k < r->n_transforms && fits(&rule->transforms[i],
                                        &r->transforms[k]))
            k++;
        else if (!rule->transforms[i].optional)
            return false;
    }
    return k == r->n_transforms;
}

bool einv__dsig_rule_fits(const struct einv_dsig *d,
                          const struct einv_dsig_reference *r)
{
    for (size_t i = 0; i < d->profile->n_references; i++)
        if (d->profile->references[i].target == r->target &&
            rule_fits(&d->profile->references[i], r))
            return true;
    return false;
}

static bool allows(const struct einv_profile *p, enum einv_target target)
{
    for (size_t i = 0; i < p->n_references; i++)
        if (p->references[i].target == target)
            return true;
    return false;
}

static const struct einv_content *content_of(const struct einv_dsig *d,
                                             const struct einv_dsig_reference *r)
{
    const struct einv_sign_policy *p = d->policy;

    if (!allows(d->profile, EINV_TARGET_CONTENT))
        return NULL;
    for (size_t i = 0; i < p->n_contents; i++)
        if (p->contents[i].name.ptr == NULL ||
            (r->has_uri && einv__uri_is(r->uri, p->contents[i].name)))
            return &p->contents[i];
    return NULL;
}

static bool check_reference(struct einv_dsig *d, struct einv_dsig_reference *r)
{
    struct einv_text name = einv__text_of(einv__digest_name(r->digest));

    if (!r->has_uri || !plain_uri(&r->uri)) {
        r->content = content_of(d, r);
        if (r->content == NULL)
            return refuse(d, EINV_SUB_REFERENCE_URI);
    }
    for (size_t i = 0; i < r->n_transforms; i++)
        if (!name_transform(d, &r->transforms[i]))
            return refuse(d, EINV_SUB_TRANSFORM);
    if (r->digest == EINV_DIGEST_NONE)
        return refuse(d, EINV_SUB_ALGORITHM);
    return judge_name(d, name, d->profile->digests) ||
           refuse(d, EINV_SUB_ALGORITHM);
}

bool einv__dsig_policy(struct einv_dsig *d)
{
    if (!check_algorithm(d) || !check_canon(d))
        return false;
    for (size_t i = 0; i < d->n_refs; i++)
        if (!check_reference(d, &d->refs[i]))
            return false;
    return true;
}
