#!/usr/bin/env python3
"""messages.py messages.xml: every language of a message has the places and
the optional parts of the English one; every phrase speaks all languages, once
each, and differs from English in at least one; words that the library says
through einv__style_words are phrases.
"""
import glob
import re
import sys
import xml.etree.ElementTree as ET

NS = '{urn:einv:messages:1}'
LANGS = ['zh', 'ru', 'kk', 'de', 'tr', 'fr']


def places(text):
    return (sorted(re.findall(r'\{\w+\}', text)),
            [sorted(re.findall(r'\{\w+\}', part))
             for part in sorted(re.findall(r'\[[^]]*\]', text), key=lambda p:
                                re.findall(r'\{\w+\}', p))])


def main():
    bad, said = [], set()
    root = ET.parse(sys.argv[1]).getroot()
    for m in root.iter(NS + 'message'):
        for tag in ('text', 'fix'):
            forms = {e.get('lang'): e.text for e in m.iter(NS + tag)}
            for lang, text in forms.items():
                if places(text) != places(forms['en']):
                    bad.append('%s %s %s: %s' % (m.get('code'), tag, lang,
                                                 text))
        for place in (m.get('values') or '').split():
            if '{%s}' % place not in ''.join(e.text for e in m):
                bad.append('%s: no place {%s}' % (m.get('code'), place))
    for m in root.iter(NS + 'phrase'):
        said.add(m.get('en'))
        if [e.get('lang') for e in m] != LANGS:
            bad.append('phrase "%s": %s' % (m.get('en'), ' '.join(
                e.get('lang') for e in m)))
        if all(e.text == m.get('en') for e in m):
            bad.append('phrase "%s" is not translated' % m.get('en'))
    used = set()
    for path in glob.glob('lib/*/*.c'):
        with open(path, encoding='utf-8') as f:
            text = f.read()
        used |= set(re.findall(r'(?:_words|\bwords|put_words|labelled)'
                               r'\(\s*style,\s*"([^"]+)"', text))
    used |= {'valid', 'warnings', 'invalid', 'undecided', 'unreadable',
             'information', 'warning', 'error', 'fatal'}
    bad += ['no phrase "%s"' % w for w in sorted(used - said)]
    if len(used) < 12:
        bad.append('only %d words of the library were found' % len(used))
    print('%d phrases' % len(said))
    for line in bad:
        print(line)
    return 1 if bad else 0


sys.exit(main())
