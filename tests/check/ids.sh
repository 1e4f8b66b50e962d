#!/bin/sh
# No C knows a format's name: neither the folders of schemas/formats nor the
# words below stand in lib/ or in the program, comments included.
# ids.allow: lines "file<TAB>word<TAB>reason".
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root" || exit 1
allow=tests/check/ids.allow

words=$( {
    # Folders, and the first part of each ("cn-einvoice": cn-einvoice).
    for dir in schemas/formats/*/; do
        [ -d "$dir" ] && basename "$dir"
    done
    tr ' ' '\n' <<'WORDS'
ubl cii peppol xrechnung zugferd facturx factur-x factur order-x orderx pint
zatca fatturapa facturae finvoice isdoc ksef myinvois jofotara nlcius oioubl
ehf svefaktura ebinterface e-slog eslog hr-eracun eracun cius pt-cius ro-cius
efactura e-factura cn-einvoice kz-esf ru-upd uz-esf tr-ubl rs-sef gst
nav-osa tradacoms edifact crossindustry crossindustryinvoice creditnote
WORDS
} | grep -v '^$' | sort -u)

pattern=$(printf '%s\n' "$words" | sed 's/[.]/\\./g; s/-/[-_]?/g' |
    tr '\n' '|' | sed 's/|$//')

find lib examples -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \) |
    grep -E '^lib/|^examples/einv[^/]*$' | LC_ALL=C sort |
    xargs grep -E -n -i -H "(^|[^a-zA-Z0-9])($pattern)([^a-zA-Z0-9]|\$)" \
        >"${TMPDIR:-/tmp}/einv-ids.$$"
trap 'rm -f "${TMPDIR:-/tmp}/einv-ids.$$"' EXIT
bad=0
while IFS= read -r hit; do
    file=${hit%%:*}
    rest=${hit#*:}
    rest=${rest#*:}
    # Take allowed words out of the line, then look again.
    if [ -f "$allow" ]; then
        for word in $(awk -F '\t' -v f="$file" '$1 == f { print $2 }' \
            "$allow"); do
            rest=$(printf '%s' "$rest" | sed "s/$word//gI")
        done
    fi
    if printf '%s\n' "$rest" |
        grep -E -q -i "(^|[^a-zA-Z0-9])($pattern)([^a-zA-Z0-9]|\$)"; then
        echo "$hit"
        bad=1
    fi
done <"${TMPDIR:-/tmp}/einv-ids.$$"
# The check can fail: the pattern finds what it must find.
for probe in 'read_ubl(' '/* CII: */' '"factur-x"' 'is_Peppol'; do
    printf '%s\n' "$probe" |
        grep -E -q -i "(^|[^a-zA-Z0-9])($pattern)([^a-zA-Z0-9]|\$)" || {
        echo "the pattern misses: $probe"
        bad=1
    }
done
echo "$(printf '%s\n' "$words" | wc -l) words"
exit $bad
