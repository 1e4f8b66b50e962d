/* pdf.c: attachments of PDF, as qpdf reads the file.
 *
 * qpdf is a large C++ library: it is opened when the first PDF is (and stays,
 * because taking a C++ library out of a process is not safe), so that no other
 * document pays for it.  What it says is wrong is text; the table `words`
 * makes codes of it.
 */
#include "pdf_inside.h"

#include <dlfcn.h>
#include <stdlib.h>

#include "inflate.h"
#include "zip.h"

/* The number of qpdf's ABI that the header above belongs to. */
static const char library[] = "libqpdf.so.29";

enum { MOST_FILTERS = 8, HEAD_WITHIN = 1024, TAIL_WITHIN = 2048 };

/* --- the library ---------------------------------------------------------- */

static bool find(void *handle, const char *name, void *function)
{
    void *symbol = dlsym(handle, name);

    /* ISO C has no way from an object to a function; POSIX promises one. */
    memcpy(function, &symbol, sizeof(symbol));
    return symbol != NULL;
}

static bool open_door(struct door *door)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

    if (handle == NULL)
        return false;
    return
#define DOOR(result, name, parameters) find(handle, #name, &door->name) &&
#include "pdf_door.def"
#undef DOOR
        true;
}

/* --- faults --------------------------------------------------------------- */

/* qpdf's words, a part of them, and what we call it.  The first that fits. */
static const struct {
    const char *part, *code;
} words[] = {
    { "loop detected", "PDF_LOOP" },
    { "deeply nested", "PDF_LIMIT" },
    { "negative number", "PDF_BOUNDS" },
    { "encryption", "PDF_ENCRYPTED" },
    { "password", "PDF_ENCRYPTED" },
    { "xref not found", "PDF_XREF" },
    { "expected n n obj", "PDF_XREF" },
    { "object has offset 0", "PDF_XREF" },
    { "xref", "PDF_XREF" },
};

static const char *code_of(const char *said)
{
    for (size_t i = 0; said != NULL && i < sizeof(words) / sizeof(words[0]);
         i++)
        if (strstr(said, words[i].part) != NULL)
            return words[i].code;
    return NULL;
}

einv_status einv__pdf_tell(struct inside *in, const char *code,
                           struct einv_text name)
{
    einv_status status = strcmp(code, "PDF_LIMIT") == 0 ||
                         strcmp(code, "PDF_RATIO") == 0
                         ? EINV_ELIMIT : EINV_EMALFORMED;

    einv__zip_fault(in->report, code, name, 0);
    return status;
}

/* "5 0 obj 5 0 R": qpdf misses the end of the object right there. */
static bool refers_to_itself(struct einv_text bytes, uint64_t at)
{
    size_t from = at > 64 ? (size_t)at - 64 : 0;
    unsigned long first = 0, second = 0;
    const char *obj = NULL, *p;
    char piece[160];
    size_t n = bytes.len - from < 159 ? bytes.len - from : 159;

    if (at > bytes.len)
        return false;
    memcpy(piece, bytes.ptr + from, n);
    piece[n] = '\0';
    for (p = piece; (p = strstr(p, " obj")) != NULL && p < piece + (at - from);
         p += 4)
        obj = p;
    if (obj == NULL)
        return false;
    p = obj;
    while (p > piece && p[-1] != '\n' && p[-1] != '\r')
        p--;
    first = strtoul(p, NULL, 10);
    p = obj + 4;
    second = strtoul(p, (char **)&p, 10);
    return first == second && strstr(p, "R") != NULL;
}

/* Something is not what it must be: why, says the last warning that we have
 * a word for. */
einv_status einv__pdf_broken(struct einv_pdf *pdf)
{
    struct inside *in = pdf->inside;
    const char *code = NULL;

    while (in->q.qpdf_more_warnings(in->data)) {
        qpdf_error w = in->q.qpdf_next_warning(in->data);
        const char *said = in->q.qpdf_get_error_message_detail(in->data, w);
        uint64_t at = in->q.qpdf_get_error_file_position(in->data, w);

        if (code == NULL)
            code = code_of(said);
        if (code == NULL && said != NULL &&
            strcmp(said, "expected endobj") == 0 &&
            refers_to_itself(pdf->bytes, at))
            code = "PDF_LOOP";
    }
    if (code == NULL && in->q.qpdf_has_error(in->data))
        code = code_of(in->q.qpdf_get_error_message_detail(
            in->data, in->q.qpdf_get_error(in->data)));
    return einv__pdf_tell(in, code != NULL ? code : "PDF_BOUNDS", EINV_NO_TEXT);
}

