"""Which documents prove which rule set: for the recorder and for the tests.

What this file knows: the documents of a set, which of them have their
message texts compared, which are mutated and how often.
"""
import os

import mutate
import rulings

TEXTS = 50
LONGEST = 60000         # bytes of a document that is mutated
EACH = 5                # mutations of every kind for one document and set
# Sets whose valid documents are mutated: at most so many of them.
MUTATED = {
    'en16931-ubl-1.3.16': 40, 'en16931-cii-1.3.16': 40,
    'peppol-ubl-3.0.21': 30,
    'xrechnung-ubl-2.5.0': 30, 'xrechnung-cii-2.5.0': 30,
    'factur-x-EN16931-1.09.2': 20, 'factur-x-EXTENDED-1.09.2': 20,
}
POOL = 900              # changed samples of a national set that are tried
PLAIN = 6               # recorded of those that show nothing new


def documents(s):
    """(label, path) of the documents of a set."""
    if s.documents == '-':
        return []
    if s.family == 'eu':
        return [(f, os.path.join(rulings.EU, f))
                for f in rulings.eu_documents(s.documents)]
    top, files = rulings.samples(s.documents)
    return [(f, os.path.join(top, f)) for f in files]


def text_documents(s):
    """Of the documents of a set, 50 spread over the list."""
    every = documents(s)
    step = max(1, len(every) // TEXTS)
    return every[::step][:TEXTS]


def recorded_texts(s):
    path = os.path.join(rulings.DATA, 'verdicts', 'texts', s.name + '.tsv')
    if not os.path.isfile(path):
        return None
    found = {label: [] for label, _ in text_documents(s)}
    with open(path, encoding='utf-8') as f:
        for line in f:
            if not line.startswith('#'):
                label, rule, text = line.rstrip('\n').split('\t')
                found[label].append((rule, text))
    return found


def compare_texts(s, want, verdicts):
    """Cases: the messages of {label: verdict} are those of the reference."""
    cases = []
    for label, said in (recorded_texts(s) or {}).items():
        if label not in verdicts or any(k[0] == '!ERROR'
                                        for k in want.get(label, {})):
            continue
        ours = rulings.texts_of(verdicts[label])
        wrong = [] if ours == sorted(said) else [
            'texts differ: %s' % sorted({r for r, _ in
                                         set(ours) ^ set(said)})[:6]]
        cases.append(('texts %s %s' % (s.name, label), wrong))
    return cases


# Sets whose whole reports are compared, and how many documents of each.
REPORTS = {
    'en16931-ubl-1.3.16': 6, 'en16931-cii-1.3.16': 6, 'peppol-ubl-3.0.21': 6,
    'xrechnung-ubl-2.5.0': 5, 'xrechnung-cii-2.5.0': 5,
    'factur-x-EXTENDED-1.09.2': 5, 'factur-x-EN16931-1.09.2': 5,
    'svefaktura-1.0': 3, 'ubl-tr': 4, 'pint-om-billing-rules': 3,
}


def report_documents(s):
    """(label, path) of documents in which the reference finds something."""
    folder = (os.path.join(rulings.EU, 'expected') if s.family == 'eu' else
              os.path.join(rulings.DATA, 'verdicts', 'national'))
    want = rulings.load(os.path.join(folder, s.name + '.tsv'))
    good = [(label, path) for label, path in documents(s)
            if want.get(label) and not any(k[0] == '!ERROR'
                                           for k in want[label])]
    step = max(1, len(good) // REPORTS[s.name])
    return good[::step][:REPORTS[s.name]]


def report_digest(rows):
    """Of (kind, id, flag, role, place, text) in the order of a report."""
    return rulings.digest('\n'.join('|'.join(rulings.spaces(x) for x in (
        row[:4] + (rulings.place(row[4]), row[5]))) for row in rows))


def valid(s):
    """The documents in which the reference finds nothing (or, where that is
    never so, nothing fatal)."""
    want = rulings.load(os.path.join(rulings.EU, 'expected',
                                     s.name + '.tsv'))
    good = [f for f, v in want.items()
            if not any(k[1] in ('fatal', 'error') or k[0] == '!ERROR'
                       for k in v) and len(v) < 4]
    return [f for f in sorted(good) if os.path.getsize(
        os.path.join(rulings.EU, f)) <= LONGEST]


def mutations(s):
    """(label, bytes) of the mutated documents of a set."""
    good = valid(s)
    most = MUTATED[s.name]
    step = max(1, len(good) // most)
    for file in good[::step][:most]:
        yield from mutate.mutations(os.path.join(rulings.EU, file), file,
                                    EACH)


def pool(s):
    """(label, bytes) of the changed samples of a national set: those that
    are tried when recording."""
    every = [(label, path) for label, path in documents(s)
             if os.path.getsize(path) <= LONGEST]
    kinds = tuple(mutate.KINDS) + tuple(mutate.MORE)
    each = max(1, POOL // (len(kinds) * max(1, len(every))))
    for label, path in every:
        yield from mutate.mutations(path, label, each, kinds)


def chosen(verdicts):
    """Of {label: keys of its findings}, labels that show each key once, and
    a few that show nothing new."""
    seen, kept, plain = set(), [], 0
    for label, keys in verdicts.items():
        if not keys <= seen:
            seen |= keys
            kept.append(label)
        elif plain < PLAIN and len(keys) < 4:
            plain += 1
            kept.append(label)
    return kept


def changed(s, labels):
    """(label, bytes) of these changed samples."""
    top, _ = rulings.samples(s.documents)
    return [(label, mutate.remake(top, label)) for label in labels]
