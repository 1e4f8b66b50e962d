#!/usr/bin/python3
"""bench/peers without measuring: its table is read, figures become the ratios
and verdicts that a hand makes of them, its invoices hold what they should.
No network."""
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, '..', '..', 'bench')
sys.path[:0] = [os.path.join(HERE, '..', 'lib'), BENCH]
import make                                            # noqa: E402
import peer                                            # noqa: E402
import peerlimits                                      # noqa: E402
import peertable                                       # noqa: E402
import prog                                            # noqa: E402
import tally                                           # noqa: E402

UBL = '{urn:oasis:names:specification:ubl:schema:xsd:'
CBC, CAC = UBL + 'CommonBasicComponents-2}', UBL + 'CommonAggregateComponents-2}'
# einv 20 ms, 2 ms, 50 ms; Saxon 60, 29 and 30 times that.  1.2 s is 150
# times 8 ms.
FIGURES = {
    'quick': True, 'machine': 'a machine', 'date': '2026-11-01',
    'absent': [{'id': 'nobody', 'why': 'not served'}],
    'peers': [
        {'id': 'einv', 'version': '1', 'cold': 0.020, 'warm10': 0.002,
         'warm1400': 0.050, 'memory': 10e6, 'growth': 1.02, 'differ': 0,
         'verdicts': 0, 'documents': 7, 'spread': 0.05},
        {'id': 'saxon-he', 'version': '2', 'cold': 1.2, 'warm10': 0.058,
         'warm1400': 1.5, 'memory': 45e6, 'growth': 1.5, 'differ': 2,
         'verdicts': 1, 'documents': 7, 'spread': 0.3},
        {'id': 'einv --cache', 'version': '1', 'cold': 0.008}],
    'limits': [
        {'name': 'small', 'bound': 2.3, 'value': 2.31, 'why': None},
        {'name': 'fine', 'bound': 2.3, 'value': 2.3, 'why': None},
        {'name': 'late', 'bound': 1, 'value': None, 'why': 'no answer'}]}
SAXON = ['saxon-he', '2', '60 x (1.2 s)', '29 x (58 ms)', '30 x (1.5 s)',
         '4.5 x (45 MB)', '1.50', '2 of 7', '1 of 7']
PASSED = [('cold, 10 KB, from source', True),
          ('cold, 10 KB, from the cache', False), ('warm, 10 KB', False),
          ('warm, 1.4 MB', True), ('small', False), ('fine', True),
          ('late', False)]
GOOD = ['x', 'pip', 'a==1', 'MIT', 'saxonc.py', 'en', 'corpus', 'a note']


def bad_rows():
    """(row, what must be said)"""
    yield GOOD[:-1], 'columns'
    for i, value, said in ((1, 'ftp', 'client'), (2, 'a', 'no version'),
                           (3, '', 'empty'), (4, 'none.py', 'no driver'),
                           (5, 'de', 'judges')):
        yield GOOD[:i] + [value] + GOOD[i + 1:], said


def table(t, work):
    got = peer.table()
    t.case('the table is read', [] if len(got) > 5 else ['%d rows' % len(got)])
    t.case('a good row', [x for x in [peer.wrong(GOOD)] if x])
    for row, said in bad_rows():
        why = peer.wrong(row) or 'nothing'
        t.case('refused: ' + said, [] if said in why else [why])
    path = work.write('twice.tsv', ('\t'.join(GOOD) + '\n').encode() * 2)
    try:
        peer.table(path)
        t.case('refused: twice', ['it was read'])
    except peer.Refused as e:
        t.case('refused: twice', [] if ':2: twice' in str(e) else [str(e)])


def shown(args):
    p = subprocess.run([sys.executable, os.path.join(BENCH, 'peers')] + args,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return p.returncode, p.stdout.decode()


def printed(t, work):
    code, out = shown(['--list'])
    missing = [p.id for p in peer.table() if '\n%s ' % p.id not in out]
    t.case('--list', missing if code == 0 else [out])
    path = work.write('figures.json', json.dumps(FIGURES).encode())
    for args, row in (([], '  '.join(SAXON).split()),
                      (['--markdown'], ['|'] + ' | '.join(SAXON).split()
                       + ['|'])):
        code, out = shown(args + ['--print', path])
        lines = [line.split() for line in out.splitlines()]
        said = 'nobody (not served)' in out and 'wider' in out \
            and '--quick' in out
        t.case('--print %s' % ' '.join(args),
               [] if code == 0 and row in lines and said else [out])


def judged(t):
    got = [(x[0].partition(':')[0], x[4])
           for x in peertable.limits(FIGURES)]
    t.case('limits', [] if got == PASSED else [repr(got)])
    t.case('median', [] if peertable.median([3, 1, 2, 10]) == 2.5 else ['no'])
    values = iter([5, 3, 1])
    best = peerlimits.limit(3, lambda: next(values))
    t.case('a miss is measured again', [] if best == 3 else [str(best)])


def total(tree):
    """(what the lines add up to, what the totals say)"""
    lines = [float(x.text) for x in tree.findall(
        CAC + 'InvoiceLine/' + CBC + 'LineExtensionAmount')]
    said = tree.find(CAC + 'LegalMonetaryTotal/' + CBC + 'LineExtensionAmount')
    return round(sum(lines), 2), float(said.text)


def shapes(t):
    counted = {'lines': CAC + 'InvoiceLine', 'peppol': CAC + 'InvoiceLine',
               'rates': './/' + CAC + 'TaxSubtotal',
               'payments': CAC + 'PaymentMeans',
               'sublines': './/' + CAC + 'SubInvoiceLine'}
    for shape, path in counted.items():
        tree = ET.fromstring(make.SHAPES[shape](7))
        n, (sum_, said) = len(tree.findall(path)), total(tree)
        tax = tree.find(CAC + 'TaxTotal')
        parts = [float(x.text) for x in tax.findall(
            CAC + 'TaxSubtotal/' + CBC + 'TaxAmount')]
        whole = float(tax.find(CBC + 'TaxAmount').text)
        t.case('an invoice of %s' % shape, [
            why for good, why in (
                (n == 7, '%d' % n), (sum_ == said, '%g, %g' % (sum_, said)),
                (abs(sum(parts) - whole) < 0.001, 'tax')) if not good])


def main():
    t = tally.Tally(__file__)
    with prog.Work() as work:
        table(t, work)
        printed(t, work)
    judged(t)
    shapes(t)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
