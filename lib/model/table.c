/* table.c: how records and roles become places.
 *
 * A record stands once in model.xml and is expanded once for each role, so
 * that a place knows its term.  The children of a place are allocated as one
 * run before any of them is expanded: that keeps siblings side by side.
 * Going down, the terms that an outer field says about paths below it are
 * carried along; the outermost wins, because it knows the role best.
 */
#include "table.h"

/* Records nested deeper than this are a mistake in model.xml. */
#define MAX_NEST 12

struct carried {               /* a term on its way down */
    struct einv_draft_term *term;
    struct einv_text rest;     /* what is left of its path */
};

struct builder {
    struct einv_model *m;
    struct einv_draft *d;
    struct einv_report *report;
    size_t cap;                /* of places */
    struct carried *carried;   /* a stack: each level pushes its own */
    size_t n_carried, cap_carried;
    uint32_t records[MAX_NEST + 1];    /* on the path, with their places */
    einv_place_id places[MAX_NEST + 1];
    size_t depth;
    bool bad, nomem;
};

/* --- the draft ------------------------------------------------------------ */

void einv__draft_init(struct einv_draft *d, const einv_allocator *a)
{
    size_t i;

    memset(d, 0, sizeof(*d));
    d->alloc = a;
    for (i = 0; i < EINV_N_TYPES; i++)
        d->qualifiers[i] = UINT32_MAX;
}

void einv__draft_free(struct einv_draft *d)
{
    einv__free(d->alloc, d->records, d->cap_records * sizeof(*d->records));
    einv__free(d->alloc, d->fields, d->cap_fields * sizeof(*d->fields));
    einv__free(d->alloc, d->terms, d->cap_terms * sizeof(*d->terms));
    einv__free(d->alloc, d->aliases, d->cap_aliases * sizeof(*d->aliases));
    einv__free(d->alloc, d->blocks, d->cap_blocks * sizeof(*d->blocks));
    memset(d, 0, sizeof(*d));
}

#define APPEND(d, rows, n, cap) \
    (einv__grow((d)->alloc, &(d)->rows, &(d)->cap, (d)->n + 1, \
                sizeof(*(d)->rows)) \
         ? (memset(&(d)->rows[(d)->n], 0, sizeof(*(d)->rows)), \
            &(d)->rows[(d)->n++]) \
         : NULL)

struct einv_draft_record *einv__draft_record(struct einv_draft *d)
{
    struct einv_draft_record *r = APPEND(d, records, n_records, cap_records);

    if (r != NULL)
        r->first_field = (uint32_t)d->n_fields;
    return r;
}

struct einv_draft_field *einv__draft_field(struct einv_draft *d)
{
    struct einv_draft_field *f = APPEND(d, fields, n_fields, cap_fields);

    if (f != NULL) {
        f->first_term = (uint32_t)d->n_terms;
        f->of = UINT32_MAX;
        d->records[d->n_records - 1].n_fields++;
    }
    return f;
}

struct einv_draft_term *einv__draft_term(struct einv_draft *d)
{
    struct einv_draft_term *t = APPEND(d, terms, n_terms, cap_terms);

    if (t != NULL)
        d->fields[d->n_fields - 1].n_terms++;
    return t;
}

struct einv_draft_alias *einv__draft_alias(struct einv_draft *d)
{
    struct einv_draft_alias *a = APPEND(d, aliases, n_aliases, cap_aliases);

    if (a != NULL)
        a->record = (uint32_t)d->n_records - 1;
    return a;
}

struct einv_draft_block *einv__draft_block(struct einv_draft *d)
{
    return APPEND(d, blocks, n_blocks, cap_blocks);
}

/* --- findings ------------------------------------------------------------- */

#define NOWHERE UINT32_MAX

