/* xml_build.c: the builder against a model that is nothing but strings.
 */
#define _POSIX_C_SOURCE 200809L
#include "xml_support.h"

/* --- the model ------------------------------------------------------------ */

struct piece {              /* of an open element's content */
    char *xml;
    bool elem;
};

struct frame {              /* an open element */
    char *tag;              /* without > */
    struct piece pieces[400];
    size_t n;
};

struct model {
    struct frame frames[8];
    size_t depth;
};

static char *join(const char *a, const char *b)
{
    char *s = malloc(strlen(a) + strlen(b) + 1);

    strcpy(s, a);
    return strcat(s, b);
}

static void set(char **s, char *value)
{
    free(*s);
    *s = value;
}

static void add_piece(struct frame *f, const char *xml, bool elem)
{
    cr_assert(f->n < 400);
    f->pieces[f->n].xml = join(xml, "");
    f->pieces[f->n++].elem = elem;
}

static void clear_frame(struct frame *f)
{
    while (f->n > 0)
        free(f->pieces[--f->n].xml);
    free(f->tag);
    f->tag = NULL;
}

/* The element as a whole. */
static char *finished(const struct frame *f)
{
    char *all = join(f->tag, ">"), end[8];
    bool content = false;
    size_t i;

    for (i = 0; i < f->n; i++) {
        content = content || f->pieces[i].xml[0] != '\0';
        set(&all, join(all, f->pieces[i].xml));
    }
    if (!content) {
        all[strlen(all) - 1] = '\0';
        set(&all, join(all, "/>"));
        return all;
    }
    snprintf(end, sizeof(end), "</%.*s>", (int)strcspn(f->tag + 1, " "),
             f->tag + 1);
    set(&all, join(all, end));
    return all;
}

static void copy_model(struct model *to, const struct model *from)
{
    size_t i, k;

    memset(to, 0, sizeof(*to));
    to->depth = from->depth;
    for (i = 0; i < from->depth; i++) {
        to->frames[i].tag = join(from->frames[i].tag, "");
        for (k = 0; k < from->frames[i].n; k++)
            add_piece(&to->frames[i], from->frames[i].pieces[k].xml,
                      from->frames[i].pieces[k].elem);
    }
}

static void clear_model(struct model *m)
{
    while (m->depth > 0)
        clear_frame(&m->frames[--m->depth]);
}

/* --- both at once --------------------------------------------------------- */

struct pair {
    struct dice dice;
    struct model model;
    struct einv_tree tree, other;   /* other: copied from */
    struct einv_build build;
    uint32_t names[4], attrs[2];
    bool fresh;                     /* the open element may take attributes */
};

static const char *const names[] = { "a", "b", "p:c", "d" };

static void start(struct pair *p)
{
    uint32_t k = roll(&p->dice, 4);
    struct frame *f = &p->model.frames[p->model.depth++];

    einv__build_start(&p->build, p->names[k]);
    f->n = 0;
    f->tag = join("<", names[k]);
    p->fresh = true;
    if (p->model.depth == 1) {
        einv__build_ns(&p->build, EINV_TEXT("p"), EINV_TEXT("urn:p"));
        set(&f->tag, join(f->tag, " xmlns:p=\"urn:p\""));
    }
}

static void end(struct pair *p)
{
    struct frame *f = &p->model.frames[p->model.depth - 1];
    char *xml = finished(f);

    einv__build_end(&p->build);
    clear_frame(f);
    p->model.depth--;
    if (p->model.depth > 0)
        add_piece(&p->model.frames[p->model.depth - 1], xml, true);
    free(xml);
    p->fresh = false;
}

