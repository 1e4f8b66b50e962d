/* image.h: compiled sets as bytes, and back. */
#ifndef EINV_LIB_SCHEMATRON_IMAGE_H
#define EINV_LIB_SCHEMATRON_IMAGE_H

#include "schematron.h"

/* Does it begin like an image? */
bool einv__sch_is_image(struct einv_text bytes);
/* Appends the set's image.  EINV_OK; EINV_ENOMEM. */
einv_status einv__sch_save(const struct einv_sch_set *set,
                           struct einv_buf *out);
/* Writes the head that the rest demands (the fuzzer lies, too). */
void einv__sch_image_mend(char *bytes, size_t len);
/* The set of an image, which is not needed afterwards.  id: what findings call
 * it; empty: as when it was saved.  EINV_OK; EINV_EMALFORMED: it is none,
 * damaged, or of another release; EINV_ENOMEM. */
einv_status einv__sch_restore(const einv_allocator *a, struct einv_text bytes,
                              struct einv_text id, struct einv_sch_set **out);

#endif
