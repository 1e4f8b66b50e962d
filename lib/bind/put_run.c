/* put_run.c: one writing from its beginning to its end: which root, what is
 * remembered on the way, what is reported behind it.
 */
#include "put.h"
#include "slot.h"
#include "waiting.h"

bool einv__put_begin(struct put_run *p, const struct bind_run *r,
                  struct einv_tree *out)
{
    size_t n = r->b->n_qnames + 1;

    p->r = *r;
    p->nothing.source = EINV_NO_REF;
    p->serial = ++r->inv->runs;
    p->credit = einv__sign_writes(&p->r);
    p->reads_credit = p->credit;
    if (r->b->has_by)
        p->reads_credit = einv__sign_reads(&p->r, p->credit);
    einv__build_init(&p->build, out);
    p->qnames = einv__alloc(r->inv->alloc, n, sizeof(*p->qnames));
    if (p->qnames == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        p->qnames[i] = BIND_NONE;
    return true;
}

void einv__put_end(struct put_run *p)
{
    const einv_allocator *a = p->r.inv->alloc;

    einv__free(a, p->qnames, (p->r.b->n_qnames + 1) * sizeof(*p->qnames));
    einv__free(a, p->unsaid, p->cap_unsaid * sizeof(*p->unsaid));
    einv__free(a, p->kids, p->cap_kids * sizeof(*p->kids));
    einv__free(a, p->written, p->cap_written * sizeof(*p->written));
    einv__free(a, p->lossy, p->cap_lossy * sizeof(*p->lossy));
    einv__free(a, p->extras, p->cap_extras * sizeof(*p->extras));
    einv__free(a, p->seats, p->cap_seats * sizeof(*p->seats));
}

uint32_t einv__put_document(const struct bind_run *r)
{
    const struct einv_binding *b = r->b;
    uint32_t fallback = 0;

    for (uint32_t i = 1; i < b->n_rows; i = b->rows[i].end) {
        const struct bind_row *row = bind_row(b, i);

        if (row->kind != ROW_DOCUMENT)
            continue;
        if (einv__bind_holds(r, row->cond_if, &r->inv->root) &&
            einv__bind_sets_hold(r, row, &r->inv->root))
            return i;
        if (fallback == 0)
            fallback = i;
    }
    return fallback;
}

static void clear_marks(struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        e->flags &= (uint8_t)~(EINV_ENTRY_USED | EINV_ENTRY_REFUSED |
                               EINV_ENTRY_LOSSY | EINV_ENTRY_NATIONAL);
        if (e->first != NULL)
            clear_marks(e);
    }
}

/* The root that the source had, where the model would choose another one. */
static uint32_t variant_of(const struct put_run *p, uint32_t document)
{
    struct einv_entry *root = &p->r.inv->root;
    const struct einv_note *note = p->residue ? root->notes : NULL;

    for (; note != NULL; note = note->next)
        if (note->kind == EINV_NOTE_VARIANT &&
            einv__note_holds(&p->r, note, root))
            document = note->row;
    return document;
}

static einv_status put_document(struct put_run *p, const struct bind_run *r,
                                struct einv_tree *out)
{
    uint32_t document = einv__put_document(r);
    bool failed;

    if (document == 0)
        return EINV_EUNSUPPORTED;
    if (!einv__put_begin(p, r, out))
        return EINV_ENOMEM;
    clear_marks(&r->inv->root);
    document = variant_of(p, document);
    einv__ledger_begin(&p->ledger, &p->r, r->inv->source);
    einv__put_root(p, document);
    einv__put_settle(p);
    einv__put_sign_says(p);
    einv__put_slot_fill(p, document);
    if (!p->r.nomem && p->r.report != NULL) {
        einv__put_unsaid_report(p);
        einv__ledger_rest(&p->ledger);
    }
    failed = p->r.nomem || p->build.failed || p->ledger.nomem;
    einv__ledger_end(&p->ledger);
    einv__put_end(p);
    return failed ? EINV_ENOMEM : EINV_OK;
}

einv_status einv__bind_demands(const struct einv_binding *b,
                               struct einv_invoice_data *inv,
                               const struct einv_put_options *options,
                               struct einv_demand *demands, size_t n)
{
    struct put_run p = { .demands = demands, .n_demands = n };
    struct einv_counted counted = { 0 };
    struct bind_run r = { b, inv, &inv->arena, NULL, false, &counted };
    uint32_t document = einv__put_document(&r);
    struct einv_tree scratch;
    bool failed;

    for (size_t i = 0; i < n; i++)
        demands[i].asked = false;
    if (document == 0 ||
        (options->waiting && einv__waiting_for(&r) != NULL) ||
        !einv__put_may_demand(b, inv, demands, n))
        return EINV_OK;
    einv__tree_init(&scratch, inv->alloc);
    failed = !einv__put_begin(&p, &r, &scratch);
    if (!failed) {
        clear_marks(&inv->root);
        einv__ledger_begin(&p.ledger, &p.r, inv->source);
        einv__put_root(&p, document);
        einv__put_find_demands(&p);
        for (size_t i = 0; i < n && p.gave_up; i++)
            demands[i].asked = false;
        failed = (p.r.nomem && !p.gave_up) || p.build.failed ||
                 p.ledger.nomem;
        einv__ledger_end(&p.ledger);
    }
    einv__put_end(&p);
    einv__tree_free(&scratch);
    return failed ? EINV_ENOMEM : EINV_OK;
}

einv_status einv__bind_put(const struct einv_binding *b,
                           struct einv_invoice_data *inv,
                           const struct einv_put_options *options,
                           struct einv_tree *out, struct einv_report *report)
{
    struct put_run p = { 0 };
    struct einv_counted counted = { 0 };
    struct bind_run r = { b, inv, &inv->arena,
                          options->quiet ? NULL : report, false, &counted };
    struct einv_waiting *waiting = NULL;
    struct waiting_swap swap = { 0 };
    einv_status status = EINV_ENOMEM;

    if (!options->residue && options->waiting)
        waiting = einv__waiting_for(&r);
    p.residue = options->residue || waiting != NULL;
    p.slots = options->slots;
    p.source = options->source;
    if (waiting == NULL)
        return put_document(&p, &r, out);
    p.swap = &swap;
    if (einv__waiting_enter(&r, waiting, &swap))
        status = put_document(&p, &r, out);
    einv__waiting_leave(&r, &swap);
    return status;
}
