#!/bin/sh
# What our rules repeat of other tables is what those say: the beginnings of
# VAT identifiers are the countries of schemas/codes/country.tsv, and EL.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root/schemas" || exit 1

said=$(sed -n "s/.*let name=\"countries\" value=\"' \(.*\) '\".*/\1/p" \
    rules/en16931.sch | tr ' ' '\n' | sort)
listed=$( (echo EL; awk -F '\t' 'NR > 1 && $1 ~ /^[0-9A-Z][0-9A-Z]$/ {
    print $1 }' codes/country.tsv) | sort)
if [ -z "$said" ] || [ "$said" != "$listed" ]; then
    echo "the countries of rules/en16931.sch are not those of country.tsv:"
    printf '%s\n%s\n' "$said" "$listed" | sort | uniq -u | head
    exit 1
fi
# A finding of ours has its fix, and its number once in a context.
bad=0
for file in rules/*.sch formats/*/rules.sch; do
    asserts=$(grep -c '<assert ' "$file")
    fixes=$(grep -c 'e:fix="' "$file")
    if [ "$asserts" -eq 0 ] || [ "$asserts" != "$fixes" ]; then
        echo "$file: $asserts asserts, $fixes of them with a fix"
        bad=1
    fi
done
exit $bad
