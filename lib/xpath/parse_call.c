/* parse_call.c: primaries, function calls and types (XPath 2.0, A.1
 * [41]..[62]).
 *
 * A call is resolved here: to a row of fn.def, a cast, a function of the
 * rule set, a key, a document read now, or an operation of its own where a
 * function needs more than its arguments (position, last, current).
 */
#include "parse.h"
#include "prepare.h"

/* --- types ---------------------------------------------------------------------- */

static bool parse_atomic(struct einv_xp_parser *p,
                         struct einv_xp_seqtype *type)
{
    struct einv_xp_name name;
    enum einv_xp_type found;
    enum einv_xp_derived derived;

    if (p->lexer.kind != EINV_XP_T_NAME)
        return einv__xp_syntax(p, "XPST0003", "a type") != NULL;
    if (!einv__xp_expand(p, p->lexer.text, false, &name))
        return false;
    type->kind = EINV_XP_S_ATOMIC;
    if (!einv__text_is(name.ns, EINV_XP_NS_XS))
        return einv__xp_syntax(p, "XPST0051", "a type that is not known") !=
               NULL;
    if (einv__text_is(name.local, "anyAtomicType"))
        type->kind = EINV_XP_S_ANY_ATOMIC;
    else if (einv__xp_type_find(name.local, &found, &derived)) {
        type->type = (uint8_t)found;
        type->derived = (uint8_t)derived;
    } else {
        return einv__xp_syntax(p, "XPST0051", "a type that is not known") !=
               NULL;
    }
    einv__xp_next(p);
    return true;
}

bool einv__xp_parse_single_type(struct einv_xp_parser *p,
                                struct einv_xp_seqtype *type)
{
    if (!parse_atomic(p, type))
        return false;
    if (type->kind == EINV_XP_S_ANY_ATOMIC)
        return einv__xp_syntax(p, "XPST0080", "no type to cast to") != NULL;
    type->occurs = einv__xp_take_symbol(p, "?") ? '?' : '1';
    return true;
}

bool einv__xp_parse_seqtype(struct einv_xp_parser *p,
                            struct einv_xp_seqtype *type)
{
    static const char *const marks[] = { "?", "*", "+" };

    type->occurs = '1';
    if ((einv__xp_at(p, "empty-sequence") || einv__xp_at(p, "item")) &&
        einv__xp_before(p, "(")) {
        type->kind = einv__xp_at(p, "item") ? EINV_XP_S_ITEM
                                            : EINV_XP_S_EMPTY;
        einv__xp_next(p);
        einv__xp_next(p);
        if (!einv__xp_expect(p, ")"))
            return false;
        if (type->kind == EINV_XP_S_EMPTY)
            return true;
    } else if (einv__xp_at_kind_test(p)) {
        type->kind = EINV_XP_S_NODE;
        if (!einv__xp_parse_kind_test(p, &type->test))
            return false;
    } else if (!parse_atomic(p, type)) {
        return false;
    }
    for (size_t i = 0; i < 3; i++)
        if (einv__xp_take_symbol(p, marks[i])) {
            type->occurs = *marks[i];
            break;
        }
    return true;
}

/* --- literals --------------------------------------------------------------------- */

/* The text between the quotes, doubled quotes made single. */
static bool unquote(struct einv_xp_parser *p, struct einv_text *out)
{
    struct einv_text text = p->lexer.text;
    char quote = text.ptr[0], *copy;
    size_t n = 0;

    copy = einv__arena_alloc(&p->lib->arena, text.len);
    if (copy == NULL)
        return einv__xp_syntax(p, "EINV0002", "no memory") != NULL;
    for (size_t i = 1; i + 1 < text.len; i++) {
        copy[n++] = text.ptr[i];
        if (text.ptr[i] == quote)
            i++;
    }
    *out = einv__text(copy, n);
    return true;
}

static einv_xp_ast parse_literal(struct einv_xp_parser *p)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_LITERAL, 0);
    struct einv_text text = EINV_NO_TEXT;
    bool nomem = false, ok = true;

    if (e == NULL)
        return NULL;
    if (p->lexer.kind == EINV_XP_T_STRING) {
        if (!unquote(p, &text))
            return NULL;
        e->u.literal = einv__xp_text(EINV_XP_STRING, text);
    } else if (p->lexer.kind == EINV_XP_T_DOUBLE) {
        e->u.literal = einv__xp_double(0);
        ok = einv__xp_double_parse(p->lexer.text, &e->u.literal.u.real);
    } else {
        e->u.literal.type = p->lexer.kind == EINV_XP_T_INTEGER
                                ? EINV_XP_INTEGER
                                : EINV_XP_DECIMAL;
        ok = einv__decimal_parse(&e->u.literal.u.number, p->lexer.text,
                                 &p->lib->arena, &nomem);
    }
    if (nomem)
        p->lib->nomem = true;
    if (!ok)
        return einv__xp_syntax(p, "FOAR0002", "a number out of range");
    einv__xp_next(p);
    return e;
}

