/* oom.c: every allocation of a conversion, or of a judgement, fails in turn.
 *
 *   oom FILE TARGET [MOST [FROM]]
 *
 * TARGET is a format; rules:FILE, a set of rules to compile and judge by; or
 * ours, our own rules.
 * A run makes a context, parses, reads, writes and frees everything, while
 * the n-th allocation fails: once, and then for good.  n goes up from FROM
 * until a run meets no failure, by one, or in steps so that at most MOST
 * allocations are tried (0: all).  The outcome must be EINV_ENOMEM,
 * or that of an undisturbed run with its very bytes (of the findings, when
 * judging) and a report that is equal, or says that rows of it were lost.
 * Nothing stays allocated.
 */
#include <einv/einv.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/failing.h"

struct outcome {
    einv_status status;
    size_t lost, rows;
    int same;           /* the bytes are those of the first run */
};

/* A cache that goes by addresses may miss once more or less in another run. */
enum { STRAY = 8 };

static char *input, *first;
static size_t input_len, first_len;

static void die(const char *what, const struct failing *f)
{
    fprintf(stderr, "oom: %s (allocation %zu, %s)\n", what, f->fail_at,
            f->for_good ? "for good" : "once");
    exit(1);
}

static void read_input(const char *name)
{
    FILE *file = fopen(name, "rb");
    size_t cap = (size_t)1 << 22;

    input = malloc(cap);
    if (file == NULL || input == NULL)
        exit(2);
    input_len = fread(input, 1, cap, file);
    fclose(file);
}

static void keep_first(const einv_buffer *buffer)
{
    first_len = einv_buffer_len(buffer);
    first = malloc(first_len + 1);
    if (first == NULL)
        exit(2);
    memcpy(first, einv_buffer_data(buffer), first_len);
}

static einv_status convert(einv_doc *doc, const char *target,
                           einv_report *report, einv_buffer **buffer)
{
    einv_write_options options = EINV_WRITE_OPTIONS_INIT;
    einv_invoice *invoice = NULL;
    einv_status status;

    options.allow = EINV_WRITE_ALLOW_ALL;
    status = einv_doc_read(doc, 1, NULL, report, &invoice);
    if (status == EINV_OK)
        status = einv_invoice_write(invoice, target, &options, report,
                                    buffer);
    einv_invoice_free(invoice);
    return status;
}

/* The bytes are the findings; no memory for them is no memory. */
static einv_status tell(einv_status status, einv_report *report,
                        einv_buffer **buffer)
{
    einv_status told = EINV_OK;

    if (status == EINV_OK || status == EINV_EREJECTED)
        told = einv_report_findings_to_json(report, NULL, buffer);
    return told != EINV_OK ? told : status;
}

static einv_status judge_by(einv_ctx *ctx, const einv_doc *doc,
                            const char *file, einv_report *report,
                            einv_buffer **buffer)
{
    einv_ruleset *set = NULL;
    einv_status status;

    status = einv_ruleset_compile_file(ctx, file, NULL, report, &set);
    if (status == EINV_OK)
        status = einv_doc_validate(doc, set, NULL, report, NULL);
    einv_ruleset_free(set);
    return tell(status, report, buffer);
}

static einv_status judge_by_ours(einv_doc *doc, einv_report *report,
                                 einv_buffer **buffer)
{
    einv_invoice *invoice = NULL;
    einv_status status = einv_doc_read(doc, 1, NULL, report, &invoice);

    if (status == EINV_OK)
        status = einv_invoice_validate(invoice, NULL, NULL, report, NULL);
    einv_invoice_free(invoice);
    return tell(status, report, buffer);
}

static void work(einv_ctx *ctx, einv_report *report, const char *target,
                 struct outcome *o)
{
    einv_doc *doc = NULL;
    einv_buffer *buffer = NULL;

    o->status = einv_doc_parse(ctx, input, input_len, NULL, report, &doc);
    if (o->status == EINV_OK && strncmp(target, "rules:", 6) == 0)
        o->status = judge_by(ctx, doc, target + 6, report, &buffer);
    else if (o->status == EINV_OK && strcmp(target, "ours") == 0)
        o->status = judge_by_ours(doc, report, &buffer);
    else if (o->status == EINV_OK)
        o->status = convert(doc, target, report, &buffer);
    if (buffer != NULL && first == NULL)
        keep_first(buffer);
    o->same = buffer != NULL && einv_buffer_len(buffer) == first_len
        && memcmp(einv_buffer_data(buffer), first, first_len) == 0;
    if ((o->status == EINV_OK || o->status == EINV_EREJECTED) !=
        (buffer != NULL)) {
        fprintf(stderr, "oom: status and output disagree\n");
        exit(1);
    }
    einv_buffer_free(buffer);
    einv_doc_free(doc);
}

static struct outcome run(const einv_allocator *hooks, const char *target)
{
    einv_ctx_options options = EINV_CTX_OPTIONS_INIT;
    struct outcome o = { EINV_OK, 0, 0, 0 };
    einv_ctx *ctx = NULL;
    einv_report *report = NULL;

    options.alloc = hooks;
    o.status = einv_ctx_new(&options, &ctx);
    if (o.status == EINV_OK)
        o.status = einv_report_new(ctx, &report);
    if (o.status == EINV_OK) {
        work(ctx, report, target, &o);
        o.lost = einv_report_lost(report);
        o.rows = einv_report_ledger_count(report) + einv_report_count(report);
    }
    einv_report_free(report);
    einv_ctx_free(ctx);
    return o;
}

static void judge(const struct failing *f, const struct outcome *o,
                  const struct outcome *whole)
{
    if (f->held != 0)
        die("memory is still held", f);
    if (f->wrong)
        die("a block was given back with another size", f);
    if (o->status != whole->status && o->status != EINV_ENOMEM) {
        fprintf(stderr, "%s: ", einv_status_name(o->status));
        die("not the status of no memory", f);
    }
    if (!f->failed && o->status != whole->status)
        die("failed without a failure", f);
    if (o->status == EINV_ENOMEM)
        return;
    if (!o->same && (o->lost == 0 || o->status == EINV_OK))
        die("the right outcome with other bytes", f);
    if (o->lost == 0 && o->rows != whole->rows)
        die("rows were lost in silence", f);
}

int main(int argc, char **argv)
{
    struct failing f;
    struct outcome whole, o;
    size_t most = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    size_t step, runs = 0, good = 0, calls;

    if (argc < 3)
        return 2;
    read_input(argv[1]);
    whole = run(failing_count(&f), argv[2]);
    if (first == NULL || f.held != 0 || whole.lost != 0) {
        fprintf(stderr, "oom: the undisturbed run: %s, %zu bytes held\n",
                einv_status_name(whole.status), f.held);
        return 1;
    }
    calls = f.calls;
    step = most > 0 ? (calls + most - 1) / most : 1;
    failing_init(&f);
    f.hooks.user = &f;
    f.fail_at = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
    for (; f.fail_at <= calls; f.fail_at += step) {
        for (f.for_good = 0; f.for_good < 2; f.for_good++) {
            f.calls = 0;
            f.failed = 0;
            o = run(&f.hooks, argv[2]);
            judge(&f, &o, &whole);
            if (!f.failed && f.fail_at + STRAY < calls)
                die("the failure was not met", &f);
            runs++;
            good += o.status == whole.status;
        }
    }
    printf("%zu allocations, %zu runs, %zu of them succeeded all the same\n",
           calls, runs, good);
    free(input);
    free(first);
    return 0;
}
