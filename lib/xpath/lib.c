/* lib.c: what expressions share: prefixes, names, variables, documents.
 */
#include "../xml/rows.h"
#include "../xml/source.h"
#include "optimise.h"
#include "parse.h"
#include "prepare.h"

static const struct {
    const char *prefix, *uri;
} usual[] = {
    { "xs", EINV_XP_NS_XS },
    /* the ISO skeleton declares it in all it makes, and sets rely on it */
    { "xsd", EINV_XP_NS_XS },
    { "fn", EINV_XP_NS_FN },
    { "xsi", EINV_XSI_NS },
    { "xml", EINV_XML_NS }
};

struct einv_xp_lib *einv__xp_lib_new(const einv_allocator *a)
{
    struct einv_xp_lib *lib = einv__alloc(a, 1, sizeof *lib);

    if (lib == NULL)
        return NULL;
    memset(lib, 0, sizeof *lib);
    lib->alloc = a;
    einv__arena_init(&lib->arena, a);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (!einv__xp_lib_ns(lib, einv__text_of(usual[i].prefix),
                             einv__text_of(usual[i].uri))) {
            einv__xp_lib_free(lib);
            return NULL;
        }
    return lib;
}

void einv__xp_lib_free(struct einv_xp_lib *lib)
{
    if (lib == NULL)
        return;
    for (size_t i = 0; i < lib->n_docs; i++)
        einv__tree_free(&lib->docs[i]);
    einv__free(lib->alloc, lib->docs, lib->cap_docs * sizeof *lib->docs);
    einv__free(lib->alloc, lib->names, lib->cap_names * sizeof *lib->names);
    einv__free(lib->alloc, lib->name_slots,
               lib->cap_slots * sizeof *lib->name_slots);
    einv__free(lib->alloc, lib->memos.rows,
               lib->memos.cap * sizeof *lib->memos.rows);
    einv__free(lib->alloc, lib->groups.rows,
               lib->groups.cap * sizeof *lib->groups.rows);
    einv__free(lib->alloc, lib->by_name.rows,
               lib->by_name.cap * sizeof *lib->by_name.rows);
    einv__free(lib->alloc, lib->globals,
               lib->cap_globals * sizeof *lib->globals);
    einv__arena_free(&lib->arena);
    einv__free(lib->alloc, lib, sizeof *lib);
}

struct einv_arena *einv__xp_lib_arena(struct einv_xp_lib *lib)
{
    return &lib->arena;
}

static bool keep_text(struct einv_xp_lib *lib, struct einv_text text,
                      struct einv_text *out)
{
    char *copy = einv__arena_dup(&lib->arena, text);

    if (copy == NULL) {
        lib->nomem = true;
        return false;
    }
    *out = einv__text(copy, text.len);
    return true;
}

/* --- prefixes and names ------------------------------------------------------ */

bool einv__xp_lib_ns(struct einv_xp_lib *lib, struct einv_text prefix,
                     struct einv_text uri)
{
    struct einv_xp_ns *ns = einv__arena_zero(&lib->arena, 1, sizeof *ns);

    if (ns == NULL || !keep_text(lib, prefix, &ns->prefix) ||
        !keep_text(lib, uri, &ns->uri)) {
        lib->nomem = true;
        return false;
    }
    ns->next = lib->ns;
    lib->ns = ns;
    return true;
}

bool einv__xp_lib_prefix(const struct einv_xp_lib *lib,
                         struct einv_text prefix, struct einv_text *uri)
{
    for (const struct einv_xp_ns *ns = lib->ns; ns != NULL; ns = ns->next)
        if (einv__text_eq(ns->prefix, prefix)) {
            *uri = ns->uri;
            return true;
        }
    return false;
}

static uint32_t *name_slot(const struct einv_xp_lib *lib, struct einv_text ns,
                           struct einv_text local)
{
    uint32_t hash = einv__hash32(
        einv__hash32(EINV_HASH32_SEED, local.ptr, local.len), ns.ptr, ns.len);

    for (size_t i = hash & (lib->cap_slots - 1);;
         i = (i + 1) & (lib->cap_slots - 1)) {
        uint32_t id = lib->name_slots[i];

        if (id == 0 ||
            (einv__text_eq(lib->names[id - 1].local, local) &&
             einv__text_eq(lib->names[id - 1].ns, ns)))
            return &lib->name_slots[i];
    }
}

uint32_t einv__xp_lib_find_name(const struct einv_xp_lib *lib,
                                struct einv_text ns, struct einv_text local)
{
    return lib->cap_slots == 0 ? UINT32_MAX
                               : *name_slot(lib, ns, local) - 1;
}

/* Twice as many slots as names. */
static bool grow_names(struct einv_xp_lib *lib)
{
    size_t cap = lib->cap_slots == 0 ? 64 : lib->cap_slots * 2;
    uint32_t *old = lib->name_slots;
    size_t old_cap = lib->cap_slots;
    uint32_t *slots;

    if (!einv__grow(lib->alloc, &lib->names, &lib->cap_names,
                    lib->n_names + 1, sizeof *lib->names))
        return false;
    if (lib->n_names * 2 < lib->cap_slots)
        return true;
    slots = einv__alloc(lib->alloc, cap, sizeof *slots);
    if (slots == NULL)
        return false;
    memset(slots, 0, cap * sizeof *slots);
    lib->name_slots = slots;
    lib->cap_slots = cap;
    for (uint32_t i = 0; i < lib->n_names; i++)
        *name_slot(lib, lib->names[i].ns, lib->names[i].local) = i + 1;
    einv__free(lib->alloc, old, old_cap * sizeof *old);
    return true;
}

