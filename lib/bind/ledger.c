/* ledger.c: what was not carried, and why: the rows of reading and of
 * writing, in the words of DESIGN's table of reasons.
 */
#include "run.h"

void einv__ledger_begin(struct bind_ledger *l, const struct bind_run *r,
                        const struct einv_tree *tree)
{
    memset(l, 0, sizeof(*l));
    l->run = r;
    l->tree = tree;
    einv__buf_init(&l->text, r->inv->alloc);
    einv__buf_init(&l->path, r->inv->alloc);
    einv__buf_init(&l->term, r->inv->alloc);
    einv__buf_init(&l->remedy, r->inv->alloc);
    l->asked = EINV_NO_REF;
    einv__arena_init(&l->made, r->inv->alloc);
}

void einv__ledger_end(struct bind_ledger *l)
{
    const einv_allocator *a = l->run->inv->alloc;

    if (l->tree != NULL)
        einv__free(a, l->reported, l->tree->n_elems + l->tree->n_attrs + 1);
    if (l->run->b != NULL)
        einv__free(a, l->labels, l->run->b->n_rows * sizeof(*l->labels));
    einv__arena_free(&l->made);
    einv__buf_free(&l->remedy);
    einv__buf_free(&l->term);
    einv__buf_free(&l->path);
    einv__buf_free(&l->text);
}

/* --- what has a row already ---------------------------------------------- */

static uint8_t *reported(struct bind_ledger *l, einv_ref ref)
{
    size_t n = l->tree->n_elems + l->tree->n_attrs + 1;

    if (l->reported == NULL) {
        l->reported = einv__alloc(l->run->inv->alloc, n, 1);
        if (l->reported == NULL) {
            l->nomem = true;
            return NULL;
        }
        memset(l->reported, 0, n);
    }
    return &l->reported[ref & EINV_REF_ATTR
                        ? l->tree->n_elems + (ref & ~EINV_REF_ATTR) : ref];
}

/* The term's id, or the path of names where it has none. */
static struct einv_text term_of(struct bind_ledger *l, einv_place_id place,
                                struct einv_buf *scratch)
{
    const struct einv_model *m = l->run->b->model;

    if (place == EINV_NO_PLACE_ID)
        return EINV_NO_TEXT;
    if (m->places[place].id.len > 0)
        return m->places[place].id;
    scratch->len = 0;
    einv__model_path(m, place, scratch);
    return einv__buf_get(scratch);
}

/* The field that a row binds, also through same=. */
static einv_place_id place_of(const struct einv_binding *b, uint32_t at)
{
    const struct bind_row *row = bind_row(b, at);

    if (at == 0)
        return EINV_NO_PLACE_ID;
    if (row->to.n > 0)
        return bind_field(b, row, 0);
    if (row->same != BIND_NONE)
        return b->paths[row->same].place;
    if (row->flags & ROW_MADE && b->makes[row->make].paths.n > 0)
        return b->paths[b->makes[row->make].paths.first].place;
    return row->into.steps.n > 0 ? row->into.place : EINV_NO_PLACE_ID;
}

static void add_row(struct bind_ledger *l, struct einv_ledger_row *row,
                    einv_ref ref, einv_place_id place)
{
    if (l->run->report == NULL)
        return;
    row->term = term_of(l, place, &l->term);
    if (row->xpath.ptr == NULL && l->tree != NULL && ref != EINV_NO_REF)
        row->xpath = einv__tree_xpath_next(l->tree, ref, &l->way, &l->path);
    if (l->tree != NULL && ref != EINV_NO_REF) {
        /* An attribute stands where its element does. */
        einv_ref stands = ref & EINV_REF_ATTR
            ? einv__tree_attr_owner(l->tree, ref & ~EINV_REF_ATTR) : ref;

        if (stands != l->asked)
            l->pos = einv__tree_position_from(l->tree, stands, l->asked,
                                              l->pos);
        l->asked = stands;
        row->pos = l->pos;
    }
    einv__ledger_add(l->run->report, row);
    l->nomem |= l->term.failed || l->path.failed;
}

