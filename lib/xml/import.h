/* import.h: a tree from a libxml2 document that the caller has.
 */
#ifndef EINV_LIB_IMPORT_H
#define EINV_LIB_IMPORT_H

#include "tree.h"

struct _xmlDoc;

/* Copies the document; nothing points into it afterwards.  Positions are the
 * lines that libxml2 kept, with column 1.  Limits as for reading.
 * EINV_OK; EINV_EMALFORMED (a DTD: XML_DTD; no root element, a reference to
 * an entity: XML_MALFORMED); EINV_ELIMIT; EINV_EUNSUPPORTED: libxml2 cannot be
 * opened; EINV_ENOMEM.  On failure the tree is empty. */
einv_status einv__xml_import(struct einv_tree *t, const einv_allocator *a,
                             const struct _xmlDoc *doc,
                             const struct einv_read_xml_options *options,
                             struct einv_report *report);

#endif
