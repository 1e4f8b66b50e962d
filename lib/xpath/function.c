/* function.c: xsl:function and the instructions that occur in it, compiled
 * to expressions (XSLT 2.0, 10.3).
 *
 *     xsl:sequence, xsl:copy-of   its select
 *     xsl:value-of, xsl:text      an untyped value
 *     xsl:variable                LET
 *     xsl:choose, xsl:if          IF
 *     xsl:for-each                EACH
 *     xsl:message                 nothing
 *     xsl:number                  an error, if it is ever reached
 */
#include "optimise.h"
#include "parse.h"

#define XSL_NS "http://www.w3.org/1999/XSL/Transform"

struct body {
    struct einv_xp_parser *p;
    const struct einv_tree *tree;
    einv_node where;            /* what is not supported */
};

static bool is_xsl(const struct einv_tree *t, einv_node e, const char *local)
{
    const struct einv_qname *q = einv__tree_qname(t, e);

    return einv__text_is(q->ns, XSL_NS) && einv__text_is(q->local, local);
}

static einv_xp_ast refuse(struct body *b, einv_node e, const char *what)
{
    b->where = e;
    return einv__xp_syntax(b->p, "XTSE0010", what);
}

static einv_xp_ast nothing(struct body *b)
{
    return einv__xp_make(b->p, EINV_XP_OP_SEQUENCE, 0);
}

static einv_xp_ast untyped(struct body *b, struct einv_text text)
{
    struct einv_xp_expr *e = einv__xp_make(b->p, EINV_XP_OP_LITERAL, 0);
    char *copy = einv__arena_dup(&b->p->lib->arena, text);

    if (e == NULL || copy == NULL)
        return einv__xp_syntax(b->p, "EINV0002", "no memory");
    e->u.literal = einv__xp_text(EINV_XP_UNTYPED, einv__text(copy, text.len));
    return e;
}

/* An attribute's text that outlives the tree; NULL-pointed: absent. */
static bool keep_attr(struct body *b, einv_node e, const char *attribute,
                      struct einv_text *out)
{
    *out = einv__tree_get_attr(b->tree, e, attribute);
    if (out->ptr == NULL)
        return true;
    out->ptr = einv__arena_dup(&b->p->lib->arena, *out);
    return out->ptr != NULL ||
           einv__xp_syntax(b->p, "EINV0002", "no memory") != NULL;
}

/* The expression in an attribute, in the scope of the parser. */
static einv_xp_ast expression(struct body *b, einv_node e,
                              const char *attribute)
{
    struct einv_text text;

    if (!keep_attr(b, e, attribute, &text))
        return NULL;
    if (text.ptr == NULL)
        return refuse(b, e, "an instruction without its expression");
    b->where = e;
    return einv__xp_parse(b->p, text);
}

static einv_xp_ast constructor(struct body *b, einv_node parent,
                               einv_node from);

static einv_xp_ast if_of(struct body *b, einv_xp_ast test, einv_xp_ast yes,
                         einv_xp_ast no)
{
    struct einv_xp_expr *e = einv__xp_make(b->p, EINV_XP_OP_IF, 3);

    if (e == NULL || test == NULL || yes == NULL || no == NULL)
        return NULL;
    e->args[0] = test;
    e->args[1] = yes;
    e->args[2] = no;
    return e;
}

static einv_xp_ast choose(struct body *b, einv_node when)
{
    const struct einv_tree *t = b->tree;
    einv_xp_ast test, yes;

    if (when == EINV_NO_NODE)
        return nothing(b);
    if (is_xsl(t, when, "otherwise"))
        return constructor(b, when, einv__tree_child(t, when));
    if (!is_xsl(t, when, "when"))
        return refuse(b, when, "not xsl:when or xsl:otherwise");
    test = expression(b, when, "test");
    if (test == NULL)
        return NULL;
    yes = constructor(b, when, einv__tree_child(t, when));
    return yes != NULL
               ? if_of(b, test, yes, choose(b, einv__tree_next(t, when)))
               : NULL;
}

static einv_xp_ast typed(struct body *b, einv_node e, einv_xp_ast value)
{
    struct einv_text as;

    if (value == NULL || !keep_attr(b, e, "as", &as))
        return NULL;
    return as.ptr == NULL ? value : einv__xp_parse_as(b->p, value, as);
}

