#!/usr/bin/python3
"""Put-get after edits: one field is set, the rest stays as it was.

A random field of a real document's model is set with --set, the document is
written in its own format with its residue and read again: the new value is
there (or a write row says why not), every other field is as before, and in
the document itself nothing else has changed but copies of the same value.

Usage: edits.py [count [first seed]]
"""
import json
import os
import random
import re
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import canon
import corpus
import modeltable
import prog
import tally

MODEL = modeltable.Model()
POOL = []
PLACES = {}
LOSS = ('no_place', 'in_slot', 'code_lossy', 'truncated', 'merged')
MADE = ('derived', 'defaulted')
FEW = []        # of the national formats: every fourth case is one
NEW = {'text': 'Edited № 7 <&>', 'identifier': 'ED-4711',
       'reference': 'R-4711', 'amount': '4711.07', 'price': '4711.0707',
       'quantity': '4711', 'percent': '17.5', 'date': '2031-02-03',
       'boolean': 'true', 'binary': 'RWRpdA=='}
# Fields that decide which of several elements a country's format writes
# around them: a Russian address or a foreign one, a body or a person by the
# length of its tax number, the element "without VAT", the document that both
# the invoice and the transfer name.  The model alone is compared then.
DECIDES = {'ru-upd': re.compile(r'.*(/country|vat_category|vat_id|'
                                r'basis_documents\[\d+\]/\w+)$'),
           # A number that is none goes into the slot, and its element stays
           # away or gets company; the tax class tells a toll, in whose line
           # days stand where quantity and price do.
           'cn-einvoice': re.compile(r'.*(vat_id|tax_class)$')}
DECIDES['ru-ukd'] = DECIDES['ru-upd']
# What says a value again in other words: a currency's name, a sum in words.
AGAIN = {('cn-einvoice', 'totals/gross'):
         'EInvoiceData/BasicInformation/TotalTax-includedAmountInChinese',
         ('ru-upd', 'currency'): 'Документ/СвСчФакт/ДенИзм/@НаимОКВ',
         ('ru-ukd', 'currency'): 'Документ/СвКСчФ/ДопСвФХЖ1/@НаимОКВ'}
NOTHING = re.compile('$^')
CODE = {'currency': 'CHF', 'tax_currency': 'SEK', 'type_code': None,
        'tax_point_date_code': None, 'country': 'NO', 'origin': 'NO',
        'unit': 'MTK', 'base_unit': 'MTK', 'means_code': '42',
        'vat_category': 'G', 'category': 'G', 'scheme': '0192',
        'subject_code': 'ADU', 'reason_code': '100',
        'exemption_code': 'VATEX-EU-143', 'mime': 'image/png'}


def bare(path):
    p = '/'.join(s for s, _ in modeltable.steps(path))
    while 'lines/lines/' in p:
        p = p.replace('lines/lines/', 'lines/')
    return p


def new_value(path, old):
    kind = MODEL.types.get(bare(path))
    if path.endswith('credit_transfer/account'):
        # CII has one place for an IBAN and one for anything else.
        return 'DE02120300000000202051' if re.match(
            r'^[A-Z]{2}\d\d', old) else 'ED-4711'
    if kind == 'code':
        return CODE.get(bare(path).rsplit('/', 1)[-1])
    if kind == 'text' and path.endswith('filename'):
        return 'edited.png'
    return NEW.get(kind)


