#!/usr/bin/python3
"""Validity without invention: invoices written as cn-einvoice, kz-esf and
ru-upd.

Our own samples, the countries' samples and invoices of the corpus of every
kind (tests/corpus/defaults/ says how what they lack is supplied):
  said    without defaults, every error that the format's schema finds in the
          written document is one missing_required row at that place, and
          every such row an error; without --allow-loss nothing is written;
  valid   with the defaults, and what the remaining rows ask for supplied as
          they say it (--set), the document is valid.
Random models are written too, and their errors and rows compared.
The schemas are official; those of cn-einvoice, of 5.03 and of the SDK of 2025
are reconstructed, and `formats` must say so.

Usage: validity.py [part of a file name]...
"""
import collections
import json
import os
import re
import sys
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'lib'))
import canon
import corpus
import modeltable
import prog
import schemas
import tally

KZ, RU = 'formats/silkroad/kz-esf/xsd/', 'formats/silkroad/ru-upd/xsd/'
CN = 'formats/silkroad/cn-einvoice/xsd/'
# Target: (schema, what `formats` says of it, the data that stands in).
TARGETS = {
    'cn-einvoice@0.32': (CN + 'RECONSTRUCTED_EInvoice.xsd', 'reconstructed',
                        'cn-einvoice'),
    'kz-esf@2': (KZ + '_driver_v2.xsd', 'official', 'kz-esf'),
    'kz-esf@2-sdk2025': (KZ + '_driver_v2_sdk2025.xsd', 'reconstructed',
                         'kz-esf'),
    'ru-upd@5.03': (RU + 'RECONSTRUCTED_ON_NSCHFDOPPR_1_997_01_05_03_05.xsd',
                    'reconstructed', 'ru-upd'),
    'ru-upd@5.02': (RU + 'ON_NSCHFDOPPR_1_997_01_05_02_01.xsd', 'official',
                    'ru-upd'),
    'ru-upd@5.01': (RU + 'ON_NSCHFDOPPR_1_997_01_05_01_03.xsd', 'official',
                    'ru-upd'),
    'ru-ukd@5.01': (RU + 'ON_KORSCHFDOPPR_1_996_01_05_01_03.xsd', 'official',
                    'ru-ukd'),
    'ru-upd-buyer@5.02': (RU + 'ON_NSCHFDOPPOK_1_997_02_05_02_01.xsd',
                          'official', 'ru-upd-buyer'),
    'ru-upd-buyer@5.01': (RU + 'ON_NSCHFDOPPOK_1_997_02_05_01_02.xsd',
                          'official', 'ru-upd-buyer'),
}
# What the schema itself leaves open, and its own conditions (which stand in
# its annotations) demand: a body's or a person's number, or a dash for it.
STRICTER = {'ru-upd@5.01': re.compile(
    r'/Св(ЮЛУч|ИП)/@ИНН(ЮЛ|ФЛ)$|/ИспрСчФ/@(Ном|Дата)ИспрСчФ$')}
# Not yet with random models: cn-einvoice's rows ask for more than the
# reconstructed schema, and the days of a toll may not fit its pattern.
UNSURE = 'cn-einvoice@'
# An answer to an invoice is none: only answers are written of it.
ANSWER = r'ru-upd-buyer|buyer_title'
CORPUS, MODELS = 40, range(5000, 5020)
SCHEMAS, SUPPLY = {}, {}
MODEL = modeltable.Model()


# --- which invoices -------------------------------------------------------

