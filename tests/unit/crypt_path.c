/* crypt_path.c: paths, purposes and revocation: certificates of the shared
 * corpus with the answers of its table, and a small world that
 * tests/support/pki.sh makes by the openssl command.
 */
#include "crypt_support.h"

#include <time.h>

#include <einv/signature.h>

/* --- the corpus ---------------------------------------------------------- */

enum { CORPUS_TIME = 1796083200 }; /* 2026-12-01 */

static void trust_ca(struct einv_trust_store *store)
{
    struct einv_cert *ca = corpus_cert("security/keys/ca.crt");
    struct blob crl = corpus("security/keys/ca.crl");

    einv__trust_init(store, NULL);
    if (ca == NULL)
        return;
    cr_assert_eq(einv__certs_add(&store->anchors, ca), EINV_OK);
    cr_assert_eq(einv__trust_add_revocation(store, crl.ptr, crl.len),
                 EINV_OK);
    einv__cert_free(ca);
    free(crl.ptr);
}

/* corpus/security/EXPECTED.tsv, class certificate. */
static const struct {
    const char *name;
    int64_t when;
    int sub;
} corpus_cases[] = {
    { "signer-rsa", CORPUS_TIME, 0 },
    { "signer-ec", CORPUS_TIME, 0 },
    { "other-rsa", CORPUS_TIME, 0 },
    { "expired", CORPUS_TIME, EINV_SUB_OUT_OF_BOUNDS_NO_POE },
    { "not-yet", CORPUS_TIME, EINV_SUB_OUT_OF_BOUNDS_NO_POE },
    { "bad-ku", CORPUS_TIME, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE },
    { "tls-only", CORPUS_TIME, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE },
    { "revoked", CORPUS_TIME, EINV_SUB_REVOKED_NO_POE },
    { "explicit-ec", CORPUS_TIME, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE },
    { "evil", CORPUS_TIME, EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND },
    { "sha1-cert", CORPUS_TIME, EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE },
    /* The signer's own short key is the profile's business. */
    { "weak-1024", CORPUS_TIME, 0 },
    /* Around the edges: 2025-01-01 to 2045-01-01; revoked 2026-11-24
     * 21:32:03. */
    { "signer-rsa", 1735689600, 0 },
    { "signer-rsa", 1735689599, EINV_SUB_OUT_OF_BOUNDS_NO_POE },
    { "signer-rsa", 2366841600, 0 },
    { "signer-rsa", 2366841601, EINV_SUB_OUT_OF_BOUNDS_NO_POE },
    { "revoked", 1795555923, EINV_SUB_REVOKED_NO_POE },
    { "revoked", 1795555922, 0 },
};

Test(crypt_path, the_certificates_of_the_corpus)
{
    struct einv_trust_store store;

    trust_ca(&store);
    for (size_t i = 0; store.anchors.n > 0 && einv__crypt_is_there()
                       && i < sizeof(corpus_cases) / sizeof(*corpus_cases);
         i++) {
        struct einv_cert *cert;
        struct einv_path path;
        char name[100];

        snprintf(name, sizeof name, "security/keys/%s.crt",
                 corpus_cases[i].name);
        cert = corpus_cert(name);
        cr_assert_eq(einv__path_build(&store, NULL, cert, EINV_PURPOSE_SIGN,
                                      corpus_cases[i].when,
                                      EINV_REVOCATION_REQUIRED, &path),
                     EINV_OK);
        cr_expect_eq(path.sub, corpus_cases[i].sub, "%s at %lld: %d, not %d",
                     corpus_cases[i].name, (long long)corpus_cases[i].when,
                     path.sub, corpus_cases[i].sub);
        einv__path_free(&path);
        einv__cert_free(cert);
    }
    einv__trust_free(&store);
}

