/* einv_scenarios.c: configurations of scenarios on the command line: which
 * rule sets and which schema judge a document.
 */
#include "einv_cli.h"

#include <stdio.h>
#include <stdlib.h>

static int keep(einv_scenarios *names, struct rule_sets *sets)
{
    struct scenario_set *set = calloc(1, sizeof *set);

    if (set != NULL) {
        while (einv_scenarios_name(names, set->n) != NULL)
            set->n++;
        set->items = calloc(set->n, sizeof *set->items);
    }
    if (set == NULL || set->items == NULL) {
        free(set);
        einv_scenarios_free(names);
        return EXIT_FAULT;
    }
    set->names = names;
    set->chosen = set->n;
    set->next = sets->scenarios;
    sets->scenarios = set;
    return EXIT_ACCEPTED;
}

int scenarios_add(einv_ctx *ctx, const struct args *a, const char *path,
                  struct rule_sets *sets, bool *is_one)
{
    struct text out = { NULL, 0, 0, false };
    einv_scenarios *names = NULL;
    einv_report *report = NULL;
    einv_status status = einv_report_new(ctx, &report);

    if (status == EINV_OK)
        status = einv_scenarios_read_file(ctx, path, report, &names);
    *is_one = status == EINV_OK;
    if (status == EINV_EMALFORMED) {
        report_complaints(a, report, path, &out);
        fwrite(out.data, 1, out.len, stderr);
    } else if (status != EINV_OK && status != EINV_EUNKNOWN &&
               status != EINV_EIO) {
        complain(path, status);
    }
    text_free(&out);
    einv_report_free(report);
    if (status == EINV_OK)
        return keep(names, sets);
    if (status == EINV_EUNKNOWN || status == EINV_EIO)
        return EXIT_ACCEPTED;
    return exit_of(status) == EXIT_FAULT ? EXIT_FAULT : EXIT_UNREADABLE;
}

static bool load_schema(einv_ctx *ctx, const struct scenario_set *set,
                        size_t i, struct scenario *s)
{
    const char *path = einv_scenarios_file(set->names, i,
                                           EINV_SCENARIO_SCHEMA, 0);
    einv_status status;

    if (path == NULL)
        return true;
    status = einv_schema_load_file(ctx, path, NULL, &s->schema);
    if (status != EINV_OK)
        complain(path, status);
    return status == EINV_OK;
}

static bool load_rules(einv_ctx *ctx, const struct args *a,
                       const struct scenario_set *set, size_t i,
                       struct scenario *s)
{
    const char *levels = einv_scenarios_levels(set->names, i), *path;
    size_t n = 0;

    while (einv_scenarios_file(set->names, i, EINV_SCENARIO_RULES, n) != NULL)
        n++;
    s->sets = calloc(n + 1, sizeof *s->sets);
    if (s->sets == NULL)
        return false;
    for (; s->n < n; s->n++) {
        path = einv_scenarios_file(set->names, i, EINV_SCENARIO_RULES, s->n);
        if (rules_compile(ctx, a, path, levels, &s->sets[s->n]) !=
            EXIT_ACCEPTED)
            return false;
    }
    return true;
}

const struct scenario *scenarios_choose(einv_ctx *ctx, const struct args *a,
                                        struct scenario_set *set,
                                        const struct input *in)
{
    struct scenario *s;
    size_t i = set->n;

    if (einv_scenarios_find(set->names, in->doc, in->report, &i) != EINV_OK)
        return NULL;
    s = &set->items[i];
    if (!s->tried)
        s->usable = load_schema(ctx, set, i, s) &&
                    load_rules(ctx, a, set, i, s);
    s->tried = true;
    if (!s->usable)
        return NULL;
    set->chosen = i;
    return s;
}

void scenarios_forget(const struct rule_sets *sets)
{
    for (struct scenario_set *set = sets->scenarios; set != NULL;
         set = set->next)
        set->chosen = set->n;
}

void scenarios_free(struct rule_sets *sets)
{
    struct scenario_set *set, *next;

    for (set = sets->scenarios; set != NULL; set = next) {
        for (size_t i = 0; i < set->n; i++) {
            for (size_t j = 0; j < set->items[i].n; j++)
                einv_ruleset_free(set->items[i].sets[j]);
            free(set->items[i].sets);
            einv_schema_free(set->items[i].schema);
        }
        next = set->next;
        einv_scenarios_free(set->names);
        free(set->items);
        free(set);
    }
    sets->scenarios = NULL;
}
