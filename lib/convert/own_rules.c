/* own_rules.c: our own rules on an invoice, whatever format it came from.
 *
 * The rules see the model as a tree (bind/tree_view.h); what they find is
 * told at its place in the file that was read.  A rule that asks for what
 * the format has no place for says nothing: its author could not obey.  The
 * common rules bind who writes a syntax of EN 16931; of an invoice in a
 * national format they say what stands in the way of being one: warnings.
 */
#include "convert.h"
#include "own_rules.h"

#include "../base/embedded.h"
#include "../bind/tree_view.h"

#define COMMON "rules/en16931.sch"
#define SCH ".sch"

/* --- the sets -------------------------------------------------------------- */

static bool is_rules(const char *name)
{
    size_t n = strlen(name), m = strlen(SCH);

    return n >= m && strcmp(name + n - m, SCH) == 0;
}

einv_status einv__engine_rules_init(struct einv_engine *e)
{
    size_t n = 0;

    for (size_t i = 0; i < einv__embedded_count(); i++)
        n += is_rules(einv__embedded_at(i)->name);
    e->rules = einv__alloc(&e->alloc, n, sizeof(*e->rules));
    if (e->rules == NULL && n > 0)
        return EINV_ENOMEM;
    for (size_t i = 0; i < einv__embedded_count(); i++) {
        const struct einv_embedded *file = einv__embedded_at(i);
        struct engine_rules *r = &e->rules[e->n_rules];

        if (!is_rules(file->name))
            continue;
        r->file = file->name;
        r->bytes = einv__text(file->data, file->len);
        atomic_init(&r->set, NULL);
        e->n_rules++;
    }
    return EINV_OK;
}

void einv__engine_rules_free(struct einv_engine *e)
{
    for (size_t i = 0; i < e->n_rules; i++)
        if (atomic_load(&e->rules[i].set) != NULL)
            einv__sch_free(atomic_load(&e->rules[i].set));
    einv__free(&e->alloc, e->rules, e->n_rules * sizeof(*e->rules));
}

static einv_status compile(struct einv_engine *e, struct engine_rules *r,
                           struct einv_report *report)
{
    struct einv_sch_options options = {
        .limits = &e->limits, .id = EINV_TEXT("einv")
    };
    struct einv_sch_set *none = NULL, *set;
    einv_status status = einv__sch_load(&e->alloc, r->bytes,
                                        einv__text_of(r->file), &options,
                                        report, &set);

    if (status != EINV_OK)
        return status == EINV_ENOMEM ? status : EINV_EINTERNAL;
    if (!atomic_compare_exchange_strong(&r->set, &none, set))
        einv__sch_free(set);        /* somebody else was quicker */
    return EINV_OK;
}

einv_status einv__engine_rules(struct einv_engine *e, const char *file,
                               struct einv_report *report,
                               const struct einv_sch_set **out)
{
    for (size_t i = 0; i < e->n_rules; i++) {
        struct engine_rules *r = &e->rules[i];
        einv_status status = EINV_OK;

        if (strcmp(r->file, file) != 0)
            continue;
        if (atomic_load_explicit(&r->set, memory_order_acquire) == NULL)
            status = compile(e, r, report);
        *out = atomic_load_explicit(&r->set, memory_order_acquire);
        return status;
    }
    return EINV_EABSENT;
}

/* --- a run ----------------------------------------------------------------- */

struct judge {
    struct einv_subject *s;
    const struct einv_binding *binding;    /* NULL: of no format */
    bool national;          /* its format is not bound by the common rules */
    bool common;            /* these are run now */
    struct einv_tree_view view;
    struct einv_sch_svrl *svrl;            /* NULL: no such report */
    einv_status status;
};

static enum einv_listed listed(void *user, einv_place_id place,
                               struct einv_text code)
{
    struct judge *j = user;
    enum einv_listed listed = EINV_LISTED;
    einv_status status = einv__code_listed(j->s->engine, place, code,
                                           j->s->at, &listed);

    if (status != EINV_OK)
        j->status = status;
    return listed;
}

