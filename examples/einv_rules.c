/* einv_rules.c: rule sets of the command line; einv rules. */
#include "einv_cli.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- loading ----------------------------------------------------------------- */

static einv_status compile(einv_ctx *ctx, const struct args *a,
                           const char *path, const char *levels,
                           einv_report *report, einv_ruleset **set)
{
    einv_ruleset_options options = EINV_RULESET_OPTIONS_INIT;

    options.levels = levels;
    options.cache = a->cache;
    return einv_ruleset_compile_file(ctx, path, &options, report, set);
}

int rules_compile(einv_ctx *ctx, const struct args *a, const char *path,
                  const char *levels, einv_ruleset **set)
{
    struct text out = { NULL, 0, 0, false };
    einv_report *report = NULL;
    einv_status status = einv_report_new(ctx, &report);

    if (status == EINV_OK)
        status = compile(ctx, a, path, levels, report, set);
    if (status == EINV_EMALFORMED) {
        report_complaints(a, report, path, &out);
        fwrite(out.data, 1, out.len, stderr);
    } else if (status != EINV_OK) {
        complain(path, status);
    }
    text_free(&out);
    einv_report_free(report);
    return status == EINV_OK ? EXIT_ACCEPTED
           : exit_of(status) == EXIT_FAULT ? EXIT_FAULT : EXIT_UNREADABLE;
}

static int load_one(einv_ctx *ctx, const struct args *a, const char *path,
                    struct rule_sets *sets)
{
    int code;

    if (sets->n == MOST_SETS) {
        fprintf(stderr, "einv: %s: too many rule sets\n", path);
        return EXIT_UNREADABLE;
    }
    code = rules_compile(ctx, a, path, NULL, &sets->items[sets->n]);
    if (code == EXIT_ACCEPTED)
        sets->n++;
    return code;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);

    return n > m && strcmp(name + n - m, ending) == 0;
}

