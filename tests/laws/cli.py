#!/usr/bin/python3
"""The program's contract: exit codes, streams, JSON shapes, whole files.

Every case is a sentence of einv(1).  The documents are our own
(examples/invoices, schemas/formats/*/samples) and made here.

Usage: cli.py
"""
import glob
import base64
import hashlib
import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import canonicalize
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import prog
import tally

ROOT = os.environ.get('EINV_SRCDIR') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')
CASES = []


def case(f):
    CASES.append(f)
    return f


def samples():
    return sorted(glob.glob(os.path.join(ROOT, 'examples/invoices/*.xml')) +
                  glob.glob(os.path.join(ROOT,
                                         'schemas/formats/*/samples/*.xml')))


def format_of(path):
    d = prog.run('detect', '--report', 'json', path).json()['documents'][0]
    return d['format'], d['version'], d['verdict']


FILE = None          # an invoice of ours that converts without a grave loss
FROM = None
TO = None


def choose():
    """A sample and the format it is not in."""
    global FILE, FROM, TO
    ids = [f['id'] for f in
           prog.run('formats', '--report', 'json').json()['formats']]
    for path in samples():
        fmt, _, verdict = format_of(path)
        if verdict != 'supported':
            continue
        for to in ids:
            if to != fmt and prog.run('convert', path, '--to', to,
                                      '-q').code == 0:
                FILE, FROM, TO = path, fmt, to
                return True
    return False


def want(problems, what, ok):
    if not ok:
        problems.append(what)


def keys(problems, what, obj, *names):
    for n in names:
        want(problems, '%s has no "%s"' % (what, n), n in obj)


# --- exit codes --------------------------------------------------------------

@case
def usage_errors_exit_2(p, w):
    for args in ([], ['frobnicate'], ['convert'], ['convert', FILE],
                 ['convert', FILE, '--to'], ['detect'], ['diff', FILE],
                 ['detect', FILE, '--frob'], ['detect', '--report', 'svrl',
                                              FILE],
                 ['detect', '--limits', 'nosuch=1', FILE],
                 ['detect', '--at', 'yesterday', FILE],
                 ['convert', FILE, '--to', TO, '--item', '0'],
                 ['convert', FILE, '--to', TO, '--set', 'novalue'],
                 ['convert', FILE, '--to', TO, '--slots', 'perhaps'],
                 ['convert', FILE, '--to', TO, '--allow-loss=frob'],
                 ['convert', FILE, '--to', 'no-such-format'],
                 ['show', FILE, '--to', TO],
                 ['validate', FILE, '--rules', 'x.sch'],
                 ['validate', FILE, '--xsd', 'dir'],
                 ['convert', FILE, '--to', TO, '--tsa', FILE],
                 ['sign', FILE], ['verify'], ['rules', 'frob'],
                 ['verify', FILE, '--profile', 'nobody'],
                 ['verify', FILE, '--anchor', FILE],
                 ['formats', 'frob']):
        r = prog.run(*args)
        want(p, '%s: exit %s' % (args, r.code), r.code == 2)
        want(p, '%s: says nothing' % args, r.err)
        want(p, '%s: writes to stdout' % args, not r.out)


@case
def what_this_version_lacks_is_said(p, w):
    for args in (['extract', FILE], ['embed', FILE]):
        r = prog.run(*args)
        want(p, '%s: %s' % (args, r.err), b'this version' in r.err)


@case
def an_unsigned_document_is_said_to_be(p, w):
    r = prog.run('verify', FILE)
    want(p, 'verify: %s' % r.why(), r.code == 1 and b'UNSIGNED' in r.out)
    r = prog.run('convert', FILE, '--to', TO, '--verify')
    want(p, 'convert: %s' % r.why(), r.code == 1 and not r.out and
         b'UNSIGNED' in r.err)


@case
def help_and_version_exit_0(p, w):
    for flag in ('--help', '--version'):
        for args in ([flag], ['convert', flag]):
            r = prog.run(*args)
            want(p, '%s: %s' % (args, r.why()), r.code == 0 and r.out)


@case
def an_unknown_format_suggests_another(p, w):
    wrong = TO[:-1] + 'x'
    r = prog.run('convert', FILE, '--to', wrong)
    want(p, r.why(), r.code == 2 and TO.encode() in r.err)


@case
def a_missing_file_exits_2(p, w):
    for verb in (['detect'], ['show'], ['validate'],
                 ['convert', '--to', 'json']):
        r = prog.run(verb[0], w.path('none.xml'), *verb[1:])
        want(p, '%s: %s' % (verb, r.why()), r.code == 2 and r.err)


@case
def malformed_input_exits_2_everywhere(p, w):
    bad = w.write('bad.xml', b'<Invoice><unclosed></Invoice>')
    for args in (['detect', bad], ['show', bad], ['validate', bad],
                 ['convert', bad, '--to', TO], ['diff', bad, FILE]):
        r = prog.run(*args)
        want(p, '%s: exit %s' % (args, r.code), r.code == 2)


@case
def several_files_give_the_highest_code(p, w):
    bad = w.write('bad.xml', b'<a')
    other = w.write('other.xml', b'<a xmlns="urn:nobody"/>')
    r = prog.run('detect', FILE, other, bad, FILE)
    want(p, 'detect: exit %s' % r.code, r.code == 2)
    want(p, 'detect: not each reported', r.out.count(b'\n') >= 4)
    r = prog.run('detect', FILE, other)
    want(p, 'unknown: exit %s' % r.code, r.code == 1)
    r = prog.run('validate', '--report', 'json', FILE, bad, other)
    want(p, 'validate: exit %s' % r.code, r.code == 2)
    v = [d['verdict'] for d in r.json()['documents']]
    want(p, 'verdicts %s' % v, v[1:] == ['unreadable', 'undecided'])


# --- detect -------------------------------------------------------------------

