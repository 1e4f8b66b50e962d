#!/usr/bin/env python3
"""SVRL: a report says what the reference's says, in its order.

For documents in which rules find something: kind, id, flag, role, place and
text of every finding, one after the other, against digests of the reference's
reports (tests/data/verdicts/reports.tsv; how: its README).  Every location
selects one node of the document.  The full form holds the same findings.
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import prog                                            # noqa: E402
import proving                                         # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402
from lxml import etree                                 # noqa: E402

SVRL = '{http://purl.oclc.org/dsdl/svrl}'
REPORTS = '{urn:einv:reports:1}'
CLOCK = '2026-11-25'
STEP = re.compile(r"/\*:([^[]+)\[namespace-uri\(\)='([^']*)'\]")


def recorded():
    """{set: {document: (findings, digest)}}"""
    found = {}
    with open(os.path.join(rulings.DATA, 'verdicts', 'reports.tsv'),
              encoding='utf-8') as f:
        for line in f:
            if not line.startswith('#'):
                name, label, n, digest = line.rstrip('\n').split('\t')
                found.setdefault(name, {})[label] = (int(n), digest)
    return found


def rows(report):
    """The findings of one report, and what is wrong with its shape."""
    found, wrong = [], []
    for e in report:
        if e.tag not in (SVRL + 'failed-assert', SVRL + 'successful-report'):
            continue
        if not e.get('test') or e[-1].tag != SVRL + 'text':
            wrong.append('%s: no test or text' % e.get('id'))
        found.append((
            'assert' if e.tag.endswith('failed-assert') else 'report',
            e.get('id') or '', e.get('flag') or '', e.get('role') or '',
            e.get('location') or '', e[-1].text or ''))
    return found, wrong


def selects_one(path, location):
    # XPath 1.0 has no *:name.
    one = STEP.sub(r"/*[local-name()='\1' and namespace-uri()='\2']",
                   location)
    return len(etree.parse(path).xpath(one)) == 1


def run(s, paths, *more):
    r = prog.run('validate', '--report', 'svrl', '--at', CLOCK, '--rules',
                 s.rules, *list(more) + paths, timeout=300)
    root = etree.fromstring(r.out)
    documents = list(root) if root.tag == REPORTS + 'reports' else [root]
    return [d[0] if d.tag == REPORTS + 'document' else d for d in documents]


def one_set(t, s, want):
    chosen = [(n, p) for n, p in proving.report_documents(s) if n in want]
    paths = [p for _, p in chosen]
    short, full = run(s, paths), run(s, paths, '--fired')
    for (label, path), report, whole in zip(chosen, short, full):
        found, wrong = rows(report)
        n, digest = want[label]
        if len(found) != n:
            wrong.append('%d findings, not %d' % (len(found), n))
        elif proving.report_digest(found) != digest:
            wrong.append('another report: %s' % [
                (x[:4] + (rulings.place(x[4]),)) for x in found])
        wrong += ['%s: no such node' % x[4] for x in found
                  if not selects_one(path, x[4])]
        if rows(whole)[0] != found:
            wrong.append('the full form finds something else')
        if len(whole.findall(SVRL + 'fired-rule')) < len(
                report.findall(SVRL + 'fired-rule')):
            wrong.append('the full form has fewer fired rules')
        t.case('%s %s' % (s.name, label), wrong)
    missing = set(want) - {n for n, _ in chosen}
    if missing:
        t.case(s.name, ['not in the corpus: %s' % sorted(missing)])


def main():
    prog.need()
    t = tally.Tally(__file__)
    if not os.path.isdir(rulings.EU):
        t.skip('svrl', 'no corpus: %d reports' % sum(
            len(x) for x in recorded().values()))
        return t.finish()
    for name, want in recorded().items():
        one_set(t, rulings.rule_set(name), want)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
