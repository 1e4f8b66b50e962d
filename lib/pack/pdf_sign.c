/* pdf_sign.c: where the signatures of a PDF document are (ISO 32000-1,
 * 12.8.1).
 *
 * A signature signs the bytes of the file but for one gap, which must be the
 * signature's own text and nothing else: whoever may choose the gap may put
 * anything into it.
 */
#include "pdf_inside.h"

struct finding_them {
    struct einv_pdf *pdf;
    struct einv_pdf_signature *rows;
    size_t n, cap;
};

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Is the gap "<...>" with the very bytes of Contents? */
static bool gap_is(struct einv_text gap, struct einv_text contents)
{
    if (gap.len != contents.len * 2 + 2 || gap.ptr[0] != '<' ||
        gap.ptr[gap.len - 1] != '>')
        return false;
    for (size_t i = 0; i < contents.len; i++) {
        int high = nibble(gap.ptr[1 + 2 * i]);
        int low = nibble(gap.ptr[2 + 2 * i]);

        if (high < 0 || low < 0 ||
            (unsigned char)contents.ptr[i] != high * 16 + low)
            return false;
    }
    return true;
}

/* [ 0 a b c ] */
static bool read_range(struct einv_pdf *pdf, qpdf_oh array,
                       struct einv_pdf_signature *row)
{
    struct inside *in = pdf->inside;
    long long v[4];

    if (type_of(in, array) != ot_array ||
        in->q.qpdf_oh_get_array_n_items(in->data, array) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        if (!in->q.qpdf_oh_get_value_as_longlong(
                in->data, in->q.qpdf_oh_get_array_item(in->data, array, i),
                &v[i]) || v[i] < 0 || (uint64_t)v[i] > pdf->bytes.len)
            return false;
    if (v[0] != 0 || v[1] >= v[2] || v[3] == 0 ||
        (uint64_t)v[3] > pdf->bytes.len - (uint64_t)v[2])
        return false;
    row->gap = (uint64_t)v[1];
    row->rest = (uint64_t)v[2];
    row->end = (uint64_t)(v[2] + v[3]);
    return gap_is(einv__text(pdf->bytes.ptr + v[1], (size_t)(v[2] - v[1])),
                  row->contents);
}

static const char *name_in(struct einv_pdf *pdf, qpdf_oh from, const char *key)
{
    struct inside *in = pdf->inside;
    qpdf_oh value;

    if (!get(in, from, key, &value) || type_of(in, value) != ot_name)
        return "";
    return in->q.qpdf_oh_get_name(in->data, value);
}

static einv_status add(struct finding_them *f, qpdf_oh value)
{
    struct inside *in = f->pdf->inside;
    struct einv_pdf_signature *row;
    const char *filter = name_in(f->pdf, value, "/SubFilter"), *bytes;
    qpdf_oh contents, range;
    size_t len = 0;
    char *copy;

    if (!einv__grow(f->pdf->arena.alloc, &f->rows, &f->cap, f->n + 1,
                    sizeof(*f->rows)))
        return EINV_ENOMEM;
    row = &f->rows[f->n];
    memset(row, 0, sizeof(*row));
    row->object = in->q.qpdf_oh_get_object_id(in->data, value);
    for (size_t i = 0; i < f->n && row->object != 0; i++)
        if (f->rows[i].object == row->object)
            return EINV_OK;         /* two fields may show one signature */
    f->n++;
    row->stamp = strcmp(filter, "/ETSI.RFC3161") == 0;
    row->cms = strcmp(filter, "/ETSI.CAdES.detached") == 0 ||
               strcmp(filter, "/adbe.pkcs7.detached") == 0;
    row->etsi = strcmp(filter, "/ETSI.CAdES.detached") == 0;
    if (!get(in, value, "/Contents", &contents) ||
        type_of(in, contents) != ot_string)
        return EINV_OK;
    bytes = in->q.qpdf_oh_get_binary_string_value(in->data, contents, &len);
    copy = einv__arena_dup(&f->pdf->arena, einv__text(bytes, len));
    if (copy == NULL)
        return EINV_ENOMEM;
    row->contents = einv__text(copy, len);
    row->good = get(in, value, "/ByteRange", &range) &&
                read_range(f->pdf, range, row);
    return EINV_OK;
}

static einv_status walk(struct finding_them *f, qpdf_oh fields,
                        unsigned depth, bool is_signature)
{
    struct inside *in = f->pdf->inside;
    einv_status status = EINV_OK;
    int n = type_of(in, fields) == ot_array
            ? in->q.qpdf_oh_get_array_n_items(in->data, fields) : 0;

    for (int i = 0; i < n && status == EINV_OK; i++) {
        qpdf_oh field = in->q.qpdf_oh_get_array_item(in->data, fields, i);
        const char *kind = name_in(f->pdf, field, "/FT");
        bool one = kind[0] != '\0' ? strcmp(kind, "/Sig") == 0 : is_signature;
        qpdf_oh value, kids;

        status = einv__pdf_enter(f->pdf, field, depth);
        if (status == EINV_OK && one && get(in, field, "/V", &value) &&
            type_of(in, value) == ot_dictionary)
            status = add(f, value);
        if (status == EINV_OK && get(in, field, "/Kids", &kids))
            status = walk(f, kids, depth + 1, one);
    }
    return status;
}

einv_status einv__pdf_signatures(struct einv_pdf *pdf,
                                 struct einv_report *report,
                                 struct einv_pdf_signature **rows, size_t *n)
{
    struct inside *in = pdf->inside;
    struct finding_them f = { pdf, NULL, 0, 0 };
    qpdf_oh form, fields;
    einv_status status = EINV_OK;

    in->report = report;
    if (get(in, in->q.qpdf_get_root(in->data), "/AcroForm", &form) &&
        get(in, form, "/Fields", &fields))
        status = walk(&f, fields, 0, false);
    *rows = einv__arena_zero(&pdf->arena, f.n + 1, sizeof(**rows));
    if (*rows == NULL)
        status = EINV_ENOMEM;
    else if (f.n > 0)
        memcpy(*rows, f.rows, f.n * sizeof(**rows));
    *n = f.n;
    einv__free(pdf->arena.alloc, f.rows, f.cap * sizeof(*f.rows));
    return status;
}
