"""saxonc.py: SaxonC-HE with compiled Schematron stylesheets, for bench/peers.

    saxonc.py [--once PATH] STYLESHEET...

The words between bench/peers and a driver are those of Loop.java.
"""
import re
import sys

from saxonche import PySaxonProcessor

FOUND = re.compile(r'<svrl:(?:failed-assert|successful-report)\b([^>]*)>')
NAME = re.compile(r'\b(id|flag|role)="([^"]*)"')


def judge(processor, sheets, text):
    tree = processor.parse_xml(xml_text=text)
    found = []
    for sheet in sheets:
        # The result's nodes are dear to visit from Python; its text is not.
        result = sheet.transform_to_string(xdm_node=tree)
        for attributes in FOUND.findall(result):
            a = dict(NAME.findall(attributes))
            found.append('%s:%s' % (a.get('flag') or a.get('role', ''),
                                    a.get('id', '')))
    return found


def answer(processor, sheets, count, path):
    try:
        with open(path, encoding='utf-8-sig') as f:
            text = f.read()
        found = []
        for _ in range(count):
            found = judge(processor, sheets, text)
        return '\t'.join(['ok'] + found)
    except Exception as e:             # noqa: B902 (said, as any other)
        return 'error\t' + ' '.join(str(e).split())


def main():
    args = sys.argv[1:]
    once = args[1] if args[:1] == ['--once'] else None
    with PySaxonProcessor(license=False) as processor:
        compiler = processor.new_xslt30_processor()
        sheets = [compiler.compile_stylesheet(stylesheet_file=p)
                  for p in (args[2:] if once else args)]
        if once:
            print(answer(processor, sheets, 1, once))
            return
        print('ready', flush=True)
        for line in sys.stdin:
            count, _, path = line.rstrip('\n').partition(' ')
            print(answer(processor, sheets, int(count), path), flush=True)


main()
