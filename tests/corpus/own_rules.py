#!/usr/bin/env python3
"""Our business rules on the model against the published ones of EN 16931.

Over every invoice of the corpus, the official unit tests, the documents that
KoSIT's mutations make, and valid invoices with one seeded change each, read
through ubl and cii: which BR rules fire.  The oracle is the recorded verdict
of the reference processor; where that was recorded under other sets or not at
all (KoSIT's, half of the kinds of changes) it is the published file run by
einv itself, which verdicts.py holds to the reference.

A pair is (document, rule) where either side fires.  A pair that only one
side has stands in tests/data/own_rules.tsv with its reason, or the test
fails; a row there that is no longer needed fails too.  Recall and precision
over all pairs are at least 99 per cent.  Every rule of the set fires in one
document and is silent in another; where no document of the corpus makes one
fire, an invoice made for it does (MADE).
"""
import collections
import json
import multiprocessing
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import mutate                                          # noqa: E402
import prog                                            # noqa: E402
import proving                                         # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402

LEAST = 0.99
SETS = {'ubl': 'en16931-ubl-1.3.16', 'cii': 'en16931-cii-1.3.16'}
LISTED = os.path.join(rulings.DATA, 'own_rules.tsv')
BR = re.compile(r'BR-')
RECORDED = os.path.join(rulings.DATA, 'verdicts', 'mutations')
MORE = 2                # changes of each kind that was not recorded


# Invoices, as the model says them, that break one rule each.
MADE = {
    'BR-28': {'lines': [{'price': {'net': '1', 'gross': '-1'}}]},
    'BR-AF-10': {'vat_breakdown': [{'category': 'L', 'rate': '7',
                                    'exemption_reason': 'none'}]},
    'BR-B-01': {'seller': {'address': {'country': 'FR'}},
                'lines': [{'vat_category': 'B'}]},
    'BR-B-02': {'lines': [{'vat_category': 'B'}, {'vat_category': 'S'}]},
    'BR-CL-06': {'tax_point_date_code': '36'},
    'BR-CL-08': {'notes': [{'subject_code': 'aaa', 'text': 'note'}]},
    'BR-CO-03': {'tax_point_date': '2026-01-31', 'tax_point_date_code': '35'},
    'BR-CO-19': {'period': {}}, 'BR-CO-20': {'lines': [{'period': {}}]},
    'BR-DEC-01': {'allowances': [{'amount': '1.001'}]},
    'BR-DEC-02': {'allowances': [{'base': '1.001'}]},
    'BR-DEC-05': {'charges': [{'amount': '1.001'}]},
    'BR-DEC-06': {'charges': [{'base': '1.001'}]},
    'BR-DEC-13': {'totals': {'vat': '1.001'}},
    'BR-DEC-15': {'totals': {'vat_accounting': '1.001'}},
    'BR-DEC-24': {'lines': [{'allowances': [{'amount': '1.001'}]}]},
    'BR-DEC-25': {'lines': [{'allowances': [{'base': '1.001'}]}]},
    'BR-DEC-27': {'lines': [{'charges': [{'amount': '1.001'}]}]},
    'BR-DEC-28': {'lines': [{'charges': [{'base': '1.001'}]}]},
    'BR-O-07': {'charges': [{'vat_category': 'O', 'vat_rate': '0'}]},
    'BR-Z-10': {'vat_breakdown': [{'category': 'Z', 'rate': '0',
                                   'exemption_reason': 'none'}]},
}


def made():
    """Those rules of MADE that fire in the invoice made for them."""
    with prog.Work() as work:
        paths = {work.write('%s.json' % rule, json.dumps(
            {'einv': '0', 'model': '1', 'invoice': invoice}).encode()): rule
            for rule, invoice in MADE.items()}
        judged = judge(sorted(paths))
    return [rule for p, rule in paths.items() if rule in judged[p][0]]


TEACHES = ('term', 'message', 'fix', 'found', 'expected', 'xpath', 'line')
mute = set()            # rules of ours that leave one of these out


def judge(files, rules=None):
    """{file: (our rules, those of the file `rules`; None: they broke off)}"""
    judged = {}
    for i in range(0, len(files), rulings.BATCH):
        args = ['validate', '--report', 'json'] + files[i:i + rulings.BATCH]
        if rules:
            args += ['--rules', rules, '--rules', 'einv']
        for d in prog.run(*args, timeout=600).json()['documents']:
            ours, theirs, errors = set(), set(), False
            for f in d['findings']:
                rule = f.get('rule', '')
                if f.get('kind') == 'error' and f['origin'] == 'rules':
                    errors = True
                elif f['origin'] == 'rules' and BR.match(rule):
                    (ours if f['rule_set'] == 'einv' else theirs).add(rule)
                    if f['rule_set'] == 'einv' and not d['file'].endswith(
                            '.json') and not all(k in f for k in TEACHES):
                        mute.add(rule)
            judged[d['file']] = (ours, None if errors and rules else theirs)
    return judged


def wanted(name, folder=os.path.join(rulings.EU, 'expected')):
    """{label: rules}; documents on which the reference broke off: None."""
    found = {}
    for label, v in rulings.load(os.path.join(folder,
                                              name + '.tsv')).items():
        broke = any(k[0] == '!ERROR' for k in v)
        found[label] = None if broke else {k[0] for k in v
                                           if BR.match(k[0])}
    return found


def seeded(name):
    """Valid invoices with one seeded change each, against the record."""
    s = rulings.rule_set(name)
    want = wanted(name, RECORDED)
    with prog.Work() as work:
        paths = rulings.write_all(work, [d for d in proving.mutations(s)
                                         if d[0] in want])
        judged = judge(sorted(paths))
        return [(paths[p], want[paths[p]], judged[p][0], mute)
                for p in judged]


