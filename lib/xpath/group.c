/* group.c: the nodes of a step by the values of a key.
 *
 * x[key = outer] asks each x for its key each time.  Here the keys of all x
 * below one node are put into a table once, and outer is looked up.  The
 * table is made only where every key is a string, or every key a number, and
 * none is an error; and it is asked only for values that compare with such
 * keys without one.  Else the step goes the plain way and meets the errors
 * that it would have met.
 */
#include "optimise.h"

#include <stdlib.h>

enum { FEW = 200 };             /* rows below a node that need no index */

enum kind { NO_KEYS, TEXTS, NUMBERS, BAD };

struct key {
    struct einv_xp_item value;
    uint32_t hash;
    uint32_t first, last, n;    /* entries + 1, and how many */
};

struct entry {
    uint32_t row, next;         /* next: entry + 1 */
};

struct index {
    uint32_t slot, kind_of_node, row;
    enum kind kind;
    bool any;                   /* there is a node */
    struct einv_xp_node node;   /* the first */
    struct key *keys;
    size_t n_keys, cap_keys;
    uint32_t *slots;            /* key + 1 */
    size_t cap_slots;
    struct entry *entries;
    size_t n_entries, cap_entries;
};

struct einv_xp_groups {
    struct index **rows;
    size_t n, cap;
    uint32_t *slots;            /* open addressing: row + 1 */
    size_t cap_slots;
};

/* --- memory: all of it the run's, until the end ---------------------------- */

static bool grow(struct einv_xp_run *run, void *ptr_to_ptr, size_t *cap,
                 size_t need, size_t size)
{
    void *old, *grown;
    size_t more = *cap * 2 > 8 ? *cap * 2 : 8;

    if (need <= *cap)
        return true;
    if (more < need)
        more = need;
    if (run->arena.total + run->local.total + run->keep.total +
            more * size > run->bytes)
        return einv__xp_fail_limit(run, "scratch");
    grown = einv__arena_zero(&run->keep, more, size);
    if (grown == NULL)
        return einv__xp_fail(run, "EINV0002");
    memcpy(&old, ptr_to_ptr, sizeof old);
    if (*cap > 0)
        memcpy(grown, old, *cap * size);
    memcpy(ptr_to_ptr, &grown, sizeof grown);
    *cap = more;
    return true;
}

/* --- keys -------------------------------------------------------------------- */

static double number_of(struct einv_xp_run *run,
                        const struct einv_xp_item *item)
{
    double d = einv__xp_number(run, item);

    return d < 0 || d > 0 ? d : 0;      /* one zero; NaN equals nothing */
}

static uint32_t hash_of(struct einv_xp_run *run,
                        const struct einv_xp_item *item)
{
    double d;

    if (einv__xp_is_text(item))
        return einv__hash32(EINV_HASH32_SEED, item->u.text.ptr,
                            item->u.text.len);
    d = number_of(run, item);
    return einv__hash32(EINV_HASH32_SEED, &d, sizeof d);
}

static bool equal(struct einv_xp_run *run, const struct einv_xp_item *a,
                  const struct einv_xp_item *b, bool *yes)
{
    if (einv__xp_is_text(a)) {
        *yes = einv__text_eq(a->u.text, b->u.text);
        return true;
    }
    return einv__xp_compare(run, EINV_XP_EQ, a, b, yes);
}

/* The place of a key in the table: its own or a free one. */
static bool find(struct einv_xp_run *run, const struct index *x,
                 const struct einv_xp_item *value, uint32_t hash,
                 uint32_t **slot)
{
    size_t mask = x->cap_slots - 1, i;
    bool yes = false;

    for (i = hash & mask; x->slots[i] != 0; i = (i + 1) & mask) {
        const struct key *key = &x->keys[x->slots[i] - 1];

        if (key->hash != hash)
            continue;
        if (!equal(run, &key->value, value, &yes))
            return false;
        if (yes)
            break;
    }
    *slot = &x->slots[i];
    return true;
}

