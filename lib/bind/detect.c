/* detect.c: what is this document?
 *
 * The root name leads to the formats that ask for it; the bids of their rows
 * that hold are added; the highest sum wins.  Two formats with the same sum
 * are a finding, and the one that was added first wins, so that the answer
 * never depends on chance.
 */
#include "detect_rows.h"

static einv_node step_down(const struct einv_tree *t, einv_node e,
                           const struct det_step *step)
{
    einv_node c;

    for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c)) {
        const struct einv_qname *q = einv__tree_qname(t, c);

        if (einv__text_eq(q->local, step->local) &&
            einv__text_eq(q->ns, step->ns))
            return c;
    }
    return EINV_NO_NODE;
}

static bool step_attr(const struct einv_tree *t, einv_node e,
                      const struct det_step *step, struct einv_text *out)
{
    uint32_t at, end = einv__tree_attrs(t, e, &at);

    for (; at < end; at++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, at);

        if (einv__text_eq(q->local, step->local) &&
            einv__text_eq(q->ns, step->ns)) {
            *out = einv__tree_attr_text(t, at);
            return true;
        }
    }
    return false;
}

/* The text at the row's path; false: no such place. */
static bool find_text(const struct einv_tree *t, const struct det_row *row,
                      struct einv_text *out)
{
    einv_node e = einv__tree_root(t);

    for (size_t i = 0; i < row->n_steps; i++) {
        if (row->steps[i].attribute)
            return step_attr(t, e, &row->steps[i], out);
        e = step_down(t, e, &row->steps[i]);
        if (e == EINV_NO_NODE)
            return false;
    }
    *out = einv__tree_text(t, e);
    return true;
}

/* Most rows ask about the place that the row before asked about. */
struct asked {
    const struct det_step *steps;
    struct einv_text text;
    bool found;
};

static bool row_text(const struct einv_tree *t, const struct det_row *row,
                     struct asked *last, struct einv_text *out)
{
    if (last->steps != row->steps) {
        last->steps = row->steps;
        last->found = find_text(t, row, &last->text);
        if (last->found)
            last->text = einv__text_trim(last->text);
    }
    *out = last->text;
    return last->found;
}

static bool has_word(struct einv_text words, struct einv_text text)
{
    struct einv_text word;

    while ((word = einv__text_word(&words)).len > 0)
        if (einv__text_eq(word, text))
            return true;
    return false;
}

/* How many bytes of the text a row names; 0: it does not hold.  A row that
 * asks for no text names one byte, so that any longer match beats it. */
static size_t row_fits(const struct einv_tree *t, const struct det_row *row,
                       struct asked *last)
{
    const struct einv_qname *root = einv__tree_qname(t, einv__tree_root(t));
    struct einv_text text;

    if (row->local.len > 0 && !(einv__text_eq(row->local, root->local) &&
                                einv__text_eq(row->ns, root->ns)))
        return 0;
    if (row->n_steps == 0)
        return 1;
    if (!row_text(t, row, last, &text))
        return 0;
    if (row->in.ptr != NULL)
        return has_word(row->in, text) ? text.len + 1 : 0;
    if (row->starts.ptr != NULL)
        return text.len >= row->starts.len &&
               memcmp(text.ptr, row->starts.ptr, row->starts.len) == 0 ?
               row->starts.len + 1 : 0;
    return 1;
}

/* The sum of the bids that hold; false: a must does not. */
static bool bids(const struct einv_tree *t, const struct det_format *f,
                 uint32_t *sum)
{
    struct asked last = { NULL, EINV_NO_TEXT, false };

    *sum = 0;
    for (const struct det_row *row = f->detects; row != NULL;
         row = row->next) {
        if (row_fits(t, row, &last) > 0)
            *sum += row->bid;
        else if (row->must)
            return false;
    }
    return true;
}

/* The binding's name for the profile; empty: one that it does not know. */
static struct einv_text profile_of(const struct einv_tree *t,
                                   const struct det_format *f)
{
    struct einv_text profile = EINV_TEXT("");
    struct asked last = { NULL, EINV_NO_TEXT, false };
    size_t longest = 0;

    for (const struct det_row *row = f->profiles; row != NULL;
         row = row->next) {
        size_t fit = row_fits(t, row, &last);

        if (fit > longest) {
            longest = fit;
            profile = row->profile;
        }
    }
    return profile;
}

static void tell_tie(struct einv_report *report, const struct einv_tree *t,
                     const struct det_format *a, const struct det_format *b)
{
    struct einv_finding f = einv__finding(EINV_SEV_WARNING, "structure",
                                          "EINV-DETECT-0002", a->id, b->id);

    f.pos = einv__tree_position(t, einv__tree_root(t));
    einv__report_add(report, &f);
}

/* Was a added before b? */
static bool before(const struct det_format *a, const struct det_format *b)
{
    for (const struct det_format *f = a; f != NULL; f = f->next)
        if (f == b)
            return true;
    return false;
}

void einv__detect_tree(const struct einv_detector *d,
                       const struct einv_tree *tree,
                       struct einv_detection *out,
                       struct einv_report *report)
{
    const struct det_format *best = NULL, *tied = NULL;
    const struct einv_qname *q;
    uint32_t best_sum = 0, sum;

    memset(out, 0, sizeof(*out));
    if (tree->n_elems == 0)
        return;
    q = einv__tree_qname(tree, einv__tree_root(tree));
    for (const struct det_root *r = d->buckets[det_hash(q->ns, q->local)];
         r != NULL; r = r->next) {
        if (!einv__text_eq(r->local, q->local) ||
            !einv__text_eq(r->ns, q->ns) || !bids(tree, r->format, &sum))
            continue;
        if (best == NULL || sum > best_sum) {
            best = r->format;
            best_sum = sum;
            tied = NULL;
        } else if (sum == best_sum) {
            tied = before(best, r->format) ? r->format : best;
            best = tied == best ? r->format : best;
        }
    }
    if (best == NULL)
        return;
    if (tied != NULL)
        tell_tie(report, tree, best, tied);
    out->verdict = best->verdict;
    out->format = best->id;
    out->version = best->version;
    out->name = best->name;
    out->profile = profile_of(tree, best);
}
