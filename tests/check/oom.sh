#!/bin/sh
# Every allocation of a conversion fails in turn: no memory, said as such, or
# the same result; never a leak or a crash.  Each in the optimised build; with
# the sanitizers every 7th (EINV_OOM_STEP).
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
n=0
for file in $(guest_files 0 | head -n 2) ; do
    for target in $(guest_targets | tr ',' ' '); do
        echo "$(basename "$file") to $target"
        "$tmp/oom" "$file" "$target"
        "$tmp/oom-asan" "$file" "$target" "${EINV_OOM_STEP:-7}"
        n=$((n + 1))
    done
done
[ "$n" -gt 0 ] || { echo "no invoice of our own"; exit 1; }
