/* crypt_support.h: files of the corpus, and what the openssl command makes.
 *
 * What is not there is a printed, counted skip.
 */
#ifndef EINV_TESTS_CRYPT_SUPPORT_H
#define EINV_TESTS_CRYPT_SUPPORT_H

/* popen: before any header of the system. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "crypt/crypt.h"

struct blob {
    char *ptr;
    size_t len;
};

static inline struct blob blob_from(FILE *in)
{
    struct blob blob = { malloc(1 << 22), 0 };

    cr_assert_not_null(blob.ptr);
    blob.len = fread(blob.ptr, 1, (1 << 22) - 1, in);
    blob.ptr[blob.len] = '\0';
    return blob;
}

static inline struct einv_text blob_text(struct blob blob)
{
    return einv__text(blob.ptr, blob.len);
}

/* A file of the shared corpus; ptr NULL: there is no corpus. */
static inline struct blob corpus(const char *name)
{
    const char *shared = getenv("EINV_SHARED");
    struct blob blob = { NULL, 0 };
    char path[1024];
    FILE *in;

    snprintf(path, sizeof path, "%s/corpus/%s", shared ? shared : "", name);
    in = fopen(path, "rb");
    if (in == NULL) {
        printf("SKIP no %s\n", path);
        return blob;
    }
    blob = blob_from(in);
    fclose(in);
    return blob;
}

/* What a shell command prints; ptr NULL: it failed. */
static inline struct blob output_of(const char *format, ...)
{
    struct blob blob;
    char command[4096];
    va_list args;
    FILE *in;

    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    in = popen(command, "r");
    cr_assert_not_null(in);
    blob = blob_from(in);
    if (pclose(in) != 0) {
        free(blob.ptr);
        blob.ptr = NULL;
    }
    return blob;
}

static inline bool can_sign_here(void)
{
    if (einv__crypt_is_there() && system("openssl version >/dev/null") == 0)
        return true;
    printf("SKIP no OpenSSL in the library, or no openssl command\n");
    return false;
}

/* Bytes of hexadecimal digits, up to 512. */
static inline struct einv_text hex(const char *digits)
{
    static unsigned char rooms[8][512];
    static unsigned next;
    unsigned char *room = rooms[next++ % 8];
    size_t n = strlen(digits) / 2;

    for (size_t i = 0; i < n; i++) {
        unsigned byte;

        sscanf(digits + 2 * i, "%2x", &byte);
        room[i] = (unsigned char)byte;
    }
    return einv__text((char *)room, n);
}

static inline struct einv_cert *corpus_cert(const char *name)
{
    struct blob blob = corpus(name);
    struct einv_certs certs;
    struct einv_cert *cert;

    if (blob.ptr == NULL || !einv__crypt_is_there())
        return NULL;
    einv__certs_init(&certs, NULL);
    cr_assert_eq(einv__certs_read(&certs, blob.ptr, blob.len), EINV_OK,
                 "%s", name);
    cert = einv__cert_ref(certs.at[0]);
    einv__certs_free(&certs);
    free(blob.ptr);
    return cert;
}

/* --- the small world of tests/support/pki.sh ----------------------------- */

static char world[64];

static inline bool make_world(void)
{
    struct blob made;

    if (!can_sign_here())
        return false;
    made = output_of("mktemp -d");
    cr_assert_not_null(made.ptr);
    snprintf(world, sizeof world, "%.*s", (int)strcspn(made.ptr, "\n"),
             made.ptr);
    free(made.ptr);
    free(output_of("sh ${EINV_SRCDIR:-.}/tests/support/pki.sh %s", world)
             .ptr);
    return true;
}

static inline void end_world(void)
{
    free(output_of("rm -rf %s", world).ptr);
}

static inline struct blob world_file(const char *name)
{
    struct blob blob = output_of("cat %s/%s", world, name);

    cr_assert_not_null(blob.ptr, "%s", name);
    return blob;
}

static inline struct einv_cert *world_cert(const char *name)
{
    struct einv_certs certs;
    struct einv_cert *cert;
    struct blob blob;
    char file[100];

    snprintf(file, sizeof file, "%s.crt", name);
    blob = world_file(file);
    einv__certs_init(&certs, NULL);
    cr_assert_eq(einv__certs_read(&certs, blob.ptr, blob.len), EINV_OK);
    cert = einv__cert_ref(certs.at[0]);
    einv__certs_free(&certs);
    free(blob.ptr);
    return cert;
}

static inline void add_certs(struct einv_certs *certs, const char *names)
{
    struct einv_text rest = einv__text_of(names);

    for (struct einv_text word = einv__text_word(&rest); word.len > 0;
         word = einv__text_word(&rest)) {
        char name[64];
        struct einv_cert *cert;

        snprintf(name, sizeof name, "%.*s", (int)word.len, word.ptr);
        cert = world_cert(name);
        cr_assert_eq(einv__certs_add(certs, cert), EINV_OK);
        einv__cert_free(cert);
    }
}

#endif
