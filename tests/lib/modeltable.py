"""The model as model.xml says it: our own reading, not the library's.

What this file knows: how records, roles and terms make paths; how the JSON
view writes them; how to make a random invoice.
"""
import os
import random
import needlxml  # noqa: F401
from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(HERE, '..', '..', 'schemas', 'model.xml')
NS = '{urn:einv:model:1}'
NUMBERS = ('amount', 'price', 'quantity', 'percent')


class Field:
    def __init__(self, e):
        self.name = e.get('name')
        self.type = e.get('type')
        self.record = e.get('record')
        self.many = e.get('many') == 'yes'
        self.list = e.get('list')
        self.id = e.get('id')
        self.grave = e.get('grave') == 'yes'
        self.key = (e.get('key') or '').split(',') if e.get('key') else []
        self.terms = {}
        for t in e.findall(NS + 'term'):
            self.terms[t.get('of')] = t


class Model:
    def __init__(self, path=MODEL):
        root = etree.parse(path).getroot()
        self.qualifiers, self.records = {}, {}
        for q in root.findall(NS + 'qualifiers'):
            self.qualifiers[q.get('type')] = [
                Field(f) for f in q.findall(NS + 'field')]
        for r in root.findall(NS + 'record'):
            self.records[r.get('name')] = [
                Field(f) for f in r.findall(NS + 'field')]
        self.ids = {}          # BT-131 -> lines/net_amount (the first)
        self.places = {}       # XT-2 -> all paths with this id
        self.types = {}        # lines/net_amount -> amount
        self.names = {}        # path -> id
        self.grave = set()
        self.walk('invoice', '', {}, ())

    def walk(self, record, at, roles, seen):
        """`roles` are the terms that the fields above give below."""
        for f in self.records[record]:
            path = f.name if not at else at + '/' + f.name
            own = roles.get(f.name)
            ident = own.get('id') if own is not None else f.id
            if ident:
                self.ids.setdefault(ident, path)
                self.places.setdefault(ident, []).append(path)
                self.names[path] = ident
            if f.grave or (own is not None and own.get('grave') == 'yes'):
                self.grave.add(path)
            self.types[path] = f.type or 'record'
            below = {}
            for of, t in list(roles.items()):
                if of.startswith(f.name + '/'):
                    below[of[len(f.name) + 1:]] = t
            below.update(f.terms)
            for q in self.qualifiers.get(f.type, []):
                t = below.get(q.name)
                qp = path + '/' + q.name
                self.types[qp] = q.type
                if t is not None:
                    self.ids.setdefault(t.get('id'), qp)
                    self.places.setdefault(t.get('id'), []).append(qp)
                    self.names[qp] = t.get('id')
            if f.record and f.record not in seen:
                self.walk(f.record, path, below, seen + (f.record,))


def steps(path):
    """('lines', 2), ('net_amount', None) of lines[2]/net_amount."""
    for s in path.strip('/').split('/'):
        if s.endswith(']'):
            name, _, n = s[:-1].partition('[')
            yield name, int(n)
        else:
            yield s, None


def value_records(model=[]):
    """Fields whose record has a field that is itself called "value": there
    the key says a field, elsewhere the text of a value with qualifiers."""
    if not model:
        model.append(Model())
        model.append({f.name for r in model[0].records.values() for f in r
                      if f.record and any(
                          g.name == 'value'
                          for g in model[0].records[f.record])})
    return model[1]


def is_value(key, path):
    last = path.rsplit('/', 1)[-1].partition('[')[0]
    return key == 'value' and last not in value_records()


def flat(value, path=''):
    """{path: text} of a JSON view's invoice; [n] counts lists from 1."""
    out = {}
    if isinstance(value, dict):
        for k, v in value.items():
            if is_value(k, path):
                out[path] = v
            elif k == 'national':
                continue
            else:
                out.update(flat(v, path + '/' + k if path else k))
    elif isinstance(value, list):
        for i, v in enumerate(value):
            out.update(flat(v, '%s[%d]' % (path, i + 1)))
    else:
        out[path] = value
    return out


def values(invoice, path):
    """Every text at a path without indices, in order."""
    now = [invoice]
    for name, _ in steps(path):
        nxt = []
        for v in now:
            if isinstance(v, dict) and name in v:
                w = v[name]
                nxt.extend(w if isinstance(w, list) else [w])
        now = nxt
    out = []
    for v in now:
        if isinstance(v, dict):
            if 'value' in v:
                out.append(v['value'])
        else:
            out.append(v)
    return out


# --- random invoices ------------------------------------------------------

WORDS = ('Bolt', 'Nut & Washer', 'Тара', '螺栓', 'Ærø <x>', 'Größe "L"',
         'two  blanks', "it's", 'Şile', 'a;b|c', '100%', 'line', '№ 7')
