"""Verdicts of rule sets: what the reference found, what einv finds, and
whether that is the same.

What this file knows: the table of rule sets (tests/data/rulesets.tsv), how
places are written by both sides, the columns of recorded verdicts, and how
the documents of the corpus are cut and mutated.

A verdict is a dictionary: (rule, flag, kind) -> [count, first place, ...];
a rule without an id is named by its test, "~TEST".
"""
import contextlib
import copy
import fnmatch
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile

import needlxml  # noqa: F401  (first: it may start python anew)
from lxml import etree

import prog

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, '..', 'data')
SHARED = os.environ.get('EINV_SHARED') or os.path.join(
    HERE, '..', '..', '..', 'shared')
EU = os.path.join(SHARED, 'corpus', 'eu')
BATCH = 250             # files a process: bounds what one report holds
NO_XML = ('.tsv', '.pdf', '.md', '.json', '.txt')


class RuleSet:
    def __init__(self, name, rules, other, family, documents):
        self.name, self.family, self.documents = name, family, documents
        beside, _, rules = rules.rpartition(' + ')
        self.rules = os.path.join(SHARED, rules)
        self.beside = os.path.join(SHARED, beside) if beside else None
        self.other = None if other == '-' else os.path.join(SHARED, other)


@contextlib.contextmanager
def file_of(s):
    """The file of a set; where it includes files of another publisher, in a
    folder with those."""
    if s.beside is None:
        yield s.rules
        return
    with tempfile.TemporaryDirectory() as work:
        for folder in (s.beside, os.path.dirname(s.rules)):
            shutil.copytree(folder, work, dirs_exist_ok=True,
                            copy_function=shutil.copyfile)
            for at, _, _ in os.walk(work):
                os.chmod(at, 0o700)
        yield os.path.join(work, os.path.basename(s.rules))


def table():
    with open(os.path.join(DATA, 'rulesets.tsv'), encoding='utf-8') as f:
        return [RuleSet(*line.rstrip('\n').split('\t')) for line in f
                if line.strip() and not line.startswith('#')]


def rule_set(name):
    return next(s for s in table() if s.name == name)


def place(xpath):
    """A place without namespaces: /Invoice[1]/Party[2], as the records.

    The spellings: prefixes (ours), the ISO skeleton's
    *:Party[namespace-uri()='...'][2], Q{...}Party[2], and an old skeleton's
    *[local-name()='Party'][2], without a position where it is the only one.
    """
    xpath = re.sub(r"\[namespace-uri\(\)='[^']*'\]", '', xpath)
    xpath = re.sub(r"\*\[local-name\(\)='([^']*)'\](\[\d+\])?",
                   lambda m: m.group(1) + (m.group(2) or '[1]'), xpath)
    xpath = re.sub(r'Q\{[^}]*\}', '', xpath)
    xpath = xpath.replace('*:', '')
    xpath = re.sub(r'/(@?)[^/\[\]:@()]+:', r'/\1', xpath)
    return xpath or '/'


def spaces(text):
    return ' '.join((text or '').split())


def digest(text):
    """A text, short: records keep no sentence of a publisher's."""
    return hashlib.sha256(spaces(text).encode('utf-8')).hexdigest()[:12]


def digests(texts):
    """Of several texts, whatever their order."""
    return digest(' '.join(sorted(digest(t) for t in texts)))


def short(verdict):
    """A verdict as our own records have it: tests as digests."""
    return {('~' + digest(k[0][1:]) if k[0].startswith('~') else k[0],
             k[1], k[2]): v for k, v in verdict.items()}


# --- what the reference found -------------------------------------------------

def load_texts(path):
    """{label: {key: digest of the messages}} of a table that has them."""
    found = {}
    with open(path, encoding='utf-8') as f:
        for line in f:
            label, rule, flag, role, kind, *rest = \
                line.rstrip('\n').split('\t')
            if not line.startswith('#') and len(rest) > 2:
                found.setdefault(label, {})[(rule, flag or role,
                                             kind)] = rest[2]
    return found


def load(path):
    """{label: verdict} of a recorded table."""
    found = {}
    with open(path, encoding='utf-8') as f:
        for line in f:
            if line.startswith('#') or not line.strip():
                continue
            label, rule, flag, role, kind, count, first = \
                line.rstrip('\n').split('\t')[:7]
            if rule == 'rule':
                continue
            verdict = found.setdefault(label, {})
            if rule == '!ERROR':
                verdict[('!ERROR', flag, 'error')] = [1, first]
            elif rule != '-':
                if rule.startswith('~'):
                    rule = '~' + spaces(rule[1:])
                verdict[(rule, flag or role, kind)] = [int(count),
                                                       place(first)]
    return found


# --- what einv finds ----------------------------------------------------------

def findings(report):
    """(verdict, the document's own verdict) of one document's report."""
    verdict = {}
    for f in report['findings']:
        if f.get('origin') != 'rules':
            continue
        if f.get('kind') == 'error' and f.get('severity') == 'warning':
            continue            # a context that cannot be said: no match
        if f.get('kind') == 'error':
            key = ('!ERROR', f.get('error') or '', 'error')
        else:
            rule = f.get('rule') or '~' + spaces(f.get('test'))
            key = (rule, f.get('flag') or '', f.get('kind'))
        at = verdict.setdefault(key, [0, place(f.get('xpath') or ''), []])
        at[0] += 1
        at[2].append(spaces(f.get('message')))
    return verdict, report.get('verdict')


def texts_of(verdict):
    """The messages of a verdict: sorted (rule, digest)."""
    return sorted((k[0], digest(m)) for k, v in
                  short(verdict).items() if k[2] != 'error'
                  for m in v[2])