static void complain(struct builder *b, const char *code, uint32_t where,
                     struct einv_text found)
{
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "structure", code,
                                          found, EINV_NO_TEXT);

    f.xpath = EINV_TEXT("model.xml");
    if (where != NOWHERE && b->d->position != NULL)
        f.pos = b->d->position(b->d->user, where);
    einv__report_add(b->report, &f);
    b->bad = true;
}

/* --- places --------------------------------------------------------------- */

/* The number of an id: the longest prefix that is followed by digits only
 * (BT-29-1 has no number: a qualifier). */
static int32_t number_of(const struct einv_draft *d, struct einv_text id)
{
    size_t i, j;

    for (i = 0; i < d->n_blocks; i++) {
        struct einv_text prefix = d->blocks[i].prefix;
        int32_t n = 0;

        if (id.len <= prefix.len || id.len - prefix.len > 4 ||
            memcmp(id.ptr, prefix.ptr, prefix.len) != 0)
            continue;
        for (j = prefix.len; j < id.len; j++) {
            if (id.ptr[j] < '0' || id.ptr[j] > '9')
                break;
            n = n * 10 + (id.ptr[j] - '0');
        }
        if (j == id.len)
            return d->blocks[i].base + n;
    }
    return 0;
}

static bool reserve(struct builder *b, size_t count)
{
    size_t need = b->m->n_places + count;

    if (need >= EINV_NO_PLACE_ID) {
        complain(b, "EINV-MODEL-0010", NOWHERE, EINV_TEXT("places"));
        return false;
    }
    if (!einv__grow(b->m->arena.alloc, &b->m->places, &b->cap, need,
                    sizeof(*b->m->places))) {
        b->nomem = true;
        return false;
    }
    memset(b->m->places + b->m->n_places, 0,
           count * sizeof(*b->m->places));
    b->m->n_places = need;
    return true;
}

static bool carry(struct builder *b, struct einv_draft_term *term,
                  struct einv_text rest)
{
    if (!einv__grow(b->d->alloc, &b->carried, &b->cap_carried,
                    b->n_carried + 1, sizeof(*b->carried))) {
        b->nomem = true;
        return false;
    }
    b->carried[b->n_carried++] = (struct carried){ term, rest };
    return true;
}

static void apply_term(struct einv_place *p, struct einv_draft_term *t)
{
    t->used = true;
    if (t->id.len > 0)
        p->id = t->id;
    if (t->title.len > 0)
        p->title = t->title;
    if (t->list.len > 0)
        p->list = t->list;
    p->flags |= t->flags;
}

/* Applies the carried terms [from, to) that name this place, and pushes those
 * that go on below it.  They are walked from the innermost field to the
 * outermost, so that the outermost has the last word. */
static bool pass_terms(struct builder *b, einv_place_id place, size_t from,
                       size_t to)
{
    struct einv_text name = b->m->places[place].name;
    size_t i;

    for (i = from; i < to; i++) {
        struct einv_text rest;
        struct einv_text step = einv__text_cut(b->carried[i].rest, '/', &rest);

        if (!einv__text_eq(step, name))
            continue;
        if (rest.ptr == NULL)
            apply_term(&b->m->places[place], b->carried[i].term);
        else if (!carry(b, b->carried[i].term, rest))
            return false;
    }
    return true;
}

/* Places of one record follow each other. */
static void chain(struct einv_model *m, einv_place_id at, uint32_t record)
{
    struct einv_model_record *r = &m->records[record];

    if (r->first == 0)
        r->first = at;
    else
        m->places[r->last].alike = at;
    r->last = at;
}

static void fill(struct builder *b, einv_place_id at, einv_place_id parent,
                 const struct einv_draft_field *f)
{
    struct einv_place *p = &b->m->places[at];

    p->name = f->name;
    p->id = f->id;
    p->title = f->title;
    p->record = f->record;
    p->key = f->key;
    p->list = f->list;
    p->parent = parent;
    p->type = f->type;
    p->flags = f->flags;
    if (f->type == EINV_TYPE_RECORD)
        chain(b->m, at, f->of);
}

