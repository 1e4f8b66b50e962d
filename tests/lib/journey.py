"""A -> B -> A': the documents, the formats, and one journey with its ledgers.

What this file knows: which documents go round (our own samples, the national
ones and two of the corpus for UBL and CII), that every format that einv
writes is a station, and how a journey is made with the program alone.
"""
import json
import os
import re
import canon
import corpus
import prog

FORMATS = os.path.join(corpus.SRC, 'schemas', 'formats')


# An answer to an invoice is no invoice: it has nothing to say in a journey,
# and goes home in its own format alone (tests/laws/get_put.py).
ANSWERS = re.compile(r'ru-upd-buyer|buyer_title')


def stations():
    """The ids of the formats that are read and written."""
    out = []
    for f in prog.run('formats', 'list', '--report', 'json').json()[
            'formats']:
        if f['read'] and f['write'] and f['id'] not in out and \
                not ANSWERS.search(f['id']):
            out.append(f['id'])
    return out


def full(name):
    """Names are seen from the sources or, if not there, from the corpus."""
    own = os.path.join(corpus.SRC, name)
    return own if os.path.exists(own) else corpus.path(name)


def own():
    """Our own good samples and examples, seen from the sources."""
    out = []
    for top, dirs, files in os.walk(FORMATS):
        dirs.sort()
        if os.path.basename(top) == 'samples':
            out += [os.path.join(top, f) for f in sorted(files)
                    if f.endswith('.xml') and not f.startswith('bad')]
    top = os.path.join(corpus.SRC, 'examples', 'invoices')
    out += [os.path.join(top, f) for f in sorted(os.listdir(top))
            if f.endswith('.xml')]
    return [os.path.relpath(f, corpus.SRC) for f in out
            if not ANSWERS.search(os.path.relpath(f, corpus.SRC))]


def shared():
    """The national samples, and two sound invoices each of UBL and CII."""
    out = [f for f, _ in corpus.national()
           if os.path.abspath(corpus.path(f)).startswith(corpus.SHARED)
           and not ANSWERS.search(f)]
    clean = corpus.clean_en16931()
    for fmt in ('ubl', 'cii'):
        out += [f for f, k in corpus.invoices()
                if k == fmt and f in clean][:2]
    return out


def detect(file):
    """(format, version) of a document."""
    d = prog.run('detect', file, '--report', 'json').json()['documents'][0]
    return d.get('format'), d.get('version')


def view(file, fmt):
    """The model's JSON view; (invoice, problem)."""
    r = prog.run('convert', file, '--from', fmt, '--to', 'json')
    if r.code != 0:
        return None, 'to json: ' + r.why()
    return r.json()['invoice'], None


class Leg:
    """One conversion: the document, its bytes and the ledger's rows."""

    def __init__(self, w, source, to, name, *options):
        self.file = w.path(name + '.xml')
        r = prog.run('convert', source, '--to', to, '-o', self.file,
                     '--allow-loss', '--ledger', w.path(name + '.json'),
                     *options)
        self.problem = None if r.code == 0 else r.why()
        if self.problem:
            return
        self.data = w.read(name + '.xml')
        self.root = canon.parse_bytes(self.data)
        self.rows = json.loads(w.read(name + '.json'))['rows']

    def written(self):
        return [r for r in self.rows if r['direction'] == 'write']

    def read(self):
        return [r for r in self.rows if r['direction'] == 'read']


def like(source, got):
    """A document that may stand alone or in a container is written in the
    container: the same document within."""
    if got.tag != source.tag:
        for e in got.iter(source.tag):
            return canon.parse_bytes(canon.etree.tostring(e))
    return got
