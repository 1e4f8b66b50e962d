#!/usr/bin/env python3
"""Every JSON view that einv writes fits doc/invoice.schema.json, and what the
schema forbids einv refuses.

The judge is a validator of our own for the few keywords that the schema
uses; with python3-jsonschema at hand, the schema itself and a share of the
views are also checked by that.
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

SCHEMA = json.load(open(os.path.join(corpus.SRC, 'doc',
                                     'invoice.schema.json'),
                        encoding='utf-8'))
KNOWN = {'$schema', 'title', 'description', '$defs', 'type', 'properties',
         'additionalProperties', 'required', 'items', 'anyOf', 'enum',
         'const', 'pattern', '$ref', 'minimum'}
TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool,
         'integer': int}


def problems(value, schema, at=''):
    """What is wrong with the value, as a list of lines."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    out = []
    if '$ref' in schema:
        name = schema['$ref'].rpartition('/')[2]
        out += problems(value, SCHEMA['$defs'][name], at)
    kind = schema.get('type')
    if kind and not (isinstance(value, TYPES[kind]) and not (
            kind == 'integer' and isinstance(value, bool))):
        return ['%s: not of type %s' % (at, kind)]
    if 'const' in schema and value != schema['const']:
        out.append('%s: not %r' % (at, schema['const']))
    if 'enum' in schema and value not in schema['enum']:
        out.append('%s: %r is not in the list' % (at, value))
    if 'pattern' in schema and not re.search(schema['pattern'], value):
        out.append('%s: %.40r does not match' % (at, value))
    if 'minimum' in schema and value < schema['minimum']:
        out.append('%s: too small' % at)
    if 'anyOf' in schema and all(problems(value, s, at)
                                 for s in schema['anyOf']):
        out.append('%s: %.40r fits no alternative' % (at, value))
    if isinstance(value, dict) and 'properties' in schema:
        for key, member in value.items():
            if key in schema['properties']:
                out += problems(member, schema['properties'][key],
                                at + '/' + key)
            else:
                out.append('%s: unknown key %s' % (at, key))
        out += ['%s: %s is missing' % (at, k)
                for k in schema.get('required', ()) if k not in value]
    if isinstance(value, list) and 'items' in schema:
        for i, item in enumerate(value, 1):
            out += problems(item, schema['items'], '%s[%d]' % (at, i))
    return out


def check(file):
    done = prog.run('convert', '--to', 'json', corpus.path(file))
    if done.code != 0:
        return file, None, [done.why()]
    view = done.json()
    return file, view, problems(view, SCHEMA)


# What the schema forbids: (why, change to a good view).
WRONG = (
    ('a key that is no field', {'invoice': {'nummer': '1'}}),
    ('a number for an amount', {'invoice': {'totals': {'due': 1}}}),
    ('a comma in an amount', {'invoice': {'totals': {'due': '1,5'}}}),
    ('a date of another shape', {'invoice': {'issue_date': '1.2.2024'}}),
    ('one record for a list', {'invoice': {'lines': {'id': '1'}}}),
    ('a list for one record', {'invoice': {'seller': [{'name': 'x'}]}}),
    ('a qualifier of another type',
     {'invoice': {'currency': {'value': 'EUR', 'scheme': 'x'}}}),
    ('an unknown key around the invoice', {'invoice': {}, 'extra': 1}),
    ('no invoice', {'residue': []}),
    ('a model of another version', {'model': '0', 'invoice': {}}),
)


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    views = []
    for file, view, wrong in tally.over(check, [
            f for f, _ in corpus.invoices()[::3]]):
        t.case(file, wrong)
        if view is not None:
            views.append(view)
    for why, view in WRONG:
        done = prog.run('convert', '--to', 'ubl', '--allow-loss', '-',
                        stdin=json.dumps(view).encode())
        t.case(why, ([] if problems(view, SCHEMA) else
                     ['the schema accepts it']) +
               ([] if done.code in (1, 2) else
                ['einv accepts it: exit %s' % done.code]))
    try:
        import jsonschema
    except ImportError:
        t.skip('jsonschema', 'python3-jsonschema is not installed')
    else:
        judge = jsonschema.Draft202012Validator
        judge.check_schema(SCHEMA)
        for view in views[::20]:
            t.case('jsonschema agrees', [
                e.message[:200] for e in judge(SCHEMA).iter_errors(view)])
    t.figure('%d views' % len(views))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