/* --- titles --------------------------------------------------------------- */

/* "+VAT identifier" is said after the role, as "electronic address" is. */
static bool is_absolute(struct einv_text title)
{
    return title.len > 0 && title.ptr[0] >= 'A' && title.ptr[0] <= 'Z';
}

/* "Document level charges" is what the list is called; one of them drops the
 * plural. */
static struct einv_text one_of(const struct einv_place *p)
{
    struct einv_text t = p->title;

    if ((p->flags & EINV_PLACE_MANY) != 0 && t.len > 2 &&
        t.ptr[t.len - 1] == 's' && t.ptr[t.len - 2] != 's')
        t.len--;
    return t;
}

/* "Deliver to address" and "address line 1" share a word. */
static size_t shared_word(struct einv_text role, struct einv_text title)
{
    struct einv_text rest = title;
    struct einv_text word = einv__text_word(&rest);

    if (role.len > word.len && role.ptr[role.len - word.len - 1] == ' ' &&
        memcmp(role.ptr + role.len - word.len, word.ptr, word.len) == 0)
        return word.len + 1;
    return 0;
}

/* A title in lower case is said after the role's: Seller + postal address.
 * A qualifier is said after its value's.  A name serves as a title. */
static void make_title(struct builder *b, einv_place_id at, einv_place_id role)
{
    struct einv_place *p = &b->m->places[at];
    struct einv_text title = p->title.len > 0 ? p->title : p->name;
    struct einv_text of = role == EINV_ROOT_PLACE
                              ? EINV_NO_TEXT : one_of(&b->m->places[role]);
    size_t i, len, cut;
    char *z;

    if (title.ptr[0] == '+')
        title = einv__text(title.ptr + 1, title.len - 1);
    cut = shared_word(of, title);
    of.len -= cut;
    len = of.len + (of.len > 0 ? 1 : 0) + title.len;
    z = einv__arena_alloc(&b->m->arena, len + 1);
    if (z == NULL) {
        b->nomem = true;
        return;
    }
    if (of.len > 0) {
        memcpy(z, of.ptr, of.len);
        z[of.len] = ' ';
    }
    memcpy(z + len - title.len, title.ptr, title.len);
    for (i = 0; i < len; i++)
        if (z[i] == '_')
            z[i] = ' ';
    z[len] = '\0';
    p->title = einv__text(z, len);
}

/* --- expansion ------------------------------------------------------------ */

static bool expand(struct builder *b, einv_place_id place, uint32_t record,
                   size_t from, einv_place_id role);

/* A qualifier has no qualifiers. */
static uint32_t record_below(const struct builder *b,
                             const struct einv_draft_field *f)
{
    if (f->type == EINV_TYPE_RECORD)
        return f->of;
    if ((f->flags & EINV_PLACE_QUALIFIER) != 0)
        return UINT32_MAX;
    return b->d->qualifiers[f->type];
}

/* One child: its own terms first (innermost), then what was carried here. */
static bool expand_field(struct builder *b, einv_place_id at,
                         const struct einv_draft_field *f, size_t from,
                         size_t to, einv_place_id role)
{
    size_t mark = b->n_carried, i;
    uint32_t below = record_below(b, f);
    struct einv_place *p = &b->m->places[at];

    for (i = 0; i < f->n_terms; i++) {
        struct einv_draft_term *t = &b->d->terms[f->first_term + i];

        if (!carry(b, t, t->of))
            return false;
    }
    if (!pass_terms(b, at, from, to))
        return false;
    p->term = number_of(b->d, p->id);
    if (is_absolute(p->title))
        role = at;
    else
        make_title(b, at, (p->flags & EINV_PLACE_QUALIFIER) != 0 ? p->parent
                                                                 : role);
    if (b->nomem)
        return false;
    if (below != UINT32_MAX && !expand(b, at, below, mark, role))
        return false;
    b->n_carried = mark;
    return true;
}

