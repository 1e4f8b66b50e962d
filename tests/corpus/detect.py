#!/usr/bin/python3
"""Detection: every file is named as what it is.

CLASSIFY.tsv says what the corpus files are; the dialects' invoices are UBL
or CII by their root; receipts, envelopes, PDFs and pages made here (SVRL,
HTML, plain text) must be named and not taken for invoices.

Usage: detect.py
"""
import json
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import canon
import corpus
import prog
import tally

# A mark that the id of the profile must carry for this kind of identifier;
# the longest fitting start decides.
PROFILE = (
    ('urn:cen.eu:en16931:2017', 'en16931'),
    ('urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung',
     'xrechnung'),
    ('urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:'
     'xrechnung', 'xrechnung'),
    ('urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:'
     'billing:3.0', 'peppol'),
    ('urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:'
     'selfbilling:3.0', 'self'),
    ('urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
     'extended'),
    ('urn:cen.eu:en16931:2017#conformant#urn:zugferd.de:2p0:extended',
     'extended'),
    ('urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:extended', None),
    ('urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:'
     'extended-ctc-fr', None),
    ('urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic', 'basic'),
    ('urn:factur-x.eu:1p0:minimum', 'minimum'),
    ('urn:factur-x.eu:1p0:basicwl', 'wl'),
)

SVRL = b"""<?xml version="1.0"?><svrl:schematron-output
 xmlns:svrl="http://purl.oclc.org/dsdl/svrl"><svrl:active-pattern/>
</svrl:schematron-output>"""
HTML = b"""<!DOCTYPE html>
<html><head><title>Invoice</title></head><body><p>7</p></body></html>"""
XHTML = b"""<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>x</title></head><body/></html>"""


# The six fields that every ESF has, in the namespace of V1.
KZ_V1 = b"""<?xml version="1.0"?><e:invoiceContainer xmlns:e="esf"><invoiceSet>
<v:invoice xmlns:v="v1.esf"><date>05.02.2018</date>
<invoiceType>FIXED_INVOICE</invoiceType><num>118</num>
<operatorFullname>A. B.</operatorFullname><relatedInvoice>
<date>01.02.2018</date><num>117</num></relatedInvoice>
<turnoverDate>31.01.2018</turnoverDate></v:invoice></invoiceSet>
</e:invoiceContainer>"""


def version_one(w):
    """ESF V1 is told from V2, read, and not written: the newest is."""
    file = w.write('v1.xml', KZ_V1)
    _, problems, _ = check((file, 'kz-esf@1', ('supported',), None))
    r = prog.run('convert', file, '--to', 'json', '--ledger',
                 w.path('l.json'), '-o', w.path('o.json'))
    view = json.loads(w.read('o.json')) if r.code == 0 else {}
    said = view.get('invoice', {})
    if r.code != 0:
        return problems + ['no reading: ' + r.why()]
    problems += ['not read: %s' % x for x in json.loads(
        w.read('l.json'))['rows'] if x['reason'] != 'spelling']
    if (said.get('number'), said.get('issue_date'), said.get(
            'tax_point_date'), said.get('type_code', {}).get('value')) != (
            '118', '2018-02-05', '2018-01-31', '384'):
        problems.append('read as %s' % said)
    for name, code in (('kz-esf', 0), ('kz-esf@1', 2)):
        r = prog.run('convert', file, '--to', name, '--allow-loss', '-o',
                     w.path('o.xml'))
        if r.code != code:
            problems.append('--to %s: %s' % (name, r.why()))
    if canon.parse_bytes(w.read('o.xml')).find('.//{v2.esf}invoice') is None:
        problems.append('not written as V2')
    return problems


def wanted_profile(ident):
    best = None
    for start, mark in PROFILE:
        if ident.startswith(start) and (
                best is None or len(start) > len(best[0])):
            best = start, mark
    return best


def ask(path):
    r = prog.run('detect', path, '--report', 'json')
    try:
        doc = r.json()['documents'][0]
    except (ValueError, KeyError, IndexError):
        return r, None
    return r, doc


