/* fn_sequence.c: functions on sequences (F&O 2.0, 15), and booleans.
 */
#include "optimise.h"

static bool give_bool(struct einv_xp_run *run, bool value,
                      struct einv_xp_seq *result)
{
    return einv__xp_one(run, einv__xp_boolean(value), result);
}

bool einv__xp_fn_boolean(struct einv_xp_run *run,
                         const struct einv_xp_call *call,
                         struct einv_xp_seq *result)
{
    bool value;

    return einv__xp_ebv(run, &call->args[0], &value) &&
           give_bool(run, value, result);
}

bool einv__xp_fn_not(struct einv_xp_run *run, const struct einv_xp_call *call,
                     struct einv_xp_seq *result)
{
    bool value;

    return einv__xp_ebv(run, &call->args[0], &value) &&
           give_bool(run, !value, result);
}

bool einv__xp_fn_exists(struct einv_xp_run *run,
                        const struct einv_xp_call *call,
                        struct einv_xp_seq *result)
{
    return give_bool(run, call->args[0].n > 0, result);
}

bool einv__xp_fn_empty(struct einv_xp_run *run,
                       const struct einv_xp_call *call,
                       struct einv_xp_seq *result)
{
    return give_bool(run, call->args[0].n == 0, result);
}

bool einv__xp_fn_count(struct einv_xp_run *run,
                       const struct einv_xp_call *call,
                       struct einv_xp_seq *result)
{
    return einv__xp_one(run, einv__xp_integer((int64_t)call->args[0].n),
                        result);
}

bool einv__xp_fn_reverse(struct einv_xp_run *run,
                         const struct einv_xp_call *call,
                         struct einv_xp_seq *result)
{
    size_t n = call->args[0].n;
    struct einv_xp_item *items = einv__xp_alloc(run, n + 1, sizeof *items);

    if (items == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        items[i] = call->args[0].items[n - 1 - i];
    *result = (struct einv_xp_seq){ items, n };
    return true;
}

bool einv__xp_fn_unordered(struct einv_xp_run *run,
                           const struct einv_xp_call *call,
                           struct einv_xp_seq *result)
{
    (void)run;
    *result = call->args[0];
    return true;
}

bool einv__xp_fn_at_most_one(struct einv_xp_run *run,
                             const struct einv_xp_call *call,
                             struct einv_xp_seq *result)
{
    *result = call->args[0];
    return result->n <= 1 || einv__xp_fail(run, "FORG0003");
}

bool einv__xp_fn_one_or_more(struct einv_xp_run *run,
                             const struct einv_xp_call *call,
                             struct einv_xp_seq *result)
{
    *result = call->args[0];
    return result->n >= 1 || einv__xp_fail(run, "FORG0004");
}

bool einv__xp_fn_exactly_one(struct einv_xp_run *run,
                             const struct einv_xp_call *call,
                             struct einv_xp_seq *result)
{
    *result = call->args[0];
    return result->n == 1 || einv__xp_fail(run, "FORG0005");
}

/* --- equality ----------------------------------------------------------------------- */

static bool is_nan(const struct einv_xp_item *i)
{
    return (i->type == EINV_XP_DOUBLE || i->type == EINV_XP_FLOAT) &&
           i->u.real != i->u.real;
}

/* Equal as distinct-values and index-of see it: untyped is a string, what
 * does not compare is not equal. */
static bool same(struct einv_xp_run *run, struct einv_xp_item a,
                 struct einv_xp_item b, bool nan, bool *out)
{
    if (einv__xp_is_text(&a) && einv__xp_is_text(&b)) {
        *out = einv__text_eq(a.u.text, b.u.text);
        return true;
    }
    if (is_nan(&a) && is_nan(&b)) {
        *out = nan;
        return true;
    }
    *out = false;
    if (einv__xp_is_text(&a) || einv__xp_is_text(&b))
        return true;
    if (einv__xp_compare(run, EINV_XP_EQ, &a, &b, out))
        return true;
    *out = false;
    if (run->limit != NULL || strcmp(run->error, "XPTY0004") != 0)
        return false;
    run->error = NULL;
    return true;
}

static bool collation(struct einv_xp_run *run, const struct einv_xp_call *call,
                      size_t i)
{
    return call->n <= i ||
           einv__text_is(einv__xp_arg_text(call, i),
                         EINV_XP_NS_FN "/collation/codepoint") ||
           einv__xp_fail(run, "FOCH0002");
}

bool einv__xp_fn_distinct_values(struct einv_xp_run *run,
                                 const struct einv_xp_call *call,
                                 struct einv_xp_seq *result)
{
    const struct einv_xp_seq *in = &call->args[0];
    struct einv_xp_list list = { NULL, 0, 0 };

