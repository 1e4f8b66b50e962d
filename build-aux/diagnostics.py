#!/usr/bin/env python3
"""diagnostics.py messages.xml: the list of diagnostics as Markdown."""
import sys
import xml.etree.ElementTree as ET

NS = "{urn:einv:messages:1}"

AREAS = [
    ("XML_", "Reading XML"),
    ("JSON_", "Reading JSON"),
    (("ZIP_", "ASIC_", "PDF_", "EINV-PACK-"), "Opening containers"),
    ("EINV-BIND-0", "Format descriptions (einv formats check) and reading"),
    ("EINV-CODE-", "Codes and code lists"),
    ("EINV-DETECT-", "Detection"),
    ("EINV-", "Everything else"),
    ("", "Signatures (einv verify)"),
]


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def part(message, tag):
    for node in message.findall(NS + tag):
        if node.get("lang") == "en":
            return cell(" ".join((node.text or "").split()))
    return ""


def main():
    rows = ET.parse(sys.argv[1]).getroot().findall(NS + "message")
    print("# Diagnostics\n")
    print("Made from `schemas/messages.xml` by `build-aux/diagnostics.py`; "
          "edit that file.\n")
    print("A code is permanent: it keeps its meaning, and a retired one is "
          "never given to another. `{names}` are the finding's own values; a "
          "part in `[brackets]` is left out when its value is not known. "
          "`einv explain CODE` prints a row in the language of `--lang` "
          "(en, zh, ru, kk, de, tr, fr).")
    done = set()
    for prefix, title in AREAS:
        mine = [r for r in rows if r.get("code").startswith(prefix)
                and r.get("code") not in done]
        if not mine:
            continue
        print("\n## %s\n" % title)
        print("| code | severity | says | how to mend it |")
        print("|---|---|---|---|")
        for row in mine:
            done.add(row.get("code"))
            print("| %s | %s | %s | %s |" % (
                row.get("code"), row.get("severity"), part(row, "text"),
                part(row, "fix")))


main()