static bool more_slots(struct einv_xp_run *run, struct index *x)
{
    size_t i;

    if (x->n_keys * 2 < x->cap_slots)
        return true;
    i = x->cap_slots < 8 ? 16 : x->cap_slots * 2;
    x->cap_slots = 0;
    if (!grow(run, &x->slots, &x->cap_slots, i, sizeof *x->slots))
        return false;
    for (i = 0; i < x->n_keys; i++) {
        size_t at = x->keys[i].hash & (x->cap_slots - 1);

        while (x->slots[at] != 0)
            at = (at + 1) & (x->cap_slots - 1);
        x->slots[at] = (uint32_t)i + 1;
    }
    return true;
}

/* A key's value lives as long as the index: texts of the document do. */
static bool keep_value(struct einv_xp_run *run, const struct index *x,
                       struct einv_xp_item *value)
{
    const struct einv_tree *t = x->node.doc->tree;
    struct einv_xp_seq one = { value, 1 }, copy;

    if (einv__xp_is_text(value) && value->u.text.ptr >= t->text &&
        value->u.text.ptr + value->u.text.len <= t->text + t->text_len)
        return true;
    if (!einv__xp_copy(run, &run->keep, &one, &copy))
        return false;
    *value = copy.items[0];
    return true;
}

static bool add(struct einv_xp_run *run, struct index *x, uint32_t row,
                const struct einv_xp_item *value)
{
    uint32_t hash = hash_of(run, value), *slot;
    struct key *key;

    if (!more_slots(run, x) || !find(run, x, value, hash, &slot) ||
        !grow(run, &x->entries, &x->cap_entries, x->n_entries + 1,
              sizeof *x->entries))
        return false;
    if (*slot == 0) {
        if (!grow(run, &x->keys, &x->cap_keys, x->n_keys + 1,
                  sizeof *x->keys))
            return false;
        key = &x->keys[x->n_keys++];
        *key = (struct key){ *value, hash, 0, 0, 0 };
        if (!keep_value(run, x, &key->value))
            return false;
        *slot = (uint32_t)x->n_keys;
    }
    key = &x->keys[*slot - 1];
    if (key->last != 0 && x->entries[key->last - 1].row == row)
        return true;                    /* twice the same value */
    x->entries[x->n_entries++] = (struct entry){ row, 0 };
    if (key->last != 0)
        x->entries[key->last - 1].next = (uint32_t)x->n_entries;
    else
        key->first = (uint32_t)x->n_entries;
    key->last = (uint32_t)x->n_entries;
    key->n++;
    return true;
}

/* --- making an index ------------------------------------------------------- */

static enum kind kind_of(const struct einv_xp_item *item)
{
    return einv__xp_is_text(item)     ? TEXTS
           : einv__xp_is_number(item) ? NUMBERS
                                      : BAD;
}

static bool add_node(const struct einv_xp_env *env, struct index *x,
                     const struct einv_xp_expr *key,
                     const struct einv_xp_item *node)
{
    struct einv_arena_mark mark = einv__arena_mark(&env->run->arena);
    struct einv_xp_focus focus = einv__xp_focus(*node);
    struct einv_xp_env inner = *env;
    struct einv_xp_seq atoms;
    bool ok;

    inner.focus = &focus;
    ok = einv__xp_do_atoms(&inner, key, false, &atoms);
    for (size_t i = 0; ok && i < atoms.n && x->kind != BAD; i++) {
        enum kind kind = kind_of(&atoms.items[i]);

        if (x->kind == NO_KEYS)
            x->kind = kind;
        if (kind != x->kind)
            x->kind = BAD;
        else
            ok = add(env->run, x, node->u.node.row, &atoms.items[i]);
    }
    einv__arena_reset(&env->run->arena, mark);
    return ok;
}

