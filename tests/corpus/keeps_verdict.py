#!/usr/bin/env python3
"""Conversion keeps the verdict: an invoice of the corpus that is valid under
the published rules of EN 16931, converted from UBL to CII or back, is valid
under those of the other syntax.

Valid: no fatal rule of the published file fires.  What may fail stands in
tests/known/keeps_verdict.tsv (document, a blank, the rule) with why the same
content written by hand fails, too.  The proof for each rule of that list is
such a content: tests/data/by_hand has an invoice written in both syntaxes by
hand, and changes to both that say the same; the one is valid, in the other
this rule fires and no other, and einv reads the same invoice from both.

Environment: EINV, EINV_SHARED.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import prog                                            # noqa: E402
import proving                                         # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402

SETS = {'ubl': 'en16931-ubl-1.3.16', 'cii': 'en16931-cii-1.3.16'}
BY_HAND = os.path.join(rulings.DATA, 'by_hand')
LARGEST = 300000        # bytes: longer ones say nothing more, and take long


def fatal(verdict):
    return {k[0] for k in verdict if k[1] == 'fatal' and k[2] == 'assert'}


def valid(family):
    """(label, path) of the documents in which nothing fatal fires."""
    s = rulings.rule_set(SETS[family])
    want = rulings.load(os.path.join(rulings.EU, 'expected',
                                     s.name + '.tsv'))
    return [(label, p) for label, p in proving.documents(s)
            if label in want and os.path.getsize(p) <= LARGEST and
            not fatal(want[label]) and
            not any(k[0] == '!ERROR' for k in want[label])]


def convert(item):
    label, path, to, out = item
    done = prog.run('convert', path, '--to', to, '--allow-loss', '-o', out)
    return label, out, [] if done.code == 0 else [done.why()]


def changes():
    """{(rule, syntax that refuses): {syntax: the document's text}}"""
    base = {}
    for syntax in SETS:
        with open(os.path.join(BY_HAND, syntax + '.xml'),
                  encoding='utf-8') as f:
            base[syntax] = f.read()
    found = {}
    with open(os.path.join(BY_HAND, 'changes.tsv'), encoding='utf-8') as f:
        for line in f:
            if line.startswith('#'):
                continue
            rule, refuses, syntax, old, new = line.rstrip('\n').split('\t')
            texts = found.setdefault((rule, refuses), dict(base))
            assert old in texts[syntax], (rule, old)
            texts[syntax] = texts[syntax].replace(old, new, 1)
    return base, found


def broken_by(work, texts):
    """{syntax: fatal rules}, and whether both say the same."""
    rules, said = {}, []
    for syntax, text in texts.items():
        path = work.write(syntax + '.xml', text.encode())
        judged, trouble = rulings.judge(rulings.rule_set(SETS[syntax]).rules,
                                        [path], '2026-11-24')
        rules[syntax] = fatal(judged[path][0]) | set(trouble)
        said.append(prog.run('convert', path, '--to', 'json'
                             ).json()['invoice'])
    return rules, said[0] == said[1]


def by_hand(t):
    """Each rule of the list is refused when it is written by hand, too."""
    base, found = changes()
    with prog.Work() as work:
        rules, same = broken_by(work, base)
        t.case('by hand', [] if same and not any(rules.values())
               else ['%s, %s' % (rules, same)])
        for (rule, refuses), texts in sorted(found.items()):
            rules, same = broken_by(work, texts)
            wrong = [] if same else ['the two say different things']
            for syntax in SETS:
                if rules[syntax] != ({rule} if syntax == refuses else set()):
                    wrong.append('%s: %s' % (syntax, sorted(rules[syntax])))
            t.case('by hand: %s in %s' % (rule, refuses), wrong)
    listed = {c.split(' ')[1] for c in t.excused}
    t.case('each rule of the list is proved by hand',
           sorted(listed ^ {rule for rule, _ in found}))


def main():
    t = tally.Tally(__file__)
    if not os.path.isdir(os.path.join(rulings.EU, 'expected')):
        t.skip('corpus/eu', 'not there')
        return t.finish()
    prog.need()
    by_hand(t)
    for family, to in (('ubl', 'cii'), ('cii', 'ubl')):
        with prog.Work() as work:
            items = [(label, p, to, work.path('%d.xml' % n))
                     for n, (label, p) in enumerate(valid(family))]
            made = {}
            for label, out, wrong in tally.over(convert, items):
                if wrong:
                    t.case(label, wrong)
                else:
                    made[out] = label
            judged, trouble = rulings.judge(
                rulings.rule_set(SETS[to]).rules, sorted(made), '2026-11-24')
            t.case('%s to %s' % (family, to), trouble)
            for out, label in sorted(made.items(), key=lambda x: x[1]):
                rules = {c.split(' ')[1] for c in t.excused
                         if c.split(' ')[0] == label}
                broken = fatal(judged[out][0]) if out in judged else {'-'}
                for rule in sorted(rules | broken):
                    t.case('%s %s' % (label, rule),
                           ['fires'] if rule in broken else [])
                if not rules | broken:
                    t.case(label, [])
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
