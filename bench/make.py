#!/usr/bin/python3
"""make.py N [OUT [SHAPE]]: an invoice whose totals agree.

The companies are invented.  Shapes:

  lines     N lines (what is made without a SHAPE): 5 lines make 10 KB, 1,200
            make 1.4 MB, 12,000 make 14 MB
  peppol    the same, as Peppol BIS Billing 3.0 asks for it
  rates     N lines, each with a rate of VAT of its own, and N totals of VAT
  payments  N means of payment, each with an id and an account of its own
  sublines  one line with N sub-lines
"""
import sys

HEAD = '''<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:\
CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:\
CommonBasicComponents-2">
    <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
    <cbc:ID>B-2026-0001</cbc:ID>
    <cbc:IssueDate>2026-11-01</cbc:IssueDate>
    <cbc:DueDate>2026-12-01</cbc:DueDate>
    <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
    <cbc:Note>Delivery as agreed by telephone on 12 October.</cbc:Note>
    <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
    <cbc:BuyerReference>Dept. 7</cbc:BuyerReference>
    <cac:OrderReference><cbc:ID>PO-4711</cbc:ID></cac:OrderReference>
    <cac:AccountingSupplierParty>
        <cac:Party>
            <cbc:EndpointID schemeID="0088">4000000000006</cbc:EndpointID>
            <cac:PartyName><cbc:Name>Bergmann Tools</cbc:Name></cac:PartyName>
            <cac:PostalAddress>
                <cbc:StreetName>Hafenweg 3</cbc:StreetName>
                <cbc:CityName>Rostock</cbc:CityName>
                <cbc:PostalZone>18055</cbc:PostalZone>
                <cac:Country>
                    <cbc:IdentificationCode>DE</cbc:IdentificationCode>
                </cac:Country>
            </cac:PostalAddress>
            <cac:PartyTaxScheme>
                <cbc:CompanyID>DE999999999</cbc:CompanyID>
                <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
            </cac:PartyTaxScheme>
            <cac:PartyLegalEntity>
                <cbc:RegistrationName>Bergmann Werkzeuge GmbH\
</cbc:RegistrationName>
                <cbc:CompanyID>HRB 00001</cbc:CompanyID>
            </cac:PartyLegalEntity>
        </cac:Party>
    </cac:AccountingSupplierParty>
    <cac:AccountingCustomerParty>
        <cac:Party>
            <cbc:EndpointID schemeID="0088">4000000000013</cbc:EndpointID>
            <cac:PostalAddress>
                <cbc:StreetName>Kadeweg 12</cbc:StreetName>
                <cbc:CityName>Rotterdam</cbc:CityName>
                <cbc:PostalZone>3011 AA</cbc:PostalZone>
                <cac:Country>
                    <cbc:IdentificationCode>NL</cbc:IdentificationCode>
                </cac:Country>
            </cac:PostalAddress>
            <cac:PartyTaxScheme>
                <cbc:CompanyID>NL000000000B01</cbc:CompanyID>
                <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
            </cac:PartyTaxScheme>
            <cac:PartyLegalEntity>
                <cbc:RegistrationName>Voorbeeld Handel BV\
</cbc:RegistrationName>
            </cac:PartyLegalEntity>
        </cac:Party>
    </cac:AccountingCustomerParty>
    <cac:PaymentMeans>
        <cbc:PaymentMeansCode name="Credit transfer">30\
</cbc:PaymentMeansCode>
        <cbc:PaymentID>B-2026-0001</cbc:PaymentID>
        <cac:PayeeFinancialAccount>
            <cbc:ID>DE00000000000000000000</cbc:ID>
            <cbc:Name>Bergmann Werkzeuge GmbH</cbc:Name>
        </cac:PayeeFinancialAccount>
    </cac:PaymentMeans>
    <cac:TaxTotal>
        <cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount>
        <cac:TaxSubtotal>
            <cbc:TaxableAmount currencyID="EUR">{net}</cbc:TaxableAmount>
            <cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount>
            <cac:TaxCategory>
                <cbc:ID>S</cbc:ID>
                <cbc:Percent>25</cbc:Percent>
                <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
            </cac:TaxCategory>
        </cac:TaxSubtotal>
    </cac:TaxTotal>
    <cac:LegalMonetaryTotal>
        <cbc:LineExtensionAmount currencyID="EUR">{net}\
</cbc:LineExtensionAmount>
        <cbc:TaxExclusiveAmount currencyID="EUR">{net}\
</cbc:TaxExclusiveAmount>
        <cbc:TaxInclusiveAmount currencyID="EUR">{gross}\
</cbc:TaxInclusiveAmount>
        <cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount>
    </cac:LegalMonetaryTotal>
'''
LINE = '''    <cac:InvoiceLine>
        <cbc:ID>{n}</cbc:ID>
        <cbc:Note>Packed in a box of twelve</cbc:Note>
        <cbc:InvoicedQuantity unitCode="C62">10</cbc:InvoicedQuantity>
        <cbc:LineExtensionAmount currencyID="EUR">100.00\
</cbc:LineExtensionAmount>
        <cac:OrderLineReference><cbc:LineID>{n}</cbc:LineID>\
</cac:OrderLineReference>
        <cac:Item>
            <cbc:Description>Hexagon bolt, galvanised, with nut\
</cbc:Description>
            <cbc:Name>Bolt M8 x 40</cbc:Name>
            <cac:SellersItemIdentification><cbc:ID>BT-8-40-{n}</cbc:ID>
            </cac:SellersItemIdentification>
            <cac:CommodityClassification>
                <cbc:ItemClassificationCode listID="HS">73181595\
</cbc:ItemClassificationCode>
            </cac:CommodityClassification>
            <cac:ClassifiedTaxCategory>
                <cbc:ID>S</cbc:ID>
                <cbc:Percent>25</cbc:Percent>
                <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
            </cac:ClassifiedTaxCategory>
        </cac:Item>
        <cac:Price>
            <cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount>
        </cac:Price>
    </cac:InvoiceLine>
'''