static bool fill(const struct einv_xp_env *env, struct index *x,
                 const struct einv_xp_expr *step,
                 const struct einv_xp_node *node)
{
    const struct einv_xp_group *g = step->group;
    const struct einv_xp_expr *key = step->args[g->predicate]->args[g->key];
    struct einv_xp_list list = { NULL, 0, 0 };

    if (!einv__xp_axis(env->run, node, (enum einv_xp_axis)step->sub,
                       &step->u.test, &list))
        return false;
    for (uint32_t i = 0; i < g->predicate; i++)
        if (!einv__xp_filter(env, step->args[i], &list, 0))
            return false;
    if (list.n > 0) {
        x->any = true;
        x->node = list.items[0].u.node;
        /* A key each, as a rule: room that does not double. */
        if (!grow(env->run, &x->entries, &x->cap_entries, list.n,
                  sizeof *x->entries))
            return false;
    }
    for (size_t i = 0; i < list.n && x->kind != BAD; i++)
        if (!add_node(env, x, key, &list.items[i]))
            return false;
    return true;
}

/* An error in it makes the index useless, and is forgotten: the plain way
 * will meet it.  A limit stays. */
static bool make(const struct einv_xp_env *env, struct index *x,
                 const struct einv_xp_expr *step,
                 const struct einv_xp_node *node)
{
    struct einv_xp_run *run = env->run;
    struct einv_arena_mark mark = einv__arena_mark(&run->arena);
    uint32_t nesting = run->nesting, depth = run->depth;

    if (!fill(env, x, step, node)) {
        x->kind = BAD;
        if (run->limit == NULL && strcmp(run->error, "EINV0002") != 0) {
            run->error = NULL;
            run->nesting = nesting;
            run->depth = depth;
        }
    }
    einv__arena_reset(&run->arena, mark);
    return run->error == NULL;
}

/* --- the indexes of a run ---------------------------------------------------- */

static size_t place(const struct einv_xp_groups *g, uint32_t slot,
                    const struct einv_xp_node *node)
{
    uint32_t id[3] = { slot, node->kind, node->row };
    size_t mask = g->cap_slots - 1;
    size_t i = einv__hash32(EINV_HASH32_SEED, id, sizeof id) & mask;

    for (; g->slots[i] != 0; i = (i + 1) & mask) {
        const struct index *x = g->rows[g->slots[i] - 1];

        if (x->slot == slot && x->kind_of_node == node->kind &&
            x->row == node->row)
            break;
    }
    return i;
}

static bool more_places(struct einv_xp_run *run, struct einv_xp_groups *g)
{
    size_t cap = g->cap_slots < 32 ? 32 : g->cap_slots * 2;

    if (g->n * 2 < g->cap_slots)
        return true;
    g->slots = einv__arena_zero(&run->keep, cap, sizeof *g->slots);
    if (g->slots == NULL)
        return einv__xp_fail(run, "EINV0002");
    g->cap_slots = cap;
    for (size_t i = 0; i < g->n; i++) {
        struct einv_xp_node node = { NULL, g->rows[i]->kind_of_node,
                                     g->rows[i]->row, 0 };

        g->slots[place(g, g->rows[i]->slot, &node)] = (uint32_t)i + 1;
    }
    return true;
}

/* NULL: the error is set. */
static struct index *index_at(const struct einv_xp_env *env,
                              const struct einv_xp_expr *step,
                              const struct einv_xp_node *node)
{
    struct einv_xp_run *run = env->run;
    struct einv_xp_groups *g = run->groups;
    struct index *x;
    size_t at;

    if (g == NULL) {
        run->groups = g = einv__arena_zero(&run->keep, 1, sizeof *g);
        if (g == NULL) {
            einv__xp_fail(run, "EINV0002");
            return NULL;
        }
    }
    if (!more_places(run, g))
        return NULL;
    at = place(g, step->group->slot, node);
    if (g->slots[at] != 0)
        return g->rows[g->slots[at] - 1];
    x = einv__arena_zero(&run->keep, 1, sizeof *x);
    if (x == NULL)
        einv__xp_fail(run, "EINV0002");
    if (x == NULL || !grow(run, &g->rows, &g->cap, g->n + 1, sizeof *g->rows))
        return NULL;
    x->slot = step->group->slot;
    x->kind_of_node = node->kind;
    x->row = node->row;
    x->kind = BAD;                      /* while it is being made */
    g->rows[g->n++] = x;
    g->slots[at] = (uint32_t)g->n;
    x->kind = NO_KEYS;
    return make(env, x, step, node) ? x : NULL;
}

