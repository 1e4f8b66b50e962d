/* result.h: what verifying found out, whatever the form of the signature.
 *
 * XML signatures, CMS, containers, seals and PDF all fill this; the API, the
 * JSON and the text for people read it.  Everything lies in one arena.  The
 * words are EN 319 102-1's; numbers are those of einv/signature.h.
 */
#ifndef EINV_LIB_SIGN_RESULT_H
#define EINV_LIB_SIGN_RESULT_H

#include <einv/signature.h>

#include "../crypt/crypt.h"
#include "../xml/tree.h"

/* A part of the document: a subtree (XML), bytes, or a file of a container. */
struct einv_part {
    struct einv_text name;      /* XPath, or the file's name */
    uint64_t from, to;          /* bytes; both 0: the whole of `name` */
    struct einv_position pos;
    einv_node node;             /* EINV_NO_NODE: not of the tree */
    struct einv_text why;       /* of a part not covered */
};

struct einv_parts { struct einv_part *at; size_t n, cap; };

struct einv_reference {
    struct einv_text uri, type;
    enum einv_digest digest;
    struct einv_text expected, computed;   /* bytes */
    bool ok;
};

struct einv_timestamp {
    struct einv_text kind;      /* signature archive content */
    int64_t when;
    struct einv_text tsa;       /* subject */
    enum einv_sub_indication sub;
};

struct einv_sig {               /* one signature */
    enum einv_indication indication;
    enum einv_sub_indication sub;
    struct einv_text profile, form, level, place, role, algorithm;
    bool value_ok, value_known; /* known: it could be worked out here */
    struct einv_reference *references;
    size_t n_references;
    struct einv_parts covered, not_covered;
    struct einv_text signed_properties;    /* signed not-signed absent */
    struct einv_cert *signer;              /* NULL: not found; owned */
    struct einv_certs chain;
    enum einv_revocation revocation;
    int64_t claimed, best;                 /* EINV_NO_TIME: none */
    struct einv_timestamp *timestamps;
    size_t n_timestamps;
    struct einv_text policy;
    struct einv_text *weak;                /* "SHA1", "RSA-1024" */
    size_t n_weak;
    uint32_t layer;                        /* of nested p7m, from 0 */
    struct einv_position pos;
};
#define EINV_NO_TIME INT64_MIN

struct einv_result {
    struct einv_arena arena;
    const einv_allocator *alloc;
    enum einv_indication overall;
    struct einv_sig *sigs;
    size_t n_sigs, cap_sigs;
    struct einv_parts ignored;             /* signatures at no known place */
};

void einv__result_init(struct einv_result *r, const einv_allocator *a);
void einv__result_free(struct einv_result *r);
/* One more signature, all empty and TOTAL_PASSED so far; pointers to others
 * become void.  NULL: no memory. */
struct einv_sig *einv__result_add(struct einv_result *r);
/* NULL: no memory. */
struct einv_part *einv__parts_add(struct einv_result *r,
                                  struct einv_parts *parts);
/* A weak algorithm or key, once each.  false: no memory. */
bool einv__sig_weak(struct einv_result *r, struct einv_sig *sig,
                    struct einv_text what);

/* Sets the first (worst) reason of a signature: a later, milder one does not
 * take its place; TOTAL_FAILED outweighs INDETERMINATE. */
void einv__sig_fail(struct einv_sig *sig, enum einv_indication indication,
                    enum einv_sub_indication sub);

/* Works out `overall`: the worst of the signatures with one of the roles
 * (none: of all); a role that nobody has is UNSIGNED. */
void einv__result_judge(struct einv_result *r, const struct einv_text *roles,
                        size_t n);

/* One element of "documents" without its braces: "overall", "signatures". */
struct einv_json_out;
void einv__result_json(const struct einv_result *r, struct einv_json_out *j);
struct einv_style;
/* Lines for people. */
void einv__result_text(const struct einv_result *r,
                       const struct einv_style *style, struct einv_buf *out);
/* One finding for each signature that is not TOTAL_PASSED, and one where
 * there is none: rule = the sub-indication's name. */
void einv__result_findings(const struct einv_result *r,
                           struct einv_report *report);
/* Appends YYYY-MM-DDThh:mm:ssZ. */
void einv__time_text(int64_t when, struct einv_buf *out);
/* false: no xs:dateTime.  Without a zone it is taken as UTC. */
bool einv__time_read(struct einv_text text, int64_t *when);

#endif