/* --- objects -------------------------------------------------------------- */

static bool text_of(struct einv_pdf *pdf, qpdf_oh o, struct einv_text *text)
{
    struct inside *in = pdf->inside;
    const char *ptr;
    size_t len;

    *text = EINV_NO_TEXT;
    if (!in->q.qpdf_oh_get_value_as_utf8(in->data, o, &ptr, &len))
        return true;
    text->ptr = einv__arena_dup(&pdf->arena, einv__text(ptr, len));
    text->len = len;
    return text->ptr != NULL;
}

/* --- attachments ---------------------------------------------------------- */

static struct einv_pdf_file *file_of(struct einv_pdf *pdf, int object,
                                     qpdf_oh stream)
{
    struct einv_pdf_file *f;

    for (size_t i = 0; i < pdf->n; i++)
        if (pdf->files[i].object == object)
            return &pdf->files[i];
    if (!einv__grow(pdf->arena.alloc, &pdf->files, &pdf->cap, pdf->n + 1,
                    sizeof(*pdf->files)))
        return NULL;
    f = &pdf->files[pdf->n++];
    memset(f, 0, sizeof(*f));
    f->object = object;
    f->handle = stream;
    return f;
}

/* Two entries that may both be there must say the same. */
static bool same_text(struct einv_text a, struct einv_text b)
{
    return a.ptr == NULL || b.ptr == NULL || einv__text_eq(a, b);
}

static einv_status read_name(struct einv_pdf *pdf, qpdf_oh spec,
                             struct einv_text *name)
{
    struct inside *in = pdf->inside;
    struct einv_text f = EINV_NO_TEXT, uf = EINV_NO_TEXT;
    qpdf_oh value;

    if ((get(in, spec, "/F", &value) && !text_of(pdf, value, &f)) ||
        (get(in, spec, "/UF", &value) && !text_of(pdf, value, &uf)))
        return EINV_ENOMEM;
    *name = uf.ptr != NULL ? uf : f;
    if (name->ptr == NULL)
        return einv__pdf_broken(pdf);
    if (!einv__zip_name_good(*name) || memchr(name->ptr, '/', name->len))
        return einv__pdf_tell(in, "PDF_NAME", *name);
    /* F is often the name without its letters beyond ASCII: it is no other
     * file, because the stream is the same. */
    return EINV_OK;
}

/* A file specification (ISO 32000-1, 7.11.3). */
static einv_status read_spec(struct einv_pdf *pdf, qpdf_oh spec, bool listed)
{
    struct inside *in = pdf->inside;
    struct einv_pdf_file *file;
    struct einv_text name;
    qpdf_oh ef, f, uf;
    bool has_f, has_uf;
    einv_status status;

    if (type_of(in, spec) != ot_dictionary || !get(in, spec, "/EF", &ef))
        return einv__pdf_broken(pdf);
    has_f = get(in, ef, "/F", &f);
    has_uf = get(in, ef, "/UF", &uf);
    if (!has_f && !has_uf)
        return einv__pdf_broken(pdf);
    if (has_f && has_uf && in->q.qpdf_oh_get_object_id(in->data, f) !=
                               in->q.qpdf_oh_get_object_id(in->data, uf))
        return einv__pdf_tell(in, "PDF_AMBIGUOUS", EINV_NO_TEXT);
    if (!has_f)
        f = uf;
    if (type_of(in, f) != ot_stream)
        return einv__pdf_broken(pdf);
    status = read_name(pdf, spec, &name);
    if (status != EINV_OK)
        return status;
    file = file_of(pdf, in->q.qpdf_oh_get_object_id(in->data, f), f);
    if (file == NULL)
        return EINV_ENOMEM;
    if (!same_text(file->name, name))
        return einv__pdf_tell(in, "PDF_AMBIGUOUS", name);
    file->name = name;
    file->listed |= listed;
    file->associated |= !listed;
    return EINV_OK;
}

/* Is the node above itself?  Each object on the way down, once. */
einv_status einv__pdf_enter(struct einv_pdf *pdf, qpdf_oh node,
                            unsigned depth)
{
    struct inside *in = pdf->inside;
    int object = in->q.qpdf_oh_get_object_id(in->data, node);

    if (depth >= DEEPEST || ++in->seen > MOST_OBJECTS)
        return einv__pdf_tell(in, "PDF_LIMIT", EINV_NO_TEXT);
    for (unsigned i = 0; object != 0 && i < depth; i++)
        if (in->chain[i] == object)
            return einv__pdf_tell(in, "PDF_LOOP", EINV_NO_TEXT);
    in->chain[depth] = object;
    return EINV_OK;
}

