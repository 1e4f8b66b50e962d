/* dsig_read.c: the shape of an XML signature (XML Signature 1.1, 4).
 *
 * What decides is read by its place: the one SignedInfo, the one
 * SignatureValue, each Reference with its parts in order.  Two of a kind are
 * refused: whoever verifies the first and reads the second is fooled.
 */
#include "dsig.h"

#include "../base/base64.h"
#include "../xml/rows.h"

enum einv_digest einv__sign_digest_by_name(struct einv_text name)
{
    for (int i = EINV_DIGEST_NONE + 1; i < EINV_N_DIGESTS; i++)
        if (einv__text_is(name, einv__digest_name((enum einv_digest)i)))
            return (enum einv_digest)i;
    return EINV_DIGEST_NONE;
}

bool einv__is_named(const struct einv_tree *t, einv_node e, const char *ns,
                    const char *local)
{
    const struct einv_qname *q;

    if (e == EINV_NO_NODE)
        return false;
    q = einv__tree_qname(t, e);
    return einv__text_is(q->local, local) && einv__text_is(q->ns, ns);
}

bool einv__is_ds(const struct einv_tree *t, einv_node e, const char *local)
{
    return einv__is_named(t, e, EINV_NS_DS, local);
}

einv_node einv__named_child(const struct einv_tree *t, einv_node e,
                            const char *ns, const char *local)
{
    einv_node c = e != EINV_NO_NODE ? einv__tree_child(t, e) : EINV_NO_NODE;

    while (c != EINV_NO_NODE && !einv__is_named(t, c, ns, local))
        c = einv__tree_next(t, c);
    return c;
}

einv_node einv__ds_child(const struct einv_tree *t, einv_node e,
                         const char *local)
{
    return einv__named_child(t, e, EINV_NS_DS, local);
}

bool einv__is_pure(const struct einv_tree *t, einv_node e)
{
    size_t i = einv__tree_extra_from(t, e + 1);

    if (!einv__tree_is_leaf(t, e))
        return false;
    for (; i < t->n_extras && t->extras[i].before == e + 1; i++)
        if (t->extras[i].parent == e)
            return false;
    return true;
}

void einv__dsig_fail(struct einv_dsig *d, enum einv_sub_indication sub)
{
    einv__sig_fail(d->sig, EINV_TOTAL_FAILED, sub);
}

void einv__dsig_doubt(struct einv_dsig *d, enum einv_sub_indication sub)
{
    einv__sig_fail(d->sig, EINV_INDETERMINATE, sub);
}

struct einv_text einv__dsig_base64(struct einv_dsig *d, struct einv_text text)
{
    struct einv_buf buf;
    char *copy = NULL;
    size_t len;

    einv__buf_init(&buf, d->result->alloc);
    if (einv__base64_decode(text, &buf)) {
        copy = einv__arena_alloc(&d->result->arena, buf.len + 1);
        d->nomem = d->nomem || copy == NULL;
    }
    d->nomem = d->nomem || buf.failed;
    len = buf.len;
    if (copy != NULL && len > 0)
        memcpy(copy, buf.data, len);
    einv__buf_free(&buf);
    return copy != NULL ? einv__text(copy, len) : EINV_NO_TEXT;
}

/* The next of the children that has this name; other names stay for the
 * strays.  Two of it: *twice. */
static einv_node only_child(const struct einv_tree *t, einv_node e,
                            const char *local, bool *twice)
{
    einv_node first = einv__ds_child(t, e, local), c = first;

    while (c != EINV_NO_NODE && (c = einv__tree_next(t, c)) != EINV_NO_NODE)
        *twice = *twice || einv__is_ds(t, c, local);
    return first;
}

/* The transforms as they stand: what they mean is a question of policy. */
static bool read_transforms(struct einv_dsig *d, struct einv_dsig_reference *r)
{
    const struct einv_tree *t = d->t;
    einv_node all = einv__ds_child(t, r->node, "Transforms"), c;

    if (all == EINV_NO_NODE)
        return true;
    for (c = einv__tree_child(t, all); c != EINV_NO_NODE;
         c = einv__tree_next(t, c)) {
        if (r->n_transforms == EINV_MAX_TRANSFORMS) {
            einv__dsig_fail(d, EINV_SUB_TRANSFORM_LIMIT);
            return false;
        }
        if (!einv__is_ds(t, c, "Transform")) {
            einv__dsig_fail(d, EINV_SUB_FORMAT_FAILURE);
            return false;
        }
        r->transforms[r->n_transforms++].node = c;
    }
    return true;
}

