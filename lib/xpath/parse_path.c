/* parse_path.c: paths, steps, predicates, primaries (XPath 2.0, A.1
 * [25]..[47]).
 */
#include "../xml/rows.h"
#include "parse.h"

#define BIT(kind) (uint8_t)(1u << (kind))
#define ANY_KIND 0x3f

static const struct axis {
    const char *name;
    uint8_t axis;
} axes[] = {  /* ORDER XP_AXIS */
    { "child", EINV_XP_CHILD }, { "descendant", EINV_XP_DESCENDANT },
    { "attribute", EINV_XP_ATTRIBUTES }, { "self", EINV_XP_SELF },
    { "descendant-or-self", EINV_XP_DESCENDANT_OR_SELF },
    { "following-sibling", EINV_XP_FOLLOWING_SIBLING },
    { "following", EINV_XP_FOLLOWING }, { "namespace", EINV_XP_NAMESPACE },
    { "parent", EINV_XP_PARENT }, { "ancestor", EINV_XP_ANCESTOR },
    { "preceding-sibling", EINV_XP_PRECEDING_SIBLING },
    { "preceding", EINV_XP_PRECEDING },
    { "ancestor-or-self", EINV_XP_ANCESTOR_OR_SELF }
};

const char *einv__xp_axis_name(uint8_t axis)
{
    return axes[axis].name;
}

/* --- node tests -------------------------------------------------------------- */

static const struct kind {
    const char *name;
    uint8_t kinds;
    bool named;                 /* may say which name */
} kinds[] = {
    { "node", ANY_KIND, false },
    { "text", BIT(EINV_XP_TEXT), false },
    { "comment", BIT(EINV_XP_COMMENT), false },
    { "processing-instruction", BIT(EINV_XP_PI), true },
    { "element", BIT(EINV_XP_ELEMENT), true },
    { "attribute", BIT(EINV_XP_ATTRIBUTE), true },
    { "document-node", BIT(EINV_XP_DOCUMENT), false }
};

static const struct kind *find_kind(const struct einv_xp_parser *p)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (einv__xp_at(p, kinds[i].name))
            return &kinds[i];
    return NULL;
}

bool einv__xp_at_kind_test(const struct einv_xp_parser *p)
{
    return p->lexer.kind == EINV_XP_T_NAME && find_kind(p) != NULL &&
           einv__xp_before(p, "(");
}

static bool set_name(struct einv_xp_parser *p, struct einv_xp_test *test,
                     struct einv_text qname, bool element)
{
    struct einv_xp_name name;

    if (!einv__xp_expand(p, qname, element, &name))
        return false;
    test->naming = EINV_XP_FULL_NAME;
    test->ns = name.ns;
    test->local = name.local;
    test->name = einv__xp_lib_name(p->lib, name.ns, name.local);
    if (test->name != UINT32_MAX)
        return true;
    einv__xp_syntax(p, "EINV0002", "no memory");
    return false;
}

/* processing-instruction('x') or (x). */
static bool pi_target(struct einv_xp_parser *p, struct einv_xp_test *test)
{
    test->naming = EINV_XP_LOCAL_NAME;
    test->local = p->lexer.text;
    if (p->lexer.kind == EINV_XP_T_STRING)
        test->local = einv__text_trim(
            einv__text(p->lexer.text.ptr + 1, p->lexer.text.len - 2));
    else if (p->lexer.kind != EINV_XP_T_NAME)
        return einv__xp_syntax(p, "XPST0003", "a target") != NULL;
    einv__xp_next(p);
    return true;
}

/* element(name), element(*), element(name, type): without a schema the type
 * can only be xs:untyped or a wider one. */
