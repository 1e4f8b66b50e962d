#!/usr/bin/python3
"""make.py LINES [OUT]: an invoice with so many lines whose totals agree.

The companies are invented.  5 lines make 10 KB, 1,200 make 1.4 MB, 12,000
make 14 MB.
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


def money(cents):
    return '%d.%02d' % divmod(cents, 100)


def make(lines):
    net = 10000 * lines
    out = [HEAD.format(net=money(net), tax=money(net // 4),
                       gross=money(net + net // 4))]
    out += [LINE.replace('{n}', str(i + 1)) for i in range(lines)]
    out.append('</Invoice>\n')
    return ''.join(out).encode('utf-8')


if __name__ == '__main__':
    data = make(int(sys.argv[1]))
    if len(sys.argv) > 2:
        with open(sys.argv[2], 'wb') as f:
            f.write(data)
    else:
        sys.stdout.buffer.write(data)
