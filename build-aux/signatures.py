#!/usr/bin/env python3
"""signatures.py profiles.xml: the profiles of signatures as Markdown."""
import sys
import xml.etree.ElementTree as ET

NS = "{urn:einv:signatures:1}"

HEAD = """# Signatures

Made from `schemas/signatures/profiles.xml` by `build-aux/signatures.py`; edit
those.

`einv verify` says who signed a document, and what of it. `einv sign` puts a
signature in. A profile is a row of the table below: a document that asks for
anything that its row does not have is refused before something of it is
worked out.

## How an XML signature is judged

1. The document is read within the limits; a DOCTYPE is refused.
2. Signatures are looked for at the places of the profiles. One in another
   signature, or at no place, is `ignored` and said to be. More than 16:
   `SIGNATURE_LIMIT`. None: `UNSIGNED`.
3. One SignedInfo, one SignatureValue, at least one Reference
   (`FORMAT_FAILURE`), at most 16 (`REFERENCE_LIMIT`) with 4 transforms each
   (`TRANSFORM_LIMIT`).
4. The algorithms (`ALGORITHM`), the form of each URI (`REFERENCE_URI`) and
   each transform (`TRANSFORM`) by the profile. An algorithm that nobody here
   knows goes to the caller's callback, else `ALGORITHM_UNKNOWN`.
5. Ids: only the profile's attributes count, and no two may be equal
   (`DUPLICATE_ID`). A second element with the root's name and Id is another
   document (`COVERAGE`).
6. What the transforms drop must stand at the profile's place, once; all
   the rest of the document must be in what the references cover
   (`COVERAGE`), whatever the values say.
7. The digests over canonical forms (`C14N`, `HASH_FAILURE`), then the value
   (`SIG_CRYPTO_FAILURE`) by the certificates of KeyInfo and those the caller
   gives: the one whose key fits is the signer. A bare key names nobody
   (`NO_SIGNING_CERTIFICATE_FOUND`).
8. XAdES: one SignedProperties, one Reference to it with its Type, and a
   SigningCertificate (V2 or the older one) that is the signer's
   (`SIG_CONSTRAINTS_FAILURE`).
9. Weak algorithms and keys that the profile does not name:
   `CRYPTO_CONSTRAINTS_FAILURE_NO_POE`. The certificate's path to an anchor of
   the caller, its purpose, its dates, its revocation.

The first of these reasons is the answer; `TOTAL_FAILED` outweighs
`INDETERMINATE`. A signature time-stamp of a trusted authority, over the value
in its canonical form, makes level T, and its time the best time: the
certificate's path is judged as of then. Archive time-stamps and those of
references are listed in XML signatures and prove nothing (`NO_POE`).

Signed data of CMS (`.p7m`, `.p7s`) comes as DER, BER, base64 or PEM, in up to
three layers, each reported; zero bytes behind it are a warning
(`CMS_TRAILING`), anything else there, a cut or a lie about lengths is
`CMS_FORMAT`, a message that is not signed `CMS_TYPE`. Each signer is judged:
its content must be there (`SIGNED_DATA_NOT_FOUND`), the algorithms as above,
digest and value; then contentType, messageDigest and a reference to the
signer's certificate must stand in what is signed (`SIG_CONSTRAINTS_FAILURE`),
else another certificate could be put in its place. A time-stamp of the
signature that holds is the best time, as of which the path is judged; archive
time-stamps (version 3) carry older ones over the end of their certificates.
The level is T, LT or LTA when what it asks for is there and holds. Archive
time-stamps before version 3 and those of references are listed and prove
nothing here.

Anchors are certificates, or an ETSI trust list (TS 119 612), of which the
services granted today are taken; its own signature is to be verified first.

A document made only of what a signature covers is what
`einv_verification_signed_doc` gives, and what `einv convert --verify` reads.

## The profiles

The first row with a signature at one of its places judges it; those marked
*fallback* are asked where no other row has one. Weak: right here, and
reported as weak. Outside: what the signature leaves out. Proof: A on real
files, B by public specifications, C not yet.
"""


def words(e, name):
    return (e.get(name) or "").replace(" ", ", ") or "-"


def texts(e, name):
    return "<br>".join("`%s`" % " ".join(c.text.split())
                       for c in e.findall(NS + name)) or "-"


def references(e):
    return "<br>".join("%s: %s" % (r.get("to"),
                                   (r.get("transforms") or "").replace(
                                       " ", ", ") or "no transform")
                       for r in e.findall(NS + "reference")) or "-"


def main():
    root = ET.parse(sys.argv[1]).getroot()
    print(HEAD)
    print("| profile | what | made | proof | places | c14n | references | "
          "algorithms | weak | outside |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for p in root.findall(NS + "profile"):
        notes = " (fallback)" if p.get("fallback") == "yes" else ""
        print("| %s%s |" % (p.get("id"), notes), " | ".join((
            p.get("title") or "", p.get("sign") or "no",
            p.get("confidence") or "", texts(p, "at"), words(p, "c14n"),
            references(p), words(p, "algorithms"), words(p, "old"),
            texts(p, "outside"))), "|")
    print("\n## Filters\n\nThe XPath texts that a transform may have, and what "
          "they drop.\n")
    print("| name | text | drops |\n|---|---|---|")
    for f in root.findall(NS + "filter"):
        print("| %s | `%s` | `%s` |" % (f.get("id"), f.get("xpath"),
                                        f.get("drops")))


main()
