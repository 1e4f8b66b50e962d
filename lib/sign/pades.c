/* pades.c: signatures of a PDF document (ETSI EN 319 142-1).
 *
 * A signature signs the file as it was: what is appended later is another
 * revision, which may hold another invoice under the same name.  So each
 * attached file of today is compared with that of the signed revision, read
 * from the signed bytes alone.
 */
#include "shelf.h"

#include "../crypt/der.h"
#include "../pack/pdf.h"
#include "cades.h"
#include "dsig.h"

struct pades {
    const struct einv_sign_policy *given;
    struct einv_pdf pdf;
    const struct einv_limits *limits;
    struct einv_report *report;
    struct einv_result *result;
    bool nomem;
};

static void add_part(struct pades *p, struct einv_parts *parts,
                     struct einv_text name, uint64_t from, uint64_t to,
                     const char *why)
{
    struct einv_part *part = einv__parts_add(p->result, parts);
    char *copy = einv__arena_dup(&p->result->arena, name);

    if (part == NULL || copy == NULL) {
        p->nomem = true;
        return;
    }
    part->name = einv__text(copy, name.len);
    part->from = from;
    part->to = to;
    part->why = einv__text_of(why);
}

/* Is the file in the other revision, the same byte for byte? */
static bool is_same(struct pades *p, const struct einv_pdf_file *file,
                    struct einv_pdf *then)
{
    struct einv_buf now, old;
    bool same = false;

    einv__buf_init(&now, p->result->alloc);
    einv__buf_init(&old, p->result->alloc);
    for (size_t i = 0; i < then->n && !same; i++) {
        if (!einv__text_eq(then->files[i].name, file->name))
            continue;
        now.len = old.len = 0;
        same = einv__pdf_read(&p->pdf, file, &now, NULL) == EINV_OK &&
               einv__pdf_read(then, &then->files[i], &old, NULL) == EINV_OK &&
               einv__text_eq(einv__buf_get(&now), einv__buf_get(&old));
    }
    einv__buf_free(&now);
    einv__buf_free(&old);
    return same;
}

/* The bytes, and each attached file. */
static void list_files(struct pades *p, struct einv_sig *sig,
                       const struct einv_pdf_signature *row)
{
    struct einv_pdf then;
    bool whole = row->end == p->pdf.bytes.len;
    bool opened = !whole &&
        einv__pdf_open(&then, p->result->alloc,
                       einv__text(p->pdf.bytes.ptr, (size_t)row->end),
                       p->limits, NULL) == EINV_OK;

    sig->covered.n = sig->not_covered.n = 0;
    if (sig->value_ok)
        add_part(p, &sig->covered, EINV_TEXT("bytes"), 0, row->end, "");
    add_part(p, &sig->not_covered, EINV_TEXT("bytes"), row->gap, row->rest,
             "signature");
    if (!whole)
        add_part(p, &sig->not_covered, EINV_TEXT("bytes"), row->end,
                 p->pdf.bytes.len, "later revision");
    for (size_t i = 0; i < p->pdf.n; i++) {
        const struct einv_pdf_file *file = &p->pdf.files[i];
        bool in = whole || (opened && is_same(p, file, &then));

        if (in && sig->value_ok)
            add_part(p, &sig->covered, file->name, 0, 0, "");
        else
            add_part(p, &sig->not_covered, file->name, 0, 0, "unsigned");
        if (!in && !p->given->core_only)
            einv__sig_fail(sig, EINV_TOTAL_FAILED, EINV_SUB_COVERAGE);
    }
    if (opened)
        einv__pdf_free(&then);
}

/* Contents has room for more than it needs, filled with zeros. */
static struct einv_text without_zeros(struct einv_text contents)
{
    size_t n = einv__der_plain(contents);

    for (size_t i = n; i < contents.len; i++)
        if (contents.ptr[i] != 0)
            return contents;
    return n > 0 ? einv__text(contents.ptr, n) : contents;
}