static bool kind_name(struct einv_xp_parser *p, struct einv_xp_test *test,
                      bool element)
{
    if (einv__xp_at(p, "*")) {
        einv__xp_next(p);
    } else {
        if (p->lexer.kind != EINV_XP_T_NAME)
            return einv__xp_syntax(p, "XPST0003", "a name") != NULL;
        if (!set_name(p, test, p->lexer.text, element))
            return false;
        einv__xp_next(p);
    }
    if (!einv__xp_take_symbol(p, ","))
        return true;
    if (!einv__xp_at(p, "xs:untyped") && !einv__xp_at(p, "xs:anyType") &&
        !einv__xp_at(p, "xs:untypedAtomic") &&
        !einv__xp_at(p, "xs:anyAtomicType"))
        return einv__xp_syntax(p, "XPST0008", "a type of no known schema") !=
               NULL;
    einv__xp_next(p);
    einv__xp_take_symbol(p, "?");
    return true;
}

bool einv__xp_parse_kind_test(struct einv_xp_parser *p,
                              struct einv_xp_test *test)
{
    const struct kind *kind = find_kind(p);

    test->kinds = kind->kinds;
    einv__xp_next(p);
    if (!einv__xp_expect(p, "("))
        return false;
    if (!einv__xp_at(p, ")")) {
        if (kind->kinds == BIT(EINV_XP_DOCUMENT)) {
            struct einv_xp_test inner = { .kinds = 0 };

            if (!einv__xp_at(p, "element"))
                return einv__xp_syntax(p, "XPST0003", "element(") != NULL;
            if (!einv__xp_parse_kind_test(p, &inner))
                return false;
        } else if (!kind->named) {
            return einv__xp_syntax(p, "XPST0003", "')'") != NULL;
        } else if (kind->kinds == BIT(EINV_XP_PI)
                       ? !pi_target(p, test)
                       : !kind_name(p, test,
                                    kind->kinds == BIT(EINV_XP_ELEMENT))) {
            return false;
        }
    }
    return einv__xp_expect(p, ")");
}

/* A name or a wild card; `principal`: the kind that the axis gives. */
static bool parse_name_test(struct einv_xp_parser *p,
                            struct einv_xp_test *test,
                            enum einv_xp_kind principal)
{
    struct einv_text text = p->lexer.text;
    struct einv_xp_name name;

    test->kinds = BIT(principal);
    if (p->lexer.kind == EINV_XP_T_NAME) {
        if (!set_name(p, test, text, principal == EINV_XP_ELEMENT))
            return false;
    } else if (p->lexer.kind == EINV_XP_T_LOCAL_WILD) {
        test->naming = EINV_XP_LOCAL_NAME;
        test->local = einv__text(text.ptr + 2, text.len - 2);
    } else if (p->lexer.kind == EINV_XP_T_NS_WILD) {
        if (!einv__xp_expand(p, text, false, &name))
            return false;
        test->naming = EINV_XP_NS_NAME;
        test->ns = name.ns;
    } else if (!einv__xp_at(p, "*")) {
        return einv__xp_syntax(p, "XPST0003", "a step") != NULL;
    }
    einv__xp_next(p);
    return true;
}

/* --- steps --------------------------------------------------------------------- */

/* [..]* behind e, which has room for none yet: a copy with them. */
static einv_xp_ast parse_predicates(struct einv_xp_parser *p,
                                    struct einv_xp_expr *e, bool *positional)
{
    struct einv_xp_asts list = { NULL, 0, 0 };
    uint32_t first = e->op == EINV_XP_OP_FILTER ? 1 : 0;
    uint32_t before = p->positions;

    if (first > 0 && !einv__xp_asts_add(p, &list, e->args[0]))
        return NULL;
    while (einv__xp_take_symbol(p, "[")) {
        einv_xp_ast predicate = einv__xp_parse_expr(p);

        if (predicate == NULL || !einv__xp_expect(p, "]") ||
            !einv__xp_asts_add(p, &list, predicate))
            return NULL;
        if (!einv__xp_no_number(predicate))
            *positional = true;
    }
    if (p->positions != before)
        *positional = true;
    e->positional = *positional;
    if (list.n > first) {
        e->args = list.items;
        e->n = (uint32_t)list.n;
    }
    return e;
}