def more(name):
    """The same with the kinds of change that nobody recorded."""
    s = rulings.rule_set(name)
    good = proving.valid(s)
    step = max(1, len(good) // proving.MUTATED[name])
    with prog.Work() as work:
        paths = rulings.write_all(work, [
            d for file in good[::step][:proving.MUTATED[name]]
            for d in mutate.mutations(os.path.join(rulings.EU, file), file,
                                      MORE, tuple(mutate.MORE))])
        judged = judge(sorted(paths), s.rules)
        return [(paths[p], judged[p][1], judged[p][0], mute)
                for p in judged]


def job(what):
    """[(label, theirs or None, ours, rules that teach too little)]"""
    kind, family = what
    name = SETS[family]
    if kind == 'seeded':
        return seeded(name)
    if kind == 'more':
        return more(name)
    if kind == 'set':
        s = rulings.rule_set(name)
        want = wanted(name)
        paths = {p: label for label, p in proving.documents(s)
                 if label in want}
        judged = judge(sorted(paths))
        return [(paths[p], want[paths[p]], judged[p][0], mute)
                for p in judged]
    with prog.Work() as work:
        if kind == 'unit':
            want = wanted('unit-' + name)
            documents = [d for file in sorted({k.split('#')[0] for k in want})
                         for d in rulings.units(file) if d[0] in want]
            paths = rulings.write_all(work, documents)
            judged = judge(sorted(paths))
            return [(paths[p], want[paths[p]], judged[p][0], mute)
                    for p in judged]
        documents = [d for file in rulings.folder_files('xrechnung-mutate')
                     if ('/cii/' in file) == (family == 'cii')
                     for d in rulings.xmutes(file)]
        paths = rulings.write_all(work, documents)
        judged = judge(sorted(paths), rulings.rule_set(name).rules)
        return [(paths[p], judged[p][1], judged[p][0], mute)
                for p in judged]


def listed():
    rows = {}
    with open(LISTED, encoding='utf-8') as f:
        for line in f:
            if line.strip() and not line.startswith('#'):
                document, rule, side, why = line.rstrip('\n').split('\t')
                rows[document, rule, side] = why
    return rows


def own_ids():
    path = os.path.join(rulings.HERE, '..', '..', 'schemas', 'rules',
                        'en16931.sch')
    with open(path, encoding='utf-8') as f:
        text = f.read()
    names = re.findall(r'<param name="ID" value="(\w+)"', text)
    ids = set()
    for i in re.findall(r'<assert id="([^"]*)"', text):
        ids |= {i.replace('$ID', n) for n in names} if '$ID' in i else {i}
    return {i for i in ids if BR.match(i)}


def figures(t, both, ours, theirs):
    recall = both / max(1, both + theirs)
    precision = both / max(1, both + ours)
    t.figure('%d pairs: both %d, only the published %d, only ours %d'
             % (both + ours + theirs, both, theirs, ours))
    t.figure('recall %.2f %%, precision %.2f %%'
             % (100 * recall, 100 * precision))
    t.case('recall and precision', [] if min(recall, precision) >= LEAST
           else ['below %.0f %%' % (100 * LEAST)])


def main():
    t = tally.Tally(__file__)
    if not os.path.isdir(os.path.join(rulings.EU, 'expected')):
        t.skip('corpus/eu', 'not there')
        return t.finish()
    prog.need()
    jobs = [(k, f) for k in ('set', 'unit', 'mutate', 'seeded', 'more')
            for f in SETS]
    with multiprocessing.Pool(2) as pool:
        judged = [(k, f) + row for (k, f), rows in
                  zip(jobs, pool.imap(job, jobs, 1)) for row in rows]
    known, used = listed(), set()
    fired, silent = collections.Counter(), collections.Counter()
    both = ours_only = theirs_only = left = 0
    by_rule = collections.Counter()
    valid, accused = collections.Counter(), []
    for kind, family, label, theirs, ours, silly in judged:
        mute.update(silly)
        if theirs is None:
            left += 1
            continue
        fired.update(ours)
        silent.update(own_ids() - ours)
        if not theirs:
            valid[kind] += 1
            accused += [label] if ours and kind == 'set' else []
        both += len(ours & theirs)
        wrong = []
        for side, rules in (('ours', ours - theirs),
                            ('published', theirs - ours)):
            for rule in sorted(rules):
                ours_only += side == 'ours'
                theirs_only += side == 'published'
                by_rule[family, rule, side] += 1
                if os.environ.get('EINV_BY_RULE'):
                    print('ROW', label, rule, side, sep='\t')
                if (label, rule, side) in known:
                    used.add((label, rule, side))
                else:
                    wrong.append('%s: only %s' % (rule, side))
        t.case(label, wrong)
    if os.environ.get('EINV_BY_RULE'):
        for k, n in sorted(by_rule.items()):
            print(n, *k)
    for row in sorted(set(known) - used):
        t.case('%s %s %s' % row, ['stands in own_rules.tsv and is no '
                                  'difference any more'])
    t.figure('no rule of the published files fires on %d invoices of the '
             'corpus and %d documents made of them'
             % (valid['set'], sum(valid.values()) - valid['set']))
    t.case('no invoice of the corpus that they call valid is accused',
           accused)
    t.case('every finding teaches', sorted(mute))
    fired.update(made())
    for rule in sorted(own_ids()):
        t.case('%s fires, and is silent' % rule,
               ([] if fired[rule] else ['never fires']) +
               ([] if silent[rule] else ['is never silent']))
    figures(t, both, ours_only, theirs_only)
    t.figure('%d documents on which the published rules broke off' % left)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
