/* qt3.c: runs the part of the W3C QT3 suite that SUBSET.tsv lists.
 *
 *     qt3 SUITE LISTS [--update] [--out FILE] [--only TEXT]
 *
 * SUITE: the suite's folder.  LISTS: the folder with xpath/passes.tsv (the
 * cases that pass; it only grows) and known/qt3.tsv (each other case, with
 * the reason).  A case fails the run when it is in passes.tsv and does not
 * pass, when it is in neither list and does not pass, or when it is in the
 * list of exceptions and passes.  --update writes passes.tsv anew, when
 * nothing that it held is lost.  --only: the cases whose "set<TAB>name"
 * holds TEXT, with what became of each.
 */
#include "qt3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A list: lines; the first two columns are the case, "set<TAB>name". */
struct list {
    char *text;
    char **lines;
    size_t n, at;               /* at: behind the last one that was found */
};

struct options {
    const char *suite, *lists, *out, *only;
    bool update;
};

struct account {
    size_t pass, fail, error, broken, excused, lost;
    FILE *out, *passes;
};

static char *read_text(const char *path)
{
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t len = 0, cap = 0, got;

    if (in == NULL)
        return NULL;
    do {
        char *more = realloc(text, (cap = cap * 2 + 65536) + 1);

        if (more == NULL)
            break;
        text = more;
        got = fread(text + len, 1, cap - len, in);
        len += got;
    } while (len == cap);
    if (text != NULL)
        text[len] = '\0';
    (void)fclose(in);
    return text;
}

static bool list_add(struct list *list, size_t *cap, char *line)
{
    if (list->n == *cap) {
        char **more = realloc(list->lines, (*cap = *cap * 2 + 1024) *
                              sizeof *more);

        if (more == NULL)
            return false;
        list->lines = more;
    }
    list->lines[list->n++] = line;
    return true;
}

/* Reads a list; comments are left out, and what stands behind the second
 * column. */
static bool list_read(struct list *list, const char *folder,
                      const char *name)
{
    char path[1024];
    size_t cap = 0;

    memset(list, 0, sizeof *list);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    list->text = read_text(path);
    if (list->text == NULL)
        return false;
    for (char *at = list->text, *end; *at != '\0'; at = end) {
        char *tab = strchr(at, '\t');

        end = strchr(at, '\n');
        if (end != NULL)
            *end++ = '\0';
        else
            end = at + strlen(at);
        if (*at == '#' || *at == '\0' || tab == NULL || tab >= end)
            continue;
        tab = strchr(tab + 1, '\t');
        if (tab != NULL && tab < end)
            *tab = '\0';
        if (!list_add(list, &cap, at))
            return false;
    }
    return true;
}

static void list_free(struct list *list)
{
    free(list->text);
    free(list->lines);
}

/* Lists have the order of the cases: the next one is asked for next. */
static bool list_has(struct list *list, const char *line)
{
    for (size_t i = 0; i < list->n; i++) {
        size_t k = (list->at + i) % list->n;

        if (strcmp(list->lines[k], line) == 0) {
            list->at = k + 1;
            return true;
        }
    }
    return false;
}

static einv_node find_case(const struct einv_tree *t, const char *name)
{
    einv_node k = einv__tree_child(t, einv__tree_root(t));

    for (; k != EINV_NO_NODE; k = einv__tree_next(t, k))
        if (einv__text_is(einv__tree_qname(t, k)->local, "test-case") &&
            einv__text_is(einv__tree_get_attr(t, k, "name"), name))
            break;
    return k;
}

static enum qt3_outcome run_line(struct qt3_suite *suite, const char *line,
                                 struct qt3_case *c)
{
    char set[512];
    const char *tab = strchr(line, '\t'), *slash;

    memset(c, 0, sizeof *c);
    c->suite = suite;
    (void)snprintf(set, sizeof set, "%.*s", (int)(tab - line), line);
    slash = strrchr(set, '/');
    (void)snprintf(c->folder, sizeof c->folder, "%.*s",
                   slash != NULL ? (int)(slash + 1 - set) : 0, set);
    c->set = qt3_file(suite, set);
    c->node = c->set != NULL ? find_case(c->set, tab + 1) : EINV_NO_NODE;
    if (c->node == EINV_NO_NODE) {
        (void)qt3_no(c, "there is no such case", EINV_TEXT(""));
        return QT3_ERROR;
    }
    return qt3_run(c);
}

