/* sign_cades.c: signed data of CMS judged by a policy: layers, time-stamps,
 * callbacks, and memory that ends.
 */
#include "crypt_support.h"

#include <time.h>

#include "sign/cades.h"
#include "support/failing.h"

/* --- a policy ------------------------------------------------------------ */

struct judge {
    struct einv_profiles profiles;
    struct einv_trust_store trust;
    struct einv_sign_policy policy;
};

static void judge_new(struct judge *j, const char *anchors, int64_t at)
{
    cr_assert_eq(einv__profiles_own(&j->profiles, &einv__libc_allocator),
                 EINV_OK);
    einv__trust_init(&j->trust, NULL);
    if (anchors != NULL)
        add_certs(&j->trust.anchors, anchors);
    j->policy = (struct einv_sign_policy){ .profiles = &j->profiles,
                                           .trust = &j->trust, .at = at };
}

static void judge_free(struct judge *j)
{
    einv__trust_free(&j->trust);
    einv__profiles_free(&j->profiles);
}

/* --- made by openssl in the small world ---------------------------------- */

static struct blob signed_by(const char *name, const char *more)
{
    struct blob made;

    free(output_of("printf '<a/>' >%s/in.xml", world).ptr);
    made = output_of("cd %s && openssl cms -sign -cades -binary -nodetach "
                     "-in in.xml -signer %s.crt -inkey %s.key -certfile "
                     "sub.crt -outform DER %s",
                     world, name, name, more);
    cr_assert_not_null(made.ptr);
    return made;
}

/* The message with a time-stamp of its value. */
static void stamp(struct blob message, struct einv_buf *out)
{
    unsigned char digest[EINV_DIGEST_MAX];
    struct einv_cms *cms = NULL;
    struct einv_buf request;
    struct einv_text token;
    struct blob answer;
    char path[200];
    FILE *file;

    cr_assert_eq(einv__cms_read(NULL, blob_text(message), &cms), EINV_OK);
    cr_assert_eq(einv__digest(EINV_DIGEST_SHA256, cms->signers[0].value.ptr,
                              cms->signers[0].value.len, digest),
                 EINV_OK);
    einv__buf_init(&request, NULL);
    cr_assert_eq(einv__stamp_request(EINV_DIGEST_SHA256, digest, 7, &request),
                 EINV_OK);
    snprintf(path, sizeof path, "%s/q.tsq", world);
    file = fopen(path, "wb");
    cr_assert_eq(fwrite(request.data, 1, request.len, file), request.len);
    fclose(file);
    answer = output_of("cd %s && openssl ts -reply -config ts.cnf -queryfile "
                       "q.tsq 2>/dev/null",
                       world);
    cr_assert_eq(einv__stamp_response(NULL, blob_text(answer),
                                      EINV_DIGEST_SHA256, digest, 7, &token),
                 EINV_OK);
    cr_assert_eq(einv__cms_add_stamp(cms, blob_text(message), token, out),
                 EINV_OK);
    einv__buf_free(&request);
    einv__cms_free(cms);
    free(answer.ptr);
}

static void expect_one(const struct judge *j, struct einv_text message,
                       enum einv_indication indication,
                       enum einv_sub_indication sub, const char *level)
{
    struct einv_result r;
    struct einv_buf content;
    einv_status status;

    einv__result_init(&r, NULL);
    einv__buf_init(&content, NULL);
    status = einv__cades_verify(&j->policy, message, NULL, &r, &content);
    cr_expect_eq(status, indication == EINV_TOTAL_PASSED ? EINV_OK
                                                         : EINV_EREJECTED);
    cr_assert_eq(r.n_sigs, 1);
    cr_expect_eq(r.sigs[0].indication, indication);
    cr_expect_eq(r.sigs[0].sub, sub, "%s", einv_sub_indication_name(
                                               r.sigs[0].sub));
    cr_expect(einv__text_is(r.sigs[0].level, level), "%.*s",
              (int)r.sigs[0].level.len, r.sigs[0].level.ptr);
    if (status == EINV_OK)
        cr_expect(einv__text_is(einv__buf_get(&content), "<a/>"));
    einv__buf_free(&content);
    einv__result_free(&r);
}