Test(crypt_path, no_anchor_no_trust)
{
    struct einv_cert *cert = corpus_cert("security/keys/signer-rsa.crt");
    struct einv_cert *ca = corpus_cert("security/keys/ca.crt");
    struct einv_trust_store store;
    struct einv_certs more;
    struct einv_path path;

    if (cert == NULL || !einv__crypt_is_there())
        return;
    einv__trust_init(&store, NULL);
    einv__certs_init(&more, NULL);
    /* The root lies in the document: that proves nothing. */
    cr_assert_eq(einv__certs_add(&more, ca), EINV_OK);
    cr_expect_eq(einv__path_build(&store, &more, cert, EINV_PURPOSE_SIGN,
                                  CORPUS_TIME, EINV_REVOCATION_OFF, &path),
                 EINV_OK);
    cr_expect_eq(path.sub, EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND);
    cr_expect_not(path.anchored);
    einv__path_free(&path);
    einv__certs_free(&more);
    einv__trust_free(&store);
    einv__cert_free(cert);
    einv__cert_free(ca);
}

/* --- the small world ----------------------------------------------------- */

static const struct world_case {
    const char *leaf, *anchors, *more, *revocation;
    int mode, sub;
    enum einv_purpose purpose;
} world_cases[] = {
    { "leaf", "root", "sub", "", EINV_REVOCATION_IF_GIVEN, 0,
      EINV_PURPOSE_SIGN },
    { "leaf", "root", "", "", 0, EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND, 0 },
    /* An anchor need not be a root; the signer may be one itself. */
    { "leaf", "sub", "", "", 0, 0, 0 },
    { "leaf", "leaf", "", "", 0, 0, 0 },
    /* The same name, another key. */
    { "leaf", "evil/root", "sub", "", 0, EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND,
      0 },
    { "plain", "root", "sub", "", 0, 0, 0 },
    { "mail", "root", "sub", "", 0, 0, 0 },
    { "advice", "root", "sub", "", 0, 0, 0 },
    { "server", "root", "sub", "", 0, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE, 0 },
    { "odd", "root", "sub", "", 0, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE, 0 },
    { "old", "root", "sub", "", 0,
      EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE, 0 },
    { "below-leaf", "root", "sub leaf", "", 0,
      EINV_SUB_CHAIN_CONSTRAINTS_FAILURE, 0 },
    { "below-deep", "root", "sub deep", "", 0,
      EINV_SUB_CHAIN_CONSTRAINTS_FAILURE, 0 },
    { "below-named", "root", "named", "", 0,
      EINV_SUB_CHAIN_CONSTRAINTS_FAILURE, 0 },
    { "below-no-sign", "root", "no-sign-ca", "", 0,
      EINV_SUB_CHAIN_CONSTRAINTS_FAILURE, 0 },
    /* Time-stamp authorities. */
    { "tsa", "root", "sub", "", 0, 0, EINV_PURPOSE_STAMP },
    { "tsa", "root", "sub", "", 0, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE,
      EINV_PURPOSE_SIGN },
    { "loose-tsa", "root", "sub", "", 0, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE,
      EINV_PURPOSE_STAMP },
    { "leaf", "root", "sub", "", 0, EINV_SUB_CHAIN_CONSTRAINTS_FAILURE,
      EINV_PURPOSE_STAMP },
    /* Revocation: required and not there, by list, by answer. */
    { "leaf", "root", "sub", "", EINV_REVOCATION_REQUIRED,
      EINV_SUB_TRY_LATER, 0 },
    { "leaf", "sub", "", "sub.crl", EINV_REVOCATION_REQUIRED, 0, 0 },
    { "bad", "sub", "", "sub.crl", 0, EINV_SUB_REVOKED_NO_POE, 0 },
    { "bad", "sub", "", "sub.crl", EINV_REVOCATION_OFF, 0, 0 },
    { "held", "sub", "", "sub.crl", 0, EINV_SUB_TRY_LATER, 0 },
    { "leaf", "root", "sub", "sub.crl", EINV_REVOCATION_REQUIRED,
      EINV_SUB_TRY_LATER, 0 },
    { "leaf", "root", "sub", "sub.crl root.crl", 0,
      EINV_SUB_REVOKED_CA_NO_POE, 0 },
    { "leaf", "sub", "", "leaf.crl", EINV_REVOCATION_REQUIRED,
      EINV_SUB_TRY_LATER, 0 },
    { "leaf", "sub", "", "leaf.ocsp", EINV_REVOCATION_REQUIRED, 0, 0 },
    { "leaf", "sub", "", "leaf-by-ca.ocsp", EINV_REVOCATION_REQUIRED, 0, 0 },
    { "bad", "sub", "", "bad.ocsp", 0, EINV_SUB_REVOKED_NO_POE, 0 },
    { "leaf", "sub", "", "bad.ocsp", EINV_REVOCATION_REQUIRED,
      EINV_SUB_TRY_LATER, 0 },
    { "leaf", "sub", "", "leaf-by-mail.ocsp", EINV_REVOCATION_REQUIRED,
      EINV_SUB_TRY_LATER, 0 },
    { "plain", "sub", "", "unknown.ocsp", EINV_REVOCATION_REQUIRED,
      EINV_SUB_TRY_LATER, 0 },
    /* The worst of what is said counts. */
    { "bad", "sub", "", "leaf.ocsp sub.crl", 0, EINV_SUB_REVOKED_NO_POE, 0 },
};