/* Pairs of key and file (7.9.6). */
static einv_status walk_names(struct einv_pdf *pdf, qpdf_oh names)
{
    struct inside *in = pdf->inside;
    einv_status status = EINV_OK;
    int n;

    if (type_of(in, names) != ot_array)
        return einv__pdf_broken(pdf);
    n = in->q.qpdf_oh_get_array_n_items(in->data, names);
    for (int i = 0; i + 1 < n && status == EINV_OK; i += 2) {
        if (++in->seen > MOST_OBJECTS)
            return einv__pdf_tell(in, "PDF_LIMIT", EINV_NO_TEXT);
        status = read_spec(pdf, in->q.qpdf_oh_get_array_item(
                                    in->data, names, i + 1), true);
    }
    return status;
}

static einv_status walk_tree(struct einv_pdf *pdf, qpdf_oh node,
                             unsigned depth)
{
    struct inside *in = pdf->inside;
    einv_status status = einv__pdf_enter(pdf, node, depth);
    qpdf_oh part;
    int n;

    if (status == EINV_OK && type_of(in, node) != ot_dictionary)
        status = einv__pdf_broken(pdf);
    if (status == EINV_OK && get(in, node, "/Names", &part))
        status = walk_names(pdf, part);
    if (status != EINV_OK || !get(in, node, "/Kids", &part))
        return status;
    if (type_of(in, part) != ot_array)
        return einv__pdf_broken(pdf);
    n = in->q.qpdf_oh_get_array_n_items(in->data, part);
    for (int i = 0; i < n && status == EINV_OK; i++)
        status = walk_tree(pdf, in->q.qpdf_oh_get_array_item(in->data, part,
                                                             i), depth + 1);
    return status;
}

static einv_status walk_associated(struct einv_pdf *pdf, qpdf_oh af)
{
    struct inside *in = pdf->inside;
    einv_status status = EINV_OK;
    int n;

    if (type_of(in, af) != ot_array)
        return einv__pdf_broken(pdf);
    n = in->q.qpdf_oh_get_array_n_items(in->data, af);
    for (int i = 0; i < n && status == EINV_OK; i++) {
        if (++in->seen > MOST_OBJECTS)
            return einv__pdf_tell(in, "PDF_LIMIT", EINV_NO_TEXT);
        status = read_spec(pdf, in->q.qpdf_oh_get_array_item(in->data, af,
                                                             i), false);
    }
    return status;
}

/* What viewers do not list, and one name for two files. */
static einv_status judge_files(struct einv_pdf *pdf)
{
    for (size_t i = 0; i < pdf->n; i++) {
        if (!pdf->files[i].listed)
            return einv__pdf_tell(pdf->inside, "PDF_AMBIGUOUS",
                                  pdf->files[i].name);
        for (size_t k = 0; k < i; k++)
            if (einv__text_eq(pdf->files[i].name, pdf->files[k].name))
                return einv__pdf_tell(pdf->inside, "PDF_AMBIGUOUS",
                            pdf->files[i].name);
    }
    return EINV_OK;
}

static einv_status find_files(struct einv_pdf *pdf)
{
    struct inside *in = pdf->inside;
    qpdf_oh root = in->q.qpdf_get_root(in->data), names, tree, af;
    einv_status status = EINV_OK;

    if (type_of(in, root) != ot_dictionary)
        return einv__pdf_broken(pdf);
    if (get(in, root, "/Names", &names) &&
        get(in, names, "/EmbeddedFiles", &tree))
        status = walk_tree(pdf, tree, 0);
    if (status == EINV_OK && get(in, root, "/AF", &af))
        status = walk_associated(pdf, af);
    return status == EINV_OK ? judge_files(pdf) : status;
}

/* --- the file as a whole -------------------------------------------------- */

static const char *last(struct einv_text bytes, const char *what)
{
    size_t n = strlen(what);

    for (size_t i = bytes.len; i >= n; i--)
        if (memcmp(bytes.ptr + i - n, what, n) == 0)
            return bytes.ptr + i;
    return NULL;
}

