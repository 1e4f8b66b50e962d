/* cms_archive.c: what an archive time-stamp of version 3 covers (ETSI
 * EN 319 122-1, 5.5.3; its older index: TS 101 733, 6.4.2).
 *
 * The token carries an index: digests of the certificates, the revocation
 * lists and the unsigned attributes that were there.  Each of them must still
 * be there; what came later is not covered, and need not be.
 */
#include "cms.h"
#include "der.h"
#include "inside.h"

#define INDEX_1 "0.4.0.1733.2.5"
#define INDEX_2 "0.4.0.19122.1.4"
#define INDEX_3 "0.4.0.19122.1.5"

struct index {
    struct einv_text all;       /* the SEQUENCE */
    bool by_value;              /* version 3: each value of an attribute */
};

static bool find_index(struct einv_text attributes, struct index *found)
{
    struct einv_der in = einv__der_of(attributes), attribute, values;
    struct einv_tlv tlv;
    char room[EINV_OID_MAX];

    *found = (struct index){ EINV_NO_TEXT, false };
    while (einv__der_into(&in, EINV_DER_SEQUENCE, &attribute)) {
        struct einv_text oid;

        if (!einv__der_take(&attribute, EINV_DER_OID, &tlv))
            return false;
        oid = einv__der_oid(tlv.body, room, sizeof room);
        if (!einv__text_is(oid, INDEX_1) && !einv__text_is(oid, INDEX_2)
            && !einv__text_is(oid, INDEX_3))
            continue;
        found->by_value = einv__text_is(oid, INDEX_3);
        if (found->all.ptr != NULL
            || !einv__der_into(&attribute, EINV_DER_SET, &values)
            || !einv__der_take(&values, EINV_DER_SEQUENCE, &tlv))
            return false;
        found->all = tlv.all;
    }
    return found->all.ptr != NULL;
}

/* --- the index ----------------------------------------------------------- */

static bool has_digest(struct einv_der list, const unsigned char *digest,
                       size_t size)
{
    struct einv_tlv tlv;

    while (einv__der_take(&list, EINV_DER_OCTETS, &tlv))
        if (tlv.body.len == size
            && einv__same_bytes(tlv.body.ptr, digest, size))
            return true;
    return false;
}

static size_t count(struct einv_der list)
{
    struct einv_tlv tlv;
    size_t n = 0;

    while (einv__der_take(&list, EINV_DER_OCTETS, &tlv))
        n++;
    return n;
}

/* How many of the elements of `set` the list names. */
static size_t named(struct einv_text set, struct einv_der list,
                    enum einv_digest digest)
{
    struct einv_der in = einv__der_of(set);
    unsigned char hash[EINV_DIGEST_MAX];
    struct einv_tlv tlv;
    size_t n = 0;

    while (einv__der_next(&in, &tlv))
        if (einv__digest(digest, tlv.all.ptr, tlv.all.len, hash) == EINV_OK
            && has_digest(list, hash, einv__digest_size(digest)))
            n++;
    return n;
}

/* The same of attributes by value: digest of the type and one value. */
static size_t named_values(struct einv_text set, struct einv_der list,
                           enum einv_digest digest)
{
    struct einv_der in = einv__der_of(set), attribute, values;
    unsigned char hash[EINV_DIGEST_MAX];
    struct einv_hash *h = NULL;
    struct einv_tlv type, value;
    size_t n = 0;

    if (einv__hash_new(NULL, digest, &h) != EINV_OK)
        return 0;
    while (einv__der_into(&in, EINV_DER_SEQUENCE, &attribute)) {
        if (!einv__der_take(&attribute, EINV_DER_OID, &type)
            || !einv__der_into(&attribute, EINV_DER_SET, &values))
            break;
        while (einv__der_next(&values, &value)) {
            if (einv__hash_again(h) == EINV_OK
                && einv__hash_put(h, type.all.ptr, type.all.len) == EINV_OK
                && einv__hash_put(h, value.all.ptr, value.all.len) == EINV_OK
                && einv__hash_end(h, hash) == EINV_OK
                && has_digest(list, hash, einv__digest_size(digest)))
                n++;
        }
    }
    einv__hash_free(h);
    return n;
}

