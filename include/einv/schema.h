/* schema.h: documents against XML Schemas.
 *
 * Threads: a schema belongs to one thread at a time.
 * Memory:  a schema is yours; it keeps its context alive.
 */
#ifndef EINV_SCHEMA_H
#define EINV_SCHEMA_H

#include <einv/base.h>
#include <einv/ctx.h>
#include <einv/document.h>
#include <einv/report.h>

EINV_BEGIN_DECLS

typedef struct einv_schema einv_schema;

/** Load the schemas of a folder (with the folders in it), or one schema and
 * the files that it refers to.
 *
 * Nothing is fetched: what a schema takes from elsewhere must be a file of
 * the set with that namespace.  Schemas are compiled when a document needs
 * one.
 *
 * @param report  why it failed; may be NULL
 * @param schema  free it with einv_schema_free
 * @return EINV_OK; EINV_EIO: it cannot be read; EINV_EABSENT: no schema
 *         there; EINV_ELIMIT: too many; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_schema_load_file(einv_ctx *ctx, const char *path, einv_report *report,
                      einv_schema **schema);

/** @since 0.1 */
EINV_API void einv_schema_free(einv_schema *schema);

/** Check a document, as it was given, against the schema that describes its
 * root.
 *
 * @param report  what is wrong (origin "xsd"); may be NULL
 * @return EINV_OK: valid; EINV_EREJECTED: it is not; EINV_EUNKNOWN: no
 *         schema, or several, or one that cannot be used: no verdict;
 *         EINV_EUSAGE; EINV_EINTERNAL; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_doc_validate_schema(const einv_doc *doc, einv_schema *schema,
                         einv_report *report);

EINV_END_DECLS

#endif
