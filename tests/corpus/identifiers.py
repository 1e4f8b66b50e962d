#!/usr/bin/env python3
"""Identifiers: what einv finds wrong is what the standards' own formulas,
written here a second time, find wrong.

First identifiers that their owners publish, each also with every digit
changed; then each GLN and GTIN of the corpus.
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

USCC = '0123456789ABCDEFGHJKLMNPQRTUWXY'


def weighted(text, weights):
    return sum(int(c) * w for c, w in zip(text, weights))


def gs1(text):
    body = sum(int(c) * (3, 1)[i % 2] for i, c in enumerate(text[-2::-1]))
    return (body + int(text[-1])) % 10 == 0


def sgtin(text):
    return gs1(text[2:16])


def uscc(text):                        # GB 32100-2015
    return sum(USCC.index(c) * pow(3, i, 31)
               for i, c in enumerate(text[:17])) % 31 == \
        (31 - USCC.index(text[17])) % 31


def resident(text):                    # GB 11643: ISO 7064, MOD 11-2
    digits = [10 if c == 'X' else int(c) for c in text]
    return sum(d * pow(2, 17 - i, 11) for i, d in enumerate(digits)) % 11 == 1


def chinese(text):                     # of a body or of a person
    return uscc(text) or resident(text)


def bin_(text):
    first = weighted(text, range(1, 12)) % 11
    second = weighted(text, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11
    return (first if first != 10 else second) == int(text[11])


def inn(text):
    ten = [2, 4, 10, 3, 5, 9, 4, 6, 8]
    if len(text) == 10:
        return weighted(text, ten) % 11 % 10 == int(text[9])
    return weighted(text, [7] + ten) % 11 % 10 == int(text[10]) and \
        weighted(text, [3, 7] + ten) % 11 % 10 == int(text[11])


# country, where, text, formula; BT-31 is the seller's tax number.
PUBLISHED = [
    ('CN', 'vat_id', '91350100M000100Y43', uscc),      # GB 32100's example
    ('CN', 'tax_id', '11010519491231002X', chinese),  # GB 11643's example
    ('KZ', 'vat_id', '971240001315', bin_),            # a bank
    ('KZ', 'tax_id', '940140000385', bin_),            # a bank
    ('RU', 'vat_id', '7707083893', inn),               # a bank
    ('RU', 'tax_id', '500100732259', inn),
    ('DE', '0088', '4012345000009', gs1),              # GS1's example
    ('DE', '0160', '4006381333931', gs1),
    ('DE', '0160', '00012345600012', gs1),
    ('DE', '0160', '96385074', gs1),
    ('DE', '0160', '036000291452', gs1),
    ('DE', 'sscc', '106141411234567897', gs1),
    ('DE', 'sgtin', '010400638133393121Serial/+1', sgtin),
]


# Forms without a check digit: (country, field, text, is it one?)
FORMS = [
    ('RU', 'tax_id', '770801001', True),       # KPP: NNNNPPXXX, where P is
    ('RU', 'tax_id', '7708AB001', True),       # a digit or a capital letter
    ('RU', 'tax_id', '7708010011', False),
    ('RU', 'vat_id', '770801001', False),
    ('RU', 'declaration', '10702070/281026/3141592', True),
    ('RU', 'declaration', '10702070/281326/3141592', False),
    ('RU', 'declaration', '55301/141026/0044571', True),
    ('KZ', 'declaration', '55301/141026/0044571', True),
    ('KZ', 'declaration', '10702070/281026/3141592', True),
    ('KZ', 'declaration', '600716082017N01405', True),
    ('KZ', 'declaration', '60071608201701405', False),
]


# What belongs to no party is judged by the country of the format.
HOME = {'RU': ('ru-upd', '5.03'), 'KZ': ('kz-esf', '2')}


def invoice(country, where, text):
    out = {'number': '1', 'seller': {'address': {'country': country}}}
    if where == '0088':
        out['seller']['identifiers'] = [{'value': text, 'scheme': where}]
    elif where == '0160':
        out['lines'] = [{'item': {'standard_id': {'value': text,
                                                  'scheme': where}}}]
    elif where in ('sscc', 'sgtin'):
        out['lines'] = [{'item': {'instances': [
            {'markings': [{'code': text, 'kind': where}]}]}}]
    elif where == 'declaration':
        out['lines'] = [{'customs': {'declarations': [{'number': text}]}}]
    else:
        out['seller'][where] = text
    home = dict(zip(('format', 'version'), HOME.get(country, ())))
    return dict(home, invoice=out)


def findings(*args, stdin=None):
    done = prog.run('validate', '--report', 'json', *args, stdin=stdin)
    if done.code > 1:
        return None
    return [f for f in done.json()['documents'][0]['findings']
            if f['rule'].startswith('EINV-ID-')]


def changed(text):
    """The text, and with every digit raised by one."""
    yield text
    for i, c in enumerate(text):
        if c.isdigit():
            yield text[:i] + str((int(c) + 1) % 10) + text[i + 1:]


def check_published(item):
    country, where, text, formula = item
    out = []
    for n, one in enumerate(changed(text)):
        have = findings('-', stdin=json.dumps(
            invoice(country, where, one)).encode())
        if have is None:
            out.append('%s: not read' % one)
            continue
        # Another picture (a month of 13) is the other finding.
        right = formula(one)
        if n == 0 and not right:
            out.append('%s: the formula of this test is wrong' % one)
        if right and any(f['rule'] == 'EINV-ID-0001' for f in have) or \
                not right and not have:
            out.append('%s: %s' % (one, [f['rule'] for f in have]))
    return '%s %s' % (where, text), out, None


def check_form(item):
    country, where, text, right = item
    have = findings('-', stdin=json.dumps(
        invoice(country, where, text)).encode())
    rules = [f['rule'] for f in have or ()]
    wrong = have is None or right and rules or \
        not right and 'EINV-ID-0002' not in rules and \
        'EINV-ID-0001' not in rules
    return '%s %s %s' % (country, where, text), [str(rules)] if wrong else \
        [], None


def keys(value, field=''):
    """[(scheme, text)] of the GLNs and GTINs in a JSON view."""
    if isinstance(value, list):
        return [k for v in value for k in keys(v, field)]
    if not isinstance(value, dict):
        return []
    places = {'identifiers': '0088', 'legal_id': '0088', 'endpoint': '0088',
              'standard_id': '0160'}
    scheme = value.get('scheme')
    if isinstance(scheme, dict):
        scheme = scheme.get('value')
    out = []
    if 'value' in value and places.get(field) == scheme is not None:
        out.append((scheme, value['value']))
    return out + [k for f, v in value.items() for k in keys(v, f)]


def check_document(file):
    view = prog.run('convert', '--to', 'json', corpus.path(file))
    have = findings(corpus.path(file))
    if view.code != 0 or have is None:
        return file, None, 'not read'
    want = []
    for scheme, text in keys(view.json()['invoice']):
        lengths = (13,) if scheme == '0088' else (8, 12, 13, 14)
        if not re.fullmatch('[0-9]+', text) or len(text) not in lengths:
            want.append(('EINV-ID-0002', text))
        elif not gs1(text):
            want.append(('EINV-ID-0001', text))
    got = sorted((f['rule'], f['found']) for f in have
                 if 'GLN' in f['expected'] or 'GTIN' in f['expected'])
    if sorted(want) != got:
        return file, ['want %s, found %s' % (sorted(want), got)], None
    return file, [], None


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    for case, wrong, _ in tally.over(check_published, PUBLISHED):
        t.case(case, wrong)
    for case, wrong, _ in tally.over(check_form, FORMS):
        t.case(case, wrong)
    left = 0
    for file, wrong, _ in tally.over(check_document,
                                     corpus.eu('UBL', 'UBL-CN', 'CII')):
        if wrong is None:
            left += 1
        else:
            t.case(file, wrong)
    t.figure('%d documents could not be read' % left)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
