/* index.c: the elements of a document by name.
 *
 * Rows of one name lie together in document order, so what is below a node
 * is a slice of them.
 */
#include "node.h"

/* Documents with more names than this are no invoices. */
enum { MOST_NAMES = 1024 };

static void note(unsigned char *inside, size_t bit)
{
    inside[bit / 8] = (unsigned char)(inside[bit / 8] | 1u << bit % 8);
}

/* Which names occur inside which. */
static bool pair_up(struct einv_arena *arena, struct einv_xp_doc *doc)
{
    const struct einv_tree *t = doc->tree;
    unsigned char *inside;

    if (t->n_names > MOST_NAMES)
        return true;
    inside = einv__arena_zero(arena, t->n_names * t->n_names / 8 + 1, 1);
    if (inside == NULL)
        return false;
    for (size_t e = 0; e < t->n_elems; e++) {
        uint32_t name = t->qnames[t->elems[e].qname].name, a, end;
        einv_node up = t->elems[e].parent;

        if (up != EINV_NO_NODE)
            note(inside, t->qnames[t->elems[up].qname].name * t->n_names +
                             name);
        end = einv__tree_attrs(t, (einv_node)e, &a);
        for (; a < end; a++)
            note(inside, name * t->n_names +
                             t->qnames[t->attrs[a].qname].name);
    }
    doc->inside = inside;
    return true;
}

bool einv__xp_index(struct einv_arena *arena, struct einv_xp_doc *doc)
{
    const struct einv_tree *t = doc->tree;
    uint32_t *start = einv__arena_zero(arena, t->n_names + 2,
                                       sizeof *start);
    uint32_t *rows = einv__arena_alloc(arena,
                                       (t->n_elems + 1) * sizeof *rows);
    uint32_t *at = start + 1;

    if (start == NULL || rows == NULL)
        return false;
    for (size_t e = 0; e < t->n_elems; e++)
        at[t->qnames[t->elems[e].qname].name + 1]++;
    for (size_t n = 1; n <= t->n_names; n++)
        at[n] += at[n - 1];
    for (size_t e = 0; e < t->n_elems; e++)
        rows[at[t->qnames[t->elems[e].qname].name]++] = (uint32_t)e;
    doc->start = start;
    doc->rows = rows;
    return pair_up(arena, doc);
}

/* The first in rows[low .. high) that is not in front of `row`. */
static uint32_t first_from(const uint32_t *rows, uint32_t low, uint32_t high,
                           uint32_t row)
{
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;

        if (rows[mid] < row)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

struct einv_xp_slice einv__xp_slice(const struct einv_xp_doc *doc,
                                    uint32_t name, uint32_t from, uint32_t to)
{
    uint32_t low = doc->start[name], high = doc->start[name + 1];

    if (from > to)
        return (struct einv_xp_slice){ doc->rows, 0 };
    low = first_from(doc->rows, low, high, from);
    high = to == UINT32_MAX ? high
                            : first_from(doc->rows, low, high, to + 1);
    return (struct einv_xp_slice){ doc->rows + low, high - low };
}
