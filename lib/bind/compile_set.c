/* compile_set.c: <set>: what a row, or a group that is its content, says of
 * the record without a place in the document.
 */
#include "compile.h"

static void one_set(struct bind_compiler *c, einv_node e, uint32_t at)
{
    struct einv_text like = einv__compile_attr(c, e, "like");
    struct bind_set set = { 0 }, *slot;

    set.texts = einv__compile_texts(c, einv__compile_attr(c, e, "value"), '|');
    if (!einv__compile_path(c, e, c->b->rows[at].inside,
                            einv__compile_attr(c, e, "to"), &set.path))
        return;
    if (like.ptr != NULL &&
        !einv__compile_path(c, e, EINV_ROOT_PLACE, like, &set.like))
        return;
    set.has_like = like.ptr != NULL;
    set.unasked = einv__text_is(einv__compile_attr(c, e, "guard"), "no");
    if (set.texts.n == 0 && !set.has_like)
        einv__compile_error(c, e, "EINV-BIND-0047", EINV_TEXT("set"),
                            "value=, or like= a field that is said");
    set.node = e;
    slot = POOL_ADD(c, sets);
    if (slot != NULL)
        *slot = set;
}

static void sets_in(struct bind_compiler *c, einv_node e, uint32_t at,
                    uint32_t depth);

/* Groups that hold each other or double end here as they do when they are
 * expanded: there it is an error. */
static void sets_of_group(struct bind_compiler *c, struct einv_text name,
                          uint32_t at, uint32_t depth)
{
    einv_node group = name.len > 0 ? einv__compile_group(c, name)
                                   : EINV_NO_NODE;

    if (group != EINV_NO_NODE && depth < BIND_MAX_GROUPS &&
        ++c->uses <= BIND_MAX_USES)
        sets_in(c, group, at, depth + 1);
}

static void sets_in(struct bind_compiler *c, einv_node e, uint32_t at,
                    uint32_t depth)
{
    struct einv_text with = einv__compile_attr(c, e, "with");
    struct einv_text ns = einv__tree_qname(c->t, e)->ns;
    einv_node child;

    while (with.len > 0)
        sets_of_group(c, einv__text_word(&with), at, depth);
    for (child = einv__tree_child(c->t, e); child != EINV_NO_NODE;
         child = einv__tree_next(c->t, child)) {
        const struct einv_qname *name = einv__tree_qname(c->t, child);

        if (!einv__text_eq(name->ns, ns))
            continue;
        if (einv__text_is(name->local, "set"))
            one_set(c, child, at);
        else if (einv__text_is(name->local, "use"))
            sets_of_group(c, einv__compile_attr(c, child, "group"), at,
                          depth);
    }
}

void einv__compile_sets(struct bind_compiler *c, einv_node e, uint32_t at)
{
    struct bind_range range = { (uint32_t)c->b->n_sets, 0 };

    sets_in(c, e, at, 0);
    range.n = (uint32_t)c->b->n_sets - range.first;
    c->b->rows[at].sets = range;
}
