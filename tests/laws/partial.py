#!/usr/bin/python3
"""Reading goes on after the first error: all findings, and a partial model.

Three to five faults are planted in good documents at known places (dates,
amounts, percentages and quantities that do not read).  `validate` must have
a finding at each of these places, the model must be marked partial, and what
was not damaged must stand in it as before.

Usage: partial.py [count [first seed]]
"""
import os
import random
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import canon
import corpus
import modeltable
import places
import prog
import tally

TYPES = {'Date': ('2026-02-30', 'yesterday', '20261301', '31.12.2026'),
         'Amount': ('12,50', 'EUR 5', '1e3', '--1'),
         'Unit price amount': ('12,50', '1.2.3'),
         'Quantity': ('two', '1 000'), 'Percentage': ('19%', 'n/a')}
TERMS = {}
POOL = []


def good():
    """Documents whose every number and date reads, one format each."""
    clean = corpus.clean_en16931()
    return [f for f in corpus.invoices() if f[0] in clean
            and os.path.getsize(corpus.path(f[0])) < 60000]


def check(seed):
    r = random.Random(seed)
    file, fmt = r.choice(POOL)
    case = 'seed %d %s' % (seed, file)
    root = canon.parse_file(corpus.path(file))
    before = prog.run('convert', corpus.path(file), '--to', 'json')
    if before.code != 0:
        return case, ['before: ' + before.why()]
    spots = []
    for term in TERMS[root.tag]:
        for n in term.select(root):
            if not isinstance(n, str) and not len(n):
                spots.append((canon.path_of(n), n, term))
    r.shuffle(spots)
    planted, seen = [], set()
    for path, n, term in spots:
        if path in seen or len(planted) >= r.randint(3, 5):
            continue
        seen.add(path)
        n.text = r.choice(TYPES[term.type])
        planted.append((n, term, n.text))
    problems = []
    with prog.Work() as w:
        full = w.write('in.xml', canon.etree.tostring(
            root, encoding='UTF-8', xml_declaration=True))
        v = prog.run('validate', full, '--report', 'json')
        if v.code != 1:
            problems.append('validate: ' + v.why())
        try:
            doc = v.json()['documents'][0]
        except (ValueError, KeyError, IndexError):
            return case, problems + ['validate printed no JSON report']
        hit = {}
        for f in doc['findings']:
            p = places.resolve(root, f.get('xpath'))
            if p is not None:
                hit.setdefault(root.getroottree().getpath(p[0]), f)
        for n, term, text in planted:
            if root.getroottree().getpath(n) not in hit:
                problems.append('no finding at %s = %r (%s)' % (
                    canon.path_of(n), text, term.id))
        if doc.get('verdict') != 'invalid':
            problems.append('verdict is %r' % doc.get('verdict'))
        c = prog.run('convert', full, '--to', 'json')
        if c.code != 0:
            return case, problems + ['convert: ' + c.why()]
        view = c.json()
        if view.get('partial') is not True:
            problems.append('the model is not marked partial')
        bad = {t.id for _, t, _ in planted}
        paths = [MODEL.ids[i] for i in bad if i in MODEL.ids]
        a = modeltable.flat(before.json()['invoice'])
        b = modeltable.flat(view['invoice'])
        for p in sorted(set(a) | set(b)):
            bare = '/'.join(s for s, _ in modeltable.steps(p))
            bare = bare.replace('lines/lines/', 'lines/')
            if bare in paths:
                continue
            if a.get(p) != b.get(p):
                problems.append('%s was %r, is %r' % (p, a.get(p), b.get(p)))
    return case, problems


MODEL = modeltable.Model()


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    POOL.extend(good())
    for tag in places.COLUMN:
        TERMS[tag] = [x for x in places.terms(tag) if x.type in TYPES]
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for case, problems in tally.over(check, range(first, first + count)):
        t.case(case, problems)
    t.figure('%d documents from %d files' % (count, len(POOL)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
