/* speed.c: how long and how much memory, beside libxml2's DOM parse.
 *
 * What this file knows: how to take a median of alternating runs in one
 * process (so that a busy machine slows both sides), that each side pays for
 * putting in order what it freed (settle), and how much memory a mode needs
 * at its peak, counted at the allocators.
 *
 *     speed time FILE RUNS      tree, convert and DOM, seconds, in turn
 *     speed memory FILE         peak bytes of tree, convert and DOM
 *     speed lines FILE RUNS [FORMAT]
 *                               convert with the large limits, seconds
 *     speed count FILE 1 FORMAT convert twice, the second time in counted():
 *                               what bench/pairs counts the instructions of
 *
 * Prints "name value" lines; bench/run judges them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlmemory.h>
#include <einv/einv.h>

#define MAX_RUNS 101

struct file {
    char *bytes;
    size_t len;
};

struct heap {
    size_t now, peak;
};

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "speed: %s\n", what);
    exit(2);
}

static struct file load(const char *path)
{
    struct file f = { NULL, 0 };
    FILE *in = fopen(path, "rb");
    long size;

    if (in == NULL || fseek(in, 0, SEEK_END) != 0 || (size = ftell(in)) < 0)
        die("cannot read the file");
    rewind(in);
    f.bytes = malloc((size_t)size + 1);
    if (f.bytes == NULL
        || fread(f.bytes, 1, (size_t)size, in) != (size_t)size)
        die("cannot read the file");
    f.len = (size_t)size;
    fclose(in);
    return f;
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

/* --- what is measured ---------------------------------------------------- */

static void dom(const struct file *f)
{
    /* As einv parses: no network, no entities; HUGE, or 14 MB is refused. */
    xmlDocPtr doc = xmlReadMemory(f->bytes, (int)f->len, NULL, NULL,
                                  XML_PARSE_NONET | XML_PARSE_HUGE);

    if (doc == NULL)
        die("libxml2 does not parse this");
    xmlFreeDoc(doc);
}

static void tree(einv_ctx *ctx, const struct file *f)
{
    einv_parse_options o = EINV_PARSE_OPTIONS_INIT;
    einv_doc *doc = NULL;

    o.flags = EINV_PARSE_LEND;
    if (einv_doc_parse(ctx, f->bytes, f->len, &o, NULL, &doc) != EINV_OK)
        die("einv does not parse this");
    einv_doc_free(doc);
}

static size_t convert(einv_ctx *ctx, const struct file *f, const char *to)
{
    einv_write_options options = EINV_WRITE_OPTIONS_INIT;
    einv_report *report = NULL;
    einv_doc *doc = NULL;
    einv_invoice *invoice = NULL;
    einv_buffer *out = NULL;
    size_t len;

    options.allow = EINV_WRITE_ALLOW_ALL;
    if (einv_report_new(ctx, &report) != EINV_OK
        || einv_doc_parse(ctx, f->bytes, f->len, NULL, report,
                          &doc) != EINV_OK
        || einv_doc_read(doc, 1, NULL, report, &invoice) != EINV_OK
        || einv_invoice_write(invoice, to, &options, report,
                              &out) != EINV_OK)
        die("einv does not convert this");
    len = einv_buffer_len(out);
    einv_buffer_free(out);
    einv_invoice_free(invoice);
    einv_doc_free(doc);
    einv_report_free(report);
    return len;
}

/* --- memory --------------------------------------------------------------- */

static void weigh(struct heap *c, size_t old_size, size_t new_size)
{
    c->now = c->now - old_size + new_size;
    if (c->now > c->peak)
        c->peak = c->now;
}

static void *resize(void *user, void *ptr, size_t old_size, size_t new_size)
{
    void *p;

    if (new_size == 0) {
        weigh(user, ptr == NULL ? 0 : old_size, 0);
        free(ptr);
        return NULL;
    }
    p = realloc(ptr, new_size);
    if (p != NULL)
        weigh(user, ptr == NULL ? 0 : old_size, new_size);
    return p;
}

/* libxml2 has no size in its hooks: it is kept in front of the block.  Its
 * allocations count on einv's side too, for einv parses with its SAX2. */
static struct heap xml_count;
#define HEAD 16

static void *xml_resize(void *ptr, size_t size)
{
    char *old = ptr == NULL ? NULL : (char *)ptr - HEAD;
    size_t was = 0;
    char *p;

    if (old != NULL)
        memcpy(&was, old, sizeof(was));
    p = realloc(old, size + HEAD);
    if (p == NULL)
        return NULL;
    memcpy(p, &size, sizeof(size));
    weigh(&xml_count, was, size);
    return p + HEAD;
}

static void *xml_malloc(size_t size)
{
    return xml_resize(NULL, size);
}

static void xml_free(void *ptr)
{
    size_t was;

    if (ptr == NULL)
        return;
    memcpy(&was, (char *)ptr - HEAD, sizeof(was));
    weigh(&xml_count, was, 0);
    free((char *)ptr - HEAD);
}

