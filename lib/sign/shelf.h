/* shelf.h: a container's files, unpacked, and signatures over them.
 */
#ifndef EINV_LIB_SIGN_SHELF_H
#define EINV_LIB_SIGN_SHELF_H

#include "../pack/zip.h"
#include "verify.h"

struct einv_shelf {
    struct einv_zip zip;
    struct einv_buf bytes;
    struct einv_content *files;     /* in the order of the directory */
    size_t n;
};

/* Opens and unpacks; findings ZIP_*.  As einv__zip_open. */
einv_status einv__shelf_open(struct einv_shelf *shelf,
                             const einv_allocator *a, struct einv_text bytes,
                             const struct einv_limits *limits,
                             struct einv_report *report);
void einv__shelf_free(struct einv_shelf *shelf);
/* NULL: no such file. */
const struct einv_content *einv__shelf_find(const struct einv_shelf *shelf,
                                            struct einv_text name);

/* Is the URI, percent-decoded once, this name?  A file is named from the
 * container's root. */
bool einv__uri_is(struct einv_text uri, struct einv_text name);

/* The one profile for such a container; NULL: the table has none, or the
 * caller wants another. */
const struct einv_profile *
einv__container_profile(const struct einv_sign_policy *policy,
                        const char *container);

/* Signatures of a container (EN 319 162-1), in XML and in CMS; and a
 * document's seals (GM/T 0031, GB/T 38540).  Both list the files that are
 * covered and those that are not.
 * EINV_OK: every required signature is TOTAL_PASSED; EINV_EREJECTED;
 * EINV_EMALFORMED, EINV_ELIMIT: UNREADABLE, with findings; EINV_ENOMEM. */
einv_status einv__asic_verify(const struct einv_sign_policy *policy,
                              struct einv_text bytes,
                              const struct einv_limits *limits,
                              struct einv_report *report,
                              struct einv_result *result);
einv_status einv__seal_verify(const struct einv_sign_policy *policy,
                              struct einv_text bytes,
                              const struct einv_limits *limits,
                              struct einv_report *report,
                              struct einv_result *result);
/* Signatures of a PDF document (EN 319 142-1), and which attached files they
 * cover.  EINV_EUNSUPPORTED: nobody here reads PDF. */
einv_status einv__pades_verify(const struct einv_sign_policy *policy,
                               struct einv_text bytes,
                               const struct einv_limits *limits,
                               struct einv_report *report,
                               struct einv_result *result);
/* Is it an archive with the place of seals? */
bool einv__is_sealed(struct einv_text bytes, const struct einv_limits *limits,
                     const einv_allocator *a);

#endif