/* Has the file a schema at its root (others are parts of one)? */
static bool is_whole(const char *path)
{
    struct bytes b;
    bool whole;

    if (!io_read(path, &b))
        return false;
    whole = strstr(b.data, "<schema") != NULL ||
            strstr(b.data, ":schema") != NULL;
    io_free(&b);
    return whole;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The whole sets of a folder, by name.  NULL: it cannot be read. */
static char **list_folder(const char *path, size_t *n)
{
    char **list = calloc(MOST_SETS, sizeof *list);
    DIR *dir = opendir(path);
    struct dirent *entry;

    *n = 0;
    while (list != NULL && dir != NULL && *n < MOST_SETS &&
           (entry = readdir(dir)) != NULL) {
        size_t size = strlen(path) + strlen(entry->d_name) + 2;
        char *file;

        if (!ends_in(entry->d_name, ".sch"))
            continue;
        file = malloc(size);
        if (file == NULL)
            break;
        snprintf(file, size, "%s/%s", path, entry->d_name);
        if (is_whole(file))
            list[(*n)++] = file;
        else
            free(file);
    }
    if (dir != NULL)
        closedir(dir);
    if (list != NULL)
        qsort(list, *n, sizeof *list, by_name);
    return list;
}

/* The configuration of scenarios in the folder, if it has one. */
static int load_scenarios(einv_ctx *ctx, const struct args *a,
                          const char *path, struct rule_sets *sets,
                          bool *is_one)
{
    size_t size = strlen(path) + sizeof "/scenarios.xml";
    char *file = malloc(size);
    int code = EXIT_FAULT;

    *is_one = false;
    if (file == NULL)
        return code;
    snprintf(file, size, "%s/scenarios.xml", path);
    code = scenarios_add(ctx, a, file, sets, is_one);
    free(file);
    return code;
}

static int load_folder(einv_ctx *ctx, const struct args *a, const char *path,
                       struct rule_sets *sets)
{
    bool is_one;
    int code = load_scenarios(ctx, a, path, sets, &is_one);
    char **list;
    size_t n;

    if (is_one || code != EXIT_ACCEPTED)
        return code;
    list = list_folder(path, &n);
    if (n == 0) {
        fprintf(stderr, "einv: %s: no rule set (*.sch) in this folder\n",
                path);
        code = EXIT_UNREADABLE;
    }
    for (size_t i = 0; i < n; i++) {
        if (code == EXIT_ACCEPTED)
            code = load_one(ctx, a, list[i], sets);
        free(list[i]);
    }
    free(list);
    return code;
}

/* A configuration of scenarios, or a rule set. */
static int load_file(einv_ctx *ctx, const struct args *a, const char *path,
                     struct rule_sets *sets)
{
    int code = EXIT_ACCEPTED;
    bool is_one = false;

    if (ends_in(path, ".xml"))
        code = scenarios_add(ctx, a, path, sets, &is_one);
    if (is_one || code != EXIT_ACCEPTED)
        return code;
    return load_one(ctx, a, path, sets);
}

int rules_load(einv_ctx *ctx, const struct args *a, struct rule_sets *sets)
{
    int code = EXIT_ACCEPTED;

    sets->n = 0;
    sets->scenarios = NULL;
    sets->ours = a->n_rules == 0;
    for (size_t i = 0; i < a->n_rules && code == EXIT_ACCEPTED; i++) {
        if (strcmp(a->rules[i], "einv") == 0)
            sets->ours = true;
        else if (io_is_dir(a->rules[i]))
            code = load_folder(ctx, a, a->rules[i], sets);
        else
            code = load_file(ctx, a, a->rules[i], sets);
    }
    return code;
}

void rules_free(struct rule_sets *sets)
{
    for (size_t i = 0; i < sets->n; i++)
        einv_ruleset_free(sets->items[i]);
    sets->n = 0;
    scenarios_free(sets);
}

/* --- what a set says ----------------------------------------------------------- */

static const struct {
    const char *key;
    einv_ruleset_text what;
} said[] = {
    { "title", EINV_RULESET_TITLE }, { "release", EINV_RULESET_RELEASE }
};

void rules_said(const einv_ruleset *set, struct text *out)
{
    const char *text;
    size_t len;

    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (einv_ruleset_get_text(set, said[i].what, &text, &len) ==
            EINV_OK) {
            text_key(out, said[i].key);
            text_json(out, text, len);
        }
}

/* "id, title, release: " */
static void put_said(const einv_ruleset *set, struct text *out)
{
    const char *text;
    size_t len;

    text_str(out, einv_ruleset_id(set));
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (einv_ruleset_get_text(set, said[i].what, &text, &len) ==
            EINV_OK) {
            text_str(out, i == 0 ? ", \"" : ", release ");
            text_shown(out, text, len);
            text_str(out, i == 0 ? "\"" : "");
        }
    text_str(out, ": ");
}

/* --- einv rules check --------------------------------------------------------- */

static void put_counts(const struct args *a, const char *file,
                       const einv_ruleset *set, struct text *out)
{
    static const struct {
        const char *key, *words;
        einv_ruleset_count_of what;
    } rows[] = {
        { "patterns", " patterns, ", EINV_RULESET_PATTERNS },
        { "rules", " rules, ", EINV_RULESET_RULES },
        { "asserts", " asserts and reports, ", EINV_RULESET_ASSERTS },
        { "expressions", " expressions\n", EINV_RULESET_EXPRESSIONS }
    };

    if (a->report != REPORT_JSON) {
        text_str(out, file);
        text_str(out, ": ");
        put_said(set, out);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (a->report == REPORT_JSON)
            text_key(out, rows[i].key);
        text_num(out, einv_ruleset_count(set, rows[i].what));
        if (a->report != REPORT_JSON)
            text_str(out, rows[i].words);
    }
}

static int check_one(einv_ctx *ctx, const struct args *a, const char *file,
                     struct text *out)
{
    einv_report *report = NULL;
    einv_ruleset *set = NULL;
    einv_status status = einv_report_new(ctx, &report);

    if (status == EINV_OK)
        status = compile(ctx, a, file, NULL, report, &set);
    if (a->report == REPORT_JSON) {
        if (out->data[out->len - 1] == '}')
            text_str(out, ",");
        text_str(out, "{");
        text_member(out, "file", file);
        text_member(out, "id", set != NULL ? einv_ruleset_id(set) : "");
        if (set != NULL) {
            rules_said(set, out);
            put_counts(a, file, set, out);
        }
        text_key(out, "findings");
        report_findings(a, report, NULL, out);
        text_str(out, "}");
    } else if (status == EINV_OK) {
        put_counts(a, file, set, out);
    } else if (status == EINV_EMALFORMED) {
        report_complaints(a, report, file, out);
    }
    if (status != EINV_OK && status != EINV_EMALFORMED)
        complain(file, status);
    einv_ruleset_free(set);
    einv_report_free(report);
    if (status == EINV_EMALFORMED)
        return EXIT_REJECTED;
    return status == EINV_OK ? EXIT_ACCEPTED : exit_of(status);
}

/* einv rules compile FILE -o IMAGE */
static int save_image(einv_ctx *ctx, const struct args *a)
{
    struct rule_sets sets = { .n = 0 };
    einv_buffer *image = NULL;
    int code = load_one(ctx, a, a->files[1], &sets);

    if (code == EXIT_ACCEPTED) {
        einv_status status = einv_ruleset_save(sets.items[0], &image);

        if (status != EINV_OK) {
            complain(a->files[1], status);
            code = exit_of(status);
        } else if (!io_write(a->out, einv_buffer_data(image),
                             einv_buffer_len(image))) {
            code = EXIT_UNREADABLE;
        }
    }
    einv_buffer_free(image);
    rules_free(&sets);
    return code;
}

/* The sets of a folder, or a file that is one. */
static int check_place(einv_ctx *ctx, const struct args *a, const char *path,
                       struct text *out)
{
    int code = EXIT_ACCEPTED;
    size_t n;
    char **list;

    if (!io_is_dir(path))
        return check_one(ctx, a, path, out);
    list = list_folder(path, &n);
    if (n == 0 && a->report != REPORT_JSON) {
        text_str(out, path);
        text_str(out, ": no rule set (*.sch) in this folder\n");
    }
    for (size_t i = 0; i < n; i++) {
        code = worse(code, check_one(ctx, a, list[i], out));
        free(list[i]);
    }
    free(list);
    return code;
}

/* Ours.  No official set comes with einv: their publishers' terms differ. */
static void put_built_in(const struct args *a, struct text *out)
{
    if (a->report == REPORT_JSON) {
        text_str(out, "{");
        text_member(out, "id", "einv");
        text_member(out, "release", einv_version());
        text_str(out, "}");
        return;
    }
    text_str(out, "einv: the business rules of EN 16931 in our words, on any "
                  "format that einv reads, release ");
    text_str(out, einv_version());
    text_str(out, "\nno official set is built in; give one to validate --rules "
                  "FILE.sch, or list a folder\n");
}

/* Sets or folders of the command line, from the second word on. */
static int check_all(einv_ctx *ctx, const struct args *a, struct text *out)
{
    int code = EXIT_ACCEPTED;

    if (a->report == REPORT_JSON)
        text_str(out, "{\"rule_sets\":[");
    if (a->n_files < 2)
        put_built_in(a, out);
    for (size_t i = 1; i < a->n_files; i++)
        code = worse(code, check_place(ctx, a, a->files[i], out));
    if (a->report == REPORT_JSON)
        text_str(out, "]}\n");
    return code;
}

int verb_rules(einv_ctx *ctx, const struct args *a)
{
    const char *what = a->n_files > 0 ? a->files[0] : "list";
    struct text out = { NULL, 0, 0, false };
    int code;

    if (a->n_files == 2 && a->out != NULL && strcmp(what, "compile") == 0)
        return save_image(ctx, a);
    if (strcmp(what, "list") != 0 &&
        (strcmp(what, "check") != 0 || a->n_files < 2)) {
        fprintf(stderr, "einv: rules: wants list [DIR...], check FILE... or "
                        "compile FILE -o IMAGE (einv --help)\n");
        return EXIT_UNREADABLE;
    }
    code = check_all(ctx, a, &out);
    if (!io_write_text("-", &out))
        code = worse(code, out.failed ? EXIT_FAULT : EXIT_UNREADABLE);
    text_free(&out);
    return code;
}
