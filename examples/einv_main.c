/* einv_main.c: the program: a verb, its context, its exit code. */
#define _POSIX_C_SOURCE 200809L
#include "einv_cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
"einv reads an e-invoice in one format and writes it in another.\n"
"\n"
"  einv detect   FILE...\n"
"  einv show     FILE [--json]\n"
"  einv convert  FILE --to FORMAT [--from FORMAT] [-o OUT|DIR/] [--item N]\n"
"                [--ledger FILE] [--allow-loss[=REASON,...]]\n"
"                [--set PATH=VALUE]... [--defaults FILE]\n"
"                [--slots auto|none|embed] [--validate] [--receipt FILE]\n"
"                [--verify [--anchor F]... [--cert F]... [--crl F]...]\n"
"  einv validate FILE... [--rules FILE.sch|FILE.xslt|scenarios.xml|DIR]...\n"
"                [--xsd DIR|FILE]... [--report FORM] [--fired]\n"
"                [--cache DIR]\n"
"  einv rules    [list [DIR...] | check FILE... | compile FILE -o IMAGE]\n"
"  einv diff     A B\n"
"  einv explain  TERM|CODE|RULE [--rules SET]...\n"
"  einv formats  [list | check FILE | describe ID]\n"
"  einv verify   FILE... [--anchor F]... [--cert F]... [--crl F]...\n"
"                [--tsa F]... [--content F] [--profile ID]\n"
"  einv sign     FILE --profile ID --key K [--cert C]... -o OUT\n"
"                [--pass-file F] [--role R] [--algorithm A]\n"
"\n"
"  everywhere: --report text|json --lang LL --limits default|large|KEY=N,...\n"
"              --at DATE  --load BINDING.xml  --redact  -q  --help  --version\n"
"\n"
"FORMAT is an id (einv formats), an id with its version (id@version), or\n"
"json: the JSON view of the model.  FILE and OUT may be -.\n"
"Exit: 0 acceptable, 1 read but rejected, 2 not readable, I/O or usage,\n"
"3 einv's own fault.\n";

static const struct verb {
    const char *name;
    int (*run)(einv_ctx *ctx, const struct args *a);
    size_t min_files, max_files;
    const char *wants;
} verbs[] = {
    { "detect", verb_detect, 1, SIZE_MAX, "one file or more" },
    { "show", verb_show, 1, 1, "one file" },
    { "validate", verb_validate, 1, SIZE_MAX, "one file or more" },
    { "convert", verb_convert, 1, 1, "one file" },
    { "diff", verb_diff, 2, 2, "two files" },
    { "explain", verb_explain, 1, 1, "a term or a code" },
    { "formats", verb_formats, 0, 2, "list, check FILE or describe ID" },
    { "rules", verb_rules, 0, SIZE_MAX, "list, check FILE... or compile FILE" },
    { "verify", verb_verify, 1, SIZE_MAX, "one file or more" },
    { "sign", verb_sign, 1, 1, "one file" }
};

/* Verbs of the design that a later version brings. */
static const char *const later[] = { "extract", "embed", "render", "batch",
                                     "fix", "serve" };

static int usage(const char *verb, const char *why)
{
    fprintf(stderr, "einv: %s: %s (einv --help)\n", verb, why);
    return EXIT_UNREADABLE;
}

static int unknown_verb(const char *verb)
{
    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
        if (strcmp(later[i], verb) == 0)
            return usage(verb, "unknown command: not in this version");
    return usage(verb, "unknown command");
}

static int say(const char *what)
{
    return io_write("-", what, strlen(what)) ? EXIT_ACCEPTED
                                             : EXIT_UNREADABLE;
}

static int say_version(void)
{
    struct text t = { NULL, 0, 0, false };
    int code;

    text_str(&t, "einv ");
    text_str(&t, einv_version());
    text_str(&t, "\n");
    code = io_write_text("-", &t) ? EXIT_ACCEPTED : EXIT_UNREADABLE;
    text_free(&t);
    return code;
}

/* A binding that does not compile: its findings, and no more is done. */
static int load_format(einv_ctx *ctx, const struct args *a, const char *path)
{
    struct text t = { NULL, 0, 0, false };
    einv_report *report;
    einv_status status;

    status = einv_report_new(ctx, &report);
    if (status != EINV_OK) {
        complain(path, status);
        return exit_of(status);
    }
    status = einv_ctx_load_format_file(ctx, path, report);
    if (status != EINV_OK) {
        if (report_findings(a, report, NULL, &t) && t.data != NULL)
            fputs(t.data, stderr);
        complain(path, status);
    }
    text_free(&t);
    einv_report_free(report);
    return exit_of(status);
}

static int with_context(const struct verb *verb, const struct args *a)
{
    einv_ctx_options options = EINV_CTX_OPTIONS_INIT;
    int code = EXIT_ACCEPTED;
    einv_status status;
    einv_ctx *ctx;

    options.limits = a->limits;
    status = einv_ctx_new(&options, &ctx);
    if (status == EINV_EUSAGE)
        return usage("--limits", "no such limit, or above its hard cap");
    if (status != EINV_OK) {
        complain("start", status);
        return exit_of(status);
    }
    for (size_t i = 0; i < a->n_loads && code == EXIT_ACCEPTED; i++)
        code = load_format(ctx, a, a->loads[i]);
    if (code == EXIT_ACCEPTED)
        code = verb->run(ctx, a);
    einv_ctx_free(ctx);
    return code;
}

static int run(const struct args *a)
{
    if (a->help)
        return say(help);
    if (a->version)
        return say_version();
    if (a->verb == NULL) {
        fputs(help, stderr);
        return EXIT_UNREADABLE;
    }
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        const struct verb *v = &verbs[i];

        if (strcmp(v->name, a->verb) != 0)
            continue;
        if (a->n_files < v->min_files || a->n_files > v->max_files)
            return usage(v->name, v->wants);
        return with_context(v, a);
    }
    return unknown_verb(a->verb);
}

int main(int argc, char **argv)
{
    struct args a;
    int code = EXIT_UNREADABLE;

    /* A closed pipe is a failed write (2), not a silent death. */
    signal(SIGPIPE, SIG_IGN);
    if (args_read(&a, argc, argv))
        code = run(&a);
    args_free(&a);
    return code;
}