static const struct axis *take_axis(struct einv_xp_parser *p)
{
    static const struct axis at = { "@", EINV_XP_ATTRIBUTES };

    if (einv__xp_take_symbol(p, "@"))
        return &at;
    if (p->lexer.kind != EINV_XP_T_NAME || !einv__xp_before(p, "::"))
        return NULL;
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
        if (einv__xp_at(p, axes[i].name)) {
            einv__xp_next(p);
            einv__xp_next(p);
            return &axes[i];
        }
    einv__xp_syntax(p, "XPST0003", "an axis");
    return NULL;
}

/* namespace::xsi answers whether the prefix is in scope. */
static einv_xp_ast parse_prefix_step(struct einv_xp_parser *p)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_PREFIX, 0);

    if (e == NULL)
        return NULL;
    if (p->lexer.kind != EINV_XP_T_NAME)
        return einv__xp_syntax(p, "XPST0003", "a prefix");
    e->name = p->lexer.text;
    einv__xp_next(p);
    return e;
}

static einv_xp_ast parse_axis_step(struct einv_xp_parser *p, bool *positional)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_STEP, 0);
    const struct axis *axis;
    size_t from;

    if (e == NULL)
        return NULL;
    e->nodes = true;
    if (einv__xp_take_symbol(p, "..")) {
        e->sub = EINV_XP_PARENT;
        e->u.test.kinds = ANY_KIND;
        e->name = EINV_TEXT("node()");
        return parse_predicates(p, e, positional);
    }
    axis = take_axis(p);
    if (p->failed)
        return NULL;
    if (axis != NULL && axis->axis == EINV_XP_NAMESPACE)
        return parse_prefix_step(p);
    e->sub = axis != NULL ? axis->axis : EINV_XP_CHILD;
    from = p->lexer.offset;
    if (einv__xp_at_kind_test(p)) {
        if (!einv__xp_parse_kind_test(p, &e->u.test))
            return NULL;
        if (axis == NULL && e->u.test.kinds == BIT(EINV_XP_ATTRIBUTE))
            e->sub = EINV_XP_ATTRIBUTES;
    } else if (!parse_name_test(p, &e->u.test,
                                e->sub == EINV_XP_ATTRIBUTES
                                    ? EINV_XP_ATTRIBUTE
                                    : EINV_XP_ELEMENT)) {
        return NULL;
    }
    e->name = einv__xp_since(p, from);
    return parse_predicates(p, e, positional);
}

static bool at_axis_step(const struct einv_xp_parser *p)
{
    switch (p->lexer.kind) {
    case EINV_XP_T_NAME:
        return einv__xp_at_kind_test(p) || !einv__xp_before(p, "(");
    case EINV_XP_T_NS_WILD:
    case EINV_XP_T_LOCAL_WILD:
        return true;
    case EINV_XP_T_SYMBOL:
        return einv__xp_at(p, "@") || einv__xp_at(p, "*") ||
               einv__xp_at(p, "..");
    case EINV_XP_T_END:
    case EINV_XP_T_STRING:
    case EINV_XP_T_INTEGER:
    case EINV_XP_T_DECIMAL:
    case EINV_XP_T_DOUBLE:
    case EINV_XP_T_BAD:
        break;
    }
    return false;
}

static einv_xp_ast parse_step(struct einv_xp_parser *p, bool *positional)
{
    struct einv_xp_expr *filter;
    einv_xp_ast e;

    *positional = false;
    if (at_axis_step(p))
        return parse_axis_step(p, positional);
    e = einv__xp_parse_primary(p);
    if (e == NULL || !einv__xp_at(p, "["))
        return e;
    filter = einv__xp_make(p, EINV_XP_OP_FILTER, 1);
    if (filter == NULL)
        return NULL;
    filter->args[0] = e;
    filter->nodes = e->nodes;
    return parse_predicates(p, filter, positional);
}

/* --- paths ---------------------------------------------------------------------- */

