/* einv_receipt.c: convert --receipt: which bytes became which, by what, and
 * what was not carried.
 */
#include "einv_cli.h"

#include <string.h>

static void put_side(struct text *out, const char *file, const einv_doc *doc,
                     const char *bytes, size_t len)
{
    char digest[65];

    einv_sha256(bytes, len, digest);
    text_str(out, "{");
    text_member(out, "file", file);
    text_member(out, "format", einv_doc_format(doc));
    text_member(out, "version", einv_doc_version(doc));
    text_member(out, "profile", einv_doc_profile(doc));
    text_key(out, "bytes");
    text_num(out, len);
    text_member(out, "sha256", digest);
    text_str(out, "}");
}

/* What was asked for, and can make another document of the same source. */
static void put_options(struct text *out, const struct args *a)
{
    text_str(out, "{");
    text_member(out, "slots", a->slots == EINV_SLOTS_NONE ? "none"
                : a->slots == EINV_SLOTS_EMBED ? "embed" : "auto");
    text_key(out, "allow_loss");
    text_str(out, "[");
    if (a->allow_all)
        text_str(out, "\"*\"");
    for (int r = 0; !a->allow_all && r <= EINV_REASON_SKIPPED; r++)
        if (a->allow & (uint32_t)1 << r) {
            const char *name = einv_reason_name((einv_ledger_reason)r);

            if (out->len > 0 && out->data[out->len - 1] == '"')
                text_str(out, ",");
            text_json(out, name, strlen(name));
        }
    text_str(out, "]");
    text_key(out, "set");
    text_str(out, "[");
    for (size_t i = 0; i < a->n_sets; i++) {
        const char *set = a->sets[i];

        text_str(out, i > 0 ? "," : "");
        text_json(out, set, a->redact ? strcspn(set, "=") : strlen(set));
    }
    text_str(out, "]");
    if (a->defaults != NULL)
        text_member(out, "defaults", a->defaults);
    text_str(out, "}");
}

/* What was written is read again: the receipt says what it is, not what was
 * asked for. */
static bool put_target(einv_ctx *ctx, const struct args *a,
                       const einv_buffer *doc, struct text *out)
{
    einv_parse_options options = EINV_PARSE_OPTIONS_INIT;
    const char *bytes = einv_buffer_data(doc);
    size_t len = einv_buffer_len(doc);
    einv_doc *written = NULL;

    options.flags = EINV_PARSE_LEND;
    if (einv_doc_parse(ctx, bytes, len, &options, NULL, &written) != EINV_OK)
        return false;
    put_side(out, a->out != NULL ? a->out : "-", written, bytes, len);
    einv_doc_free(written);
    return true;
}

bool receipt_json(einv_ctx *ctx, const struct args *a, const struct input *in,
                  const einv_buffer *doc, struct text *out)
{
    text_str(out, "{");
    text_member(out, "einv", einv_version());
    text_key(out, "source");
    put_side(out, in->file, in->doc, in->bytes.data, in->bytes.len);
    text_key(out, "item");
    text_num(out, a->item > 0 ? a->item : 1);
    text_key(out, "target");
    if (!put_target(ctx, a, doc, out))
        return false;
    text_key(out, "options");
    put_options(out, a);
    text_key(out, "rule_sets");
    text_str(out, "[]");
    text_key(out, "ledger");
    if (!report_ledger_json(a, in->report, einv_doc_format(in->doc), a->to,
                            true, out))
        return false;
    text_str(out, "}\n");
    return !out->failed;
}