/* A record that stands on the path already shares its children. */
static bool share(struct builder *b, einv_place_id place, uint32_t record)
{
    size_t i;

    for (i = 0; i < b->depth; i++) {
        if (b->records[i] == record) {
            b->m->places[place].first = b->m->places[b->places[i]].first;
            b->m->places[place].count = b->m->places[b->places[i]].count;
            return true;
        }
    }
    return false;
}

/* Each field of a record that can have a text gets a bit of 64, by its name:
 * most stay when the model grows.  A record with more shares some. */
static void number_bits(struct einv_place *fields, size_t n)
{
    uint64_t taken = 0, bit;

    for (size_t i = 0; i < n; i++) {
        struct einv_place *p = &fields[i];

        if ((p->flags & EINV_PLACE_MANY) || p->type == EINV_TYPE_RECORD)
            continue;
        bit = einv__hash32(EINV_HASH32_SEED, p->name.ptr, p->name.len) & 63;
        while (taken != UINT64_MAX && (taken >> bit & 1))
            bit = (bit + 1) & 63;
        taken |= (uint64_t)1 << bit;
        p->bit = (uint8_t)bit;
    }
}

/* The terms carried to this place lie on the stack from `from` on.
 * Recursion: at most MAX_NEST deep. */
static bool expand(struct builder *b, einv_place_id place, uint32_t record,
                   size_t from, einv_place_id role)
{
    const struct einv_draft_record *r = &b->d->records[record];
    size_t to = b->n_carried, i;
    einv_place_id first = (einv_place_id)b->m->n_places;

    if (share(b, place, record))
        return true;
    if (b->depth == MAX_NEST) {
        complain(b, "EINV-MODEL-0009", r->where, r->name);
        return false;
    }
    if (!reserve(b, r->n_fields))
        return false;
    b->m->places[place].first = first;
    b->m->places[place].count = (uint16_t)r->n_fields;
    b->records[b->depth] = record;
    b->places[b->depth++] = place;
    for (i = 0; i < r->n_fields; i++)
        fill(b, (einv_place_id)(first + i), place,
             &b->d->fields[r->first_field + i]);
    number_bits(&b->m->places[first], r->n_fields);
    for (i = 0; i < r->n_fields; i++)
        if (!expand_field(b, (einv_place_id)(first + i),
                          &b->d->fields[r->first_field + i], from, to, role))
            return false;
    b->depth--;
    return true;
}

/* --- records by name ------------------------------------------------------ */

static uint32_t record_named(const struct einv_draft *d, struct einv_text name)
{
    size_t i;

    for (i = 0; i < d->n_records; i++)
        if (einv__text_eq(d->records[i].name, name))
            return (uint32_t)i;
    return UINT32_MAX;
}

static bool name_records(struct builder *b)
{
    struct einv_model *m = b->m;

    m->n_records = b->d->n_records;
    m->records = einv__arena_zero(&m->arena, m->n_records,
                                  sizeof(*m->records));
    b->nomem |= m->records == NULL;
    for (size_t i = 0; !b->nomem && i < m->n_records; i++)
        m->records[i].name = b->d->records[i].name;
    return !b->nomem;
}

static void link_records(struct builder *b)
{
    size_t i;

    for (i = 0; i < b->d->n_fields; i++) {
        struct einv_draft_field *f = &b->d->fields[i];

        if (f->type != EINV_TYPE_RECORD)
            continue;
        f->of = record_named(b->d, f->record);
        if (f->of == UINT32_MAX)
            complain(b, "EINV-MODEL-0005", f->where, f->record);
    }
}

/* --- looking up ----------------------------------------------------------- */

