/* sign_trust_list.c: anchors out of a trust list; the shape and the words are
 * those of ETSI TS 119 612, 5 and annex B.
 */
#include "crypt_support.h"

#include "sign/trust_list.h"

#define HEAD "<?xml version='1.0'?><TrustServiceStatusList " \
             "xmlns='http://uri.etsi.org/02231/v2#'><SchemeInformation/>" \
             "<TrustServiceProviderList><TrustServiceProvider><TSPServices>"
#define TAIL "</TSPServices></TrustServiceProvider>" \
             "</TrustServiceProviderList></TrustServiceStatusList>"
#define TYPE "http://uri.etsi.org/TrstSvc/Svctype/"
#define STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"

static void put_service(struct einv_buf *out, const char *type,
                        const char *status, const char *cert)
{
    struct blob base64 = output_of("openssl x509 -in %s/%s.crt -outform DER "
                                   "| openssl base64",
                                   world, cert);

    cr_assert_not_null(base64.ptr);
    einv__buf_str(out, "<TSPService><ServiceInformation>"
                       "<ServiceTypeIdentifier> " TYPE);
    einv__buf_str(out, type);
    einv__buf_str(out, " </ServiceTypeIdentifier><ServiceDigitalIdentity>"
                       "<DigitalId><X509SubjectName>CN=x</X509SubjectName>"
                       "</DigitalId><DigitalId><X509Certificate>");
    einv__buf_str(out, base64.ptr);
    einv__buf_str(out, "</X509Certificate></DigitalId>"
                       "</ServiceDigitalIdentity><ServiceStatus>" STATUS);
    einv__buf_str(out, status);
    einv__buf_str(out, "</ServiceStatus></ServiceInformation></TSPService>");
    free(base64.ptr);
}

static void expect_certs(struct einv_text xml, bool stamps, const char *names)
{
    struct einv_certs got, want;

    einv__certs_init(&got, NULL);
    einv__certs_init(&want, NULL);
    add_certs(&want, names);
    cr_expect_eq(einv__trust_list_read(&got, xml, stamps),
                 want.n > 0 ? EINV_OK : EINV_EMALFORMED);
    cr_assert_eq(got.n, want.n, "%zu, not %s", got.n, names);
    for (size_t i = 0; i < got.n; i++)
        cr_expect(einv__cert_same(got.at[i], want.at[i]));
    einv__certs_free(&got);
    einv__certs_free(&want);
}

Test(sign_trust_list, what_is_granted_today_is_an_anchor)
{
    struct einv_buf xml;

    if (!make_world())
        return;
    einv__buf_init(&xml, NULL);
    einv__buf_str(&xml, HEAD);
    put_service(&xml, "CA/QC", "granted", "root");
    put_service(&xml, "CA/QC", "withdrawn", "named");
    put_service(&xml, "CA/PKC", "recognisedatnationallevel", "sub");
    put_service(&xml, "TSA/QTST", "granted", "tsa");
    put_service(&xml, "Certstatus/OCSP/QC", "granted", "responder");
    einv__buf_str(&xml, TAIL);
    cr_expect(einv__trust_list_is(einv__buf_get(&xml)));
    expect_certs(einv__buf_get(&xml), false, "root sub");
    expect_certs(einv__buf_get(&xml), true, "tsa");
    einv__buf_free(&xml);
    end_world();
}

Test(sign_trust_list, what_is_no_list_gives_nothing)
{
    static const char *const bad[] = {
        "<a/>", "<", "", HEAD TAIL,
        "<TrustServiceStatusList xmlns='urn:other'/>",
        "<!DOCTYPE a><a/>",
        HEAD "<TSPService/>" TAIL,
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct einv_certs certs;

        einv__certs_init(&certs, NULL);
        cr_expect_eq(einv__trust_list_read(&certs, einv__text_of(bad[i]),
                                           false),
                     EINV_EMALFORMED, "%s", bad[i]);
        cr_expect_eq(certs.n, 0);
        einv__certs_free(&certs);
    }
    cr_expect_not(einv__trust_list_is(EINV_TEXT("0\x82")));
    cr_expect_not(einv__trust_list_is(EINV_TEXT("-----BEGIN")));
}
