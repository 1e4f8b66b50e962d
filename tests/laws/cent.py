#!/usr/bin/python3
"""A total that is a cent off is explained: by the rounding that would make
exactly what was declared, or by nothing.

Each case is an invoice made here, with figures that were worked out by hand,
which the comments show.

Usage: cent.py
"""
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import prog
import tally

HEAD = '''<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<b:ID>1</b:ID><b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
'''
SUBTOTAL = '''<a:TaxSubtotal><b:TaxableAmount currencyID="EUR">%s</b:TaxableAmount>
<b:TaxAmount currencyID="EUR">%s</b:TaxAmount><a:TaxCategory><b:ID>S</b:ID>
<b:Percent>%s</b:Percent><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme>
</a:TaxCategory></a:TaxSubtotal>'''
LINE = '''<a:InvoiceLine><b:ID>%d</b:ID>
<b:InvoicedQuantity unitCode="C62">%s</b:InvoicedQuantity>
<b:LineExtensionAmount currencyID="EUR">%s</b:LineExtensionAmount>
<a:Item><b:Name>x</b:Name><a:ClassifiedTaxCategory><b:ID>S</b:ID>
<b:Percent>%s</b:Percent><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme>
</a:ClassifiedTaxCategory></a:Item>
<a:Price><b:PriceAmount currencyID="EUR">%s</b:PriceAmount></a:Price>
</a:InvoiceLine>'''
NAMES = (('lines', 'LineExtensionAmount'), ('net', 'TaxExclusiveAmount'),
         ('gross', 'TaxInclusiveAmount'), ('due', 'PayableAmount'))


def invoice(vat, subtotals, totals, lines):
    money = ''.join('<b:%s currencyID="EUR">%s</b:%s>' % (tag, totals[n], tag)
                    for n, tag in NAMES if n in totals)
    return (HEAD + '<a:TaxTotal><b:TaxAmount currencyID="EUR">%s</b:TaxAmount>'
            '%s</a:TaxTotal><a:LegalMonetaryTotal>%s</a:LegalMonetaryTotal>%s'
            '</Invoice>' % (vat, ''.join(SUBTOTAL % s for s in subtotals),
                            money, ''.join(LINE % ((i + 1,) + line) for
                                           i, line in enumerate(lines))))


# Three lines of 1.5 at 0.33: 0.495 each, which is 0.50, together 1.50; the
# sum of what was not rounded is 1.485, which is 1.49.
THREE = [('1.5', '0.50', '0', '0.33')] * 3
# 10.03 at 10 % is 1.003, 10.06 at 5 % is 0.503: 1.00 and 0.50 make 1.50;
# 1.506 rounded once is 1.51.
TWO = [('10.03', '1.00', '10'), ('10.06', '0.50', '5')]
# Lines of 0.15 at 10 %: 0.015 each is 0.02, four of them 0.08; 10 % of their
# sum 0.60 is 0.06.  With the breakdown's 0.06 the total of 0.08 is by line.
FOUR = [('1', '0.15', '10', '0.15')] * 4

CASES = [
    ('unrounded lines', 'BR-CO-10', 'added up unrounded (quantity',
     '1.49', '-0.01', invoice('0', [], {'lines': '1.49'}, THREE)),
    ('no rounding explains it', 'BR-CO-10', None,
     '1.53', '0.03', invoice('0', [], {'lines': '1.53'}, THREE)),
    ('taxes rounded once', 'BR-CO-14', 'taxes were added up unrounded',
     '1.51', '0.01', invoice('1.51', TWO, {'net': '20.09'}, [])),
    ('taxes by line', 'BR-CO-14', 'line by line', '0.08', '0.02',
     invoice('0.08', [('0.60', '0.06', '10')], {'lines': '0.60'}, FOUR)),
    ('whole units', 'BR-CO-16', 'whole units', '121', '-0.47',
     invoice('0', [], {'gross': '121.47', 'due': '121'}, [])),
    ('five cents', 'BR-CO-16', '0.05', '121.45', '-0.02',
     invoice('0', [], {'gross': '121.47', 'due': '121.45'}, [])),
    # Nothing is a cent off: nothing is said.
    ('right', 'BR-CO-16', False, '', '',
     invoice('0', [], {'gross': '121.47', 'due': '121.47'}, [])),
]


def main():
    prog.need()
    t = tally.Tally(__file__)
    with prog.Work() as w:
        for name, rule, why, found, off, text in CASES:
            path = w.write('in.xml', text.encode())
            docs = prog.run('validate', '--report', 'json', path).json()
            told = [f for f in docs['documents'][0]['findings']
                    if f.get('rule') == rule]
            bad = []
            if why is False:
                t.case(name, [f['message'] for f in told])
                continue
            if [f.get('found') for f in told] != [found]:
                bad.append('found: %s' % told)
            said = [f.get('why') for f in told]
            if len(said) == 1 and (said[0] is not None if why is None else
                                   why not in (said[0] or '')):
                bad.append('why: %s' % said)
            r = prog.run('validate', path)
            if ', difference %s\n' % off not in r.out.decode('utf-8'):
                bad.append('no difference: %s' % off)
            for lang, word in (('de', 'erkl\u00e4rt durch: '), ('ru',
                               '\u0432\u043e\u0437\u043c\u043e\u0436\u043d')):
                out = prog.run('validate', '--lang', lang, path).out.decode()
                if why and (word not in out or said[0] in out):
                    bad.append('%s: %s' % (lang, out))
            t.case(name, bad)
    return t.finish()


sys.exit(main())