/* Has the format a place for all of this? */
static bool can_say(const struct judge *j, struct einv_text needs)
{
    struct einv_text path;

    while (j->binding != NULL && (path = einv__text_word(&needs)).len > 0) {
        einv_place_id place = einv__model_find_id(&j->s->engine->model, path);

        if (place == EINV_NO_PLACE_ID)
            place = einv__model_find(&j->s->engine->model, EINV_ROOT_PLACE,
                                     path);
        if (place != EINV_NO_PLACE_ID &&
            !einv__bind_binds(j->binding, place))
            return false;
    }
    return true;
}

/* What a rule spoke of: the older checks have nothing to add. */
static void tell_entry(const struct judge *j, einv_ref ref)
{
    /* The entry is ours to mark: the view was made of this invoice. */
    struct einv_entry *e = (struct einv_entry *)einv__tree_view_entry(
        &j->view, ref);

    if (e != NULL)
        e->flags |= EINV_ENTRY_TOLD;
}

static void forget_told(struct einv_subject *s)
{
    struct einv_entry *e = s->data.root.first;

    for (; e != NULL; e = (struct einv_entry *)einv__entry_walk(e))
        e->flags &= (uint8_t)~EINV_ENTRY_TOLD;
}

/* A test that fails on a value that reading has refused says nothing new. */
static bool locate(void *user, einv_ref ref, struct einv_text needs,
                   struct einv_finding *f, struct einv_buf *path)
{
    struct judge *j = user;
    const struct einv_tree *source = j->s->data.source;
    size_t bit;
    einv_ref at = einv__tree_view_source(&j->view, ref);

    if ((f->error.len > 0 && j->view.unread > 0) || !can_say(j, needs))
        return false;
    if (j->common && j->national && f->severity > EINV_SEV_WARNING &&
        f->error.len == 0)
        f->severity = EINV_SEV_WARNING;
    if (f->error.len == 0)
        tell_entry(j, ref);
    if (source == NULL || at == EINV_NO_REF) {
        einv__tree_xpath(&j->view.tree, ref, path);
        return true;
    }
    if (j->s->told != NULL && f->error.len == 0) {
        bit = einv__subject_told_bit(j->s, at);
        j->s->told[bit / 8] |= (uint8_t)(1 << bit % 8);
    }
    f->pos = einv__tree_position(source, at);
    einv__tree_xpath(source, at, path);
    return true;
}

/* What the run left behind; the next set goes on from here. */
static einv_status report_run(struct judge *j)
{
    const einv_allocator *a = &j->s->engine->alloc;
    struct einv_sch_trace *trace = j->svrl->trace;
    einv_status status = einv__sch_svrl(j->svrl, a);

    j->svrl->begun = true;
    if (trace != NULL) {
        einv__free(a, trace->items, trace->cap * sizeof *trace->items);
        trace->items = NULL;
        trace->n = trace->cap = 0;
    }
    return status;
}

static einv_status run(struct judge *j, const struct einv_sch_set *set,
                       const struct einv_sch_run_options *options,
                       struct einv_report *report,
                       enum einv_sch_verdict *verdict)
{
    struct einv_sch_run_options ours = *options;
    enum einv_sch_verdict one;
    einv_status status;

    ours.locate = locate;
    ours.user = j;
    if (j->svrl != NULL) {
        ours.trace = j->svrl->trace;
        j->svrl->set = set;
        j->svrl->report = report;
        j->svrl->after = report->last;
    }
    status = einv__sch_run(set, &j->s->engine->alloc, &j->view.tree, &ours,
                           report, &one);
    if (status == EINV_OK && j->svrl != NULL)
        status = report_run(j);
    if (status == EINV_OK && one > *verdict)
        *verdict = one;
    return status;
}

/* The set of the common rules, then that of the format, if there is one. */
static einv_status run_ours(struct judge *j,
                            const struct einv_sch_run_options *options,
                            struct einv_report *report,
                            enum einv_sch_verdict *verdict)
{
    struct einv_engine *e = j->s->engine;
    const struct einv_sch_set *set;
    struct einv_buf file;
    einv_status status = einv__engine_rules(e, COMMON, report, &set);

    j->common = true;
    if (status == EINV_OK)
        status = run(j, set, options, report, verdict);
    j->common = false;
    if (status != EINV_OK || j->s->format_id[0] == '\0')
        return status;
    einv__buf_init(&file, &e->alloc);
    einv__buf_str(&file, "formats/");
    einv__buf_str(&file, j->s->format_id);
    einv__buf_str(&file, "/rules.sch");
    status = file.failed ? EINV_ENOMEM
                         : einv__engine_rules(e, file.data, report, &set);
    einv__buf_free(&file);
    if (status == EINV_EABSENT)
        return EINV_OK;
    return status == EINV_OK ? run(j, set, options, report, verdict) : status;
}

