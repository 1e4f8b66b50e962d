/* verify.c: an XML document's signatures, from where they stand to the
 * verdict.
 *
 * Signatures are looked for at the places of the profiles, not wherever they
 * are; what stands in another signature is ignored, and said to be.
 */
#include "dsig.h"

struct job {
    const struct einv_sign_policy *policy;
    const struct einv_tree *t;
    struct einv_result *result;
    einv_node *nested;          /* signatures in other ones */
    size_t n_nested;
    bool nomem;
};

/* --- parts for the reader ------------------------------------------------ */

static struct einv_text xpath_of(struct einv_result *r,
                                 const struct einv_tree *t, einv_node e)
{
    struct einv_buf buf;
    char *copy = NULL;

    einv__buf_init(&buf, r->alloc);
    einv__tree_xpath(t, e, &buf);
    if (!buf.failed)
        copy = einv__arena_dup(&r->arena, einv__buf_get(&buf));
    einv__buf_free(&buf);
    return einv__text_of(copy);
}

/* More of them say nothing to anybody. */
enum { MOST_PARTS = 1000 };

static bool add_part(struct einv_result *r, struct einv_parts *parts,
                     const struct einv_tree *t, einv_node e,
                     struct einv_text why)
{
    struct einv_part *part;

    if (parts->n == MOST_PARTS)
        return true;
    part = einv__parts_add(r, parts);
    if (part == NULL)
        return false;
    part->node = e;
    part->pos = einv__tree_position(t, e);
    part->name = xpath_of(r, t, e);
    part->why = why;
    return part->name.ptr != NULL;
}

static struct einv_text why_not(const struct einv_dsig *d, einv_node e)
{
    if (e == d->e)
        return EINV_TEXT("signature");
    for (size_t i = 0; i < d->profile->n_outside; i++)
        if (einv__place_holds(&d->profile->outside[i].place, d->t, e))
            return d->profile->outside[i].why;
    return EINV_TEXT("unsigned");
}

/* The tops of what lies in [from, to], all in the set or all outside. */
static void add_tops(struct einv_dsig *d, bool in, einv_node from,
                     einv_node to)
{
    const struct einv_tree *t = d->t;

    /* What is below an element of the run has its parent in the run. */
    for (einv_node e = from, end; e <= to; e = end + 1) {
        einv_node parent = t->elems[e].parent;

        end = t->elems[e].end;
        if (parent != EINV_NO_NODE &&
            einv__cover_has(&d->covered, parent) == in)
            continue;
        if (!add_part(d->result, in ? &d->sig->covered : &d->sig->not_covered,
                      t, e, in ? EINV_NO_TEXT : why_not(d, e)))
            d->nomem = true;
    }
}

static void list_parts(struct einv_dsig *d)
{
    const struct einv_tree *t = d->t;
    einv_node last = (einv_node)t->n_elems - 1, next = 0;

    for (size_t i = 0; i < d->covered.n; i++) {
        struct einv_run run = d->covered.runs[i];

        if (run.from > next)
            add_tops(d, false, next, run.from - 1);
        add_tops(d, true, run.from, run.to);
        next = run.to + 1;
    }
    if (next <= last)
        add_tops(d, false, next, last);
}

/* --- one signature ------------------------------------------------------- */

static void judge_key(struct einv_dsig *d)
{
    enum einv_key_kind kind = einv__cert_key_kind(d->sig->signer);
    unsigned bits = einv__cert_key_bits(d->sig->signer);
    struct einv_buf name;
    char *copy;

    if ((kind != EINV_KEY_RSA && kind != EINV_KEY_RSA_PSS) || bits >= 2048)
        return;
    einv__buf_init(&name, d->result->alloc);
    einv__buf_str(&name, "RSA-");
    einv__buf_uint(&name, bits);
    copy = name.failed ? NULL : einv__arena_dup(&d->result->arena,
                                                einv__buf_get(&name));
    einv__buf_free(&name);
    if (copy == NULL || !einv__sig_weak(d->result, d->sig,
                                        einv__text_of(copy)))
        d->nomem = true;
    if (bits < d->profile->rsa_bits)
        einv__dsig_doubt(d, EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE);
}