    bool done;

    if (!collation(run, call, 1) ||
        !einv__xp_distinct(run, in, &list, &done))
        return false;
    for (size_t i = 0; !done && i < in->n; i++) {
        bool known = false;

        if (!einv__xp_step(run, list.n + 1))
            return false;
        for (size_t k = 0; k < list.n && !known; k++)
            if (!same(run, list.items[k], in->items[i], true, &known))
                return false;
        if (!known && !einv__xp_push(run, &list, &in->items[i]))
            return false;
    }
    *result = einv__xp_list_seq(&list);
    return true;
}

bool einv__xp_fn_index_of(struct einv_xp_run *run,
                          const struct einv_xp_call *call,
                          struct einv_xp_seq *result)
{
    const struct einv_xp_seq *in = &call->args[0];
    struct einv_xp_list list = { NULL, 0, 0 };
    bool equal;

    if (!collation(run, call, 2) || !einv__xp_step(run, in->n))
        return false;
    for (size_t i = 0; i < in->n; i++) {
        struct einv_xp_item at = einv__xp_integer((int64_t)i + 1);

        if (!same(run, in->items[i], call->args[1].items[0], false, &equal) ||
            (equal && !einv__xp_push(run, &list, &at)))
            return false;
    }
    *result = einv__xp_list_seq(&list);
    return true;
}

/* --- parts ---------------------------------------------------------------------------- */

static bool slice(struct einv_xp_run *run, const struct einv_xp_seq *in,
                  size_t from, size_t to, struct einv_xp_list *list)
{
    for (size_t i = from; i < to; i++)
        if (!einv__xp_push(run, list, &in->items[i]))
            return false;
    return true;
}

/* fn:round of a double, for positions. */
static double rounded(struct einv_xp_run *run, const struct einv_xp_seq *seq)
{
    double value = einv__xp_number(run, &seq->items[0]);
    double whole;

    if (!(value > -1e15 && value < 1e15))
        return value;
    whole = (double)(int64_t)value;
    if (whole > value)
        whole -= 1;
    return value - whole >= 0.5 ? whole + 1 : whole;
}

bool einv__xp_fn_subsequence(struct einv_xp_run *run,
                             const struct einv_xp_call *call,
                             struct einv_xp_seq *result)
{
    const struct einv_xp_seq *in = &call->args[0];
    struct einv_xp_list list = { NULL, 0, 0 };
    double from = rounded(run, &call->args[1]);
    double length = call->n > 2 ? rounded(run, &call->args[2]) : 0;

    for (size_t i = 0; i < in->n; i++) {
        double at = (double)i + 1;

        if (at >= from && (call->n < 3 || at < from + length) &&
            !slice(run, in, i, i + 1, &list))
            return false;
    }
    *result = einv__xp_list_seq(&list);
    return true;
}

/* A position as an index from 0, inside 0 .. n. */
static size_t index_at(const struct einv_xp_seq *position, size_t n)
{
    int64_t at;

    if (!einv__xp_int64(&position->items[0], &at))
        return position->items[0].u.number.negative ? 0 : n;
    return at < 1 ? 0 : (uint64_t)at - 1 > n ? n : (size_t)(at - 1);
}

bool einv__xp_fn_insert_before(struct einv_xp_run *run,
                               const struct einv_xp_call *call,
                               struct einv_xp_seq *result)
{
    const struct einv_xp_seq *in = &call->args[0];
    size_t at = index_at(&call->args[1], in->n);
    struct einv_xp_list list = { NULL, 0, 0 };

    if (!slice(run, in, 0, at, &list) ||
        !slice(run, &call->args[2], 0, call->args[2].n, &list) ||
        !slice(run, in, at, in->n, &list))
        return false;
    *result = einv__xp_list_seq(&list);
    return true;
}

bool einv__xp_fn_remove(struct einv_xp_run *run,
                        const struct einv_xp_call *call,
                        struct einv_xp_seq *result)
{
    const struct einv_xp_seq *in = &call->args[0];
    struct einv_xp_list list = { NULL, 0, 0 };
    int64_t at;

