"""Where the facts stand, and which documents a test goes over.

What this file knows: the layout of the shared folder.  Without that folder
every corpus test says that it was skipped; with CI=true that is a failure.
"""
import csv
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SRC = os.path.abspath(os.environ.get('EINV_SRCDIR')
                      or os.path.join(HERE, '..', '..'))
SHARED = os.path.abspath(os.environ.get('EINV_SHARED')
                         or os.path.join(SRC, '..', 'shared'))

DIALECTS = (
    'silkroad/tr-ubl', 'silkroad/rs-sef', 'asia/pint-ae', 'asia/pint-aunz',
    'asia/pint-eu', 'asia/pint-jp', 'asia/pint-jp-ntr', 'asia/pint-my',
    'asia/pint-om', 'asia/pint-sg', 'asia/zatca', 'asia/myinvois',
    'asia/jofotara', 'europe/ehf', 'europe/oioubl', 'europe/pt-cius',
    'europe/ro-cius', 'europe/hr-eracun')

# Formats that are a country's own: their folder, and what their invoices'
# roots are.  Other roots in the folder are other documents.
NATIONAL = {
    'silkroad/kz-esf': ('kz-esf', ('{esf}invoiceContainer',
                                   '{v2.esf}invoice')),
    'silkroad/cn-einvoice': ('cn-einvoice', ('EInvoice',)),
}

# Folders in which one root serves several formats: the schema that
# EXPECTED.tsv names tells them.  What fits none is no invoice of ours.
BY_SCHEMA = {
    'silkroad/ru-upd': (
        (r'ON_NSCHFDOPPR_.*_05_01_', 'ru-upd@5.01'),
        (r'ON_NSCHFDOPPR_.*_05_02_', 'ru-upd@5.02'),
        (r'ON_NSCHFDOPPR_.*_05_03_', 'ru-upd@5.03'),
        (r'ON_KORSCHFDOPPR_.*_05_01_', 'ru-ukd@5.01'),
        (r'ON_NSCHFDOPPOK_.*_05_02_', 'ru-upd-buyer@5.02')),
}

UBL_INVOICE = '{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice'
UBL_CREDIT = ('{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}'
              'CreditNote')
CII = ('{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}'
       'CrossIndustryInvoice')
FORMAT_OF_ROOT = {UBL_INVOICE: 'ubl', UBL_CREDIT: 'ubl', CII: 'cii'}
FORMAT_OF_KIND = {'UBL': 'ubl', 'UBL-CN': 'ubl', 'CII': 'cii'}


def need():
    """Ends the test when there is nothing to test against."""
    if os.path.isdir(os.path.join(SHARED, 'corpus')):
        return
    bad = os.environ.get('CI') == 'true'
    print('%s: no corpus at %s (set EINV_SHARED)'
          % ('FAIL' if bad else 'SKIP', SHARED))
    print('0 passed, %d failed, %d skipped' % (bad, not bad))
    sys.exit(1 if bad else 0)


def absent(t, case):
    """The same for one case of a script that has others: True, and counted."""
    if os.path.isdir(os.path.join(SHARED, 'corpus')):
        return False
    why = 'no corpus at %s' % SHARED
    if os.environ.get('CI') == 'true':
        t.case(case, [why])
    else:
        t.skip(case, why)
    return True


def path(name):
    return os.path.join(SHARED, name)


def rows(name):
    """The rows of a tab-separated file as dictionaries."""
    with open(path(name), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f, delimiter='\t',
                                   quoting=csv.QUOTE_NONE))


def classify():
    """Rows of CLASSIFY.tsv; `file` is seen from the shared folder."""
    out = rows('corpus/eu/expected/CLASSIFY.tsv')
    for r in out:
        r['file'] = 'corpus/eu/' + r['file']
    return out


def eu(*kinds):
    return [r['file'] for r in classify() if r['kind'] in kinds]


def dialects():
    """Every invoice and credit note among the samples of the dialects."""
    import canon
    out = []
    for d in DIALECTS:
        for top, dirs, files in os.walk(path('formats/' + d)):
            dirs.sort()
            if '/xsd' in top or '/rules' in top or '/schematron' in top:
                continue
            for f in sorted(files):
                if not f.endswith('.xml'):
                    continue
                full = os.path.join(top, f)
                try:
                    root = canon.parse_file(full)
                except canon.etree.XMLSyntaxError:
                    continue
                if root.tag in FORMAT_OF_ROOT:
                    out.append((os.path.relpath(full, SHARED),
                                FORMAT_OF_ROOT[root.tag]))
    return out


def own_by_version(others):
    """Our own samples in the folders of formats that versions tell apart."""
    import canon
    out, top = [], os.path.join(SRC, 'schemas', 'formats')
    for folder in sorted(os.listdir(top)):
        samples = os.path.join(top, folder, 'samples')
        if folder in others | set(FORMAT_OF_ROOT.values()) or \
                not os.path.isdir(samples):
            continue
        root = canon.parse_file(os.path.join(top, folder,
                                             'binding.xml'))
        out += [(os.path.relpath(os.path.join(samples, f), SHARED),
                 '%s@%s' % (root.get('id'), root.get('version')))
                for f in sorted(os.listdir(samples))
                if f.endswith('.xml') and not f.startswith('bad')]
    return out


def national():
    """(file, format) of the samples of the countries' own formats, those in
    the shared folder and our own beside the bindings."""
    import canon
    out = []
    for folder, (fmt, roots) in sorted(NATIONAL.items()):
        for top in (path('formats/%s/samples' % folder),
                    os.path.join(SRC, 'schemas', 'formats', fmt, 'samples')):
            for f in sorted(os.listdir(top)) if os.path.isdir(top) else ():
                full = os.path.join(top, f)
                if not f.endswith('.xml') or f.startswith('bad'):
                    continue
                if canon.parse_file(full).tag in roots:
                    out.append((os.path.relpath(full, SHARED), fmt))
    out += own_by_version({fmt for fmt, _ in NATIONAL.values()})
    for folder, kinds in sorted(BY_SCHEMA.items()):
        at = 'formats/%s/samples/' % folder
        for r in rows(at + 'EXPECTED.tsv'):
            out += [(at + r['file'], fmt) for pattern, fmt in kinds
                    if re.search(pattern, r['schema'])]
    return out


def invoices():
    """(file, format) of the UBL and CII documents that the laws go over."""
    out = [(r['file'], FORMAT_OF_KIND[r['kind']]) for r in classify()
           if r['kind'] in FORMAT_OF_KIND]
    return out + dialects()


def everything():
    """(file, format) of all that the laws go over."""
    return invoices() + national()


def expected(name):
    """{file: [rows]} of one table of verdicts."""
    out = {}
    for r in rows('corpus/eu/expected/' + name):
        out.setdefault('corpus/eu/' + r['file'], []).append(r)
    return out


def clean_en16931():
    """Files that EN 16931's own rules find no fatal fault in."""
    out = set()
    for name in ('en16931-ubl-1.3.16.tsv', 'en16931-cii-1.3.16.tsv'):
        for f, rs in expected(name).items():
            if not any(r['flag'] == 'fatal' for r in rs):
                out.add(f)
    return out
