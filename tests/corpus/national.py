#!/usr/bin/env python3
"""National rule sets and mutated invoices: what einv finds, and says, is what
the reference found when it was recorded (tests/data/verdicts).

A document that the reference could not finish (a dynamic error) is undecided
here, with the same error.
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

CLOCK = '2026-11-25'            # when these verdicts were recorded


def recorded(what, name):
    path = os.path.join(rulings.DATA, 'verdicts', what, name + '.tsv')
    return rulings.load(path) if os.path.isfile(path) else None


def compare(what, s, want, paths, said=()):
    with rulings.file_of(s) as rules:
        judged, trouble = rulings.judge(rules, sorted(paths), CLOCK)
    if paths and not judged:
        return [('refused %s' % s.name, trouble)]
    cases = [('%s %s' % (what, s.name), [t]) for t in trouble]
    for path, label in sorted(paths.items(), key=lambda x: x[1]):
        case = '%s %s' % (s.name, label)
        if path not in judged:
            cases.append((case, ['no verdict']))
            continue
        verdict, overall = judged[path]
        problems = rulings.differ(want.get(label, {}),
                                  rulings.short(verdict), overall)
        if label in said and not problems:
            problems = texts_of(said[label], verdict)
        cases.append((case, problems))
    return cases + proving.compare_texts(s, want, {
        label: judged[p][0] for p, label in paths.items() if p in judged})


def national(s):
    want = recorded('national', s.name)
    if want is None:
        return None
    return compare('national', s, want,
                   {p: label for label, p in proving.documents(s)})


def mutated(s):
    want = recorded('mutations', s.name)
    if want is None:
        return None
    with prog.Work() as work:
        documents = list(proving.mutations(s))
        lost = set(want) - {label for label, _ in documents}
        if lost:
            return [(s.name, ['%d documents are not made any more: %s' % (
                len(lost), sorted(lost)[:3])])]
        return compare('mutations', s, want,
                       rulings.write_all(work, documents))


def texts_of(said, verdict):
    """Of a changed sample: lines that say which messages differ."""
    ours = rulings.short(verdict)
    return ['%s %s: its messages differ' % key[:2] for key in sorted(said)
            if key in ours and rulings.digests(ours[key][2]) != said[key]]


def changed(s):
    want = recorded('changed', s.name)
    if want is None:
        return None
    said = rulings.load_texts(os.path.join(
        rulings.DATA, 'verdicts', 'changed', s.name + '.tsv'))
    with prog.Work() as work:
        paths = rulings.write_all(work, proving.changed(s, sorted(want)))
        return compare('changed', s, want, paths, said)


def job(what):
    return {'national': national, 'mutations': mutated,
            'changed': changed}[what[0]](rulings.rule_set(what[1]))


def main():
    t = tally.Tally(__file__)
    only = sys.argv[1] if len(sys.argv) > 1 else ''
    if not os.path.isdir(rulings.EU):
        t.skip('corpus/eu', 'not there')
        t.finish()
        return 0
    prog.need()
    sets = rulings.table()
    wanted = [('mutations', s.name) for s in sets if s.name in
              proving.MUTATED] + [(what, s.name) for s in sets
                                  if s.family == 'national'
                                  for what in ('national', 'changed')]
    wanted = [w for w in wanted if only in ' '.join(w)]
    with multiprocessing.Pool(2) as pool:
        for (what, name), cases in zip(wanted, pool.imap(job, wanted, 1)):
            if cases is None:
                t.skip(name, 'the reference could not be recorded')
                continue
            wrong = sum(1 for _, problems in cases if problems)
            t.figure('%s %s: %d of %d equal' % (
                what, name, len(cases) - wrong, len(cases)))
            for case, problems in cases:
                t.case(case, problems)
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