/* A variable's value: select, or what its content makes. */
static einv_xp_ast value_of_variable(struct body *b, einv_node e)
{
    if (einv__tree_get_attr(b->tree, e, "select").ptr != NULL)
        return typed(b, e, expression(b, e, "select"));
    if (einv__tree_is_leaf(b->tree, e))
        return typed(b, e, untyped(b, einv__tree_text(b->tree, e)));
    return typed(b, e, constructor(b, e, einv__tree_child(b->tree, e)));
}

/* A variable holds for all that follows it. */
static einv_xp_ast variable(struct body *b, einv_node parent, einv_node e)
{
    struct einv_xp_expr *let = einv__xp_make(b->p, EINV_XP_OP_LET, 2);
    uint32_t known = b->p->n_vars;
    struct einv_xp_name name;
    struct einv_text qname;

    if (let == NULL || !keep_attr(b, e, "name", &qname))
        return NULL;
    let->args[0] = value_of_variable(b, e);
    if (let->args[0] == NULL || !einv__xp_expand(b->p, qname, false, &name) ||
        !einv__xp_declare(b->p, name, &let->u.slot))
        return NULL;
    let->name = qname;
    let->args[1] = constructor(b, parent, einv__tree_next(b->tree, e));
    b->p->n_vars = known;
    return let->args[1] != NULL ? let : NULL;
}

/* xsl:value-of: the strings with a separator, as one untyped value. */
static einv_xp_ast value_of(struct body *b, einv_node e)
{
    struct einv_xp_expr *cast = einv__xp_make(b->p, EINV_XP_OP_CAST, 1);
    einv_xp_ast select = expression(b, e, "select");

    if (cast == NULL || select == NULL)
        return NULL;
    cast->args[0] = select;
    cast->u.type = (struct einv_xp_seqtype){ .kind = EINV_XP_S_ATOMIC,
                                             .type = EINV_XP_UNTYPED,
                                             .occurs = '?' };
    return cast;
}

static einv_xp_ast instruction(struct body *b, einv_node e)
{
    const struct einv_tree *t = b->tree;
    einv_xp_ast select, content;

    if (is_xsl(t, e, "sequence") || is_xsl(t, e, "copy-of"))
        return expression(b, e, "select");
    if (is_xsl(t, e, "value-of"))
        return value_of(b, e);
    if (is_xsl(t, e, "text"))
        return untyped(b, einv__tree_text(t, e));
    if (is_xsl(t, e, "choose"))
        return choose(b, einv__tree_child(t, e));
    if (is_xsl(t, e, "message") || is_xsl(t, e, "fallback"))
        return nothing(b);
    if (is_xsl(t, e, "number")) {
        struct einv_xp_expr *error = einv__xp_make(b->p, EINV_XP_OP_ERROR, 0);

        if (error != NULL)
            error->u.error = "XTDE0000";
        return error;
    }
    if (!is_xsl(t, e, "if") && !is_xsl(t, e, "for-each"))
        return refuse(b, e, "an instruction that is not supported here");
    select = expression(b, e, is_xsl(t, e, "if") ? "test" : "select");
    content = select != NULL ? constructor(b, e, einv__tree_child(t, e))
                             : NULL;
    if (content == NULL)
        return NULL;
    return is_xsl(t, e, "if")
               ? if_of(b, select, content, nothing(b))
               : einv__xp_make2(b->p, EINV_XP_OP_EACH, select, content);
}

/* A sequence constructor: from this child of `parent` to its last. */
static einv_xp_ast constructor(struct body *b, einv_node parent,
                               einv_node from)
{
    struct einv_xp_asts list = { NULL, 0, 0 };
    struct einv_xp_expr *e;
    einv_xp_ast part;

    if (++b->p->depth > EINV_XP_MAX_NESTING)
        return einv__xp_syntax(b->p, "EINV0001", "nested too deeply");
    if (from == EINV_NO_NODE && einv__tree_is_leaf(b->tree, parent) &&
        einv__text_trim(einv__tree_text(b->tree, parent)).len > 0) {
        b->p->depth--;
        return untyped(b, einv__tree_text(b->tree, parent));
    }
    for (; from != EINV_NO_NODE; from = einv__tree_next(b->tree, from)) {
        bool binds = is_xsl(b->tree, from, "variable");

        part = binds ? variable(b, parent, from) : instruction(b, from);
        if (part == NULL || !einv__xp_asts_add(b->p, &list, part))
            return NULL;
        if (binds)
            break;
    }
    b->p->depth--;
    if (list.n == 1)
        return list.items[0];
    e = einv__xp_make(b->p, EINV_XP_OP_SEQUENCE, (uint32_t)list.n);
    if (e != NULL && list.n > 0)
        memcpy((void *)e->args, list.items, list.n * sizeof *list.items);
    return e;
}