def check(seed):
    r = random.Random(seed)
    file, fmt = r.choice(FEW if FEW and seed % 4 == 0 else POOL)
    full = corpus.path(file)
    case = 'seed %d %s' % (seed, file)
    first = prog.run('convert', full, '--to', 'json')
    if first.code != 0:
        return case, ['to json: ' + first.why()], 0
    a = modeltable.flat(first.json()['invoice'])
    spots = [p for p in sorted(a) if isinstance(a[p], str)
             and new_value(p, a[p]) not in (None, a[p])]
    if not spots:
        return case, [], 0
    path = r.choice(spots)
    old, new = a[path], new_value(path, a[path])
    case += ' %s: %r -> %r' % (path, old[:30], new)
    problems = []
    with prog.Work() as w:
        c = prog.run('convert', full, '--to', fmt, '--set',
                     '%s=%s' % (path, new), '--allow-loss', '-o',
                     w.path('out.xml'), '--ledger', w.path('ledger.json'))
        if c.code != 0:
            return case, ['set: ' + c.why()], 1
        # The root may have been found by the value that was edited.
        back = prog.run('convert', w.path('out.xml'), '--from', fmt, '--to',
                        'json')
        if back.code != 0:
            return case, ['read: ' + back.why()], 1
        rows = [x for x in json.loads(w.read('ledger.json'))['rows']
                if x.get('direction') == 'write']
        b = modeltable.flat(back.json()['invoice'])
        named = [x for x in rows if x.get('value') == new]
        if b.get(path) != new and not named:
            problems.append('%s: set %r, read %r' % (path, new, b.get(path)))
        # Fields that share a place or a condition with the edited one.
        lost = {x.get('value') for x in rows if x.get('reason') in LOSS}
        made = {x.get('term') for x in rows if x.get('reason') in MADE}
        for p in sorted(set(a) | set(b)):
            if p != path and a.get(p) != b.get(p) and not (
                    a.get(p) in lost or (p not in a and bare(p) in made)):
                problems.append('%s was %r, is %r' % (p, a.get(p), b.get(p)))
        if not DECIDES.get(fmt.split('@')[0], NOTHING).match(path):
            same_elsewhere(full, w.read('out.xml'), old, new,
                           places_of(fmt, bare(path)), lost, problems)
    return case, problems, 1


def date_free(text):
    return re.sub(r'[-\s]|(Z|[+]\d\d:\d\d)$', '', text or '')


def places_of(fmt, path):
    """Where the format has the field, as paths of names; of a country's own
    formats, whose codes and dates look otherwise than the model's."""
    if fmt in ('ubl', 'cii'):
        return set()
    if fmt not in PLACES:
        r = prog.run('formats', 'describe', fmt, '--report', 'json')
        PLACES[fmt] = {t['path']: {plain(x) for x in t.get('places', [])}
                       for t in r.json()['terms']}
    again = AGAIN.get((fmt.split('@')[0], path))
    return PLACES[fmt].get(path, set()) | ({again} if again else set())


def plain(path):
    """An element's path without positions and prefixes, and without the
    container that a body may stand in."""
    steps = [re.split(r'[\[~]', s)[0].split(':')[-1]
             for s in path.split('/') if s]
    return '/'.join(steps[steps.index('invoice') + 1:]
                    if 'invoice' in steps else steps[1:])


def same_elsewhere(full, data, old, new, places, lost, problems):
    """Nothing but copies of the value may differ in the document, and what
    the ledger names."""
    a, b = canon.parse_file(full), canon.parse_bytes(data)
    # A value that its place says otherwise is carried beside it.
    canon.without_slots(b)
    if not list(b.iter(canon.DS + 'Signature')):
        # Once something is edited a signature is no longer written
        # (LENS.md, open point 3).
        canon.without_signatures(a)
    for d in canon.differences(a, b):
        if d.kind == 'changed' and (
                (d.old or '').strip() == old.strip()
                or date_free(d.old) == date_free(old)
                or (old in (d.old or '') and new in (d.new or ''))):
            continue
        if places and (plain(d.place()) in places or d.old in lost):
            continue
        problems.append('in the document: %s' % d)


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__, show=6)
    POOL.extend(f for f in corpus.invoices()
                if os.path.getsize(corpus.path(f[0])) < 100000)
    FEW.extend(corpus.national())
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    n = 0
    for case, problems, done in tally.over(
            check, range(first, first + count), 16):
        t.case(case, problems)
        n += done
    t.figure('%d edits' % n)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
