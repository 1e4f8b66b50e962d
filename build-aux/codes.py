#!/usr/bin/env python3
"""codes.py GENERICODE_DIR UBL_CODES.sch CII_CODES.sch OUT_DIR

Writes the plain code lists of EN 16931 (code and short name) and
OUT_DIR/SOURCES from the European Commission's genericode files and the code
rules of CEN's Schematron.  Where the two differ the list is the union: a
code that only the rules know has no name.  Run by hand when a release comes;
the result is committed.
"""
import os
import re
import sys
import xml.etree.ElementTree as ET

# our name, genericode file, rule in the Schematron, standard
LISTS = [
    ("invoice-type", "1001.gc", "BR-CL-01", "UNTDID 1001"),
    ("currency", "Currency.gc", "BR-CL-04", "ISO 4217 alpha-3"),
    ("object-scheme", "1153.gc", "BR-CL-07", "UNTDID 1153"),
    ("note-subject", "Text.gc", "BR-CL-08", "UNTDID 4451"),
    ("icd", "ICD.gc", "BR-CL-10", "ISO/IEC 6523 ICD"),
    ("item-classification", "Item.gc", "BR-CL-13", "UNTDID 7143"),
    ("country", "Country.gc", "BR-CL-14", "ISO 3166-1 alpha-2"),
    ("payment-means", "Payment.gc", "BR-CL-16", "UNTDID 4461"),
    ("vat-category", "5305.gc", "BR-CL-17", "UNTDID 5305"),
    ("allowance-reason", "Allowance.gc", "BR-CL-19", "UNTDID 5189"),
    ("charge-reason", "Charge.gc", "BR-CL-20", "UNTDID 7161"),
    ("vat-exemption", "VATEX.gc", "BR-CL-22", "CEF VATEX"),
    ("unit", "Unit.gc", "BR-CL-23", "UN/ECE Rec. 20 and 21"),
    ("mime", "MIME.gc", "BR-CL-24", "IANA media types"),
    ("eas", "EAS.gc", "BR-CL-25", "CEF EAS"),
]

SPACE = re.compile(r"\s+")


def genericode(path):
    """[(code, name)] in the file's order, and its version."""
    root = ET.parse(path).getroot()
    rows = []
    for row in root.iter("Row"):
        cells = {v.get("ColumnRef"): v.findtext("SimpleValue") or ""
                 for v in row.iter("Value")}
        rows.append((SPACE.sub(" ", cells["Code"]).strip(),
                     SPACE.sub(" ", cells.get("Name", "")).strip()))
    return rows, root.findtext("Identification/Version")


def rules(path):
    """rule id -> set of codes that its tests name."""
    found = {}
    for node in ET.parse(path).getroot().iter():
        if not str(node.tag).endswith("assert"):
            continue
        test = node.get("test")
        codes = set()
        for text in re.findall(r"contains\(\s*'([^']+)'", test):
            codes |= set(text.split())
        codes |= set(re.findall(r"@mimeCode\s*=\s*'([^']+)'", test))
        found.setdefault(node.get("id"), set()).update(codes)
    return found


def main():
    directory, ubl, cii, out = sys.argv[1:]
    by_rule = [rules(ubl), rules(cii)]
    lines = []
    for name, file, rule, standard in LISTS:
        rows, version = genericode(os.path.join(directory, file))
        known = {code for code, _ in rows}
        assert len(known) == len(rows), "%s: a code stands twice" % name
        named = by_rule[0].get(rule, set()) | by_rule[1].get(rule, set())
        if rule == "BR-CL-10":
            named.discard("SEPA")   # a scheme of BT-90, no ICD
        extra = sorted(named - known)
        with open(os.path.join(out, name + ".tsv"), "w",
                  encoding="utf-8", newline="\n") as f:
            f.write("code\tname\n")
            for code, text in rows + [(code, "") for code in extra]:
                f.write("%s\t%s\n" % (code, text))
        lines.append((name, standard, version, len(rows), extra,
                      sorted(known - named) if named else None, rule))
        print(name, len(rows), "+", len(extra), extra[:10],
              "not in rules:", (sorted(known - named) if named else "?")
              if not named or len(known - named) < 30 else len(known - named))
    sources = os.path.join(out, "SOURCES")
    with open(sources, encoding="utf-8") as f:
        by_hand = f.read().split(BY_HAND)[1]
    with open(sources, "w", encoding="utf-8", newline="\n") as f:
        f.write(HEAD)
        for name, standard, version, n, extra, missing, rule in lines:
            f.write("%s.tsv\t%s\tEC code list %s\t%s\t%d\t%d\t%s\n" % (
                name, standard, version, version, n, len(extra),
                note(rule, extra, missing)))
        f.write(BY_HAND + by_hand)


def note(rule, extra, missing):
    parts = []
    if extra:
        parts.append("only in rule %s of the Schematron 1.3.16, without a "
                     "name: %s" % (rule, " ".join(extra)))
    if missing:
        parts.append("not in that rule: %s" % (
            " ".join(missing) if len(missing) <= 20
            else "%d codes" % len(missing)))
    return "; ".join(parts) or "the rule says the same"


HEAD = """\
Where the code lists come from.

The plain lists are made by build-aux/codes.py from two sources, and are the
union of both:

 1. Code lists for EN 16931 of the European Commission (DIGITAL, registry of
    supporting artefacts), genericode files.  Reuse under Commission Decision
    2011/833/EU, source acknowledged.  Taken over: the codes and their short
    names, no remarks.
 2. The code rules of CEN/TC 434's validation artefacts for EN 16931, release
    1.3.16 (ConnectingEurope/eInvoicing-EN16931, commit b6c9e06a5981; EUPL
    1.2).  Taken over: the codes that the first source lacks, as bare facts.

The standards behind the lists are named in the second column; their codes
and names are facts of UN/CEFACT, ISO, IANA and the CEF.

file\tstandard\tsource\tdate\tcodes\tcodes of the rules alone\tdifferences
"""

# What stands behind this line in SOURCES is written by hand, and kept.
BY_HAND = "# lists of our own, by hand:\n"

if __name__ == "__main__":
    main()
