/* write.c: an invoice into a format.
 *
 * Residue goes only back into the format it came from.  Values that
 * `complete` derives stand in the invoice only while it is written: writing
 * does not change what the invoice says.
 */
#include "embed.h"

#include "../model/totals.h"
#include "../xml/write.h"

static bool same_format(const struct einv_subject *s,
                        const struct einv_format *to)
{
    return s->format != NULL && s->format == to;
}

/* Takes out what complete put in. */
static void drop_derived(struct einv_entry *root)
{
    struct einv_entry *e = root->first, *next;

    while (e != NULL) {
        bool derived = (e->flags & EINV_ENTRY_DERIVED) != 0;

        if (e->first != NULL && !derived) {
            e = e->first;
            continue;
        }
        for (;;) {
            struct einv_entry *parent = e->parent;

            next = e->next;
            if ((e->flags & EINV_ENTRY_DERIVED) != 0)
                einv__entry_remove(e);
            if (next != NULL || parent == NULL || parent == root) {
                e = next;
                break;
            }
            e = parent;
        }
    }
}

/* A report as it was, to come back to: what is added later is forgotten. */
struct mark {
    struct einv_report was;
    struct einv_arena_mark arena;
};

static struct mark mark_report(const struct einv_report *report)
{
    return (struct mark){ *report, einv__arena_mark(&report->arena) };
}

static void go_back(struct einv_report *report, const struct mark *m)
{
    struct einv_arena arena;

    einv__arena_reset(&report->arena, m->arena);
    arena = report->arena;
    *report = m->was;
    report->arena = arena;
    if (report->last != NULL)
        report->last->next = NULL;
    if (report->last_row != NULL)
        report->last_row->next = NULL;
}

/* A place that the target demands, or one that it only has beside a sum,
 * even where a slot would carry what has no place. */
static bool lacks_something(const struct einv_ledger_row *row)
{
    for (; row != NULL; row = row->next)
        if (row->direction == EINV_WRITE &&
            (row->grave || (row->reason == EINV_IN_SLOT && row->weighty)))
            return true;
    return false;
}

/* May these rows stand?  Each grave one must be allowed. */
static bool allowed(const struct einv_ledger_row *row, uint32_t allow)
{
    for (; row != NULL; row = row->next)
        if (row->direction == EINV_WRITE && row->grave &&
            (allow & (1u << row->reason)) == 0)
            return false;
    return true;
}

static void tell_loss(struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    einv__diag(report, EINV_SEV_ERROR, "structure", "EINV-LOSS-0001",
               nowhere, NULL);
}

static einv_status serialise(const struct einv_bind_info *info,
                             const struct einv_tree *tree,
                             struct einv_report *report,
                             struct einv_buf *out)
{
    struct einv_position nowhere = { 0, 0, 0 };
    struct einv_write_xml_options options;
    einv_status status;

    memset(&options, 0, sizeof(options));
    options.encoding = info->encoding;
    options.no_declaration = info->no_declaration;
    options.bom = info->bom;
    options.indent = info->indent;
    status = einv__xml_write(tree, &options, out);
    if (status == EINV_EUNSUPPORTED)
        einv__diag(report, EINV_SEV_FATAL, "structure", "EINV-WRITE-0002",
                   nowhere, "found", "encoding", NULL);
    return out->failed ? EINV_ENOMEM : status;
}

/* Of a document that is not the source's own, as it was. */
static void tell_draft(const struct einv_format *to,
                       struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    einv__diag(report, EINV_SEV_INFORMATION, "structure", "EINV-WRITE-0003",
               nowhere, "found", to->id, NULL);
}

static void tell_unwritable(const struct einv_format *to,
                            struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    einv__diag(report, EINV_SEV_FATAL, "structure", "EINV-WRITE-0001",
               nowhere, "found", to->id, NULL);
}

static einv_status put(struct einv_subject *s, const struct format_body *body,
                       const struct einv_format *to,
                       const struct einv_convert_options *how, bool residue,
                       struct einv_tree *tree, struct einv_report *report)
{
    struct einv_put_options options = { .residue = residue,
                                        .slots = how->slots,
                                        .waiting = !how->bare };
    const struct format_body *source;
    einv_status status;

    einv__tree_init(tree, &s->engine->alloc);
    if (how->slots && !how->bare && s->format != NULL && s->format != to) {
        status = einv__format_body(s->format, report, &source);
        if (status != EINV_OK)
            return status;
        options.source = source->binding;
    }
    status = einv__bind_put(body->binding, &s->data, &options, tree, report);
    if (status == EINV_EUNSUPPORTED)
        tell_unwritable(to, report);
    return status;
}

static const struct einv_ledger_row *rows_since(const struct einv_report *r,
                                                const struct mark *m)
{
    return m->was.last_row != NULL ? m->was.last_row->next : r->first_row;
}

/* Derives what the target is known to demand before anything is written;
 * *done: it was something. */
static einv_status complete_ahead(struct einv_subject *s,
                                  const struct format_body *body,
                                  const struct einv_convert_options *how,
                                  bool *done)
{
    struct einv_put_options options = { .waiting = !how->bare };
    struct einv_demand asked[EINV_LINE_DEMANDS];
    uint32_t before = s->data.derived;
    einv_status status;

    *done = false;
    einv__model_line_demands(s->data.model, asked);
    status = einv__bind_demands(body->binding, &s->data, &options, asked,
                                EINV_LINE_DEMANDS);
    if (status == EINV_OK)
        status = einv__model_derive_lines(&s->data, asked);
    *done = s->data.derived != before;
    return status == EINV_OK && *done ? einv__model_complete(&s->data, NULL)
                                      : status;
}

