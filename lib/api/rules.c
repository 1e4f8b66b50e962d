/* rules.c: rule sets behind handles. */
#include <einv/rules.h>

#include <stdio.h>

#include "../schematron/image.h"
#include "../schematron/svrl.h"
#include "../xpath/atomic.h"
#include "../base/file.h"
#include "handle.h"
#include "rules_cache.h"

struct einv_ruleset {
    uint32_t magic;
    _Atomic(uint32_t) refs;
    einv_ctx *ctx;
    struct einv_sch_set *set;
    char *id;
    size_t id_size;
};

static bool is_ruleset(const einv_ruleset *h)
{
    return h != NULL && h->magic == MAGIC_RULESET;
}

/* --- compiling -------------------------------------------------------------- */

/* Who gives the files, and where C strings are made for him. */
struct giver {
    const einv_ruleset_options *options;
    const einv_allocator *alloc;
    size_t most;
};

static bool from_caller(void *user, struct einv_text href,
                        struct einv_text from, struct einv_buf *out)
{
    const struct giver *g = user;
    struct einv_buf name, base;
    const char *bytes = NULL;
    size_t len = 0;
    bool ok;

    einv__buf_init(&name, g->alloc);
    einv__buf_init(&base, g->alloc);
    einv__buf_text(&name, href);
    einv__buf_text(&base, from);
    ok = !name.failed && !base.failed && name.len > 0 && base.len > 0 &&
         g->options->open(g->options->user, name.data, base.data, &bytes,
                          &len) != 0;
    einv__buf_free(&name);
    einv__buf_free(&base);
    if (ok)
        einv__buf_put(out, bytes, len);
    return ok;
}

static bool from_folder(void *user, struct einv_text href,
                        struct einv_text from, struct einv_buf *out)
{
    const struct giver *g = user;
    struct einv_buf path;
    size_t dir = from.len;
    bool ok;

    while (dir > 0 && from.ptr[dir - 1] != '/')
        dir--;
    einv__buf_init(&path, g->alloc);
    einv__buf_put(&path, from.ptr, dir);
    einv__buf_text(&path, href);
    ok = !path.failed && path.len > 0 &&
         einv__file_read(path.data, g->most, out) == EINV_OK;
    einv__buf_free(&path);
    return ok;
}

/* dir/BASE.sch -> BASE */
static struct einv_text base_of(const char *name)
{
    struct einv_text t = einv__text_of(name);
    size_t from = t.len, to = t.len;

    while (from > 0 && t.ptr[from - 1] != '/' && t.ptr[from - 1] != '\\')
        from--;
    while (to > from && t.ptr[to - 1] != '.')
        to--;
    return einv__text(t.ptr + from, (to > from + 1 ? to - 1 : t.len) - from);
}

static einv_status new_set(einv_ctx *ctx, struct einv_sch_set *set,
                           einv_ruleset **out)
{
    struct einv_text id = einv__sch_id(set);
    einv_ruleset *s = einv__alloc(ctx_alloc(ctx), 1, sizeof *s);
    char *copy = einv__alloc(ctx_alloc(ctx), id.len + 1, 1);

    if (s == NULL || copy == NULL) {
        einv__free(ctx_alloc(ctx), s, sizeof *s);
        einv__free(ctx_alloc(ctx), copy, id.len + 1);
        return EINV_ENOMEM;
    }
    memset(s, 0, sizeof *s);
    if (id.len > 0)
        memcpy(copy, id.ptr, id.len);
    copy[id.len] = '\0';
    s->magic = MAGIC_RULESET;
    atomic_init(&s->refs, 1);
    s->ctx = einv_ctx_ref(ctx);
    s->set = set;
    s->id = copy;
    s->id_size = id.len + 1;
    *out = s;
    return EINV_OK;
}

static einv_status take_image(einv_ctx *ctx, struct einv_text bytes,
                              const char *name,
                              const einv_ruleset_options *options,
                              struct einv_report *r,
                              struct einv_sch_set **set)
{
    static const struct einv_position nowhere = { 0 };
    einv_status status;

    if (options->phase != NULL || options->levels != NULL)
        return EINV_EUSAGE;
    status = einv__sch_restore(ctx_alloc(ctx), bytes,
                               einv__text_of(options->id), set);
    if (status == EINV_EMALFORMED)
        einv__diag(r, EINV_SEV_ERROR, "rules", "EINV-RULES-0007", nowhere,
                   "found", name, NULL);
    return status;
}

