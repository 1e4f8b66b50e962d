/* crypt_stamp.c: time-stamps that the openssl command gives to our requests.
 */
#include "crypt_support.h"

#include <time.h>

#include <einv/signature.h>

static const char message[] = "the value of a signature";

static const uint64_t NONCE = 0x0123456789abcd;

static void put_file(const char *name, struct einv_text bytes)
{
    char path[200];
    FILE *out;

    snprintf(path, sizeof path, "%s/%s", world, name);
    out = fopen(path, "wb");
    cr_assert_not_null(out);
    cr_assert_eq(fwrite(bytes.ptr, 1, bytes.len, out), bytes.len);
    fclose(out);
}

static struct blob answer_to(const unsigned char *digest, uint64_t nonce)
{
    struct einv_buf request;
    struct blob answer;

    einv__buf_init(&request, NULL);
    cr_assert_eq(einv__stamp_request(EINV_DIGEST_SHA256, digest, nonce,
                                     &request),
                 EINV_OK);
    put_file("q.tsq", einv__buf_get(&request));
    einv__buf_free(&request);
    answer = output_of("cd %s && openssl ts -reply -config ts.cnf "
                       "-queryfile q.tsq 2>/dev/null",
                       world);
    cr_assert_not_null(answer.ptr, "openssl reads our request");
    return answer;
}

static int read_sub(const struct einv_trust_store *store,
                    struct einv_text token, int64_t when)
{
    struct einv_stamp stamp;
    int sub;

    cr_assert_eq(einv__stamp_read(store, NULL, token, when, 0, &stamp),
                 EINV_OK);
    sub = stamp.sub;
    einv__stamp_free(&stamp);
    return sub;
}

static void check_token(struct einv_text token)
{
    struct einv_trust_store store;
    struct einv_stamp stamp;
    int64_t now = (int64_t)time(NULL);
    char *copy = malloc(token.len);

    einv__trust_init(&store, NULL);
    cr_expect_eq(read_sub(&store, token, now),
                 EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND, "nobody is trusted");
    add_certs(&store.tsa, "root");
    cr_assert_eq(einv__stamp_read(&store, NULL, token, now, 0, &stamp),
                 EINV_OK);
    cr_expect_eq(stamp.sub, 0);
    cr_expect(stamp.when > now - 100 && stamp.when <= now + 1);
    cr_expect(einv__stamp_covers(&stamp, einv__text_of(message)));
    cr_expect_not(einv__stamp_covers(&stamp, EINV_TEXT("another")));
    cr_expect_not(stamp.weak);
    einv__stamp_free(&stamp);
    cr_expect_eq(read_sub(&store, token, now + 20LL * 366 * 86400),
                 EINV_SUB_OUT_OF_BOUNDS_NO_POE);
    cr_expect_eq(read_sub(&store, EINV_TEXT("hello"), now),
                 EINV_SUB_FORMAT_FAILURE);
    /* Any byte of the token changed: never another time, all well. */
    for (size_t i = 0; i < token.len; i += 7) {
        memcpy(copy, token.ptr, token.len);
        copy[i] ^= 0x04;
        cr_assert_eq(einv__stamp_read(&store, NULL,
                                      einv__text(copy, token.len), now, 0,
                                      &stamp),
                     EINV_OK);
        cr_expect(stamp.sub != 0
                      || einv__stamp_covers(&stamp, einv__text_of(message)),
                  "byte %zu", i);
        einv__stamp_free(&stamp);
    }
    free(copy);
    einv__trust_free(&store);
}

Test(crypt_stamp, openssl_stamps_what_we_ask)
{
    unsigned char digest[EINV_DIGEST_MAX], other[EINV_DIGEST_MAX];
    struct einv_text token;
    struct blob answer;

    if (!make_world())
        return;
    cr_assert_eq(einv__digest(EINV_DIGEST_SHA256, message,
                              sizeof(message) - 1, digest),
                 EINV_OK);
    answer = answer_to(digest, NONCE);
    cr_assert_eq(einv__stamp_response(NULL, blob_text(answer),
                                      EINV_DIGEST_SHA256, digest, NONCE,
                                      &token),
                 EINV_OK);
    check_token(token);
    cr_expect_eq(einv__stamp_response(NULL, blob_text(answer),
                                      EINV_DIGEST_SHA256, digest, NONCE + 1,
                                      &token),
                 EINV_EREJECTED, "an answer to another request");
    memcpy(other, digest, sizeof other);
    other[0] ^= 1;
    cr_expect_eq(einv__stamp_response(NULL, blob_text(answer),
                                      EINV_DIGEST_SHA256, other, NONCE,
                                      &token),
                 EINV_EREJECTED);
    cr_expect_eq(einv__stamp_response(NULL, EINV_TEXT("hello"),
                                      EINV_DIGEST_SHA256, digest, NONCE,
                                      &token),
                 EINV_EMALFORMED);
    cr_expect_eq(einv__stamp_response(NULL, hex("30053003020102"),
                                      EINV_DIGEST_SHA256, digest, NONCE,
                                      &token),
                 EINV_EREJECTED, "refused");
    free(answer.ptr);
    end_world();
}