static bool has_header(struct einv_text bytes)
{
    for (size_t i = 0; i + 5 <= bytes.len && i < HEAD_WITHIN; i++)
        if (memcmp(bytes.ptr + i, "%PDF-", 5) == 0)
            return true;
    return false;
}

/* 7.5.5: at the end stands where the cross-reference table is. */
static einv_status judge_ends(struct einv_pdf *pdf)
{
    struct einv_text tail = pdf->bytes;
    uint64_t at = 0;
    const char *p;

    if (!has_header(pdf->bytes))
        return einv__pdf_tell(pdf->inside, "PDF_MAGIC", EINV_NO_TEXT);
    if (tail.len > TAIL_WITHIN)
        tail = einv__text(tail.ptr + tail.len - TAIL_WITHIN, TAIL_WITHIN);
    p = last(tail, "startxref");
    if (p == NULL || last(tail, "%%EOF") == NULL)
        return einv__pdf_tell(pdf->inside, "PDF_BOUNDS", EINV_NO_TEXT);
    while (p < tail.ptr + tail.len && einv__is_space(*p))
        p++;
    while (p < tail.ptr + tail.len && *p >= '0' && *p <= '9' &&
           at <= pdf->bytes.len)
        at = at * 10 + (uint64_t)(*p++ - '0');
    return at < pdf->bytes.len
           ? EINV_OK : einv__pdf_tell(pdf->inside, "PDF_XREF", EINV_NO_TEXT);
}

static void judge_updates(struct einv_pdf *pdf)
{
    struct inside *in = pdf->inside;
    struct einv_finding f = einv__finding(
        EINV_SEV_WARNING, "container", "PDF_UPDATED", EINV_NO_TEXT,
        EINV_NO_TEXT);
    qpdf_oh prev;

    pdf->updated = get(in, in->q.qpdf_get_trailer(in->data), "/Prev", &prev) &&
                   !in->q.qpdf_is_linearized(in->data);
    if (pdf->updated && pdf->n > 0)
        einv__report_add(in->report, &f);
}

static einv_status read_pdf(struct einv_pdf *pdf)
{
    struct inside *in = pdf->inside;
    einv_status status = judge_ends(pdf);

    if (status != EINV_OK)
        return status;
    in->data = in->q.qpdf_init();
    if (in->data == NULL)
        return EINV_ENOMEM;
    in->q.qpdf_silence_errors(in->data);
    in->q.qpdf_set_suppress_warnings(in->data, 1);
    in->q.qpdf_set_attempt_recovery(in->data, 0);
    /* Bit 1: there is an error and not only a warning. */
    if ((in->q.qpdf_read_memory(in->data, "", pdf->bytes.ptr, pdf->bytes.len,
                                NULL) & 2) != 0)
        return einv__pdf_broken(pdf);
    if (in->q.qpdf_is_encrypted(in->data))
        return einv__pdf_tell(in, "PDF_ENCRYPTED", EINV_NO_TEXT);
    status = find_files(pdf);
    if (status == EINV_OK)
        judge_updates(pdf);
    return status;
}

/* --- streams -------------------------------------------------------------- */

/* One filter undone: *from becomes what it makes, in *out. */
static einv_status undo(struct einv_pdf *pdf, const struct einv_pdf_file *file,
                        struct einv_buf *from, struct einv_buf *out)
{
    struct einv_unpacking u = {
        .alloc = pdf->arena.alloc, .wrap = EINV_WRAP_ZLIB,
        .most = pdf->limits.unpacked, .ratio = pdf->limits.ratio, .out = out
    };

    switch (einv__inflate(&u, einv__buf_get(from))) {
    case EINV_UNPACK_OK:
        return EINV_OK;
    case EINV_UNPACK_NOMEM:
        return EINV_ENOMEM;
    case EINV_UNPACK_MORE:
        return einv__pdf_tell(pdf->inside, "PDF_LIMIT", file->name);
    case EINV_UNPACK_RATIO:
        return einv__pdf_tell(pdf->inside, "PDF_RATIO", file->name);
    default:
        return einv__pdf_tell(pdf->inside, "PDF_BOUNDS", file->name);
    }
}

/* How often Flate was applied (7.4); other filters, and predictors, are for
 * pictures: no attachment has them. */
