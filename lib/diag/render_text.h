/* render_text.h: a report as lines for people. */
#ifndef EINV_LIB_RENDER_TEXT_H
#define EINV_LIB_RENDER_TEXT_H

#include "messages.h"

/* Appends what a document says: control characters and marks that turn the
 * direction of writing are written as \u{1B}. */
void einv__render_shown(struct einv_text text, struct einv_buf *out);

/* Appends one finding:
 *
 *     file:12:7: error: EINV-BIND-0104: the sentence (BT-131)
 *         at /Invoice[1]/Line[3]/Amount[1]
 *         found "12,50", expected a decimal number
 *         fix: what to do
 *
 * Parts that are not known are left out.  Control characters and marks that
 * turn the direction of writing are written as \u{1B}: what a document says
 * must not steer the reader's terminal. */
void einv__render_finding(const struct einv_style *style,
                          const struct einv_finding *finding,
                          struct einv_buf *out);

/* All findings of a report, and a line if some were lost. */
void einv__render_findings(const struct einv_style *style,
                           const struct einv_report *report,
                           struct einv_buf *out);

/* Appends how many findings were lost, and why. */
void einv__render_lost(const struct einv_style *style,
                       const struct einv_report *report,
                       struct einv_buf *out);

/* Appends "file: invalid"; nothing without a verdict. */
void einv__render_verdict(const struct einv_style *style,
                          struct einv_buf *out);

/* Appends one row of the ledger:
 *     file:12:7: no_place: BT-11 "Project 7": where   (grave)  */
void einv__render_row(const struct einv_style *style,
                      const struct einv_ledger_row *row,
                      struct einv_buf *out);
void einv__render_ledger(const struct einv_style *style,
                         const struct einv_report *report,
                         struct einv_buf *out);

#endif
