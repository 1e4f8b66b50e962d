/* asic.c: signatures in a container over the files beside them
 * (ETSI EN 319 162-1).
 *
 * A signature in XML names its files itself.  One in CMS signs one file: the
 * only one there is, or a manifest with the digests of the files.  A file
 * that a signature leaves out could have been put in later; so each file must
 * be covered by each signature, and those that are not are listed.
 */
#include "shelf.h"

#include "../base/base64.h"
#include "cades.h"
#include "dsig.h"

struct asic {
    struct einv_sign_policy policy;     /* with the files as contents */
    const struct einv_sign_policy *given;
    struct einv_shelf shelf;
    struct einv_content *payload;
    size_t n_payload;
    struct einv_result *result;
    struct einv_report *report;
    bool nomem;
};

static bool starts(struct einv_text text, const char *with)
{
    size_t n = strlen(with);

    return text.len >= n && memcmp(text.ptr, with, n) == 0;
}

static bool ends(struct einv_text text, const char *with)
{
    size_t n = strlen(with);

    return text.len >= n && memcmp(text.ptr + text.len - n, with, n) == 0;
}

static bool has(struct einv_text text, const char *part)
{
    size_t n = strlen(part);

    for (size_t i = 0; i + n <= text.len; i++)
        if (memcmp(text.ptr + i, part, n) == 0)
            return true;
    return false;
}

static bool is_meta(struct einv_text name)
{
    return starts(name, "META-INF/");
}

static struct einv_text keep(struct asic *a, struct einv_text text)
{
    char *copy = einv__arena_dup(&a->result->arena, text);

    a->nomem = a->nomem || copy == NULL;
    return einv__text(copy, copy != NULL ? text.len : 0);
}

/* --- covered files -------------------------------------------------------- */

static void add_file(struct asic *a, struct einv_parts *parts,
                     struct einv_text name, const char *why)
{
    struct einv_part *part = einv__parts_add(a->result, parts);

    if (part == NULL) {
        a->nomem = true;
        return;
    }
    part->name = keep(a, name);
    part->why = einv__text_of(why);
}

/* Does a reference name the file; is one of them right? */
static bool is_named(const struct einv_sig *sig, struct einv_text name,
                     bool *right)
{
    bool named = false;

    *right = false;
    for (size_t i = 0; i < sig->n_references; i++)
        if (einv__uri_is(sig->references[i].uri, name)) {
            named = true;
            *right = *right || sig->references[i].ok;
        }
    return named;
}

/* What the references say, in files instead of places in the signature. */
static void list_files(struct asic *a, struct einv_sig *sig)
{
    bool all = true;

    sig->covered.n = sig->not_covered.n = 0;
    for (size_t i = 0; i < a->n_payload; i++) {
        bool right, in;

        all = is_named(sig, a->payload[i].name, &right) && all;
        in = right && sig->value_ok;
        add_file(a, in ? &sig->covered : &sig->not_covered,
                 a->payload[i].name, in ? "" : "unsigned");
    }
    if (!all && (sig->value_ok || sig->n_references > 0) &&
        !a->given->core_only)
        einv__sig_fail(sig, EINV_TOTAL_FAILED, EINV_SUB_COVERAGE);
}

/* The file of the signature, then where it is in it. */
static void place(struct asic *a, struct einv_sig *sig, struct einv_text file)
{
    struct einv_buf buf;

    einv__buf_init(&buf, a->result->alloc);
    einv__buf_text(&buf, file);
    if (sig->place.len > 0 && sig->place.ptr[0] != '/')
        einv__buf_char(&buf, '/');
    einv__buf_text(&buf, sig->place);
    if (buf.failed)
        a->nomem = true;
    else
        sig->place = keep(a, einv__buf_get(&buf));
    einv__buf_free(&buf);
}

/* A file that should be a signature and is none. */
static void add_broken(struct asic *a, struct einv_text file, const char *form)
{
    struct einv_sig *sig = einv__result_add(a->result);

    if (sig == NULL) {
        a->nomem = true;
        return;
    }
    sig->form = einv__text_of(form);
    einv__sig_fail(sig, EINV_TOTAL_FAILED, EINV_SUB_FORMAT_FAILURE);
    place(a, sig, file);
    list_files(a, sig);
}

/* What lies in the signature's own tree, which goes. */
static void copy_texts(struct asic *a, struct einv_sig *sig)
{
    for (size_t i = 0; i < sig->n_references; i++) {
        struct einv_reference *r = &sig->references[i];

        r->uri = keep(a, r->uri);
        r->type = keep(a, r->type);
        r->expected = keep(a, r->expected);
    }
    sig->place = keep(a, sig->place);
    sig->policy = keep(a, sig->policy);
    sig->algorithm = keep(a, sig->algorithm);
}

/* --- signatures in XML ---------------------------------------------------- */

