/* image.c: a compiled set as bytes, and back.
 *
 *     "einv rules" and a zero byte, the number of this format, the shape of
 *     the tables that it points into, a checksum of the rest (8 bytes)
 *     the set's id, flags and counts; its library; its patterns
 *
 * An image is a cache: another release of the library makes its own from the
 * source.  It may come from anywhere: see base/image.h and xpath/image.c.
 */
#include "../xpath/image.h"
#include "image.h"
#include "set.h"

static const char magic[] = "einv rules";   /* with its zero */
enum { FORMAT = 5, MARK = sizeof magic, HEAD = MARK + 16, MAX_DEPTH = 200 };

/* --- the set's parts ------------------------------------------------------ */

struct carrier {
    struct einv_image *m;
    struct einv_sch_set *set;
    unsigned depth;
};

static bool reading(const struct carrier *c)
{
    return c->m->out == NULL;
}

/* A record of a list: the next one that there is, or a new one. */
#define RECORD(c, at) \
    (reading(c) ? (*(at) = einv__image_make((c)->m, 1, sizeof **(at))) \
                : *(at))

static size_t length(struct carrier *c, size_t n)
{
    einv__image_count(c->m, &n);
    return n;
}

static void lets(struct carrier *c, struct sch_lets *lets)
{
    size_t i;
    struct sch_let **at = &lets->first;

    lets->n = length(c, lets->n);
    for (i = 0; i < lets->n && RECORD(c, at) != NULL; i++) {
        einv__image_text(c->m, &(*at)->name);
        einv__xp_image_expr(c->m, c->set->lib, i, &(*at)->expr);
        if ((*at)->expr == NULL)
            c->m->bad = true;
        lets->last = *at;
        at = &(*at)->next;
    }
}

static void parts(struct carrier *c, struct sch_check *check)
{
    struct sch_part *part, **at = &check->first;
    size_t n = 0;

    for (part = check->first; part != NULL; part = part->next)
        n++;
    for (n = length(c, n); n > 0 && RECORD(c, at) != NULL; n--) {
        uint8_t kind = (uint8_t)(*at)->kind;

        einv__image_u8(c->m, &kind, SCH_NAME);
        (*at)->kind = (enum sch_part_kind)kind;
        einv__image_text(c->m, &(*at)->text);
        einv__xp_image_expr(c->m, c->set->lib, check->n_lets, &(*at)->expr);
        if (kind != SCH_TEXT && (*at)->expr == NULL)
            c->m->bad = true;
        check->last = *at;
        at = &(*at)->next;
    }
}

/* Diagnostics: an id and parts. */
static void also(struct carrier *c, struct sch_check *check)
{
    struct sch_check *one, **at = &check->also;
    size_t n = 0;

    for (one = check->also; one != NULL; one = one->next)
        n++;
    for (n = length(c, n); n > 0 && RECORD(c, at) != NULL; n--) {
        (*at)->n_lets = check->n_lets;
        einv__image_text(c->m, &(*at)->id);
        parts(c, *at);
        at = &(*at)->next;
    }
}

static void hint(struct carrier *c, struct sch_check *check)
{
    bool has = check->hint != NULL;
    size_t i;

    einv__image_bool(c->m, &has);
    if (!has || RECORD(c, &check->hint) == NULL)
        return;
    for (i = 0; i < SCH_N_VALUES; i++) {
        einv__image_text(c->m, &check->hint->text[i]);
        einv__xp_image_expr(c->m, c->set->lib, check->n_lets,
                            &check->hint->expr[i]);
    }
    einv__image_text(c->m, &check->hint->fix);
    einv__image_text(c->m, &check->hint->needs);
}

static void checks(struct carrier *c, struct sch_checks *list, size_t n_lets);

/* A count of lets that is between two others. */
static void between(struct carrier *c, size_t *n, size_t least, size_t most)
{
    uint32_t narrow = (uint32_t)*n;

    einv__image_u32(c->m, &narrow, (uint32_t)most);
    *n = narrow;
    if (*n < least)
        c->m->bad = true;
}

static void texts(struct carrier *c, struct sch_check *check)
{
    struct einv_text *const all[] = {
        &check->id, &check->flag, &check->role, &check->see, &check->test,
        &check->diagnostics, &check->term
    };
    size_t i;

    for (i = 0; i < sizeof all / sizeof *all; i++)
        einv__image_text(c->m, all[i]);
}

