#!/usr/bin/env python3
"""Every official set from its image, and from a folder of images, says of
documents exactly what it says when it was compiled from its source.
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

DOCUMENTS = 12          # of a set
OURS = os.path.join(prog.HERE, '..', '..', 'examples', 'invoices',
                    'bearings.xml')     # for sets without documents


def said(rules, paths, *more):
    """What validate says by these rules: ids of sets left out."""
    run = prog.run('validate', '--report', 'json', '--at', '2026-11-25',
                   '--rules', rules, *more, *paths)
    documents = run.json()['documents']
    for document in documents:
        for one in document.get('rule_sets', []):
            one.pop('id', None)
        for one in document.get('findings', []):
            one.pop('rule_set', None)
    return documents


def compare(s):
    paths = sorted(path for _, path in proving.documents(s))
    paths = paths[::max(1, len(paths) // DOCUMENTS)] or [OURS]
    problems = []
    with prog.Work() as work:
        image = work.path('image')
        made = prog.run('rules', 'compile', s.rules, '-o', image)
        if made.code != 0:
            return None
        want = said(s.rules, paths)
        if said(image, paths) != want:
            problems.append('the image says otherwise')
        cache = work.path('cache')
        os.mkdir(cache)
        for turn in 'written', 'read':
            if said(s.rules, paths, '--cache', cache) != want:
                problems.append('says otherwise when the cache is ' + turn)
        if len(os.listdir(cache)) != 1:
            problems.append('%d entries in the cache' %
                            len(os.listdir(cache)))
    return problems, sum(len(d['findings']) for d in want)


def main():
    t = tally.Tally(__file__)
    if not os.path.isdir(rulings.EU):
        t.skip('corpus/eu', 'not there')
        t.finish()
        return 0
    prog.need()
    sets = rulings.table()
    findings = 0
    with multiprocessing.Pool(2) as pool:
        for s, answer in zip(sets, pool.imap(compare, sets, 1)):
            if answer is None:
                t.skip(s.name, 'does not compile (tests/corpus/national.py '
                               'says why)')
                continue
            t.case(s.name, answer[0])
            findings += answer[1]
    t.figure('%d findings compared' % findings)
    t.case('some findings', [] if findings > 100 else ['too few'])
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
