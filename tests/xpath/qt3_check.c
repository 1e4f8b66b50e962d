/* qt3_check.c: the assertions of the suite.
 *
 * The suite defines most of them as expressions with $result; they are
 * evaluated by the engine that is tested, as the suite means it.  An
 * assertion that cannot be compiled or evaluated does not hold.
 */
#include "qt3.h"

#include <stdio.h>
#include <string.h>

/* How an assertion's expression is made of its text; NULL behind the head:
 * the text is not used. */
struct form {
    const char *name, *head, *tail;
};

static const struct form forms[] = {
    { "assert", "", "" },
    { "assert-eq", "$result eq (", ")" },
    { "assert-deep-eq", "deep-equal($result, (", "))" },
    { "assert-type", "$result instance of ", "" },
    { "assert-count", "count($result) eq ", "" },
    { "assert-empty", "empty($result)", NULL },
    { "assert-string-value",
      "string-join(for $r in $result return string($r), ' ')", NULL },
    { "assert-permutation", "", "" },
};

static const struct einv_text names[] = { { "result", 6 }, { "other", 5 } };
static const struct einv_xp_scope scope = { names, 2 };

bool qt3_no(struct qt3_case *c, const char *what, struct einv_text detail)
{
    size_t n = detail.len < 120 ? detail.len : 120;

    if (c->why[0] == '\0')
        (void)snprintf(c->why, sizeof c->why, "%s %.*s", what, (int)n,
                       detail.ptr != NULL ? detail.ptr : "");
    return false;
}

static struct einv_text kind_of(const struct qt3_case *c, einv_node at)
{
    return einv__tree_qname(c->set, at)->local;
}

static bool is(const struct qt3_case *c, einv_node at, const char *name)
{
    return einv__text_is(kind_of(c, at), name);
}

static const struct form *form_of(const struct qt3_case *c, einv_node at)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (is(c, at, forms[i].name))
            return &forms[i];
    return NULL;
}

static bool compile_one(struct qt3_case *c, einv_node at,
                        const struct form *form)
{
    struct qt3_expr *e = &c->exprs[c->n_exprs];
    struct einv_buf buf;

    if (c->n_exprs == QT3_EXPRS)
        return qt3_no(c, "too many assertions", EINV_TEXT(""));
    c->n_exprs++;
    e->at = at;
    einv__buf_init(&buf, &einv__libc_allocator);
    einv__buf_str(&buf, form->head);
    if (form->tail != NULL) {
        einv__buf_text(&buf, einv__tree_text(c->set, at));
        einv__buf_str(&buf, form->tail);
    }
    e->expr = einv__xp_compile(c->lib, einv__buf_get(&buf), &scope, 0,
                               &e->error);
    einv__buf_free(&buf);
    return true;
}

bool qt3_check_compile(struct qt3_case *c, einv_node assertion)
{
    const struct form *form = form_of(c, assertion);
    struct einv_xp_error error;
    einv_node k;

    if (form != NULL && !compile_one(c, assertion, form))
        return false;
    if (is(c, assertion, "assert-permutation") && c->same == NULL) {
        c->same = einv__xp_compile(c->lib, EINV_TEXT(
            "deep-equal($result, $other)"), &scope, 0, &error);
        if (c->same == NULL)
            return qt3_no(c, "deep-equal does not compile",
                          einv__text_of(error.what));
    }
    for (k = einv__tree_child(c->set, assertion); k != EINV_NO_NODE;
         k = einv__tree_next(c->set, k))
        if (!qt3_check_compile(c, k))
            return false;
    return true;
}

static const struct qt3_expr *expr_of(struct qt3_case *c, einv_node at)
{
    for (size_t i = 0; i < c->n_exprs; i++)
        if (c->exprs[i].at == at)
            return &c->exprs[i];
    return NULL;
}

