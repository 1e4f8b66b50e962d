/* Each limit of a run of rules: what passes it is not decided, the finding
 * names the limit, and nothing else of the set is run. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "base/limits.h"
#include "schematron/schematron.h"

#define TOP "<schema xmlns='http://purl.oclc.org/dsdl/schematron' " \
    "queryBinding='xslt2' xmlns:x='http://www.w3.org/1999/XSL/Transform'>" \
    "<ns prefix='u' uri='urn:u'/>"
#define RULE(context) "<pattern><rule context='" context "'>"
#define BEHIND "</rule></pattern><pattern><rule context='*'>" \
    "<assert id='behind' test='false()'>m</assert></rule></pattern></schema>"
#define ASSERT(test) TOP RULE("a") "<assert id='A' test=\"" test "\">m" \
    "</assert>" BEHIND

/* f(n): a chain of n calls. */
#define CHAIN \
    "<x:function name='u:f' as='xs:integer'><x:param name='n' " \
    "as='xs:integer'/><x:sequence select='if ($n = 0) then 0 else " \
    "u:f($n - 1)'/></x:function>"

enum { STEPS, SCRATCH, CALLS, N_LIMITS };

static const struct limit_case {
    const char *rules;
    const char *limit;          /* that the finding names */
    const char *rule;           /* that the finding is of; NULL: a context */
    int narrowed;               /* which limit is made small; N_LIMITS: none */
    uint64_t to;
} cases[] = {
    { ASSERT("count(for $a in 1 to 100, $b in 1 to 100 return 1) = 1"),
      "steps", "A", STEPS, 5000 },
    { TOP RULE("*[count(for $a in 1 to 100, $b in 1 to 100 return 1) = 1]")
      "<assert id='A' test='true()'>m</assert>" BEHIND,
      "steps", NULL, STEPS, 5000 },
    { TOP "<let name='g' value='count(for $a in 1 to 100, $b in 1 to 100 "
      "return 1)'/>" RULE("a") "<assert id='A' test='$g = 1'>m</assert>"
      BEHIND, "steps", "A", STEPS, 5000 },
    { TOP RULE("a") "<let name='l' value='count(for $a in 1 to 100, "
      "$b in 1 to 100 return 1)'/><assert id='A' test='$l = 1'>m</assert>"
      BEHIND, "steps", "A", STEPS, 5000 },
    { ASSERT("count(reverse(1 to 100000)) = 1"), "scratch", "A", SCRATCH,
      100000 },
    { ASSERT("string-length(string-join(for $i in 1 to 5000 return "
             "'0123456789', ',')) = 1"), "scratch", "A", SCRATCH, 300000 },
    { TOP CHAIN RULE("a") "<assert id='A' test='u:f(20) = 0'>m</assert>"
      BEHIND, "calls", "A", CALLS, 10 },
    { TOP CHAIN RULE("a") "<assert id='A' test='u:f(100000) = 0'>m</assert>"
      BEHIND, "calls", "A", N_LIMITS, 0 },
    { ASSERT("xs:decimal(string-join(for $i in 1 to 500 return "
             "'0123456789', '')) = 1"), "digits", "A", N_LIMITS, 0 },
    { ASSERT("matches('aaa', '((a{1,250}){1,250}){1,250}b')"), "regex", "A",
      N_LIMITS, 0 },
};

static void narrow(struct einv_limits *limits, const struct limit_case *c)
{
    einv__limits_default(limits);
    if (c->narrowed == STEPS)
        limits->steps = c->to;
    else if (c->narrowed == SCRATCH)
        limits->scratch = c->to;
    else if (c->narrowed == CALLS)
        limits->calls = c->to;
}

/* The verdict; the first finding, of how many, in `report`. */
static enum einv_sch_verdict judge(const char *rules,
                                   const struct einv_limits *limits,
                                   struct einv_report *report)
{
    const struct einv_allocator *a = &einv__libc_allocator;
    struct einv_sch_options options = { 0 };
    struct einv_sch_run_options run = { .xpath = { .limits = limits } };
    enum einv_sch_verdict verdict = EINV_SCH_VALID;
    struct einv_sch_set *set = NULL;
    struct einv_tree tree;

    einv__tree_init(&tree, a);
    cr_assert_eq(einv__sch_load(a, einv__text_of(rules), EINV_TEXT("r.sch"),
                                &options, report, &set), EINV_OK);
    cr_assert_eq(einv__xml_read(&tree, a, EINV_TEXT("<a><b/></a>"), NULL,
                                report), EINV_OK);
    cr_assert_eq(einv__sch_run(set, a, &tree, &run, report, &verdict),
                 EINV_OK);
    einv__tree_free(&tree);
    einv__sch_free(set);
    return verdict;
}

