/* load.c: from a file of rules to a set, or to complaints.
 */
#include "set.h"

struct opener {
    struct sch_reader *r;
    const struct sch_file *main;
};

/* document('literal') in an expression. */
static bool open_document(void *user, struct einv_text href,
                          struct einv_tree *tree)
{
    struct opener *o = user;
    struct sch_reader *r = o->r;
    struct einv_read_xml_options options = { 0 };
    struct einv_buf buf;
    bool ok = false;
    size_t i;

    options.limits = &r->limits;
    if (r->options->open == NULL || href.len == 0 || href.ptr[0] == '/')
        return false;
    for (i = 0; i < href.len; i++)
        if (href.ptr[i] == ':' || href.ptr[i] == '\\')
            return false;
    einv__buf_init(&buf, r->set->alloc);
    if (r->options->open(r->options->user, href, o->main->name, &buf) &&
        !buf.failed)
        ok = einv__xml_read(tree, r->set->alloc, einv__buf_get(&buf),
                            &options, r->report) == EINV_OK;
    einv__buf_free(&buf);
    return ok;
}

static bool read_and_compile(struct sch_reader *r, struct einv_text bytes,
                             struct einv_text name)
{
    struct sch_place root = { NULL, EINV_NO_NODE };
    struct opener opener = { r, NULL };

    root.file = einv__sch_file(r, NULL, root, name, &bytes);
    if (root.file == NULL)
        return false;
    opener.main = root.file;
    root.node = einv__tree_root(&root.file->tree);
    einv__xp_lib_open(r->set->lib, open_document, &opener);
    if (einv__sch_is(root, "schema")) {
        if (!einv__sch_read(r, root.file))
            return false;
    } else if (einv__sch_is_xsl(root, "stylesheet") ||
               einv__sch_is_xsl(root, "transform")) {
        if (!einv__sch_recover(r, root.file))
            return false;
    } else {
        return einv__sch_complain(r, root, "EINV-RULES-0002",
                                  einv__sch_local(root),
                                  "schema or stylesheet");
    }
    return einv__sch_compile(r) && r->complaints == 0 &&
           (einv__sch_number(r->set) || einv__sch_nomem(r));
}

struct einv_sch_set *einv__sch_new_set(const einv_allocator *a)
{
    struct einv_sch_set *set = einv__alloc(a, 1, sizeof(*set));

    if (set == NULL)
        return NULL;
    memset(set, 0, sizeof(*set));
    set->alloc = a;
    set->lib = einv__xp_lib_new(a);
    if (set->lib == NULL) {
        einv__free(a, set, sizeof(*set));
        return NULL;
    }
    set->arena = einv__xp_lib_arena(set->lib);
    return set;
}

einv_status einv__sch_load(const einv_allocator *a, struct einv_text bytes,
                           struct einv_text name,
                           const struct einv_sch_options *options,
                           struct einv_report *report,
                           struct einv_sch_set **out)
{
    struct sch_reader r = { 0 };
    struct sch_file *f;
    bool ok;

    *out = NULL;
    r.set = einv__sch_new_set(a);
    if (r.set == NULL)
        return EINV_ENOMEM;
    r.options = options;
    r.report = report;
    einv__limits_large(&r.limits);      /* code lists are long attributes */
    if (options->limits != NULL)
        r.limits.bytes = options->limits->bytes;
    ok = einv__sch_copy(&r, options->id.len > 0 ? options->id : name,
                        &r.set->id) &&
         einv__sch_levels(&r, options->levels) &&
         read_and_compile(&r, bytes, name);
    for (f = r.files; f != NULL; f = f->next)
        einv__tree_free(&f->tree);
    /* Names of files are places in findings only. */
    if (ok) {
        *out = r.set;
        return EINV_OK;
    }
    einv__sch_free(r.set);
    return r.nomem ? EINV_ENOMEM : EINV_EMALFORMED;
}

void einv__sch_free(struct einv_sch_set *set)
{
    if (set == NULL)
        return;
    einv__xp_lib_free(set->lib);
    einv__free(set->alloc, set, sizeof(*set));
}

struct einv_text einv__sch_id(const struct einv_sch_set *set)
{
    return set->id;
}

struct einv_text einv__sch_title(const struct einv_sch_set *set)
{
    return set->title;
}

struct einv_text einv__sch_release(const struct einv_sch_set *set)
{
    return set->version;
}

struct einv_sch_counts einv__sch_counts(const struct einv_sch_set *set)
{
    return set->counts;
}
