/* xsd.h: documents against XML Schemas, through libxml2.
 *
 * A set is a folder of schemas, or one schema with what it refers to.  Every
 * file is read here first: libxml2 gets a schema only when all that it can
 * reach is a file of the set, without external entities, so that nothing
 * else of the machine and nothing of the network is opened.  Which schema
 * judges a document is decided by the target namespace and the global
 * elements.
 *
 * A set belongs to one thread at a time: schemas are compiled on first use.
 */
#ifndef EINV_LIB_XSD_H
#define EINV_LIB_XSD_H

#include "tree.h"

struct einv_xsd;

/* EINV_OK; EINV_EIO: nothing can be read there; EINV_EABSENT: no schema;
 * EINV_ELIMIT: too many or too large; EINV_ENOMEM.  The report says why. */
einv_status einv__xsd_load(const einv_allocator *a, const char *path,
                           struct einv_report *report,
                           struct einv_xsd **set);
void einv__xsd_free(struct einv_xsd *set);

/* EINV_OK: valid; EINV_EREJECTED: it is not, the findings (origin xsd) say
 * why; EINV_EUNKNOWN: no schema of the set describes the root, or it cannot
 * be used; EINV_ENOMEM. */
einv_status einv__xsd_validate(struct einv_xsd *set,
                               const struct einv_tree *tree,
                               struct einv_report *report);

#endif