static einv_xp_ast any_depth(struct einv_xp_parser *p)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_STEP, 0);

    if (e != NULL) {
        e->sub = EINV_XP_DESCENDANT_OR_SELF;
        e->nodes = true;
        e->u.test.kinds = ANY_KIND;
        e->name = EINV_TEXT("node()");
    }
    return e;
}

static einv_xp_ast path_of(struct einv_xp_parser *p, einv_xp_ast left,
                           einv_xp_ast right)
{
    struct einv_xp_expr *e;

    if (left == NULL || right == NULL)
        return NULL;
    e = (struct einv_xp_expr *)einv__xp_make2(p, EINV_XP_OP_PATH, left, right);
    if (e != NULL)
        e->nodes = right->nodes;
    return e;
}

/* child::x as descendant::x, (child::x | child::y) likewise; NULL: it is
 * neither, or a predicate counts. */
static einv_xp_ast deepened(struct einv_xp_parser *p, einv_xp_ast right,
                            bool positional)
{
    struct einv_xp_expr *made;

    if (right->op == EINV_XP_OP_UNION) {
        made = einv__xp_make(p, EINV_XP_OP_UNION, right->n);
        for (uint32_t i = 0; made != NULL && i < right->n; i++) {
            einv_xp_ast one = right->args[i];

            made->args[i] = one->op == EINV_XP_OP_STEP
                                ? deepened(p, one, one->positional) : NULL;
            if (made->args[i] == NULL)
                return NULL;
        }
        if (made != NULL)
            made->nodes = right->nodes;
        return made;
    }
    if (right->op != EINV_XP_OP_STEP || right->sub != EINV_XP_CHILD ||
        positional)
        return NULL;
    made = einv__xp_make(p, EINV_XP_OP_STEP, 0);
    if (made == NULL)
        return NULL;
    *made = *right;
    made->sub = EINV_XP_DESCENDANT;
    return made;
}

/* left//right.  Without predicates that count, //x is descendant::x. */
static einv_xp_ast deep_path(struct einv_xp_parser *p, einv_xp_ast left,
                             einv_xp_ast right, bool positional)
{
    einv_xp_ast below;

    if (left == NULL || right == NULL)
        return NULL;
    below = deepened(p, right, positional);
    if (below != NULL || p->failed)
        return path_of(p, left, below);
    return path_of(p, path_of(p, left, any_depth(p)), right);
}

static bool starts_step(const struct einv_xp_parser *p)
{
    switch (p->lexer.kind) {
    case EINV_XP_T_END:
    case EINV_XP_T_BAD:
        return false;
    case EINV_XP_T_SYMBOL:
        return at_axis_step(p) || einv__xp_at(p, ".") ||
               einv__xp_at(p, "(") || einv__xp_at(p, "$");
    case EINV_XP_T_NAME:
    case EINV_XP_T_NS_WILD:
    case EINV_XP_T_LOCAL_WILD:
    case EINV_XP_T_STRING:
    case EINV_XP_T_INTEGER:
    case EINV_XP_T_DECIMAL:
    case EINV_XP_T_DOUBLE:
        break;
    }
    return true;
}

einv_xp_ast einv__xp_parse_path(struct einv_xp_parser *p)
{
    einv_xp_ast e = NULL, step;
    bool deep = false, positional;

    if (einv__xp_at(p, "/") || einv__xp_at(p, "//")) {
        struct einv_xp_expr *root = einv__xp_make(p, EINV_XP_OP_ROOT, 0);

        if (root == NULL)
            return NULL;
        root->nodes = true;
        deep = einv__xp_at(p, "//");
        einv__xp_next(p);
        if (!deep && !starts_step(p))
            return root;
        e = root;
    }
    for (;;) {
        step = parse_step(p, &positional);
        if (step == NULL)
            return NULL;
        if (e == NULL)
            e = step;
        else
            e = deep ? deep_path(p, e, step, positional)
                     : path_of(p, e, step);
        if (e == NULL)
            return NULL;
        deep = einv__xp_at(p, "//");
        if (!deep && !einv__xp_at(p, "/"))
            return e;
        einv__xp_next(p);
    }
}