def features(root):
    """What makes an invoice of another kind."""
    out = {root.tag}
    for e in root.iter(canon.etree.Element):
        name, text = canon.local(e.tag), (e.text or '').strip()
        if name in ('AllowanceCharge', 'SpecifiedTradeAllowanceCharge',
                    'PayeeParty', 'PayeeTradeParty', 'Delivery',
                    'ShipToTradeParty', 'BillingReference',
                    'InvoiceReferencedDocument', 'TaxRepresentativeParty',
                    'PrepaidAmount', 'AdditionalDocumentReference',
                    'OrderReference', 'ContractDocumentReference',
                    'PayableRoundingAmount', 'BaseQuantity', 'CardAccount',
                    'PaymentMandate', 'CommodityClassification'):
            out.add((name, canon.local(e.getparent().tag)))
        elif name in ('InvoiceTypeCode', 'CreditNoteTypeCode',
                      'DocumentCurrencyCode', 'CategoryCode', 'Percent',
                      'InvoiceCurrencyCode', 'RateApplicablePercent',
                      'IdentificationCode', 'CountryID'):
            out.add((name, text))
        elif name == 'ID' and canon.local(e.getparent().tag).endswith(
                'TaxCategory'):
            out.add((name, text))
    return out


def chosen():
    """Of the corpus the invoices that together show the most kinds."""
    clean = corpus.clean_en16931()
    left = [(r['file'], features(canon.parse_file(corpus.path(r['file']))))
            for r in corpus.classify()
            if r['kind'] in corpus.FORMAT_OF_KIND and r['file'] in clean]
    seen, out = set(), []
    while left and len(out) < CORPUS:
        best = max(left, key=lambda x: len(x[1] - seen))
        left.remove(best)
        out.append(corpus.path(best[0]))
        seen |= best[1]
    return out


def own():
    out = []
    for d, dirs, files in os.walk(os.path.join(corpus.SRC, 'schemas',
                                               'formats')):
        dirs.sort()
        out += [os.path.join(d, f) for f in sorted(files)
                if os.path.basename(d) == 'samples' and f.endswith('.xml')
                and not f.startswith('bad')]
    return out


# --- one conversion -------------------------------------------------------

def ledger(w):
    return json.loads(w.read('l.json'))['rows']


def missing(rows):
    return [r for r in rows if r['reason'] == 'missing_required']


def convert(w, file, target, *more):
    out = w.path('out.xml')
    if os.path.exists(out):
        os.remove(out)
    return prog.run('convert', file, '--to', target, '-o', out, '--ledger',
                    w.path('l.json'), *more)


def refusal(w, r, rows):
    """The contract of a conversion without --allow-loss."""
    grave = any(x['grave'] for x in rows)
    there = os.path.exists(w.path('out.xml'))
    if r.code != (1 if grave else 0) or there == grave:
        return ['exit %s with%s a grave row, and %s file' % (
            r.code, '' if grave else 'out', 'a' if there else 'no')]
    return []


def made(item):
    """A random model, written: its errors and its rows."""
    seed, target = item
    view = {'invoice': modeltable.Maker(MODEL, seed).invoice()}
    with prog.Work() as w:
        file = w.write('m.json', json.dumps(
            view, ensure_ascii=False).encode('utf-8'))
        return 'model %s seed %d' % (target, seed), said(w, file, target,
                                                         '--from', 'json')


def said(w, file, target, *how):
    r = convert(w, file, target, *how)
    if r.code not in (0, 1):
        return [r.why()]
    problems = refusal(w, r, ledger(w))
    r = convert(w, file, target, '--allow-loss', *how)
    if r.code != 0:
        return problems + ['--allow-loss: ' + r.why()]
    rows = missing(ledger(w))
    problems += ['a row without a term or a remedy: %s' % x for x in rows
                 if not x['term'] or '--set ' not in (x['where'] or '')]
    places = collections.Counter(x['xpath'] for x in rows)
    errors, unused = schemas.explain(
        SCHEMAS[target], w.read('out.xml'), places)
    problems += ['no row: %s' % e for e in errors]
    problems += ['no error: %s' % p for p in unused if not (
        target in STRICTER and STRICTER[target].search(p))]
    return problems