static void add_revocation(struct einv_trust_store *store, const char *names)
{
    struct einv_text rest = einv__text_of(names);

    for (struct einv_text word = einv__text_word(&rest); word.len > 0;
         word = einv__text_word(&rest)) {
        struct blob blob;
        char name[64];

        snprintf(name, sizeof name, "%.*s", (int)word.len, word.ptr);
        blob = world_file(name);
        cr_assert_eq(einv__trust_add_revocation(store, blob.ptr, blob.len),
                     EINV_OK, "%s", name);
        free(blob.ptr);
    }
}

static void judge_case(const struct world_case *c)
{
    struct einv_trust_store store;
    struct einv_certs more;
    struct einv_cert *cert = world_cert(c->leaf);
    struct einv_path path;

    einv__trust_init(&store, NULL);
    einv__certs_init(&more, NULL);
    add_certs(&store.anchors, c->anchors);
    add_certs(&more, c->more);
    add_revocation(&store, c->revocation);
    cr_assert_eq(einv__path_build(&store, &more, cert, c->purpose,
                                  (int64_t)time(NULL), c->mode, &path),
                 EINV_OK);
    cr_expect_eq(path.sub, c->sub, "%s below %s, with %s %s: %d, not %d",
                 c->leaf, c->anchors, c->more, c->revocation, path.sub,
                 c->sub);
    einv__path_free(&path);
    einv__certs_free(&more);
    einv__trust_free(&store);
    einv__cert_free(cert);
}

Test(crypt_path, a_world_of_certificates)
{
    if (!make_world())
        return;
    for (size_t i = 0; i < sizeof(world_cases) / sizeof(*world_cases); i++)
        judge_case(&world_cases[i]);
    end_world();
}

Test(crypt_path, what_is_no_list_is_malformed)
{
    struct einv_trust_store store;

    if (!einv__crypt_is_there())
        return;
    einv__trust_init(&store, NULL);
    cr_expect_eq(einv__trust_add_revocation(&store, "0\x03\x02\x01\x05", 5),
                 EINV_EMALFORMED);
    cr_expect_eq(einv__trust_add_revocation(&store, "hello", 5),
                 EINV_EMALFORMED);
    cr_expect_eq(einv__trust_add_revocation(&store, "", 0), EINV_EMALFORMED);
    cr_expect_eq(store.revocation.n, 0);
    einv__trust_free(&store);
}