static void add_broken(struct pades *p, enum einv_indication indication,
                       enum einv_sub_indication sub)
{
    struct einv_sig *sig = einv__result_add(p->result);

    if (sig == NULL) {
        p->nomem = true;
        return;
    }
    sig->form = EINV_TEXT("PADES");
    sig->place = EINV_TEXT("AcroForm");
    einv__sig_fail(sig, indication, sub);
}

static void verify_row(struct pades *p, const struct einv_pdf_signature *row)
{
    struct einv_sign_policy policy = *p->given;
    size_t first = p->result->n_sigs;
    struct einv_content content = { EINV_NO_TEXT, EINV_NO_TEXT };
    struct einv_buf bytes, unused;
    einv_status status;

    einv__buf_init(&bytes, p->result->alloc);
    einv__buf_init(&unused, p->result->alloc);
    einv__buf_put(&bytes, p->pdf.bytes.ptr, (size_t)row->gap);
    einv__buf_put(&bytes, p->pdf.bytes.ptr + row->rest,
                  (size_t)(row->end - row->rest));
    p->nomem = p->nomem || bytes.failed;
    content.bytes = einv__buf_get(&bytes);
    policy.only = NULL;
    policy.contents = &content;
    policy.n_contents = 1;
    status = p->nomem ? EINV_ENOMEM
        : einv__cades_verify(&policy, without_zeros(row->contents), NULL,
                             p->result, &unused);
    p->nomem = p->nomem || status == EINV_ENOMEM;
    if (p->result->n_sigs == first && !p->nomem)
        add_broken(p, EINV_TOTAL_FAILED, EINV_SUB_FORMAT_FAILURE);
    for (size_t i = first; i < p->result->n_sigs && !p->nomem; i++) {
        struct einv_sig *sig = &p->result->sigs[i];

        sig->form = EINV_TEXT("PADES");
        sig->place = EINV_TEXT("AcroForm");
        list_files(p, sig, row);
    }
    einv__buf_free(&unused);
    einv__buf_free(&bytes);
}

static void verify_all(struct pades *p, const struct einv_pdf_signature *rows,
                       size_t n)
{
    for (size_t i = 0; i < n && !p->nomem; i++) {
        if (rows[i].stamp)
            continue;           /* proves a time, not a signer */
        if (i >= EINV_MAX_SIGNATURES)
            add_broken(p, EINV_TOTAL_FAILED, EINV_SUB_SIGNATURE_LIMIT);
        else if (!rows[i].good)
            add_broken(p, EINV_TOTAL_FAILED, EINV_SUB_FORMAT_FAILURE);
        else if (!rows[i].cms)
            add_broken(p, EINV_INDETERMINATE, EINV_SUB_ALGORITHM_UNKNOWN);
        else
            verify_row(p, &rows[i]);
        if (i >= EINV_MAX_SIGNATURES)
            break;
    }
}

einv_status einv__pades_verify(const struct einv_sign_policy *policy,
                               struct einv_text bytes,
                               const struct einv_limits *limits,
                               struct einv_report *report,
                               struct einv_result *result)
{
    struct pades p = { .given = policy, .limits = limits, .report = report,
                       .result = result };
    struct einv_pdf_signature *rows = NULL;
    size_t n = 0;
    einv_status status = einv__pdf_open(&p.pdf, result->alloc, bytes, limits,
                                        report);

    if (status != EINV_OK) {
        result->overall = EINV_UNREADABLE;
        return status;
    }
    status = einv__pdf_signatures(&p.pdf, report, &rows, &n);
    if (status == EINV_OK)
        verify_all(&p, rows, n);
    einv__pdf_free(&p.pdf);
    if (p.nomem || status == EINV_ENOMEM)
        return EINV_ENOMEM;
    if (status != EINV_OK) {
        result->overall = EINV_UNREADABLE;
        return status;
    }
    einv__result_judge(result, policy->required, policy->n_required);
    return result->overall == EINV_TOTAL_PASSED ? EINV_OK : EINV_EREJECTED;
}