static void verify_xml(struct asic *a, const struct einv_content *file)
{
    size_t first = a->result->n_sigs;
    struct einv_tree tree;
    einv_status status = einv__xml_read(&tree, a->result->alloc, file->bytes,
                                        NULL, NULL);

    if (status != EINV_OK) {
        a->nomem = a->nomem || status == EINV_ENOMEM;
        add_broken(a, file->name, "XMLDSIG");
        return;
    }
    a->policy.contents = a->payload;
    a->policy.n_contents = a->n_payload;
    a->policy.only = einv__container_profile(a->given, "asic");
    if (a->policy.only == NULL)
        a->policy.only = a->given->only;
    if (einv__sign_verify_xml(&a->policy, &tree, a->result) == EINV_ENOMEM)
        a->nomem = true;
    for (size_t i = first; i < a->result->n_sigs; i++) {
        copy_texts(a, &a->result->sigs[i]);
        place(a, &a->result->sigs[i], file->name);
        list_files(a, &a->result->sigs[i]);
    }
    for (size_t i = 0; i < a->result->ignored.n; i++)
        a->result->ignored.at[i].node = EINV_NO_NODE;
    einv__tree_free(&tree);
}

/* --- signatures in CMS ---------------------------------------------------- */

static struct einv_text attribute(const struct einv_tree *t, einv_node e,
                                  const char *local)
{
    uint32_t at, end = einv__tree_attrs(t, e, &at);

    for (; at < end; at++)
        if (einv__text_is(einv__tree_attr_qname(t, at)->local, local))
            return einv__tree_attr_text(t, at);
    return EINV_NO_TEXT;
}

static bool is_local(const struct einv_tree *t, einv_node e, const char *name)
{
    return einv__text_is(einv__tree_qname(t, e)->local, name);
}

static einv_node child(const struct einv_tree *t, einv_node e,
                       const char *local)
{
    einv_node c = einv__tree_child(t, e);

    while (c != EINV_NO_NODE && !is_local(t, c, local))
        c = einv__tree_next(t, c);
    return c;
}

/* One DataObjectReference: is the file there, with this digest? */
static void judge_object(struct asic *a, struct einv_sig *sig,
                         const struct einv_tree *t, einv_node e,
                         struct einv_reference *ref)
{
    einv_node method = child(t, e, "DigestMethod");
    einv_node value = child(t, e, "DigestValue");
    const struct einv_content *file = NULL;
    unsigned char computed[EINV_DIGEST_MAX];
    struct einv_buf expected;

    ref->uri = keep(a, attribute(t, e, "URI"));
    for (size_t i = 0; i < a->shelf.n && file == NULL; i++)
        if (einv__uri_is(ref->uri, a->shelf.files[i].name))
            file = &a->shelf.files[i];
    if (method == EINV_NO_NODE || value == EINV_NO_NODE) {
        einv__sig_fail(sig, EINV_TOTAL_FAILED, EINV_SUB_FORMAT_FAILURE);
        return;
    }
    if (file == NULL) {
        einv__sig_fail(sig, EINV_INDETERMINATE, EINV_SUB_SIGNED_DATA_NOT_FOUND);
        return;
    }
    ref->digest = einv__digest_by_uri(attribute(t, method, "Algorithm"));
    einv__buf_init(&expected, a->result->alloc);
    if (ref->digest == EINV_DIGEST_NONE ||
        einv__digest(ref->digest, file->bytes.ptr, file->bytes.len,
                     computed) != EINV_OK)
        einv__sig_fail(sig, EINV_INDETERMINATE, EINV_SUB_ALGORITHM_UNKNOWN);
    else if (einv__base64_decode(einv__tree_text(t, value), &expected) &&
             expected.len == einv__digest_size(ref->digest) &&
             einv__same_bytes(expected.data, computed, expected.len))
        ref->ok = true;
    else
        einv__sig_fail(sig, EINV_TOTAL_FAILED, EINV_SUB_HASH_FAILURE);
    a->nomem = a->nomem || expected.failed;
    einv__buf_free(&expected);
}

/* The files that a manifest names become the signature's references. */
static void judge_manifest(struct asic *a, struct einv_sig *sig,
                           const struct einv_tree *t)
{
    struct einv_reference *refs;
    size_t n = 0, k = 0;
    einv_node e;

    for (e = einv__tree_child(t, 0); e != EINV_NO_NODE;
         e = einv__tree_next(t, e))
        n += is_local(t, e, "DataObjectReference");
    refs = einv__arena_zero(&a->result->arena, n + 1, sizeof(*refs));
    if (refs == NULL) {
        a->nomem = true;
        return;
    }
    for (e = einv__tree_child(t, 0); e != EINV_NO_NODE;
         e = einv__tree_next(t, e))
        if (is_local(t, e, "DataObjectReference"))
            judge_object(a, sig, t, e, &refs[k++]);
    sig->references = refs;
    sig->n_references = n;
}