Test(sign_cades, a_time_stamp_proves_that_it_was_in_time)
{
    int64_t now = (int64_t)time(NULL), later = now + 21LL * 366 * 86400;
    struct judge j;
    struct blob made;
    struct einv_buf stamped;

    if (!make_world())
        return;
    made = signed_by("leaf", "");
    einv__buf_init(&stamped, NULL);
    stamp(made, &stamped);
    judge_new(&j, "root", now + 60);
    expect_one(&j, blob_text(made), EINV_TOTAL_PASSED, EINV_SUB_NONE, "B");
    expect_one(&j, einv__buf_get(&stamped), EINV_TOTAL_PASSED, EINV_SUB_NONE,
               "T");
    /* All certificates have ended: the time-stamp's, too. */
    j.policy.at = later;
    expect_one(&j, einv__buf_get(&stamped), EINV_INDETERMINATE,
               EINV_SUB_OUT_OF_BOUNDS_NO_POE, "B");
    judge_free(&j);
    einv__buf_free(&stamped);
    free(made.ptr);
    end_world();
}

/* Revoked after it was stamped: it was good when it signed. */
Test(sign_cades, revoked_before_or_after)
{
    int64_t now = (int64_t)time(NULL);
    struct blob made, crl;
    struct judge j;

    if (!make_world())
        return;
    made = signed_by("bad", "");
    judge_new(&j, "root", now + 60);
    crl = world_file("sub.crl");
    cr_assert_eq(einv__trust_add_revocation(&j.trust, crl.ptr, crl.len),
                 EINV_OK);
    expect_one(&j, blob_text(made), EINV_INDETERMINATE,
               EINV_SUB_REVOKED_NO_POE, "B");
    j.policy.revocation = EINV_REVOCATION_OFF;
    expect_one(&j, blob_text(made), EINV_TOTAL_PASSED, EINV_SUB_NONE, "B");
    judge_free(&j);
    free(made.ptr);
    free(crl.ptr);
    end_world();
}

/* --- layers -------------------------------------------------------------- */

static struct blob wrapped(struct blob inner)
{
    char path[200];
    FILE *file;

    snprintf(path, sizeof path, "%s/inner.p7m", world);
    file = fopen(path, "wb");
    cr_assert_eq(fwrite(inner.ptr, 1, inner.len, file), inner.len);
    fclose(file);
    return output_of("cd %s && openssl cms -sign -cades -binary -nodetach -in "
                     "inner.p7m -signer leaf.crt -inkey leaf.key -certfile "
                     "sub.crt -outform DER",
                     world);
}

Test(sign_cades, three_layers_and_no_more)
{
    struct blob layers[5];
    struct judge j;

    if (!make_world())
        return;
    judge_new(&j, "root", (int64_t)time(NULL) + 60);
    layers[0] = signed_by("leaf", "");
    for (int i = 1; i < 5; i++)
        layers[i] = wrapped(layers[i - 1]);
    for (size_t i = 0; i < 5; i++) {
        struct einv_result r;
        struct einv_buf content;

        einv__result_init(&r, NULL);
        einv__buf_init(&content, NULL);
        cr_expect_eq(einv__cades_verify(&j.policy, blob_text(layers[i]), NULL,
                                        &r, &content),
                     EINV_OK);
        cr_expect_eq(r.n_sigs, i < 3 ? i + 1 : 3);
        cr_expect_eq(r.sigs[r.n_sigs - 1].layer, r.n_sigs - 1);
        /* What is deeper is content: bytes that are signed, not read. */
        cr_expect_eq(einv__text_is(einv__buf_get(&content), "<a/>"), i < 3);
        einv__buf_free(&content);
        einv__result_free(&r);
        free(layers[i].ptr);
    }
    judge_free(&j);
    end_world();
}