static void read_row(struct bind_ledger *l, enum einv_reason reason,
                     einv_ref ref, uint32_t at, struct einv_text value,
                     struct einv_text where)
{
    struct einv_ledger_row row = { 0 };
    uint8_t *mark = ref == EINV_NO_REF ? NULL : reported(l, ref);

    if (mark != NULL)
        *mark = 1;
    row.direction = EINV_READ;
    row.reason = reason;
    row.value = value;
    row.where = where;
    add_row(l, &row, ref, place_of(l->run->b, at));
}

/* One row for each leaf and attribute below e that has none yet. */
static void leaf_rows(struct bind_ledger *l, enum einv_reason reason,
                      einv_node e, uint32_t at, struct einv_text where)
{
    const struct einv_tree *t = l->tree;

    for (einv_node i = e; i <= t->elems[e].end; i++) {
        uint32_t a, end = einv__tree_attrs(t, i, &a);
        uint8_t *mark = reported(l, i);

        for (; a < end; a++) {
            uint8_t *attr_mark = reported(l, a | EINV_REF_ATTR);

            if (attr_mark != NULL && !*attr_mark)
                read_row(l, reason, a | EINV_REF_ATTR, at,
                         einv__tree_attr_text(t, a), where);
        }
        if (mark == NULL)
            return;
        if (einv__tree_is_leaf(t, i) && !*mark)
            read_row(l, reason, i, at, einv__tree_text(t, i), where);
    }
}

static void foreign_rows(struct bind_ledger *l, const struct einv_note *note,
                         uint32_t at)
{
    const struct einv_binding *b = l->run->b;
    struct einv_text where = EINV_TEXT("foreign");

    if (note->kind == EINV_NOTE_SKIPPED)
        leaf_rows(l, EINV_SKIPPED, note->ref, 0, bind_row(b, at)->doc);
    else if (note->ref & EINV_REF_ATTR)
        read_row(l, b->info.full ? EINV_NOT_MAPPED : EINV_FOREIGN, note->ref,
                 0, einv__tree_attr_text(l->tree, note->ref & ~EINV_REF_ATTR),
                 where);
    else
        leaf_rows(l, b->info.full ? EINV_NOT_MAPPED : EINV_FOREIGN, note->ref,
                  0, where);
}

void einv__ledger_note(struct bind_ledger *l, const struct einv_note *note,
                       uint32_t at)
{
    struct einv_text kind = einv__text_of(einv__note_name(note->kind));
    const uint8_t *mark;

    if (l->run->report == NULL)
        return;
    switch (note->kind) {
    case EINV_NOTE_KEPT:
    case EINV_NOTE_TEXT:
    case EINV_NOTE_EMPTY:
        mark = note->source == EINV_NO_REF ? NULL : reported(l, note->source);
        if (mark == NULL || !*mark)     /* one row a leaf */
            read_row(l, note->undecodable ? EINV_UNDECODABLE : EINV_SPELLING,
                     note->source, at, note->text, kind);
        break;
    case EINV_NOTE_FOREIGN:
    case EINV_NOTE_SKIPPED:
        foreign_rows(l, note, at);
        break;
    case EINV_NOTE_PRESENT:
    case EINV_NOTE_PLACE:
        if (note->text_alone)
            read_row(l, EINV_SPELLING, note->source, at, note->text, kind);
        else if (note->source & EINV_REF_ATTR)
            read_row(l, EINV_SPELLING, note->source, at,
                     einv__tree_attr_text(l->tree,
                                          note->source & ~EINV_REF_ATTR), kind);
        else
            leaf_rows(l, EINV_SPELLING, note->source, at, kind);
        break;
    case EINV_NOTE_ABSENT:
        break;                          /* einv__ledger_absent has its rows */
    default:
        read_row(l, EINV_SPELLING, note->source, at, note->text, kind);
    }
}

static void absent_row(struct bind_ledger *l, const struct einv_tree *would,
                       einv_ref ref, einv_node parent, uint32_t at,
                       struct einv_text value)
{
    struct einv_ledger_row row = { 0 };
    struct einv_buf path;
    struct einv_text below;

