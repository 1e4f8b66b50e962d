/* fragment.c: see fragment.h.
 */
#include "fragment.h"

static void drop_tree(void *what)
{
    einv__tree_free(what);
}

/* One tree for all fragments, below a root of its own. */
static bool need_tree(struct fragments *f)
{
    struct einv_invoice_data *inv = f->inv;
    struct einv_tree *tree = f->tree;

    if (tree != NULL)
        return true;
    tree = einv__arena_alloc(&inv->arena, sizeof(*tree));
    if (tree == NULL)
        return false;
    einv__tree_init(tree, inv->alloc);
    if (!einv__invoice_own(inv, tree, drop_tree))
        return false;
    f->tree = tree;
    einv__build_init(&f->build, tree);
    einv__build_start(&f->build,
                      einv__build_qname(&f->build, EINV_NO_TEXT, EINV_NO_TEXT,
                                        EINV_TEXT("residue")));
    return !f->build.failed;
}

einv_node einv__fragment_add(struct fragments *f, struct einv_text xml,
                             uint32_t *n_attrs)
{
    struct einv_read_xml_options options = { .limits = f->limits,
                                             .lend = true };
    struct einv_tree parsed;
    einv_status status;
    einv_node row;

    if (!need_tree(f)) {
        f->nomem = true;
        return EINV_NO_NODE;
    }
    einv__tree_init(&parsed, f->inv->alloc);
    status = einv__xml_read(&parsed, f->inv->alloc, xml, &options, NULL);
    f->nomem |= status == EINV_ENOMEM;
    if (status != EINV_OK)
        return EINV_NO_NODE;
    *n_attrs = (uint32_t)parsed.n_attrs;
    row = (einv_node)f->tree->n_elems;
    einv__build_copy(&f->build, &parsed, einv__tree_root(&parsed));
    einv__tree_free(&parsed);
    f->nomem |= f->build.failed;
    return f->build.failed ? EINV_NO_NODE : row;
}

bool einv__fragments_end(struct fragments *f)
{
    if (f->tree != NULL)
        einv__build_end(&f->build);
    return f->tree == NULL || !f->build.failed;
}
