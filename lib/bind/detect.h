/* detect.h: what is this document?  (LENS.md 2.18)
 *
 * Detection rows come from the head of each binding and from
 * schemas/recognised.xml (formats we can name but do not read); they are
 * loaded without compiling a binding.
 */
#ifndef EINV_LIB_DETECT_H
#define EINV_LIB_DETECT_H

#include "../xml/tree.h"

struct einv_detector;

enum einv_verdict { EINV_UNKNOWN, EINV_RECOGNISED, EINV_SUPPORTED };

struct einv_detection {
    enum einv_verdict verdict;
    struct einv_text format, version, profile;  /* of the detector; profile
                                   empty: none, or one that is not known */
    struct einv_text name;                      /* "another invoice, 1.0" */
};

/* An empty detector; then rows of one file after the other. */
einv_status einv__detector_new(struct einv_detector **out,
                               const einv_allocator *a);
/* Takes <format>/<detect>/<profile> rows of a binding or of a list of
 * recognised formats; findings EINV-DETECT-*. */
einv_status einv__detector_add(struct einv_detector *d, struct einv_text xml,
                               const char *file, struct einv_report *report);
void einv__detector_free(struct einv_detector *d);
/* The format added last, as a detection without a document; false: none. */
bool einv__detector_last(const struct einv_detector *d,
                         struct einv_detection *out);

/* Names the tree; a tie between two formats is a finding EINV-DETECT-0002. */
void einv__detect_tree(const struct einv_detector *d,
                       const struct einv_tree *tree,
                       struct einv_detection *out,
                       struct einv_report *report);
/* Names bytes that are no XML: PDF, HTML, ZIP, gzip, JSON ... false: not
 * recognised. */
bool einv__detect_bytes(struct einv_text bytes, struct einv_detection *out);

#endif