    /* /probe[1]/x:A[1]/@b stands below the parent's own path. */
    einv__buf_init(&path, l->run->inv->alloc);
    einv__tree_xpath(would, ref, &path);
    below = einv__buf_get(&path);
    for (size_t i = 1; i < below.len; i++)
        if (below.ptr[i] == '/') {
            below = einv__text(below.ptr + i, below.len - i);
            break;
        }
    l->text.len = 0;
    einv__tree_xpath(l->tree, parent, &l->text);
    einv__buf_text(&l->text, below);
    row.direction = EINV_READ;
    row.reason = EINV_SPELLING;
    row.where = EINV_TEXT("absent");
    row.value = value;
    row.xpath = einv__buf_get(&l->text);
    add_row(l, &row, parent, place_of(l->run->b, at));
    l->nomem |= path.failed;
    einv__buf_free(&path);
}

void einv__ledger_absent(struct bind_ledger *l, const struct einv_tree *would,
                         einv_node parent, uint32_t at)
{
    if (l->run->report == NULL)
        return;
    for (einv_node e = 0; e < would->n_elems; e++) {
        uint32_t a, end = einv__tree_attrs(would, e, &a);

        for (; a < end; a++)
            absent_row(l, would, a | EINV_REF_ATTR, parent, at,
                       einv__tree_attr_text(would, a));
        if (e > 0 && einv__tree_is_leaf(would, e))
            absent_row(l, would, e, parent, at, einv__tree_text(would, e));
    }
}

void einv__ledger_find(struct bind_ledger *l, enum einv_severity severity,
                       const char *rule, einv_ref ref, uint32_t at,
                       struct einv_text found, struct einv_text expected)
{
    struct einv_finding finding = einv__finding(severity, "structure", rule,
                                                found, expected);
    struct einv_buf path;

    if (l->run->report == NULL)
        return;
    einv__buf_init(&path, l->run->inv->alloc);
    finding.term = term_of(l, place_of(l->run->b, at), &path);
    finding.pos = einv__tree_position(l->tree, ref);
    l->text.len = 0;
    einv__tree_xpath(l->tree, ref, &l->text);
    finding.xpath = einv__buf_get(&l->text);
    einv__report_add(l->run->report, &finding);
    einv__buf_free(&path);
}

/* --- carried in the slot ------------------------------------------------- */

static void carried_row(struct bind_ledger *l, const struct einv_note *note,
                        einv_place_id place, einv_ref ref,
                        struct einv_text value)
{
    struct einv_ledger_row row = { 0 };
    struct einv_buf where;

    einv__buf_init(&where, l->run->inv->alloc);
    einv__buf_str(&where, "einv00000 ");
    einv__buf_str(&where, einv__note_name(note->kind));
    row.direction = EINV_WRITE;
    row.reason = EINV_IN_SLOT;
    row.value = value;
    row.where = einv__buf_get(&where);
    add_row(l, &row, ref, place);
    l->nomem |= where.failed;
    einv__buf_free(&where);
}

static void carried_leaves(struct bind_ledger *l, const struct einv_note *note)
{
    const struct einv_tree *t = note->tree;
    /* A fragment has no place in the source. */
    bool here = t == l->tree;

    for (einv_node i = note->ref; i <= t->elems[note->ref].end; i++) {
        uint32_t a, end = einv__tree_attrs(t, i, &a);

        for (; a < end; a++)
            carried_row(l, note, EINV_NO_PLACE_ID,
                        here ? a | EINV_REF_ATTR : EINV_NO_REF,
                        einv__tree_attr_text(t, a));
        if (einv__tree_is_leaf(t, i))
            carried_row(l, note, EINV_NO_PLACE_ID, here ? i : EINV_NO_REF,
                        einv__tree_text(t, i));
    }
}

void einv__ledger_carried(struct bind_ledger *l, const struct einv_binding *of,
                          const struct einv_note *note)
{
    if (l->run->report == NULL)
        return;
    if (note->tree == NULL)
        carried_row(l, note, of != NULL ? place_of(of, note->row)
                                        : EINV_NO_PLACE_ID,
                    note->source, note->text);
    else if (note->ref & EINV_REF_ATTR)
        carried_row(l, note, EINV_NO_PLACE_ID,
                    note->tree == l->tree ? note->ref : EINV_NO_REF,
                    einv__tree_attr_text(note->tree,
                                         note->ref & ~EINV_REF_ATTR));
    else
        carried_leaves(l, note);
}

