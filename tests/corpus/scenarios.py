#!/usr/bin/env python3
"""A configuration of scenarios judges as its authority says it does.

The configuration of the corpus, and its documents, are the source that the
publisher builds from: their @names@ are filled in here, and the files that it names are put where it
looks for them.  The publisher's own assertions on its documents are the
oracle: which scenario, accepted or not, and how grave a rule is.
"""
import glob
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import needlxml  # noqa: F401,E402  (first: it may start python anew)
from lxml import etree                                 # noqa: E402

import prog                                            # noqa: E402
import rulings                                         # noqa: E402
import tally                                           # noqa: E402

ART = os.path.join(rulings.SHARED, 'artefacts')
CONFIGURATION = os.path.join(ART, 'xrechnung',
                             'validator-configuration-2026-04-02')
DOCUMENTS = os.path.join(rulings.EU, 'xrechnung-validator-config')
SPEC = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung'
NAMES = {
    'xrechnung.version': '3.0.2', 'xrechnung.spec.id': SPEC + '_3.0',
    'xrechnung.extension.id': SPEC + '_3.0#conformant#'
                              'urn:xeinkauf.de:kosit:extension:xrechnung_3.0',
    'xrechnung.cvd.id': SPEC + '_3.0#compliant#'
                        'urn:xeinkauf.de:kosit:xrechnung:cvd_0.9',
}
# Where the configuration looks; where the corpus has it.  The corpus has one
# release of the CII schemas, a later one.
CII = 'cii/D22B/xsd/'
FILES = [
    ('ubl/2.1/xsd/maindoc', 'ubl/2.1/xsdrt/maindoc'),
    ('ubl/2.1/xsd/common', 'ubl/2.1/xsdrt/common'),
    ('ubl/2.1/xsl/EN16931-UBL-validation.xsl',
     'en16931/1.3.16/ubl/EN16931-UBL-validation.xslt'),
    ('cii/16b/xsl/EN16931-CII-validation.xsl',
     'en16931/1.3.16/cii/EN16931-CII-validation.xslt'),
    ('xrechnung/3.0.2/xsl/XRechnung-UBL-validation.xsl',
     'xrechnung/3.0.2-sch2.5.0/xslt/XRechnung-UBL-validation.xslt'),
    ('xrechnung/3.0.2/xsl/XRechnung-CII-validation.xsl',
     'xrechnung/3.0.2-sch2.5.0/xslt/XRechnung-CII-validation.xslt'),
]


def fill(work, path):
    """A file of the publisher's, built; its path."""
    with open(path, 'rb') as f:
        data = f.read()
    return work.write(os.path.basename(path), re.sub(
        rb'@([a-z.]+)@',
        lambda m: NAMES.get(m.group(1).decode(), '-').encode(), data))


def configure(work):
    """The configuration with all that it names; its path."""
    for to, name in FILES:
        to = work.path(os.path.join('resources', to))
        os.makedirs(os.path.dirname(to), exist_ok=True)
        os.symlink(os.path.abspath(os.path.join(ART, name)), to)
    folder = work.path('resources/cii/16b/xsd')
    os.makedirs(folder)
    for path in glob.glob(os.path.join(ART, CII, '*.xsd')):
        shutil.copyfile(path, os.path.join(folder, os.path.basename(path)))
    os.rename(os.path.join(folder, 'CrossIndustryInvoice_100pD22B.xsd'),
              os.path.join(folder, 'CrossIndustryInvoice_100pD16B.xsd'))
    return fill(work, os.path.join(CONFIGURATION, 'scenarios.xml'))


# --- what the publisher says --------------------------------------------------

def oracle():
    """{document: {what: value}} of the publisher's assertions."""
    said = {}
    for name in ('assertions.xml', 'assertions-integration-testing.xml'):
        path = os.path.join(CONFIGURATION, name)
        for a in etree.parse(path).getroot().iter('{*}assertion'):
            take(said.setdefault(a.get('report-doc')[:-len('-report.xml')],
                                 {}), a.get('test'))
    for about in said.values():     # no scenario, no schema
        if about.get('scenario', '') is None:
            about.pop('schema', None)
    return said


def take(said, test):
    m = re.search(r"^[^(]*s:name = '([^']*)'$", test)
    if m:
        said['scenario'] = m.group(1)
    if re.search(r'^/?rep:report/rep:noScenarioMatched', test):
        said['scenario'] = None
    if re.search(r'^/?rep:report/rep:assessment/rep:accept', test):
        said['accepted'] = True
    if re.search(r'^/?rep:report/rep:assessment/rep:reject', test) or \
            test == 'not(rep:report/rep:assessment/rep:accept)':
        said['accepted'] = False
    m = re.search(r"tr\[@class = '(\w+)'\]/html:td\[text\(\) = '([^']*)'",
                  test)
    if m:
        said['level ' + m.group(2)] = m.group(1)
    m = re.search(r"@code = '([^']*)' and @level='(\w+)'", test)
    if m:
        said['flag ' + m.group(1)] = m.group(2)
    m = re.search(r"^(not\()?[^(]*\[@id = 'val-xsd'\]/@valid = 'true'", test)
    if m:
        said['schema'] = not m.group(1)


# --- what einv says -----------------------------------------------------------

def ours(document, want):
    """The same of einv's report, for what is wanted."""
    found = {'scenario': document.get('scenario'),
             'accepted': document['verdict'] in ('valid', 'warnings'),
             'schema': not any(f['origin'] == 'xsd' and f['severity'] in
                               ('error', 'fatal')
                               for f in document['findings'])}
    for key in want:
        kind, _, rule = key.partition(' ')
        if kind in ('level', 'flag'):
            rules = [f for f in document['findings']
                     if f.get('rule') == rule]
            values = {f['severity'] if kind == 'level' else
                      f.get('flag').replace('fatal', 'error')
                      for f in rules}
            found[key] = values.pop() if len(values) == 1 else sorted(values)
    return found


def differ(want, document):
    got = ours(document, want)
    return ['%s: %s, not %s' % (key, got.get(key), want[key])
            for key in sorted(want) if got.get(key) != want[key]]


def judge(configuration, paths):
    r = prog.run('validate', *paths, '--rules', configuration, '--report',
                 'json', '--at', '2026-11-25', timeout=300)
    return {os.path.basename(d['file'])[:-4]: d
            for d in r.json()['documents']}, r


def main():
    t = tally.Tally(__file__)
    if not os.path.isdir(CONFIGURATION) or not os.path.isdir(DOCUMENTS):
        t.skip('a configuration of scenarios', 'not there')
        t.finish()
        return 0
    prog.need()
    want = oracle()
    with prog.Work() as work, prog.Work() as built:
        paths = {os.path.basename(p)[:-4]: fill(built, p)
                 for p in glob.glob(os.path.join(DOCUMENTS, '**', '*.xml'),
                                    recursive=True)}
        configuration = configure(work)
        judged, _ = judge(configuration, sorted(paths.values()))
        for name in sorted(want):
            if name not in paths:
                t.skip(name, 'not in the corpus')
            elif name not in judged:
                t.case(name, ['no verdict'])
            else:
                t.case(name, differ(want[name], judged[name]))
        folder, _ = judge(os.path.dirname(configuration), [paths['ubl001']])
        t.case('the folder of a configuration',
               differ(want['ubl001'], folder['ubl001']))
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
