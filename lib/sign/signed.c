/* signed.c: the same tree without what nobody signed.
 *
 * Copied row by row from the tree that was verified: nothing is printed and
 * read again, so nothing can be read in another way than it was signed.
 */
#include "signed.h"

#include "../xml/build.h"
#include "../xml/source.h"
#include "../xml/walk.h"

static bool is_outside(const struct einv_parts *parts, size_t *next,
                       einv_node e)
{
    while (*next < parts->n && parts->at[*next].node < e)
        (*next)++;
    return *next < parts->n && parts->at[*next].node == e;
}

static void start(struct einv_build *b, const struct einv_tree *t,
                  einv_node e)
{
    const struct einv_qname *q = einv__tree_qname(t, e);
    uint32_t a, end = einv__tree_attrs(t, e, &a);
    einv_node made = einv__build_start(b, einv__build_qname(b, q->prefix,
                                                            q->ns, q->local));

    for (size_t i = einv__tree_ns_from(t, e);
         i < t->n_ns && t->ns[i].elem == e; i++)
        einv__build_ns(b, t->ns[i].prefix, t->ns[i].uri);
    for (; a < end; a++) {
        q = einv__tree_attr_qname(t, a);
        einv__build_attr(b, einv__build_qname(b, q->prefix, q->ns, q->local),
                         einv__tree_attr_text(t, a));
    }
    if (!b->failed)
        b->tree->elems[made].tag_off = t->elems[e].tag_off;
}

static void copy(struct einv_build *b, const struct einv_tree *t,
                 const struct einv_parts *outside)
{
    enum einv_walk_event event;
    struct einv_walk w;
    size_t next = 0;

    einv__walk_start(&w, t, einv__tree_root(t));
    while ((event = einv__walk_next(&w)) != EINV_WALK_DONE && !b->failed) {
        if (event == EINV_WALK_START && is_outside(outside, &next, w.e))
            einv__walk_skip(&w);
        else if (event == EINV_WALK_START)
            start(b, t, w.e);
        else if (event == EINV_WALK_END)
            einv__build_end(b);
        else if (event == EINV_WALK_TEXT)
            einv__build_text(b, w.text);
        /* Comments are covered by no form that a profile names; processing
         * instructions say nothing of an invoice. */
    }
}

static char *dup(const einv_allocator *a, struct einv_text text, size_t *size)
{
    char *copied = einv__alloc(a, text.len + 1, 1);

    if (copied == NULL)
        return NULL;
    *size = text.len + 1;
    if (text.len > 0)
        memcpy(copied, text.ptr, text.len);
    copied[text.len] = '\0';
    return copied;
}

/* Places in the file live on without the first document. */
static bool take_source(const struct einv_tree *t, struct einv_tree *out)
{
    const struct einv_tree_source *from = t->owned;
    struct einv_tree_source *s;

    if (from == NULL)
        return true;
    s = einv__alloc(out->alloc, 1, sizeof(*s));
    if (s == NULL)
        return false;
    *s = *from;
    s->own_given = NULL;
    s->own_given_size = 0;
    out->owned = s;
    s->own = dup(out->alloc, einv__text(from->text, from->len),
                 &s->own_size);
    s->own_given = dup(out->alloc, from->given, &s->own_given_size);
    if (s->own == NULL || s->own_given == NULL)
        return false;
    s->text = s->own;
    s->given.ptr = s->own_given;
    out->source = s->own;
    out->source_len = t->source_len;
    if (t->given.ptr != NULL)
        out->given = s->given;
    return true;
}

einv_status einv__signed_tree(const struct einv_tree *t,
                              const struct einv_sig *sig,
                              struct einv_tree *out)
{
    struct einv_build b;

    if (t->n_elems == 0 || sig->covered.n == 0 ||
        sig->covered.at[0].node != einv__tree_root(t))
        return EINV_EABSENT;
    einv__build_init(&b, out);
    copy(&b, t, &sig->not_covered);
    out->encoding = t->encoding;        /* a name of the charset table */
    if (!b.failed && take_source(t, out))
        return EINV_OK;
    einv__tree_free(out);
    return EINV_ENOMEM;
}
