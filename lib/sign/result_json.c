/* result_json.c: a result in the JSON shape of `einv verify`; append only. */
#include "result.h"

#include "../base/base64.h"
#include "../json/json.h"

static void time_field(struct einv_json_out *j, const char *key, int64_t when,
                       struct einv_buf *scratch)
{
    if (when == EINV_NO_TIME)
        return;
    scratch->len = 0;
    einv__time_text(when, scratch);
    einv__json_field(j, key, einv__buf_get(scratch));
}

static void base64_field(struct einv_json_out *j, const char *key,
                         struct einv_text bytes, struct einv_buf *scratch)
{
    if (bytes.len == 0)
        return;
    scratch->len = 0;
    einv__base64_encode(bytes.ptr, bytes.len, scratch);
    einv__json_field(j, key, einv__buf_get(scratch));
}

static void put_parts(struct einv_json_out *j, const char *key,
                      const struct einv_parts *parts)
{
    einv__json_key(j, key);
    einv__json_open(j, '[');
    for (size_t i = 0; i < parts->n; i++) {
        const struct einv_part *p = &parts->at[i];

        einv__json_open(j, '{');
        einv__json_field(j, p->node != EINV_NO_NODE ? "xpath" : "name",
                         p->name);
        if (p->pos.line > 0) {
            einv__json_key(j, "line");
            einv__json_uint(j, p->pos.line);
            einv__json_key(j, "column");
            einv__json_uint(j, p->pos.column);
        }
        if (p->to > 0) {
            einv__json_key(j, "from");
            einv__json_uint(j, p->from);
            einv__json_key(j, "to");
            einv__json_uint(j, p->to);
        }
        einv__json_field(j, "why", p->why);
        einv__json_close(j, '}');
    }
    einv__json_close(j, ']');
}

static void put_core(struct einv_json_out *j, const struct einv_sig *sig,
                     struct einv_buf *scratch)
{
    einv__json_key(j, "core");
    einv__json_open(j, '[');
    for (size_t i = 0; i < sig->n_references; i++) {
        const struct einv_reference *r = &sig->references[i];

        einv__json_open(j, '{');
        einv__json_key(j, "uri");
        einv__json_string(j, r->uri);
        einv__json_field(j, "type", r->type);
        einv__json_field(j, "digest",
                         einv__text_of(einv__digest_name(r->digest)));
        base64_field(j, "expected", r->expected, scratch);
        base64_field(j, "computed", r->computed, scratch);
        einv__json_key(j, "ok");
        einv__json_bool(j, r->ok);
        einv__json_close(j, '}');
    }
    einv__json_close(j, ']');
}

static const char *revocation_name(enum einv_revocation r)
{
    return r == EINV_REVOCATION_GOOD ? "good"
           : r == EINV_REVOCATION_BAD ? "revoked" : "unknown";
}

static void put_signer(struct einv_json_out *j, const struct einv_sig *sig,
                       struct einv_buf *scratch)
{
    const struct einv_cert *c = sig->signer;

    if (c == NULL)
        return;
    einv__json_key(j, "signer");
    einv__json_open(j, '{');
    einv__json_field(j, "subject", einv__cert_subject(c));
    einv__json_field(j, "issuer", einv__cert_issuer(c));
    einv__json_field(j, "serial", einv__cert_serial(c));
    einv__json_field(j, "tax_id", einv__cert_tax_id(c));
    base64_field(j, "certificate", einv__cert_der(c), scratch);
    einv__json_key(j, "chain");
    einv__json_open(j, '[');
    for (size_t i = 0; i < sig->chain.n; i++)
        einv__json_string(j, einv__cert_subject(sig->chain.at[i]));
    einv__json_close(j, ']');
    einv__json_field(j, "revocation",
                     einv__text_of(revocation_name(sig->revocation)));
    einv__json_close(j, '}');
}

static void put_stamps(struct einv_json_out *j, const struct einv_sig *sig,
                       struct einv_buf *scratch)
{
    if (sig->n_timestamps == 0)
        return;
    einv__json_key(j, "timestamps");
    einv__json_open(j, '[');
    for (size_t i = 0; i < sig->n_timestamps; i++) {
        const struct einv_timestamp *s = &sig->timestamps[i];

        einv__json_open(j, '{');
        einv__json_field(j, "kind", s->kind);
        time_field(j, "time", s->when, scratch);
        einv__json_field(j, "tsa", s->tsa);
        einv__json_field(j, "sub",
                         einv__text_of(einv_sub_indication_name(s->sub)));
        einv__json_close(j, '}');
    }
    einv__json_close(j, ']');
}

static void put_times(struct einv_json_out *j, const struct einv_sig *sig,
                      struct einv_buf *scratch)
{
    einv__json_key(j, "times");
    einv__json_open(j, '{');
    time_field(j, "claimed", sig->claimed, scratch);
    time_field(j, "best", sig->best, scratch);
    einv__json_close(j, '}');
}

static void put_signature(struct einv_json_out *j, const struct einv_sig *sig,
                          struct einv_buf *scratch)
{
    einv__json_open(j, '{');
    einv__json_field(j, "indication",
                     einv__text_of(einv_indication_name(sig->indication)));
    einv__json_key(j, "sub");
    einv__json_string(j, einv__text_of(einv_sub_indication_name(sig->sub)));
    einv__json_field(j, "profile", sig->profile);
    einv__json_field(j, "role", sig->role);
    einv__json_field(j, "form", sig->form);
    einv__json_field(j, "level", sig->level);
    einv__json_field(j, "place", sig->place);
    if (sig->layer > 0) {
        einv__json_key(j, "layer");
        einv__json_uint(j, sig->layer);
    }
    einv__json_field(j, "algorithm", sig->algorithm);
    if (sig->value_known) {
        einv__json_key(j, "value_ok");
        einv__json_bool(j, sig->value_ok);
    }
    put_core(j, sig, scratch);
    put_parts(j, "covered", &sig->covered);
    put_parts(j, "not_covered", &sig->not_covered);
    einv__json_field(j, "signed_properties", sig->signed_properties);
    put_signer(j, sig, scratch);
    put_times(j, sig, scratch);
    put_stamps(j, sig, scratch);
    einv__json_field(j, "policy", sig->policy);
    einv__json_key(j, "weak");
    einv__json_open(j, '[');
    for (size_t i = 0; i < sig->n_weak; i++)
        einv__json_string(j, sig->weak[i]);
    einv__json_close(j, ']');
    einv__json_close(j, '}');
}

void einv__result_json(const struct einv_result *r, struct einv_json_out *j)
{
    struct einv_buf scratch;

    einv__buf_init(&scratch, r->alloc);
    einv__json_key(j, "overall");
    einv__json_string(j, einv__text_of(einv_indication_name(r->overall)));
    einv__json_key(j, "signatures");
    einv__json_open(j, '[');
    for (size_t i = 0; i < r->n_sigs; i++)
        put_signature(j, &r->sigs[i], &scratch);
    einv__json_close(j, ']');
    if (r->ignored.n > 0)
        put_parts(j, "ignored", &r->ignored);
    j->buf->failed = j->buf->failed || scratch.failed;
    einv__buf_free(&scratch);
}