static void a_check(struct carrier *c, struct sch_check *check, size_t n_lets)
{
    uint8_t severity = (uint8_t)check->severity, step = (uint8_t)check->step;

    einv__image_u8(c->m, &step, SCH_EACH);
    check->step = (enum sch_step)step;
    einv__image_bool(c->m, &check->report);
    einv__image_bool(c->m, &check->always);
    texts(c, check);
    einv__image_u8(c->m, &severity, EINV_SEV_FATAL);
    check->severity = (enum einv_severity)severity;
    between(c, &check->n_lets, 0, n_lets);
    if (step == SCH_EACH)
        between(c, &check->end_lets, check->n_lets, n_lets);
    einv__xp_image_expr(c->m, c->set->lib, check->n_lets, &check->expr);
    if (check->expr == NULL && (step == SCH_EACH ||
                                (!check->always && step != SCH_CHOOSE)))
        c->m->bad = true;
    parts(c, check);
    also(c, check);
    hint(c, check);
    if (step != SCH_CHECK)
        checks(c, &check->inner, n_lets);
}

static void checks(struct carrier *c, struct sch_checks *list, size_t n_lets)
{
    struct sch_check *check, **at = &list->first;
    size_t n = 0;

    for (check = list->first; check != NULL; check = check->next)
        n++;
    if (++c->depth > MAX_DEPTH)
        c->m->bad = true;
    for (n = length(c, n); n > 0 && RECORD(c, at) != NULL; n--) {
        a_check(c, *at, n_lets);
        list->last = *at;
        at = &(*at)->next;
    }
    c->depth--;
}

static void names(struct carrier *c, struct sch_rule *rule)
{
    struct einv_text *read = NULL;
    bool any = rule->names == NULL;
    size_t i;

    einv__image_bool(c->m, &any);
    if (any)
        return;
    rule->n_names = length(c, rule->n_names);
    if (reading(c))
        rule->names = read =
            einv__image_make(c->m, rule->n_names + 1, sizeof *read);
    for (i = 0; i < rule->n_names && einv__image_good(c->m); i++) {
        struct einv_text name = rule->names[i];

        einv__image_text(c->m, &name);
        if (read != NULL)
            read[i] = name;
    }
}

static void a_rule(struct carrier *c, struct sch_rule *rule)
{
    uint32_t kinds = rule->kinds;

    einv__image_text(c->m, &rule->context);
    einv__image_text(c->m, &rule->id);
    einv__xp_image_pattern(c->m, c->set->lib, &rule->pattern);
    einv__image_u32(c->m, &kinds, SCH_ELEMENTS | SCH_ATTRIBUTES |
                                      SCH_DOCUMENT | SCH_OTHERS);
    rule->kinds = kinds;
    names(c, rule);
    einv__image_bool(c->m, &rule->even_so);
    einv__image_bool(c->m, &rule->goes_on);
    lets(c, &rule->lets);
    checks(c, &rule->checks, rule->lets.n);
}

static void a_pattern(struct carrier *c, struct sch_pattern *p)
{
    struct sch_rule **at = &p->first;
    uint32_t kinds = p->kinds;
    size_t i;

    einv__image_text(c->m, &p->id);
    einv__image_text(c->m, &p->name);
    einv__image_u32(c->m, &kinds, SCH_ELEMENTS | SCH_ATTRIBUTES |
                                      SCH_DOCUMENT | SCH_OTHERS);
    p->kinds = kinds;
    einv__image_bool(c->m, &p->even_so);
    p->n_rules = length(c, p->n_rules);
    for (i = 0; i < p->n_rules && RECORD(c, at) != NULL; i++) {
        a_rule(c, *at);
        p->last = *at;
        at = &(*at)->next;
    }
}

static void counts(struct carrier *c, struct einv_sch_counts *n)
{
    size_t *const all[] = { &n->patterns, &n->rules, &n->asserts,
                            &n->expressions };
    size_t i;

    for (i = 0; i < sizeof all / sizeof *all; i++) {
        uint64_t wide = *all[i];

        einv__image_u64(c->m, &wide);
        *all[i] = (size_t)wide;
    }
}