static bool index_holds(const struct einv_cms *cms,
                        const struct einv_cms_signer *signer,
                        const struct index *index)
{
    struct einv_der all = einv__der_of(index->all), in, algorithm, list[3];
    enum einv_digest digest = EINV_DIGEST_SHA256;
    struct einv_der ahead;
    struct einv_tlv tlv;
    char room[EINV_OID_MAX];

    if (!einv__der_into(&all, EINV_DER_SEQUENCE, &in))
        return false;
    ahead = in;
    /* The algorithm may be left out: then a list of octets comes first. */
    if (einv__der_into(&ahead, EINV_DER_SEQUENCE, &algorithm)
        && einv__der_take(&algorithm, EINV_DER_OID, &tlv)) {
        digest = einv__digest_by_oid(
            einv__der_oid(tlv.body, room, sizeof room));
        in = ahead;
    }
    for (int i = 0; i < 3; i++)
        if (!einv__der_into(&in, EINV_DER_SEQUENCE, &list[i]))
            return false;
    return digest != EINV_DIGEST_NONE
           && named(cms->certs, list[0], digest) >= count(list[0])
           && named(cms->crls, list[1], digest) >= count(list[1])
           && (index->by_value
                   ? named_values(signer->unsigned_attrs, list[2], digest)
                   : named(signer->unsigned_attrs, list[2], digest))
                  >= count(list[2]);
}

/* --- the imprint --------------------------------------------------------- */

/* The signer's fields, without the unsigned attributes and without the head
 * of the whole. */
static struct einv_text fields_of(const struct einv_cms_signer *signer)
{
    struct einv_der all = einv__der_of(signer->all), in;
    const unsigned char *from;
    struct einv_tlv tlv;

    if (!einv__der_into(&all, EINV_DER_SEQUENCE, &in))
        return EINV_NO_TEXT;
    from = in.at;
    while (einv__der_next(&in, &tlv))
        if (tlv.tag == EINV_DER_OCTETS)
            break;
    return einv__text((const char *)from, (size_t)(in.at - from));
}

static bool imprint_is(const struct einv_cms *cms,
                       const struct einv_cms_signer *signer,
                       struct einv_text content, struct einv_text index,
                       const struct einv_stamp *stamp)
{
    unsigned char hash[EINV_DIGEST_MAX];
    struct einv_text fields = fields_of(signer);
    struct einv_buf all;
    bool is = false;

    if (einv__digest(stamp->digest, content.ptr, content.len, hash)
        != EINV_OK)
        return false;
    einv__buf_init(&all, cms->alloc);
    einv__der_put(&all, EINV_DER_OID, cms->content_type);
    einv__buf_put(&all, hash, einv__digest_size(stamp->digest));
    einv__buf_text(&all, fields);
    einv__buf_text(&all, index);
    if (!all.failed)
        is = einv__stamp_covers(stamp, einv__buf_get(&all));
    einv__buf_free(&all);
    return is;
}

bool einv__cms_archive_covers(const struct einv_cms *cms,
                              const struct einv_cms_signer *signer,
                              struct einv_text content,
                              struct einv_text token,
                              const struct einv_stamp *stamp)
{
    struct einv_cms *read = NULL;
    struct index index;
    bool covers;

    if (einv__cms_read(cms->alloc, token, &read) != EINV_OK)
        return false;
    covers = read->n_signers == 1
             && find_index(read->signers[0].unsigned_attrs, &index)
             && imprint_is(cms, signer, content, index.all, stamp)
             && index_holds(cms, signer, &index);
    einv__cms_free(read);
    return covers;
}