RATE = '''        <cac:TaxSubtotal>
            <cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
            <cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount>
            <cac:TaxCategory>
                <cbc:ID>S</cbc:ID>
                <cbc:Percent>{rate}</cbc:Percent>
                <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
            </cac:TaxCategory>
        </cac:TaxSubtotal>
'''
SUBLINE = '''        <cac:SubInvoiceLine>
            <cbc:ID>1.{n}</cbc:ID>
            <cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
            <cbc:LineExtensionAmount currencyID="EUR">1.00\
</cbc:LineExtensionAmount>
            <cac:Item>
                <cbc:Name>Bolt M8 x {n}</cbc:Name>
                <cac:ClassifiedTaxCategory>
                    <cbc:ID>S</cbc:ID>
                    <cbc:Percent>25</cbc:Percent>
                    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                </cac:ClassifiedTaxCategory>
            </cac:Item>
            <cac:Price>
                <cbc:PriceAmount currencyID="EUR">1.00</cbc:PriceAmount>
            </cac:Price>
        </cac:SubInvoiceLine>
'''
CORE = '<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>'
PEPPOL = CORE.replace(
    '</', '#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</') + '''
    <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0\
</cbc:ProfileID>'''


def money(cents):
    return '%d.%02d' % divmod(cents, 100)


def between(text, start, end):
    """(before, from start to end inclusive, after)"""
    i = text.index(start)
    j = text.index(end, i) + len(end)
    return text[:i], text[i:j], text[j:]


def head(net, tax):
    return HEAD.format(net=money(net), tax=money(tax),
                       gross=money(net + tax))


def line(i):
    return LINE.replace('{n}', str(i + 1))


def whole(*parts):
    return (''.join(parts) + '</Invoice>\n').encode('utf-8')


def make(lines):
    net = 10000 * lines
    return whole(head(net, net // 4), *[line(i) for i in range(lines)])


def peppol(lines):
    net = 10000 * lines
    return whole(head(net, net // 4).replace(CORE, PEPPOL),
                 *[line(i) for i in range(lines)])


def rates(n):
    """Rate i is i hundredths of a per cent; of 100.00 that is i cents."""
    text = head(10000 * n, n * (n + 1) // 2).replace(CORE, PEPPOL)
    before, _, after = between(text, '        <cac:TaxSubtotal>',
                               '</cac:TaxSubtotal>\n')
    totals = [RATE.format(tax=money(i), rate=money(i))
              for i in range(1, n + 1)]
    lines = [line(i).replace('<cbc:Percent>25<', '<cbc:Percent>%s<'
                             % money(i + 1)) for i in range(n)]
    return whole(before, *totals, after, *lines)


def payments(n):
    text = head(50000, 12500).replace(CORE, PEPPOL)
    before, one, after = between(text, '    <cac:PaymentMeans>',
                                 '</cac:PaymentMeans>\n')
    means = [one.replace('B-2026-0001', 'B-2026-0001-%d' % i).replace(
        'DE00000000000000000000', 'DE%020d' % i) for i in range(n)]
    return whole(before, *means, after, *[line(i) for i in range(5)])


def sublines(n):
    net = 100 * n
    before, _, after = between(
        line(0).replace('>100.00<', '>%s<' % money(net)).replace(
            '>10<', '>%d<' % n).replace('>10.00<', '>1.00<'),
        '    </cac:InvoiceLine>', '\n')
    subs = [SUBLINE.replace('{n}', str(i + 1)) for i in range(n)]
    return whole(head(net, net // 4).replace(CORE, PEPPOL), before, *subs,
                 '    </cac:InvoiceLine>\n', after)


SHAPES = {'lines': make, 'peppol': peppol, 'rates': rates,
          'payments': payments, 'sublines': sublines}

if __name__ == '__main__':
    data = SHAPES[sys.argv[3] if len(sys.argv) > 3 else 'lines'](
        int(sys.argv[1]))
    if len(sys.argv) > 2:
        with open(sys.argv[2], 'wb') as f:
            f.write(data)
    else:
        sys.stdout.buffer.write(data)
