/* rules_cache.h: images of compiled rule sets in a folder that the caller
 * names.
 *
 * An entry is named by a hash of what was given: release of the library, the
 * rules, their name, and the options that change what is compiled.  It holds
 * all that, and all files that were read beside the rules, byte by byte, and
 * serves only while each of them is the same: to compare is faster than to
 * make a digest that nobody can forge.
 */
#ifndef EINV_LIB_RULES_CACHE_H
#define EINV_LIB_RULES_CACHE_H

#include <einv/rules.h>

#include "../schematron/schematron.h"

enum { RULES_CACHE_GIVEN = 6 };

struct rules_cache {
    const einv_allocator *alloc;
    size_t most;                /* bytes of a file */
    einv_sch_open *open;        /* the caller's, or the folder's; NULL: none */
    void *user;
    struct einv_text given[RULES_CACHE_GIVEN];  /* the caller's */
    struct einv_buf path;       /* of the entry */
    struct einv_buf read;       /* what was read: see rules_cache.c */
    size_t n_read;
};

/* Names the entry; what is given stays until einv__rules_cache_end. */
void einv__rules_cache_begin(struct rules_cache *c,
                             const einv_ruleset_options *options,
                             struct einv_text bytes, const char *name);
/* The set of an entry that still serves; NULL: there is none. */
struct einv_sch_set *einv__rules_cache_find(struct rules_cache *c);
/* Opens as c->open does and notes what was read (user: the cache). */
bool einv__rules_cache_open(void *user, struct einv_text href,
                            struct einv_text from, struct einv_buf *out);
/* Writes the entry of a set that was compiled with ..._open.  Whatever fails:
 * there is no entry then. */
void einv__rules_cache_keep(struct rules_cache *c,
                            const struct einv_sch_set *set);
void einv__rules_cache_end(struct rules_cache *c);

#endif
