/* words.c: the vocabulary of the language: which elements stand where, and
 * which attributes each may have.
 *
 * A word that nobody knows is an error and never ignored: a binding that
 * says more than is done would lie about its format.
 */
#include "compile.h"

#include "../base/nearest.h"

static const char binding_ns[] = "urn:einv:binding:1";

/* ORDER WORD */
enum { HEAD = 1, ROWS = 2, TEXT = 4, OPEN = 8 };

static const struct word {
    const char *name;
    const char *attrs;     /* blank-separated */
    unsigned where;        /* it may stand: HEAD, ROWS; TEXT: anything below;
                              OPEN: any other attribute is a parameter */
} words[] = {
    { "about", "", HEAD | TEXT },
    { "attribute", "name occurs to as fixed key same default if write src see"
      " pattern sign part make length picture among decimal cut gather by",
      ROWS },
    { "change", "at", HEAD | OPEN },
    { "choice", "if src see", ROWS },
    { "detect", "root path in starts bid must", HEAD },
    { "doc", "", HEAD | ROWS | TEXT },
    { "document", "name if with", HEAD },
    { "drop", "at", HEAD },
    { "element", "name occurs to as fixed key same default if write src see"
      " pattern sign part make into where with recur having lacking once empty join"
      " slot key-max value-max max length picture among decimal cut rest gather"
      " by", ROWS },
    { "group", "name", HEAD },
    { "insert", "after before into", HEAD },
    { "lacks", "terms why", HEAD },
    { "member", "into if where with src see", ROWS },
    { "order", "at", HEAD | TEXT },
    { "output", "encoding declaration indent bom draft", HEAD },
    { "profile", "id path in starts", HEAD },
    { "seq", "if with to join as src see", ROWS },
    { "set", "to value like guard", ROWS },
    { "sign", "credit by as else", HEAD },
    { "skip", "name why occurs", ROWS },
    { "use", "group", ROWS | OPEN }
};

static const char binding_attrs[] =
    "id version name country proof coverage read write ns extends syntax";

/* Attributes that have few values. */
static const struct {
    const char *name, *values;
} choices[] = {
    { "coverage", "full en16931" }, { "declaration", "yes no" },
    { "bom", "yes no" }, { "cut", "yes no" }, { "empty", "yes no" },
    { "must", "yes no" }, { "once", "yes no" }, { "read", "yes no" },
    { "rest", "yes no" }, { "sign", "credit" }, { "slot", "document" },
    { "syntax", "xml" }, { "write", "yes no" }
};

static bool has_word(const char *list, struct einv_text text)
{
    struct einv_text rest = einv__text_of(list);

    while (rest.len > 0) {
        struct einv_text word = einv__text_word(&rest);

        if (word.len == 0)
            break;
        if (einv__text_eq(word, text))
            return true;
    }
    return false;
}

/* The word that was meant, or else all of them. */
static const char *meant(struct bind_compiler *c, const char *list,
                         struct einv_text text)
{
    struct einv_text rest = einv__text_of(list);
    struct einv_nearest near;
    char *copy;

    einv__nearest_start(&near, text);
    while (rest.len > 0)
        einv__nearest_try(&near, einv__text_word(&rest));
    copy = einv__arena_dup(&c->b->arena, near.best.ptr != NULL
                                             ? near.best
                                             : einv__text_of(list));
    c->nomem |= copy == NULL;
    return copy != NULL ? copy : list;
}

static const struct word *find_word(struct einv_text name)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (einv__text_is(name, words[i].name))
            return &words[i];
    return NULL;
}

static void check_value(struct bind_compiler *c, einv_node e, uint32_t a)
{
    struct einv_text name = einv__tree_attr_qname(c->t, a)->local;
    struct einv_text value = einv__tree_attr_text(c->t, a);

    for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++)
        if (einv__text_is(name, choices[i].name) &&
            !has_word(choices[i].values, value))
            einv__compile_error(c, e, "EINV-BIND-0031", value,
                                choices[i].values);
}

static void check_attrs(struct bind_compiler *c, einv_node e,
                        const char *allowed)
{
    uint32_t a, end = einv__tree_attrs(c->t, e, &a);

    for (; a < end; a++) {
        const struct einv_qname *q = einv__tree_attr_qname(c->t, a);

        if (q->ns.len == 0 && !has_word(allowed, q->local))
            einv__compile_error(c, e, "EINV-BIND-0031", q->local,
                                meant(c, allowed, q->local));
        else if (q->ns.len == 0)
            check_value(c, e, a);
    }
}

static const char *names_in(unsigned where)
{
    return where == HEAD
        ? "about output sign detect profile lacks group document change"
          " drop insert order doc"
        : "element attribute choice seq member use set skip doc";
}

void einv__compile_words(struct bind_compiler *c)
{
    const struct einv_tree *t = c->t;
    einv_node e = 1;

    check_attrs(c, 0, binding_attrs);
    while (e < t->n_elems && !c->nomem) {
        const struct einv_qname *q = einv__tree_qname(t, e);
        unsigned where = t->elems[e].parent == 0 ? HEAD : ROWS;
        const struct word *word;

        if (!einv__text_is(q->ns, binding_ns)) {
            e = t->elems[e].end + 1;
            continue;
        }
        word = find_word(q->local);
        if (word == NULL || !(word->where & where)) {
            einv__compile_error(c, e, "EINV-BIND-0028", q->local,
                                meant(c, names_in(where), q->local));
            e = t->elems[e].end + 1;
            continue;
        }
        if (!(word->where & OPEN))
            check_attrs(c, e, word->attrs);
        e = word->where & TEXT ? t->elems[e].end + 1 : e + 1;
    }
}
