/* einv.c: einv in one process, for bench/peers.
 *
 *     einv RULES...                     judges what bench/peers asks for
 *     einv --load RUNS RULES...         prints "load SECONDS"
 *     einv --threads COUNT PATH RULES...
 *                                       prints "one SECONDS", "two SECONDS"
 *
 * What this file knows: the words between bench/peers and a driver (as
 * Loop.java has them), how long all sets take to compile, and what the same
 * work costs in one thread and in two: processor time, medians of runs in
 * turn.
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <einv/einv.h>

#define MAX_SETS 8
#define MAX_RUNS 101
#define ROUNDS 9

struct file {
    char *bytes;
    size_t len;
};

struct job {
    einv_ctx *ctx;
    einv_ruleset *const *sets;
    int set_count, count;
    const struct file *file;
    einv_report *report;
    einv_status status;
};

static void die(const char *what)
{
    fprintf(stderr, "einv: %s\n", what);
    exit(2);
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int less(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *t, int n)
{
    qsort(t, (size_t)n, sizeof(*t), less);
    return t[n / 2];
}

/* NULL bytes: it cannot be read. */
static struct file load(const char *path)
{
    struct file f = { NULL, 0 };
    FILE *in = fopen(path, "rb");
    long size = -1;

    if (in != NULL && fseek(in, 0, SEEK_END) == 0)
        size = ftell(in);
    if (size >= 0)
        f.bytes = malloc((size_t)size + 1);
    if (f.bytes != NULL) {
        rewind(in);
        f.len = fread(f.bytes, 1, (size_t)size, in);
    }
    if (in != NULL)
        fclose(in);
    return f;
}

static einv_ctx *context(void)
{
    einv_ctx_options o = EINV_CTX_OPTIONS_INIT;
    einv_ctx *ctx = NULL;

    o.limits = "large";
    if (einv_ctx_new(&o, &ctx) != EINV_OK)
        die("no context");
    return ctx;
}

static int compile(einv_ctx *ctx, char **paths, einv_ruleset **sets)
{
    int n = 0;

    for (; paths[n] != NULL; n++)
        if (n == MAX_SETS
            || einv_ruleset_compile_file(ctx, paths[n], NULL, NULL,
                                         &sets[n]) != EINV_OK)
            die(paths[n]);
    return n;
}

static void drop(einv_ruleset **sets, int n)
{
    while (n > 0)
        einv_ruleset_free(sets[--n]);
}

/* From bytes to findings, count times; the last findings stay. */
static void *judge(void *user)
{
    struct job *j = user;
    einv_validate_options options = EINV_VALIDATE_OPTIONS_INIT;
    int i, k;

    options.now = "2026-11-25T00:00:00Z";
    j->status = EINV_OK;
    for (i = 0; i < j->count && j->status == EINV_OK; i++) {
        einv_doc *doc = NULL;

        einv_report_clear(j->report);
        j->status = einv_doc_parse(j->ctx, j->file->bytes, j->file->len,
                                   NULL, j->report, &doc);
        for (k = 0; k < j->set_count && j->status == EINV_OK; k++) {
            j->status = einv_doc_validate(doc, j->sets[k], &options,
                                          j->report, NULL);
            if (j->status == EINV_EREJECTED)
                j->status = EINV_OK;
        }
        einv_doc_free(doc);
    }
    return NULL;
}

static void put(const einv_finding *f, einv_finding_field field)
{
    const char *s = NULL;
    size_t len = 0;

    if (einv_finding_get_text(f, field, &s, &len) == EINV_OK && s != NULL)
        fwrite(s, 1, len, stdout);
}

static int of_rules(const einv_finding *f)
{
    const char *s = NULL;
    size_t len = 0;

    return einv_finding_get_text(f, EINV_FINDING_ORIGIN, &s, &len) == EINV_OK
        && len == strlen("rules") && memcmp(s, "rules", len) == 0;
}

static void answer(const struct job *j)
{
    size_t i, n = einv_report_count(j->report);

    if (j->status != EINV_OK) {
        printf("error\tstatus %d\n", (int)j->status);
        return;
    }
    fputs("ok", stdout);
    for (i = 0; i < n; i++) {
        const einv_finding *f = einv_report_at(j->report, i);

        if (of_rules(f)) {
            putchar('\t');
            put(f, EINV_FINDING_FLAG);
            putchar(':');
            put(f, EINV_FINDING_RULE);
        }
    }
    putchar('\n');
}

static void serve(struct job *j)
{
    char line[4096], *path;

    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        struct file f;

        line[strcspn(line, "\n")] = '\0';
        j->count = (int)strtol(line, &path, 10);
        f = load(*path == ' ' ? path + 1 : path);
        if (f.bytes == NULL) {
            puts("error\tcannot be read");
        } else {
            j->file = &f;
            judge(j);
            answer(j);
        }
        fflush(stdout);
        free(f.bytes);
    }
}

static void loading(int runs, char **paths)
{
    static double t[MAX_RUNS];
    einv_ruleset *sets[MAX_SETS];
    int i;

    if (runs < 1 || runs > MAX_RUNS)
        die("--load RUNS");
    for (i = 0; i < runs; i++) {
        double start = seconds();
        einv_ctx *ctx = context();

        drop(sets, compile(ctx, paths, sets));
        einv_ctx_free(ctx);
        t[i] = seconds() - start;
    }
    printf("load %.6f\n", median(t, runs));
}

static void threads(struct job *j, const char *path)
{
    static double one[ROUNDS], two[ROUNDS];
    struct file f = load(path);
    struct job other = *j;
    int i;

    if (f.bytes == NULL
        || einv_report_new(j->ctx, &other.report) != EINV_OK)
        die(path);
    j->file = other.file = &f;
    judge(j);
    for (i = 0; i < ROUNDS; i++) {
        pthread_t thread;
        double start = seconds();

        judge(j);
        judge(&other);
        one[i] = seconds() - start;
        start = seconds();
        if (pthread_create(&thread, NULL, judge, &other) != 0)
            die("no thread");
        judge(j);
        pthread_join(thread, NULL);
        two[i] = seconds() - start;
        if (j->status != EINV_OK || other.status != EINV_OK)
            die("a document is refused");
    }
    printf("one %.6f\ntwo %.6f\n", median(one, ROUNDS),
           median(two, ROUNDS));
    einv_report_free(other.report);
    free(f.bytes);
}

int main(int argc, char **argv)
{
    einv_ruleset *sets[MAX_SETS];
    struct job j = { NULL, sets, 0, 0, NULL, NULL, EINV_OK };
    int threaded = argc > 4 && strcmp(argv[1], "--threads") == 0;

    if (argc < 2)
        die("usage: einv [--load RUNS | --threads COUNT PATH] RULES...");
    if (argc > 3 && strcmp(argv[1], "--load") == 0) {
        loading(atoi(argv[2]), argv + 3);
        return 0;
    }
    j.ctx = context();
    j.set_count = compile(j.ctx, argv + (threaded ? 4 : 1), sets);
    if (einv_report_new(j.ctx, &j.report) != EINV_OK)
        die("no report");
    if (threaded) {
        j.count = atoi(argv[2]);
        threads(&j, argv[3]);
    } else {
        serve(&j);
    }
    einv_report_free(j.report);
    drop(sets, j.set_count);
    einv_ctx_free(j.ctx);
    return 0;
}
