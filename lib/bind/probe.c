/* probe.c: asking put what it would do, on a scratch tree and without a
 * trace.
 */
#include "put.h"

struct bind_probe {
    struct put_run p;
    struct einv_tree tree;
    struct einv_build_mark mark;
    const struct einv_entry *asked;    /* the record of the last question */
    uint64_t has[2];                   /* ... and its fields */
};

einv_status einv__probe_new(struct bind_probe **out, struct bind_run *r)
{
    struct bind_probe *probe = einv__alloc(r->inv->alloc, 1, sizeof(*probe));

    *out = NULL;
    if (probe == NULL)
        return EINV_ENOMEM;
    memset(probe, 0, sizeof(*probe));
    einv__tree_init(&probe->tree, r->inv->alloc);
    if (!einv__put_begin(&probe->p, r, &probe->tree)) {
        einv__probe_free(probe);
        return EINV_ENOMEM;
    }
    probe->p.residue = probe->p.probing = true;
    probe->p.r.report = NULL;
    einv__build_start(&probe->p.build,
        einv__build_qname(&probe->p.build, EINV_TEXT(""), EINV_TEXT(""),
                          EINV_TEXT("probe")));
    probe->mark = einv__build_mark(&probe->p.build);
    *out = probe;
    return EINV_OK;
}

void einv__probe_free(struct bind_probe *probe)
{
    const einv_allocator *a = probe->tree.alloc;

    if (probe->p.r.inv != NULL)
        einv__put_end(&probe->p);
    einv__tree_free(&probe->tree);
    einv__free(a, probe, sizeof(*probe));
}

static struct out_element probe_open(struct bind_probe *probe, uint32_t row,
                                     struct einv_entry *record)
{
    struct out_element open = { 0 };

    open.row = open.content = bind_row(probe->p.r.b, row)->state;
    open.record = open.owner = record;
    if (probe->asked == record) {
        memcpy(open.has, probe->has, sizeof(open.has));
    } else {
        einv__put_has(&probe->p, &open);
        memcpy(probe->has, open.has, sizeof(open.has));
        probe->asked = record;
    }
    einv__put_take_back(&probe->p, probe->mark, 0);
    probe->p.n_unsaid = probe->p.n_kids = 0;
    return open;
}

enum probe_answer einv__probe_row(struct bind_probe *probe, uint32_t row,
                                  struct einv_entry *record)
{
    struct out_element open = probe_open(probe, row, record);
    const struct einv_tree *t = &probe->tree;

    if (einv__put_skips(&probe->p, &open, bind_row(probe->p.r.b, row)))
        return PROBE_NOTHING;
    einv__put_row(&probe->p, &open, row);
    if (t->n_elems > probe->mark.n_elems || t->n_attrs > probe->mark.n_attrs)
        return PROBE_WRITES;
    return probe->p.n_unsaid > 0 ? PROBE_MISSING : PROBE_NOTHING;
}

bool einv__probe_demands(const struct bind_probe *probe)
{
    return probe->p.n_unsaid > 0;
}

bool einv__probe_failed(const struct bind_probe *probe)
{
    return probe->p.r.nomem || probe->p.build.failed;
}

const struct einv_tree *einv__probe_tree(const struct bind_probe *probe)
{
    return &probe->tree;
}

uint32_t einv__probe_choice(struct bind_probe *probe, uint32_t choice,
                            struct einv_entry *record, bool whole)
{
    struct out_element open = probe_open(probe, choice, record);
    uint32_t alternative;

    /* One member of a list is reason enough to write it. */
    probe->p.brief = !whole;
    einv__put_choice(&probe->p, &open, choice, &alternative);
    probe->p.brief = false;
    return alternative;
}
