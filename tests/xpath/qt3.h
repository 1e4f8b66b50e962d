/* qt3.h: the W3C QT3 suite: what its runner shares.
 *
 * qt3.c reads the list of cases and keeps the accounts; qt3_case.c builds
 * what a case runs in (its environment) and runs it; qt3_check.c knows the
 * assertions; qt3_xml.c compares results with XML.
 */
#ifndef EINV_TESTS_QT3_H
#define EINV_TESTS_QT3_H

#include "xml/tree.h"
#include "xpath/expr.h"

struct qt3_file {               /* a document that was read, kept */
    struct qt3_file *next;
    char *path;
    char *bytes;
    size_t len;
    struct einv_tree tree;
    bool ok;
};

struct qt3_suite {
    const char *root;           /* the suite's folder */
    struct qt3_file *files;
};

/* An expression of an assertion, compiled with the case. */
struct qt3_expr {
    einv_node at;               /* the assertion */
    const struct einv_xp_expr *expr;
    struct einv_xp_error error;
};

enum { QT3_EXPRS = 96, QT3_ITEMS = 1000, QT3_WHY = 400 };

struct qt3_case {
    struct qt3_suite *suite;
    const struct einv_tree *set;        /* the test set */
    char folder[512];                   /* the test set's, in the suite */
    einv_node node, result;
    const struct einv_tree *doc;
    bool has_focus;
    struct einv_xp_lib *lib;
    struct einv_xp_run run;
    struct qt3_expr exprs[QT3_EXPRS];
    size_t n_exprs;
    const struct einv_xp_expr *same;    /* deep-equal($result, $other) */
    const char *error;                  /* of the expression; NULL: none */
    struct einv_xp_seq value;
    char why[QT3_WHY];
};

/* The tree of a file below the suite's folder; NULL: cannot be read. */
const struct einv_tree *qt3_file(struct qt3_suite *suite, const char *path);
/* The bytes of a file, XML or not; ptr NULL: cannot be read. */
struct einv_text qt3_text(struct qt3_suite *suite, const char *path);
void qt3_suite_free(struct qt3_suite *suite);

enum qt3_outcome { QT3_PASS, QT3_FAIL, QT3_ERROR };

/* Runs a case; c->why says what was wrong. */
enum qt3_outcome qt3_run(struct qt3_case *c);

/* Compiles what the assertions below `result` evaluate; false: c->why. */
bool qt3_check_compile(struct qt3_case *c, einv_node assertion);
/* Does the assertion hold? */
bool qt3_check(struct qt3_case *c, einv_node assertion);
/* c->why, unless it says something already; always false. */
bool qt3_no(struct qt3_case *c, const char *what, struct einv_text detail);

/* Appends the result as XML text. */
void qt3_write(const struct einv_xp_seq *value, struct einv_buf *out);
/* The same XML content (elements, attributes, text)? */
bool qt3_same_xml(struct einv_text a, struct einv_text b);

#endif
