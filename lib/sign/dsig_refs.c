/* dsig_refs.c: what references point to, and what they leave out.
 *
 * An Id is found among the attributes that the profile names, in an index of
 * the whole document: two elements with one Id are refused before either is
 * looked at (signature wrapping lives from the choice).  What a filter drops
 * may stand at the profile's place alone: elsewhere it would be text that
 * nobody signed.
 */
#include "dsig.h"

#include "../xml/rows.h"

/* --- Ids ----------------------------------------------------------------- */

struct id_row {
    uint32_t hash;
    uint32_t attr;
    einv_node owner;
};

struct ids {
    const struct einv_tree *t;
    struct id_row *rows;
    size_t n, cap;
};

static bool is_ignored(const struct einv_dsig *d, einv_node e)
{
    for (size_t i = 0; i < d->n_ignored; i++)
        if (e >= d->ignored[i] && e <= d->t->elems[d->ignored[i]].end)
            return true;
    return false;
}

/* A mark for each name of the document that is an Id. */
static bool *id_names(struct einv_dsig *d)
{
    const struct einv_tree *t = d->t;
    bool *is_id = einv__arena_zero(&d->result->arena, t->n_qnames + 1,
                                   sizeof(*is_id));

    d->nomem = d->nomem || is_id == NULL;
    for (size_t i = 0; is_id != NULL && i < t->n_qnames; i++)
        is_id[i] = t->qnames[i].ns.len == 0 &&
                   einv__words_have_text(d->profile->ids, t->qnames[i].local);
    return is_id;
}

/* By hash, then by value: equal ones are neighbours even where somebody made
 * hashes meet. */
static bool comes_before(const struct ids *ids, const struct id_row *a,
                         const struct id_row *b)
{
    struct einv_text x, y;

    if (a->hash != b->hash)
        return a->hash < b->hash;
    x = einv__tree_attr_text(ids->t, a->attr);
    y = einv__tree_attr_text(ids->t, b->attr);
    if (x.len != y.len)
        return x.len < y.len;
    return x.len > 0 && memcmp(x.ptr, y.ptr, x.len) < 0;
}

/* Shell's sort: no memory. */
static void sort_ids(struct ids *ids)
{
    struct id_row *rows = ids->rows;
    size_t n = ids->n, gap = 1, i, k;

    while (gap < n / 3)
        gap = gap * 3 + 1;
    for (; gap > 0; gap /= 3)
        for (i = gap; i < n; i++) {
            struct id_row row = rows[i];

            for (k = i;
                 k >= gap && comes_before(ids, &row, &rows[k - gap]);
                 k -= gap)
                rows[k] = rows[k - gap];
            rows[k] = row;
        }
}

static bool make_ids(struct einv_dsig *d, struct ids *ids)
{
    const struct einv_tree *t = d->t;
    const bool *is_id = id_names(d);
    size_t n = 0;

    memset(ids, 0, sizeof(*ids));
    ids->t = t;
    for (size_t a = 0; is_id != NULL && a < t->n_attrs; a++)
        n += is_id[t->attrs[a].qname];
    ids->rows = is_id != NULL ? einv__alloc(t->alloc, n + 1,
                                            sizeof(*ids->rows)) : NULL;
    if (ids->rows == NULL) {
        d->nomem = true;
        return false;
    }
    ids->cap = n + 1;
    for (uint32_t a = 0; a < t->n_attrs; a++) {
        struct einv_text value = einv__tree_attr_text(t, a);
        einv_node owner;

        if (!is_id[t->attrs[a].qname])
            continue;
        owner = einv__tree_attr_owner(t, a);
        if (!is_ignored(d, owner))
            ids->rows[ids->n++] = (struct id_row){
                einv__hash32(EINV_HASH32_SEED, value.ptr, value.len), a,
                owner };
    }
    sort_ids(ids);
    return true;
}

static einv_node find_id(const struct einv_dsig *d, const struct ids *ids,
                         struct einv_text id)
{
    uint32_t hash = einv__hash32(EINV_HASH32_SEED, id.ptr, id.len);

    for (size_t i = 0; i < ids->n; i++)
        if (ids->rows[i].hash == hash &&
            einv__text_eq(einv__tree_attr_text(d->t, ids->rows[i].attr), id))
            return ids->rows[i].owner;
    return EINV_NO_NODE;
}

/* Two documents that both claim the root's Id: which of them is signed cannot
 * be said, so the one that is read may not be. */
