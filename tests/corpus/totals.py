#!/usr/bin/env python3
"""The declared sums of real invoices: what einv finds wrong is what EN
16931's own rules find wrong, and what it derives is what was declared.

The oracle is corpus/eu/expected: the verdicts of the published rules
(BR-CO-10 to 17), which no code of ours has made.
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import corpus                                          # noqa: E402
import prog                                            # noqa: E402
import tally                                           # noqa: E402

# What our own business rules say, the check of sums does not say again.
RULES = {'BR-CO-10': 'EINV-TOTALS-0001', 'BR-CO-11': 'EINV-TOTALS-0002',
         'BR-CO-12': 'EINV-TOTALS-0003', 'BR-CO-13': 'EINV-TOTALS-0004',
         'BR-CO-14': 'EINV-TOTALS-0005', 'BR-CO-15': 'EINV-TOTALS-0006',
         'BR-CO-16': 'EINV-TOTALS-0007'}
# Without these a sum cannot be compared: that they lack is another finding.
NEEDS = {'EINV-TOTALS-0001': ('lines',), 'EINV-TOTALS-0002': ('allowances',),
         'EINV-TOTALS-0003': ('charges',),
         'EINV-TOTALS-0004': ('net', 'lines'), 'EINV-TOTALS-0005': ('vat',),
         'EINV-TOTALS-0006': ('gross', 'net', 'vat'),
         'EINV-TOTALS-0007': ('due', 'gross')}
TOTALS = ('lines', 'allowances', 'charges', 'net', 'vat', 'gross', 'due')


def beyond(text):
    """Why EN 16931's own rules cannot judge this document's sums."""
    if 'LogisticsServiceCharge' in text:
        return 'charges for services count, which only EXTENDED knows'
    if re.search('>(GROUP|INFORMATION)<', text):
        return 'has lines that do not count, which only EXTENDED knows'
    if re.search('extension|PrepaidPayment', text):
        return 'third party payments count, which only the extension knows'
    if not re.search(r'TradeLineItem\b|InvoiceLine\b|CreditNoteLine\b', text):
        return 'has no lines to add up'
    return None


def read(file):
    with open(corpus.path(file), encoding='utf-8', errors='replace') as f:
        return f.read()


def found(file):
    done = prog.run('validate', '--report', 'json', corpus.path(file))
    if done.code > 1:
        return None
    return [f for f in done.json()['documents'][0]['findings']
            if f['origin'] == 'totals' or f.get('rule') in RULES]


def check(item):
    file, want = item
    text = read(file)
    findings = found(file)
    if findings is None or beyond(text):
        return file, None, beyond(text) or 'not read'
    view = prog.run('convert', '--to', 'json', corpus.path(file)).json()
    declared = view['invoice'].get('totals', {})
    want = {r for r in want if all(n in declared for n in NEEDS[r])}
    have = {r for r in (RULES.get(f['rule'], f['rule']) for f in findings)
            if all(n in declared for n in NEEDS.get(r, ['no such sum']))}
    out = ['%s: only the published rules find it' % r
           for r in sorted(want - have)]
    out += ['%s: only einv finds it' % r for r in sorted(have - want)]
    if not findings:
        out += derived(view, declared)
    return file, out, None


def derived(view, declared):
    """Without its totals, einv derives what was declared."""
    kept = {k: v for k, v in declared.items() if k not in TOTALS}
    view['invoice']['totals'] = kept
    for key in ('residue', 'format', 'version'):
        view.pop(key, None)            # an invoice of no format's own
    done = prog.run('convert', '--to', 'ubl', '--allow-loss', '-',
                    stdin=json.dumps(view).encode())
    if done.code != 0:
        return [done.why()]
    back = prog.run('convert', '--to', 'json', '-', stdin=done.out)
    if back.code != 0:
        return [back.why()]
    made = back.json()['invoice'].get('totals', {})
    return ['%s: declared %s, derived %s' % (k, declared[k], made.get(k))
            for k in TOTALS if k in declared
            and float(declared[k]) != float(made.get(k, '0'))]


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    items = []
    for table, kinds in (('en16931-ubl-1.3.16.tsv', ('UBL', 'UBL-CN')),
                         ('en16931-cii-1.3.16.tsv', ('CII',))):
        verdicts = corpus.expected(table)
        for file in corpus.eu(*kinds):
            if file in verdicts:
                items.append((file, {RULES[r['rule']] for r in verdicts[file]
                                     if r['rule'] in RULES}))
    left = 0
    for file, wrong, why in tally.over(check, items):
        if wrong is None:
            left += 1
        else:
            t.case(file, wrong)
    t.figure('%d documents whose sums EN 16931 alone cannot judge' % left)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