/* Evaluates with $result and $other. */
static bool evaluate(struct qt3_case *c, const struct einv_xp_expr *expr,
                     struct einv_xp_seq result, struct einv_xp_seq other,
                     struct einv_xp_seq *out)
{
    struct einv_xp_local locals[2] = { { .state = 0 } };
    struct einv_xp_frame frame = { locals, 2 };
    struct einv_xp_focus focus = { .has = false };

    locals[0].value = result;
    locals[1].value = other;
    if (c->has_focus)
        focus = einv__xp_focus(einv__xp_root(&c->run));
    einv__xp_run_clear(&c->run);
    return einv__xp_eval(&c->run, expr, &focus, &frame, out);
}

static bool value_of(struct qt3_case *c, einv_node at,
                     struct einv_xp_seq *out)
{
    const struct qt3_expr *e = expr_of(c, at);

    if (e == NULL)
        return qt3_no(c, "an unknown assertion", kind_of(c, at));
    if (e->expr == NULL)
        return qt3_no(c, "the assertion does not compile:",
                      einv__text_of(e->error.what));
    if (!evaluate(c, e->expr, c->value, EINV_XP_EMPTY, out))
        return qt3_no(c, "the assertion fails with",
                      einv__text_of(c->run.error != NULL ? c->run.error
                                                         : "no error"));
    return true;
}

/* An assertion made of an expression: its effective boolean value (of one
 * boolean, or of nodes). */
static bool check_expr(struct qt3_case *c, einv_node at)
{
    struct einv_xp_seq v;

    if (!value_of(c, at, &v))
        return false;
    if (v.n > 0 && (v.items[0].type == EINV_XP_NODE ||
                    (v.n == 1 && v.items[0].type == EINV_XP_BOOLEAN &&
                     v.items[0].u.boolean)))
        return true;
    return qt3_no(c, "does not hold:", einv__tree_text(c->set, at));
}

static bool check_boolean(struct qt3_case *c, bool want)
{
    if (c->value.n == 1 && c->value.items[0].type == EINV_XP_BOOLEAN &&
        c->value.items[0].u.boolean == want)
        return true;
    return qt3_no(c, want ? "is not true" : "is not false", EINV_TEXT(""));
}

static struct einv_text normal(struct einv_buf *buf, struct einv_text text)
{
    struct einv_text word;

    while ((word = einv__text_word(&text)).len > 0) {
        if (buf->len > 0)
            einv__buf_char(buf, ' ');
        einv__buf_text(buf, word);
    }
    return buf->len > 0 ? einv__buf_get(buf) : EINV_TEXT("");
}

static bool check_string(struct qt3_case *c, einv_node at)
{
    struct einv_text want = einv__tree_text(c->set, at), got;
    bool same;
    struct einv_text how = einv__tree_get_attr(c->set, at,
                                               "normalize-space");
    struct einv_xp_seq v;
    struct einv_buf a, b;

    if (!value_of(c, at, &v))
        return false;
    if (v.n != 1 || !einv__xp_is_text(&v.items[0]))
        return qt3_no(c, "no string came of the result", EINV_TEXT(""));
    got = v.items[0].u.text;
    einv__buf_init(&a, &einv__libc_allocator);
    einv__buf_init(&b, &einv__libc_allocator);
    same = einv__text_is(how, "true")
        ? einv__text_eq(normal(&a, want), normal(&b, got))
        : einv__text_eq(want, got);
    if (!same)
        (void)qt3_no(c, "the string is", got);
    einv__buf_free(&a);
    einv__buf_free(&b);
    return same;
}

static bool same_items(struct qt3_case *c, const struct einv_xp_item *a,
                       const struct einv_xp_item *b)
{
    struct einv_xp_seq v;

    return evaluate(c, c->same, (struct einv_xp_seq){ a, 1 },
                    (struct einv_xp_seq){ b, 1 }, &v) &&
        v.n == 1 && v.items[0].type == EINV_XP_BOOLEAN &&
        v.items[0].u.boolean;
}

