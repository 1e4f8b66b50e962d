/* crypt_cms.c: signed data: the files of the shared corpus, what the openssl
 * command signs, and what is cut or lies about its lengths.
 */
#include "crypt_support.h"

#include "crypt/cms.h"
#include "crypt/der.h"

/* --- DER ----------------------------------------------------------------- */

static void expect_normal(const char *ber, const char *want)
{
    struct einv_buf der;
    struct einv_text in = hex(ber), out = hex(want);
    size_t used;

    einv__buf_init(&der, NULL);
    cr_expect_eq(einv__der_normal(in, &der, &used), EINV_OK, "%s", ber);
    cr_expect(einv__text_eq(einv__buf_get(&der), out), "%s", ber);
    einv__buf_free(&der);
}

/* Worked out by hand from X.690, 8.1.3.6, 8.7.3 and 10.1. */
Test(crypt_cms, ber_becomes_der)
{
    expect_normal("3080020101" "0000", "3003020101");
    expect_normal("308024800401610401620000" "0000", "300404026162");
    expect_normal("240704016124020400", "040161");
    expect_normal("a080308005000000" "0000", "a00430020500");
    expect_normal("bf8148800500" "0000", "bf8148020500");
    /* What is DER stays as it is. */
    expect_normal("3003020101", "3003020101");
}

Test(crypt_cms, what_is_no_ber_is_malformed)
{
    static const char *const bad[] = {
        "", "30", "3002", "300201", "3080", "3080020101", "308002010100",
        "30840000000a0201", "30ff", "0480040161", "2404020101",
        "0000", "30020000", "1f", "1fffffffffff01",
    };
    struct einv_buf der;
    size_t used;

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        einv__buf_init(&der, NULL);
        cr_expect_eq(einv__der_normal(hex(bad[i]), &der, &used),
                     EINV_EMALFORMED, "%s", bad[i]);
        einv__buf_free(&der);
    }
}

Test(crypt_cms, oids_and_times)
{
    char room[EINV_OID_MAX];
    struct einv_buf out;
    struct einv_der in;
    struct einv_tlv tlv;
    int64_t when[] = { 0, 1796083200, 2524607999, 2524608000, -1 };

    cr_expect(einv__text_is(einv__der_oid(hex("2a864886f70d010702"), room,
                                          sizeof room),
                            "1.2.840.113549.1.7.2"));
    cr_expect(einv__text_is(einv__der_oid(hex("883703"), room, sizeof room),
                            "2.999.3"));
    cr_expect_eq(einv__der_oid(hex("2a86"), room, sizeof room).len, 0);
    einv__buf_init(&out, NULL);
    einv__der_put_oid(&out, "1.2.840.113549.1.7.2");
    cr_expect(einv__text_eq(einv__buf_get(&out),
                            hex("06092a864886f70d010702")));
    out.len = 0;
    einv__der_put_oid(&out, "2.999.3");
    cr_expect(einv__text_eq(einv__buf_get(&out), hex("0603883703")));
    out.len = 0;
    einv__der_put_uint(&out, 128);
    cr_expect(einv__text_eq(einv__buf_get(&out), hex("02020080")));
    for (size_t i = 0; i < 5; i++) {
        int64_t back = 77;

        out.len = 0;
        einv__der_put_time(&out, when[i]);
        in = einv__der_of(einv__buf_get(&out));
        cr_assert(einv__der_next(&in, &tlv));
        cr_expect_eq(tlv.tag, when[i] < 2524608000 ? EINV_DER_UTC_TIME
                                                   : EINV_DER_TIME);
        cr_expect(einv__der_time(&tlv, &back));
        cr_expect_eq(back, when[i]);
    }
    /* 2026-12-01T00:00:00Z by the date command. */
    out.len = 0;
    einv__der_put_time(&out, 1796083200);
    cr_expect(einv__text_is(einv__buf_get(&out), "\x17\r261201000000Z"));
    einv__buf_free(&out);
}

/* --- the corpus ---------------------------------------------------------- */

