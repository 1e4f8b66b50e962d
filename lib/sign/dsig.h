/* dsig.h: an XML signature while it is being verified.
 *
 * The steps are those of W3C XML Signature 1.1, 3.2, in the order of
 * doc/signatures.md; each file of them takes this struct a step further and
 * leaves its first reason with einv__sig_fail.
 */
#ifndef EINV_LIB_SIGN_DSIG_H
#define EINV_LIB_SIGN_DSIG_H

#include "cover.h"
#include "profile.h"
#include "result.h"
#include "verify.h"

#define EINV_NS_DS "http://www.w3.org/2000/09/xmldsig#"
#define EINV_NS_XADES "http://uri.etsi.org/01903/v1.3.2#"
#define EINV_NS_XADES141 "http://uri.etsi.org/01903/v1.4.1#"
#define EINV_URI_C14N "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define EINV_URI_C14N11 "http://www.w3.org/2006/12/xml-c14n11"
#define EINV_URI_EXC "http://www.w3.org/2001/10/xml-exc-c14n#"
#define EINV_URI_ENVELOPED EINV_NS_DS "enveloped-signature"
#define EINV_URI_BASE64 EINV_NS_DS "base64"
#define EINV_URI_XPATH "http://www.w3.org/TR/1999/REC-xpath-19991116"
#define EINV_URI_FILTER2 "http://www.w3.org/2002/06/xmldsig-filter2"
#define EINV_TYPE_PROPERTIES "http://uri.etsi.org/01903#SignedProperties"
#define EINV_TYPE_MANIFEST EINV_NS_DS "Manifest"

/* More of them in one document, in one signature, in one reference are an
 * attack, not an invoice. */
enum { EINV_MAX_SIGNATURES = 16, EINV_MAX_REFERENCES = 16,
       EINV_MAX_TRANSFORMS = 4, EINV_MAX_CERTIFICATES = 64 };

struct einv_dsig_transform {
    einv_node node;
    enum einv_transform kind;
    const struct einv_filter *filter;
    const struct einv_canon *canon;
    struct einv_text inclusive;     /* prefixes of an exclusive form */
};

struct einv_dsig_reference {
    einv_node node;
    bool has_uri;
    struct einv_text uri, type;
    struct einv_dsig_transform transforms[EINV_MAX_TRANSFORMS];
    size_t n_transforms;
    enum einv_digest digest;
    einv_node digest_value;
    struct einv_text value;         /* DigestValue, decoded */
    enum einv_target target;
    einv_node to;                   /* EINV_NO_NODE: outside the document */
    const struct einv_content *content;
    einv_node *skip;                /* what the transforms leave out, rising */
    size_t n_skip;
};

struct einv_dsig {
    const struct einv_tree *t;
    const struct einv_sign_policy *policy;
    const struct einv_profile *profile;
    struct einv_result *result;
    struct einv_sig *sig;
    einv_node e;                    /* ds:Signature */
    einv_node signed_info, value, key_info;
    const struct einv_canon *canon; /* of SignedInfo */
    struct einv_text inclusive;
    const struct einv_algorithm *algorithm;
    struct einv_text algorithm_uri;
    struct einv_dsig_reference *refs;
    size_t n_refs;
    struct einv_text value_bytes;   /* SignatureValue, decoded */
    struct einv_certs certs;        /* of KeyInfo */
    struct einv_cover covered;      /* of the references that are right */
    einv_node properties;           /* SignedProperties; EINV_NO_NODE: none */
    einv_node qualifying;
    const einv_node *ignored;       /* signatures in other ones: their Ids do
                                       not count */
    size_t n_ignored;
    bool nomem;
};

/* --- small things (dsig_read.c) ------------------------------------------ */

enum einv_digest einv__sign_digest_by_name(struct einv_text name);
bool einv__is_ds(const struct einv_tree *t, einv_node e, const char *local);
bool einv__is_named(const struct einv_tree *t, einv_node e, const char *ns,
                    const char *local);
/* First child with that name; EINV_NO_NODE: none. */
einv_node einv__ds_child(const struct einv_tree *t, einv_node e,
                         const char *local);
einv_node einv__named_child(const struct einv_tree *t, einv_node e,
                            const char *ns, const char *local);
/* Text only: no element, comment or processing instruction in it. */
bool einv__is_pure(const struct einv_tree *t, einv_node e);
void einv__dsig_fail(struct einv_dsig *d, enum einv_sub_indication sub);
void einv__dsig_doubt(struct einv_dsig *d, enum einv_sub_indication sub);
/* The bytes of a base64 text, in the result's arena; ptr NULL: it is none. */
struct einv_text einv__dsig_base64(struct einv_dsig *d, struct einv_text text);

/* --- the steps; false: no further ---------------------------------------- */

/* Step 3: the parts of a signature, and how many there are. */
bool einv__dsig_read(struct einv_dsig *d);
/* Children that have no business there; after everything else, because
 * where they stand says more. */
void einv__dsig_strays(struct einv_dsig *d);
/* Step 4: algorithms, forms, transforms: all by the profile. */
bool einv__dsig_policy(struct einv_dsig *d);
/* Has the profile this row of transforms for what the reference points to? */
bool einv__dsig_rule_fits(const struct einv_dsig *d,
                          const struct einv_dsig_reference *r);
/* Step 5: what each reference points to, and what it leaves out. */
bool einv__dsig_resolve(struct einv_dsig *d);
/* Step 9, before anything is worked out. */
bool einv__dsig_coverage(struct einv_dsig *d);
/* What the references cover into d->covered; those that are right, or all. */
void einv__dsig_cover(struct einv_dsig *d, bool only_right);
/* Step 8: the digests. */
bool einv__dsig_digests(struct einv_dsig *d);
/* The values as they are written. */
bool einv__dsig_values(struct einv_dsig *d);
/* The rule of profiles whose value is made over the document's digest alone:
 * what else SignedInfo names is not signed. */
bool einv__dsig_by_digest(const struct einv_dsig *d);
/* Steps 6 and 7. */
bool einv__dsig_value(struct einv_dsig *d);
void einv__dsig_compare(struct einv_dsig *d);
/* XAdES: what the signed properties say, and whether they are right. */
bool einv__xades_find(struct einv_dsig *d);
void einv__xades_check(struct einv_dsig *d);
/* Step 12: the best time, and level T. */
void einv__xades_stamps(struct einv_dsig *d);

/* The canonical form of a subtree into a sink. */
einv_status einv__dsig_canon(const struct einv_dsig *d, einv_node e,
                             const struct einv_canon *canon,
                             struct einv_text inclusive,
                             const einv_node *skip, size_t n_skip,
                             einv_sink_fn *sink, void *user);

#endif