/* Compiles, or takes what was compiled before. */
static einv_status load(einv_ctx *ctx, struct einv_text bytes,
                        const char *name, const einv_ruleset_options *options,
                        const struct einv_sch_options *ours,
                        struct einv_report *r, struct einv_sch_set **set)
{
    struct einv_sch_options noted = *ours;
    struct rules_cache cache = { .alloc = ctx_alloc(ctx),
                                 .most = (size_t)ctx->engine.limits.bytes,
                                 .open = ours->open,
                                 .user = ours->user };
    einv_status status = EINV_OK;

    if (options->cache == NULL)
        return einv__sch_load(ctx_alloc(ctx), bytes, einv__text_of(name),
                              ours, r, set);
    noted.open = einv__rules_cache_open;
    noted.user = &cache;
    einv__rules_cache_begin(&cache, options, bytes, name);
    *set = einv__rules_cache_find(&cache);
    if (*set == NULL) {
        status = einv__sch_load(ctx_alloc(ctx), bytes, einv__text_of(name),
                                &noted, r, set);
        if (status == EINV_OK)
            einv__rules_cache_keep(&cache, *set);
    }
    einv__rules_cache_end(&cache);
    return status;
}

static einv_status compile(einv_ctx *ctx, struct einv_text bytes,
                           const char *name,
                           const einv_ruleset_options *options,
                           einv_sch_open *open, struct einv_report *r,
                           einv_ruleset **out)
{
    struct giver giver = { options, ctx_alloc(ctx),
                           (size_t)ctx->engine.limits.bytes };
    struct einv_sch_options ours = {
        .limits = &ctx->engine.limits,
        .open = open,
        .user = &giver,
        .phase = einv__text_of(options->phase),
        .id = options->id != NULL ? einv__text_of(options->id)
                                  : base_of(name),
        .levels = einv__text_of(options->levels)
    };
    struct einv_sch_set *set;
    einv_status status =
        einv__sch_is_image(bytes)
            ? take_image(ctx, bytes, name, options, r, &set)
            : load(ctx, bytes, name, options, &ours, r, &set);

    if (status != EINV_OK)
        return status;
    status = new_set(ctx, set, out);
    if (status != EINV_OK)
        einv__sch_free(set);
    return status;
}