static bool twice(struct einv_dsig *d, einv_node a, einv_node b)
{
    const struct einv_tree *t = d->t;
    einv_node root = einv__tree_root(t);
    bool wrapped = (a == root || b == root) &&
                   t->qnames[t->elems[a].qname].name ==
                       t->qnames[t->elems[b].qname].name;

    einv__dsig_fail(d, wrapped ? EINV_SUB_COVERAGE : EINV_SUB_DUPLICATE_ID);
    return false;
}

static bool unique_ids(struct einv_dsig *d, const struct ids *ids)
{
    for (size_t i = 1; i < ids->n; i++)
        if (ids->rows[i].hash == ids->rows[i - 1].hash &&
            einv__text_eq(einv__tree_attr_text(d->t, ids->rows[i - 1].attr),
                          einv__tree_attr_text(d->t, ids->rows[i].attr)))
            return twice(d, ids->rows[i - 1].owner, ids->rows[i].owner);
    return true;
}

/* --- what the transforms leave out ---------------------------------------- */

static bool inside(const struct einv_tree *t, einv_node e, einv_node top)
{
    return e >= top && e <= t->elems[top].end;
}

/* Puts e among the skipped, rising, once. */
static void skip(struct einv_dsig *d, struct einv_dsig_reference *r,
                 einv_node e)
{
    size_t i = r->n_skip;

    for (size_t k = 0; k < r->n_skip; k++)
        if (r->skip[k] == e)
            return;
    if (r->skip == NULL)
        r->skip = einv__arena_zero(&d->result->arena,
                                   EINV_MAX_TRANSFORMS + 1,
                                   sizeof(*r->skip));
    if (r->skip == NULL) {
        d->nomem = true;
        return;
    }
    for (; i > 0 && r->skip[i - 1] > e; i--)
        r->skip[i] = r->skip[i - 1];
    r->skip[i] = e;
    r->n_skip++;
}

static bool hidden(struct einv_dsig *d)
{
    einv__dsig_fail(d, EINV_SUB_COVERAGE);
    return false;
}

/* All signatures go: there may be no other than this one, and what is in
 * it. */
static bool drop_signatures(struct einv_dsig *d, struct einv_dsig_reference *r)
{
    const struct einv_tree *t = d->t;

    for (einv_node e = r->to; e <= t->elems[r->to].end; e++)
        if (einv__is_ds(t, e, "Signature") && !inside(t, e, d->e))
            return hidden(d);
    skip(d, r, d->e);
    return true;
}

static bool drop(struct einv_dsig *d, struct einv_dsig_reference *r,
                 const struct einv_filter *f)
{
    const struct einv_tree *t = d->t;
    size_t n = 0;

    if (f->drops.n == 0)
        return drop_signatures(d, r);
    for (einv_node e = r->to; e <= t->elems[r->to].end; e++) {
        if (!einv__place_named(&f->drops, t, e))
            continue;
        if (!einv__place_holds(&f->drops, t, e) || ++n > 1)
            return hidden(d);
        skip(d, r, e);
        e = t->elems[e].end;
    }
    return true;
}

static bool apply(struct einv_dsig *d, struct einv_dsig_reference *r)
{
    for (size_t i = 0; i < r->n_transforms; i++) {
        const struct einv_dsig_transform *tr = &r->transforms[i];

        if (tr->kind == EINV_TRANSFORM_ENVELOPED)
            skip(d, r, d->e);
        else if (tr->kind == EINV_TRANSFORM_FILTER && !drop(d, r, tr->filter))
            return false;
    }
    return true;
}

/* --- targets ------------------------------------------------------------- */

static enum einv_target target_of(const struct einv_dsig *d,
                                  const struct einv_dsig_reference *r)
{
    if (r->content != NULL)
        return EINV_TARGET_CONTENT;
    if (einv__text_is(r->type, EINV_TYPE_PROPERTIES))
        return EINV_TARGET_PROPERTIES;
    if (r->to == einv__tree_root(d->t))
        return EINV_TARGET_DOCUMENT;
    if (d->key_info != EINV_NO_NODE && inside(d->t, r->to, d->key_info))
        return EINV_TARGET_KEY;
    return EINV_TARGET_PART;
}

static bool resolve(struct einv_dsig *d, const struct ids *ids,
                    struct einv_dsig_reference *r)
{
    if (r->content == NULL && r->uri.len == 0)
        r->to = einv__tree_root(d->t);
    else if (r->content == NULL)
        r->to = find_id(d, ids, einv__text(r->uri.ptr + 1, r->uri.len - 1));
    if (r->content == NULL && r->to == EINV_NO_NODE) {
        einv__dsig_fail(d, EINV_SUB_REFERENCE_URI);
        return false;
    }
    r->target = target_of(d, r);
    if (!einv__dsig_rule_fits(d, r)) {
        einv__dsig_fail(d, EINV_SUB_TRANSFORM);
        return false;
    }
    return r->content != NULL || apply(d, r);
}

