#!/usr/bin/env python3
"""Records the verdicts of the reference processor in tests/data/verdicts.

    record.py --saxon Saxon-HE.jar --schxslt FOLDER [--only SET] WHAT...

WHAT: national (every national set over the samples of its format), texts
(messages for 50 documents a set), mutations, changed (national samples with
one change each), reports (whole, in order).  Needs a JDK; no test does: README.md in tests/data/verdicts
says what was used and how to get it.
FOLDER: where the SchXslt jar was unpacked (it holds xslt/2.0).
"""
import argparse
import copy
import os
import re
import subprocess
import sys
import tempfile

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'lib'))
import rulings                                         # noqa: E402
import proving                                         # noqa: E402

OUT = os.path.join(rulings.DATA, 'verdicts')
SCH = 'http://purl.oclc.org/dsdl/schematron'
XSL = 'http://www.w3.org/1999/XSL/Transform'
HEAD = '# label\trule\tflag\trole\tkind\tcount\tfirst place\n'


def include(root, folder):
    """Puts what include elements name in their place."""
    for at in list(root.iter('{%s}include' % SCH)):
        href, _, part = at.get('href').partition('#')
        path = os.path.join(folder, href)
        found = etree.parse(path).getroot()
        if part:
            found = found.xpath('//*[@id=$id]', id=part)[0]
        include(found, os.path.dirname(path))
        found.tail = None
        at.getparent().replace(at, found)


def extend(root):
    """Puts the body of abstract rules in the place of extends."""
    rules = {r.get('id'): r for r in root.iter('{%s}rule' % SCH)
             if r.get('abstract') == 'true'}
    while True:
        at = next((e for e in root.iter('{%s}extends' % SCH)
                   if e.get('rule') in rules), None)
        if at is None:
            break
        for child in rules[at.get('rule')]:
            at.addprevious(copy.deepcopy(child))
        at.getparent().remove(at)
    for rule in rules.values():
        rule.getparent().remove(rule)


def hoist(root):
    """Functions, keys and the variables of patterns, in front of the first
    pattern."""
    first = root.find('{%s}pattern' % SCH)
    if first is None:
        return
    for child in list(root):
        if isinstance(child.tag, str) and child.tag.startswith(
                '{%s}' % XSL) and root.index(child) > root.index(first):
            first.addprevious(child)
    if root.get('queryBinding', 'xslt') == 'xslt':
        for let in root.findall('{%s}pattern/{%s}let' % (SCH, SCH)):
            first.addprevious(let)


def prepared(rules, path):
    """A copy of a rule set for SchXslt; the query binding.

    Where it is narrower than the ISO skeleton: it takes functions and keys
    only in front of the first pattern, abstract rules only from the same
    pattern, and variables of a pattern stay in it.  No binding means xslt
    (ISO/IEC 19757-3).
    """
    tree = etree.parse(rules)
    root = tree.getroot()
    include(root, os.path.dirname(rules))
    if root.get('queryBinding', 'xslt') == 'xslt':
        extend(root)
    hoist(root)
    tree.write(path, encoding='utf-8')
    return root.get('queryBinding', 'xslt').lower()


def declare_xsd(path):
    """The ISO skeleton declares xsd in all that it makes, and PINT's sets
    rely on it; SchXslt does not."""
    with open(path, encoding='utf-8') as f:
        text = f.read()
    if 'xmlns:xsd=' not in text:
        text = re.sub(r'<xsl:(transform|stylesheet)\b',
                      r'<xsl:\1 xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
                      text, count=1)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)


class Reference:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.compiled = {}
        self.java('javac', '-cp', options.saxon, '-d', work,
                  os.path.join(HERE, 'Record.java'))

    def java(self, *args):
        return subprocess.run(args, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)

    def record(self, *args):
        r = self.java('java', '-Xss64m', '-Xmx3g', '-cp', os.pathsep.join(
            [self.work, self.options.saxon]), 'Record', *args)
        if r.returncode != 0:
            raise RuntimeError(r.stderr.decode('utf-8', 'replace')[-2000:])
        return r.stdout.decode('utf-8')

    def step(self, name, source, out):
        self.record(os.path.join(self.options.schxslt, 'xslt', name),
                    source, out, 'compile')

    def compile(self, rules, out):
        source = out + '.sch'
        if prepared(rules, source) == 'xslt2':
            self.step('2.0/pipeline-for-svrl.xsl', source, out)
            return
        self.step('1.0/include.xsl', source, source + '.1.xml')
        self.step('1.0/expand.xsl', source + '.1.xml', source + '.2.xml')
        self.step('1.0/compile-for-svrl.xsl', source + '.2.xml', out)

    def stylesheet(self, rules):
        """The compiled form of a rule set: itself, or made by SchXslt."""
        with open(rules, 'rb') as f:
            head = f.read(4000)
        if re.search(rb'<xsl:(stylesheet|transform)\b', head):
            return rules
        if rules not in self.compiled:
            out = os.path.join(self.work, 'c%d.xsl' % len(self.compiled))
            self.compile(rules, out)
            declare_xsd(out)
            self.compiled[rules] = out
        return self.compiled[rules]

    def run(self, rules, paths, text=False):
        """Rows of findings over {path: label}."""
        listed = os.path.join(self.work, 'list')
        with open(listed, 'w', encoding='utf-8') as f:
            for path, label in paths.items():
                f.write('%s\t%s\n' % (label, path))
        args = [self.stylesheet(rules), listed] + (['text'] if text else [])
        return [line.split('\t') for line in
                self.record(*args).splitlines()]