/* What reports say about the set. */
static void labels(struct carrier *c)
{
    struct einv_sch_set *set = c->set;
    struct sch_prefix *p, **at = &set->prefixes;
    size_t n = 0;

    einv__image_text(c->m, &set->title);
    einv__image_text(c->m, &set->version);
    einv__image_text(c->m, &set->phase);
    for (p = set->prefixes; p != NULL; p = p->next)
        n++;
    for (n = length(c, n); n > 0 && RECORD(c, at) != NULL; n--) {
        einv__image_text(c->m, &(*at)->prefix);
        einv__image_text(c->m, &(*at)->uri);
        set->last_prefix = *at;
        at = &(*at)->next;
    }
}

static void whole(struct einv_image *m, struct einv_sch_set *set)
{
    struct carrier c = { m, set, 0 };
    struct sch_pattern *p, **at = &set->first;
    uint32_t flags = set->flags;
    size_t n = 0;

    for (p = set->first; p != NULL; p = p->next)
        n++;
    einv__image_text(m, &set->id);
    labels(&c);
    einv__image_u32(m, &flags, EINV_XP_COMPAT);
    set->flags = flags;
    counts(&c, &set->counts);
    einv__xp_image_lib(m, set->lib);
    for (n = length(&c, n); n > 0 && RECORD(&c, at) != NULL; n--) {
        a_pattern(&c, *at);
        set->last = *at;
        at = &(*at)->next;
    }
}

/* --- the head -------------------------------------------------------------- */

static void put_u32(char *at, uint32_t n)
{
    int i;

    for (i = 0; i < 4; i++)
        at[i] = (char)(n >> (8 * i) & 0xff);
}

static void put_head(char *head, const char *body, size_t len)
{
    uint64_t sum = einv__hash_long(EINV_HASH64_SEED, body, len);

    memcpy(head, magic, MARK);
    put_u32(head + MARK, FORMAT);
    put_u32(head + MARK + 4, einv__xp_image_shape());
    put_u32(head + MARK + 8, (uint32_t)sum);
    put_u32(head + MARK + 12, (uint32_t)(sum >> 32));
}

bool einv__sch_is_image(struct einv_text bytes)
{
    return bytes.len >= MARK && memcmp(bytes.ptr, magic, MARK) == 0;
}

void einv__sch_image_mend(char *bytes, size_t len)
{
    if (len >= HEAD)
        put_head(bytes, bytes + HEAD, len - HEAD);
}

einv_status einv__sch_save(const struct einv_sch_set *set,
                           struct einv_buf *out)
{
    struct einv_image m = { .out = out };
    char head[HEAD] = { 0 };
    size_t from = out->len;

    einv__buf_put(out, head, HEAD);
    whole(&m, (struct einv_sch_set *)set);
    if (m.nomem || out->failed)
        return EINV_ENOMEM;
    if (m.bad)
        return EINV_EINTERNAL;
    einv__sch_image_mend(out->data + from, out->len - from);
    return EINV_OK;
}

einv_status einv__sch_restore(const einv_allocator *a, struct einv_text bytes,
                              struct einv_text id, struct einv_sch_set **out)
{
    struct einv_image m = { 0 };
    struct einv_sch_set *set;
    char head[HEAD];
    char *copy;

    *out = NULL;
    if (bytes.len < HEAD)
        return EINV_EMALFORMED;
    put_head(head, bytes.ptr + HEAD, bytes.len - HEAD);
    if (memcmp(head, bytes.ptr, HEAD) != 0)
        return EINV_EMALFORMED;
    set = einv__sch_new_set(a);
    if (set == NULL)
        return EINV_ENOMEM;
    copy = einv__arena_dup(set->arena, bytes);
    if (id.len > 0)
        id.ptr = einv__arena_dup(set->arena, id);
    if (copy != NULL && (id.len == 0 || id.ptr != NULL)) {
        m.p = copy + HEAD;
        m.end = copy + bytes.len;
        m.arena = set->arena;
        whole(&m, set);
        m.bad = m.bad || m.p != m.end;
        if (id.len > 0)
            set->id = id;
    } else {
        m.nomem = true;
    }
    m.nomem = m.nomem || !einv__xp_lib_seal(set->lib) ||
              (einv__image_good(&m) &&
               (!einv__sch_number(set) || !einv__sch_dispatch(set)));
    if (einv__image_good(&m)) {
        *out = set;
        return EINV_OK;
    }
    einv__sch_free(set);
    return m.nomem ? EINV_ENOMEM : EINV_EMALFORMED;
}