static void attribute(struct pair *p)
{
    static const char *const texts[] = { "", "1", "two three" };
    struct frame *f = &p->model.frames[p->model.depth - 1];
    const char *value = texts[roll(&p->dice, 3)];
    char xml[64];
    uint32_t k;

    for (k = 0; k < 2; k++) {
        const char *name = k == 0 ? "x" : "p:y";

        snprintf(xml, sizeof(xml), " %s=", name);
        if (!p->fresh || strstr(f->tag, xml) != NULL ||
            roll(&p->dice, 2) == 0)
            continue;
        snprintf(xml, sizeof(xml), " %s=\"%s\"", name, value);
        einv__build_attr(&p->build, p->attrs[k], einv__text_of(value));
        set(&f->tag, join(f->tag, xml));
    }
}

static void text(struct pair *p)
{
    static const char *const texts[] = { " ", "x", "y &amp; z", "\n  " };
    static const char *const plain[] = { " ", "x", "y & z", "\n  " };
    uint32_t k = roll(&p->dice, 4);

    einv__build_text(&p->build, einv__text_of(plain[k]));
    add_piece(&p->model.frames[p->model.depth - 1], texts[k], false);
}

static void extra(struct pair *p)
{
    struct frame *f = &p->model.frames[p->model.depth - 1];

    if (roll(&p->dice, 2) == 0) {
        einv__build_extra(&p->build, EINV_EXTRA_COMMENT, EINV_NO_TEXT,
                          EINV_TEXT("c"));
        add_piece(f, "<!--c-->", false);
    } else {
        einv__build_extra(&p->build, EINV_EXTRA_PI, EINV_TEXT("t"),
                          EINV_TEXT("d"));
        add_piece(f, "<?t d?>", false);
    }
    p->fresh = false;
}

/* From another tree, or from what is complete in this one. */
static void copy(struct pair *p)
{
    struct frame *f = &p->model.frames[p->model.depth - 1];
    const struct einv_tree *from = &p->other;
    struct einv_buf out;
    einv_node e = roll(&p->dice, (uint32_t)from->n_elems);
    size_t i;

    if (roll(&p->dice, 2) == 0) {
        einv_node c = einv__tree_child(&p->tree, p->build.open);

        if (c == EINV_NO_NODE)
            return;
        from = &p->tree;
        e = c;
        for (i = 0; i < f->n && !f->pieces[i].elem;)
            i++;
        einv__build_copy(&p->build, from, e);
        add_piece(f, f->pieces[i].xml, true);
    } else {
        einv__buf_init(&out, NULL);
        cr_assert(einv__xml_write_node(from, e, &out) == EINV_OK);
        einv__build_copy(&p->build, from, e);
        add_piece(f, out.data, true);
        einv__buf_free(&out);
    }
    p->fresh = false;
}

/* Shuffles the children; what stands in front of one goes with it. */
static void reorder(struct pair *p)
{
    struct frame *f = &p->model.frames[p->model.depth - 1];
    einv_node rows[400], order[400], c;
    size_t first[401], pick[400], n = 0, i, k, at = 0;
    struct piece old[400];

    first[0] = 0;
    c = einv__tree_child(&p->tree, p->build.open);
    for (i = 0; i < f->n; i++)
        if (f->pieces[i].elem) {
            rows[n] = c;
            first[++n] = i + 1;
            c = einv__tree_next(&p->tree, c);
        }
    for (i = 0; i < n; i++)
        pick[i] = i;
    for (i = n; i > 1; i--) {
        size_t other = roll(&p->dice, (uint32_t)i), swap = pick[i - 1];

        pick[i - 1] = pick[other];
        pick[other] = swap;
    }
    memcpy(old, f->pieces, sizeof(old));
    for (i = 0; i < n; i++) {
        order[i] = rows[pick[i]];
        for (k = first[pick[i]]; k < first[pick[i] + 1]; k++)
            f->pieces[at++] = old[k];
    }
    einv__build_reorder(&p->build, order, n);
}

