#!/bin/sh
# portable.sh COMPILER [FLAG...]: compiles what needs no libxml2 with a
# compiler for another C library, warnings being errors.
set -u
cc=$1
shift
command -v "$cc" >/dev/null || { echo "skipped: no $cc"; exit 77; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$EINV_SRCDIR" || exit 1
bad=0
n=0
sh build-aux/embed.sh schemas "$tmp/embedded.c" || exit 1
for file in lib/base/*.c lib/diag/*.c lib/json/*.c lib/model/*.c \
    lib/code/*.c lib/bind/*.c lib/convert/*.c lib/render/*.c \
    "$tmp/embedded.c"; do
    [ -f "$file" ] || continue
    [ "$file" = lib/base/embedded.c ] && continue
    n=$((n + 1))
    "$cc" -std=c11 -O1 -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
        -Werror "$@" -Iinclude -Ilib -DEINV_BUILDING -c "$file" \
        -o "$tmp/$n.o" || {
        echo "$file: does not compile with $cc"
        bad=1
    }
done
echo "$n files with $cc"
[ "$n" -gt 10 ] || bad=1
exit $bad
