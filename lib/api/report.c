/* report.c: reports behind handles, and what they hold. */
#include "handle.h"

/* The public numbers are the inner ones. */
_Static_assert((int)EINV_SEVERITY_FATAL == (int)EINV_SEV_FATAL, "severity");
_Static_assert((int)EINV_REASON_SKIPPED == (int)EINV_SKIPPED, "reason");
_Static_assert((int)EINV_REASON_MISSING_REQUIRED ==
               (int)EINV_MISSING_REQUIRED, "reason");
_Static_assert((int)EINV_SKIPPED + 1 == (int)EINV_N_REASONS, "reason");
_Static_assert((int)EINV_LEDGER_WRITE == (int)EINV_WRITE, "direction");

static void forget_places(einv_report *h)
{
    h->at = NULL;
    h->row_at = NULL;
    h->at_i = h->row_at_i = 0;
}

einv_status einv_report_new(einv_ctx *ctx, einv_report **report)
{
    einv_report *h;

    if (!is_ctx(ctx) || report == NULL)
        return EINV_EUSAGE;
    *report = NULL;
    h = einv__alloc(ctx_alloc(ctx), 1, sizeof(*h));
    if (h == NULL)
        return EINV_ENOMEM;
    h->magic = MAGIC_REPORT;
    h->ctx = einv_ctx_ref(ctx);
    einv__report_init(&h->r, ctx_alloc(ctx));
    h->r.max_findings = (size_t)ctx->engine.limits.findings;
    forget_places(h);
    *report = h;
    return EINV_OK;
}

void einv_report_free(einv_report *report)
{
    einv_ctx *ctx;

    if (!is_report(report))
        return;
    ctx = report->ctx;
    einv__report_free(&report->r);
    report->magic = 0;
    einv__free(ctx_alloc(ctx), report, sizeof(*report));
    einv_ctx_free(ctx);
}

einv_status einv_report_clear(einv_report *report)
{
    if (!is_report(report))
        return EINV_EUSAGE;
    einv__report_free(&report->r);
    report->r.max_findings = (size_t)report->ctx->engine.limits.findings;
    forget_places(report);
    return EINV_OK;
}

/* --- findings ------------------------------------------------------------ */

size_t einv_report_count(const einv_report *report)
{
    return is_report(report) ? report->r.n_findings : 0;
}

size_t einv_report_count_severity(const einv_report *report,
                                  einv_finding_severity severity)
{
    return is_report(report) && (unsigned)severity < 4
               ? report->r.n_of[severity] : 0;
}

size_t einv_report_lost(const einv_report *report)
{
    return is_report(report) ? report->r.lost : 0;
}

const einv_finding *einv_report_at(const einv_report *report, size_t i)
{
    einv_report *h = (einv_report *)report;   /* the cursor is a cache */

    if (!is_report(report) || i >= report->r.n_findings)
        return NULL;
    if (h->at == NULL || i < h->at_i) {
        h->at = h->r.first;
        h->at_i = 0;
    }
    for (; h->at_i < i; h->at_i++)
        h->at = h->at->next;
    return h->at;
}

einv_status einv_finding_get_text(const einv_finding *finding,
                                  einv_finding_field field,
                                  const char **text, size_t *len)
{
    const einv_finding *f = finding;

    if (f == NULL || text == NULL)
        return EINV_EUSAGE;
    switch (field) {
    case EINV_FINDING_ORIGIN:
        return einv__text_give(f->origin, text, len);
    case EINV_FINDING_RULE_SET:
        return einv__text_give(f->rule_set, text, len);
    case EINV_FINDING_KIND:
        return einv__text_give(f->kind, text, len);
    case EINV_FINDING_RULE:
        return einv__text_give(f->rule, text, len);
    case EINV_FINDING_TERM:
        return einv__text_give(f->term, text, len);
    case EINV_FINDING_XPATH:
        return einv__text_give(f->xpath, text, len);
    case EINV_FINDING_FOUND:
        return einv__text_give(f->found, text, len);
    case EINV_FINDING_EXPECTED:
        return einv__text_give(f->expected, text, len);
    case EINV_FINDING_ERROR:
        return einv__text_give(f->error, text, len);
    case EINV_FINDING_FLAG:
        return einv__text_give(f->flag, text, len);
    case EINV_FINDING_TEST:
        return einv__text_give(f->test, text, len);
    }
    *text = NULL;
    return EINV_EUSAGE;
}

