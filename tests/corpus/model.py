#!/usr/bin/env python3
"""Is every term of EN 16931 in model.xml, with its id, parent, cardinality,
type and name?

The terms come from the shared table formats/core/EN16931-TERMS.tsv, which was
made from the norm's published artefacts, not from einv.  Prints one line for
each difference and ends with the count; exit 1 when there is one that is not
listed in KNOWN with its reason.
"""
import csv
import os
import sys
import xml.etree.ElementTree as ET

NS = '{urn:einv:model:1}'
HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.environ.get('EINV_SRCDIR') or os.path.join(HERE, '..', '..')
SHARED = os.environ.get('EINV_SHARED') or os.path.join(TOP, '..', 'shared')

TYPES = {
    'Text': 'text', 'Identifier': 'identifier', 'Code': 'code',
    'Amount': 'amount', 'Unit price amount': 'price',
    'Quantity': 'quantity', 'Percentage': 'percent', 'Date': 'date',
    'Document reference': 'reference', 'Binary object': 'binary',
}

# (id, what): why the model differs from the table.
KNOWN = {
    ('BG-14', 'parent'): 'both syntaxes keep the period beside the delivery',
    ('BG-16', 'card'): 'both syntaxes repeat the whole instruction',
    ('BG-17', 'card'): 'one account for each payment instruction',
    ('BT-83', 'parent'): 'one remittance information for the invoice',
    ('BG-19', 'parent'): 'one mandate for the invoice',
    ('BT-91', 'parent'): 'stands with each payment instruction',
    ('BT-46', 'card'): 'real invoices carry several',
    ('BT-60', 'card'): 'the same',
}


class Place:
    def __init__(self, ident, parent, type_, many, card, title):
        self.id, self.parent, self.type = ident, parent, type_
        self.many, self.card, self.title = many, card, title


def load(path):
    """Expands model.xml anew, in the plainest way: the judge shares no code
    with lib/model."""
    root = ET.parse(path).getroot()
    records = {r.get('name'): r for r in root.findall(NS + 'record')}
    quals = {q.get('type'): q for q in root.findall(NS + 'qualifiers')}
    places, aliases = {}, {}

    def titled(title, role, many):
        if not title[:1].islower() and not title.startswith('+'):
            return title
        title = title.lstrip('+')
        if many and role.endswith('s') and not role.endswith('ss'):
            role = role[:-1]
        first = title.split(' ')[0]
        if role.endswith(' ' + first):
            role = role[:-len(first) - 1]
        return (role + ' ' + title).strip()

    def expand(record, parent_id, terms, path, role, role_many):
        for group in record.findall(NS + 'group'):
            aliases[group.get('id')] = parent_id
        for field in record.findall(NS + 'field'):
            name = field.get('name')
            said = dict(field.attrib)
            below = []
            own = [(t.get('of').split('/'), t.attrib)
                   for t in field.findall(NS + 'term')]
            for steps, attrs in [(['.'] + s, a) for s, a in own] + [
                    (s, a) for s, a in terms if s[0] == name]:
                if len(steps) > 1:
                    below.append((steps[1:], attrs))
                else:
                    said.update((k, v) for k, v in attrs.items() if k != 'of')
            many = said.get('many') == 'yes'
            title = titled(said.get('title', name), role, role_many)
            absolute = not said.get('title', 'x')[:1].islower() and \
                not said.get('title', '+').startswith('+')
            ident = said.get('id')
            if ident:
                assert ident not in places, ident + ' twice'
                places[ident] = Place(
                    ident, parent_id,
                    'group' if 'record' in said else said.get('type'),
                    many, said.get('card', '0'), title)
            r = (title, many) if absolute else (role, role_many)
            if 'record' in said:
                if said['record'] not in path:
                    expand(records[said['record']], ident or parent_id,
                           below, path + [said['record']], *r)
            elif said.get('type') in quals and record not in quals.values():
                expand(quals[said['type']], ident, below, path, title, many)

    expand(records['invoice'], '', [], ['invoice'], '', False)
    return places, aliases


def differences(places, aliases, rows):
    for row in rows:
        ident = row['id']
        place = places.get(ident)
        if place is None:
            if aliases.get(ident) != row['parent']:
                yield ident, 'missing', '', row['name']
            continue
        parent = row['parent']
        parent = aliases.get(parent, parent)
        if place.parent != parent:
            yield ident, 'parent', place.parent, parent
        low, high = row['card'].split('..')
        if row['kind'] != 'sub':
            if (place.card == '1') != (low == '1') and not (
                    row['kind'] == 'group'):
                yield ident, 'card', place.card, row['card']
            if place.many != (high == 'n'):
                yield ident, 'card', 'list' if place.many else 'single', \
                    row['card']
            want = TYPES.get(row['type'], 'group')
            if place.type != want:
                yield ident, 'type', place.type, want
            if place.title.lower() != row['name'].lower():
                yield ident, 'name', place.title, row['name']


def main():
    table = os.path.join(SHARED, 'formats', 'core', 'EN16931-TERMS.tsv')
    if not os.path.exists(table):
        print('model: SKIP: no ' + table)
        return 1 if os.environ.get('CI') == 'true' else 77
    places, aliases = load(os.path.join(TOP, 'schemas', 'model.xml'))
    with open(table, encoding='utf-8', newline='') as f:
        rows = list(csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE))
    bad = known = 0
    for ident, what, have, want in differences(places, aliases, rows):
        why = KNOWN.get((ident, what))
        if why is None:
            bad += 1
        else:
            known += 1
        print('%-8s %-8s model: %-30s norm: %-30s %s' %
              (ident, what, have, want, why or 'DIFFERS'))
    print('model: %d terms and groups of EN 16931, %d known differences, '
          '%d others' % (len(rows), known, bad))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
