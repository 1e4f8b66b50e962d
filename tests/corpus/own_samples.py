#!/usr/bin/env python3
"""Our own invoices in UBL and CII keep the official rules of EN 16931: no
fatal rule fires on what stands in examples/ and schemas/formats/*/samples,
and the samples that are named bad break one.

What may fail stands in tests/known/own_samples.tsv (file, a blank, the
rule), with why.

Environment: EINV, EINV_SHARED.
"""
import glob
import os
import sys
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'lib'))
import prog                                            # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402

ROOT = os.path.abspath(os.environ.get('EINV_SRCDIR')
                       or os.path.join(HERE, '..', '..'))
RULES = 'artefacts/en16931/1.3.16/src/%s/EN16931-%s-validation.sch'
BAD = 'bad'                     # a sample that is there to be wrong


def documents():
    """{format: [path]}: the format is what einv detects."""
    out = {'ubl': [], 'cii': []}
    for pattern in ('examples/**/*.xml', 'schemas/formats/*/samples/*.xml'):
        for path in sorted(glob.glob(os.path.join(ROOT, pattern),
                                     recursive=True)):
            said = prog.run('detect', path).out.decode('utf-8')
            found = said.split(': ', 1)[-1].split('@')[0]
            if found in out:
                out[found].append(path)
    return out


def fatal(verdict):
    return sorted({rule for rule, flag, kind in verdict
                   if flag == 'fatal' and kind == 'assert'})


def check(t, rules, paths):
    judged, trouble = rulings.judge(rules, paths)
    t.case(os.path.basename(rules), trouble)
    for path in paths:
        label = os.path.relpath(path, ROOT)
        if path not in judged:
            t.case(label, ['no verdict'])
            continue
        verdict, overall = judged[path]
        broken = fatal(verdict)
        if os.path.basename(path).startswith(BAD):
            t.case(label, [] if broken else ['breaks no rule'])
            continue
        t.case(label, [] if overall != 'undecided' else [overall])
        for rule in sorted(set(broken) | {
                case.split(' ')[1] for case in t.excused
                if case.split(' ')[0] == label}):
            t.case('%s %s' % (label, rule),
                   ['it fires at %s' % at[1] for key, at in verdict.items()
                    if key[0] == rule])


def main():
    t = tally.Tally(__file__)
    prog.need()
    mine = documents()
    for form, paths in mine.items():
        rules = os.path.join(rulings.SHARED, RULES % (form, form.upper()))
        if len(paths) < 3:
            t.case(form, ['only %d documents were found' % len(paths)])
        elif not os.path.isfile(rules):
            t.skip(form, 'no %s' % rules)
        else:
            check(t, rules, paths)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