def zip_of(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        z.writestr(name, 'nothing of interest')
    return out.getvalue()


def pdf_of_nothing():
    """A PDF document without pages and attachments."""
    out, at = b'%PDF-1.7\n', []
    for i, body in enumerate((b'<< /Type /Catalog /Pages 2 0 R >>',
                              b'<< /Type /Pages /Kids [] /Count 0 >>')):
        at.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (i + 1, body)
    table = b''.join(b'%010d 00000 n \n' % x for x in at)
    return out + (b'xref\n0 3\n0000000000 65535 f \n%strailer\n'
                  b'<< /Size 3 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n'
                  % (table, len(out)))


@case
def detect_has_its_shape(p, w):
    pdf = w.write('x.pdf', pdf_of_nothing())
    r = prog.run('detect', '--report', 'json', FILE, pdf)
    doc = r.json()
    keys(p, 'detect', doc, 'einv', 'documents')
    for d in doc['documents']:
        keys(p, 'document', d, 'file', 'container', 'format', 'version',
             'profile', 'verdict')
    d = doc['documents']
    want(p, str(d[0]), (d[0]['file'], d[0]['format'], d[0]['verdict'],
                        d[0]['container']) == (FILE, FROM, 'supported',
                                               'xml'))
    want(p, str(d[1]), (d[1]['format'], d[1]['verdict']) ==
         ('pdf', 'recognised'))
    want(p, 'exit %s' % r.code, r.code == 0)


@case
def bytes_that_are_no_xml_are_named(p, w):
    for name, data in (('pdf', pdf_of_nothing()),
                       ('zip', zip_of('notes.txt')),
                       ('html', b'<!DOCTYPE html><p>not xml<br>'),
                       ('ofd', zip_of('OFD.xml'))):
        r = prog.run('detect', '--report', 'json', '-', stdin=data)
        d = r.json()['documents'][0]
        want(p, '%s: %s' % (name, d), d['format'] == name and
             d['verdict'] == 'recognised' and d['file'] == '-')
        r = prog.run('convert', '-', '--to', 'json', stdin=data)
        want(p, 'convert %s: %s' % (name, r.why()), r.code == 2 and r.err)


@case
def damaged_containers_are_unreadable(p, w):
    for name, data, rule in (('pdf', b'%PDF-1.4', 'PDF_BOUNDS'),
                             ('zip', b'PK\3\4rest', 'ZIP_BOUNDS'),
                             ('gzip', b'\x1f\x8b\x08\0', 'ZIP_BOUNDS')):
        r = prog.run('detect', '--report', 'json', '-', stdin=data)
        d = r.json()['documents'][0]
        want(p, '%s: %s' % (name, d), d['verdict'] == 'unreadable' and
             [f['rule'] for f in d['findings']] == [rule])
        want(p, 'exit %s' % r.code, r.code == 2)


# --- show, views ----------------------------------------------------------------

@case
def show_json_is_convert_to_json(p, w):
    a = prog.run('show', FILE, '--json')
    b = prog.run('convert', FILE, '--to', 'json')
    c = prog.run('show', FILE, '--report', 'json')
    want(p, 'exit %s %s' % (a.code, b.code), a.code == b.code == 0)
    want(p, 'they differ', a.out == b.out == c.out)
    keys(p, 'view', a.json(), 'einv', 'model', 'format', 'version',
         'profile', 'partial', 'invoice', 'residue')
    want(p, 'partial', a.json()['partial'] is False)


@case
def show_is_a_page(p, w):
    r = prog.run('show', FILE)
    view = prog.run('show', FILE, '--json').json()['invoice']
    want(p, r.why(), r.code == 0)
    page = r.out.decode()
    for text in (view['number'], view['seller']['name'].split()[0],
                 view['buyer']['name'].split()[0], view['totals']['due']):
        want(p, '%r is not on the page' % text, text in page)
    want(p, 'a line is too wide',
         all(len(line) <= 90 for line in page.splitlines()))
    want(p, 'blanks at an end of line',
         all(line == line.rstrip() for line in page.splitlines()))


@case
def redact_shows_no_value(p, w):
    view = prog.run('show', FILE, '--json').json()['invoice']
    r = prog.run('show', FILE, '--redact')
    page = r.out.decode()
    for text in (view['seller']['name'], view['totals']['due']):
        want(p, '%r is on the page' % text, text not in page)


# --- convert --------------------------------------------------------------------

@case
def the_document_goes_to_stdout_and_findings_to_stderr(p, w):
    r = prog.run('convert', FILE, '--to', TO)
    want(p, r.why(), r.code == 0)
    want(p, 'stdout is no document', r.out.lstrip().startswith(b'<'))
    d = prog.run('detect', '--report', 'json', '-', stdin=r.out)
    want(p, 'not %s' % TO, d.json()['documents'][0]['format'] == TO)
    same = prog.run('convert', FILE, '--to', TO, '-o', '-')
    want(p, '-o - is not the same', same.out == r.out)


@case
def with_an_output_findings_go_to_stdout(p, w):
    out = w.path('out.xml')
    r = prog.run('convert', FILE, '--to', TO, '-o', out)
    plain = prog.run('convert', FILE, '--to', TO)
    want(p, r.why(), r.code == 0 and os.path.isfile(out))
    want(p, 'other bytes', w.read('out.xml') == plain.out)
    want(p, 'stderr: %r' % r.err[:200], not r.err)
    want(p, 'the findings differ', r.out == plain.err)


@case
def stdin_is_read(p, w):
    with open(FILE, 'rb') as f:
        data = f.read()
    a = prog.run('convert', '-', '--to', TO, stdin=data)
    b = prog.run('convert', FILE, '--to', TO)
    want(p, 'they differ', a.code == 0 and a.out == b.out)


@case
def through_json_and_back_is_the_same(p, w):
    view = prog.run('convert', FILE, '--to', 'json')
    path = w.write('view.json', view.out)
    for extra in ([], ['--from', 'json']):
        back = prog.run('convert', path, '--to', FROM, *extra)
        straight = prog.run('convert', FILE, '--to', FROM)
        want(p, back.why(), back.code == 0)
        want(p, 'they differ', back.code == 0 and
             canonicalize(back.out) == canonicalize(straight.out))
    d = prog.run('detect', '--report', 'json', path).json()['documents'][0]
    want(p, str(d), d['format'] == 'json' and d['container'] == 'json')


@case
def the_ledger_has_its_shape(p, w):
    ledger = w.path('ledger.json')
    r = prog.run('convert', FILE, '--to', TO, '-o', w.path('o.xml'),
                 '--ledger', ledger)
    doc = json.loads(w.read('ledger.json'))
    keys(p, 'ledger', doc, 'from', 'to', 'rows')
    want(p, '%s %s' % (doc['from'], doc['to']),
         (doc['from'], doc['to']) == (FROM, TO))
    reasons = set('no_place in_slot embedded code_lossy truncated merged '
                  'derived defaulted missing_required spelling undecodable '
                  'foreign not_mapped skipped'.split())
    for row in doc['rows']:
        keys(p, 'row', row, 'direction', 'reason', 'grave')
        want(p, str(row), row['reason'] in reasons and
             row['direction'] in ('read', 'write') and
             isinstance(row['grave'], bool))
    want(p, r.why(), r.code == 0)
    r = prog.run('convert', FILE, '--to', TO, '--ledger', '-')
    want(p, 'two documents on stdout', r.code == 2 and not r.out)
    r = prog.run('convert', FILE, '--to', TO, '-o', w.path('o2.xml'),
                 '--report', 'json')
    keys(p, 'report', r.json(), 'from', 'to', 'rows', 'findings')


@case
def a_receipt_says_which_bytes_became_which(p, w):
    out, receipt = w.path('out.xml'), w.path('receipt.json')
    ledger = w.path('ledger.json')
    r = prog.run('convert', FILE, '--to', TO, '-o', out, '--receipt', receipt,
                 '--ledger', ledger, '-q')
    want(p, 'exit %d' % r.code, r.code == 0)
    doc = json.loads(w.read('receipt.json'))
    keys(p, 'receipt', doc, 'einv', 'source', 'item', 'target', 'options',
         'rule_sets', 'ledger')
    for side, path, fmt in (('source', FILE, FROM), ('target', out, TO)):
        with open(path, 'rb') as f:
            data = f.read()
        want(p, side, doc[side] == {
            'file': path, 'format': fmt, 'version': format_of(path)[1],
            'profile': doc[side].get('profile'), 'bytes': len(data),
            'sha256': hashlib.sha256(data).hexdigest()})
    rows = json.loads(w.read('ledger.json'))['rows']
    want(p, 'the whole ledger', doc['ledger']['rows'] == rows)
    want(p, 'options', doc['options']['slots'] == 'auto' and
         doc['options']['allow_loss'] == [])


def attached(root):
    """[(file name, mime type, bytes)] of what a UBL or CII document holds."""
    return [(e.get('filename'), e.get('mimeCode'),
             base64.b64decode(e.text)) for e in root.iter()
            if e.tag.rsplit('}', 1)[-1] in ('EmbeddedDocumentBinaryObject',
                                            'AttachmentBinaryObject')]


@case
def the_source_is_embedded_only_when_asked_for(p, w):
    with open(FILE, 'rb') as f:
        source = f.read()
    docs = {}
    for slots in ('auto', 'embed'):
        r = prog.run('convert', FILE, '--to', TO, '--slots', slots, '-o',
                     w.path(slots + '.xml'), '--ledger',
                     w.path(slots + '.json'), '--receipt',
                     w.path(slots + '.receipt'), '-q')
        want(p, '%s: exit %s' % (slots, r.code), r.code == 0)
        docs[slots] = ElementTree.parse(w.path(slots + '.xml')).getroot()
        rows = [x for x in json.loads(w.read(slots + '.json'))['rows']
                if x['reason'] == 'embedded']
        want(p, '%s: rows %s' % (slots, rows), [x['value'] for x in rows] == (
            [FROM + '.xml'] if slots == 'embed' else []))
        want(p, slots + ': receipt', json.loads(w.read(slots + '.receipt'))[
            'options']['slots'] == slots)
    before, after = attached(docs['auto']), attached(docs['embed'])
    want(p, 'the attachments before: %s' % [x[:2] for x in after],
         [x for x in after if x in before] == before)
    want(p, 'the source', [x for x in after if x not in before] == [
        (FROM + '.xml', 'application/xml', source)])
    want(p, 'the source without being asked for', source not in
         w.read('auto.xml') and base64.b64encode(source)[:200] not in
         w.read('auto.xml'))
    # It is not of the invoice: at home it is gone.
    for slots in ('auto', 'embed'):
        r = prog.run('convert', w.path(slots + '.xml'), '--to', FROM, '-o',
                     w.path(slots + '.home'), '-q')
        want(p, '%s home: exit %s' % (slots, r.code), r.code == 0)
    want(p, 'home is the same', w.read('auto.home') == w.read('embed.home'))


@case
def a_target_without_attachments_says_so(p, w):
    for to in ('kz-esf', 'json'):
        out = {}
        for slots in ('auto', 'embed'):
            r = prog.run('convert', FILE, '--to', to, '--slots', slots, '-o',
                         w.path(slots), '--report', 'json', '--allow-loss')
            want(p, '%s %s: exit %s' % (to, slots, r.code), r.code == 0)
            out[slots] = [f['rule'] for f in r.json()['findings']
                          if f['rule'].startswith('EINV-WRITE-')]
        want(p, '%s: %s' % (to, out), out == {
            'auto': [], 'embed': ['EINV-WRITE-0004']})
        want(p, to + ': the same document',
             w.read('auto') == w.read('embed'))
    # A view is no document that could be embedded.
    r = prog.run('convert', w.path('auto'), '--from', 'json', '--to', TO,
                 '--slots', 'embed', '-o', w.path('x'), '--report', 'json')
    want(p, 'from a view: exit %s' % r.code, r.code == 0 and [
        f['rule'] for f in r.json()['findings']] == ['EINV-WRITE-0005'])


@case
def a_document_never_stands_without_its_receipt(p, w):
    out = w.path('out.xml')
    r = prog.run('convert', FILE, '--to', TO, '-o', out, '--receipt',
                 w.path('no/such/folder'), '-q')
    want(p, 'exit %d' % r.code, r.code == 2 and not os.path.exists(out))
    r = prog.run('convert', FILE, '--to', TO, '--receipt', '-')
    want(p, 'both on stdout: exit %d' % r.code, r.code == 2)
    r = prog.run('convert', FILE, '--to', TO, '-o', out, '--receipt', '-',
                 '--ledger', '-')
    want(p, 'two on stdout: exit %d' % r.code,
         r.code == 2 and not os.path.exists(out))
    empty = w.write('bad.xml', b'<Invoice')
    r = prog.run('convert', empty, '--to', TO, '-o', out, '--receipt',
                 w.path('r.json'), '-q')
    want(p, 'a receipt of nothing: exit %d' % r.code,
         r.code == 2 and not os.path.exists(w.path('r.json')))


@case
def a_grave_loss_is_refused_with_1_and_no_file(p, w):
    out, ledger = w.path('out.xml'), w.path('ledger.json')
    bare = w.write('bare.json', b'{"invoice":{"number":"1"}}')
    r = prog.run('convert', bare, '--to', TO, '-o', out, '--ledger', ledger)
    want(p, r.why(), r.code == 1)
    want(p, 'a file was written', not os.path.exists(out))
    rows = json.loads(w.read('ledger.json'))['rows']
    grave = [x for x in rows if x['grave']]
    want(p, 'no grave row', grave)
    want(p, 'a missing_required that is not grave', all(
        x['grave'] for x in rows if x['reason'] == 'missing_required'))
    want(p, 'no remedy', all(x.get('where') for x in grave
                             if x['reason'] == 'missing_required'))
    r = prog.run('convert', bare, '--to', TO)
    want(p, 'stdout: %r' % r.out[:80], r.code == 1 and not r.out)
    r = prog.run('convert', bare, '--to', TO, '-o', out, '--allow-loss')
    want(p, 'allowed: ' + r.why(), r.code == 0 and os.path.exists(out))
    os.remove(out)
    r = prog.run('convert', bare, '--to', TO, '-o', out,
                 '--allow-loss=missing_required')
    want(p, 'allowed by reason: ' + r.why(), r.code == 0)
    os.remove(out)
    r = prog.run('convert', bare, '--to', TO, '-o', out,
                 '--allow-loss=truncated,merged')
    want(p, 'another reason: ' + r.why(), r.code == 1 and
         not os.path.exists(out))


@case
def a_sum_left_out_is_derived_and_named(p, w):
    view = prog.run('convert', FILE, '--to', 'json').json()
    vat = view['invoice']['totals'].pop('vat')
    view['residue'] = []
    view['format'] = view['version'] = None
    path = w.write('v.json', json.dumps(view).encode())
    r = prog.run('convert', path, '--to', 'ubl', '-o', w.path('o.xml'),
                 '--ledger', w.path('l.json'))
    want(p, r.why(), r.code == 0)
    rows = [x for x in json.loads(w.read('l.json'))['rows']
            if x['reason'] == 'derived']
    want(p, str(rows), ('BT-110', vat) in [(x['term'], x['value'])
                                           for x in rows])
    back = prog.run('convert', w.path('o.xml'), '--to', 'json').json()
    want(p, 'not written', back['invoice']['totals'].get('vat') == vat)


@case
def set_and_defaults_supply(p, w):
    r = prog.run('convert', FILE, '--to', 'json', '--set',
                 'buyer_reference=A=B', '--set', 'BT-20=at once', '--set',
                 'lines[1]/note=x')
    inv = r.json()['invoice']
    want(p, r.why(), r.code == 0)
    want(p, 'set: %s' % inv.get('buyer_reference'),
         inv['buyer_reference'] == 'A=B' and
         inv['payment_terms'] == 'at once' and inv['lines'][0]['note'] == 'x')
    d = w.write('d.json', json.dumps(
        {'number': 'NO', 'accounting_reference': 'from defaults',
         'seller': {'name': 'NO', 'legal_info': 'also'}}).encode())
    whole = w.write('w.json', json.dumps({'invoice': {
        'accounting_reference': 'from defaults',
        'seller': {'legal_info': 'also'}}}).encode())
    plain = prog.run('convert', FILE, '--to', 'json').json()['invoice']
    for path in (d, whole):
        r = prog.run('convert', FILE, '--to', 'json', '--defaults', path)
        if r.code != 0:
            want(p, r.why(), False)
            continue
        got = r.json()['invoice']
        want(p, 'number changed', got['number'] == plain['number'])
        want(p, 'name changed',
             got['seller']['name'] == plain['seller']['name'])
        for at, value in (('accounting_reference', 'from defaults'),):
            want(p, at, got.get(at) == plain.get(at, value))
        want(p, 'legal_info', got['seller'].get('legal_info') ==
             plain['seller'].get('legal_info', 'also'))


@case
def a_wrong_set_is_a_finding_and_writes_nothing(p, w):
    for s in ('issue_date=31.01.2026', 'totals/due=12,50', 'no/such=1',
              'seller=x', 'lines[0]/note=1', 'lines[999]/note=1', 'seller/nam=x'):
        out = w.path('out.xml')
        r = prog.run('convert', FILE, '--to', TO, '-o', out, '--set', s)
        want(p, '%s: %s' % (s, r.why()), r.code == 2 and
             not os.path.exists(out))
        want(p, '%s: no finding' % s, b'EINV-SET' in r.out + r.err)
    r = prog.run('convert', FILE, '--to', TO, '--set', 'seller/nam=x')
    want(p, 'no suggestion: %r' % r.err, b'seller/name' in r.err)


@case
def validate_before_writing(p, w):
    out = w.path('out.xml')
    r = prog.run('convert', FILE, '--to', TO, '-o', out, '--validate')
    want(p, r.why(), r.code == 0 and os.path.exists(out))
    os.remove(out)
    bad = ['convert', FILE, '--to', TO, '-o', out, '--set', 'currency=XYZ']
    r = prog.run(*bad, '--validate')
    want(p, 'a wrong code: ' + r.why(), r.code == 1 and
         not os.path.exists(out))
    r = prog.run(*bad)
    want(p, 'without --validate: ' + r.why(), r.code == 0)


@case
def items_are_counted_from_1(p, w):
    a = prog.run('convert', FILE, '--to', TO, '--item', '1')
    want(p, a.why(), a.code == 0)
    r = prog.run('convert', FILE, '--to', TO, '--item', '2')
    want(p, r.why(), r.code == 2 and not r.out and r.err)


# --- files ------------------------------------------------------------------------

@case
def a_directory_is_filled(p, w):
    base = os.path.splitext(os.path.basename(FILE))[0]
    for d in (w.path('new') + '/', w.path('old')):
        if not d.endswith('/'):
            os.mkdir(d)
        r = prog.run('convert', FILE, '--to', TO, '-o', d)
        want(p, r.why(), r.code == 0 and
             os.path.isfile(os.path.join(d, base + '.xml')))
    r = prog.run('convert', FILE, '--to', 'json', '-o', w.path('old'))
    want(p, r.why(), os.path.isfile(os.path.join(w.path('old'),
                                                 base + '.json')))
    copy = w.write('x.xml', open(FILE, 'rb').read())
    before = w.read('x.xml')
    r = prog.run('convert', copy, '--to', TO, '-o', w.dir)
    want(p, 'the source was overwritten', r.code == 2 and
         w.read('x.xml') == before)


@case
def a_failed_run_leaves_the_old_file(p, w):
    out = w.write('out.xml', b'old')
    bad = w.write('bad.xml', b'<a')
    bare = w.write('bare.json', b'{"invoice":{"number":"1"}}')
    for args in (['convert', bad, '--to', TO], ['convert', bare, '--to', TO],
                 ['convert', FILE, '--to', 'no-such']):
        r = prog.run(*args, '-o', out)
        want(p, '%s: exit %s' % (args, r.code), r.code in (1, 2))
        want(p, '%s: changed' % args, w.read('out.xml') == b'old')
    want(p, 'left: %s' % os.listdir(w.dir),
         sorted(os.listdir(w.dir)) == ['bad.xml', 'bare.json', 'out.xml'])


@case
def a_file_is_replaced_with_its_rights_and_through_links(p, w):
    out = w.write('out.xml', b'old')
    os.chmod(out, 0o640)
    link = w.path('link.xml')
    os.symlink('out.xml', link)
    r = prog.run('convert', FILE, '--to', TO, '-o', link)
    want(p, r.why(), r.code == 0)
    want(p, 'the link is gone', os.path.islink(link))
    want(p, 'not replaced', w.read('out.xml') != b'old')
    want(p, 'rights', stat.S_IMODE(os.stat(out).st_mode) == 0o640)
    new = w.path('new.xml')
    old = os.umask(0o027)
    try:
        prog.run('convert', FILE, '--to', TO, '-o', new)
    finally:
        os.umask(old)
    want(p, 'rights of a new file', stat.S_IMODE(
        os.stat(new).st_mode) == 0o640)


@case
def devices_and_pipes_are_written_through(p, w):
    r = prog.run('convert', FILE, '--to', TO, '-o', '/dev/null')
    want(p, r.why(), r.code == 0 and
         stat.S_ISCHR(os.stat('/dev/null').st_mode))
    fifo = w.path('fifo')
    os.mkfifo(fifo)
    reader = subprocess.Popen(['cat', fifo], stdout=subprocess.PIPE)
    r = prog.run('convert', FILE, '--to', TO, '-o', fifo)
    out = reader.communicate(timeout=20)[0]
    want(p, r.why(), r.code == 0 and
         out == prog.run('convert', FILE, '--to', TO).out)
    want(p, 'the pipe is gone', stat.S_ISFIFO(os.stat(fifo).st_mode))


@case
def a_full_device_exits_2(p, w):
    if not os.path.exists('/dev/full'):
        return
    for args in (['convert', FILE, '--to', TO, '-o', '/dev/full'],
                 ['convert', FILE, '--to', TO, '-o', w.path('o.xml'),
                  '--ledger', '/dev/full']):
        r = prog.run(*args)
        want(p, '%s: exit %s' % (args[4:], r.code), r.code == 2 and r.err)
    want(p, 'a document without its ledger',
         not os.path.exists(w.path('o.xml')))
    for args in (['convert', FILE, '--to', TO], ['show', FILE],
                 ['detect', FILE], ['formats'], ['validate', FILE],
                 ['explain', 'BT-1'], ['--version'], ['--help'],
                 ['diff', FILE, FILE, '--report', 'json']):
        with open('/dev/full', 'wb') as full:
            code = subprocess.run([prog.PROG] + args, stdout=full,
                                  stderr=subprocess.DEVNULL,
                                  env=prog.ENV).returncode
        want(p, '%s > /dev/full: exit %s' % (args, code), code == 2)


@case
def a_closed_pipe_exits_2(p, w):
    for args in (['convert', FILE, '--to', TO], ['show', FILE, '--json']):
        r, wr = os.pipe()
        os.close(r)
        q = subprocess.Popen(
            [prog.PROG] + args, stdout=wr, stderr=subprocess.DEVNULL,
            env=prog.ENV, preexec_fn=lambda: signal.signal(signal.SIGPIPE,
                                                           signal.SIG_DFL))
        os.close(wr)
        code = q.wait(timeout=20)
        want(p, '%s: exit %s' % (args[0], code), code == 2)


@case
def no_room_leaves_nothing(p, w):
    """A limit on file sizes: the write fails in the middle."""
    import resource
    out = w.path('out.xml')

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    q = subprocess.run([prog.PROG, 'convert', FILE, '--to', TO, '-o', out],
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                       env=prog.ENV, preexec_fn=small)
    want(p, 'exit %s' % q.returncode, q.returncode == 2 and q.stderr)
    want(p, 'left: %s' % os.listdir(w.dir), os.listdir(w.dir) == [])


# --- validate ---------------------------------------------------------------------

@case
def validate_has_its_shape(p, w):
    import hashlib
    r = prog.run('validate', '--report', 'json', FILE)
    doc = r.json()
    keys(p, 'validate', doc, 'einv', 'documents')
    d = doc['documents'][0]
    keys(p, 'document', d, 'file', 'item', 'sha256', 'format', 'profile',
         'verdict', 'rule_sets', 'findings')
    with open(FILE, 'rb') as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    want(p, 'sha256', d['sha256'] == digest)
    want(p, d['verdict'], d['verdict'] in ('valid', 'warnings'))
    want(p, 'exit %s' % r.code, r.code == 0)


RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron"
 queryBinding="xslt2"><pattern><rule context="/*">
 <assert id="W-1" flag="warning" test="false()">BT-1 <name/></assert>
 %s</rule></pattern></schema>"""


def judged(rules, w, *more):
    path = w.write('one.sch', rules.encode())
    r = prog.run('validate', '--report', 'json', '--rules', path, *more, FILE)
    return r, r.json()['documents'][0]


@case
def rules_give_the_verdict(p, w):
    for test, verdict, code, kind in (
            ('true()', 'warnings', 0, None),
            ('false()', 'invalid', 1, 'assert'),
            ("xs:decimal('x') = 1", 'undecided', 1, 'error'),
            ("current-date() = xs:date('2026-01-31')", 'warnings', 0, None)):
        r, d = judged(RULES % ('<assert id="F-1" flag="fatal" test="%s"/>'
                               % test), w, '--at', '2026-01-31')
        want(p, '%s: %s' % (test, d['verdict']), d['verdict'] == verdict)
        want(p, '%s: exit %s' % (test, r.code), r.code == code)
        want(p, 'rule_sets', d['rule_sets'] == [{'id': 'one'}])
        first = d['findings'][0]
        want(p, 'a warning: %s' % first, first['rule'] == 'W-1' and
             first['flag'] == 'warning' and first['kind'] == 'assert' and
             first['term'] == 'BT-1' and first['line'] > 0 and
             first['rule_set'] == 'one')
        kinds = [f['kind'] for f in d['findings'] if f['rule'] == 'F-1']
        want(p, '%s: %s' % (test, kinds), kinds == ([kind] if kind else []))


@case
def rules_that_cannot_be_run_are_refused(p, w):
    path = w.write('bad.sch', (RULES % '<assert test="1 +"/>').encode())
    r = prog.run('validate', '--rules', path, FILE)
    want(p, 'exit %s' % r.code, r.code == 2)
    want(p, 'place: %s' % r.err, b'bad.sch:4:' in r.err)
    r = prog.run('rules', 'check', path)
    want(p, 'check: exit %s %s' % (r.code, r.out),
         r.code == 1 and b'XPST0003' in r.out)
    r = prog.run('rules', 'check', w.write('good.sch', (RULES % '').encode()))
    want(p, 'check: %s' % r.out, r.code == 0 and b'1 asserts' in r.out)


def reports(form, *args):
    r = prog.run('validate', '--report', form, *args)
    return r, r.out


def two_bad(w):
    """An invoice that a rule refuses, and a file that is none."""
    path = w.write('two.sch', (RULES % (
        '<assert id="F-1" flag="fatal" test="false()">&lt;bad&gt; '
        '<value-of select="local-name()"/></assert>')).encode())
    return path, [FILE, w.write('bad.xml', b'<a'), w.path('none.xml')]


SVRL = '{http://purl.oclc.org/dsdl/svrl}'


def annex_d(p, root):
    """ISO/IEC 19757-3, annex D: what follows what, and what must be said."""
    want(p, root.tag, root.tag == SVRL + 'schematron-output')
    before = 'head'
    for e in root:
        name = e.tag[len(SVRL):]
        after = {'text': ('head',), 'ns-prefix-in-attribute-values':
                 ('head', 'ns-prefix-in-attribute-values'),
                 'failed-assert': ('fired-rule', 'failed-assert',
                                   'successful-report'),
                 'fired-rule': ('active-pattern', 'fired-rule',
                                'failed-assert', 'successful-report')}
        after['successful-report'] = after['failed-assert']
        want(p, '%s behind %s' % (name, before), before in after.get(
            name, (before,)))
        before = 'head' if name == 'text' else name
        if name == 'fired-rule':
            want(p, 'context', e.get('context'))
        if name in ('failed-assert', 'successful-report'):
            want(p, 'test, location', e.get('test') and e.get('location'))
            kinds = [c.tag[len(SVRL):] for c in e]
            want(p, 'inside: %s' % kinds, kinds[-1] == 'text' and set(
                kinds[:-1]) <= {'diagnostic-reference'})


@case
def svrl_is_the_standards(p, w):
    path = w.write('three.sch', b"""
<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"
 schemaVersion="7"><title>Three</title><ns prefix="x" uri="urn:x"/>
<pattern id="p1"><rule context="/*"><let name="v" value="'abc'"/>
<assert id="W-1" flag="warning" role="r" test="false()" diagnostics="d1">say
<value-of select="$v"/></assert></rule></pattern>
<pattern id="p2"><title>none</title><rule context="x:never">
<assert test="false()"/></rule></pattern>
<pattern id="p3"><rule id="r3" context="*[last()]">
<report test="position() = 0">no</report></rule></pattern>
<pattern id="p4"><rule context="/*"><report id="R" test="true()">yes</report>
<assert id="E" test="xs:decimal('x') = 1"/></rule></pattern>
<diagnostics><diagnostic id="d1">also &lt;<value-of select="$v"/></diagnostic>
</diagnostics></schema>""")
    r, out = reports('svrl', '--rules', path, FILE)
    want(p, r.why(), r.code == 1)
    root = ElementTree.fromstring(out)
    annex_d(p, root)
    want(p, 'head: %s' % root.attrib, (root.get('title'), root.get(
        'schemaVersion')) == ('Three', '7'))
    want(p, 'prefixes', [(e.get('prefix'), e.get('uri')) for e in root.iter(
        SVRL + 'ns-prefix-in-attribute-values')] == [('x', 'urn:x')])
    want(p, 'patterns', [(e.get('id'), e.get('name')) for e in root.iter(
        SVRL + 'active-pattern')] == [('p1', None), ('p2', 'none'),
                                      ('p3', None), ('p4', None)])
    found = [e for e in root if e.get('test')]
    want(p, 'found', [(e.tag[len(SVRL):], e.get('id'), e.get('flag'),
                       e.get('role')) for e in found] == [
        ('failed-assert', 'W-1', 'warning', 'r'),
        ('successful-report', 'R', None, None),
        ('failed-assert', 'E', None, 'not-evaluated')])
    want(p, 'text', ' '.join(found[0][-1].text.split()) == 'say abc')
    also = found[0][0]
    want(p, 'diagnostic', (also.get('diagnostic'), also[0].text) ==
         ('d1', 'also <abc'))
    where = ElementTree.parse(FILE).getroot().tag[1:].split('}')
    want(p, found[0].get('location'), found[0].get('location') ==
         "/*:%s[namespace-uri()='%s'][1]" % (where[1], where[0]))
    want(p, 'fired', len(root.findall(SVRL + 'fired-rule')) == 2)
    r, out = reports('svrl', '--fired', '--redact', '--rules', path, FILE)
    full = ElementTree.fromstring(out)
    annex_d(p, full)
    rules = [e.get('id') for e in full.iter(SVRL + 'fired-rule')]
    want(p, 'every fired rule: %s' % rules, len(rules) > 2 and
         rules.count('r3') == len(rules) - 2)
    want(p, 'the same found', [e.attrib for e in full if e.get('test')] ==
         [e.attrib for e in found])
    want(p, 'redacted', b'abc<' not in out and b'[redacted 3]' in out)


@case
def svrl_of_several_is_one_document(p, w):
    rules, files = two_bad(w)
    r, out = reports('svrl', '--rules', rules, *files)
    want(p, 'exit %s' % r.code, r.code == 2)
    root = ElementTree.fromstring(out)
    ns = '{urn:einv:reports:1}'
    want(p, root.tag, root.tag == ns + 'reports')
    want(p, 'documents', [(d.tag, d.get('file'), d.get('verdict'),
                           len(list(d))) for d in root] == [
        (ns + 'document', files[0], 'invalid', 1),
        (ns + 'document', files[1], 'unreadable', 0),
        (ns + 'document', files[2], 'unreadable', 0)])
    with open(FILE, 'rb') as f:
        want(p, 'sha256', root[0].get('sha256') ==
             hashlib.sha256(f.read()).hexdigest())
    annex_d(p, root[0][0])
    want(p, 'what no set found: %s' % r.err, b'XML_MALFORMED' in r.err)
    r, out = reports('svrl', '--rules', rules, '--rules', rules, FILE)
    want(p, 'two sets', len(ElementTree.fromstring(out)[0]) == 2)


@case
def at_a_day_codes_come_and_go(p, w):
    # ISO 4217, amendments 174 and 176.
    for code, day, there in (('HRK', '2022-12-31', True),
                             ('HRK', '2023-01-01', False),
                             ('XCG', '2025-03-30', False),
                             ('XCG', '2025-03-31', True),
                             ('EUR', '1998-01-01', True),
                             ('HRX', '2022-12-31', False)):
        with open(FILE, 'rb') as f:
            text = re.sub(b'\\bEUR\\b', code.encode(), f.read())
        r = prog.run('validate', '--report', 'json', '--at', day,
                     w.write('in.xml', text))
        found = [f['rule'] for f in r.json()['documents'][0]['findings']]
        want(p, '%s on %s: %s' % (code, day, found),
             ('BR-CL-04' in found) != there)


def rules_of(root):
    return sorted((e.get('id'), e.get('flag')) for e in root
                  if e.get('test'))


@case
def our_own_rules_report_as_svrl(p, w):
    r, out = reports('svrl', FILE)
    root = ElementTree.fromstring(out)
    annex_d(p, root)
    want(p, 'good: exit %s' % r.code, r.code == 0 and not rules_of(root))
    for fmt in ('cn-einvoice', 'kz-esf'):
        bad = os.path.join(ROOT, 'schemas/formats', fmt, 'samples/bad.xml')
        docs = prog.run('validate', '--report', 'json', bad).json()
        told = [f for f in docs['documents'][0]['findings']
                if f['origin'] in ('rules', 'codes', 'totals')]
        r, out = reports('svrl', bad)
        root = ElementTree.fromstring(out)
        annex_d(p, root)
        want(p, '%s: %s of %s' % (fmt, rules_of(root),
                                  [f['rule'] for f in told]),
             sorted(f['rule'] for f in told) ==
             [id for id, flag in rules_of(root)] != [])
        full = ElementTree.fromstring(reports('svrl', '--fired', bad)[1])
        annex_d(p, full)
        want(p, 'fired', rules_of(full) == rules_of(root) and
             len(full.findall(SVRL + 'fired-rule')) >
             len(root.findall(SVRL + 'fired-rule')))
        r, out = reports('svrl', '--redact', '--lang', 'ru', bad)
        text = out.decode('utf-8')
        want(p, 'redacted, in Russian', '[redacted ' in text and
             re.search('<svrl:text>[^<]*[\u0430-\u044f]{4}', text))
    r, out = reports('svrl', FILE, FILE)
    root = ElementTree.fromstring(out)
    want(p, 'two: %s' % root.tag, [len(list(d)) for d in root] == [1, 1])


@case
def redact_hides_what_rules_quote(p, w):
    path = w.write('quote.sch', (RULES % (
        '<assert id="Q" test="false()">is <value-of select="string(.)"/> '
        'here</assert>')).encode())
    name = prog.run('show', FILE, '--json').json()['invoice']['seller'][
        'name'].split()[0].encode()
    for form in ('text', 'json', 'svrl', 'sarif', 'junit', 'html'):
        seen = [prog.run('validate', '--report', form, '--rules', path,
                         *more + [FILE]) for more in ([], ['--redact'])]
        want(p, form, name in seen[0].out and name not in seen[1].out)
        want(p, form + ': the rest', b'here' in seen[1].out and
             b'Q' in seen[1].out and b'[redacted ' in seen[1].out)


@case
def sarif_has_what_its_schema_requires(p, w):
    rules, files = two_bad(w)
    r, out = reports('sarif', '--rules', rules, *files)
    want(p, 'exit %s' % r.code, r.code == 2)
    doc = json.loads(out.decode('utf-8'))
    # OASIS SARIF 2.1.0: 3.13, 3.14, 3.19, 3.27.
    want(p, 'log', doc['version'] == '2.1.0' and len(doc['runs']) == 1)
    run = doc['runs'][0]
    want(p, 'driver', run['tool']['driver']['name'] == 'einv')
    seen = []
    for x in run['results']:
        want(p, 'text: %s' % x, x['message']['text'])
        want(p, 'level: %s' % x, x['level'] in ('none', 'note', 'warning',
                                                'error'))
        for at in x['locations']:
            place = at['physicalLocation']
            want(p, 'uri', place['artifactLocation']['uri'])
            region = place.get('region', {'startLine': 1})
            want(p, 'line: %s' % region, region['startLine'] >= 1 and
                 region.get('startColumn', 1) >= 1)
        seen.append((x['ruleId'], x['level'], os.path.basename(
            x['locations'][0]['physicalLocation']['artifactLocation']
            ['uri'])))
    name = os.path.basename(FILE)
    want(p, 'results: %s' % seen, seen == [
        ('W-1', 'warning', name), ('F-1', 'error', name),
        ('XML_MALFORMED', 'error', 'bad.xml'),
        ('verdict', 'error', 'none.xml')])
    said = run['results'][1]
    want(p, 'rule set', said['properties']['rule_set'] == 'two')
    want(p, 'message %s' % said['message'],
         said['message']['text'].startswith('<bad> '))


@case
def junit_counts_what_failed(p, w):
    rules, files = two_bad(w)
    r, out = reports('junit', '--rules', rules, *files)
    want(p, 'exit %s' % r.code, r.code == 2)
    root = ElementTree.fromstring(out)
    want(p, root.tag, root.tag == 'testsuites')
    suites = list(root)
    want(p, 'suites', [s.get('name') for s in suites] == files)
    for s, cases, failed in zip(suites, (2, 1, 1), (1, 1, 1)):
        inside = s.findall('testcase')
        want(p, '%s cases' % s.get('name'),
             (int(s.get('tests')), int(s.get('failures'))) ==
             (cases, failed) == (len(inside), len(
                 s.findall('testcase/failure'))))
        want(p, 'classname', all(c.get('classname') == s.get('name')
                                 for c in inside))
    want(p, 'names', [c.get('name') for c in suites[0]] == ['W-1', 'F-1'])
    want(p, 'message', suites[0][1][0].get('message').startswith('<bad> '))
    r, out = reports('junit', FILE)
    one = ElementTree.fromstring(out)[0]
    want(p, 'a good one', r.code == 0 and one.get('failures') == '0')


@case
def html_is_one_page_that_fetches_nothing(p, w):
    rules, files = two_bad(w)
    r, out = reports('html', '--lang', 'ru', '--rules', rules, *files)
    want(p, 'exit %s' % r.code, r.code == 2)
    root = ElementTree.fromstring(out.split(b'\n', 1)[1])
    ns = '{http://www.w3.org/1999/xhtml}'
    want(p, 'lang', root.get('lang') == 'ru')
    want(p, 'documents', len(root.findall('.//%ssection' % ns)) == 3)
    want(p, 'rows', [e.get('class') for e in root.iter(ns + 'tr')
                     if e.get('class')] == ['warning', 'fatal', 'fatal'])
    want(p, 'escaped', b'&lt;bad&gt;' in out and b'<bad>' not in out)
    for e in root.iter():
        want(p, e.tag, e.tag[len(ns):] not in ('script', 'link', 'img',
                                               'iframe', 'object'))
        want(p, str(e.attrib), not set(e.attrib) & {'src', 'href', 'style'})


@case
def rules_list_says_what_a_folder_holds(p, w):
    os.mkdir(w.path('sets'))
    with open(w.path('sets/b.sch'), 'w') as f:
        f.write((RULES % '').replace('queryBinding', 'schemaVersion="2.1" '
                                     'queryBinding').replace(
            '<pattern>', '<title>My rules</title><pattern>', 1))
    with open(w.path('sets/a.sch'), 'w') as f:
        f.write(RULES % '<assert test="1 +"/>')
    with open(w.path('sets/part.sch'), 'w') as f:
        f.write('<pattern xmlns="http://purl.oclc.org/dsdl/schematron"/>')
    r = prog.run('rules', 'list', w.path('sets'), '--report', 'json')
    sets = r.json()['rule_sets']
    want(p, 'exit %s' % r.code, r.code == 1)
    want(p, str(sets), [(s['id'], s.get('title'), s.get('release'),
                         s.get('asserts')) for s in sets] ==
         [('', None, None, None), ('b', 'My rules', '2.1', 1)])
    r = prog.run('rules', 'list', w.path('sets'))
    want(p, r.why(), b'b.sch: b, "My rules", release 2.1: 1 patterns' in r.out
         and b'a.sch:4:' in r.out)
    r = prog.run('rules', 'list', '--report', 'json')
    want(p, 'none', r.code == 0 and r.json() == {'rule_sets': [
        {'id': 'einv', 'release': r.json()['rule_sets'][0]['release']}]})
    r = prog.run('validate', '--report', 'json', '--rules',
                 w.path('sets/b.sch'), FILE)
    want(p, 'validate says it', r.json()['documents'][0]['rule_sets'] ==
         [{'id': 'b', 'title': 'My rules', 'release': '2.1'}])


@case
def digests_are_right_at_every_length(p, w):
    import hashlib
    for n in (0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000):
        data = b'<' + b'x' * n
        r = prog.run('validate', '--report', 'json', '-', stdin=data)
        d = r.json()['documents'][0]
        want(p, 'length %d' % len(data),
             d['sha256'] == hashlib.sha256(data).hexdigest())


@case
def a_wrong_code_and_a_wrong_number_are_errors(p, w):
    view = prog.run('convert', FILE, '--to', 'json').json()['invoice']
    with open(FILE, 'rb') as f:
        data = f.read()
    for old, new, rule in (
            (view['currency'], 'E\u0420U', 'BR-CL-04'),
            (view['totals']['due'], '12,50', 'EINV-BIND-0104')):
        bad = w.write('bad.xml', data.replace(b'>%s<' % old.encode(),
                                              b'>%s<' % new.encode()))
        r = prog.run('validate', '--report', 'json', bad)
        d = r.json()['documents'][0]
        found = [f for f in d['findings'] if f['rule'] == rule]
        want(p, '%s: %s %s' % (rule, d['verdict'], r.code),
             d['verdict'] == 'invalid' and r.code == 1 and found)
        for f in found:
            keys(p, rule, f, 'origin', 'kind', 'rule', 'severity', 'term',
                 'xpath', 'line', 'column', 'offset', 'found', 'message',
                 'fix')
            want(p, 'severity', f['severity'] in ('error', 'fatal'))
    r = prog.run('convert', bad, '--to', 'json')
    want(p, 'partial', r.json()['partial'] is True)


@case
def unknown_documents_are_undecided(p, w):
    f = w.write('x.xml', b'<a xmlns="urn:nobody"/>')
    r = prog.run('validate', '--report', 'json', f)
    d = r.json()['documents'][0]
    want(p, '%s %s' % (d['verdict'], r.code),
         d['verdict'] == 'undecided' and r.code == 1)


# --- diff, explain, formats ---------------------------------------------------------

@case
def diff_has_its_shape(p, w):
    r = prog.run('diff', '--report', 'json', FILE, FILE)
    want(p, r.why(), r.code == 0 and r.json() == {'equal': True, 'rows': []})
    other = w.write('o.json', prog.run(
        'convert', FILE, '--to', 'json', '--set', 'number=other').out)
    r = prog.run('diff', '--report', 'json', FILE, other)
    doc = r.json()
    want(p, r.why(), r.code == 1 and doc['equal'] is False)
    rows = [x for x in doc['rows'] if x['term'] == 'BT-1']
    want(p, str(doc['rows']), len(doc['rows']) == 1 and rows and
         rows[0]['b'] == 'other' and rows[0]['a'])


@case
def conversion_there_and_back_differs_in_nothing_grave(p, w):
    a = w.write('a.xml', prog.run('convert', FILE, '--to', TO).out)
    b = w.write('b.xml', prog.run('convert', a, '--to', FROM).out)
    r = prog.run('diff', '--report', 'json', FILE, b)
    named = set('number currency totals/due seller/name buyer/name'.split())
    want(p, str(r.json()['rows'])[:300], not [
        x for x in r.json()['rows'] if x.get('path') in named])


@case
def formats_have_their_shapes(p, w):
    doc = prog.run('formats', 'list', '--report', 'json').json()
    want(p, 'no formats', len(doc['formats']) >= 2)
    for f in doc['formats']:
        keys(p, 'format', f, 'id', 'version', 'name', 'country', 'read',
             'write', 'proof')
        want(p, 'proof', f['proof'] in ('official', 'reconstructed',
                                        'samples', 'unverified'))
        d = prog.run('formats', 'describe', f['id'], '--report',
                     'json').json()
        keys(p, 'describe', d, 'id', 'version', 'coverage', 'terms')
        want(p, 'coverage', d['coverage'] in ('full', 'en16931'))
        by = {t['term']: t for t in d['terms']}
        t = by.get('BT-131', {})
        # An answer to an invoice has no lines; it says so.
        want(p, 'BT-131: %s' % t, t.get('path') == 'lines/net_amount' and
             bool(t.get('places')) != bool(t.get('lacks')))
        want(p, '%s has no BT-131' % f['id'], t.get('places') or
             f['id'] not in (FROM, TO))
        for t in d['terms']:
            keys(p, 'term', t, 'term', 'path', 'places')
    r = prog.run('formats', 'describe', 'no-such')
    want(p, 'no such format: ' + r.why(), r.code == 2)


@case
def every_binding_passes_its_check(p, w):
    for path in glob.glob(os.path.join(ROOT, 'schemas/formats/*/binding.xml')):
        r = prog.run('formats', 'check', path)
        want(p, '%s: %s' % (path, r.why()), r.code == 0 and
             b'rows' in r.out)
        # Of a format at most one row in twenty is for a codec to say.
        n = re.search(rb'(\d+) rows, (\d+) of them with a codec', r.out)
        want(p, '%s: codec rows: %s' % (path, r.out[-120:]),
             n and int(n.group(2)) * 20 <= int(n.group(1)))
    bad = w.write('bad.xml', b'<binding xmlns="urn:einv:binding:1" id="x" '
                  b'version="1"><detect root="a" bid="1"/>\n'
                  b'<document name="a"><element name="b" '
                  b'to="seller/nam"/></document></binding>')
    r = prog.run('formats', 'check', bad)
    want(p, 'a wrong path: ' + r.why(), r.code == 1 and
         b'bad.xml:2:' in r.out and b'error' in r.out)


@case
def explain_knows_terms_codes_and_reasons(p, w):
    for what, word in (('BT-131', b'lines/net_amount'),
                       ('lines/net_amount', b'BT-131'),
                       ('currency/EUR', b'Euro'), ('EUR', b'Euro'),
                       ('no_place', b'target'),
                       ('EINV-CODE-0001', b'code list')):
        r = prog.run('explain', what)
        want(p, '%s: %s' % (what, r.out), r.code == 0 and word in r.out)
    r = prog.run('explain', 'EINV-CODE-0001', '--lang', 'ru')
    want(p, 'ru', 'спис' in r.out.decode())
    rules = w.write('own.sch', (RULES % (
        '<assert id="OWN-1" flag="fatal" test="1 = 1"> The BT-131 and\n'
        ' BT-146, BT-131 <value-of select="."/></assert>')).encode())
    r = prog.run('explain', 'OWN-1', '--rules', rules)
    want(p, 'a rule: ' + r.why(), r.out.decode().splitlines() == [
        'OWN-1 (fatal), own',
        '  says: The BT-131 and BT-146, BT-131 ...',
        '  BT-131 Invoice line net amount', '  BT-146 Item net price',
        '  place: /*',
        '  test (it fires when this does not hold): 1 = 1'])
    r = prog.run('explain', 'BR-CO-15')
    want(p, 'a rule of ours: ' + r.why(), r.code == 0 and
         r.out.startswith(b'BR-CO-15 (fatal), einv\n') and
         b'  BT-112 Invoice total amount with VAT\n' in r.out and
         b'  to mend it: ' in r.out)
    r = prog.run('explain', 'OWN-2', '--rules', rules)
    want(p, 'no such rule: exit %s' % r.code, r.code == 1 and r.err)
    r = prog.run('explain', 'BT-99999')
    want(p, 'unknown: exit %s' % r.code, r.code == 1 and r.err)


@case
def languages_change_words_and_not_codes(p, w):
    bad = w.write('bad.xml', b'<a')
    seen = set()
    for lang in ('en', 'zh', 'ru', 'kk', 'de', 'tr', 'fr', 'xx'):
        f = prog.run('validate', '--report', 'json', '--lang', lang,
                     bad).json()['documents'][0]['findings'][0]
        want(p, lang + ': ' + f['rule'], f['rule'] == 'XML_MALFORMED')
        seen.add(f['message'])
    want(p, '%d wordings' % len(seen), len(seen) == 7)
    # The words around a rule's own sentence, too.
    path = w.write('lang.sch', (RULES % '').encode())
    lines = {prog.run('validate', '--rules', path, '--lang', lang,
                      FILE).out.replace(FILE.encode(), b'')
             for lang in ('en', 'zh', 'ru', 'kk', 'de', 'tr', 'fr', 'xx')}
    want(p, '%d framings' % len(lines), len(lines) == 7)
    want(p, 'its message', all(b'W-1: BT-1 ' in x for x in lines))


@case
def quiet_says_nothing_of_good_news(p, w):
    r = prog.run('validate', '-q', FILE)
    want(p, r.why(), r.code == 0 and not r.out and not r.err)
    r = prog.run('convert', '-q', FILE, '--to', TO, '-o', w.path('o.xml'))
    want(p, 'convert: ' + r.why(), r.code == 0 and not r.out and not r.err)


@case
def limits_are_kept(p, w):
    r = prog.run('validate', '--report', 'json', '--limits', 'depth=3', FILE)
    f = r.json()['documents'][0]['findings'][0]['rule']
    want(p, '%s %s' % (f, r.code), r.code == 2 and f == 'XML_LIMIT')
    r = prog.run('detect', '--limits', 'large,depth=99', FILE)
    want(p, r.why(), r.code == 0)


# --- the small programs -----------------------------------------------------------------

@case
def the_small_examples_run(p, w):
    where = os.path.join(os.path.dirname(prog.PROG), 'examples')
    if os.path.basename(os.path.dirname(prog.PROG)) == '.libs':
        where = os.path.join(os.path.dirname(prog.PROG), '..', 'examples')
    view = prog.run('convert', FILE, '--to', 'json').json()['invoice']

    def run(name, *args):
        q = subprocess.run([os.path.join(where, name)] + list(args),
                           capture_output=True, env=prog.ENV)
        want(p, '%s: exit %s %r' % (name, q.returncode, q.stderr[-200:]),
             q.returncode == 0)
        return q.stdout
    if not os.path.exists(os.path.join(where, 'read_field')):
        want(p, 'no examples at %s' % where, False)
        return
    out = run('read_field', FILE).decode()
    want(p, 'read_field', view['number'] in out and
         view['seller']['name'] in out)
    for fmt in (FROM, TO):
        made = w.write('made.xml', run('build_invoice', fmt))
        f = prog.run('detect', '--report', 'json', made).json()
        want(p, 'build_invoice', f['documents'][0]['format'] == fmt)
        r = prog.run('validate', '--report', 'json', made)
        want(p, 'build_invoice: %s' % r.out[:300],
             r.json()['documents'][0]['verdict'] == 'valid')
    out = run('convert_buffer', FILE, TO)
    want(p, 'convert_buffer',
         out == prog.run('convert', FILE, '--to', TO).out)
    want(p, 'load_format', b'this is note@1' in run('load_format'))
    want(p, 'validate_rules', b'own: valid' in run('validate_rules', FILE))


@case
def the_silk_road_is_travelled(p, w):
    """What customs and tracking need is in Rotterdam's invoice, found here
    without einv; each paper on the way is one that einv finds valid."""
    road = os.path.join(ROOT, 'examples/silk-road')
    program = os.path.join(os.path.dirname(prog.PROG), 'examples/silk-road',
                           'silk_road')
    if not os.path.exists(program):
        want(p, 'no %s' % program, False)
        return
    q = subprocess.run([program, road, w.dir], capture_output=True,
                       env=prog.ENV)
    want(p, 'exit %s %r' % (q.returncode, q.stderr[-200:]),
         q.returncode == 0)
    said = q.stdout.decode()
    for line in ('XT-750    --set issued_by=', 'lot             C150-2609A'
                 '                   in the slot',
                 'serial          P2-000872                    in the slot',
                 'СвДТ/@НомерДТ', 'cac:ItemInstance/cbc:ProductTraceID'):
        want(p, 'it does not say %s' % line, line in said)
    for name, fmt in (('almaty', 'kz-esf'), ('moscow', 'ru-upd'),
                      ('rotterdam', 'ubl')):
        r = prog.run('validate', '--report', 'json', w.path(name + '.xml'))
        d = r.json()['documents'][0]
        want(p, '%s: %s %s' % (name, d['format'], d['findings'][:2]),
             d['format'] == fmt and d['verdict'] == 'valid')
    with open(os.path.join(ROOT, 'README.md'), encoding='utf-8') as f:
        for line in re.findall('^    (line 1 .*)', f.read(), re.M):
            want(p, 'README: %s' % line, line in said)
    tree = ElementTree.parse(w.path('rotterdam.xml'))
    lines = [e for e in tree.iter() if e.tag.endswith('}InvoiceLine')]
    for i, words in enumerate((
            '9017300000 CN 55301/141026/0044571 6901234000016 C150-2609A '
            '10702070/281026/3141592/001 400 7400.00 8 268',
            '9015400000 CN 55301/141026/0044571 6901234000023 P2-000871 '
            'P2-000872 2 2900.00 64')):
        texts = [e.text for e in lines[i].iter()]
        for word in words.split():
            want(p, 'line %d lacks %s' % (i + 1, word), word in texts)


def main():
    t = tally.Tally(__file__)
    prog.need()
    if not choose():
        t.case('a sample that converts', ['none of %s' % samples()])
        return t.finish()
    for f in CASES:
        problems = []
        with prog.Work() as w:
            f(problems, w)
        t.case(f.__name__.replace('_', ' '), problems)
    t.figure('with %s to %s' % (os.path.basename(FILE), TO))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
