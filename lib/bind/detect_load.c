/* detect_load.c: detection rows out of the heads of bindings.
 *
 * A binding's head (detect, profile) stands before its groups and documents,
 * so only that much of the file is parsed here: forty formats must not be
 * compiled to name one document.
 */
#include "detect_rows.h"

#define BINDING_NS "urn:einv:binding:1"

struct loader {
    struct einv_detector *d;
    const struct einv_tree *t;
    const char *file;
    struct einv_report *report;
    bool bad, nomem;
};

static void complain(struct loader *l, einv_node e, struct einv_text found,
                     const char *expected)
{
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "structure",
                                          "EINV-DETECT-0001", found,
                                          einv__text_of(expected));

    f.xpath = einv__text_of(l->file);
    f.pos = einv__tree_position(l->t, e);
    einv__report_add(l->report, &f);
    l->bad = true;
}

static struct einv_text attr(const struct loader *l, einv_node e,
                             const char *name)
{
    return einv__tree_get_attr(l->t, e, name);
}

/* The same text, living as long as the detector. */
static struct einv_text keep(struct loader *l, struct einv_text text)
{
    char *copy;

    if (text.ptr == NULL)
        return text;
    copy = einv__arena_dup(&l->d->arena, text);
    if (copy == NULL)
        l->nomem = true;
    return einv__text(copy, copy != NULL ? text.len : 0);
}

/* prefix:local, seen from e; an attribute without prefix has no namespace,
 * and so has an element: the default namespace is the binding's own. */
static bool resolve(struct loader *l, einv_node e, struct einv_text qname,
                    struct einv_text *ns, struct einv_text *local)
{
    struct einv_text prefix = einv__text_cut(qname, ':', local);

    *ns = EINV_TEXT("");
    if (local->ptr == NULL) {
        *local = prefix;
    } else if (!einv__tree_ns_find(l->t, e, prefix, ns)) {
        complain(l, e, prefix, "a declared prefix");
        return false;
    }
    *ns = keep(l, *ns);
    *local = keep(l, *local);
    return local->len > 0;
}

static size_t count_steps(struct einv_text path)
{
    size_t n = 1;

    for (size_t i = 0; i < path.len; i++)
        n += path.ptr[i] == '/';
    return n;
}