static einv_status count_filters(struct einv_pdf *pdf,
                                 const struct einv_pdf_file *file, int *count)
{
    struct inside *in = pdf->inside;
    qpdf_oh dict = in->q.qpdf_oh_get_dict(in->data, file->handle);
    qpdf_oh filter, other;
    int n = 1;

    *count = 0;
    if (get(in, dict, "/Extends", &other))      /* an object stream (7.5.7) */
        return einv__pdf_tell(in, in->q.qpdf_oh_get_object_id(in->data,
                                                              other) ==
                        file->object ? "PDF_LOOP" : "PDF_BOUNDS", file->name);
    if (get(in, dict, "/DecodeParms", &other) &&
        type_of(in, other) != ot_null)
        return einv__pdf_tell(in, "PDF_LIMIT", file->name);
    if (!get(in, dict, "/Filter", &filter))
        return EINV_OK;
    if (type_of(in, filter) == ot_array)
        n = in->q.qpdf_oh_get_array_n_items(in->data, filter);
    if (n > MOST_FILTERS)
        return einv__pdf_tell(in, "PDF_LIMIT", file->name);
    for (int i = 0; i < n; i++) {
        qpdf_oh one = type_of(in, filter) == ot_array
                      ? in->q.qpdf_oh_get_array_item(in->data, filter, i)
                      : filter;

        if (type_of(in, one) != ot_name ||
            strcmp(in->q.qpdf_oh_get_name(in->data, one), "/FlateDecode") != 0)
            return einv__pdf_tell(in, "PDF_LIMIT", file->name);
    }
    *count = n;
    return EINV_OK;
}

static einv_status raw_bytes(struct einv_pdf *pdf,
                             const struct einv_pdf_file *file,
                             struct einv_buf *out)
{
    struct inside *in = pdf->inside;
    unsigned char *bytes = NULL;
    size_t len = 0;

    if ((in->q.qpdf_oh_get_stream_data(in->data, file->handle, qpdf_dl_none,
                                       NULL, &bytes, &len) & 2) != 0) {
        free(bytes);
        return einv__pdf_broken(pdf);
    }
    einv__buf_put(out, bytes, len);
    free(bytes);
    return out->failed ? EINV_ENOMEM : EINV_OK;
}

einv_status einv__pdf_read(struct einv_pdf *pdf,
                           const struct einv_pdf_file *file,
                           struct einv_buf *out, struct einv_report *report)
{
    struct einv_buf one, two;
    struct inside *in = pdf->inside;
    einv_status status;
    int filters = 0;

    in->report = report;
    einv__buf_init(&one, pdf->arena.alloc);
    einv__buf_init(&two, pdf->arena.alloc);
    status = count_filters(pdf, file, &filters);
    if (status == EINV_OK)
        status = raw_bytes(pdf, file, &one);
    for (; filters > 0 && status == EINV_OK; filters--) {
        struct einv_buf empty = two;

        status = undo(pdf, file, &one, &empty);
        two = one;
        two.len = 0;
        one = empty;
    }
    if (status == EINV_OK) {
        einv__buf_text(out, einv__buf_get(&one));
        status = out->failed ? EINV_ENOMEM : EINV_OK;
    }
    einv__buf_free(&one);
    einv__buf_free(&two);
    return status;
}

/* --- the face ------------------------------------------------------------- */

einv_status einv__pdf_open(struct einv_pdf *pdf, const einv_allocator *a,
                           struct einv_text bytes,
                           const struct einv_limits *limits,
                           struct einv_report *report)
{
    struct inside *in;
    einv_status status;

    memset(pdf, 0, sizeof(*pdf));
    einv__arena_init(&pdf->arena, a);
    pdf->bytes = bytes;
    pdf->limits = *limits;
    in = einv__arena_zero(&pdf->arena, 1, sizeof(*in));
    if (in == NULL)
        return EINV_ENOMEM;
    pdf->inside = in;
    in->report = report;
    status = open_door(&in->q) ? read_pdf(pdf) : EINV_EUNSUPPORTED;
    if (status != EINV_OK)
        einv__pdf_free(pdf);
    return status;
}

void einv__pdf_free(struct einv_pdf *pdf)
{
    struct inside *in = pdf->inside;

    if (in != NULL && in->data != NULL) {
        /* An error that nobody has asked for is printed at the end. */
        if (in->q.qpdf_has_error(in->data))
            in->q.qpdf_get_error(in->data);
        in->q.qpdf_cleanup(&in->data);
    }
    einv__free(pdf->arena.alloc, pdf->files, pdf->cap * sizeof(*pdf->files));
    einv__arena_free(&pdf->arena);
    pdf->inside = NULL;
}
