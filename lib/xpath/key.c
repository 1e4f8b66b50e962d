/* key.c: xsl:key and key() (XSLT 2.0, 16.3).
 *
 * The nodes of a document that a key's pattern matches, by the values of its
 * `use` expression: one table a document and key, made at the first call.
 */
#include "eval.h"
#include "parse.h"

struct entry {
    struct einv_xp_item value;
    struct einv_xp_node node;
    struct entry *next;         /* of one bucket, in document order */
};

struct einv_xp_index {
    struct entry **buckets, **tails;
    size_t n;                   /* buckets, a power of two */
};

bool einv__xp_lib_key(struct einv_xp_lib *lib, struct einv_text qname,
                      struct einv_text match, struct einv_text use,
                      struct einv_xp_error *error)
{
    struct einv_xp_key *key = einv__arena_zero(&lib->arena, 1, sizeof *key);
    char *copy = einv__arena_dup(&lib->arena, qname);
    struct einv_xp_parser p;

    einv__xp_parser_init(&p, lib, NULL, 0, error);
    if (key == NULL || copy == NULL) {
        lib->nomem = true;
        return false;
    }
    if (!einv__xp_expand(&p, einv__text(copy, qname.len), false, &key->name))
        return false;
    key->match = einv__xp_compile_pattern(lib, match, NULL, 0, error);
    if (key->match == NULL)
        return false;
    key->use = einv__xp_compile(lib, use, NULL, 0, error);
    if (key->use == NULL)
        return false;
    key->number = (uint32_t)lib->n_keys++;
    key->next = lib->keys;
    lib->keys = key;
    return true;
}

static size_t bucket_of(const struct einv_xp_index *index,
                        struct einv_text text)
{
    return einv__hash32(EINV_HASH32_SEED, text.ptr, text.len) &
           (index->n - 1);
}

/* Values that are equal have the same text here: numbers by their double,
 * others by their string. */
static bool text_of(struct einv_xp_run *run, const struct einv_xp_item *value,
                    struct einv_text *out)
{
    struct einv_xp_item item = *value;

    if (einv__xp_is_number(value))
        item = einv__xp_double(einv__xp_number(run, value));
    return run->error == NULL && einv__xp_string(run, &item, out);
}

static bool add(struct einv_xp_run *run, struct einv_xp_index *index,
                const struct einv_xp_item *value,
                const struct einv_xp_node *node)
{
    struct entry *entry = einv__arena_zero(&run->keep, 1, sizeof *entry);
    struct einv_xp_seq in = { value, 1 }, copy;
    struct einv_text text;
    size_t at;

    if (entry == NULL)
        return einv__xp_fail(run, "EINV0002");
    if (!text_of(run, value, &text) ||
        !einv__xp_copy(run, &run->keep, &in, &copy))
        return false;
    entry->value = copy.items[0];
    entry->node = *node;
    at = bucket_of(index, text);
    if (index->buckets[at] == NULL)
        index->buckets[at] = entry;
    else
        index->tails[at]->next = entry;
    index->tails[at] = entry;
    return true;
}

static bool add_node(struct einv_xp_run *run, struct einv_xp_index *index,
                     const struct einv_xp_key *key, struct einv_xp_node node)
{
    struct einv_xp_item item = einv__xp_node_item(node);
    struct einv_xp_focus focus = einv__xp_focus(item);
    struct einv_arena_mark mark = einv__arena_mark(&run->arena);
    struct einv_xp_seq values;
    bool yes, ok = true;

    if (!einv__xp_matches(run, key->match, &item, NULL, &yes))
        return false;
    run->error = NULL;          /* an error in a pattern is no match */
    if (yes) {
        ok = einv__xp_eval(run, key->use, &focus, NULL, &values) &&
             einv__xp_atomize(run, &values, &values);
        for (size_t i = 0; ok && i < values.n; i++)
            ok = add(run, index, &values.items[i], &node);
    }
    einv__arena_reset(&run->arena, mark);
    return ok;
}

static bool build(struct einv_xp_run *run, const struct einv_xp_key *key,
                  const struct einv_xp_doc *doc, struct einv_xp_index *index)
{
    const struct einv_tree *t = doc->tree;

    for (index->n = 16; index->n < t->n_elems && index->n < 1u << 16;)
        index->n *= 2;
    index->buckets =
        einv__arena_zero(&run->keep, index->n, sizeof *index->buckets);
    index->tails =
        einv__arena_zero(&run->keep, index->n, sizeof *index->tails);
    if (index->buckets == NULL || index->tails == NULL)
        return einv__xp_fail(run, "EINV0002");
    for (einv_node e = 0; e < t->n_elems; e++) {
        uint32_t a, end = einv__tree_attrs(t, e, &a);

        if (!add_node(run, index, key,
                      einv__xp_node(doc, EINV_XP_ELEMENT, e)))
            return false;
        for (; a < end; a++)
            if (!add_node(run, index, key,
                          einv__xp_node(doc, EINV_XP_ATTRIBUTE, a)))
                return false;
    }
    return true;
}

static bool same_value(struct einv_xp_run *run, struct einv_xp_item a,
                       struct einv_xp_item b, bool *same)
{
    if (a.type == EINV_XP_UNTYPED)
        a.type = EINV_XP_STRING;
    if (b.type == EINV_XP_UNTYPED)
        b.type = EINV_XP_STRING;
    if (einv__xp_compare(run, EINV_XP_EQ, &a, &b, same))
        return true;
    *same = false;      /* types that do not compare are not equal */
    if (run->limit != NULL || strcmp(run->error, "XPTY0004") != 0)
        return false;
    run->error = NULL;
    return true;
}

bool einv__xp_key_find(const struct einv_xp_env *env, uint32_t key,
                       const struct einv_xp_doc *doc,
                       const struct einv_xp_item *value,
                       struct einv_xp_list *out)
{
    struct einv_xp_run *run = env->run;
    struct einv_xp_index **slot =
        &run->keys[doc->number * run->lib->n_keys + key];
    const struct einv_xp_key *row = run->lib->keys;
    struct einv_text text;
    bool same;

    while (row->number != key)
        row = row->next;
    if (*slot == NULL) {
        struct einv_xp_index *index =
            einv__arena_zero(&run->keep, 1, sizeof *index);

        if (index == NULL)
            return einv__xp_fail(run, "EINV0002");
        if (!build(run, row, doc, index))
            return false;
        *slot = index;
    }
    if (!text_of(run, value, &text))
        return false;
    for (struct entry *entry = (*slot)->buckets[bucket_of(*slot, text)];
         entry != NULL; entry = entry->next) {
        struct einv_xp_item item = einv__xp_node_item(entry->node);

        if (!same_value(run, entry->value, *value, &same) ||
            (same && !einv__xp_push(run, out, &item)))
            return false;
    }
    return true;
}