/* --- asking ------------------------------------------------------------------ */

/* A value as the keys are compared with; *fits false: not that simple. */
static bool fit(struct einv_xp_run *run, const struct index *x,
                struct einv_xp_item *value, bool *fits)
{
    struct einv_xp_item made;

    *fits = kind_of(value) == x->kind;
    if (*fits || x->kind != NUMBERS || value->type != EINV_XP_UNTYPED)
        return true;
    *fits = einv__xp_cast(run, value, EINV_XP_DOUBLE, EINV_XP_PLAIN, &made);
    if (*fits)
        *value = made;
    else if (run->limit == NULL && strcmp(run->error, "EINV0002") != 0)
        run->error = NULL;
    return run->error == NULL;
}

static bool look(struct einv_xp_run *run, const struct index *x,
                 const struct einv_xp_item *value, struct einv_xp_list *list)
{
    struct einv_xp_item item = einv__xp_node_item(x->node);
    const struct key *key;
    uint32_t *slot, i;

    if (x->cap_slots == 0)
        return true;
    if (!find(run, x, value, hash_of(run, value), &slot))
        return false;
    if (*slot == 0)
        return true;
    key = &x->keys[*slot - 1];
    if (!einv__xp_step(run, key->n) || !einv__xp_reserve(run, list, key->n))
        return false;
    for (i = key->first; i != 0; i = x->entries[i - 1].next) {
        item.u.node.row = x->entries[i - 1].row;
        list->items[list->n++] = item;
    }
    return true;
}

/* The nodes of several values, in order. */
static bool look_each(struct einv_xp_run *run, const struct index *x,
                      const struct einv_xp_seq *values,
                      struct einv_xp_list *list)
{
    struct einv_xp_list found = { NULL, 0, 0 };

    for (size_t i = 0; i < values->n; i++)
        if (!look(run, x, &values->items[i], &found))
            return false;
    if (!einv__xp_sort(run, &found) ||
        !einv__xp_reserve(run, list, found.n))
        return false;
    for (size_t i = 0; i < found.n; i++)
        list->items[list->n++] = found.items[i];
    return true;
}

static bool look_all(const struct einv_xp_env *env, const struct index *x,
                     const struct einv_xp_expr *outer,
                     struct einv_xp_list *list, bool *done)
{
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_node_item(x->node));
    struct einv_xp_run *run = env->run;
    struct einv_xp_env inner = *env;
    struct einv_xp_item *values;
    struct einv_xp_seq atoms;

    inner.focus = &focus;
    if (!einv__xp_do_atoms(&inner, outer, false, &atoms))
        return false;
    values = einv__xp_alloc(run, atoms.n, sizeof *values);
    if (values == NULL)
        return false;
    for (size_t i = 0; i < atoms.n; i++) {
        bool fits;

        values[i] = atoms.items[i];
        if (!fit(run, x, &values[i], &fits))
            return false;
        if (!fits)
            return true;
    }
    *done = true;
    atoms.items = values;
    /* One value's are in order as they stand. */
    return atoms.n == 1 ? look(run, x, values, list)
                        : look_each(run, x, &atoms, list);
}

