/* compile.c: a binding's document becomes rows.
 *
 * Groups are expanded where they are used, so every row knows the record it
 * is read in and thereby its terms.
 */
#include "compile.h"

/* Groups used within groups deeper than this are a mistake or an attack. */
#define MAX_ROWS 200000

static const char binding_ns[] = "urn:einv:binding:1";

void einv__bind_complain(struct einv_report *report, const char *file,
                         uint32_t line, enum einv_severity severity,
                         const char *rule, struct einv_text found,
                         struct einv_text what)
{
    struct einv_finding finding = einv__finding(severity, "structure", rule,
                                                found, what);

    finding.xpath = einv__text_of(file);
    finding.pos.line = line;
    einv__report_add(report, &finding);
}

static uint32_t line_of(const struct bind_compiler *c, einv_node e)
{
    return bind_line(c->b, e);
}

void einv__compile_error(struct bind_compiler *c, einv_node e,
                         const char *rule, struct einv_text found,
                         const char *expected)
{
    c->errors++;
    einv__bind_complain(c->report, c->file, line_of(c, e), EINV_SEV_ERROR,
                        rule, found, einv__text_of(expected));
}

static bool is_named(const struct bind_compiler *c, einv_node e,
                     const char *name)
{
    return einv__text_is(einv__tree_qname(c->t, e)->local, name);
}

/* The children of e that belong to the language, one after the other. */
static einv_node next_row(const struct bind_compiler *c, einv_node e)
{
    while (e != EINV_NO_NODE &&
           !einv__text_is(einv__tree_qname(c->t, e)->ns, binding_ns))
        e = einv__tree_next(c->t, e);
    return e;
}

#define EACH_ROW(c, e, parent) \
    for (e = next_row(c, einv__tree_child((c)->t, parent)); \
         e != EINV_NO_NODE; e = next_row(c, einv__tree_next((c)->t, e)))

static void expand_all(struct bind_compiler *c, einv_node parent,
                       uint32_t under, einv_place_id record,
                       const struct bind_params *params);

static uint32_t occurs_flags(struct bind_compiler *c, einv_node e)
{
    struct einv_text occurs = einv__compile_attr(c, e, "occurs");

    if (occurs.ptr == NULL || einv__text_is(occurs, "?"))
        return 0;
    if (einv__text_is(occurs, "1"))
        return ROW_REQUIRED;
    if (einv__text_is(occurs, "*"))
        return ROW_MANY;
    if (einv__text_is(occurs, "+"))
        return ROW_MANY | ROW_REQUIRED;
    if (occurs.len >= 4 && memchr(occurs.ptr, '.', occurs.len) != NULL)
        return (uint32_t)(ROW_MANY |
                          (occurs.ptr[0] == '0' ? 0 : ROW_REQUIRED));
    einv__compile_error(c, e, "EINV-BIND-0021", occurs, "? 1 * + or n..m");
    return 0;
}

/* A new row; NULL: no memory.  Pointers into rows[] die with the next one. */
static struct bind_row *add_row(struct bind_compiler *c, einv_node e,
                                enum row_kind kind, uint32_t under,
                                einv_place_id record)
{
    struct bind_row *row;

    if (c->b->n_rows >= MAX_ROWS) {
        einv__compile_error(c, e, "EINV-BIND-0023", EINV_NO_TEXT,
                            "fewer rows: does a group use itself?");
        c->stopped = true;
        return NULL;
    }
    row = POOL_ADD(c, rows);
    if (row == NULL)
        return NULL;
    row->kind = (uint8_t)kind;
    row->parent = under;
    row->state = under;
    if (under != 0 && bind_is_virtual(&c->b->rows[under]))
        row->state = c->b->rows[under].state;
    row->content = (uint32_t)(row - c->b->rows);
    row->record = row->inside = record;
    row->same = row->key_path = BIND_NONE;
    row->node = e;
    return row;
}

static void compile_doc(struct bind_compiler *c, einv_node e,
                        struct bind_row *row)
{
    einv_node child;

    row->doc = einv__compile_attr(c, e, "why");
    EACH_ROW (c, child, e)
        if (is_named(c, child, "doc"))
            row->doc = einv__text_trim(einv__tree_text(c->t, child));
}

/* recur="lines": the nearest enclosing row into that record. */
static void compile_recur(struct bind_compiler *c, einv_node e, uint32_t at)
{
    struct einv_text recur = einv__compile_attr(c, e, "recur");
    const struct einv_model *m = c->b->model;

    if (recur.ptr == NULL)
        return;
    for (uint32_t up = c->b->rows[at].parent; up != 0;
         up = c->b->rows[up].parent) {
        const struct bind_path *into = &c->b->rows[up].into;

        if (into->steps.n > 0 &&
            einv__text_eq(m->places[into->place].name, recur)) {
            c->b->rows[at].content = c->b->rows[up].content;
            return;
        }
    }
    einv__compile_error(c, e, "EINV-BIND-0024", recur,
                        "a record that an enclosing row enters");
}