/* --- declaring ------------------------------------------------------------------------ */

static bool read_type(struct einv_xp_parser *p, const struct einv_tree *tree,
                      einv_node e, struct einv_xp_seqtype *type, bool *has)
{
    struct einv_text as = einv__tree_get_attr(tree, e, "as");
    char *copy = NULL;

    type->kind = EINV_XP_S_ITEM;
    type->occurs = '*';
    *has = as.ptr != NULL;
    if (!*has)
        return true;
    copy = einv__arena_dup(&p->lib->arena, as);
    if (copy == NULL)
        return einv__xp_syntax(p, "EINV0002", "no memory") != NULL;
    p->lexer.input = einv__text(copy, as.len);
    p->lexer.at = 0;
    einv__xp_next(p);
    return einv__xp_parse_seqtype(p, type);
}

static bool read_params(struct einv_xp_parser *p,
                        struct einv_xp_function *f)
{
    const struct einv_tree *t = f->tree;
    einv_node child = einv__tree_child(t, f->at);
    size_t n = 0;
    bool has;

    for (einv_node c = child; c != EINV_NO_NODE; c = einv__tree_next(t, c))
        n += is_xsl(t, c, "param");
    f->params = einv__arena_zero(&p->lib->arena, n, sizeof *f->params);
    f->param_names =
        einv__arena_zero(&p->lib->arena, n, sizeof *f->param_names);
    if (f->params == NULL || f->param_names == NULL)
        return false;
    for (; child != EINV_NO_NODE && is_xsl(t, child, "param");
         child = einv__tree_next(t, child)) {
        f->param_names[f->n_params] = einv__tree_get_attr(t, child, "name");
        if (!read_type(p, t, child, &f->params[f->n_params++], &has))
            return false;
    }
    return true;
}

bool einv__xp_lib_function(struct einv_xp_lib *lib,
                           const struct einv_tree *tree, einv_node function,
                           einv_node *where, struct einv_xp_error *error)
{
    struct einv_xp_function *f = einv__arena_zero(&lib->arena, 1, sizeof *f);
    struct einv_text name = einv__tree_get_attr(tree, function, "name");
    struct einv_xp_parser p;
    char *copy;

    *where = function;
    einv__xp_parser_init(&p, lib, NULL, 0, error);
    copy = einv__arena_dup(&lib->arena, name);
    if (f == NULL || copy == NULL) {
        lib->nomem = true;
        return false;
    }
    f->tree = tree;
    f->at = function;
    if (!einv__xp_expand(&p, einv__text(copy, name.len), false, &f->name) ||
        !read_params(&p, f) ||
        !read_type(&p, tree, function, &f->result, &f->typed))
        return false;
    if (lib->last_function == NULL)
        lib->functions = f;
    else
        lib->last_function->next = f;
    lib->last_function = f;
    return true;
}

static bool compile_body(struct einv_xp_lib *lib, struct einv_xp_function *f,
                         einv_node *where, struct einv_xp_error *error)
{
    struct einv_xp_parser p;
    struct body b = { &p, f->tree, f->at };
    einv_node from = einv__tree_child(f->tree, f->at);
    struct einv_xp_name name;
    uint32_t slot;

    einv__xp_parser_init(&p, lib, NULL, 0, error);
    for (uint32_t i = 0; i < f->n_params; i++)
        if (!einv__xp_expand(&p, f->param_names[i], false, &name) ||
            !einv__xp_declare(&p, name, &slot))
            return false;
    while (from != EINV_NO_NODE && is_xsl(f->tree, from, "param"))
        from = einv__tree_next(f->tree, from);
    f->body = constructor(&b, f->at, from);
    f->n_vars = p.max_slots;
    *where = b.where;
    return f->body != NULL &&
           einv__xp_optimise(lib, (struct einv_xp_expr *)f->body);
}

/* Stands for the body of a function that does not compile. */
static const struct einv_xp_expr never = { .op = EINV_XP_OP_ERROR,
                                           .u.error = "XTSE0010" };

bool einv__xp_lib_bodies(struct einv_xp_lib *lib, einv_node *where,
                         const struct einv_tree **tree,
                         struct einv_xp_error *error)
{
    for (struct einv_xp_function *f = lib->functions; f != NULL; f = f->next)
        if (f->body == NULL) {
            *tree = f->tree;
            if (!compile_body(lib, f, where, error)) {
                f->body = &never;       /* the next call goes on behind it */
                return false;
            }
        }
    return true;
}
