/* Documents against schemas: what is chosen, what is opened, what is said. */
#define _XOPEN_SOURCE 700     /* mkdtemp */

#include "xml_support.h"

#include <unistd.h>

#include "xml/xsd.h"

#define XS "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' "

/* A folder of files that is gone afterwards. */
struct folder {
    char path[64];
    char files[8][96];
    size_t n;
};

static void folder_make(struct folder *f)
{
    memset(f, 0, sizeof(*f));
    strcpy(f->path, "/tmp/einv-xsd-XXXXXX");
    cr_assert_not_null(mkdtemp(f->path));
}

static const char *folder_add(struct folder *f, const char *name,
                              const char *text)
{
    char *path = f->files[f->n++];
    FILE *out;

    strcpy(path, f->path);
    strcat(path, "/");
    strcat(path, name);
    out = fopen(path, "wb");
    cr_assert_not_null(out);
    fputs(text, out);
    fclose(out);
    return path;
}

static void folder_free(struct folder *f)
{
    for (size_t i = 0; i < f->n; i++)
        unlink(f->files[i]);
    rmdir(f->path);
}

/* Validates; the first finding's code (or "") is copied to `rule`. */
static einv_status judge(const char *path, const char *text, char *rule,
                         unsigned *line)
{
    struct einv_report report;
    struct einv_xsd *set;
    struct einv_tree tree;
    einv_status status;

    einv__report_init(&report, &einv__libc_allocator);
    status = einv__xsd_load(&einv__libc_allocator, path, &report, &set);
    if (status == EINV_OK) {
        cr_assert_eq(einv__xml_read(&tree, &einv__libc_allocator,
                                    einv__text_of(text), NULL, NULL),
                     EINV_OK);
        status = einv__xsd_validate(set, &tree, &report);
        /* What was compiled is used again, and says the same. */
        cr_assert_eq(einv__xsd_validate(set, &tree, NULL), status);
        einv__tree_free(&tree);
        einv__xsd_free(set);
    }
    rule[0] = '\0';
    *line = 0;
    if (report.first != NULL) {
        snprintf(rule, 40, "%.*s", (int)report.first->rule.len,
                 report.first->rule.ptr);
        *line = report.first->pos.line;
    }
    einv__report_free(&report);
    return status;
}

static void expect(const char *path, const char *text, einv_status status,
                   const char *rule, unsigned line)
{
    char got[40];
    unsigned at;
    einv_status s = judge(path, text, got, &at);

    cr_expect_eq(s, status, "%s: status %d", text, (int)s);
    cr_expect_str_eq(got, rule, "%s", text);
    cr_expect_eq(at, line, "%s: line %u", text, at);
}

#define SIMPLE XS "targetNamespace='urn:a' elementFormDefault='qualified'>" \
    "<xs:element name='a'><xs:complexType><xs:sequence>" \
    "<xs:element name='n' type='xs:integer' maxOccurs='9'/>" \
    "</xs:sequence></xs:complexType></xs:element></xs:schema>"

Test(xml_xsd, the_root_chooses_the_schema_of_a_folder)
{
    struct folder f;

    folder_make(&f);
    folder_add(&f, "a.xsd", SIMPLE);
    folder_add(&f, "b.xsd", XS "targetNamespace='urn:b'>"
               "<xs:element name='a' type='xs:date'/></xs:schema>");
    expect(f.path, "<a xmlns='urn:a'><n>1</n></a>", EINV_OK, "", 0);
    expect(f.path, "<a xmlns='urn:a'>\n <n>x</n></a>", EINV_EREJECTED,
           "EINV-XSD-0001", 2);
    expect(f.path, "<a xmlns='urn:b'>2026-01-31</a>", EINV_OK, "", 0);
    expect(f.path, "<b xmlns='urn:a'/>", EINV_EUNKNOWN, "EINV-XSD-0003", 0);
    expect(f.path, "<a/>", EINV_EUNKNOWN, "EINV-XSD-0003", 0);
    folder_free(&f);
}

Test(xml_xsd, two_schemas_of_one_root_are_no_verdict)
{
    struct folder f;
    const char *one;

    folder_make(&f);
    one = folder_add(&f, "one.xsd", SIMPLE);
    folder_add(&f, "two.xsd", SIMPLE);
    expect(f.path, "<a xmlns='urn:a'><n>1</n></a>", EINV_EUNKNOWN,
           "EINV-XSD-0007", 0);
    expect(one, "<a xmlns='urn:a'><n>1</n></a>", EINV_OK, "", 0);
    folder_free(&f);
}