/* Conditions, record and repetition: of the outermost of "a/b/c". */
static void compile_holder(struct bind_compiler *c, einv_node e,
                           struct bind_row *row)
{
    struct einv_text text = einv__compile_attr(c, e, "into");

    row->flags |= occurs_flags(c, e);
    if (text.ptr != NULL &&
        einv__compile_path(c, e, row->record, text, &row->into))
        row->inside = row->into.place;
    text = einv__compile_attr(c, e, "if");
    if (text.ptr != NULL)
        row->cond_if = einv__compile_cond(c, e, row->record, text);
    text = einv__compile_attr(c, e, "where");
    if (text.ptr != NULL)
        row->cond_where = einv__compile_cond(c, e, row->inside, text);
    if (einv__text_is(einv__compile_attr(c, e, "write"), "no"))
        row->flags |= ROW_NO_WRITE;
    text = einv__compile_attr(c, e, "having");
    if (text.ptr != NULL)
        row->having = einv__compile_resolve(c, e, text, false).name;
    text = einv__compile_attr(c, e, "lacking");
    if (text.ptr != NULL)
        row->lacking = einv__compile_resolve(c, e, text, false).name;
    if (text.ptr != NULL && !(row->flags & ROW_NO_WRITE))
        einv__compile_error(c, e, "EINV-BIND-0060", EINV_TEXT("lacking"),
                            "write=no beside it");
    if (einv__text_is(einv__compile_attr(c, e, "once"), "yes"))
        row->flags |= ROW_ONCE;
    if (einv__text_is(einv__compile_attr(c, e, "empty"), "yes"))
        row->flags |= ROW_EMPTY;
    if (einv__text_is(einv__compile_attr(c, e, "rest"), "yes"))
        row->flags |= ROW_REST;
}

/* The content of a row: with= groups, then its own children. */
static void compile_content(struct bind_compiler *c, einv_node e, uint32_t at,
                            const struct bind_params *params);

static void close_row(struct bind_compiler *c, uint32_t at)
{
    c->b->rows[at].end = (uint32_t)c->b->n_rows;
}

/* A row for each step of "a/b/c", from *outer to *at, which comes as the row
 * that they stand under; false: there is no row. */
static bool expand_steps(struct bind_compiler *c, einv_node e,
                         enum row_kind kind, einv_place_id record,
                         struct einv_text name, uint32_t *outer, uint32_t *at)
{
    bool outermost = true;

    while (name.ptr != NULL) {
        struct einv_text step = einv__text_cut(name, '/', &name);
        struct bind_row *row = add_row(c, e, kind, *at, record);

        if (row == NULL)
            return false;
        *at = (uint32_t)(row - c->b->rows);
        if (outermost) {
            *outer = *at;
            compile_holder(c, e, row);
            row = &c->b->rows[*at];
        } else {
            row->flags |= c->b->rows[*outer].flags & ROW_REQUIRED;
        }
        outermost = false;
        record = row->inside;
        einv__compile_name(c, e, row, step);
    }
    return true;
}

static void expand_leaf(struct bind_compiler *c, einv_node e,
                        enum row_kind kind, uint32_t under,
                        einv_place_id record, const struct bind_params *params)
{
    struct einv_text name = einv__compile_params(c, e,
        einv__compile_attr(c, e, "name"), params);
    uint32_t outer = 0, at = under;
    struct bind_join join;
    bool joins;

    if (name.len == 0) {
        einv__compile_error(c, e, "EINV-BIND-0025", EINV_NO_TEXT, "name=");
        return;
    }
    if (!expand_steps(c, e, kind, record, name, &outer, &at))
        return;
    einv__compile_value(c, e, &c->b->rows[at]);
    compile_doc(c, e, &c->b->rows[at]);
    joins = kind == ROW_ELEMENT && einv__compile_join(c, e, at, &join);
    if (kind != ROW_SKIP) {
        einv__compile_sets(c, e, at);
        compile_recur(c, e, at);
        compile_content(c, e, at, params);
    }
    if (joins)
        einv__compile_joined(c, e);
    einv__compile_slot(c, e, at);
    for (uint32_t up = at;; up = c->b->rows[up].parent) {
        close_row(c, up);
        if (up == outer)
            break;
    }
}

