/* xades_stamps.c: what time-stamps prove of an XML signature (EN 319 132-1,
 * 5.3): that its value was there at a time.
 *
 * Of other kinds (archive, references) it is said that they are there, and
 * that they prove nothing: what they cover is not worked out here.
 */
#include "dsig.h"

/* More are an attack, not a signature that was kept for long. */
enum { MOST_STAMPS = 64 };

static einv_status collect(void *user, const void *bytes, size_t len)
{
    einv__buf_put(user, bytes, len);
    return EINV_OK;
}

/* Is the imprint that of SignatureValue in its canonical form? */
static bool covers(struct einv_dsig *d, einv_node e,
                   const struct einv_stamp *stamp)
{
    einv_node method = einv__ds_child(d->t, e, "CanonicalizationMethod");
    const struct einv_canon *canon = NULL;
    struct einv_buf bytes;
    bool good;

    if (method != EINV_NO_NODE) {
        canon = einv__canon_by_uri(einv__tree_get_attr(d->t, method,
                                                       "Algorithm"));
        if (canon == NULL)
            return false;
    }
    einv__buf_init(&bytes, d->result->alloc);
    good = einv__dsig_canon(d, d->value, canon, EINV_NO_TEXT, NULL, 0,
                            collect, &bytes) == EINV_OK && !bytes.failed &&
           einv__stamp_covers(stamp, einv__buf_get(&bytes));
    d->nomem = d->nomem || bytes.failed;
    einv__buf_free(&bytes);
    return good;
}

/* What is wrong with the stamp; 0: it proves its time. */
static int judge(struct einv_dsig *d, einv_node e, bool known,
                 struct einv_stamp *stamp)
{
    struct einv_evidence more = { .certs = d->certs };
    struct einv_text token = EINV_NO_TEXT;
    einv_node c;

    for (c = einv__tree_child(d->t, e); c != EINV_NO_NODE;
         c = einv__tree_next(d->t, c))
        if (einv__text_is(einv__tree_qname(d->t, c)->local,
                          "EncapsulatedTimeStamp") &&
            einv__is_pure(d->t, c) && token.ptr == NULL)
            token = einv__dsig_base64(d, einv__tree_text(d->t, c));
    if (token.len == 0)
        return EINV_SUB_FORMAT_FAILURE;
    if (einv__stamp_read(d->policy->trust, &more, token, d->policy->at,
                         (int)d->policy->revocation, stamp) != EINV_OK) {
        d->nomem = true;
        return EINV_SUB_FORMAT_FAILURE;
    }
    if (!known)
        return EINV_SUB_NO_POE;
    if (stamp->sub == EINV_SUB_FORMAT_FAILURE)
        return stamp->sub;
    if (!covers(d, e, stamp))
        return EINV_SUB_HASH_FAILURE;
    if (stamp->sub == 0 && stamp->weak)
        return EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE;
    return stamp->sub;
}

static void take(struct einv_dsig *d, einv_node e, const char *kind,
                 struct einv_timestamp *to)
{
    bool known = strcmp(kind, "signature") == 0;
    struct einv_stamp stamp;

    memset(&stamp, 0, sizeof(stamp));
    to->kind = einv__text_of(kind);
    to->sub = (enum einv_sub_indication)judge(d, e, known, &stamp);
    to->when = stamp.digest != EINV_DIGEST_NONE ? stamp.when : EINV_NO_TIME;
    if (stamp.tsa != NULL) {
        char *copy = einv__arena_dup(&d->result->arena,
                                     einv__cert_subject(stamp.tsa));

        d->nomem = d->nomem || copy == NULL;
        to->tsa = einv__text_of(copy);
    }
    if (known && to->sub == EINV_SUB_NONE && stamp.when <= d->policy->at) {
        d->sig->level = EINV_TEXT("T");
        if (stamp.when < d->sig->best)
            d->sig->best = stamp.when;
    }
    einv__stamp_free(&stamp);
}

/* ORDER KIND */
static const char *const names[] = { "SignatureTimeStamp",
                                     "ArchiveTimeStamp",
                                     "SigAndRefsTimeStamp",
                                     "RefsOnlyTimeStamp" };
static const char *const kinds[] = { "signature", "archive", "references",
                                     "references" };

void einv__xades_stamps(struct einv_dsig *d)
{
    const struct einv_tree *t = d->t;
    struct einv_timestamp *out;
    einv_node all, c;

    if (d->qualifying == EINV_NO_NODE || d->policy->trust == NULL ||
        !einv__text_is(d->sig->level, "B"))
        return;
    all = einv__tree_find_child(t, d->qualifying, "UnsignedProperties");
    if (all != EINV_NO_NODE)
        all = einv__tree_find_child(t, all, "UnsignedSignatureProperties");
    if (all == EINV_NO_NODE)
        return;
    out = einv__arena_zero(&d->result->arena, MOST_STAMPS, sizeof(*out));
    d->sig->timestamps = out;
    d->nomem = d->nomem || out == NULL;
    for (c = einv__tree_child(t, all);
         c != EINV_NO_NODE && out != NULL && d->sig->n_timestamps < MOST_STAMPS;
         c = einv__tree_next(t, c))
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
            if (einv__text_is(einv__tree_qname(t, c)->local, names[i]))
                take(d, c, kinds[i], &out[d->sig->n_timestamps++]);
}
