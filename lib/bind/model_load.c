/* model_load.c: model.xml as a draft of the model.
 *
 * It stands here and not in lib/model because the model reads no XML: what
 * a record or a field is, is model/table.h's affair; how they are spelled,
 * this file's.
 */
#include "../model/table.h"
#include "../xml/tree.h"

struct loader {
    const struct einv_tree *t;
    const char *base;              /* the model's own copy of the texts */
    struct einv_draft draft;
    struct einv_report *report;
    bool bad, nomem;
};

static void complain(struct loader *l, einv_node e, const char *code,
                     struct einv_text found)
{
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "structure", code,
                                          found, EINV_NO_TEXT);

    f.xpath = EINV_TEXT("model.xml");
    f.pos = einv__tree_position(l->t, e);
    einv__report_add(l->report, &f);
    l->bad = true;
}

/* The attributes of one element, as texts that the model owns. */
enum attr {                        /* ORDER ATTR */
    A_NAME, A_TYPE, A_RECORD, A_ID, A_TITLE, A_LIST, A_KEY, A_MANY, A_GRAVE,
    A_CARD, A_OF, A_PREFIX, A_BASE, A_VERSION, A_EDITION, A_DOC, N_ATTRS
};

static const char *const attr_names[N_ATTRS] = { /* ORDER ATTR */
    "name", "type", "record", "id", "title", "list", "key", "many", "grave",
    "card", "of", "prefix", "base", "version", "edition", "doc"
};

static void take_attrs(struct loader *l, einv_node e,
                       struct einv_text attrs[N_ATTRS])
{
    uint32_t at, end = einv__tree_attrs(l->t, e, &at);

    memset(attrs, 0, sizeof(attrs[0]) * N_ATTRS);
    for (; at < end; at++) {
        struct einv_text name = einv__tree_attr_qname(l->t, at)->local;
        size_t i = 0;

        while (i < N_ATTRS && !einv__text_is(name, attr_names[i]))
            i++;
        if (i == N_ATTRS)
            complain(l, e, "EINV-MODEL-0002", name);
        else
            attrs[i] = einv__text(l->base + l->t->attrs[at].value_off,
                                  l->t->attrs[at].value_len);
    }
}

/* Lines are counted when there is something to say about one. */
static struct einv_position position_of(void *user, uint32_t where)
{
    return einv__tree_position(user, where);
}

static uint8_t flags_of(const struct einv_text attrs[N_ATTRS])
{
    uint8_t flags = 0;

    if (einv__text_is(attrs[A_MANY], "yes"))
        flags |= EINV_PLACE_MANY;
    if (einv__text_is(attrs[A_GRAVE], "yes"))
        flags |= EINV_PLACE_GRAVE;
    if (attrs[A_CARD].len > 0 && attrs[A_CARD].ptr[0] == '1')
        flags |= EINV_PLACE_REQUIRED;
    return flags;
}

static void load_term(struct loader *l, einv_node e)
{
    struct einv_text attrs[N_ATTRS];
    struct einv_draft_term *t = einv__draft_term(&l->draft);

    if (t == NULL) {
        l->nomem = true;
        return;
    }
    take_attrs(l, e, attrs);
    t->of = attrs[A_OF];
    t->id = attrs[A_ID];
    t->title = attrs[A_TITLE];
    t->list = attrs[A_LIST];
    t->flags = flags_of(attrs);
    t->where = e;
}

static void load_field(struct loader *l, einv_node e, uint8_t flags)
{
    struct einv_text attrs[N_ATTRS];
    struct einv_draft_field *f = einv__draft_field(&l->draft);
    einv_node c;

    if (f == NULL) {
        l->nomem = true;
        return;
    }
    take_attrs(l, e, attrs);
    f->name = attrs[A_NAME];
    f->id = attrs[A_ID];
    f->title = attrs[A_TITLE];
    f->list = attrs[A_LIST];
    f->key = attrs[A_KEY];
    f->record = attrs[A_RECORD];
    f->flags = flags | flags_of(attrs);
    f->where = e;
    f->type = f->record.len > 0 ? EINV_TYPE_RECORD
                                : (uint8_t)einv__type_find(attrs[A_TYPE]);
    if (f->type == EINV_N_TYPES || f->name.len == 0) {
        complain(l, e, "EINV-MODEL-0003", attrs[A_TYPE]);
        f->type = EINV_TYPE_TEXT;
    }
    for (c = einv__tree_child(l->t, e); c != EINV_NO_NODE && !l->nomem;
         c = einv__tree_next(l->t, c))
        load_term(l, c);
}