def check(item):
    """(file, format or None, verdicts allowed, identifier or None)"""
    file, fmt, verdicts, ident = item
    path = file if os.path.isabs(file) else corpus.path(file)
    r, doc = ask(path)
    if doc is None:
        return file, ['no JSON: ' + r.why()], None
    problems = []
    if doc.get('verdict') not in verdicts:
        problems.append('verdict %r, not %s' % (doc.get('verdict'),
                                                ' or '.join(verdicts)))
    want = {'supported': 0, 'recognised': 0, 'unknown': 1,
            'unreadable': 2}.get(doc.get('verdict'))
    if r.code != want:
        problems.append('verdict %r with exit %s' % (doc.get('verdict'),
                                                     r.code))
    got = doc.get('format')
    if fmt is not None and '@' in fmt:
        got = '%s@%s' % (got, doc.get('version'))
    if fmt is not None and got != fmt:
        problems.append('format %r, not %r' % (got, fmt))
    if doc.get('verdict') in ('recognised', 'supported') and \
            not doc.get('format'):
        problems.append('recognised, but not named')
    if doc.get('file') != path:
        problems.append('file is %r' % doc.get('file'))
    if ident is not None and fmt in ('ubl', 'cii'):
        profile = doc.get('profile') or ''
        best = wanted_profile(ident)
        if best is None:
            if profile:
                problems.append('profile %r for the unknown identifier %r'
                                % (profile, ident))
        elif best[1] and best[1] not in profile.lower().replace('-', ''):
            problems.append('profile %r for %r' % (profile, ident))
    return file, problems, doc


def corpus_items():
    for r in corpus.classify():
        kind, ident = r['kind'], r['customization_or_guideline_id'] or ''
        if kind in corpus.FORMAT_OF_KIND:
            yield r['file'], corpus.FORMAT_OF_KIND[kind], \
                ('supported',), ident
        elif kind == 'MALFORMED':
            yield r['file'], None, ('unreadable',), None
        else:
            yield r['file'], None, ('recognised',), None
    for file, fmt in corpus.dialects() + corpus.national():
        yield file, fmt, ('supported',), None


# PDF files that cannot be opened, and why: seen in their bytes.
DAMAGED = (
    'corrupt-factur-x-waytoosmall.pdf',                # 15 bytes
    'factur-x-invalid-xml-encoding-attribute.pdf',     # "UTF-8-w/o-BOM"
    'invalidXMP-ParseError.pdf')                       # xref 3 bytes away


def others():
    """Samples that are no invoice of ours but have a name."""
    roots = ('ApplicationResponse', 'DespatchAdvice', 'ReceiptAdvice',
             'Reminder')
    for d in ('silkroad/tr-ubl', 'silkroad/rs-sef', 'europe/ehf',
              'europe/fatturapa/samples/sdi-notifications'):
        top = corpus.path('formats/' + d)
        for at, _, files in sorted(os.walk(top)):
            if '/xsd' in at or '/schematron' in at or '/rules' in at:
                continue
            for f in sorted(files):
                if not f.endswith('.xml'):
                    continue
                full = os.path.join(at, f)
                try:
                    tag = canon.parse_file(full).tag
                except canon.etree.XMLSyntaxError:
                    continue
                if canon.local(tag) in roots or 'sdi' in d:
                    yield os.path.relpath(full, corpus.SHARED), None, (
                        'recognised',), None
    top = corpus.path('corpus/eu/factur-x-pdf')
    for at, _, files in sorted(os.walk(top)):
        for f in sorted(files):
            if f.lower().endswith('.pdf'):
                yield os.path.relpath(os.path.join(at, f), corpus.SHARED), \
                    None, (('unreadable',) if f in DAMAGED else
                           ('recognised', 'supported')), None


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    items = list(corpus_items())
    seen = {}
    for file, problems, doc in tally.over(check, items):
        t.case(file, problems)
        if doc:
            k = (doc.get('format'), doc.get('verdict'), doc.get('profile'))
            seen[k] = seen.get(k, 0) + 1
    names = {}
    for file, problems, doc in tally.over(check, others()):
        if doc and file.endswith('.pdf') and \
                doc.get('verdict') != 'unreadable' and \
                doc.get('container') != 'pdf':
            problems = problems + ['container %r' % doc.get('container')]
        t.case(file, problems)
        if doc:
            k = (doc.get('format'), doc.get('verdict'))
            names[k] = names.get(k, 0) + 1
    # Three different kinds that share a folder must not share a name.
    with prog.Work() as w:
        t.case('made: v1.xml', version_one(w))
        for name, data, verdicts, mark in (
                ('a.svrl', SVRL, ('recognised',), 'svrl'),
                ('a.html', HTML, ('recognised', 'unreadable'), 'html'),
                ('x.html', XHTML, ('recognised',), 'html'),
                ('a.txt', b'just text\n', ('unknown', 'unreadable'), None),
                ('o.xml', b'<o xmlns="urn:mine"/>', ('unknown',), None)):
            _, problems, doc = check((w.write(name, data), None, verdicts,
                                      None))
            if mark and doc and mark not in (
                    '%s %s' % (doc.get('format'),
                               doc.get('container'))).lower():
                problems.append('named %r' % doc.get('format'))
            t.case('made: ' + name, problems)
    for k, v in sorted(seen.items(), key=str):
        t.figure('%4d %s' % (v, ' '.join(str(x) for x in k)))
    for k, v in sorted(names.items(), key=str):
        t.figure('%4d %s' % (v, ' '.join(str(x) for x in k)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
