/* cades_make.c: signed data of CMS around a document, or beside it.
 *
 * The bytes are signed as they are, whatever they are: nothing of them is
 * read.  Between the two steps the message to sign is the signed attributes.
 */
#include "../crypt/cms.h"
#include "make.h"

static struct einv_cms_make how_of(const struct einv_profile *profile,
                                   const struct einv_certs *chain,
                                   const struct einv_algorithm *algorithm,
                                   int64_t when)
{
    return (struct einv_cms_make){ .certs = chain, .algorithm = algorithm,
                                   .when = when,
                                   .detached = profile->detached };
}

einv_status einv__cades_prepare(struct einv_making *m, const einv_allocator *a,
                                const struct einv_make_request *r)
{
    struct einv_cms_make how = how_of(r->profile, r->chain, r->algorithm,
                                      r->when);

    m->alloc = a;
    m->algorithm = r->algorithm;
    einv__buf_init(&m->before, a);
    einv__buf_init(&m->after, a);
    einv__buf_init(&m->message, a);
    /* A role would be an attribute of its own; it is not made. */
    if (r->role.ptr != NULL)
        return EINV_EUNSUPPORTED;
    einv__buf_text(&m->before, r->bytes);
    if (m->before.failed)
        return EINV_ENOMEM;
    return einv__cms_to_sign(&how, r->bytes, &m->message);
}

einv_status einv__cades_finish(const struct einv_making *m,
                               const struct einv_profile *profile,
                               const struct einv_certs *chain,
                               struct einv_text value, struct einv_buf *out)
{
    struct einv_cms_make how = how_of(profile, chain, m->algorithm, 0);
    struct einv_buf der;
    einv_status status;

    einv__buf_init(&der, m->alloc);
    status = einv__value_to_der(m->algorithm, value, &der);
    if (status == EINV_OK)
        status = einv__cms_make(&how, einv__buf_get(&m->before),
                                einv__buf_get(&m->message),
                                einv__buf_get(&der), out);
    einv__buf_free(&der);
    return status;
}