static bool says(struct einv_text message, const char *limit)
{
    char part[40];
    size_t i, n;

    n = (size_t)snprintf(part, sizeof part, "(EINV0001, limit %s)", limit);
    for (i = 0; i + n <= message.len; i++)
        if (memcmp(message.ptr + i, part, n) == 0)
            return true;
    return false;
}

Test(schematron_limits, what_passes_a_limit_is_undecided_and_named)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct limit_case *c = &cases[i];
        struct einv_limits limits;
        struct einv_report report;
        const struct einv_finding *f;

        einv__report_init(&report, &einv__libc_allocator);
        narrow(&limits, c);
        cr_expect_eq(judge(c->rules, &limits, &report), EINV_SCH_UNDECIDED,
                     "case %zu", i);
        cr_assert_eq(report.n_findings, 1, "case %zu: %zu findings", i,
                     report.n_findings);
        f = report.first;
        cr_expect_eq(f->severity, EINV_SEV_ERROR, "case %zu", i);
        cr_expect(einv__text_is(f->error, "EINV0001"), "case %zu", i);
        cr_expect(says(f->message, c->limit), "case %zu: %.*s", i,
                  (int)f->message.len, f->message.ptr);
        cr_expect(c->rule == NULL ? f->rule.len == 0
                                  : einv__text_is(f->rule, c->rule));
        einv__report_free(&report);
    }
}

/* The same sets decide when nothing is narrow: the limits above, not the
 * rules, were the reason. */
Test(schematron_limits, the_same_rules_decide_within_the_limits)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct einv_limits limits;
        struct einv_report report;

        if (cases[i].narrowed == N_LIMITS)
            continue;
        einv__limits_default(&limits);
        einv__report_init(&report, &einv__libc_allocator);
        cr_expect_eq(judge(cases[i].rules, &limits, &report),
                     EINV_SCH_INVALID, "case %zu", i);
        einv__report_free(&report);
    }
}

/* A full report counts what it could not take; the verdict is known. */
Test(schematron_limits, more_findings_than_the_report_takes)
{
    struct einv_report report;
    struct einv_limits limits;

    einv__limits_default(&limits);
    einv__report_init(&report, &einv__libc_allocator);
    report.max_findings = 1;
    cr_expect_eq(judge(ASSERT("false()"), &limits, &report),
                 EINV_SCH_INVALID);
    cr_expect_eq(report.n_findings, 1);
    cr_expect_eq(report.lost, 2);
    einv__report_free(&report);
}

/* Gives no block of more than 100,000 bytes. */
static void *small_blocks(void *user, void *ptr, size_t old_size,
                          size_t new_size)
{
    const einv_allocator *a = &einv__libc_allocator;

    (void)user;
    return new_size > 100000 ? NULL
                             : a->resize(a->user, ptr, old_size, new_size);
}

/* What matched is remembered only while it is small beside the limit
 * "scratch": a large document is judged all the same. */
Test(schematron_limits, many_matches_take_no_more_than_their_part)
{
    const struct einv_allocator *a = &einv__libc_allocator;
    einv_allocator small = { .resize = small_blocks };
    struct einv_sch_options options = { 0 };
    struct einv_limits limits;
    struct einv_sch_run_options run = { .xpath = { .limits = &limits } };
    enum einv_sch_verdict verdict = EINV_SCH_VALID;
    struct einv_sch_set *set = NULL;
    struct einv_report report;
    struct einv_tree tree;
    struct einv_buf xml;

    einv__limits_default(&limits);
    limits.scratch = 200000;
    einv__report_init(&report, a);
    einv__tree_init(&tree, a);
    einv__buf_init(&xml, a);
    einv__buf_str(&xml, "<a>");
    for (int i = 0; i < 12000; i++)
        einv__buf_str(&xml, "<b/>");
    einv__buf_str(&xml, "<c/></a>");
    cr_assert_eq(einv__sch_load(a, EINV_TEXT(TOP RULE("b")
                                "<assert id='B' test='true()'>m</assert>"
                                "</rule></pattern>" RULE("c")
                                "<assert id='C' test='false()'>m</assert>"
                                "</rule></pattern></schema>"),
                                EINV_TEXT("r.sch"), &options, &report, &set),
                 EINV_OK);
    cr_assert_eq(einv__xml_read(&tree, a, einv__buf_get(&xml), NULL, NULL),
                 EINV_OK);
    cr_expect_eq(einv__sch_run(set, &small, &tree, &run, &report, &verdict),
                 EINV_OK);
    cr_expect_eq(verdict, EINV_SCH_INVALID);
    cr_expect_eq(report.n_findings, 1);
    einv__buf_free(&xml);
    einv__tree_free(&tree);
    einv__sch_free(set);
    einv__report_free(&report);
}
