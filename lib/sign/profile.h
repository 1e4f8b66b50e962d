/* profile.h: the profiles of signatures, as schemas/signatures/profiles.xml
 * has them (doc/signatures.md explains each column).
 *
 * A profile says where a signature stands, what it may be made of and what it
 * may leave out.  A document that asks for anything else is refused before
 * something of it is worked out.
 */
#ifndef EINV_LIB_SIGN_PROFILE_H
#define EINV_LIB_SIGN_PROFILE_H

#include "../crypt/crypt.h"
#include "../xml/write.h"
#include "place.h"

/* What a reference may point to. */
enum einv_target {
    EINV_TARGET_DOCUMENT,   /* URI="", or the root by its Id */
    EINV_TARGET_PART,       /* another element by its Id */
    EINV_TARGET_PROPERTIES, /* SignedProperties of XAdES, by its Type */
    EINV_TARGET_KEY,        /* KeyInfo */
    EINV_TARGET_CONTENT     /* what the caller gives by that name */
};

/* A transform that a profile names. */
enum einv_transform {
    EINV_TRANSFORM_ENVELOPED,   /* without the signature itself */
    EINV_TRANSFORM_FILTER,      /* without what one of the filters drops */
    EINV_TRANSFORM_CANON,       /* one of the profile's canonical forms */
    EINV_TRANSFORM_BASE64       /* the bytes that its text stands for */
};

/* A filter is one XPath text that the table knows, and what it drops: that
 * may stand at its place alone, once. */
struct einv_filter {
    struct einv_text id, xpath; /* xpath: white space normalised */
    einv_node row;              /* prefixes are those in scope there */
    bool subtract;              /* of XPath Filter 2.0 */
    struct einv_place_of drops; /* n 0: the signature itself */
};

struct einv_transform_rule {
    enum einv_transform kind;
    const struct einv_filter *filter;
    bool optional;
};

struct einv_reference_rule {
    enum einv_target target;
    struct einv_transform_rule *transforms;
    size_t n_transforms;
};

/* A canonical form that a profile allows. */
struct einv_canon {
    enum einv_c14n form;
    bool comments;
    const char *name, *uri;
};

struct einv_signature_place {
    struct einv_place_of place;
    struct einv_text role;
};

struct einv_outside {
    struct einv_place_of place;
    struct einv_text why;
};

/* Where a signature is put that we make: in an element of this place, which
 * is made when it is not there, the first or the last in the root. */
struct einv_make_rule {
    struct einv_place_of place;
    struct einv_text in;        /* namespaces of the root; empty: any */
    bool first;
};

struct einv_condition {
    struct einv_place_of place;
    struct einv_text value;     /* ptr NULL: it must be there */
};

enum einv_xades_use { EINV_XADES_OPTIONAL, EINV_XADES_REQUIRED,
                      EINV_XADES_NONE };

struct einv_profile {
    struct einv_text id, title, container, confidence;
    bool fallback;              /* only where no other one has a signature */
    bool detached;              /* CMS: beside the document, not around it */
    bool sign;                  /* signatures are made by it, too */
    bool der_value;             /* EC: SEQUENCE { r, s } */
    struct einv_text rule;      /* how the value is made; empty: SignedInfo */
    struct einv_text canons;    /* names, blank-separated */
    struct einv_text algorithms, digests;   /* names */
    struct einv_text old;       /* names that are right here and weak */
    unsigned rsa_bits;          /* at least; below: weak */
    enum einv_xades_use xades;
    struct einv_text needs;     /* properties of XAdES */
    struct einv_text ids;       /* names of the attributes that are Ids */
    struct einv_signature_place *places;
    struct einv_reference_rule *references;
    struct einv_outside *outside;
    struct einv_condition *conditions;
    struct einv_make_rule *makes;
    size_t n_places, n_references, n_outside, n_conditions, n_makes;
    bool cert_v1;               /* made with SigningCertificate, not V2 */
    struct einv_text policy, policy_digest;     /* what is named; SHA-1 */
};

struct einv_profiles {
    struct einv_arena arena;
    struct einv_tree table;     /* the texts above lie here */
    struct einv_profile *rows;
    struct einv_filter *filters;
    size_t n, n_filters;
    struct einv_text aged;      /* algorithms that were good once */
};

/* Reads a table.  EINV_OK; EINV_EMALFORMED: *line says where; EINV_ENOMEM.
 * On failure nothing is left to free. */
einv_status einv__profiles_load(struct einv_profiles *p,
                                const einv_allocator *a, struct einv_text xml,
                                uint32_t *line);
/* The library's own table. */
einv_status einv__profiles_own(struct einv_profiles *p,
                               const einv_allocator *a);
void einv__profiles_free(struct einv_profiles *p);

const struct einv_profile *einv__profile_find(const struct einv_profiles *p,
                                              struct einv_text id);
/* Is the word among the blank-separated ones? */
bool einv__words_have(struct einv_text words, const char *word);
bool einv__words_have_text(struct einv_text words, struct einv_text word);

/* NULL: no such form. */
const struct einv_canon *einv__canon_by_uri(struct einv_text uri);
const struct einv_canon *einv__canon_by_name(struct einv_text name);

/* The filter whose text the XPath (or XPath Filter 2.0) element e of t has;
 * NULL: none. */
const struct einv_filter *einv__filter_of(const struct einv_profiles *p,
                                          const struct einv_tree *t,
                                          einv_node e);

#endif
