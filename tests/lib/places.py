"""The places of EN 16931's terms in UBL and CII, and xpaths of findings.

What this file knows: the two independent tables of places (the shared
EN16931-TERMS.tsv and the syntax files of Peppol BIS), evaluated by lxml.
"""
import os
import re
import needlxml  # noqa: F401
from lxml import etree
import canon
import corpus

NS = {
    'inv': 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
    'cn': 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2',
    'cac': ('urn:oasis:names:specification:ubl:schema:xsd:'
            'CommonAggregateComponents-2'),
    'cbc': ('urn:oasis:names:specification:ubl:schema:xsd:'
            'CommonBasicComponents-2'),
    'rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
    'ram': ('urn:un:unece:uncefact:data:standard:'
            'ReusableAggregateBusinessInformationEntity:100'),
    'udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
    'qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
}


# The table says ='VAT'; readers compare schemes trimmed and without case
# and take 0 and 1 for booleans (NOTES of formats/core, "UBL, reading").
SPELLINGS = (
    (r"\[cac:TaxScheme/cbc:ID='VAT'\]",
     "[translate(normalize-space(cac:TaxScheme/cbc:ID),'vat','VAT')='VAT']"),
    (r"\[not\(cac:TaxScheme/cbc:ID='VAT'\)\]",
     "[not(translate(normalize-space(cac:TaxScheme/cbc:ID),'vat','VAT')"
     "='VAT')]"),
    (r"\[(cbc:ChargeIndicator|ram:ChargeIndicator/udt:Indicator)='false'\]",
     r"[normalize-space(\1)='false' or normalize-space(\1)='0']"),
    (r"\[(cbc:ChargeIndicator|ram:ChargeIndicator/udt:Indicator)='true'\]",
     r"[normalize-space(\1)='true' or normalize-space(\1)='1']"),
    (r"(cbc:DocumentTypeCode|ram:TypeCode)='(\d+)'",
     r"normalize-space(\1)='\2'"),
    # The first document currency of the root, whatever stands elsewhere.
)


def xpath(text):
    text = re.sub(r'(?<![\w:])/Invoice(?=[/\[\]]|$)', '/inv:Invoice', text)
    text = re.sub(r'(?<![\w:])/CreditNote(?=[/\[\]]|$)', '/cn:CreditNote',
                  text)
    for old, new in SPELLINGS:
        text = re.sub(old, new, text)
    return text


class Term:
    def __init__(self, row, column):
        self.id, self.kind, self.name = row['id'], row['kind'], row['name']
        self.type, self.parent = row['type'], row['parent']
        self.texts = [p.strip() for p in row[column].split('||')
                      if p.strip()]
        self.paths = [etree.XPath(xpath(p), namespaces=NS)
                      for p in self.texts]

    def select(self, root):
        """The nodes (elements or attribute texts) at every alternative."""
        out = []
        for p in self.paths:
            out.extend(p(root.getroottree()))
        return out

    def texts_in(self, root):
        return [n if isinstance(n, str) else (n.text or '')
                for n in self.select(root)]


COLUMN = {corpus.UBL_INVOICE: 'ubl_invoice_path',
          corpus.UBL_CREDIT: 'ubl_creditnote_path', corpus.CII: 'cii_path'}


def terms(root_tag):
    return [Term(r, COLUMN[root_tag])
            for r in corpus.rows('formats/core/EN16931-TERMS.tsv')
            if r[COLUMN[root_tag]].strip()]


P = '{urn:fdc:difi.no:2017:vefa:structure-1}'
SYNTAX = 'artefacts/peppol-bis3/3.0.19/syntax/'


def peppol(name):
    """[(path without the root, [BT ids])] of one syntax file."""
    out = []

    def walk(e, at, base):
        if e.tag == P + 'Include':
            file = os.path.join(base, e.text.strip())
            walk(etree.parse(file).getroot(), at, os.path.dirname(file))
            return
        if e.tag not in (P + 'Element', P + 'Attribute', P + 'Document'):
            return
        step = e.findtext(P + 'Term').strip()
        if e.tag == P + 'Attribute':
            step = '@' + step
        here = '' if e.tag == P + 'Document' else at + '/' + step
        ids = []
        for r in e.findall(P + 'Reference'):
            if r.get('type') == 'BUSINESS_TERM':
                ids += [i.strip() for i in r.text.split(',')]
        if here and ids:
            out.append((here, ids))
        for c in e:
            if isinstance(c.tag, str):
                walk(c, here, base)

    file = corpus.path(SYNTAX + name)
    walk(etree.parse(file).getroot().find(P + 'Document'), '',
         os.path.dirname(file))
    return out


STEP = re.compile(r'^(@?)(?:([^:\[\]]+):)?([^\[\]:]+)(?:\[(\d+)\])?$')


def resolve(root, text):
    """The node that a finding's xpath names: (element, attribute or None).

    None when it names nothing.  Steps carry the document's own prefixes and
    their positions among the siblings of that name.
    """
    if not text or not text.startswith('/'):
        return None
    at = None
    for raw in text.strip('/').split('/'):
        m = STEP.match(raw)
        if m is None:
            return None
        attr, prefix, name, nth = m.groups()
        if attr:
            for k, _ in at.attrib.items():
                if canon.local(k) != name:
                    continue
                uri = etree.QName(k).namespace
                if uri is None and not prefix:
                    return at, k
                if prefix == 'xml' and uri and uri.endswith('namespace'):
                    return at, k
                if prefix and at.nsmap.get(prefix) == uri:
                    return at, k
            return None
        kids = [root] if at is None else [
            c for c in at if isinstance(c.tag, str)]
        fit = [c for c in kids if canon.local(c.tag) == name
               and (c.prefix or None) == (prefix or None)]
        if not fit:
            return None
        # Position counts expanded names, so prefixes may differ between.
        tag = fit[0].tag
        fit = [c for c in kids if c.tag == tag]
        n = int(nth or 1)
        if n > len(fit):
            return None
        at = fit[n - 1]
    return at, None
