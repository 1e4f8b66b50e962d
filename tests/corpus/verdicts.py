#!/usr/bin/env python3
"""Official rule sets: what einv finds is what the reference found.

The rule sets of the corpus over all their documents, the official unit
tests, and the documents that KoSIT's mutations make: which rules fired, with
which flag and how often, and where first.  A case is one document under one
rule set ("set file").  Where a publisher also gives the set as a compiled
stylesheet, that route must find the same.
"""
import multiprocessing
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import prog                                            # noqa: E402
import proving                                         # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402

CLOCK = '2026-11-24'            # when the corpus's verdicts were made
UNITS = {'unit-en16931-ubl-1.3.16': 'en16931-ubl-1.3.16',
         'unit-en16931-cii-1.3.16': 'en16931-cii-1.3.16',
         'unit-peppol-ubl-3.0.19': 'peppol-ubl-3.0.19',
         'unit-peppol-ubl-3.0.21': 'peppol-ubl-3.0.21',
         'unit-peppol-cii-3.0.19': 'peppol-cii-3.0.19'}
MUTATE = {'ubl': 'xrechnung-ubl-2.5.0', 'cii': 'xrechnung-cii-2.5.0'}


def expected(name):
    return rulings.load(os.path.join(rulings.EU, 'expected', name + '.tsv'))


def compare(name, rules, want, paths):
    """Cases of documents {path: label} under a set of rules."""
    judged, trouble = rulings.judge(rules, sorted(paths), CLOCK)
    if paths and not judged:
        return [('refused %s' % name, trouble)], judged
    cases = [(name, [t]) for t in trouble]
    for path, label in sorted(paths.items(), key=lambda x: x[1]):
        if path not in judged:
            cases.append(('%s %s' % (name, label), ['no verdict']))
            continue
        cases.append(('%s %s' % (name, label),
                      rulings.differ(want[label], *judged[path])))
    return cases, judged


def whole_set(name):
    """A set over its documents, message texts too."""
    s = rulings.rule_set(name)
    want = expected(name)
    paths = {p: label for label, p in proving.documents(s) if label in want}
    cases, judged = compare(name, s.rules, want, paths)
    return cases + proving.compare_texts(s, want, {
        label: judged[p][0] for p, label in paths.items() if p in judged})


def other_route(name):
    """The compiled form of a set finds what the source form finds."""
    s = rulings.rule_set(name)
    want = expected(name)
    paths = {p: label for label, p in proving.text_documents(s)}
    return compare(name + ' compiled', s.other, want, paths)[0]


def unit_tests(name):
    want = expected(name)
    with prog.Work() as work:
        documents = [d for file in sorted({k.split('#')[0] for k in want})
                     for d in rulings.units(file) if d[0] in want]
        paths = rulings.write_all(work, documents)
        return compare(name, rulings.rule_set(UNITS[name]).rules, want,
                       paths)[0]


def xmutes(kind):
    want = expected('xrechnung-mutate')
    with prog.Work() as work:
        documents = [d for file in rulings.folder_files('xrechnung-mutate')
                     if ('/cii/' in file) == (kind == 'cii')
                     for d in rulings.xmutes(file) if d[0] in want]
        paths = rulings.write_all(work, documents)
        return compare('xrechnung-mutate',
                       rulings.rule_set(MUTATE[kind]).rules, want, paths)[0]


def job(what):
    return {'set': whole_set, 'other': other_route, 'unit': unit_tests,
            'xmute': xmutes}[what[0]](what[1])


def jobs():
    eu = [s for s in rulings.table() if s.family == 'eu']
    return [('unit', n) for n in UNITS] + [('xmute', k) for k in MUTATE] + \
        [('set', s.name) for s in eu if s.documents != '-'] + \
        [('other', s.name) for s in eu if s.other and s.documents != '-']


def main():
    t = tally.Tally(__file__)
    only = sys.argv[1] if len(sys.argv) > 1 else ''
    if not os.path.isdir(os.path.join(rulings.EU, 'expected')):
        t.skip('corpus/eu', 'not there')
        t.finish()
        return 0
    prog.need()
    wanted = [j for j in jobs() if only in ' '.join(j)]
    with multiprocessing.Pool(2) as pool:
        for (what, name), cases in zip(wanted, pool.imap(job, wanted, 1)):
            wrong = sum(1 for _, problems in cases if problems)
            t.figure('%s %s: %d of %d equal' % (what, name,
                                                len(cases) - wrong,
                                                len(cases)))
            for case, problems in cases:
                t.case(case, problems)
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