/* --- writing ------------------------------------------------------------- */

/* Why this place, or a group it stands in, is declared absent; NULL pointer:
 * it is not. */
static struct einv_text lack_of(const struct einv_binding *b,
                                einv_place_id place)
{
    struct einv_text why = EINV_NO_TEXT;

    if (b->lack[place] == 0)
        return why;
    why = b->lacks[b->lack[place] - 1].why;
    return why.ptr != NULL ? why : EINV_TEXT("");
}

/* The row's label: a thousand lines ask for the same few. */
static struct einv_text label_of(struct bind_ledger *l, uint32_t at)
{
    size_t n = l->run->b->n_rows;

    if (l->labels == NULL) {
        l->labels = einv__alloc(l->run->inv->alloc, n, sizeof(*l->labels));
        if (l->labels != NULL)
            memset(l->labels, 0, n * sizeof(*l->labels));
    }
    if (l->labels != NULL && l->labels[at].ptr != NULL)
        return l->labels[at];
    l->text.len = 0;
    einv__bind_label(l->run->b, at, &l->text);
    if (l->labels != NULL) {
        l->labels[at].ptr = einv__arena_dup(&l->made, einv__buf_get(&l->text));
        l->labels[at].len = l->text.len;
    }
    return einv__buf_get(&l->text);
}

void einv__ledger_write(struct bind_ledger *l, enum einv_reason reason,
                        uint32_t at, const struct einv_entry *entry,
                        einv_place_id place, struct einv_text value,
                        struct einv_text where)
{
    struct einv_ledger_row row = { 0 };
    uint8_t flags = l->run->b->model->places[place].flags;

    if (l->run->report == NULL)
        return;
    row.direction = EINV_WRITE;
    row.reason = reason;
    row.grave = reason == EINV_MISSING_REQUIRED ||
                ((reason == EINV_NO_PLACE || reason == EINV_NOT_MAPPED) &&
                 (flags & EINV_PLACE_GRAVE));
    row.weighty = (flags & EINV_PLACE_GRAVE) != 0;
    row.value = value;
    row.where = where;
    if (reason == EINV_MISSING_REQUIRED) {
        l->remedy.len = 0;
        einv__remedy(l->run, at, entry, place, &l->remedy);
        row.where = einv__buf_get(&l->remedy);
    }
    if (at != 0)
        row.xpath = label_of(l, at);
    add_row(l, &row, entry != NULL ? entry->source : EINV_NO_REF, place);
    l->nomem |= l->remedy.failed;
}

/* A value that no row has written: why? */
static void not_written(struct bind_ledger *l, const struct einv_entry *e)
{
    const struct einv_binding *b = l->run->b;
    struct einv_text where = lack_of(b, e->place);
    enum einv_reason reason = EINV_NO_PLACE;

    if (e->flags & EINV_ENTRY_REFUSED)
        where = EINV_TEXT("the text of its place cannot say this value");
    else if (where.ptr != NULL)
        ;
    else if (b->bound[e->place] & 1)
        where = EINV_TEXT("one more than its place holds, or its row asks "
                          "for something that is not there");
    else
        reason = EINV_NOT_MAPPED;
    einv__ledger_write(l, reason, 0, e, e->place, einv__entry_text(e), where);
}

/* A value that was written and that nobody said. */
static void derived(struct bind_ledger *l, const struct einv_entry *e)
{
    einv__ledger_write(l, EINV_DERIVED, 0, e, e->place, einv__entry_text(e),
                       EINV_TEXT("EN 16931-1 6.4.2"));
}

static void rest_of(struct bind_ledger *l, const struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        bool used = e->flags & EINV_ENTRY_USED;

        if (einv__entry_is_added(e))
            continue;                  /* its maker has a row for it */
        if (e->text != NULL && (e->flags & EINV_ENTRY_DERIVED)) {
            if (used)
                derived(l, e);
        } else if (e->text != NULL && !used) {
            not_written(l, e);
        }
        if (e->first != NULL)
            rest_of(l, e);
    }
}

void einv__ledger_rest(struct bind_ledger *l)
{
    rest_of(l, &l->run->inv->root);
}