/* Every position among equals, against counting. */
static void check_path(struct pair *p)
{
    const struct einv_tree *t = &p->tree;
    einv_node e = roll(&p->dice, (uint32_t)t->n_elems), c;
    struct einv_buf out;
    uint32_t n = 0;
    char tail[16];

    if (t->elems[e].parent == EINV_NO_NODE)
        return;
    for (c = t->elems[e].parent + 1; c <= e; c = t->elems[c].end + 1)
        n += einv__tree_qname(t, c)->name == einv__tree_qname(t, e)->name;
    snprintf(tail, sizeof(tail), "[%u]", n);
    einv__buf_init(&out, NULL);
    einv__tree_xpath(t, e, &out);
    cr_assert(out.len > strlen(tail) &&
                  strcmp(out.data + out.len - strlen(tail), tail) == 0,
              "%s: %s", out.data, tail);
    einv__buf_free(&out);
}

static void some_steps(struct pair *p, int n)
{
    for (; n > 0 && p->model.depth > 0; n--) {
        switch (roll(&p->dice, 9)) {
        case 0:
        case 1:
            if (p->model.depth < 7)
                start(p);
            break;
        case 2:
            if (p->model.depth > 1)
                end(p);
            break;
        case 3: attribute(p); break;
        case 4: text(p); break;
        case 5: extra(p); break;
        case 6: copy(p); break;
        case 7: reorder(p); break;
        default: check_path(p);
        }
    }
}

/* Steps, of which a part is taken back. */
static void steps_and_undo(struct pair *p)
{
    static struct model saved;
    struct einv_build_mark mark;
    bool fresh = p->fresh;
    einv_node e;
    int i, deepest = (int)p->model.depth;

    copy_model(&saved, &p->model);
    mark = einv__build_mark(&p->build);
    for (i = 0; i < 12; i++) {
        /* Nothing that was open at the mark may be closed or reordered. */
        if (roll(&p->dice, 2) == 0 && p->model.depth < 7)
            start(p);
        else if ((int)p->model.depth > deepest)
            some_steps(p, 1);
        else
            text(p);
        if ((int)p->model.depth < deepest)
            cr_assert(false);
    }
    einv__build_undo(&p->build, mark);
    for (e = p->build.open; e != EINV_NO_NODE; e = p->tree.elems[e].parent)
        cr_assert(p->tree.elems[e].end == p->tree.n_elems - 1 &&
                  p->tree.elems[e].text_end == p->tree.text_len);
    clear_model(&p->model);
    p->model = saved;
    p->fresh = fresh;
}

static void check_rows(const struct einv_tree *t)
{
    einv_node e;

    for (e = 0; e < t->n_elems; e++) {
        const struct einv_tree_elem *row = &t->elems[e];

        cr_assert(row->end >= e && row->end < t->n_elems);
        cr_assert(row->text_off <= row->text_end &&
                  row->text_end <= t->text_len);
        cr_assert(row->first_attr <= row[1].first_attr);
        if (e > 0)
            cr_assert(row->parent < e && t->elems[row->parent].end >= row->end);
    }
    cr_assert(t->elems[t->n_elems].first_attr == t->n_attrs);
}

static void compare(struct pair *p, char *expected, int seed)
{
    struct einv_write_xml_options o = { .no_declaration = true };
    struct einv_buf out;
    struct einv_tree again;

    check_rows(&p->tree);
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_write(&p->tree, &o, &out) == EINV_OK);
    cr_assert(out.len == strlen(expected) + 1 &&
                  memcmp(out.data, expected, out.len - 1) == 0,
              "seed %d:\n%s\n%s", seed, expected, out.data);
    read_or_die(&again, einv__buf_get(&out));
    same_trees(&p->tree, &again, false, "built and read");
    einv__tree_free(&again);
    einv__buf_free(&out);
}

