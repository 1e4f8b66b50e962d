/* einv.h: everything.
 *
 *     ctx.h       the context: tables, limits, memory
 *     report.h    findings and the ledger
 *     rendering.h reports as SARIF, JUnit, HTML, text
 *     document.h  bytes, parsed and named
 *     invoice.h   an invoice in the common model: read, change, write
 *     format.h    the formats that are known
 *     schema.h    documents against XML Schemas
 *     rules.h     documents against official rule sets
 *     signature.h signatures: who signed what of a document
 *     terms.h     the numbers of the model's terms
 */
#ifndef EINV_EINV_H
#define EINV_EINV_H

#include <einv/base.h>
#include <einv/buffer.h>
#include <einv/ctx.h>
#include <einv/report.h>
#include <einv/rendering.h>
#include <einv/document.h>
#include <einv/invoice.h>
#include <einv/format.h>
#include <einv/schema.h>
#include <einv/rules.h>
#include <einv/signature.h>
#include <einv/terms.h>

#endif