def key_of(row):
    """What compact makes one row of."""
    label, kind, rule, flag, role, _, test, _ = row
    if kind == '-':
        return label, '-', '', '', ''
    if kind == '!ERROR':
        return label, '!ERROR', rule, '', ''
    return label, rule or '~' + rulings.digest(test), flag, role, kind


def compact(rows, texts=False):
    """One row for each (label, rule, flag, role, kind); texts: with a digest
    of what they say."""
    found, order, said = {}, [], {}
    for row in rows:
        key, kind = key_of(row), row[1]
        if key not in found:
            found[key] = [0, '' if kind in ('-', '!ERROR')
                          else rulings.place(row[5])]
            order.append(key)
        found[key][0] += kind != '-'
        said.setdefault(key, []).append(row[7])
    return ['\t'.join(key + (str(found[key][0]), found[key][1]) + (
        (rulings.digests(said[key]),) if texts and key[4] else ())) + '\n'
        for key in order]


def write(name, lines, head=HEAD):
    with open(os.path.join(OUT, name), 'w', encoding='utf-8') as f:
        f.write(head)
        f.writelines(lines)
    print('%s: %d rows' % (name, len(lines)), flush=True)


def national(reference, sets):
    for s in sets:
        if s.family != 'national':
            continue
        paths = dict((path, label) for label, path in proving.documents(s))
        try:
            with rulings.file_of(s) as rules:
                write('national/%s.tsv' % s.name,
                      compact(reference.run(rules, paths)))
        except (RuntimeError, OSError) as e:
            print('%s: FAILED %s' % (s.name, e), flush=True)


def texts(reference, sets):
    for s in sets:
        if s.documents == '-':
            continue
        chosen = proving.text_documents(s)
        with rulings.file_of(s) as rules:
            rows = reference.run(s.other or rules, {p: n for n, p in chosen},
                                 text=True)
        lines = ['\t'.join((r[0], r[2] or '~' + rulings.digest(r[6]),
                            rulings.digest(r[7]))) + '\n'
                 for r in rows if r[1] not in ('-', '!ERROR')]
        write('texts/%s.tsv' % s.name, lines,
              '# label\trule\tdigest of the message\n')


def mutated(reference, sets):
    for s in sets:
        if s.name not in proving.MUTATED:
            continue
        with tempfile.TemporaryDirectory() as work:
            paths = {}
            for label, data in proving.mutations(s):
                path = os.path.join(work, '%d.xml' % len(paths))
                with open(path, 'wb') as f:
                    f.write(data)
                paths[path] = label
            print('%s: %d documents' % (s.name, len(paths)), flush=True)
            write('mutations/%s.tsv' % s.name, compact(
                reference.run(s.other or s.rules, paths)))


def changed(reference, sets):
    """Changed samples of the national sets: many are tried, and those kept
    that make another rule fire."""
    for s in sets:
        if s.family != 'national' or not os.path.isfile(
                os.path.join(OUT, 'national', s.name + '.tsv')):
            continue
        with tempfile.TemporaryDirectory() as work:
            paths = {}
            for label, data in proving.pool(s):
                path = os.path.join(work, '%d.xml' % len(paths))
                with open(path, 'wb') as f:
                    f.write(data)
                paths[path] = label
            with rulings.file_of(s) as rules:
                rows = reference.run(s.other or rules, paths, text=True)
        verdicts = {label: set() for label in paths.values()}
        for row in rows:
            if row[1] != '-':
                verdicts[row[0]].add(key_of(row)[1:])
        kept = set(proving.chosen(verdicts))
        print('%s: %d of %d documents, %d kinds of findings' % (
            s.name, len(kept), len(paths),
            len(set().union(*verdicts.values()))), flush=True)
        write('changed/%s.tsv' % s.name, compact(
            [r for r in rows if r[0] in kept], True),
            HEAD.rstrip('\n') + '\tdigest of the messages\n')


def reports(reference, sets):
    lines = []
    for s in sets:
        if s.name not in proving.REPORTS:
            continue
        found = {}
        for r in reference.run(s.other or s.rules, {
                p: n for n, p in proving.report_documents(s)}, text=True):
            found.setdefault(r[0], []).append(
                (r[1], r[2], r[3], r[4], r[5], r[7]))
        for label, rows in found.items():
            lines.append('%s\t%s\t%d\t%s\n' % (
                s.name, label, len(rows), proving.report_digest(rows)))
    write('reports.tsv', lines,
          '# set\tdocument\tfindings\tdigest of the report\n')


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--saxon', required=True)
    p.add_argument('--schxslt', required=True)
    p.add_argument('--only')
    p.add_argument('what', nargs='+',
                   choices=('national', 'texts', 'mutations', 'changed', 'reports'))
    options = p.parse_args()
    sets = [s for s in rulings.table()
            if not options.only or re.search(options.only, s.name)]
    for d in set(options.what) - {'reports'}:
        os.makedirs(os.path.join(OUT, d), exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        reference = Reference(options, work)
        for what in options.what:
            {'national': national, 'texts': texts,
             'mutations': mutated, 'changed': changed,
             'reports': reports}[what](reference, sets)


main()
