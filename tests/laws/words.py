#!/usr/bin/python3
"""Our own rules speak every language of the catalogue.

What schemas/rules/words.tsv must hold is worked out here from the rule files
alone: the pattern of each message, each fix, each text of ours that a message
or an expectation quotes.  Each language of a row has the places of the
English one.  Names of terms are asked of the program.  Then the program
itself is asked, for each pattern, what the rule says.

Usage: words.py
"""
import glob
import os
import re
import sys
from xml.etree import ElementTree
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import prog
import tally

ROOT = os.environ.get('EINV_SRCDIR') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')
WORDS = os.path.join(ROOT, 'schemas/rules/words.tsv')
SCH = '{http://purl.oclc.org/dsdl/schematron}'
TEACH = '{urn:einv:rules}'
LANGS = ['zh', 'ru', 'kk', 'de', 'tr', 'fr']
TERM = re.compile(r'(?:BT|BG|XT|XG)-(?:X-)?[0-9]+(?:-[0-9]+)*')
# The same in every language: codes, and names of lists that are names.
SAME = re.compile(r"[A-Z0-9]{0,2}|ISO [0-9-]+( ICD)?|UNTDID [0-9]+")


def put_in(text, values):
    for name in sorted(values, key=len, reverse=True):
        text = text.replace('$' + name, values[name])
    return text


def literals(expression):
    return [text.strip() for text in re.findall(r"'([^']*)'", expression)
            if text.strip()]


def asserts(path):
    """(id, assert, parameters) of a file, abstract patterns filled in."""
    root = ElementTree.parse(path).getroot()
    abstract = {p.get('id'): p for p in root.iter(SCH + 'pattern')
                if p.get('abstract') == 'true'}
    for pattern in root.iter(SCH + 'pattern'):
        if pattern.get('abstract') == 'true':
            continue
        values = {p.get('name'): p.get('value')
                  for p in pattern.iter(SCH + 'param')}
        body = abstract.get(pattern.get('is-a'), pattern)
        for a in body.iter(SCH + 'assert'):
            yield put_in(a.get('id'), values), a, values


def message(a, values):
    text, n = a.text or '', 0
    for child in a:
        n += 1
        text += '{%d}%s' % (n, child.tail or '')
    return put_in(' '.join(text.split()), values)


def title_of(term, lang='en', known={}):
    if (term, lang) not in known:
        r = prog.run('explain', term, '--lang', lang)
        line = r.out.decode('utf-8').split('\n')[0]
        known[term, lang] = line[len(term) + 1:] if r.code == 0 else ''
    return known[term, lang]


def pattern_of(text):
    """Its terms as places: {t1} with name and brackets, {b1} without."""
    out, at, named, bare, names = '', 0, 0, 0, []
    for m in TERM.finditer(text):
        out += text[at:m.start()]
        at = m.end()
        before = title_of(m.group()) + ' ('
        if text[at:at + 1] == ')' and len(before) > 2 and \
                out[-len(before):].lower() == before.lower():
            named += 1
            out = out[:-len(before)] + '{t%d}' % named
            at += 1
            names.append(m.group())
        else:
            bare += 1
            out += '{b%d}' % bare
    return out + text[at:], names


def read_words(t):
    rows, bad = {}, []
    with open(WORDS, encoding='utf-8') as f:
        lines = f.read().split('\n')
    if lines[0].split('\t') != ['en'] + LANGS or lines[-1] != '':
        bad.append('the head line, or the end of the file')
    for number, line in enumerate(lines[1:-1], 2):
        cells = line.split('\t')
        if len(cells) != len(LANGS) + 1 or not all(cells):
            bad.append('line %d has an empty or a missing cell' % number)
            continue
        if cells[0] in rows:
            bad.append('line %d stands twice: %s' % (number, cells[0]))
        rows[cells[0]] = dict(zip(LANGS, cells[1:]))
        want = sorted(re.findall(r'\{\w+\}', cells[0]))
        want_ids = sorted(TERM.findall(cells[0]))
        for lang, text in rows[cells[0]].items():
            if sorted(re.findall(r'\{\w+\}', text)) != want or \
                    sorted(TERM.findall(text)) != want_ids:
                bad.append('line %d, %s: other places: %s' % (number, lang,
                                                             text))
    t.case('table', bad)
    return rows


def phrases():
    root = ElementTree.parse(os.path.join(ROOT,
                                          'schemas/messages.xml')).getroot()
    return {p.get('en') for p in root.iter() if p.tag.endswith('phrase')}


def files():
    return sorted(glob.glob(os.path.join(ROOT, 'schemas/rules/*.sch')) +
                  glob.glob(os.path.join(ROOT,
                                         'schemas/formats/*/rules.sch')))


def sentences(t, rows, known, used):
    """Every rule, in words; the patterns, each with one rule of it."""
    patterns = {}
    for path in files():
        for id, a, values in asserts(path):
            bad = []
            pattern, names = pattern_of(message(a, values))
            patterns.setdefault(pattern, id)
            said = [pattern, put_in(a.get(TEACH + 'fix', ''), values)]
            quoted = literals(put_in(a.get(TEACH + 'expected', ''), values))
            quoted += literals(put_in(a.get(TEACH + 'why', ''), values))
            for child in a:
                quoted += literals(put_in(child.get('select', ''), values))
            said += [q for q in quoted if not SAME.fullmatch(q)]
            for text in said:
                used.add(text)
                if text not in rows and text not in known:
                    bad.append('no row: %s' % text)
            for name in names:
                for lang in LANGS:
                    if title_of(name, lang) in ('', title_of(name)):
                        bad.append('%s has no name in %s' % (name, lang))
            t.case('%s %s' % (os.path.relpath(path, ROOT), id), bad)
    return patterns


def speaks(t, rows, patterns):
    """The program says it: what stands in the row between the places."""
    for pattern, id in sorted(patterns.items()):
        bad = []
        for lang in LANGS:
            r = prog.run('explain', id, '--lang', lang)
            out = ' '.join(r.out.decode('utf-8').split())
            parts = re.split(r'\{\w+\}', rows.get(pattern, {}).get(lang, '?'))
            if not all(' '.join(p.split()) in out for p in parts):
                bad.append('%s: %s' % (lang, out[:200]))
        t.case('says %s' % id, bad)


def standard_terms(t):
    """The names of EN 16931's own terms."""
    with open(os.path.join(ROOT, 'schemas/model.xml'),
              encoding='utf-8') as f:
        ids = sorted(set(re.findall(r'id="(B[TG]-[0-9]+)"', f.read())))
    t.case('terms are found', [] if len(ids) > 150 else [str(len(ids))])
    for id in ids:
        bad = []
        for lang in LANGS:
            if title_of(id, lang) in ('', title_of(id)):
                bad.append('%s: %s' % (lang, title_of(id, lang)))
        t.case('name %s' % id, bad)


def main():
    prog.need()
    t = tally.Tally(__file__)
    used = set()
    rows, known = read_words(t), phrases()
    patterns = sentences(t, rows, known, used)
    t.case('both tables hold it', ['%s' % w for w in sorted(
        set(rows) & known)])
    t.case('rows that nobody says', [
        row for row in sorted(rows) if '{t1}' in row and row not in used])
    speaks(t, rows, patterns)
    standard_terms(t)
    t.figure('%d rows, %d patterns' % (len(rows), len(patterns)))
    return t.finish()


sys.exit(main())
