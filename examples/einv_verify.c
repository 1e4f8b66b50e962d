/* einv_verify.c: einv verify: who signed, and what of it.
 *
 * Trust is what the command line gives: without --anchor nobody is trusted,
 * and nothing is ever fetched.
 */
#include "einv_cli.h"

#include <stdio.h>
#include <string.h>

struct judge {
    einv_policy *policy;
    struct bytes content;       /* --content: lent to the policy */
};

typedef einv_status take_fn(einv_policy *policy, const char *bytes,
                            size_t len);

static einv_status take_anchor(einv_policy *policy, const char *bytes,
                               size_t len)
{
    return einv_policy_add_certificates(policy, EINV_TRUST_ANCHOR, bytes,
                                        len);
}

/* --cert: the signer's own, or those between it and an anchor. */
static einv_status take_cert(einv_policy *policy, const char *bytes,
                             size_t len)
{
    einv_status status = einv_policy_add_certificates(
        policy, EINV_TRUST_SIGNER, bytes, len);

    if (status == EINV_OK)
        status = einv_policy_add_certificates(policy, EINV_TRUST_INTERMEDIATE,
                                              bytes, len);
    return status;
}

static einv_status take_tsa(einv_policy *policy, const char *bytes,
                            size_t len)
{
    return einv_policy_add_certificates(policy, EINV_TRUST_TSA, bytes, len);
}

static einv_status take_crl(einv_policy *policy, const char *bytes,
                            size_t len)
{
    return einv_policy_add_revocation(policy, bytes, len);
}

static int take_files(einv_policy *policy, take_fn *take,
                      const char *const *files, size_t n, const char *what)
{
    for (size_t i = 0; i < n; i++) {
        struct bytes b;
        einv_status status;

        if (!io_read(files[i], &b))
            return EXIT_UNREADABLE;
        status = take(policy, b.data, b.len);
        io_free(&b);
        if (status == EINV_EMALFORMED) {
            fprintf(stderr, "einv: %s: %s\n", files[i], what);
            return EXIT_UNREADABLE;
        }
        if (status != EINV_OK) {
            complain(files[i], status);
            return exit_of(status);
        }
    }
    return EXIT_ACCEPTED;
}

static int take_content(struct judge *j, const struct args *a)
{
    einv_status status;

    if (a->content == NULL)
        return EXIT_ACCEPTED;
    if (!io_read(a->content, &j->content))
        return EXIT_UNREADABLE;
    status = einv_policy_add_content(j->policy, NULL, j->content.data,
                                     j->content.len);
    return exit_of(status);
}

static int make_policy(einv_ctx *ctx, const struct args *a, struct judge *j)
{
    static const char no_cert[] = "no certificate";
    einv_status status = einv_policy_new(ctx, args_when(a), &j->policy);
    int code = exit_of(status);

    if (status != EINV_OK) {
        complain("verify", status);
        return code;
    }
    if (einv_policy_set_profile(j->policy, a->profile) != EINV_OK) {
        fprintf(stderr, "einv: --profile: no such profile: %s\n", a->profile);
        return EXIT_UNREADABLE;
    }
    code = take_files(j->policy, take_anchor, a->anchors, a->n_anchors,
                      no_cert);
    if (code == EXIT_ACCEPTED)
        code = take_files(j->policy, take_cert, a->certs, a->n_certs,
                          no_cert);
    if (code == EXIT_ACCEPTED)
        code = take_files(j->policy, take_tsa, a->tsas, a->n_tsas, no_cert);
    if (code == EXIT_ACCEPTED)
        code = take_files(j->policy, take_crl, a->crls, a->n_crls,
                          "no CRL and no OCSP answer");
    return code == EXIT_ACCEPTED ? take_content(j, a) : code;
}

static bool verify_json(const struct args *a, const char *file,
                        const einv_verification *v, const einv_report *report,
                        struct text *out)
{
    einv_buffer *json = NULL;

