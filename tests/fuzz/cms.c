/* cms.c: bytes -> signed data of CMS -> every question that a verifier asks;
 * and bytes as BER -> DER, which DER again leaves alone.
 */
#include <stdlib.h>

#include "crypt/cms.h"
#include "crypt/der.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

static void normal(struct einv_text bytes)
{
    struct einv_buf der, again;
    size_t used, used_again;

    einv__buf_init(&der, NULL);
    einv__buf_init(&again, NULL);
    if (einv__der_normal(bytes, &der, &used) == EINV_OK) {
        check(used <= bytes.len);
        check(einv__der_normal(einv__buf_get(&der), &again, &used_again)
              == EINV_OK);
        check(used_again == der.len);
        check(einv__text_eq(einv__buf_get(&der), einv__buf_get(&again)));
    }
    einv__buf_free(&der);
    einv__buf_free(&again);
}

static void ask_stamp(const struct einv_cms *cms, struct einv_text token)
{
    struct einv_trust_store store;
    struct einv_stamp stamp;

    einv__trust_init(&store, NULL);
    check(einv__stamp_read(&store, &cms->evidence, token, 0, 1, &stamp)
          == EINV_OK);
    /* Nobody is trusted. */
    check(stamp.sub != 0);
    einv__stamp_free(&stamp);
    einv__trust_free(&store);
}

static void ask(const struct einv_cms *cms, const struct einv_cms_signer *s)
{
    struct einv_cert *cert = einv__cms_find(s, &cms->evidence.certs);
    unsigned char digest[EINV_DIGEST_MAX];

    if (cms->attached)
        (void)einv__cms_digest(s, cms->content, digest);
    if (cert != NULL && cms->attached) {
        (void)einv__cms_value(cms, s, cert, cms->content);
        (void)einv__cms_refers(s, cert);
    }
    for (size_t i = 0; i < s->n_stamps; i++)
        ask_stamp(cms, s->stamps[i].token);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_text bytes = einv__text((const char *)data, size);
    struct einv_cms *cms = NULL;

    (void)einv__cms_is(bytes);
    normal(bytes);
    if (einv__cms_read(NULL, bytes, &cms) != EINV_OK) {
        check(cms == NULL);
        return 0;
    }
    for (size_t i = 0; i < cms->n_signers; i++)
        ask(cms, &cms->signers[i]);
    einv__cms_free(cms);
    return 0;
}
