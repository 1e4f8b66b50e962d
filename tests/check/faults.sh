#!/bin/sh
# Every read, write, open, close and rename of "einv convert" fails in turn:
# exit 2, no output file and no temporary one, or exit 0 and the whole file;
# an output that was there before stays as it was.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${EINV_BUILD:-$root/build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# shellcheck source=tests/support/guest.sh
. "$root/tests/support/guest.sh"
cc -std=c11 -O1 -fPIC -shared "$root/tests/guest/faults.c" \
    -o "$tmp/faults.so" -ldl
einv=$build/opt/einv
file=$(guest_files 0 | head -n 1)
[ -n "$file" ] || { echo "no invoice of our own"; exit 1; }
target=$(guest_targets | tr ',' '\n' | tail -n 1)

mkdir "$tmp/whole" "$tmp/out"
convert() {
    "$@" "$einv" convert "$file" --to "$target" -o "$dir/out.xml" \
        --ledger "$dir/ledger.json" --allow-loss >"$tmp/said" 2>&1
}
dir=$tmp/whole
convert env FAULT_LOG="$tmp/calls" LD_PRELOAD="$tmp/faults.so"
calls=$(cat "$tmp/calls")
[ "$calls" -ge 4 ] || { echo "only $calls calls were met"; exit 1; }
[ -s "$tmp/whole/out.xml" ] && [ -s "$tmp/whole/ledger.json" ]

dir=$tmp/out
bad=0
refused=0
for good in '' 1; do
    for before in no yes; do
        n=1
        while [ "$n" -le "$calls" ]; do
            rm -rf "$dir"
            mkdir "$dir"
            [ $before = no ] || echo before >"$dir/out.xml"
            rc=0
            convert env FAULT_AT="$n" ${good:+FAULT_GOOD=1} \
                LD_PRELOAD="$tmp/faults.so" || rc=$?
            what="call $n fails ${good:+for good }(output there before: $before)"
            case $rc in
            0) cmp -s "$dir/out.xml" "$tmp/whole/out.xml" || {
                   echo "$what: exit 0 with another file"
                   bad=1
               }
               cmp -s "$dir/ledger.json" "$tmp/whole/ledger.json" || {
                   echo "$what: exit 0 with another ledger"
                   bad=1
               } ;;
            2|3)
               refused=$((refused + 1))
               [ -s "$tmp/said" ] || { echo "$what: nothing said"; bad=1; }
               if [ $before = yes ]; then
                   [ "$(cat "$dir/out.xml")" = before ] ||
                       cmp -s "$dir/out.xml" "$tmp/whole/out.xml" || {
                       echo "$what: the old file is spoilt"
                       bad=1
                   }
               elif [ -e "$dir/out.xml" ] &&
                   ! cmp -s "$dir/out.xml" "$tmp/whole/out.xml"; then
                   echo "$what: a partial file"
                   bad=1
               fi
               left=$(find "$dir" -type f ! -name out.xml ! -name ledger.json)
               [ -z "$left" ] || { echo "$what: left: $left"; bad=1; }
               if [ -e "$dir/ledger.json" ] && ! cmp -s "$dir/ledger.json" \
                   "$tmp/whole/ledger.json"; then
                   echo "$what: a partial ledger"
                   bad=1
               fi ;;
            *) echo "$what: exit $rc: $(head -n 2 "$tmp/said")"
               bad=1 ;;
            esac
            n=$((n + 1))
        done
    done
done
echo "$calls calls, each failing in four ways; $refused refusals"
[ "$refused" -gt 0 ] || bad=1
exit $bad