Test(xml_build, builds_what_a_model_of_strings_builds)
{
    static struct pair p;
    int seed, i;

    for (seed = 0; seed < 300; seed++) {
        struct frame *root;
        char *expected;

        memset(&p, 0, sizeof(p));
        p.dice.state = (uint64_t)seed * 12345;
        read_z(&p.other, "<o xmlns:o='urn:o' o:p='1'><o:q>1<r/>2<!--s--></o:q>"
                         "<t xmlns='urn:t'/></o>");
        einv__tree_init(&p.tree, NULL);
        einv__build_init(&p.build, &p.tree);
        for (i = 0; i < 4; i++)
            p.names[i] = einv__build_qname(
                &p.build, i == 2 ? EINV_TEXT("p") : EINV_NO_TEXT,
                i == 2 ? EINV_TEXT("urn:p") : EINV_NO_TEXT,
                einv__text_of(i == 2 ? "c" : names[i]));
        p.attrs[0] = einv__build_qname(&p.build, EINV_NO_TEXT, EINV_NO_TEXT,
                                       EINV_TEXT("x"));
        p.attrs[1] = einv__build_qname(&p.build, EINV_TEXT("p"),
                                       EINV_TEXT("urn:p"), EINV_TEXT("y"));
        start(&p);
        for (i = 0; i < 8; i++) {
            some_steps(&p, 12);
            steps_and_undo(&p);
        }
        cr_assert(!p.build.failed);
        while (p.model.depth > 1)
            end(&p);
        root = &p.model.frames[0];
        expected = finished(root);
        einv__build_end(&p.build);
        compare(&p, expected, seed);
        free(expected);
        clear_model(&p.model);
        einv__tree_free(&p.tree);
        einv__tree_free(&p.other);
    }
}

/* --- misuse -------------------------------------------------------------- */

Test(xml_build, a_wrong_call_fails_for_good_and_harms_nothing)
{
    struct einv_tree t;
    struct einv_build b;
    einv_node twice[2] = { 1, 1 };
    uint32_t q;
    int i;

    for (i = 0; i < 7; i++) {
        einv__tree_init(&t, NULL);
        einv__build_init(&b, &t);
        q = einv__build_qname(&b, EINV_NO_TEXT, EINV_NO_TEXT, EINV_TEXT("a"));
        if (i == 0)
            einv__build_text(&b, EINV_TEXT("no element is open"));
        einv__build_start(&b, q);
        einv__build_start(&b, q);
        einv__build_end(&b);
        einv__build_start(&b, q);
        einv__build_end(&b);
        if (i == 1)
            einv__build_attr(&b, q, EINV_TEXT("behind a child"));
        if (i == 2)
            einv__build_ns(&b, EINV_TEXT("p"), EINV_TEXT("behind a child"));
        if (i == 3)
            einv__build_start(&b, q + 1);
        if (i == 4)
            einv__build_reorder(&b, twice, 2);
        einv__build_end(&b);
        if (i == 5)
            einv__build_start(&b, q);       /* a second root */
        if (i == 6)
            einv__build_end(&b);
        cr_assert(b.failed == (i != 7), "%d", i);
        cr_assert(einv__build_start(&b, q) == EINV_NO_NODE);
        cr_assert(einv__build_qname(&b, EINV_NO_TEXT, EINV_NO_TEXT,
                                    EINV_TEXT("b")) == UINT32_MAX);
        einv__tree_free(&t);
    }
}

Test(xml_build, is_right_to_look_at_while_it_grows)
{
    struct einv_tree t;
    struct einv_build b;
    uint32_t q;

    einv__tree_init(&t, NULL);
    einv__build_init(&b, &t);
    q = einv__build_qname(&b, EINV_NO_TEXT, EINV_NO_TEXT, EINV_TEXT("a"));
    einv__build_start(&b, q);
    einv__build_attr(&b, q, EINV_TEXT("1"));
    cr_assert(einv__text_is(einv__tree_get_attr(&t, 0, "a"), "1"));
    cr_assert(einv__tree_child(&t, 0) == EINV_NO_NODE);
    einv__build_start(&b, q);
    einv__build_text(&b, EINV_TEXT("x"));
    cr_assert(einv__text_is(einv__tree_text(&t, 1), "x"));
    einv__build_end(&b);
    cr_assert(einv__tree_child(&t, 0) == 1);
    cr_assert(einv__tree_next(&t, 1) == EINV_NO_NODE);
    cr_assert(einv__text_is(einv__tree_text(&t, 0), "x"));
    einv__build_end(&b);
    einv__tree_free(&t);
}