static einv_xp_ast make_boolean(struct einv_xp_parser *p, bool value)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_LITERAL, 0);

    if (e != NULL) {
        e->boolean = true;
        e->u.literal = einv__xp_boolean(value);
    }
    return e;
}

/* --- calls ------------------------------------------------------------------------ */

static bool is_fn(const struct einv_xp_name *name)
{
    return einv__text_is(name->ns, EINV_XP_NS_FN);
}

static const struct einv_xp_fn_row *find_row(struct einv_text local, size_t n)
{
    for (size_t i = 0; i < einv__xp_n_functions; i++)
        if (einv__text_is(local, einv__xp_functions[i].name) &&
            einv__xp_fn_takes(&einv__xp_functions[i], n))
            return &einv__xp_functions[i];
    return NULL;
}

/* Functions that are operations: they need the focus or the compiler. */
static einv_xp_ast special(struct einv_xp_parser *p, struct einv_text local,
                           const struct einv_xp_asts *args)
{
    if (args->n == 0 && einv__text_is(local, "true"))
        return make_boolean(p, true);
    if (args->n == 0 && einv__text_is(local, "false"))
        return make_boolean(p, false);
    if (args->n == 0 && einv__text_is(local, "current"))
        return einv__xp_make(p, EINV_XP_OP_CURRENT, 0);
    if (args->n == 0 && einv__text_is(local, "position")) {
        p->positions++;
        return einv__xp_make(p, EINV_XP_OP_POSITION, 0);
    }
    if (args->n == 0 && einv__text_is(local, "last")) {
        p->positions++;
        return einv__xp_make(p, EINV_XP_OP_LAST, 0);
    }
    return NULL;
}

static einv_xp_ast call_document(struct einv_xp_parser *p,
                                 const struct einv_xp_asts *args)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_DOCUMENT, 0);
    einv_xp_ast href = args->items[0];

    if (e == NULL)
        return NULL;
    e->nodes = true;
    if (href->op != EINV_XP_OP_LITERAL ||
        href->u.literal.type != EINV_XP_STRING)
        return einv__xp_syntax(p, "XTSE0010",
                               "document() with a name that is computed");
    e->name = href->u.literal.u.text;
    if (!einv__xp_lib_document(p->lib, e->name, &e->u.slot))
        return einv__xp_syntax(p, "FODC0002",
                               "document(): the file cannot be read");
    return e;
}

static einv_xp_ast call_key(struct einv_xp_parser *p,
                            const struct einv_xp_asts *args)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_KEY, 1);
    einv_xp_ast literal = args->items[0];
    struct einv_xp_name name;

    if (e == NULL)
        return NULL;
    e->nodes = true;
    if (literal->op != EINV_XP_OP_LITERAL ||
        literal->u.literal.type != EINV_XP_STRING)
        return einv__xp_syntax(p, "XTSE0010",
                               "key() with a name that is computed");
    e->name = literal->u.literal.u.text;
    if (!einv__xp_expand(p, e->name, false, &name))
        return NULL;
    e->args[0] = args->items[1];
    for (const struct einv_xp_key *k = p->lib->keys; k != NULL; k = k->next)
        if (einv__text_eq(k->name.local, name.local) &&
            einv__text_eq(k->name.ns, name.ns)) {
            e->u.slot = k->number;
            return e;
        }
    return einv__xp_syntax(p, "XTDE1260", "a key that is not declared");
}

static einv_xp_ast call_builtin(struct einv_xp_parser *p,
                                const struct einv_xp_fn_row *row,
                                const struct einv_xp_asts *args)
{
    struct einv_xp_expr *e =
        einv__xp_make(p, EINV_XP_OP_CALL, (uint32_t)args->n);

    if (e == NULL)
        return NULL;
    if (args->n > 0)
        memcpy((void *)e->args, args->items, args->n * sizeof *args->items);
    e->u.fn.row = row;
    e->boolean = strcmp(row->result, "b") == 0;
    e->nodes = row->result[0] == 'N' || row->result[0] == 'E';
    e->name = einv__text_of(row->name);
    if (!einv__xp_prepare(p->lib, e))
        return einv__xp_syntax(p, "EINV0002", "no memory");
    return e;
}

/* xs:decimal(x): a cast that lets nothing through as nothing. */
static einv_xp_ast call_constructor(struct einv_xp_parser *p,
                                    const struct einv_xp_name *name,
                                    const struct einv_xp_asts *args)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_CAST, 1);
    enum einv_xp_type type;
    enum einv_xp_derived derived;

    if (e == NULL)
        return NULL;
    if (args->n != 1 || !einv__xp_type_find(name->local, &type, &derived))
        return einv__xp_syntax(p, "XPST0017", "no such constructor");
    e->args[0] = args->items[0];
    e->u.type = (struct einv_xp_seqtype){ .kind = EINV_XP_S_ATOMIC,
                                          .type = (uint8_t)type,
                                          .derived = (uint8_t)derived,
                                          .occurs = '?' };
    return e;
}