static bool index_ids(struct builder *b)
{
    struct einv_model *m = b->m;
    size_t i;

    for (i = 0; i < m->n_places; i++) {
        struct einv_text id = m->places[i].id;
        uint32_t h;

        if (id.len == 0)
            continue;
        h = einv__hash32(EINV_HASH32_SEED, id.ptr, id.len) & m->mask;
        for (; m->by_id[h] != 0; h = (h + 1) & m->mask)
            if (einv__text_eq(m->places[m->by_id[h]].id, id))
                complain(b, "EINV-MODEL-0008", NOWHERE, id);
        m->by_id[h] = (einv_place_id)i;
    }
    return !b->bad;
}

static void index_names(struct builder *b)
{
    struct einv_model *m = b->m;
    size_t i;

    for (i = 1; i < m->n_places; i++) {
        uint32_t h = einv__model_name_hash(
            m, m->places[m->places[i].parent].first, m->places[i].name);

        while (m->by_name[h] != 0)
            h = (h + 1) & m->mask;
        m->by_name[h] = (einv_place_id)i;
    }
}

static bool index_aliases(struct builder *b)
{
    const struct einv_draft *d = b->d;
    struct einv_model *m = b->m;
    size_t i;

    m->aliases = einv__arena_zero(&m->arena, d->n_aliases,
                                  sizeof(*m->aliases));
    if (m->aliases == NULL)
        return false;
    for (i = 0; i < d->n_aliases; i++) {
        einv_place_id at = m->records[d->aliases[i].record].first;

        if (at == 0)
            continue;
        m->aliases[m->n_aliases].id = d->aliases[i].id;
        m->aliases[m->n_aliases].title = d->aliases[i].title;
        m->aliases[m->n_aliases].term = number_of(d, d->aliases[i].id);
        m->aliases[m->n_aliases++].place = at;
    }
    return true;
}

static bool make_index(struct builder *b)
{
    struct einv_model *m = b->m;
    size_t size = 64;

    while (size < m->n_places * 2)
        size *= 2;
    m->mask = (uint32_t)size - 1;
    m->by_id = einv__arena_zero(&m->arena, size, sizeof(*m->by_id));
    m->by_name = einv__arena_zero(&m->arena, size, sizeof(*m->by_name));
    if (m->by_id == NULL || m->by_name == NULL || !index_aliases(b)) {
        b->nomem = true;
        return false;
    }
    index_names(b);
    return index_ids(b);
}

static void find_unused(struct builder *b)
{
    size_t i;

    for (i = 0; i < b->d->n_terms; i++)
        if (!b->d->terms[i].used)
            complain(b, "EINV-MODEL-0007", b->d->terms[i].where,
                     b->d->terms[i].of);
}

static bool build_root(struct builder *b)
{
    uint32_t root = record_named(b->d, EINV_TEXT("invoice"));
    struct einv_place *p;

    if (root == UINT32_MAX) {
        complain(b, "EINV-MODEL-0006", NOWHERE, EINV_TEXT("invoice"));
        return false;
    }
    if (!reserve(b, 1))
        return false;
    p = &b->m->places[0];
    p->title = EINV_TEXT("Invoice");
    p->record = EINV_TEXT("invoice");
    p->type = EINV_TYPE_RECORD;
    return expand(b, EINV_ROOT_PLACE, root, 0, EINV_ROOT_PLACE);
}

einv_status einv__model_build(struct einv_model *m, struct einv_draft *d,
                              struct einv_report *report)
{
    struct builder b;

    memset(&b, 0, sizeof(b));
    b.m = m;
    b.d = d;
    b.report = report;
    link_records(&b);
    if (!b.bad && name_records(&b) && build_root(&b) && make_index(&b))
        find_unused(&b);
    einv__free(d->alloc, b.carried, b.cap_carried * sizeof(*b.carried));
    m->cap_places = b.cap;
    if (b.nomem)
        return EINV_ENOMEM;
    return b.bad ? EINV_EMALFORMED : EINV_OK;
}
