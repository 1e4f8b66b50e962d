/* crypt_make.c: what we sign, the openssl command verifies; what it signs, we
 * verify.
 */
#include "crypt_support.h"

#include <time.h>

#include <einv/signature.h>

#include "crypt/cms.h"
#include "crypt/der.h"

static const char content[] = "<invoice>100.00</invoice>\n";

/* --- a key and its certificate ------------------------------------------- */

struct signer {
    struct einv_secret *secret;
    struct einv_certs certs;
    char folder[64];
};

static void signer_new(struct signer *s, const char *kind)
{
    struct blob made, pem;

    made = output_of("mktemp -d");
    snprintf(s->folder, sizeof s->folder, "%.*s",
             (int)strcspn(made.ptr, "\n"), made.ptr);
    free(made.ptr);
    pem = output_of(
        "cd %s && openssl genpkey %s -out key.pem 2>/dev/null && openssl req "
        "-x509 -new -key key.pem -subj /CN=Signer -days 99 -out cert.pem "
        "-addext keyUsage=digitalSignature && cat key.pem cert.pem",
        s->folder, kind);
    cr_assert_not_null(pem.ptr, "%s", kind);
    einv__certs_init(&s->certs, NULL);
    cr_assert_eq(einv__secret_pem(NULL, pem.ptr, pem.len, NULL, &s->secret,
                                  &s->certs),
                 EINV_OK);
    cr_assert_eq(s->certs.n, 1);
    free(pem.ptr);
}

static void signer_free(struct signer *s)
{
    free(output_of("rm -rf %s", s->folder).ptr);
    einv__secret_free(s->secret);
    einv__certs_free(&s->certs);
}

static void write_to(const char *folder, const char *name,
                     struct einv_text bytes)
{
    char path[200];
    FILE *out;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    out = fopen(path, "wb");
    cr_assert_not_null(out);
    cr_assert_eq(fwrite(bytes.ptr, 1, bytes.len, out), bytes.len);
    fclose(out);
}

/* Digest, value and reference, all right. */
static void expect_right(struct einv_text message, struct einv_text whole,
                         const char *what)
{
    unsigned char digest[EINV_DIGEST_MAX];
    const struct einv_cms_signer *s;
    struct einv_cms *cms = NULL;
    struct einv_cert *cert;

    cr_assert_eq(einv__cms_read(NULL, message, &cms), EINV_OK, "%s", what);
    cr_assert_eq(cms->n_signers, 1);
    s = &cms->signers[0];
    cert = einv__cms_find(s, &cms->evidence.certs);
    cr_assert_not_null(cert);
    if (cms->attached)
        whole = cms->content;
    cr_expect(einv__text_is(whole, content), "%s", what);
    cr_expect_eq(einv__cms_digest(s, whole, digest), EINV_OK, "%s", what);
    cr_expect_eq(einv__cms_value(cms, s, cert, whole), EINV_OK, "%s", what);
    cr_expect_eq(einv__cms_refers(s, cert), EINV_OK, "%s", what);
    einv__cms_free(cms);
}

/* --- ours, to openssl ---------------------------------------------------- */

static const struct {
    const char *kind, *algorithm;
    bool openssl_can;   /* 3.0: neither SM2 nor Ed25519 in CMS */
} makes[] = {
    { "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "RSA-SHA256", true },
    { "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "RSA-PSS-SHA384",
      true },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "ECDSA-SHA256",
      true },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:P-521", "ECDSA-SHA512",
      true },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1",
      "ECDSA-SHA256", true },
    { "-algorithm ED25519", "ED25519", false },
};

static void verify_by_openssl(const struct signer *s, bool detached,
                              const char *what)
{
    struct blob said = output_of(
        "cd %s && openssl cms -verify -CAfile cert.pem -purpose any -cades "
        "-binary -inform DER -in out.p7m %s",
        s->folder, detached ? "-content in.xml" : "");

    cr_assert_not_null(said.ptr, "openssl refuses %s", what);
    cr_expect_str_eq(said.ptr, content, "%s", what);
    free(said.ptr);
}

Test(crypt_make, openssl_verifies_what_we_sign)
{
    if (!can_sign_here())
        return;
    for (size_t i = 0; i < 2 * sizeof(makes) / sizeof(*makes); i++) {
        struct einv_cms_make how = { .when = (int64_t)time(NULL),
                                     .detached = i % 2 == 1 };
        const char *name = makes[i / 2].algorithm;
        struct einv_buf out;
        struct signer s;

        signer_new(&s, makes[i / 2].kind);
        how.certs = &s.certs;
        how.algorithm = einv__algorithm_by_name(einv__text_of(name));
        einv__buf_init(&out, NULL);
        cr_assert_eq(einv__cms_sign(&how, s.secret, einv__text_of(content),
                                    &out),
                     EINV_OK, "%s", name);
        expect_right(einv__buf_get(&out), einv__text_of(content), name);
        write_to(s.folder, "in.xml", einv__text_of(content));
        write_to(s.folder, "out.p7m", einv__buf_get(&out));
        if (makes[i / 2].openssl_can)
            verify_by_openssl(&s, how.detached, name);
        einv__buf_free(&out);
        signer_free(&s);
    }
}