def answers(row, supply):
    """What a row asks for, as the data has it: [(path, value)], None where
    the data has nothing."""
    out = []
    for path in re.findall(r'--set (\S+?)=', row['where']):
        plain = re.sub(r'\[\d+\]|/\.\.\.$', '', path)
        have = supply.get(plain)
        if isinstance(have, dict):
            base = path[:-len('/...')]
            out += [(base + '/' + k, v) for k, v in have.items()]
        elif have is not None:
            out.append((path, have))
    return out


def valid(w, file, target, figures):
    name = TARGETS[target][2]
    given = ['--allow-loss', '--defaults',
             os.path.join(HERE, 'defaults', name + '.json')]
    for _ in range(6):
        r = convert(w, file, target, *given)
        if r.code != 0:
            return ['defaults: ' + r.why()]
        rows = missing(ledger(w))
        if not rows:
            break
        more = []
        for row in rows:
            for path, value in answers(row, SUPPLY[name]):
                if path + '=' + value not in given:
                    more += ['--set', path + '=' + value]
                    figures['supplied'] = figures.get('supplied', 0) + 1
        if not more:
            return ['still missing: %s %s' % (x['xpath'], x['where'])
                    for x in rows]
        given += more
    else:
        return ['still missing after six rounds: %s' % x['where']
                for x in rows]
    s = SCHEMAS[target]
    if s.validate(canon.parse_bytes(w.read('out.xml')).getroottree()):
        return []
    return ['invalid: %s: %s' % (e.path, e.message[:300])
            for e in s.error_log]


def comes_back(file, target):
    """A document of the target's own format that its schema refuses comes
    back as it was."""
    r = prog.run('detect', file, '--report', 'json')
    d = r.json()['documents'][0] if r.code == 0 else {}
    return '%s@%s' % (d.get('format'), d.get('version')) == target and \
        not SCHEMAS[target].validate(canon.parse_file(file).getroottree())


def check(item):
    file, target = item
    figures = {}
    name = os.path.relpath(file, corpus.SHARED if file.startswith(
        corpus.SHARED) else corpus.SRC)
    if comes_back(file, target):
        return name, target, None, None, figures
    with prog.Work() as w:
        return (name, target, said(w, file, target),
                valid(w, file, target, figures), figures)


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    proof = {'%s@%s' % (f['id'], f['version']): f['proof'] for f in prog.run(
        'formats', '--report', 'json').json()['formats']}
    SCHEMAS.update(schemas.load({k: corpus.path(v[0])
                                 for k, v in TARGETS.items()}))
    for k, v in TARGETS.items():
        t.case('proof of ' + k, [] if proof.get(k) == v[1] else [
            'formats says %s, the schema is %s' % (proof.get(k), v[1])])
        with open(os.path.join(HERE, 'defaults', v[2] + '.supply.json'),
                  encoding='utf-8') as f:
            SUPPLY[v[2]] = json.load(f)
    many = set(chosen())
    files = own() + sorted(many) + [
        corpus.path(f) for f, _ in corpus.national() if f[:2] != '..']
    files = [f for f in files if not sys.argv[1:] or any(
        a in f for a in sys.argv[1:])]
    for f in [f for f in files if 'fragment' in f]:
        t.skip(f, 'a piece of a document, without parties and lines')
        files.remove(f)
    total = collections.Counter()
    for name, target, a, b, figures in tally.over(
            check, [(f, k) for f in files for k in TARGETS
                    if (not re.search(ANSWER, f) and f not in many)
                    or bool(re.search(ANSWER, f)) == k.startswith(
                        'ru-upd-buyer')]):
        if a is None:
            t.skip('%s %s' % (target, name), 'of this format, and invalid')
            continue
        t.case('said %s %s' % (target, name), a)
        t.case('valid %s %s' % (target, name), b)
        total.update(figures)
    models = [] if sys.argv[1:] else [
        (s, k) for s in MODELS for k in TARGETS if not k.startswith(UNSURE)]
    for case, a in tally.over(made, models):
        t.case(case, a)
    t.figure('%d invoices, %d targets, %d answers to what rows asked for' % (
        len(files), len(TARGETS), total['supplied']))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
