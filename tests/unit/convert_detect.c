/* Detection rows: bids, musts, ties, profiles; bytes that are no XML. */
#include <criterion/criterion.h>
#include <string.h>

#include "bind/detect.h"

static struct einv_detector *d;

static void add(const char *xml)
{
    if (d == NULL)
        cr_assert_eq(einv__detector_new(&d, &einv__libc_allocator), EINV_OK);
    cr_assert_eq(einv__detector_add(d, einv__text_of(xml), "test", NULL),
                 EINV_OK, "%s", xml);
}

static struct einv_detection ask(const char *xml, size_t *findings)
{
    struct einv_detection out;
    struct einv_report report;
    struct einv_tree tree;

    einv__report_init(&report, &einv__libc_allocator);
    cr_assert_eq(einv__xml_read(&tree, &einv__libc_allocator,
                                einv__text_of(xml), NULL, NULL), EINV_OK);
    einv__detect_tree(d, &tree, &out, &report);
    if (findings != NULL)
        *findings = report.n_findings;
    einv__tree_free(&tree);
    einv__report_free(&report);
    return out;
}

#define HEAD "<binding xmlns='urn:einv:binding:1' xmlns:x='urn:x' "

static void a_and_b(void)
{
    add(HEAD "id='a' version='1'><detect root='x:r' bid='10'/>"
        "<detect path='x:v' in='1 one' bid='5'/>"
        "<profile id='long' path='x:p' starts='abc'/>"
        "<profile id='short' path='x:p' starts='a'/>"
        "<profile id='whole' path='x:p/@q' in='z'/>"
        "<group name='g'>never parsed & not XML</group></binding>");
    add(HEAD "id='b' version='2'><detect root='x:r' bid='10'/>"
        "<detect path='@must' in='yes' must='yes' bid='20'/></binding>");
}

static void teardown(void)
{
    einv__detector_free(d);
}

TestSuite(convert_detect, .fini = teardown);

Test(convert_detect, bids_are_added_and_a_must_excludes)
{
    struct einv_detection out;
    size_t findings;

    a_and_b();
    out = ask("<r xmlns='urn:x'><v> one </v></r>", &findings);
    cr_expect(einv__text_is(out.format, "a") && findings == 0);
    cr_expect(einv__text_is(out.version, "1"));
    cr_expect_eq(out.verdict, EINV_SUPPORTED);
    out = ask("<r xmlns='urn:x' must='yes'><v>1</v></r>", &findings);
    cr_expect(einv__text_is(out.format, "b") && findings == 0);
}

Test(convert_detect, another_namespace_is_another_root)
{
    a_and_b();
    cr_expect_eq(ask("<r/>", NULL).verdict, EINV_UNKNOWN);
    cr_expect_eq(ask("<r xmlns='urn:y'/>", NULL).verdict, EINV_UNKNOWN);
    cr_expect_eq(ask("<q:r xmlns:q='urn:x'/>", NULL).verdict,
                 EINV_SUPPORTED);
}

Test(convert_detect, the_longest_profile_wins)
{
    a_and_b();
    cr_expect(einv__text_is(ask("<r xmlns='urn:x'><p>ax</p></r>",
                                NULL).profile, "short"));
    cr_expect(einv__text_is(ask("<r xmlns='urn:x'><p>abcd</p></r>",
                                NULL).profile, "long"));
    cr_expect(einv__text_is(ask("<r xmlns='urn:x'><p q='z'>?</p></r>",
                                NULL).profile, "whole"));
    cr_expect_eq(ask("<r xmlns='urn:x'><p>?</p></r>", NULL).profile.len, 0);
}

Test(convert_detect, a_tie_is_a_finding_and_the_first_wins)
{
    struct einv_detection out;
    size_t findings;

    add(HEAD "id='a' version='1'><detect root='x:r' bid='10'/></binding>");
    add(HEAD "id='b' version='1'><detect root='x:r' bid='10'/></binding>");
    out = ask("<r xmlns='urn:x'/>", &findings);
    cr_expect(einv__text_is(out.format, "a"));
    cr_expect_eq(findings, 1);
}

Test(convert_detect, recognised_formats_are_named)
{
    struct einv_detection out;

    add("<recognised xmlns='urn:einv:binding:1'><format id='z' name='Z'>"
        "<detect root='z' bid='1'/></format></recognised>");
    out = ask("<z/>", NULL);
    cr_expect_eq(out.verdict, EINV_RECOGNISED);
    cr_expect(einv__text_is(out.name, "Z"));
}

Test(convert_detect, a_row_that_says_nothing_is_an_error)
{
    static const char *const bad[] = {
        HEAD "version='1'><detect root='r' bid='1'/></binding>",
        HEAD "id='a'><detect bid='1'/></binding>",
        HEAD "id='a'><detect root='r' bid='x'/></binding>",
        HEAD "id='a'><detect root='no:r' bid='1'/></binding>",
        HEAD "id='a'><detect root='r' path='@a/b' bid='1'/></binding>",
        "<binding id='a'/>"
    };

    cr_assert_eq(einv__detector_new(&d, &einv__libc_allocator), EINV_OK);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_eq(einv__detector_add(d, einv__text_of(bad[i]), "t", NULL),
                     EINV_EMALFORMED, "%s", bad[i]);
}

static const char *bytes(const char *ptr, size_t len)
{
    struct einv_detection out;

    return einv__detect_bytes(einv__text(ptr, len), &out) ? out.format.ptr
                                                          : "-";
}

#define BYTES(literal) bytes(literal, sizeof(literal) - 1)

Test(convert_detect, bytes_are_named_by_their_beginning)
{
    cr_expect_str_eq(BYTES("%PDF-1.7\n"), "pdf");
    cr_expect_str_eq(BYTES("junk\n%PDF-1.7\n"), "pdf");
    cr_expect_str_eq(BYTES("PK\003\004...."), "zip");
    cr_expect_str_eq(BYTES("\037\213\010"), "gzip");
    cr_expect_str_eq(BYTES("<!-- c --><HTML><br>"), "html");
    cr_expect_str_eq(BYTES("<!DOCTYPE html PUBLIC 'x'>"), "html");
    cr_expect_str_eq(BYTES("<!DOCTYPE html [<!ENTITY x 'y'>]>"), "-");
    cr_expect_str_eq(BYTES(" {\"a\":1}"), "json");
    cr_expect_str_eq(BYTES("-----BEGIN PKCS7-----"), "cms");
    cr_expect_str_eq(BYTES("0\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d"
                           "\x01\x07\x02\xa0\x82\x01\x00\x00\x00"), "cms");
    cr_expect_str_eq(BYTES("<Invoice/>"), "-");
    cr_expect_str_eq(BYTES(""), "-");
    cr_expect_str_eq(BYTES("<!--"), "-");
    cr_expect_str_eq(BYTES("%PD"), "-");
}