static void expand_virtual(struct bind_compiler *c, einv_node e,
                           enum row_kind kind, uint32_t under,
                           einv_place_id record,
                           const struct bind_params *params)
{
    struct bind_row *row = add_row(c, e, kind, under, record);
    struct bind_join join;
    uint32_t at;
    bool joins;

    if (row == NULL)
        return;
    at = (uint32_t)(row - c->b->rows);
    compile_holder(c, e, row);
    einv__compile_sets(c, e, at);
    joins = kind == ROW_SEQ && einv__compile_join(c, e, at, &join);
    if (!joins && einv__compile_attr(c, e, "to").ptr != NULL)
        einv__compile_error(c, e, "EINV-BIND-0053",
                            einv__compile_attr(c, e, "to"),
                            "join= for the parts of the field");
    compile_content(c, e, at, params);
    if (joins)
        einv__compile_joined(c, e);
    close_row(c, at);
}

/* Where the search for a group starts. */
static uint32_t group_hash(const struct bind_compiler *c,
                           struct einv_text name)
{
    return einv__hash32(EINV_HASH32_SEED, name.ptr, name.len) & c->mask;
}

static void index_groups(struct bind_compiler *c)
{
    einv_node root = einv__tree_root(c->t), e;
    uint32_t n = 0, size = 16;

    EACH_ROW (c, e, root)
        n += is_named(c, e, "group");
    while (size < 2 * n)
        size *= 2;
    c->mask = size - 1;
    c->by_name = einv__arena_zero(&c->b->arena, size, sizeof(*c->by_name));
    c->nomem |= c->by_name == NULL;
    EACH_ROW (c, e, root) {
        uint32_t h;

        if (c->nomem || !is_named(c, e, "group"))
            continue;
        h = group_hash(c, einv__compile_attr(c, e, "name"));
        while (c->by_name[h] != 0)
            h = (h + 1) & c->mask;
        c->by_name[h] = e;             /* the root, 0, is none */
    }
}

einv_node einv__compile_group(struct bind_compiler *c, struct einv_text name)
{
    uint32_t h = group_hash(c, name);

    for (; c->by_name[h] != 0; h = (h + 1) & c->mask)
        if (einv__text_eq(einv__compile_attr(c, c->by_name[h], "name"), name))
            return c->by_name[h];
    return EINV_NO_NODE;
}

/* May the group be expanded here?  Not within itself, and not without end. */
static bool open_group(struct bind_compiler *c, einv_node e, einv_node group,
                       struct einv_text name)
{
    bool holds = c->depth == BIND_MAX_GROUPS;

    for (uint32_t i = 0; i < c->depth; i++)
        holds |= c->groups[i] == group;
    if (holds) {
        einv__compile_error(c, e, "EINV-BIND-0027", name,
                            "recur= where a group holds itself");
    } else if (++c->uses > BIND_MAX_USES) {
        einv__compile_error(c, e, "EINV-BIND-0023", name,
                            "fewer uses of groups");
        c->stopped = true;
    } else {
        c->groups[c->depth++] = group;
        return true;
    }
    return false;
}

static void use_group(struct bind_compiler *c, einv_node e,
                      struct einv_text name, uint32_t under,
                      einv_place_id record, const struct bind_params *params)
{
    einv_node group = einv__compile_group(c, name);

    if (group == EINV_NO_NODE) {
        einv__compile_error(c, e, "EINV-BIND-0026", name, "a <group>");
    } else if (open_group(c, e, group, name)) {
        expand_all(c, group, under, record, params);
        c->depth--;
    }
}

static void expand_one(struct bind_compiler *c, einv_node e, uint32_t under,
                       einv_place_id record, const struct bind_params *params)
{
    if (is_named(c, e, "element"))
        expand_leaf(c, e, ROW_ELEMENT, under, record, params);
    else if (is_named(c, e, "attribute"))
        expand_leaf(c, e, ROW_ATTRIBUTE, under, record, params);
    else if (is_named(c, e, "skip"))
        expand_leaf(c, e, ROW_SKIP, under, record, params);
    else if (is_named(c, e, "choice"))
        expand_virtual(c, e, ROW_CHOICE, under, record, params);
    else if (is_named(c, e, "seq"))
        expand_virtual(c, e, ROW_SEQ, under, record, params);
    else if (is_named(c, e, "member"))
        expand_virtual(c, e, ROW_MEMBER, under, record, params);
    else if (is_named(c, e, "use")) {
        struct bind_params inner = { params, e };

        use_group(c, e, einv__compile_attr(c, e, "group"), under, record,
                  &inner);
    }
}

static void expand_all(struct bind_compiler *c, einv_node parent,
                       uint32_t under, einv_place_id record,
                       const struct bind_params *params)
{
    einv_node e;

    EACH_ROW (c, e, parent)
        if (!c->nomem && !c->stopped)
            expand_one(c, e, under, record, params);
}