static const struct {
    const char *name;
    einv_status status;
    size_t signers;
    bool attached;
    einv_status digest, value, refers;  /* of each signer */
} cases[] = {
    { "good-attached.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_OK },
    { "good-indefinite.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_OK },
    { "good-ec.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_OK },
    { "good-detached.p7s", EINV_OK, 1, false, EINV_OK, EINV_OK, EINV_OK },
    { "base64.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_OK },
    { "pem.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_OK },
    { "tampered.p7m", EINV_OK, 1, true, EINV_EREJECTED, EINV_OK, EINV_OK },
    { "no-signing-certificate.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK,
      EINV_EABSENT },
    { "no-attrs.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_EABSENT },
    { "two-signers.p7m", EINV_OK, 2, true, EINV_OK, EINV_OK, EINV_OK },
    { "sha1.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_OK },
    { "certs-only.p7m", EINV_OK, 0, false, 0, 0, 0 },
    { "truncated.p7m", EINV_EMALFORMED, 0, false, 0, 0, 0 },
    { "length-lies.p7m", EINV_EMALFORMED, 0, false, 0, 0, 0 },
    { "deep-indefinite.p7m", EINV_ELIMIT, 0, false, 0, 0, 0 },
    { "empty.p7m", EINV_EMALFORMED, 0, false, 0, 0, 0 },
    { "enveloped-data.p7m", EINV_EUNSUPPORTED, 0, false, 0, 0, 0 },
    { "trailing.p7m", EINV_OK, 1, true, EINV_OK, EINV_OK, EINV_OK },
};

static void check_signer(const struct einv_cms *cms, size_t i, size_t c,
                         struct einv_text content)
{
    const struct einv_cms_signer *s = &cms->signers[i];
    struct einv_cert *cert = einv__cms_find(s, &cms->evidence.certs);
    unsigned char digest[EINV_DIGEST_MAX];

    cr_assert_not_null(cert, "%s", cases[c].name);
    cr_expect_eq(einv__cms_digest(s, content, digest), cases[c].digest, "%s",
                 cases[c].name);
    cr_expect_eq(einv__cms_value(cms, s, cert, content), cases[c].value, "%s",
                 cases[c].name);
    cr_expect_eq(einv__cms_refers(s, cert), cases[c].refers, "%s",
                 cases[c].name);
}

Test(crypt_cms, the_files_of_the_corpus)
{
    struct blob content = corpus("security/cms/good-content.xml");

    for (size_t c = 0; content.ptr != NULL && einv__crypt_is_there()
                       && c < sizeof(cases) / sizeof(*cases);
         c++) {
        struct einv_cms *cms = NULL;
        struct blob blob;
        char name[100];

        snprintf(name, sizeof name, "security/cms/%s", cases[c].name);
        blob = corpus(name);
        cr_expect_eq(einv__cms_read(NULL, blob_text(blob), &cms),
                     cases[c].status, "%s", name);
        if (cms != NULL) {
            cr_expect_eq(cms->n_signers, cases[c].signers, "%s", name);
            cr_expect_eq(cms->attached, cases[c].attached, "%s", name);
            cr_expect_eq(cms->trailing > 0,
                         strcmp(cases[c].name, "trailing.p7m") == 0);
            for (size_t i = 0; i < cms->n_signers; i++)
                check_signer(cms, i, c,
                             cms->attached ? cms->content
                                           : blob_text(content));
        }
        einv__cms_free(cms);
        free(blob.ptr);
    }
    free(content.ptr);
}

/* Cut anywhere, and with each byte changed: an answer, and never both digest
 * and value right where the signed bytes differ. */
Test(crypt_cms, no_change_makes_another_content_right)
{
    struct blob blob = corpus("security/cms/good-ec.p7m");
    size_t good = 0;

    if (blob.ptr == NULL || !einv__crypt_is_there())
        return;
    for (size_t i = 0; i < blob.len; i++) {
        struct einv_cms *cms = NULL;

        cr_expect_neq(einv__cms_read(NULL, einv__text(blob.ptr, i), &cms),
                      EINV_OK, "cut at %zu", i);
        einv__cms_free(cms);
    }
    for (size_t i = 0; i < blob.len; i += 3) {
        unsigned char digest[EINV_DIGEST_MAX];
        struct einv_cms *cms = NULL, *whole = NULL;

        cr_assert_eq(einv__cms_read(NULL, blob_text(blob), &whole), EINV_OK);
        struct einv_text content = whole->content;
        char *copy = malloc(content.len);

        memcpy(copy, content.ptr, content.len);
        content.ptr = copy;
        einv__cms_free(whole);
        blob.ptr[i] ^= 0x11;
        if (einv__cms_read(NULL, blob_text(blob), &cms) == EINV_OK
            && cms->n_signers == 1) {
            const struct einv_cms_signer *s = &cms->signers[0];
            struct einv_cert *cert = einv__cms_find(s, &cms->evidence.certs);

            if (cert != NULL && s->signed_attrs.ptr != NULL
                && einv__cms_digest(s, cms->content, digest) == EINV_OK
                && einv__cms_value(cms, s, cert, cms->content) == EINV_OK) {
                cr_expect(einv__text_eq(cms->content, content), "byte %zu",
                          i);
                good++;
            }
        }
        einv__cms_free(cms);
        blob.ptr[i] ^= 0x11;
        free(copy);
    }
    cr_expect(good > 0, "some bytes are not signed: of the certificate");
    free(blob.ptr);
}
