/* cades_stamps.c: what time-stamps prove of a signer of CMS.
 *
 * Archive time-stamps first, the newest at the control time; each that holds
 * is a proof that what it covers was there at its own time, so the older ones
 * are judged as of then (EN 319 102-1, 5.6.2.4), and last the signature's own.
 */
#include "cades.h"

/* ORDER STAMP */
static const char *const kinds[] = { "signature", "content", "references",
                                     "archive", "archive" };

struct stamp {
    enum einv_cms_stamp_kind kind;
    struct einv_text token;
    struct einv_stamp read;
};

static bool covers(const struct einv_cades *c, const struct stamp *s)
{
    switch (s->kind) {
    case EINV_STAMP_SIGNATURE:
        return einv__stamp_covers(&s->read, c->signer->value);
    case EINV_STAMP_CONTENT:
        return einv__stamp_covers(&s->read, c->content);
    case EINV_STAMP_ARCHIVE_3:
        return einv__cms_archive_covers(c->cms, c->signer, c->content,
                                        s->token, &s->read);
    default:
        return false;
    }
}

/* Of references, and archives before version 3: what they cover is not
 * worked out here, so they prove nothing. */
static bool is_known(enum einv_cms_stamp_kind kind)
{
    return kind == EINV_STAMP_SIGNATURE || kind == EINV_STAMP_CONTENT
           || kind == EINV_STAMP_ARCHIVE_3;
}

static bool judge(struct einv_cades *c, struct stamp *s, int64_t at)
{
    einv_status status;

    einv__stamp_free(&s->read);
    status = einv__stamp_read(c->policy->trust, &c->cms->evidence, s->token,
                              at, (int)c->policy->revocation, &s->read);
    if (status != EINV_OK) {
        c->nomem = true;
        return false;
    }
    if (!is_known(s->kind))
        s->read.sub = EINV_SUB_NO_POE;
    else if (s->read.sub != EINV_SUB_FORMAT_FAILURE && !covers(c, s))
        s->read.sub = EINV_SUB_HASH_FAILURE;
    else if (s->read.sub == 0 && s->read.weak
             && !einv__words_have(c->profile->old, "SHA1"))
        s->read.sub = EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE;
    return s->read.sub == 0;
}

/* The newest archive that is older than `before`; n: none. */
static size_t newest(const struct stamp *stamps, size_t n, int64_t before)
{
    size_t best = n;

    for (size_t i = 0; i < n; i++)
        if (stamps[i].kind == EINV_STAMP_ARCHIVE_3
            && stamps[i].read.when < before
            && (best == n || stamps[i].read.when > stamps[best].read.when))
            best = i;
    return best;
}

static int64_t judge_archives(struct einv_cades *c, struct stamp *stamps,
                              size_t n)
{
    int64_t at = c->policy->at, before = INT64_MAX;
    size_t i;

    for (i = 0; i < n; i++)
        if (stamps[i].kind == EINV_STAMP_ARCHIVE_3)
            judge(c, &stamps[i], at);
    for (i = newest(stamps, n, before); i < n;
         i = newest(stamps, n, before)) {
        before = stamps[i].read.when;
        if (before > at || !judge(c, &stamps[i], at))
            continue;
        at = before;
        c->archived = true;
    }
    return at;
}

static void put(struct einv_cades *c, const struct stamp *s,
                struct einv_timestamp *to)
{
    to->kind = einv__text_of(kinds[s->kind]);
    to->when = s->read.digest != EINV_DIGEST_NONE ? s->read.when
                                                  : EINV_NO_TIME;
    to->sub = (enum einv_sub_indication)s->read.sub;
    if (s->read.tsa != NULL) {
        struct einv_text subject = einv__cert_subject(s->read.tsa);
        char *copy = einv__arena_dup(&c->result->arena, subject);

        c->nomem = c->nomem || copy == NULL;
        to->tsa = einv__text_of(copy);
    }
}

/* The earliest good time of the signature itself is the best proof. */
static void judge_rest(struct einv_cades *c, struct stamp *stamps, size_t n,
                       int64_t at)
{
    for (size_t i = 0; i < n; i++) {
        if (stamps[i].kind == EINV_STAMP_ARCHIVE_3)
            continue;
        if (!judge(c, &stamps[i], at) || stamps[i].kind != EINV_STAMP_SIGNATURE
            || stamps[i].read.when > at)
            continue;
        c->stamped = true;
        if (stamps[i].read.when < c->sig->best)
            c->sig->best = stamps[i].read.when;
    }
    if (c->archived && at < c->sig->best)
        c->sig->best = at;
}

/* EN 319 102-1, 5.5.4: content before signature before archive. */
static bool in_order(const struct stamp *stamps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (stamps[i].read.sub == 0 && stamps[k].read.sub == 0
                && stamps[i].kind == EINV_STAMP_CONTENT
                && stamps[k].kind != EINV_STAMP_CONTENT
                && stamps[i].read.when > stamps[k].read.when)
                return false;
    return true;
}

void einv__cades_stamps(struct einv_cades *c)
{
    struct stamp stamps[EINV_CMS_MOST_STAMPS] = { 0 };
    size_t n = c->signer->n_stamps;
    int64_t at;

    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        stamps[i].kind = c->signer->stamps[i].kind;
        stamps[i].token = c->signer->stamps[i].token;
    }
    at = judge_archives(c, stamps, n);
    judge_rest(c, stamps, n, at);
    if (!in_order(stamps, n))
        einv__sig_fail(c->sig, EINV_INDETERMINATE,
                       EINV_SUB_TIMESTAMP_ORDER_FAILURE);
    c->sig->timestamps = einv__arena_zero(&c->result->arena, n,
                                          sizeof *c->sig->timestamps);
    c->nomem = c->nomem || c->sig->timestamps == NULL;
    for (size_t i = 0; i < n; i++) {
        if (c->sig->timestamps != NULL)
            put(c, &stamps[i], &c->sig->timestamps[c->sig->n_timestamps++]);
        einv__stamp_free(&stamps[i].read);
    }
}