/* --- openssl's, to us ---------------------------------------------------- */

Test(crypt_make, we_verify_what_openssl_signs)
{
    static const char *const options[] = {
        "-nodetach", "-nodetach -stream -indef", "", "-nodetach -keyid",
        "-nodetach -md sha512", "-nodetach -md sha3-256",
    };

    if (!can_sign_here())
        return;
    for (size_t i = 0; i < 3 * sizeof(options) / sizeof(*options); i++) {
        static const char *const forms[] = { "DER", "PEM", "DER" };
        const char *option = options[i / 3];
        struct signer s;
        struct blob made;

        /* 3.0 knows no ECDSA with SHA-3 in CMS. */
        if (i % 3 == 2 && strstr(option, "sha3") != NULL)
            continue;
        signer_new(&s, i % 3 == 2
                           ? "-algorithm EC -pkeyopt "
                             "ec_paramgen_curve:P-384"
                           : "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
        write_to(s.folder, "in.xml", einv__text_of(content));
        made = output_of("cd %s && openssl cms -sign -cades -binary -in "
                         "in.xml -signer cert.pem -inkey key.pem -outform %s "
                         "%s",
                         s.folder, forms[i % 3], option);
        cr_assert_not_null(made.ptr);
        expect_right(blob_text(made), einv__text_of(content), option);
        free(made.ptr);
        signer_free(&s);
    }
}

/* --- B-T ----------------------------------------------------------------- */

static void stamp_it(struct einv_buf *message, struct einv_buf *out)
{
    unsigned char digest[EINV_DIGEST_MAX];
    struct einv_cms *cms = NULL;
    struct einv_buf request;
    struct einv_text token;
    struct blob answer;

    cr_assert_eq(einv__cms_read(NULL, einv__buf_get(message), &cms), EINV_OK);
    cr_assert_eq(einv__digest(EINV_DIGEST_SHA256, cms->signers[0].value.ptr,
                              cms->signers[0].value.len, digest),
                 EINV_OK);
    einv__buf_init(&request, NULL);
    cr_assert_eq(einv__stamp_request(EINV_DIGEST_SHA256, digest, 42,
                                     &request),
                 EINV_OK);
    write_to(world, "q.tsq", einv__buf_get(&request));
    answer = output_of("cd %s && openssl ts -reply -config ts.cnf -queryfile "
                       "q.tsq 2>/dev/null",
                       world);
    cr_assert_not_null(answer.ptr);
    cr_assert_eq(einv__stamp_response(NULL, blob_text(answer),
                                      EINV_DIGEST_SHA256, digest, 42, &token),
                 EINV_OK);
    cr_assert_eq(einv__cms_add_stamp(cms, einv__buf_get(message), token, out),
                 EINV_OK);
    einv__buf_free(&request);
    einv__cms_free(cms);
    free(answer.ptr);
}

static void check_stamp(struct einv_text message)
{
    struct einv_trust_store store;
    struct einv_cms *cms = NULL;
    struct einv_stamp stamp;

    cr_assert_eq(einv__cms_read(NULL, message, &cms), EINV_OK);
    cr_assert_eq(cms->signers[0].n_stamps, 1);
    einv__trust_init(&store, NULL);
    add_certs(&store.anchors, "root");
    cr_assert_eq(einv__stamp_read(&store, &cms->evidence,
                                  cms->signers[0].stamps[0].token,
                                  (int64_t)time(NULL), 0, &stamp),
                 EINV_OK);
    cr_expect_eq(stamp.sub, 0);
    cr_expect(einv__stamp_covers(&stamp, cms->signers[0].value));
    einv__stamp_free(&stamp);
    einv__trust_free(&store);
    einv__cms_free(cms);
}

Test(crypt_make, a_time_stamp_is_put_in_and_found)
{
    struct einv_cms_make how = { .when = (int64_t)time(NULL) };
    struct einv_buf out, stamped;
    struct signer s;

    if (!make_world())
        return;
    signer_new(&s, makes[0].kind);
    how.certs = &s.certs;
    how.algorithm = einv__algorithm_by_name(EINV_TEXT("RSA-SHA256"));
    einv__buf_init(&out, NULL);
    einv__buf_init(&stamped, NULL);
    cr_assert_eq(einv__cms_sign(&how, s.secret, einv__text_of(content), &out),
                 EINV_OK);
    stamp_it(&out, &stamped);
    expect_right(einv__buf_get(&stamped), EINV_NO_TEXT, "stamped");
    check_stamp(einv__buf_get(&stamped));
    write_to(s.folder, "out.p7m", einv__buf_get(&stamped));
    verify_by_openssl(&s, false, "stamped");
    einv__buf_free(&out);
    einv__buf_free(&stamped);
    signer_free(&s);
    end_world();
}