static void load_alias(struct loader *l, einv_node e)
{
    struct einv_text attrs[N_ATTRS];
    struct einv_draft_alias *a = einv__draft_alias(&l->draft);

    if (a == NULL) {
        l->nomem = true;
        return;
    }
    take_attrs(l, e, attrs);
    a->id = attrs[A_ID];
    a->title = attrs[A_TITLE];
}

static void load_record(struct loader *l, einv_node e, bool qualifiers)
{
    struct einv_text attrs[N_ATTRS];
    struct einv_draft_record *r = einv__draft_record(&l->draft);
    uint8_t flags = qualifiers ? EINV_PLACE_QUALIFIER : 0;
    einv_node c;

    if (r == NULL) {
        l->nomem = true;
        return;
    }
    take_attrs(l, e, attrs);
    r->name = attrs[A_NAME];
    r->where = e;
    if (qualifiers) {
        enum einv_type type = einv__type_find(attrs[A_TYPE]);

        if (type == EINV_N_TYPES)
            complain(l, e, "EINV-MODEL-0003", attrs[A_TYPE]);
        else
            l->draft.qualifiers[type] = (uint32_t)l->draft.n_records - 1;
    }
    for (c = einv__tree_child(l->t, e); c != EINV_NO_NODE && !l->nomem;
         c = einv__tree_next(l->t, c)) {
        struct einv_text name = einv__tree_qname(l->t, c)->local;

        if (einv__text_is(name, "field"))
            load_field(l, c, flags);
        else if (einv__text_is(name, "group"))
            load_alias(l, c);
        else
            complain(l, c, "EINV-MODEL-0001", name);
    }
}

static void load_block(struct loader *l, einv_node e)
{
    struct einv_text attrs[N_ATTRS];
    struct einv_draft_block *b = einv__draft_block(&l->draft);
    size_t i;

    if (b == NULL) {
        l->nomem = true;
        return;
    }
    take_attrs(l, e, attrs);
    b->prefix = attrs[A_PREFIX];
    for (i = 0; i < attrs[A_BASE].len && i < 6; i++)
        b->base = b->base * 10 + (attrs[A_BASE].ptr[i] - '0');
}

static void load_top(struct loader *l, einv_node e)
{
    struct einv_text name = einv__tree_qname(l->t, e)->local;

    if (einv__text_is(name, "record"))
        load_record(l, e, false);
    else if (einv__text_is(name, "qualifiers"))
        load_record(l, e, true);
    else if (einv__text_is(name, "numbers"))
        load_block(l, e);
    else
        complain(l, e, "EINV-MODEL-0001", name);
}

static einv_status load_tree(struct loader *l, struct einv_model *m)
{
    einv_node root = einv__tree_root(l->t), e;
    struct einv_text attrs[N_ATTRS];

    /* One copy of all attribute values: every text of the model is one. */
    l->base = einv__arena_dup(&m->arena, einv__text(l->t->attr_text,
                                                    l->t->attr_text_len));
    if (l->base == NULL)
        return EINV_ENOMEM;
    take_attrs(l, root, attrs);
    m->id = attrs[A_ID];
    m->version = attrs[A_VERSION];
    for (e = einv__tree_child(l->t, root); e != EINV_NO_NODE && !l->nomem;
         e = einv__tree_next(l->t, e))
        load_top(l, e);
    if (l->nomem)
        return EINV_ENOMEM;
    return l->bad ? EINV_EMALFORMED : EINV_OK;
}

einv_status einv__model_load(struct einv_model *m, const einv_allocator *a,
                             struct einv_text xml, struct einv_report *report)
{
    struct einv_read_xml_options options;
    struct einv_tree tree;
    struct loader l;
    einv_status status;

    memset(&options, 0, sizeof(options));
    options.lend = true;
    memset(m, 0, sizeof(*m));
    memset(&l, 0, sizeof(l));
    einv__arena_init(&m->arena, a);
    einv__tree_init(&tree, a);
    status = einv__xml_read(&tree, a, xml, &options, report);
    if (status != EINV_OK)
        return status;
    l.t = &tree;
    l.report = report;
    einv__draft_init(&l.draft, a);
    l.draft.position = position_of;
    l.draft.user = &tree;
    status = load_tree(&l, m);
    if (status == EINV_OK)
        status = einv__model_build(m, &l.draft, report);
    einv__draft_free(&l.draft);
    einv__tree_free(&tree);
    if (status != EINV_OK)
        einv__model_free(m);
    return status;
}
