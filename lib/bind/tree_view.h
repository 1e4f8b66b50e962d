/* tree_view.h: an invoice as a tree, so that rules can be written on the model
 * (doc/rules.md).
 *
 *     <invoice format="x" version="1" document="Root">
 *       <number>A-1</number>
 *       <seller><vat_id scheme="0060">…</vat_id>…</seller>
 *       <lines><net_amount>10.00</net_amount>…</lines>
 *       <lines>…</lines>
 *
 * An element is called as its field in model.xml, a member of a list as its
 * list; an attribute is a qualifier.  There are no namespaces.  Marks:
 *
 *   unread="yes"            it was said and could not be read: the text as it
 *                           was written, not the field's value
 *   unlisted="yes"          a code that its field's list does not have;
 *                           "case": but for capitals; unlisted-scheme (or
 *                           what it is called): of a qualifier;
 *                           unlisted-currency: of what an amount repeats
 *   unsaid-currency="yes"   an amount lacks what others carry beside them
 *   present="yes"           the element of the record is there, be it empty
 *   repeated="yes"          only a place that repeats the field says it
 *
 * An element `aside` holds a value that is not the field's as the format means
 * it: the constant that says so (the tax of a category, the format of a date)
 * is missing or another.  A code that is there and empty is an empty element,
 * and so is a record whose place is there with nothing in it.
 *
 * Where a document repeats a code in another place and says something else
 * there (the currency of an amount), that stands as an element of the code's
 * name.
 */
#ifndef EINV_LIB_BIND_TREE_VIEW_H
#define EINV_LIB_BIND_TREE_VIEW_H

#include "bind.h"

struct einv_tree_view {
    struct einv_tree tree;
    const struct einv_invoice_data *inv;
    uint32_t *elems, *attrs;     /* einv_ref in the source, by row */
    size_t n_elems, n_attrs, cap_elems, cap_attrs;
    const struct einv_entry **elem_of, **attr_of;   /* that it shows, by row;
                                    NULL: another thing */
    size_t cap_elem_of, cap_attr_of;
    size_t unread;               /* values that were not read */
};

enum einv_listed { EINV_LISTED, EINV_LISTED_CASE, EINV_UNLISTED };

struct einv_tree_view_options {
    struct einv_text format, version;      /* empty: none */
    const struct einv_binding *binding;    /* reads the notes; NULL: none */
    /* Does the list of this place have the code?  NULL: nobody asks. */
    enum einv_listed (*listed)(void *user, einv_place_id place,
                               struct einv_text code);
    void *user;
};

/* Makes the tree of an invoice.  EINV_OK; EINV_ELIMIT: records nest too deep;
 * EINV_ENOMEM.  On failure nothing is left to free. */
einv_status einv__tree_view_make(struct einv_tree_view *v,
                                 const struct einv_invoice_data *inv,
                                 const struct einv_tree_view_options *o);
void einv__tree_view_free(struct einv_tree_view *v);

/* Where an element or attribute of the view stood in the source; what was not
 * read from there: where the record around it stood.  EINV_NO_REF: nowhere.
 */
einv_ref einv__tree_view_source(const struct einv_tree_view *v, einv_ref ref);

/* The entry that an element or attribute shows; NULL: none. */
const struct einv_entry *einv__tree_view_entry(const struct einv_tree_view *v,
                                               einv_ref ref);

#endif