static void judge_weak(struct einv_dsig *d)
{
    for (size_t i = 0; i < d->sig->n_weak; i++)
        if (!einv__words_have_text(d->profile->old, d->sig->weak[i]))
            einv__dsig_doubt(d, EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE);
    judge_key(d);
}

static void judge_path(struct einv_dsig *d)
{
    const struct einv_sign_policy *p = d->policy;
    struct einv_path path;
    einv_status status;

    if (p->trust == NULL) {
        einv__dsig_doubt(d, EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND);
        return;
    }
    status = einv__path_build(p->trust, &d->certs, d->sig->signer,
                              EINV_PURPOSE_SIGN, d->sig->best,
                              (int)p->revocation, &path);
    if (status != EINV_OK) {
        d->nomem = d->nomem || status == EINV_ENOMEM;
        einv__dsig_doubt(d, EINV_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE);
        return;
    }
    if (path.sub != 0)
        einv__dsig_doubt(d, (enum einv_sub_indication)path.sub);
    d->sig->revocation = path.revocation;
    for (size_t i = 0; i < path.chain.n; i++)
        if (einv__certs_add(&d->sig->chain, path.chain.at[i]) != EINV_OK)
            d->nomem = true;
    einv__path_free(&path);
}

/* The steps; the first that cannot go on ends them. */
static void run_steps(struct einv_dsig *d)
{
    if (!einv__dsig_read(d) || !einv__dsig_policy(d) ||
        !einv__dsig_resolve(d) || !einv__xades_find(d) ||
        !einv__dsig_coverage(d) || !einv__dsig_digests(d) ||
        !einv__dsig_values(d))
        return;
    /* EN 319 102-1, 5.2.7: first what is signed, then by whom. */
    einv__dsig_compare(d);
    einv__dsig_value(d);
    einv__dsig_strays(d);
    einv__xades_check(d);
    if (d->sig->value_ok)
        einv__dsig_cover(d, true);
    if (d->sig->signer == NULL || d->sig->indication == EINV_TOTAL_FAILED ||
        d->policy->core_only)
        return;
    einv__xades_stamps(d);
    judge_weak(d);
    judge_path(d);
}

static void finish(struct einv_dsig *d)
{
    if (d->covered.n > 0)
        list_parts(d);
    einv__cover_free(&d->covered);
    einv__certs_free(&d->certs);
}

static void verify_one(struct job *j, einv_node e,
                       const struct einv_profile *profile,
                       const struct einv_signature_place *place)
{
    struct einv_dsig d = { .t = j->t, .policy = j->policy, .e = e,
                           .profile = profile, .result = j->result,
                           .ignored = j->nested, .n_ignored = j->n_nested,
                           .qualifying = EINV_NO_NODE,
                           .properties = EINV_NO_NODE };

    d.sig = einv__result_add(j->result);
    if (d.sig == NULL) {
        j->nomem = true;
        return;
    }
    einv__certs_init(&d.certs, j->result->alloc);
    einv__cover_init(&d.covered, j->result->alloc);
    d.sig->best = j->policy->at;
    d.sig->form = EINV_TEXT("XMLDSIG");
    d.sig->profile = profile->id;
    d.sig->role = place->role;
    d.sig->place = xpath_of(j->result, j->t, e);
    d.sig->pos = einv__tree_position(j->t, e);
    run_steps(&d);
    finish(&d);
    j->nomem = j->nomem || d.nomem || d.sig->place.ptr == NULL;
}

/* --- finding them -------------------------------------------------------- */

static bool conditions_hold(const struct einv_profile *p,
                            const struct einv_tree *t)
{
    for (size_t i = 0; i < p->n_conditions; i++) {
        const struct einv_condition *c = &p->conditions[i];
        einv_node e = einv__place_find(&c->place, t);

        if (e == EINV_NO_NODE ||
            (c->value.ptr != NULL &&
             !einv__pattern_holds(c->value,
                                  einv__text_trim(einv__tree_text(t, e)))))
            return false;
    }
    return true;
}

static const struct einv_signature_place *
place_of(const struct einv_profile *p, const struct einv_tree *t, einv_node e)
{
    for (size_t i = 0; i < p->n_places; i++)
        if (einv__place_holds(&p->places[i].place, t, e))
            return &p->places[i];
    return NULL;
}

