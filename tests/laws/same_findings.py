#!/usr/bin/python3
"""One invoice in five forms: the same business findings.

Our own invoices, as they are and with one fault planted in each copy, are
judged as the model has them, then written in each form (--slots none) and
judged there.  A business rule of EN 16931 that fires on one side alone must
be explained: the ledger of that conversion names a term that the rule speaks
of as lost, changed, made up or missing; or the form has no place for what the
rule needs (formats describe); or the rule is one that the files published for
UBL and for CII judge differently, and says so.  Nothing is listed by hand.

Usage: same_findings.py
"""
import copy
import json
import os
import re
import sys
from xml.etree import ElementTree
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import prog                                            # noqa: E402
import tally                                           # noqa: E402

ROOT = os.path.abspath(os.environ.get('EINV_SRCDIR') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..'))
RULES = os.path.join(ROOT, 'schemas/rules/en16931.sch')
SCH = '{http://purl.oclc.org/dsdl/schematron}'
NEEDS = '{urn:einv:rules}needs'
FORMS = ['ubl', 'cii', 'kz-esf', 'ru-upd', 'cn-einvoice']
OURS = ['examples/invoices/bearings.xml', 'examples/invoices/credit-note.xml',
        'examples/invoices/harbour.xml', 'examples/silk-road/shanghai.xml',
        'schemas/formats/kz-esf/samples/additional.xml',
        'schemas/formats/ru-upd/samples/rich.xml']
TERM = re.compile(r'(?:BT|BG|XT|XG)-(?:X-)?[0-9]+(?:-[0-9]+)*')
BATCH = 200
MORE = 'more'           # the number is made larger by five
# Where a fault is planted, and the value then; None: it is taken out.
FAULTS = [
    ('totals/lines', MORE), ('totals/net', MORE), ('totals/vat', MORE),
    ('totals/gross', MORE), ('totals/due', MORE), ('totals', None),
    ('lines/0/net_amount', MORE), ('lines/0/net_amount', None),
    ('lines/0/net_amount', '10.123'), ('lines/0/id', None),
    ('lines/0/quantity', None), ('lines/0/unit', None),
    ('lines/0/unit', 'QQ9'), ('lines/0/item/name', None),
    ('lines/0/price/net', None), ('lines/0/price/net', '-1'),
    ('lines/0/vat_category', None), ('lines/0/vat_category', 'Z'),
    ('lines/0/vat_rate', None), ('lines', None),
    ('vat_breakdown', None), ('vat_breakdown/0/amount', MORE),
    ('vat_breakdown/0/base', MORE), ('vat_breakdown/0/rate', None),
    ('number', None), ('issue_date', None), ('currency', 'QQQ'),
    ('type_code', '999'), ('seller/name', None), ('seller/vat_id', None),
    ('seller/vat_id', 'Q9123'), ('seller/address', None),
    ('seller/address/country', 'QQ'), ('buyer/name', None),
    ('buyer/address', None), ('buyer/address/country', 'QQ'),
    ('payments/0/means_code', None), ('payments/0/means_code', 'QQ'),
]


class Rule:
    """What the asserts of one id say, from the rule file."""

    def __init__(self):
        self.terms = set()          # that they speak of
        self.needs = []             # one set of terms for each assert
        self.fields = set()         # names at the end of their contexts
        self.records = set()        # that it is about
        self.paths = set()          # of the invoice, that it computes with
        self.differs = False        # by the files published for UBL and CII


def rules():
    """{id: Rule}"""
    root = ElementTree.parse(RULES).getroot()
    shared = {p.get('id'): p for p in root.iter(SCH + 'pattern')
              if p.get('abstract') == 'true'}
    found = {}
    for p in root.iter(SCH + 'pattern'):
        if p.get('abstract') == 'true':
            continue
        values = {v.get('name'): v.get('value')
                  for v in p.iter(SCH + 'param')}
        for r in shared.get(p.get('is-a'), p).iter(SCH + 'rule'):
            lets = {v.get('name'): v.get('value')
                    for v in r.iter(SCH + 'let')}
            for a in r.iter(SCH + 'assert'):
                rule = found.setdefault(a.get('id').replace(
                    '$ID', values.get('ID', '')), Rule())
                add(rule, r, a, lets, values)
    return found


def add(rule, r, a, lets, values):
    said = ' '.join([a.get(NEEDS) or '', *a.itertext(),
                     values.get('ASKED', '')])
    rule.terms.update(TERM.findall(said))
    rule.needs.append(set((a.get(NEEDS) or '').split()))
    rule.fields.update(re.findall(r'/(\w+)(?: \||$)', r.get('context')))
    test = a.get('test')
    used = ' '.join([test] + [value for name, value in
                              [*lets.items(), *values.items()]
                              if '$' + name in test])
    rule.paths.update(re.findall(r'\b\w+/\w+', used))
    rule.differs |= '$cii' in used or '$ubl' in used
    rule.records.update(re.findall(r'^/invoice/(\w+)', r.get('context')))


class Form:
    """What a form has a place for."""

    def __init__(self, name):
        told = prog.run('formats', 'describe', name, '--report',
                        'json').json()
        self.name = name
        self.fields = {}            # name: terms, of every field
        self.paths = {}             # path: term
        self.lacks = set()
        for t in told['terms']:
            last = t['path'].rsplit('/', 1)[-1]
            self.fields.setdefault(last, set()).add(t['term'])
            self.paths[t['path']] = t['term']
            if not t.get('places'):
                self.lacks.add(t['term'])

    def explains(self, rule, changed, made):
        """Why the form and the model may disagree on a rule: a term of it is
        in the ledger, or has no place in the form; the record that it is
        about is derived; or the two published files say different things."""
        terms = rule.terms | {self.paths.get(p) for p in rule.paths}
        for name in rule.fields:
            terms |= self.fields.get(name, set())
        terms.discard(None)
        return (terms & changed or any(n & self.lacks for n in rule.needs) or
                any(term in made and path.split('/')[0] in rule.records
                    for path, term in self.paths.items()) or
                (rule.differs and self.name in ('ubl', 'cii')))


def plant(view, path, value):
    """The view with a fault; None: there is nothing at that path."""
    view = copy.deepcopy(view)
    *way, last = path.split('/')
    at = view['invoice']
    for step in way:
        if isinstance(at, list) and int(step) < len(at):
            at = at[int(step)]
        elif isinstance(at, dict) and step in at:
            at = at[step]
        else:
            return None
    if last not in at:
        return None
    if value is None:
        del at[last]
    elif value is MORE:
        at[last] = '%.2f' % (float(at[last]) + 5)
    else:
        at[last] = value
    return json.dumps(view).encode()


def documents():
    """(label, bytes) of our own invoices and of their faulty copies."""
    for path in OURS:
        view = prog.run('convert', os.path.join(ROOT, path), '--to',
                        'json').json()
        view = {k: view[k] for k in ('einv', 'model', 'invoice')}
        yield path, json.dumps(view).encode()
        for place, value in FAULTS:
            data = plant(view, place, value)
            if data is not None:
                yield '%s %s=%s' % (path, place, value), data


def convert(item):
    label, path, form, out = item
    done = prog.run('convert', path, '--to', form, '--allow-loss', '--slots',
                    'none', '-o', out, '--report', 'json')
    if done.code != 0:
        return label, form, out, None
    rows = done.json()['rows']
    return label, form, out, (
        {r.get('term') for r in rows if r['reason'] != 'spelling'},
        {r.get('term') for r in rows if r['reason'] == 'derived'})


def judge(paths):
    found = {}
    for i in range(0, len(paths), BATCH):
        for d in prog.run('validate', '--report', 'json',
                          *paths[i:i + BATCH], timeout=600
                          ).json()['documents']:
            found[d['file']] = {f['rule'] for f in d['findings']
                                if f.get('rule', '').startswith('BR-')}
    return found


def compare(t, form, known, label, there, here, changed):
    """How many rules fire on both sides, and on one, with a reason."""
    wrong = ['%s: only in %s' % (rule, 'the model' if rule in there
                                 else 'the form')
             for rule in sorted(there ^ here)
             if not form.explains(known[rule], *changed)]
    t.case(label, wrong)
    return len(there & here), len(there ^ here) - len(wrong)


def main():
    t = tally.Tally(__file__)
    prog.need()
    known = rules()
    forms = {name: Form(name) for name in FORMS}
    with prog.Work() as work:
        made = {label: work.write('%d.json' % n, data)
                for n, (label, data) in enumerate(documents())}
        items = [(label, path, form, '%s.%s.xml' % (path, form))
                 for label, path in made.items() for form in FORMS]
        written = list(tally.over(convert, items))
        found = judge(sorted(made.values()) +
                      sorted(out for _, _, out, rows in written
                             if rows is not None))
        same = {form: [0, 0] for form in FORMS}
        for label, form, out, changed in written:
            name = '%s to %s' % (label, form)
            if changed is None:
                t.case(name, ['is not written'])
                continue
            n = compare(t, forms[form], known, name, found[made[label]],
                        found[out], changed)
            same[form] = [a + b for a, b in zip(same[form], n)]
    for form, (both, reason) in same.items():
        t.figure('%s: %d findings in both, %d in one, with a reason'
                 % (form, both, reason))
        t.case('%s has findings' % form, [] if both >= 100 else [str(both)])
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