    if (out->len > 0 && out->data[out->len - 1] == '}')
        text_str(out, ",");
    text_str(out, "{");
    text_member(out, "file", file);
    if (v == NULL) {
        text_member(out, "overall", "UNREADABLE");
        text_key(out, "signatures");
        text_str(out, "[]");
    } else if (einv_verification_to_json(v, &json) == EINV_OK) {
        /* The members, without the braces and the line end around them. */
        const char *p = einv_buffer_data(json), *end;

        end = p + einv_buffer_len(json);
        while (end > p && end[-1] != '}')
            end--;
        text_str(out, ",");
        text_put(out, p + 1, (size_t)(end - p) - 2);
        einv_buffer_free(json);
    } else {
        return false;
    }
    text_key(out, "findings");
    report_findings(a, report, NULL, out);
    text_str(out, "}");
    return !out->failed;
}

static bool verify_text(const struct args *a, const char *file,
                        const einv_verification *v, const einv_report *report,
                        struct text *out)
{
    einv_render_options options = render_options(a, file);
    einv_buffer *text = NULL;

    if (v == NULL || einv_verification_overall(v) == EINV_UNREADABLE)
        return report_findings(a, report, file, out);
    if (a->quiet && einv_verification_overall(v) == EINV_TOTAL_PASSED)
        return true;
    if (einv_verification_to_text(v, &options, &text) != EINV_OK)
        return false;
    text_put(out, einv_buffer_data(text), einv_buffer_len(text));
    einv_buffer_free(text);
    return !out->failed;
}

static int verify_bytes(einv_ctx *ctx, const struct args *a,
                        const struct judge *j, const char *file,
                        einv_report *report, struct text *out)
{
    einv_verification *v = NULL;
    struct bytes bytes;
    einv_status status;
    bool told, readable = io_read(file, &bytes);

    status = !readable ? EINV_EIO
                       : einv_verify(ctx, bytes.data, bytes.len, j->policy,
                                     report, &v);
    if (readable && v == NULL)
        complain(file, status);
    if (v != NULL && einv_verification_overall(v) == EINV_UNREADABLE)
        status = EINV_EMALFORMED;
    told = a->report == REPORT_JSON ? verify_json(a, file, v, report, out)
                                    : verify_text(a, file, v, report, out);
    einv_verification_free(v);
    io_free(&bytes);
    return told ? exit_of(status) : EXIT_FAULT;
}

einv_status verify_input(einv_ctx *ctx, const struct args *a,
                         struct input *in)
{
    struct judge j = { NULL, { NULL, 0 } };
    einv_verification *v = NULL;
    einv_doc *only = NULL;
    einv_status status = EINV_EUSAGE;

    if (make_policy(ctx, a, &j) == EXIT_ACCEPTED)
        status = einv_verify(ctx, in->bytes.data, in->bytes.len, j.policy,
                             in->report, &v);
    if (status == EINV_OK)
        status = einv_verification_signed_doc(v, 0, &only);
    if (status == EINV_OK) {
        einv_doc_free(in->doc);
        in->doc = only;
    } else if (status == EINV_EABSENT) {
        status = EINV_EUNSUPPORTED;
    }
    einv_verification_free(v);
    einv_policy_free(j.policy);
    io_free(&j.content);
    return status;
}

static int verify_one(einv_ctx *ctx, const struct args *a, void *user,
                      const char *file, struct text *out)
{
    const struct judge *j = user;
    einv_report *report;
    int code;

    if (einv_report_new(ctx, &report) != EINV_OK) {
        complain(file, EINV_ENOMEM);
        return EXIT_FAULT;
    }
    code = verify_bytes(ctx, a, j, file, report, out);
    einv_report_free(report);
    return code;
}

int verb_verify(einv_ctx *ctx, const struct args *a)
{
    struct judge j = { NULL, { NULL, 0 } };
    int code = make_policy(ctx, a, &j);

    if (code == EXIT_ACCEPTED)
        code = each_file(ctx, a, verify_one, &j);
    einv_policy_free(j.policy);
    io_free(&j.content);
    return code;
}