/* Rows of equal values are in document order. */
static bool stands(const struct index *x, const struct key *key,
                   const struct einv_xp_node *node, uint8_t axis)
{
    const struct einv_tree *t = node->doc->tree;
    uint32_t last = x->entries[key->last - 1].row;

    if (axis == EINV_XP_FOLLOWING)
        return last > t->elems[node->row].end;
    if (axis == EINV_XP_FOLLOWING_SIBLING)
        return last > node->row;
    for (uint32_t i = key->first; i != 0; i = x->entries[i - 1].next) {
        uint32_t row = x->entries[i - 1].row;

        if (row >= node->row)
            return false;
        if (t->elems[row].end < node->row)      /* not above it */
            return true;
    }
    return false;
}

static bool ask_beside(const struct einv_xp_env *env, const struct index *x,
                       const struct einv_xp_beside *beside, bool *out,
                       bool *done)
{
    const struct einv_xp_node *node = &env->focus->item.u.node;
    struct einv_xp_run *run = env->run;
    struct einv_xp_seq atoms;
    uint32_t *slot;

    if (!einv__xp_do_atoms(env, beside->key, false, &atoms))
        return false;
    for (size_t i = 0; i < atoms.n; i++) {
        struct einv_xp_item value = atoms.items[i];
        bool fits = true;

        if (x->any && !fit(run, x, &value, &fits))
            return false;
        if (!fits)
            return true;
        if (x->cap_slots == 0)
            continue;
        if (!find(run, x, &value, hash_of(run, &value), &slot))
            return false;
        *out = *out || (*slot != 0 && stands(x, &x->keys[*slot - 1], node,
                                             beside->axis));
    }
    *done = true;
    run->taken[EINV_XP_WAY_GROUP]++;
    return true;
}

static bool is_small(const struct einv_xp_node *node)
{
    const struct einv_tree *t = node->doc->tree;

    return node->kind == EINV_XP_ELEMENT
               ? t->elems[node->row].end - node->row < FEW
               : t->n_elems < 16;
}

bool einv__xp_grouped(const struct einv_xp_env *env,
                      const struct einv_xp_expr *step,
                      const struct einv_xp_node *node,
                      struct einv_xp_list *list, bool *done)
{
    const struct einv_xp_group *g = step->group;
    struct einv_xp_run *run = env->run;
    struct index *x;
    size_t from = list->n;

    *done = false;
    if ((run->off & EINV_XP_OFF_GROUP) != 0 || run->memos == NULL ||
        node->doc != &run->docs[0] || node->kind > EINV_XP_ELEMENT ||
        is_small(node))
        return true;
    x = index_at(env, step, node);
    if (x == NULL)
        return false;
    if (x->kind == BAD)
        return true;
    if (!x->any) {
        *done = true;
        return true;
    }
    if (!look_all(env, x, step->args[g->predicate]->args[1 - g->key], list,
                  done) ||
        !*done)
        return run->error == NULL;
    run->taken[EINV_XP_WAY_GROUP]++;
    for (uint32_t i = g->predicate + 1; i < step->n; i++)
        if (!einv__xp_filter(env, step->args[i], list, from))
            return false;
    return true;
}

bool einv__xp_is_beside(const struct einv_xp_env *env,
                        const struct einv_xp_beside *beside, bool *out,
                        bool *done)
{
    const struct einv_xp_node *node = &env->focus->item.u.node;
    struct einv_xp_run *run = env->run;
    struct einv_xp_node base;
    struct index *x;

    *done = *out = false;
    if ((run->off & EINV_XP_OFF_GROUP) != 0 || run->memos == NULL ||
        node->doc != &run->docs[0] || node->kind != EINV_XP_ELEMENT ||
        !einv__xp_parent(node, &base))
        return true;
    if (beside->step->sub == EINV_XP_DESCENDANT)
        base = einv__xp_node(node->doc, EINV_XP_DOCUMENT, 0);
    if (is_small(&base))
        return true;
    x = index_at(env, beside->step, &base);
    if (x == NULL)
        return false;
    return x->kind == BAD || ask_beside(env, x, beside, out, done);
}