static bool same_steps(const struct det_row *row, const struct det_step *steps,
                       size_t n)
{
    if (row == NULL || row->n_steps != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (row->steps[i].attribute != steps[i].attribute ||
            !einv__text_eq(row->steps[i].local, steps[i].local) ||
            !einv__text_eq(row->steps[i].ns, steps[i].ns))
            return false;
    return true;
}

static void load_path(struct loader *l, einv_node e, struct einv_text path,
                      const struct det_row *before, struct det_row *row)
{
    struct einv_arena_mark mark = einv__arena_mark(&l->d->arena);
    struct einv_text rest = path;
    struct det_step *steps;
    size_t n = count_steps(path);

    steps = einv__arena_zero(&l->d->arena, n, sizeof(*steps));
    if (steps == NULL) {
        l->nomem = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct einv_text step = einv__text_cut(rest, '/', &rest);

        if (step.len > 0 && step.ptr[0] == '@') {
            steps[i].attribute = true;
            step = einv__text(step.ptr + 1, step.len - 1);
        }
        if (!resolve(l, e, step, &steps[i].ns, &steps[i].local) ||
            (steps[i].attribute && i + 1 < n)) {
            complain(l, e, path, "a path: a/b/@c");
            return;
        }
    }
    row->n_steps = n;
    row->steps = steps;
    if (same_steps(before, steps, n)) {
        row->steps = before->steps;
        einv__arena_reset(&l->d->arena, mark);
    }
}

static bool load_number(struct einv_text text, uint32_t *out)
{
    uint32_t n = 0;

    if (text.len == 0 || text.len > 6)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        n = n * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    *out = n;
    return true;
}

static void add_root(struct loader *l, struct det_format *f,
                     const struct det_row *row)
{
    struct det_root **at = &l->d->buckets[det_hash(row->ns, row->local)];
    struct det_root *root;

    for (root = *at; root != NULL; root = root->next)
        if (root->format == f && einv__text_eq(root->local, row->local) &&
            einv__text_eq(root->ns, row->ns))
            return;
    root = einv__arena_zero(&l->d->arena, 1, sizeof(*root));
    if (root == NULL) {
        l->nomem = true;
        return;
    }
    root->ns = row->ns;
    root->local = row->local;
    root->format = f;
    root->next = *at;
    *at = root;
}

static void load_row(struct loader *l, einv_node e, struct det_format *f,
                     struct det_row **list)
{
    struct einv_text root = attr(l, e, "root"), path = attr(l, e, "path");
    struct einv_text bid = attr(l, e, "bid");
    struct det_row *row = einv__arena_zero(&l->d->arena, 1, sizeof(*row));
    const struct det_row *before = NULL;

    if (row == NULL) {
        l->nomem = true;
        return;
    }
    for (; *list != NULL; list = &(*list)->next)
        before = *list;
    *list = row;
    if (root.ptr == NULL && path.ptr == NULL)
        complain(l, e, EINV_NO_TEXT, "root= or path=");
    if (root.ptr != NULL && resolve(l, e, root, &row->ns, &row->local))
        add_root(l, f, row);
    if (path.ptr != NULL)
        load_path(l, e, path, before, row);
    row->in = keep(l, attr(l, e, "in"));
    row->starts = keep(l, attr(l, e, "starts"));
    row->profile = keep(l, attr(l, e, "id"));
    row->must = einv__text_is(attr(l, e, "must"), "yes");
    if (bid.ptr != NULL && !load_number(bid, &row->bid))
        complain(l, e, bid, "a number");
}

/* The format that e describes, with the rows among its children. */
static void load_format(struct loader *l, einv_node e,
                        enum einv_verdict verdict)
{
    struct det_format *f = einv__arena_zero(&l->d->arena, 1, sizeof(*f));

    if (f == NULL) {
        l->nomem = true;
        return;
    }
    f->id = keep(l, attr(l, e, "id"));
    f->version = keep(l, attr(l, e, "version"));
    f->name = keep(l, attr(l, e, "name"));
    f->verdict = verdict;
    if (f->id.len == 0)
        complain(l, e, EINV_NO_TEXT, "id=");
    for (einv_node c = einv__tree_child(l->t, e); c != EINV_NO_NODE;
         c = einv__tree_next(l->t, c)) {
        struct einv_text name = einv__tree_qname(l->t, c)->local;

        if (einv__text_is(name, "detect"))
            load_row(l, c, f, &f->detects);
        else if (einv__text_is(name, "profile"))
            load_row(l, c, f, &f->profiles);
    }
    if (l->d->last != NULL)
        l->d->last->next = f;
    else
        l->d->first = f;
    l->d->last = f;
}

static void load_root(struct loader *l)
{
    einv_node root = einv__tree_root(l->t);
    const struct einv_qname *q = einv__tree_qname(l->t, root);

    if (!einv__text_is(q->ns, BINDING_NS)) {
        complain(l, root, q->ns, BINDING_NS);
    } else if (einv__text_is(q->local, "binding")) {
        load_format(l, root, EINV_SUPPORTED);
    } else {
        for (einv_node c = einv__tree_child(l->t, root); c != EINV_NO_NODE;
             c = einv__tree_next(l->t, c))
            load_format(l, c, EINV_RECOGNISED);
    }
}

static bool starts(struct einv_text text, size_t at, const char *word)
{
    size_t len = strlen(word);

    return text.len - at >= len && memcmp(text.ptr + at, word, len) == 0;
}

/* Where the rows of a binding begin: <group or <document outside comments;
 * text.len when there are none, or when the root is not spelled <binding. */
static size_t head_end(struct einv_text text)
{
    bool plain = false;

    for (size_t at = 0; at < text.len; at++) {
        const char *lt = memchr(text.ptr + at, '<', text.len - at);

        if (lt == NULL)
            return text.len;
        at = (size_t)(lt - text.ptr);
        if (starts(text, at, "<!--")) {
            while (at < text.len && !starts(text, at, "-->"))
                at++;
        } else if (starts(text, at, "<![CDATA[")) {
            return text.len;
        } else if (starts(text, at, "<binding")) {
            plain = true;
        } else if (plain && (starts(text, at, "<group") ||
                             starts(text, at, "<document"))) {
            return at;
        }
    }
    return text.len;
}

static einv_status load(struct loader *l, struct einv_text xml)
{
    struct einv_read_xml_options options;
    struct einv_limits limits;
    struct einv_tree tree;
    einv_status status;

    /* A list of a hundred formats declares as many namespaces. */
    einv__limits_large(&limits);
    memset(&options, 0, sizeof(options));
    options.limits = &limits;
    status = einv__xml_read(&tree, l->d->alloc, xml, &options, l->report);
    if (status != EINV_OK)
        return status == EINV_ELIMIT ? EINV_EMALFORMED : status;
    l->t = &tree;
    load_root(l);
    einv__tree_free(&tree);
    if (l->nomem)
        return EINV_ENOMEM;
    return l->bad ? EINV_EMALFORMED : EINV_OK;
}

einv_status einv__detector_add(struct einv_detector *d, struct einv_text xml,
                               const char *file, struct einv_report *report)
{
    struct loader l = { d, NULL, file, report, false, false };
    size_t end = head_end(xml);
    struct einv_buf head;
    einv_status status;

    if (end == xml.len)
        return load(&l, xml);
    einv__buf_init(&head, d->alloc);
    einv__buf_put(&head, xml.ptr, end);
    einv__buf_str(&head, "</binding>");
    status = head.failed ? EINV_ENOMEM : load(&l, einv__buf_get(&head));
    einv__buf_free(&head);
    return status;
}

einv_status einv__detector_new(struct einv_detector **out,
                               const einv_allocator *a)
{
    struct einv_detector *d = einv__alloc(a, 1, sizeof(*d));

    if (d == NULL)
        return EINV_ENOMEM;
    memset(d, 0, sizeof(*d));
    d->alloc = a;
    einv__arena_init(&d->arena, a);
    *out = d;
    return EINV_OK;
}

void einv__detector_free(struct einv_detector *d)
{
    if (d == NULL)
        return;
    einv__arena_free(&d->arena);
    einv__free(d->alloc, d, sizeof(*d));
}

bool einv__detector_last(const struct einv_detector *d,
                         struct einv_detection *out)
{
    if (d->last == NULL)
        return false;
    memset(out, 0, sizeof(*out));
    out->verdict = d->last->verdict;
    out->format = d->last->id;
    out->version = d->last->version;
    out->name = d->last->name;
    return true;
}