/* Puts; and when the target demands what nobody said, derives what EN
 * 16931's formulas give and, if that is anything, puts once more.  What no
 * target asks for is not derived. */
static einv_status put_completing(struct einv_subject *s,
                                  const struct format_body *body,
                                  const struct einv_format *to,
                                  const struct einv_convert_options *how,
                                  bool residue, struct einv_tree *tree,
                                  struct einv_report *report)
{
    struct mark m = mark_report(report);
    uint32_t before = s->data.derived;
    bool done = residue || how->as_is;
    einv_status status = done ? EINV_OK : complete_ahead(s, body, how, &done);

    if (status == EINV_OK)
        status = put(s, body, to, how, residue, tree, report);
    if (status == EINV_OK && report->nomem)
        status = EINV_ENOMEM;        /* a row may be missing: do not trust */
    if (status != EINV_OK || done || !lacks_something(rows_since(report, &m)))
        return status;
    status = einv__model_complete_lines(&s->data, rows_since(report, &m));
    /* What is written of it has its row then. */
    if (status == EINV_OK)
        status = einv__model_complete(&s->data, NULL);
    if (status != EINV_OK || s->data.derived == before)
        return status;
    einv__tree_free(tree);
    go_back(report, &m);
    return put(s, body, to, how, residue, tree, report);
}

/* Puts, with the source as an attachment where that was asked for. */
static einv_status put_embedding(struct einv_subject *s,
                                 const struct format_body *body,
                                 const struct einv_format *to,
                                 const struct einv_convert_options *how,
                                 bool residue, struct einv_tree *tree,
                                 struct einv_report *report)
{
    struct embedded m;
    einv_status status;

    einv__tree_init(tree, &s->engine->alloc);
    if (!how->embed)
        return put_completing(s, body, to, how, residue, tree, report);
    status = einv__embed_begin(&m, s, body, to, report);
    if (status == EINV_OK)
        status = put_completing(s, body, to, how, residue, tree, report);
    if (status == EINV_OK)
        einv__embed_tell(&m, to, report);
    einv__embed_end(&m);
    return status;
}

static einv_status write_xml(struct einv_subject *s,
                             const struct einv_format *to,
                             const struct einv_convert_options *options,
                             struct einv_report *report,
                             struct einv_buf *out)
{
    bool residue = same_format(s, to) && !options->bare;
    struct mark m = mark_report(report);
    const struct format_body *body;
    struct einv_tree tree;
    einv_status status;

    status = einv__format_body(to, report, &body);
    if (status != EINV_OK)
        return status;
    if (!body->info->write) {
        tell_unwritable(to, report);
        return EINV_EUNSUPPORTED;
    }
    status = put_embedding(s, body, to, options, residue, &tree, report);
    if (status == EINV_OK && report->nomem)
        status = EINV_ENOMEM;        /* a row may be missing: do not trust */
    if (status == EINV_OK &&
        !allowed(rows_since(report, &m), options->allow)) {
        tell_loss(report);
        status = EINV_ELOSS;
    }
    if (status == EINV_OK)
        status = serialise(body->info, &tree, report, out);
    if (status == EINV_OK && body->info->draft && !residue)
        tell_draft(to, report);
    einv__tree_free(&tree);
    return status;
}

static bool is_written(const struct einv_format *f)
{
    const struct format_body *body;

    return einv__format_body(f, NULL, &body) == EINV_OK && body->info->write;
}

/* A version that is only read stands back for the newest. */
static einv_status find_target(struct einv_subject *s, struct einv_text name,
                               struct einv_report *report,
                               const struct einv_format **to)
{
    struct einv_text version;
    einv_status status =
        einv__engine_find(s->engine, name, s->format, report, to);

    einv__text_cut(name, '@', &version);
    if (status == EINV_OK && version.ptr == NULL && *to == s->format &&
        !is_written(*to))
        status = einv__engine_find(s->engine, name, NULL, report, to);
    return status;
}

static einv_status write_reported(struct einv_subject *s,
                                  const struct einv_convert_options *options,
                                  struct einv_report *report,
                                  struct einv_buf *out)
{
    const struct einv_format *to;
    einv_status status;

    if (einv__text_is(options->format, "json")) {
        if (options->embed)
            einv__embed_not("json", report);
        return einv__subject_to_json(s, out);
    }
    status = find_target(s, options->format, report, &to);
    if (status != EINV_OK)
        return status;
    status = write_xml(s, to, options, report, out);
    drop_derived(&s->data.root);
    return status;
}

einv_status einv__subject_write(struct einv_subject *s,
                                const struct einv_convert_options *options,
                                struct einv_report *report,
                                struct einv_buf *out)
{
    struct einv_report own;
    einv_status status;

    if (report != NULL)
        return write_reported(s, options, report, out);
    /* Nobody wants the ledger, but whether it is grave must be known. */
    einv__report_init(&own, &s->engine->alloc);
    status = write_reported(s, options, &own, out);
    einv__report_free(&own);
    return status;
}
