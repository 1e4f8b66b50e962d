#!/usr/bin/env python3
"""model_doc.py MODEL: writes doc/model.md to standard output."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import modeltable                                      # noqa: E402

HEAD = '''# The common model

Made by `build-aux/model_doc.py` from `schemas/model.xml`; do not edit.

Every format maps to this model: %s, extended where the world
needs more. A **path** is steps of names or ids, mixed freely, with `[n]` from
1 for a member of a list: `lines[2]/net_amount`, `BG-25[2]/BT-131` and
`lines[2]/BT-131` are one place. A list entered without `[n]` means its first
member.

Ids: `BT-n` and `BG-n` are EN 16931's. `BT-X-n`, `BG-X-n` (and a few `BT-n-0`)
are those that Factur-X EXTENDED gives, `BT-DEX-n` and `BG-DEX-n` those of
XRechnung's extension. `XT-n` and `XG-n` are einv's own and explained below. A
field without an id is named by its path.

Types: `text`, `identifier` (with `scheme` and `version`), `code` (with
`list`), `amount`, `price`, `quantity`, `percent` (decimals, digits kept as
written), `date` (`YYYY-MM-DD`), `boolean` (`true`, `false`), `binary` (base64,
with `mime` and `filename`), `reference`, and records. `[]` marks a list; `!`
a field that EN 16931 demands within its group; `grave` one whose loss makes
another invoice, so that a conversion refuses to lose it unasked.

What has no field is not in the model: it travels as residue beside it (see
einv-format(5)), so that writing the same format gives it back.

## EN 16931 and the model

The model keeps EN 16931's structure but for these, where both of its
syntaxes, or real invoices, do otherwise:

| term | in EN 16931 | here |
|---|---|---|
| BG-14 | inside BG-13 | `period`, beside the delivery |
| BG-16, BG-17 | one BG-16 with several BG-17 | `payments[]`, each with one account |
| BT-83, BG-19 | inside BG-16 | `remittance_information`, `direct_debit` of the invoice |
| BT-91 | inside BG-19 | `debited_account` of each payment |
| BT-46, BT-60 | at most one | lists, as BT-29 is |
| BG-30 | a group of its own | its fields stand on the line; `BG-30` in a path means the line |

'''


def cell(text):
    return (text or '').replace('|', '\\|')


def row(place, depth):
    kind = place.record or place.type
    flags = ('[]' if place.many else '') + ('!' if place.required else '')
    return '| %s`%s`%s | %s | %s%s | %s%s |' % (
        '&nbsp;&nbsp;' * depth, place.name, flags, place.id or '', kind,
        ' (%s)' % place.list if place.list else '', cell(place.title),
        '; grave' if place.grave else '')


def rows(places, depth=0):
    for place in places:
        yield row(place, depth)
        for q in place.qualifiers:
            if q.id:
                yield row(q, depth + 1)
        if place.again:
            yield '| %s… | | | as `%s` above |' % (
                '&nbsp;&nbsp;' * (depth + 1), place.again)
        yield from rows(place.below, depth + 1)


def number(ident):
    prefix, _, n = ident.partition('-')
    return prefix, int(n)


def main():
    model = modeltable.Model(sys.argv[1])
    out = [HEAD % model.edition.replace('+', ' + ')]
    out.append('## All fields\n\n| field | id | type | name |\n'
               '|---|---|---|---|\n')
    out.extend(line + '\n' for line in rows(model.root))
    out.append('\n## einv\'s own terms\n\n| id | path | name | what it is |\n'
               '|---|---|---|---|\n')
    own = [p for p in model.places if (p.id or '').startswith('X')]
    for p in sorted(own, key=lambda p: number(p.id)):
        out.append('| %s | `%s` | %s | %s |\n' % (
            p.id, p.path, cell(p.title), cell(p.doc or MEANT[p.id])))
    sys.stdout.write(''.join(out))


# Terms that a role gives to a shared field: what the field means there.
MEANT = {
    'XT-40': 'Why the allowance is exempt from VAT (Factur-X BT-173).',
    'XT-41': 'The same as a code (Factur-X BT-174).',
    'XT-42': 'Why the charge is exempt from VAT (Factur-X BT-175).',
    'XT-43': 'The same as a code (Factur-X BT-176).',
    'XG-25': 'Taxes on the allowance beside the one VAT of EN 16931.',
    'XG-26': 'Taxes on the charge beside the one VAT of EN 16931.',
    'XT-240': 'Which tax: VAT, excise, stamp duty ... (UNTDID 5153 or the '
              'country\'s list).',
    'XT-241': 'Its name as printed.',
    'XT-242': 'Its category.',
    'XT-243': 'Its rate in percent.',
    'XT-244': 'The amount it is reckoned on.',
    'XT-245': 'The tax.',
    'XT-246': 'Why it is not due, as a code.',
    'XT-247': 'The same in words.',
    'XT-301': 'Which tax: VAT, excise, stamp duty ... (UNTDID 5153 or the '
              'country\'s list).',
    'XT-302': 'Its name as printed.',
    'XT-303': 'Its category.',
    'XT-304': 'Its rate in percent.',
    'XT-305': 'The amount it is reckoned on.',
    'XT-306': 'The tax on this line.',
    'XT-307': 'Why it is not due, as a code.',
    'XT-308': 'The same in words.',
    'XT-330': 'Identifiers of the party the line is shipped to (Factur-X '
              'BT-186).',
}


if __name__ == '__main__':
    main()
