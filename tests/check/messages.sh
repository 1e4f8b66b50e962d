#!/bin/sh
# Every diagnostic code written in lib/ and examples/ has a row in
# schemas/messages.xml; every row speaks the seven languages, once each, and
# says how to mend it; so do the phrases, of which the library uses no other;
# every language has the same places; doc/diagnostics.md is what the rows
# make.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$root" || exit 1
bad=0

find lib examples -name '*.[ch]' -o -name '*.def' | sort | xargs grep -noE \
    '"(XML|JSON|ZIP|ASIC|PDF)_[A-Z]+"|"EINV-[A-Z]+-[0-9]{4}"' >"$tmp/used" || exit 1
sed -n 's/.*<message code="\([^"]*\)".*/\1/p' schemas/messages.xml \
    >"$tmp/rows"
[ -s "$tmp/rows" ] || exit 1

# EINV_* status and option names look alike but stand without quotes.
while IFS=: read -r file line code; do
    code=$(echo "$code" | tr -d '"')
    if ! grep -qxF -e "$code" "$tmp/rows"; then
        echo "$file:$line: $code has no row in schemas/messages.xml"
        bad=1
    fi
done <"$tmp/used"

awk '
    function judge(   i, n, want, lang) {
        n = split("en zh ru kk de tr fr", lang, " ")
        for (i = 1; i <= n; i++) {
            want[i] = "text-" lang[i]
            want[i + n] = "fix-" lang[i]
        }
        n *= 2
        for (i = 1; i <= n; i++)
            if (seen[want[i]] != 1) {
                print FILENAME ":" line ": " code ": " want[i] " stands " \
                    seen[want[i]] + 0 " times"
                bad = 1
            }
        for (i in seen)
            delete seen[i]
    }
    /<message / { line = FNR; code = $0; sub(/.*code="/, "", code)
                  sub(/".*/, "", code) }
    /<(text|fix) lang="/ {
        tag = $0; sub(/^ *</, "", tag); sub(/ .*/, "", tag)
        lang = $0; sub(/.*lang="/, "", lang); sub(/".*/, "", lang)
        if ($0 ~ />[^<]+<\//)
            seen[tag "-" lang]++
    }
    /<\/message>/ { judge() }
    END { exit bad }
' schemas/messages.xml || bad=1

python3 tests/support/messages.py schemas/messages.xml || bad=1

python3 build-aux/diagnostics.py schemas/messages.xml >"$tmp/md" || bad=1
if ! diff doc/diagnostics.md "$tmp/md" >"$tmp/diff"; then
    head -n 20 "$tmp/diff"
    echo "doc/diagnostics.md is not current: python3" \
        "build-aux/diagnostics.py schemas/messages.xml >doc/diagnostics.md"
    bad=1
fi
exit $bad
