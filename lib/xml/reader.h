/* reader.h: between read.c (deciding and decoding) and scan.c (reading).
 */
#ifndef EINV_LIB_READER_H
#define EINV_LIB_READER_H

#include "source.h"
#include "tree.h"

/* Why reading ended, for the finding. */
struct einv_xml_error {
    einv_status status;
    const char *rule;       /* XML_MALFORMED ... */
    const char *limit;      /* which, with XML_LIMIT */
    uint64_t allowed;
    size_t offset;          /* in the UTF-8 text */
    char detail[200];       /* what is wrong */
};

/* Fills the rows of the tree from the text (valid UTF-8 without NUL).
 * EINV_OK or error->status. */
einv_status einv__scan_read(struct einv_tree *t, const char *text, size_t len,
                            const struct einv_limits *limits,
                            const struct einv_read_xml_options *options,
                            struct einv_xml_error *error);

#endif