/* The manifest that names this signature; what it is read from is *file. */
static bool find_manifest(struct asic *a, struct einv_text signature,
                          struct einv_tree *t,
                          const struct einv_content **file)
{
    for (size_t i = 0; i < a->shelf.n; i++) {
        const struct einv_content *f = &a->shelf.files[i];
        einv_node e;

        if (!is_meta(f->name) || !has(f->name, "Manifest") ||
            !ends(f->name, ".xml") ||
            einv__xml_read(t, a->result->alloc, f->bytes, NULL, NULL) !=
                EINV_OK)
            continue;
        e = child(t, einv__tree_root(t), "SigReference");
        if (is_local(t, einv__tree_root(t), "ASiCManifest") &&
            e != EINV_NO_NODE &&
            einv__uri_is(attribute(t, e, "URI"), signature)) {
            *file = f;
            return true;
        }
        einv__tree_free(t);
    }
    return false;
}

/* Its own reference is the content's digest: it becomes that of the file. */
static void name_reference(struct asic *a, struct einv_sig *sig)
{
    for (size_t i = 0; i < sig->n_references; i++)
        sig->references[i].uri = a->payload[0].name;
}

static void verify_cms(struct asic *a, const struct einv_content *file)
{
    size_t first = a->result->n_sigs;
    const struct einv_content *manifest = NULL;
    struct einv_content content = { EINV_NO_TEXT, EINV_NO_TEXT };
    struct einv_buf unused;
    struct einv_tree t;
    einv_status status;
    bool listed = find_manifest(a, file->name, &t, &manifest);

    if (listed)
        content.bytes = manifest->bytes;
    else if (a->n_payload == 1)
        content.bytes = a->payload[0].bytes;
    a->policy.only = NULL;
    a->policy.contents = &content;
    a->policy.n_contents = listed || a->n_payload == 1 ? 1 : 0;
    einv__buf_init(&unused, a->result->alloc);
    status = einv__cades_verify(&a->policy, file->bytes, a->report, a->result,
                                &unused);
    einv__buf_free(&unused);
    a->nomem = a->nomem || status == EINV_ENOMEM;
    if (a->result->n_sigs == first && !a->nomem)
        add_broken(a, file->name, "CMS");
    for (size_t i = first; i < a->result->n_sigs && !a->nomem; i++) {
        struct einv_sig *sig = &a->result->sigs[i];

        place(a, sig, file->name);
        if (listed)
            judge_manifest(a, sig, &t);
        else if (a->n_payload == 1)
            name_reference(a, sig);
        list_files(a, sig);
    }
    if (listed)
        einv__tree_free(&t);
}

/* --- all of it ------------------------------------------------------------ */

static bool take_payload(struct asic *a)
{
    a->payload = einv__arena_zero(&a->result->arena, a->shelf.n + 1,
                                  sizeof(*a->payload));
    for (size_t i = 0; a->payload != NULL && i < a->shelf.n; i++) {
        struct einv_text name = a->shelf.files[i].name;

        if (is_meta(name) || einv__text_is(name, "mimetype"))
            continue;
        a->payload[a->n_payload] = a->shelf.files[i];
        a->payload[a->n_payload++].name = keep(a, name);
    }
    return a->payload != NULL && !a->nomem;
}

/* EN 319 162-1, 4.3.3.2 and 4.4: by their names. */
static void verify_file(struct asic *a, const struct einv_content *file)
{
    if (!is_meta(file->name))
        return;
    if (ends(file->name, ".xml") && has(file->name, "signatures"))
        verify_xml(a, file);
    else if (ends(file->name, ".p7s") && has(file->name, "signature"))
        verify_cms(a, file);
}

einv_status einv__asic_verify(const struct einv_sign_policy *policy,
                              struct einv_text bytes,
                              const struct einv_limits *limits,
                              struct einv_report *report,
                              struct einv_result *result)
{
    struct asic a = { .policy = *policy, .given = policy, .result = result,
                      .report = report };
    einv_status status = einv__shelf_open(&a.shelf, result->alloc, bytes,
                                          limits, report);

    if (status != EINV_OK) {
        result->overall = EINV_UNREADABLE;
        return status;
    }
    einv__zip_mimetype(&a.shelf.zip, report);
    a.nomem = !take_payload(&a);
    for (size_t i = 0; i < a.shelf.n && !a.nomem; i++)
        verify_file(&a, &a.shelf.files[i]);
    einv__shelf_free(&a.shelf);
    if (a.nomem)
        return EINV_ENOMEM;
    einv__result_judge(result, policy->required, policy->n_required);
    return result->overall == EINV_TOTAL_PASSED ? EINV_OK : EINV_EREJECTED;
}
