#!/usr/bin/env python3
"""Our rules for national formats: each fires on a sample that was changed so
that it breaks the rule, at a place of the sample, and no rule fires on the
sample as it is.

The oracle is the change: a total one kopeck off does not add up.
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import prog                                            # noqa: E402
import tally                                           # noqa: E402

ROOT = os.path.abspath(os.environ.get('EINV_SRCDIR') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..'))
FORMATS = os.path.join(ROOT, 'schemas', 'formats')
KZ, CN, RU = ('kz-esf/samples/additional.xml', 'cn-einvoice/samples/good.xml',
              'ru-upd/samples/rich.xml')
OFF = '1.01'            # what a number is made larger by
# rule: sample, path in the JSON view, new value (None: taken out)
CHANGES = {
    'KZ-01': (KZ, 'totals/net', OFF), 'KZ-02': (KZ, 'totals/taxable', OFF),
    'KZ-03': (KZ, 'totals/vat', OFF), 'KZ-04': (KZ, 'totals/gross', OFF),
    'KZ-05': (KZ, 'lines/0/taxable_amount', OFF),
    'KZ-06': (KZ, 'lines/0/vat_amount', OFF),
    'KZ-07': (KZ, 'lines/0/gross_amount', OFF),
    'KZ-08': (KZ, 'lines/0/customs/origin_feature', '1'),
    'CN-01': (CN, 'totals/net', OFF), 'CN-02': (CN, 'totals/vat', OFF),
    'CN-03': (CN, 'totals/gross', OFF),
    'CN-04': (CN, 'type_code', '381'),
    'CN-05': (CN, 'lines/0/vat_amount', OFF),
    'CN-06': (CN, 'lines/0/quantity', None),
    'CN-07': (CN, 'lines/0/item/tax_class', None),
    'RU-01': (RU, 'totals/net', OFF), 'RU-02': (RU, 'totals/vat', OFF),
    'RU-03': (RU, 'totals/gross', OFF), 'RU-04': (RU, 'transfer', None),
    'RU-05': (RU, 'buyer/address', None),
    'RU-06': (RU, 'lines/0/gross_amount', OFF),
    'RU-07': (RU, 'lines/0/net_amount', OFF),
    'RU-08': (RU, 'lines/0/item/instances', [{'markings': [{'level':
                                                           'unit'}]}]),
}
OURS = re.compile(r'(KZ|CN|RU)-\d\d$')


def change(view, path, value):
    *way, last = path.split('/')
    at = view['invoice']
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if value is None:
        del at[last]
    elif value is OFF:
        at[last] = '%.2f' % (float(at[last]) + float(OFF))
    else:
        at[last] = value


def rules(*args, stdin=None):
    r = prog.run('validate', '--report', 'json', *args, stdin=stdin)
    return {f['rule']: f for f in r.json()['documents'][0]['findings']
            if f['origin'] == 'rules'}


def every_id():
    found = set()
    for name in sorted(os.listdir(FORMATS)):
        path = os.path.join(FORMATS, name, 'rules.sch')
        if os.path.isfile(path):
            with open(path, encoding='utf-8') as f:
                found |= set(re.findall(r'<assert id="([^"]*)"', f.read()))
    return found


def main():
    prog.need()
    t = tally.Tally(__file__)
    for sample in sorted({c[0] for c in CHANGES.values()}):
        broken = {r for r in rules(os.path.join(FORMATS, sample))
                  if OURS.match(r)}
        t.case(sample, sorted(broken))
    for rule, (sample, path, value) in sorted(CHANGES.items()):
        done = prog.run('convert', os.path.join(FORMATS, sample), '--to',
                        'json')
        view = done.json()
        change(view, path, value)
        found = rules('-', stdin=json.dumps(view).encode())
        t.case(rule, [] if rule in found else ['does not fire: %s'
                                               % sorted(found)])
        lacks = [k for k in ('message', 'fix', 'expected', 'xpath')
                 if k not in found.get(rule, {k: ''})]
        t.case(rule + ' teaches', lacks)
    t.case('every rule is tried', sorted(every_id() ^ set(CHANGES)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