einv_status einv_ruleset_compile(einv_ctx *ctx, const char *bytes, size_t len,
                                 const char *name,
                                 const einv_ruleset_options *options,
                                 einv_report *report, einv_ruleset **set)
{
    einv_ruleset_options ours;
    struct einv_report *r;
    einv_status status;

    if (!is_ctx(ctx) || bytes == NULL || name == NULL || set == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *set = NULL;
    status = einv__options_take(&ours, sizeof ours, options);
    if (status != EINV_OK)
        return status;
    return compile(ctx, einv__text(bytes, len), name, &ours,
                   ours.open != NULL ? from_caller : NULL, r, set);
}

einv_status einv_ruleset_compile_file(einv_ctx *ctx, const char *path,
                                      const einv_ruleset_options *options,
                                      einv_report *report, einv_ruleset **set)
{
    einv_ruleset_options ours;
    struct einv_report *r;
    struct einv_buf buf;
    einv_status status;

    if (!is_ctx(ctx) || path == NULL || set == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *set = NULL;
    status = einv__options_take(&ours, sizeof ours, options);
    if (status != EINV_OK)
        return status;
    einv__buf_init(&buf, ctx_alloc(ctx));
    status = einv__file_read(path, (size_t)ctx->engine.limits.bytes, &buf);
    if (status == EINV_OK)
        status = compile(ctx, einv__buf_get(&buf), path, &ours, from_folder,
                         r, set);
    einv__buf_free(&buf);
    return status;
}

einv_status einv_ruleset_save(const einv_ruleset *set, einv_buffer **image)
{
    einv_buffer *b;

    if (!is_ruleset(set) || image == NULL)
        return EINV_EUSAGE;
    *image = NULL;
    b = einv__buffer_new(set->ctx);
    if (b == NULL)
        return EINV_ENOMEM;
    return einv__buffer_give(b, einv__sch_save(set->set, &b->buf), image);
}

einv_ruleset *einv_ruleset_ref(einv_ruleset *set)
{
    if (!is_ruleset(set))
        return NULL;
    atomic_fetch_add_explicit(&set->refs, 1, memory_order_relaxed);
    return set;
}

void einv_ruleset_free(einv_ruleset *set)
{
    einv_ctx *ctx;

    if (!is_ruleset(set) ||
        atomic_fetch_sub_explicit(&set->refs, 1, memory_order_acq_rel) != 1)
        return;
    ctx = set->ctx;
    einv__sch_free(set->set);
    einv__free(ctx_alloc(ctx), set->id, set->id_size);
    set->magic = 0;
    einv__free(ctx_alloc(ctx), set, sizeof *set);
    einv_ctx_free(ctx);
}

const struct einv_sch_set *einv__ruleset_set(const einv_ruleset *set)
{
    return is_ruleset(set) ? set->set : NULL;
}

einv_ctx *einv__ruleset_ctx(const einv_ruleset *set)
{
    return set->ctx;
}

const char *einv_ruleset_id(const einv_ruleset *set)
{
    return is_ruleset(set) ? set->id : NULL;
}

einv_status einv_ruleset_get_text(const einv_ruleset *set,
                                  einv_ruleset_text what, const char **text,
                                  size_t *len)
{
    struct einv_text said;

    if (!is_ruleset(set) || text == NULL || len == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    if (what != EINV_RULESET_TITLE && what != EINV_RULESET_RELEASE)
        return EINV_EUSAGE;
    said = einv__text_trim(what == EINV_RULESET_TITLE
                               ? einv__sch_title(set->set)
                               : einv__sch_release(set->set));
    return einv__text_give(said.len > 0 ? said : EINV_NO_TEXT, text, len);
}

size_t einv_ruleset_count(const einv_ruleset *set, einv_ruleset_count_of what)
{
    struct einv_sch_counts counts;

    if (!is_ruleset(set))
        return 0;
    counts = einv__sch_counts(set->set);
    switch (what) {
    case EINV_RULESET_PATTERNS:
        return counts.patterns;
    case EINV_RULESET_RULES:
        return counts.rules;
    case EINV_RULESET_ASSERTS:
        return counts.asserts;
    case EINV_RULESET_EXPRESSIONS:
        return counts.expressions;
    }
    return 0;
}

/* --- running ---------------------------------------------------------------- */

/* An xs:dateTime, read as rules would read it. */
static bool read_now(einv_ctx *ctx, const char *now,
                     struct einv_xp_options *options)
{
    struct einv_xp_run run = { .steps = 1000, .bytes = 1 << 16 };
    struct einv_xp_item in, out;
    bool ok;

    einv__arena_init(&run.arena, ctx_alloc(ctx));
    in = einv__xp_text(EINV_XP_STRING, einv__text_of(now));
    ok = einv__xp_cast(&run, &in, EINV_XP_DATETIME, EINV_XP_PLAIN, &out);
    einv__arena_free(&run.arena);
    if (ok) {
        options->has_now = true;
        options->now = out.u.moment;
        options->now.has_zone = true;   /* without one: UTC */
    }
    return ok;
}

/* A run that also writes a report. */
struct told {
    const einv_validate_options *options;
    const einv_doc *doc;
    const einv_ruleset *set;
    struct einv_report *report;
    struct einv_sch_trace trace;
};

static bool to_caller(void *user, struct einv_text text)
{
    const struct told *t = user;

    return t->options->svrl(t->options->svrl_user, text.ptr, text.len) != 0;
}

static einv_status run_and_tell(struct told *t,
                                struct einv_sch_run_options *run,
                                enum einv_sch_verdict *found)
{
    bool fired = (t->options->flags & EINV_VALIDATE_FIRED) != 0;
    struct einv_sch_svrl svrl = {
        .set = t->set->set,
        .tree = &t->doc->d.tree,
        .report = t->report,
        .after = t->report->last,
        .trace = fired ? &t->trace : NULL,
        .redact = (t->options->flags & EINV_VALIDATE_REDACT) != 0,
        .part = (t->options->flags & EINV_VALIDATE_PART) != 0,
        .sink = to_caller,
        .user = t
    };
    const einv_allocator *a = ctx_alloc(t->set->ctx);
    einv_status status;

    t->trace.alloc = a;
    run->trace = fired ? &t->trace : NULL;
    status = einv__sch_run(t->set->set, a, svrl.tree, run, t->report, found);
    if (status == EINV_OK)
        status = einv__sch_svrl(&svrl, a);
    einv__free(a, t->trace.items, t->trace.cap * sizeof *t->trace.items);
    return status;
}

static einv_status run_set(const einv_doc *doc, const einv_ruleset *set,
                           const einv_validate_options *options,
                           struct einv_sch_run_options *run,
                           struct einv_report *report,
                           enum einv_sch_verdict *found)
{
    struct told told = { options, doc, set, report, { 0 } };
    const einv_allocator *a = ctx_alloc(set->ctx);
    struct einv_report own;
    einv_status status;

    if (options->svrl == NULL)
        return einv__sch_run(set->set, a, &doc->d.tree, run, report, found);
    if (report != NULL)
        return run_and_tell(&told, run, found);
    einv__report_init(&own, a);
    told.report = &own;
    status = run_and_tell(&told, run, found);
    einv__report_free(&own);
    return status;
}

/* The caller's options as those of a run. */
static einv_status take_options(einv_ctx *ctx,
                                const einv_validate_options *theirs,
                                einv_validate_options *ours,
                                struct einv_sch_run_options *run)
{
    einv_status status = einv__options_take(ours, sizeof *ours, theirs);

    if (status != EINV_OK)
        return status;
    memset(run, 0, sizeof *run);
    run->strict = (ours->flags & EINV_VALIDATE_STRICT) != 0;
    if ((ours->flags & EINV_VALIDATE_PLAIN) != 0)
        run->xpath.off = EINV_XP_OFF_ALL;
    run->xpath.limits = &ctx->engine.limits;
    /* Four digits of a year: others are no day of an invoice. */
    if (ours->now != NULL && strlen(ours->now) > 10 && ours->now[4] == '-')
        run->at = einv__text(ours->now, 10);
    return ours->now == NULL || read_now(ctx, ours->now, &run->xpath)
               ? EINV_OK : EINV_EUSAGE;
}

einv_status einv_doc_validate(const einv_doc *doc, const einv_ruleset *set,
                              const einv_validate_options *options,
                              einv_report *report,
                              einv_rules_verdict *verdict)
{
    struct einv_sch_run_options run;
    enum einv_sch_verdict found;
    einv_validate_options ours;
    struct einv_report *r;
    einv_status status;

    if (!is_doc(doc) || !is_ruleset(set) || !take_report(report, &r))
        return EINV_EUSAGE;
    status = take_options(set->ctx, options, &ours, &run);
    if (status != EINV_OK)
        return status;
    status = run_set(doc, set, &ours, &run, r, &found);
    if (status != EINV_OK)
        return status;
    if (verdict != NULL)
        *verdict = (einv_rules_verdict)found;
    return found <= EINV_SCH_WARNINGS ? EINV_OK : EINV_EREJECTED;
}

static einv_status judge_and_tell(einv_invoice *invoice,
                                  const einv_ruleset *set,
                                  const einv_validate_options *options,
                                  struct einv_sch_run_options *run,
                                  struct einv_report *report,
                                  enum einv_sch_verdict *found)
{
    struct told t = { .options = options };
    struct einv_style style = einv__style_of(invoice->ctx, options->lang);
    struct einv_sch_svrl svrl = {
        .trace = (options->flags & EINV_VALIDATE_FIRED) != 0 ? &t.trace
                                                             : NULL,
        .redact = (options->flags & EINV_VALIDATE_REDACT) != 0,
        .part = (options->flags & EINV_VALIDATE_PART) != 0,
        .style = &style,
        .sink = to_caller,
        .user = &t
    };
    const einv_allocator *a = ctx_alloc(invoice->ctx);
    einv_status status;

    t.trace.alloc = a;
    status = einv__subject_validate(&invoice->s,
                                    set != NULL ? set->set : NULL, run,
                                    &svrl, report, found);
    einv__free(a, t.trace.items, t.trace.cap * sizeof *t.trace.items);
    return status;
}

static einv_status judge_invoice(einv_invoice *invoice,
                                 const einv_ruleset *set,
                                 const einv_validate_options *options,
                                 struct einv_sch_run_options *run,
                                 struct einv_report *report,
                                 enum einv_sch_verdict *found)
{
    struct einv_report own;
    einv_status status;

    if (options->svrl == NULL)
        return einv__subject_validate(&invoice->s,
                                      set != NULL ? set->set : NULL, run,
                                      NULL, report, found);
    if (report != NULL)
        return judge_and_tell(invoice, set, options, run, report, found);
    einv__report_init(&own, ctx_alloc(invoice->ctx));
    status = judge_and_tell(invoice, set, options, run, &own, found);
    einv__report_free(&own);
    return status;
}

einv_status einv_invoice_validate(einv_invoice *invoice,
                                  const einv_ruleset *set,
                                  const einv_validate_options *options,
                                  einv_report *report,
                                  einv_rules_verdict *verdict)
{
    struct einv_sch_run_options run;
    enum einv_sch_verdict found;
    einv_validate_options ours;
    struct einv_report *r;
    einv_status status;

    if (!is_invoice(invoice) || (set != NULL && !is_ruleset(set)) ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    status = take_options(invoice->ctx, options, &ours, &run);
    if (status == EINV_OK)
        status = judge_invoice(invoice, set, &ours, &run, r, &found);
    if (status != EINV_OK)
        return status;
    if (verdict != NULL)
        *verdict = (einv_rules_verdict)found;
    return found <= EINV_SCH_WARNINGS ? EINV_OK : EINV_EREJECTED;
}
