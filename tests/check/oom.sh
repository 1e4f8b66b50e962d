#!/bin/sh
# Every allocation of a conversion fails in turn: no memory, said as such, or
# the same result; never a leak or a crash.  Of the optimised build at most a
# thousand, evenly spread (EINV_OOM_MOST, 0: all), with the sanitizers a tenth
# of that.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${EINV_BUILD:-$root/build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# shellcheck source=tests/support/guest.sh
. "$root/tests/support/guest.sh"
guest_build "$build/opt" "$tmp/oom" -I"$root/tests" oom
guest_build "$build" "$tmp/oom-asan" -I"$root/tests" \
    -fsanitize=address,undefined -fno-sanitize-recover=undefined oom
most=${EINV_OOM_MOST:-1000}
n=0
for file in $(guest_files 0 | head -n 2) ; do
    for target in $(guest_targets | tr ',' ' '); do
        echo "$(basename "$file") to $target"
        "$tmp/oom" "$file" "$target" "$most"
        "$tmp/oom-asan" "$file" "$target" "$((most / 10))"
        n=$((n + 1))
    done
done
[ "$n" -gt 0 ] || { echo "no invoice of our own"; exit 1; }