static char *xml_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = xml_malloc(n);

    return p == NULL ? NULL : memcpy(p, s, n);
}

static einv_ctx *context(const char *limits, const einv_allocator *alloc)
{
    einv_ctx_options o = EINV_CTX_OPTIONS_INIT;
    einv_ctx *ctx = NULL;

    o.limits = limits;
    o.alloc = alloc;
    if (einv_ctx_new(&o, &ctx) != EINV_OK)
        die("no context");
    return ctx;
}

static void memory(const struct file *f, const char *to)
{
    struct heap mine = { 0, 0 };
    einv_allocator alloc = { resize, &mine };
    einv_ctx *ctx;
    size_t base, xml_base;

    if (xmlMemSetup(xml_free, xml_malloc, xml_resize, xml_strdup) != 0)
        die("xmlMemSetup");
    xmlInitParser();
    ctx = context("large", &alloc);
    /* Tables are compiled on first use: they are no part of a document. */
    convert(ctx, f, to);
    base = mine.now;
    xml_base = xml_count.now;
    mine.peak = base;
    xml_count.peak = xml_base;
    tree(ctx, f);
    printf("tree_bytes %zu\n", mine.peak - base + xml_count.peak - xml_base);
    mine.peak = mine.now;
    xml_count.peak = xml_count.now;
    base = mine.now;
    xml_base = xml_count.now;
    convert(ctx, f, to);
    printf("convert_bytes %zu\n",
           mine.peak - base + xml_count.peak - xml_base);
    xml_base = xml_count.now;
    xml_count.peak = xml_base;
    dom(f);
    printf("dom_bytes %zu\n", xml_count.peak - xml_base);
    printf("file_bytes %zu\n", f->len);
    einv_ctx_free(ctx);
}

/* --- time ----------------------------------------------------------------- */

/* A C library may put off joining small blocks that were freed until somebody
 * asks for a large one; glibc does.  Without this, einv would be timed tidying
 * up behind the DOM: a third of its time on a small document. */
static void settle(void)
{
    void *volatile large = malloc(100000);

    free(large);
}

static void times(const struct file *f, const char *to, int runs)
{
    static double a[MAX_RUNS], b[MAX_RUNS], c[MAX_RUNS];
    einv_ctx *ctx = context("large", NULL);
    size_t out = convert(ctx, f, to);
    double t;
    int i;

    dom(f);
    for (i = 0; i < runs; i++) {
        t = seconds();
        tree(ctx, f);
        settle();
        a[i] = seconds() - t;
        t = seconds();
        convert(ctx, f, to);
        settle();
        b[i] = seconds() - t;
        t = seconds();
        dom(f);
        settle();
        c[i] = seconds() - t;
    }
    printf("tree %.9f\nconvert %.9f\ndom %.9f\nout_bytes %zu\n",
           median(a, runs), median(b, runs), median(c, runs), out);
    einv_ctx_free(ctx);
}

static void lines(const struct file *f, const char *to, int runs)
{
    static double a[MAX_RUNS];
    einv_ctx *ctx = context("large", NULL);
    size_t out = convert(ctx, f, to);
    double t;
    int i;

    for (i = 0; i < runs; i++) {
        t = seconds();
        convert(ctx, f, to);
        a[i] = seconds() - t;
    }
    printf("convert %.9f\nin_bytes %zu\nout_bytes %zu\n", median(a, runs),
           f->len, out);
    einv_ctx_free(ctx);
}

/* A function that callgrind can be told to look at: not one to inline. */
size_t counted(einv_ctx *ctx, const struct file *f, const char *to);

size_t counted(einv_ctx *ctx, const struct file *f, const char *to)
{
    return convert(ctx, f, to);
}

static void count(const struct file *f, const char *to)
{
    size_t (*volatile go)(einv_ctx *, const struct file *, const char *) =
        counted;
    einv_ctx *ctx = context("large", NULL);

    convert(ctx, f, to);        /* makes the tables of both formats */
    printf("in_bytes %zu\nout_bytes %zu\n", f->len, go(ctx, f, to));
    einv_ctx_free(ctx);
}

int main(int argc, char **argv)
{
    struct file f;
    int runs = argc > 3 ? atoi(argv[3]) : 5;

    if (argc < 3 || runs < 1 || runs > MAX_RUNS)
        die("usage: speed time|memory|lines FILE [RUNS [FORMAT]]");
    f = load(argv[2]);
    if (strcmp(argv[1], "time") == 0)
        times(&f, "cii", runs);
    else if (strcmp(argv[1], "memory") == 0)
        memory(&f, "cii");
    else if (strcmp(argv[1], "lines") == 0)
        lines(&f, argc > 4 ? argv[4] : "cii", runs);
    else if (strcmp(argv[1], "count") == 0)
        count(&f, argc > 4 ? argv[4] : "cii");
    else
        die("no such mode");
    free(f.bytes);
    xmlCleanupParser();
    return 0;
}