uint32_t einv__xp_lib_name(struct einv_xp_lib *lib, struct einv_text ns,
                           struct einv_text local)
{
    uint32_t found = einv__xp_lib_find_name(lib, ns, local);
    struct einv_xp_name name;

    if (found != UINT32_MAX)
        return found;
    if (!keep_text(lib, ns, &name.ns) || !keep_text(lib, local, &name.local) ||
        !grow_names(lib)) {
        lib->nomem = true;
        return UINT32_MAX;
    }
    lib->names[lib->n_names++] = name;
    *name_slot(lib, ns, local) = (uint32_t)lib->n_names;
    return (uint32_t)lib->n_names - 1;
}

/* --- variables ------------------------------------------------------------------ */

bool einv__xp_lib_global(struct einv_xp_lib *lib, struct einv_text qname,
                         uint32_t *global, struct einv_xp_error *error)
{
    struct einv_xp_global_row *row;
    struct einv_xp_parser p;

    einv__xp_parser_init(&p, lib, NULL, 0, error);
    if (!einv__grow(lib->alloc, &lib->globals, &lib->cap_globals,
                    lib->n_globals + 1, sizeof *lib->globals)) {
        lib->nomem = true;
        return false;
    }
    row = &lib->globals[lib->n_globals];
    memset(row, 0, sizeof *row);
    if (!keep_text(lib, qname, &qname) ||
        !einv__xp_expand(&p, qname, false, &row->name))
        return false;
    *global = (uint32_t)lib->n_globals++;
    return true;
}

/* What is declared later does not hide an earlier name from its own
 * definition: <let name="x" value="$x + 1"/> means the x before it. */
bool einv__xp_lib_global_expr(struct einv_xp_lib *lib, uint32_t global,
                              struct einv_text expr, struct einv_text as,
                              unsigned flags, struct einv_xp_error *error)
{
    const struct einv_xp_expr *compiled =
        einv__xp_compile_as(lib, expr, as, NULL, flags, error);

    if (compiled == NULL)
        return false;
    lib->globals[global].expr = compiled;
    return true;
}

/* --- documents -------------------------------------------------------------------- */

void einv__xp_lib_open(struct einv_xp_lib *lib, einv_xp_open *open,
                       void *user)
{
    lib->open = open;
    lib->open_user = user;
}

bool einv__xp_lib_document(struct einv_xp_lib *lib, struct einv_text href,
                           uint32_t *slot)
{
    for (size_t i = 0; i < lib->n_docs; i++)
        if (einv__text_eq(lib->doc_names[i], href)) {
            *slot = (uint32_t)i;
            return true;
        }
    if (lib->open == NULL || lib->n_docs == EINV_XP_MAX_DOCS)
        return false;
    if (!einv__grow(lib->alloc, &lib->docs, &lib->cap_docs, lib->n_docs + 1,
                    sizeof *lib->docs)) {
        lib->nomem = true;
        return false;
    }
    einv__tree_init(&lib->docs[lib->n_docs], lib->alloc);
    if (!lib->open(lib->open_user, href, &lib->docs[lib->n_docs]))
        return false;
    lib->doc_names[lib->n_docs] = href;
    *slot = (uint32_t)lib->n_docs++;
    return true;
}

/* --- compiling ---------------------------------------------------------------------- */

const struct einv_xp_expr *
einv__xp_compile_as(struct einv_xp_lib *lib, struct einv_text expr,
                    struct einv_text as, const struct einv_xp_scope *scope,
                    unsigned flags, struct einv_xp_error *error)
{
    struct einv_xp_parser p;
    const struct einv_xp_expr *e = NULL;

    einv__xp_parser_init(&p, lib, scope, flags, error);
    if (keep_text(lib, expr, &expr))
        e = einv__xp_parse(&p, expr);
    if (e != NULL && as.len > 0)
        e = keep_text(lib, as, &as) ? einv__xp_parse_as(&p, e, as) : NULL;
    if (e != NULL)
        ((struct einv_xp_expr *)e)->n_vars = p.max_slots;
    if (e != NULL && !einv__xp_optimise(lib, (struct einv_xp_expr *)e))
        e = NULL;
    if (e == NULL && lib->nomem)
        error->code = "EINV0002";
    return e;
}

const struct einv_xp_expr *
einv__xp_compile(struct einv_xp_lib *lib, struct einv_text expr,
                 const struct einv_xp_scope *scope, unsigned flags,
                 struct einv_xp_error *error)
{
    return einv__xp_compile_as(lib, expr, EINV_NO_TEXT, scope, flags, error);
}

bool einv__xp_lib_seal(struct einv_xp_lib *lib)
{
    return !lib->nomem;
}

bool einv__xp_constant(const struct einv_xp_expr *e, struct einv_text *out)
{
    if (e->op != EINV_XP_OP_LITERAL || e->u.literal.type != EINV_XP_STRING)
        return false;
    *out = e->u.literal.u.text;
    return true;
}