static bool check_permutation(struct qt3_case *c, einv_node at)
{
    struct einv_xp_seq want;
    bool used[QT3_ITEMS] = { false };
    size_t i, j;

    if (!value_of(c, at, &want))
        return false;
    if (want.n != c->value.n || want.n > QT3_ITEMS)
        return qt3_no(c, "another number of items", EINV_TEXT(""));
    for (i = 0; i < want.n; i++) {
        for (j = 0; j < want.n; j++)
            if (!used[j] && same_items(c, &want.items[i],
                                       &c->value.items[j]))
                break;
        if (j == want.n)
            return qt3_no(c, "no permutation of",
                          einv__tree_text(c->set, at));
        used[j] = true;
    }
    return true;
}

static bool check_xml(struct qt3_case *c, einv_node at)
{
    struct einv_text want = einv__tree_text(c->set, at);
    struct einv_text file = einv__tree_get_attr(c->set, at, "file");
    struct einv_buf got, other;
    bool same = false;

    einv__buf_init(&got, &einv__libc_allocator);
    einv__buf_init(&other, &einv__libc_allocator);
    qt3_write(&c->value, &got);
    if (file.ptr != NULL) {
        char path[1024];

        (void)snprintf(path, sizeof path, "%s%.*s", c->folder,
                       (int)file.len, file.ptr);
        want = qt3_text(c->suite, path);
        if (want.ptr == NULL)
            want = EINV_TEXT("<no-such-file/>");
    }
    if (!got.failed)
        same = qt3_same_xml(want, einv__buf_get(&got));
    if (!same)
        (void)qt3_no(c, "the XML is", einv__buf_get(&got));
    einv__buf_free(&got);
    einv__buf_free(&other);
    return same;
}

static bool check_error(struct qt3_case *c, einv_node at)
{
    struct einv_text code = einv__tree_get_attr(c->set, at, "code");

    if (c->error == NULL)
        return qt3_no(c, "there is a result, expected was the error", code);
    if (strncmp(c->error, "EINV", 4) == 0)
        return qt3_no(c, "our own error", einv__text_of(c->error));
    if (einv__text_is(code, "*") || einv__text_is(code, c->error))
        return true;
    return qt3_no(c, "another error:", einv__text_of(c->error));
}

/* any-of, all-of: over the children; none at all does not hold. */
static bool check_several(struct qt3_case *c, einv_node at, bool all)
{
    einv_node k = einv__tree_child(c->set, at);
    char why[QT3_WHY];

    if (k == EINV_NO_NODE)
        return qt3_no(c, "nothing to check", EINV_TEXT(""));
    memcpy(why, c->why, sizeof why);
    for (; k != EINV_NO_NODE; k = einv__tree_next(c->set, k)) {
        if (qt3_check(c, k) != all) {
            if (!all)
                memcpy(c->why, why, sizeof why);
            return !all;
        }
    }
    return all;
}

static bool check_not(struct qt3_case *c, einv_node at)
{
    char why[QT3_WHY];
    bool holds;

    memcpy(why, c->why, sizeof why);
    holds = qt3_check(c, einv__tree_child(c->set, at));
    memcpy(c->why, why, sizeof why);
    return !holds || qt3_no(c, "holds, and should not", EINV_TEXT(""));
}

bool qt3_check(struct qt3_case *c, einv_node at)
{
    if (is(c, at, "any-of") || is(c, at, "all-of") || is(c, at, "result"))
        return check_several(c, at, !is(c, at, "any-of"));
    if (is(c, at, "not"))
        return check_not(c, at);
    if (is(c, at, "error"))
        return check_error(c, at);
    if (c->error != NULL)
        return qt3_no(c, "the expression fails with",
                      einv__text_of(c->error));
    if (is(c, at, "assert-true") || is(c, at, "assert-false"))
        return check_boolean(c, is(c, at, "assert-true"));
    if (is(c, at, "assert-string-value"))
        return check_string(c, at);
    if (is(c, at, "assert-permutation"))
        return check_permutation(c, at);
    if (is(c, at, "assert-xml"))
        return check_xml(c, at);
    return check_expr(c, at);
}