/* One line: no tab or line end inside the reason. */
static void clean(char *why)
{
    for (; *why != '\0'; why++)
        if (*why == '\t' || *why == '\n' || *why == '\r')
            *why = ' ';
}

static void book(struct account *a, enum qt3_outcome o, const char *line,
                 struct list *passes, struct list *known, struct qt3_case *c)
{
    static const char *const words[] = { "pass", "fail", "error" };
    bool excused = list_has(known, line);
    const char *broken = NULL;

    clean(c->why);
    a->pass += o == QT3_PASS;
    a->fail += o == QT3_FAIL;
    a->error += o == QT3_ERROR;
    if (o != QT3_PASS && list_has(passes, line)) {
        broken = "is listed as a pass";
        a->lost++;
    } else if (o != QT3_PASS && !excused)
        broken = "is not explained in known/qt3.tsv";
    else if (o == QT3_PASS && excused)
        broken = "passes: take it out of known/qt3.tsv";
    a->excused += o != QT3_PASS && broken == NULL;
    a->broken += broken != NULL;
    if (broken != NULL && a->broken <= 60)
        printf("FAIL %s %s: %s\n", line, broken, c->why);
    if (a->out != NULL)
        fprintf(a->out, "%s\t%s\t%s\n", words[o], line,
                o == QT3_PASS ? "" : c->why);
    if (a->passes != NULL && o == QT3_PASS)
        fprintf(a->passes, "%s\n", line);
}

static bool run_all(const struct options *o, struct account *a)
{
    static struct qt3_case c;
    struct qt3_suite suite = { o->suite, NULL };
    struct list subset, passes, known;
    bool read = list_read(&subset, o->suite, "SUBSET.tsv");

    (void)list_read(&passes, o->lists, "xpath/passes.tsv");
    (void)list_read(&known, o->lists, "known/qt3.tsv");
    for (size_t i = 0; i < subset.n; i++) {
        const char *line = subset.lines[i];

        if (strcmp(line, "test_set\tcase") == 0 ||
            (o->only != NULL && strstr(line, o->only) == NULL))
            continue;
        book(a, run_line(&suite, line, &c), line, &passes, &known, &c);
    }
    qt3_suite_free(&suite);
    list_free(&subset);
    list_free(&passes);
    list_free(&known);
    return read;
}

static bool options_read(int argc, char **argv, struct options *o)
{
    memset(o, 0, sizeof *o);
    if (argc < 3)
        return false;
    o->suite = argv[1];
    o->lists = argv[2];
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0)
            o->update = true;
        else if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
            o->out = argv[++i];
        else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            o->only = argv[++i];
        else
            return false;
    }
    return true;
}

/* passes.tsv: the new one takes the old one's place when none was lost. */
static bool update(const struct options *o, bool lost)
{
    char old[1024], fresh[1024];

    (void)snprintf(old, sizeof old, "%s/xpath/passes.tsv", o->lists);
    (void)snprintf(fresh, sizeof fresh, "%s/xpath/passes.new", o->lists);
    return lost ? remove(fresh) == 0 && false : rename(fresh, old) == 0;
}

static FILE *open_new(const struct options *o)
{
    char path[1024];
    FILE *out;

    (void)snprintf(path, sizeof path, "%s/xpath/passes.new", o->lists);
    out = fopen(path, "wb");
    if (out != NULL)
        fputs("# The cases of the W3C suite that pass: set, name.\n", out);
    return out;
}

int main(int argc, char **argv)
{
    struct options o;
    struct account a = { .pass = 0 };
    bool ran;

    if (!options_read(argc, argv, &o)) {
        fprintf(stderr, "qt3 SUITE LISTS [--update] [--out FILE] "
                "[--only TEXT]\n");
        return 2;
    }
    if (o.out != NULL && (a.out = fopen(o.out, "wb")) == NULL)
        return 2;
    if (o.update && o.only == NULL && (a.passes = open_new(&o)) == NULL)
        return 2;
    ran = run_all(&o, &a);
    if (a.out != NULL)
        (void)fclose(a.out);
    if (a.passes != NULL) {
        (void)fclose(a.passes);
        printf("passes.tsv %s\n", update(&o, a.lost > 0) ? "is new"
                                                    : "stays as it was");
    }
    printf("  %zu pass, %zu fail, %zu cannot be run\n", a.pass, a.fail,
           a.error);
    printf("%zu passed, %zu failed, %zu skipped\n",
           a.pass < a.broken ? 0 : a.pass, a.broken, a.excused);
    return ran && a.broken == 0 ? 0 : 1;
}