einv_finding_severity einv_finding_get_severity(const einv_finding *finding)
{
    return finding != NULL ? (einv_finding_severity)finding->severity
                           : EINV_SEVERITY_INFORMATION;
}

const char *einv_severity_name(einv_finding_severity severity)
{
    return einv__severity_name((enum einv_severity)severity);
}

einv_status einv_finding_get_position(const einv_finding *finding,
                                      uint32_t *line, uint32_t *column,
                                      uint64_t *offset)
{
    if (finding == NULL)
        return EINV_EUSAGE;
    if (line != NULL)
        *line = finding->pos.line;
    if (column != NULL)
        *column = finding->pos.column;
    if (offset != NULL)
        *offset = finding->pos.offset;
    return finding->pos.line > 0 ? EINV_OK : EINV_EABSENT;
}

/* --- the ledger ---------------------------------------------------------- */

size_t einv_report_ledger_count(const einv_report *report)
{
    return is_report(report) ? report->r.n_rows : 0;
}

const einv_ledger_row *einv_report_ledger_at(const einv_report *report,
                                             size_t i)
{
    einv_report *h = (einv_report *)report;   /* the cursor is a cache */

    if (!is_report(report) || i >= report->r.n_rows)
        return NULL;
    if (h->row_at == NULL || i < h->row_at_i) {
        h->row_at = h->r.first_row;
        h->row_at_i = 0;
    }
    for (; h->row_at_i < i; h->row_at_i++)
        h->row_at = h->row_at->next;
    return h->row_at;
}

einv_status einv_ledger_row_get_text(const einv_ledger_row *row,
                                     einv_ledger_field field,
                                     const char **text, size_t *len)
{
    if (row == NULL || text == NULL)
        return EINV_EUSAGE;
    switch (field) {
    case EINV_LEDGER_TERM:
        return einv__text_give(row->term, text, len);
    case EINV_LEDGER_XPATH:
        return einv__text_give(row->xpath, text, len);
    case EINV_LEDGER_VALUE:
        return einv__text_give(row->value, text, len);
    case EINV_LEDGER_WHERE:
        return einv__text_give(row->where, text, len);
    }
    *text = NULL;
    return EINV_EUSAGE;
}

einv_ledger_reason einv_ledger_row_get_reason(const einv_ledger_row *row)
{
    return row != NULL ? (einv_ledger_reason)row->reason
                       : EINV_REASON_NO_PLACE;
}

einv_ledger_direction
einv_ledger_row_get_direction(const einv_ledger_row *row)
{
    return row != NULL ? (einv_ledger_direction)row->direction
                       : EINV_LEDGER_READ;
}

int einv_ledger_row_is_grave(const einv_ledger_row *row)
{
    return row != NULL && row->grave;
}

einv_status einv_ledger_row_get_position(const einv_ledger_row *row,
                                         uint32_t *line, uint32_t *column)
{
    if (row == NULL)
        return EINV_EUSAGE;
    if (line != NULL)
        *line = row->pos.line;
    if (column != NULL)
        *column = row->pos.column;
    return row->pos.line > 0 ? EINV_OK : EINV_EABSENT;
}

const char *einv_reason_name(einv_ledger_reason reason)
{
    return einv__reason_name((enum einv_reason)reason);
}

int einv_reason_from_name(const char *name)
{
    enum einv_reason reason;

    if (name == NULL)
        return -1;
    reason = einv__reason_find(einv__text_of(name));
    return reason < EINV_N_REASONS ? (int)reason : -1;
}