static bool read_reference(struct einv_dsig *d, struct einv_dsig_reference *r,
                           einv_node e)
{
    const struct einv_tree *t = d->t;
    einv_node method = einv__ds_child(t, e, "DigestMethod");
    bool twice = false;

    r->node = e;
    r->to = EINV_NO_NODE;
    r->uri = einv__tree_get_attr(t, e, "URI");
    r->has_uri = r->uri.ptr != NULL;
    r->type = einv__tree_get_attr(t, e, "Type");
    r->digest_value = only_child(t, e, "DigestValue", &twice);
    if (method != only_child(t, e, "DigestMethod", &twice) || twice ||
        method == EINV_NO_NODE || r->digest_value == EINV_NO_NODE) {
        einv__dsig_fail(d, EINV_SUB_FORMAT_FAILURE);
        return false;
    }
    r->digest = einv__digest_by_uri(einv__tree_get_attr(t, method,
                                                        "Algorithm"));
    return read_transforms(d, r);
}

static bool read_references(struct einv_dsig *d)
{
    const struct einv_tree *t = d->t;
    einv_node c;
    size_t n = 0;

    for (c = einv__tree_child(t, d->signed_info); c != EINV_NO_NODE;
         c = einv__tree_next(t, c))
        n += einv__is_ds(t, c, "Reference");
    if (n == 0 || n > EINV_MAX_REFERENCES) {
        einv__dsig_fail(d, n == 0 ? EINV_SUB_FORMAT_FAILURE
                                  : EINV_SUB_REFERENCE_LIMIT);
        return false;
    }
    d->refs = einv__arena_zero(&d->result->arena, n, sizeof(*d->refs));
    if (d->refs == NULL) {
        d->nomem = true;
        return false;
    }
    for (c = einv__tree_child(t, d->signed_info); c != EINV_NO_NODE;
         c = einv__tree_next(t, c))
        if (einv__is_ds(t, c, "Reference") &&
            !read_reference(d, &d->refs[d->n_refs++], c))
            return false;
    return true;
}

bool einv__dsig_read(struct einv_dsig *d)
{
    bool twice = false;

    d->signed_info = only_child(d->t, d->e, "SignedInfo", &twice);
    d->value = only_child(d->t, d->e, "SignatureValue", &twice);
    d->key_info = only_child(d->t, d->e, "KeyInfo", &twice);
    if (twice || d->signed_info == EINV_NO_NODE ||
        d->value == EINV_NO_NODE) {
        einv__dsig_fail(d, EINV_SUB_FORMAT_FAILURE);
        return false;
    }
    return read_references(d);
}

/* --- what has no business there ------------------------------------------ */

/* Children in the order of the names; the last may repeat. */
static bool in_order(const struct einv_tree *t, einv_node e,
                     const char *const *names, size_t n)
{
    size_t i = 0;
    einv_node c;

    for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c)) {
        while (i < n && !einv__is_ds(t, c, names[i]))
            i++;
        if (i == n)
            return false;
        if (i + 1 < n)
            i++;
    }
    return true;
}

void einv__dsig_strays(struct einv_dsig *d)
{
    static const char *const signature[] = { "SignedInfo", "SignatureValue",
                                             "KeyInfo", "Object" };
    static const char *const info[] = { "CanonicalizationMethod",
                                        "SignatureMethod", "Reference" };
    static const char *const reference[] = { "Transforms", "DigestMethod",
                                             "DigestValue" };
    bool good = in_order(d->t, d->e, signature, 4) &&
                in_order(d->t, d->signed_info, info, 3) &&
                einv__is_pure(d->t, d->value);

    for (size_t i = 0; i < d->n_refs; i++)
        good = good && in_order(d->t, d->refs[i].node, reference, 3) &&
               einv__is_pure(d->t, d->refs[i].digest_value);
    if (!good)
        einv__dsig_fail(d, EINV_SUB_FORMAT_FAILURE);
}