/* --- what OpenSSL does not know ------------------------------------------ */

static int callback_says;

static int value_fn(void *user, const char *algorithm, const void *spki,
                    size_t spki_len, const void *message, size_t message_len,
                    const void *value, size_t value_len)
{
    (void)user;
    (void)spki;
    (void)value;
    cr_expect_str_eq(algorithm, "1.2.3.4");
    cr_expect(spki_len > 0 && message_len > 0 && value_len > 0);
    cr_expect_eq(*(const unsigned char *)message, 0x31);
    return callback_says;
}

Test(sign_cades, an_unknown_algorithm_goes_to_the_callback)
{
    static const unsigned char ecdsa_sha256[] = { 0x06, 0x08, 0x2a, 0x86,
                                                  0x48, 0xce, 0x3d, 0x04,
                                                  0x03, 0x02 };
    /* 1.2.3.4 in as many bytes: the rest is a NULL and an empty octets. */
    static const unsigned char other[] = { 0x06, 0x03, 0x2a, 0x03, 0x04,
                                           0x04, 0x03, 0x00, 0x00, 0x00 };
    struct blob made;
    struct judge j;

    if (!make_world())
        return;
    made = signed_by("leaf", "");
    /* The last one in the message is the signer's. */
    for (size_t i = made.len - sizeof ecdsa_sha256; i > 0; i--)
        if (memcmp(made.ptr + i, ecdsa_sha256, sizeof ecdsa_sha256) == 0) {
            memcpy(made.ptr + i, other, sizeof other);
            break;
        }
    judge_new(&j, "root", (int64_t)time(NULL) + 60);
    expect_one(&j, blob_text(made), EINV_INDETERMINATE,
               EINV_SUB_ALGORITHM_UNKNOWN, "NONE");
    j.policy.value_fn = value_fn;
    callback_says = 1;
    expect_one(&j, blob_text(made), EINV_TOTAL_PASSED, EINV_SUB_NONE, "B");
    callback_says = 0;
    expect_one(&j, blob_text(made), EINV_TOTAL_FAILED,
               EINV_SUB_SIG_CRYPTO_FAILURE, "NONE");
    callback_says = -1;
    expect_one(&j, blob_text(made), EINV_INDETERMINATE,
               EINV_SUB_ALGORITHM_UNKNOWN, "NONE");
    judge_free(&j);
    free(made.ptr);
    end_world();
}

/* --- memory -------------------------------------------------------------- */

Test(sign_cades, memory_that_ends_is_never_a_verdict)
{
    struct failing f;
    struct judge j;
    struct blob made;
    struct einv_buf stamped;

    if (!make_world())
        return;
    made = signed_by("leaf", "");
    einv__buf_init(&stamped, NULL);
    stamp(made, &stamped);
    judge_new(&j, "root", (int64_t)time(NULL) + 60);
    FAILING_EACH(f, 100000)
    {
        struct einv_result r;
        struct einv_buf content;
        einv_status status;

        j.trust.alloc = &f.hooks;
        einv__result_init(&r, &f.hooks);
        einv__buf_init(&content, &f.hooks);
        status = einv__cades_verify(&j.policy, einv__buf_get(&stamped), NULL,
                                    &r, &content);
        cr_expect(status == EINV_OK || status == EINV_ENOMEM,
                  "%d in run %zu", status, f.runs);
        failing_judge(&f, status == EINV_OK);
        einv__buf_free(&content);
        einv__result_free(&r);
    }
    cr_expect_eq(f.held, 0);
    cr_expect_not(f.wrong);
    j.trust.alloc = NULL;
    judge_free(&j);
    einv__buf_free(&stamped);
    free(made.ptr);
    end_world();
}
