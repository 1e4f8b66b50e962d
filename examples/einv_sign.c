/* einv_sign.c: einv sign: a document with a signature put into it. */
#include "einv_cli.h"

#include <stdio.h>
#include <string.h>

/* The password is the file's first line. */
static bool read_password(const char *path, struct bytes *out)
{
    if (!io_read(path, out))
        return false;
    for (size_t i = 0; i < out->len; i++)
        if (out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = '\0';
    return true;
}

static void wipe(struct bytes *b)
{
    volatile char *p = b->data;

    for (size_t i = 0; i < b->len; i++)
        p[i] = 0;
    io_free(b);
}

static int add_certs(const struct args *a, einv_key *key)
{
    for (size_t i = 0; i < a->n_certs; i++) {
        struct bytes b;
        einv_status status;

        if (!io_read(a->certs[i], &b))
            return EXIT_UNREADABLE;
        status = einv_key_add_certificates(key, b.data, b.len);
        io_free(&b);
        if (status != EINV_OK) {
            fprintf(stderr, "einv: %s: no certificate\n", a->certs[i]);
            return EXIT_UNREADABLE;
        }
    }
    return EXIT_ACCEPTED;
}

/* PEM, else PKCS #12. */
static einv_status read_key(einv_ctx *ctx, const struct bytes *b,
                            const char *password, einv_key **key)
{
    einv_status status = einv_key_from_pem(ctx, b->data, b->len, password,
                                           key);

    return status == EINV_EMALFORMED
               ? einv_key_from_p12(ctx, b->data, b->len, password, key)
               : status;
}

static int load_key(einv_ctx *ctx, const struct args *a, einv_key **key)
{
    struct bytes file = { NULL, 0 }, password = { NULL, 0 };
    einv_status status;

    if (a->pass_file != NULL && !read_password(a->pass_file, &password))
        return EXIT_UNREADABLE;
    if (!io_read(a->key, &file)) {
        wipe(&password);
        return EXIT_UNREADABLE;
    }
    status = read_key(ctx, &file, password.data, key);
    wipe(&file);
    wipe(&password);
    if (status == EINV_EMALFORMED) {
        fprintf(stderr, "einv: %s: no key, or another password "
                        "(--pass-file)\n", a->key);
        return EXIT_UNREADABLE;
    }
    if (status != EINV_OK) {
        complain(a->key, status);
        return exit_of(status);
    }
    return add_certs(a, *key);
}

static const char *why(einv_status status)
{
    switch (status) {
    case EINV_EREJECTED:
        return "it has a signature already, or the key does not fit the "
               "profile";
    case EINV_EUNKNOWN:
        return "no such profile";
    case EINV_EUNSUPPORTED:
        return "no profile that signs, or an encoding that takes no "
               "signature";
    case EINV_EABSENT:
        return "the key has no certificate: give it with --cert";
    default:
        return NULL;
    }
}

static int sign_bytes(einv_ctx *ctx, const struct args *a, einv_key *key,
                      const struct bytes *in, einv_report *report)
{
    einv_sign_options options = EINV_SIGN_OPTIONS_INIT;
    struct text findings = { NULL, 0, 0, false };
    einv_buffer *out = NULL;
    einv_status status;
    int code;

    options.when = args_when(a);
    options.role = a->role;
    options.algorithm = a->algorithm;
    status = einv_sign(ctx, in->data, in->len, a->profile, key, &options,
                       report, &out);
    code = exit_of(status);
    if (status == EINV_OK &&
        !io_write(a->out, einv_buffer_data(out), einv_buffer_len(out)))
        code = EXIT_UNREADABLE;
    if (report_findings(a, report, a->files[0], &findings) &&
        findings.data != NULL && einv_report_count(report) > 0)
        fputs(findings.data, stderr);
    if (why(status) != NULL)
        fprintf(stderr, "einv: %s: not signed: %s\n", a->files[0],
                why(status));
    else if (status != EINV_OK && einv_report_count(report) == 0)
        complain(a->files[0], status);
    text_free(&findings);
    einv_buffer_free(out);
    return code;
}

int verb_sign(einv_ctx *ctx, const struct args *a)
{
    einv_report *report = NULL;
    einv_key *key = NULL;
    struct bytes in = { NULL, 0 };
    int code;

    if (a->profile == NULL || a->key == NULL || a->out == NULL) {
        fputs("einv: sign: needs --profile ID, --key F and -o OUT\n",
              stderr);
        return EXIT_UNREADABLE;
    }
    code = load_key(ctx, a, &key);
    if (code == EXIT_ACCEPTED && einv_report_new(ctx, &report) != EINV_OK)
        code = EXIT_FAULT;
    if (code == EXIT_ACCEPTED && !io_read(a->files[0], &in))
        code = EXIT_UNREADABLE;
    if (code == EXIT_ACCEPTED)
        code = sign_bytes(ctx, a, key, &in, report);
    io_free(&in);
    einv_report_free(report);
    einv_key_free(key);
    return code;
}