Test(xml_xsd, a_long_serial_number_is_a_note)
{
    struct folder f;

    folder_make(&f);
    folder_add(&f, "a.xsd", SIMPLE);
    expect(f.path, "<a xmlns='urn:a'><n>123456789012345678901234</n></a>",
           EINV_OK, "", 0);
    expect(f.path, "<a xmlns='urn:a'>\n<n>"
           "1234567890123456789012345678901234567890</n></a>",
           EINV_OK, "EINV-XSD-0002", 2);
    expect(f.path, "<a xmlns='urn:a'>\n<n>"
           "123456789012345678901234567890123456789x</n></a>",
           EINV_EREJECTED, "EINV-XSD-0001", 2);
    folder_free(&f);
}

#define IMPORT(location) XS "targetNamespace='urn:m' xmlns:b='urn:b'>" \
    "<xs:import namespace='urn:b' schemaLocation='" location "'/>" \
    "<xs:element name='m' type='b:t'/></xs:schema>"
#define IMPORTED XS "targetNamespace='urn:b'><xs:simpleType name='t'>" \
    "<xs:restriction base='xs:date'/></xs:simpleType></xs:schema>"

Test(xml_xsd, an_address_in_the_network_means_the_file_of_that_namespace)
{
    struct folder f;

    folder_make(&f);
    folder_add(&f, "m.xsd", IMPORT("http://127.0.0.1:9/b.xsd"));
    expect(f.path, "<m xmlns='urn:m'>2026-01-31</m>", EINV_EUNKNOWN,
           "EINV-XSD-0005", 0);
    folder_add(&f, "elsewhere.xsd", IMPORTED);
    expect(f.path, "<m xmlns='urn:m'>2026-01-31</m>", EINV_OK, "", 0);
    expect(f.path, "<m xmlns='urn:m'>x</m>", EINV_EREJECTED,
           "EINV-XSD-0001", 1);
    folder_free(&f);
}

Test(xml_xsd, so_does_one_that_stands_in_an_imported_schema)
{
    struct folder f;

    folder_make(&f);
    folder_add(&f, "m.xsd", IMPORT("http://127.0.0.1:9/b.xsd"));
    folder_add(&f, "b.xsd", IMPORTED);
    folder_add(&f, "top.xsd", XS "xmlns:m='urn:m'>"
               "<xs:import namespace='urn:m' schemaLocation='m.xsd'/>"
               "<xs:element name='top'><xs:complexType><xs:sequence>"
               "<xs:element ref='m:m'/></xs:sequence></xs:complexType>"
               "</xs:element></xs:schema>");
    expect(f.path, "<top><m xmlns='urn:m'>2026-01-31</m></top>", EINV_OK,
           "", 0);
    expect(f.path, "<top>\n<m xmlns='urn:m'>no</m></top>", EINV_EREJECTED,
           "EINV-XSD-0001", 2);
    folder_free(&f);
}

Test(xml_xsd, nothing_outside_the_folder_is_opened)
{
    struct folder f;

    folder_make(&f);
    folder_add(&f, "m.xsd", IMPORT("../../etc/passwd"));
    expect(f.path, "<m xmlns='urn:m'>1</m>", EINV_EUNKNOWN, "EINV-XSD-0005",
           0);
    folder_add(&f, "e.xsd", "<!DOCTYPE x [<!ENTITY e SYSTEM "
               "'file:///etc/passwd'>]>" XS "targetNamespace='urn:e'>"
               "<xs:element name='e'/>&e;</xs:schema>");
    expect(f.path, "<e xmlns='urn:e'/>", EINV_EUNKNOWN, "EINV-XSD-0003", 0);
    expect(f.files[1], "<e xmlns='urn:e'/>", EINV_EUNKNOWN, "EINV-XSD-0004",
           0);
    folder_free(&f);
}

Test(xml_xsd, what_cannot_be_used_is_no_verdict)
{
    struct folder f;
    char rule[40];
    unsigned line;

    folder_make(&f);
    cr_expect_eq(judge(f.path, "<a/>", rule, &line), EINV_EABSENT);
    cr_expect_str_eq(rule, "EINV-XSD-0006");
    cr_expect_eq(judge("/no/such/folder", "<a/>", rule, &line), EINV_EIO);
    folder_add(&f, "bad.xsd", XS ">"
               "<xs:element name='a' type='no_such_type'/></xs:schema>");
    expect(f.path, "<a/>", EINV_EUNKNOWN, "EINV-XSD-0004", 0);
    folder_free(&f);
}
