#!/bin/sh
# einv in a host: foreign locales, two threads on one context and one set of
# rules, a fork after the parent compiled: always the same bytes.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${EINV_BUILD:-$root/build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# shellcheck source=tests/support/guest.sh
. "$root/tests/support/guest.sh"
targets=$(guest_targets)$(guest_rules)
files=$(guest_files 12)
[ -n "$files" ] || { echo "no file to convert"; exit 1; }

guest_build "$build/opt" "$tmp/guest"
guest_build "$build" "$tmp/guest-asan" -fsanitize=address,undefined \
    -fno-sanitize-recover=undefined
# shellcheck disable=SC2086
LC_ALL=C "$tmp/guest" plain "$targets" $files >"$tmp/plain"
written=$(grep -c '^EINV_OK$' "$tmp/plain" || true)
echo "$(printf '%s\n' "$files" | wc -l) files, $written written"
[ "$written" -gt 0 ] || { echo "nothing was written"; exit 1; }
case $targets in
*rules:*)
    judged=$(grep -c '"origin": "rules"' "$tmp/plain" || true)
    [ "$judged" -gt 0 ] || { echo "no rule fired"; exit 1; }
    ;;
*) echo "no official rules: only conversions" ;;
esac

mkdir -p "$tmp/locales"
for one in tr_TR.UTF-8 ru_RU.KOI8-R; do
    localedef -i "${one%.*}" -f "${one#*.}" "$tmp/locales/$one" \
        >"$tmp/localedef" 2>&1 || [ -d "$tmp/locales/$one" ] || {
        cat "$tmp/localedef"
        exit 1
    }
    # shellcheck disable=SC2086
    LOCPATH=$tmp/locales LC_ALL=$one "$tmp/guest" locale "$targets" \
        $files >"$tmp/got"
    cmp "$tmp/plain" "$tmp/got"
done

for guest in guest guest-asan; do
    for mode in threads fork; do
        # shellcheck disable=SC2086
        LC_ALL=C "$tmp/$guest" $mode "$targets" $files >"$tmp/got"
        cmp "$tmp/plain" "$tmp/got"
        echo "$guest $mode: equal"
    done
done
