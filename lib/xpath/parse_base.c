/* parse_base.c: the parser's tools: tokens, nodes, names, errors.
 */
#include "parse.h"

void einv__xp_parser_init(struct einv_xp_parser *p, struct einv_xp_lib *lib,
                          const struct einv_xp_scope *scope, unsigned flags,
                          struct einv_xp_error *error)
{
    memset(p, 0, sizeof *p);
    p->lib = lib;
    p->scope = scope;
    p->compat = (flags & EINV_XP_COMPAT) != 0;
    p->error = error;
    memset(error, 0, sizeof *error);
}

static void append(char *out, size_t cap, struct einv_text text)
{
    size_t len = strlen(out), room = cap - 1 - len;
    size_t n = text.len < room ? text.len : room;

    /* Not in the middle of a character. */
    while (n > 0 && n < text.len && ((unsigned char)text.ptr[n] & 0xc0) == 0x80)
        n--;
    if (n > 0)
        memcpy(out + len, text.ptr, n);
    out[len + n] = '\0';
}

einv_xp_ast einv__xp_syntax(struct einv_xp_parser *p, const char *code,
                            const char *what)
{
    char *out = p->error->what;
    size_t cap = sizeof p->error->what;

    if (p->failed)
        return NULL;
    p->failed = true;
    p->error->code = code;
    p->error->offset = p->lexer.offset;
    out[0] = '\0';
    if (strcmp(code, "XPST0003") != 0) {
        append(out, cap, einv__text_of(what));
        return NULL;
    }
    append(out, cap, EINV_TEXT("expected "));
    append(out, cap, einv__text_of(what));
    append(out, cap, EINV_TEXT(", found "));
    if (p->lexer.kind == EINV_XP_T_BAD)
        append(out, cap, einv__text_of(p->lexer.bad));
    else if (p->lexer.kind == EINV_XP_T_END)
        append(out, cap, EINV_TEXT("the end"));
    else
        append(out, cap, p->lexer.text);
    return NULL;
}

void einv__xp_next(struct einv_xp_parser *p)
{
    einv__xp_lex(&p->lexer);
}

bool einv__xp_at(const struct einv_xp_parser *p, const char *symbol)
{
    return einv__xp_lex_is(&p->lexer, symbol);
}

bool einv__xp_take_symbol(struct einv_xp_parser *p, const char *symbol)
{
    if (!einv__xp_at(p, symbol))
        return false;
    einv__xp_next(p);
    return true;
}

bool einv__xp_expect(struct einv_xp_parser *p, const char *symbol)
{
    char what[32] = "'";

    if (einv__xp_take_symbol(p, symbol))
        return true;
    append(what, sizeof what - 1, einv__text_of(symbol));
    append(what, sizeof what, EINV_TEXT("'"));
    einv__xp_syntax(p, "XPST0003", what);
    return false;
}

bool einv__xp_before(const struct einv_xp_parser *p, const char *symbol)
{
    struct einv_xp_lexer ahead = p->lexer;

    einv__xp_lex(&ahead);
    return einv__xp_lex_is(&ahead, symbol);
}

struct einv_text einv__xp_since(const struct einv_xp_parser *p, size_t from)
{
    return einv__text_trim(
        einv__text(p->lexer.input.ptr + from, p->lexer.offset - from));
}

static void *make_room(struct einv_xp_parser *p, size_t count, size_t size)
{
    void *out = einv__arena_zero(&p->lib->arena, count, size);

    if (out == NULL) {
        p->lib->nomem = true;
        einv__xp_syntax(p, "EINV0002", "no memory");
    }
    return out;
}

struct einv_xp_expr *einv__xp_make(struct einv_xp_parser *p,
                                   enum einv_xp_op op, uint32_t n)
{
    struct einv_xp_expr *e = make_room(p, 1, sizeof *e);

    if (e == NULL)
        return NULL;
    e->op = (uint8_t)op;
    e->compat = p->compat;
    e->offset = (uint32_t)p->lexer.offset;
    e->n = n;
    e->args = make_room(p, n + 1, sizeof *e->args);
    return e->args != NULL ? e : NULL;
}

einv_xp_ast einv__xp_make1(struct einv_xp_parser *p, enum einv_xp_op op,
                           einv_xp_ast a)
{
    struct einv_xp_expr *e = einv__xp_make(p, op, 1);

    if (e != NULL)
        e->args[0] = a;
    return e;
}