static void compile_content(struct bind_compiler *c, einv_node e, uint32_t at,
                            const struct bind_params *params)
{
    einv_place_id record = c->b->rows[at].inside;
    struct einv_text with = einv__compile_attr(c, e, "with");

    while (with.len > 0) {
        struct einv_text name = einv__text_word(&with);

        if (name.len == 0)
            break;
        use_group(c, e, name, at, record, params);
    }
    expand_all(c, e, at, record, params);
}

static void compile_document(struct bind_compiler *c, einv_node e)
{
    struct bind_row *row = add_row(c, e, ROW_DOCUMENT, 0, EINV_ROOT_PLACE);
    uint32_t at;

    if (row == NULL)
        return;
    at = (uint32_t)(row - c->b->rows);
    einv__compile_name(c, e, row, einv__compile_attr(c, e, "name"));
    compile_holder(c, e, &c->b->rows[at]);
    einv__compile_sets(c, e, at);
    compile_content(c, e, at, NULL);
    close_row(c, at);
}

static void compile_all(struct bind_compiler *c)
{
    einv_node root = einv__tree_root(c->t), e;

    if (!einv__text_is(einv__tree_qname(c->t, root)->ns, binding_ns) ||
        !is_named(c, root, "binding")) {
        einv__compile_error(c, root, "EINV-BIND-0029",
                            einv__tree_qname(c->t, root)->local,
                            "<binding xmlns=\"urn:einv:binding:1\">");
        return;
    }
    einv__compile_words(c);
    if (c->errors > 0 || !einv__compile_extend(c))
        return;
    if (c->b->origin != NULL)
        einv__compile_words(c);
    c->asked->element = EINV_NO_NODE;   /* the tree may be another one */
    root = einv__tree_root(c->t);
    index_groups(c);
    einv__compile_head(c);
    if (c->nomem || POOL_ADD(c, rows) == NULL || POOL_ADD(c, makes) == NULL)
        return;                         /* row 0 is nobody */
    EACH_ROW (c, e, root)
        if (is_named(c, e, "document"))
            compile_document(c, e);
    if (c->b->n_rows < 2)
        einv__compile_error(c, root, "EINV-BIND-0030", c->b->info.id,
                            "a <document>");
}

einv_status einv__bind_compile(struct einv_binding **out,
                               const einv_allocator *a,
                               const struct einv_model *model,
                               struct einv_text xml, const char *file,
                               const struct einv_bind_options *options,
                               struct einv_report *report)
{
    static const struct einv_bind_options none = { 0 };
    struct einv_binding *b = einv__alloc(a, 1, sizeof(*b));
    struct bind_compiler c = { 0 };
    struct bind_asked asked = { EINV_NO_NODE, 0 };
    einv_status status;

    *out = NULL;
    if (b == NULL)
        return EINV_ENOMEM;
    memset(b, 0, sizeof(*b));
    b->alloc = a;
    b->model = model;
    einv__arena_init(&b->arena, a);
    einv__tree_init(&b->tree, a);
    einv__tree_init(&b->own, a);
    status = einv__xml_read(&b->tree, a, xml, NULL, report);
    if (status != EINV_OK)
        goto fail;
    b->info.hash = einv__hash64(EINV_HASH64_SEED, xml.ptr, xml.len);
    c.b = b;
    c.asked = &asked;
    c.t = &b->tree;
    c.file = file;
    c.options = options != NULL ? options : &none;
    c.report = report;
    compile_all(&c);
    if (!c.nomem && c.errors == 0)
        c.nomem = !einv__bind_index(b);
    status = c.nomem ? EINV_ENOMEM : EINV_EMALFORMED;
    if (c.nomem || c.errors > 0)
        goto fail;
    status = einv__bind_check(b, file, c.options->warnings, report);
    if (status != EINV_OK)
        goto fail;
    *out = b;
    return EINV_OK;
fail:
    einv__bind_free(b);
    return status;
}

void einv__bind_free(struct einv_binding *b)
{
    const einv_allocator *a;

    if (b == NULL)
        return;
    a = b->alloc;
#define FREE(name) einv__free(a, b->name, b->cap_##name * sizeof(*b->name))
    FREE(rows);
    FREE(qnames);
    FREE(names);
    FREE(paths);
    FREE(steps);
    FREE(texts);
    FREE(conds);
    FREE(sets);
    FREE(codec_uses);
    FREE(alternatives);
    FREE(parts);
    FREE(slots);
    FREE(makes);
    FREE(lacks);
    FREE(facets);
#undef FREE
    einv__arena_free(&b->arena);
    einv__tree_free(&b->tree);
    einv__tree_free(&b->own);
    einv__free(a, b, sizeof(*b));
}

const struct einv_bind_info *einv__bind_info(const struct einv_binding *b)
{
    return &b->info;
}
