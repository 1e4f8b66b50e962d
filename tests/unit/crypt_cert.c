/* crypt_cert.c: what certificates say; expected texts are those that the
 * openssl command prints.
 */
#include "crypt_support.h"

#define expect_text(got, want)                                            \
    do {                                                                  \
        struct einv_text text_ = (got);                                   \
        cr_expect(einv__text_is(text_, (want)), "%.*s is not %s",         \
                  (int)text_.len, text_.ptr, (want));                     \
    } while (0)

static void trim_line(struct blob *blob)
{
    blob->ptr[strcspn(blob->ptr, "\n")] = '\0';
}

Test(crypt_cert, says_what_openssl_says)
{
    struct einv_cert *cert = corpus_cert("security/keys/signer-rsa.crt");
    struct blob want;

    if (cert == NULL || !can_sign_here())
        return;
    cr_expect_eq(einv__cert_key_kind(cert), EINV_KEY_RSA);
    cr_expect_eq(einv__cert_key_bits(cert), 2048);
    want = output_of("openssl x509 -in $EINV_SHARED/corpus/security/keys/"
                     "signer-rsa.crt -noout -subject -nameopt RFC2253,-esc_msb"
                     " | sed 's/^subject=//'");
    trim_line(&want);
    expect_text(einv__cert_subject(cert), want.ptr);
    free(want.ptr);
    want = output_of("openssl x509 -in $EINV_SHARED/corpus/security/keys/"
                     "signer-rsa.crt -noout -serial | sed 's/^serial=//'");
    trim_line(&want);
    expect_text(einv__cert_serial(cert), want.ptr);
    free(want.ptr);
    want = output_of("date -u +%%s -d \"$(openssl x509 -in $EINV_SHARED/corpus"
                     "/security/keys/signer-rsa.crt -noout -enddate | sed "
                     "'s/notAfter=//')\"");
    cr_expect_eq(einv__cert_not_after(cert), strtoll(want.ptr, NULL, 10));
    free(want.ptr);
    einv__cert_free(cert);
}

Test(crypt_cert, a_tax_id_is_found_in_the_subject)
{
    static const char *const cases[][2] = {
        { "/O=Nord GmbH/serialNumber=7/organizationIdentifier=VATDE-1",
          "VATDE-1" },
        { "/CN=Anna/serialNumber=TINIT-RSSMRA", "TINIT-RSSMRA" },
        { "/O=Altyn/OU=BIN123456789012/serialNumber=IIN1",
          "BIN123456789012" },
        { "/O=Altyn/OU=Sales", "" },
        { "/CN=Sever/1.2.643.3.131.1.1=007707083893", "007707083893" },
    };

    if (!can_sign_here())
        return;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct blob pem = output_of(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
            "-nodes -keyout /dev/null -subj '%s' -days 9 2>/dev/null",
            cases[i][0]);
        struct einv_certs certs;

        cr_assert_not_null(pem.ptr);
        einv__certs_init(&certs, NULL);
        cr_assert_eq(einv__certs_read(&certs, pem.ptr, pem.len), EINV_OK);
        expect_text(einv__cert_tax_id(certs.at[0]), cases[i][1]);
        einv__certs_free(&certs);
        free(pem.ptr);
    }
}

Test(crypt_cert, a_curve_written_out_is_told)
{
    struct einv_cert *cert = corpus_cert("security/keys/explicit-ec.crt");
    struct einv_cert *named = corpus_cert("security/keys/signer-ec.crt");

    if (cert == NULL || named == NULL || !einv__crypt_is_there())
        return;
    cr_expect(einv__cert_curve_is_explicit(cert));
    cr_expect_not(einv__cert_curve_is_explicit(named));
    cr_expect_eq(einv__cert_key_kind(named), EINV_KEY_EC);
    einv__cert_free(cert);
    einv__cert_free(named);
}

Test(crypt_cert, what_is_no_certificate_is_malformed)
{
    struct einv_cert *good = corpus_cert("security/keys/ca.crt"), *cert = NULL;
    struct einv_certs certs;
    char more[4096];
    struct einv_text der;

    if (good == NULL || !einv__crypt_is_there())
        return;
    der = einv__cert_der(good);
    cr_expect_eq(einv__cert_read(NULL, der.ptr, der.len - 1, &cert),
                 EINV_EMALFORMED);
    memcpy(more, der.ptr, der.len);
    more[der.len] = 0;
    cr_expect_eq(einv__cert_read(NULL, more, der.len + 1, &cert),
                 EINV_EMALFORMED);
    cr_expect_eq(einv__cert_read(NULL, "", 0, &cert), EINV_EMALFORMED);
    cr_expect_null(cert);
    einv__certs_init(&certs, NULL);
    cr_expect_eq(einv__certs_read(&certs, "hello", 5), EINV_EMALFORMED);
    cr_expect_eq(einv__certs_add(&certs, good), EINV_OK);
    cr_expect_eq(einv__certs_add(&certs, good), EINV_OK);
    cr_expect_eq(certs.n, 1, "the same one is held once");
    einv__certs_free(&certs);
    einv__cert_free(good);
}
