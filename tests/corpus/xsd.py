#!/usr/bin/env python3
"""XML Schemas: the verdict, the number of errors and the first line are those
of the corpus's xsd.tsv (made with xmllint)."""
import collections
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import prog                                            # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402

SCHEMAS = {
    'ubl-2.1-invoice': 'ubl/2.1/xsdrt',
    'ubl-2.1-creditnote': 'ubl/2.1/xsdrt',
    'cii-d16b-scrdm-uncoupled': 'cii/D16B/xsd-scrdm-uncoupled',
    'cii-d22b': 'cii/D22B/xsd',
    'factur-x-extended-1.09.2': 'factur-x/1.09.2/xsd/extended',
    'zugferd-1.0': 'zugferd/1.0/xsd',
}


def problems_of(report, verdict, errors, line):
    found = [f for f in report['findings'] if f['origin'] == 'xsd' and
             f['severity'] in ('error', 'fatal')]
    got = 'invalid' if found else 'valid'
    if got != verdict:
        return ['%s, not %s: %s' % (got, verdict, found[:1])]
    if found and (len(found) != int(errors) or found[0]['line'] != int(line)):
        return ['%d errors from line %s on, not %s from %s' % (
            len(found), found[0]['line'], errors, line)]
    if found and report['verdict'] != 'invalid':
        return ['the document is %s' % report['verdict']]
    return []


def main():
    t = tally.Tally(__file__)
    path = os.path.join(rulings.EU, 'expected', 'xsd.tsv')
    if not os.path.isfile(path):
        t.skip('corpus/eu/expected/xsd.tsv', 'not there')
        t.finish()
        return 0
    prog.need()
    with open(path, encoding='utf-8') as f:
        rows = [line.rstrip('\n').split('\t') for line in f][1:]
    by_schema = collections.defaultdict(list)
    for row in rows:
        by_schema[row[1]].append(row)
    for schema, mine in sorted(by_schema.items()):
        files = [os.path.join(rulings.EU, r[0]) for r in mine]
        r = prog.run('validate', *files, '--xsd', os.path.join(
            rulings.SHARED, 'artefacts', SCHEMAS[schema]), '--report',
            'json', timeout=300)
        try:
            reports = {d['file']: d for d in r.json()['documents']}
        except (ValueError, KeyError):
            t.case(schema, [r.why()])
            continue
        for row, file in zip(mine, files):
            t.case('%s %s' % (schema, row[0]), problems_of(
                reports[file], row[2], row[3], row[4])
                if file in reports else ['no verdict'])
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
