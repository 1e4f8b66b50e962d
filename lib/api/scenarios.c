/* scenarios.c: configurations of scenarios behind handles. */
#include <einv/rules.h>

#include "../base/file.h"
#include "../schematron/scenario.h"
#include "handle.h"

struct einv_scenarios {
    uint32_t magic;
    _Atomic(uint32_t) refs;
    einv_ctx *ctx;
    struct einv_sch_scenarios *s;
};

static bool is_scenarios(const einv_scenarios *h)
{
    return h != NULL && h->magic == MAGIC_SCENARIOS;
}

static einv_status read_bytes(einv_ctx *ctx, struct einv_text bytes,
                              const char *name, struct einv_report *r,
                              einv_scenarios **out)
{
    einv_scenarios *h = einv__alloc(ctx_alloc(ctx), 1, sizeof *h);
    einv_status status;

    if (h == NULL)
        return EINV_ENOMEM;
    memset(h, 0, sizeof *h);
    status = einv__sch_scenarios_load(ctx_alloc(ctx), bytes,
                                      einv__text_of(name),
                                      &ctx->engine.limits, r, &h->s);
    if (status != EINV_OK) {
        einv__free(ctx_alloc(ctx), h, sizeof *h);
        return status;
    }
    h->magic = MAGIC_SCENARIOS;
    atomic_init(&h->refs, 1);
    h->ctx = einv_ctx_ref(ctx);
    *out = h;
    return EINV_OK;
}

einv_status einv_scenarios_read(einv_ctx *ctx, const char *bytes, size_t len,
                                const char *name, einv_report *report,
                                einv_scenarios **scenarios)
{
    struct einv_report *r;

    if (!is_ctx(ctx) || bytes == NULL || name == NULL || scenarios == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *scenarios = NULL;
    return read_bytes(ctx, einv__text(bytes, len), name, r, scenarios);
}

einv_status einv_scenarios_read_file(einv_ctx *ctx, const char *path,
                                     einv_report *report,
                                     einv_scenarios **scenarios)
{
    struct einv_report *r;
    struct einv_buf buf;
    einv_status status;

    if (!is_ctx(ctx) || path == NULL || scenarios == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *scenarios = NULL;
    einv__buf_init(&buf, ctx_alloc(ctx));
    status = einv__file_read(path, (size_t)ctx->engine.limits.bytes, &buf);
    if (status == EINV_OK)
        status = read_bytes(ctx, einv__buf_get(&buf), path, r, scenarios);
    einv__buf_free(&buf);
    return status;
}

einv_scenarios *einv_scenarios_ref(einv_scenarios *scenarios)
{
    if (!is_scenarios(scenarios))
        return NULL;
    atomic_fetch_add_explicit(&scenarios->refs, 1, memory_order_relaxed);
    return scenarios;
}

void einv_scenarios_free(einv_scenarios *scenarios)
{
    einv_ctx *ctx;

    if (!is_scenarios(scenarios) ||
        atomic_fetch_sub_explicit(&scenarios->refs, 1,
                                  memory_order_acq_rel) != 1)
        return;
    ctx = scenarios->ctx;
    einv__sch_scenarios_free(scenarios->s);
    scenarios->magic = 0;
    einv__free(ctx_alloc(ctx), scenarios, sizeof *scenarios);
    einv_ctx_free(ctx);
}

einv_status einv_scenarios_find(const einv_scenarios *scenarios,
                                const einv_doc *doc, einv_report *report,
                                size_t *index)
{
    struct einv_xp_options options = { .limits = NULL };
    struct einv_report *r;

    if (!is_scenarios(scenarios) || !is_doc(doc) || index == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    options.limits = &scenarios->ctx->engine.limits;
    return einv__sch_scenarios_select(scenarios->s,
                                      ctx_alloc(scenarios->ctx),
                                      &doc->d.tree, &options, r, index);
}

static const struct einv_sch_scenario *
scenario_at(const einv_scenarios *scenarios, size_t index)
{
    return is_scenarios(scenarios) ? einv__sch_scenario(scenarios->s, index)
                                   : NULL;
}

const char *einv_scenarios_name(const einv_scenarios *scenarios, size_t index)
{
    const struct einv_sch_scenario *s = scenario_at(scenarios, index);

    return s != NULL ? s->name : NULL;
}

const char *einv_scenarios_file(const einv_scenarios *scenarios, size_t index,
                                einv_scenario_files what, size_t n)
{
    const struct einv_sch_scenario *s = scenario_at(scenarios, index);
    const struct einv_sch_paths *paths;

    if (s == NULL || (what != EINV_SCENARIO_RULES &&
                      what != EINV_SCENARIO_SCHEMA))
        return NULL;
    paths = what == EINV_SCENARIO_RULES ? &s->rules : &s->schemas;
    return n < paths->n ? paths->items[n] : NULL;
}

const char *einv_scenarios_levels(const einv_scenarios *scenarios,
                                  size_t index)
{
    const struct einv_sch_scenario *s = scenario_at(scenarios, index);

    return s != NULL ? s->levels : NULL;
}