def judge(rules, files, at=None):
    """{file: (verdict, overall)} of many files; a file that einv says
    nothing about is not in it.  The second value: what went wrong."""
    judged, trouble = {}, []
    for i in range(0, len(files), BATCH):
        args = ['validate'] + files[i:i + BATCH]
        for r in [rules] if isinstance(rules, str) else rules:
            args += ['--rules', r]
        args += ['--report', 'json', '--lang', 'en']
        if at:
            args += ['--at', at]
        r = prog.run(*args, timeout=600)
        if r.code not in (0, 1, 2):
            trouble.append(r.why())
        try:
            for d in r.json()['documents']:
                judged[d['file']] = findings(d)
        except (ValueError, KeyError) as e:
            trouble.append('no report (%s): %s' % (e, r.why()))
    return judged, trouble


def differ(want, got, overall):
    """Lines that say how a verdict differs from the reference's."""
    error = next((k for k in want if k[0] == '!ERROR'), None)
    if error is not None:
        # The reference stopped there: it says nothing about other rules.
        lines = []
        if error not in got:
            lines.append('no error %s; ours: %s' % (
                error[1], sorted(k for k in got if k[2] == 'error')))
        if overall != 'undecided':
            lines.append('the verdict is %s, not undecided' % overall)
        return lines
    lines = ['undecided'] if overall == 'undecided' else []
    for key in sorted(set(want) | set(got)):
        w, g = want.get(key), got.get(key)
        if w is None:
            lines.append('only ours: %s x%d at %s' % (key, g[0], g[1]))
        elif g is None:
            lines.append('not ours: %s x%d at %s' % (key, w[0], w[1]))
        elif w[0] != g[0]:
            lines.append('%s: %d, not %d times' % (key, g[0], w[0]))
        elif w[1] and w[1] != g[1]:
            lines.append('%s: first at %s, not %s' % (key, g[1], w[1]))
    return lines


# --- the documents ------------------------------------------------------------

def eu_documents(kinds):
    """The files of corpus/eu of some kinds."""
    kinds = kinds.split()
    with open(os.path.join(EU, 'expected', 'CLASSIFY.tsv'),
              encoding='utf-8') as f:
        rows = [line.rstrip('\n').split('\t') for line in f]
    return [r[0] for r in rows if r[1] in kinds]


def samples(folder):
    """Every XML file below a folder of formats."""
    top = os.path.normpath(os.path.join(SHARED, 'formats', folder))
    found = []
    for at, dirs, files in os.walk(top):
        dirs.sort()
        for name in sorted(files):
            if not name.lower().endswith(NO_XML):
                found.append(os.path.relpath(os.path.join(at, name), top))
    return top, found


def cut(element):
    """An element as a document of its own, in-scope namespaces kept."""
    root = etree.Element(element.tag, nsmap=element.nsmap)
    for name, value in element.attrib.items():
        root.set(name, value)
    root.text = element.text
    for child in element:
        root.append(copy.deepcopy(child))
    return etree.tostring(root, encoding='utf-8')


def units(file):
    """(label, bytes) of each test of a unit test file of corpus/eu."""
    tree = etree.parse(os.path.join(EU, file))
    vefa = '{http://difi.no/xsd/vefa/validator/1.0}'
    for n, test in enumerate(tree.getroot().iter(vefa + 'test'), 1):
        for child in test:
            if isinstance(child.tag, str) and child.tag != vefa + 'assert':
                yield '%s#%d' % (file, n), cut(child)
                break


def xmute_attributes(pi):
    return {m.group(1): m.group(3) for m in re.finditer(
        r"([\w-]+)\s*=\s*(['\"])(.*?)\2", pi.text or '', re.S)}


def xmute_one(file, n, how, value):
    tree = etree.parse(os.path.join(EU, file))
    pis = tree.xpath('//processing-instruction("xmute")')
    target = pis[n].getnext()
    while target is not None and not isinstance(target.tag, str):
        target = target.getnext()
    mutator, attribute = how.get('mutator'), how.get('attribute')
    if mutator == 'remove':
        if attribute:
            target.attrib.pop(attribute, None)
        else:
            parent, before = target.getparent(), target.getprevious()
            if target.tail and before is not None:
                before.tail = (before.tail or '') + target.tail
            parent.remove(target)
    elif mutator in ('empty', 'whitespace', 'code'):
        text = {'empty': '', 'whitespace': '   '}.get(mutator, value)
        if attribute:
            target.set(attribute, text)
        else:
            for child in list(target):
                target.remove(child)
            target.text = text
    return etree.tostring(tree, encoding='utf-8')


def xmutes(file):
    """(label, bytes) of each mutated document of an xml-mutate file."""
    tree = etree.parse(os.path.join(EU, file))
    for n, pi in enumerate(tree.xpath('//processing-instruction("xmute")')):
        how = xmute_attributes(pi)
        if how.get('mutator') != 'code':
            yield '%s#%d' % (file, n + 1), xmute_one(file, n, how, None)
            continue
        values = how.get('values', '').split(how.get('separator', ','))
        for j, value in enumerate(values, 1):
            yield ('%s#%d.%d' % (file, n + 1, j),
                   xmute_one(file, n, how, value.strip()))


def folder_files(folder, pattern='*.xml'):
    found = []
    for at, dirs, files in os.walk(os.path.join(EU, folder)):
        dirs.sort()
        found += [os.path.relpath(os.path.join(at, f), EU)
                  for f in sorted(files) if fnmatch.fnmatch(f, pattern)]
    return found


def write_all(work, documents):
    """Writes (label, bytes) pairs; {path: label}."""
    paths = {}
    for label, data in documents:
        paths[work.write('%d.xml' % len(paths), data)] = label
    return paths


if __name__ == '__main__':
    json.dump({s.name: s.rules for s in table()}, sys.stdout, indent=1)