/* XPath 2.0, A.3: these are no names of functions. */
static bool is_reserved(const struct einv_xp_name *name)
{
    static const char *const words[] = {
        "attribute", "comment", "document-node", "element", "empty-sequence",
        "if", "item", "node", "processing-instruction", "schema-attribute",
        "schema-element", "text", "typeswitch"
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (is_fn(name) && einv__text_is(name->local, words[i]))
            return true;
    return false;
}

static einv_xp_ast call_user(struct einv_xp_parser *p,
                             const struct einv_xp_name *name,
                             const struct einv_xp_asts *args)
{
    const struct einv_xp_function *f = p->lib->functions;
    struct einv_xp_expr *e;

    while (f != NULL && (f->n_params != args->n ||
                         !einv__text_eq(f->name.local, name->local) ||
                         !einv__text_eq(f->name.ns, name->ns)))
        f = f->next;
    if (f == NULL && is_reserved(name))
        return einv__xp_syntax(p, "XPST0003", "a reserved name");
    if (f == NULL)
        return einv__xp_syntax(p, "XPST0017",
                               "no function of this name and number of "
                               "arguments");
    e = einv__xp_make(p, EINV_XP_OP_USER, (uint32_t)args->n);
    if (e == NULL)
        return NULL;
    if (args->n > 0)
        memcpy((void *)e->args, args->items, args->n * sizeof *args->items);
    e->u.function = f;
    return e;
}

static einv_xp_ast resolve(struct einv_xp_parser *p,
                           const struct einv_xp_name *name,
                           const struct einv_xp_asts *args)
{
    const struct einv_xp_fn_row *row;
    einv_xp_ast e;

    if (einv__text_is(name->ns, EINV_XP_NS_XS))
        return call_constructor(p, name, args);
    if (!is_fn(name))
        return call_user(p, name, args);
    e = special(p, name->local, args);
    if (e != NULL || p->failed)
        return e;
    if (einv__text_is(name->local, "document") && args->n == 1)
        return call_document(p, args);
    if (einv__text_is(name->local, "key") && args->n == 2)
        return call_key(p, args);
    row = find_row(name->local, args->n);
    return row != NULL ? call_builtin(p, row, args)
                       : call_user(p, name, args);
}

einv_xp_ast einv__xp_parse_call(struct einv_xp_parser *p)
{
    struct einv_xp_asts args = { NULL, 0, 0 };
    struct einv_text qname = p->lexer.text;
    uint32_t offset = (uint32_t)p->lexer.offset;
    struct einv_xp_name name;
    einv_xp_ast e;

    if (!einv__xp_expand(p, qname, false, &name))
        return NULL;
    if (memchr(qname.ptr, ':', qname.len) == NULL)
        name.ns = EINV_TEXT(EINV_XP_NS_FN);
    einv__xp_next(p);
    einv__xp_next(p);
    while (!einv__xp_at(p, ")")) {
        e = einv__xp_parse_single(p);
        if (e == NULL || !einv__xp_asts_add(p, &args, e))
            return NULL;
        if (!einv__xp_take_symbol(p, ","))
            break;
        if (einv__xp_at(p, ")"))
            return einv__xp_syntax(p, "XPST0003", "an argument");
    }
    if (!einv__xp_expect(p, ")"))
        return NULL;
    e = resolve(p, &name, &args);
    if (e != NULL) {
        ((struct einv_xp_expr *)e)->offset = offset;
        ((struct einv_xp_expr *)e)->name = qname;
    }
    return e;
}

einv_xp_ast einv__xp_parse_primary(struct einv_xp_parser *p)
{
    einv_xp_ast e;

    switch (p->lexer.kind) {
    case EINV_XP_T_STRING:
    case EINV_XP_T_INTEGER:
    case EINV_XP_T_DECIMAL:
    case EINV_XP_T_DOUBLE:
        return parse_literal(p);
    case EINV_XP_T_NAME:
        return einv__xp_parse_call(p);
    case EINV_XP_T_END:
    case EINV_XP_T_NS_WILD:
    case EINV_XP_T_LOCAL_WILD:
    case EINV_XP_T_SYMBOL:
    case EINV_XP_T_BAD:
        break;
    }
    if (einv__xp_at(p, "$"))
        return einv__xp_parse_variable(p);
    if (einv__xp_take_symbol(p, "."))
        return einv__xp_make(p, EINV_XP_OP_CONTEXT, 0);
    if (!einv__xp_take_symbol(p, "("))
        return einv__xp_syntax(p, "XPST0003", "an expression");
    if (einv__xp_take_symbol(p, ")"))
        return einv__xp_make(p, EINV_XP_OP_SEQUENCE, 0);
    e = einv__xp_parse_expr(p);
    return e != NULL && einv__xp_expect(p, ")") ? e : NULL;
}