/* The row that judges the signature at e. */
static const struct einv_profile *
profile_of(const struct job *j, einv_node e, bool fallback,
           const struct einv_signature_place **place)
{
    const struct einv_profiles *all = j->policy->profiles;

    for (size_t i = 0; i < all->n; i++) {
        const struct einv_profile *p = &all->rows[i];

        if (j->policy->only != NULL ? p != j->policy->only
                                    : p->fallback != fallback)
            continue;
        *place = place_of(p, j->t, e);
        if (*place != NULL && (j->policy->only != NULL ||
                               conditions_hold(p, j->t)))
            return p;
    }
    return NULL;
}

struct found {
    einv_node *at;
    size_t n, cap;
};

static bool keep(const struct einv_tree *t, struct found *f, einv_node e)
{
    if (!einv__grow(t->alloc, &f->at, &f->cap, f->n + 1, sizeof(*f->at)))
        return false;
    f->at[f->n++] = e;
    return true;
}

/* All ds:Signature elements: those in no other one, and the rest. */
static bool find_all(const struct einv_tree *t, struct found *top,
                     struct found *nested)
{
    uint32_t name = UINT32_MAX;
    einv_node inside = 0;

    for (size_t i = 0; i < t->n_qnames; i++)
        if (einv__text_is(t->qnames[i].local, "Signature") &&
            einv__text_is(t->qnames[i].ns, EINV_NS_DS))
            name = t->qnames[i].name;
    for (einv_node e = 0; name != UINT32_MAX && e < t->n_elems; e++) {
        if (t->qnames[t->elems[e].qname].name != name)
            continue;
        if (top->n > 0 && e <= inside) {
            if (!keep(t, nested, e))
                return false;
            continue;
        }
        inside = t->elems[e].end;
        if (!keep(t, top, e))
            return false;
    }
    return true;
}

static void too_many(struct job *j, einv_node e)
{
    struct einv_sig *sig = einv__result_add(j->result);

    if (sig == NULL) {
        j->nomem = true;
        return;
    }
    sig->form = EINV_TEXT("XMLDSIG");
    sig->place = xpath_of(j->result, j->t, e);
    sig->pos = einv__tree_position(j->t, e);
    einv__sig_fail(sig, EINV_TOTAL_FAILED, EINV_SUB_SIGNATURE_LIMIT);
}

static void verify_all(struct job *j, const struct found *top)
{
    const struct einv_signature_place *place;
    bool fallback = true;

    for (size_t i = 0; i < top->n; i++)
        if (profile_of(j, top->at[i], false, &place) != NULL)
            fallback = false;
    for (size_t i = 0; i < top->n && !j->nomem; i++) {
        const struct einv_profile *p = profile_of(j, top->at[i], fallback,
                                                  &place);

        if (p != NULL)
            verify_one(j, top->at[i], p, place);
        else if (!add_part(j->result, &j->result->ignored, j->t, top->at[i],
                           EINV_TEXT("no place of the profile")))
            j->nomem = true;
    }
}

einv_status einv__sign_verify_xml(const struct einv_sign_policy *policy,
                                  const struct einv_tree *t,
                                  struct einv_result *result)
{
    struct job j = { .policy = policy, .t = t, .result = result };
    struct found top = { NULL, 0, 0 }, nested = { NULL, 0, 0 };

    j.nomem = !find_all(t, &top, &nested);
    j.nested = nested.at;
    j.n_nested = nested.n;
    if (!j.nomem && top.n > EINV_MAX_SIGNATURES)
        too_many(&j, top.at[0]);
    else if (!j.nomem)
        verify_all(&j, &top);
    for (size_t i = 0; i < nested.n && !j.nomem; i++)
        j.nomem = !add_part(result, &result->ignored, t, nested.at[i],
                            EINV_TEXT("in another signature"));
    einv__free(t->alloc, top.at, top.cap * sizeof(*top.at));
    einv__free(t->alloc, nested.at, nested.cap * sizeof(*nested.at));
    if (j.nomem)
        return EINV_ENOMEM;
    einv__result_judge(result, policy->required, policy->n_required);
    return result->overall == EINV_TOTAL_PASSED ? EINV_OK : EINV_EREJECTED;
}