CODES = {
    'currency': ('EUR', 'USD', 'CNY', 'KZT', 'TRY'),
    'country': ('DE', 'CN', 'KZ', 'TR', 'NL'),
    'invoice-type': ('380', '381', '384', '326', '389', '751', '396'),
    'tax-point': ('5', '29', '72'),
    'note-subject': ('AAI', 'REG', 'ABL', 'TXD'),
    'payment-means': ('30', '58', '49', '57', '1', '10'),
    'vat-category': ('S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'),
    'vat-exemption': ('VATEX-EU-AE', 'VATEX-EU-IC', 'VATEX-EU-132'),
    'unit': ('C62', 'KGM', 'HUR', 'MTR', 'LTR'),
    'allowance-reason': ('95', '41', '64'),
    'charge-reason': ('FC', 'ADR', 'AA'),
}
SCHEMES = ('0088', '0060', '0199', '9930')


class Maker:
    """One seed, one invoice.  Typed values that a real sender could write;
    every field has its chance, lists have 0 to 3 members, lines nest once
    (depth 2)."""

    def __init__(self, model, seed, lean=None):
        self.m, self.r = model, random.Random(seed)
        # From nearly empty to nearly full.
        self.chance = lean if lean is not None else self.r.choice(
            (0.25, 0.5, 0.8, 1.0))

    def text(self):
        n = self.r.choice((1, 1, 2, 3))
        return ' '.join(self.r.choice(WORDS) for _ in range(n))

    def number(self, kind):
        r = self.r
        if kind == 'percent':
            return r.choice(('19', '7.00', '0', '25.5', '13.0', '0.125'))
        digits = r.choice((0, 1, 2, 2, 2, 4 if kind != 'amount' else 2))
        whole = r.choice((0, 1, 7, 99, 1200, 123456789))
        sign = '-' if r.random() < 0.08 and kind != 'percent' else ''
        if not digits:
            return sign + str(whole)
        return '%s%d.%0*d' % (sign, whole, digits,
                              r.randrange(10 ** digits))

    def value(self, f, path):
        r = self.r
        if f.type in NUMBERS:
            return self.number(f.type)
        if f.type == 'date':
            return '%04d-%02d-%02d' % (r.randint(1999, 2040),
                                       r.randint(1, 12), r.randint(1, 28))
        if f.type == 'code':
            return self.code(f, path)
        if f.type == 'boolean':
            return r.choice(('true', 'false'))
        if f.type == 'binary':
            import base64
            data = bytes(r.randrange(256) for _ in range(r.randint(1, 60)))
            return {'value': base64.b64encode(data).decode(),
                    'mime': r.choice(('application/pdf', 'text/csv')),
                    'filename': r.choice(('a.pdf', 'Счёт 7.csv'))}
        if f.type == 'identifier':
            v = '%s-%d' % (r.choice(('A', 'ID', 'Ж', '9')),
                           r.randrange(10 ** 6))
            out = {'value': v}
            if r.random() < 0.5:
                out['scheme'] = r.choice(SCHEMES)
            if r.random() < 0.15:
                out['version'] = r.choice(('1', '2.3'))
            return out if len(out) > 1 else v
        if f.type == 'reference':
            return '%s/%d' % (r.choice(('PO', 'C', 'Дог')),
                              r.randrange(10 ** 5))
        return self.text()

    def code(self, f, path):
        name = f.list
        if name is None:
            # An allowance's reason code is named by its role.
            name = ('charge-reason' if 'charges' in path
                    else 'allowance-reason')
        return self.r.choice(CODES.get(name, ('X1', 'Y2')))

    def record(self, name, path, depth):
        out = {}
        for f in self.m.records[name]:
            here = path + '/' + f.name if path else f.name
            if f.record == name and depth >= 2:
                continue
            if self.r.random() > self.chance and not self.must(here):
                continue
            n = self.r.randint(0, 3) if f.many else 1
            made = []
            for _ in range(n):
                v = (self.record(f.record, here, depth + (
                    f.record == name)) if f.record
                    else self.value(f, here))
                if v or v == '':
                    made.append(v)
            if f.many and f.key:
                made = self.unlike(made, f.key)
            if not made:
                continue
            out[f.name] = made if f.many else made[0]
        return out

    def must(self, path):
        """Without these no document says anything."""
        return path in ('number', 'issue_date', 'type_code', 'currency')

    def unlike(self, made, key):
        """A list's natural keys differ, as the model demands."""
        seen, out = set(), []
        for v in made:
            k = tuple(str(v.get(x)) for x in key)
            if k not in seen:
                seen.add(k)
                out.append(v)
        return out

    def invoice(self):
        return self.record('invoice', '', 1)