    if (!einv__xp_int64(&call->args[1].items[0], &at))
        at = 0;
    for (size_t i = 0; i < in->n; i++)
        if ((int64_t)i + 1 != at && !slice(run, in, i, i + 1, &list))
            return false;
    *result = einv__xp_list_seq(&list);
    return true;
}

/* --- deep-equal --------------------------------------------------------------------- */

static bool nodes_equal(const struct einv_xp_node *a,
                        const struct einv_xp_node *b);

static bool names_equal(const struct einv_xp_node *a,
                        const struct einv_xp_node *b)
{
    struct einv_qname room_a, room_b;
    const struct einv_qname *x = einv__xp_node_name(a, &room_a);
    const struct einv_qname *y = einv__xp_node_name(b, &room_b);

    return (x == NULL) == (y == NULL) &&
           (x == NULL || (einv__text_eq(x->local, y->local) &&
                          einv__text_eq(x->ns, y->ns)));
}

/* F&O 15.3.1: the same attributes, in any order. */
static bool attributes_equal(const struct einv_xp_node *a,
                             const struct einv_xp_node *b)
{
    uint32_t i, j0, end = einv__tree_attrs(a->doc->tree, a->row, &i);
    uint32_t end_b = einv__tree_attrs(b->doc->tree, b->row, &j0);

    if (end - i != end_b - j0)
        return false;
    for (; i < end; i++) {
        struct einv_xp_node x = einv__xp_node(a->doc, EINV_XP_ATTRIBUTE, i);
        bool found = false;

        for (uint32_t j = j0; j < end_b && !found; j++) {
            struct einv_xp_node y =
                einv__xp_node(b->doc, EINV_XP_ATTRIBUTE, j);

            found = nodes_equal(&x, &y);
        }
        if (!found)
            return false;
    }
    return true;
}

/* Elements are compared by their rows: markup of the whole below them. */
static bool elements_equal(const struct einv_xp_node *a,
                           const struct einv_xp_node *b)
{
    const struct einv_tree *t = a->doc->tree, *u = b->doc->tree;
    uint32_t n = t->elems[a->row].end - a->row;

    if (u->elems[b->row].end - b->row != n)
        return false;
    for (uint32_t i = 0; i <= n; i++) {
        struct einv_xp_node x = einv__xp_node(a->doc, EINV_XP_ELEMENT,
                                              a->row + i);
        struct einv_xp_node y = einv__xp_node(b->doc, EINV_XP_ELEMENT,
                                              b->row + i);
        const struct einv_tree_elem *p = &t->elems[x.row];
        const struct einv_tree_elem *q = &u->elems[y.row];

        if (!names_equal(&x, &y) || !attributes_equal(&x, &y) ||
            p->end - x.row != q->end - y.row ||
            p->text_off - t->elems[a->row].text_off !=
                q->text_off - u->elems[b->row].text_off ||
            !einv__text_eq(einv__xp_node_text(&x), einv__xp_node_text(&y)))
            return false;
    }
    return true;
}

static bool nodes_equal(const struct einv_xp_node *a,
                        const struct einv_xp_node *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == EINV_XP_DOCUMENT) {
        struct einv_xp_node x = einv__xp_node(a->doc, EINV_XP_ELEMENT, 0);
        struct einv_xp_node y = einv__xp_node(b->doc, EINV_XP_ELEMENT, 0);

        return elements_equal(&x, &y);
    }
    if (a->kind == EINV_XP_ELEMENT)
        return elements_equal(a, b);
    return names_equal(a, b) &&
           einv__text_eq(einv__xp_node_text(a), einv__xp_node_text(b));
}

bool einv__xp_fn_deep_equal(struct einv_xp_run *run,
                            const struct einv_xp_call *call,
                            struct einv_xp_seq *result)
{
    const struct einv_xp_seq *a = &call->args[0], *b = &call->args[1];
    bool equal = a->n == b->n;

    if (!collation(run, call, 2))
        return false;
    for (size_t i = 0; i < a->n && equal; i++) {
        const struct einv_xp_item *x = &a->items[i], *y = &b->items[i];

        if ((x->type == EINV_XP_NODE) != (y->type == EINV_XP_NODE))
            equal = false;
        else if (x->type == EINV_XP_NODE)
            equal = nodes_equal(&x->u.node, &y->u.node);
        else if (!same(run, *x, *y, true, &equal))
            return false;
    }
    return give_bool(run, equal, result);
}

/* --- errors ----------------------------------------------------------------------------- */

bool einv__xp_fn_error(struct einv_xp_run *run,
                       const struct einv_xp_call *call,
                       struct einv_xp_seq *result)
{
    (void)call;
    (void)result;
    return einv__xp_fail(run, "FOER0000");
}

bool einv__xp_fn_trace(struct einv_xp_run *run,
                       const struct einv_xp_call *call,
                       struct einv_xp_seq *result)
{
    (void)run;
    *result = call->args[0];
    return true;
}
