#!/bin/sh
# Each list in schemas/codes has a row in SOURCES, and the row counts what
# the list holds; each row of SOURCES has its list.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root/schemas/codes" || exit 1
bad=0

for list in *.tsv; do
    told=$(awk -F '\t' -v list="$list" '$1 == list { print $5 + $6 }' SOURCES)
    held=$(awk 'NR > 1 && length($0) > 0 { n++ } END { print n + 0 }' "$list")
    if [ -z "$told" ]; then
        echo "$list has no row in SOURCES: where is it from?"
        bad=1
    elif [ "$told" != "$held" ]; then
        echo "$list holds $held codes; SOURCES says $told"
        bad=1
    fi
done
for list in $(sed -n 's/^\([a-z0-9-]*\.tsv\)	.*/\1/p' SOURCES); do
    [ -f "$list" ] || { echo "SOURCES names $list, which is not there"; bad=1; }
done

# What the lists say was taken over is what the sources hold.
shared=${EINV_SHARED:-$root/../shared}
artefacts=$shared/artefacts/en16931
if [ -d "$artefacts" ]; then
    tmp=$(mktemp -d)
    trap 'rm -rf "$tmp"' EXIT
    cp SOURCES "$tmp/SOURCES"
    rules=$artefacts/1.3.16/src
    python3 "$root/build-aux/codes.py" "$artefacts/codelists/2025-11-15" \
        "$rules/ubl/codelist/EN16931-UBL-codes.sch" \
        "$rules/cii/codelist/EN16931-CII-codes.sch" "$tmp" >/dev/null || bad=1
    for file in "$tmp"/*; do
        diff "$(basename "$file")" "$file" >/dev/null || {
            echo "$(basename "$file") is not what build-aux/codes.py makes"
            bad=1
        }
    done
elif [ "${CI:-}" = true ]; then
    echo "no $artefacts: the lists cannot be compared with their sources"
    bad=1
else
    echo "SKIP no $artefacts to compare with"
    [ $bad -ne 0 ] || exit 77
fi
exit $bad
