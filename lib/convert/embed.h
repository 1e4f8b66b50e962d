/* embed.h: the source as an attachment, while something is written. */
#ifndef EINV_LIB_CONVERT_EMBED_H
#define EINV_LIB_CONVERT_EMBED_H

#include "convert.h"

struct embedded {
    struct einv_subject *s;
    struct einv_entry *record, *content;
    char *base64;
    size_t len;
    struct einv_text name;         /* of the file */
    char name_text[64];
    bool told;                     /* it is not embedded, and that was said */
};

/* Adds the attachment, or says in a finding why there is none.  EINV_OK also
 * then; EINV_ENOMEM.  einv__embed_end in any case. */
einv_status einv__embed_begin(struct embedded *m, struct einv_subject *s,
                              const struct format_body *body,
                              const struct einv_format *to,
                              struct einv_report *report);
/* It was written: the ledger's row, or the finding. */
void einv__embed_tell(struct embedded *m, const struct einv_format *to,
                      struct einv_report *report);
/* The format takes no attachments. */
void einv__embed_not(const char *format, struct einv_report *report);
void einv__embed_end(struct embedded *m);

#endif
