/* every_rule.h: a small set with something of everything that rules hold, for
 * tests of what is done to whole sets; and a document that it has much to say
 * about. */
#ifndef EINV_TESTS_EVERY_RULE_H
#define EINV_TESTS_EVERY_RULE_H

#include "schematron/schematron.h"

static const char every_rule[] =
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
    "queryBinding='xslt2' xmlns:x='http://www.w3.org/1999/XSL/Transform'>"
    "<ns prefix='u' uri='urn:u'/><let name='all' value='count(//b)'/>"
    "<let name='codes' value=\"document('codes.xml')/*/code\"/>"
    "<x:key name='k' match='b[@c]' use='@c'/>"
    "<x:function name='u:f' as='xs:decimal?'><x:param name='v'/>"
    "<x:variable name='w' select='xs:decimal($v)'/>"
    "<x:sequence select='if ($w gt 1) then u:g($w) else $w * 2'/>"
    "</x:function><x:function name='u:g'><x:param name='n' as='xs:decimal'/>"
    "<x:sequence select='$n - 1.50'/></x:function>"
    "<pattern id='one'><rule context='b[@c] | /a/*[position() = last()]' "
    "id='r'><let name='v' value='u:f(@d)'/><let name='w' value='$v + 1e0'/>"
    "<assert id='A' flag='fatal' test='$v = 3'>BT-1 <value-of select='$w'/>"
    " of <name/></assert>"
    "<report id='B' role='warning' test=\"matches(@c, '^(x|[0-9])+$') and "
    "(some $q in ('1', '2') satisfies $q = @c)\">b</report>"
    "<assert test='key(\"k\", @c)/@c castable as xs:integer and $all le 2'>"
    "c</assert></rule></pattern>"
    "<pattern><rule context='@d'><assert id='C' test='. = $codes and "
    "(for $i in 1 to 2 return $i + $i)[2] = 4 and . instance of "
    "attribute(d)'>d</assert></rule></pattern>"
    "<pattern><rule context='/'><assert id='D' test='not(//b except /a/b) "
    "and -1 lt +1 and (1 to 3)[. idiv 2 = 1]'>e</assert></rule></pattern>"
    "</schema>";
static const char every_rule_document[] =
    "<a><b c='1' d='1.5'/><b c='x' d='2'/><b c='2' d='z'/></a>";

/* The file that it reads. */
static inline bool every_rule_open(void *user, struct einv_text href,
                                   struct einv_text from,
                                   struct einv_buf *out)
{
    (void)user, (void)from;
    if (!einv__text_is(href, "codes.xml"))
        return false;
    einv__buf_str(out, "<l><code>1.5</code><code>2</code></l>");
    return true;
}

#endif