bool einv__dsig_resolve(struct einv_dsig *d)
{
    struct ids ids;
    bool good;

    if (!make_ids(d, &ids))
        return false;
    good = unique_ids(d, &ids);
    for (size_t i = 0; i < d->n_refs && good; i++)
        good = resolve(d, &ids, &d->refs[i]);
    einv__free(d->t->alloc, ids.rows, ids.cap * sizeof(*ids.rows));
    return good && !d->nomem;
}

/* --- coverage ------------------------------------------------------------ */

static void add_to(struct einv_cover *c, const struct einv_dsig *d,
                   const struct einv_dsig_reference *r)
{
    const struct einv_tree *t = d->t;
    struct einv_cover own;

    if (r->to == EINV_NO_NODE)
        return;
    einv__cover_init(&own, t->alloc);
    einv__cover_add(&own, r->to, t->elems[r->to].end);
    for (size_t i = 0; i < r->n_skip; i++)
        einv__cover_remove(&own, r->skip[i], t->elems[r->skip[i]].end);
    for (size_t i = 0; i < own.n; i++)
        einv__cover_add(c, own.runs[i].from, own.runs[i].to);
    c->failed = c->failed || own.failed;
    einv__cover_free(&own);
}

void einv__dsig_cover(struct einv_dsig *d, bool only_right)
{
    for (size_t i = 0; i < d->n_refs; i++)
        if ((!only_right || d->sig->references[i].ok) &&
            (!einv__dsig_by_digest(d) || i == 0))
            add_to(&d->covered, d, &d->refs[i]);
    d->nomem = d->nomem || d->covered.failed;
}

/* The signature is the root: what it holds in Objects must be covered, but
 * for the properties of XAdES, which have rules of their own. */
static bool objects_covered(const struct einv_dsig *d,
                            const struct einv_cover *c)
{
    const struct einv_tree *t = d->t;
    einv_node o;

    for (o = einv__tree_child(t, d->e); o != EINV_NO_NODE;
         o = einv__tree_next(t, o))
        if (einv__is_ds(t, o, "Object") &&
            !inside(t, d->qualifying != EINV_NO_NODE ? d->qualifying : d->e,
                    o) &&
            einv__cover_gap(c, einv__tree_is_leaf(t, o) ? o : o + 1,
                            t->elems[o].end) != EINV_NO_NODE)
            return false;
    return true;
}

/* All of the document is in c, or is the signature itself, or stands where
 * the profile lets it be outside (the first there; a second is hidden). */
static bool is_whole(const struct einv_dsig *d, struct einv_cover *c)
{
    const struct einv_tree *t = d->t;

    if (d->e == einv__tree_root(t))
        return objects_covered(d, c);
    einv__cover_add(c, d->e, t->elems[d->e].end);
    for (size_t i = 0; i < d->profile->n_outside; i++) {
        einv_node e = einv__place_find(&d->profile->outside[i].place, t);

        if (e != EINV_NO_NODE)
            einv__cover_add(c, e, t->elems[e].end);
    }
    return einv__cover_gap(c, 0, (einv_node)(t->n_elems - 1)) == EINV_NO_NODE;
}

/* Each content that the caller gave is signed. */
static bool contents_covered(const struct einv_dsig *d)
{
    for (size_t i = 0; i < d->policy->n_contents; i++) {
        bool found = false;

        for (size_t k = 0; k < d->n_refs; k++)
            found = found || d->refs[k].content == &d->policy->contents[i];
        if (!found)
            return false;
    }
    return true;
}

bool einv__dsig_coverage(struct einv_dsig *d)
{
    struct einv_cover c;
    bool good;

    if (d->policy->core_only)
        return true;
    einv__cover_init(&c, d->t->alloc);
    for (size_t i = 0; i < (einv__dsig_by_digest(d) ? 1 : d->n_refs); i++)
        add_to(&c, d, &d->refs[i]);
    good = is_whole(d, &c) && contents_covered(d);
    if (c.failed)
        d->nomem = true;
    else if (!good)
        einv__dsig_fail(d, EINV_SUB_COVERAGE);
    einv__cover_free(&c);
    return good && !d->nomem;
}