/* --- all that is ours ------------------------------------------------------ */

/* What a list of findings says, by its most severe one. */
static enum einv_sch_verdict verdict_of(const size_t *before,
                                        const struct einv_report *r)
{
    if (r->n_of[EINV_SEV_ERROR] > before[EINV_SEV_ERROR] ||
        r->n_of[EINV_SEV_FATAL] > before[EINV_SEV_FATAL])
        return EINV_SCH_INVALID;
    return r->n_of[EINV_SEV_WARNING] > before[EINV_SEV_WARNING]
               ? EINV_SCH_WARNINGS : EINV_SCH_VALID;
}

static einv_status check_rest(struct einv_subject *s,
                              struct einv_report *report,
                              enum einv_sch_verdict *verdict)
{
    enum einv_sch_verdict found;
    struct einv_report own;
    size_t before[4];
    einv_status status;

    einv__report_init(&own, &s->engine->alloc);
    if (report == NULL)
        report = &own;
    memcpy(before, report->n_of, sizeof(before));
    status = einv__check_codes(s, report);
    if (status == EINV_OK)
        status = einv__check_identifiers(s, report);
    if (status == EINV_OK)
        status = einv__check_totals(s, report);
    found = verdict_of(before, report);
    if (found > *verdict)
        *verdict = found;
    einv__report_free(&own);
    return status;
}

static einv_status judge_ours(struct judge *j,
                              const struct einv_sch_run_options *options,
                              struct einv_report *report,
                              enum einv_sch_verdict *verdict)
{
    const struct einv_tree *source = j->s->data.source;
    const einv_allocator *a = &j->s->engine->alloc;
    size_t bytes = 0;
    einv_status status;

    if (source != NULL) {
        bytes = (source->n_elems + source->n_attrs) / 8 + 1;
        j->s->told = einv__alloc(a, bytes, 1);
        if (j->s->told == NULL)
            return EINV_ENOMEM;
        memset(j->s->told, 0, bytes);
    }
    forget_told(j->s);
    status = run_ours(j, options, report, verdict);
    if (j->svrl != NULL)
        j->svrl->after = report->last;
    if (status == EINV_OK)
        status = check_rest(j->s, report, verdict);
    if (status == EINV_OK && j->svrl != NULL)
        status = einv__sch_svrl_end(j->svrl, a);
    einv__free(a, j->s->told, bytes);
    j->s->told = NULL;
    forget_told(j->s);
    return status;
}

einv_status einv__subject_validate(struct einv_subject *s,
                                   const struct einv_sch_set *set,
                                   const struct einv_sch_run_options *options,
                                   const struct einv_sch_svrl *svrl,
                                   struct einv_report *report,
                                   enum einv_sch_verdict *verdict)
{
    struct judge j = { .s = s };
    struct einv_sch_svrl told;
    struct einv_tree_view_options view = {
        .format = einv__text_of(s->format_id),
        .version = einv__text_of(s->version),
        .listed = listed,
        .user = &j
    };
    const struct format_body *body;
    einv_status status = EINV_OK;

    s->at = options->at;
    *verdict = EINV_SCH_VALID;
    if (s->format != NULL) {
        status = einv__format_body(s->format, report, &body);
        if (status == EINV_OK)
            view.binding = j.binding = body->binding;
        if (status == EINV_OK)
            j.national = body->info->full;
    }
    if (status == EINV_OK)
        status = einv__tree_view_make(&j.view, &s->data, &view);
    if (status != EINV_OK)
        return status;
    status = j.status;
    if (status != EINV_OK) {
        einv__tree_view_free(&j.view);
        return status;
    }
    if (svrl != NULL) {
        told = *svrl;
        told.open = set == NULL;
        told.tree = s->data.source != NULL ? s->data.source : &j.view.tree;
        j.svrl = &told;
    }
    status = set != NULL ? run(&j, set, options, report, verdict)
                         : judge_ours(&j, options, report, verdict);
    einv__tree_view_free(&j.view);
    return status;
}
