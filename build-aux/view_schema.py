#!/usr/bin/env python3
"""view_schema.py MODEL: writes doc/invoice.schema.json to standard output.

JSON Schema 2020-12 of the model's JSON view, from the same table that the
library reads.  It accepts what einv writes; einv reads a little more (null
for what is not said).
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import modeltable                                      # noqa: E402

DECIMAL = r'^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$'
PATTERNS = {
    'code': r'^\S(.*\S)?$',
    'amount': DECIMAL, 'price': DECIMAL, 'quantity': DECIMAL,
    'percent': DECIMAL,
    'date': '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    'binary': r'^[A-Za-z0-9+/\s]*[=\s]*$',
}
NOTES = ['foreign', 'kept', 'text', 'absent', 'present', 'empty', 'order',
         'place', 'variant', 'skipped', 'unsaid']


def text(kind):
    if kind == 'boolean':
        return {'enum': ['true', 'false']}
    out = {'type': 'string'}
    if kind in PATTERNS:
        out['pattern'] = PATTERNS[kind]
    return out


def closed(properties):
    return {'type': 'object', 'properties': properties,
            'additionalProperties': False}


def value(kind, qualifiers):
    """A string, or an object when there are qualifiers (or notes only)."""
    parts = {'value': text(kind)}
    parts.update((name, {'anyOf': [text(t), closed({})]})
                 for name, t in qualifiers)
    if kind == 'code':         # what it was translated from
        parts['national'] = closed({name: {'type': 'string'} for name in
                                    ('format', 'list', 'value')})
    return {'anyOf': [text(kind), closed(parts)]}


def schema_of(place, defs):
    if place.again:
        out = {'$ref': '#/$defs/' + place.again}
    elif place.record == 'line':
        defs['line'] = closed(fields(place.below, defs))
        out = {'$ref': '#/$defs/line'}
    elif place.record:
        out = closed(fields(place.below, defs))
    else:
        defs.setdefault(place.type, value(
            place.type, [(q.name, q.type) for q in place.qualifiers]))
        out = {'$ref': '#/$defs/' + place.type}
    if place.many:
        out = {'type': 'array', 'items': out}
    title = place.title + (' (%s)' % place.id if place.id else '')
    return dict([('title', title)] +
                ([('description', place.doc)] if place.doc else []) +
                list(out.items()))


def fields(places, defs):
    return {p.name: schema_of(p, defs) for p in places}


def note():
    string = {'type': 'string'}
    out = closed({
        'record': string, 'row': string, 'kind': {'enum': NOTES},
        'undecodable': {'type': 'boolean'}, 'spare': {'type': 'boolean'},
        'text': string, 'name': string,
        'ns': string, 'value': string, 'xml': string, 'anchor': string,
        'nth': {'type': 'integer', 'minimum': 0},
        'witness': {'type': 'string', 'pattern': '^[0-9a-f]{1,16}$'},
        # Residue that waits for another format than the view's.
        'format': string,
        'binding': {'type': 'string', 'pattern': '^[0-9a-f]{1,16}$'}})
    out['required'] = ['record', 'kind']
    return out


def main():
    model = modeltable.Model(sys.argv[1])
    defs = {}
    invoice = closed(fields(model.root, defs))
    string = {'type': 'string'}
    out = closed({
        'einv': string, 'model': {'const': model.version}, 'format': string,
        'version': string, 'profile': string,
        'partial': {'type': 'boolean'}, 'invoice': invoice,
        'residue': {'type': 'array', 'items': note()}})
    out['required'] = ['invoice']
    head = {'$schema': 'https://json-schema.org/draft/2020-12/schema',
            'title': 'The JSON view of an invoice, model version '
            + model.version,
            'description': 'Made by build-aux/view_schema.py from '
            'schemas/model.xml; do not edit.'}
    head.update(out)
    head['$defs'] = defs
    json.dump(head, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write('\n')


if __name__ == '__main__':
    main()