einv_xp_ast einv__xp_make2(struct einv_xp_parser *p, enum einv_xp_op op,
                           einv_xp_ast a, einv_xp_ast b)
{
    struct einv_xp_expr *e = einv__xp_make(p, op, 2);

    if (e != NULL) {
        e->args[0] = a;
        e->args[1] = b;
    }
    return e;
}

bool einv__xp_asts_add(struct einv_xp_parser *p, struct einv_xp_asts *list,
                       einv_xp_ast item)
{
    if (list->n == list->cap) {
        size_t cap = list->cap == 0 ? 4 : list->cap * 2;
        einv_xp_ast *items = make_room(p, cap, sizeof *items);

        if (items == NULL)
            return false;
        if (list->n > 0)
            memcpy(items, list->items, list->n * sizeof *items);
        list->items = items;
        list->cap = cap;
    }
    list->items[list->n++] = item;
    return true;
}

bool einv__xp_expand(struct einv_xp_parser *p, struct einv_text qname,
                     bool element, struct einv_xp_name *out)
{
    struct einv_text rest = EINV_NO_TEXT;
    struct einv_text first = einv__text_cut(qname, ':', &rest);

    if (rest.ptr == NULL) {
        out->local = qname;
        out->ns = EINV_TEXT("");
        if (element)
            einv__xp_lib_prefix(p->lib, EINV_TEXT(""), &out->ns);
        return true;
    }
    out->local = rest;
    if (einv__xp_lib_prefix(p->lib, first, &out->ns))
        return true;
    einv__xp_syntax(p, "XPST0081", "a prefix that is not declared");
    append(p->error->what, sizeof p->error->what, EINV_TEXT(": "));
    append(p->error->what, sizeof p->error->what, first);
    return false;
}

bool einv__xp_declare(struct einv_xp_parser *p, struct einv_xp_name name,
                      uint32_t *slot)
{
    if (p->n_vars == EINV_XP_MAX_VARS) {
        einv__xp_syntax(p, "EINV0001", "too many variables");
        return false;
    }
    *slot = p->next_slot++;
    p->vars[p->n_vars].name = name;
    p->vars[p->n_vars++].slot = *slot;
    if (p->next_slot > p->max_slots)
        p->max_slots = p->next_slot;
    return true;
}

static bool same_name(const struct einv_xp_name *a,
                      const struct einv_xp_name *b)
{
    return einv__text_eq(a->local, b->local) && einv__text_eq(a->ns, b->ns);
}

/* Innermost first: the expression's own, the scope's, the library's. */
static bool find_variable(struct einv_xp_parser *p, struct einv_xp_expr *e,
                          const struct einv_xp_name *name)
{
    for (uint32_t i = p->n_vars; i-- > 0;)
        if (same_name(&p->vars[i].name, name)) {
            e->op = EINV_XP_OP_LOCAL;
            e->u.slot = p->vars[i].slot;
            return true;
        }
    for (size_t i = p->scope != NULL ? p->scope->n : 0; i-- > 0;) {
        struct einv_xp_name known;

        if (!einv__xp_expand(p, p->scope->names[i], false, &known))
            return false;
        if (same_name(&known, name)) {
            e->op = EINV_XP_OP_SCOPE;
            e->u.slot = (uint32_t)i;
            return true;
        }
    }
    for (size_t i = p->lib->n_globals; i-- > 0;)
        if (same_name(&p->lib->globals[i].name, name)) {
            e->op = EINV_XP_OP_GLOBAL;
            e->u.slot = (uint32_t)i;
            return true;
        }
    einv__xp_syntax(p, "XPST0008", "a variable that is not declared: $");
    append(p->error->what, sizeof p->error->what, e->name);
    return false;
}

einv_xp_ast einv__xp_parse_variable(struct einv_xp_parser *p)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_LOCAL, 0);
    struct einv_xp_name name;

    if (e == NULL || !einv__xp_expect(p, "$"))
        return NULL;
    if (p->lexer.kind != EINV_XP_T_NAME)
        return einv__xp_syntax(p, "XPST0003", "a variable's name");
    e->name = p->lexer.text;
    if (!einv__xp_expand(p, e->name, false, &name) ||
        !find_variable(p, e, &name))
        return NULL;
    einv__xp_next(p);
    return e;
}
