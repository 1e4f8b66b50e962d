#!/bin/sh
# Every allocation of a conversion, of judging by our rules, and of compiling
# official rules and judging by them, fails in turn: no memory, said as such, or the same result; never a
# leak or a crash.  Of the optimised build EINV_OOM_MOST, evenly spread (300;
# 0: all, as tests/long asks for), with the sanitizers a tenth of that.
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
most=${EINV_OOM_MOST:-300}
sanitized=$((most > 0 ? most / 10 : 500))
n=0
for file in $(guest_files 0 | head -n 2) ; do
    for target in $(echo "$(guest_targets),ours$(guest_rules)" | tr ',' ' '); do
        echo "$(basename "$file"): $target"
        "$tmp/oom" "$file" "$target" "$most"
        "$tmp/oom-asan" "$file" "$target" "$sanitized"
        n=$((n + 1))
    done
done
[ "$n" -gt 0 ] || { echo "no invoice of our own"; exit 1; }
