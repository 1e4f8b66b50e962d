#!/usr/bin/env python3
"""Every distinct expression of the official rule files parses, and its print
parses to the same print.

The expressions are taken from all Schematron files and compiled stylesheets
of the corpus as they stand, also from those that no set in rulesets.tsv uses.
Left out, and counted: what an abstract pattern holds before its parameters
are put in, which need be no expression; and what a compiler adds around the
rules (names of files and of processors).
"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import needlxml                                        # noqa: E402,F401
import rulings                                         # noqa: E402
import tally                                           # noqa: E402
from lxml import etree                                 # noqa: E402
from xml.sax.saxutils import quoteattr                 # noqa: E402

SCH = '{http://purl.oclc.org/dsdl/schematron}'
XSL = '{http://www.w3.org/1999/XSL/Transform}'
SVRL = 'http://purl.oclc.org/dsdl/svrl'
EXPRESSION = {SCH + 'assert': ['test'], SCH + 'report': ['test'],
              SCH + 'let': ['value'], SCH + 'value-of': ['select'],
              SCH + 'name': ['path']}
PATTERN = {SCH + 'rule': ['context'], XSL + 'template': ['match'],
           XSL + 'key': ['match']}
FRAME = re.compile(r'\b(base-uri|document-uri|system-property|'
                   r'doc-available|in-scope-prefixes)\(')
VARIABLE = re.compile(r'\$([\w.-]+(?::[\w.-]+)?)')


def kinds(element):
    for name in PATTERN.get(element.tag, []):
        yield 'pattern', name
    for name in EXPRESSION.get(element.tag, []):
        yield 'expr', name
    if element.tag.startswith(XSL):
        for name in ('test', 'select', 'use'):
            yield 'expr', name


def abstract(element):
    return any(a.tag == SCH + 'pattern' and a.get('abstract') == 'true'
               for a in element.iterancestors())


class Census:
    def __init__(self):
        self.found, self.functions, self.spaces = {}, {}, {}
        self.left_out = [0, 0]

    def namespaces(self, element):
        for prefix, uri in element.nsmap.items():
            if prefix:
                self.spaces[prefix] = uri
        if element.tag == SCH + 'ns':
            self.spaces[element.get('prefix')] = element.get('uri')

    def element(self, element):
        self.namespaces(element)
        if element.tag == XSL + 'function':
            key = element.get('name'), len(element.findall(XSL + 'param'))
            self.functions.setdefault(key, element)
        for kind, name in kinds(element):
            text = element.get(name)
            if text is None:
                continue
            if abstract(element):
                self.left_out[0] += 1
            elif FRAME.search(text):
                self.left_out[1] += 1
            else:
                self.found.setdefault((kind, text), None)

    def file(self, path):
        parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
        root = etree.parse(path, parser).getroot()
        if root.tag.startswith(XSL) and SVRL not in root.nsmap.values():
            return                      # no rules: a transformation
        for element in root.iter(etree.Element):
            self.element(element)

    def write(self, path):
        with open(path, 'w', encoding='utf-8') as f:
            f.write('<census>\n')
            for prefix, uri in sorted(self.spaces.items()):
                f.write('<ns prefix=%s uri=%s/>\n' % (
                    quoteattr(prefix), quoteattr(uri)))
            for element in self.functions.values():
                f.write(etree.tostring(element, encoding='unicode',
                                       with_tail=False) + '\n')
            for kind, text in sorted(self.found):
                names = sorted(set(VARIABLE.findall(text)))
                f.write('<e kind="%s" vars=%s text=%s/>\n' % (
                    kind, quoteattr(' '.join(names)), quoteattr(
                        text, {'\n': '&#10;', '\t': '&#9;',
                               '\r': '&#13;'})))
            f.write('</census>\n')


def rule_files():
    for folder, _, names in sorted(os.walk(rulings.SHARED)):
        for name in sorted(names):
            if name.endswith(('.sch', '.xsl', '.xslt')):
                yield os.path.join(folder, name)


def main():
    t = tally.Tally(__file__)
    if not os.path.isdir(rulings.EU):
        t.skip('official rules', 'not there')
        t.finish()
        return 0
    build = os.environ.get('EINV_BUILD', 'build')
    subprocess.run(['make', '-s', '-C', build, 'tests/xpath/census'],
                   check=True, stdout=subprocess.DEVNULL)
    census = Census()
    files = list(rule_files())
    for path in files:
        census.file(path)
    listing = os.path.join(build, 'tests/xpath/census.xml')
    census.write(listing)
    run = subprocess.run([os.path.join(build, 'tests/xpath/census'), listing],
                         stdout=subprocess.PIPE, encoding='utf-8')
    lines = run.stdout.splitlines()
    t.figure('%d files: %s; %d in abstract patterns and %d of a frame '
             'left out' % (len(files), lines[-1] if lines else 'no answer',
                           *census.left_out))
    t.case('every expression', lines[:-1] if run.returncode == 1 else
           [] if run.returncode == 0 else ['exit %d' % run.returncode])
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
