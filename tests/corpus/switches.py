#!/usr/bin/env python3
"""Each way to be faster finds what the plain evaluator finds.

Every rule set over a few of its documents, the official unit tests and
mutated invoices (which make rules fire and fail), with each switch alone off,
alone on, and some combinations (tests/xpath/switches.c).  A case is one
document under one rule set.
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import prog                                            # noqa: E402
import proving                                         # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402

FEW = 4                 # documents of a set
UNITS = {'unit-en16931-ubl-1.3.16': ('en16931-ubl-1.3.16', 30),
         'unit-en16931-cii-1.3.16': ('en16931-cii-1.3.16', 30),
         'unit-peppol-ubl-3.0.21': ('peppol-ubl-3.0.21', 4)}
MUTATED = 25            # every 25th mutation of a set


def build():
    folder = os.environ.get('EINV_BUILD') or os.path.join(
        os.path.dirname(os.path.abspath(__file__)), '..', '..', 'build')
    subprocess.run(['make', '-C', folder, 'tests/xpath/switches'],
                   stdout=subprocess.DEVNULL, check=True)
    return os.path.join(folder, 'tests', 'xpath', 'switches')


def spread(items, most):
    items = list(items)
    step = max(1, len(items) // most)
    return items[::step][:most]


def compare(t, program, name, rules, paths):
    """Paths {path: label} under a set: a case each."""
    if not paths:
        return
    done = subprocess.run([program, rules] + sorted(paths),
                          stdout=subprocess.PIPE, check=False)
    lines = done.stdout.decode('utf-8', 'replace').splitlines()
    if done.returncode == 2 and lines[:1] == ['refused ' + rules]:
        return                      # verdicts.py and national.py say so
    said = {}
    for line in lines:
        word, rest = line.split(' ', 1)
        said[rest.split(' off ')[0]] = (word, rest)
    for path, label in sorted(paths.items(), key=lambda x: x[1]):
        word, rest = said.get(path, ('nothing', 'no answer'))
        t.case('%s %s' % (name, label),
               [] if word in ('same', 'skipped') else [rest])


def main():
    t = tally.Tally(__file__)
    if not os.path.isdir(os.path.join(rulings.EU, 'expected')):
        t.skip('corpus/eu', 'not there')
        t.finish()
        return 0
    program = build()
    for s in rulings.table():
        few = {p: label for label, p in spread(proving.documents(s), FEW)}
        compare(t, program, s.name, s.rules, few)
    for name, (set_name, step) in UNITS.items():
        want = rulings.load(os.path.join(rulings.EU, 'expected',
                                         name + '.tsv'))
        with prog.Work() as work:
            documents = [d for file in sorted({k.split('#')[0]
                                               for k in want})
                         for d in rulings.units(file)][::step]
            compare(t, program, name, rulings.rule_set(set_name).rules,
                    rulings.write_all(work, documents))
    for name in proving.MUTATED:
        s = rulings.rule_set(name)
        with prog.Work() as work:
            documents = list(proving.mutations(s))[::MUTATED]
            compare(t, program, 'mutated ' + name, s.rules,
                    rulings.write_all(work, documents))
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
